/** The four programs of package.json: each starts, says what it is, and answers wrong use with words and 64. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'tap';
import { PLAIN_ENV } from './helpers/environment.ts';

const ROOT = resolve(import.meta.dirname, '..');
const manifest = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as {
  version: string;
  bin: Record<string, string>;
};
/** EX_USAGE of sysexits(3). */
const USAGE = 64;

type Ended = { readonly code: number | string; readonly out: string; readonly err: string };

const run = (file: string, args: readonly string[]) =>
  new Promise<Ended>((done) => {
    execFile(file, args, { env: PLAIN_ENV }, (error, out, err) => done({ code: error?.code ?? 0, out, err }));
  });

const sourceOf = (built: string) => `${ROOT}/${built.replace(/^dist/, 'src').replace(/\.js$/, '.ts')}`;

test('there are four', async (t) => {
  t.same(Object.keys(manifest.bin), ['cloudlinkd', 'cloudlink', 'cloudlink-cloud', 'cloudlinkd-helper']);
});

for (const [name, built] of Object.entries(manifest.bin)) {
  const source = sourceOf(built);
  const start = (...args: string[]) => run(process.execPath, [source, ...args]);

  test(name, async (t) => {
    t.ok(existsSync(source), source);
    t.match(readFileSync(source, 'utf8'), /^#!\/usr\/bin\/env node\n/, 'can be started by its name');
    t.match(await start('--help'), { code: 0, out: new RegExp(`${name}\\b`), err: '' });
    t.same(await start('--version'), { code: 0, out: `${manifest.version}\n`, err: '' });
    for (const wrong of ['--nonsense', 'nonsense']) {
      const ended = await start(wrong);
      t.match(ended, { code: USAGE, out: '', err: /nonsense/ }, `${name} ${wrong}`);
      t.notMatch(ended.err, /^\s+at /m, 'words, no stack');
    }
  });
}

test('scripts/run knows them by name, and says so to any other', async (t) => {
  const ended = await run(`${ROOT}/scripts/run`, ['nonsense']);
  t.equal(ended.code, USAGE);
  for (const name of Object.keys(manifest.bin)) t.match(ended.err, name);
});
