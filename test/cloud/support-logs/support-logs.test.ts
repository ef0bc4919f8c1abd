/** Support logs (row C7) through the API of a whole cloud, with a real mail server. */
import { createHash, randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { type Test, test } from 'tap';
import { createSniffer, fileName } from '../../../src/cloud/features/support-logs/content.ts';
import { writeSupport } from '../../../src/cloud/features/support-logs/templates.ts';
import { openCloudDatabase } from '../../../src/cloud/store/database.ts';
import { createStores } from '../../../src/cloud/store/index.ts';
import { MAIL_LANGUAGES } from '../../../src/contract/deployment.ts';
import {
  ATTACHMENT_BYTES,
  ATTACHMENTS_MOST,
  REMINDER_MS,
  SUPPORT_PRODUCTS,
  type SupportLogDetail,
  type SupportLogView,
} from '../../../src/contract/support-logs.ts';
import { send } from '../../helpers/dpop-client.ts';
import { unzipped } from '../../helpers/unzipped.ts';
import { headerOf, type MailServerOptions, startMailServer } from '../../peers/mail-server.ts';
import { type Console, startCloud } from '../harness.ts';

const URL = '/api/support-logs';
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const DAY = 86_400_000;

async function rig(t: Test, options?: MailServerOptions) {
  const server = options && (await startMailServer(options));
  const smtp = server && {
    'smtp.url': `smtp://127.0.0.1:${server.port}`,
    'smtp.security': 'none',
    'smtp.from': 'cloudlink@cloud.example',
  };
  const cloud = await startCloud(t, { ...smtp });
  t.teardown(() => server?.close());
  const partner = await cloud.partner('ann@p.example');
  const { number, id } = await cloud.customer('bob@c.example', partner.number);
  const [ann, bob] = [await cloud.signIn('ann@p.example'), await cloud.signIn('bob@c.example')];
  const put = (who: Console, logId: string, json: object) =>
    send(cloud.url, {
      method: 'PUT',
      path: `${URL}/${logId}`,
      json,
      headers: { cookie: who.cookie, 'x-csrf-token': who.csrf, origin: cloud.url },
    });
  const make = async (who: Console, more: object = {}) => {
    const input = { title: '3104 does not ring', product: 'pbx', description: 'Since Monday.', ...more };
    const { status, body } = await who.post(URL, input);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body as unknown as SupportLogDetail;
  };
  const attach = (who: Console, logId: string, name: string, bytes: Uint8Array) =>
    fetch(`${cloud.url}${URL}/${logId}/attachments?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: {
        cookie: who.cookie,
        'x-csrf-token': who.csrf,
        origin: cloud.url,
        'content-type': 'application/octet-stream',
      },
      body: bytes as Uint8Array<ArrayBuffer>,
    });
  const file = (who: Console, path: string) => fetch(cloud.url + path, { headers: { cookie: who.cookie } });
  const detail = async (who: Console, logId: string) =>
    (await who.get(`${URL}/${logId}`)).body as unknown as SupportLogDetail;
  const list = async (who: Console, query = '') =>
    (await who.get(`${URL}?${query}`)).body as unknown as {
      items: SupportLogView[];
      total: number;
      next?: string;
    };
  /** Without the timers in between: they would fire a million times. */
  const later = (ms: number) => cloud.clock.step(cloud.clock.now() + ms);
  const turn = async () => {
    await cloud.clock.advance(1000);
    // a mail on its way needs many turns of the loop, and has 30 s by this clock
    for (let i = 0; i < 20; i++) await setImmediate();
  };
  const until = async (mails: number) => {
    for (let i = 0; i < 2000 && (server?.received.length ?? 0) < mails; i++) await turn();
  };
  const quiet = async () => {
    for (let i = 0; i < 70; i++) await turn();
  };
  /** A gateway sends a bundle in one piece. */
  const bundle = async (link: Awaited<ReturnType<typeof cloud.claim>>, bytes: Buffer, bundleId: string) => {
    later(1);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const query = new URLSearchParams({ name: 'bundle.zip', sha256, madeAt: String(cloud.clock.now()) });
    const answer = await link.gateway.send({
      method: 'PUT',
      path: `/v1/gateway/support/${bundleId}?${query}`,
      accessToken: await cloud.token(link.gateway, link.gatewayId),
      bytes,
      headers: { 'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}` },
    });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  };
  const events = async (q: string) =>
    ((await ann.get(`/api/events?q=${encodeURIComponent(q)}`)).body as { items: Record<string, unknown>[] })
      .items;
  return {
    cloud,
    server,
    ann,
    bob,
    number,
    id,
    put,
    make,
    attach,
    file,
    detail,
    list,
    until,
    quiet,
    bundle,
    events,
    later,
  };
}

