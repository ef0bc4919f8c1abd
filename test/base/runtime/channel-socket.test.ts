import { type AddressInfo, connect, createServer as createTcp } from 'node:net';
import ssh2, { type Channel, type Connection } from 'ssh2';
import { type Test, test } from 'tap';
import { type ChannelSocket, channelSocket } from '../../../src/base/runtime/channel-socket.ts';
import { makeHostKey } from '../../../src/cloud/platform/host-key.ts';

/** Both ends of one forwarded channel, over a real SSH connection on loopback. */
async function pair(t: Test): Promise<{ server: ChannelSocket; client: ChannelSocket; line: ssh2.Client }> {
  const hostKeys = [makeHostKey().privateKey];
  const tcp = createTcp();
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const line = new ssh2.Client();
  const both = new Promise<[Channel, Channel]>((resolve, reject) => {
    let far: Channel | undefined;
    const ssh = new ssh2.Server({ hostKeys }, (connection: Connection) => {
      connection.on('authentication', (context) => context.accept());
      connection.on('request', (accept) => {
        accept?.();
        connection.forwardOut('x', 1, 'y', 1, (error, channel) => {
          if (error || !far) reject(error ?? new Error('no channel'));
          else resolve([channel, far]);
        });
      });
      connection.on('error', () => undefined);
    });
    tcp.on('connection', (socket) => ssh.injectSocket(socket));
    line.on('tcp connection', (_details, accept) => {
      far = accept();
    });
    line.on('error', reject);
    line.on('ready', () => line.forwardIn('x', 1, () => undefined));
  });
  const sock = connect((tcp.address() as AddressInfo).port, '127.0.0.1');
  line.connect({ sock, username: 'x', password: 'x', hostVerifier: () => true });
  t.teardown(() => {
    sock.destroy();
    tcp.close();
  });
  const [server, client] = await both;
  return { server: channelSocket(server, 'a'), client: channelSocket(client, 'b'), line };
}

async function all(socket: ChannelSocket): Promise<number> {
  let bytes = 0;
  for await (const chunk of socket) bytes += (chunk as Buffer).length;
  return bytes;
}

test('the answer arrives whole after the asking side has ended', async (t) => {
  const { server, client } = await pair(t);
  server.end('question');
  const answer = Buffer.alloc(5 * 1024 * 1024, 1);
  client.once('data', (chunk) => {
    t.equal(String(chunk), 'question');
    client.end(answer);
  });
  t.equal(await all(server), answer.length);
});

test('a header and what is behind it are one packet', async (t) => {
  const { server, client } = await pair(t);
  const parts: string[] = [];
  const whole = new Promise<void>((resolve) =>
    client.on('data', (chunk) => {
      parts.push(String(chunk));
      if (String(chunk).endsWith('end')) resolve();
    }),
  );
  server.cork();
  for (const part of ['header,', 'body,', 'end']) server.write(part);
  server.uncork();
  await whole;
  t.same(parts, ['header,body,end']);
});

test('what was written before destroySoon still arrives', async (t) => {
  const { server, client } = await pair(t);
  client.write(Buffer.alloc(5 * 1024 * 1024, 1));
  client.destroySoon();
  t.equal(await all(server), 5 * 1024 * 1024);
});

test('a write that waits for window ends when the peer leaves', async (t) => {
  const { server, client } = await pair(t);
  const closed = new Promise((resolve) => server.once('close', resolve));
  server.write(Buffer.alloc(20 * 1024 * 1024));
  server.once('error', () => undefined);
  client.once('readable', () => client.destroy());
  server.resume();
  await closed;
  t.ok(server.destroyed);
});

test('a line that breaks ends both', async (t) => {
  const { server, client, line } = await pair(t);
  const closed = [server, client].map((s) => new Promise((resolve) => s.resume().once('close', resolve)));
  line.destroy();
  await Promise.all(closed);
  t.ok(server.destroyed && client.destroyed);
});
