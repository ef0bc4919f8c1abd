/** What only the OpenSSH broker has: addresses, keys that the cloud hands out, and sshd's own refusals. */
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { type Test, test } from 'tap';
import { jwkOfBlob, keyBlob, sshPublicKey } from '../../../src/base/runtime/ssh-key.ts';
import { KEYS_SECRET, KEYS_SOCKET, serveAuthorizedKeys } from '../../../src/cloud/broker/authorized-keys.ts';
import { loopbackOf, MAX_GATEWAYS, portOf } from '../../../src/cloud/broker/loopback.ts';
import { openCloudDatabase } from '../../../src/cloud/store/database.ts';
import { createTunnelAddressStore } from '../../../src/cloud/store/tunnel-addresses.ts';
import { sshIdent, type TunnelPlan } from '../../../src/contract/tunnel.ts';
import type { Signer } from '../../../src/gateway/core/ports/signer.ts';
import { openSigner } from '../../../src/gateway/platform/keystore.ts';
import { SignerAgent } from '../../../src/gateway/uplink/ssh/agent.ts';
import {
  type CloudEnd,
  needsKind,
  reach,
  startCloudEnd,
  startGatewayEnd,
  until,
} from '../../helpers/tunnel-rig.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';

const OPENSSH = { broker: 'openssh', way: 'ssh' } as const;
const [A, B] = ['01930000-0000-7000-8000-0000000000a1', '01930000-0000-7000-8000-0000000000b1'] as const;

/** A linked gateway's key, and an SSH client that is not our gateway's. */
async function linked(t: Test, cloud: CloudEnd, id: string): Promise<Signer> {
  const signer = await openSigner(temporaryFolder(t));
  cloud.keys.set(id, signer.publicJwk);
  return signer;
}

type RawOptions = {
  readonly signer: Signer;
  /** The gateway that the first line says. */
  readonly says: string;
  readonly user?: string;
  /** Past the cloud's door, from this address of the host. */
  readonly straightFrom?: string;
};

async function rawClient(t: Test, cloud: CloudEnd, options: RawOptions) {
  const { signer, says, user = 'nobody', straightFrom } = options;
  const socket = straightFrom
    ? connect({ host: '127.0.0.1', port: cloud.sshd?.port ?? 0, localAddress: straightFrom })
    : connect(cloud.sshPort, '127.0.0.1');
  const client = new ssh2.Client();
  t.teardown(() => socket.destroy());
  const end = new Promise<Error | undefined>((resolve) => {
    client.once('ready', () => resolve(undefined));
    client.on('error', resolve);
    client.once('close', () => resolve(new Error('closed')));
  });
  client.connect({
    sock: socket,
    ident: sshIdent(says),
    username: user,
    agent: new SignerAgent(signer),
    authHandler: ['agent'],
    hostVerifier: () => true,
  });
  const error = await end;
  return { client, socket, ...(error ? { error } : {}) };
}

const refused = (f: (done: (error?: Error | null | true) => void) => void) =>
  new Promise<boolean>((resolve) => f((error) => resolve(Boolean(error))));

const listen = (client: ssh2.Client, host: string, port: number) =>
  new Promise<boolean>((resolve) => client.forwardIn(host, port, (error) => resolve(!error)));

const placeOf = (plan: TunnelPlan, targetId: string) => {
  const place = plan.forwards.find((f) => f.targetId === targetId);
  return { host: place?.bindHost ?? '', port: place?.bindPort ?? 0 };
};

test('a gateway has an address of its own, for good', async (t) => {
  t.equal(loopbackOf(1), '127.1.0.1');
  t.equal(loopbackOf(254), '127.1.0.254');
  t.equal(loopbackOf(255), '127.1.1.1');
  t.equal(loopbackOf(254 * 256 + 1), '127.2.0.1');
  t.equal(loopbackOf(MAX_GATEWAYS), '127.254.255.254');
  for (const none of [0, -1, 1.5, MAX_GATEWAYS + 1]) t.throws(() => loopbackOf(none), RangeError);
  const some = Array.from({ length: 1000 }, (_, i) => loopbackOf(1 + i * 16_000));
  t.equal(new Set(some).size, 1000);
  t.strictSame([portOf(0, 1), portOf(0, 2), portOf(0, 3), portOf(1, 1)], [20_001, 20_000, 20_001, 20_003]);

  const { db, close } = openCloudDatabase(join(temporaryFolder(t), 'cloud.db'), () => 0);
  t.teardown(close);
  const store = createTunnelAddressStore(db);
  const [a, b, again] = [await store.numberOf(A), await store.numberOf(B), await store.numberOf(A)];
  t.not(a, b);
  t.equal(again, a);
  await db.deleteFrom('tunnel_address').execute();
  t.ok((await store.numberOf(A)) > b, 'not even when the rows are gone');
});

