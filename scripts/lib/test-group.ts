/**
 * Several files of tests in one process, which loads what they share once, and has it warm: a third of the processor
 * time of a process each. Each is announced by its name, and can be run by itself as ever.
 *
 * @example TEST_FILES='test/a.test.ts test/b.test.ts' node scripts/lib/test-group.ts 7   # any number: tap names folders by it
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { t } from 'tap';

let tests = 0;
t.on('subtestAdd', () => tests++);
for (const file of (process.env.TEST_FILES ?? '').split(' ')) {
  t.comment(file);
  const before = tests;
  await import(pathToFileURL(resolve(file)).href);
  if (tests === before) t.fail(`${file} has no test`);
}
