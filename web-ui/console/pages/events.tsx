/** Event History (row C9; S3:2155-2367): what happened in the accounts in view, as it happens. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { EventView } from '../../../src/contract/console-api.ts';
import { type EventFacets, EXPORT_MOST } from '../../../src/contract/console-lists.ts';
import {
  Banner,
  Button,
  type Column,
  duration,
  Empty,
  FailureBanner,
  Head,
  Link,
  Loading,
  navigate,
  type Paged,
  PagedTable,
  type PageOf,
  type Sort,
  useLoad,
  usePaged,
  useRoute,
  useTicking,
  useTitle,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import { useChanged, useInside } from '../inside.ts';
import { ColumnChooser, type ColumnDef, useColumns } from '../parts/columns.tsx';
import { ActionState, EventDetail } from '../parts/event-detail.tsx';
import { Download, type Filter } from '../parts/filters.tsx';
import { Crumbs, Gone, Nothing, SCROLLS, Toolbar } from '../parts/list-page.tsx';
import { ACCOUNTS, type ListQuery, useListQuery } from '../parts/list-query.ts';
import { longDay, stamp } from '../parts/list-words.ts';
import { t } from '../words.ts';

const PAGE = 50;
const FILTERS = ['type', 'action', 'asset', 'assetHas', 'actorId', 'actorHas', 'from', 'until'];
const NEWEST: Sort = { key: 'at', order: 'desc' };

/** An id is unique within its gateway only. */
const keyOf = (e: EventView) => `${e.extraDetails.gatewayId ?? ''} ${e.id}`;

function columnDefs(many: boolean): readonly ColumnDef[] {
  return [
    { key: 'at', title: t('events.col.at'), fixed: true },
    { key: 'id', title: t('events.col.id') },
    ...(many ? [{ key: 'account', title: t('events.col.account'), first: true }] : []),
    { key: 'actorName', title: t('events.col.actorName'), first: true },
    { key: 'actorId', title: t('events.col.actorId') },
    { key: 'action', title: t('events.col.action'), first: true },
    { key: 'asset', title: t('events.col.asset'), first: true },
    { key: 'type', title: t('events.col.type') },
    { key: 'properties', title: t('events.col.properties') },
    { key: 'details', title: t('events.col.details') },
    { key: 'tags', title: t('events.col.tags') },
    { key: 'extra', title: t('events.col.extra') },
  ];
}

const inShort = (value: unknown) => <code class="clip">{JSON.stringify(value)}</code>;

const CELLS: Readonly<Record<string, Omit<Column<EventView>, 'key' | 'title'>>> = {
  at: { header: true, sortable: true, cell: (e) => <EventLink event={e} /> },
  id: { cell: (e) => <code class="wrap-anywhere">{e.id}</code> },
  account: { cell: (e) => <span class="num">{e.account}</span> },
  actorName: {
    drop: 1,
    cell: (e) => (e.actorName === 'Unknown' ? <span class="quiet">{e.actorName}</span> : e.actorName),
  },
  actorId: { cell: (e) => <code class="wrap-anywhere">{e.actorId}</code> },
  action: { cell: (e) => <ActionState action={e.action} /> },
  asset: { drop: 2, cell: (e) => <span class="asset">{e.asset}</span> },
  type: { cell: (e) => e.eventType },
  properties: { cell: (e) => (e.propertiesChanged.length > 0 ? inShort(e.propertiesChanged) : '') },
  details: { cell: (e) => (Object.keys(e.details).length > 0 ? inShort(e.details) : '') },
  tags: { cell: (e) => e.logTags.join(', ') },
  extra: { cell: (e) => inShort(e.extraDetails) },
};

/** The details are a part of the address, on the same page: the list stays where it is. */
function detailHref(id: string | undefined): string {
  const params = new URLSearchParams(location.search);
  params.delete('event');
  if (id !== undefined) params.set('event', id);
  const text = params.toString();
  return text === '' ? '/events' : `/events?${text}`;
}

function EventLink({ event }: { event: EventView }) {
  const { query } = useRoute();
  return (
    <Link href={detailHref(event.id)} aria-current={query.get('event') === event.id ? 'true' : undefined}>
      <span class="nowrap">{stamp(event.at)}</span>
    </Link>
  );
}

