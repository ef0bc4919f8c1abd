/** The orders of scripts/make-release-repository, as docs/updates.md tells people to give them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Test, test } from 'tap';
import { orderRepository } from '../../scripts/lib/make-release-repository.ts';
import { createReleaseMetadata } from '../../src/gateway/platform/update/metadata.ts';
import { PLAIN_ENV } from '../helpers/environment.ts';
import { HARDWARE, smallRelease } from '../helpers/releases.ts';
import { temporaryFolder } from '../helpers/uplink.ts';

const ROOT = resolve(import.meta.dirname, '../..');

function vendor(t: Test) {
  const folder = temporaryFolder(t);
  const [repository, keys] = [join(folder, 'releases'), join(folder, 'keys')];
  const run = (...args: string[]) => orderRepository(args);
  const order = (name: string, ...more: string[]) => run(name, repository, '--keys', keys, ...more);
  return {
    folder,
    repository,
    keys,
    run,
    order,
    release: (version: string) => smallRelease(folder, version),
    /** Every file and what is in it. */
    contents: () =>
      readdirSync(repository, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
        .map((path) => [path, readFileSync(path, 'latin1')]),
    /** As a gateway reads it whose image has this root; over the cloud, or from what is on a stick. */
    gateway(root: string) {
      const own = join(folder, 'gateway');
      mkdirSync(own, { recursive: true });
      return createReleaseMetadata({
        rootFile: root,
        folder: join(own, 'metadata'),
        uploadFile: join(own, 'upload.zip'),
        way: {
          async metadata(name: string) {
            const file = join(repository, 'metadata', name);
            return existsSync(file) ? readFileSync(file) : undefined;
          },
          target: async () => t.fail('no file is asked for'),
        } as never,
        now: Date.now,
      });
    },
  };
}

test('the life of a repository', async (t) => {
  const { folder, order, release, gateway, keys, repository } = vendor(t);
  t.match(await order('init'), /1\.root\.json goes into the image as update-root\.json/);
  const root = join(folder, 'update-root.json');
  copyFileSync(join(repository, 'metadata/1.root.json'), root);
  for (const name of readdirSync(keys)) t.match(name, /^(root|targets|snapshot|timestamp)-00[12]\.pem$/);

  for (const version of ['1.0.0', '1.1.0'])
    await order('add', '--file', await release(version), '--version', version, '--notes', `New: ${version}.`);
  const seen = async () => (await gateway(root).fromCloud()).map(({ version }) => version).sort();
  t.same(await seen(), ['1.0.0', '1.1.0']);
  const [first] = await gateway(root).fromCloud();
  t.match(first, { floor: '0', form: 'directory', hardware: [HARDWARE], unpackedBytes: Number });
  t.ok((first?.unpackedBytes ?? 0) > 50, 'how much room it takes is found out');

  const before = JSON.parse(readFileSync(join(repository, 'metadata/timestamp.json'), 'utf8'));
  t.equal(await order('refresh'), 'snapshot and timestamp are new');
  const after = JSON.parse(readFileSync(join(repository, 'metadata/timestamp.json'), 'utf8'));
  t.equal(after.signed.version, before.signed.version + 1);
  t.ok(after.signed.expires >= before.signed.expires);
  t.same(await seen(), ['1.0.0', '1.1.0'], 'a gateway goes on');

  t.match(await order('withdraw', '--target', 'cloudlink-1.1.0.zip'), /is withdrawn/);
  t.same(await seen(), ['1.0.0']);
  t.same(
    readdirSync(join(repository, 'targets')).map((name) => name.replace(/^[0-9a-f]{64}\./, '')),
    ['cloudlink-1.0.0.zip'],
    'nor is its file there',
  );

  for (const role of ['targets', 'root', 'snapshot', 'timestamp', 'root'])
    t.equal(await order('rotate', '--role', role), `a new key signs for ${role}`);
  t.same(await seen(), ['1.0.0'], 'also a gateway whose image has the first root');

  const out = join(folder, 'stick.zip');
  t.match(await order('bundle', '--target', 'cloudlink-1.0.0.zip', '--out', out), /is an update file/);
  const reader = gateway(root);
  copyFileSync(out, join(folder, 'gateway/upload.zip'));
  t.match(await reader.fromFile(), { releases: [{ version: '1.0.0' }], warnings: [] });
});

