/** The gateway's end of the tunnel against a broker that is not ours: what it may not ask for, and how it comes back. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import ssh2, { type Connection } from 'ssh2';
import { type Test, test } from 'tap';
import { makeHostKey } from '../../../src/cloud/platform/host-key.ts';
import { sshIdent, type TunnelPlan, type TunnelPlanRequest } from '../../../src/contract/tunnel.ts';
import type { ForwardState } from '../../../src/gateway/core/ports/tunnel.ts';
import { openSigner } from '../../../src/gateway/platform/keystore.ts';
import { createSshLink, type SshLinkOptions } from '../../../src/gateway/uplink/ssh/link.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { until } from '../../helpers/tunnel-rig.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';

const ID = '01930000-0000-7000-8000-0000000000c1';
const HOST_KEY = makeHostKey();

type Asked = { name: string; bindAddr: string; bindPort: number };

/** An SSH server that lets everybody in, takes every forward, and keeps what it has. */
async function anyBroker(t: Test) {
  const clients: Connection[] = [];
  const sockets: Socket[] = [];
  const asked: Asked[] = [];
  const idents: string[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    const ssh = new ssh2.Server({ hostKeys: [HOST_KEY.privateKey] }, (client, info) => {
      idents.push(info.header.identRaw);
      client.on('error', () => undefined);
      client.on('authentication', (context) => context.accept());
      client.on('request', (accept, _reject, name, info) => {
        asked.push({ name, ...(info as { bindAddr: string; bindPort: number }) });
        // a forward that is taken back goes on for this broker: it does not even answer
        if (name === 'tcpip-forward' || asked.at(-1)?.bindAddr === 'ping') accept?.();
      });
      clients.push(client);
    });
    ssh.injectSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { clients, sockets, asked, idents, port: (server.address() as AddressInfo).port };
}

type WorldOptions = { readonly plan?: (asked: TunnelPlanRequest, n: number) => TunnelPlan } & Pick<
  Partial<SshLinkOptions>,
  'limits' | 'maxChannels' | 'random'
>;

async function world(t: Test, options: WorldOptions = {}) {
  const broker = await anyBroker(t);
  const clock = manualClock();
  const plans: TunnelPlanRequest[] = [];
  const told: string[] = [];
  const logs: { message: string; facts: Readonly<Record<string, unknown>> }[] = [];
  let reachable = true;
  const link = createSshLink({
    random: () => 0.5,
    ...options,
    async plan(asked) {
      plans.push(asked);
      if (!reachable) throw new Error('no network');
      return options.plan?.(asked, plans.length) ?? planOf(asked, asked.connection ?? plans.length);
    },
    async dial(way): Promise<Duplex> {
      told.push(way.kind);
      const socket = connect(broker.port, '127.0.0.1');
      await once(socket, 'connect');
      return socket;
    },
    signer: await openSigner(temporaryFolder(t)),
    clock,
    log: (message, facts = {}) => void logs.push({ message, facts }),
  });
  t.teardown(() => link.stop());
  const opened: string[] = [];
  const states = new Map<string, ForwardState[]>();
  const forward = (name: string) => {
    states.set(name, []);
    link.forward(name, {
      onChannel: (channel) => {
        opened.push(name);
        (channel as Duplex).on('error', () => undefined).resume();
      },
      onState: (state) => states.get(name)?.push(state),
    });
  };
  const start = () => link.start({ user: ID, hostKeys: [HOST_KEY.publicKey] });
  const cut = (value: boolean) => {
    reachable = !value;
  };
  return { broker, clock, plans, told, logs, link, forward, states, opened, start, cut };
}

const planOf = ({ targets }: TunnelPlanRequest, connection: number): TunnelPlan => ({
  connection,
  way: { kind: 'ssh', host: '127.0.0.1', port: 22 },
  user: 'tunnel',
  forwards: targets.map((targetId, n) => ({ targetId, bindHost: '127.1.0.1', bindPort: 20_000 + 2 * n })),
});

/** True when the gateway opened the channel. */
const open = (client: Connection | undefined, host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => client?.forwardOut(host, port, '1.2.3.4', 5, (error) => resolve(!error)));

test('a broker gets no channel to what is not forwarded', async (t) => {
  const { broker, forward, states, opened, start, logs, link } = await world(t);
  forward('target/msl');
  forward('target/gone');
  start();
  await until(() => states.get('target/gone')?.includes('open'));
  const [client] = broker.clients;
  t.same(
    broker.asked.map((a) => `${a.name} ${a.bindAddr}:${a.bindPort}`),
    ['tcpip-forward 127.1.0.1:20000', 'tcpip-forward 127.1.0.1:20002'],
  );
  t.equal(broker.idents[0], `SSH-2.0-${sshIdent(ID)}`);
  t.equal(await open(client, '127.1.0.1', 20_000), true);
  link.unforward('target/gone');
  for (const [host, port, what] of [
    ['192.168.1.20', 443, 'a host of the customer’s network'],
    ['127.0.0.1', 22, 'the gateway itself'],
    ['127.1.0.1', 20_001, 'a port that is not forwarded'],
    ['127.1.0.2', 20_000, 'an address that is not forwarded'],
    ['target/msl', 1, 'a name of the other broker'],
    ['__proto__', 0, 'nonsense'],
    ['127.1.0.1', 20_002, 'a forward that was taken back'],
  ] as const) {
    const before = logs.length;
    t.equal(await open(client, host, port), false, what);
    t.match(logs.slice(before), [
      {
        message: 'a channel was refused',
        facts: { place: `${host}:${port}`, because: 'it is not forwarded' },
      },
    ]);
  }
  const x11 = new Promise<boolean>((resolve) => client?.x11('1.2.3.4', 5, (error) => resolve(!error)));
  t.equal(await x11, false, 'X11');
  const unix = new Promise<boolean>((resolve) =>
    client?.openssh_forwardOutStreamLocal('/run/x.sock', (error) => resolve(!error)),
  );
  t.equal(await unix, false, 'a socket of the gateway');
  t.strictSame(opened, ['target/msl']);
});

test('a plan counts for what was asked, once, and one place is one target', async (t) => {
  const place = { bindHost: '127.1.0.1', bindPort: 20_000 };
  const { broker, forward, states, opened, start } = await world(t, {
    plan: (asked, n) => ({
      ...planOf(asked, n),
      forwards: [
        { targetId: 'msl', ...place },
        { targetId: 'portal', ...place },
        { targetId: 'msl', bindHost: '127.1.0.1', bindPort: 20_008 },
        { targetId: 'never-asked', bindHost: '127.1.0.1', bindPort: 20_010 },
      ],
    }),
  });
  forward('target/msl');
  forward('target/portal');
  start();
  await until(() => states.get('target/portal')?.includes('refused'));
  await until(() => states.get('target/msl')?.includes('open'));
  t.same(
    broker.asked.map((a) => a.bindPort),
    [20_000],
  );
  t.equal(await open(broker.clients[0], '127.1.0.1', 20_000), true);
  t.equal(await open(broker.clients[0], '127.1.0.1', 20_010), false);
  t.strictSame(opened, ['target/msl']);
});

test('a target that is started later gets its place on the same connection', async (t) => {
  const { broker, forward, states, start, plans } = await world(t, {
    plan: (asked, n) => ({ ...planOf(asked, asked.connection ?? n), connection: asked.connection ?? 7 }),
  });
  forward('target/msl');
  start();
  await until(() => states.get('target/msl')?.includes('open'));
  forward('target/late');
  await until(() => states.get('target/late')?.length === 2);
  t.strictSame(plans, [{ targets: ['msl'] }, { targets: ['late'], connection: 7 }]);
  t.equal(broker.clients.length, 1);
});

test('each target has a limit of channels, and of how fast they come', async (t) => {
  const { broker, forward, states, start, logs, clock } = await world(t, {
    limits: { perTarget: 3, perSecond: 1, burst: 4 },
  });
  forward('target/a');
  forward('target/b');
  start();
  await until(() => states.get('target/b')?.includes('open'));
  const [client] = broker.clients;
  const channels: Duplex[] = [];
  const one = (port: number) =>
    new Promise<boolean>((resolve) =>
      client?.forwardOut('127.1.0.1', port, '1.2.3.4', 5, (error, channel) => {
        if (channel) channels.push(channel.on('error', () => undefined));
        resolve(!error);
      }),
    );
  t.strictSame(
    [await one(20_000), await one(20_000), await one(20_000), await one(20_000)],
    [true, true, true, false],
  );
  t.equal(await one(20_002), true, 'another target has its own');
  const closed = channels.slice(0, 3).map((channel) => once(channel.resume(), 'close'));
  for (const channel of channels.slice(0, 3)) channel.end();
  await Promise.all(closed);
  t.strictSame([await one(20_000), await one(20_000)], [true, false], 'four at once, then no more');
  await clock.advance(1_000);
  t.equal(await one(20_000), true, 'one a second');
  t.equal(logs.filter((l) => l.facts.because === 'too many').length, 2);
});

test('it comes back: longer and longer, small again after a good one, at once when the network is another', async (t) => {
  const w = await world(t);
  const { broker, clock, link, start, plans, cut } = w;
  start();
  await until(() => link.state === 'up');
  cut(true);
  broker.sockets[0]?.destroy();
  // half of 1 s, 2 s, 4 s …
  for (const wait of [500, 1_000, 2_000, 4_000]) {
    await until(() => link.state === 'waiting' && clock.pending === 1);
    const before = plans.length;
    await clock.advance(wait - 1);
    t.equal(plans.length, before);
    await clock.advance(1);
    t.equal(plans.length, before + 1, `again after ${wait} ms`);
  }
  cut(false);
  await until(() => link.state === 'waiting' && clock.pending === 1);
  link.retryNow();
  await until(() => link.state === 'up');
  t.pass('at once, without any time');
  await clock.advance(30_000);
  broker.sockets.at(-1)?.destroy();
  await until(() => link.state === 'waiting' && clock.pending === 1);
  await clock.advance(500);
  await until(() => link.state === 'up');
  t.pass('a connection that held begins anew');
});

test('a changed network: a connection that answers stays, one that does not is replaced at once', async (t) => {
  const { broker, clock, link, start } = await world(t);
  start();
  await until(() => link.state === 'up');
  link.retryNow();
  await until(() => clock.pending === 0);
  t.equal(link.state, 'up');
  t.equal(broker.clients.length, 1);

  broker.sockets[0]?.pause();
  link.retryNow();
  t.equal(clock.pending, 1);
  await clock.advance(3_000);
  await until(() => broker.clients.length === 2 && link.state === 'up');
  t.equal(clock.pending, 0, 'no wait in between');

  link.retryNow();
  broker.sockets[1]?.destroy();
  await until(() => broker.clients.length === 3 && link.state === 'up');
  t.pass('nor where its address was taken away');

  broker.sockets[2]?.pause();
  link.retryNow(true);
  await clock.advance(10_000);
  t.equal(link.state, 'up', 'after a break of the same network the answer is given more time');
  broker.sockets[2]?.resume();
  await until(() => clock.pending === 0);
  t.equal(broker.clients.length, 3);
});
