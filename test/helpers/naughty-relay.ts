/** A relay in front of a real server that behaves as networks and wrong addresses do, whatever is spoken through it. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type NaughtyRelay = {
  readonly port: number;
  /** Bytes from the server since the last `reset`. */
  readonly passed: () => number;
  /** All connections are cut once so many bytes came from the server; later ones are closed at once. */
  cutAfter(bytes: number): void;
  /** In place of the server: these bytes, and the connection stays open (`silent`) or ends. */
  answerWith(bytes: Uint8Array, how: 'ends' | 'silent'): void;
  /** Lets everything through again. */
  reset(): void;
  /** When the next connection comes. */
  readonly connected: () => Promise<unknown>;
  /** When no client is connected any more. */
  readonly allClosed: () => Promise<void>;
  close(): Promise<void>;
};

export async function naughtyRelay(to: {
  readonly host: string;
  readonly port: number;
}): Promise<NaughtyRelay> {
  const clients = new Set<Socket>();
  let passed = 0;
  let limit = Number.POSITIVE_INFINITY;
  let instead: { bytes: Uint8Array; how: 'ends' | 'silent' } | undefined;

  function relay(client: Socket): void {
    const upstream = connect(to);
    upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
    client.pipe(upstream);
    upstream.on('data', (chunk: Buffer) => {
      const left = Math.max(0, limit - passed);
      passed += chunk.length;
      client.write(chunk.subarray(0, left));
      if (passed >= limit) for (const each of clients) each.destroySoon();
    });
  }

  const server = createServer({ noDelay: true }, (client) => {
    clients.add(client);
    client.on('error', () => undefined).on('close', () => clients.delete(client));
    if (instead?.how === 'ends') client.end(instead.bytes);
    else if (instead) client.write(instead.bytes);
    else if (passed >= limit) client.destroy();
    else relay(client);
    if (instead) client.resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    passed: () => passed,
    cutAfter(bytes) {
      passed = 0;
      limit = bytes;
    },
    answerWith(bytes, how) {
      instead = { bytes, how };
    },
    reset() {
      passed = 0;
      limit = Number.POSITIVE_INFINITY;
      instead = undefined;
    },
    connected: () => once(server, 'connection'),
    allClosed: async () => {
      await Promise.all([...clients].map((client) => client.closed || once(client, 'close')));
    },
    async close() {
      for (const client of clients) client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
