import { Head } from '../../shared/index.ts';
import { t } from '../words.ts';

export function EventsPage() {
  return <Head sentences={[t('nav.events')]} />;
}
