/** What a remote session may do on the gateway's own pages, for every route there is (docs/decisions/reduced-role.md). */
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { test } from 'tap';
import { createAccessTable } from '../../../src/gateway/http/access.ts';
import { routes } from '../../../src/gateway/http/routes/index.ts';
import { mark } from '../../../src/gateway/http/via.ts';
import { fakeDeps, SETUP_CODE } from './fake-deps.ts';
import { serve } from './serve.ts';

const VIA = { kind: 'tunnel', sessionId: 's1', person: { id: 'p', name: 'Priya' } } as const;

/** A new route fails the first test below until somebody has put it on one side or the other. */
const ALLOWED = [
  'GET /api/alive',
  'GET /api/signpost',
  // while there is a tunnel the gateway is linked, and there is no request to begin or to give up
  'GET /api/link',
  'POST /api/link',
  'DELETE /api/link',
  'GET /api/key',
  'GET /api/me',
  'DELETE /api/session',
  'GET /api/site',
  'PUT /api/site',
  'GET /api/network',
  'GET /api/pbx/types',
  'GET /api/pbx',
  // hosts are limited: see the test of the PBX link below
  'PUT /api/pbx',
  'DELETE /api/pbx',
  'POST /api/pbx/connect',
  'POST /api/onboarding/complete',
  'GET /api/drafts/:form',
  'PUT /api/drafts/:form',
  'DELETE /api/drafts/:form',
  // the cloud orders both as commands, too
  'POST /api/restart',
  'POST /api/reboot',
  'GET /api/sync',
  'POST /api/sync/run',
  'POST /api/sync/preview',
  'POST /api/sync/confirm',
  'PUT /api/sync/schedule',
  'GET /api/sync/changes',
  'GET /api/sync/irregular',
  'GET /api/sync/irregular.csv',
  'GET /api/sync/audit',
  'GET /api/sync/detained',
  'GET /api/sync/detained/:id',
  'POST /api/sync/detained/verb',
  'GET /api/sync/decisions',
  'POST /api/sync/decisions/revoke',
  'GET /api/sync/people',
  'GET /api/sync/people/:id',
  'GET /api/sync/people.csv',
  'GET /api/sync/findings',
  'POST /api/sync/undo',
  'GET /api/sync/runs',
  'GET /api/sync/runs/:id',
  'GET /api/sync/runs/:id/changes',
  // an upload changes nobody, and what is taken over goes through plan and guard like every change
  'GET /api/imports',
  'POST /api/imports',
  'GET /api/imports/:id',
  'GET /api/imports/:id/rows',
  'PUT /api/imports/:id',
  'PUT /api/imports/:id/rows/:row',
  'POST /api/imports/:id/take',
  'DELETE /api/imports/:id',
  'GET /api/synchronisers',
  // hosts are limited, as those of the PBX link
  'POST /api/synchronisers',
  'PUT /api/synchronisers/order',
  'GET /api/synchronisers/:id',
  'PUT /api/synchronisers/:id',
  'DELETE /api/synchronisers/:id',
  'POST /api/synchronisers/:id/keep',
  'POST /api/synchronisers/:id/reinitialise',
  'GET /api/synchronisers/:id/mapping',
  'PUT /api/synchronisers/:id/mapping',
  'POST /api/synchronisers/:id/mapping/try',
  'GET /api/tunnels',
  'POST /api/tunnels/:id/start',
  'POST /api/tunnels/:id/stop',
  'POST /api/tunnels/start-all',
  'POST /api/tunnels/stop-all',
  'GET /api/sessions',
  'GET /api/access-requests',
  'GET /api/access-log',
  'GET /api/access-log.csv',
  'GET /api/access-log.jsonl',
  'POST /api/access-log/verify',
  'GET /api/overview',
  'GET /api/events/live',
  'GET /api/debug',
  'GET /api/licences',
  'GET /api/inventory',
  'POST /api/inventory/report',
  'GET /api/jobs',
  'GET /api/health',
  'GET /api/health/report',
  'POST /api/health/run',
  'GET /api/logs',
];
const PORT = { port: 'eth0', mode: 'dhcp', address: '', mask: '', gateway: '', dns: '' };
/** With a body that fits, where one is needed. */
const REFUSED: Record<string, object | undefined> = {
  'POST /api/admin': { setupCode: SETUP_CODE, name: 'Eve', password: 'correct horse battery' },
  'POST /api/session': { name: 'Priya', password: 'a guess' },
  // a remote session's person is the cloud's, and could only guess the passwords of local people
  'POST /api/me/password': { current: 'a guess', password: 'correct horse battery' },
  'GET /api/me/sessions': undefined,
  'DELETE /api/me/sessions': undefined,
  'GET /api/people': undefined,
  'POST /api/people': { name: 'Eve', role: 'admin', password: 'correct horse battery' },
  'PUT /api/people/:id': { role: 'admin' },
  'DELETE /api/people/:id': undefined,
  'DELETE /api/people/:id/sessions': undefined,
  'POST /api/link/token': { token: 'a'.repeat(43) },
  'POST /api/link/registered': undefined,
  'POST /api/key/rotate': undefined,
  'POST /api/unlink': undefined,
  'GET /api/setup-code': undefined,
  // who sets addresses and name servers decides where the PBX’s password goes
  'POST /api/network/apply': PORT,
  'POST /api/network/confirm': undefined,
  'POST /api/network/keep': { code: 'a'.repeat(22) },
  'POST /api/network/revert': undefined,
  'PUT /api/network/time': { servers: '' },
  // the contract: no change of proxy or authority by the reduced role
  'PUT /api/network/proxy': { host: '', port: '', user: '', bypass: '' },
  'DELETE /api/network/proxy': undefined,
  'PUT /api/network/ca': { pem: '' },
  'DELETE /api/network/ca': undefined,
  'POST /api/pbx/test': undefined,
  'POST /api/synchronisers/test': { type: 'csv', name: 'File', values: { path: 'people.csv' } },
  'POST /api/tunnels': { component: 'a', tunnel: 'b', protocol: 'http', host: '127.0.0.1', port: 1 },
  'DELETE /api/tunnels/:id': undefined,
  'POST /api/tunnels/:id/confirm': {},
  // consent is the customer's: no session widens it, answers a question, or ends another session
  'PUT /api/tunnels/:id/consent': { mode: 'hour', people: [] },
  'POST /api/access-requests/:id/approve': undefined,
  'POST /api/access-requests/:id/deny': undefined,
  'POST /api/sessions/:id/end': undefined,
  // whoever changed the chain from afar could accept it, too
  'POST /api/sync/audit/accept': undefined,
};

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
