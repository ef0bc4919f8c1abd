/** The traps of directories (03-sync, "LDAP: traps measured"), each by name, against a server that does them on command. */

import { type Test, test } from 'tap';
import { writeCursor } from '../../../../src/gateway/pbx/ldap/cursor.ts';
import { escaped, filterAttributes, filterBytes } from '../../../../src/gateway/pbx/ldap/filter.ts';
import { ldap } from '../../../../src/gateway/pbx/ldap/index.ts';
import { makeSelfSigned } from '../../../helpers/certificates.ts';
import { fc } from '../../../helpers/fc.ts';
import { readSource } from '../../../helpers/read-source.ts';
import {
  type Asked,
  answers,
  control,
  type Script,
  startScriptedLdap,
  tlv,
} from '../../../helpers/scripted-ldap.ts';

const VALUES = { host: '127.0.0.1', security: 'none', baseDn: 'dc=example,dc=com' };
const WHOLE = { ...VALUES, read: 'everybody' };
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const uuidBytes = (n: number) => Buffer.from(uuid(n).replaceAll('-', ''), 'hex');
const PAGED = '1.2.840.113556.1.4.319';
const paging = (cookie: string) => control(PAGED, tlv(0x30, tlv(0x02, '\0'), tlv(0x04, cookie)));
const isAboutItself = ({ bytes }: Asked) => bytes.includes('supportedControl');

async function serve(t: Test, people: Script, itself: Readonly<Record<string, string>> = {}) {
  const server = await startScriptedLdap((asked) => {
    if (!isAboutItself(asked)) return people(asked);
    const { entry, result } = answers(asked.id);
    return [entry('', itself), result(0)];
  });
  t.teardown(() => server.close());
  return server;
}
const person = ({ id }: Asked, n: number, controls: readonly Buffer[] = []) =>
  answers(id).entry(
    `uid=u${n},dc=example,dc=com`,
    { entryUUID: uuid(n), mail: `u${n}@example.com` },
    controls,
  );

test('result codes 3, 4, 11, 51 and 52 after some entries: incomplete, never empty', async (t) => {
  for (const code of [3, 4, 11, 51, 52]) {
    const server = await serve(t, (asked) => [
      person(asked, 1),
      person(asked, 2),
      answers(asked.id).result(code),
    ]);
    const { end, records } = await readSource(ldap, { ...WHOLE, port: server.port });
    t.match(end, { kind: 'incomplete', fault: { code: 'SOURCE_INCOMPLETE' } }, `result ${code}`);
    t.equal(records.length, 2);
  }
});

test('a code that nobody knows is incomplete too', async (t) => {
  const server = await serve(t, (asked) => [answers(asked.id).result(80)]);
  const { end } = await readSource(ldap, { ...WHOLE, port: server.port });
  t.match(end, { kind: 'incomplete', fault: { code: 'PBX_ANSWER_BAD', sentence: /result 80/ } });
});

test('no SearchDone: a connection that ends after the entries is incomplete', async (t) => {
  const server = await serve(t, (asked) => [person(asked, 1), undefined]);
  const { end } = await readSource(ldap, { ...WHOLE, port: server.port });
  t.match(end, { kind: 'incomplete', fault: { code: 'PBX_UNREACHABLE' } });
});

test('the second page is cut: incomplete', async (t) => {
  const server = await serve(t, (asked) =>
    asked.before === 2
      ? [person(asked, 1), answers(asked.id).result(0, 0x65, [paging('more')])]
      : [undefined],
  );
  const { end, records } = await readSource(ldap, { ...WHOLE, port: server.port });
  t.match(end, { kind: 'incomplete', fault: { code: 'PBX_UNREACHABLE' } });
  t.equal(records.length, 1);
});

test('paging is always asked for; a server without it is read all the same', async (t) => {
  const server = await serve(t, (asked) => [person(asked, 1), person(asked, 2), answers(asked.id).result(0)]);
  const { end, records } = await readSource(ldap, { ...WHOLE, port: server.port });
  t.same(end, { kind: 'complete' });
  t.equal(records.length, 2);
  t.ok(server.seen.some(({ bytes }) => bytes.includes(PAGED)));
});

test('a server that pages for ever without an entry is given up', async (t) => {
  const server = await serve(t, ({ id }) => [answers(id).result(0, 0x65, [paging('again')])]);
  const { end } = await readSource(ldap, { ...WHOLE, port: server.port });
  t.match(end, { kind: 'incomplete', fault: { code: 'SOURCE_INCOMPLETE', sentence: /empty page/ } });
});

