/** Alarms from their real sources: the uplink against the reference cloud, the probes against the real listeners. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { type Test, test } from 'tap';
import { createEventBus, type EventBus } from '../../../src/gateway/core/events.ts';
import type { Probes } from '../../../src/gateway/core/ports/probes.ts';
import type { Signer } from '../../../src/gateway/core/ports/signer.ts';
import type { HealthState } from '../../../src/gateway/features/health/check.ts';
import { createHealth } from '../../../src/gateway/features/health/health.ts';
import { createLocalServer } from '../../../src/gateway/http/server.ts';
import { KEY_FILE, lockedSigner, openSigner } from '../../../src/gateway/platform/keystore.ts';
import { type OwnDoor, reachedAt } from '../../../src/gateway/platform/own-doors.ts';
import { createProbes } from '../../../src/gateway/platform/probes.ts';
import { openDeviceCertificate } from '../../../src/gateway/platform/self-signed.ts';
import { startCloud } from '../../cloud/harness.ts';
import { type ManualClock, manualClock } from '../../fakes/manual-clock.ts';
import { testKey } from '../../helpers/dpop-client.ts';
import { makeUplink, temporaryFolder } from '../../helpers/uplink.ts';
import { fakeDeps } from '../http/fake-deps.ts';

/** The gateway's alarms over real events; `heard` is the event history. */
function watched(t: Test, events: EventBus, clock: ManualClock, probes: Partial<Probes> = {}) {
  const heard: string[] = [];
  const health = createHealth({
    probes: probes as Probes,
    state: {} as HealthState,
    clock,
    events,
  });
  const listeners = new Set<() => void>();
  events.on('audit', ({ action, asset }) => {
    if (action.startsWith('Alarm')) heard.push(`${action}: ${asset}`);
    for (const look of listeners) look();
  });
  health.start();
  t.teardown(health.stop);
  const codes = () => health.alarms().map((alarm) => alarm.code);
  /** Resolves when exactly these alarms stand. */
  const stand = (...wanted: string[]) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (codes().sort().join() !== [...wanted].sort().join()) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
    });
  return { health, heard, stand };
}

/** A gateway that the reference cloud knows, its key exchangeable. */
async function linked(t: Test) {
  const clock = manualClock(Date.now());
  const cloud = await startCloud(t, {}, clock);
  await cloud.partner('ann@partner.example');
  const customer = await cloud.customer('bob@customer.example');
  const key = testKey();
  const { gatewayId } = await cloud.claim(
    await cloud.signIn('bob@customer.example'),
    customer.number,
    cloud.gateway(key),
  );
  const folder = temporaryFolder(t);
  const pem = key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  writeFileSync(join(folder, KEY_FILE), pem, { mode: 0o600 });
  const held = { signer: await openSigner(folder) };
  const signer: Signer = {
    get publicJwk() {
      return held.signer.publicJwk;
    },
    get thumbprint() {
      return held.signer.thumbprint;
    },
    sign: async (bytes) => held.signer.sign(bytes),
  };
  const uplink = await makeUplink(t, {
    base: cloud.url,
    signer,
    clock,
    random: () => 0.5,
    gatewayId: () => gatewayId,
  });
  const reaches = (wanted: string) =>
    new Promise<void>((resolve) => {
      if (uplink.channel.state === wanted) return resolve();
      const off = uplink.channel.onState((state) => {
        if (state !== wanted) return;
        off();
        resolve();
      });
    });
  const changes = () =>
    new Promise<void>((resolve) => {
      const off = uplink.channel.onState(() => {
        off();
        resolve();
      });
    });
  /** Time passes only while the channel waits: an attempt that is on its way must not run out of it. */
  const comesBack = async () => {
    while (uplink.channel.state !== 'online') {
      if (uplink.channel.state === 'waiting') await clock.advance(1_000);
      else await changes();
    }
  };
  return { cloud, clock, uplink, held, reaches, comesBack, ...watched(t, uplink.events, clock) };
}

test('the cloud away for a moment: raised at once, counted, cleared by itself', async (t) => {
  const { cloud, clock, uplink, health, heard, stand, reaches, comesBack } = await linked(t);
  uplink.channel.start();
  await reaches('online');
  t.same(heard, [], 'a first connection raises nothing');
  for (let n = 1; n <= 2; n++) {
    await cloud.stop();
    await stand('CL_CONNECT_FAILURE');
    // it goes on trying, and says so only once
    await reaches('waiting');
    await clock.advance(1_000);
    await reaches('waiting');
    await cloud.restart();
    await comesBack();
    await stand();
  }
  await cloud.stop();
  await stand('CL_CONNECT_FAILURE');
  t.match(health.alarms(), [{ severity: 'critical', facts: /Raised 3 times in 24 hours\.$/ }]);
  const once = ['Alarm raised: CL_CONNECT_FAILURE', 'Alarm cleared: CL_CONNECT_FAILURE'];
  t.same(heard, [...once, ...once, once[0]]);
  await uplink.channel.stop();
  t.same(health.alarms().length, 1, 'a program that stops claims nothing');
});

