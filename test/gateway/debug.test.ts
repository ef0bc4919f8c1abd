/** What the debug view copies: facts of a whole gateway, and none of its secrets. */
import { test } from 'tap';
import type { DebugFacts, Overview } from '../../src/contract/local-api.ts';
import { startDaemon } from '../helpers/daemon.ts';
import { sourceFile } from '../helpers/programs.ts';

const SECRET = 'bind secret of the directory';
const PROXY_PASSWORD = 'proxy-word';

test('overview, checks and debug facts have no secret in them', { timeout: 60_000 }, async (t) => {
  const daemon = startDaemon(t, {
    program: sourceFile('gateway/main'),
    settings: {
      CLOUD_PROXY: 'http://127.0.0.1:9',
      CLOUD_PROXY_USER: 'edge',
      CLOUD_PROXY_PASSWORD: PROXY_PASSWORD,
    },
  });
  await daemon.line(/"msg":"ready"/);
  await daemon.local('PUT', '/api/pbx', {
    type: 'ldap',
    name: 'Directory',
    values: {
      host: '127.0.0.1',
      port: 389,
      security: 'none',
      bindDn: 'cn=a',
      bindPassword: SECRET,
      baseDn: 'dc=a',
    },
  });
  const debug = await daemon.local<DebugFacts>('GET', '/api/debug');
  t.match(debug, { runtime: process.versions.node, accessLog: { count: 0 } });
  t.ok(debug.databases.find(({ name }) => name === 'state.db')?.bytes, 'its database has a size');
  t.ok(debug.memory.rss > 0);
  const overview = await daemon.local<Overview>('GET', '/api/overview');
  t.match(overview, { pbx: { name: 'Directory' } });
  const health = await daemon.local('GET', '/api/health');
  const { setupCode } = await daemon.local<{ setupCode: string }>('GET', '/api/setup-code');
  const all = JSON.stringify({ overview, health, debug });
  for (const secret of [SECRET, PROXY_PASSWORD, setupCode]) t.notOk(all.includes(secret), 'no secret');
  t.same(await daemon.local('GET', '/api/licences'), { packages: [] }, 'nothing was built');
});
