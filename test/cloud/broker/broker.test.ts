import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import ssh2, { type ClientChannel } from 'ssh2';
import { type Test, test } from 'tap';
import { type WebSocket, WebSocketServer } from 'ws';
import { sshStream } from '../../../src/base/runtime/ssh-stream.ts';
import { type BrokerOptions, createBroker } from '../../../src/cloud/broker/broker.ts';
import { makeHostKey } from '../../../src/cloud/platform/host-key.ts';
import { CLOUD_PATH } from '../../../src/contract/claim.ts';
import { FORWARD_PORT, forwardName } from '../../../src/contract/tunnel.ts';
import type { Signer } from '../../../src/gateway/core/ports/signer.ts';
import { openSigner } from '../../../src/gateway/platform/keystore.ts';
import { SignerAgent } from '../../../src/gateway/uplink/ssh/agent.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import {
  type CloudEnd,
  dialTo,
  overChannel as over,
  startCloudEnd,
  until,
} from '../../helpers/tunnel-rig.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';

const ID = '01930000-0000-7000-8000-0000000000f1';

/** An SSH client that is not our gateway's, on the broker's WebSocket. */
async function rawClient(
  t: Test,
  cloud: Pick<CloudEnd, 'port'>,
  options: { signer: Signer; user?: string },
): Promise<{ client: ssh2.Client; socket: WebSocket; error?: Error }> {
  const socket = await dialTo(cloud.port, ID)(CLOUD_PATH.tunnel);
  const client = new ssh2.Client();
  t.teardown(() => socket.terminate());
  const end = new Promise<Error | undefined>((resolve) => {
    client.once('ready', () => resolve(undefined));
    client.on('error', resolve);
  });
  client.connect({
    sock: sshStream(socket),
    username: options.user ?? ID,
    agent: new SignerAgent(options.signer),
    authHandler: ['agent'],
    hostVerifier: () => true,
  });
  const error = await end;
  return { client, socket, ...(error ? { error } : {}) };
}

test('only the gateway’s own key, under its own name', async (t) => {
  const cloud = await startCloudEnd(t);
  const signer = await openSigner(temporaryFolder(t));
  const stranger = await openSigner(temporaryFolder(t));
  cloud.keys.set(ID, signer.publicJwk);
  t.equal((await rawClient(t, cloud, { signer })).error, undefined);
  t.match((await rawClient(t, cloud, { signer: stranger })).error, /authentication methods failed/);
  cloud.keys.set('other', stranger.publicJwk);
  t.match(
    (await rawClient(t, cloud, { signer: stranger, user: 'other' })).error,
    /authentication methods failed/,
    'another gateway’s name on this gateway’s WebSocket',
  );
  t.match(
    (await rawClient(t, cloud, { signer, user: 'other' })).error,
    /authentication methods failed/,
    'the right key under another name',
  );
  cloud.keys.delete(ID);
  t.match((await rawClient(t, cloud, { signer })).error, /authentication methods failed/, 'unlinked');
});

test('no shell, no exec, no way into the broker’s network, no port', async (t) => {
  const cloud = await startCloudEnd(t);
  const signer = await openSigner(temporaryFolder(t));
  cloud.keys.set(ID, signer.publicJwk);
  const { client } = await rawClient(t, cloud, { signer });
  const refused = (f: (done: (error?: Error | null | true) => void) => void) =>
    new Promise<boolean>((resolve) => f((error) => resolve(Boolean(error))));
  t.ok(await refused((done) => client.shell(done)), 'shell');
  t.ok(await refused((done) => client.exec('id', done)), 'exec');
  t.ok(await refused((done) => client.sftp(done)), 'sftp');
  t.ok(
    await refused((done) => client.forwardOut('127.0.0.1', 1, '127.0.0.1', cloud.port, done)),
    'direct-tcpip',
  );
  t.ok(
    await refused((done) => client.openssh_forwardOutStreamLocal('/run/docker.sock', done)),
    'streamlocal',
  );
  for (const [name, port] of [
    ['0.0.0.0', 8080],
    ['', 0],
    ['target/Ünfit', FORWARD_PORT],
    [forwardName('forbidden'), FORWARD_PORT],
    [forwardName('msl'), 22],
  ] as const)
    t.ok(await refused((done) => client.forwardIn(name, port, done)), `forward ${name}:${port}`);
  t.notOk(await refused((done) => client.forwardIn(forwardName('msl'), FORWARD_PORT, done)));
  t.same(
    cloud.broker.of(ID).map((f) => f.targetId),
    ['msl'],
  );
});

