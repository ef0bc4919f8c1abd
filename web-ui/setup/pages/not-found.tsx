import { ButtonLink, Head, useTitle } from '../../shared/index.ts';

/** An address that leads nowhere. */
export function NotFoundPage() {
  useTitle('No such page', 'CloudLink gateway');
  return (
    <Head sentences={['There is no such page here.']} lead="The address may be from an older version.">
      <p>
        <ButtonLink look="primary" href="/">
          To the dashboard
        </ButtonLink>
      </p>
    </Head>
  );
}
