import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { readPackaged } from '../../../src/gateway/platform/msl/packages.ts';

const skip = existsSync('/usr/bin/rpmbuild') ? false : 'rpm is not installed';

/** A package of that name, made by rpmbuild; nothing is in it. */
function build(folder: string, name: string, version: string, release: string): string {
  const spec = join(folder, `${name}.spec`);
  writeFileSync(
    spec,
    `Name: ${name}\nVersion: ${version}\nRelease: ${release}\nSummary: x\nLicense: x\nBuildArch: noarch\n%description\nx\n%files\n`,
  );
  const out = join(folder, `${name}-${version}`);
  execFileSync('rpmbuild', ['-bb', '--quiet', '--define', `_rpmdir ${out}`, spec], { stdio: 'pipe' });
  const arch = join(out, 'noarch');
  return join(arch, readdirSync(arch)[0] ?? '');
}

/** A host's root with a real rpm database. */
function host(t: Test) {
  const folder = mkdtempSync(join(tmpdir(), 'rpm-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, 'root');
  mkdirSync(root);
  const rpm = (...args: string[]) => execFileSync('rpm', ['--root', root, ...args], { stdio: 'pipe' });
  return { folder, root, install: (file: string, ...how: string[]) => rpm('-i', '--nodeps', ...how, file) };
}

test('applications of a host by its packages', { skip }, async (t) => {
  const { folder, root, install } = host(t);
  for (const [name, version, release] of [
    ['blade-one', '11.1.0.270', '01'],
    ['blade-two', '9.6', '2'],
    ['something-else', '1.0', '1'],
  ] as const)
    install(build(folder, name, version, release));
  t.same(
    await readPackaged(root, ['blade-two=micollab', 'blade-one=mitel-border-gateway', 'not-there=mx-one']),
    [
      { type: 'micollab', version: '9.6-2' },
      { type: 'mitel-border-gateway', version: '11.1.0.270-01' },
    ],
    'those that the setting names, in its order',
  );
  t.same(await readPackaged(root, []), [], 'nothing is asked when nothing is named');
});

test('of two versions of one package the one that was installed later counts', { skip }, async (t) => {
  const { folder, root, install } = host(t);
  // rpm tells installations apart by whole seconds
  const old = build(folder, 'blade', '2.0', '1');
  execFileSync('faketime', ['2020-01-01', 'rpm', '--root', root, '-i', '--nodeps', old], { stdio: 'pipe' });
  install(build(folder, 'blade', '1.9', '1'), '--force');
  t.same(await readPackaged(root, ['blade=micollab']), [{ type: 'micollab', version: '1.9-1' }]);
});

test('a database that cannot be read is told', { skip }, async (t) => {
  const { root } = host(t);
  const at = execFileSync('rpm', ['--eval', '%{_dbpath}'], { encoding: 'utf8' }).trim();
  mkdirSync(join(root, at), { recursive: true });
  writeFileSync(join(root, at, 'rpmdb.sqlite'), 'not a database '.repeat(1000));
  await t.rejects(readPackaged(root, ['blade=micollab']));
});
