/** One account: its facts, its integration, its keys, its end. */
import type { AccountView } from '../../../src/contract/console-api.ts';
import {
  accountNumber,
  ButtonLink,
  CopyButton,
  count,
  date,
  Facts,
  Head,
  Link,
  navigate,
  Section,
  said,
  useLoad,
  useTitle,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import type { PageProps } from '../frame.tsx';
import { useChanged, useInside } from '../inside.ts';
import { DeactivateSection } from '../parts/account-end.tsx';
import { FindingsMailSection } from '../parts/findings-mail.tsx';
import { IntegrationPanel } from '../parts/integration-panel.tsx';
import { Crumbs } from '../parts/list-page.tsx';
import { LoadedPage } from '../parts/loaded.tsx';
import { ScimKeysSection } from '../parts/scim-keys.tsx';
import { pbxTitle } from '../pbx-title.ts';
import { t } from '../words.ts';

export function AccountPage({ params }: PageProps) {
  const { partner } = useInside();
  const number = params.number ?? '';
  const loaded = useLoad(`/api/accounts/${encodeURIComponent(number)}`, (path, signal) =>
    api.get<AccountView>(path, signal),
  );
  useChanged(['account', 'gateway'], loaded.reload);
  useTitle(loaded.data?.name ?? t('account.info'), t('brand'));
  return (
    <LoadedPage loaded={loaded} title={t('account.info')} reading={t('account.reading')}>
      {(account) => (
        <>
          <Head
            above={
              partner && (
                <Crumbs
                  parts={[
                    <Link key="list" href="/accounts">
                      {t('nav.accounts')}
                    </Link>,
                    accountNumber(account.number),
                  ]}
                />
              )
            }
            sentences={[
              t('account.title', { name: account.name }),
              t('account.titleStatus', { status: said(account.integrationStatus) }),
            ]}
          />
          <Information account={account} />
          <Section title={t('integrations.heading')}>
            <IntegrationPanel account={account} />
          </Section>
          <FindingsMailSection account={account} />
          <ScimKeysSection account={account} />
          {partner && (
            <DeactivateSection account={account} onDone={() => navigate('/accounts?state=deactivated')} />
          )}
        </>
      )}
    </LoadedPage>
  );
}

function Information({ account }: { account: AccountView }) {
  const { partner } = useInside();
  return (
    <Section title={t('account.info')}>
      <Facts
        rows={[
          [
            t('account.number'),
            <span key="number" class="with-copy">
              {accountNumber(account.number)}{' '}
              <CopyButton text={account.number} what={t('account.copyNumber')} />
            </span>,
          ],
          [t('account.region'), account.region],
          [
            t('account.pbx'),
            account.pbxType === undefined ? (
              <span key="none" class="quiet">
                {t('account.pbxNone')}
              </span>
            ) : (
              pbxTitle(account.pbxType)
            ),
          ],
          [t('account.gateways'), count(account.gateways)],
          [t('account.users'), count(account.users)],
          [t('account.contacts'), account.supportContacts.map((c) => <div key={c}>{c}</div>)],
          [t('account.created'), date(account.createdAt)],
        ]}
      />
      {partner && (
        <p class="row">
          <ButtonLink small href={`/?account=${account.number}`}>
            {t('account.show')}
          </ButtonLink>
        </p>
      )}
    </Section>
  );
}
