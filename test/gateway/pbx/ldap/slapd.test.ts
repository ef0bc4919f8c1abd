/** The LDAP connector against a real OpenLDAP server. */

import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'tap';
import { freePort } from '../../../../src/base/runtime/free-port.ts';
import type { ReadEnd, SourceRecord } from '../../../../src/gateway/core/ports/connector.ts';
import { ldap } from '../../../../src/gateway/pbx/ldap/index.ts';
import { cuttingRelay } from '../../../helpers/cutting-relay.ts';
import { needs } from '../../../helpers/needs.ts';
import { makeCertificates, personOf, type Slapd, startSlapd } from '../../../peers/slapd.ts';

const signal = new AbortController().signal;

function valuesFor(server: Slapd, more: Record<string, unknown> = {}) {
  return {
    host: server.host,
    port: server.port,
    security: 'none',
    bindDn: server.bindDn,
    bindPassword: server.password,
    baseDn: server.baseDn,
    ...more,
  };
}

async function open(values: Record<string, unknown>, ca?: string) {
  return ldap.open(values, { log: () => undefined, signal, ...(ca === undefined ? {} : { ca }) });
}

async function readAll(values: Record<string, unknown>, ca?: string) {
  const session = await open(values, ca);
  const records: SourceRecord[] = [];
  const pages = session.users(signal);
  let largest = 0;
  for (;;) {
    const step = await pages.next();
    if (step.done) {
      await session.close();
      return { records, largest, end: step.value as ReadEnd };
    }
    largest = Math.max(largest, step.value.length);
    records.push(...step.value);
  }
}

test('details: what the directory says of itself, and how many were read', async (t) => {
  if (!needs(t, 'slapd')) return;
  const server = await startSlapd({ people: 3 });
  t.teardown(() => server.close());
  const session = await open(valuesFor(server));
  for await (const _page of session.users(signal));
  t.same(session.details?.(), [
    { label: 'Host', text: `${server.host}:${server.port}` },
    { label: 'Product', text: 'OpenLDAP' },
    { label: 'Protocol', text: 'LDAP' },
    { label: 'Users', text: '3' },
  ]);
  await session.close();
});

/** A server that says something and then nothing. */
function garbageServer(bytes: Buffer): Promise<{ port: number; close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write(bytes);
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({
        port: (server.address() as AddressInfo).port,
        close() {
          for (const socket of sockets) socket.destroy();
          server.close();
        },
      }),
    ),
  );
}

