/** What `cloudlinkd` says and does when what it is given is bad: the program itself, over real files and disks. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Test, test } from 'tap';
import type { Overview, Signpost, Site } from '../../src/contract/local-api.ts';
import { startDaemon } from '../helpers/daemon.ts';
import { smallDisk } from '../helpers/small-disk.ts';
import { temporaryFolder } from '../helpers/uplink.ts';

const READY = /"msg":"ready"/;

/** Runs it to its end, which must come by itself. */
async function ends(t: Test, options: Parameters<typeof startDaemon>[1]) {
  const daemon = startDaemon(t, options);
  return { code: await daemon.ended, said: daemon.said() };
}

const site = (name: string): Site => ({
  name,
  address: '1 Elgin Street',
  city: 'Ottawa',
  country: 'CA',
  province: 'Ontario',
  postalCode: 'K1P 1A1',
  zone: 'America/Toronto',
});

test('wrong usage and wrong settings', { timeout: 60_000 }, async (t) => {
  t.match(await ends(t, { args: ['--confg', 'x'] }), { code: 64, said: /--config <file>/ });
  t.match(await ends(t, { args: ['opanapi'] }), { code: 64, said: /There is no order "opanapi"/ });
  const file = join(temporaryFolder(t), 'config.json');
  writeFileSync(file, JSON.stringify({ cloud: { ulr: 'x' }, http: { port: 70_000 } }));
  const { code, said } = await ends(t, { args: ['--check', '--config', file], settings: { LOG_LEVLE: 'x' } });
  t.equal(code, 78);
  t.match(said, /"cloud\.ulr"\. Did you mean "cloud\.url"\?/);
  t.match(said, /"CLOUDLINKD_LOG_LEVLE"\. Did you mean "CLOUDLINKD_LOG_LEVEL"\?/);
  t.match(await ends(t, { args: ['--check', '--config', `${file}.none`] }), {
    code: 78,
    said: /does not exist/,
  });
  t.match(await ends(t, { args: ['--check'] }), { code: 0, said: /is valid/ });
});

test('a port that somebody else has, a data folder that is none', { timeout: 60_000 }, async (t) => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  t.teardown(() => other.close());
  const { port } = other.address() as AddressInfo;
  t.match(await ends(t, { settings: { HTTP_PORT: String(port) } }), {
    code: 74,
    said: new RegExp(`ADDRESS_UNUSABLE: .*127\\.0\\.0\\.1 port ${port} \\(EADDRINUSE\\)\\. End the program`),
  });
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'data'), 'a file');
  const { code, said } = await ends(t, { folder });
  t.equal(code, 74);
  t.match(said, /CONFIG_INVALID: The state folder .*data cannot be written\. Check that the folder exists/);
  t.notMatch(said, /\bat .*\.ts:\d/, 'no stack for what was foreseen');
});

test('a database of a newer version is refused and left as it is', { timeout: 60_000 }, async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'data'));
  const file = join(folder, 'data', 'state.db');
  const db = new Database(file);
  db.pragma('user_version = 9999');
  db.close();
  const before = readFileSync(file);
  const { code, said } = await ends(t, { folder });
  t.equal(code, 65);
  t.match(said, /STORE_NEWER: .*has schema 9999.*Install that version again.*nothing was changed/);
  t.ok(before.equals(readFileSync(file)));
});

