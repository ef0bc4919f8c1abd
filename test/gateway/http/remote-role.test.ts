/** What a remote session may do on the gateway's own pages, for every route there is (docs/decisions/reduced-role.md). */
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { test } from 'tap';
import { createAccessTable } from '../../../src/gateway/http/access.ts';
import { routes } from '../../../src/gateway/http/routes/index.ts';
import { mark } from '../../../src/gateway/http/via.ts';
import { fakeDeps } from './fake-deps.ts';
import { ALLOWED, REFUSED } from './remote-routes.ts';
import { serve } from './serve.ts';

const VIA = { kind: 'tunnel', sessionId: 's1', person: { id: 'p', name: 'Priya' } } as const;

/** A request of the session, with its token, as the access checks see it. */
function asked(method: string, csrf: string): FastifyRequest {
  const raw = new IncomingMessage(new Socket());
  mark(raw, VIA);
  return {
    raw,
    method,
    headers: { host: 'x', 'x-csrf-token': csrf },
    cookies: {},
  } as unknown as FastifyRequest;
}

test('every route is on one side or the other, and the access checks agree', async (t) => {
  const { deps } = fakeDeps();
  const access = createAccessTable(deps.sessions);
  const csrf = deps.sessions.principal(asked('GET', ''))?.csrf ?? '';
  const all = routes(deps).map((row) => `${row.method} ${row.url}`);
  t.same([...all].sort(), [...ALLOWED, ...Object.keys(REFUSED)].sort());
  for (const row of routes(deps)) {
    const name = `${row.method} ${row.url}`;
    const check = access[row.access](asked(row.method, csrf));
    if (name in REFUSED) await t.rejects(check, { code: 'NOT_OVER_TUNNEL' }, name);
    else await t.resolves(check, name);
  }
});

test('what is refused is refused by the server itself', async (t) => {
  const { ask, door } = await serve();
  door(VIA);
  const headers = { 'x-csrf-token': (await ask('GET', '/api/me')).json().csrf };
  for (const [name, body] of Object.entries(REFUSED)) {
    const [method, url] = name.split(' ') as ['POST', string];
    t.equal(
      (await ask(method, url.replace(':id', 'x'), body, { headers })).json().code,
      'NOT_OVER_TUNNEL',
      name,
    );
  }
});

test('the PBX link from afar: hosts of the site until it is set up, and not as many as one likes', async (t) => {
  const { ask, door } = await serve();
  const ldap = (host: string, port = 389) => ({
    type: 'ldap',
    name: 'Directory',
    values: { host, port, security: 'none', bindDn: 'cn=a', bindPassword: 'secret', baseDn: 'dc=a' },
  });
  door(VIA);
  const headers = { 'x-csrf-token': (await ask('GET', '/api/me')).json().csrf };
  const save = (host: string, port?: number) => ask('PUT', '/api/pbx', ldap(host, port), { headers });

  t.equal((await save('10.0.0.5')).statusCode, 200, 'the installer goes on through a launch session');
  t.match((await save('203.0.113.7')).json(), {
    code: 'NOT_OVER_TUNNEL',
    errors: [{ field: 'values.host' }],
  });
  t.match((await ask('GET', '/api/pbx')).json(), { values: { host: '10.0.0.5' } }, 'the old one stays');
  for (let n = 3; n <= 10; n++) t.equal((await save(`10.0.0.${n + 10}`)).statusCode, 200);
  t.match((await save('10.0.0.99')).json(), { code: 'NOT_OVER_TUNNEL', title: /too often/ });
  t.equal((await save('10.0.0.20')).statusCode, 200, 'the same host is no change');

  door({ kind: 'cli' });
  t.equal((await ask('PUT', '/api/pbx', ldap('203.0.113.7'))).statusCode, 200, 'on site: any');
});

test('the PBX link from afar once it is set up: the host stays, the rest may change', async (t) => {
  const { ask, door, deps } = await serve();
  const link = (more: object) => ({
    type: 'ldap',
    name: 'Directory',
    values: {
      host: '10.0.0.5',
      port: 389,
      security: 'none',
      bindDn: 'cn=a',
      bindPassword: 'p',
      baseDn: 'dc=a',
      ...more,
    },
  });
  door({ kind: 'cli' });
  await ask('PUT', '/api/pbx', link({}));
  deps.onboarding.complete({ id: 'x', name: 'x', via: 'cli' });
  door(VIA);
  const headers = { 'x-csrf-token': (await ask('GET', '/api/me')).json().csrf };
  const save = (more: object) => ask('PUT', '/api/pbx', link(more), { headers });
  t.equal((await save({ bindPassword: 'a new one' })).statusCode, 200);
  t.match((await save({ host: '10.0.0.6' })).json(), {
    code: 'NOT_OVER_TUNNEL',
    errors: [{ field: 'values.host' }],
  });
  t.match((await save({ port: 636 })).json(), {
    code: 'NOT_OVER_TUNNEL',
    errors: [{ field: 'values.port' }],
  });
});
