/**
 * A program that is nothing but the gateway's sync runner, for tests in which it dies.
 *
 *     node sync-parent.ts <folder> <csv> <scim url> <token>
 */
import { systemClock } from '../../src/base/runtime/clock.ts';
import { createSyncRunner } from '../../src/gateway/sync/runner.ts';
import { RUN } from '../gateway/user-sync/helpers/bench.ts';

const [folder = '', path = '', baseUrl = '', token = ''] = process.argv.slice(2);
const runner = createSyncRunner({
  job: () => ({
    folder,
    remote: '',
    sources: [{ id: 'pbx', type: 'csv', values: { path } }],
    scim: { kind: 'bearer', baseUrl, token },
  }),
  env: {},
  clock: systemClock,
  log: () => undefined,
  onSetAside: () => undefined,
});
await runner.run(RUN, { signal: new AbortController().signal, progress: () => undefined });
