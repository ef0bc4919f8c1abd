/** One sync by the built command as a process of its own, observed; and the servers that it sends to. */
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openSyncReader } from '../src/gateway/store/sync/database.ts';
import { createSyncQueries } from '../src/gateway/store/sync/queries.ts';
import { ROOT } from './gateway.ts';

/** After this long a run is ended. */
const LONGEST_MS = 9 * 60_000;
const COMMAND = join(ROOT, 'dist/cli/main.js');
const OBSERVER = join(import.meta.dirname, 'observe.mjs');
const TABLES = ['person', 'person_key', 'src_record', 'op', 'audit', 'change', 'finding', 'cycle'];

export type Peer = { readonly url: string; readonly token: string; readonly child: ChildProcess };

export type Cost = {
  readonly peakMb: number;
  /** Longest stall of its event loop, by the clock and by the processor. */
  readonly stallMs: number;
  readonly stallCpuMs: number;
  readonly cpuMs: number;
};
export type Run = Partial<Cost> & {
  /** From the first row read to the last recorded, as the sync itself says. */
  readonly ms: number;
  readonly added: number;
  readonly requests: number;
  readonly rows: Readonly<Record<string, number>>;
};

export const heard = <T>(child: ChildProcess) =>
  new Promise<T>((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('exit', (code) => reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}`)));
  });

export async function startPeer(kind: 'scimmy' | 'no-op'): Promise<Peer> {
  const child = fork(join(import.meta.dirname, 'scim-peer.ts'), [kind]);
  return { ...(await heard<{ url: string; token: string }>(child)), child };
}

/** A sync's own folder: its configuration, and in `state` what it remembers. */
export function makeFolder(source: Readonly<Record<string, unknown>>, peer: Peer): string {
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-bench-'));
  const scim = { baseUrl: peer.url, token: peer.token };
  writeFileSync(join(folder, 'sync.json'), JSON.stringify({ source, scim, state: 'state' }));
  return folder;
}

function lastCycle(folder: string) {
  const db = openSyncReader(join(folder, 'state'));
  const last = db && createSyncQueries(db).state().last;
  db?.close();
  if (!last) throw new Error('the sync left no cycle');
  return last;
}

function rowsOf(state: string): Record<string, number> {
  const db = new Database(join(state, 'sync.db'), { readonly: true });
  const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  const rows = Object.fromEntries(TABLES.map((table) => [table, count(table)]));
  db.close();
  return rows;
}

export const rowsIn = (run: Run): number => Object.values(run.rows).reduce((sum, count) => sum + count, 0);

/** A run that opened no connection, as one without changes from a file, is not observed. */
function costOf(observed: string): Partial<Cost> {
  return existsSync(observed) ? (JSON.parse(readFileSync(observed, 'utf8')) as Cost) : {};
}

export function sync(folder: string): Run {
  const observed = join(folder, 'observed.json');
  rmSync(observed, { force: true });
  const args = [COMMAND, 'sync', 'run', '--config', join(folder, 'sync.json'), '--json'];
  const env = { PATH: process.env.PATH ?? '', NODE_OPTIONS: `--import ${OBSERVER}`, OBSERVED: observed };
  const { status, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env,
    timeout: LONGEST_MS,
  });
  if (status !== 0) throw new Error(`the sync ended with ${status}: ${stderr}`);
  const { startedAt, endedAt, counts } = lastCycle(folder);
  const { added, requests } = counts;
  return {
    ms: endedAt - startedAt,
    added,
    requests,
    ...costOf(observed),
    rows: rowsOf(join(folder, 'state')),
  };
}

export function tell(people: number, what: string, run: Run): void {
  const { ms, requests, peakMb, stallMs, stallCpuMs, cpuMs, rows } = run;
  const mb = peakMb === undefined ? '' : `${peakMb.toFixed(0)} MB, `;
  const stall = `stall ${stallMs?.toFixed(0)} ms by the clock, ${stallCpuMs?.toFixed(0)} ms of processor; `;
  const cost =
    peakMb === undefined ? '' : `${mb}${((cpuMs ?? 0) / 1000).toFixed(1)} s of processor, ${stall}`;
  const tables = Object.entries(rows).filter(([, count]) => count > 0);
  process.stdout.write(
    `${people} people, ${what}: ${(ms / 1000).toFixed(2)} s, ${cost}${requests} requests; rows: ${tables.map(([name, count]) => `${name} ${count}`).join(', ')}\n`,
  );
}
