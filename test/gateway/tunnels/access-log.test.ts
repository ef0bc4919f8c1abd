import { createHash } from 'node:crypto';
import { test } from 'tap';
import { loggedPath } from '../../../src/gateway/features/tunnels/logged-path.ts';
import { createAccessLog } from '../../../src/gateway/store/access-log.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';

const entry = (path: string) => ({
  at: 1,
  sessionId: 's',
  person: 'Ada',
  targetId: 'msl',
  method: 'GET',
  path,
});

/** Two that have ended, in another order than they began, and one that is open: records 1 to 5. */
function threeLines() {
  const { db } = openStateDatabase(':memory:', () => 0);
  const log = createAccessLog(db);
  const before = log.head();
  const [a, b] = [log.begin(entry('/a')), log.begin(entry('/b'))];
  log.end(b, { at: 3, status: 200, bytes: 5 });
  log.begin(entry('/c'));
  log.end(a, { at: 4, status: 404, bytes: 0 });
  return { db, log, before };
}

test('the chain', (t) => {
  const { log, before } = threeLines();
  t.same(before, { count: 0, head: '0'.repeat(64) });
  t.equal(log.head().count, 5);
  t.equal(log.lines(), 3);
  t.equal(log.firstBroken(), undefined);
  t.strictSame(log.page({ limit: 2 }), [
    { n: 4, ...entry('/c') },
    { n: 2, ...entry('/b'), status: 200, bytes: 5, endedAt: 3 },
  ]);
  t.strictSame(log.page({ limit: 2, after: 2 }), [
    { n: 1, ...entry('/a'), status: 404, bytes: 0, endedAt: 4 },
  ]);
  t.throws(() => log.end(1, { at: 5, status: 200, bytes: 0 }), /UNIQUE/, 'a line ends once');
  t.end();
});

test('what was changed afterwards is found', (t) => {
  const rows: readonly [string, string, number][] = [
    ['a line was rewritten', `UPDATE access_line SET line = replace(line, '/b', '/x') WHERE n = 2`, 2],
    ['an end was rewritten', `UPDATE access_line SET line = replace(line, '404', '200') WHERE n = 5`, 5],
    ['an end was given to another line', 'UPDATE access_line SET ends = 4 WHERE n = 5', 5],
    ['an end was made a line', 'UPDATE access_line SET ends = NULL WHERE n = 3', 3],
    ['a line was taken out', 'DELETE FROM access_line WHERE n = 2', 2],
    ['the first was taken out', 'DELETE FROM access_line WHERE n = 1', 1],
    ['a hash was rewritten', `UPDATE access_line SET hash = '00' WHERE n = 1`, 1],
  ];
  for (const [name, sql, at] of rows) {
    const { db, log } = threeLines();
    db.exec(sql);
    t.equal(log.firstBroken(), at, name);
  }
  const { db, log } = threeLines();
  const head = log.head();
  db.exec('DELETE FROM access_line WHERE n = 5');
  t.equal(log.firstBroken(), undefined, 'a cut tail alone leaves a whole chain …');
  t.not(log.head().head, head.head, '… so the head and count are kept by the cloud');
  t.end();
});

test('lines of before, that were written when they had ended, stay as they are', (t) => {
  const { db } = openStateDatabase(':memory:', () => 0);
  const line = JSON.stringify({ n: 1, ...entry('/old'), status: 200, bytes: 5 });
  const hash = createHash('sha256').update('0'.repeat(64)).update(line).digest('hex');
  db.prepare('INSERT INTO access_line (n, line, hash) VALUES (1, ?, ?)').run(line, hash);
  const log = createAccessLog(db);
  log.end(log.begin(entry('/new')), { at: 9, status: 204, bytes: 0 });
  t.equal(log.firstBroken(), undefined);
  t.equal(log.lines(), 2);
  t.match(log.page({ limit: 9 }), [
    { path: '/new', status: 204 },
    { path: '/old', status: 200, bytes: 5 },
  ]);
  t.end();
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
