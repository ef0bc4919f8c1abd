import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'tap';
import { createLogger } from '../../src/base/runtime/logger.ts';
import { openApiDocument } from '../../src/cloud/openapi.ts';
import { manualClock } from '../fakes/manual-clock.ts';
import { send } from '../helpers/dpop-client.ts';
import { wrongSchemas } from '../helpers/schemas.ts';
import { startCloud } from './harness.ts';

test('strict headers on every answer; the console’s page for every address that is no API', async (t) => {
  const webDir = mkdtempSync(join(tmpdir(), 'web-'));
  t.teardown(() => rmSync(webDir, { recursive: true, force: true }));
  mkdirSync(join(webDir, 'console'));
  mkdirSync(join(webDir, 'assets'));
  writeFileSync(join(webDir, 'console', 'index.html'), '<script src="../assets/a-1.js"></script>');
  writeFileSync(join(webDir, 'assets', 'a-1.js'), 'x');
  const cloud = await startCloud(t, { webDir });
  const read = (path: string, headers = {}) => send(cloud.url, { method: 'GET', path, headers });

  for (const path of ['/', '/link', '/gateways/1/x', '/v1/hello', '/api/none', '/assets/a-1.js']) {
    const csp = String((await read(path)).headers['content-security-policy']);
    t.match(csp, /^default-src 'none';script-src 'self';/, path);
    t.notMatch(csp, /unsafe/, path);
  }
  const page = await fetch(`${cloud.url}/gateways/1/x`);
  t.match(await page.text(), '<script src="/assets/a-1.js">', 'assets are found from any depth');
  t.match((await read('/assets/a-1.js')).headers['cache-control'], /immutable/);
  for (const path of ['/api/none', '/v1/none', '/oauth/none', '/assets/none.js'])
    t.match(await read(path), { status: 404, headers: { 'content-type': /problem\+json/ } }, path);
  const below = await read('/', { host: `x.launch.localhost:${new URL(cloud.url).port}` });
  t.equal(below.status, 404, 'no console on the launch domain');
  for (const host of ['launch.localhost', 'LAUNCH.localhost.', 'launch.localhost:1']) {
    const apex = await read('/', { host });
    t.match([apex.status, apex.headers['content-type']], [404, undefined], `nor at its top: ${host}`);
  }
});

test('open pages are told what changed, and only of what is theirs', async (t) => {
  const cloud = await startCloud(t);
  await cloud.partner('ann@p.example');
  const a = await cloud.customer('a@c.example');
  await cloud.customer('b@c.example');
  const inA = await cloud.signIn('a@c.example');
  const inB = await cloud.signIn('b@c.example');
  const open = (cookie: string) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      get(`${cloud.url}/api/live`, { headers: { cookie } }, resolve).on('error', reject);
    });
  const [toA, toB] = [await open(inA.cookie), await open(inB.cookie)];
  let [heardA, heardB] = ['', ''];
  const heard = new Promise<void>((resolve) => {
    toA.on('data', (chunk: Buffer) => {
      heardA += chunk;
      if (heardA.includes('"kind":"event"')) resolve();
    });
  });
  const beat = new Promise<void>((resolve) => {
    toB.on('data', (chunk: Buffer) => {
      heardB += chunk;
      if (heardB.includes(': beat')) resolve();
    });
  });
  await inA.post(`/api/accounts/${a.number}/scim-keys`);
  await heard;
  t.match(heardA, /^: open\n\nevent: changed\ndata: \{"kind":"event","id":"[0-9a-f-]{36}"\}\n\n/);
  await cloud.clock.advance(20_000);
  await beat;
  t.notMatch(heardB, 'changed', 'b hears nothing of a');
  const ended = new Promise((resolve) => toA.on('end', resolve));
  await inA.remove('/api/session');
  await cloud.clock.advance(20_000);
  await ended;
  t.pass('the stream ends with the session');
  toB.destroy();
});

type Body = { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> };
type Operation = {
  readonly summary?: string;
  readonly requestBody?: Body;
  readonly responses?: Readonly<Record<string, Body>>;
};

test('the OpenAPI document tells every route', async (t) => {
  const logger = createLogger({ level: 'silent', name: 'test' });
  const document = (await openApiDocument({ clock: manualClock(), logger })) as {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
  };
  t.equal(document.openapi, '3.1.0');
  const schemas = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      [operation.requestBody, ...Object.values(operation.responses ?? {})].flatMap((part) =>
        Object.values(part?.content ?? {}).map(({ schema }) => [`${method} ${path}`, schema] as const),
      ),
    ),
  );
  t.ok(schemas.length > 50);
  t.same(wrongSchemas(schemas), []);
  const cloud = await startCloud(t);
  const served = await send(cloud.url, { method: 'GET', path: '/openapi.json' });
  t.same(Object.keys(served.body.paths as object), Object.keys(document.paths));
  for (const path of [
    '/oauth/token',
    '/v1/gateway/outbox',
    '/api/claims/{userCode}/approve',
    '/api/launches',
  ])
    t.ok(document.paths[path], path);
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, row] of Object.entries(methods)) t.ok(row.summary, `${method} ${path} has a summary`);
});

test('nothing but the public doors opens without signing in', async (t) => {
  const cloud = await startCloud(t);
  const { body } = await send(cloud.url, { method: 'GET', path: '/openapi.json' });
  const open = ['get /v1/hello', 'get /api/me', 'post /api/session', 'post /api/invite'];
  // signed by their makers, and verified by who fetches them
  open.push('get /v1/updates/metadata/{*}', 'get /v1/updates/targets/{*}');
  for (const [path, methods] of Object.entries(body.paths as Record<string, object>)) {
    for (const method of Object.keys(methods)) {
      if (open.includes(`${method} ${path}`)) continue;
      const real = path.replace(/\{[^}]+\}/g, '01a20b48-f360-77b1-908b-9d260e0a1e78');
      const { status } = await send(cloud.url, { method: method.toUpperCase(), path: real });
      t.ok([400, 401, 403, 415].includes(status), `${method} ${path} answers ${status}`);
    }
  }
});
