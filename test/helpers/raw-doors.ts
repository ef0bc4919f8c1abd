/** The two doors of a launch, alone and on TCP ports: the cloud's launch host, and the gateway's front. */
import { type AddressInfo, connect, createServer } from 'node:net';
import { pino } from 'pino';
import type { Test } from 'tap';
import { buildHttpServer } from '../../src/base/runtime/http.ts';
import { createLaunchHost } from '../../src/cloud/broker/launch-host.ts';
import { fail } from '../../src/cloud/core/errors.ts';
import type { LaunchEntry } from '../../src/cloud/core/ports/launch.ts';
import { SESSION_HEADER } from '../../src/contract/tunnel.ts';
import type { StoredTarget } from '../../src/gateway/core/ports/targets.ts';
import type { TunnelDoor } from '../../src/gateway/core/ports/tunnel.ts';
import { createFront } from '../../src/gateway/http/front/front.ts';

type Line = { method: string; path: string };

/** A front on a TCP port, as if every connection were a channel of the tunnel. */
export async function frontOf(t: Test, port: number) {
  const lines: Line[] = [];
  const probes: (string | undefined)[][] = [];
  const logs: string[] = [];
  const ended = new AbortController();
  const target = { id: 'msl', protocol: 'http', host: '127.0.0.1', port } as StoredTarget;
  const door: TunnelDoor = {
    target: () => target,
    admit: (id, secret) =>
      id === 's' && secret === 'right'
        ? {
            sessionId: 's',
            person: { id: 'p', name: 'Ada' },
            origin: 'https://abc.launch.example',
            ended: ended.signal,
            touch: () => undefined,
            async record(line) {
              lines.push(line);
              return async () => undefined;
            },
          }
        : undefined,
    probed: (...probe) => void probes.push(probe),
    certificate: () => undefined,
  };
  const front = createFront({
    portal: (_req, res) => void res.end(),
    ownPorts: () => [],
    log: (message) => void logs.push(message),
  });
  const server = createServer((socket) => front.accept(socket, door));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(async () => {
    ended.abort(new Error('the test ends'));
    await new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, lines, probes, logs };
}

/** What the cloud sends with every request of the session. */
export const SESSION = `${SESSION_HEADER.id}: s\r\n${SESSION_HEADER.secret}: right\r\n`;

/** A launch host in the cloud's web server; what its session's channels lead to is a TCP port. */
export async function hostOf(t: Test, gatewayPort: number) {
  const ended = new AbortController();
  let lost = 0;
  const entry: LaunchEntry = {
    sessionId: 's',
    gatewayId: 'g',
    targetId: 'msl',
    title: 'MSL',
    gatewayName: 'gw',
    secret: 'right',
    origin: 'http://abc.localhost',
    ended: ended.signal,
    touch: () => undefined,
    lost: () => void lost++,
  };
  const host = createLaunchHost({
    door: { scheme: 'http:', labelOf: () => 'abc', spend: async () => undefined, admit: () => entry },
    connect: async () => connect(gatewayPort, '127.0.0.1'),
    consoleOrigin: 'http://console.example',
    log: () => undefined,
  });
  // the cloud's own server, with its limits
  const app = await buildHttpServer({
    logger: pino({ level: 'silent' }),
    access: {},
    routes: [],
    errors: {
      badInput: () => fail('BAD_INPUT'),
      notFound: () => fail('NOT_FOUND'),
      rateLimited: () => fail('RATE_LIMITED'),
    },
    intercept(req, res) {
      host.handle(req, res);
      return true;
    },
  });
  const { server } = app;
  server.on('upgrade', host.upgrade);
  await app.listen({ host: '127.0.0.1', port: 0 });
  t.teardown(async () => {
    ended.abort(new Error('the test ends'));
    server.closeAllConnections();
    await app.close();
  });
  return { port: (server.address() as AddressInfo).port, server, ended, lost: () => lost };
}
