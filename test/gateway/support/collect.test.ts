/** Collecting a support bundle: each source by itself, within its room, and kept as few. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type Test, test } from 'tap';
import { settingsOf } from '../../../src/base/runtime/config.ts';
import {
  SUPPORT_SOURCE_NAMES,
  SUPPORT_SOURCES,
  type SupportSourceName,
} from '../../../src/contract/support.ts';
import { ConfigSchema } from '../../../src/gateway/config.ts';
import { fail } from '../../../src/gateway/core/errors.ts';
import { createEventBus, SYSTEM } from '../../../src/gateway/core/events.ts';
import type { SupportFiles, SupportReader } from '../../../src/gateway/core/ports/support.ts';
import { DAY_MS, RETENTION } from '../../../src/gateway/core/retention.ts';
import { collect, cut, SOURCE_MS } from '../../../src/gateway/features/support/collect.ts';
import { HIDDEN, SHOWN, shownSettings } from '../../../src/gateway/features/support/configuration.ts';
import { createSupport } from '../../../src/gateway/features/support/support.ts';
import { createCrypto } from '../../../src/gateway/platform/crypto.ts';
import { databaseFacts } from '../../../src/gateway/platform/support-facts.ts';
import { createSupportFiles } from '../../../src/gateway/platform/support-files.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { PLAIN_ENV } from '../../helpers/environment.ts';
import { needsRoot } from '../../helpers/needs.ts';
import { unzipped } from '../../helpers/unzipped.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';

const readers = (own: Partial<Record<SupportSourceName, SupportReader>> = {}) =>
  ({
    ...Object.fromEntries(SUPPORT_SOURCE_NAMES.map((name) => [name, () => ({ of: name })])),
    ...own,
  }) as Record<SupportSourceName, SupportReader>;

function world(own: Parameters<typeof readers>[0] = {}, maxBytes?: number) {
  const clock = manualClock();
  return {
    clock,
    options: {
      readers: readers(own),
      secrets: () => ['canary-secret'],
      clock,
      version: '1.2.3',
      by: 'daemon' as const,
      breathe: async () => undefined,
      ...(maxBytes === undefined ? {} : { maxBytes }),
    },
  };
}

test('a source that fails stands in the manifest, and the bundle goes on', async (t) => {
  const { clock, options } = world({
    health: () => {
      throw fail('SUPPORT_NEEDS_DAEMON');
    },
    inventory: async () => {
      throw new Error('no such table; opened with canary-secret');
    },
    network: () => new Promise(() => undefined),
    jobs: () => [{ name: 'sync', password: 'canary-secret' }, { name: 'health' }],
  });
  const collecting = collect(options);
  await clock.advance(SOURCE_MS);
  const { manifest, files } = await collecting;
  const of = (name: SupportSourceName) => manifest.sources.find((source) => source.name === name);
  t.match(of('health'), { bytes: 0, error: { code: 'SUPPORT_NEEDS_DAEMON' } });
  t.match(of('inventory'), { error: { code: 'INTERNAL', sentence: /opened with \[removed: known\]$/ } });
  t.match(of('network'), { error: { code: 'SUPPORT_SLOW' } });
  t.match(of('jobs'), { removed: { known: 1 }, cutBytes: 0 });
  t.equal(files.find(({ name }) => name === 'jobs.jsonl')?.text.split('\n').length, 3, 'a line each');
  t.same(manifest.removed, { known: 2 }, 'all of it together');
  t.same(manifest.notRecorded, ['No SIP trace is in it: this gateway records none.']);
  t.equal(files.length, SUPPORT_SOURCE_NAMES.length - 3);
  t.notMatch(JSON.stringify({ manifest, files }), /canary/);
});

test('a long log loses its oldest lines, a list its last ones, and what is left is all the log gets', async (t) => {
  const lines = Array.from({ length: 1000 }, (_, i) => `line ${i}\n`).join('');
  const log = await collect(world({ journal: () => lines }, 2_000).options);
  const text = log.files.find(({ name }) => name === 'journal.log')?.text ?? '';
  t.match(text, /^line \d+\n[\s\S]*line 999\n$/);
  const source = log.manifest.sources.find(({ name }) => name === 'journal');
  t.equal(source?.bytes, text.length);
  t.equal(source?.cutBytes, lines.length - text.length);
  t.ok(log.manifest.bytes <= 2_000, `${log.manifest.bytes} bytes`);
  const runs = Array.from({ length: 20_000 }, (_, i) => ({ number: 20_000 - i, counts: 'x'.repeat(30) }));
  const list = await collect(world({ sync: () => runs }).options);
  const kept = list.files.find(({ name }) => name === 'sync-runs.jsonl')?.text ?? '';
  t.match(kept, /^\{"number":20000,/);
  t.ok(kept.length <= SUPPORT_SOURCES.sync.maxBytes && kept.endsWith('}\n'));
  t.equal(cut('ab\ncd\n', 3, 'end'), 'cd\n', 'a line that fits exactly stays');
  t.equal(cut('abcd', 3, 'end'), '', 'half a line is none');
  t.equal(cut('ab\ncd\n', 4, 'start'), 'ab\n');
});

test('every setting is shown or left out by name, and a secret one is left out', async (t) => {
  const keys = [...settingsOf(ConfigSchema).keys()];
  t.same([...SHOWN, ...HIDDEN].sort(), keys.sort(), 'a new setting belongs to one of both lists');
  const shown = shownSettings(keys, (key) => (key === 'cloud.proxy' ? '' : `value of ${key}`));
  t.match(shown.leftOut, { 'cloud.proxyPassword': 'set', 'cloud.proxy': 'not set' });
  t.notMatch(JSON.stringify(shown), /value of cloud\.proxy/);
});

function support(t: Test, folder = temporaryFolder(t), own: Parameters<typeof readers>[0] = {}) {
  const { clock, options } = world(own);
  const events = createEventBus((_name, error) => {
    throw error;
  });
  const told: string[] = [];
  events.on('audit', ({ action, actor }) => told.push(`${action} by ${actor.name}`));
  const files: SupportFiles = createSupportFiles(join(folder, 'support'));
  const made = createSupport({
    ...options,
    files,
    events,
    newId: createCrypto(clock.now).uuidv7,
    name: () => 'edge.local',
  });
  return { clock, files, told, folder: join(folder, 'support'), ...made };
}

test('a bundle is a zip with its manifest, whole or not there', async (t) => {
  const s = support(t);
  t.same(await s.list(), [], 'no folder yet');
  const [bundle, same] = await Promise.all([s.create(SYSTEM), s.create(SYSTEM)]);
  t.same(bundle, same, 'who asks meanwhile gets the same one');
  const { bytes } = await s.open(bundle.id);
  const archive = await buffer(Readable.from(bytes));
  t.equal(archive.length, bundle.size);
  t.equal(createHash('sha256').update(archive).digest('hex'), bundle.sha256);
  const found = await unzipped(archive);
  t.same(
    Object.keys(found).sort(),
    ['manifest.json', ...Object.values(SUPPORT_SOURCES).map((r) => r.file)].sort(),
  );
  t.same(JSON.parse(found['manifest.json'] ?? ''), bundle.manifest);
  t.match(bundle.name, /^cloudlink-support-edge-local-\d{8}-\d{6}\.zip$/);
  // a power cut left these
  writeFileSync(join(s.folder, 'x.zip.part'), 'half');
  writeFileSync(join(s.folder, '01930000-0000-7000-8000-00000000000a.zip'), 'without its facts');
  writeFileSync(join(s.folder, '01930000-0000-7000-8000-00000000000b.json'), '{"half":');
  t.same(await s.list(), [bundle], 'halves are not listed');
  await s.start();
  t.equal(readdirSync(s.folder).length, 2, 'and are gone at the next start');
  await s.remove(bundle.id, SYSTEM);
  t.same(readdirSync(s.folder), []);
  await t.rejects(s.open(bundle.id), { code: 'SUPPORT_UNKNOWN' });
  await t.rejects(s.remove('../state', SYSTEM), { code: 'SUPPORT_UNKNOWN' });
  t.match(s.told, [/^Support bundle created by/, /^Support bundle deleted by/]);
});

test('few are kept, and none for long', async (t) => {
  const s = support(t);
  const ids: string[] = [];
  for (let n = 0; n < RETENTION.supportBundles + 2; n++) {
    ids.push((await s.create(SYSTEM)).id);
    await s.clock.advance(1000);
  }
  t.same(
    (await s.list()).map(({ id }) => id),
    ids.slice(2).reverse(),
    'the newest ones, the last first',
  );
  await s.clock.advance(RETENTION.supportDays * DAY_MS - 3000);
  t.equal(await s.prune(), 2, 'by age');
  t.equal((await s.list()).length, 3);
});

test('on a full disk nothing is left of it, and a preview still works', async (t) => {
  if (!needsRoot(t)) return;
  const folder = temporaryFolder(t);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
  t.teardown(() => execFileSync('umount', [folder]));
  // what packs badly
  const noise = () => createHash('sha512').update(String(Math.random())).digest('hex');
  const log = Array.from({ length: 3000 }, noise).join('\n');
  const s = support(t, folder, { journal: () => log });
  await t.rejects(s.create(SYSTEM), { code: 'ENOSPC' });
  t.same(readdirSync(s.folder), [], 'no half');
  t.match(await s.preview(), { bytes: Number });
});

test('a sick database is told, and nothing of it is touched', async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'sync'));
  const sick = join(folder, 'state.db');
  writeFileSync(sick, `SQLite format 3\0${'x'.repeat(4080)}`);
  writeFileSync(join(folder, 'state.db.corrupt-2026'), 'aside');
  const before = readFileSync(sick);
  const facts = await databaseFacts([sick, join(folder, 'sync', 'sync.db')], {
    env: PLAIN_ENV,
    signal: new AbortController().signal,
  });
  t.match(facts, {
    databases: [{ name: 'state.db', bytes: before.length, error: String }],
    missing: ['sync.db'],
    setAside: [{ name: 'state.db.corrupt-2026', bytes: 5 }],
  });
  t.not(facts.databases[0]?.integrity, 'ok');
  t.same(readFileSync(sick), before);
});
