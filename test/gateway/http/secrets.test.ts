/** What must never be asked or answered: secrets over plain HTTP, names of others, changes from other sites. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import type { TSchema } from 'typebox';
import { LOCAL_PAGES } from '../../../src/contract/local-pages.ts';
import { CONTENT_SECURITY_POLICY } from '../../../src/gateway/http/pages.ts';
import { routes } from '../../../src/gateway/http/routes/index.ts';
import { CONNECTORS } from '../../../src/gateway/pbx/index.ts';
import { makeLan } from '../../helpers/lan.ts';
import { needs, needsRoot } from '../../helpers/needs.ts';
import { programFile } from '../../helpers/programs.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';
import { fakeDeps, SETUP_CODE } from './fake-deps.ts';
import { serve } from './serve.ts';

type Row = ReturnType<typeof routes>[number];
const nameOf = (row: Row) => `${row.method} ${row.url}`;
const concrete = (row: Row) => row.url.replace(/:\w+/g, 'x');

/** Places of a schema, with the mark `secret` where one stands. */
function* places(schema: TSchema, path: string[] = []): Generator<readonly [path: string, secret: boolean]> {
  const s = schema as {
    secret?: boolean;
    properties?: Record<string, TSchema>;
    items?: TSchema;
    anyOf?: TSchema[];
  };
  yield [path.join('.'), s.secret === true];
  for (const [key, child] of Object.entries(s.properties ?? {})) yield* places(child, [...path, key]);
  for (const child of [...(s.anyOf ?? []), ...(s.items ? [s.items] : [])]) yield* places(child, path);
}

/** A reason code of the detained queue, which is no secret. */
const NO_SECRETS = ['POST /api/sync/detained/verb all.code'];

/** Route → the places of its secrets. Who adds one adds it here, and the tests below go through it. */
const SECRETS: Readonly<Record<string, readonly string[]>> = {
  'POST /api/admin': ['setupCode', 'password'],
  'POST /api/session': ['password'],
  'POST /api/me/password': ['current', 'password'],
  'POST /api/people': ['password'],
  'PUT /api/people/:id': ['password'],
  'POST /api/link/token': ['token'],
  'PUT /api/pbx': ['values'],
  'POST /api/pbx/test': ['values'],
  'POST /api/synchronisers': ['values'],
  'POST /api/synchronisers/test': ['values'],
  'PUT /api/synchronisers/:id': ['values'],
  'PUT /api/network/proxy': ['password'],
  'POST /api/network/keep': ['code'],
  'PUT /api/backup/schedule': ['passphrase'],
  'POST /api/backup/plan': ['secret'],
  'POST /api/backup/restore': ['secret'],
};

test('the list of routes that take a secret is that of the marks, and no secret is without a mark', async (t) => {
  const found: Record<string, string[]> = {};
  for (const row of routes(fakeDeps().deps)) {
    const { body } = row.schema;
    if (!body) continue;
    for (const [path, isSecret] of places(body)) {
      if (isSecret) found[nameOf(row)] = [...(found[nameOf(row)] ?? []), path];
      else if (!NO_SECRETS.includes(`${nameOf(row)} ${path}`))
        t.notMatch(
          path,
          /password|passphrase|secret|token|(^|\.)code$|setupCode|credential/i,
          `${nameOf(row)} ${path} has a mark`,
        );
    }
    for (const [path] of row.schema.querystring ? places(row.schema.querystring) : [])
      t.notMatch(path, /password|secret|token|code$/i, `${nameOf(row)}: no secret in an address`);
  }
  t.same(found, SECRETS);
  const ofPbx = CONNECTORS.flatMap(({ settings }) => [...places(settings)]);
  t.ok(ofPbx.some(([, isSecret]) => isSecret));
});

const CANARY = 'canary-7f3a91';

/** Sends each request twice: headers alone, then whole. The answer to the first shows that no body was waited for. */
const POST = `
const net = require('node:net');
const [address, port, list] = process.argv.slice(1);
const ask = (method, url, body, whole) => new Promise((resolve, reject) => {
  const socket = net.connect(Number(port), address);
  let said = '';
  socket.setEncoding('utf8').on('data', (piece) => { said += piece; if (/\\r\\n\\r\\n[\\s\\S]*}$/.test(said)) socket.end(); });
  socket.on('error', reject).on('close', () => resolve(said));
  socket.write(method + ' ' + url + ' HTTP/1.1\\r\\nHost: ' + address + '\\r\\nContent-Type: application/json\\r\\nContent-Length: ' + Buffer.byteLength(body) + '\\r\\nConnection: close\\r\\n\\r\\n' + (whole ? body : ''));
});
(async () => {
  const answers = [];
  for (const [method, url, body] of JSON.parse(list))
    answers.push([method + ' ' + url, await ask(method, url, body, false), await ask(method, url, body, true)]);
  console.log(JSON.stringify(answers));
})();
`;

const everything = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

