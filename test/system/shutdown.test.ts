/** SIGTERM ends the gateway in order within 5 s, whatever it is doing. The gateway is a process, its peers are real. */
import { createServer, request as httpRequest } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { type Test, test } from 'tap';
import { freePort } from '../../src/base/runtime/free-port.ts';
import type { GatewayView, LaunchTicket } from '../../src/contract/console-api.ts';
import type { LinkState, Overview, Target } from '../../src/contract/local-api.ts';
import { type Daemon, startDaemon } from '../helpers/daemon.ts';
import { cloudOf, link, overviewIs } from '../helpers/linked.ts';

const LIMIT_MS = 5_000;

async function listening(t: Test, server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

/** As the service manager does it: SIGTERM, and SIGKILL at the limit. */
async function endsInOrder(t: Test, daemon: Daemon): Promise<void> {
  const watchdog = setTimeout(() => daemon.child.kill('SIGKILL'), LIMIT_MS);
  daemon.child.kill('SIGTERM');
  t.equal(await daemon.ended, 0, `ended by itself, with 0, before ${LIMIT_MS} ms`);
  clearTimeout(watchdog);
  t.match(daemon.said(), /"msg":"stopped"/, 'every part was stopped');
  t.notMatch(daemon.said(), /was cut/);
  t.notMatch(daemon.said(), /"level":(50|60)/, 'nothing went wrong');
}

async function started(t: Test, settings: Record<string, string> = {}): Promise<Daemon> {
  const daemon = startDaemon(t, { settings });
  await daemon.line(/"msg":"ready"/);
  return daemon;
}

test('not linked, a page open', { timeout: 60_000 }, async (t) => {
  const daemon = await started(t);
  await new Promise((resolve, reject) => {
    const page = httpRequest(
      {
        socketPath: `${daemon.folder}/run/control.sock`,
        path: '/api/events/live',
        headers: { host: 'localhost' },
      },
      (response) => response.once('data', resolve).on('error', () => undefined),
    );
    page.on('error', reject).end();
  });
  await endsInOrder(t, daemon);
});

test('a link request open at the cloud', { timeout: 60_000 }, async (t) => {
  const { url } = await cloudOf(t);
  const daemon = await started(t, { CLOUD_URL: url });
  await daemon.local('POST', '/api/link');
  await daemon.until(async () => (await daemon.local<LinkState>('GET', '/api/link')).userCode);
  await endsInOrder(t, daemon);
});

test('linked, a request hanging in an open tunnel session', { timeout: 60_000 }, async (t) => {
  const { url, number, console } = await cloudOf(t);
  const daemon = await started(t, { CLOUD_URL: url });
  await link(daemon, console, number);
  let arrived: () => void = () => undefined;
  const hanging = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const port = await listening(
    t,
    createServer((request, response) => {
      if (request.url === '/hang') arrived();
      else response.end('here');
    }),
  );
  const target = await daemon.local<Target>('POST', '/api/tunnels', {
    component: 'PBX',
    tunnel: 'administration web interface',
    protocol: 'http',
    host: '127.0.0.1',
    port,
  });
  await daemon.local('POST', `/api/tunnels/${target.id}/start`);
  await overviewIs(daemon, ({ targets }) => targets.find((x) => x.id === target.id)?.tunnelUp?.up === true);
  const [gateway] = (await console.get(`/api/gateways?account=${number}`)).body.items as { id: string }[];
  // the cloud launches what the gateway's last status shows as started
  for (let isSeen = false; !isSeen; ) {
    const { targets } = (await console.get(`/api/gateways/${gateway?.id}`)).body as unknown as GatewayView;
    isSeen = targets.some((x) => x.id === target.id && x.state === 'started');
  }
  // on site Bob is named, and nobody needs to be asked
  await daemon.local('PUT', `/api/tunnels/${target.id}/consent`, {
    mode: 'always',
    people: ['bob@customer.example'],
  });
  const ticket = (
    await console.post(`/api/gateways/${gateway?.id}/launch`, { targetId: target.id, reason: 'Test' })
  ).body as unknown as LaunchTicket;
  const { host, pathname, port: cloudPort } = new URL(ticket.url);
  const browse = (path: string, more: { method?: string; cookie?: string; body?: string } = {}) =>
    new Promise<{ status: number; cookie: string }>((resolve, reject) => {
      const asked = httpRequest(
        {
          host: '127.0.0.1',
          port: cloudPort,
          path,
          method: more.method ?? 'GET',
          headers: {
            host,
            ...(more.cookie === undefined ? {} : { cookie: more.cookie }),
            ...(more.body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
          },
        },
        (response) => {
          response.resume();
          const cookie = (response.headers['set-cookie'] ?? []).map((c) => c.split(';')[0]).join('; ');
          resolve({ status: response.statusCode ?? 0, cookie });
        },
      );
      asked.on('error', reject).end(more.body);
    });
  const { cookie } = await browse(pathname, {
    method: 'POST',
    body: new URLSearchParams({ token: ticket.token }).toString(),
  });
  t.equal((await browse('/', { cookie })).status, 200, 'the session is open');
  const answer = browse('/hang', { cookie }).catch(() => ({ status: 0 }));
  await hanging;
  await endsInOrder(t, daemon);
  t.ok((await answer).status >= 500 || (await answer).status === 0, 'the browser is not left hanging');
});

test('in the middle of a sync, the directory silent', { timeout: 60_000 }, async (t) => {
  const { url, number, console } = await cloudOf(t);
  const daemon = await started(t, { CLOUD_URL: url });
  await link(daemon, console, number);
  const sockets = new Set<{ destroy(): void }>();
  let connected: () => void = () => undefined;
  const reading = new Promise<void>((resolve) => {
    connected = resolve;
  });
  const port = await listening(
    t,
    createTcpServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('data', connected);
    }),
  );
  await daemon.local('PUT', '/api/pbx', {
    type: 'ldap',
    name: 'Silent directory',
    values: { host: '127.0.0.1', port, security: 'none', bindDn: 'cn=a', bindPassword: 'p', baseDn: 'dc=a' },
  });
  await daemon.local('POST', '/api/sync/run');
  await reading;
  await endsInOrder(t, daemon);
  for (const socket of sockets) socket.destroy();
});

test('WebSockets blocked, a long poll held by the cloud', { timeout: 60_000 }, async (t) => {
  const upstream = await freePort();
  let held: () => void = () => undefined;
  const polling = new Promise<void>((resolve) => {
    held = resolve;
  });
  // a proxy that knows no upgrades
  const blocker = createServer((request, response) => {
    if (request.headers.upgrade) return response.writeHead(426).end();
    const { method, headers, url = '' } = request;
    const passed = httpRequest(
      { host: '127.0.0.1', port: upstream, method, path: url, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    passed.on('error', () => response.destroy());
    response.on('close', () => passed.destroy());
    request.pipe(passed);
    if (/[?&]wait=25\b/.test(url)) held();
    return undefined;
  });
  const port = await listening(t, blocker);
  const publicUrl = `http://127.0.0.1:${port}`;
  const { url, number, console } = await cloudOf(t, { listen: `127.0.0.1:${upstream}`, publicUrl });
  const daemon = await started(t, { CLOUD_URL: url });
  await link(daemon, console, number);
  t.equal((await daemon.local<Overview>('GET', '/api/overview')).cloud.transport, 'poll');
  await polling;
  await endsInOrder(t, daemon);
});

test('while it starts', { timeout: 60_000 }, async (t) => {
  const daemon = startDaemon(t);
  await daemon.line(/the set-up code of this gateway is/);
  await endsInOrder(t, daemon);
});
