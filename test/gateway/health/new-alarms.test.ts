/** Alarms of sync, tunnels and licences: from the features' own views to what stands, step by step; and their cures. */
import { test } from 'tap';
import type { InventoryReport, Licence } from '../../../src/contract/inventory.ts';
import type { SyncView } from '../../../src/contract/local-api.ts';
import type { TargetStatus } from '../../../src/contract/tunnel.ts';
import { createEventBus, SYSTEM } from '../../../src/gateway/core/events.ts';
import type { Probes } from '../../../src/gateway/core/ports/probes.ts';
import type { HealthState } from '../../../src/gateway/features/health/check.ts';
import { createCures } from '../../../src/gateway/features/health/cures.ts';
import { createHealth } from '../../../src/gateway/features/health/health.ts';
import { createTunnelWatch, licencesOf, syncFacts } from '../../../src/gateway/features/health/state.ts';
import { swa } from '../../../src/gateway/features/health/swa.ts';
import { syncBlocked, syncDetained, syncFailed } from '../../../src/gateway/features/health/sync-state.ts';
import { tunnelDown } from '../../../src/gateway/features/health/tunnel-down.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const CHECKS = [syncFailed, syncBlocked, syncDetained, tunnelDown, swa];
const LOOK_MS = 1_000;
const MINUTE = 60_000;

const SYNC: SyncView = {
  state: 'inSync',
  scheduleMinutes: 60,
  lastRunAt: 1,
  users: 40,
  didNumbers: 0,
  withoutEmail: 0,
  sharedEmail: 0,
};
const PLAN = {
  hash: 'h',
  madeAt: 1,
  approved: true,
  added: 0,
  changed: 0,
  removed: 0,
  detained: 0,
  unchanged: 40,
};
const TUNNEL: TargetStatus = {
  id: 'a',
  component: 'MSL',
  tunnel: 'Server Manager',
  description: '',
  use: 'browser',
  application: 'msl',
  host: 'h',
  state: 'started',
  since: 0,
  tunnelUp: { up: true, at: 0 },
};
const report = (licence: Licence): InventoryReport => ({
  schema: 1,
  collectedAt: 0,
  zone: 'Pacific/Auckland',
  platforms: [
    {
      collectedBy: 'self',
      host: 'pbx-1',
      platformType: 'msl',
      platformName: 'MSL',
      systemFamily: 'linux',
      version: '11',
      platformId: 'p',
      licence,
      partitions: [],
      applications: [],
    },
  ],
});

function world() {
  const clock = manualClock(Date.UTC(2026, 10, 23, 12));
  const events = createEventBus((_name, error) => {
    throw error;
  });
  const heard: string[] = [];
  events.on('audit', ({ action, asset }) => heard.push(`${action}: ${asset}`));
  const site: { sync: SyncView; tunnels: TargetStatus[]; licence: Licence; online: boolean } = {
    sync: SYNC,
    tunnels: [TUNNEL],
    licence: { type: 'unlicensed' },
    online: true,
  };
  const since = clock.now() - 60 * MINUTE;
  const watch = createTunnelWatch(clock.now);
  const state = {
    channel: () => ({ online: site.online, transport: 'websocket', since }),
    sync: () => syncFacts(site.sync),
    tunnelsDown: () => watch(site.tunnels),
    licences: () => licencesOf(report(site.licence), clock.now()),
  } as unknown as HealthState;
  const health = createHealth({ probes: {} as Probes, state, clock, events, checks: CHECKS });
  health.start();
  const codes = () => health.alarms().map(({ code }) => code);
  return { clock, events, heard, site, health, codes };
}

test('detained and held users: raised by the end of the sync, cleared by that of the next', async (t) => {
  const { clock, events, site, health, codes } = world();
  const ended = async (sync: Partial<SyncView>) => {
    site.sync = { ...SYNC, ...sync };
    events.emit('sync.ended', {} as never);
    await clock.advance(LOOK_MS);
  };
  await ended({});
  t.same(codes(), []);
  await ended({ plan: { ...PLAN, detained: 3 } });
  t.match(health.alarms(), [{ code: 'SYNC_DETAINED', severity: 'warning', facts: /: 3\.$/ }]);
  const held = { count: 30, of: 40, limit: 4, sentence: '30 of 40 users would be removed.' };
  await ended({ state: 'awaitingApproval', plan: { ...PLAN, approved: false, held } });
  t.match(health.alarms(), [{ code: 'SYNC_BLOCKED', severity: 'critical', facts: held.sentence }]);
  await ended({ plan: { ...PLAN, held } });
  t.same(codes(), [], 'a plan that a person has confirmed blocks nothing');
  const error = { code: 'X', sentence: 'The PBX says no.', remedy: 'Ask it again.', retryable: true };
  await ended({ state: 'failed', error });
  t.match(health.alarms(), [
    { code: 'SYNC_FAILED', facts: error.sentence, remedy: error.remedy, cure: 'syncNow' },
  ]);
  site.sync = { ...SYNC, state: 'paused', error };
  events.emit('link.changed', { linked: false });
  await clock.advance(LOOK_MS);
  t.same(codes(), [], 'an unlinked gateway is not at fault');
  health.stop();
});

