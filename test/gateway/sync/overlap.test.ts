/** While the remote works on one batch, the disk works on its neighbours: each request leaves before the transaction. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'tap';
import { runCycle } from '../../../src/gateway/sync/run-cycle.ts';
import { start } from '../../peers/scimmy-server.ts';
import { file, lines } from './stand-alone.ts';

const BATCHES = 5;

test('each request is on the wire before its batch’s neighbours are written down', async (t) => {
  const server = await start();
  t.teardown(() => server.close());
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-overlap-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const importDir = join(folder, 'import');
  mkdirSync(importDir);
  writeFileSync(join(importDir, 'users.csv'), file(lines(BATCHES * 100)));

  let sent = 0;
  const heard = (message: unknown) => {
    const { path, method } = (message as { request: { path: string; method: string } }).request;
    if (method === 'POST' && path.endsWith('/Bulk')) sent++;
  };
  subscribe('undici:client:sendHeaders', heard);
  t.teardown(() => unsubscribe('undici:client:sendHeaders', heard));

  /** Requests on the wire as each transaction of the stage ended. */
  const leftBefore: number[] = [];
  const report = await runCycle(
    {
      folder: join(folder, 'state'),
      sources: [{ id: 'csv', type: 'csv', values: { path: 'users.csv' }, importDir }],
      scim: { kind: 'bearer', baseUrl: server.url, token: server.token },
      remote: server.url,
      options: {
        mode: 'run',
        onDemand: true,
        approve: true,
        actor: 'test',
        graceDays: 30,
        incompleteChanges: true,
      },
    },
    {
      signal: new AbortController().signal,
      log: () => undefined,
      progress: ({ stage }) => void (stage === 'apply' && leftBefore.push(sent)),
      onSetAside: (name) => t.fail(name),
    },
  );
  t.match(report, { counts: { added: BATCHES * 100 } });
  t.same(leftBefore.slice(0, BATCHES), [1, 2, 3, 4, 5]);
});
