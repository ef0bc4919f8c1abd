import { ButtonLink, Head, useTitle } from '../../shared/index.ts';
import { t } from '../words.ts';

/** An address that leads nowhere. */
export function NotFoundPage() {
  useTitle(t('nowhere.title'), t('brand'));
  return (
    <Head sentences={[t('nowhere.head')]} lead={t('nowhere.lead')}>
      <p>
        <ButtonLink look="primary" href="/">
          {t('nowhere.home')}
        </ButtonLink>
      </p>
    </Head>
  );
}