test('a device key in SSH’s form, and back', async (t) => {
  const { publicJwk } = await openSigner(temporaryFolder(t));
  const blob = keyBlob(sshPublicKey(publicJwk));
  t.strictSame(jwkOfBlob(blob), publicJwk);
  t.equal(jwkOfBlob(blob.subarray(1)), undefined);
  t.equal(jwkOfBlob(Buffer.concat([blob, Buffer.from([0])])), undefined);
  t.equal(jwkOfBlob(Buffer.alloc(0)), undefined);
});

test('only a gateway’s own key, under its own name, with a plan', async (t) => {
  if (!needsKind(t, OPENSSH)) return;
  const cloud = await startCloudEnd(t, OPENSSH);
  const [a, b] = [await linked(t, cloud, A), await linked(t, cloud, B)];
  const stranger = await openSigner(temporaryFolder(t));

  t.ok((await rawClient(t, cloud, { signer: a, says: A })).error, 'nobody asked for a plan');
  t.match(cloud.told, [
    { message: 'a tunnel connection was refused: it has no plan', facts: { gatewayId: A } },
  ]);
  await cloud.broker.plan(A, { targets: ['msl'] });
  await cloud.broker.plan(B, { targets: ['msl'] });
  t.equal((await rawClient(t, cloud, { signer: a, says: A })).error, undefined);

  t.ok((await rawClient(t, cloud, { signer: stranger, says: A })).error, 'a key that is nobody’s');
  t.ok(cloud.logs.includes('a tunnel key was refused'));
  t.ok((await rawClient(t, cloud, { signer: b, says: A })).error, 'another gateway’s key under this name');
  t.ok(
    cloud.sshd?.log.some((line) => /correct key but not from a permitted host/.test(line)),
    'and sshd says why',
  );
  t.ok((await rawClient(t, cloud, { signer: a, says: A, user: 'root' })).error, 'another Unix user');
  t.ok(cloud.sshd?.log.some((line) => /User root from 127\.\S+ not allowed/.test(line)));

  cloud.keys.delete(A);
  t.ok((await rawClient(t, cloud, { signer: a, says: A })).error, 'unlinked');
});

