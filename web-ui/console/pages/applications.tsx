/** System Inventory, Applications (row C5). */
import type { ApplicationView, PlatformView } from '../../../src/contract/console-api.ts';
import type { InventoryFacets } from '../../../src/contract/console-lists.ts';
import {
  accountNumber,
  type Column,
  Empty,
  type Fact,
  Facts,
  FailureBanner,
  Head,
  Link,
  Loading,
  PagedTable,
  type PageOf,
  Section,
  useLoad,
  usePaged,
  useTitle,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import type { PageProps } from '../frame.tsx';
import { useChanged, useInside } from '../inside.ts';
import type { Filter } from '../parts/filters.tsx';
import { Crumbs, Gone, Nothing, SCROLLS, sameSearch, Toolbar } from '../parts/list-page.tsx';
import { ACCOUNTS, useListQuery } from '../parts/list-query.ts';
import { Portal } from '../parts/portal.tsx';
import { Reported } from '../parts/reported.tsx';
import { t } from '../words.ts';

export function ApplicationsPage({ params }: PageProps) {
  const { id } = params;
  useTitle(t('nav.applications'), t('brand'));
  return (
    <>
      <div class="content" hidden={id !== undefined}>
        <ApplicationList />
      </div>
      {id !== undefined && <ApplicationDetail id={id} />}
    </>
  );
}

function columnsOf(many: boolean): readonly Column<ApplicationView>[] {
  return [
    ...(many
      ? [
          {
            key: 'account',
            title: t('apps.col.account'),
            sortable: true,
            cell: (a: ApplicationView) => a.account.name,
          },
        ]
      : []),
    {
      key: 'host',
      title: t('apps.col.platform'),
      sortable: true,
      cell: (a) => (
        <>
          {a.host}
          <span class="sub">
            <Reported of={a} />
          </span>
        </>
      ),
    },
    {
      key: 'type',
      title: t('apps.col.type'),
      header: true,
      sortable: true,
      cell: (a) => <Link href={sameSearch(`/applications/${encodeURIComponent(a.id)}`)}>{a.type}</Link>,
    },
    { key: 'version', title: t('apps.col.version'), sortable: true, cell: (a) => a.version },
    { key: 'portal', title: t('apps.col.portal'), cell: (a) => <ApplicationPortal of={a} /> },
  ];
}

function ApplicationPortal({ of: a }: { of: ApplicationView }) {
  return <Portal gatewayId={a.gatewayId} host={`${a.type}, ${a.host}`} portal={a.portal} />;
}

function filtersOf(facets: InventoryFacets | undefined, many: boolean): readonly Filter[] {
  const title = t('apps.col.account');
  return [
    {
      key: 'type',
      title: t('apps.col.type'),
      operator: 'is',
      kind: 'choices',
      choices: facets?.applicationTypes ?? [],
    },
    ...(many ? [{ key: ACCOUNTS, title, operator: 'is', kind: 'accounts' } as const] : []),
  ];
}

function ApplicationList() {
  const { partner, account } = useInside();
  const many = partner && account === undefined;
  const list = useListQuery(['type', ACCOUNTS], { key: 'host', order: 'asc' });
  const order = { sort: list.sort.key, order: list.sort.order };
  const facets = useLoad(`/api/inventory/facets${account ? `?account=${account}` : ''}`, (path, signal) =>
    api.get<InventoryFacets>(path, signal),
  );
  const paged = usePaged(list.api('/api/inventory/applications', order), (after, signal) =>
    api.get<PageOf<ApplicationView>>(list.api('/api/inventory/applications', { ...order, after }), signal),
  );
  useChanged(['inventory', 'gateway'], () => {
    facets.reload();
    // a list that has grown is not cut back under the reader's eyes
    if (paged.items.length <= 50) paged.reload();
  });
  const filters = filtersOf(facets.data, many);
  const { data } = facets;
  const title =
    data && data.applications > 0
      ? t('apps.titleOn', { n: data.applications, platforms: data.platforms })
      : t('apps.title', { n: 0 });
  return (
    <>
      <Head
        above={<Crumbs parts={[t('nav.inventory'), t('nav.applications')]} />}
        sentences={[data ? title : t(facets.failure ? 'nav.applications' : 'apps.reading')]}
      />
      <div class="section gap-s">
        <Toolbar
          list={list}
          filters={filters}
          search={t('apps.search')}
          matching={data && { n: paged.total, of: data.applications }}
        />
        <PagedTable
          caption={t('apps.table')}
          class="apps"
          level={2}
          list={paged}
          tall={paged.items.length > SCROLLS}
          sort={list.sort}
          onSort={list.setSort}
          rowKey={(a) => a.id}
          columns={columnsOf(many)}
          note={t('platforms.ages')}
          empty={
            <Nothing list={list} filters={filters}>
              <Empty icon="tag" level={2} title={t('apps.empty')}>
                <p>{t('apps.emptyWhy')}</p>
              </Empty>
            </Nothing>
          }
        />
      </div>
    </>
  );
}

function ApplicationDetail({ id }: { id: string }) {
  const url = `/api/inventory/applications/${encodeURIComponent(id)}`;
  const application = useLoad(url, (path, signal) => api.get<ApplicationView>(path, signal));
  useChanged(['inventory', 'gateway'], application.reload);
  const back = sameSearch('/applications');
  const { data, failure } = application;
  const gone = failure?.status === 404;
  return (
    <>
      <Head
        above={<Crumbs parts={[t('nav.inventory'), <Link href={back}>{t('nav.applications')}</Link>]} />}
        sentences={[
          data
            ? t('app.title', { type: data.type, host: data.host })
            : t(failure ? 'nav.applications' : 'apps.reading'),
        ]}
      >
        {data && !gone && data.portal.state !== 'none' && (
          <p class="row">
            <ApplicationPortal of={data} />
          </p>
        )}
      </Head>
      {gone && <Gone title={t('app.unknown')} back={back} />}
      {failure && !gone && <FailureBanner failure={failure} onRetry={application.reload} />}
      {!data && !failure && <Loading>{t('apps.reading')}</Loading>}
      {data && !gone && <Properties application={data} />}
    </>
  );
}

/** What its platform's report says of it beyond the list. */
function useInterfaces({ platformId, type, version }: ApplicationView): string | undefined {
  const url = `/api/inventory/platforms/${encodeURIComponent(platformId)}`;
  const platform = useLoad(url, (path, signal) => api.get<PlatformView>(path, signal));
  const same = platform.data?.applications.find((a) => a.type === type && a.version === version);
  return same && (same.interfaces.join(', ') || t('app.interfacesNone'));
}

function Properties({ application: a }: { application: ApplicationView }) {
  const { href } = useInside();
  const interfaces = useInterfaces(a);
  const rows: (Fact | false)[] = [
    [t('platform.accountName'), a.account.name],
    [t('platform.accountNumber'), <span class="num">{accountNumber(a.account.number)}</span>],
    [t('apps.col.type'), a.type],
    [t('apps.col.version'), a.version],
    interfaces !== undefined && [t('app.interfaces'), interfaces],
    [t('platform.reported'), <Reported of={a} />],
    [t('app.platform'), <Link href={href(`/platforms/${encodeURIComponent(a.platformId)}`)}>{a.host}</Link>],
  ];
  return (
    <Section title={t('app.heading')}>
      <Facts rows={rows} />
    </Section>
  );
}
