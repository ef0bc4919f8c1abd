/**
 * Several files of tests in one process, which loads what they share once, and has it warm: a third of the processor
 * time of a process each. Each is announced by its name, and can be run by itself as ever.
 *
 * @example TEST_FILES='test/a.test.ts test/b.test.ts' node scripts/lib/test-group.ts 7   # any number: tap names folders by it
 */
import async_hooks, { type AsyncHook } from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

// tap follows each promise, to tell in which test something is thrown that nobody catches: a fifth of the time of what
// makes many. Here that ends the process, and the run sees it (test/scripts/run-tests.test.ts).
const idle: AsyncHook = { enable: () => idle, disable: () => idle };
async_hooks.createHook = () => idle;
syncBuiltinESMExports();
const { t } = await import('tap');

let tests = 0;
t.on('subtestAdd', () => tests++);
for (const file of (process.env.TEST_FILES ?? '').split(' ')) {
  t.comment(file);
  const before = tests;
  await import(pathToFileURL(resolve(file)).href);
  if (tests === before) t.fail(`${file} has no test`);
}
