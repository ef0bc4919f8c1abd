/** Backups of a real data folder: made, verified, planned, restored; and everything that is wrong with a file. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { type Test, test } from 'tap';
import type { BackupLine, BackupMade } from '../../../src/contract/backup.ts';
import { encrypt } from '../../../src/gateway/backup/age.ts';
import { beforeStart } from '../../../src/gateway/backup/at-start.ts';
import { KNOWN } from '../../../src/gateway/backup/facts.ts';
import { type BackupOrder, runBackup } from '../../../src/gateway/backup/orders.ts';
import { STARTS } from '../../../src/gateway/backup/restore.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';
import { GATEWAY, makeData, markOf, picture } from './folder.ts';

const PASSPHRASE = 'correct horse battery staple';

async function order(
  dataDir: string,
  name: BackupOrder,
  path: string,
  input: { secret?: string; recipient?: string },
) {
  const lines: BackupLine[] = [];
  const of = { dataDir, name: 'cloudlink.local', kind: 'virtual', version: '9.9.9' } as const;
  await runBackup(name, path, input, of, (line) => lines.push(line));
  const answer = lines.at(-1) as BackupLine;
  return { ...answer, steps: lines.flatMap(({ progress }) => progress ?? []) };
}

/** One folder with a backup of it, made once: what is wrong with files is tried upon copies. */
async function world(t: Test) {
  const root = temporaryFolder(t);
  const dataDir = join(root, 'data');
  const folder = join(root, 'stick');
  mkdirSync(folder);
  await makeData(dataDir, 'first');
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const { made } = await order(dataDir, 'make', folder, { recipient });
  if (!made) throw new Error('no backup');
  return { root, dataDir, folder, identity, recipient, made };
}

test('a backup for a recipient is made, verified, planned and restored', async (t) => {
  const { root, dataDir, folder, identity, made } = await world(t);
  t.match(made, { encryption: 'recipient', files: 5 });
  t.strictSame(readdirSync(folder), [made.file.split('/').at(-1)], 'nothing half made is left');
  t.notOk(existsSync(join(dataDir, 'backup-work')), 'the copy in clear is gone');
  t.notMatch(readFileSync(made.file).toString('latin1'), /secret of first/);

  const verified = await order(dataDir, 'verify', made.file, { secret: identity });
  t.match(verified.manifest, {
    format: 1,
    version: '9.9.9',
    migrations: KNOWN,
    gateway: { gatewayId: GATEWAY, account: 'Example Works (100000001)' },
  });
  t.strictSame(verified.manifest?.files.map(({ path }) => path).sort(), [
    'certificate/cert.pem',
    'device-key.pem',
    'import/people.csv',
    'state.db',
    `sync/${GATEWAY}/sync.db`,
  ]);
  t.ok(verified.steps.some(({ step, percent }) => step === 'check' && percent === 100));

  const here = await order(dataDir, 'plan', made.file, { secret: identity });
  t.match(here.plan, { key: 'kept', sameHardware: true, backup: { name: 'cloudlink.local' } });
  t.ok((here.plan?.freeBytes ?? 0) > (here.plan?.needsBytes ?? 0));

  // another box, which has a key and data of its own
  const other = join(root, 'other');
  await makeData(other, 'other', '0190a000-0000-7000-8000-000000000002');
  const there = await order(other, 'plan', made.file, { secret: identity });
  t.match(there.plan, { key: 'changed' });
  t.ok(there.plan?.replaces.includes('state.db'));
  const before = picture(other);
  t.match(await order(other, 'stage', made.file, { secret: identity }), { restore: 'staged' });
  t.strictSame(picture(other), before, 'staging touches nothing that is in use');

  const start = await beforeStart(
    other,
    () => 5,
    () => undefined,
  );
  t.equal(markOf(other), 'first');
  t.equal(start.changeKey, true);
  t.strictSame(readFileSync(join(other, 'device-key.pem')), readFileSync(join(dataDir, 'device-key.pem')));
  t.equal(readFileSync(join(other, 'support/one.zip'), 'utf8'), 'stays');
  t.ok(existsSync(join(other, 'restore/old/state.db')), 'the old data is kept aside');
  await start.started();
  t.notOk(existsSync(join(other, 'restore/old')));
  t.match(JSON.parse(readFileSync(join(other, 'restore/state.json'), 'utf8')), {
    state: 'idle',
    last: { end: 'restored', at: 5, madeAt: made.madeAt },
  });
});

