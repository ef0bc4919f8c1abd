import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { test } from 'tap';
import { WebSocket } from 'ws';
import { GZIPPED, startSmallApp } from '../../helpers/small-app.ts';
import {
  ADMIN,
  ask,
  INSTALLER,
  launchInto,
  openLaunch,
  startCloudEnd,
  startGatewayEnd,
  startTarget,
  until,
} from '../../helpers/tunnel-rig.ts';

async function rig(t: Parameters<typeof startCloudEnd>[0]) {
  const app = await startSmallApp();
  t.teardown(() => app.close());
  const cloud = await startCloudEnd(t);
  const gateway = await startGatewayEnd(t, cloud);
  const targetId = await startTarget(gateway, app.port);
  return { app, cloud, gateway, targetId };
}

test('an application that knows nothing of tunnels works at the launch origin', async (t) => {
  const { app, cloud, gateway, targetId } = await rig(t);
  const { begun, origin, get, cookie } = await launchInto(cloud, gateway, targetId);

  t.equal(begun.status, 303);
  t.equal(begun.headers.location, '/');
  t.match(begun.headers['set-cookie']?.[0], /^launch=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
  t.equal((await get('/')).body, '<h1>Server Manager</h1>');

  t.test('addresses', async (t) => {
    await get('/', { origin, referer: `${origin}/a?b`, cookie: `a=1; ${cookie}; b=2` });
    const seen = app.seen.get('/');
    t.equal(seen?.host, `127.0.0.1:${app.port}`);
    t.equal(seen?.origin, app.origin);
    t.equal(seen?.referer, `${app.origin}/a?b`);
    t.equal(seen?.cookie, 'a=1; b=2', 'the launch cookie stays at the cloud');
    t.same(
      Object.keys(seen ?? {}).filter(
        (name) => name.startsWith('cloudlink') || name.startsWith('x-forwarded'),
      ),
      [],
    );
    t.equal((await get('/moved')).headers.location, `${origin}/landed?a=1#b`);
    t.equal((await get('/elsewhere')).headers.location, 'https://www.example.org/');
  });

  t.test('headers of the answer', async (t) => {
    const { headers, status } = await get('/login');
    t.equal(status, 200, 'a target cannot pretend to be the gateway’s front');
    t.same(headers['set-cookie'], ['sid=1; Path=/; HttpOnly', 'theme=dark']);
    t.notOk(headers['strict-transport-security']);
    t.equal(headers.refresh, `5; url=${origin}/home`);
    t.equal(headers.link, `<${origin}/style.css>; rel=preload`);
    t.equal(
      headers['content-security-policy'],
      `default-src 'self' ${origin}; connect-src ${origin.replace('http', 'ws')}`,
    );
    t.notOk((await get('/steal')).headers['set-cookie'], 'a target cannot set the launch cookie');
  });

  t.test('bodies pass as they are', async (t) => {
    const packed = await get('/gzip');
    t.equal(packed.headers['content-encoding'], 'gzip');
    t.ok(packed.raw.equals(GZIPPED));
    t.equal((await get('/until-close')).body, 'all of it', 'an answer that ends with its connection');
    t.equal((await get('/nowhere')).status, 404);
  });

  t.test('server-sent events come one by one', async (t) => {
    const texts: string[] = [];
    const asked = request({
      host: '127.0.0.1',
      port: cloud.port,
      path: '/sse',
      headers: { host: new URL(origin).host, cookie },
    });
    asked.end();
    const answer = await new Promise<import('node:http').IncomingMessage>((resolve) =>
      asked.once('response', resolve),
    );
    t.equal(answer.headers['content-type'], 'text/event-stream', 'the head comes before any event');
    answer.on('data', (chunk: Buffer) => texts.push(chunk.toString()));
    app.tell('one');
    await until(() => texts.length === 1);
    app.tell('two');
    await until(() => texts.length === 2);
    t.same(texts, ['data: one\n\n', 'data: two\n\n']);
    answer.on('error', () => undefined);
    asked.destroy();
  });

  t.test('a WebSocket echoes, and sees the target’s own origin', async (t) => {
    const ws = new WebSocket(`ws://127.0.0.1:${cloud.port}/ws`, {
      headers: { host: new URL(origin).host, cookie, origin },
    });
    await new Promise((resolve, reject) => ws.once('open', resolve).once('error', reject));
    const echoed = new Promise<string>((resolve) => ws.once('message', (data) => resolve(String(data))));
    ws.send('hello');
    t.equal(await echoed, 'hello');
    t.equal(app.seen.get('/ws')?.origin, app.origin);
    ws.close();
    await new Promise((resolve) => ws.once('close', resolve));
    const refused = new WebSocket(`ws://127.0.0.1:${cloud.port}/no-ws`, {
      headers: { host: new URL(origin).host, cookie, origin },
    });
    const status = await new Promise((resolve) => {
      refused.on('unexpected-response', (_req, res) => resolve(res.statusCode));
      refused.on('error', () => undefined);
    });
    t.equal(status, 403, 'the application’s own refusal');
    refused.terminate();
  });

  t.test('every request is in the access log, and the chain holds', async (t) => {
    await until(() =>
      gateway.accessPages.page({ limit: 50 }).items.every((l) => l.path === '/hang' || l.endedAt),
    );
    const { items, total } = gateway.accessPages.page({ limit: 50 });
    t.ok(items.length > 8);
    t.equal(total, items.length);
    t.equal(items.filter((l) => l.path === '/ws').length, 1, 'one line for an upgraded connection');
    t.match(
      items.find((l) => l.path === '/ws'),
      { status: 101 },
    );
    const line = items.find((l) => l.path === '/moved');
    t.match(line, { person: 'Ada', reason: 'ticket 4711', method: 'GET', status: 302, targetId });
    t.match(await gateway.accessPages.verify(new AbortController().signal), { ok: true, records: 2 * total });
    t.equal(gateway.accessLog.head().count, 2 * total, 'how each ended is in the chain too');
  });
});

test('100 MiB each way, with bounded memory', { timeout: 100_000 }, async (t) => {
  const { app, cloud, gateway, targetId } = await rig(t);
  const { origin, cookie } = await launchInto(cloud, gateway, targetId);
  /** What is held on the way: buffers of ours, of SSH's windows, and of the kernel's sockets. */
  let most = 0;
  const held = (sent: number, arrived: number) => {
    most = Math.max(most, sent - arrived);
  };
  const host = new URL(origin).host;
  const down = await new Promise<number>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: cloud.port, path: '/big', headers: { host, cookie } });
    asked.on('error', reject).end();
    asked.on('response', (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        held(app.flow.sent, bytes);
      });
      answer.on('end', () => resolve(bytes));
    });
  });
  t.equal(down, 100 * 1024 * 1024);

  const piece = Buffer.alloc(1024 * 1024, 7);
  const hash = createHash('sha256');
  const up = await new Promise<string>((resolve, reject) => {
    const asked = request({
      host: '127.0.0.1',
      port: cloud.port,
      path: '/upload',
      method: 'PUT',
      headers: { host, cookie, 'transfer-encoding': 'chunked' },
    });
    asked.on('error', reject);
    asked.on('response', (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => {
        text += chunk;
      });
      answer.on('end', () => resolve(text));
    });
    let left = 100;
    const more = () => {
      while (left > 0) {
        left--;
        hash.update(piece);
        held((100 - left) * piece.length, app.flow.taken);
        if (!asked.write(piece)) return void asked.once('drain', more);
      }
      asked.end();
    };
    more();
  });
  t.same(JSON.parse(up), { bytes: 100 * 1024 * 1024, sha256: hash.digest('hex') });
  t.ok(most < 32 * 1024 * 1024, `${Math.round(most / 1048576)} MiB on the way at most`);
});

