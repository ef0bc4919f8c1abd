/**
 * Applications of an MSL host by its packages. What Mitel calls its packages is not public (04-mitel-facts §5), so nothing
 * is guessed: which package is which application is a setting, `msl.packages`, empty until somebody who knows fills it.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { PackagedApplication } from '../../core/ports/host-facts.ts';

const run = promisify(execFile);
const TIMEOUT_MS = 10_000;
const MAX_BYTES = 1024 * 1024;
/** rpm(8), --queryformat. The moment of installation, seconds since 1970, tells two versions of one package apart. */
const FORMAT = String.raw`%{NAME}\t%{INSTALLTIME}\t%{VERSION}-%{RELEASE}\n`;

/**
 * @param root of the host
 * @param packages `package=application type`
 * @throws Error when rpm is not there or cannot read its database
 */
export async function readPackaged(
  root: string,
  packages: readonly string[],
): Promise<PackagedApplication[]> {
  const types = new Map(packages.map((pair) => pair.split('=') as [string, string]));
  if (types.size === 0) return [];
  const { stdout } = await run('rpm', ['--root', root, '-qa', '--queryformat', FORMAT, ...types.keys()], {
    timeout: TIMEOUT_MS,
    maxBuffer: MAX_BYTES,
    // nothing of our settings is for it
    env: { PATH: '/usr/bin:/bin' },
  });
  const installed = stdout
    .split('\n')
    .map((line) => line.split('\t') as [string, string?, string?])
    .toSorted(([, a], [, b]) => Number(a) - Number(b));
  // the newest of one package comes last and stays
  const versions = new Map(installed.map(([name, , version]) => [name, version]));
  return [...types].flatMap(([name, type]) => {
    const version = versions.get(name);
    return version === undefined ? [] : [{ type, version }];
  });
}
