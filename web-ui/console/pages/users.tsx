import { Head } from '../../shared/index.ts';
import { t } from '../words.ts';

export function UsersPage() {
  return <Head sentences={[t('nav.users')]} />;
}
