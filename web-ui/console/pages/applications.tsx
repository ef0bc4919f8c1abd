import { Head } from '../../shared/index.ts';
import { t } from '../words.ts';

export function ApplicationsPage() {
  return <Head sentences={[t('nav.applications')]} />;
}
