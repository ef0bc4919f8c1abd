/** The reserve on a real disk that fills: given up, laid down again; and what each writer does when nothing is left. */
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { Type } from 'typebox';
import type { OutboxRow } from '../../../src/gateway/core/ports/outbox-store.ts';
import { writeFileAtomic } from '../../../src/gateway/platform/atomic-file.ts';
import { createDiskReserve, RESERVE_BYTES } from '../../../src/gateway/platform/disk-reserve.ts';
import { createImportFiles } from '../../../src/gateway/platform/import-files.ts';
import { openDeviceCertificate } from '../../../src/gateway/platform/self-signed.ts';
import { createSupportFiles } from '../../../src/gateway/platform/support-files.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createOutboxStore } from '../../../src/gateway/store/outbox.ts';
import { createSettings } from '../../../src/gateway/store/settings.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { smallDisk } from '../../helpers/small-disk.ts';

const MIB = 1024 * 1024;
const LOOK_MS = 5_000;
const ID = '01930000-0000-7000-8000-000000000001';

const event = (id: string, text: string): OutboxRow => ({
  item: {
    id,
    kind: 'event',
    at: 1,
    body: {
      action: text,
      eventType: 'Gateway',
      actor: { id: 'system', name: 'Gateway' },
      asset: 'a',
      propertiesChanged: [],
      details: {},
    },
  },
  priority: 1,
  expiresAt: 1e15,
});

