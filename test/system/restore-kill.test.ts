/**
 * A restore of the real gateway under kill -9, right before a moment at which it changes something on the disk: whichever
 * it is, the gateway goes on by itself and is wholly the old one or wholly the new one. Here at a few moments;
 * `npm run restore-kills` does it at every one. The last result stands in docs/backup.md.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import Database from 'better-sqlite3';
import { type Test, test } from 'tap';
import { call } from '../../scripts/demo-parts/http.ts';
import { makeBackup } from '../../src/gateway/backup/make.ts';
import { GATEWAY, markOf } from '../gateway/backup/folder.ts';
import { type Daemon, startDaemon } from '../helpers/daemon.ts';
import { PLAIN_ENV } from '../helpers/environment.ts';
import { type Kill, killAt } from '../helpers/kill-at.ts';
import { linkedFolder } from '../helpers/linked-folder.ts';
import { programFile } from '../helpers/programs.ts';
import { temporaryFolder } from '../helpers/uplink.ts';

const { values } = parseArgs({
  options: { every: { type: 'boolean', default: false }, at: { type: 'string' } },
});
/** Moments of one kind that the suite tries. */
const FEW = 2;
const MAIN = programFile('gateway/main');
const RESTART = 75;
/** Nobody listens there. */
const NO_CLOUD = 'http://127.0.0.1:9';
const OTHER = '0190a000-0000-7000-8000-000000000002';

const killing = (folder: string, more: Kill = {}) => killAt({ below: join(folder, 'data'), ...more });

/** Every place of a data folder that is restored says whose it is. */
async function marked(dataDir: string, mark: string, gatewayId: string): Promise<void> {
  await linkedFolder(dataDir, NO_CLOUD, mark, gatewayId);
  writeFileSync(join(dataDir, 'certificate/mark'), mark);
  const db = new Database(join(dataDir, 'sync', gatewayId, 'sync.db'));
  db.prepare("INSERT INTO fact (key, value) VALUES ('mark', ?)").run(mark);
  db.close();
}

function marksOf(dataDir: string) {
  const [folder = '', ...more] = readdirSync(join(dataDir, 'sync'));
  const db = new Database(join(dataDir, 'sync', folder, 'sync.db'), { fileMustExist: true });
  const sync = (db.prepare("SELECT value FROM fact WHERE key = 'mark'").get() as { value: string }).value;
  db.close();
  return {
    state: markOf(dataDir),
    sync,
    syncFolders: [folder, ...more],
    certificate: readFileSync(join(dataDir, 'certificate/mark'), 'utf8'),
    people: readFileSync(join(dataDir, 'import/people.csv'), 'utf8'),
    key: readFileSync(join(dataDir, 'device-key.pem'), 'utf8'),
  };
}
type Marks = ReturnType<typeof marksOf>;

/** @param gatewayId of the gateway that the backup is restored on; the same as the backup's: its key stays */
async function site(t: Test, gatewayId: string) {
  const root = temporaryFolder(t);
  await marked(join(root, 'first'), 'first', GATEWAY);
  await marked(join(root, 'second'), 'second', gatewayId);
  const identity = await generateX25519Identity();
  const { file } = await makeBackup(root, {
    dataDir: join(root, 'first'),
    name: 'a',
    kind: 'standalone',
    version: '1',
    now: Date.now,
    tell: () => undefined,
    by: { recipient: await identityToRecipient(identity) },
  });
  const old = marksOf(join(root, 'second'));
  const fresh = marksOf(join(root, 'first'));
  let worlds = 0;
  return {
    file,
    identity,
    old,
    fresh: gatewayId === GATEWAY ? { ...fresh, key: old.key } : fresh,
    /** A folder of a gateway as it was before, or as another world left it. */
    world(from = join(root, 'second')): string {
      const folder = join(root, `world-${++worlds}`);
      cpSync(from, join(folder, 'data'), { recursive: true });
      return folder;
    },
  };
}
type Site = Awaited<ReturnType<typeof site>>;

const start = (t: Test, folder: string, env: Record<string, string> = {}) =>
  startDaemon(t, { folder, env, settings: { MDNS_ENABLED: 'false' } });

/** One whole life: until it is ready, and to its orderly end; either may be cut. */
async function life(t: Test, folder: string, env: Record<string, string> = {}): Promise<Daemon> {
  const daemon = start(t, folder, env);
  await daemon.line(/"msg":"ready"/).then(
    () => daemon.child.kill('SIGTERM'),
    () => undefined,
  );
  await daemon.ended;
  return daemon;
}

