/** Integrations & Apps of one account (row C3). */
import type { AccountView } from '../../../src/contract/console-api.ts';
import type { IntegrationStatus } from '../../../src/contract/status.ts';
import { ButtonLink, Head, Section, said, useLoad, useTitle } from '../../shared/index.ts';
import { api } from '../api.ts';
import { useChanged, useInside } from '../inside.ts';
import { ChooseAccount } from '../parts/account-picker.tsx';
import { IntegrationPanel } from '../parts/integration-panel.tsx';
import { LoadedPage } from '../parts/loaded.tsx';
import { ScimKeysSection } from '../parts/scim-keys.tsx';
import { t } from '../words.ts';
import { WhereIsTheCode } from './enter-code.tsx';

export function IntegrationsPage() {
  useTitle(t('nav.integrations'), t('brand'));
  const { account } = useInside();
  return account === undefined ? (
    <ChooseAccount what={t('integrations.what')} />
  ) : (
    <Integrations number={account} />
  );
}

/** What each step of row A3 asks for. */
const LEADS = {
  'No gateway detected': 'integrations.lead.none',
  'Configure gateway': 'integrations.lead.configure',
  'Add PBX': 'integrations.lead.addPbx',
  'Sync PBX': 'integrations.lead.syncPbx',
  'Connect the PBX': 'integrations.lead.connect',
  Deployment: 'integrations.lead.deployment',
  'Onboarding Complete': 'integrations.lead.complete',
} as const satisfies Record<IntegrationStatus, string>;

function leadOf(status: string): string | undefined {
  return Object.hasOwn(LEADS, status) ? t(LEADS[status as IntegrationStatus]) : undefined;
}

function Integrations({ number }: { number: string }) {
  const loaded = useLoad(`/api/accounts/${encodeURIComponent(number)}`, (path, signal) =>
    api.get<AccountView>(path, signal),
  );
  useChanged(['account', 'gateway'], loaded.reload);
  return (
    <LoadedPage loaded={loaded} title={t('nav.integrations')} reading={t('account.reading')}>
      {(account) => <OfAccount account={account} />}
    </LoadedPage>
  );
}

function OfAccount({ account }: { account: AccountView }) {
  const { href } = useInside();
  const { integrationStatus: status, gateways } = account;
  return (
    <>
      <Head sentences={[t('integrations.title', { status: said(status) })]} lead={leadOf(status)} />
      <Section title={t('integrations.heading')}>
        <IntegrationPanel account={account} />
      </Section>
      {gateways === 0 ? (
        <WhereIsTheCode />
      ) : (
        <p class="row">
          <ButtonLink small icon="plus" href="/link">
            {t('integrations.add')}
          </ButtonLink>
        </p>
      )}
      <Section title={t('tokens.title')}>
        <p class="small">{t('tokens.lead')}</p>
        <p class="row">
          <ButtonLink small icon="key" href={href('/claim-tokens')}>
            {t('tokens.open')}
          </ButtonLink>
        </p>
      </Section>
      <ScimKeysSection account={account} />
    </>
  );
}