test('referrals: the referred host gets no connection, so no credentials', async (t) => {
  const elsewhere = await startScriptedLdap(() => []);
  t.teardown(() => elsewhere.close());
  const url = `ldap://127.0.0.1:${elsewhere.port}/dc=example,dc=com`;
  const among = await serve(t, (asked) => [
    answers(asked.id).reference(url),
    person(asked, 1),
    answers(asked.id).result(0),
  ]);
  const signedIn = { ...WHOLE, bindDn: 'cn=a', bindPassword: 'secret' };
  const read = await readSource(ldap, { ...signedIn, port: among.port });
  t.same([read.end, read.records.length], [{ kind: 'complete' }, 1]);
  const instead = await serve(t, ({ id }) => [answers(id).result(10)]);
  const { end } = await readSource(ldap, { ...signedIn, port: instead.port });
  t.match(end, { kind: 'incomplete', fault: { code: 'SOURCE_INCOMPLETE', sentence: /another server/ } });
  t.equal(elsewhere.connections, 0);
});

// syncrepl

const SYNC = {
  request: '1.3.6.1.4.1.4203.1.9.1.1',
  state: '1.3.6.1.4.1.4203.1.9.1.2',
  done: '1.3.6.1.4.1.4203.1.9.1.3',
  info: '1.3.6.1.4.1.4203.1.9.1.4',
};
const TRUE = tlv(0x01, Buffer.from([0xff]));
const state = (n: number, what: 0 | 1 | 2 | 3) =>
  control(SYNC.state, tlv(0x30, tlv(0x0a, Buffer.from([what])), tlv(0x04, uuidBytes(n))));
const done = (cookie: string | undefined, tellsDeletes: boolean) =>
  control(
    SYNC.done,
    tlv(0x30, ...(cookie === undefined ? [] : [tlv(0x04, cookie)]), ...(tellsDeletes ? [TRUE] : [])),
  );
const idSet = (deleted: boolean, ...ids: number[]) =>
  tlv(0xa3, ...(deleted ? [TRUE] : []), tlv(0x31, ...ids.map((n) => tlv(0x04, uuidBytes(n)))));
/** With the cookie of the first read. */
const isSync = ({ bytes }: Asked) => bytes.includes(SYNC.request) && bytes.includes('cookie-1');

/** Reads once with a cookie; the answer to syncrepl is the script's, everything else is two people. */
async function refresh(t: Test, script: Script) {
  const whole: Script = (asked) => [person(asked, 1), person(asked, 2), answers(asked.id).result(0)];
  const server = await serve(t, (asked) => (isSync(asked) ? script(asked) : whole(asked)), {
    supportedControl: SYNC.request,
  });
  const values = { ...VALUES, port: server.port };
  // the first read is answered as a whole one, so that a cursor of this very server is there
  const begin: Script = (asked) => [
    person(asked, 1, [state(1, 1)]),
    person(asked, 2, [state(2, 1)]),
    answers(asked.id).result(0, 0x65, [done('cookie-1', false)]),
  ];
  const first = await serve(t, begin, { supportedControl: SYNC.request });
  const { end } = await readSource(ldap, { ...values, port: first.port });
  t.equal(end.kind, 'complete');
  return readSource(ldap, values, { cursor: (end as { cursor: string }).cursor });
}

test('syncrepl: IntermediateResponse, deletes as an idSet', async (t) => {
  const { end, records } = await refresh(t, (asked) => [
    answers(asked.id).intermediate(SYNC.info, idSet(true, 2, 3)),
    person(asked, 1, [state(1, 2)]),
    answers(asked.id).result(0, 0x65, [done('two', true)]),
  ]);
  t.match(end, { kind: 'delta', deleted: [uuid(2), uuid(3)], cursor: String, present: undefined });
  t.equal(records.length, 1);
});

test('syncrepl: who is present is named, and the others are gone', async (t) => {
  const { end } = await refresh(t, (asked) => [
    answers(asked.id).intermediate(SYNC.info, idSet(false, 1)),
    answers(asked.id).entry('uid=u4', {}, [state(4, 0)]),
    person(asked, 5, [state(5, 1)]),
    answers(asked.id).result(0, 0x65, [done('two', false)]),
  ]);
  t.same(end.kind === 'delta' && [...(end.present ?? [])].sort(), [uuid(1), uuid(4), uuid(5)]);
});

