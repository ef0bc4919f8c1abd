import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { isCorrupt, NewerSchemaError, numbered, openDatabase } from '../../../src/base/runtime/sqlite.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';

const now = () => Date.UTC(2026, 10, 23, 12);
const MIGRATIONS = numbered([
  { name: 'one', up: 'CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;' },
  { name: 'two', up: 'ALTER TABLE thing ADD COLUMN size INTEGER;' },
]);
const open = (file: string, migrations = MIGRATIONS) => openDatabase(file, { migrations, now });

test('made with its folder, WAL, every commit on the disk', (t) => {
  const file = join(temporaryFolder(t), 'deep/er/state.db');
  const { db, setAside } = open(file);
  t.equal(setAside, undefined);
  t.equal(db.pragma('journal_mode', { simple: true }), 'wal');
  t.equal(db.pragma('synchronous', { simple: true }), 2, 'FULL');
  t.equal(db.pragma('foreign_keys', { simple: true }), 1);
  t.equal(db.pragma('user_version', { simple: true }), 2);
  db.close();
  const { db: lax } = openDatabase(file, { migrations: MIGRATIONS, now, synchronous: 'normal' });
  t.equal(lax.pragma('synchronous', { simple: true }), 1);
  lax.close();
  t.end();
});

test('migrations run once and in order; one that fails leaves nothing behind', (t) => {
  const file = join(temporaryFolder(t), 'state.db');
  open(file, MIGRATIONS.slice(0, 1)).db.close();
  const { db } = open(file);
  db.exec("INSERT INTO thing (name, size) VALUES ('a', 1)");
  db.close();
  const broken = numbered([
    ...MIGRATIONS,
    { name: 'three', up: 'CREATE TABLE other (x) ; INSERT INTO nowhere VALUES (1);' },
  ]);
  t.throws(() => open(file, broken), /nowhere/);
  const again = open(file).db;
  t.equal(again.pragma('user_version', { simple: true }), 2);
  t.same(
    again.prepare("SELECT name FROM sqlite_master WHERE name = 'other'").all(),
    [],
    'in one transaction',
  );
  t.same(again.prepare('SELECT name FROM thing').all(), [{ name: 'a' }]);
  again.close();
  t.throws(() => open(file, [{ version: 2, name: 'gap', up: '' }]), /has number 2, expected 1/);
  t.end();
});

test('a newer schema is refused, and the file is left as it is', (t) => {
  const file = join(temporaryFolder(t), 'state.db');
  open(file).db.close();
  const before = readFileSync(file);
  const refused = new NewerSchemaError(file, 2, 1);
  t.throws(() => open(file, MIGRATIONS.slice(0, 1)), refused);
  t.ok(before.equals(readFileSync(file)));
  t.end();
});

test('a file that is no database is kept aside, never overwritten', (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'state.db');
  const garbage = 'this is no database, and somebody may want it back '.repeat(100);
  for (let n = 0; n < 2; n++) {
    writeFileSync(file, garbage);
    const { db, setAside = '' } = open(file);
    t.equal(readFileSync(setAside, 'utf8'), garbage);
    t.equal(db.pragma('user_version', { simple: true }), 2, 'a new one is in its place');
    db.close();
  }
  t.equal(
    readdirSync(folder).filter((name) => name.includes('.corrupt-')).length,
    2,
    'at the same instant, twice',
  );
  t.end();
});

test('a database with a damaged page is found at start', (t) => {
  const file = join(temporaryFolder(t), 'state.db');
  const { db } = open(file);
  const insert = db.prepare('INSERT INTO thing (name) VALUES (?)');
  for (let n = 0; n < 500; n++) insert.run('x'.repeat(200));
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  const fd = openSync(file, 'r+');
  writeSync(fd, Buffer.alloc(8192, 0xa5), 0, 8192, 4096 * 5);
  closeSync(fd);
  const opened = open(file);
  t.ok(opened.setAside && existsSync(opened.setAside));
  t.same(opened.db.prepare('SELECT count(*) AS n FROM thing').get(), { n: 0 });
  opened.db.close();
  t.end();
});

test('damage has more names than one', (t) => {
  for (const code of ['SQLITE_CORRUPT', 'SQLITE_CORRUPT_INDEX', 'SQLITE_CORRUPT_VTAB', 'SQLITE_NOTADB'])
    t.ok(isCorrupt(Object.assign(new Error(), { code })), code);
  for (const thrown of [Object.assign(new Error(), { code: 'SQLITE_FULL' }), new Error('x'), undefined])
    t.notOk(isCorrupt(thrown));
  t.end();
});

test('a full disk: the write fails with its name, what was committed is there', (t) => {
  const folder = join(temporaryFolder(t), 'small');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    t.pass('needs to mount a tmpfs', { skip: 'not allowed here' });
    t.end();
    return;
  }
  // somebody else's file, which goes when space is freed
  writeFileSync(join(folder, 'ballast'), Buffer.alloc(128 * 1024));
  const { db } = open(join(folder, 'state.db'));
  try {
    const insert = db.prepare('INSERT INTO thing (name) VALUES (?)');
    const count = db.prepare('SELECT count(*) AS n FROM thing');
    let kept = 0;
    const fill = () => {
      for (;;) {
        insert.run('x'.repeat(4000));
        kept += 1;
      }
    };
    t.throws(fill, { code: 'SQLITE_FULL' });
    t.ok(kept > 0);
    t.same(count.get(), { n: kept }, 'what was committed');
    rmSync(join(folder, 'ballast'));
    insert.run('fits again');
    db.close();
    const { db: again, setAside } = open(join(folder, 'state.db'));
    t.equal(setAside, undefined, 'not damaged');
    t.same(again.prepare('SELECT count(*) AS n FROM thing').get(), { n: kept + 1 });
    again.close();
  } finally {
    db.close();
    execFileSync('umount', [folder]);
  }
  t.end();
});