/** Takes all that is left. */
function fill(disk: string): string {
  const ballast = join(disk, 'ballast');
  try {
    writeFileSync(ballast, Buffer.alloc(512 * MIB));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
  return ballast;
}

function reserveOn(t: Test, folder: string) {
  const clock = manualClock();
  const states: string[] = [];
  const errors: unknown[] = [];
  let heard: () => void = () => undefined;
  const reserve = createDiskReserve({
    folder,
    clock,
    onState(state) {
      states.push(state);
      heard();
    },
    onError: (error) => errors.push(error),
  });
  t.teardown(reserve.stop);
  const next = () =>
    new Promise<void>((resolve) => {
      heard = resolve;
    });
  return { clock, states, errors, reserve, next };
}

test('laid a minute after the start, spent when the disk is full, laid again when there is room', async (t) => {
  const folder = smallDisk(t, '160m');
  if (folder === undefined) return;
  const disk = join(folder, 'data');
  const file = join(disk, 'reserve');
  const { clock, states, errors, reserve, next } = reserveOn(t, disk);
  reserve.start();
  await clock.advance(55_000);
  t.notOk(existsSync(file), 'a start writes no 16 MiB');
  const laid = next();
  await clock.advance(LOOK_MS);
  await laid;
  t.equal(statSync(file).size, RESERVE_BYTES);
  const ballast = fill(disk);
  t.throws(() => writeFileSync(join(disk, 'more'), Buffer.alloc(MIB)), { code: 'ENOSPC' });
  rmSync(join(disk, 'more'));
  await clock.advance(LOOK_MS);
  t.notOk(existsSync(file));
  writeFileSync(join(disk, 'more'), Buffer.alloc(MIB));
  t.pass('and there is room for what must be written');
  await clock.advance(10 * LOOK_MS);
  t.same(states, ['laid', 'spent'], 'it is not laid down on a disk that is nearly full');
  const again = next();
  rmSync(ballast);
  await clock.advance(LOOK_MS);
  await again;
  t.same(states, ['laid', 'spent', 'laid']);
  t.same(errors, []);
});

test('a small disk never has one; a folder that is gone is told and not thrown', async (t) => {
  const folder = smallDisk(t, '24m');
  if (folder === undefined) return;
  const { clock, states, reserve } = reserveOn(t, join(folder, 'data'));
  reserve.start();
  await clock.advance(120_000);
  t.same(states, []);
  const gone = reserveOn(t, join(folder, 'nowhere'));
  gone.reserve.start();
  await gone.clock.advance(LOOK_MS);
  t.equal(gone.errors.length, 2);
});

test('no room left: every writer says so, and what was there before is as it was', async (t) => {
  const folder = smallDisk(t, '32m');
  if (folder === undefined) return;
  const disk = join(folder, 'data');
  const { db } = openStateDatabase(join(disk, 'state.db'), Date.now);
  t.teardown(() => db.close());
  const settings = createSettings(db, () => t.fail('a setting does not fit'));
  const outbox = createOutboxStore(db);
  const kept = join(disk, 'kept.json');
  writeFileAtomic(kept, '{"a":1}', { mode: 0o600 });
  const support = createSupportFiles(join(disk, 'support'));
  const imports = createImportFiles(join(disk, 'imports'), join(disk, 'import'));
  db.pragma('wal_checkpoint(TRUNCATE)');
  fill(disk);
  const big = 'x'.repeat(200_000);
  const full = /full|ENOSPC|no space/i;
  t.throws(() => {
    for (let n = 0; n < 200; n++) settings.set('fill', big + n);
  }, full);
  t.throws(() => {
    for (let n = 0; n < 200; n++) outbox.add(event(`${n}`, big), false);
  }, full);
  t.throws(() => writeFileAtomic(kept, big, { mode: 0o600 }), { code: 'ENOSPC' });
  const manifest = { madeAt: 1 } as never;
  await t.rejects(
    support.write({ id: ID, name: 'a.zip', manifest }, [
      { name: 'a', text: randomBytes(8 * MIB).toString('hex') },
    ]),
    full,
    'support bundle',
  );
  t.same(await support.list(), [], 'and leaves no half of one');
  async function* bytes() {
    for (let n = 0; n < 100; n++) yield Buffer.from(big);
  }
  await t.rejects(imports.receive(ID, bytes()), full, 'upload');
  rmSync(join(disk, 'ballast'));
  settings.set('after', 'room');
  t.equal(settings.get('after', Type.String()), 'room', 'the database goes on');
  t.equal(db.pragma('integrity_check', { simple: true }), 'ok');
  t.equal(readFileSync(kept, 'utf8'), '{"a":1}');
});

/** Leaves one page, so that a write begins and cannot end. */
function fillButOnePage(disk: string): string {
  const ballast = fill(disk);
  truncateSync(ballast, statSync(ballast).size - 4096);
  return ballast;
}

test('a file that fits only in part is not taken for whole, and nothing of it stays', async (t) => {
  const folder = smallDisk(t, '1m');
  if (folder === undefined) return;
  const disk = join(folder, 'data');
  const file = join(disk, 'kept.json');
  writeFileAtomic(file, '{"a":1}', { mode: 0o600 });
  fillButOnePage(disk);
  t.throws(() => writeFileAtomic(file, 'x'.repeat(20_000), { mode: 0o600 }), { code: 'ENOSPC' });
  t.equal(readFileSync(file, 'utf8'), '{"a":1}');
  t.same(readdirSync(disk).sort(), ['ballast', 'kept.json']);
});

test('the certificate: no room for a new one, the one before goes on; with room it is made', async (t) => {
  const folder = smallDisk(t, '1m');
  if (folder === undefined) return;
  const disk = join(folder, 'data');
  const place = join(disk, 'certificate');
  const now = Date.UTC(2026, 10, 26);
  const before = openDeviceCertificate(place, ['a.local'], now);
  const ballast = fill(disk);
  const again = openDeviceCertificate(place, ['a.local', '10.0.0.1'], now);
  t.match(again, { renewed: false, cert: before.cert, fault: { code: 'ENOSPC' } });
  t.same(readdirSync(place).sort(), ['https.crt', 'https.key']);
  t.match(openDeviceCertificate(place, ['a.local'], now), { renewed: false, fault: undefined });
  const empty = join(disk, 'other');
  t.throws(() => openDeviceCertificate(empty, ['a.local'], now), { code: 'ENOSPC' }, 'none before: said');
  rmSync(ballast);
  const renewed = openDeviceCertificate(place, ['a.local', '10.0.0.1'], now);
  t.ok(renewed.renewed);
  t.not(renewed.cert, before.cert);
  t.match(openDeviceCertificate(empty, ['a.local'], now), { renewed: true });
});
