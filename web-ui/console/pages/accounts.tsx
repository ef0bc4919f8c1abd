/** A partner's customer accounts (row C1). */
import { useState } from 'preact/hooks';
import type { AccountView } from '../../../src/contract/console-api.ts';
import {
  accountNumber,
  Button,
  ButtonLink,
  count,
  Empty,
  Head,
  Link,
  navigate,
  PagedTable,
  type PageOf,
  Search,
  Tabs,
  usePaged,
  useRoute,
  useTitle,
  withQuery,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import { useChanged } from '../inside.ts';
import { ReactivateDialog } from '../parts/account-end.tsx';
import { Integration } from '../parts/integration.tsx';
import { t } from '../words.ts';

type State = AccountView['state'];

export function AccountsPage() {
  useTitle(t('nav.accounts'), t('brand'));
  const { query } = useRoute();
  const state: State = query.get('state') === 'deactivated' ? 'deactivated' : 'active';
  const q = query.get('q') ?? '';
  const show = (next: { state?: State; q?: string }) =>
    navigate(withQuery('/accounts', { ...given(state, q), ...next }), { replace: true });
  const list = usePaged(`${state} ${q}`, (after, signal) =>
    api.get<PageOf<AccountView>>(withQuery('/api/accounts', { q, state, after }), signal),
  );
  useChanged(['account', 'gateway'], list.reload);
  // while nothing has been read, or could not be, nobody knows how many there are
  const known = list.total > 0 || !(list.loading || list.failure);
  return (
    <>
      <Head
        sentences={[
          known
            ? t(state === 'active' ? 'accounts.title' : 'accounts.titleDeactivated', { n: list.total })
            : t('nav.accounts'),
        ]}
        lead={t('accounts.lead')}
      >
        <p class="row">
          <ButtonLink look="primary" icon="plus" href="/accounts/new">
            {t('accounts.add')}
          </ButtonLink>
        </p>
      </Head>
      <div class="section gap-s">
        <Tabs
          label={t('accounts.tabs')}
          current={state}
          tabs={[
            { key: 'active', title: t('accounts.active') },
            { key: 'deactivated', title: t('accounts.deactivated') },
          ]}
          onPick={(next) => show({ state: next })}
        />
        <div class="toolbar">
          <Search label={t('accounts.search')} value={q} onInput={(text) => show({ q: text })} />
        </div>
        <AccountTable list={list} state={state} q={q} />
      </div>
    </>
  );
}

function given(state: State, q: string) {
  return { state: state === 'active' ? undefined : state, q };
}

function AccountTable({
  list,
  state,
  q,
}: {
  list: ReturnType<typeof usePaged<AccountView>>;
  state: State;
  q: string;
}) {
  const [reactivating, setReactivating] = useState<AccountView>();
  const off = state === 'deactivated';
  return (
    <>
      <PagedTable
        caption={t('accounts.table')}
        level={2}
        list={list}
        rowKey={(a) => a.number}
        empty={<NoAccounts state={state} q={q} />}
        columns={[
          {
            key: 'name',
            title: t('accounts.col.name'),
            header: true,
            cell: (a) => (off ? a.name : <Link href={`/accounts/${a.number}`}>{a.name}</Link>),
          },
          {
            key: 'number',
            title: t('accounts.col.number'),
            cell: (a) => <span class="num nowrap">{accountNumber(a.number)}</span>,
          },
          { key: 'integration', title: t('accounts.col.integration'), cell: (a) => <Integration of={a} /> },
          {
            key: 'gateways',
            title: t('accounts.col.gateways'),
            numeric: true,
            cell: (a) => count(a.gateways),
          },
          { key: 'users', title: t('accounts.col.users'), numeric: true, cell: (a) => count(a.users) },
          { key: 'region', title: t('accounts.col.region'), cell: (a) => a.region },
          ...(off
            ? [
                {
                  key: 'act',
                  title: t('accounts.col.act'),
                  action: true,
                  cell: (a: AccountView) => (
                    <Button small onClick={() => setReactivating(a)}>
                      {t('account.reactivate')}
                      <span class="sr"> {a.name}</span>
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      <ReactivateDialog
        account={reactivating}
        onClose={() => setReactivating(undefined)}
        onDone={list.reload}
      />
    </>
  );
}

function NoAccounts({ state, q }: { state: State; q: string }) {
  if (q.trim() !== '')
    return (
      <Empty icon="search" level={2} title={t('accounts.none')}>
        <p>{t('accounts.noneWhy')}</p>
      </Empty>
    );
  if (state === 'deactivated')
    return (
      <Empty icon="home" level={2} title={t('accounts.noneDeactivated')}>
        <p>{t('accounts.noneDeactivatedWhy')}</p>
      </Empty>
    );
  return (
    <Empty icon="home" level={2} title={t('accounts.empty')}>
      <p>{t('accounts.emptyWhy')}</p>
    </Empty>
  );
}
