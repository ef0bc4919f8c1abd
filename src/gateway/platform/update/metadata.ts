/**
 * Metadata of releases (TUF, theupdateframework.github.io/specification). From the cloud everything is checked, expiry of
 * every role too. From a file, on a site that may have been offline for months: the chain of roots, who signed the list of
 * releases, and its expiry; that timestamp and snapshot ran out is only said.
 */
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Metadata, Root, Targets } from '@tufjs/models';
import { Value } from 'typebox/value';
import { AppError } from '../../../base/errors.ts';
import { ReleaseCustom } from '../../../contract/update.ts';
import { fail } from '../../core/errors.ts';
import type { Release, ReleaseSource, ReleaseWay } from '../../core/ports/update.ts';
import { writeFileAtomic } from '../atomic-file.ts';
import { type Archive, bytesOfEntry, openArchive } from './archive.ts';

const METADATA_MAX_BYTES = 5_000_000;
/** The fetcher gets URLs; only their last part, a name of the metadata, is of interest. */
const BASE = 'http://metadata.invalid';
const ROOT_ROTATIONS = 256;

type Models = typeof import('@tufjs/models');
type Json = Parameters<Models['Metadata']['fromJSON']>[1];

const jsonOf = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString('utf8')) as Json;

/** Hash names of targets in a repository with consistent snapshots. */
export const hashedName = (target: string, sha256: string): string => {
  const { dir, base } = posix.parse(target);
  return posix.join(dir, `${sha256}.${base}`);
};

function releasesOf({ signed }: Metadata<Targets>): Release[] {
  return Object.entries(signed.targets).flatMap(([target, { length, hashes, custom }]) => {
    const { sha256 } = hashes;
    if (sha256 === undefined || !/^[0-9a-f]{64}$/.test(sha256) || !Value.Check(ReleaseCustom, custom))
      return [];
    const release = Value.Clean(ReleaseCustom, Value.Clone(custom)) as ReleaseCustom;
    return [{ ...release, target, bytes: length, sha256 }];
  });
}

/** What the TUF client found, as a row of ours; its own errors have neither codes nor names. */
function explain(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const text = error instanceof Error ? `${error.constructor.name} ${error.message}` : String(error);
  if (/expired/i.test(text)) return fail('UPDATE_EXPIRED', { cause: error });
  if (/less than current version|BadVersion|does not match|Missing file/.test(text))
    return fail('UPDATE_ROLLED_BACK', { cause: error });
  return fail('UPDATE_UNSIGNED', { cause: error });
}

export type MetadataOptions = {
  /** `root.json` that came with the image. */
  readonly rootFile: string;
  /** Where verified metadata is kept, so that none that is older is taken later. */
  readonly folder: string;
  /** The update file that was uploaded. */
  readonly uploadFile: string;
  readonly way: ReleaseWay;
  readonly now: () => number;
};