test('an answer that comes before the upload ends is passed on', async (t) => {
  const { cloud, gateway, targetId } = await rig(t);
  const { origin, cookie, get } = await launchInto(cloud, gateway, targetId);
  const asked = request({
    host: '127.0.0.1',
    port: cloud.port,
    path: '/too-large',
    method: 'POST',
    headers: { host: new URL(origin).host, cookie, 'content-length': 50 * 1024 * 1024 },
  });
  asked.on('error', () => undefined);
  asked.write(Buffer.alloc(256 * 1024));
  const status = await new Promise((resolve) => asked.once('response', (a) => resolve(a.statusCode)));
  t.equal(status, 413);
  asked.destroy();
  t.equal((await get('/')).status, 200, 'the session goes on');
});

test('the one-time token', async (t) => {
  const { cloud, gateway, targetId } = await rig(t);
  const { ticket, begun, get } = await launchInto(cloud, gateway, targetId);
  t.equal(begun.status, 303);
  const post = (body: string) =>
    ask(ticket.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
      body,
    });
  const again = await post(`token=${ticket.token}`);
  t.equal(again.status, 403, 'replayed');
  t.match(again.body, /used already/);
  t.match(again.headers['content-security-policy'], /default-src 'none'/);
  t.notOk(again.headers['set-cookie']);

  const second = await openLaunch(cloud, gateway, targetId);
  const got = await ask(`${second.url}?token=${second.token}`, { headers: { accept: 'text/html' } });
  t.equal(got.status, 403, 'a GET never spends it');
  t.equal((await ask(second.url, { method: 'POST', body: 'token=wrong' })).status, 403);
  t.equal((await ask(second.url, { method: 'POST', body: `token=${second.token}` })).status, 303);
  t.equal((await get('/')).status, 200, 'the first session is untouched');

  const stranger = await ask(`${new URL(ticket.url).origin}/`, { headers: { cookie: 'launch=guess' } });
  t.equal(stranger.status, 403);
  t.equal(JSON.parse(stranger.body).code, 'LAUNCH_ENDED');
});

