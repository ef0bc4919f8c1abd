/**
 * User synchronisation from a real slapd by the built command, as a process of its own (03-sync: figures to reach).
 *
 *     node bench/sync.ts [people …]
 *
 * A first sync stands against the same requests, byte for byte, posted to a fresh server of the same kind by a program
 * that does nothing else; a sync without changes against ldapsearch, which reads the same attributes in the same pages.
 * Both sides run in turn, and the best of each counts: a busy machine only ever adds time.
 */
import { execFileSync, fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { LDAP_ATTRIBUTES } from '../src/gateway/pbx/ldap/settings.ts';
import { type Slapd, startSlapd } from '../test/peers/slapd.ts';
import { figure } from './lib.ts';
import { heard, makeFolder, type Run, rowsIn, startPeer, sync, tell } from './sync-run.ts';

const SIZES = process.argv.slice(2).map(Number);
/** The more a real server has, the slower it looks for who has a name already: above this it takes longer than anybody waits. */
const MOST_FOR_REAL = 10_000;
/** Below this the start of a program is most of what a first sync takes; `tell` says how long that is. */
const LEAST_FOR_AIM = 50_000;
const [FIRST_RUNS, QUIET_RUNS] = [3, 5];

const sourceOf = ({ host, port, bindDn, password, baseDn }: Slapd) => ({
  type: 'ldap',
  host,
  port,
  security: 'none',
  bindDn,
  bindPassword: password,
  baseDn,
});

async function firstSync(server: Slapd, people: number): Promise<Run> {
  const peer = await startPeer('scimmy');
  const folder = makeFolder(sourceOf(server), peer);
  const run = sync(folder);
  peer.child.disconnect();
  rmSync(folder, { recursive: true });
  if (run.added !== people) throw new Error(`${run.added} of ${people} were added`);
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

/** A first sync against the server's own speed, in turn. */
async function againstRaw(server: Slapd, people: number, bodies: readonly string[]): Promise<boolean> {
  const [raw, firsts]: [number[], Run[]] = [[], []];
  for (let i = 0; i < FIRST_RUNS; i++) {
    raw.push(await rawBulk(bodies));
    firsts.push(await firstSync(server, people));
  }
  tell(people, 'first, scimmy', firsts[0] as Run);
  return figure(
    `${people}: first sync : raw bulk of the same server`,
    best(firsts.map((run) => run.ms)),
    best(raw),
    'ms',
    1.15,
  );
}

async function measure(people: number): Promise<boolean[]> {
  const server = await startSlapd({ people });
  const noOp = await startPeer('no-op');
  const folder = makeFolder(sourceOf(server), noOp);
  try {
    const alone = [sync(folder)];
    noOp.child.send('bodies');
    const bodies = await heard<string[]>(noOp.child);
    for (; alone.length < FIRST_RUNS; alone.push(sync(folder)))
      rmSync(join(folder, 'state'), { recursive: true });
    const quiet: Run[] = [];
    const searches: number[] = [];
    for (let i = 0; i < QUIET_RUNS; i++) {
      searches.push(ldapsearch(server));
      quiet.push(sync(folder));
    }
    tell(people, 'first, no-op server', alone.at(-1) as Run);
    tell(people, 'without changes', quiet[0] as Run);
    const written = rowsIn(quiet[0] as Run) - rowsIn(alone.at(-1) as Run);
    const ms = (runs: readonly Run[]) => best(runs.map((run) => run.ms));
    const least = (name: 'stallMs' | 'stallCpuMs') => best(alone.map((run) => run[name] ?? Number.NaN));
    const peakMb = most(alone.map((run) => run.peakMb ?? Number.NaN));
    return [
      people < LEAST_FOR_AIM ||
        figure(`${people}: first sync, no-op server : 15 s for 50,000`, ms(alone), people * 0.3, 'ms', 1),
      figure(`${people}: sync without changes : ldapsearch`, ms(quiet), best(searches), 'ms', 1.5),
      figure(`${people}: its requests`, most(quiet.map((run) => run.requests)), 1, '', 0),
      figure(`${people}: its rows written`, written, 1, '', 1),
      figure(`${people}: peak memory`, peakMb, people > 50_000 ? 400 : 256, 'MB', 1),
      figure(`${people}: longest stall, clock : 50 ms`, least('stallMs'), 50, 'ms', 1),
      figure(`${people}: longest stall, processor : 50 ms`, least('stallCpuMs'), 50, 'ms', 1),
      people > MOST_FOR_REAL || (await againstRaw(server, people, bodies)),
    ];
  } finally {
    noOp.child.disconnect();
    rmSync(folder, { recursive: true });
    await server.close();
  }
}

const reached: boolean[] = [];
for (const people of SIZES.length > 0 ? SIZES : [1000, 10_000, 50_000])
  reached.push(...(await measure(people)));
process.exitCode = reached.every(Boolean) ? 0 : 1;
