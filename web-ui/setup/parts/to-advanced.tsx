import { Link } from '../../shared/index.ts';
import { t } from '../words.ts';

/** Above the head of a page that Advanced leads to. */
export const toAdvanced = () => (
  <p class="small">
    <Link href="/setup/advanced">{t('advanced.title')}</Link>
  </p>
);