test('the door takes gateways only', async (t) => {
  if (!needsKind(t, OPENSSH)) return;
  const cloud = await startCloudEnd(t, OPENSSH);
  for (const line of [
    'SSH-2.0-OpenSSH_9.2\r\n',
    'GET / HTTP/1.1\r\n',
    'x'.repeat(300),
    'SSH-2.0-cloudlink_zz\r\n',
  ]) {
    const socket = connect(cloud.sshPort, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(line);
    await once(socket.resume(), 'close');
  }
  const told = cloud.logs.filter((m) => m === 'a connection to the SSH door is no gateway’s');
  t.equal(told.length, 4);
  t.equal(cloud.accepted.length, 0);
});

test('no shell, no way into the host, no other place to listen', async (t) => {
  if (!needsKind(t, OPENSSH)) return;
  const cloud = await startCloudEnd(t, OPENSSH);
  const signer = await linked(t, cloud, A);
  await linked(t, cloud, B);
  const before = placeOf(await cloud.broker.plan(A, { targets: ['msl'] }), 'msl');
  const other = placeOf(await cloud.broker.plan(B, { targets: ['msl'] }), 'msl');
  const plan = await cloud.broker.plan(A, { targets: ['msl', 'forbidden'] });
  const own = placeOf(plan, 'msl');
  t.strictSame(
    plan.forwards.map((f) => f.targetId),
    ['msl'],
  );
  t.ok(cloud.told.some(({ message, facts }) => /refused/.test(message) && 'targetId' in facts));
  t.equal(before.host, own.host);
  t.not(before.port, own.port, 'ports in turn');
  t.not(other.host, own.host);

  const { client, error } = await rawClient(t, cloud, { signer, says: A });
  t.equal(error, undefined);
  t.ok(await refused((done) => client.shell(done)), 'shell');
  t.ok(await refused((done) => client.shell({ term: 'vt100' }, done)), 'pty');
  t.ok(await refused((done) => client.exec('id', done)), 'exec');
  t.ok(await refused((done) => client.exec('id', { x11: true }, done)), 'X11');
  t.ok(await refused((done) => client.sftp(done)), 'sftp');
  t.ok(await refused((done) => client.subsys('netconf', done)), 'subsystem');
  t.ok(
    await refused((done) => client.forwardOut('127.0.0.1', 1, '127.0.0.1', cloud.port, done)),
    'direct-tcpip',
  );
  t.ok(await refused((done) => client.openssh_forwardOutStreamLocal('/run/x.sock', done)), 'streamlocal out');
  const open = temporaryFolder(t);
  chmodSync(open, 0o777);
  const path = join(open, 'x.sock');
  t.ok(await refused((done) => client.openssh_forwardInStreamLocal(path, done)), 'streamlocal in');
  t.notOk(existsSync(path));

  const log = cloud.sshd?.log ?? [];
  const denied = () => log.filter((line) => /remote forward .* but the request was denied/.test(line)).length;
  for (const [host, port, what] of [
    [other.host, other.port, 'another gateway’s place'],
    [other.host, own.port, 'another gateway’s address'],
    [own.host, before.port, 'the port of the connection before'],
    [own.host, 22_222, 'a port that was not handed out'],
    [own.host, 80, 'a low port'],
    [own.host, 0, 'any port'],
    ['127.0.0.1', own.port, 'the host’s loopback address'],
    ['localhost', own.port, 'its name'],
    ['0.0.0.0', own.port, 'every address'],
    ['', own.port, 'every address, by no name'],
    ['::', own.port, 'every address of the other kind'],
  ] as const) {
    const count = denied();
    t.equal(await listen(client, host, port), false, what);
    await until(() => denied() > count);
  }
  t.equal(await listen(client, own.host, own.port), true);
  t.equal(await reach(own.host, own.port), 'open', 'and that one listens');
});

test('an old session that holds its port does not stand in the way', async (t) => {
  if (!needsKind(t, OPENSSH)) return;
  const cloud = await startCloudEnd(t, OPENSSH);
  const signer = await linked(t, cloud, A);
  const place = placeOf(await cloud.broker.plan(A, { targets: ['msl'] }), 'msl');
  // past the door, so that the cloud cannot end it: what a stalled session looks like to it
  const old = await rawClient(t, cloud, { signer, says: A, straightFrom: place.host });
  t.equal(old.error, undefined);
  t.equal(await listen(old.client, place.host, place.port), true);
  old.socket.pause();
  const next = placeOf(await cloud.broker.plan(A, { targets: ['msl'] }), 'msl');
  t.strictSame(next, { host: place.host, port: place.port - 1 });
  const newer = await rawClient(t, cloud, { signer, says: A });
  t.equal(await listen(newer.client, next.host, next.port), true);
  newer.client.on('tcp connection', (_details, accept) => {
    const channel = accept();
    channel.once('data', () => channel.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n'));
  });
  const channel = await cloud.broker.connect(A, 'msl');
  channel.write('GET / HTTP/1.1\r\n\r\n');
  t.match(String((await once(channel, 'data'))[0]), /^HTTP\/1.1 200 /);
  t.equal(await reach(place.host, place.port), 'open', 'the old one still holds its port');
});

test('a line that went dead is given up by sshd', async (t) => {
  const kind = { ...OPENSSH, sshdExtra: 'ClientAliveInterval 1\nClientAliveCountMax 1' };
  if (!needsKind(t, kind)) return;
  const cloud = await startCloudEnd(t, kind);
  const signer = await linked(t, cloud, A);
  const place = placeOf(await cloud.broker.plan(A, { targets: ['msl'] }), 'msl');
  const dead = await rawClient(t, cloud, { signer, says: A });
  t.equal(await listen(dead.client, place.host, place.port), true);
  dead.socket.pause();
  await until(() => cloud.sshd?.log.some((line) => /Timeout, client not responding/.test(line)));
  await until(() => cloud.accepted[0]?.destroyed);
  t.equal(await reach(place.host, place.port), 'ECONNREFUSED');
});

test('unlinking ends what is live, and nothing comes back', async (t) => {
  if (!needsKind(t, OPENSSH)) return;
  const cloud = await startCloudEnd(t, OPENSSH);
  const gateway = await startGatewayEnd(t, cloud);
  await until(() => cloud.broker.of(gateway.id)[0]?.up);
  const channel = await cloud.broker.connect(gateway.id, 'gateway-portal');
  const { remoteAddress = '', remotePort = 0 } = channel as Socket;
  channel.on('error', () => undefined);
  const closed = once(channel.resume(), 'close');
  cloud.keys.delete(gateway.id);
  const began = performance.now();
  cloud.broker.closeGateway(gateway.id);
  await closed;
  while ((await reach(remoteAddress, remotePort)) !== 'ECONNREFUSED');
  t.comment(`its port was gone after ${Math.round(performance.now() - began)} ms`);
  t.match(cloud.told, [
    { message: 'a gateway’s tunnel connections were ended', facts: { gatewayId: gateway.id, ended: 1 } },
  ]);
  // a plan from just before does not help: the key opens nothing any more
  await cloud.broker.plan(gateway.id, { targets: [] });
  t.ok((await rawClient(t, cloud, { signer: gateway.signer, says: gateway.id })).error);
  t.ok(cloud.logs.includes('a tunnel key was refused'));
  t.equal(await reach(remoteAddress, remotePort), 'ECONNREFUSED');
});

test('a plan for a connection that is not the newest is refused; more targets come to the newest', async (t) => {
  if (!needsKind(t, OPENSSH)) return;
  const cloud = await startCloudEnd(t, OPENSSH);
  const first = await cloud.broker.plan(A, { targets: ['msl'] });
  const second = await cloud.broker.plan(A, { targets: ['msl'] });
  await t.rejects(cloud.broker.plan(A, { targets: ['x'], connection: first.connection }), {
    code: 'TUNNEL_PLAN_OLD',
  });
  const more = await cloud.broker.plan(A, { targets: ['x', 'msl'], connection: second.connection });
  t.equal(more.connection, second.connection);
  t.strictSame(placeOf(more, 'msl'), placeOf(second, 'msl'));
  t.not(placeOf(more, 'x').port, placeOf(more, 'msl').port);
  const many = Array.from({ length: 64 }, (_, n) => `t-${n}`);
  const { forwards } = await cloud.broker.plan(A, { targets: many, connection: second.connection });
  t.equal(forwards.length, 62, 'two are there already');
});

test('keys are told to those who know the secret', async (t) => {
  const folder = temporaryFolder(t);
  const logs: string[] = [];
  const keys = await serveAuthorizedKeys({
    folder,
    authorizedKey: async (key) => {
      if (key === 'broken') throw new Error('the store is away');
      return key === 'known' ? 'restrict ecdsa-sha2-nistp256 AAAA' : undefined;
    },
    log: (message) => void logs.push(message),
  });
  const file = join(folder, KEYS_SECRET);
  const [name = '', value = ''] = readFileSync(file, 'utf8').trim().split(': ');
  const ask = (headers: Record<string, string>): Promise<string> =>
    new Promise((resolve, reject) => {
      const asked = request({ socketPath: join(folder, KEYS_SOCKET), path: '/', headers, agent: false });
      asked.once('error', reject);
      asked.once('response', async (answer) => {
        let text = `${answer.statusCode} `;
        for await (const chunk of answer) text += chunk;
        resolve(text);
      });
      asked.end();
    });
  t.equal(statSync(file).mode & 0o777, 0o640);
  t.equal(await ask({ [name]: value, 'cloudlink-key': 'known' }), '200 restrict ecdsa-sha2-nistp256 AAAA\n');
  t.equal(await ask({ [name]: value, 'cloudlink-key': 'unknown' }), '200 ');
  t.equal(await ask({ [name]: value, 'cloudlink-key': 'broken' }), '500 ');
  t.equal(await ask({ [name]: `${value}0`, 'cloudlink-key': 'known' }), '403 ');
  t.equal(await ask({ 'cloudlink-key': 'known' }), '403 ');
  t.equal(await ask({ [name]: value }), '403 ');
  t.equal(logs.filter((m) => /without the secret/.test(m)).length, 3);
  await keys.stop();
  t.notOk(existsSync(file));
});
