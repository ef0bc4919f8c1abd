import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { readOsRelease } from '../../../src/gateway/platform/os-release.ts';

test('names as os-release(5) writes them', async (t) => {
  const file = join(t.testdir(), 'os-release');
  const read = (text: string) => {
    writeFileSync(file, text);
    return readOsRelease([join(t.testdirName, 'missing'), file]);
  };
  t.same(read('PRETTY_NAME="Debian GNU/Linux 12"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\n'), {
    name: 'Debian GNU/Linux',
    versionId: '12',
  });
  t.same(read("# NAME=no\r\nNAME='Rocky Linux'\r\nVERSION_ID=9.4\r\n"), {
    name: 'Rocky Linux',
    versionId: '9.4',
  });
  t.same(read('NAME="A \\"B\\" \\$1"\nID=a\n'), { name: 'A "B" $1', versionId: undefined });
  t.same(read('NAME=\nVERSION_ID=""\n'), { name: undefined, versionId: undefined });
});

test('a host without the file, and this one', async (t) => {
  t.same(readOsRelease([join(t.testdir(), 'missing')]), { name: undefined, versionId: undefined });
  t.type(readOsRelease().name, 'string');
  t.throws(() => readOsRelease([t.testdir()]), { code: 'EISDIR' }, 'another error is not an absence');
});
