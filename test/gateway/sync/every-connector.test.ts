/** Each row of CONNECTORS through a whole cycle of `cloudlink sync run --config FILE`, from its real socket to a SCIM server. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { toFault } from '../../../src/base/errors.ts';
import { CONNECTORS, connectorOf } from '../../../src/gateway/pbx/index.ts';
import { faultLines, syncOnce } from '../../../src/gateway/sync/once-command.ts';
import { makeSelfSigned } from '../../helpers/certificates.ts';
import { CONNECTOR_BENCHES, type ConnectorBench, SECRET } from '../../helpers/connector-benches.ts';
import { type NaughtyRelay, naughtyRelay } from '../../helpers/naughty-relay.ts';
import { type ScimmyServer, start } from '../../peers/scimmy-server.ts';

type Settings = Readonly<Record<string, unknown>>;

/** What the command does, in this process; its own process is held by once.test.ts. */
async function run(file: string): Promise<{ code: number; counts: Settings; stderr: string }> {
  let stdout = '';
  let stderr = '';
  const output = {
    print: (line: string) => (stdout += line),
    tell: (line: string) => (stderr += `${line}\n`),
  };
  const code = await syncOnce(['--config', file, '--json'], output, new AbortController().signal).catch(
    (thrown: unknown) => {
      output.tell(faultLines(toFault(thrown)));
      return 1;
    },
  );
  return { code, counts: JSON.parse(stdout || '{}'), stderr };
}

/** A web server of somebody else, that takes everything for a page of its own; or a mail server, which speaks first. */
async function stranger(t: Test, isTls: boolean, speaksFirst: boolean) {
  let heard = '';
  const answer: RequestListener = (request, response) => {
    heard += JSON.stringify(request.headers);
    request.on('data', (chunk) => {
      heard += String(chunk);
    });
    request.on('end', () => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>It works!'));
  };
  const certificate = isTls ? await makeSelfSigned('127.0.0.1') : undefined;
  const server = certificate ? createHttps(certificate, answer) : createHttp(answer);
  if (speaksFirst) server.on('secureConnection', (socket) => socket.write('220 mail.example.com ESMTP\r\n'));
  server.on('clientError', (_error, socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, ca: certificate?.cert, heard: () => heard };
}

/** Types of a host. Nothing that tells them from others comes before the sign-in of the last five: they must send it to see. */
const HOSTS: Readonly<Record<string, 'looks first' | 'signs in first'>> = {
  'mivoice-business': 'looks first',
  'mivoice-office-400': 'looks first',
  asterisk: 'looks first',
  freepbx: 'looks first',
  '3cx': 'looks first',
  'mivoice-office-250': 'signs in first',
  'mx-one': 'signs in first',
  ldap: 'signs in first',
  'active-directory': 'signs in first',
  'mivoice-5000': 'signs in first',
};

type Rig = {
  readonly bench: ConnectorBench;
  readonly server: ScimmyServer;
  readonly relay: NaughtyRelay | undefined;
  /** Settings that go through the relay where there is a socket. */
  readonly values: Settings;
  readonly at: (host: string, port: number) => Settings;
  readonly with: (values: Settings, ca?: string) => ReturnType<typeof run>;
};

async function rig(t: Test, type: string): Promise<Rig> {
  const make = CONNECTOR_BENCHES[type];
  if (!make) throw new Error('every row of CONNECTORS needs a bench');
  const bench = await make(t);
  const server = await start();
  const folder = mkdtempSync(join(tmpdir(), 'every-connector-'));
  const target = connectorOf(type).endpoint?.(bench.working);
  const relay = target && (await naughtyRelay(target));
  t.teardown(async () => {
    await Promise.all([relay?.close(), server.close()]);
    rmSync(folder, { recursive: true });
  });
  const at = bench.through ?? ((host: string, port: number) => ({ ...bench.working, host, port }));
  return {
    bench,
    server,
    relay,
    at,
    values: relay ? at('127.0.0.1', relay.port) : bench.working,
    with(values, ca = bench.ca) {
      if (ca !== undefined) writeFileSync(join(folder, 'ca.pem'), ca);
      const source = { type, ...values, ...(ca === undefined ? {} : { ca: 'ca.pem' }) };
      const scim = { baseUrl: server.url, token: server.token };
      writeFileSync(join(folder, 'sync.json'), JSON.stringify({ source, scim, state: 'state' }));
      return run(join(folder, 'sync.json'));
    },
  };
}

for (const { type } of CONNECTORS)
  test(`${type}: from its socket or file to a SCIM server and back to order after every fault`, async (t) => {
    const it = await rig(t, type);
    const { bench, server, relay, values } = it;
    const active = () => server.users().filter((user) => user.active !== false).length;

    /** INCOMPLETE: nobody removed, nothing sent, and the command says code, sentence and remedy. */
    const refused = (
      what: string,
      { code, counts, stderr }: Awaited<ReturnType<typeof run>>,
      wanted: RegExp,
    ) => {
      t.equal(code, 1, what);
      t.match(counts, { added: 0, changed: 0, removed: 0, held: 0, requests: 0 }, `${what}: nothing is sent`);
      t.match(stderr, wanted, `${what}: its code and sentence`);
      t.equal(stderr.trim().split('\n').length, 2, `${what}: and a remedy`);
      t.notOk(stderr.includes(SECRET), `${what}: no secret`);
      t.equal(active(), 3, `${what}: everybody is still there`);
    };

    const first = await it.with(values);
    t.match(first, { code: 0, counts: { added: 3, detained: 0 }, stderr: '' }, 'the first sync');
    t.equal(new Set(server.users().map(({ externalId }) => externalId)).size, 3);

    relay?.reset();
    const asked = server.requests().length;
    t.match(await it.with(values), { code: 0, counts: { unchanged: 3, requests: 0 } }, 'the second one');
    t.equal(server.requests().length, asked, 'not one request');
    const size = relay?.passed() ?? 0;

    refused('wrong password or file', await it.with(bench.broken), new RegExp(`^${bench.brokenCode}: \\S`));

    relay?.cutAfter(Math.floor(size / 2));
    bench.halve?.();
    refused('half an answer', await it.with(values), /^[A-Z_]+: \S/);
    relay?.reset();

    const order = HOSTS[type];
    t.equal(order !== undefined, relay !== undefined, 'every type with a host has a row in HOSTS');
    if (order !== undefined) {
      const other = await stranger(t, bench.ca !== undefined, type === 'asterisk');
      const found = await it.with(it.at('127.0.0.1', other.port), other.ca);
      refused('another product', found, /^PBX_(PRODUCT|ANSWER_BAD): \S/);
      if (order === 'looks first') t.notOk(other.heard().includes(SECRET), 'which never sees the password');
    }

    bench.leave();
    const last = await it.with(values);
    t.match(last, { code: 0, counts: { removed: 1, unchanged: 2 }, stderr: '' }, 'well again: one has left');
    t.equal(active(), 2);
  });