test('each secret, from another host over plain HTTP: refused, not read, not written down', {
  timeout: 120_000,
}, async (t) => {
  if (!needsRoot(t) || !needs(t, 'ip')) return;
  const lan = await makeLan(t);
  const host = await lan.host('10.78.0.1/24');
  const pc = await lan.host('10.78.0.9/24');
  const folder = temporaryFolder(t);
  const gateway = host.spawn(
    'env',
    `CLOUDLINKD_DATA_DIR=${join(folder, 'data')}`,
    `CLOUDLINKD_RUN_DIR=${join(folder, 'run')}`,
    'CLOUDLINKD_MDNS_ENABLED=false',
    'CLOUDLINKD_LOG_LEVEL=trace',
    process.execPath,
    programFile('gateway/main'),
  );
  await gateway.line(/"msg":"ready"/);
  const asked = Object.entries(SECRETS).map(([name, paths]) => {
    const [method, url = ''] = name.split(' ');
    const secrets = paths.map((path) => [path, path === 'values' ? { password: CANARY } : CANARY]);
    return [
      method,
      url.replace(':id', 'x'),
      JSON.stringify({ name: CANARY, ...Object.fromEntries(secrets) }),
    ];
  });
  const ask = async (from: typeof pc, address: string): Promise<[string, string, string][]> =>
    JSON.parse(await from.run(process.execPath, '-e', POST, address, '80', JSON.stringify(asked)));
  for (const [name, early, whole] of await ask(pc, '10.78.0.1')) {
    t.match(early, /^HTTP\/1\.1 403 [\s\S]*"code":"NOT_OVER_HTTP"/, `${name}: before its body`);
    t.match(whole, /^HTTP\/1\.1 403 [\s\S]*"code":"NOT_OVER_HTTP"/, name);
    t.notMatch(early + whole, new RegExp(CANARY), `${name}: not sent back`);
  }
  t.notMatch(gateway.lines.join('\n'), new RegExp(CANARY), 'not in the log');
  t.notMatch(everything(folder), new RegExp(CANARY), 'not on the disk');
  t.match(
    await host.run(
      process.execPath,
      '-e',
      `fetch('http://127.0.0.1/api/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"x","password":"y"}' }).then(async (a) => console.log(await a.text()))`,
    ),
    /NOT_SIGNED_IN/,
    'this machine itself may',
  );
});

test('every route is refused under somebody else’s name, over HTTP and HTTPS', async (t) => {
  const { ask, door, deps } = await serve();
  for (const kind of ['http', 'https'] as const) {
    door({ kind });
    for (const row of routes(deps))
      for (const host of ['evil.example', 'cloudlink.local.evil.example']) {
        const answer = await ask(row.method as 'GET', concrete(row), undefined, { headers: { host } });
        t.equal(answer.json().code, 'HOST_NOT_KNOWN', `${kind} ${host} ${nameOf(row)}`);
      }
  }
});

test('every change needs the page’s own token; what needs no sign-in, the page’s own origin', async (t) => {
  const { ask, door, deps } = await serve();
  door({ kind: 'https' });
  const person = { setupCode: SETUP_CODE, name: 'Priya', password: 'correct horse battery' };
  const made = await ask('POST', '/api/admin', person);
  const cookies = { '__Host-cloudlink': made.cookies[0]?.value ?? '' };
  for (const row of routes(deps)) {
    if (row.method === 'GET') continue;
    const method = row.method as 'POST';
    const open = row.access === 'anybody' || row.access === 'secure';
    for (const headers of open
      ? [
          { origin: 'https://evil.example' },
          { 'sec-fetch-site': 'cross-site' },
          { 'sec-fetch-site': 'same-site' },
        ]
      : [{}, { 'x-csrf-token': '' }, { 'x-csrf-token': 'A'.repeat(43) }]) {
      const answer = await ask(method, concrete(row), undefined, {
        cookies,
        headers: headers as Record<string, string>,
      });
      t.match(
        answer.json(),
        { status: 403, code: 'NOT_ALLOWED' },
        `${nameOf(row)} ${JSON.stringify(headers)}`,
      );
    }
  }
});

test('the policy is strict, and stands on every answer: pages, files, refusals', async (t) => {
  t.notMatch(CONTENT_SECURITY_POLICY, /unsafe|\*|https?:|blob:/);
  for (const part of [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ])
    t.ok(CONTENT_SECURITY_POLICY.split('; ').includes(part), part);
  const web = temporaryFolder(t);
  mkdirSync(join(web, 'setup'));
  mkdirSync(join(web, 'assets'));
  writeFileSync(join(web, 'setup/index.html'), '<!doctype html>');
  writeFileSync(join(web, 'assets/app.js'), '');
  const { ask, door } = await serve(web);
  door({ kind: 'https' });
  for (const [url, status, headers] of [
    ['/sign-in', 200, {}],
    ['/setup/gateway', 200, {}],
    ...LOCAL_PAGES.map((url) => [url, 200, {}] as const),
    ['/assets/app.js', 200, {}],
    ['/assets/none.js', 404, {}],
    ['/nowhere', 404, {}],
    ['/api/signpost', 200, {}],
    ['/api/overview', 401, {}],
    ['/', 421, { host: 'evil.example' }],
  ] as const) {
    const answer = await ask('GET', url, undefined, { headers: { ...headers } });
    t.equal(answer.statusCode, status, url);
    t.match(
      answer.headers,
      {
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'cross-origin-opener-policy': 'same-origin',
      },
      `${status} ${url}`,
    );
    if (url.startsWith('/api/')) t.equal(answer.headers['cache-control'], 'no-store');
  }
});
