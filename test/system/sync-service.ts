/**
 * A service that starts the gateway's two kinds of process, as the gateway does, and says what came of it: for the test
 * that the unit's sandbox lets them work. Its folder is the first argument.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src/base/runtime/clock.ts';
import { readEnvironment } from '../../src/gateway/config.ts';
import { checkDatabases } from '../../src/gateway/platform/database-check.ts';
import { createSyncRunner } from '../../src/gateway/sync/runner.ts';

const [folder = ''] = process.argv.slice(2);
const say = (what: string) => process.stdout.write(`${what}\n`);
const path = join(folder, 'users.csv');
writeFileSync(path, 'id,givenName,familyName,email\nu1,Ann,Lee,ann@example.com\n');
const env = readEnvironment().forChildren;
const runner = createSyncRunner({
  job: () => ({
    folder,
    remote: '',
    sources: [{ id: 'pbx', type: 'csv', values: { path } }],
    scim: { kind: 'main', baseUrl: 'https://cloud.example/scim/v2' },
  }),
  transport: () => async () => Promise.reject(new Error('there is no cloud')),
  env,
  clock: systemClock,
  log: (message, facts) => say(`${message} ${JSON.stringify(facts)}`),
  onSetAside: () => undefined,
});
const { signal } = new AbortController();
const cycle = {
  mode: 'preview',
  onDemand: true,
  approve: false,
  actor: 'test',
  graceDays: 30,
  incompleteChanges: true,
} as const;
const { outcome, plan } = await runner.run(cycle, { signal, progress: () => undefined });
say(`cycle ${outcome}, to add ${plan.added}`);
say(`database ${JSON.stringify(await checkDatabases([join(folder, 'sync.db')], { env, signal }))}`);
