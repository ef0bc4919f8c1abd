/** Updates as people and the cloud see them: what is taken and what is not, when, and what is told. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { Value } from 'typebox/value';
import { openDatabase } from '../../../src/base/runtime/sqlite.ts';
import {
  PAUSED_UNTIL_RESUMED,
  type UpdateState,
  UpdateStatus,
  UpdateView,
} from '../../../src/contract/update.ts';
import { createSnapshots, goBackIfNewer } from '../../../src/gateway/platform/update/snapshots.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { smallRelease } from '../../helpers/releases.ts';
import { ANNA, makeWorld, type Options, scratch, uncut, type World } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Noon; the drawn minute of the tests is 12:00 UTC as well. */
const NOON = Date.UTC(2026, 10, 23, 12);

/** A gateway that runs and is not restarted: what happens before a version is tried. */
async function site(t: Test, options: Options = {}, releases: readonly string[] = ['1.1.0', '2.0.0']) {
  const world = await makeWorld(options);
  t.teardown(() => world.remove());
  for (const version of releases) await world.repository.release(version);
  const { update, events } = world.make('1.0.0', uncut(), () => undefined);
  const seen: UpdateState[] = [];
  const bell = new Set<() => void>();
  events.on('update.changed', () => {
    const { state } = update.view();
    if (seen.at(-1) !== state) seen.push(state);
    for (const ring of bell) ring();
  });
  await update.start();
  t.teardown(() => update.stop());
  const reached = (...states: UpdateState[]) =>
    new Promise<UpdateView>((tell) => {
      const look = () => {
        if (!states.includes(update.view().state)) return;
        bell.delete(look);
        tell(update.view());
      };
      bell.add(look);
      look();
    });
  return { world, update, events, seen, reached };
}

test('what is refused, each with its reason', async (t) => {
  const { update, world, reached } = await site(t, {}, []);
  await t.rejects(update.install({}, ANNA), { code: 'UPDATE_NONE' });
  await world.repository.release('0.9.0');
  await world.repository.release('2.0.0', { hardware: ['toaster'] });
  await world.repository.release('2.1.0', { form: 'rauc' });
  await t.rejects(update.install({}, ANNA), { code: 'UPDATE_NONE' });
  await t.rejects(update.install({ version: '0.9.0' }, ANNA), { code: 'UPDATE_OLDER' });
  await t.rejects(update.install({ version: '7.7.7' }, ANNA), { code: 'UPDATE_UNKNOWN' });
  t.equal(update.view().available, undefined);
  t.match(update.view().lastCheck, { ok: true });
  await t.rejects(update.postpone(ANNA), { code: 'UPDATE_NOT_RUNNING' });
  await t.rejects(update.cancel(ANNA), { code: 'UPDATE_NOT_RUNNING' });

  await t.test('an update file of another hardware, and an older one', async (t) => {
    const files = async (target: string) => {
      const out = join(world.folder, 'update.zip');
      await world.repository.bundle(target, out);
      const { readFileSync } = await import('node:fs');
      const bytes = readFileSync(out);
      await update.upload(
        { start: 0, total: bytes.length },
        (async function* () {
          yield bytes;
        })(),
      );
    };
    await update.upload(
      { start: 0, total: 5 },
      (async function* () {
        yield Buffer.from('hello');
      })(),
    );
    t.match(await update.uploaded(), { complete: true });
    await t.rejects(update.install({ from: 'file' }, ANNA), { code: 'UPDATE_FILE_BAD' });
    t.same(
      await update.uploaded(),
      { offset: 0, total: 0, complete: false },
      'it is not offered to be installed',
    );
    await files('cloudlink-2.0.0.zip');
    await t.rejects(update.install({ from: 'file' }, ANNA), { code: 'UPDATE_HARDWARE' });
    await files('cloudlink-0.9.0.zip');
    await t.rejects(update.install({ from: 'file' }, ANNA), { code: 'UPDATE_NONE' });
    const target = await world.repository.release('1.5.0');
    await files(target);
    await update.install({ from: 'file', when: 'window' }, ANNA);
    t.match(await reached('waiting'), { version: '1.5.0', source: 'file', from: '1.0.0' });
    await update.cancel(ANNA);
    t.equal(world.history.at(-1), 'Update cancelled by Anna: 1.0.0 → 1.5.0');
  });
});

