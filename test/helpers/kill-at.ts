/**
 * Loaded before a real program (`NODE_OPTIONS=--import …`): it is killed with kill -9 right before a chosen one of the
 * moments at which it changes something that lasts. Nothing of the program is replaced; moments are counted, so a kill
 * goes by the program's work and not by the clock. It is told by its own address, since that reaches the processes that a program starts, too: {@link killAt} makes it.
 */
import fs from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';

export type Kill = {
  /** Before which moment. Left out, every moment is told as a line `kill-at 7 renameSync state.json`. */
  readonly at?: number;
  /** Changes of files below this folder are moments. */
  readonly below?: string;
  /** So are statements whose SQL fits this pattern: before and after each. */
  readonly sql?: string;
  /** The process that started this one is killed, and this one lives on. */
  readonly who?: 'parent';
  /** Counts in processes alone whose command line has this in it. */
  readonly only?: string;
};

/** The environment of a program that is to be killed so. */
export function killAt(kill: Kill): { readonly NODE_OPTIONS: string } {
  const url = new URL(import.meta.url);
  url.search = String(new URLSearchParams({ kill: JSON.stringify(kill) }));
  return { NODE_OPTIONS: `--import ${url.href}` };
}

const told = new URL(import.meta.url).searchParams.get('kill');
const { at, below, sql, who, only = '' } = JSON.parse(told ?? '{}') as Kill;
const { writeSync } = fs;
let moments = 0;

function moment(what: string): void {
  moments++;
  if (at === undefined) writeSync(2, `kill-at ${moments} ${what}\n`);
  else if (moments === at) process.kill(who === 'parent' ? process.ppid : process.pid, 'SIGKILL');
}

type Methods = Record<string, (...args: unknown[]) => unknown>;
/** @param isMoment looks at the arguments */
function watch(of: object, name: string, isMoment: (args: readonly unknown[]) => boolean): void {
  const methods = of as Methods;
  const real = methods[name];
  if (!real) throw new TypeError(`there is no ${name}`);
  methods[name] = function (this: unknown, ...args: unknown[]) {
    if (isMoment(args)) moment(`${name} ${basename(String(args[0]))}`);
    return real.apply(this, args);
  };
}

const isBelow = ([path]: readonly unknown[]) => String(path).startsWith(`${below}/`);
const isWrite = (args: readonly unknown[]) => isBelow(args) && !['r', undefined].includes(args[1] as string);

function watchFiles(): void {
  for (const name of ['renameSync', 'linkSync', 'rmSync', 'unlinkSync', 'copyFileSync', 'writeFileSync'])
    watch(fs, name, isBelow);
  watch(fs, 'openSync', isWrite);
  for (const name of ['writeSync', 'fsyncSync']) watch(fs, name, ([fd]) => Number(fd) > 2);
  for (const name of ['rename', 'rm', 'unlink', 'copyFile', 'writeFile']) watch(fs.promises, name, isBelow);
  watch(fs.promises, 'open', isWrite);
  syncBuiltinESMExports();
}

type Statement = { run(...args: unknown[]): unknown };
function watchStatements(fits: RegExp): void {
  const Database = createRequire(import.meta.url)('better-sqlite3') as { prototype: object };
  const methods = Database.prototype as Record<'prepare', (sql: string) => Statement>;
  const { prepare } = methods;
  methods.prepare = function (this: unknown, text: string) {
    const statement = prepare.call(this, text);
    if (!fits.test(text)) return statement;
    const run = statement.run.bind(statement);
    const what = text.trim().slice(0, 40).replaceAll(/\s+/g, ' ');
    statement.run = (...args: unknown[]) => {
      moment(`before ${what}`);
      const done = run(...args);
      moment(`after ${what}`);
      return done;
    };
    return statement;
  };
}

if (told !== null && process.argv.join(' ').includes(only)) {
  if (below !== undefined) watchFiles();
  if (sql !== undefined) watchStatements(new RegExp(sql));
}
