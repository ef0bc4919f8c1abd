import { Head, Link } from '../../shared/index.ts';
import { useInside } from '../inside.ts';
import { t } from '../words.ts';

export function NotFoundPage() {
  const { href } = useInside();
  return (
    <Head sentences={[t('notFound.title')]} lead={t('notFound.lead')}>
      <p>
        <Link href={href('/')}>{t('notFound.home')}</Link>
      </p>
    </Head>
  );
}
