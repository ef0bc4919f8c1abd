/**
 * Packages of some hundred small files, each of which costs every start of a program a search, a read and a compilation:
 * beside the built programs they stand once more, as a few files. `node scripts/lib/bundle-packages.ts dist` makes
 * `dist/node_modules/<package>`, which Node finds first (docs/decisions/runtime.md). Without that folder the programs
 * run as well, on the packages as they were installed.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';

/** Package → its entries that the programs import. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  typebox: ['.', './compile', './system', './value'],
  kysely: ['.'],
};

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new TypeError('usage: bundle-packages.ts <folder>');
const root = resolve(import.meta.dirname, '../..');

for (const [name, entries] of Object.entries(PACKAGES)) {
  const outDir = join(root, folder, 'node_modules', name);
  rmSync(outDir, { recursive: true, force: true });
  const fileOf = (entry: string) => (entry === '.' ? 'index' : entry.slice(2));
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      minify: false,
      target: 'node24',
      rolldownOptions: {
        input: Object.fromEntries(
          entries.map((entry) => [fileOf(entry), `${name}${entry === '.' ? '' : entry.slice(1)}`]),
        ),
        output: { entryFileNames: '[name].js', chunkFileNames: 'shared-[hash].js' },
      },
    },
  });
  const { version, license } = JSON.parse(
    readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'),
  );
  const exports = Object.fromEntries(entries.map((entry) => [entry, `./${fileOf(entry)}.js`]));
  writeFileSync(
    join(outDir, 'package.json'),
    `${JSON.stringify({ name, version, license, type: 'module', exports }, undefined, 1)}\n`,
  );
}
