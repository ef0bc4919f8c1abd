/**
 * Reading a directory (03-sync: figures to reach): the connector alone, against `ldapsearch` that reads the same entries of a
 * real slapd in the same pages.
 *
 *     node bench/sync-ldap.ts [people]
 *
 * Both sides run in turn, and the best of each counts: a busy machine only ever adds time.
 */
import { execFileSync } from 'node:child_process';
import type { ReadEnd } from '../src/gateway/core/ports/connector.ts';
import { ldap } from '../src/gateway/pbx/ldap/index.ts';
import { LDAP_ATTRIBUTES } from '../src/gateway/pbx/ldap/settings.ts';
import { type Slapd, startSlapd } from '../test/peers/slapd.ts';
import { figure } from './lib.ts';

const PEOPLE = Number(process.argv[2] ?? 50_000);
const RUNS = 5;
const DELTA_AIM_MS = 200;

type Timed = { readonly ms: number; readonly rows: number; readonly end: ReadEnd };

/** Reads as the engine does: every row's fingerprint, no row's values. */
async function read(server: Slapd, how: 'changes' | 'everybody', cursor?: string): Promise<Timed> {
  const signal = new AbortController().signal;
  const { host, port, bindDn, password: bindPassword, baseDn } = server;
  const values = { host, port, security: 'none', bindDn, bindPassword, baseDn, read: how };
  const begin = performance.now();
  const session = await ldap.open(values, { log: () => undefined, signal });
  const pages = session.users(signal, cursor);
  let rows = 0;
  let step = await pages.next();
  for (; !step.done; step = await pages.next()) rows += step.value.length;
  await session.close();
  if (step.value.kind === 'incomplete') throw new Error(step.value.fault.sentence);
  return { ms: performance.now() - begin, rows, end: step.value };
}

function ldapsearch({ host, port, bindDn, password, baseDn }: Slapd): number {
  const who = ['-x', '-H', `ldap://${host}:${port}`, '-D', bindDn, '-w', password, '-b', baseDn];
  const what = ['-LLL', '-E', 'pr=500/noprompt', '(objectClass=inetOrgPerson)', ...LDAP_ATTRIBUTES];
  const begin = performance.now();
  execFileSync('ldapsearch', [...who, ...what, 'entryUUID'], { stdio: ['ignore', 'ignore', 'inherit'] });
  return performance.now() - begin;
}

const least = (runs: readonly Timed[]) => Math.min(...runs.map(({ ms }) => ms));

const server = await startSlapd({ people: PEOPLE, sessionLog: 1000 });
try {
  const first = await read(server, 'changes');
  if (first.end.kind !== 'complete' || first.rows !== PEOPLE) throw new Error('the first read is not whole');
  const { cursor } = first.end;
  const [searches, paged, whole, quiet]: [number[], Timed[], Timed[], Timed[]] = [[], [], [], []];
  for (let run = 0; run < RUNS; run++) {
    searches.push(ldapsearch(server));
    paged.push(await read(server, 'everybody'));
    whole.push(await read(server, 'changes'));
    quiet.push(await read(server, 'changes', cursor));
  }
  if (quiet.some(({ end, rows }) => end.kind !== 'delta' || rows > 0)) throw new Error('something changed');
  server.change(`dn: uid=user1,${server.baseDn}\nchangetype: modify\nreplace: mail\nmail: new@example.com\n`);
  const one = await read(server, 'changes', cursor);
  if (one.rows !== 1) throw new Error(`${one.rows} rows in place of one`);
  const peer = Math.min(...searches);
  process.stdout.write(`${PEOPLE} people\n`);
  const reached = [
    figure('whole read in pages : ldapsearch', least(paged), peer, 'ms', 1.5),
    figure('whole read by syncrepl : ldapsearch', least(whole), peer, 'ms', 1.5),
    figure('delta without changes : 0.2 s', least(quiet), DELTA_AIM_MS, 'ms', 1),
    figure('delta of one change : 0.2 s', one.ms, DELTA_AIM_MS, 'ms', 1),
  ];
  process.exitCode = reached.every(Boolean) ? 0 : 1;
} finally {
  await server.close();
}