test('no space: said before anything is fetched, with what is missing', async (t) => {
  const { update, reached, world } = await site(t, { free: () => 10e6 });
  await update.install({ version: '2.0.0' }, ANNA);
  const view = await reached('failed');
  t.match(view.reason, { code: 'UPDATE_NO_SPACE', sentence: /\d+ MB are needed, 10 MB are free/ });
  t.match(world.history.at(-1), /Update failed by Anna: 1\.0\.0 → 2\.0\.0 UPDATE_NO_SPACE/);
  t.match(world.alarms.at(-1), /2\.0\.0: There is not enough space/);
  t.notOk(existsSync(join(world.program, 'releases/2.0.0')));
});

test('a release that is not a program, or another one than it says', async (t) => {
  const { update, reached, world } = await site(t, {}, []);
  const text = join(world.folder, 'no-zip.zip');
  writeFileSync(text, 'this is no archive');
  const custom = {
    floor: '1.0.0',
    form: 'directory' as const,
    hardware: [`${process.platform}-${process.arch}`],
  };
  await world.repository.add(text, { ...custom, version: '3.0.0' });
  await update.install({ version: '3.0.0' }, ANNA);
  t.match((await reached('failed')).reason, { code: 'UPDATE_BAD_RELEASE' });
  const other = await smallRelease(world.folder, '3.3.3');
  await world.repository.add(other, { ...custom, version: '4.0.0' });
  await update.install({ version: '4.0.0' }, ANNA);
  await reached('installing');
  t.match((await reached('failed')).reason, { code: 'UPDATE_BAD_RELEASE', sentence: /another version/ });
  t.equal(world.current(), 'releases/1.0.0');
});

test('the schedule: looked for at its time, waits for its window, and the last writer is named', async (t) => {
  const clock = manualClock(NOON + 2 * HOUR);
  const { update, seen, world } = await site(t, { clock });
  t.match(update.view(), {
    schedule: { automatic: true, every: 'daily', minute: 720, zone: 'UTC' },
    nextCheckAt: NOON + 24 * HOUR,
    backend: 'directory',
  });
  t.ok(Value.Check(UpdateView, update.view()), 'the view fits its schema');
  t.ok(Value.Check(UpdateStatus, update.status()), 'the status too');

  update.setSchedule({ automatic: false, every: 'weekly', weekdays: [2], minute: 180 }, ANNA);
  t.match(update.view(), {
    schedule: { every: 'weekly', changedBy: { name: 'Anna', via: 'local' } },
    nextCheckAt: Date.UTC(2026, 10, 24, 3),
  });
  t.throws(() => update.setSchedule({ automatic: true, every: 'weekly', weekdays: [], minute: 0 }, ANNA), {
    code: 'BAD_INPUT',
  });

  const cron = { id: 'c', name: 'Priya', via: 'cloud' } as const;
  await update.commands['update.schedule']?.run(
    { automatic: false, every: 'daily', weekdays: [], minute: 900 },
    { actor: cron } as never,
  );
  t.match(update.view().schedule, { minute: 900, changedBy: { name: 'Priya', via: 'cloud' } });
  t.same(
    seen.filter((state) => state !== 'idle'),
    [],
    'nothing was begun meanwhile',
  );
  t.ok(world.history.some((line) => line.startsWith('Update schedule changed by Priya')));
});

const later = (world: World, clock: ReturnType<typeof manualClock>) => async (ms: number) => {
  void world;
  // real files are read and written meanwhile
  for (let passed = 0; passed < ms; passed += MINUTE) {
    await clock.advance(MINUTE);
    await new Promise((tell) => setImmediate(tell));
  }
};

test('paused, postponed and hurried', async (t) => {
  const clock = manualClock(NOON + 2 * HOUR);
  const { update, reached, world } = await site(t, { clock });
  const pass = later(world, clock);
  await update.install({ version: '1.1.0', when: 'window' }, ANNA);
  t.match(await reached('waiting'), { waitsUntil: NOON + 24 * HOUR, version: '1.1.0' });

  update.pause(undefined, ANNA);
  t.equal(update.view().schedule.pausedUntil, PAUSED_UNTIL_RESUMED);
  t.notOk('waitsUntil' in update.view(), 'nobody knows until when');
  await pass(25 * HOUR);
  t.equal(update.view().state, 'waiting', 'the window went by');
  update.resume(ANNA);
  t.match(update.view(), { waitsUntil: NOON + 48 * HOUR });
  await update.postpone(ANNA);
  t.match(update.view(), { waitsUntil: NOON + 72 * HOUR }, 'the window after the next');
  update.pause(clock.now() + 80 * HOUR, ANNA);
  t.match(update.view(), { waitsUntil: NOON + 120 * HOUR });
  t.throws(() => update.pause(clock.now() - 1, ANNA), { code: 'BAD_INPUT' });

  await update.install({ version: '2.0.0', when: 'now' }, ANNA);
  t.match(
    await reached('rebooting', 'failed'),
    { state: 'rebooting', version: '2.0.0' },
    'another one takes its place',
  );
  await t.rejects(update.install({ version: '1.1.0' }, ANNA), { code: 'UPDATE_RUNNING' });
  await t.rejects(update.cancel(ANNA), { code: 'UPDATE_NOT_RUNNING' }, 'too late');
  t.same(
    world.history.map((line) => line.replace(/ by Anna.*/, '')),
    ['Update started', 'Updates paused', 'Updates resumed', 'Updates paused', 'Update started'],
  );
});

