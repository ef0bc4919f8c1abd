/** Support > Gateway: the linked gateways. */
import type { GatewayView } from '../../../src/contract/console-api.ts';
import {
  ButtonLink,
  type Column,
  count,
  Empty,
  Head,
  Link,
  navigate,
  PagedTable,
  type PageOf,
  Search,
  State,
  useLoad,
  usePaged,
  useRoute,
  useTitle,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import { useChanged, useInside } from '../inside.ts';
import { Integration } from '../parts/integration.tsx';
import { Crumbs } from '../parts/list-page.tsx';
import { t } from '../words.ts';

/** Its own link: online or offline, with its age. */
export function Presence({ gateway: { online, since } }: { gateway: Pick<GatewayView, 'online' | 'since'> }) {
  return (
    <State
      kind={online ? 'ok' : 'bad'}
      word={t(online ? 'gateway.online' : 'gateway.offline')}
      at={since}
      form={online ? 'since' : 'for'}
    />
  );
}

function AlarmCount({ gateway }: { gateway: GatewayView }) {
  const alarms = gateway.status?.alarms ?? [];
  if (alarms.length === 0) return <span class="quiet">{t('gateways.noAlarms')}</span>;
  const critical = alarms.some((a) => a.severity === 'critical');
  return <State kind={critical ? 'bad' : 'warn'} word={t('gateways.alarms', { n: alarms.length })} />;
}

export function GatewaysPage() {
  useTitle(t('nav.gateway'), t('brand'));
  const { href, scoped } = useInside();
  const q = useRoute().query.get('q') ?? '';
  const list = usePaged(scoped('', { q }), (after, signal) =>
    api.get<PageOf<GatewayView>>(scoped('/api/gateways', { q, after }), signal),
  );
  const all = useLoad(scoped('/api/overview'), (path, signal) =>
    api.get<{ gateways: number; online: number }>(path, signal),
  );
  useChanged(['gateway'], () => {
    list.reload();
    all.reload();
  });
  // while nothing has been read, or could not be, nobody knows how many there are
  const known = all.data || list.total > 0 || !(list.loading || list.failure);
  const { gateways = list.total, online = gateways } = all.data ?? {};
  const down = gateways - online;
  return (
    <>
      <Head
        above={<Crumbs parts={[t('nav.support'), t('nav.gateway')]} />}
        sentences={[
          known ? t('gateways.title', { n: gateways }) : t('nav.gateway'),
          ...(all.data && gateways > 0
            ? [t(gateways === 1 ? 'gateways.one' : 'gateways.offlineCount', { n: down })]
            : []),
        ]}
      >
        <p class="row">
          <ButtonLink icon="plus" href="/link">
            {t('gateways.add')}
          </ButtonLink>
        </p>
      </Head>
      <div class="section gap-s">
        <div class="toolbar">
          <Search
            label={t('gateways.search')}
            value={q}
            onInput={(text) => navigate(href('/gateways', { q: text }), { replace: true })}
          />
        </div>
        <PagedTable
          caption={t('gateways.table')}
          level={2}
          list={list}
          rowKey={(g) => g.id}
          columns={useColumns()}
          empty={<NoGateways searched={q.trim() !== ''} />}
        />
      </div>
    </>
  );
}

function useColumns(): readonly Column<GatewayView>[] {
  const { href, account } = useInside();
  const accountColumn: Column<GatewayView> = {
    key: 'account',
    title: t('gateways.col.account'),
    cell: (g) => g.account.name,
  };
  return [
    {
      key: 'name',
      title: t('gateways.col.name'),
      header: true,
      cell: (g) => <Link href={href(`/gateways/${g.id}`)}>{g.name}</Link>,
    },
    ...(account === undefined ? [accountColumn] : []),
    { key: 'state', title: t('gateways.col.state'), cell: (g) => <Presence gateway={g} /> },
    { key: 'integration', title: t('gateways.col.integration'), cell: (g) => <Integration of={g} /> },
    { key: 'users', title: t('gateways.col.users'), numeric: true, cell: (g) => count(g.users) },
    { key: 'alarms', title: t('gateways.col.alarms'), cell: (g) => <AlarmCount gateway={g} /> },
    { key: 'version', title: t('gateways.col.version'), cell: (g) => g.version },
  ];
}

function NoGateways({ searched }: { searched: boolean }) {
  if (searched)
    return (
      <Empty icon="search" level={2} title={t('gateways.none')}>
        <p>{t('gateways.noneWhy')}</p>
      </Empty>
    );
  return (
    <Empty icon="gateway" level={2} title={t('gateways.empty')}>
      <p>{t('gateways.emptyWhy')}</p>
    </Empty>
  );
}
