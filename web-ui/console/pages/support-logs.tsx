/** Support > Support Logs (row C7): the list, narrowed by title, product and state. */
import {
  SUPPORT_STATES,
  type SupportLogFacets,
  type SupportLogView,
  type SupportProduct,
  type SupportState,
} from '../../../src/contract/support-logs.ts';
import {
  Age,
  ButtonLink,
  type Column,
  count,
  Empty,
  Head,
  Link,
  PagedTable,
  type PageOf,
  State,
  type StateKind,
  useLoad,
  usePaged,
  useTitle,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import { useChanged, useInside } from '../inside.ts';
import type { Filter } from '../parts/filters.tsx';
import { Crumbs, Nothing, Toolbar } from '../parts/list-page.tsx';
import { ACCOUNTS, type ListQuery, useListQuery } from '../parts/list-query.ts';
import { t } from '../words.ts';

const PAGE = 50;
const NEWEST = { key: 'created', order: 'desc' } as const;

const KIND: Readonly<Record<SupportState, StateKind>> = { Open: 'warn', Reported: 'busy', Resolved: 'ok' };

/** The vendor's word, in the language of the page. */
export function SupportStateMark({ state }: { state: SupportState }) {
  return <State kind={KIND[state]} word={t(`sl.state.${state}`)} />;
}

export const productWord = (product: SupportProduct): string => t(`sl.product.${product}`);

/** The logs of one gateway: a filter that a link of its page sets, and that can only be taken away here. */
function gatewayFilter(list: ListQuery, items: readonly SupportLogView[]): readonly Filter[] {
  const [id] = list.values('gateway');
  if (id === undefined) return [];
  const name = items.find(({ gateway }) => gateway?.id === id)?.gateway?.name;
  return [
    {
      key: 'gateway',
      title: t('sl.gateway'),
      operator: 'is',
      kind: 'choice',
      choices: [id],
      word: (value) => name ?? value,
    },
  ];
}

function filtersOf(facets: SupportLogFacets | undefined, many: boolean): readonly Filter[] {
  return [
    {
      key: 'product',
      title: t('sl.col.product'),
      operator: 'is',
      kind: 'choices',
      choices: facets?.products ?? [],
      word: (value) => productWord(value as SupportProduct),
    },
    {
      key: 'state',
      title: t('sl.col.state'),
      operator: 'is',
      kind: 'choices',
      choices: SUPPORT_STATES,
      word: (value) => t(`sl.state.${value as SupportState}`),
    },
    ...(many
      ? [{ key: ACCOUNTS, title: t('sl.col.account'), operator: 'is', kind: 'accounts' } as const]
      : []),
  ];
}

export function SupportLogsPage() {
  useTitle(t('nav.supportLogs'), t('brand'));
  const { partner, account, href, scoped } = useInside();
  const many = partner && account === undefined;
  const list = useListQuery(['product', 'state', 'gateway', ACCOUNTS], NEWEST);
  const order = { sort: list.sort.key, order: list.sort.order };
  const paged = usePaged(list.api('/api/support-logs', order), (after, signal) =>
    api.get<PageOf<SupportLogView>>(list.api('/api/support-logs', { ...order, limit: PAGE, after }), signal),
  );
  const facets = useLoad(scoped('/api/support-logs/facets'), (path, signal) =>
    api.get<SupportLogFacets>(path, signal),
  );
  useChanged(['supportLog'], () => {
    paged.reload();
    facets.reload();
  });
  const filters = [...filtersOf(facets.data, many), ...gatewayFilter(list, paged.items)];
  return (
    <>
      <Head
        above={<Crumbs parts={[t('nav.support'), t('nav.supportLogs')]} />}
        sentences={
          facets.data
            ? [
                t('sl.title', { n: facets.data.total }),
                ...(facets.data.total > 0 ? [t('sl.titleOpen', { n: facets.data.open })] : []),
              ]
            : [t('nav.supportLogs')]
        }
      >
        <p class="row">
          <ButtonLink icon="plus" href={href('/support-logs/new')}>
            {t('sl.add')}
          </ButtonLink>
        </p>
      </Head>
      <div class="section gap-s">
        <Toolbar
          list={list}
          filters={filters}
          search={t('sl.search')}
          add={t('sl.addFilter')}
          matching={facets.data && { n: paged.total, of: facets.data.total }}
        />
        <PagedTable
          caption={t('sl.table')}
          level={2}
          list={paged}
          sort={list.sort}
          onSort={list.setSort}
          rowKey={(log) => log.id}
          columns={useColumns(many)}
          empty={
            <Nothing list={list} filters={filters}>
              <Empty icon="log" level={2} title={t('sl.empty')}>
                <p>{t('sl.emptyWhy')}</p>
              </Empty>
            </Nothing>
          }
        />
      </div>
    </>
  );
}

function useColumns(many: boolean): readonly Column<SupportLogView>[] {
  const { href } = useInside();
  const account: Column<SupportLogView> = {
    key: 'account',
    title: t('sl.col.account'),
    drop: 2,
    cell: (log) => log.account.name,
  };
  return [
    {
      key: 'title',
      title: t('sl.col.title'),
      header: true,
      sortable: true,
      cell: (log) => (
        <Link class="wrap-anywhere" href={href(`/support-logs/${log.id}`)}>
          {log.title}
        </Link>
      ),
    },
    ...(many ? [account] : []),
    { key: 'product', title: t('sl.col.product'), sortable: true, cell: (log) => productWord(log.product) },
    {
      key: 'created',
      title: t('sl.col.created'),
      sortable: true,
      cell: (log) => <Age at={log.createdAt} />,
    },
    {
      key: 'reporter',
      title: t('sl.col.reporter'),
      sortable: true,
      drop: 3,
      cell: (log) => log.reporter.email ?? log.reporter.name,
    },
    {
      key: 'files',
      title: t('sl.col.files'),
      numeric: true,
      drop: 1,
      cell: (log) => count(log.attachments),
    },
    {
      key: 'state',
      title: t('sl.col.state'),
      sortable: true,
      cell: (log) => <SupportStateMark state={log.state} />,
    },
  ];
}