test('the newest connection takes over; a stalled old one does not block it', async (t) => {
  const cloud = await startCloudEnd(t);
  const signer = await openSigner(temporaryFolder(t));
  cloud.keys.set(ID, signer.publicJwk);
  const listen = (client: ssh2.Client) =>
    new Promise<void>((resolve, reject) =>
      client.forwardIn(forwardName('msl'), FORWARD_PORT, (error) => (error ? reject(error) : resolve())),
    );
  const old = await rawClient(t, cloud, { signer });
  await listen(old.client);
  // nothing that is sent to the old line is read any more, and nobody says so
  old.socket.pause();
  const newer = await rawClient(t, cloud, { signer });
  newer.client.on('tcp connection', (_details, accept: () => ClientChannel) => {
    const channel = accept();
    channel.once('data', () => channel.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n'));
  });
  await listen(newer.client);
  t.match(await over(cloud, ID, 'msl', {}), /^HTTP\/1.1 200 /);
  await until(() => cloud.accepted[0]?.destroyed);
  t.equal(cloud.accepted[1]?.destroyed, false);
});

/** A broker by a manual clock, and a port where every WebSocket is the gateway's. */
async function manualBroker(t: Test, options: Pick<BrokerOptions, 'keyOf' | 'mayForward'>) {
  const clock = manualClock();
  const broker = createBroker({
    ...options,
    hostKey: makeHostKey().privateKey,
    clock,
    way: { kind: 'websocket' },
    randomToken: () => 'nonce',
    log: () => undefined,
    onChange: () => undefined,
  });
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  server.on('connection', (ws) => broker.accept(sshStream(ws), ID));
  t.teardown(() => {
    broker.stop();
    server.close();
  });
  await once(server, 'listening');
  return { clock, broker, server, port: (server.address() as AddressInfo).port };
}

test('a line that closes while its forward is looked at leaves nothing behind', async (t) => {
  const signer = await openSigner(temporaryFolder(t));
  let looked: (may: boolean) => void = () => undefined;
  const { clock, server, port } = await manualBroker(t, {
    keyOf: async () => signer.publicJwk,
    mayForward: () => new Promise<boolean>((resolve) => (looked = resolve)),
  });
  const unlooked = looked;
  const { client, socket } = await rawClient(t, { port }, { signer });
  client.forwardIn(forwardName('msl'), FORWARD_PORT, () => undefined);
  await until(() => looked !== unlooked);
  const [line] = server.clients;
  socket.terminate();
  await until(() => line?.readyState === 3);
  await clock.advance(0);
  looked(true);
  await clock.advance(0);
  t.equal(clock.pending, 0, 'no probe waits for its turn on a line that is gone');
});

test('a line that never proves its key is closed', async (t) => {
  const { clock, port } = await manualBroker(t, { keyOf: async () => undefined, mayForward: () => true });
  const silent = await dialTo(port, ID)(CLOUD_PATH.tunnel);
  silent.on('error', () => undefined);
  const closed = once(silent, 'close');
  await until(() => clock.pending === 1);
  await clock.advance(29_999);
  t.equal(silent.readyState, 1);
  await clock.advance(1);
  await closed;
  t.equal(clock.pending, 0);
});
