/** A linked gateway that finds its own files damaged goes on, says so, and is restarted by an order of the cloud. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { test } from 'tap';
import type { Overview } from '../../src/contract/local-api.ts';
import { startDaemon } from '../helpers/daemon.ts';
import { cloudOf, link, overviewIs } from '../helpers/linked.ts';

const READY = /"msg":"ready"/;

test('damaged parts become alarms, the rest serves; a restart that was ordered ends with 75 and is told', {
  timeout: 180_000,
}, async (t) => {
  const { url, number, console } = await cloudOf(t);
  const settings = { CLOUD_URL: url };
  const first = startDaemon(t, { settings });
  await first.line(READY);
  await link(first, console, number);
  const { folder } = first;
  const users = join(folder, 'data', 'import', 'users.csv');
  mkdirSync(dirname(users), { recursive: true });
  writeFileSync(users, 'id,email,givenName,familyName\n1,ada@example.com,Ada,Lovelace\n');
  await first.local('PUT', '/api/pbx', {
    type: 'csv',
    name: 'File',
    values: { path: users, encoding: 'auto' },
  });

  const [gateway] = (await console.get(`/api/gateways?account=${number}`)).body.items as { id: string }[];
  const order = await console.post(`/api/gateways/${gateway?.id}/commands`, { name: 'restart' });
  t.equal(await first.ended, 75, 'the service manager starts it again');

  // the allow-list takes no row any more, and what sync knew is garbage
  const db = new Database(join(folder, 'data', 'state.db'));
  db.exec(`DELETE FROM target;
    DELETE FROM setting WHERE key = 'tunnels.portalStartedFor';
    CREATE TRIGGER broken BEFORE INSERT ON target BEGIN SELECT RAISE(ABORT, 'broken'); END`);
  db.close();
  const syncFolder = join(folder, 'data', 'sync', gateway?.id ?? '');
  mkdirSync(syncFolder, { recursive: true });
  writeFileSync(join(syncFolder, 'sync.db'), 'no database '.repeat(1000));

  const second = startDaemon(t, { settings, folder });
  await second.line(READY);
  const { alarms } = await overviewIs(
    second,
    ({ cloud, alarms: now }) => cloud.online && now.some((alarm) => alarm.code === 'DATABASE'),
  );
  t.match(
    alarms.filter((alarm) => ['FEATURE_TUNNELS', 'TARGET_UNKNOWN', 'DATABASE'].includes(alarm.code)),
    [
      { code: 'FEATURE_TUNNELS', severity: 'critical' },
      { code: 'TARGET_UNKNOWN', severity: 'critical' },
      { code: 'DATABASE', facts: /sync\.db: file is not a database/ },
    ],
    'the tunnels do not work; everything else does',
  );
  for (;;) {
    const { body } = await console.get(`/api/commands/${order.body.id}`);
    if (body.endedAt === undefined) continue;
    t.match(body, { state: 'done', sentence: /^(Restarted|The program restarts now)\.$/ });
    break;
  }

  await second.local('POST', '/api/sync/run?wait=true');
  const after = await second.local<Overview>('GET', '/api/overview');
  t.match(
    after.alarms.filter((alarm) => alarm.code === 'SYNC_STORE_CORRUPT'),
    [{ severity: 'critical', facts: /sync\.db\.corrupt-/, remedy: /Start a sync by hand/ }],
  );
  t.match(after.sync, { state: 'inSync', users: 1 });
  second.child.kill('SIGTERM');
  t.equal(await second.ended, 0);
});
