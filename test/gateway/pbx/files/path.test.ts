import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { csv } from '../../../../src/gateway/pbx/csv/index.ts';
import { temporaryFolder } from '../../../helpers/uplink.ts';

test('the daemon reads files of its import folder only, links followed; a person’s own run reads any', async (t) => {
  const data = temporaryFolder(t);
  const importDir = join(data, 'import');
  mkdirSync(join(importDir, 'deep'), { recursive: true });
  const people = 'id,email\n1,ada@contoso.example\n';
  for (const file of ['import/users.csv', 'import/deep/users.csv', 'outside.csv'])
    writeFileSync(join(data, file), people);
  symlinkSync(join(data, 'outside.csv'), join(importDir, 'link.csv'));
  symlinkSync(importDir, join(data, 'alias'));
  const test = async (path: string, dir: string | undefined) => {
    const { signal } = new AbortController();
    const context = { log: () => undefined, signal, ...(dir === undefined ? {} : { importDir: dir }) };
    const session = await csv.open({ path }, context);
    const [step] = await session.test(signal);
    return step?.ok === true ? 'read' : step?.fault?.sentence;
  };
  for (const path of ['users.csv', 'deep/users.csv', join(importDir, 'users.csv')])
    t.equal(await test(path, importDir), 'read', path);
  t.equal(await test('users.csv', join(data, 'alias')), 'read', 'the folder itself may be a link');
  for (const path of [
    '../outside.csv',
    join(data, 'outside.csv'),
    'link.csv',
    '/etc/passwd',
    '/nowhere/x.csv',
    '.',
  ])
    await t.rejects(
      test(path, importDir),
      { code: 'SOURCE_FILE', message: /not in the import folder/ },
      path,
    );
  t.match(await test('missing.csv', importDir), /missing\.csv/, 'missing: said as it is');
  t.equal(await test(join(data, 'outside.csv'), undefined), 'read', 'a person’s own run');
});
