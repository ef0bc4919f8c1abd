/** A repository of releases with small ones in it, and a server that gives it out as the cloud does. */

import { createReadStream, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Test } from 'tap';
import { type Expiry, openRepository, packRelease } from '../../scripts/lib/release-repository.ts';
import { CLOUD_PATH } from '../../src/contract/claim.ts';
import type { ReleaseCustom } from '../../src/contract/update.ts';

export const HARDWARE = `${process.platform}-${process.arch}`;

/** A release whose program says its version; `main` is the text of it. */
export async function smallRelease(
  folder: string,
  version: string,
  main = `console.log(${JSON.stringify(version)});\n`,
  files: Readonly<Record<string, string>> = {},
): Promise<string> {
  const tree = join(folder, `tree-${version}`);
  mkdirSync(join(tree, 'dist/gateway'), { recursive: true });
  writeFileSync(join(tree, 'package.json'), JSON.stringify({ version, type: 'module' }));
  writeFileSync(join(tree, 'dist/gateway/main.js'), main);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(tree, name), text);
  const out = join(folder, `cloudlink-${version}.zip`);
  await packRelease(tree, out, { level: 0 });
  return out;
}

export const custom = (version: string, more: Partial<ReleaseCustom> = {}): ReleaseCustom => ({
  version,
  floor: '1.0.0',
  form: 'directory',
  hardware: [HARDWARE],
  ...more,
});

export function makeRepository(folder: string, now?: () => number, days?: Expiry) {
  const repository = openRepository(join(folder, 'repository'), join(folder, 'keys'), now, days);
  repository.init();
  const rootFile = join(folder, 'image-root.json');
  writeFileSync(rootFile, readFileSync(repository.rootFile));
  return {
    ...repository,
    rootFile,
    async release(version: string, more: Partial<ReleaseCustom> = {}, main?: string) {
      return await repository.add(await smallRelease(folder, version, main), custom(version, more));
    },
  };
}

export type ServedReleases = {
  readonly base: string;
  /** `GET /path range`. */
  readonly requests: string[];
  /** The folder that is served; another one may be put in its place. */
  folder: string;
  /** Bytes of a target after which the connection is cut, once. */
  cutAfter: number | undefined;
  /** Put in place of what is asked for. */
  readonly instead: Map<string, Buffer>;
  ignoreRange: boolean;
  close(): Promise<void>;
};

/** Range, ETag and If-Range as RFC 9110 §13.1.5 and §14 have them. */
export async function serveReleases(t: Pick<Test, 'teardown'>, folder: string): Promise<ServedReleases> {
  const requests: string[] = [];
  const instead = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    requests.push(`${path} ${request.headers.range ?? ''}`.trim());
    const below = (base: string, kind: string) =>
      path.startsWith(`${base}/`) ? join(served.folder, kind, path.slice(base.length + 1)) : undefined;
    const file = below(CLOUD_PATH.updateMetadata, 'metadata') ?? below(CLOUD_PATH.updateTargets, 'targets');
    const replaced = instead.get(path.split('/').at(-1) ?? '');
    if (replaced) return void response.end(replaced);
    const size = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false })?.size;
    if (file === undefined || size === undefined) return void response.writeHead(404).end();
    const etag = `"${size}"`;
    const isPart = !served.ignoreRange && request.headers['if-range'] === etag;
    const start = isPart ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
    response.writeHead(start > 0 ? 206 : 200, {
      etag,
      'content-length': size - start,
      ...(start > 0 ? { 'content-range': `bytes ${start}-${size - 1}/${size}` } : {}),
    });
    let sent = 0;
    const stream = createReadStream(file, { start, highWaterMark: 16 * 1024 });
    stream.on('data', (piece) => {
      sent += piece.length;
      if (served.cutAfter !== undefined && path.includes('/targets/') && sent >= served.cutAfter) {
        served.cutAfter = undefined;
        stream.destroy();
        response.write(piece, () => response.destroy());
        return;
      }
      response.write(piece);
    });
    stream.on('end', () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const served: ServedReleases = {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    folder,
    cutAfter: undefined,
    instead,
    ignoreRange: false,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  t.teardown(() => served.close());
  return served;
}
