/** What a gateway believes of releases: metadata made by the project's own script, served over real HTTP. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { systemClock } from '../../../src/base/runtime/clock.ts';
import type { Release } from '../../../src/gateway/core/ports/update.ts';
import { createReleaseFiles, uploadFileOf } from '../../../src/gateway/platform/update/files.ts';
import { createReleaseMetadata, hashedName } from '../../../src/gateway/platform/update/metadata.ts';
import { makeRepository, serveReleases } from '../../helpers/releases.ts';
import { makeUplink, temporaryFolder } from '../../helpers/uplink.ts';

const DAY = 86_400_000;

async function world(t: Test, options: { now?: () => number; bytesPerSecond?: number } = {}) {
  const folder = temporaryFolder(t);
  const repository = makeRepository(folder, options.now);
  const served = await serveReleases(t, join(folder, 'repository'));
  const { releases: way } = await makeUplink(t, { base: served.base });
  const own = join(folder, 'gateway');
  mkdirSync(own);
  const source = createReleaseMetadata({
    rootFile: repository.rootFile,
    folder: join(own, 'metadata'),
    uploadFile: uploadFileOf(own),
    way,
    now: Date.now,
  });
  const files = createReleaseFiles({
    folder: own,
    way,
    bytesPerSecond: options.bytesPerSecond ?? 0,
    clock: systemClock,
  });
  const signal = new AbortController().signal;
  const upload = async (path: string, piece = 40_000) => {
    const bytes = readFileSync(path);
    for (let start = 0; start < bytes.length; start += piece)
      await files.upload(
        { start, total: bytes.length },
        (async function* () {
          yield bytes.subarray(start, start + piece);
        })(),
      );
  };
  return { folder, own, repository, served, source, files, signal, upload, way };
}
const versions = (releases: readonly Release[]) => releases.map(({ version }) => version).sort();

test('releases are known, and keys change under a gateway that looks now and then', async (t) => {
  const { repository, source, own } = await world(t);
  t.same(await source.fromCloud(), [], 'none yet');
  const target = await repository.release('1.1.0');
  const [release] = await source.fromCloud();
  t.match(release, { version: '1.1.0', floor: '1.0.0', form: 'directory', target });
  for (const role of ['targets', 'root', 'timestamp', 'snapshot', 'root', 'targets'] as const)
    repository.rotate(role);
  await repository.release('1.2.0');
  t.same(versions(await source.fromCloud()), ['1.1.0', '1.2.0'], 'every key but one is another one');
  rmSync(join(own, 'metadata'), { recursive: true });
  t.same(versions(await source.fromCloud()), ['1.1.0', '1.2.0'], 'and from the root of the image, too');
  repository.withdraw(target);
  t.same(versions(await source.fromCloud()), ['1.2.0'], 'one was withdrawn');
});

test('metadata that is not right', async (t) => {
  const { repository, source, served, folder, own } = await world(t);
  await repository.release('1.1.0');
  await source.fromCloud();
  const newest = (role: 'targets' | 'snapshot' | 'root') => String(repository.newest(role));
  const tampered = (name: string, from: string, to: string) => {
    const text = readFileSync(join(repository.metadata, name), 'utf8');
    t.ok(text.includes(from), `${name} has ${from}`);
    served.instead.set(name, Buffer.from(text.replace(from, to)));
  };

  await t.test('tampered', async (t) => {
    await repository.release('1.2.0');
    tampered(newest('targets'), '"1.2.0"', '"9.9.9"');
    await t.rejects(source.fromCloud(), { code: /UPDATE_(UNSIGNED|ROLLED_BACK)/ });
    served.instead.clear();
    t.same(versions(await source.fromCloud()), ['1.1.0', '1.2.0'], 'and right again');
  });
  await t.test('truncated', async (t) => {
    await repository.release('1.3.0');
    const text = readFileSync(join(repository.metadata, 'timestamp.json'));
    served.instead.set('timestamp.json', text.subarray(0, 100));
    await t.rejects(source.fromCloud(), { code: 'UPDATE_UNSIGNED' });
    served.instead.clear();
  });
  await t.test('of another vendor, with the right names', async (t) => {
    const other = join(folder, 'other');
    mkdirSync(other);
    const foreign = makeRepository(other);
    await foreign.release('6.6.6');
    foreign.refresh();
    for (let n = 0; n < 6; n++) foreign.refresh();
    served.folder = join(other, 'repository');
    await t.rejects(source.fromCloud(), { code: 'UPDATE_UNSIGNED' });
    served.folder = join(folder, 'repository');
    t.same(versions(await source.fromCloud()), ['1.1.0', '1.2.0', '1.3.0']);
  });
  await t.test('older than what was seen', async (t) => {
    const before = join(folder, 'before');
    cpSync(join(folder, 'repository'), before, { recursive: true });
    await repository.release('1.4.0');
    await source.fromCloud();
    served.folder = before;
    await t.rejects(source.fromCloud(), { code: 'UPDATE_ROLLED_BACK' });
    served.folder = join(folder, 'repository');
  });
  await t.test('kept ones that a power cut left in halves', async (t) => {
    for (const name of ['root.json', 'timestamp.json', 'snapshot.json', 'targets.json']) {
      writeFileSync(join(own, 'metadata', name), '{"signed": {');
      t.match(versions(await source.fromCloud()), ['1.1.0'], name);
    }
  });
  await t.test('no keys on this gateway', async (t) => {
    rmSync(repository.rootFile);
    t.match(source.obstacle(), { code: 'UPDATE_NO_ROOT' });
    await t.rejects(source.fromCloud(), { code: 'UPDATE_NO_ROOT' });
  });
  await t.test('no cloud', async (t) => {
    writeFileSync(
      repository.rootFile,
      readFileSync(repository.rootFile.replace('image-root.json', 'repository/metadata/1.root.json')),
    );
    await served.close();
    await t.rejects(source.fromCloud(), { code: 'CLOUD_UNREACHABLE' });
  });
});

test('metadata that ran out: refused from the cloud, for a frozen list looks the same', async (t) => {
  let now = Date.now() - 8 * DAY;
  const { repository, source } = await world(t, { now: () => now });
  await repository.release('1.1.0');
  await t.rejects(source.fromCloud(), { code: 'UPDATE_EXPIRED' });
  now = Date.now();
  repository.refresh();
  t.same(versions(await source.fromCloud()), ['1.1.0'], 'renewed');
});

test('an update file on a site that was offline for long', async (t) => {
  let now = Date.now() - 90 * DAY;
  const { repository, source, files, upload, folder, signal } = await world(t, { now: () => now });
  const target = await repository.release('1.1.0');
  await repository.release('1.2.0');
  repository.rotate('root');
  const out = join(folder, 'update.zip');
  await repository.bundle(target, out);
  t.same(await files.uploaded(), { offset: 0, total: 0, complete: false });
  await upload(out);
  t.match(await files.uploaded(), { complete: true });
  const { releases, warnings } = await source.fromFile();
  t.same(versions(releases), ['1.1.0'], 'only what is in it');
  t.match(warnings, [/timestamp/, /snapshot/], 'it ran out, and is taken');
  const [release] = releases as [Release];
  const seen: number[] = [];
  await files.unpackFile(release, signal, (bytes) => seen.push(bytes));
  t.equal(seen.at(-1), release.bytes);
  t.ok(await files.isWhole(release, signal));

  await t.test('the list of releases itself ran out', async (t) => {
    now = Date.now() - 400 * DAY;
    const old = join(folder, 'old');
    mkdirSync(old);
    const repo = makeRepository(old, () => now);
    const path = join(old, 'update.zip');
    await repo.bundle(await repo.release('1.1.0'), path);
    writeFileSync(repository.rootFile, readFileSync(repo.rootFile));
    rmSync(join(folder, 'gateway/metadata'), { recursive: true });
    await upload(path);
    await t.rejects(source.fromFile(), { code: 'UPDATE_EXPIRED' });
  });
  await t.test('signed by another key', async (t) => {
    const other = join(folder, 'other');
    mkdirSync(other);
    const foreign = makeRepository(other);
    const path = join(other, 'update.zip');
    await foreign.bundle(await foreign.release('6.6.6'), path);
    await upload(path);
    await t.rejects(source.fromFile(), { code: 'UPDATE_UNSIGNED' });
  });
  await t.test('no zip, and half a zip', async (t) => {
    for (const bytes of [Buffer.from('something else'), readFileSync(out).subarray(0, 1000)]) {
      const path = join(folder, 'bad.zip');
      writeFileSync(path, bytes);
      await upload(path);
      await t.rejects(source.fromFile(), { code: 'UPDATE_FILE_BAD' });
    }
  });
  await t.test('pieces that do not follow on one another', async (t) => {
    const piece = async function* () {
      yield Buffer.alloc(10);
    };
    await files.upload({ start: 0, total: 100 }, piece());
    t.match(await files.uploaded(), { offset: 10, total: 100, complete: false });
    await t.rejects(files.upload({ start: 50, total: 100 }, piece()), { code: 'UPDATE_OFFSET' });
    await t.rejects(files.upload({ start: 10, total: 99 }, piece()), { code: 'UPDATE_OFFSET' });
    await t.rejects(files.upload({ start: 0, total: 3 * 1024 ** 3 }, piece()), { code: 'UPDATE_FILE_BAD' });
    t.match(await files.upload({ start: 10, total: 100 }, piece()), { offset: 20 });
  });
});

test('the download', async (t) => {
  const { repository, source, files, served, signal, own } = await world(t);
  const big = 'x'.repeat(600_000);
  await repository.release('1.1.0', {}, `// ${big}`);
  const [release] = (await source.fromCloud()) as [Release];
  const name = hashedName(release.target, release.sha256);

  await t.test('goes on where it was cut, and asks for the rest only', async (t) => {
    served.cutAfter = 300_000;
    await t.rejects(
      files.fetch(release, signal, () => undefined),
      { code: 'CLOUD_UNREACHABLE' },
    );
    const have = await files.have(release);
    t.ok(have > 0 && have < release.bytes, `${have} bytes are here`);
    await files.fetch(release, signal, () => undefined);
    t.match(served.requests.at(-1), `${name} bytes=${have}-`);
    t.ok(await files.isWhole(release, signal));
    const asked = served.requests.length;
    await files.fetch(release, signal, () => undefined);
    t.equal(served.requests.length, asked, 'what is here is not fetched again');
  });
  await t.test('begins anew where the other side knows no parts', async (t) => {
    await files.keepOnly(undefined);
    served.cutAfter = 300_000;
    await t.rejects(files.fetch(release, signal, () => undefined));
    served.ignoreRange = true;
    await files.fetch(release, signal, () => undefined);
    t.ok(await files.isWhole(release, signal));
    served.ignoreRange = false;
  });
  await t.test('tampered, longer, and cut short', async (t) => {
    const whole = readFileSync(join(repository.targets, name));
    const flipped = Buffer.from(whole);
    flipped[1000] = (flipped[1000] ?? 0) ^ 1;
    for (const [bytes, code] of [
      [flipped, 'UPDATE_TAMPERED'],
      [Buffer.concat([whole, Buffer.from('more')]), 'UPDATE_TAMPERED'],
      [whole.subarray(0, -10), 'UPDATE_DOWNLOAD'],
    ] as const) {
      await files.keepOnly(undefined);
      served.instead.set(name, bytes);
      await t.rejects(
        files.fetch(release, signal, () => undefined),
        { code },
      );
    }
    served.instead.clear();
    await files.fetch(release, signal, () => undefined);
    t.ok(await files.isWhole(release, signal));
  });
  await t.test('a bit that flips on the disk', async (t) => {
    const bytes = readFileSync(files.path(release));
    bytes[5000] = (bytes[5000] ?? 0) ^ 4;
    writeFileSync(files.path(release), bytes);
    t.notOk(await files.isWhole(release, signal));
    t.equal(await files.have(release), 0, 'and it is gone');
  });
  await t.test('keeps to its budget', async (t) => {
    const waits: number[] = [];
    let time = 0;
    const slow = createReleaseFiles({
      folder: join(own, 'slow'),
      way: (await makeUplink(t, { base: served.base })).releases,
      bytesPerSecond: 100_000,
      clock: {
        monotonic: () => time,
        sleep: async (ms) => {
          waits.push(ms);
          time += ms;
        },
      },
    });
    await slow.fetch(release, signal, () => undefined);
    t.ok(Math.abs(time - release.bytes / 100) < 100, `${release.bytes} bytes take ${time} ms`);
  });
});
