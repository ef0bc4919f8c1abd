/** System Inventory, Platforms (row C4): every platform of every account in view, with the state of its licence. */
import { useState } from 'preact/hooks';
import type { PlatformView } from '../../../src/contract/console-api.ts';
import type { InventoryFacets } from '../../../src/contract/console-lists.ts';
import { SWA_STATUS } from '../../../src/contract/inventory.ts';
import {
  Banner,
  Button,
  ButtonLink,
  type Column,
  Empty,
  Head,
  Link,
  PagedTable,
  type PageOf,
  said,
  useLoad,
  usePaged,
  useTitle,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import type { PageProps } from '../frame.tsx';
import { useChanged, useInside } from '../inside.ts';
import { ColumnChooser, type ColumnDef, useColumns } from '../parts/columns.tsx';
import { Download, type Filter } from '../parts/filters.tsx';
import { Crumbs, Nothing, SCROLLS, sameSearch, Toolbar } from '../parts/list-page.tsx';
import { ACCOUNTS, useListQuery } from '../parts/list-query.ts';
import { PlatformDetail } from '../parts/platform-detail.tsx';
import { Portal } from '../parts/portal.tsx';
import { Reported } from '../parts/reported.tsx';
import { licenceWord, Swa } from '../parts/swa.tsx';
import { rich, t } from '../words.ts';

/** The list stays where it is while the details of a row are shown. */
export function PlatformsPage({ params }: PageProps) {
  const { id } = params;
  useTitle(t('nav.platforms'), t('brand'));
  return (
    <>
      <div class="content" hidden={id !== undefined}>
        <PlatformList />
      </div>
      {id !== undefined && <PlatformDetail id={id} />}
    </>
  );
}

/** The vendor's columns (S3:2450-2470); those that the mock-up shows are shown first. */
function columnDefs(withAccount: boolean): readonly ColumnDef[] {
  const col = (key: keyof typeof CELLS, more: Omit<ColumnDef, 'key' | 'title'> = {}) => ({
    key,
    title: t(`platforms.col.${key}`),
    ...more,
  });
  return [
    ...(withAccount ? [col('account', { first: true })] : []),
    col('host', { first: true, fixed: true }),
    col('platformType', { first: true }),
    col('platformName'),
    col('applicationTypes', { first: true }),
    col('version', { first: true }),
    col('systemFamily'),
    col('licence', { first: true }),
    col('swaStatus', { fixed: true }),
    col('platformId'),
    col('portal', { first: true }),
  ];
}

const CELLS = {
  account: { sortable: true, cell: (p) => p.account.name },
  host: {
    sortable: true,
    header: true,
    cell: (p) => (
      <>
        <Link href={sameSearch(`/platforms/${encodeURIComponent(p.id)}`)}>{p.host}</Link>
        <span class="sub">
          <Reported of={p} />
        </span>
      </>
    ),
  },
  platformType: { sortable: true, drop: 2, cell: (p) => p.platformType },
  platformName: { sortable: true, cell: (p) => p.platformName },
  applicationTypes: {
    cell: (p) =>
      p.applicationTypes.map((type) => (
        <span class="line" key={type}>
          {type}{' '}
        </span>
      )),
  },
  version: { sortable: true, drop: 1, cell: (p) => p.version },
  systemFamily: { sortable: true, cell: (p) => p.systemFamily },
  licence: {
    sortable: true,
    drop: 3,
    cell: ({ licence }) =>
      licence.number === undefined || licence.number === '' ? (
        <span class="quiet">{t('licence.unlicensed')}</span>
      ) : (
        <>
          {licence.number}
          <span class="sub">{licenceWord(licence.type)}</span>
        </>
      ),
  },
  swaStatus: { sortable: true, cell: (p) => <Swa platform={p} /> },
  platformId: { sortable: true, cell: (p) => <code class="wrap-anywhere">{p.platformId}</code> },
  portal: { cell: (p) => <Portal gatewayId={p.gatewayId} host={p.host} portal={p.portal} /> },
} satisfies Record<string, Omit<Column<PlatformView>, 'key' | 'title'>>;

function filtersOf(facets: InventoryFacets | undefined, withAccount: boolean): readonly Filter[] {
  const choices = (key: string, title: string, values: readonly string[], word?: (value: string) => string) =>
    ({ key, title, operator: 'is', kind: 'choices', choices: values, word }) as const;
  return [
    ...(withAccount
      ? [{ key: ACCOUNTS, title: t('platforms.col.account'), operator: 'is', kind: 'accounts' } as const]
      : []),
    choices('type', t('platforms.col.platformType'), facets?.platformTypes ?? []),
    choices('family', t('platforms.f.family'), facets?.systemFamilies ?? []),
    choices('application', t('platforms.col.applicationTypes'), facets?.applicationTypes ?? []),
    choices('licence', t('platforms.f.licence'), ['unlicensed', 'subscription', 'perpetual'], licenceWord),
    choices('swa', t('platforms.col.swaStatus'), SWA_STATUS, said),
    choices('stale', t('platforms.f.stale'), ['true'], () => t('platforms.f.staleYes')),
  ];
}

function sentences({ platforms, accounts, swa }: InventoryFacets, many: boolean): string[] {
  const expired = (swa.Expired ?? 0) + (swa.Inactive ?? 0);
  const soon = swa['Expiring soon'] ?? 0;
  const first =
    many && platforms > 0
      ? t('platforms.titleIn', { n: platforms, accounts })
      : t('platforms.title', { n: platforms });
  if (expired > 0 && soon > 0) return [first, t('platforms.expiredSoon', { expired, soon })];
  if (expired > 0) return [first, t('platforms.expired', { n: expired })];
  return soon > 0 ? [first, t('platforms.soon', { n: soon })] : [first];
}

function PlatformHead({ facets, many, onStale }: { facets: Facets; many: boolean; onStale: () => void }) {
  const { data } = facets;
  const lead =
    data && data.stale > 0
      ? rich('platforms.stale', {
          n: data.stale,
          link: (words) => (
            <button class="link" type="button" onClick={onStale}>
              {words}
            </button>
          ),
        })
      : undefined;
  const waiting = t(facets.failure ? 'nav.platforms' : 'platforms.reading');
  return (
    <Head
      above={<Crumbs parts={[t('nav.inventory'), t('nav.platforms')]} />}
      sentences={data ? sentences(data, many) : [waiting]}
      lead={lead}
    />
  );
}

type Facets = { readonly data: InventoryFacets | undefined; readonly failure: unknown };

function PlatformList() {
  const { partner, account } = useInside();
  const many = partner && account === undefined;
  const list = useListQuery(
    ['type', 'family', 'application', 'licence', 'swa', 'stale', ACCOUNTS],
    many ? { key: 'account', order: 'asc' } : { key: 'host', order: 'asc' },
  );
  const [outdated, setOutdated] = useState(false);
  const facets = useLoad(`/api/inventory/facets${account ? `?account=${account}` : ''}`, (path, signal) =>
    api.get<InventoryFacets>(path, signal),
  );
  const order = { sort: list.sort.key, order: list.sort.order };
  const url = list.api('/api/inventory/platforms', order);
  const paged = usePaged(url, (after, signal) =>
    api.get<PageOf<PlatformView>>(list.api('/api/inventory/platforms', { ...order, after }), signal),
  );
  useChanged(['inventory'], () => setOutdated(true));
  const refresh = () => {
    setOutdated(false);
    facets.reload();
    paged.reload();
  };
  const filters = filtersOf(facets.data, many);
  const columns = useColumns(many ? 'platforms' : 'platforms-one', columnDefs(many));
  return (
    <>
      <PlatformHead facets={facets} many={many} onStale={() => list.set({ stale: ['true'] })} />
      <div class="section gap-s">
        {outdated && (
          <Banner
            role="status"
            action={
              <Button small onClick={refresh}>
                {t('platforms.refresh')}
              </Button>
            }
          >
            <p>{t('platforms.update')}</p>
          </Banner>
        )}
        <Toolbar
          list={list}
          filters={filters}
          search={t('platforms.search')}
          matching={facets.data && { n: paged.total, of: facets.data.platforms }}
          right={<ColumnChooser columns={columns} />}
        />
        <PagedTable
          caption={t('platforms.table')}
          class="plats"
          level={2}
          wide
          list={paged}
          tall={paged.items.length > SCROLLS}
          sort={list.sort}
          onSort={list.setSort}
          rowKey={(p) => p.id}
          columns={columns.shown.map((key) => ({
            key,
            title: columns.all.find((c) => c.key === key)?.title ?? key,
            ...CELLS[key as keyof typeof CELLS],
          }))}
          note={t('platforms.ages')}
          foot={
            <Download href={list.api('/api/inventory/platforms.csv', order)}>{t('list.export')}</Download>
          }
          empty={
            <Nothing list={list} filters={filters}>
              <Empty icon="stack" level={2} title={t('platforms.empty')}>
                <p>{t('platforms.emptyWhy')}</p>
                <ButtonLink href="/link">{t('platforms.link')}</ButtonLink>
              </Empty>
            </Nothing>
          }
        />
      </div>
    </>
  );
}
