import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'tap';
import type { AccessHead } from '../../../src/contract/access-log.ts';
import { fail } from '../../../src/gateway/core/errors.ts';
import { DAY_MS, RETENTION } from '../../../src/gateway/core/retention.ts';
import { createAccessLogFeature } from '../../../src/gateway/features/access-log/access-log.ts';
import { loggedPath } from '../../../src/gateway/features/tunnels/logged-path.ts';
import { createAccessLog } from '../../../src/gateway/store/access-log.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const NEVER = new AbortController().signal;
const NOTHING = '0'.repeat(64);
const entry = (path: string, at = 1) => ({
  at,
  sessionId: 's',
  person: 'Ada',
  targetId: 'msl',
  method: 'GET',
  path,
});

/** A log, and a cloud that hears what it is told with `tell`. */
function site(keep?: { days: number; bytes: number }) {
  const clock = manualClock();
  const { db } = openStateDatabase(':memory:', () => 0);
  const log = createAccessLog(db);
  const told: AccessHead[] = [];
  let isLinked = true;
  let isSilent = false;
  const asked: number[] = [];
  const feature = createAccessLogFeature({
    log,
    clock,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    ...(keep ? { keep } : {}),
    async heads(after) {
      asked.push(after);
      if (isSilent) throw fail('CLOUD_UNREACHABLE');
      if (!isLinked) return undefined;
      // two a page
      const heads = told.filter(({ count }) => count > after).slice(0, 2);
      return { heads, ...(heads.length === 2 ? { next: heads[1]?.count ?? 0 } : {}) };
    },
  });
  const tell = () => told.push({ ...log.head(), at: clock.now() });
  return {
    clock,
    db,
    log,
    feature,
    told,
    asked,
    tell,
    unlink() {
      isLinked = false;
    },
    silence() {
      isSilent = true;
    },
    found: async () => (await feature.verify(NEVER)).faults.map(({ code, n }) => `${code} ${n}`),
  };
}

/** Two that have ended, in another order than they began, and one that is open: records 1 to 5. */
async function threeLines() {
  const s = site();
  const { log } = s;
  const [a, b] = await Promise.all([log.begin(entry('/a')), log.begin(entry('/b'))]);
  await log.end(b, { at: 3, status: 200, bytes: 5 });
  await log.begin(entry('/c'));
  await log.end(a, { at: 4, status: 404, bytes: 0 });
  return s;
}

/** The same records and one more, in a chain that was hashed anew: what somebody with the database can do. */
function writtenAnew({ db }: ReturnType<typeof site>, from: number, change: (line: string) => string): void {
  const rows = db
    .prepare<[], { n: number; line: string; hash: string }>(
      'SELECT n, line, hash FROM access_line ORDER BY n',
    )
    .all();
  let before = NOTHING;
  for (const { n, line, hash } of rows) {
    if (n < from) {
      before = hash;
      continue;
    }
    const other = n === from ? change(line) : line;
    before = createHash('sha256').update(before).update(other).digest('hex');
    db.prepare('UPDATE access_line SET line = ?, hash = ? WHERE n = ?').run(other, before, n);
  }
}

test('the chain', async (t) => {
  t.same(site().log.head(), { count: 0, head: NOTHING });
  t.match(await site().feature.verify(NEVER), { ok: true, records: 0, first: 1, faults: [] });
  const { log, feature } = await threeLines();
  t.equal(log.head().count, 5);
  t.equal(log.lines(), 3);
  t.match(await feature.verify(NEVER), {
    ok: true,
    records: 5,
    first: 1,
    faults: [],
    cloud: { compared: 0 },
  });
  t.strictSame(log.page({ limit: 2 }), [
    { n: 4, ...entry('/c') },
    { n: 2, ...entry('/b'), status: 200, bytes: 5, endedAt: 3 },
  ]);
  t.strictSame(feature.page({ limit: 2, after: '2' }), {
    items: [{ n: 1, ...entry('/a'), status: 404, bytes: 0, endedAt: 4 }],
    total: 3,
  });
  t.throws(() => feature.page({ limit: 2, after: 'x' }), { code: 'BAD_INPUT' });
  await t.rejects(log.end(1, { at: 5, status: 200, bytes: 0 }), /UNIQUE/, 'a line ends once');
});

