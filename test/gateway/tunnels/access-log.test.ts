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
  status: 200,
  bytes: 5,
});

function threeLines() {
  const { db } = openStateDatabase(':memory:', () => 0);
  const log = createAccessLog(db);
  const before = log.head();
  for (const path of ['/a', '/b', '/c']) log.append(entry(path));
  return { db, log, before };
}

test('the chain', (t) => {
  const { log, before } = threeLines();
  t.same(before, { count: 0, head: '0'.repeat(64) });
  t.equal(log.head().count, 3);
  t.equal(log.firstBroken(), undefined);
  t.same(
    log.page({ limit: 2 }).map((l) => l.path),
    ['/c', '/b'],
  );
  t.same(
    log.page({ limit: 2, after: 2 }).map((l) => l.path),
    ['/a'],
  );
  t.end();
});

test('what was changed afterwards is found', (t) => {
  const rows: readonly [string, string, number][] = [
    ['a line was rewritten', `UPDATE access_line SET line = replace(line, '/b', '/x') WHERE n = 2`, 2],
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
  db.exec('DELETE FROM access_line WHERE n = 3');
  t.equal(log.firstBroken(), undefined, 'a cut tail alone leaves a whole chain …');
  t.not(log.head().head, head.head, '… so the head and count are kept by the cloud');
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
