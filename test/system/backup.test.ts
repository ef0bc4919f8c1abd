/** Backups over the real gateway program, the real command and the real cloud; and new hardware that takes the place of old. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { test } from 'tap';
import type { BackupMade, BackupView } from '../../src/contract/backup.ts';
import type { Overview, Signpost } from '../../src/contract/local-api.ts';
import { cloudlink } from '../helpers/cli.ts';
import { type Daemon, startDaemon } from '../helpers/daemon.ts';
import { cloudOf, link, overviewIs } from '../helpers/linked.ts';
import { temporaryFolder } from '../helpers/uplink.ts';

const RESTART = 75;
const fingerprint = async (daemon: Daemon) =>
  (await daemon.local<Signpost>('GET', '/api/signpost')).fingerprint;

test('new hardware takes the place of old; the key of the backup is good for one word to the cloud', {
  timeout: 150_000,
}, async (t) => {
  const cloud = await cloudOf(t);
  const settings = { CLOUD_URL: cloud.url };
  const old = startDaemon(t, { settings });
  await old.line(/"msg":"ready"/);
  await link(old, cloud.console, cloud.number);
  writeFileSync(join(old.folder, 'data/import/users.csv'), 'id,email\n1,ada@x.example\n');
  const stick = temporaryFolder(t);
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const keyFile = join(stick, 'key.txt');
  writeFileSync(keyFile, `${identity}\n`);

  const planned = await cloudlink(old.folder, ['backup', 'schedule', stick, '--recipient', recipient]);
  t.equal(planned.code, 0, planned.said);
  const made = await cloudlink(old.folder, ['--json', 'backup', 'now']);
  t.equal(made.code, 0, made.said);
  const { file } = JSON.parse(made.said) as BackupMade;
  t.match(await old.local<BackupView>('GET', '/api/backup'), { stale: false, files: [{}], last: { file } });
  const first = await fingerprint(old);
  const id = String(((await cloud.console.get('/api/gateways')).body.items as { id: string }[])[0]?.id);
  const known = async () => (await cloud.console.get(`/api/gateways/${id}`)).body.fingerprint;
  t.equal(await known(), first);

  // its stick is gone: nothing is written into the empty folder, and an alarm says so
  mkdirSync(join(old.folder, 'elsewhere'));
  await old.local('PUT', '/api/backup/schedule', {
    folder: join(old.folder, 'elsewhere'),
    everyDays: 1,
    keep: 1,
    recipient,
  });
  rmSync(join(old.folder, 'elsewhere/.cloudlink-backups'));
  t.match((await cloudlink(old.folder, ['backup', 'now'])).said, /BACKUP_FOLDER/);

  // new hardware
  const fresh = startDaemon(t, { settings });
  await fresh.line(/"msg":"ready"/);
  const config = join(fresh.folder, 'config.json');
  writeFileSync(config, JSON.stringify({ dataDir: join(fresh.folder, 'data'), kind: 'standalone' }));
  const with_ = ['--config', config, '--secret', `file:${keyFile}`];
  const plan = await cloudlink(fresh.folder, ['backup', 'restore', file, ...with_]);
  t.equal(plan.code, 2, plan.said);
  t.match(plan.said, /Device key +that of the backup, and another one/);
  const done = await cloudlink(fresh.folder, ['backup', 'restore', file, ...with_, '--yes']);
  t.equal(done.code, 0, done.said);
  t.equal(await fresh.ended, RESTART);

  const again = startDaemon(t, { settings, folder: fresh.folder });
  await again.line(/"msg":"ready"/);
  await again.line(/the device key was changed/);
  await overviewIs(again, ({ cloud: c }) => c.online);
  const second = await fingerprint(again);
  t.not(second, first);
  t.equal(await known(), second, 'the same gateway at the cloud, with another key');
  t.equal(readFileSync(join(again.folder, 'data/import/users.csv'), 'utf8'), 'id,email\n1,ada@x.example\n');
  t.notOk(existsSync(join(again.folder, 'data/restore/old')), 'what was kept aside is gone');
  t.match(await again.local<BackupView>('GET', '/api/backup'), { lastRestore: { end: 'restored' } });

  // the old one is nobody to the cloud now, and keeps what it has
  await overviewIs(old, ({ cloud: c }) => !c.online);
  t.match(await old.local<Overview>('GET', '/api/overview'), { linked: true });
  t.ok(existsSync(join(old.folder, 'data/device-key.pem')));
});

test('without the daemon: made, planned, put in place by the command', { timeout: 60_000 }, async (t) => {
  const daemon = startDaemon(t);
  await daemon.line(/"msg":"ready"/);
  daemon.child.kill('SIGTERM');
  await daemon.ended;
  const config = join(daemon.folder, 'config.json');
  writeFileSync(config, JSON.stringify({ dataDir: join(daemon.folder, 'data'), kind: 'standalone' }));
  const stick = temporaryFolder(t);
  const passphrase = 'correct horse battery staple';
  const made = await cloudlink(
    daemon.folder,
    ['--json', 'backup', 'make', stick, '--config', config, '--passphrase', '-'],
    `${passphrase}\n`,
  );
  t.equal(made.code, 0, made.said);
  const { file } = JSON.parse(made.said.slice(made.said.indexOf('{'))) as BackupMade;
  // one that is sick answers, and with errors only
  const sick = createServer((_, reply) => void reply.writeHead(500).end('{}'));
  await new Promise<void>((listens) => sick.listen(join(daemon.folder, 'run', 'control.sock'), listens));
  const verify = ['backup', 'verify', file, '--config', config];
  const sound = await cloudlink(daemon.folder, verify, `${passphrase}\n`);
  t.equal(sound.code, 0, sound.said);
  await new Promise((closed) => sick.close(closed));

  const wrong = await cloudlink(
    daemon.folder,
    ['backup', 'plan', file, '--config', config],
    'a slip of the finger\n',
  );
  t.match(wrong.said, /BACKUP_WRONG_KEY/);
  const argument = await cloudlink(daemon.folder, [
    'backup',
    'plan',
    file,
    '--config',
    config,
    '--secret',
    passphrase,
  ]);
  t.match(argument.said, /A secret is no argument/);
  const placed = await cloudlink(
    daemon.folder,
    ['backup', 'restore', file, '--config', config, '--yes'],
    `${passphrase}\n`,
  );
  t.equal(placed.code, 0, placed.said);
  t.match(placed.said, /In place/);
  const again = startDaemon(t, { folder: daemon.folder });
  await again.line(/"msg":"ready"/);
  t.match(await again.local<BackupView>('GET', '/api/backup'), { lastRestore: { end: 'restored' } });
});

test('the files are those of the gateway that is spoken to, and of no other', {
  timeout: 60_000,
}, async (t) => {
  const daemon = startDaemon(t);
  await daemon.line(/"msg":"ready"/);
  const stick = temporaryFolder(t);
  const secret = join(stick, 'passphrase');
  writeFileSync(secret, 'correct horse battery staple\n');
  const order = (...args: string[]) => cloudlink(daemon.folder, args);
  const made = await order('--json', 'backup', 'make', stick, '--passphrase', `file:${secret}`);
  t.equal(made.code, 0, made.said);
  const { file } = JSON.parse(made.said.slice(made.said.indexOf('{'))) as BackupMade;
  const verified = await order('--json', 'backup', 'verify', file, '--secret', `file:${secret}`);
  t.match(JSON.parse(verified.said.slice(verified.said.indexOf('{'))), {
    gateway: { fingerprint: await fingerprint(daemon), kind: 'standalone' },
  });

  const other = temporaryFolder(t);
  mkdirSync(join(other, 'data'));
  const config = join(other, 'config.json');
  writeFileSync(config, JSON.stringify({ dataDir: join(other, 'data'), kind: 'standalone' }));
  const elsewhere = ['backup', 'restore', file, '--secret', `file:${secret}`, '--config', config, '--yes'];
  t.match((await order(...elsewhere)).said, /takes the data of the backup when it starts next/);
  t.equal((await daemon.local<BackupView>('GET', '/api/backup')).staged, false);
  const own = await order('backup', 'restore', file, '--secret', `file:${secret}`, '--yes');
  t.match(own.said, /The gateway restarts now/);
  t.equal(await daemon.ended, RESTART);

  for (const args of [
    ['backup', 'make', stick, '--passphrase', `file:${secret}`],
    ['support', 'preview'],
  ]) {
    const refused = await order(...args);
    t.equal(refused.code, 1);
    t.match(
      refused.said,
      /DAEMON_UNREACHABLE: No gateway answers on .*name its configuration with --config/s,
    );
  }
});