test('records of the same moment are written together; one that cannot be written does not take the others with it', async (t) => {
  const { log, feature } = site();
  const first = await log.begin(entry('/a'));
  await log.end(first, { at: 2, status: 200, bytes: 1 });
  const written = await Promise.allSettled([
    log.begin(entry('/b')),
    log.end(first, { at: 3, status: 200, bytes: 1 }),
    log.begin(entry('/c')),
  ]);
  t.same(
    written.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  t.match(await feature.verify(NEVER), { ok: true, records: 4 });
  t.same(
    log.page({ limit: 9 }).map(({ path }) => path),
    ['/c', '/b', '/a'],
  );
});

test('what was changed afterwards is found', async (t) => {
  const rows: readonly [string, string, number][] = [
    ['a line was rewritten', `UPDATE access_line SET line = replace(line, '/b', '/x') WHERE n = 2`, 2],
    ['an end was rewritten', `UPDATE access_line SET line = replace(line, '404', '200') WHERE n = 5`, 5],
    ['an end was given to another line', 'UPDATE access_line SET ends = 4 WHERE n = 5', 5],
    ['an end was made a line', 'UPDATE access_line SET ends = NULL WHERE n = 3', 3],
    ['a line was hidden from the list', `UPDATE access_line SET kind = 'end' WHERE n = 2`, 2],
    ['a line was taken out', 'DELETE FROM access_line WHERE n = 2', 2],
    ['the first was taken out', 'DELETE FROM access_line WHERE n = 1', 1],
    ['a hash was rewritten', `UPDATE access_line SET hash = '00' WHERE n = 1`, 1],
  ];
  for (const [name, sql, at] of rows) {
    const s = await threeLines();
    s.db.exec(sql);
    t.same(await s.found(), [`CHAIN_BROKEN ${at}`], name);
  }
});

test('a cut tail and a chain written anew are found by what the cloud was told', async (t) => {
  const cut = await threeLines();
  cut.tell();
  cut.db.exec('DELETE FROM access_line WHERE n >= 4');
  t.same(await cut.found(), ['TAIL_CUT 4'], 'by itself the chain is whole');

  const all = await threeLines();
  all.tell();
  all.db.exec('DELETE FROM access_line');
  t.same(await all.found(), ['TAIL_CUT 1'], 'the whole log');

  const anew = await threeLines();
  anew.tell();
  await anew.log.begin(entry('/d'));
  writtenAnew(anew, 1, (line) => line.replace('Ada', 'Eve'));
  t.same(await anew.found(), ['HEAD_DIFFERS 5'], 'from the first record on');

  const late = await threeLines();
  late.tell();
  const n = await late.log.begin(entry('/d'));
  writtenAnew(late, n, (line) => line.replace('Ada', 'Eve'));
  t.same(
    await late.found(),
    [],
    'what the cloud was not told yet can be written anew: docs/decisions/access-log.md',
  );

  const shorterAndLonger = await threeLines();
  shorterAndLonger.tell();
  shorterAndLonger.db.exec('DELETE FROM access_line WHERE n >= 3');
  for (const path of ['/x', '/y', '/z', '/w']) await shorterAndLonger.log.begin(entry(path));
  t.same(await shorterAndLonger.found(), ['HEAD_DIFFERS 5'], 'cut, and filled up again');

  const many = site();
  for (let i = 0; i < 5; i++) {
    await many.log.begin(entry(`/${i}`));
    many.tell();
  }
  t.match((await many.feature.verify(NEVER)).cloud, { compared: 5 });
  t.same(many.asked, [0, 2, 4], 'page by page');
});

test('without the cloud the chain alone is verified, and the verdict says so', async (t) => {
  const silent = await threeLines();
  silent.tell();
  silent.silence();
  t.match(await silent.feature.verify(NEVER), { ok: true, cloud: { compared: 0, fault: /cloud/ } });
  const unlinked = await threeLines();
  unlinked.unlink();
  t.match(await unlinked.feature.verify(NEVER), { ok: true, cloud: { fault: /not linked/ } });
  const gone = new AbortController();
  gone.abort(new Error('hung up'));
  await t.rejects(silent.feature.verify(gone.signal), /hung up/);
});

test('lines of before, that were written when they had ended, stay as they are', async (t) => {
  const { db, log, feature } = site();
  const line = JSON.stringify({ n: 1, ...entry('/old'), status: 200, bytes: 5 });
  const hash = createHash('sha256').update(NOTHING).update(line).digest('hex');
  db.prepare('INSERT INTO access_line (n, line, hash) VALUES (1, ?, ?)').run(line, hash);
  await log.end(await log.begin(entry('/new')), { at: 9, status: 204, bytes: 0 });
  t.match(await feature.verify(NEVER), { ok: true, records: 3 });
  t.equal(log.lines(), 2);
  t.match(log.page({ limit: 9 }), [
    { path: '/new', status: 204 },
    { path: '/old', status: 200, bytes: 5 },
  ]);
});

test('search: anywhere, by target, person and session; signs mean themselves', async (t) => {
  const { log, feature } = site();
  await log.begin({ ...entry('/a%b'), reason: 'ticket 4711' });
  await log.begin({ ...entry('/a_c'), person: 'Bob', ticket: 'INC-7', targetId: 'mivb', sessionId: 's2' });
  await log.begin(entry('/axb'));
  const paths = (filter: object) => feature.page({ limit: 9, ...filter }).items.map(({ path }) => path);
  t.same(paths({ q: '%' }), ['/a%b']);
  t.same(paths({ q: '_' }), ['/a_c']);
  t.same(paths({ q: '\\' }), []);
  t.same(paths({ q: 'TICKET' }), ['/a%b']);
  t.same(paths({ q: 'mivb' }), ['/a_c']);
  t.same(paths({ q: 'inc-7' }), ['/a_c']);
  t.same(paths({ person: 'Ada' }), ['/axb', '/a%b']);
  t.same(paths({ targetId: 'mivb', sessionId: 's2' }), ['/a_c']);
  t.same(paths({ q: "' OR 1=1 --" }), []);
  t.equal(feature.page({ limit: 1, person: 'Ada' }).total, 2, 'the total is of the search');
});

test('old records go, by age and by size; the chain says so itself and still holds', async (t) => {
  const s = site();
  const old = 1_000;
  for (let i = 0; i < 12; i++) await s.log.begin(entry(`/old/${i}`, old));
  s.tell();
  await s.clock.advance(RETENTION.accessLogDays * DAY_MS + 2_000);
  for (let i = 0; i < 3; i++) await s.log.begin(entry(`/new/${i}`, s.clock.now()));
  s.tell();
  t.equal(await s.feature.prune(), 12);
  t.equal(await s.feature.prune(), 0, 'once');
  t.match(await s.feature.verify(NEVER), { ok: true, first: 13, records: 4, cloud: { compared: 2 } });
  t.equal(s.log.lines(), 3, 'the record of the cut is no request');
  t.same(
    s.log.page({ limit: 9 }).map(({ path }) => path),
    ['/new/2', '/new/1', '/new/0'],
  );
  t.equal(s.log.head().count, 16, 'numbers go on');

  const unexplained = site();
  for (let i = 0; i < 4; i++) await unexplained.log.begin(entry(`/${i}`));
  unexplained.db.exec(
    'INSERT INTO access_start SELECT 1, n, hash FROM access_line WHERE n = 2; DELETE FROM access_line WHERE n <= 2',
  );
  t.same(await unexplained.found(), ['START_CUT 3'], 'a start that no record explains');

  const differs = site();
  for (let i = 0; i < 4; i++) await differs.log.begin(entry(`/${i}`));
  differs.log.cut(2, 5);
  differs.db.exec(`UPDATE access_start SET hash = '${'1'.repeat(64)}'`);
  t.same((await differs.found()).sort(), ['CHAIN_BROKEN 3', 'START_CUT 3']);
});

test('a log that is too large loses its oldest records', async (t) => {
  const s = site({ days: 400, bytes: 20_000 });
  for (let i = 0; i < 300; i++) await s.log.begin(entry(`/${'x'.repeat(50)}/${i}`, s.clock.now()));
  const before = s.log.bytes();
  t.ok(before > 40_000);
  const gone = await s.feature.prune();
  t.ok(s.log.bytes() <= 20_000, `${before} → ${s.log.bytes()}`);
  t.ok(s.log.bytes() > 18_000, 'and no more than must');
  t.match(await s.feature.verify(NEVER), { ok: true, first: gone + 1 });
  t.equal(s.log.page({ limit: 1 })[0]?.path.split('/').at(-1), '299');
});

test('the last record is never taken away: the cloud was told its hash', async (t) => {
  const s = site();
  await s.log.begin(entry('/only', 0));
  await s.clock.advance(2 * RETENTION.accessLogDays * DAY_MS);
  t.equal(await s.feature.prune(), 0);
  t.equal(s.log.lines(), 1);
});

test('an export can be checked without us', async (t) => {
  const s = await threeLines();
  s.log.cut(1, 5);
  let text = '';
  for await (const piece of s.feature.export(NEVER)) text += piece;
  const [start, ...records] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  let before: string = start.start.hash;
  for (const { record, hash } of records) {
    before = createHash('sha256').update(before).update(record).digest('hex');
    t.equal(hash, before);
  }
  t.equal(before, s.log.head().head);
  t.equal(records.length, 5);
});

test('no value of a query is kept', (t) => {
  t.equal(loggedPath('/a/b'), '/a/b');
  t.equal(loggedPath('/login?user=ada&password=hush'), '/login?user=…&password=…');
  t.equal(loggedPath('/a?hush'), '/a?…');
  t.equal(loggedPath('/a?'), '/a');
  t.equal(loggedPath('/a?b=c?d=hush'), '/a?b=…');
  t.equal(loggedPath(`/${'x'.repeat(2000)}`).length, 513);
  t.end();
});

test('in a file: the commit does not wait for the disk, its promise does, and so does what the cloud is told', async (t) => {
  const { db } = openStateDatabase(join(t.testdir(), 'state.db'), () => 0);
  const log = createAccessLog(db);
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  let isDone = false;
  const both = Promise.all([log.begin(entry('/a')), log.begin(entry('/b'))]).then((numbers) => {
    isDone = true;
    return numbers;
  });
  await turn();
  t.equal(log.records(0, 10).length, 2, 'one commit');
  t.equal(db.pragma('synchronous', { simple: true }), 2, 'whatever else is written waits as before');
  t.same([isDone, log.head().count], [false, 0], 'not on the disk yet');
  const third = log.begin(entry('/c'));
  t.same(await both, [1, 2]);
  t.equal(await third, 3, 'what comes meanwhile is the next commit');
  t.equal(log.head().count, 3);
  const last = log.begin(entry('/d'));
  await turn();
  db.close();
  t.equal(await last, 4, 'a database that is closed has it');
});

test('a disk that refuses refuses the requests of that moment, and no others', async (t) => {
  const file = join(t.testdir(), 'state.db');
  const { db } = openStateDatabase(file, () => 0);
  t.teardown(() => db.close());
  const log = createAccessLog(db);
  const [good, bad] = await Promise.allSettled([
    log.begin(entry('/a')),
    // a record that cannot be written
    log.end(1n as unknown as number, { at: 1, status: 200, bytes: 0 }),
  ]);
  t.equal(good?.status, 'fulfilled');
  t.equal(bad?.status, 'rejected');
  t.equal(await log.begin(entry('/b')), 2);
});