test('at its time it is looked for and installed by itself; a version that was taken back is not', async (t) => {
  const clock = manualClock(NOON + 2 * HOUR);
  const { update, reached, world } = await site(t, { clock });
  world.settings.set('update.refused', ['2.0.0']);
  const pass = later(world, clock);
  await pass(22 * HOUR + 2 * MINUTE);
  t.match(await reached('rebooting'), { version: '1.1.0' });
  t.match(world.history, ['Update started by Gateway: 1.0.0 → 1.1.0']);
  t.match(update.view(), { lastCheckAt: Number, available: { version: '2.0.0' } });
});

test('a gateway that was off at its time waits for the next one', async (t) => {
  const clock = manualClock(NOON + 90 * MINUTE);
  const { update, world } = await site(t, { clock });
  await later(world, clock)(10 * MINUTE);
  t.equal(update.view().lastCheckAt, undefined, 'half past one is too late for twelve');
});

test('orders of the cloud: the answer is the end of it, also after the restart', async (t) => {
  const actor = { id: 'p', name: 'Priya', via: 'cloud' } as const;
  const context = (startedAt: number) => ({
    id: 'x',
    actor,
    signal: new AbortController().signal,
    startedAt,
    bootId: 'b',
    progress: () => undefined,
  });
  const world = await makeWorld();
  t.teardown(() => world.remove());
  await world.repository.release('2.0.0');
  const restarted = Promise.withResolvers<void>();
  const before = world.make('1.0.0', uncut(), restarted.resolve);
  await before.update.start();
  const startedAt = Date.now() - 1;
  t.match(await before.update.commands['update.check']?.run({}, context(startedAt)), {
    value: { version: '2.0.0' },
    sentence: 'Version 2.0.0 can be installed.',
  });
  const ordered = before.update.commands['update.install']?.run(
    { version: '2.0.0', when: 'now' },
    context(startedAt),
  );
  ordered?.catch(() => undefined);
  await restarted.promise;
  await before.update.stop();
  const after = world.make(world.launch(), uncut(), () => undefined);
  const verified = after.update.commands['update.install']?.verify?.({}, context(startedAt));
  await after.update.start();
  t.same(await verified, { sentence: 'Version 2.0.0 is installed.' });
  t.equal(
    await after.update.commands['update.install']?.verify?.({}, context(Date.now() + HOUR)),
    undefined,
    'an order that never began',
  );
  await t.rejects(
    async () => {
      await after.update.commands['update.install']?.run({ version: '2.0.0' }, context(0));
    },
    { code: 'UPDATE_OLDER' },
  );
  await after.update.stop();
});

test('a database that a version on trial changed makes place for its copy from before', async (t) => {
  const dataDir = scratch();
  const file = join(dataDir, 'state.db');
  const migration = (version: number) => ({
    version,
    name: `m${version}`,
    up: `CREATE TABLE t${version} (a)`,
  });
  const open = (n: number) =>
    openDatabase(file, { migrations: Array.from({ length: n }, (_, i) => migration(i + 1)), now: () => 0 });
  const first = open(1).db;
  first.exec('INSERT INTO t1 VALUES (17)');
  const snapshots = createSnapshots(dataDir, () => [file, join(dataDir, 'none.db')]);
  await snapshots.take();
  first.close();
  t.equal(goBackIfNewer(dataDir, file, 1), undefined, 'nothing newer, nothing done');
  open(2).db.close();
  t.throws(() => open(1), { name: 'NewerSchemaError' });
  t.match(goBackIfNewer(dataDir, file, 1), /newer\/state\.db$/);
  const { db } = open(1);
  t.same(db.prepare('SELECT a FROM t1').all(), [{ a: 17 }]);
  db.close();
  await snapshots.forget();
  open(2).db.close();
  t.equal(goBackIfNewer(dataDir, file, 1), undefined, 'without a copy it is left alone');
});