test('a tunnel that does not work: after two minutes, not while the cloud is away, cleared at once', async (t) => {
  const { clock, events, site, health, codes } = world();
  const changed = async (tunnels: TargetStatus[]) => {
    site.tunnels = tunnels;
    events.emit('tunnel.changed', { targetId: 'a' });
    await clock.advance(LOOK_MS);
  };
  const lost = () => ({ ...TUNNEL, tunnelUp: { up: false, at: clock.now() } });
  await changed([lost()]);
  t.same(codes(), [], 'it may come back');
  await clock.advance(2 * MINUTE);
  site.online = false;
  await changed([lost()]);
  t.same(codes(), [], 'CL_CONNECT_FAILURE says it');
  site.online = true;
  await changed([lost(), { ...TUNNEL, id: 'b', tunnel: 'REST', state: 'failed', error: 'Refused.' }]);
  t.match(health.alarms(), [{ code: 'TUNNEL_DOWN', severity: 'critical', facts: 'MSL Server Manager' }]);
  await clock.advance(2 * MINUTE);
  await changed(site.tunnels);
  t.match(health.alarms(), [{ facts: 'MSL Server Manager; MSL REST: Refused.', cure: 'retryTunnels' }]);
  await changed([TUNNEL, { ...TUNNEL, id: 'b', state: 'stopped' }]);
  t.same(codes(), [], 'what somebody stopped is no alarm');
  health.stop();
});

test('software assurance: told at 90, 30 and 7 days and at the end; days are days at the site', async (t) => {
  const { clock, events, heard, site, health } = world();
  const on = async (type: string, expiresOn: string) => {
    site.licence = { number: '12345', type, expiresOn };
    events.emit('inventory.reported', { at: 0, changed: true });
    await clock.advance(LOOK_MS);
    return health.alarms().map(({ severity, facts }) => `${severity}: ${facts}`);
  };
  // 12:00 UTC on the 23rd is the 24th in Auckland
  t.same(await on('perpetual', '2027-02-23'), [], '91 days');
  t.same(await on('perpetual', '2027-02-22'), ['warning: The software assurance of pbx-1 ends in 90 days.']);
  t.same(await on('perpetual', '2026-12-25'), ['warning: The software assurance of pbx-1 ends in 31 days.']);
  t.equal(heard.length, 1, 'not told anew within a step');
  await on('perpetual', '2026-12-24');
  t.equal(heard.length, 2, '30 days');
  await on('perpetual', '2026-12-02');
  t.equal(heard.length, 2, '8 days');
  t.same(await on('perpetual', '2026-12-01'), ['warning: The software assurance of pbx-1 ends in 7 days.']);
  t.equal(heard.length, 3);
  t.same(await on('perpetual', '2026-11-25'), ['warning: The software assurance of pbx-1 ends in 1 day.']);
  t.same(
    await on('perpetual', '2026-11-24'),
    ['warning: The software assurance of pbx-1 ends in 0 days.'],
    'still valid',
  );
  t.equal(heard.length, 3);
  t.same(await on('perpetual', '2026-11-23'), ['warning: The software assurance of pbx-1 has ended.']);
  t.equal(heard.length, 4);
  t.same(await on('subscription', '2026-12-24'), ['warning: The subscription of pbx-1 ends in 30 days.']);
  t.same(await on('subscription', '2026-12-01'), ['critical: The subscription of pbx-1 ends in 7 days.']);
  t.same(await on('subscription', '2029-01-01'), [], 'renewed');
  t.same(await on('perpetual', ''), [], 'no date that can be read: the inventory says so');
  t.same(await on('perpetual', '2026-02-30'), []);
  t.equal(heard.at(-1), 'Alarm cleared: SWA_EXPIRING');
  health.stop();
});

test('alarms that a part tells of: safe mode, memory, the reserve, update and backup', async (t) => {
  const { events, heard, health, codes } = world();
  const told = ['CRASH_LOOP', 'MEMORY_CEILING', 'DISK_RESERVE', 'UPDATE_FAILED', 'BACKUP_STALE'] as const;
  for (const code of told) events.emit('alarm.told', { code, facts: 'So it is.' });
  t.same(codes(), told);
  for (const code of told) events.emit('alarm.told', { code });
  t.same(codes(), []);
  t.equal(heard.length, 2 * told.length);
  health.stop();
});

test('a cure does its work, is in the history, and looks again; without an alarm there is none', async (t) => {
  const { clock, events, heard, site, health, codes } = world();
  const done: string[] = [];
  const act = (name: string) => () => {
    done.push(name);
  };
  const { cure } = createCures({
    alarms: health.alarms,
    events,
    look: (names) => health.run(names),
    doing: {
      retryCloud: act('retryCloud'),
      retryTunnels: act('retryTunnels'),
      syncNow: act('syncNow'),
      freeSpace: act('freeSpace'),
      reportInventory: () => {
        site.licence = { type: 'unlicensed' };
      },
      restart: act('restart'),
      leaveSafeMode: act('leaveSafeMode'),
    },
  });
  await t.rejects(cure('SWA_EXPIRING', SYSTEM), { code: 'ALARM_OVER' });
  site.licence = { number: '1', type: 'perpetual', expiresOn: '2026-11-30' };
  events.emit('inventory.reported', { at: 0, changed: true });
  await clock.advance(LOOK_MS);
  t.same(codes(), ['SWA_EXPIRING']);
  t.same(await cure('SWA_EXPIRING', SYSTEM), { sentence: 'The licence was read again and reported.' });
  t.same(codes(), [], 'and is looked at at once');
  t.ok(heard.includes('Alarm cure ordered: SWA_EXPIRING'));
  events.emit('channel.state', { state: 'waiting', reason: 'No.' });
  await cure('CL_CONNECT_FAILURE', SYSTEM);
  t.same(done, ['retryCloud']);
  events.emit('alarm.told', { code: 'UPDATE_FAILED', facts: 'No.' });
  await t.rejects(cure('UPDATE_FAILED', SYSTEM), { code: 'ALARM_OVER' }, 'no click helps there');
  health.stop();
});
