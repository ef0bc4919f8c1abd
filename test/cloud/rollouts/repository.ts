/** A folder as scripts/make-release-repository leaves it, unsigned: the cloud reads it, and verifies nothing. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type Release = { readonly version: string; readonly contents: string; readonly hardware?: string[] };

export function writeRepository(
  folder: string,
  releases: readonly Release[],
  more: { number?: number; expires?: Date } = {},
): string[] {
  const { number = 1 } = more;
  const expires = (more.expires ?? new Date('2027-01-01T00:00:00Z')).toISOString();
  const targets: Record<string, object> = {};
  const names = releases.map(({ version, contents, hardware = ['linux-x64'] }) => {
    const sha256 = createHash('sha256').update(contents).digest('hex');
    const path = `cloudlinkd/${version}-${hardware[0]}.tar.gz`;
    const name = join(dirname(path), `${sha256}.${version}-${hardware[0]}.tar.gz`);
    mkdirSync(join(folder, 'targets', dirname(name)), { recursive: true });
    writeFileSync(join(folder, 'targets', name), contents);
    targets[path] = {
      length: Buffer.byteLength(contents),
      hashes: { sha256 },
      custom: {
        version,
        floor: '1.0.0',
        form: 'directory',
        hardware,
        releasedAt: Date.UTC(2026, 10, 3),
        notes: `Notes of ${version}.`,
      },
    };
    return name;
  });
  mkdirSync(join(folder, 'metadata'), { recursive: true });
  const write = (name: string, signed: object) =>
    writeFileSync(
      join(folder, 'metadata', name),
      JSON.stringify({ signed: { expires, ...signed }, signatures: [] }),
    );
  write(`${number}.targets.json`, { targets });
  write(`${number}.snapshot.json`, { meta: { 'targets.json': { version: number } } });
  write('timestamp.json', { meta: { 'snapshot.json': { version: number } } });
  return names;
}
