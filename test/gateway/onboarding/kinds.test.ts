/** What the kind of a gateway decides: its steps, whether it sets addresses, and where its own PBX is. */
import { test } from 'tap';
import type { PlatformKind } from '../../../src/contract/common.ts';
import { integrationStatus } from '../../../src/contract/status.ts';
import type { Actor } from '../../../src/gateway/core/events.ts';
import { createEventBus } from '../../../src/gateway/core/events.ts';
import { setupOf } from '../../../src/gateway/core/setup-steps.ts';
import { createOnboarding } from '../../../src/gateway/features/onboarding/onboarding.ts';
import { CONNECTORS } from '../../../src/gateway/pbx/index.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createSecrets, createSettings } from '../../../src/gateway/store/settings.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const NOTHING = { siteSaved: false, pbxSaved: false, connected: false, completed: false };
const REMOTE: Actor = { id: 'p', name: 'Priya', via: 'tunnel' };

test('steps by kind (row A2), and the first that is not done', async (t) => {
  const names = (kind: PlatformKind) => setupOf(kind, NOTHING).steps.map(({ name }) => name);
  for (const kind of ['standalone', 'virtual', 'msl'] as const)
    t.same(names(kind), ['gateway', 'pbx', 'connect', 'deployment'], kind);
  t.same(names('smbc'), ['gateway', 'sync', 'deployment']);
  t.same(
    (['standalone', 'virtual', 'smbc', 'msl'] as const).map((kind) => setupOf(kind, NOTHING).network),
    [true, true, false, false],
    'an embedded gateway and an MSL host have no network page',
  );

  const site = { ...NOTHING, siteSaved: true };
  t.equal(setupOf('virtual', NOTHING).next, 'gateway');
  t.equal(setupOf('virtual', site).next, 'pbx');
  t.equal(setupOf('smbc', site).next, 'sync');
  const saved = { ...site, pbxSaved: true };
  t.equal(setupOf('virtual', saved).next, 'connect');
  t.equal(setupOf('smbc', saved).next, 'sync', 'a link that was never connected is not synced');
  t.equal(setupOf('smbc', { ...saved, connected: true }).next, 'deployment');
  t.equal(setupOf('virtual', { ...NOTHING, completed: true }).next, undefined, 'Next does not block (A6)');
});

test('integration status by kind (row A3)', async (t) => {
  const status = (kind: PlatformKind, pbxLink?: { connected: boolean; onboarded: boolean }) =>
    integrationStatus({ claimed: true, kind, siteSaved: true, ...(pbxLink ? { pbxLink } : {}) });
  const saved = { connected: false, onboarded: false };
  t.equal(status('virtual'), 'Add PBX');
  t.equal(status('msl', saved), 'Connect the PBX');
  t.equal(status('smbc'), 'Sync PBX');
  t.equal(status('smbc', saved), 'Sync PBX', 'its step is Sync until it was connected');
  t.equal(status('smbc', { connected: false, onboarded: true }), 'Deployment');
});

function rig(kind: PlatformKind) {
  const clock = manualClock();
  const { db } = openStateDatabase(':memory:', clock.now);
  return createOnboarding({
    settings: createSettings(db, () => undefined),
    secrets: createSecrets(db),
    connectors: CONNECTORS,
    kind,
    events: createEventBus((_, error) => {
      throw error;
    }),
    clock,
    log: () => undefined,
    ca: () => undefined,
    importDir: '/nonexistent',
    isOnSite: async (host) => host.startsWith('10.'),
    isZone: () => true,
  });
}

test('the embedded PBX is on loopback: proposed, and then allowed to a remote session, which may name no other', async (t) => {
  const link = (host: string, mbgHost: string) => ({
    type: 'mivoice-business',
    name: 'Embedded',
    values: { host, mbgHost, mbgPassword: 'a secret' },
  });
  const proposed = (kind: PlatformKind) =>
    rig(kind)
      .pbxTypes()
      .types.filter((type) => type.proposed)
      .map((type) => [type.type, type.proposed]);
  t.same(proposed('smbc'), [['mivoice-business', { host: '127.0.0.1', mbgHost: '127.0.0.1' }]]);
  t.same(proposed('msl'), [['mivoice-business', { mbgHost: '127.0.0.1' }]], 'the MBG of this host');
  t.same(proposed('standalone'), []);

  const refused = { code: 'NOT_OVER_TUNNEL' };
  await t.resolves(rig('smbc').savePbx(link('127.0.0.1', '127.0.0.1'), REMOTE));
  await t.rejects(rig('smbc').savePbx(link('127.0.0.1:8443', '127.0.0.1'), REMOTE), refused, 'no other port');
  await t.rejects(rig('smbc').savePbx(link('127.0.0.2', '127.0.0.1'), REMOTE), refused);
  await t.resolves(rig('msl').savePbx(link('10.0.0.5', '127.0.0.1'), REMOTE));
  await t.rejects(rig('msl').savePbx(link('127.0.0.1', '127.0.0.1'), REMOTE), refused);
  await t.rejects(rig('standalone').savePbx(link('127.0.0.1', '127.0.0.1'), REMOTE), refused);
});
