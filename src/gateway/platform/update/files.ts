/** Releases on the disk: downloaded in parts that survive a power cut, and update files that a person uploads. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../base/clock.ts';
import { toAppError } from '../../../base/errors.ts';
import { UPDATE_FILE_BYTES, type UpdateUploaded } from '../../../contract/update.ts';
import { fail } from '../../core/errors.ts';
import type { Release, ReleaseFiles, ReleaseWay } from '../../core/ports/update.ts';
import { folderSynced, writeFileAtomic } from '../atomic-file.ts';
import { openArchive } from './archive.ts';
import { hashedName } from './metadata.ts';

export type ReleaseFilesOptions = {
  /** Only the daemon looks into it. */
  readonly folder: string;
  readonly way: ReleaseWay;
  /** How much a second; 0: as fast as it comes. Telephony shares the line. */
  readonly bytesPerSecond: number;
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
};

/** So much may be lost to a power cut and is fetched again. */
const SYNC_BYTES = 8 * 1024 * 1024;

export const uploadFileOf = (folder: string) => join(folder, 'upload.zip');

const sizeOf = async (path: string): Promise<number> => {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
};

/** A full disk, in the words of an update. */
const explained = (error: unknown) =>
  toAppError(error).code === 'DISK_FULL' ? fail('UPDATE_NO_SPACE', { cause: error }) : error;

async function hashInto(hash: Hash, path: string, signal?: AbortSignal): Promise<void> {
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
    signal?.throwIfAborted();
    hash.update(piece as Buffer);
  }
}