test('damaged: database and key are kept aside, named, and told as alarms; the page serves', {
  timeout: 60_000,
}, async (t) => {
  const folder = temporaryFolder(t);
  const data = join(folder, 'data');
  mkdirSync(data);
  const garbage = 'somebody may want this back '.repeat(400);
  writeFileSync(join(data, 'state.db'), garbage);
  writeFileSync(join(data, 'device-key.pem'), garbage);
  const daemon = startDaemon(t, { folder });
  await daemon.line(READY);
  const aside = readdirSync(data).find((name) => name.startsWith('state.db.corrupt-')) ?? '';
  t.equal(readFileSync(join(data, aside), 'utf8'), garbage);
  t.equal(readFileSync(join(data, 'device-key.pem'), 'utf8'), garbage, 'never overwritten');
  const { checks } = await daemon.local<Signpost>('GET', '/api/signpost');
  t.same(
    checks.map((check) => check.code),
    ['CLOCK', 'DNS', 'PROXY', 'TLS', 'CLOUD', 'WEBSOCKET'],
    'the signpost shows the way to the cloud',
  );
  const { alarms } = await daemon.local<Overview>('GET', '/api/overview');
  t.match(
    alarms.filter((alarm) => ['STORE_CORRUPT', 'KEY_UNREADABLE'].includes(alarm.code)),
    [
      { code: 'KEY_UNREADABLE', severity: 'critical', facts: /device-key\.pem is damaged/ },
      { code: 'STORE_CORRUPT', severity: 'critical', facts: new RegExp(aside), remedy: /Restore a backup/ },
    ],
  );
  daemon.child.kill('SIGTERM');
  t.equal(await daemon.ended, 0);
});

test('a full disk at the start', { timeout: 60_000 }, async (t) => {
  const folder = smallDisk(t, '64k');
  if (folder === undefined) return;
  const { code, said } = await ends(t, { folder });
  t.equal(code, 74);
  t.match(said, /DISK_FULL: The disk is full\. Free space on the data volume/);
});

test('a disk that fills while it runs: said, nothing lost, and on with it when there is room', {
  timeout: 60_000,
}, async (t) => {
  const folder = smallDisk(t, '96m');
  if (folder === undefined) return;
  const daemon = startDaemon(t, { folder });
  await daemon.line(READY);
  const diskAlarm = async () => {
    await daemon.local('POST', '/api/health/run');
    const { alarms } = await daemon.local<Overview>('GET', '/api/overview');
    return alarms.find((alarm) => alarm.code === 'DISK');
  };
  await daemon.local('PUT', '/api/site', site('Before'));
  const ballast = join(folder, 'data', 'ballast');
  t.throws(
    () => writeFileSync(ballast, Buffer.alloc(128 * 1024 * 1024)),
    { code: 'ENOSPC' },
    'the rest is filled',
  );
  // what still fits into the pages at hand is taken; then it is said
  const fill = async () => {
    for (let n = 0; n < 10_000; n++)
      await daemon.local('PUT', '/api/site', site(`Site ${n} `.padEnd(60, 'x')));
  };
  await t.rejects(fill(), { message: /answered 507: The disk is full\. {2}Free space on the data volume/ });
  t.equal(daemon.child.exitCode, null, 'it goes on');
  t.match(await diskAlarm(), { severity: 'critical', remedy: /Free space/ });
  const kept = await daemon.local<Site>('GET', '/api/site');
  rmSync(ballast);
  await daemon.local('PUT', '/api/site', site('After'));
  t.match(await diskAlarm(), { severity: 'warning' }, 'critical no more');
  daemon.child.kill('SIGTERM');
  t.equal(await daemon.ended, 0);
  t.match(kept.name, /^(Before|Site )/);
  const again = startDaemon(t, { folder });
  await again.line(READY);
  t.equal((await again.local<Site>('GET', '/api/site')).name, 'After');
  t.same(
    (await again.local<Overview>('GET', '/api/overview')).alarms.filter((a) => a.code === 'STORE_CORRUPT'),
    [],
  );
});

test('an error that nobody caught ends it with 70 and its cause; what is on the disk is whole', {
  timeout: 60_000,
}, async (t) => {
  const folder = temporaryFolder(t);
  const defect = join(folder, 'defect.mjs');
  writeFileSync(defect, "process.on('SIGUSR2', () => Promise.reject(new Error('a defect of the test')));");
  const daemon = startDaemon(t, { folder, within: ['env', `NODE_OPTIONS=--import=${defect}`] });
  await daemon.line(READY);
  await daemon.local('PUT', '/api/site', site('Kept'));
  daemon.child.kill('SIGUSR2');
  t.equal(await daemon.ended, 70);
  t.match(daemon.said(), /INTERNAL: Something went wrong inside the program\.[\s\S]*a defect of the test/);
  const again = startDaemon(t, { folder });
  await again.line(READY);
  t.equal((await again.local<Site>('GET', '/api/site')).name, 'Kept');
});
