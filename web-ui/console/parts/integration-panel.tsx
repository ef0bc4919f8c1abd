/** The panel of the CloudLink Gateway integration (rows A3, C3): `Add Gateway`, then the gear. */
import type { AccountView, GatewayView } from '../../../src/contract/console-api.ts';
import {
  ButtonLink,
  FailureBanner,
  Icon,
  Link,
  type PageOf,
  State,
  said,
  useLoad,
  withQuery,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import { useChanged } from '../inside.ts';
import { t } from '../words.ts';
import { Integration } from './integration.tsx';

/** More gateways than this are looked at on their own page. */
const SHOWN = 20;

export function IntegrationPanel({ account }: { account: AccountView }) {
  const list = useLoad(
    account.gateways > 0 ? withQuery('/api/gateways', { account: account.number, limit: SHOWN }) : undefined,
    (path, signal) => api.get<PageOf<GatewayView>>(path, signal),
  );
  useChanged(['gateway'], list.reload);
  return (
    <>
      <div class="integration-list">
        <div class="integration-row">
          <Icon name="gateway" />
          <div class="grow">
            <b>{t('integrations.gateway')}</b>
            <Integration of={account} />
          </div>
          {account.gateways === 0 && (
            <ButtonLink look="primary" icon="plus" href="/link">
              {t('integrations.add')}
            </ButtonLink>
          )}
        </div>
        {list.data?.items.map((gateway) => (
          <GatewayRow key={gateway.id} gateway={gateway} />
        ))}
      </div>
      {list.failure && <FailureBanner failure={list.failure} onRetry={list.reload} level={3} />}
    </>
  );
}

function GatewayRow({ gateway }: { gateway: GatewayView }) {
  const { id, name, online, since, integrationStatus } = gateway;
  return (
    <div class="integration-row sub">
      <Icon name="gear" />
      <div class="grow">
        <Link href={`/gateways/${id}`}>{t('integrations.settings', { name })}</Link>
        <span class="integration">
          <State
            kind={online ? 'ok' : 'bad'}
            word={t(online ? 'gateway.online' : 'gateway.offline')}
            at={since}
            form={online ? 'since' : 'for'}
          />
          <span class="small quiet">{said(integrationStatus)}</span>
        </span>
      </div>
    </div>
  );
}