test('made by the customer, moved by the partner alone, seen by nobody else', async (t) => {
  const { cloud, ann, bob, put, make, detail, list, attach, file, events } = await rig(t);
  const log = await make(bob);
  t.match(log, {
    title: '3104 does not ring',
    product: 'pbx',
    state: 'Open',
    reporter: { name: 'Bob', email: 'bob@c.example' },
    account: { name: 'Customer bob@c.example' },
    revision: 1,
    remindAt: cloud.clock.now() + REMINDER_MS,
    notes: [],
    files: [],
  });
  const change = { revision: 1, state: 'Reported', note: 'Ticket #1920' };
  t.equal((await put(bob, log.id, change)).status, 403, 'a customer sets no status');
  t.match(await put(ann, log.id, change), { status: 200, body: { state: 'Reported', revision: 2 } });
  t.notOk('remindAt' in (await detail(bob, log.id)));
  t.match((await detail(bob, log.id)).notes, [{ by: 'Ann', text: 'Ticket #1920', state: 'Reported' }]);
  t.match(await put(ann, log.id, { ...change, state: 'Resolved' }), {
    status: 409,
    body: { code: 'SUPPORT_LOG_CHANGED' },
  });
  t.match(
    await put(ann, log.id, { revision: 2, state: 'Reported' }),
    { body: { revision: 2 } },
    'nothing to save',
  );
  t.match(await put(ann, log.id, { revision: 2, state: 'Open', note: 'Again.' }), {
    body: { remindAt: cloud.clock.now() + REMINDER_MS, notes: [{}, { text: 'Again.', state: 'Open' }] },
  });
  t.match(await put(ann, log.id, { revision: 3, state: 'Open', note: ' ' }), { status: 400 });

  await cloud.customer('eve@d.example');
  const two = await cloud.partner('zoe@two.example');
  await cloud.customer('c@e.example', two.number);
  await attach(bob, log.id, 'a.txt', Buffer.from('text'));
  const [kept] = (await detail(bob, log.id)).files;
  const reading = [`${URL}/${log.id}`, `${URL}/${log.id}/export`, `${URL}/${log.id}/attachments/${kept?.id}`];
  for (const email of ['eve@d.example', 'zoe@two.example', 'c@e.example']) {
    const other = await cloud.signIn(email);
    for (const path of reading) t.equal((await file(other, path)).status, 404, `${email} ${path}`);
    t.match(await list(other), { items: [], total: 0 });
    t.equal((await attach(other, log.id, 'x.txt', Buffer.from('x'))).status, 404);
    t.not((await put(other, log.id, change)).status, 200);
  }
  t.equal((await fetch(cloud.url + reading[1])).status, 401);
  t.equal((await ann.post(URL, { title: 'x', product: 'pbx', description: '' })).status, 400, 'whose?');
  const actions = (await events('Support')).map(({ action }) => action);
  t.same(actions, [
    'Support attachment added',
    'Support log changed',
    'Support log changed',
    'Support log created',
  ]);
});

test('the list: title, product, state, order, pages, what was there in the last 60 days', async (t) => {
  const { cloud, ann, bob, number, put, make, list, later } = await rig(t);
  const old = await make(bob, { title: 'Old one', product: 'console' });
  await put(ann, old.id, { revision: 1, state: 'Resolved' });
  later(61 * DAY);
  const [one, two] = [await cloud.signIn('ann@p.example'), await cloud.signIn('bob@c.example')];
  for (const [title, product] of [
    ['Beta 100%', 'sync'],
    ['alpha', 'gateway'],
    ['Gamma', 'gateway'],
  ])
    await make(two, { title, product });
  const titles = async (query: string) => (await list(one, query)).items.map(({ title }) => title);
  t.same((await titles('')).sort(), ['Beta 100%', 'Gamma', 'Old one', 'alpha']);
  t.same(await titles('q=A%25'), [], 'a percent sign is a letter');
  t.same(await titles('q=100%25'), ['Beta 100%']);
  t.same(await titles('sort=title&order=asc&product=gateway&product=sync'), ['alpha', 'Beta 100%', 'Gamma']);
  t.same(await titles('state=Resolved'), ['Old one']);
  t.same(await titles(`state=Open&state=Reported&account=${number}&q=GAM`), ['Gamma']);
  t.same(await titles('account=999999999'), []);
  const first = await list(one, 'sort=title&order=desc&limit=3');
  const second = await list(one, `sort=title&order=desc&limit=3&after=${first.next}`);
  t.same(
    [...first.items, ...second.items].map(({ title }) => title),
    ['Old one', 'Gamma', 'Beta 100%', 'alpha'],
  );
  t.same([first.total, second.total, second.next], [4, 4, undefined]);
  t.match(await one.get(`${URL}/facets`), { body: { total: 4, open: 3, products: ['gateway', 'sync'] } });
});

