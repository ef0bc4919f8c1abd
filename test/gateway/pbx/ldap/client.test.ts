/** What the LDAP client shows and how it gives up: against slapd, and against a peer that says nothing. */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { test } from 'tap';
import { bytesControl, connectLdap, searchRequest } from '../../../../src/gateway/pbx/ldap/client.ts';
import { createFramer, decodeMessage, type LdapMessage } from '../../../../src/gateway/pbx/ldap/message.ts';
import { guidText, recordReader, valueText } from '../../../../src/gateway/pbx/ldap/record.ts';
import { fc } from '../../../helpers/fc.ts';
import { needs } from '../../../helpers/needs.ts';
import { startSlapd } from '../../../peers/slapd.ts';

const signal = new AbortController().signal;
const SYNC_REQUEST = '1.3.6.1.4.1.4203.1.9.1.1';
const SYNC_STATE = '1.3.6.1.4.1.4203.1.9.1.2';
const SYNC_DONE = '1.3.6.1.4.1.4203.1.9.1.3';

test('response controls and intermediate responses are shown (syncrepl, RFC 4533)', async (t) => {
  if (!needs(t, 'slapd')) return;
  const server = await startSlapd({ people: 20 });
  t.teardown(() => server.close());
  const { host, port } = server;
  const client = await connectLdap({ host, port, security: 'none', timeoutMs: 10_000 }, signal);
  t.teardown(() => client.close());
  await client.bind(server.bindDn, server.password);
  const query = {
    base: server.baseDn,
    scope: 'subtree' as const,
    filter: '(objectClass=inetOrgPerson)',
    attributes: ['cn'],
  };
  const ask = async (value: Buffer) => {
    const control = bytesControl(SYNC_REQUEST, value);
    const messages: LdapMessage[] = [];
    for await (const message of client.exchange((id) => searchRequest(query, id, [control])))
      messages.push(message);
    return messages;
  };
  const refreshOnly = Buffer.from([0x30, 0x03, 0x0a, 0x01, 0x01]);
  const messages = await ask(refreshOnly);
  const entries = messages.filter((m) => m.kind === 'entry');
  t.equal(entries.length, 20);
  t.ok(entries.every((entry) => entry.controls.some(({ oid }) => oid === SYNC_STATE)));
  const done = messages.at(-1);
  t.match(done, { kind: 'result', code: 0 });
  const cookie = done?.controls.find(({ oid }) => oid === SYNC_DONE)?.value;
  t.ok(cookie && cookie.length > 0, 'the cookie came with the result');

  // SyncDoneValue and SyncRequestValue both hold the cookie as their octet string
  const at = cookie?.indexOf(0x04) ?? -1;
  const octets = cookie?.subarray(at, at + 2 + (cookie[at + 1] ?? 0)) ?? Buffer.alloc(0);
  const body = Buffer.concat([Buffer.from([0x0a, 0x01, 0x01]), octets]);
  const again = await ask(Buffer.concat([Buffer.from([0x30, body.length]), body]));
  t.same(
    again.filter((m) => m.kind === 'entry'),
    [],
    'with its cookie nothing comes twice',
  );
});

test('two searches at once keep their answers apart', async (t) => {
  if (!needs(t, 'slapd')) return;
  const server = await startSlapd({ people: 300 });
  t.teardown(() => server.close());
  const { host, port } = server;
  const client = await connectLdap(
    { host, port, security: 'starttls', ca: server.ca, timeoutMs: 10_000 },
    signal,
  );
  t.teardown(() => client.close());
  await client.bind(server.bindDn, server.password);
  const count = async (filter: string) => {
    let n = 0;
    for await (const page of client.search({
      base: server.baseDn,
      scope: 'single',
      filter,
      attributes: ['1.1'],
      pageSize: 500,
    }))
      n += page.length;
    return n;
  };
  t.same(
    await Promise.all([count('(uid=user1*)'), count('(objectClass=inetOrgPerson)'), count('(uid=user7)')]),
    [111, 300, 1],
  );
});

test('a peer that accepts and never answers is given up', async (t) => {
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => sockets.add(socket));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  const { port } = silent.address() as AddressInfo;
  const options = { host: '127.0.0.1', port, timeoutMs: 100 };
  const client = await connectLdap({ ...options, security: 'none' }, signal);
  await t.rejects(client.bind('cn=a', 'b'), { code: 'PBX_UNREACHABLE', message: /nobody answers/ });
  await t.rejects(connectLdap({ ...options, security: 'ldaps' }, signal), { code: 'PBX_UNREACHABLE' });
  await t.rejects(connectLdap({ ...options, security: 'starttls' }, signal), { code: 'PBX_UNREACHABLE' });
});

test('messages arrive whole however the bytes are cut', async (t) => {
  // SearchResultDone, success, id 2
  const done = Buffer.from('300c02010265070a010004000400', 'hex');
  const stream = Buffer.concat([done, done, done]);
  for (let size = 1; size <= stream.length; size++) {
    const framer = createFramer();
    const frames: Buffer[] = [];
    for (let at = 0; at < stream.length; at += size) frames.push(...framer(stream.subarray(at, at + size)));
    t.same(frames, [done, done, done], `${size} bytes at a time`);
  }
  t.match(decodeMessage(done), { kind: 'result', id: 2, code: 0 });
  for (let at = 0; at < done.length; at++) {
    const cut = done.subarray(0, at);
    t.throws(() => decodeMessage(cut), { code: 'PBX_ANSWER_BAD' }, `cut at ${at}`);
  }
});