export function createReleaseMetadata(options: MetadataOptions): ReleaseSource {
  const { rootFile, folder, uploadFile, way, now } = options;
  const own = (name: string) => join(folder, name);

  const ofImage = (): Uint8Array => {
    try {
      return readFileSync(rootFile);
    } catch (cause) {
      throw fail('UPDATE_NO_ROOT', { cause });
    }
  };

  const rootFrom = (models: Models, bytes: Uint8Array): Metadata<Root> => {
    const root = models.Metadata.fromJSON('root' as never, jsonOf(bytes)) as unknown as Metadata<Root>;
    root.verifyDelegate('root', root);
    return root;
  };
  const versionOf = (models: Models, bytes: Uint8Array): number => rootFrom(models, bytes).signed.version;

  /** The newest root that is trusted here, on the disk: the image's, or a later one that those before have signed. */
  async function trustedRoot(models: Models): Promise<Uint8Array> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const image = ofImage();
    try {
      const kept = readFileSync(own('root.json'));
      if (versionOf(models, kept) >= versionOf(models, image)) return kept;
    } catch {
      // none yet, or the power went while it was written
    }
    try {
      versionOf(models, image);
    } catch (cause) {
      throw fail('UPDATE_NO_ROOT', { cause });
    }
    writeFileAtomic(own('root.json'), Buffer.from(image).toString('utf8'), { mode: 0o600 });
    return image;
  }

  async function fetcher(signal: AbortSignal | undefined, failedBy: (error: unknown) => void) {
    const { DownloadHTTPError, DownloadLengthMismatchError } = await import('tuf-js/dist/error.js');
    const bytes = async (url: string, maxLength: number): Promise<Buffer> => {
      const name = decodeURIComponent(posix.basename(new URL(url).pathname));
      const found = await way
        .metadata(name, Math.min(maxLength, METADATA_MAX_BYTES), signal)
        .catch((error) => {
          failedBy(error);
          throw error;
        });
      if (!found) throw new DownloadHTTPError(`there is no ${name}`, 404);
      if (found.byteLength > maxLength) throw new DownloadLengthMismatchError(`${name} is too long`);
      return Buffer.from(found);
    };
    return {
      downloadBytes: bytes,
      downloadFile: () => Promise.reject(new Error('releases are downloaded another way')),
    };
  }

  /** Root files that follow one another, each signed by the one before and by itself. */
  async function chain(models: Models, next: (version: number) => Promise<Uint8Array | undefined>) {
    let bytes = await trustedRoot(models);
    let root = rootFrom(models, bytes);
    for (let n = 0; n < ROOT_ROTATIONS; n++) {
      const found = await next(root.signed.version + 1);
      if (!found) break;
      const candidate = models.Metadata.fromJSON('root' as never, jsonOf(found)) as unknown as Metadata<Root>;
      root.verifyDelegate('root', candidate);
      candidate.verifyDelegate('root', candidate);
      if (candidate.signed.version !== root.signed.version + 1) throw new Error('a root is left out');
      root = candidate;
      bytes = found;
    }
    return { root, bytes };
  }

  const isOver = (signed: { isExpired(at: Date): boolean }) => signed.isExpired(new Date(now()));

  async function fileReleases(archive: Archive) {
    const models = await import('@tufjs/models');
    const part = async (name: string) => {
      const entry = archive.entries.get(`metadata/${name}`);
      return entry && (await bytesOfEntry(archive, entry, METADATA_MAX_BYTES));
    };
    const newestOf = async (role: string) => {
      const versions = [...archive.entries.keys()].flatMap((name) => {
        const [, version] = new RegExp(`^metadata/(\\d+)\\.${role}\\.json$`).exec(name) ?? [];
        return version === undefined ? [] : [Number(version)];
      });
      return await part(versions.length === 0 ? `${role}.json` : `${Math.max(...versions)}.${role}.json`);
    };
    const list = await newestOf('targets');
    if (!list) throw fail('UPDATE_FILE_BAD');
    const { root, bytes } = await chain(models, (version) => part(`${version}.root.json`));
    const targets = models.Metadata.fromJSON(
      'targets' as never,
      jsonOf(list),
    ) as unknown as Metadata<Targets>;
    root.verifyDelegate('targets', targets);
    if (isOver(root.signed) || isOver(targets.signed)) throw fail('UPDATE_EXPIRED');
    writeFileAtomic(own('root.json'), Buffer.from(bytes).toString('utf8'), { mode: 0o600 });

    const warnings: string[] = [];
    for (const role of ['timestamp', 'snapshot'] as const) {
      const text = role === 'timestamp' ? await part('timestamp.json') : await newestOf('snapshot');
      if (text && isOver(models.Metadata.fromJSON(role as never, jsonOf(text)).signed))
        warnings.push(`The ${role} of this update file has run out: there may be a newer version.`);
    }
    const isHere = ({ target, sha256, bytes: size }: Release) =>
      archive.entries.get(`targets/${hashedName(target, sha256)}`)?.uncompressedSize === size;
    return { releases: releasesOf(targets).filter(isHere), warnings };
  }

  return {
    obstacle() {
      try {
        ofImage();
        return undefined;
      } catch {
        return { code: 'UPDATE_NO_ROOT', file: rootFile };
      }
    },

    async fromCloud(signal) {
      const models = await import('@tufjs/models');
      const { Updater } = await import('tuf-js');
      await trustedRoot(models);
      let fault: unknown;
      try {
        const updater = new Updater({
          metadataDir: folder,
          metadataBaseUrl: BASE,
          fetcher: await fetcher(signal, (error) => {
            fault = error;
          }),
        });
        await updater.refresh();
      } catch (error) {
        // the library keeps only the words of what the fetcher said
        throw explain(fault ?? error);
      }
      const targets = models.Metadata.fromJSON('targets' as never, jsonOf(readFileSync(own('targets.json'))));
      return releasesOf(targets as unknown as Metadata<Targets>);
    },

    async fromFile() {
      const archive = await openArchive(uploadFile);
      try {
        return await fileReleases(archive);
      } catch (error) {
        throw explain(error);
      } finally {
        archive.close();
      }
    },
  };
}
