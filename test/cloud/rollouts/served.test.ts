/** The real cloud gives out a really signed repository, and the gateway's own client takes it from there. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { uploadFileOf } from '../../../src/gateway/platform/update/files.ts';
import { createReleaseMetadata } from '../../../src/gateway/platform/update/metadata.ts';
import { makeRepository } from '../../helpers/releases.ts';
import { makeUplink, temporaryFolder } from '../../helpers/uplink.ts';
import { startCloud } from '../harness.ts';

test('a signed release is listed whole, and believed by a gateway', async (t) => {
  const folder = temporaryFolder(t);
  const repository = makeRepository(folder);
  const target = await repository.release('2.0.0', { notes: 'New.' });
  const cloud = await startCloud(t, { releases: join(folder, 'repository') });
  await cloud.partner('ann@one.example');
  const ann = await cloud.signIn('ann@one.example');
  t.match((await ann.get('/api/releases')).body, {
    releases: [{ version: '2.0.0', notes: 'New.', files: [{ path: target, present: true }] }],
    metadata: { timestampExpiresAt: Number },
  });
  const { releases: way } = await makeUplink(t, { base: cloud.url });
  const own = join(folder, 'gateway');
  mkdirSync(own);
  const source = createReleaseMetadata({
    rootFile: repository.rootFile,
    folder: join(own, 'metadata'),
    uploadFile: uploadFileOf(own),
    way,
    now: Date.now,
  });
  t.match(await source.fromCloud(), [{ version: '2.0.0', target }]);
  repository.rotate('targets');
  await repository.release('2.1.0');
  t.equal((await source.fromCloud()).length, 2, 'after a change of keys');
});
