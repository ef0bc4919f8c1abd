/** New findings by e-mail, through the API of a whole cloud, to a real mail server (row D9, invariant 22). */
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { type Test, test } from 'tap';
import { writeFindings } from '../../../src/cloud/features/findings-mail/templates.ts';
import { REASON_WORDS } from '../../../src/cloud/features/findings-mail/words.ts';
import { MAIL_LANGUAGES } from '../../../src/contract/deployment.ts';
import type { FindingsDigest } from '../../../src/contract/outbox.ts';
import { FINDING_CODES } from '../../../src/gateway/core/sync-reasons.ts';
import { send } from '../../helpers/dpop-client.ts';
import { headerOf, type MailServerOptions, startMailServer } from '../../peers/mail-server.ts';
import { type Console, startCloud } from '../harness.ts';

const DIGEST: FindingsDigest = {
  total: 2,
  codes: [{ code: 'NO_EMAIL', sentence: 'There is no e-mail address.', count: 2 }],
  people: [
    { name: 'Ann Lee', code: 'NO_EMAIL' },
    { name: '<b>Bob</b>\r\nBcc: x@evil.example', code: 'NO_EMAIL' },
  ],
  withoutEmail: 2,
  sharedEmail: 0,
};

async function rig(t: Test, options: MailServerOptions = {}) {
  const server = await startMailServer(options);
  const cloud = await startCloud(t, {
    'smtp.url': `smtp://127.0.0.1:${server.port}`,
    'smtp.security': 'none',
    'smtp.from': 'cloudlink@cloud.example',
  });
  t.teardown(() => server.close());
  await cloud.partner('ann@p.example');
  const { number, id } = await cloud.customer('bob@c.example');
  const bob = await cloud.signIn('bob@c.example');
  const { gateway, gatewayId } = await cloud.claim(bob, number);
  const path = `/api/accounts/${number}/findings-mail`;
  const put = (who: Console, json: object) =>
    send(cloud.url, {
      method: 'PUT',
      path,
      json,
      headers: { cookie: who.cookie, 'x-csrf-token': who.csrf, origin: cloud.url },
    });
  const give = async (digestId: string) => {
    const answer = await gateway.send({
      method: 'POST',
      path: '/v1/gateway/outbox',
      accessToken: await cloud.token(gateway, gatewayId),
      json: { items: [{ id: digestId, at: cloud.clock.now(), kind: 'sync.findings', body: DIGEST }] },
    });
    t.match(answer, { status: 200, body: { accepted: [digestId] } });
  };
  /** Turns of the timer; answers of the mail server come by a real socket. */
  const until = async (mails: number) => {
    for (let i = 0; i < 2000 && server.received.length < mails; i++) await turn();
  };
  const turn = async () => {
    await cloud.clock.advance(1000);
    // a mail on its way needs many turns of the loop, and has 30 s by this clock
    for (let i = 0; i < 20; i++) await setImmediate();
  };
  const quiet = async () => {
    for (let i = 0; i < 20; i++) await turn();
  };
  return { server, cloud, bob, path, id, put, give, until, quiet };
}

/** Connections that were kept open have gone with the cloud. */
async function steady<T>(ask: () => Promise<T>): Promise<T> {
  for (let i = 0; i < 10; i++) {
    try {
      return await ask();
    } catch (thrown) {
      if ((thrown as { code?: string }).code !== 'ECONNRESET') throw thrown;
    }
  }
  throw new Error('it is never there');
}