test('forged headers and foreign pages', async (t) => {
  const { app, cloud, gateway, targetId } = await rig(t);
  const { origin, get } = await launchInto(cloud, gateway, targetId);
  const forged = await get('/', {
    'cloudlink-session': 'x',
    'cloudlink-session-secret': 'y',
    connection: 'close, cookie',
  });
  t.equal(forged.status, 200, 'a copy that the browser sends is dropped');
  t.notOk(app.seen.get('/')?.['cloudlink-session-secret']);

  const neighbour = { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };
  t.equal((await get('/', neighbour)).status, 403, 'another launch host asks');
  t.equal((await get('/', { origin: 'http://evil.localhost' })).status, 403);
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  t.equal((await get('/', link)).status, 200, 'a link that a person follows');
  t.equal((await get('/', { origin })).status, 200);
});

test('ending, from both sides, cuts what is open', async (t) => {
  const { app, cloud, gateway, targetId } = await rig(t);
  const open = async () => {
    const session = await launchInto(cloud, gateway, targetId);
    // cut in the middle, or answered with the end of its session where its own head was still on the way
    const hanging = session.get('/hang').then(
      ({ status }) => (status === 200 ? 'whole' : 'cut'),
      () => 'cut',
    );
    await until(() => app.hanging.size === 1);
    return { session, hanging };
  };
  const first = await open();
  await cloud.launch.end(cloud.scope, first.session.ticket.sessionId, { id: 'x', name: 'Ada' });
  t.equal(await first.hanging, 'cut');
  await until(() => app.hanging.size === 0);
  await until(() => gateway.tunnels.sessions()[0]?.endedAt !== undefined);
  t.equal((await first.session.get('/')).status, 403);

  const second = await open();
  t.ok(gateway.tunnels.endSession(second.session.ticket.sessionId, INSTALLER));
  t.equal(await second.hanging, 'cut');
  await until(() => app.hanging.size === 0);
  t.equal((await second.session.get('/')).status, 403);
  const listed = await cloud.launch.list(cloud.scope, ADMIN.id);
  t.same(
    listed.map((s) => s.state),
    ['ended', 'ended'],
  );
});

