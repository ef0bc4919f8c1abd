/** What the cloud's tables forget by their age, as the server does it every ten minutes. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'tap';
import { createLogger } from '../../src/base/runtime/logger.ts';
import { buildCloud, openCore } from '../../src/cloud/cloud.ts';
import { readConfig } from '../../src/cloud/config.ts';
import { manualClock } from '../fakes/manual-clock.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test('tables that only grew lose what is old, and nothing else', async (t) => {
  const data = mkdtempSync(join(tmpdir(), 'cloud-'));
  const clock = manualClock();
  const surroundings = { clock, logger: createLogger({ level: 'silent', name: 'test' }) };
  const config = readConfig(undefined, { data, 'retention.eventDays': 60 });
  const core = openCore(config, surroundings);
  const { app, prune } = await buildCloud(config, {
    ...surroundings,
    core,
    publicUrl: 'https://cloud.example',
  });
  t.teardown(async () => {
    await app.close();
    await core.close();
    rmSync(data, { recursive: true, force: true });
  });
  const { db, stores } = core;
  const now = clock.now();
  const account = { id: 'a', number: '123456789', kind: 'customer', name: 'A', region: 'Local' } as const;
  await stores.accounts.insert({ ...account, state: 'active', supportContacts: [], createdAt: 0 });
  await stores.people.insert({
    id: 'p',
    accountId: 'a',
    name: 'P',
    email: 'p@e',
    role: 'admin',
    createdAt: 0,
  });
  await db
    .insertInto('gateway')
    .values({
      id: 'g',
      account_id: 'a',
      jkt: 'j',
      public_jwk: '{}',
      name: 'G',
      kind: 'virtual',
      version: '0',
      lan_address: null,
      public_address: '::1',
      linked_at: 0,
      linked_by: 'P',
      self_version: 1,
      online: 0,
      since: 0,
      transport: null,
      status: null,
      unlinked_at: null,
      unlinked_because: null,
    })
    .execute();

  const event = async (age: number) =>
    stores.events.insert({
      id: randomUUID(),
      accountId: 'a',
      at: now - age,
      actor: { id: 'p', name: 'P' },
      action: `${age}`,
      eventType: 'Admin',
      asset: '',
      propertiesChanged: [],
      details: {},
    });
  const command = async (age: number) =>
    stores.commands.insert({
      id: randomUUID(),
      gatewayId: 'g',
      accountId: 'a',
      name: 'reboot',
      args: {},
      issuedBy: { id: 'p', name: 'P' },
      issuedAt: now - age,
      expiresAt: now,
      state: 'waiting',
    });
  const counts = { added: 0, changed: 0, removed: 0, unchanged: 0, detained: 0, held: 0, requests: 0 };
  const result = async (age: number) =>
    stores.outbox.syncResult('g', 'a', randomUUID(), {
      cycleId: randomUUID(),
      startedAt: now - age,
      endedAt: now - age,
      outcome: 'inSync',
      counts,
    });
  for (const age of [59 * DAY, 61 * DAY]) await event(age);
  for (const age of [89 * DAY, 91 * DAY]) await command(age);
  for (const age of [89 * DAY, 91 * DAY]) await result(age);
  for (const age of [71 * HOUR, 73 * HOUR])
    await stores.metrics.put('g', { from: now - age - 1, to: now - age, series: [] });
  for (const [hash, end] of [
    ['over', now],
    ['good', now + 1],
  ] as const)
    await stores.invites.insert({ tokenHash: hash, personId: 'p', expiresAt: end });
  await stores.attempts.fail('old', now - 16 * 60_000, 0);
  await stores.attempts.fail('young', now - 14 * 60_000, 0);
  await stores.attempts.fail('locked', now - 16 * 60_000, 0);
  await stores.attempts.lock('locked', now + 1);

  await prune();
  const rows = async (table: 'event' | 'command' | 'sync_result' | 'metric_rollup') =>
    (await db.selectFrom(table).selectAll().execute()).length;
  t.same(
    (await db.selectFrom('event').select('action').execute()).map((e) => e.action),
    [`${59 * DAY}`],
  );
  t.equal(await rows('command'), 1);
  t.equal(await rows('sync_result'), 1);
  t.equal(await rows('metric_rollup'), 1);
  t.equal(await stores.invites.spend('good', now), 'p');
  t.same((await db.selectFrom('invite').selectAll().execute()).length, 0);
  t.same(
    (await db.selectFrom('attempt').select('key').orderBy('key').execute()).map((a) => a.key),
    ['locked', 'young'],
  );
  await prune();
  t.equal(await rows('command'), 1, 'and not more the second time');
});
