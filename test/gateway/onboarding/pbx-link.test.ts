/** A MiVoice Business link from the form to the status: both-or-none, pins of certificates, facts, no secret anywhere. */
import { type Test, test } from 'tap';
import { Value } from 'typebox/value';
import { PbxTypes } from '../../../src/contract/local-api.ts';
import { PbxLinkStatus } from '../../../src/contract/status.ts';
import { type Actor, createEventBus } from '../../../src/gateway/core/events.ts';
import { createOnboarding } from '../../../src/gateway/features/onboarding/onboarding.ts';
import { CONNECTORS } from '../../../src/gateway/pbx/index.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createSecrets, createSettings } from '../../../src/gateway/store/settings.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { startMivoiceBusiness } from '../../fakes/mivoice-business.ts';
import { makeSelfSigned } from '../../helpers/certificates.ts';

const IVY: Actor = { id: 'p1', name: 'Ivy Installer', via: 'local' };
const SECRET = 'the MBG’s password';
const OTHER_SECRET = 'the MiCollab’s password';

async function rig(t: Test) {
  const sim = await startMivoiceBusiness({ people: 4, password: SECRET, micollabPassword: OTHER_SECRET });
  t.teardown(() => sim.close());
  const clock = manualClock(Date.now());
  const { db } = openStateDatabase(':memory:', clock.now);
  t.teardown(() => db.close());
  const settings = createSettings(db, (key) => t.fail(`${key} does not fit`));
  const events = createEventBus((_, error) => t.fail(String(error)));
  const onboarding = createOnboarding({
    settings,
    secrets: createSecrets(db),
    connectors: CONNECTORS,
    kind: 'standalone',
    events,
    clock,
    log: () => undefined,
    ca: () => undefined,
    importDir: '/nonexistent',
    isOnSite: async (host) => host.startsWith('10.'),
    isZone: () => true,
  });
  const values = { host: sim.address, mbgHost: sim.address, mbgPassword: SECRET };
  const link = (more: Record<string, unknown> = {}) => ({
    type: 'mivoice-business',
    name: 'Ottawa',
    values: { ...values, ...more },
  });
  return { sim, onboarding, link, db };
}

test('the type says its notice, and asks for both MiCollab fields or none', async (t) => {
  const { onboarding, link } = await rig(t);
  const types = onboarding.pbxTypes();
  t.ok(Value.Check(PbxTypes, types));
  const own = types.types.find(({ type }) => type === 'mivoice-business');
  t.equal(own?.notice, 'Please ensure that you are using a Cloudlink gateway blade with the MIVB');
  t.match(own?.schema, {
    dependentRequired: { micollabHost: ['micollabPassword'], micollabPassword: ['micollabHost'] },
  });
  await t.rejects(onboarding.savePbx(link({ micollabHost: 'mc.example.com' }), IVY), {
    code: 'BAD_INPUT',
    fields: [{ field: 'values.micollabPassword', sentence: /^Enter MiCollab Password, or leave/ }],
  });
  t.equal(onboarding.pbx(), undefined);
});

test('the first test pins the certificates; from then on the link works without a person, and only with them', async (t) => {
  const { sim, onboarding, link, db } = await rig(t);
  const { port } = sim;
  await onboarding.savePbx(link({ micollabHost: sim.address, micollabPassword: OTHER_SECRET }), IVY);
  t.match(onboarding.pbx(), { secretsSet: ['mbgPassword', 'micollabPassword'] });
  await t.rejects(onboarding.linkedPlatform(), { code: 'PBX_TLS' }, 'nobody has looked yet');

  t.match(await onboarding.test(), { ok: true });
  const status = onboarding.pbxStatus();
  t.ok(Value.Check(PbxLinkStatus, status));
  t.match(status, {
    connected: true,
    mbg: 'reachable',
    micollab: 'resolvesToLan',
    placement: 'withPbx',
    nodes: [{ host: 'mivb.example.com', gateway: true, daemon: true }],
  });
  t.notMatch(JSON.stringify([status, onboarding.pbx()]), /password$|:[0-9A-F]{2}:/m);
  const setting = db.prepare<[], { value: string }>('SELECT value FROM setting').all();
  t.notOk(setting.some(({ value }) => value.includes(SECRET) || value.includes(OTHER_SECRET)));

  t.match(await onboarding.linkedPlatform(), { collectedBy: 'connector', host: 'mivb.example.com' });
  t.equal((await onboarding.proposals()).length, 6);
  const { pins } = onboarding.source();
  t.match(pins?.[sim.address], /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);

  const { mbgPassword: _, ...shared } = link().values;
  const typed = { ...shared, micollabHost: sim.address };
  t.match(
    await onboarding.test({ ...link(), values: typed }),
    { ok: true },
    'typed again, the stored password',
  );

  await sim.close();
  const certificate = await makeSelfSigned('127.0.0.1');
  const impostor = await startMivoiceBusiness({ people: 4, password: SECRET, port, certificate });
  t.teardown(() => impostor.close());
  for (const result of [await onboarding.test({ ...link(), values: typed }), await onboarding.test()])
    t.match(result.steps.at(-1), { ok: false, error: { code: 'PBX_TLS', sentence: /another certificate/ } });
  t.same(impostor.log, [], 'no password went there');
  t.same(onboarding.source().pins, pins);
  t.match(onboarding.pbxStatus(), { connected: false, mbg: 'configured', micollab: 'configured' });

  await onboarding.savePbx(link(), IVY);
  t.equal(onboarding.source().pins, undefined, 'saving again looks at the certificate again');
  t.match(await onboarding.test(), { ok: true });
  t.not(onboarding.source().pins?.[sim.address], pins?.[sim.address]);
});

test('another host asks for the password again', async (t) => {
  const { sim, onboarding, link } = await rig(t);
  await onboarding.savePbx(link(), IVY);
  await onboarding.test();
  const { mbgPassword: _, ...rest } = link().values;
  for (const host of ['host', 'mbgHost'])
    await t.rejects(onboarding.savePbx({ ...link(), values: { ...rest, [host]: 'elsewhere' } }, IVY), {
      code: 'BAD_INPUT',
      fields: [{ field: 'values.mbgPassword', sentence: 'Enter MBG Password.' }],
    });
  const asked = sim.log.length;
  await t.rejects(onboarding.test({ ...link(), values: { ...rest, mbgHost: 'elsewhere.invalid' } }), {
    code: 'BAD_INPUT',
  });
  t.equal(sim.log.length, asked);
});
