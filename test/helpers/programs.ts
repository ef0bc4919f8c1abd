/**
 * Where the programs are that tests start: their sources, or in a whole run (scripts/test) what has just been built of
 * them, which is what is delivered, and starts in half of the time.
 */
import { join, resolve } from 'node:path';

/** The folder of what was built; undefined where tests run the sources. */
export const BUILT = process.env.CLOUDLINK_TEST_BUILT;
const SOURCES = resolve(import.meta.dirname, '../../src');

/** @param name without its ending: `gateway/main` */
export const programFile = (name: string): string =>
  BUILT === undefined ? sourceFile(name) : join(BUILT, `${name}.js`);

/** For a test that is about what only sources are, such as a program without the time of its build. */
export const sourceFile = (name: string): string => join(SOURCES, `${name}.ts`);
