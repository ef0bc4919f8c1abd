import { execFileSync } from 'node:child_process';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { test } from 'tap';
import { readBuild } from '../../../src/base/runtime/version.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';

const SCRIPT = fileURLToPath(new URL('../../../scripts/lib/build-time.ts', import.meta.url));

test('the time of the build is what the build wrote, whenever the files were copied', async (t) => {
  const file = join(temporaryFolder(t), 'build.json');
  const write = (epoch: string) =>
    execFileSync(process.execPath, [SCRIPT, file], { env: { SOURCE_DATE_EPOCH: epoch }, stdio: 'pipe' });
  write(String(Date.UTC(2026, 5, 1) / 1000));
  utimesSync(file, new Date('2045-01-01'), new Date('2045-01-01'));
  const build = readBuild(pathToFileURL(file));
  t.match(build, { builtAt: Date.UTC(2026, 5, 1), fromSource: false });
  t.match(build.version, /^\d+\.\d+\.\d+$/);
  t.throws(() => write('yesterday'), 'an epoch that is no number ends the build');

  execFileSync(process.execPath, [SCRIPT, file], { env: {}, stdio: 'pipe' });
  t.ok(readBuild(pathToFileURL(file)).builtAt <= Date.now());
  t.not(readBuild(pathToFileURL(file)).builtAt, build.builtAt, 'without an epoch: now');
});

test('a checkout that runs as it is, or a stamp that cannot be right: the earliest time possible', async (t) => {
  const folder = temporaryFolder(t);
  const earliest = { builtAt: Date.UTC(2026, 0, 1), fromSource: true };
  const of = (name: string) => readBuild(pathToFileURL(join(folder, name)));
  t.match(of('none.json'), earliest);
  for (const text of ['{', '{}', '{"builtAt":"1970-01-01T00:00:00.000Z"}', '{"builtAt":"soon"}']) {
    writeFileSync(join(folder, 'build.json'), text);
    t.match(of('build.json'), earliest, text);
  }
  t.match(readBuild(), earliest, 'this very checkout');
});