test('off until somebody chooses it; once per digest, and to nobody else', async (t) => {
  const { server, cloud, bob, path, put, give, until, quiet } = await rig(t);
  t.match(await bob.get(path), { status: 200, body: { on: false, address: 'bob@c.example', canSend: true } });
  await give(randomUUID());
  await quiet();
  t.equal(server.received.length, 0, 'nobody chose it');

  t.match(await put(bob, { on: true, language: 'de' }), { status: 200, body: { on: true } });
  const partner = await cloud.signIn('ann@p.example');
  t.match((await partner.get(path)).body, { on: false }, 'each for himself');
  const first = randomUUID();
  await give(first);
  await give(first);
  await until(1);
  await cloud.restart();
  await steady(() => give(first));
  await quiet();
  t.equal(server.received.length, 1, 'once, also after a restart');
  const [mail] = server.received;
  t.equal(mail?.to, 'bob@c.example');
  t.equal(headerOf(mail?.source ?? '', 'Auto-Submitted'), 'auto-generated');
  t.equal(headerOf(mail?.source ?? '', 'Content-Language'), 'de');
  t.notMatch(mail?.source.split('\r\n\r\n')[0], /^Bcc:/m);

  t.match(await put(partner, { on: true, language: 'en' }), { status: 200 });
  t.match(await put(bob, { on: false }), { status: 200 });
  await give(randomUUID());
  await until(2);
  await quiet();
  t.same(
    server.received.map(({ to }) => to),
    ['bob@c.example', 'ann@p.example'],
  );
  const { items } = (await bob.get('/api/events?q=by%20e-mail')).body as { items: { action: string }[] };
  t.same(items.map(({ action }) => action).sort(), [
    'Findings by e-mail chosen',
    'Findings by e-mail chosen',
    'Findings by e-mail ended',
  ]);
});

test('put off: the same e-mail again', async (t) => {
  const { server, bob, put, give, until } = await rig(t, {
    answer: (_to, n) => (n === 0 ? 'drop' : undefined),
  });
  await put(bob, { on: true, language: 'en' });
  await give(randomUUID());
  await until(2);
  const ids = server.received.map(({ source }) => headerOf(source, 'Message-ID'));
  t.equal(ids.length, 2, 'the first answer was lost');
  t.equal(ids[0], ids[1], 'so that a receiver can tell');
});

test('another account is nobody’s business; one who may see only himself chooses nothing', async (t) => {
  const { cloud, path, id, put } = await rig(t);
  await cloud.customer('eve@d.example');
  const eve = await cloud.signIn('eve@d.example');
  t.match(await eve.get(path), { status: 404 });
  t.match(await put(eve, { on: true, language: 'en' }), { status: 404 });
  const { stores, hasher } = cloud.op;
  const passwordHash = await hasher.hash('correct horse battery');
  await stores.people.insert({
    id: randomUUID(),
    accountId: id,
    name: 'Joe',
    email: 'joe@c.example',
    role: 'user',
    passwordHash,
    createdAt: 1,
  });
  const joe = await cloud.signIn('joe@c.example');
  t.match(await put(joe, { on: true, language: 'en' }), { status: 403 });
});

test('the text: five languages, every reason, escaped, and how many more there are', async (t) => {
  const given = {
    personName: 'Bob',
    accountName: 'Care & Co',
    gatewayName: 'site\r\none',
    digest: DIGEST,
    consoleUrl: 'https://cloud.example/accounts/100000001',
  };
  for (const language of MAIL_LANGUAGES) {
    const { subject, text, html } = writeFindings(given, language);
    t.match(subject, /2 .*site one/);
    t.notMatch(subject, /[\r\n]/);
    t.match(text, /- Ann Lee: /);
    t.match(text, 'https://cloud.example/accounts/100000001');
    t.notMatch(html, /<b>/);
    t.match(html, 'Care &amp; Co');
    if (language !== 'en')
      t.same(Object.keys(REASON_WORDS[language] ?? {}).sort(), [...FINDING_CODES].sort(), language);
  }
  const { text } = writeFindings({ ...given, digest: { ...DIGEST, total: 9 } }, 'en');
  t.match(text, /and 7 more/);
  const none = writeFindings({ ...given, digest: { ...DIGEST, total: 0, codes: [], people: [] } }, 'en');
  t.match(none.subject, /^Irregular e-mail addresses/);
});