test('what cannot be launched says why', async (t) => {
  const { app, cloud, gateway, targetId } = await rig(t);
  const open = (target: string, accountId = 'account-1') => openLaunch(cloud, gateway, target, { accountId });
  await t.rejects(open('nothing'), { code: 'TARGET_UNKNOWN' });
  await t.rejects(open(targetId, 'account-2'), { code: 'NOT_FOUND' }, 'another tenant’s gateway');
  const { get } = await launchInto(cloud, gateway, targetId);
  await app.close();
  const gone = await get('/', { accept: 'text/html' });
  t.equal(gone.status, 502);
  t.match(gone.body, /Gateway<\/b> reached[\s\S]*Target<\/b> stopped here/);
  await gateway.tunnels.stopTunnel(targetId, INSTALLER);
  await gateway.report();
  await t.rejects(open(targetId), { code: 'TUNNEL_STOPPED', message: /Server Manager/ });
  t.equal((await get('/', { accept: 'text/html' })).status, 409);
});

test('the gateway’s own pages come with the person, and started by themselves', async (t) => {
  const { cloud, gateway } = await rig(t);
  await until(() => gateway.tunnels.list().find((x) => x.id === 'gateway-portal')?.state === 'started');
  await gateway.report();
  const { get, ticket } = await launchInto(cloud, gateway, 'gateway-portal');
  t.equal((await get('/tunnels')).body, 'portal for Ada');
  t.match(gateway.portalRequests[0], { url: '/tunnels', session: ticket.sessionId });
  t.notOk(gateway.portalRequests[0]?.headers['cloudlink-session-secret']);
  await until(() => gateway.accessPages.page({ limit: 1 }).items[0]?.endedAt);
  t.match(gateway.accessPages.page({ limit: 1 }).items[0], { path: '/tunnels', status: 200, bytes: 14 });
});

test('a request that cannot be written down is not let in', async (t) => {
  const { app, cloud, gateway, targetId } = await rig(t);
  const { get, cookie, origin } = await launchInto(cloud, gateway, targetId);
  gateway.db.exec(`CREATE TRIGGER full BEFORE INSERT ON access_line BEGIN SELECT RAISE(FAIL, 'full'); END`);
  const refused = await get('/login', { accept: 'text/html' });
  t.equal(refused.status, 503);
  t.match(
    refused.body,
    /cannot write its access log[\s\S]*Gateway<\/b> stopped here[\s\S]*ACCESS_LOG_FAILED/,
  );
  const ws = new WebSocket(`ws://127.0.0.1:${cloud.port}/ws`, {
    headers: { host: new URL(origin).host, cookie, origin },
  });
  ws.on('error', () => undefined);
  t.equal(
    await new Promise((resolve) => ws.on('unexpected-response', (_q, res) => resolve(res.statusCode))),
    503,
  );
  ws.terminate();
  t.notOk(app.seen.has('/login') || app.seen.has('/ws'), 'the target never heard of it');
  gateway.db.exec('DROP TRIGGER full');
  t.equal((await get('/')).status, 200);
});

test('a request is in the log from the moment it is let in', async (t) => {
  const { app, cloud, gateway, targetId } = await rig(t);
  const { get } = await launchInto(cloud, gateway, targetId);
  const hanging = get('/hang').catch(() => undefined);
  await until(() => app.hanging.size === 1);
  const line = () => gateway.accessPages.page({ limit: 1 }).items[0];
  t.match(line(), { path: '/hang', person: 'Ada', reason: 'ticket 4711' });
  t.notOk(line()?.endedAt);
  for (const res of app.hanging) res.end();
  await hanging;
  await until(() => line()?.endedAt);
  t.match(line(), { path: '/hang', status: 200, bytes: 5 });
});
