/** The list of parts: what npm itself finds in the lock, the same bytes each time, and the digest that is reported. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'tap';
import { makeSbom } from '../../scripts/lib/sbom.ts';
import { readSbom, sbomDigest } from '../../src/gateway/platform/sbom.ts';

const ROOT = resolve(import.meta.dirname, '../..');

type Component = {
  readonly name: string;
  readonly purl: string;
  readonly 'bom-ref': string;
  readonly hashes?: readonly unknown[];
};
type Bom = {
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
};

test('it names what npm’s own list names, with the same hashes, and what is built into the pages', async (t) => {
  const ours = makeSbom(ROOT) as Bom;
  const order = ['sbom', '--package-lock-only', '--omit', 'dev', '--sbom-format', 'cyclonedx'];
  const npm = JSON.parse(execFileSync('npm', order, { cwd: ROOT, encoding: 'utf8' })) as Bom;
  const of = ({ components }: Bom) =>
    new Map(components.map(({ purl, hashes = [] }) => [purl, JSON.stringify(hashes)]));
  const [mine, theirs] = [of(ours), of(npm)];
  for (const [purl, hashes] of theirs) t.equal(mine.get(purl), hashes, purl);
  // npm leaves out what tools need too (jose, ws …), and knows nothing of what is built into the pages
  const names = new Set(ours.components.map(({ name }) => name));
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const name of [...Object.keys(dependencies), 'preact', 'intl-messageformat'])
    t.ok(names.has(name), name);
  for (const tool of ['typescript', 'tap', 'vite', 'playwright-core']) t.notOk(names.has(tool), tool);
  const refs = new Set(ours.components.map((one) => one['bom-ref']));
  t.equal(refs.size, ours.components.length, 'each once');
  t.ok(
    ours.dependencies.every(({ dependsOn }) => dependsOn.every((ref) => refs.has(ref))),
    'no link leads nowhere',
  );
});

test('the same bytes each time; no time, no random number, no place of this machine', async (t) => {
  const text = JSON.stringify(makeSbom(ROOT));
  t.equal(JSON.stringify(makeSbom(ROOT)), text);
  t.notMatch(text, /timestamp|serialNumber|file:/);
  t.notOk(text.includes(ROOT));
});

test('the digest is that of the file; without a build there is none', async (t) => {
  const file = join(t.testdir({}), 'sbom.json');
  const url = pathToFileURL(file);
  t.equal(sbomDigest(url)(), undefined);
  t.equal(await readSbom(url), undefined);
  writeFileSync(file, '{}\n');
  const digest = sbomDigest(url);
  t.equal(digest(), createHash('sha256').update('{}\n').digest('hex'));
  writeFileSync(file, 'replaced while it runs');
  t.equal(digest(), createHash('sha256').update('{}\n').digest('hex'), 'this program is what it was made of');
});
