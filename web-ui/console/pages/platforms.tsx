import { Head } from '../../shared/index.ts';
import { t } from '../words.ts';

export function PlatformsPage() {
  return <Head sentences={[t('nav.platforms')]} />;
}
