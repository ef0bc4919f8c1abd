/**
 * Everything that the pages can do, the command can do too: each route of the gateway's own API is asked by a command,
 * or stands below with the reason why not. The commands run against the real server over a socket; what the features
 * behind it answer is of no interest here.
 */
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pino } from 'pino';
import { type Test, test } from 'tap';
import { createProgram } from '../../src/cli/program.ts';
import { routes } from '../../src/gateway/http/routes/index.ts';
import { createLocalServer } from '../../src/gateway/http/server.ts';
import { mark } from '../../src/gateway/http/via.ts';
import { fakeDeps } from '../gateway/http/fake-deps.ts';
import { temporaryFolder } from '../helpers/uplink.ts';

const ID = '01930000-0000-7000-8000-000000000001';

/** Command → the routes that it asks. */
const COMMANDS: readonly (readonly [string, ...string[]])[] = [
  ['status', 'GET /api/overview'],
  ['overview', 'GET /api/overview'],
  ['sbom', 'GET /api/sbom'],
  ['metrics', 'GET /metrics'],
  ['alarms', 'GET /api/alarms'],
  ['alarms --cleared', 'GET /api/alarms'],
  ['alarms cure PBX', 'POST /api/alarms/:code/cure'],
  ['link', 'POST /api/link'],
  ['link --token aaaaaaaaaaaaaaaaaaaaaaaa', 'POST /api/link/token'],
  ['link --registered', 'POST /api/link/registered'],
  ['link status', 'GET /api/link'],
  ['link cancel', 'DELETE /api/link'],
  ['unlink', 'POST /api/unlink'],
  ['setup-code', 'GET /api/setup-code'],
  ['key', 'GET /api/key'],
  ['key rotate', 'POST /api/key/rotate'],
  ['site', 'GET /api/site'],
  [
    'site set --name HQ --city Ottawa --country CA --province ON --postal-code K1P --zone America/Toronto',
    'GET /api/site',
    'PUT /api/site',
  ],
  ['complete', 'POST /api/onboarding/complete'],
  ['pbx', 'GET /api/pbx'],
  ['pbx types', 'GET /api/pbx/types'],
  ['pbx types ldap', 'GET /api/pbx/types'],
  [
    'pbx set --type csv --name File --set path=/tmp/people.csv',
    'GET /api/pbx',
    'GET /api/pbx/types',
    'PUT /api/pbx',
  ],
  ['pbx test', 'POST /api/pbx/test'],
  ['pbx connect', 'POST /api/pbx/connect'],
  ['pbx remove', 'DELETE /api/pbx'],
  ['sync status', 'GET /api/sync'],
  ['sync run', 'POST /api/sync/run'],
  ['sync preview', 'POST /api/sync/preview'],
  ['sync changes', 'GET /api/sync/changes'],
  ['sync irregular shared', 'GET /api/sync/irregular'],
  ['sync irregular shared --csv', 'GET /api/sync/irregular.csv'],
  ['sync schedule 30', 'PUT /api/sync/schedule'],
  ['sync confirm abc', 'POST /api/sync/confirm'],
  ['detained list', 'GET /api/sync/detained'],
  ['detained show 1', 'GET /api/sync/detained/:id'],
  ['detained apply 1', 'POST /api/sync/detained/verb'],
  ['detained modify 1 --set email=a@b.example', 'POST /api/sync/detained/verb'],
  ['sync decisions list', 'GET /api/sync/decisions'],
  ['sync decisions revoke 1', 'POST /api/sync/decisions/revoke'],
  ['sync people', 'GET /api/sync/people'],
  ['explain Ann', 'GET /api/sync/people'],
  ['explain 17', 'GET /api/sync/people/:id'],
  ['report users --csv', 'GET /api/sync/people.csv'],
  ['sync findings', 'GET /api/sync/findings'],
  ['sync undo r --preview', 'GET /api/sync/runs/:id/undo'],
  ['sync undo r', 'POST /api/sync/undo'],
  ['sync runs list', 'GET /api/sync/runs'],
  ['sync runs show r', 'GET /api/sync/runs/:id'],
  ['sync runs changes r', 'GET /api/sync/runs/:id/changes'],
  ['sync verify', 'GET /api/sync/audit'],
  ['sync verify --accept', 'POST /api/sync/audit/accept'],
  ['import', 'GET /api/imports'],
  [`import upload ${import.meta.filename}`, 'POST /api/imports'],
  ['import show x', 'GET /api/imports/:id'],
  ['import rows x --errors', 'GET /api/imports/:id/rows'],
  ['import map x --column Name=displayName --fill role=User', 'PUT /api/imports/:id'],
  ['import row x 2 --set Name=Ann', 'PUT /api/imports/:id/rows/:row'],
  ['import take x --name People --partial', 'POST /api/imports/:id/take'],
  ['import delete x', 'DELETE /api/imports/:id'],
  ['synchroniser list', 'GET /api/synchronisers'],
  ['synchroniser add --type csv --name File --set path=people.csv', 'POST /api/synchronisers'],
  ['synchroniser show File', 'GET /api/synchronisers', 'GET /api/synchronisers/:id'],
  ['synchroniser edit File --name People --no-defer', 'PUT /api/synchronisers/:id'],
  ['synchroniser order People', 'PUT /api/synchronisers/order'],
  ['synchroniser test People', 'POST /api/synchronisers/test'],
  ['synchroniser reinitialise People', 'POST /api/synchronisers/:id/reinitialise'],
  ['synchroniser mapping People', 'GET /api/synchronisers/:id/mapping'],
  ['synchroniser mapping People --reset', 'PUT /api/synchronisers/:id/mapping'],
  ['synchroniser mapping People --try -', 'POST /api/synchronisers/:id/mapping/try'],
  ['synchroniser keep People', 'POST /api/synchronisers/:id/keep'],
  ['synchroniser delete People --with-people', 'DELETE /api/synchronisers/:id'],
  ['tunnels', 'GET /api/tunnels'],
  ['tunnels add https://192.0.2.1 --component A --tunnel B', 'POST /api/tunnels'],
  ['tunnels start x', 'POST /api/tunnels/:id/start'],
  ['tunnels stop x', 'POST /api/tunnels/:id/stop'],
  ['tunnels start-all', 'POST /api/tunnels/start-all'],
  ['tunnels stop-all', 'POST /api/tunnels/stop-all'],
  ['tunnels confirm x', 'POST /api/tunnels/:id/confirm'],
  ['tunnels remove x', 'DELETE /api/tunnels/:id'],
  ['sessions', 'GET /api/sessions'],
  ['sessions end x', 'POST /api/sessions/:id/end'],
  ['access log', 'GET /api/access-log'],
  ['access requests', 'GET /api/access-requests'],
  [`access approve ${ID}`, 'POST /api/access-requests/:id/approve'],
  [`access deny ${ID}`, 'POST /api/access-requests/:id/deny'],
  ['access end x', 'POST /api/sessions/:id/end'],
  ['access policy', 'GET /api/tunnels'],
  ['access policy x always --people a@x.example,b@y.example', 'PUT /api/tunnels/:id/consent'],
  ['access looks', 'GET /api/looks'],
  ['access looks logs off', 'PUT /api/looks/:look/consent'],
  ['access verify', 'POST /api/access-log/verify'],
  ['access export', 'GET /api/access-log.jsonl'],
  ['access export --csv', 'GET /api/access-log.csv'],
  ['people add Priya --role admin', 'POST /api/people'],
  ['people', 'GET /api/people'],
  ['people password Priya', 'GET /api/people', 'PUT /api/people/:id'],
  ['people role Priya admin', 'GET /api/people', 'PUT /api/people/:id'],
  ['people sign-out Priya', 'GET /api/people', 'DELETE /api/people/:id/sessions'],
  ['people remove Priya', 'GET /api/people', 'DELETE /api/people/:id'],
  ['inventory', 'GET /api/inventory'],
  ['inventory show', 'GET /api/inventory'],
  ['inventory report', 'POST /api/inventory/report'],
  ['inventory licence --type unlicensed', 'PUT /api/inventory/licence'],
  ['inventory licence-remove', 'DELETE /api/inventory/licence'],
  ['jobs', 'GET /api/jobs'],
  ['health', 'POST /api/health/run'],
  ['health --last', 'GET /api/health'],
  ['health --text', 'POST /api/health/run', 'GET /api/health/report'],
  ['logs', 'GET /api/logs'],
  ['support preview', 'POST /api/support/preview'],
  ['support create', 'POST /api/support'],
  ['support list', 'GET /api/support'],
  [`support save ${ID} /nonexistent/file`, 'GET /api/support/:id/file'],
  [`support delete ${ID}`, 'DELETE /api/support/:id'],
  ['update', 'GET /api/update'],
  ['update check', 'POST /api/update/check'],
  ['update install 9.9.9', 'POST /api/update/install'],
  [`update file ${import.meta.filename}`, 'GET /api/update/file', 'PUT /api/update/file'],
  ['update forget', 'DELETE /api/update/file'],
  ['update schedule --weekly sunday,wednesday --at 03:15', 'GET /api/update', 'PUT /api/update/schedule'],
  ['update postpone', 'POST /api/update/postpone'],
  ['update pause', 'POST /api/update/pause'],
  ['update resume', 'POST /api/update/resume'],
  ['update cancel', 'POST /api/update/cancel'],
  ['debug', 'GET /api/debug'],
  ['licences', 'GET /api/licences'],
  ['outflow', 'GET /api/outflow'],
  ['network', 'GET /api/network'],
  ['network apply eth0 --dhcp', 'POST /api/network/apply'],
  ['network confirm', 'POST /api/network/confirm'],
  ['network revert', 'POST /api/network/revert'],
  ['network time time.example.com', 'PUT /api/network/time'],
  ['network proxy proxy.example.com:3128', 'PUT /api/network/proxy'],
  ['network proxy --as-configured', 'DELETE /api/network/proxy'],
  [`network ca ${import.meta.filename}`, 'PUT /api/network/ca'],
  ['network ca', 'DELETE /api/network/ca'],
  ['restart', 'POST /api/restart'],
  ['factory-reset', 'GET /api/factory-reset'],
  ['factory-reset now revert', 'POST /api/factory-reset'],
  ['factory-reset cancel', 'DELETE /api/factory-reset'],
  ['factory-reset announce 0', 'PUT /api/factory-reset/settings'],
  ['backup', 'GET /api/backup'],
  [
    'backup schedule /tmp --recipient age1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    'PUT /api/backup/schedule',
  ],
  ['backup unschedule', 'DELETE /api/backup/schedule'],
  ['backup now', 'POST /api/backup'],
  ['backup delete x', 'DELETE /api/backup/files/:name'],
  ['reboot', 'POST /api/reboot'],
];