/** `cloudlinkd backup restore FILE` while no daemon runs. */
async function byCommand(folder: string, { file, identity }: Site, env: Record<string, string>) {
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify({ dataDir: join(folder, 'data'), kind: 'standalone' }));
  const child = spawn(process.execPath, [MAIN, '--config', config, 'backup', 'restore', file], {
    env: { ...PLAIN_ENV, ...env },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let said = '';
  createInterface({ input: child.stderr }).on('line', (line) => (said += `${line}\n`));
  child.stdin.end(`${JSON.stringify({ secret: identity })}\n`);
  await once(child, 'close');
  return { said, killed: child.signalCode === 'SIGKILL' };
}

/** By the page's routes: uploaded, ordered. */
async function order(daemon: Daemon, folder: string, { file, identity }: Site): Promise<void> {
  const upload = await call({
    method: 'POST',
    path: '/api/backup/upload',
    socketPath: join(folder, 'run/control.sock'),
    host: 'localhost',
    headers: { 'content-type': 'application/octet-stream' },
    body: readFileSync(file),
  });
  if (upload.status !== 204) throw new Error(`the upload answered ${upload.status} ${upload.text}`);
  await daemon.local('POST', '/api/backup/restore', { secret: identity, typed: 'restore' });
}

const momentsIn = (said: string) => said.split('\n').filter((line) => line.startsWith('kill-at ')).length;

/** Which moments are tried: every one, the one of `--at`, or the first and the last. */
function* chosen(count: number): Generator<number> {
  if (values.at !== undefined) return yield Number(values.at);
  const step = values.every ? 1 : (count - 1) / (FEW - 1);
  for (let at = 1; at < count + 0.5; at += step) yield Math.round(at);
}

/** The gateway starts by itself, and is one of the two. */
async function whole(t: Test, folder: string, { old, fresh }: Site, what: string): Promise<'old' | 'new'> {
  const daemon = await life(t, folder);
  if (!/"msg":"ready"/.test(daemon.said())) t.fail(`${what}: it did not start\n${daemon.said()}`);
  const marks: Marks = marksOf(join(folder, 'data'));
  const end = marks.state === old.state ? 'old' : 'new';
  t.strictSame(marks, end === 'old' ? old : fresh, `${what}: wholly the ${end} one`);
  for (const name of ['new', 'old'])
    t.notOk(existsSync(join(folder, 'data/restore', name)), `${what}: restore/${name} is gone`);
  return end;
}

const KINDS = { 'of another gateway': OTHER, ...(values.every ? { 'of the same gateway': GATEWAY } : {}) };
for (const [kind, gatewayId] of Object.entries(KINDS)) {
  test(`by the command, the backup ${kind}`, { timeout: 1_800_000 }, async (t) => {
    const rig = await site(t, gatewayId);
    const counted = rig.world();
    const count = momentsIn((await byCommand(counted, rig, killing(counted))).said);
    t.equal(await whole(t, counted, rig, 'not killed'), 'new');
    const ends: string[] = [];
    for (const at of chosen(count)) {
      const folder = rig.world();
      const { killed } = await byCommand(folder, rig, killing(folder, { at }));
      t.ok(killed, `killed before moment ${at} of ${count}`);
      ends.push(await whole(t, folder, rig, `moment ${at}`));
    }
    t.strictSame(ends, [...ends].sort().reverse(), 'the old one until a moment, the new one from there');
    t.comment(`${ends.length} of ${count} moments: ${ends.filter((end) => end === 'old').length} old`);
  });

  test(`at the start that puts it in place, the backup ${kind}`, { timeout: 3_600_000 }, async (t) => {
    const rig = await site(t, gatewayId);
    const staged = rig.world();
    const daemon = start(t, staged);
    await daemon.line(/"msg":"ready"/);
    await order(daemon, staged, rig);
    t.equal(await daemon.ended, RESTART);
    const counted = rig.world(join(staged, 'data'));
    const count = momentsIn((await life(t, counted, killing(counted))).said());
    t.equal(await whole(t, counted, rig, 'not killed'), 'new');
    let tried = 0;
    for (const at of chosen(count)) {
      const folder = rig.world(join(staged, 'data'));
      const first = await life(t, folder, killing(folder, { at }));
      t.equal(first.child.signalCode, 'SIGKILL', `killed before moment ${at} of ${count}`);
      // and the next start once more, at another moment
      await life(t, folder, killing(folder, { at: 1 + ((at * 7) % count) }));
      t.equal(await whole(t, folder, rig, `moment ${at}`), 'new', 'it went on by itself');
      tried++;
    }
    t.comment(`${tried} of ${count} moments, each with a second kill`);
  });
}

test('the daemon is killed while the process that unpacks for it lives on', {
  timeout: 1_800_000,
}, async (t) => {
  const rig = await site(t, OTHER);
  const child = { only: 'backup/entry' };
  const counted = rig.world();
  const daemon = start(t, counted, killing(counted, child));
  await daemon.line(/"msg":"ready"/);
  await order(daemon, counted, rig);
  await daemon.ended;
  const count = momentsIn(daemon.said());
  t.equal(await whole(t, counted, rig, 'not killed'), 'new');
  for (const at of chosen(count)) {
    const folder = rig.world();
    const first = start(t, folder, killing(folder, { ...child, at, who: 'parent' }));
    await first.line(/"msg":"ready"/);
    const killed = once(first.child, 'exit');
    await t.rejects(order(first, folder, rig), `killed before moment ${at} of ${count}`);
    await killed;
    // beside the process that is left, whose end closes the streams
    await life(t, folder);
    await first.ended;
    await whole(t, folder, rig, `moment ${at}`);
  }
});