test('attachments: bounded, of known types, taken as they came; the export has all', async (t) => {
  const { bob, make, attach, file, detail, events } = await rig(t);
  const { id } = await make(bob, { description: 'Zeile\nzwei' });
  const long = Buffer.alloc(700_000, 'Grüße\n');
  t.equal((await attach(bob, id, '../../etc/Bild „1“.png', PNG)).status, 200);
  t.equal((await attach(bob, id, 'long.log', long)).status, 200);
  t.equal((await attach(bob, id, 'program.exe', Buffer.from('MZ\0\0'))).status, 415);
  t.equal((await attach(bob, id, 'empty.txt', Buffer.alloc(0))).status, 415);
  t.equal((await attach(bob, id, 'large.txt', Buffer.alloc(ATTACHMENT_BYTES + 1, 'x'))).status, 413);
  const { files } = await detail(bob, id);
  t.match(files, [
    { name: 'Bild „1“.png', type: 'image/png', size: PNG.length, by: 'Bob', bundle: false, kept: true },
    { name: 'long.log', type: 'text/plain', size: long.length },
  ]);
  t.equal(files.length, 2, 'nothing is left of those that were refused');

  const answer = await file(bob, `${URL}/${id}/attachments/${files[1]?.id}`);
  t.equal(answer.headers.get('content-type'), 'text/plain; charset=utf-8');
  t.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  t.ok(Buffer.from(await answer.arrayBuffer()).equals(long));
  const image = await file(bob, `${URL}/${id}/attachments/${files[0]?.id}`);
  t.equal(
    image.headers.get('content-disposition'),
    `attachment; filename="Bild__1_.png"; filename*=UTF-8''Bild%20%E2%80%9E1%E2%80%9C.png`,
  );
  await image.arrayBuffer();

  const zip = await unzipped(Buffer.from(await (await file(bob, `${URL}/${id}/export`)).arrayBuffer()));
  t.same(Object.keys(zip).sort(), [
    'attachments/1-Bild „1“.png',
    'attachments/2-long.log',
    'log.json',
    'log.txt',
  ]);
  t.equal(zip['attachments/2-long.log'], long.toString());
  t.match(zip['log.txt'], /Account ID: \d{9}[\s\S]*Zeile\nzwei/);
  t.match(JSON.parse(zip['log.json'] ?? ''), {
    state: 'Open',
    files: [{ path: 'attachments/1-Bild „1“.png' }, {}],
  });
  t.same((await events('downloaded')).length + (await events('exported')).length, 3, 'who took them is told');

  for (let n = files.length; n < ATTACHMENTS_MOST; n++) await attach(bob, id, 'n.txt', Buffer.from('n'));
  t.equal((await attach(bob, id, 'n.txt', Buffer.from('n'))).status, 409);
});

