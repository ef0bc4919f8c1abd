import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'tap';
import { fileSizes, programFacts, readLicences } from '../../../src/gateway/platform/program-facts.ts';

test('a database counts with what SQLite keeps beside it; one that is not there is left out', async (t) => {
  const dir = t.testdir({ 'state.db': 'x'.repeat(100), 'state.db-wal': 'x'.repeat(30), 'other.db-wal': 'x' });
  t.same(await fileSizes(['state.db', 'other.db'].map((name) => join(dir, name))), [
    { name: 'state.db', bytes: 130 },
  ]);
  const { memory, runtime } = programFacts();
  t.ok(memory.rss >= memory.heapUsed && memory.heapUsed > 0);
  t.equal(`v${runtime}`, process.version);
});

test('the licences of the build: none from sources, and a damaged file is an error', async (t) => {
  const file = (name: string) => pathToFileURL(join(dir, name));
  const dir = t.testdir({
    'good.json': '{"packages":[{"name":"a","version":"1","licence":"MIT"}]}',
    'cut.json': '{"packages":[{"na',
    'other.json': '{"packages":[{"name":1}]}',
  });
  t.same(await readLicences(file('good.json')), { packages: [{ name: 'a', version: '1', licence: 'MIT' }] });
  t.same(await readLicences(file('none.json')), { packages: [] });
  await t.rejects(readLicences(file('cut.json')));
  await t.rejects(readLicences(file('other.json')));
});
