/**
 * Runs test files, each in a Node of its own, and prints one report in TAP. As `tap` does it (its own child processes,
 * time limits and plans), but without what `tap` loads into every process of a test, and into the programs that the
 * test starts, to collect coverage and to replace modules: neither is used here, and together they cost a third of the
 * processor time of a short file.
 *
 * @example node scripts/lib/run-tests.ts test/a.test.ts test/b.test.ts > report.tap
 */
import { t } from 'tap';

/** Files at a time; the machine that decides has two processors. With three, files with their own patience ran out of it. */
const JOBS = 2;
/** Of a file that says nothing else, as in package.json. */
const TIMEOUT_MS = 600_000;

const files = process.argv.slice(2);
t.jobs = JOBS;
t.setTimeout(0);
for (const file of files)
  void t.spawn(
    // tap's way of starting a process adds its loaders to NODE_OPTIONS
    '/usr/bin/env',
    [
      `NODE_OPTIONS=${process.env.NODE_OPTIONS ?? ''}`,
      `TAP_TIMEOUT=${TIMEOUT_MS / 1000}`,
      process.execPath,
      file,
    ],
    { name: file, buffered: true, timeout: TIMEOUT_MS },
  );
