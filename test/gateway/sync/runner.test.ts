/** The gateway's sync process: what it finds reaches the gateway, and it is gone when it shall be. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Test, test } from 'tap';
import { createSyncReads } from '../../../src/gateway/sync/reads.ts';
import { createSyncRunner, type SyncRunnerOptions } from '../../../src/gateway/sync/runner.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { smallDisk } from '../../helpers/small-disk.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';
import { type ScimmyOptions, type ScimmyServer, start } from '../../peers/scimmy-server.ts';
import { RUN } from '../user-sync/helpers/bench.ts';
import { file, lines } from './stand-alone.ts';

type Told = { readonly message: string; readonly facts: Readonly<Record<string, unknown>> };

/** A runner from a CSV file to a real server. */
async function rig(t: Test, options: ScimmyOptions = {}, env: SyncRunnerOptions['env'] = {}, data?: string) {
  const folder = temporaryFolder(t);
  const server = await start(options);
  t.teardown(() => server.close());
  const csv = join(folder, 'users.csv');
  writeFileSync(csv, file(lines(2)));
  const state = join(data ?? folder, 'sync');
  mkdirSync(state);
  const clock = manualClock();
  const told: Told[] = [];
  const aside: string[] = [];
  const abort = new AbortController();
  const runner = createSyncRunner({
    job: () => ({
      folder: state,
      remote: '',
      sources: [{ id: 'pbx', type: 'csv', values: { path: csv } }],
      scim: { kind: 'bearer', baseUrl: server.url, token: server.token },
    }),
    env,
    clock,
    log: (message, facts = {}) => told.push({ message, facts }),
    onSetAside: (name) => aside.push(name),
  });
  const run = () => runner.run(RUN, { signal: abort.signal, progress: () => undefined });
  return { run, runner, server, state, csv, clock, told, aside, abort };
}

/** Holds the first request to the SCIM server for ever: the cycle is in its middle then. */
function holding() {
  const held = Promise.withResolvers<IncomingMessage>();
  let hold = true;
  const before: ScimmyOptions['before'] = (request) => {
    if (!hold) return false;
    hold = false;
    held.resolve(request);
    return true;
  };
  return { before, held: held.promise };
}

/** Process ids of this one's children that run the sync's entry (proc_pid_task_children(5)). */
function syncProcesses(parent = process.pid): number[] {
  return readdirSync(`/proc/${parent}/task`)
    .flatMap((task) => readFileSync(`/proc/${parent}/task/${task}/children`, 'utf8').trim().split(' '))
    .filter((pid) => pid !== '' && commandOf(Number(pid)).some((word) => word.includes('sync/worker.')))
    .map(Number);
}

const commandOf = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');

/** The cycle's only process. */
function onlyOf(t: Test): number {
  const [pid, ...others] = syncProcesses();
  t.same(others, []);
  if (pid === undefined) throw new Error('no sync process runs');
  return pid;
}

test('a damaged sync.db: pages go on, the worker puts it aside and says so', async (t) => {
  const { run, state, aside } = await rig(t);
  writeFileSync(join(state, 'sync.db'), 'no database '.repeat(1000));
  const reads = createSyncReads(() => state);
  t.equal(reads.state().last, undefined, 'nothing is known');
  t.same(reads.changes({}), { items: [], total: 0 });

  t.match(await run(), { outcome: 'inSync', counts: { added: 2 } });
  t.equal(aside.length, 1);
  t.match(aside[0], /sync\.db\.corrupt-/);
  t.match(reads.state().last, { outcome: 'inSync' });
  await run();
  t.equal(aside.length, 1, 'told once');
});

test('a full disk under sync.db: said, nobody is lost or doubled, and the next cycle goes on', async (t) => {
  const disk = smallDisk(t, '8m');
  if (disk === undefined) return;
  const data = join(disk, 'data');
  const { run, server, state, csv } = await rig(t, {}, {}, data);
  t.match(await run(), { outcome: 'inSync', counts: { added: 2 } });
  const ballast = join(data, 'ballast');
  t.throws(() => writeFileSync(ballast, Buffer.alloc(16 * 1024 * 1024)), { code: 'ENOSPC' });
  writeFileSync(csv, file(lines(400)));
  await t.rejects(run(), { code: 'DISK_FULL', remedy: /Free space/ });
  const before = server.users().length;
  t.ok(before < 402, `${before} at the server`);
  rmSync(ballast);
  t.match(await run(), { outcome: 'inSync' });
  const names = server.users().map(({ userName }) => userName);
  t.equal(names.length, 400);
  t.equal(new Set(names).size, 400, 'nobody twice');
  t.match(createSyncReads(() => state).state().last, { outcome: 'inSync' });
  t.match(await run(), { counts: { requests: 0, unchanged: 400 } });
});