/** Choices follow from the filters that are set: what would find nothing is not offered (S3:2300-2310). */
function filtersOf(facets: EventFacets | undefined, many: boolean): readonly Filter[] {
  const choices = (key: string, title: string, values: readonly string[] = []) =>
    ({ key, title, operator: 'is', kind: 'choices', choices: values }) as const;
  const asset = t('events.col.asset');
  return [
    { key: 'asset', title: asset, operator: 'is', kind: 'text', suggestions: facets?.assets ?? [] },
    { key: 'assetHas', title: asset, operator: 'contains', kind: 'text' },
    choices('action', t('events.col.action'), facets?.actions),
    choices('type', t('events.col.type'), facets?.types),
    { key: 'actorHas', title: t('events.col.actorName'), operator: 'contains', kind: 'text' },
    { key: 'actorId', title: t('events.col.actorId'), operator: 'is', kind: 'text' },
    { key: 'from', title: t('events.col.at'), operator: 'from', kind: 'date' },
    { key: 'until', title: t('events.col.at'), operator: 'until', kind: 'date' },
    ...(many
      ? [{ key: ACCOUNTS, title: t('events.col.account'), operator: 'is', kind: 'accounts' } as const]
      : []),
  ];
}

export function EventsPage() {
  useTitle(t('nav.events'), t('brand'));
  const { partner, account } = useInside();
  const many = partner && account === undefined;
  const list = useListQuery([...FILTERS, ACCOUNTS], NEWEST);
  const order = { order: list.sort.order };
  const paged = usePaged(list.api('/api/events', order), (after, signal) =>
    api.get<PageOf<EventView>>(list.api('/api/events', { ...order, limit: PAGE, after }), signal),
  );
  const facets = useLoad(list.api('/api/events/facets'), (path, signal) =>
    api.get<EventFacets>(path, signal),
  );
  useChanged(['event'], facets.reload);
  const filters = filtersOf(facets.data, many);
  const columns = useColumns(many ? 'events' : 'events-one', columnDefs(many));
  const ticks = useTicks(paged.items);
  return (
    <>
      <EventHead facets={facets.data} failed={facets.failure !== undefined} />
      <div class="section gap-s">
        <Toolbar
          list={list}
          filters={filters}
          search={t('events.search')}
          add={t('events.add')}
          matching={facets.data && { n: paged.total, of: facets.data.total }}
          right={
            <div class="row">
              <ExportTicked ticks={ticks} />
              <ColumnChooser columns={columns} />
            </div>
          }
        />
        <Parts
          paged={paged}
          list={list}
          filters={filters}
          ticks={ticks}
          columns={columns.shown.map((key) => ({
            key,
            title: columns.all.find((c) => c.key === key)?.title ?? key,
            cell: () => undefined,
            ...CELLS[key],
          }))}
        />
      </div>
    </>
  );
}

function EventHead({ facets, failed }: { facets: EventFacets | undefined; failed: boolean }) {
  const newest = facets?.newestAt;
  const came = useTicking((time) => {
    if (newest === undefined) return '';
    const old = time - newest;
    return old < 1000 ? t('events.newestNow') : t('events.newest', { age: duration(old) });
  });
  const crumbs = <Crumbs parts={[t('nav.support'), t('nav.events')]} />;
  if (!facets) return <Head above={crumbs} sentences={[t(failed ? 'nav.events' : 'events.reading')]} />;
  if (facets.oldestAt === undefined || newest === undefined)
    return <Head above={crumbs} sentences={[t('events.title')]} />;
  const since = t('events.titleSince', { n: facets.total, day: longDay(facets.oldestAt, Date.now()) });
  return <Head above={crumbs} sentences={[since, came]} />;
}

type Ticks = {
  readonly ids: ReadonlySet<string>;
  readonly set: (ids: readonly string[], on: boolean) => void;
};

/** Ticked events by id; those that are no longer shown are ticked no longer. */
function useTicks(items: readonly EventView[]): Ticks {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const shown = new Set(items.map(({ id }) => id));
  return {
    ids: new Set([...ids].filter((id) => shown.has(id))),
    set: (some, on) => {
      const next = new Set(ids);
      for (const id of some) {
        if (on) next.add(id);
        else next.delete(id);
      }
      setIds(next);
    },
  };
}

function ExportTicked({ ticks: { ids } }: { ticks: Ticks }) {
  if (ids.size === 0) return null;
  if (ids.size > EXPORT_MOST) return <span class="small">{t('events.exportMost', { n: EXPORT_MOST })}</span>;
  return (
    <Download look="plain" href={exportOf([...ids])}>
      {t('events.export', { n: ids.size })}
    </Download>
  );
}

/** Address of the CSV of these events. */
export function exportOf(ids: readonly string[]): string {
  return `/api/events.csv?${new URLSearchParams(ids.map((id) => ['id', id]))}`;
}

function tickColumn(items: readonly EventView[], ticks: Ticks): Column<EventView> {
  const all = items.map(({ id }) => id);
  const every = all.length > 0 && all.every((id) => ticks.ids.has(id));
  const box = (label: string, checked: boolean, ids: readonly string[]) => (
    <label class="pick">
      <input type="checkbox" checked={checked} onChange={(e) => ticks.set(ids, e.currentTarget.checked)} />
      <span class="sr">{label}</span>
    </label>
  );
  return {
    key: 'tick',
    title: t('events.selectCol'),
    head: box(t('events.selectAll'), every, all),
    cell: (e) => box(t('events.select', { date: stamp(e.at) }), ticks.ids.has(e.id), [e.id]),
  };
}

