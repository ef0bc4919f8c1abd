/**
 * A relay in front of the cloud that can be told which requests it does not let through, by their path. A process of its
 * own: tests wait for programs in a way that stops everything else of theirs.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type ChoosyRelay = {
  readonly port: number;
  /**
   * Connections whose first request has a path that fits are cut, and new ones are closed at once. `undefined` lets
   * everything through again.
   */
  block(path: RegExp | undefined): Promise<void>;
  close(): void;
};

/** Starts the relay. @param to port of the cloud on loopback */
export async function choosyRelay(to: number): Promise<ChoosyRelay> {
  const child = fork(import.meta.filename, [String(to)]);
  const [port] = (await once(child, 'message')) as [number];
  return {
    port,
    async block(path) {
      child.send({ block: path?.source ?? null });
      await once(child, 'message');
    },
    close: () => void child.kill(),
  };
}

/** `GET /a?b HTTP/1.1` → `/a` */
const pathOf = (head: Buffer) => /^[A-Z]+ ([^ ?]+)/.exec(head.toString('latin1'))?.[1] ?? '';

function serve(to: number): void {
  const clients = new Map<Socket, string>();
  let blocked: RegExp | undefined;
  const server = createServer((client) => {
    client.on('error', () => client.destroy());
    client.once('data', (head: Buffer) => {
      client.pause();
      const path = pathOf(head);
      if (blocked?.test(path)) return client.destroy();
      clients.set(client, path);
      const upstream = connect(to, '127.0.0.1');
      upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
      client.on('close', () => {
        clients.delete(client);
        upstream.destroy();
      });
      upstream.write(head);
      client.pipe(upstream).pipe(client);
      return client.resume();
    });
  });
  process.on('message', ({ block }: { block: string | null }) => {
    blocked = block === null ? undefined : new RegExp(block);
    for (const [client, path] of clients) if (blocked?.test(path)) client.destroy();
    process.send?.('done');
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}

if (process.argv[1] === import.meta.filename) serve(Number(process.argv[2]));