test('a bundle makes a log, the next one joins it; a resolved one is left alone', async (t) => {
  const { cloud, ann, bob, number, put, list, detail, file, bundle } = await rig(t);
  const link = await cloud.claim(bob, number);
  const order = await bob.post(`/api/gateways/${link.gatewayId}/commands`, {
    name: 'logs.collect',
    args: { reason: '3104 does not ring', ticket: 'INC-4711' },
  });
  await bundle(link, Buffer.from('PK\x03\x04one'), String(order.body.id));
  const [log] = (await list(bob)).items;
  t.match(log, {
    title: 'Support bundle of cloudlink.local',
    product: 'gateway',
    reporter: { name: 'Bob', email: 'bob@c.example' },
    gateway: { id: link.gatewayId, name: 'cloudlink.local' },
    attachments: 1,
  });
  const again = randomUUID();
  await bundle(link, Buffer.from('PK\x03\x04two'), again);
  await bundle(link, Buffer.from('PK\x03\x04two'), again);
  const { files, revision, description } = await detail(bob, log?.id ?? '');
  t.equal(description, '3104 does not ring\nINC-4711', 'why it was ordered');
  t.match(files, [{ bundle: true, kept: true, by: 'cloudlink.local' }, { name: 'bundle.zip' }]);
  t.equal(files.length, 2);
  const taken = await file(bob, `${URL}/${log?.id}/attachments/${files[1]?.id}`);
  t.equal(await taken.text(), 'PK\x03\x04two');

  await put(ann, log?.id ?? '', { revision, state: 'Resolved', note: 'Cured.' });
  await bundle(link, Buffer.from('PK\x03\x04three'), randomUUID());
  t.match(await list(bob, `gateway=${link.gatewayId}`), { total: 2 });
  for (let n = 0; n < 5; n++) await bundle(link, Buffer.from(`PK\x03\x04 ${n}`), randomUUID());
  const old = await detail(bob, log?.id ?? '');
  t.match(old.files, [{ kept: false }, { kept: false }], 'the cloud keeps five of a gateway');
  t.equal((await file(bob, `${URL}/${log?.id}/attachments/${old.files[0]?.id}`)).status, 410);
  const zip = await unzipped(Buffer.from(await (await file(bob, `${URL}/${log?.id}/export`)).arrayBuffer()));
  t.same(Object.keys(zip).sort(), ['log.json', 'log.txt'], 'what is gone is named, and not there');
});

test('contacts get a mail on each new log, and every 7 days while it is open', async (t) => {
  const { cloud, server, ann, bob, put, make, until, quiet, later } = await rig(t, {});
  const log = await make(bob);
  await until(1);
  await quiet();
  const mails = server?.received ?? [];
  t.same(
    mails.map(({ to }) => to),
    ['bob@c.example'],
  );
  const source = mails[0]?.source ?? '';
  t.match(headerOf(source, 'Subject'), /^New support log of Customer bob@c.example/);
  t.equal(headerOf(source, 'Auto-Submitted'), 'auto-generated');
  t.notMatch(source, /Since Monday/, 'the description stands behind the sign-in');

  later(REMINDER_MS);
  await until(2);
  await cloud.restart();
  await quiet();
  t.equal(mails.length, 2, 'once, also after a restart');
  t.match(headerOf(mails[1]?.source ?? '', 'Subject'), /^Still open/);
  later(3 * REMINDER_MS);
  await until(3);
  await quiet();
  t.equal(mails.length, 3, 'weeks that were slept through are one reminder');

  const partner = await cloud.signIn('ann@p.example');
  t.match(await put(partner, log.id, { revision: 1, state: 'Reported' }), { status: 200 });
  later(2 * REMINDER_MS);
  await quiet();
  t.equal(mails.length, 3, 'not of what is worked on');
  t.ok(ann);
});

test('put off: the same e-mail again; a deactivated account is silent', async (t) => {
  const { server, ann, bob, number, make, until, quiet, later } = await rig(t, {
    answer: (_to, n) => (n === 0 ? 'drop' : undefined),
  });
  await make(bob);
  await until(2);
  const ids = server?.received.map(({ source }) => headerOf(source, 'Message-ID')) ?? [];
  t.equal(ids.length, 2, 'the first answer was lost');
  t.equal(ids[0], ids[1], 'so that a receiver can tell');
  await ann.post(`/api/accounts/${number}/deactivate`, { typed: 'deactivate' });
  later(2 * REMINDER_MS);
  await quiet();
  t.equal(server?.received.length, 2);
});

