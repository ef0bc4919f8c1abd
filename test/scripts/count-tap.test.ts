/** What the last line of the test run says must be true of a run that went wrong, too. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'tap';

const COUNT = resolve(import.meta.dirname, '../../scripts/lib/count-tap.ts');

const GOOD = `TAP version 14
# Subtest: test/a.test.ts
    ok 1 - one
    ok 2 - two # SKIP slapd is not installed
    1..2
ok 1 - test/a.test.ts
# Subtest: test/b.test.ts
    ok 1 - three
    1..1
ok 2 - test/b.test.ts
1..2
`;

test('a report becomes three numbers', async (t) => {
  const folder = t.testdir();
  const count = (report: string, status = 0) => {
    const file = join(folder, 'report.tap');
    writeFileSync(file, report);
    return spawnSync(process.execPath, [COUNT, file, String(status)], { encoding: 'utf8' }).stdout.trim();
  };
  t.equal(count(GOOD), '2 0 1');
  t.equal(count(GOOD.replace('ok 1 - three', 'not ok 1 - three'), 1), '1 1 1');
  t.equal(count(GOOD.replace(/1\.\.2\n$/, '')), '2 1 1', 'cut before its plan');
  t.equal(count(GOOD.replace(/# Subtest: test\/b[\s\S]*?ok 2 .*\n/, '')), '1 1 1', 'a file is missing');
  t.equal(count(GOOD, 1), '2 1 1', 'tap itself failed');
  t.equal(count(''), '0 1 0', 'no test ran');
});
