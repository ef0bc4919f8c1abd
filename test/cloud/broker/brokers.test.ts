/** What holds for every broker, and however gateways come to it: one file, four runs. */
import { once } from 'node:events';
import { type Test, test } from 'tap';
import { makeHostKey } from '../../../src/cloud/platform/host-key.ts';
import { PROBE_PATH, SESSION_HEADER } from '../../../src/contract/tunnel.ts';
import { startSmallApp } from '../../helpers/small-app.ts';
import {
  type CloudEnd,
  INSTALLER,
  KINDS,
  type Kind,
  kindName,
  launchInto,
  needsKind,
  overChannel as over,
  startCloudEnd,
  startGatewayEnd,
  startTarget,
  until,
} from '../../helpers/tunnel-rig.ts';

const ID = '01930000-0000-7000-8000-0000000000f1';

/** Resolves when the broker refuses a channel with this code: the gateway's wish has to arrive there. */
async function untilRefused(cloud: CloudEnd, gatewayId: string, targetId: string, wanted: string) {
  for (let code = ''; code !== wanted; ) {
    try {
      (await cloud.broker.connect(gatewayId, targetId)).destroy();
    } catch (error) {
      code = (error as { code: string }).code;
    }
  }
}

function testsOf(kind: Kind): void {
  const on = (title: string, f: (t: Test) => Promise<void>) =>
    test(`${kindName(kind)}: ${title}`, async (t) => {
      if (needsKind(t, kind)) await f(t);
    });

  on('a broker with another host key gets nothing', async (t) => {
    const cloud = await startCloudEnd(t, kind);
    const other = makeHostKey().publicKey;
    const gateway = await startGatewayEnd(t, cloud, { hostKeys: [other] });
    await until(() => gateway.logs.some((l) => l.message === 'the tunnel connection is down'));
    t.match(gateway.logs.find((l) => l.message === 'the tunnel connection is down')?.facts, {
      reason: /[Hh]ost/,
    });
    t.notOk(cloud.broker.of(gateway.id).some((f) => f.up));
    t.not(gateway.link.state, 'up');
  });

  on('without the session’s secret there is no way to a target', async (t) => {
    const app = await startSmallApp();
    t.teardown(() => app.close());
    const cloud = await startCloudEnd(t, kind);
    const gateway = await startGatewayEnd(t, cloud);
    const neighbour = await startGatewayEnd(t, cloud);
    const targetId = await startTarget(gateway, app.port);
    await startTarget(neighbour, app.port);
    const sessionId = '01930000-0000-7000-8000-00000000abcd';
    const args = {
      sessionId,
      targetId,
      secret: 'right',
      person: { id: ID, name: 'Ada', email: 'ada@example.org' },
      expiresAt: Date.now() + 60_000,
      idleMs: 60_000,
      origin: 'https://abc.launch.example',
    };
    const waits = () => t.fail('Ada is named');
    await gateway.tunnels.openSession(args, { signal: new AbortController().signal, waits });
    const headers = (secret: string) => ({ [SESSION_HEADER.id]: sessionId, [SESSION_HEADER.secret]: secret });
    t.match(await over(cloud, gateway.id, targetId, headers('right')), /^HTTP\/1.1 200 /);
    t.match(await over(cloud, gateway.id, targetId, {}), /^HTTP\/1.1 403 [\s\S]*SESSION_UNKNOWN/);
    t.match(await over(cloud, gateway.id, targetId, headers('wrong')), /^HTTP\/1.1 403 /);
    t.match(
      await over(cloud, gateway.id, 'gateway-portal', headers('right')),
      /^HTTP\/1.1 403 /,
      'another target',
    );
    t.match(
      await over(cloud, neighbour.id, targetId, headers('right')),
      /^HTTP\/1.1 403 /,
      'another gateway',
    );
    await t.rejects(cloud.broker.connect('01930000-0000-7000-8000-00000000dead', targetId), {
      code: 'GATEWAY_OFFLINE',
    });
    await t.rejects(cloud.broker.connect(gateway.id, 'nothing'), { code: 'TUNNEL_STOPPED' });
  });

  on('both ends measure that the tunnel is up', async (t) => {
    const cloud = await startCloudEnd(t, kind);
    const gateway = await startGatewayEnd(t, cloud);
    await until(() => cloud.broker.of(gateway.id)[0]?.up);
    await until(() => gateway.tunnels.list()[0]?.tunnelUp?.up);
    t.match(gateway.tunnels.statuses()[0], {
      id: 'gateway-portal',
      state: 'started',
      tunnelUp: { up: true },
    });

    const channel = await cloud.broker.connect(gateway.id, 'gateway-portal');
    channel.write(`GET ${PROBE_PATH}?nonce=abc HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
    let text = '';
    for await (const chunk of channel) text += chunk;
    t.match(text, /^HTTP\/1.1 204 [\s\S]*cloudlink-probe: abc\r\n/, 'answered without a session');
  });

  on('a broken connection comes back, and so do its tunnels and sessions', async (t) => {
    const app = await startSmallApp();
    t.teardown(() => app.close());
    const cloud = await startCloudEnd(t, kind);
    const gateway = await startGatewayEnd(t, cloud);
    const targetId = await startTarget(gateway, app.port);
    const { get } = await launchInto(cloud, gateway, targetId);
    t.equal((await get('/')).status, 200);
    const [first] = cloud.accepted;
    const down = new Promise<void>((resolve) => {
      const off = gateway.link.onState((state) => {
        if (state !== 'up') resolve(off() as undefined);
      });
    });
    first?.destroy();
    await down;
    await until(() => cloud.broker.of(gateway.id).length === 2);
    t.equal(cloud.accepted.length, 2);
    await until(() => gateway.tunnels.list().find((x) => x.id === targetId)?.state === 'started');
    t.equal((await get('/')).status, 200, 'the same session goes on');
  });

  on('closing a gateway ends its channels at once', async (t) => {
    const cloud = await startCloudEnd(t, kind);
    const gateway = await startGatewayEnd(t, cloud);
    await until(() => cloud.broker.of(gateway.id)[0]?.up);
    cloud.keys.delete(gateway.id);
    const channel = await cloud.broker.connect(gateway.id, 'gateway-portal');
    channel.on('error', () => undefined);
    const closed = once(channel.resume(), 'close');
    cloud.broker.closeGateway(gateway.id);
    await closed;
    t.same(cloud.broker.of(gateway.id), []);
    await until(() => gateway.link.state === 'waiting');
    await t.rejects(cloud.broker.connect(gateway.id, 'gateway-portal'), { code: 'GATEWAY_OFFLINE' });
  });

  on('a new target gets its place while the tunnel is up, and loses it when it stops', async (t) => {
    const app = await startSmallApp();
    t.teardown(() => app.close());
    const cloud = await startCloudEnd(t, kind);
    const gateway = await startGatewayEnd(t, cloud);
    await until(() => cloud.broker.of(gateway.id)[0]?.up);
    const targetId = await startTarget(gateway, app.port);
    const { get } = await launchInto(cloud, gateway, targetId);
    t.equal((await get('/')).status, 200);
    await gateway.tunnels.stopTunnel(targetId, INSTALLER);
    await untilRefused(cloud, gateway.id, targetId, 'TUNNEL_STOPPED');
    await gateway.tunnels.startTunnel(targetId, INSTALLER);
    await gateway.tunnels.settled(targetId);
    t.match(await over(cloud, gateway.id, targetId, {}), /^HTTP\/1.1 403 /, 'and again');
    t.equal(cloud.accepted.length, 1, 'all on one connection');
  });

  on('the cloud opens so many channels to a target, and so fast', async (t) => {
    const limits = { perTarget: 3, perSecond: 0, burst: 5 };
    const cloud = await startCloudEnd(t, kind, { limits });
    const gateway = await startGatewayEnd(t, cloud);
    await until(() => cloud.broker.of(gateway.id)[0]?.up);
    const open = () => cloud.broker.connect(gateway.id, 'gateway-portal');
    const first = [await open(), await open(), await open()];
    await t.rejects(open(), { code: 'TUNNEL_BUSY' });
    const closed = first.map((channel) => once(channel, 'close'));
    for (const channel of first) channel.destroy();
    await Promise.all(closed);
    await Promise.all([open(), open()]);
    await t.rejects(open(), { code: 'TUNNEL_BUSY' });
    t.equal(cloud.logs.filter((m) => /refused: too many/.test(m)).length, 2);
  });
}

for (const kind of KINDS) testsOf(kind);