test('a login that refuses, and a key that cannot be read, are not "cloud not reached"', async (t) => {
  const { cloud, uplink, held, health, heard, stand, reaches, comesBack } = await linked(t);
  const right = held.signer;
  uplink.channel.start();
  await reaches('online');

  held.signer = await openSigner(temporaryFolder(t));
  uplink.forgetTokens();
  await t.rejects(uplink.authorize('GET', `${cloud.url}/v1/x`), { code: 'CLOUD_REFUSED' });
  t.match(health.alarms(), [
    { code: 'AUTHSERVICE_DOWN', severity: 'critical', facts: 'The cloud does not know this gateway.' },
  ]);
  await t.rejects(uplink.authorize('GET', `${cloud.url}/v1/x`), { code: 'CLOUD_REFUSED' });

  const folder = temporaryFolder(t);
  writeFileSync(join(folder, KEY_FILE), 'not a key');
  held.signer = lockedSigner(await openSigner(folder).catch((error) => error));
  await t.rejects(uplink.authorize('GET', `${cloud.url}/v1/x`), { code: 'KEY_UNREADABLE' });
  t.match(health.alarms(), [{ code: 'AUTHSERVICE_DOWN', facts: /device-key\.pem is damaged/ }]);
  t.equal(uplink.channel.state, 'online', 'the channel that is open goes on');

  held.signer = right;
  await uplink.authorize('GET', `${cloud.url}/v1/x`);
  t.same(health.alarms(), [], 'cleared by the next token');

  // nothing answers: that is the other alarm, and no news of the login
  uplink.forgetTokens();
  await cloud.stop();
  await stand('CL_CONNECT_FAILURE');
  await t.rejects(uplink.authorize('GET', `${cloud.url}/v1/x`), { code: 'CLOUD_UNREACHABLE' });
  await cloud.restart();
  await comesBack();
  await stand();
  t.same(
    heard.filter((line) => line.endsWith('AUTHSERVICE_DOWN')),
    ['Alarm raised: AUTHSERVICE_DOWN', 'Alarm cleared: AUTHSERVICE_DOWN'],
    'raised once, whatever the reason',
  );
});

test('the local REST service: each door is knocked at from outside', async (t) => {
  const folder = temporaryFolder(t);
  const socketPath = join(folder, 'control.sock');
  const { deps, clock } = fakeDeps();
  const server = await createLocalServer({
    deps,
    logger: pino({ level: 'silent' }) as never,
    webDir: '/nonexistent',
    host: '0.0.0.0',
    port: 0,
    httpsPort: 0,
    socketPath,
    names: () => ['cloudlink.local'],
  });
  t.teardown(() => server.stop());
  const certificate = openDeviceCertificate(join(folder, 'c'), ['cloudlink.local'], Date.now());
  const doors: OwnDoor[] = [];
  const probes = createProbes({
    dataDir: folder,
    databases: () => [],
    env: {},
    proxy: () => undefined,
    ca: () => '',
    doors: () => doors,
  });
  const events = createEventBus((_name, error) => t.fail(String(error)));
  const { health, heard } = watched(t, events, clock, probes);
  const look = async () => (await health.run(['REST_CONNECT_FAILURE']))[0];

  t.match(await look(), { state: 'unknown' }, 'before the start');
  const ports = await server.start(certificate);
  const host = reachedAt('0.0.0.0');
  doors.push(
    { name: 'the control socket', socketPath },
    { name: 'plain', host, port: ports.port },
    { name: 'secure', host, port: ports.httpsPort, certificate: certificate.cert },
  );
  t.match(await look(), { state: 'ok', facts: 'It answers on the control socket, plain, secure.' });

  rmSync(socketPath);
  t.match(await look(), { state: 'critical', facts: /the control socket: ENOENT\.$/ }, 'swept away');
  t.match(health.alarms(), [{ code: 'REST_CONNECT_FAILURE', severity: 'critical' }]);
  server.setCertificate(openDeviceCertificate(join(folder, 'other'), ['cloudlink.local'], Date.now()));
  t.match(await look(), { facts: /on secure: DEPTH_ZERO_SELF_SIGNED_CERT\.$/ }, 'somebody else’s');
  await server.stop();
  t.match(await look(), { facts: /socket: ENOENT.*plain: ECONNREFUSED.*secure: ECONNREFUSED/ });
  t.same(heard, ['Alarm raised: REST_CONNECT_FAILURE'], 'one alarm, told more exactly');
});

test('another certificate of a target: an alarm until a person has dealt with it', async (t) => {
  const events = createEventBus((_name, error) => t.fail(String(error)));
  const { health, heard } = watched(t, events, manualClock());
  const certificates = (...targets: string[]) => events.emit('target.certificate', { targets });
  certificates();
  t.same(health.alarms(), []);
  certificates('MSL: Server Manager');
  certificates('MSL: Server Manager', 'MiCollab: administration web interface');
  t.match(health.alarms(), [
    {
      code: 'TARGET_CERTIFICATE',
      severity: 'critical',
      facts: 'MSL: Server Manager, MiCollab: administration web interface',
    },
  ]);
  certificates();
  t.same(health.alarms(), []);
  t.same(heard, ['Alarm raised: TARGET_CERTIFICATE', 'Alarm cleared: TARGET_CERTIFICATE']);
});
