import { type AddressInfo, connect, createServer as createTcp } from 'node:net';
import ssh2, { type Channel, type Connection } from 'ssh2';
import { type Test, test } from 'tap';
import { givesBack, padsFromPool } from '../../../src/base/runtime/ssh-speed.ts';
import { makeHostKey } from '../../../src/cloud/platform/host-key.ts';

const MIB = 1024 * 1024;

/** A real SSH connection on loopback, with one channel from the server's side. */
async function pair(t: Test, cipher: 'aes128-gcm@openssh.com' | 'aes128-ctr') {
  const tcp = createTcp();
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const line = new ssh2.Client();
  const both = new Promise<{ connection: Connection; near: Channel; far: Channel }>((resolve, reject) => {
    let far: Channel | undefined;
    const options = { hostKeys: [makeHostKey().privateKey], algorithms: { cipher: [cipher] } };
    const ssh = new ssh2.Server(options, (connection) => {
      connection.on('authentication', (context) => context.accept());
      connection.on('error', () => undefined);
      connection.on('request', (accept) => {
        accept?.();
        connection.forwardOut('x', 1, 'y', 1, (error, near) =>
          error || !far ? reject(error ?? new Error('no channel')) : resolve({ connection, near, far }),
        );
      });
    });
    tcp.on('connection', (socket) => ssh.injectSocket(socket));
    line.on('tcp connection', (_details, accept) => {
      far = accept();
    });
    line.on('error', reject);
    line.on('ready', () => line.forwardIn('x', 1, () => undefined));
  });
  const sock = connect((tcp.address() as AddressInfo).port, '127.0.0.1');
  line.connect({
    sock,
    username: 'x',
    password: 'x',
    hostVerifier: () => true,
    algorithms: { cipher: [cipher] },
  });
  t.teardown(() => {
    sock.destroy();
    tcp.close();
  });
  return { ...(await both), line };
}

type Cipher = { allocPacket(payload: number): Buffer };
const cipherOf = (connection: object) => (connection as { _protocol: { _cipher: Cipher } })._protocol._cipher;

test('padding comes from a supply, is as long as it must be, and random', async (t) => {
  const { connection, near, far, line } = await pair(t, 'aes128-gcm@openssh.com');
  t.equal(padsFromPool(connection), true);
  t.equal(padsFromPool(line), true);
  const seen = new Set<string>();
  for (let payload = 1; payload < 2000; payload++) {
    const packet = cipherOf(line).allocPacket(payload);
    const padding = packet[4] ?? 0;
    const length = packet.readUInt32BE(0);
    // RFC 4253 §6: at least four, the encrypted part in whole blocks; 16 bytes of tag behind it
    if (padding < 4 || length % 16 !== 0 || length !== 1 + payload + padding)
      t.fail(`${payload}: ${length}, ${padding}`);
    if (packet.length !== 4 + length + 16) t.fail(`${payload}: ${packet.length}`);
    seen.add(packet.toString('hex', 5 + payload, 5 + payload + padding));
  }
  t.ok(seen.size > 1990, 'no padding again');

  // both sides still understand each other, over many packets
  const sent = Buffer.alloc(3 * MIB, 'x');
  near.end(sent);
  let bytes = 0;
  for await (const chunk of far) bytes += (chunk as Buffer).length;
  t.equal(bytes, sent.length);
});

test('another cipher is left alone', async (t) => {
  const { connection, line } = await pair(t, 'aes128-ctr');
  const before = cipherOf(line).allocPacket;
  t.equal(padsFromPool(line), false);
  t.equal(padsFromPool(connection), false);
  t.equal(cipherOf(line).allocPacket, before);
  t.equal(padsFromPool({}), false, 'a connection of another inside');
});

/** A channel as ssh2 keeps it, and what was told to its sender. */
function channel({ window = 2 * MIB, waiting = 0, state = 'open' } = {}) {
  const told: number[] = [];
  const incoming = { window };
  const fake = {
    incoming,
    outgoing: { id: 7, state },
    readableLength: waiting,
    _client: {
      _protocol: {
        channelWindowAdjust: (id: number, bytes: number) => void (id === 7 && told.push(bytes)),
      },
    },
  };
  const taken = givesBack(fake as unknown as Channel);
  const read = (bytes: number) => {
    incoming.window -= bytes;
    taken(bytes);
  };
  return { told, incoming, read, taken };
}

test('the sender is told early, and of more room, when its data is used up', (t) => {
  const { told, incoming, read } = channel();
  for (let i = 0; i < 7; i++) read(32 * 1024);
  t.same(told, [], 'not for each packet');
  read(32 * 1024);
  t.same(told, [2 * MIB + 256 * 1024]);
  t.equal(incoming.window, 4 * MIB);
  for (let i = 0; i < 16; i++) read(32 * 1024);
  t.same(told.slice(1), [256 * 1024, 256 * 1024]);
  t.end();
});

test('what waits to be read counts as room that is used', (t) => {
  const { told, incoming, read } = channel({ waiting: 3 * MIB });
  read(256 * 1024);
  t.same(told, [], 'nothing more than the window that there is');
  t.equal(incoming.window, 2 * MIB - 256 * 1024);
  t.end();
});

test('a channel that is closed, or of another inside, is left alone', (t) => {
  const { told, read } = channel({ state: 'closed' });
  read(MIB);
  t.same(told, []);
  givesBack({} as Channel)(MIB);
  t.end();
});
