/**
 * The gateway's process is killed in the middle of a sync, again and again: real cloud, real gateway, real directory.
 * Each kill waits for progress that the gateway itself tells, never for a time.
 */
import { type Test, test } from 'tap';
import { STEPS } from '../../scripts/demo-parts/steps.ts';
import { createWorld, until, type World } from '../../scripts/demo-parts/world.ts';
import type { UserView } from '../../src/contract/console-api.ts';
import type { SyncView } from '../../src/contract/local-api.ts';
import { needs } from '../helpers/needs.ts';
import { personOf, type Slapd, startSlapd } from '../peers/slapd.ts';

const PEOPLE = 1500;
/** Users that a run has sent when it is killed, by the gateway's own progress; each run begins where the last one ended. */
const KILL_AT = [1, 300, 200, 100];

const step = (world: World, name: string) => STEPS.find((one) => one.name === name)?.run(world);

async function start(t: Test): Promise<{ world: World; directory: Slapd }> {
  const world = createWorld();
  const directory = await startSlapd({ people: PEOPLE });
  t.teardown(async () => {
    for (const program of [world.gateway, world.cloud]) await program?.stop('SIGKILL');
    await directory.close();
  });
  for (const name of ['cloud', 'gateway', 'claim']) await step(world, name);
  const { host, port, bindDn, password, baseDn } = directory;
  const values = { host, port, security: 'none', bindDn, bindPassword: password, baseDn };
  await world.local('PUT', '/api/pbx', { type: 'ldap', name: 'Directory', values });
  return { world, directory };
}

/** Starts a sync; resolves when it has come so far, or when it ended. */
async function syncUntil(world: World, done: number): Promise<SyncView> {
  let view = await world.local<SyncView>('POST', '/api/sync/run');
  const isThere = () => view.progress?.stage === 'apply' && view.progress.done >= done;
  while (view.state === 'running' && !isThere()) view = await world.local<SyncView>('GET', '/api/sync');
  return view;
}

async function usersOf(world: World): Promise<UserView[]> {
  const all: UserView[] = [];
  for (let after: string | undefined = ''; after !== undefined; ) {
    const more: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
    const page: { items: UserView[]; next?: string } = await world.api(
      'GET',
      `/api/users?account=${world.accountNumber}&limit=200${more}`,
    );
    all.push(...page.items);
    after = page.next;
  }
  return all;
}

test('kill -9 at several points of a sync, and the right users at the end', async (t) => {
  if (!needs(t, 'slapd')) return;
  const { world } = await start(t);
  const seen: number[] = [];
  for (const at of KILL_AT) {
    const view = await syncUntil(world, at);
    t.equal(view.state, 'running', `it was in the middle: ${JSON.stringify(view.progress)}`);
    await world.gateway?.stop('SIGKILL');
    seen.push((await usersOf(world)).length);
    await step(world, 'gateway');
    await until(
      'the gateway online',
      async () =>
        (await world.local<{ cloud: { online: boolean } }>('GET', '/api/overview')).cloud.online || undefined,
    );
  }
  const reached = seen.at(-1) ?? 0;
  t.ok(reached > 0 && reached < PEOPLE, `users at the cloud at each kill: ${seen.join(', ')}`);

  const last = await world.local<SyncView>('POST', '/api/sync/run?wait=true');
  t.match(last, { state: 'inSync', users: PEOPLE, counts: { detained: 0, held: 0 } });
  const users = await usersOf(world);
  const wanted = Array.from({ length: PEOPLE }, (_, n) => personOf(n));
  t.same(
    users.map((user) => [user.userName, user.displayName, user.active]).sort(),
    wanted.map(({ mail, displayName }) => [mail, displayName, true]).sort(),
    'everybody, nobody twice',
  );
  const again = await world.local<SyncView>('POST', '/api/sync/run?wait=true');
  t.match(again, { state: 'inSync', counts: { added: 0, changed: 0, unchanged: PEOPLE, requests: 0 } });
  t.match(
    await world.local('GET', '/api/sync/audit'),
    { known: true, rows: PEOPLE },
    'one line each in the audit chain',
  );
});
