import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { createSyncFolders, KEPT_MS } from '../../../src/gateway/sync/folders.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';

test('a link has a folder of its own; those of earlier links go when nobody has written there for 30 days', async (t) => {
  const root = join(temporaryFolder(t), 'sync');
  const folders = createSyncFolders(root);
  const [first, second] = ['019a0000-0000-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000002'];
  t.not(folders.of(first), folders.of(second));
  t.notOk(existsSync(folders.of(undefined)), 'while unlinked there is nothing to read');
  const now = Date.parse('2026-11-25T12:00:00Z');
  const write = (id: string, at: number) => {
    mkdirSync(folders.of(id), { recursive: true });
    const file = join(folders.of(id), 'sync.db');
    writeFileSync(file, id);
    for (const path of [file, folders.of(id)]) utimesSync(path, new Date(at), new Date(at));
  };
  write(first, now - KEPT_MS - 1000);
  write(second, now - KEPT_MS - 1000);
  t.same(folders.prune(first, now), [second], 'its own folder stays, however long nothing happened');
  write(second, now - KEPT_MS + 1000);
  t.same(folders.prune(first, now), []);
  t.same(folders.prune(undefined, now), [first], 'unlinked: also the last one, after its time');
  t.same(readdirSync(root), [second]);
});