test('the same gateway keeps the key that it has now', async (t) => {
  const { dataDir, identity, made } = await world(t);
  writeFileSync(join(dataDir, 'device-key.next.pem'), 'a change under way');
  const { db } = openStateDatabase(join(dataDir, 'state.db'), () => 0);
  db.prepare(`UPDATE setting SET value = '"second"' WHERE key = 'mark'`).run();
  db.close();
  t.match(await order(dataDir, 'restore', made.file, { secret: identity }), { restore: 'placed' });
  t.equal(markOf(dataDir), 'first');
  t.ok(existsSync(join(dataDir, 'device-key.next.pem')));
  t.equal(
    (
      await beforeStart(
        dataDir,
        () => 1,
        () => undefined,
      )
    ).changeKey,
    false,
  );
});

test('restored data that does not start is taken back', async (t) => {
  const { root, identity, made } = await world(t);
  const other = join(root, 'other');
  await makeData(other, 'other', '0190a000-0000-7000-8000-000000000002');
  const before = picture(other);
  await order(other, 'stage', made.file, { secret: identity });
  for (let start = 1; start <= STARTS; start++) {
    await beforeStart(
      other,
      () => start,
      () => undefined,
    );
    t.equal(markOf(other), 'first', `start ${start}`);
  }
  await beforeStart(
    other,
    () => 9,
    () => undefined,
  );
  t.equal(markOf(other), 'other');
  // the first look at the mark after the return makes SQLite's own files anew
  t.match(picture(other), { 'device-key.pem': before['device-key.pem'] as string });
  t.match(JSON.parse(readFileSync(join(other, 'restore/state.json'), 'utf8')), { last: { end: 'returned' } });
});

test('what was staged and is not whole any more is not put in place', async (t) => {
  const { root, identity, made } = await world(t);
  for (const lost of ['state.db', 'import', 'certificate/cert.pem', 'device-key.pem']) {
    const dataDir = join(root, `other-${lost.replace('/', '-')}`);
    await makeData(dataDir, 'other', '0190a000-0000-7000-8000-000000000002');
    t.match(await order(dataDir, 'stage', made.file, { secret: identity }), { restore: 'staged' });
    const before = picture(dataDir);
    rmSync(join(dataDir, 'restore/new', lost), { recursive: true });
    const said: string[] = [];
    await beforeStart(
      dataDir,
      () => 2,
      (sentence) => said.push(sentence),
    );
    t.strictSame(picture(dataDir), before, `${lost} is missing: the data is as it was`);
    t.match(said.at(-1), /not put in place/);
    t.notOk(existsSync(join(dataDir, 'restore/new')), 'and nothing is left of it');
  }
});

test('a passphrase makes and opens one; a short one does not', async (t) => {
  const { dataDir, folder } = await world(t);
  t.match(await order(dataDir, 'make', folder, { secret: 'short' }), { problem: { code: 'BACKUP_NO_KEY' } });
  t.match(await order(dataDir, 'make', folder, { recipient: `age1${'q'.repeat(58)}` }), {
    problem: { code: 'BACKUP_RECIPIENT' },
  });
  const { made } = await order(dataDir, 'make', folder, { secret: PASSPHRASE });
  t.match(made, { encryption: 'passphrase' });
  const { file } = made as BackupMade;
  const wrong = await order(dataDir, 'plan', file, { secret: `${PASSPHRASE}r` });
  t.match(wrong, { problem: { code: 'BACKUP_WRONG_KEY' } });
  t.match(await order(dataDir, 'plan', file, { secret: PASSPHRASE }), { plan: { key: 'kept' } });
});