test('what the source told of itself comes back with how it was read', async (t) => {
  const { run } = await rig(t);
  const { reads } = await run();
  t.match(reads, [
    {
      source: 'pbx',
      end: 'complete',
      details: [
        { label: 'File', text: 'users.csv' },
        { label: 'Users', text: '2' },
      ],
    },
  ]);
});

/** As an administrator of the server does it. */
async function atServer(
  server: ScimmyServer,
  userName: string,
  method: string,
  body?: object,
): Promise<void> {
  const user = server.users().find((one) => one.userName === userName);
  const answer = await fetch(`${server.url}/Users/${user?.id}`, {
    method,
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/scim+json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
}
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const renamed = {
  schemas: [PATCH],
  Operations: [{ op: 'replace', path: 'name.givenName', value: 'Meddled' }],
};

test('the slow check, by the real process: who was changed or deleted there is found, and nothing is sent', async (t) => {
  const { run, runner, server, state, abort } = await rig(t);
  await run();
  t.match(await runner.check(100, abort.signal), { read: 2, of: 2, drifted: 0, missing: 0 });
  await atServer(server, 'u1@example.com', 'PATCH', renamed);
  await atServer(server, 'u2@example.com', 'DELETE');
  const before = server.requests().length;
  t.match(await runner.check(100, abort.signal), { drifted: 1, missing: 1 });
  t.ok(
    server
      .requests()
      .slice(before)
      .every(({ method }) => method === 'GET'),
  );
  t.match(await run(), { counts: { changed: 1, added: 0, detained: 1 } });
  t.match(server.users(), [{ name: { givenName: 'Given1' } }]);
  const reads = createSyncReads(() => state);
  t.match(reads.findings({}).items, [{ code: 'OVERWRITTEN', isNew: true }]);
  t.match(reads.detained({}).codes, [{ code: 'REMOTE_DELETED', count: 1 }]);
});

test('the slow check: a server that is away is said, and an abort ends it', async (t) => {
  const { before, held } = holding();
  let isHolding = false;
  const { run, runner, server, abort } = await rig(t, {
    before: (...asked) => isHolding && before(...asked),
  });
  await run();
  isHolding = true;
  const ended = t.rejects(runner.check(100, abort.signal), { code: 'SYNC_ABORTED' });
  await held;
  abort.abort();
  await ended;
  await server.close();
  await t.rejects(runner.check(100, new AbortController().signal), { code: 'SCIM_UNREACHABLE' });
});

test('it sees neither the settings of the gateway nor a secret on its command line', async (t) => {
  process.env.CLOUDLINKD_CLOUD_PROXY_PASSWORD = 'secret of the proxy';
  t.teardown(() => delete process.env.CLOUDLINKD_CLOUD_PROXY_PASSWORD);
  const { before, held } = holding();
  const { run, server, abort } = await rig(t, { before }, { TZ: 'Europe/Berlin' });
  const ended = run();
  await held;
  const pid = onlyOf(t);
  // tap adds its own to whatever a test starts
  const given = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  const environment = given.filter((line) => !line.startsWith('_TAPJS_')).join('\n');
  t.match(environment, /TZ=Europe\/Berlin/);
  t.notMatch(environment, /CLOUDLINKD|secret/);
  const command = commandOf(pid).join(' ');
  t.notMatch(command, server.token);
  t.match(command, /--max-old-space-size=\d+ --max-semi-space-size=\d+/, 'its heap has limits');
  abort.abort();
  t.match(await ended, { outcome: 'failed', fault: { code: 'SYNC_ABORTED' } }, 'an orderly end');
});

test('one that is killed: an error, and the next one goes on', async (t) => {
  const { before, held } = holding();
  const { run, server, told, clock } = await rig(t, { before });
  const ended = t.rejects(run(), { code: 'SYNC_WORKER' });
  await held;
  process.kill(onlyOf(t), 'SIGKILL');
  await ended;
  t.match(told.at(-1), { message: 'the sync process ended without an answer', facts: { signal: 'SIGKILL' } });
  t.match(await run(), { outcome: 'inSync' });
  t.equal(server.users().length, 2);
  while (clock.pending > 0) await new Promise((resolve) => setImmediate(resolve));
  t.same(syncProcesses(), [], 'and nothing waits for one that is gone');
});

test('one that does not end after an abort is killed', async (t) => {
  const { before, held } = holding();
  const { run, clock, told, abort } = await rig(t, { before });
  const ended = t.rejects(run(), { code: 'SYNC_ABORTED' });
  await held;
  const pid = onlyOf(t);
  process.kill(pid, 'SIGSTOP');
  abort.abort();
  await clock.advance(2_999);
  t.same(syncProcesses(), [pid], 'it has three seconds');
  await clock.advance(1);
  await ended;
  t.same(syncProcesses(), []);
  t.match(told, [
    { message: 'the sync process did not end and is killed', facts: { pid } },
    { message: 'the sync process ended without an answer', facts: { signal: 'SIGKILL' } },
  ]);
});

test('an abort before the start starts nothing', async (t) => {
  const { run, abort } = await rig(t);
  abort.abort();
  await t.rejects(run(), { code: 'SYNC_ABORTED' });
  t.same(syncProcesses(), []);
});

test('what Node itself writes is in the log', async (t) => {
  const { run, told } = await rig(t, {}, { NODE_OPTIONS: '--trace-exit' });
  await run();
  while (!told.some(({ message }) => message === 'the sync process says'))
    await new Promise((resolve) => setImmediate(resolve));
  t.match(told, [{ message: 'the sync process says', facts: { text: /WARNING: Exited the environment/ } }]);
});

test('one that cannot be started', async (t) => {
  // more than the kernel takes for one argument or variable
  const { run } = await rig(t, {}, { TZ: 'x'.repeat(200_000) });
  await t.rejects(run(), { code: 'SYNC_WORKER' });
});

test('requests go out by the gateway, which holds the key', async (t) => {
  const folder = temporaryFolder(t);
  const csv = join(folder, 'users.csv');
  writeFileSync(csv, file(lines(2)));
  const asked: string[] = [];
  const runner = createSyncRunner({
    job: () => ({
      folder,
      remote: '',
      sources: [{ id: 'pbx', type: 'csv', values: { path: csv } }],
      scim: { kind: 'main', baseUrl: 'https://cloud.example/scim/v2' },
    }),
    transport: () => async (request) => {
      asked.push(request.url);
      throw new Error('no way there');
    },
    env: {},
    clock: manualClock(),
    log: () => undefined,
    onSetAside: () => undefined,
  });
  const hooks = { signal: new AbortController().signal, progress: () => undefined };
  const { outcome, fault } = await runner.run(RUN, hooks);
  t.match({ outcome, fault }, { outcome: 'failed', fault: { code: 'SCIM_UNREACHABLE' } });
  t.match(asked[0], 'https://cloud.example/scim/v2/');
});

/** A gateway that is nothing but the runner. */
function startParent(t: Test, args: readonly string[]): ChildProcess {
  const program = fileURLToPath(new URL('../../helpers/sync-parent.ts', import.meta.url));
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  return child;
}

for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
  test(`it does not outlive the gateway: ${signal}`, async (t) => {
    const { before, held } = holding();
    const { server, state, csv } = await rig(t, { before });
    const parent = startParent(t, [state, csv, server.url, server.token]);
    const { socket } = await held;
    const [pid] = syncProcesses(parent.pid);
    t.ok(pid, 'it runs');
    // its connection to the server ends with it
    const gone = once(socket, 'close');
    parent.kill(signal);
    await gone;
    while (existsSync(`/proc/${pid}`) && !isZombie(pid)) await new Promise((r) => setImmediate(r));
    t.pass('it is gone');
  });
}

/** Ended, and waiting for somebody to ask how. */
function isZombie(pid: number | undefined): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return true;
  }
}

test('a service manager that tells every process: it ends between two batches', async (t) => {
  const { before, held } = holding();
  const { run } = await rig(t, { before });
  const ended = run();
  await held;
  process.kill(onlyOf(t), 'SIGTERM');
  t.match(await ended, { outcome: 'failed', fault: { code: 'SYNC_ABORTED' } });
});

test('the program loads without a channel, does nothing and ends: so its compiled code is made', async (t) => {
  const entry = fileURLToPath(new URL('../../../src/gateway/sync/worker.ts', import.meta.url));
  const child = spawn(process.execPath, [entry], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  const [code] = await once(child, 'close');
  t.equal(code, 0);
  t.same(said, []);
});
