/** The daemon's worker thread: what it finds reaches the main thread. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { createSyncReads } from '../../../src/gateway/sync/reads.ts';
import { createSyncRunner } from '../../../src/gateway/sync/runner.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';
import { start } from '../../peers/scimmy-server.ts';
import { RUN } from '../user-sync/helpers/bench.ts';
import { file, lines } from './stand-alone.ts';

test('a damaged sync.db: pages go on, the worker puts it aside and says so', async (t) => {
  const folder = temporaryFolder(t);
  const server = await start({});
  t.teardown(() => server.close());
  const csv = join(folder, 'users.csv');
  writeFileSync(csv, file(lines(2)));
  const state = join(folder, 'sync');
  mkdirSync(state);
  writeFileSync(join(state, 'sync.db'), 'no database '.repeat(1000));

  const reads = createSyncReads(() => state);
  t.equal(reads.lastCycle(), undefined, 'nothing is known');
  t.same(reads.changes({}), { items: [], total: 0 });

  const aside: string[] = [];
  const runner = createSyncRunner({
    job: () => ({
      folder: state,
      remote: '',
      sources: [{ id: 'pbx', type: 'csv', values: { path: csv } }],
      scim: { kind: 'bearer', baseUrl: server.url, token: server.token },
    }),
    log: () => undefined,
    onSetAside: (name) => aside.push(name),
  });
  const hooks = { signal: new AbortController().signal, progress: () => undefined };
  t.match(await runner.run(RUN, hooks), { outcome: 'inSync', counts: { added: 2 } });
  t.equal(aside.length, 1);
  t.match(aside[0], /sync\.db\.corrupt-/);
  t.match(reads.lastCycle(), { outcome: 'inSync' });
  await runner.run(RUN, hooks);
  t.equal(aside.length, 1, 'told once');
});