test('a wrong key, a flipped bit, a short file, a foreign file, a newer one: an error each, and nothing changed', async (t) => {
  const { root, dataDir, identity, recipient, made } = await world(t);
  const whole = readFileSync(made.file);
  const before = picture(dataDir);
  const bad = join(root, 'bad.cloudlink-backup');
  const refused = async (
    bytes: Uint8Array,
    code: string | RegExp,
    what: string,
    secret: string = identity,
  ) => {
    writeFileSync(bad, bytes);
    for (const name of ['verify', 'stage'] as const)
      t.match(await order(dataDir, name, bad, { secret }), { problem: { code } }, `${what}: ${name}`);
    t.strictSame(picture(dataDir), before, `${what}: nothing changed`);
    t.notOk(existsSync(join(dataDir, 'restore/new')), `${what}: nothing is left`);
  };
  await refused(whole, 'BACKUP_WRONG_KEY', 'another key', await generateX25519Identity());
  // a bit of the one stanza that fits may look as another key does
  const header = whole.indexOf('--- ');
  for (const at of [
    // the line of the format, the kind of the stanza, its share, its body, the digest of the header
    3,
    whole.indexOf('-> X25519') + 5,
    whole.indexOf('-> X25519') + 20,
    whole.indexOf('-> X25519') + 60,
    header + 14,
    // the nonce of the payload, its first bytes, its middle, and the tag at its end
    whole.indexOf(10, header) + 1,
    whole.indexOf(10, header) + 17,
    Math.floor(whole.length / 2),
    whole.length - 1,
  ]) {
    const flipped = Buffer.from(whole);
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    await refused(
      flipped,
      at === 3 ? 'BACKUP_FOREIGN' : at < header ? /^BACKUP_(WRONG_KEY|DAMAGED)$/ : 'BACKUP_DAMAGED',
      `bit of byte ${at}`,
    );
  }
  for (const length of [10, 150, 2000, whole.length - 1])
    await refused(
      whole.subarray(0, length),
      length === 10 ? 'BACKUP_FOREIGN' : 'BACKUP_DAMAGED',
      `the first ${length} bytes`,
    );
  await refused(Buffer.from('PK\u0003\u0004 a zip file\n'), 'BACKUP_FOREIGN', 'a foreign file');
  await refused(Buffer.alloc(0), 'BACKUP_FOREIGN', 'an empty file');

  const closed = async (text: string) => {
    const { bytes } = await encrypt(
      (async function* () {
        yield Buffer.from(text);
      })(),
      { recipient },
    );
    const pieces: Uint8Array[] = [];
    for await (const piece of bytes) pieces.push(piece);
    return Buffer.concat(pieces);
  };
  const manifest = (change: object) =>
    JSON.stringify({
      format: 1,
      madeAt: 1,
      version: '99.0.0',
      gateway: { name: 'a', kind: 'virtual', hardware: 'b' },
      migrations: KNOWN,
      files: [{ path: 'state.db', bytes: 3, sha256: '0'.repeat(64), database: true }],
      ...change,
    });
  await refused(await closed('cloudlink-backup 2\n{}\n'), 'BACKUP_NEWER', 'a newer format');
  await refused(
    await closed(`cloudlink-backup 1\n${manifest({ migrations: { state: KNOWN.state + 1, sync: 1 } })}\n`),
    'BACKUP_NEWER',
    'newer databases',
  );
  await refused(await closed('something else\n'), 'BACKUP_FOREIGN', 'an age file of somebody else');
  await refused(await closed(`cloudlink-backup 1\n${manifest({})}\nabc`), 'BACKUP_DAMAGED', 'another digest');
  await refused(
    await closed(
      `cloudlink-backup 1\n${manifest({ files: [{ path: '../../evil', bytes: 0, sha256: '0'.repeat(64), database: false }] })}\n`,
    ),
    'BACKUP_DAMAGED',
    'a path that steps out',
  );
  await refused(
    await closed(`cloudlink-backup 1\n${manifest({ files: [] })}\n`),
    'BACKUP_DAMAGED',
    'no database',
  );
});

test('a copy is whole while the daemon writes', async (t) => {
  const { dataDir, folder, identity, recipient } = await world(t);
  const { db } = openStateDatabase(join(dataDir, 'state.db'), () => 0);
  t.teardown(() => db.close());
  // not yet in the main file: in the -wal
  db.prepare(`UPDATE setting SET value = '"in the wal"' WHERE key = 'mark'`).run();
  const { made } = await order(dataDir, 'make', folder, { recipient });
  const other = join(folder, 'other');
  cpSync(dataDir, other, { recursive: true });
  rmSync(join(other, 'state.db-wal'), { force: true });
  t.match(await order(other, 'restore', (made as BackupMade).file, { secret: identity }), {
    restore: 'placed',
  });
  t.equal(markOf(other), 'in the wal');
});

test('a folder that is not there is not made: a stick that is missing fills no other disk', async (t) => {
  const { dataDir, root, recipient } = await world(t);
  t.match(await order(dataDir, 'make', join(root, 'missing'), { recipient }), {
    problem: { code: 'BACKUP_FOLDER' },
  });
  t.notOk(existsSync(join(root, 'missing')));
});
