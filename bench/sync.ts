/**
 * User synchronisation from a real slapd by the built command, as a process of its own (03-sync: figures to reach).
 *
 *     node bench/sync.ts [people]
 *
 * A first sync stands against the same requests, byte for byte, posted to a fresh server of the same kind by a program
 * that does nothing else; a sync without changes against ldapsearch, which reads the same attributes in the same pages.
 * Both sides run in turn, and the best of each counts: a busy machine only ever adds time.
 */
import { type ChildProcess, execFileSync, fork, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LDAP_ATTRIBUTES } from '../src/gateway/pbx/ldap/settings.ts';
import { openSyncReader } from '../src/gateway/store/sync/database.ts';
import { createSyncQueries } from '../src/gateway/store/sync/queries.ts';
import { type Slapd, startSlapd } from '../test/peers/slapd.ts';
import { ROOT } from './gateway.ts';
import { figure } from './lib.ts';

const PEOPLE = Number(process.argv[2] ?? 10_000);
const [FIRST_RUNS, QUIET_RUNS] = [3, 7];
const COMMAND = join(ROOT, 'dist/cli/main.js');
const OBSERVER = join(import.meta.dirname, 'observe.mjs');

type Peer = { readonly url: string; readonly token: string; readonly child: ChildProcess };
type Run = {
  /** From the first row read to the last recorded, as the sync itself says. */
  readonly ms: number;
  readonly added: number;
  readonly requests: number;
  readonly peakMb: number;
  readonly stallMs: number;
};

const heard = <T>(child: ChildProcess) =>
  new Promise<T>((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('exit', (code) => reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}`)));
  });

async function startPeer(kind: 'scimmy' | 'no-op'): Promise<Peer> {
  const child = fork(join(import.meta.dirname, 'scim-peer.ts'), [kind]);
  return { ...(await heard<{ url: string; token: string }>(child)), child };
}

/** A sync's own folder: its configuration, and in `state` what it remembers. */
function makeFolder(server: Slapd, peer: Peer): string {
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-bench-'));
  const { host, port, bindDn, password, baseDn } = server;
  const source = { type: 'ldap', host, port, security: 'none', bindDn, bindPassword: password, baseDn };
  const scim = { baseUrl: peer.url, token: peer.token };
  writeFileSync(join(folder, 'sync.json'), JSON.stringify({ source, scim, state: 'state' }));
  return folder;
}

function lastCycle(folder: string) {
  const db = openSyncReader(join(folder, 'state'));
  const last = db && createSyncQueries(db).lastCycle();
  db?.close();
  if (!last) throw new Error('the sync left no cycle');
  return last;
}

function sync(folder: string): Run {
  const observed = join(folder, 'observed.json');
  const args = [COMMAND, 'sync', 'run', '--config', join(folder, 'sync.json'), '--json'];
  const env = { PATH: process.env.PATH ?? '', NODE_OPTIONS: `--import ${OBSERVER}`, OBSERVED: observed };
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
  if (status !== 0) throw new Error(`the sync ended with ${status}: ${stderr}`);
  const { startedAt, endedAt, counts } = lastCycle(folder);
  const { added, requests } = counts;
  return { ms: endedAt - startedAt, added, requests, ...JSON.parse(readFileSync(observed, 'utf8')) };
}

async function firstSync(server: Slapd): Promise<Run> {
  const peer = await startPeer('scimmy');
  const folder = makeFolder(server, peer);
  const run = sync(folder);
  peer.child.disconnect();
  rmSync(folder, { recursive: true });
  if (run.added !== PEOPLE) throw new Error(`${run.added} of ${PEOPLE} were added`);
  return run;
}

/** The peer's own speed: the bodies of a sync, one after the other. Milliseconds. */
async function rawBulk(bodies: readonly string[]): Promise<number> {
  const peer = await startPeer('scimmy');
  const poster = fork(join(import.meta.dirname, 'raw-bulk.ts'));
  poster.send({ url: peer.url, token: peer.token, bodies });
  const ms = await heard<number>(poster);
  peer.child.disconnect();
  return ms;
}

/** Milliseconds that ldapsearch takes for the same people, thrown away. */
function ldapsearch({ host, port, bindDn, password, baseDn }: Slapd): number {
  const who = ['-x', '-H', `ldap://${host}:${port}`, '-D', bindDn, '-w', password, '-b', baseDn];
  const what = [
    '-LLL',
    '-E',
    'pr=500/noprompt',
    '(objectClass=inetOrgPerson)',
    ...LDAP_ATTRIBUTES,
    'entryUUID',
  ];
  const begin = performance.now();
  execFileSync('ldapsearch', [...who, ...what], { stdio: ['ignore', 'ignore', 'inherit'] });
  return performance.now() - begin;
}

const best = (values: readonly number[]) => Math.min(...values);
const most = (values: readonly number[]) => Math.max(...values);

const server = await startSlapd({ people: PEOPLE });
const noOp = await startPeer('no-op');
const folder = makeFolder(server, noOp);
const alone = [sync(folder)];
noOp.child.send('bodies');
const bodies = await heard<string[]>(noOp.child);
while (alone.length < FIRST_RUNS) {
  rmSync(join(folder, 'state'), { recursive: true });
  alone.push(sync(folder));
}

const quiet: Run[] = [];
const searches: number[] = [];
for (let i = 0; i < QUIET_RUNS; i++) {
  searches.push(ldapsearch(server));
  quiet.push(sync(folder));
}
const raw: number[] = [];
const firsts: Run[] = [];
for (let i = 0; i < FIRST_RUNS; i++) {
  raw.push(await rawBulk(bodies));
  firsts.push(await firstSync(server));
}

const all = [...alone, ...quiet, ...firsts];
const ms = (runs: readonly Run[]) => runs.map((run) => run.ms);
process.stdout.write(`${PEOPLE} people, ${firsts[0]?.requests} requests in a first sync\n`);
const reached = [
  figure('first sync : raw bulk of the same server', best(ms(firsts)), best(raw), 'ms', 1.15),
  figure('sync without changes : ldapsearch', best(ms(quiet)), best(searches), 'ms', 1.5),
  figure('first sync, no-op server : 15 s for 50,000', best(ms(alone)), PEOPLE * 0.3, 'ms', 1),
  figure('peak memory : 256 MB', most(all.map((run) => run.peakMb)), 256, 'MB', 1),
  figure(
    'longest stall of the event loop : 50 ms',
    best([...alone, ...firsts].map((run) => run.stallMs)),
    50,
    'ms',
    1,
  ),
];
const requests = most(quiet.map((run) => run.requests));
process.stdout.write(
  `${requests === 0 ? 'ok    ' : 'MISSED'}  requests of a sync without changes: ${requests}\n`,
);
process.exitCode = requests === 0 && reached.every(Boolean) ? 0 : 1;

noOp.child.disconnect();
rmSync(folder, { recursive: true });
await server.close();