test('LDAP on slapd', async (t) => {
  if (!needs(t, 'slapd')) return;
  const server = await startSlapd({ people: 1200 });
  t.teardown(() => server.close());

  await t.test('everybody is read, in pages, as text', async (t) => {
    const { records, end, largest } = await readAll(valuesFor(server));
    t.match(end, { kind: 'complete' });
    t.equal(records.length, 1200);
    t.ok(largest <= 500, 'paged');
    t.equal(new Set(records.map((r) => r.anchor)).size, 1200);
    t.match(records[0]?.anchor, /^[0-9a-f-]{36}$/);
    const four = records.find((r) => r.raw.mail === 'user4@example.com');
    const { uid, cn, ...rest } = personOf(4);
    t.match(four?.raw, { uid, cn, ...rest });
    t.equal(four?.raw.ou, 'Dépôt');
  });

  await t.test('the same by LDAPS and by StartTLS with the authority', async (t) => {
    const starttls = await readAll(valuesFor(server, { security: 'starttls' }), server.ca);
    const ldaps = await readAll(valuesFor(server, { security: 'ldaps', port: server.ldapsPort }), server.ca);
    t.match([starttls.end, ldaps.end], [{ kind: 'complete' }, { kind: 'complete' }]);
    t.same([starttls.records.length, ldaps.records.length], [1200, 1200]);
  });

  await t.test('without the authority, or with another one, nothing is sent: PBX_TLS', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'ca-'));
    t.teardown(() => rmSync(folder, { recursive: true }));
    const other = makeCertificates(folder);
    for (const ca of [undefined, other]) {
      const { end, records } = await readAll(valuesFor(server, { security: 'starttls' }), ca);
      t.match(end, { kind: 'incomplete', fault: { code: 'PBX_TLS' } });
      t.same(records, []);
    }
    const { end } = await readAll(valuesFor(server, { security: 'ldaps', port: server.ldapsPort }), other);
    t.match(end, { kind: 'incomplete', fault: { code: 'PBX_TLS' } });
  });

  await t.test('LDAPS to the plain port is told apart from a wrong certificate', async (t) => {
    const { end } = await readAll(valuesFor(server, { security: 'ldaps' }), server.ca);
    t.match(end, { kind: 'incomplete', fault: { code: /PBX_(TLS|UNREACHABLE)/ } });
  });

  await t.test('a wrong password is PBX_CREDENTIALS', async (t) => {
    const { end } = await readAll(valuesFor(server, { bindPassword: 'wrong' }));
    t.match(end, { kind: 'incomplete', fault: { code: 'PBX_CREDENTIALS' } });
    t.notMatch(JSON.stringify(end), /wrong/);
    const session = await open(valuesFor(server, { bindPassword: 'wrong' }));
    const steps = await session.test(signal);
    t.match(steps, [{ ok: true }, { ok: false, title: 'Sign in', fault: { code: 'PBX_CREDENTIALS' } }]);
    await session.close();
  });

  await t.test('anonymous sees nothing here, and that is no empty directory', async (t) => {
    const { end } = await readAll(valuesFor(server, { bindDn: '', bindPassword: '' }));
    t.match(end, { kind: 'incomplete', fault: { code: 'PBX_PERMISSION' } });
  });

  await t.test('nobody listens: PBX_UNREACHABLE with the reason', async (t) => {
    const { end } = await readAll(valuesFor(server, { port: await freePort() }));
    t.match(end, { kind: 'incomplete', fault: { code: 'PBX_UNREACHABLE', sentence: /nothing listens/ } });
  });

  await t.test('an answer that is cut anywhere is never complete', async (t) => {
    for (const bytes of [5, 40, 1000, 60_000, 200_000]) {
      const relay = await cuttingRelay(server.port, bytes);
      const { end, records } = await readAll(valuesFor(server, { port: relay.port }));
      relay.close();
      t.match(end, { kind: 'incomplete', fault: { code: 'PBX_UNREACHABLE' } }, `cut after ${bytes} bytes`);
      t.ok(records.length < 1200);
    }
  });

  await t.test('something that is not LDAP is PBX_ANSWER_BAD', async (t) => {
    const junk = [
      'HTTP/1.1 400 Bad Request\r\n\r\n',
      Buffer.from([0x30, 0x80, 0, 0]),
      Buffer.from([0x30, 3, 2, 1, 1]),
    ];
    for (const bytes of junk) {
      const peer = await garbageServer(Buffer.from(bytes));
      const { end } = await readAll(valuesFor(server, { port: peer.port }));
      peer.close();
      t.match(end, { kind: 'incomplete', fault: { code: 'PBX_ANSWER_BAD' } });
    }
  });

  await t.test('a base that is not there, and a filter that is none', async (t) => {
    const { end } = await readAll(valuesFor(server, { baseDn: 'ou=nowhere,dc=example,dc=com' }));
    t.match(end, { kind: 'incomplete', fault: { code: 'PBX_PERMISSION', sentence: /base DN/ } });
    await t.rejects(open(valuesFor(server, { filter: '(mail=' })), {
      code: 'BAD_INPUT',
      fields: [{ field: 'filter' }],
    });
    await t.rejects(open(valuesFor(server, { host: 'a b' })), {
      code: 'BAD_INPUT',
      fields: [{ field: 'host' }],
    });
  });

  await t.test('a filter with other letters than ASCII finds', async (t) => {
    const { records } = await readAll(
      valuesFor(server, { filter: '(&(objectClass=inetOrgPerson)(ou=Dépôt))' }),
    );
    t.equal(records.length, 240);
  });

  await t.test('an identity that cannot be read names the entry and removes nobody', async (t) => {
    const { end, records } = await readAll(valuesFor(server, { anchor: 'nsUniqueId' }));
    t.match(end, { kind: 'incomplete', fault: { code: 'SOURCE_INCOMPLETE' } });
    t.match(records[0], { anchor: /^\?uid=user/, fault: { code: 'ROW_NO_ID' } });
  });

  await t.test('a connection test says what it saw', async (t) => {
    const session = await open(valuesFor(server, { security: 'starttls' }), server.ca);
    t.match(await session.test(signal), [
      { ok: true, facts: /TLSv1\.[23]/ },
      { ok: true, facts: server.bindDn },
      { ok: true, facts: '100 people or more' },
    ]);
    await session.close();
  });

  await t.test('being told to stop ends the read', async (t) => {
    const stop = new AbortController();
    const session = await open(valuesFor(server));
    const pages = session.users(stop.signal);
    await pages.next();
    stop.abort(new Error('stop'));
    await t.rejects(async () => {
      for (;;) if ((await pages.next()).done) return;
    }, /stop/);
    await session.close();
  });
});

test('LDAP on slapd: both or none of bind DN and password', async (t) => {
  if (!needs(t, 'slapd')) return;
  const server = await startSlapd({ people: 30, anonymousRead: true });
  t.teardown(() => server.close());
  const { bindDn, bindPassword, ...neither } = valuesFor(server);
  for (const anonymous of [neither, { ...neither, bindDn: '', bindPassword: '' }]) {
    const { records, end } = await readAll(anonymous);
    t.same([records.length, end.kind], [30, 'complete']);
  }
  const session = await open(neither);
  t.match(await session.test(signal), [{ ok: true }, { ok: true, facts: 'anonymous' }, { ok: true }]);
  await session.close();
  // this server would let the name in without a password, as nobody, and say "success" (RFC 4513 §5.1.2)
  for (const bindPassword of ['', undefined])
    await t.rejects(open({ ...neither, bindDn, ...(bindPassword === '' ? { bindPassword } : {}) }), {
      code: 'BAD_INPUT',
      message: 'Enter Password, or leave Bind DN empty too.',
      fields: [{ field: 'bindPassword' }],
    });
  await t.rejects(open({ ...neither, bindPassword: 'alone' }), {
    code: 'BAD_INPUT',
    fields: [{ field: 'bindDn', sentence: 'Enter Bind DN, or leave Password empty too.' }],
  });
});

test('LDAP on slapd: a size limit at the directory is an incomplete read', async (t) => {
  if (!needs(t, 'slapd')) return;
  const server = await startSlapd({ people: 700, sizeLimit: 500 });
  t.teardown(() => server.close());
  const { end } = await readAll(valuesFor(server));
  t.match(end, { kind: 'incomplete', fault: { code: 'SOURCE_INCOMPLETE', sentence: /size limit/ } });
});

test('LDAP on slapd: 20,000 people', async (t) => {
  if (!needs(t, 'slapd')) return;
  const server = await startSlapd({ people: 20_000 });
  t.teardown(() => server.close());
  const { records, end, largest } = await readAll(valuesFor(server));
  t.match(end, { kind: 'complete' });
  t.equal(new Set(records.map((r) => r.anchor)).size, 20_000);
  t.equal(largest, 500, 'never more than a page at a time');
});
