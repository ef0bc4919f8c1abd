/** A file of tests that goes wrong in any way is seen by the run, and counted. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'tap';

const RUN = resolve(import.meta.dirname, '../../scripts/lib/run-tests.ts');
const COUNT = resolve(import.meta.dirname, '../../scripts/lib/count-tap.ts');
const TAP = "import { test } from 'tap';\n";

test('what a file of tests does is what the run says', { timeout: 120_000 }, async (t) => {
  const folder = t.testdir({
    'good.test.ts': `${TAP}test('a', async (t) => { t.pass('one'); t.pass('two', { skip: 'not here' }); });`,
    'bad.test.ts': `${TAP}test('a', async (t) => { t.pass('one'); t.fail('two'); });`,
    'more.test.ts': `${TAP}test('a', async (t) => { t.pass('one'); t.pass('two'); });`,
    'late.test.ts': `${TAP}test('a', async (t) => { setImmediate(() => { throw new Error('late'); }); await new Promise((done) => setImmediate(() => setImmediate(done))); t.pass('one'); });`,
    'lost.test.ts': `${TAP}test('a', async (t) => { void Promise.reject(new Error('lost')); await new Promise((done) => setImmediate(() => setImmediate(done))); t.pass('one'); });`,
    'empty.test.ts': 'export {};',
    'throws.test.ts': `throw new Error('at once');`,
    'leaves.test.ts': `${TAP}test('a', async (t) => { t.pass('one'); process.kill(process.pid, 'SIGKILL'); });`,
    'hangs.test.ts': `import { t } from 'tap';\nt.setTimeout(2000);\nt.test('a', () => new Promise(() => setInterval(() => 0, 100)));`,
    'alone.test.ts': `${TAP}test('a', async (t) => t.same([process.execArgv, process.env.NODE_OPTIONS, process.env.TAP_TIMEOUT], [[], '', '600']));`,
  });
  const { TAP_BAIL, TAP_CHILD_ID, TAP_CHILD_KEY, TAP_JOB_ID, TAP: _, ...env } = process.env;
  const run = (...names: string[]) => {
    const files = names.map((name) => (name === '--' ? name : join(folder, `${name}.test.ts`)));
    const { stdout, status } = spawnSync(process.execPath, [RUN, ...files], {
      encoding: 'utf8',
      env: { ...env, NODE_OPTIONS: '' },
    });
    const report = join(folder, 'report.tap');
    writeFileSync(report, stdout);
    const counted = spawnSync(process.execPath, [COUNT, report, String(status)], { encoding: 'utf8' });
    return `${status} ${counted.stdout.trim()}`;
  };
  t.equal(
    run('good', 'alone'),
    '0 2 0 1',
    'no process has more than its own options, and each has the suite’s patience',
  );
  t.equal(run('good', 'bad'), '1 2 1 1');
  t.match(run('good', 'throws'), /^1 1 [1-9] 1$/);
  t.match(run('good', 'leaves'), /^1 [12] [1-9] 1$/);
  t.match(run('good', 'hangs'), /^1 1 [1-9] 1$/);

  t.equal(run('alone', '--', 'good', 'more'), '0 4 0 1', 'files of one process count as if they were alone');
  t.equal(run('--', 'good', 'bad', 'more'), '1 4 1 1', 'and one that fails ends none of the others');
  t.match(run('--', 'throws', 'good'), /^1 \d [1-9] \d$/);
  t.match(run('--', 'good', 'leaves'), /^1 [12] [1-9] 1$/);
  t.match(run('--', 'good', 'late'), /^1 [12] [1-9] \d$/, 'what nobody catches');
  t.match(run('--', 'good', 'lost'), /^1 [12] [1-9] \d$/);
  t.match(run('--', 'good', 'absent'), /^1 1 [1-9] 1$/);
  t.match(run('--', 'good', 'empty'), /^1 1 [1-9] 1$/, 'a file without a test is told');
});
