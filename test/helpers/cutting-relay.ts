import { type AddressInfo, connect as connectTcp, createServer, type Server, type Socket } from 'node:net';

/** A relay that cuts both ways after so many bytes from the server. */
export function cuttingRelay(to: number, afterBytes: number): Promise<{ port: number; close(): void }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connectTcp(to, '127.0.0.1');
    let passed = 0;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    client.pipe(upstream);
    upstream.on('data', (chunk: Buffer) => {
      passed += chunk.length;
      client.write(chunk.subarray(0, Math.max(0, chunk.length - Math.max(0, passed - afterBytes))));
      if (passed > afterBytes) {
        client.destroySoon();
        upstream.destroy();
      }
    });
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({
        port: (server.address() as AddressInfo).port,
        close() {
          for (const socket of sockets) socket.destroy();
          server.close();
        },
      }),
    ),
  );
}
