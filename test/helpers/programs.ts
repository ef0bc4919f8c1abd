/**
 * Where the programs are that tests start: their sources, or in a whole run (scripts/test) what has just been built of
 * them, which is what is delivered, and starts in half of the time.
 */
import { join, resolve } from 'node:path';

const BUILT = process.env.CLOUDLINK_TEST_BUILT;
const SOURCES = resolve(import.meta.dirname, '../../src');

/** @param name without its ending: `gateway/main` */
export const programFile = (name: string): string =>
  BUILT === undefined ? join(SOURCES, `${name}.ts`) : join(BUILT, `${name}.js`);