test('what is refused changes nothing', async (t) => {
  const { folder, order, run, release, contents, repository, keys } = vendor(t);
  const file = await release('1.0.0');
  const refused = (done: Promise<string>, message: RegExp, what?: string) =>
    t.rejects(done, { message }, what ?? String(message));
  await refused(order('refresh'), /is not a repository of releases; init makes one/);
  t.notOk(existsSync(repository), 'a folder that was mistyped is not made');
  await order('init');
  await order('add', '--file', file, '--version', '1.0.0');
  const before = contents();

  const otherKeys = join(folder, 'other-keys');
  await run('init', join(folder, 'other'), '--keys', otherKeys);
  const none = join(folder, 'no-keys');
  const text = join(folder, 'text.zip');
  writeFileSync(text, 'no zip');
  const elsewhere = join(folder, 'elsewhere');
  mkdirSync(elsewhere);
  const sameName = join(elsewhere, 'cloudlink-1.0.0.zip');
  copyFileSync(await release('1.0.1'), sameName);

  const foreign = /the keys in .* are not those that sign for \w+ in this repository; nothing was changed/;
  const rows: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['keys of another repository', ['refresh', repository, '--keys', otherKeys], foreign],
    ['no keys', ['refresh', repository, '--keys', none], foreign],
    ['to add', ['add', repository, '--keys', otherKeys, '--file', file, '--version', '1.0.0'], foreign],
    ['to exchange', ['rotate', repository, '--keys', otherKeys, '--role', 'root'], foreign],
    ['no folder', ['refresh', '--keys', keys], /the folder of the repository is missing/],
    ['no order', [], /orders: init, pack, add/],
    ['another order', ['publish', repository], /orders: init, pack, add/],
    ['an option that is none', ['refresh', repository, '--key', keys], /Unknown option '--key'/],
    ['where the keys are', ['refresh', repository], /--keys is missing/],
    ['a second time', ['init', repository, '--keys', keys], /is a repository already/],
    [
      'a role that is none',
      ['rotate', repository, '--keys', keys, '--role', 'all'],
      /--role is one of root,/,
    ],
  ];
  for (const [what, args, sentence] of rows) await refused(run(...args), sentence, what);

  const add = (path: string, version: string, ...more: string[]) =>
    order('add', '--file', path, '--version', version, ...more);
  await refused(add(join(folder, 'none.zip'), '1.0.0'), /there is no file/);
  await refused(add(text, '1.0.0'), /not an update file/);
  await refused(add(file, '1.1.0'), /is version 1\.0\.0, and --version says 1\.1\.0/);
  await refused(add(file, 'next', '--form', 'rauc'), /^version must match pattern/);
  await refused(add(file, '1.0.0', '--form', 'tar'), /^form must be/);
  await refused(add(sameName, '1.0.1'), /there is another cloudlink-1\.0\.0\.zip in the list/);
  for (const name of ['withdraw', 'bundle'])
    await refused(
      order(name, '--target', '1.0.0', '--out', join(folder, 'out.zip')),
      /there is no 1\.0\.0 in the list; there are cloudlink-1\.0\.0\.zip/,
    );
  t.same(contents(), before, 'not a byte is another one');
  t.notOk(existsSync(none), 'nor is a folder of keys made');
});

test('the program itself: each order is explained, and what went wrong is said', (t) => {
  const said = execFileSync(join(ROOT, 'scripts/make-release-repository'), { encoding: 'utf8' });
  for (const name of ['init', 'pack', 'add', 'refresh', 'rotate', 'withdraw', 'bundle'])
    t.match(said, new RegExp(`^scripts/make-release-repository ${name} `, 'm'));
  const program = join(ROOT, 'scripts/lib/make-release-repository.ts');
  const wrong = spawnSync(process.execPath, [program, 'refresh'], { encoding: 'utf8', env: PLAIN_ENV });
  t.match(wrong, { status: 64, stdout: '', stderr: 'the folder of the repository is missing\n' });
  t.end();
});