test('syncrepl: a present phase and then a delete phase', async (t) => {
  const { end } = await refresh(t, (asked) => [
    answers(asked.id).intermediate(SYNC.info, idSet(false, 1, 2)),
    answers(asked.id).intermediate(SYNC.info, tlv(0xa2, tlv(0x04, 'half'), tlv(0x01, '\0'))),
    answers(asked.id).entry('uid=u9', {}, [state(9, 3)]),
    answers(asked.id).result(0, 0x65, [done('two', true)]),
  ]);
  t.match(end, { kind: 'delta', deleted: [uuid(9)] });
  t.same(end.kind === 'delta' && [...(end.present ?? [])].sort(), [uuid(1), uuid(2)]);
});

test('syncrepl: SyncDone without a cookie when nothing changed keeps the old one', async (t) => {
  for (const tellsDeletes of [true, false]) {
    const { end, records } = await refresh(t, ({ id }) => [
      answers(id).result(0, 0x65, [done(undefined, tellsDeletes)]),
    ]);
    t.same(end, { kind: 'delta', deleted: [] });
    t.same(records, []);
  }
});

test('syncrepl: what cannot be believed is read whole, and nobody comes twice', async (t) => {
  const scripts: Readonly<Record<string, Script>> = {
    'e-syncRefreshRequired': ({ id }) => [answers(id).result(4096)],
    'no such control here': ({ id }) => [answers(id).result(12)],
    'unwilling: the cookie is newer than the server': ({ id }) => [answers(id).result(53)],
    'everybody and no cookie': (asked) => [
      person(asked, 1, [state(1, 1)]),
      person(asked, 2, [state(2, 1)]),
      answers(asked.id).result(0, 0x65, [done(undefined, true)]),
    ],
    'nobody at all and a cookie': ({ id }) => [answers(id).result(0, 0x65, [done('two', false)])],
    'entries without their state': (asked) => [person(asked, 1), answers(asked.id).result(0)],
    'a result without its state': (asked) => [person(asked, 1, [state(1, 1)]), answers(asked.id).result(0)],
    'a state that is none': (asked) => [person(asked, 1, [control(SYNC.state, Buffer.from('junk'))])],
    'an idSet that is none': ({ id }) => [
      answers(id).intermediate(SYNC.info, tlv(0xa3, tlv(0x31, tlv(0x04, 'x')))),
    ],
    'a size limit': (asked) => [person(asked, 1, [state(1, 1)]), answers(asked.id).result(4)],
  };
  for (const [name, script] of Object.entries(scripts)) {
    const { end, records, given } = await refresh(t, script);
    t.equal(end.kind, 'complete', name);
    t.same(records.map(({ anchor }) => anchor).sort(), [uuid(1), uuid(2)], name);
    t.match(given, [/^syncrepl/]);
  }
});

test('syncrepl: busy, or cut, is incomplete; the old position stays with the engine', async (t) => {
  const busy = await refresh(t, (asked) => [person(asked, 1, [state(1, 2)]), answers(asked.id).result(51)]);
  t.match(busy.end, { kind: 'incomplete', fault: { code: 'SOURCE_INCOMPLETE' } });
  const cut = await refresh(t, (asked) => [person(asked, 1, [state(1, 2)]), undefined]);
  t.match(cut.end, { kind: 'incomplete', fault: { code: 'PBX_UNREACHABLE' } });
});

test('a cursor of another connector or version is no cursor', async (t) => {
  const server = await serve(t, (asked) => [person(asked, 1), answers(asked.id).result(0)]);
  const strange = ['', '{}', 'junk', '[]', writeCursor({ mode: 'dirsync', server: 'x', what: 'y', at: 'z' })];
  for (const cursor of strange) {
    const { end } = await readSource(ldap, { ...VALUES, port: server.port }, { cursor });
    t.equal(end.kind, 'complete');
  }
});

