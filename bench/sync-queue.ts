/**
 * The detained queue (03-sync: figures to reach): a page of 10,000 detained rows by the gateway's own route, over its
 * control socket, on a real sync.db that the built command has made.
 *
 *     node bench/sync-queue.ts [rows]
 *
 * Peers in the same run, request by request in turn: the same rows by one prepared statement of SQLite in this process,
 * and a route of the gateway that reads no database. The figure is the whole answer as a client has it, so that it is
 * more than the server's own time.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { DetainedPage } from '../src/contract/sync-api.ts';
import { ROOT, startGateway } from './gateway.ts';
import { figure, said, stop } from './lib.ts';

const ROWS = Number(process.argv[2] ?? 10_000);
const TIMES = 300;
const AIM_MS = 50;
const PAGE = 50;

/** Three reasons, as they mix in the field; nobody of it may be sent. */
function csvOf(rows: number): string {
  const lines = ['id,givenName,familyName,email,extension,mobile'];
  for (let n = 0; n < rows; n++) {
    const family = n % 3 === 0 ? '' : `Family${n}`;
    const given = n % 3 === 0 ? '' : `Given${n}`;
    const mobile = n % 3 === 1 ? 'none' : '';
    const email = n % 3 === 2 ? `u${n}@@example.com` : `u${n}@example.com`;
    lines.push(`u${n},${given},${family},${email},${100_000 + n},${mobile}`);
  }
  return `${lines.join('\n')}\n`;
}

/** @param folder where the gateway looks as long as it is not linked */
function fill(folder: string): void {
  const work = mkdtempSync(join(tmpdir(), 'cloudlink-bench-'));
  writeFileSync(join(work, 'users.csv'), csvOf(ROWS));
  const scim = { baseUrl: 'http://127.0.0.1:9', token: 'none' };
  const config = { source: { type: 'csv', path: 'users.csv' }, scim, state: folder };
  writeFileSync(join(work, 'sync.json'), JSON.stringify(config));
  const args = ['sync', 'preview', '--config', join(work, 'sync.json'), '--json'];
  const { stderr } = spawnSync(process.execPath, [join(ROOT, 'dist/cli/main.js'), ...args], {
    encoding: 'utf8',
  });
  rmSync(work, { recursive: true });
  const db = new Database(join(folder, 'sync.db'), { readonly: true });
  const detained = db.prepare("SELECT count(*) FROM person WHERE plan_kind = 'detained'").pluck().get();
  db.close();
  if (detained !== ROWS) throw new Error(`${detained} of ${ROWS} are detained: ${stderr}`);
}

const agent = new Agent({ keepAlive: true });

/** @returns the answer's body and the milliseconds to its end */
function ask(socketPath: string, path: string): Promise<{ readonly ms: number; readonly body: string }> {
  const begin = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, path, agent, headers: { host: 'localhost' } }, async (response) => {
      const body = (await response.setEncoding('utf8').toArray()).join('');
      if (response.statusCode === 200) resolve({ ms: performance.now() - begin, body });
      else reject(new Error(`${path} answered ${response.statusCode}: ${body}`));
    });
    sent.on('error', reject).end();
  });
}

const at = (times: readonly number[], share: number) =>
  [...times].sort((a, b) => a - b)[Math.ceil(times.length * share) - 1] ?? Number.NaN;

const { child, folder, clean } = await startGateway();
try {
  const socket = join(folder, 'run', 'control.sock');
  const state = join(folder, 'data', 'sync', 'unlinked');
  mkdirSync(state, { recursive: true });
  fill(state);
  const db = new Database(join(state, 'sync.db'), { readonly: true });
  const raw = db.prepare(
    "SELECT * FROM person WHERE plan_kind IN ('detained', 'held') AND id > ? ORDER BY id LIMIT ?",
  );
  const [pages, filtered, statement, plain]: [number[], number[], number[], number[]] = [[], [], [], []];
  let after = '0';
  for (let n = 0; n < TIMES; n++) {
    const { ms, body } = await ask(socket, `/api/sync/detained?limit=${PAGE}&after=${after}`);
    pages.push(ms);
    const page = JSON.parse(body) as DetainedPage;
    if (page.total !== ROWS || page.items.length !== PAGE) throw new Error(`a page of ${page.total} rows`);
    filtered.push((await ask(socket, `/api/sync/detained?limit=${PAGE}&q=family1`)).ms);
    const begin = performance.now();
    JSON.stringify(raw.all(Number(after), PAGE));
    statement.push(performance.now() - begin);
    plain.push((await ask(socket, '/api/alive')).ms);
    after = page.next ?? '0';
  }
  db.close();
  process.stdout.write(`${ROWS} detained rows, ${TIMES} pages of ${PAGE}\n`);
  const [half, most] = [0.5, 0.99];
  const reached = [
    figure('a page, half of them', at(pages, half), AIM_MS, 'ms', 1),
    figure('a page, 99 of 100', at(pages, most), AIM_MS, 'ms', 1),
    figure('a page of those found by a text, 99 of 100', at(filtered, most), AIM_MS, 'ms', 1),
  ];
  said('a page : the same rows by one statement', at(pages, half), at(statement, half));
  said('a page : a route without a database', at(pages, half), at(plain, half));
  process.exitCode = reached.every(Boolean) ? 0 : 1;
} finally {
  agent.destroy();
  await stop(child);
  clean();
}
