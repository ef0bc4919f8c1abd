/** What the build says of its packages: all that run, none of the tools, each with its licence. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'tap';
import { collectLicences } from '../../scripts/lib/licences.ts';

const ROOT = resolve(import.meta.dirname, '../..');

test('this build', async (t) => {
  const packages = collectLicences(ROOT);
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  t.match(packages[0], { name: 'cloudlink-edge', licence: 'Apache-2.0', text: /Apache License/ });
  const names = new Set(packages.map(({ name }) => name));
  for (const [name, version] of Object.entries(manifest.dependencies))
    t.ok(
      packages.some((p) => p.name === name && p.version === version),
      `${name} ${version}`,
    );
  for (const inPages of ['preact', 'intl-messageformat']) t.ok(names.has(inPages), inPages);
  for (const tool of ['typescript', 'tap', 'vite', 'playwright-core']) t.notOk(names.has(tool), tool);
  t.same(
    packages.filter(({ licence }) => licence === 'UNKNOWN').map(({ name }) => name),
    [],
    'each says its licence',
  );
  t.equal(new Set(packages.map((p) => `${p.name} ${p.version}`)).size, packages.length, 'each once');
});

test('old ways of saying a licence, packages within packages, packages of other machines', async (t) => {
  const root = t.testdir({});
  const put = (folder: string, manifest: object, text?: string) => {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, 'package.json'), JSON.stringify({ version: '1.0.0', ...manifest }));
    if (text !== undefined) writeFileSync(join(root, folder, 'LICENCE.md'), text);
  };
  put('', { name: 'product', license: 'Apache-2.0', dependencies: { a: '1', list: '1' } });
  put('node_modules/a', { license: { type: 'ISC' } }, 'text of a\n');
  put('node_modules/a/node_modules/list', { version: '2.0.0' });
  put('node_modules/list', { licenses: [{ type: 'MIT' }, { type: 'BSD' }] });
  put('node_modules/tool', { license: 'MIT' });
  const one = { version: '1' };
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({
      packages: {
        '': one,
        'node_modules/a': { ...one, dependencies: { list: '2' }, optionalDependencies: { elsewhere: '1' } },
        'node_modules/a/node_modules/list': one,
        'node_modules/elsewhere': { ...one, optional: true },
        'node_modules/list': one,
        'node_modules/tool': { ...one, dev: true },
      },
    }),
  );
  t.same(collectLicences(root), [
    { name: 'product', version: '1.0.0', licence: 'Apache-2.0' },
    { name: 'a', version: '1.0.0', licence: 'ISC', text: 'text of a' },
    { name: 'list', version: '1.0.0', licence: 'MIT OR BSD' },
    { name: 'list', version: '2.0.0', licence: 'UNKNOWN' },
  ]);
});