test('a self-signed certificate: looked at once, then that one only, and nothing is sent before', async (t) => {
  const [own, other] = [await makeSelfSigned('directory'), await makeSelfSigned('directory')];
  const serveTls = async (certificate: { key: string; cert: string }) => {
    const server = await startScriptedLdap(
      (asked) => [person(asked, 1), answers(asked.id).result(0)],
      certificate,
    );
    t.teardown(() => server.close());
    return server;
  };
  const [server, impostor] = [await serveTls(own), await serveTls(other)];
  const values = { ...WHOLE, security: 'ldaps', bindDn: 'cn=a', bindPassword: 'secret' };
  const unseen = await readSource(ldap, { ...values, port: server.port });
  t.match(unseen.end, { kind: 'incomplete', fault: { code: 'PBX_TLS', sentence: /nobody has looked at/ } });
  t.same(server.seen, [], 'the password stayed here');

  const signal = new AbortController().signal;
  const session = await ldap.open({ ...values, port: server.port }, { log: () => undefined, signal });
  const steps = await session.test(signal);
  const pins = session.facts?.().pins ?? {};
  await session.close();
  const [pin] = Object.values(pins);
  t.match(steps[0], { ok: true, facts: `self-signed, SHA-256 ${pin}` });
  t.match(pin, /^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/);

  const pinned = await readSource(ldap, { ...values, port: server.port }, { pins });
  t.equal(pinned.end.kind, 'complete');
  const swapped = { [`127.0.0.1:${impostor.port}`]: pin ?? '' };
  const refused = await readSource(ldap, { ...values, port: impostor.port }, { pins: swapped });
  t.match(refused.end, { kind: 'incomplete', fault: { code: 'PBX_TLS', sentence: /another certificate/ } });
  const wasAuthority = { [`127.0.0.1:${server.port}`]: 'ca' };
  const { end } = await readSource(ldap, { ...values, port: server.port }, { pins: wasAuthority });
  t.match(end, { kind: 'incomplete', fault: { code: 'PBX_TLS' } }, 'never after an authority');
  t.same(impostor.seen, []);
});

// filters

test('a filter goes over the wire as RFC 4511 has it', async (t) => {
  const hex = (filter: string) => filterBytes(filter).toString('hex');
  t.equal(hex('(a=b)'), 'a306040161040162');
  t.equal(hex(' a=b '), 'a306040161040162', 'the outermost brackets may be missing');
  t.equal(hex('(a=*)'), '870161');
  t.equal(hex('(a=x*y*z)'), 'a40e0401613009800178810179820 17a'.replace(' ', ''));
  t.equal(hex('(a>=1)'), 'a506040161040131');
  t.equal(hex('(!(a=b))'), 'a208a306040161040162');
  t.equal(hex('(&(a=b)( | (c=d) (e=f) ))'), 'a01aa306040161040162a110a306040163040164a306040165040166');
  t.equal(hex('(a:1.2:=2)'), 'a90b8103312e32820161830132');
  t.equal(
    hex('(objectGUID=\\ff\\00\\2a)'),
    `a311040a6f626a65637447554944 0403ff002a`.replace(' ', ''),
    'bytes',
  );
  t.equal(hex('(&)'), 'a000', 'always true (RFC 4526)');
  const wrong = [
    '',
    '(',
    '(a=b',
    'a=b)',
    '(a)',
    '(=b)',
    '(a=\\zz)',
    '(&(a=b)',
    '(a=b)(c=d)',
    '(!)',
    '(a=**)',
    '(:=x)',
  ];
  for (const filter of wrong) t.throws(() => filterBytes(filter), { name: 'SyntaxError' }, filter);
  t.throws(() => filterBytes('(!'.repeat(5000)), { name: 'SyntaxError' }, 'deep');
  t.same(filterAttributes('(&(objectClass=user)(!(memberOf=cn=a))(uac:1.2:=2))'), [
    'objectClass',
    'memberOf',
    'uac',
  ]);
});

test('filters (property): any bytes can be asked for; any text is a filter or a SyntaxError', async (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (bytes) => {
      const value = Buffer.from(bytes);
      const expected = tlv(0xa3, tlv(0x04, 'a'), tlv(0x04, value));
      return filterBytes(`(a=${escaped(value)})`).equals(expected);
    }),
    { numRuns: 1000 },
  );
  const letters = fc.constantFrom(
    '(',
    ')',
    '&',
    '|',
    '!',
    '=',
    '*',
    '\\',
    'a',
    ':',
    '~',
    '<',
    '>',
    ' ',
    '2',
    'é',
    '\0',
  );
  fc.assert(
    fc.property(fc.string({ unit: letters, maxLength: 40 }), (text) => {
      try {
        filterBytes(text);
      } catch (thrown) {
        if (!(thrown instanceof SyntaxError)) throw thrown;
      }
    }),
    { numRuns: 3000 },
  );
  t.pass();
});