type PartsProps = {
  readonly paged: Paged<EventView>;
  readonly list: ListQuery;
  readonly filters: readonly Filter[];
  readonly ticks: Ticks;
  readonly columns: readonly Column<EventView>[];
};

/** The table and, beside it, the details of one event; on phones the details alone. */
function Parts({ paged, list, filters, ticks, columns }: PartsProps) {
  const { query } = useRoute();
  const open = query.get('event') ?? undefined;
  const fresh = useFresh(paged, list);
  return (
    <div class={open === undefined ? undefined : 'duo events with-details'}>
      <div class="section gap-s list-side">
        {fresh.count > 0 && <FreshRow fresh={fresh} />}
        <PagedTable
          caption={t('events.table')}
          class="inset evs"
          level={2}
          wide
          list={paged}
          tall={paged.items.length > SCROLLS}
          sort={list.sort}
          onSort={({ order }) => list.setSort({ key: 'at', order })}
          rowKey={keyOf}
          isOn={(e) => e.id === open}
          columns={[tickColumn(paged.items, ticks), ...columns]}
          failureTitle={t('events.failed')}
          foot={
            <Download href={list.api('/api/events.csv', { order: list.sort.order })}>
              {t('list.export')}
            </Download>
          }
          empty={
            <Nothing list={list} filters={filters} noMatch={t('events.none')}>
              <Empty icon="clock" level={2} title={t('events.empty')}>
                <p>{t('events.emptyWhy')}</p>
              </Empty>
            </Nothing>
          }
        />
        {!paged.more && !paged.loading && !paged.failure && paged.items.length > 0 && (
          <Banner role="status">
            <p>{t('events.noMore')}</p>
          </Banner>
        )}
      </div>
      {open !== undefined && <Details key={open} id={open} known={paged.items.find((e) => e.id === open)} />}
    </div>
  );
}

type Fresh = { readonly count: number; readonly more: boolean; readonly show: () => void };

/**
 * Events that came since the list was read. They wait above it until somebody wants them: a row that is being read
 * does not move away. More than a page of them are not counted.
 */
function useFresh(paged: Paged<EventView>, list: ListQuery): Fresh {
  const [waiting, setWaiting] = useState<readonly EventView[]>([]);
  const { items, prepend, reload } = paged;
  const url = list.api('/api/events', { limit: PAGE });
  const newest = list.sort.order === 'desc';
  const shownUrl = useRef(url);
  useEffect(() => {
    shownUrl.current = url;
    setWaiting([]);
  }, [url]);
  useChanged(['event'], () => {
    if (!newest || paged.loading) return;
    api.get<PageOf<EventView>>(url).then(
      (page) => shownUrl.current === url && setWaiting(page.items),
      () => undefined, // the frame says that the console is not heard
    );
  });
  const known = new Set(items.map(keyOf));
  const fresh = waiting.filter((e) => !known.has(keyOf(e)) && e.at >= (items[0]?.at ?? 0));
  const more = fresh.length === PAGE;
  return {
    count: newest ? fresh.length : 0,
    more,
    show: () => {
      if (more || items.length === 0) reload();
      else prepend(fresh);
      setWaiting([]);
    },
  };
}

function FreshRow({ fresh: { count, more, show } }: { fresh: Fresh }) {
  return (
    <div role="status">
      <Button class="fresh" look="quiet" small onClick={show}>
        {t(more ? 'events.freshMany' : 'events.fresh', { n: count })}
      </Button>
    </div>
  );
}

/** An event that is not in the list (a link that was sent) is read by its id. */
function Details({ id, known }: { id: string; known: EventView | undefined }) {
  const loaded = useLoad(
    known ? undefined : `/api/events?limit=1&id=${encodeURIComponent(id)}`,
    (path, signal) => api.get<PageOf<EventView>>(path, signal),
  );
  const event = known ?? loaded.data?.items[0];
  const close = () => navigate(detailHref(undefined), { replace: true });
  if (event) return <EventDetail event={event} onClose={close} exportHref={exportOf([event.id])} />;
  return (
    <aside class="panel drawer">
      {loaded.failure ? (
        <FailureBanner failure={loaded.failure} title={t('events.failed')} onRetry={loaded.reload} />
      ) : loaded.data ? (
        <Gone title={t('event.gone')} back={detailHref(undefined)} />
      ) : (
        <Loading>{t('events.reading')}</Loading>
      )}
    </aside>
  );
}
