/**
 * Runs test files and prints one report in TAP. As `tap` does it (its own child processes, time limits and plans), but
 * without what `tap` loads into every process of a test, and into the programs that the test starts, to collect coverage
 * and to replace modules: neither is used here, and together they cost a third of the processor time of a short file.
 *
 * Files before `--` have a Node of their own. Those behind it share one, neighbours together (test-group.ts), until
 * another `--`.
 *
 * @example node scripts/lib/run-tests.ts test/a.test.ts test/b.test.ts -- test/c.test.ts test/d.test.ts > report.tap
 */
import { join } from 'node:path';
import { t } from 'tap';

/** Processes at a time; the machine that decides has two processors. With three, files with their own patience ran out of it. */
const JOBS = 2;
/** Of a file that says nothing else, as in package.json. */
const TIMEOUT_MS = 600_000;
/** Files in one process: of more, less would be loaded anew, and more would be lost with a process that dies. */
const GROUP = 12;
const GROUP_PROGRAM = join(import.meta.dirname, 'test-group.ts');

t.jobs = JOBS;
t.setTimeout(0);

const run = (name: string, args: readonly string[], files = '') =>
  void t.spawn(
    // tap's way of starting a process adds its loaders to NODE_OPTIONS
    '/usr/bin/env',
    [
      `NODE_OPTIONS=${process.env.NODE_OPTIONS ?? ''}`,
      `TAP_TIMEOUT=${TIMEOUT_MS / 1000}`,
      `TEST_FILES=${files}`,
      process.execPath,
      ...args,
    ],
    { name, buffered: true, timeout: TIMEOUT_MS },
  );
const isGrouped = (part: number) => part % 2 === 1;
let begun = 0;
process.argv
  .slice(2)
  .join('\n')
  .split(/^--$/m)
  .map((part) => part.split('\n').filter((file) => file !== ''))
  .forEach((files, part) => {
    if (!isGrouped(part)) for (const file of files) run(file, [file]);
    else
      for (let at = 0; at < files.length; at += GROUP) {
        const group = files.slice(at, at + GROUP);
        run(`${group[0]} and ${group.length - 1} more`, [GROUP_PROGRAM, String(begun++)], group.join(' '));
      }
  });
