/**
 * How a sync grows: from a CSV file to a server that does nothing, by the built command as a process of its own.
 *
 *     node bench/sync-sizes.ts [people …]
 *
 * For each size a first sync and one without changes: time, peak memory, longest stall of that process's event loop,
 * requests, and rows of each table afterwards. The peer of a time is the smallest size's time a person: what grows
 * in line has a ratio of 1. Each run is ended after {@link LONGEST_MS}.
 */
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ROOT } from './gateway.ts';
import { figure } from './lib.ts';

const LONGEST_MS = 5 * 60_000;
const SIZES = process.argv.slice(2).map(Number);
const COMMAND = join(ROOT, 'dist/cli/main.js');
const OBSERVER = join(import.meta.dirname, 'observe.mjs');
const TABLES = ['person', 'person_key', 'src_record', 'op', 'audit', 'cycle'];

type Run = {
  readonly ms: number;
  readonly requests: number;
  readonly peakMb?: number;
  readonly stallMs?: number;
  readonly rows: Readonly<Record<string, number>>;
};

const heard = <T>(child: ChildProcess) =>
  new Promise<T>((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('exit', (code) => reject(new Error(`the peer ended with ${code}`)));
  });

function csvOf(people: number): string {
  const rows = ['id,givenName,familyName,displayName,email,extension,mobile,department'];
  for (let n = 0; n < people; n++)
    rows.push(`u${n},Given${n},Family${n},Given${n} Family${n},u${n}@example.com,${100_000 + n},,Sales`);
  return `${rows.join('\n')}\n`;
}

function rowsOf(state: string): Record<string, number> {
  const db = new Database(join(state, 'sync.db'), { readonly: true });
  const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  const rows = Object.fromEntries(TABLES.map((table) => [table, count(table)]));
  db.close();
  return rows;
}

/** A run that opened no connection, as one without changes from a file, is not observed. */
function costOf(observed: string): { peakMb: number; stallMs: number } | undefined {
  if (!existsSync(observed)) return undefined;
  return JSON.parse(readFileSync(observed, 'utf8')) as { peakMb: number; stallMs: number };
}

function sync(folder: string): Run {
  const observed = join(folder, 'observed.json');
  rmSync(observed, { force: true });
  const args = [COMMAND, 'sync', 'run', '--config', join(folder, 'sync.json'), '--json'];
  const env = { PATH: process.env.PATH ?? '', NODE_OPTIONS: `--import ${OBSERVER}`, OBSERVED: observed };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env,
    timeout: LONGEST_MS,
  });
  if (status !== 0) throw new Error(`the sync ended with ${status}: ${stderr}`);
  const db = new Database(join(folder, 'state', 'sync.db'), { readonly: true });
  const cycle = db.prepare('SELECT started_at, ended_at FROM cycle ORDER BY started_at DESC LIMIT 1').get();
  db.close();
  const { started_at, ended_at } = cycle as { started_at: number; ended_at: number };
  const { requests } = JSON.parse(stdout) as { requests: number };
  return {
    ms: ended_at - started_at,
    requests,
    ...costOf(observed),
    rows: rowsOf(join(folder, 'state')),
  };
}

async function measure(people: number): Promise<{ first: Run; quiet: Run }> {
  const peer = fork(join(import.meta.dirname, 'scim-peer.ts'), ['no-op']);
  const { url, token } = await heard<{ url: string; token: string }>(peer);
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-bench-'));
  writeFileSync(join(folder, 'users.csv'), csvOf(people));
  const config = {
    source: { type: 'csv', path: 'users.csv' },
    scim: { baseUrl: url, token },
    state: 'state',
  };
  writeFileSync(join(folder, 'sync.json'), JSON.stringify(config));
  try {
    return { first: sync(folder), quiet: sync(folder) };
  } finally {
    peer.disconnect();
    rmSync(folder, { recursive: true });
  }
}

function tell(people: number, what: string, run: Run): void {
  const { ms, requests, peakMb, stallMs, rows } = run;
  const cost = peakMb === undefined ? '' : `${peakMb.toFixed(0)} MB, stall ${stallMs?.toFixed(0)} ms, `;
  const tables = Object.entries(rows).map(([name, count]) => `${name} ${count}`);
  process.stdout.write(
    `${people} people, ${what}: ${(ms / 1000).toFixed(2)} s, ${cost}${requests} requests; ${tables.join(', ')}\n`,
  );
}

const results: { people: number; first: Run; quiet: Run }[] = [];
for (const people of SIZES.length > 0 ? SIZES : [1000, 10_000, 50_000, 200_000]) {
  const { first, quiet } = await measure(people);
  tell(people, 'first', first);
  tell(people, 'without changes', quiet);
  results.push({ people, first, quiet });
}
const reached = results.flatMap(({ people, first, quiet }) => [
  figure(`${people}: first sync : 15 s for 50,000`, first.ms, people * 0.3, 'ms', 1),
  figure(`${people}: peak memory`, first.peakMb ?? Number.NaN, people > 50_000 ? 400 : 256, 'MB', 1),
  figure(`${people}: longest stall : 50 ms`, first.stallMs ?? Number.NaN, 50, 'ms', 1),
  quiet.requests === 0,
]);
const [base, ...bigger] = results.filter(({ people }) => people >= 10_000);
for (const { people, first } of base ? bigger : []) {
  const inLine = ((base?.first.ms ?? 0) / (base?.people ?? 1)) * people;
  reached.push(figure(`${people}: first sync, against in line`, first.ms, inLine, 'ms', 1.2));
}
process.exitCode = reached.every(Boolean) ? 0 : 1;
