/** Deployment e-mails through the API of a whole cloud, to a real mail server. */
import { setImmediate } from 'node:timers/promises';
import { type Test, test } from 'tap';
import {
  headerOf,
  type MailServer,
  type MailServerOptions,
  startMailServer,
} from '../../peers/mail-server.ts';
import { type Claimed, startCloud, type TestCloud } from '../harness.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATH = '/api/users/deployment';

async function addUser({ gateway, token }: Claimed, userName: string, email?: string): Promise<string> {
  const emails = email === undefined ? [] : [{ type: 'work', value: email }];
  const json = { schemas: [USER], userName, active: true, emails };
  const path = '/v1/gateway/scim/v2/Users';
  const { status, body } = await gateway.send({ method: 'POST', path, accessToken: token, json });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return String(body.id);
}

/** Turns the worker's timer until the progress is as wanted; the mail server's answers come by a real socket. */
async function until(cloud: TestCloud, done: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 2000; i++) {
    if (await done()) return;
    await cloud.clock.advance(1000);
    await setImmediate();
  }
  throw new Error('it never came to that');
}

async function mailingCloud(t: Test, options: MailServerOptions = {}) {
  const server: MailServer = await startMailServer(options);
  const cloud = await startCloud(t, {
    'smtp.url': `smtp://127.0.0.1:${server.port}`,
    'smtp.security': 'none',
    'smtp.from': 'cloudlink@cloud.example',
  });
  t.teardown(() => server.close());
  await cloud.partner('ann@p.example');
  const account = await cloud.customer('a@c.example');
  const admin = await cloud.signIn('a@c.example');
  const link = await cloud.claim(admin, account.number);
  return { server, cloud, account, admin, link };
}

test('ordered, sent, refused, put off: told by the progress and in the history', async (t) => {
  const { server, cloud, account, admin, link } = await mailingCloud(t, {
    answer: (to, n) => {
      if (to.startsWith('bad@')) return { at: 'RCPT', code: 550 };
      if (to.startsWith('cyd@') && n === 0) return { at: 'RCPT', code: 421 };
      if (to.startsWith('dan@') && n === 0) return 'drop';
      return undefined;
    },
  });
  await cloud.op.stores.gateways.setStatus(link.gatewayId, {
    pbxLink: { type: 'mivoice-business', name: 'pbx', onboarded: true, connected: true },
  } as never);
  await addUser(link, 'ann', 'ann@u.example');
  const bad = await addUser(link, 'bad', 'bad@u.example');
  await addUser(link, 'cyd', 'cyd@u.example');
  await addUser(link, 'dan', 'dan@u.example');
  const none = await addUser(link, 'none');

  const asked = await admin.post(PATH, { all: true, dryRun: true });
  t.match(asked, { status: 200, body: { queued: 4, pbxTypes: { 'mivoice-business': 4 } } });
  t.match((await admin.get(PATH)).body, { waiting: 0 });
  const other = await admin.post(PATH, { all: true, pbxType: 'ldap', dryRun: true });
  t.match(other.body, { queued: 0, skipped: [] }, 'by PBX type');
  const ordered = await admin.post(PATH, { all: true });
  t.match(ordered.body, {
    queued: 4,
    skipped: [{ userId: none, reason: 'noEmail' }],
    reasons: { noEmail: 1 },
  });
  await until(cloud, async () => (await admin.get(PATH)).body.waiting === 0);

  const { body } = await admin.get(PATH);
  t.match(body, {
    sent: 3,
    failed: 1,
    orderedBy: 'Bob',
    failures: [{ userId: bad, address: 'bad@u.example' }],
  });
  const to = (name: string) => server.received.filter((mail) => mail.to === `${name}@u.example`);
  t.equal(to('ann').length, 1);
  t.equal(to('cyd').length, 1, 'after "try later"');
  t.equal(to('dan').length, 2, 'the 250 of the first never came');
  const ids = to('dan').map(({ source }) => headerOf(source, 'Message-ID'));
  t.equal(ids[0], ids[1], 'a receiver can tell the duplicate');
  t.equal(headerOf(to('ann')[0]?.source ?? '', 'Subject'), 'Welcome to MiVoice Business');
  const events = (await admin.get(`/api/events?account=${account.number}`)).body.items as {
    action: string;
  }[];
  const count = (action: string) => events.filter((event) => event.action === action).length;
  t.equal(count('Deployment e-mails queued'), 1);
  t.equal(count('Deployment e-mail sent'), 3);
  t.equal(count('Deployment e-mail failed'), 1);
});

test('what waits when the cloud stops is sent after its start', async (t) => {
  const { server, cloud, admin, link } = await mailingCloud(t);
  await addUser(link, 'ann', 'ann@u.example');
  await admin.post(PATH, { all: true });
  await cloud.restart();
  await cloud.restart();
  await until(cloud, async () => server.received.length > 0);
  await cloud.restart();
  await cloud.clock.advance(60_000);
  t.equal(server.received.length, 1, 'the stop waited for its record: not sent twice');
});

test('nobody sends to, or reads of, another tenant’s people', async (t) => {
  const { cloud, account, admin, link } = await mailingCloud(t);
  const userId = await addUser(link, 'ann', 'ann@u.example');
  await cloud.partner('zoe@two.example');
  await cloud.customer('b@c.example');
  for (const email of ['b@c.example', 'zoe@two.example']) {
    const other = await cloud.signIn(email);
    t.equal((await other.get(`${PATH}?account=${account.number}`)).status, 404, email);
    t.equal((await other.post(PATH, { account: account.number, all: true })).status, 404, email);
  }
  const other = await cloud.signIn('b@c.example');
  t.match((await other.post(PATH, { userIds: [userId] })).body, {
    queued: 0,
    skipped: [{ userId, name: userId, reason: 'unknown' }],
  });
  const ann = await cloud.signIn('ann@p.example');
  t.equal((await ann.post(PATH, { all: true })).status, 400, 'a partner chooses an account');
  t.match((await ann.post(PATH, { account: account.number, userIds: [userId], dryRun: true })).body, {
    queued: 1,
  });
  t.equal((await admin.post(PATH, { all: true, userIds: [userId] })).status, 400);
  t.equal((await admin.post(PATH, { all: true, password: 'x' })).status, 400);
  const answers = [];
  for (let i = 0; i < 40; i++) answers.push((await admin.post(PATH, { all: true, dryRun: true })).status);
  t.ok(answers.includes(429), 'not as often as one likes');
});

test('no mail server: the API says so, with the remedy', async (t) => {
  const cloud = await startCloud(t);
  await cloud.partner('ann@p.example');
  await cloud.customer('a@c.example');
  const admin = await cloud.signIn('a@c.example');
  const fault = { code: 'MAIL_SERVER_MISSING', remedy: /smtp/ };
  t.match((await admin.get(PATH)).body, { unavailable: fault });
  t.match(await admin.post(PATH, { all: true }), { status: 409, body: fault });
  t.equal((await admin.post(PATH, { all: true, dryRun: true })).status, 200);
});
