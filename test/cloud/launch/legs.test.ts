/** Each leg of a launch really broken: the page says which, and what to do. */
import { type Test, test } from 'tap';
import { startSmallApp } from '../../helpers/small-app.ts';
import {
  ask,
  INSTALLER,
  launchInto,
  openLaunch,
  startCloudEnd,
  startGatewayEnd,
  startTarget,
  until,
} from '../../helpers/tunnel-rig.ts';

async function launched(t: Test) {
  const app = await startSmallApp();
  t.teardown(() => app.close());
  const cloud = await startCloudEnd(t);
  const gateway = await startGatewayEnd(t, cloud);
  const targetId = await startTarget(gateway, app.port);
  const session = await launchInto(cloud, gateway, targetId);
  const page = (headers: Record<string, string> = {}) =>
    session.get('/', { accept: 'text/html', 'sec-fetch-site': 'none', ...headers });
  t.equal((await page()).status, 200);
  return { app, cloud, gateway, targetId, session, page };
}

const LEGS = ['Cloud', 'Tunnel', 'Gateway', 'Target'];

/** Every leg before is reached, this one failed, those behind were not asked; code and remedy stand there. */
function says(t: Test, { body }: { body: string }, leg: string, code: string, remedy: RegExp) {
  const at = LEGS.indexOf(leg);
  for (const [i, name] of LEGS.entries()) {
    const word = i < at ? 'reached' : i === at ? 'stopped here' : 'not asked';
    t.match(body, `<b>${name}</b> ${word}`, `${code}: ${name} ${word}`);
  }
  t.match(body, `<small>${code}</small>`);
  t.match(body, remedy);
}

test('cloud: the session is over, and what the application left in the browser goes', async (t) => {
  const { cloud, session, page } = await launched(t);
  await cloud.launch.end(cloud.scope, session.ticket.sessionId, INSTALLER);
  const over = await page();
  t.equal(over.status, 403);
  says(t, over, 'Cloud', 'LAUNCH_ENDED', /Press Launch in the console again/);
  t.equal(over.headers['clear-site-data'], '"cache", "storage"');
  const framed = await page({ 'sec-fetch-site': 'same-site' });
  t.notOk(framed.headers['clear-site-data'], 'a neighbour cannot have it cleared');
});

test('cloud: a token from a page that is not the console', async (t) => {
  const { cloud, gateway, targetId } = await launched(t);
  const { url, token } = await openLaunch(cloud, gateway, targetId);
  const post = (origin: string) =>
    ask(url, {
      method: 'POST',
      headers: { accept: 'text/html', origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: `token=${token}`,
    });
  for (const origin of [new URL(url).origin, 'http://neighbour.localhost', 'https://evil.example', 'null']) {
    const refused = await post(origin);
    t.equal(refused.status, 403, origin);
    t.notOk(refused.headers['set-cookie']);
    says(t, refused, 'Cloud', 'LAUNCH_FOREIGN', /Go back/);
  }
  t.equal((await post(`http://localhost:${cloud.port}`)).status, 303, 'and it is not spent by that');
});

test('tunnel: the line is down, and comes back', async (t) => {
  const { cloud, gateway, page } = await launched(t);
  const line = cloud.accepted.at(-1);
  cloud.keys.delete(gateway.id);
  line?.destroy();
  await until(() => cloud.broker.of(gateway.id).length === 0);
  says(t, await page(), 'Tunnel', 'GATEWAY_OFFLINE', /when it returns/);
  cloud.keys.set(gateway.id, gateway.signer.publicJwk);
  gateway.link.retryNow();
  await until(() => cloud.broker.of(gateway.id).length > 0);
  t.equal((await page()).status, 200, 'the same session goes on');
});

test('tunnel: it was stopped', async (t) => {
  const { gateway, targetId, page } = await launched(t);
  await gateway.tunnels.stopTunnel(targetId, INSTALLER);
  const { body } = await page();
  says(t, { body }, 'Tunnel', 'TUNNEL_STOPPED', /starts it/);
});

test('gateway: its disk is full', async (t) => {
  const { gateway, page } = await launched(t);
  gateway.db.exec(`CREATE TRIGGER full BEFORE INSERT ON access_line BEGIN SELECT RAISE(FAIL, 'full'); END`);
  says(t, await page(), 'Gateway', 'ACCESS_LOG_FAILED', /free space/);
});

test('target: it does not run, speaks no HTTP, runs again', async (t) => {
  const { app, page } = await launched(t);
  await app.close();
  says(t, await page(), 'Target', 'TARGET_UNREACHABLE', /web server of the target runs/);
  const again = await startSmallApp(undefined, app.port);
  t.teardown(() => again.close());
  t.equal((await page()).status, 200, 'a restart of the target needs no new launch');
});

test('nothing of one launch reaches another', async (t) => {
  const { app, cloud, gateway, targetId, session } = await launched(t);
  const other = await launchInto(cloud, gateway, targetId);
  t.not(other.origin, session.origin, 'a host name of its own');
  const swapped = await ask(`${other.origin}/`, { headers: { cookie: session.cookie } });
  t.equal(swapped.status, 403, 'a stolen cookie opens no other host');
  const planted = await ask(`${other.origin}/`, {
    headers: { cookie: `${session.cookie}; launch=fixed; ${other.cookie}` },
  });
  t.equal(planted.status, 200, 'what a neighbour planted by script neither fixes nor voids the session');
  t.notOk(app.seen.get('/')?.cookie, 'and none of it reaches the target');
  const upper = await ask(`${other.origin.toUpperCase().replace('HTTP', 'http')}/`, {
    headers: { cookie: other.cookie, host: new URL(other.origin).host.toUpperCase() },
  });
  t.equal(upper.status, 200, 'the same name in capitals');
  for (const host of ['localhost', `x.${new URL(other.origin).host}`, '127.0.0.1'])
    t.equal(
      (await ask(`${other.origin}/`, { headers: { cookie: other.cookie, host } })).status,
      404,
      `${host} is no launch host`,
    );
});