const WITHOUT_COMMAND: Readonly<Record<string, string>> = {
  'GET /api/backup/files/:name': 'the file lies in a folder of this host',
  'POST /api/backup/upload': 'backup restore reads the file where it lies',
  'POST /api/backup/plan': 'backup plan needs no daemon',
  'POST /api/backup/restore': 'backup restore needs no daemon',
  'GET /api/alive': 'for the health check of containers; the command’s own connection says as much',
  'GET /api/signpost': 'what strangers on the network may know; status says all of it and more',
  'GET /api/events/live': 'how a page stays fresh; a script asks status again',
  'POST /api/network/keep': 'for a page at the new address, by its code; network confirm is the command',
  'GET /api/drafts/:form': 'what somebody is typing into a form; a command saves at once',
  'PUT /api/drafts/:form': 'what somebody is typing into a form; a command saves at once',
  'DELETE /api/drafts/:form': 'what somebody is typing into a form; a command saves at once',
  'GET /api/me': 'whoever may open the socket is an administrator, and nobody in particular',
  'POST /api/admin': 'people add makes the first one too; the socket is proof enough without the set-up code',
  'POST /api/session': 'there is no sign-in on the socket',
  'DELETE /api/session': 'there is no sign-in on the socket',
  'POST /api/me/password': 'of the person who is signed in; people password NAME is the command',
  'GET /api/me/sessions': 'of the person who is signed in; people lists everybody’s',
  'DELETE /api/me/sessions': 'of the person who is signed in; people sign-out NAME is the command',
};