test('of two nodes one makes the reminder and one takes the e-mail', async (t) => {
  const { db, close } = openCloudDatabase(':memory:', () => 0);
  t.teardown(close);
  const { accounts, supportLogs: store } = createStores(db);
  const account = { id: 'a', number: '123456789', kind: 'customer', name: 'A', region: 'Local' } as const;
  await accounts.insert({ ...account, state: 'active', supportContacts: [], createdAt: 0 });
  const log = {
    id: randomUUID(),
    accountId: 'a',
    title: 'T',
    product: 'pbx',
    description: '',
    reporter: { id: 'p', name: 'P' },
    createdAt: 0,
    remindAt: 10,
  } as const;
  await store.insert(log, []);
  const mails = async () => [{ id: randomUUID(), address: 'x@example.com' }];
  // both have read that it is due before one of them has moved it on
  const both = Promise.withResolvers<void>();
  let reading = 0;
  const together = async () => {
    if (++reading === 2) both.resolve();
    await both.promise;
    return mails();
  };
  const made = await Promise.all([store.remind(20, 100, together), store.remind(20, 100, together)]);
  t.same(made.sort(), [0, 1]);
  t.equal((await db.selectFrom('support_mail').selectAll().execute()).length, 1);
  const taken = await Promise.all([store.take(20, 50), store.take(20, 50)]);
  t.equal(taken.filter(Boolean).length, 1);
  t.equal(await store.take(30, 50), undefined, 'leased');
  t.equal((await store.take(70, 50))?.id, taken.find(Boolean)?.id, 'and back when its node died');
  await store.change(log.id, 1, {
    state: 'Resolved',
    remindAt: undefined,
    note: { id: randomUUID(), at: 100, by: 'P', text: 'Done.', state: 'Resolved' },
    actor: { id: 'p', name: 'P' },
  });
  t.equal(
    (await db.selectFrom('support_mail').selectAll().execute()).length,
    0,
    'no reminder of what is resolved',
  );

  await store.beginFile(log.id, { id: 'f', name: 'f', at: 100, by: 'P' });
  await store.appendFile('f', 0, Buffer.from('x'));
  await store.prune({ resolved: 100, mails: 0, begun: 101 });
  t.equal((await db.selectFrom('support_file_piece').selectAll().execute()).length, 0, 'a cut upload goes');
  await store.prune({ resolved: 101, mails: 0, begun: 0 });
  t.equal(
    (await db.selectFrom('support_note').selectAll().execute()).length,
    0,
    'old logs with all of theirs',
  );
});

test('types by their bytes, names without paths', async (t) => {
  const typeOf = (...parts: Uint8Array[]) => {
    const sniffer = createSniffer();
    for (const part of parts) sniffer.take(part);
    return sniffer.type();
  };
  t.equal(typeOf(PNG), 'image/png');
  t.equal(typeOf(Buffer.from('%PDF-1.7')), 'application/pdf');
  t.equal(typeOf(Buffer.from('RIFF1234WEBPVP8')), 'image/webp');
  const umlaut = Buffer.from('ä');
  t.equal(typeOf(umlaut.subarray(0, 1), umlaut.subarray(1)), 'text/plain', 'cut within a letter');
  t.equal(typeOf(umlaut.subarray(0, 1)), undefined, 'ends within a letter');
  t.equal(typeOf(Buffer.from('\u001b[31mred\u001b[0m\r\n')), 'text/plain');
  t.equal(typeOf(Buffer.from([0x61, 0])), undefined);
  t.equal(fileName('C:\\x\\..\\a<b>.txt'), 'a_b_.txt');
  t.equal(fileName('/'), 'attachment');
  t.equal(fileName('..'), 'attachment');
  t.equal(fileName(`${'x'.repeat(300)}.log`).length, 120);
});

test('the text: five languages, escaped, one line', async (t) => {
  const log = {
    id: randomUUID(),
    account: { id: 'a', number: '123456789', name: 'Care & Co' },
    title: '<b>T</b>\r\nBcc: x@evil.example',
    product: 'gateway',
    description: 'secret',
    state: 'Open',
    reporter: { id: 'p', name: 'Bob', email: 'bob@c.example' },
    gateway: { id: 'g', name: 'site\r\none' },
    createdAt: 0,
    changedAt: 0,
    revision: 1,
    attachments: 2,
  } as const;
  for (const language of MAIL_LANGUAGES)
    for (const number of [0, 2])
      for (const product of SUPPORT_PRODUCTS) {
        const url = 'https://cloud.example/support-logs/1';
        const { subject, text, html } = writeSupport(
          { log: { ...log, product }, number, url, now: 14 * DAY },
          language,
        );
        t.notMatch(subject, /[\r\n]/);
        t.match(text, url);
        t.notMatch(html, /<b>T/);
        t.match(html, 'Care &amp; Co');
        t.notMatch(text + html, /secret|undefined/);
        if (number > 0) t.match(text, / 14 /);
      }
});
