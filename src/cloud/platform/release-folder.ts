/** The folder of releases on the disk. It is copied there by the operator while the cloud runs, the metadata last. */
import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, type TObject, type TProperties, Type } from 'typebox';
import { Value } from 'typebox/value';
import { compareVersions } from '../../base/version-order.ts';
import type { ReleaseView } from '../../contract/rollouts.ts';
import { ReleaseCustom } from '../../contract/update.ts';
import { fail } from '../core/errors.ts';
import type { ReleaseFileView, ReleaseFolder, Repository, ServedFile } from '../core/ports/releases.ts';

/** TUF specification 1.0.31, §4: what is read of each role; the rest is the gateways' business. */
const Signed = <T extends TProperties>(part: T) =>
  Type.Object({ signed: Type.Object({ expires: Type.String(), ...part }) });
const Meta = Type.Record(Type.String(), Type.Object({ version: Type.Integer({ minimum: 1 }) }));
const Timestamp = Signed({ meta: Meta });
const Snapshot = Signed({ meta: Meta });
const Targets = Signed({
  targets: Type.Record(
    Type.String(),
    Type.Object({
      length: Type.Integer({ minimum: 0 }),
      hashes: Type.Record(Type.String(), Type.String()),
      custom: Type.Optional(Type.Unknown()),
    }),
  ),
});

/** A name that leads nowhere else: no empty part, none that begins with a dot. */
const PATH = /^(?!\.)[A-Za-z0-9._+-]+(\/(?!\.)[A-Za-z0-9._+-]+)*$/;
/** Of consistent snapshots: the name begins with the digest of the contents. */
const DIGEST = /(?:^|\/)([0-9a-f]{64})\.[^/]*$/;
const METADATA_BYTES = 8 * 1024 * 1024;
const PIECE = 64 * 1024;

const isAbsent = (error: unknown) =>
  ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String((error as NodeJS.ErrnoException).code));

async function orAbsent<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

async function* pieces(handle: FileHandle, start: number, end: number): AsyncIterable<Uint8Array> {
  for (let at = start; at < end; ) {
    const { bytesRead, buffer } = await handle.read({
      buffer: Buffer.allocUnsafe(Math.min(PIECE, end - at)),
      position: at,
    });
    // it was cut short meanwhile: the answer ends too early, which its length tells
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}

/** @param folder holds `metadata/` and `targets/`; it need not exist */
export function createReleaseFolder(folder: string): ReleaseFolder {
  const role = async <T extends TObject>(schema: T, names: readonly string[]): Promise<Static<T>> => {
    for (const name of names) {
      const file = join(folder, 'metadata', name);
      const found = await orAbsent(stat(file));
      if (!found?.isFile()) continue;
      if (found.size > METADATA_BYTES) throw fail('RELEASES_UNREADABLE');
      try {
        return Value.Parse(schema, JSON.parse(await readFile(file, 'utf8')));
      } catch (cause) {
        throw fail('RELEASES_UNREADABLE', { cause });
      }
    }
    throw fail('RELEASES_UNREADABLE');
  };

  const namesOf = (name: string, meta: Readonly<Record<string, { readonly version: number }>>) => {
    const version = meta[`${name}.json`]?.version;
    return version === undefined ? [] : [`${version}.${name}.json`, `${name}.json`];
  };

  const expiry = (text: string): number => {
    const at = Date.parse(text);
    if (Number.isNaN(at)) throw fail('RELEASES_UNREADABLE');
    return at;
  };

  /** A target lies under its digest, or under its plain name. */
  const isPresent = async (path: string, length: number, sha256: string | undefined) => {
    const slash = path.lastIndexOf('/') + 1;
    const names = sha256 === undefined ? [] : [`${path.slice(0, slash)}${sha256}.${path.slice(slash)}`];
    for (const name of [...names, path]) {
      const found = PATH.test(name) ? await orAbsent(stat(join(folder, 'targets', name))) : undefined;
      if (found?.isFile() && found.size === length) return true;
    }
    return false;
  };

  const read = async (): Promise<Repository> => {
    const timestamp = (await role(Timestamp, ['timestamp.json'])).signed;
    const snapshot = (await role(Snapshot, namesOf('snapshot', timestamp.meta))).signed;
    const targets = (await role(Targets, namesOf('targets', snapshot.meta))).signed;
    const releases = new Map<string, ReleaseView & { readonly files: ReleaseFileView[] }>();
    for (const [path, { length, hashes, custom }] of Object.entries(targets.targets)) {
      // a target without the words of a release is none
      if (!Value.Check(ReleaseCustom, custom)) continue;
      const { version, floor, form, hardware, releasedAt, notes } = custom;
      const release = releases.get(version) ?? {
        version,
        floor,
        ...(releasedAt === undefined ? {} : { releasedAt }),
        ...(notes === undefined ? {} : { notes }),
        files: [],
      };
      const present = await isPresent(path, length, hashes.sha256);
      release.files.push({ path, bytes: length, form, hardware: [...hardware], present });
      releases.set(version, release);
    }
    return {
      releases: [...releases.values()].sort((a, b) => compareVersions(b.version, a.version)),
      timestampExpiresAt: expiry(timestamp.expires),
      snapshotExpiresAt: expiry(snapshot.expires),
      targetsExpiresAt: expiry(targets.expires),
    };
  };

  return {
    async repository() {
      const found = await orAbsent(stat(join(folder, 'metadata', 'timestamp.json')));
      return found && (await read());
    },
    async open(part, path): Promise<ServedFile | undefined> {
      if (!PATH.test(path)) return undefined;
      const handle = await orAbsent(open(join(folder, part, path), 'r'));
      if (!handle) return undefined;
      const found = await handle.stat();
      if (!found.isFile()) {
        await handle.close();
        return undefined;
      }
      const digest = part === 'targets' ? DIGEST.exec(path)?.[1] : undefined;
      return {
        size: found.size,
        etag: `"${digest ?? `${found.ino}-${found.mtimeMs}-${found.size}`}"`,
        read: (start, end) => pieces(handle, start, end),
        close: () => handle.close(),
      };
    },
  };
}
