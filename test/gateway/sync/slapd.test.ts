/** The whole way, stand-alone: a real OpenLDAP server, the program as a process of its own, the cloud's SCIM provider. */
import type { AddressInfo } from 'node:net';
import { type Test, test } from 'tap';
import { BASE, scimServer } from '../../cloud/scim/server.ts';
import { cuttingRelay } from '../../helpers/cutting-relay.ts';
import { needs } from '../../helpers/needs.ts';
import { personOf, type Slapd, type SlapdOptions, startSlapd } from '../../peers/slapd.ts';
import { once } from './stand-alone.ts';

async function directory(t: Test, options: SlapdOptions): Promise<Slapd> {
  const server = await startSlapd(options);
  t.teardown(() => server.close());
  return server;
}

/** The cloud's SCIM provider; counts what it was asked. */
async function cloud(t: Test) {
  const { app, ask } = await scimServer(t);
  let requests = 0;
  app.server.on('request', () => requests++);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return {
    scim: { baseUrl: `http://127.0.0.1:${port}${BASE}`, token: 'acme' },
    requests: () => requests,
    ask,
  };
}

const sourceOf = ({ host, port, bindDn, password, baseDn }: Slapd) => ({
  type: 'ldap',
  host,
  port,
  security: 'none',
  bindDn,
  bindPassword: password,
  baseDn,
});

test('20,000 people: all of them arrive, and a second run sends nothing', async (t) => {
  if (!needs(t, 'slapd')) return;
  const COUNT = 20_000;
  const server = await directory(t, { people: COUNT });
  const { scim, requests, ask } = await cloud(t);
  const it = once(t, { source: sourceOf(server), scim, state: 'state' });
  t.match(await it.json(), { code: 0, counts: { added: COUNT, detained: 0, held: 0 }, stderr: '' });
  t.ok(requests() <= COUNT / 100 + 2, `${requests()} requests: by bulk of 100`);

  const page = await ask('GET', '/Users?count=1');
  t.equal(page.body.totalResults, COUNT);
  for (const n of [0, 9999, COUNT - 1]) {
    const { mail, displayName, ou } = personOf(n);
    const found = await ask('GET', `/Users?filter=${encodeURIComponent(`userName eq "${mail}"`)}`);
    t.match(found.body.Resources, [{ displayName, active: true, emails: [{ value: mail }] }], String(ou));
  }

  const before = requests();
  const nothing = { added: 0, changed: 0, removed: 0, unchanged: COUNT, requests: 0 };
  t.match(await it.json(), { code: 0, counts: nothing });
  t.equal(requests(), before, 'the cloud was not asked at all');
});

test('both or none of bind DN and password, in the file too', async (t) => {
  if (!needs(t, 'slapd')) return;
  const server = await directory(t, { people: 5, anonymousRead: true });
  const { scim } = await cloud(t);
  const { bindDn, bindPassword, ...source } = sourceOf(server);
  const it = once(t, { source: { ...source, bindDn }, scim, state: 'state' });
  const { code, stderr } = await it.run('--json');
  t.equal(code, 1);
  t.match(stderr, /^BAD_INPUT: Enter Password, or leave Bind DN empty too\.\n/);
  it.configure({ source, scim, state: 'state' });
  t.match(await it.json(), { code: 0, counts: { added: 5 } }, 'anonymous');
  it.configure({ source: { ...source, bindDn: '', bindPassword: '' }, scim, state: 'state' });
  t.match(await it.json(), { code: 0, counts: { unchanged: 5, requests: 0 } }, 'empty is the same');
});

test('a directory that breaks off in the middle: INCOMPLETE, and nobody is removed', async (t) => {
  if (!needs(t, 'slapd')) return;
  const server = await directory(t, { people: 1200 });
  const { scim, ask } = await cloud(t);
  const right = { source: sourceOf(server), scim, state: 'state' };
  const it = once(t, right);
  t.match(await it.json(), { code: 0, counts: { added: 1200 } });
  for (const bytes of [100, 150_000]) {
    const relay = await cuttingRelay(server.port, bytes);
    it.configure({ ...right, source: { ...right.source, port: relay.port } });
    const { code, counts, stderr } = await it.json();
    relay.close();
    t.match({ code, counts }, { code: 1, counts: { removed: 0, held: 0, unchanged: 1200, requests: 0 } });
    t.match(stderr, /^PBX_UNREACHABLE: .*cut/);
  }
  t.equal((await ask('GET', '/Users?count=1&filter=active%20eq%20true')).body.totalResults, 1200);
});

test('a wrong password and an unreachable host: said, nothing removed, and well again', async (t) => {
  if (!needs(t, 'slapd')) return;
  const server = await directory(t, { people: 5 });
  const { scim, ask } = await cloud(t);
  const right = { source: sourceOf(server), scim, state: 'state' };
  const it = once(t, right);
  t.match(await it.json(), { code: 0, counts: { added: 5 } });
  const fails = async (more: object, expected: RegExp) => {
    it.configure({ ...right, source: { ...right.source, ...more } });
    const { code, counts, stderr } = await it.json();
    t.match({ code, counts }, { code: 1, counts: { removed: 0, held: 0, unchanged: 5, requests: 0 } });
    t.match(stderr, expected);
    t.notMatch(stderr, /not the password/);
  };
  await fails(
    { bindPassword: 'not the password' },
    /^PBX_CREDENTIALS: .*refused the bind DN or the password/,
  );
  await fails({ port: 1 }, /^PBX_UNREACHABLE: 127\.0\.0\.1:1 .*nothing listens/);
  await fails({ host: 'no-such-host.invalid' }, /^PBX_UNREACHABLE: no-such-host\.invalid/);
  it.configure(right);
  t.match(await it.json(), { code: 0, counts: { unchanged: 5 } });
  t.equal((await ask('GET', '/Users?count=1&filter=active%20eq%20true')).body.totalResults, 5);
});
