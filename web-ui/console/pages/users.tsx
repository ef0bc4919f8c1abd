/** Users of one account (row C10; S3:458-757): who is synced, from where, and deleting in the cloud. */
import { useState } from 'preact/hooks';
import type { UserView } from '../../../src/contract/console-api.ts';
import type { UserCounts } from '../../../src/contract/console-lists.ts';
import type { DeploymentProgress } from '../../../src/contract/deployment.ts';
import {
  Banner,
  Button,
  type Column,
  Empty,
  Head,
  Link,
  PagedTable,
  type PageOf,
  type Sort,
  useLoad,
  usePaged,
  useTitle,
  withQuery,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import type { PageProps } from '../frame.tsx';
import { useChanged, useInside } from '../inside.ts';
import { ChooseAccount } from '../parts/account-picker.tsx';
import { DeleteUsers } from '../parts/delete-users.tsx';
import { DeployProgress, DeployUsers } from '../parts/deploy-users.tsx';
import type { Filter } from '../parts/filters.tsx';
import { Nothing, SCROLLS, sameSearch, Toolbar } from '../parts/list-page.tsx';
import { useListQuery } from '../parts/list-query.ts';
import { stamp } from '../parts/list-words.ts';
import { Active, UserDetail } from '../parts/user-detail.tsx';
import { t } from '../words.ts';

const BY_NAME: Sort = { key: 'name', order: 'asc' };
/** Properties of S3:538-548 that this cloud knows of a user. */
const PROPERTIES = ['PBX Users', 'Active', 'Inactive'];

export function UsersPage({ params }: PageProps) {
  const { account } = useInside();
  const { id } = params;
  useTitle(t('nav.users'), t('brand'));
  if (account === undefined) return <ChooseAccount what={t('users.what')} />;
  return (
    <>
      <div class="content" hidden={id !== undefined}>
        <UserList account={account} />
      </div>
      {id !== undefined && <UserDetail id={id} />}
    </>
  );
}

function columnsOf(
  ticked: ReadonlySet<string>,
  onTick: (user: UserView, on: boolean) => void,
): readonly Column<UserView>[] {
  return [
    {
      key: 'tick',
      title: t('events.selectCol'),
      head: <span class="sr">{t('events.selectCol')}</span>,
      cell: (u) => (
        <label class="pick">
          <input
            type="checkbox"
            checked={ticked.has(u.id)}
            onChange={(e) => onTick(u, e.currentTarget.checked)}
          />
          <span class="sr">{t('users.select', { name: u.displayName })}</span>
        </label>
      ),
    },
    {
      key: 'name',
      title: t('users.col.name'),
      header: true,
      sortable: true,
      cell: (u) => <Link href={sameSearch(`/users/${encodeURIComponent(u.id)}`)}>{u.displayName}</Link>,
    },
    { key: 'email', title: t('users.col.email'), cell: (u) => u.email },
    {
      key: 'extension',
      title: t('users.col.extension'),
      cell: (u) => <span class="num">{u.extension}</span>,
    },
    {
      key: 'changedAt',
      title: t('users.col.changed'),
      sortable: true,
      drop: 2,
      cell: (u) => (
        <>
          <span class="nowrap">{stamp(u.changedAt)}</span>
          <span class="sub">{u.changedBy}</span>
        </>
      ),
    },
    { key: 'role', title: t('users.col.role'), drop: 1, cell: (u) => u.role },
    { key: 'state', title: t('users.col.state'), cell: (u) => <Active active={u.active} /> },
  ];
}

function UserHead({ counts, failed }: { counts: UserCounts | undefined; failed: boolean }) {
  if (!counts) return <Head sentences={[t(failed ? 'nav.users' : 'users.reading')]} />;
  const inactive = counts.inactive > 0 ? [t('users.inactive', { n: counts.inactive })] : [];
  return <Head sentences={[t('users.title', { n: counts.users }), ...inactive]} />;
}

function UserList({ account }: { account: string }) {
  const list = useListQuery(['filter'], BY_NAME);
  const order = { sort: list.sort.key, order: list.sort.order };
  const [changed, setChanged] = useState(false);
  const [ticked, setTicked] = useState<ReadonlyMap<string, UserView>>(new Map());
  const [deleting, setDeleting] = useState(false);
  const counts = useLoad(withQuery('/api/users/counts', { account }), (path, signal) =>
    api.get<UserCounts>(path, signal),
  );
  const [deploying, setDeploying] = useState(false);
  /** Ordered while this page is open: then its end is told too. */
  const [ordered, setOrdered] = useState(false);
  const deployment = useLoad(withQuery('/api/users/deployment', { account }), (path, signal) =>
    api.get<DeploymentProgress>(path, signal),
  );
  useChanged(['deployment'], deployment.reload);
  const paged = usePaged(list.api('/api/users', order), (after, signal) =>
    api.get<PageOf<UserView>>(list.api('/api/users', { ...order, after }), signal),
  );
  const reload = () => {
    setChanged(false);
    counts.reload();
    paged.reload();
  };
  useChanged(['user'], () => {
    counts.reload();
    // one page is read again; a list that has grown waits until its reader wants it
    if (paged.items.length <= 50) paged.reload();
    else setChanged(true);
  });
  const tick = (user: UserView, on: boolean) => {
    const next = new Map(ticked);
    if (on) next.set(user.id, user);
    else next.delete(user.id);
    setTicked(next);
  };
  const filters: readonly Filter[] = [
    { key: 'filter', title: t('users.property'), operator: 'is', kind: 'choice', choices: PROPERTIES },
  ];
  return (
    <>
      <UserHead counts={counts.data} failed={counts.failure !== undefined} />
      <div class="section gap-s">
        {changed && (
          <Banner
            role="status"
            action={
              <Button small onClick={reload}>
                {t('platforms.refresh')}
              </Button>
            }
          >
            <p>{t('users.update')}</p>
          </Banner>
        )}
        {deployment.data && <DeployProgress progress={deployment.data} fresh={ordered} />}
        <Toolbar
          list={list}
          filters={filters}
          search={t('users.search')}
          add={t('events.add')}
          matching={counts.data && { n: paged.total, of: counts.data.users }}
          right={
            <>
              {counts.data && counts.data.users > 0 && (
                <Button small onClick={() => setDeploying(true)}>
                  {t(ticked.size > 0 ? 'deploy.some' : 'deploy.all', { n: ticked.size })}
                </Button>
              )}
              {ticked.size > 0 && (
                <Button small look="danger" onClick={() => setDeleting(true)}>
                  {t('users.delete', { n: ticked.size })}
                </Button>
              )}
            </>
          }
        />
        <PagedTable
          caption={t('users.table')}
          class="inset evs"
          wide
          level={2}
          list={paged}
          tall={paged.items.length > SCROLLS}
          sort={list.sort}
          onSort={list.setSort}
          rowKey={(u) => u.id}
          isOn={(u) => ticked.has(u.id)}
          columns={columnsOf(new Set(ticked.keys()), tick)}
          empty={
            <Nothing list={list} filters={filters}>
              <Empty icon="users" level={2} title={t('users.empty')}>
                <p>{t('users.emptyWhy')}</p>
              </Empty>
            </Nothing>
          }
        />
      </div>
      <DeployUsers
        open={deploying}
        account={account}
        ticked={[...ticked.keys()]}
        progress={deployment}
        onClose={() => setDeploying(false)}
        onSent={() => {
          setOrdered(true);
          deployment.reload();
        }}
      />
      <DeleteUsers
        open={deleting}
        users={[...ticked.values()]}
        onClose={() => setDeleting(false)}
        onDeleted={(user) => setTicked((old) => new Map([...old].filter(([id]) => id !== user.id)))}
        onDone={reload}
      />
    </>
  );
}