const tlv = (tag: number, ...parts: (Buffer | string)[]): Buffer => {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part as Buffer)));
  const { length } = content;
  const head = length < 0x80 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
};
const attribute = (name: string, ...values: (Buffer | string)[]) =>
  tlv(0x30, tlv(0x04, name), tlv(0x31, ...values.map((value) => tlv(0x04, value))));
/** A SearchResultEntry. */
const entryBytes = (dn: string, ...attributes: Buffer[]) =>
  tlv(0x30, tlv(0x02, '\x02'), tlv(0x64, tlv(0x04, dn), tlv(0x30, ...attributes)));
const entryOf = (bytes: Buffer) => {
  const message = decodeMessage(bytes);
  if (message.kind !== 'entry') throw new Error(message.kind);
  return message;
};

test('an entry whose attributes are no attributes is PBX_ANSWER_BAD when they are read', async (t) => {
  const id = attribute('entryUUID', 'a');
  const broken = entryOf(entryBytes('cn=a', id, tlv(0x30, tlv(0x04, 'cn'), tlv(0x04, 'no set'))));
  t.throws(() => [...broken.attributes], { code: 'PBX_ANSWER_BAD' });
  const record = recordReader('entryUUID', ['cn'])(broken);
  t.throws(() => record.raw, { code: 'PBX_ANSWER_BAD' });
  const nobody = entryOf(entryBytes('cn=a', Buffer.from([0x30, 0x7f, 0x04])));
  t.throws(() => recordReader('entryUUID', ['cn'])(nobody), { code: 'PBX_ANSWER_BAD' });
});

test('random bytes, and messages with a byte changed, never throw anything else (property)', async (t) => {
  const entry = entryBytes('cn=a', attribute('entryUUID', 'a'), attribute('mail', 'a@x.org', 'b@x.org'));
  const stream = Buffer.concat([entry, Buffer.from('300c02010265070a010004000400', 'hex')]);
  const recordOf = recordReader('entryUUID', ['mail']);
  const read = (bytes: Buffer) => {
    try {
      for (const frame of createFramer()(bytes)) {
        const message = decodeMessage(frame);
        if (message.kind === 'entry') void recordOf(message).raw;
      }
    } catch (thrown) {
      if ((thrown as { code?: string }).code !== 'PBX_ANSWER_BAD') throw thrown;
    }
  };
  read(stream);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => read(Buffer.from(bytes))));
  fc.assert(
    fc.property(fc.nat(stream.length - 1), fc.nat(255), (at, value) => {
      const bytes = Buffer.from(stream);
      bytes[at] = value;
      read(bytes);
    }),
    { numRuns: 2000 },
  );
  t.pass('nothing but PBX_ANSWER_BAD');
});

test('a fingerprint is another one wherever a value is', async (t) => {
  const recordOf = recordReader('entryUUID', ['mail', 'cn']);
  const of = (...attributes: Buffer[]) =>
    recordOf(entryOf(entryBytes('cn=a', attribute('entryUUID', 'A'), ...attributes)));
  const ann = of(attribute('mail', 'a@x.org'), attribute('cn', 'Ann'));
  t.equal(of(attribute('mail', 'a@x.org'), attribute('cn', 'Ann')).fingerprint, ann.fingerprint);
  for (const other of [
    of(attribute('mail', 'b@x.org'), attribute('cn', 'Ann')),
    of(attribute('mail', 'a@x.org'), attribute('cn', '')),
    of(attribute('mail', 'a@x.org')),
    of(attribute('mail', 'a@x.org', 'b@x.org'), attribute('cn', 'Ann')),
  ])
    t.not(other.fingerprint, ann.fingerprint);
  t.same(ann.raw, { cn: 'Ann', mail: 'a@x.org' });
});

test('bytes become text, a GUID or base64', async (t) => {
  const guid = Buffer.from('33221100554477668899aabbccddeeff', 'hex');
  t.equal(guidText(guid), '00112233-4455-6677-8899-aabbccddeeff');
  t.equal(valueText('ObjectGuid', guid), '00112233-4455-6677-8899-aabbccddeeff');
  t.equal(valueText('displayName', Buffer.from('Zoë')), 'Zoë');
  t.equal(valueText('jpegPhoto', Buffer.from([0xff, 0xd8])), '/9g=');
  const entry = entryOf(
    entryBytes(
      'cn=ann',
      attribute('objectguid', guid),
      attribute('useraccountcontrol', '514'),
      attribute('mail', 'a@x.org', 'b@x.org'),
      attribute('cn;lang-de', 'Anna'),
    ),
  );
  t.match(recordReader('objectGUID', ['userAccountControl', 'mail', 'cn'])(entry), {
    anchor: '00112233-4455-6677-8899-aabbccddeeff',
    raw: { userAccountControl: '514', mail: ['a@x.org', 'b@x.org'], cn: undefined },
  });
});