export function createReleaseFiles({
  folder,
  way,
  bytesPerSecond,
  clock,
}: ReleaseFilesOptions): ReleaseFiles {
  const downloads = join(folder, 'download');
  const whole = ({ sha256 }: Release) => join(downloads, sha256);
  const part = (release: Release) => `${whole(release)}.part`;
  const tagFile = (release: Release) => `${whole(release)}.etag`;
  const upload = uploadFileOf(folder);
  const uploadPart = `${upload}.part`;
  let uploading = false;

  const tagOf = (release: Release) => readFile(tagFile(release), 'utf8').catch(() => undefined);

  /** Slows down to the budget. */
  const pacer = (signal: AbortSignal) => {
    const began = clock.monotonic();
    let sent = 0;
    return async (bytes: number) => {
      sent += bytes;
      if (bytesPerSecond === 0) return;
      const early = (sent / bytesPerSecond) * 1000 - (clock.monotonic() - began);
      if (early > 50) await clock.sleep(early, signal);
    };
  };

  /** Appends to `file`, hashing; on the disk when it resolves. @returns bytes in the file */
  const append = async (
    file: FileHandle,
    from: number,
    release: Release,
    hash: Hash,
    pieces: AsyncIterable<Uint8Array>,
    each: (at: number, bytes: number) => Promise<void> | void,
  ): Promise<number> => {
    let at = from;
    let unsynced = 0;
    try {
      for await (const piece of pieces) {
        if (at + piece.byteLength > release.bytes) throw fail('UPDATE_TAMPERED');
        await file.write(piece, 0, piece.byteLength, at);
        hash.update(piece);
        at += piece.byteLength;
        unsynced += piece.byteLength;
        if (unsynced >= SYNC_BYTES) {
          await file.datasync();
          unsynced = 0;
        }
        await each(at, piece.byteLength);
      }
    } finally {
      await file.sync();
    }
    return at;
  };

  /** What is there is what it should be: it gets its name. */
  const finish = async (release: Release, at: number, hash: Hash): Promise<void> => {
    if (at !== release.bytes || hash.digest('hex') !== release.sha256) {
      await drop(release);
      throw fail('UPDATE_TAMPERED');
    }
    await rename(part(release), whole(release));
    await rm(tagFile(release), { force: true });
    await folderSynced(downloads);
  };
  const drop = async (release: Release) => {
    for (const path of [whole(release), part(release), tagFile(release)]) await rm(path, { force: true });
  };

  const fetchRest = async (
    release: Release,
    signal: AbortSignal,
    progress: (bytes: number) => void,
  ): Promise<void> => {
    const file = await open(part(release), 'a+').then(async (made) => {
      await made.close();
      return await open(part(release), 'r+');
    });
    try {
      let at = Math.min(await sizeOf(part(release)), release.bytes);
      let hash = createHash('sha256');
      await hashInto(hash, part(release), signal);
      if (at < release.bytes) {
        const etag = await tagOf(release);
        const answer = await way.target(
          hashedName(release.target, release.sha256),
          { offset: at, etag },
          signal,
        );
        if (answer.offset !== at) {
          at = answer.offset;
          hash = createHash('sha256');
          await file.truncate(at);
        }
        if (answer.etag !== undefined && answer.etag !== etag)
          writeFileAtomic(tagFile(release), answer.etag, { mode: 0o600 });
        const pace = pacer(signal);
        at = await append(file, at, release, hash, answer.pieces, async (now, bytes) => {
          progress(now);
          await pace(bytes);
        });
      }
      if (at < release.bytes) throw fail('UPDATE_DOWNLOAD');
      await finish(release, at, hash);
    } finally {
      await file.close();
    }
  };

  const uploaded = async (): Promise<UpdateUploaded> => {
    const size = await sizeOf(upload);
    if (size > 0) return { offset: size, total: size, complete: true };
    const total = Number(await readFile(`${uploadPart}.total`, 'utf8').catch(() => '0'));
    return { offset: total === 0 ? 0 : await sizeOf(uploadPart), total, complete: false };
  };
  const forgetUpload = async () => {
    for (const path of [upload, uploadPart, `${uploadPart}.total`]) await rm(path, { force: true });
  };

  const writePiece = async (start: number, total: number, bytes: AsyncIterable<Uint8Array>) => {
    const file = await open(uploadPart, start === 0 ? 'w' : 'r+', 0o600);
    let at = start;
    try {
      for await (const piece of bytes) {
        if (at + piece.byteLength > total) throw fail('UPDATE_OFFSET');
        await file.write(piece, 0, piece.byteLength, at);
        at += piece.byteLength;
      }
    } finally {
      await file.sync();
      await file.close();
    }
    if (at < total) return;
    await rename(uploadPart, upload);
    await rm(`${uploadPart}.total`, { force: true });
    await folderSynced(folder);
  };

  const free = async () => {
    await mkdir(downloads, { recursive: true, mode: 0o700 });
    const { bavail, bsize } = await statfs(downloads);
    return bavail * bsize;
  };

  return {
    path: whole,
    free,
    uploaded,
    forgetUpload,
    have: async (release) => (await sizeOf(whole(release))) || (await sizeOf(part(release))),

    async fetch(release, signal, progress) {
      await mkdir(downloads, { recursive: true, mode: 0o700 });
      if ((await sizeOf(whole(release))) === release.bytes) return;
      try {
        await fetchRest(release, signal, progress);
      } catch (error) {
        throw explained(error);
      }
    },

    async unpackFile(release, signal, progress) {
      await mkdir(downloads, { recursive: true, mode: 0o700 });
      const archive = await openArchive(upload);
      try {
        const entry = archive.entries.get(`targets/${hashedName(release.target, release.sha256)}`);
        if (!entry) throw fail('UPDATE_FILE_BAD');
        const file = await open(part(release), 'w', 0o600);
        try {
          const hash = createHash('sha256');
          const at = await append(file, 0, release, hash, await archive.read(entry), (now) => {
            signal.throwIfAborted();
            progress(now);
          });
          await finish(release, at, hash);
        } finally {
          await file.close();
        }
      } catch (error) {
        signal.throwIfAborted();
        const { code } = toAppError(error);
        // what the unpacker says of a damaged archive is no error of this program
        throw code === 'INTERNAL' ? fail('UPDATE_FILE_BAD', { cause: error }) : explained(error);
      } finally {
        archive.close();
      }
    },

    async isWhole(release, signal) {
      if ((await sizeOf(whole(release))) === release.bytes) {
        const hash = createHash('sha256');
        await hashInto(hash, whole(release), signal);
        if (hash.digest('hex') === release.sha256) return true;
      }
      await drop(release);
      return false;
    },

    async keepOnly(release) {
      const names = await readdir(downloads).catch(() => []);
      for (const name of names)
        if (release === undefined || !name.startsWith(release.sha256))
          await rm(join(downloads, name), { force: true });
      if (release === undefined) await forgetUpload();
    },

    async upload({ start, total }, bytes) {
      if (total > UPDATE_FILE_BYTES || total <= 0) throw fail('UPDATE_FILE_BAD');
      if (uploading) throw fail('UPDATE_OFFSET');
      uploading = true;
      try {
        const here = await uploaded();
        if (start !== 0 && (here.complete || here.total !== total || here.offset !== start))
          throw fail('UPDATE_OFFSET');
        if ((await free()) < total - start) throw fail('UPDATE_NO_SPACE');
        if (start === 0) {
          await forgetUpload();
          writeFileAtomic(`${uploadPart}.total`, String(total), { mode: 0o600 });
        }
        await writePiece(start, total, bytes);
        return await uploaded();
      } catch (error) {
        throw explained(error);
      } finally {
        uploading = false;
      }
    },
  };
}