/** The gateway's server on a socket of its own; tells which routes were asked. */
async function listening(t: Test) {
  const { deps } = fakeDeps();
  const socketPath = join(temporaryFolder(t), 'control.sock');
  const asked: string[] = [];
  const local = await createLocalServer({
    deps,
    logger: pino({ level: 'silent' }) as never,
    webDir: '/nonexistent',
    host: '127.0.0.1',
    port: 0,
    httpsPort: 0,
    socketPath,
    names: () => [],
    async describe(app) {
      app.addHook('onRequest', async (request) => {
        asked.push(`${request.method} ${request.routeOptions.url}`);
      });
    },
  });
  const server = createServer((request, response) => {
    mark(request, { kind: 'cli' });
    local.app.routing(request, response);
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  t.teardown(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await local.app.close();
    rmSync(socketPath, { force: true });
  });
  return { socketPath, asked, all: routes(deps).map((row) => `${row.method} ${row.url}`), deps };
}

test('each route is asked by a command, or the reason why not is told', async (t) => {
  const { socketPath, asked, all, deps } = await listening(t);
  const run = async (line: string) => {
    asked.length = 0;
    const program = createProgram('0', {
      clock: { ...deps.clock, sleep: () => Promise.reject(new Error('enough')) },
      out: () => undefined,
      err: () => undefined,
      exit: () => undefined,
      interrupted: () => undefined,
      firstLine: async () => 'correct horse battery',
      variable: () => undefined,
    });
    await program
      .parseAsync(['--socket', socketPath, ...line.split(' ')], { from: 'user' })
      .catch((error: Error) => t.notMatch(error, { name: 'CommanderError' }, `${line} is a command`));
    return [...asked];
  };
  const reached = new Set<string>();
  for (const [line, ...expected] of COMMANDS) {
    const found = await run(line);
    for (const route of expected) t.ok(found.includes(route), `${line} asks ${route}: ${found.join(', ')}`);
    for (const route of found) reached.add(route);
  }
  const without = Object.keys(WITHOUT_COMMAND);
  t.same(
    all.filter((route) => !reached.has(route) && !without.includes(route)),
    [],
    'no route without a command',
  );
  t.same(
    without.filter((route) => !all.includes(route) || reached.has(route)),
    [],
    'no reason without a route',
  );
});
