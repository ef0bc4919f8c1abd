/** One user (S3:600-640): where it is synced from, its fields, and deleting it. */
import { useState } from 'preact/hooks';
import type { UserView } from '../../../src/contract/console-api.ts';
import {
  Banner,
  Button,
  type Fact,
  Facts,
  FailureBanner,
  Head,
  Link,
  Loading,
  navigate,
  Section,
  State,
  useLoad,
} from '../../shared/index.ts';
import { api } from '../api.ts';
import { useChanged } from '../inside.ts';
import { t } from '../words.ts';
import { DeleteUsers } from './delete-users.tsx';
import { Crumbs, Gone, sameSearch } from './list-page.tsx';
import { stamp } from './list-words.ts';

/** Whether somebody can use the account. */
export function Active({ active }: { active: boolean }) {
  return <State kind={active ? 'ok' : 'off'} word={t(active ? 'users.active' : 'users.inactiveWord')} />;
}

export function UserDetail({ id }: { id: string }) {
  const url = `/api/users/${encodeURIComponent(id)}`;
  const user = useLoad(url, (path, signal) => api.get<UserView>(path, signal));
  useChanged(['user'], user.reload, id);
  const back = sameSearch('/users');
  const { data, failure } = user;
  const gone = failure?.status === 404;
  return (
    <>
      <Head
        above={<Crumbs parts={[<Link href={back}>{t('nav.users')}</Link>]} />}
        sentences={[
          data
            ? t(data.active ? 'user.isActive' : 'user.isInactive', { name: data.displayName })
            : t(failure ? 'nav.users' : 'users.reading'),
        ]}
      />
      {gone && <Gone title={t('user.unknown')} back={back} />}
      {failure && !gone && <FailureBanner failure={failure} onRetry={user.reload} />}
      {!data && !failure && <Loading>{t('users.reading')}</Loading>}
      {data && !gone && <Parts user={data} back={back} />}
    </>
  );
}

function Parts({ user, back }: { user: UserView; back: string }) {
  const [deleting, setDeleting] = useState(false);
  const rows: (Fact | false | undefined)[] = [
    [t('users.col.state'), <Active active={user.active} />],
    [t('user.userName'), user.userName],
    [t('user.displayName'), user.displayName],
    user.email !== undefined && [t('users.col.email'), user.email],
    user.extension !== undefined && [t('users.col.extension'), <span class="num">{user.extension}</span>],
    user.phone !== undefined && [t('user.phone'), <span class="num">{user.phone}</span>],
    user.mobile !== undefined && [t('user.mobile'), <span class="num">{user.mobile}</span>],
    user.department !== undefined && [t('user.department'), user.department],
    user.location !== undefined && [t('user.location'), user.location],
    user.role !== undefined && [t('users.col.role'), user.role],
    [t('users.col.changed'), t('user.changed', { date: stamp(user.changedAt), by: user.changedBy })],
  ];
  return (
    <>
      {user.syncedFrom !== undefined && (
        <Banner title={t('user.synced', { source: user.syncedFrom })}>
          <p>{t('user.overwritten')}</p>
        </Banner>
      )}
      <Section title={t('platform.properties')}>
        <Facts rows={rows} />
      </Section>
      <Section title={t('user.end')}>
        <p class="row">
          <Button look="danger" onClick={() => setDeleting(true)}>
            {t('user.delete')}
          </Button>
        </p>
      </Section>
      <DeleteUsers
        open={deleting}
        users={[user]}
        onClose={() => setDeleting(false)}
        onDone={() => navigate(back, { replace: true })}
      />
    </>
  );
}
