/** What the update machine needs of the world: where releases come from, and how one is put in place. */
import type {
  ReleaseCustom,
  UpdateFactName,
  UpdateFactValue,
  UpdateReason,
  UpdateUploaded,
} from '../../../contract/update.ts';

/** A release, as signed metadata tells it. */
export type Release = ReleaseCustom & {
  /** Path of the target in the metadata. */
  readonly target: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
};

export type ReleaseSource = {
  /** Why no release can be known here; undefined when all is well. */
  obstacle(): { readonly code: 'UPDATE_NO_ROOT'; readonly file: string } | undefined;
  /**
   * All releases of the cloud's metadata, fully verified.
   * @throws AppError UPDATE_NO_ROOT, UPDATE_UNSIGNED, UPDATE_EXPIRED, UPDATE_ROLLED_BACK, and those of the way to the cloud
   */
  fromCloud(signal?: AbortSignal): Promise<readonly Release[]>;
  /**
   * Releases of an update file whose bytes it has, verified as far as a site can that was long offline.
   * @throws AppError UPDATE_NO_ROOT, UPDATE_UNSIGNED, UPDATE_EXPIRED, UPDATE_FILE_BAD
   */
  fromFile(): Promise<{ readonly releases: readonly Release[]; readonly warnings: readonly string[] }>;
};

export type ReleaseFiles = {
  /** Bytes of it that are here already, whole or not. */
  have(release: Release): Promise<number>;
  /**
   * Fetches what is missing, and goes on where it stopped; on the disk when it resolves. Length and hash are those that
   * the metadata says.
   * @throws AppError UPDATE_TAMPERED, UPDATE_NO_SPACE, DISK_FULL, and those of the way to the cloud
   */
  fetch(release: Release, signal: AbortSignal, progress: (bytes: number) => void): Promise<void>;
  /** Takes it out of the update file. @throws AppError UPDATE_TAMPERED, UPDATE_FILE_BAD, UPDATE_NO_SPACE */
  unpackFile(release: Release, signal: AbortSignal, progress: (bytes: number) => void): Promise<void>;
  /** Reads it whole from the disk. False when it is not what the metadata says; then it is deleted. */
  isWhole(release: Release, signal: AbortSignal): Promise<boolean>;
  /** Where it lies. */
  path(release: Release): string;
  /** Bytes that are free where releases are kept. */
  free(): Promise<number>;
  /** Deletes every release that is here, but for this one. */
  keepOnly(release: Release | undefined): Promise<void>;

  uploaded(): Promise<UpdateUploaded>;
  /** One piece of the update file, at its place. @throws AppError UPDATE_OFFSET, UPDATE_NO_SPACE */
  upload(
    at: { readonly start: number; readonly total: number },
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<UpdateUploaded>;
  forgetUpload(): Promise<void>;
};

export type UpdateWay = { readonly from: string; readonly to: string };

/** Versioned directories, or the slots of an appliance. Every call may be repeated after a power cut. */
export type UpdateBackend = {
  readonly kind: 'directory' | 'rauc';
  /** What a release must be made for. */
  readonly hardware: string;
  /** Bytes that it takes beside the downloaded file. */
  room(release: Release): number;
  /** Puts it where it can be started, and does not start it. @throws AppError UPDATE_BAD_RELEASE, UPDATE_NO_SPACE */
  install(file: string, release: Release, signal: AbortSignal): Promise<void>;
  /** The next start, and only a few, tries `to`. */
  activate(way: UpdateWay): Promise<void>;
  /** Starts program or host again; nobody waits for what comes after. */
  restart(): Promise<void>;
  /** A start of `to` was given up, by the launcher, the boot loader or by {@link revert}. */
  fellBack(way: UpdateWay): Promise<UpdateReason | undefined>;
  /** `to` stays. */
  commit(way: UpdateWay): Promise<void>;
  /** The next start is `from` again. */
  revert(way: UpdateWay, reason: UpdateReason): Promise<void>;
  /** Nothing is tried any more; called when an update has ended, however. */
  forget(): Promise<void>;
};

/** How the gateway stands. */
export type UpdateFacts = {
  readonly values: Readonly<Record<UpdateFactName, UpdateFactValue>>;
  /** Memory of this program, bytes. */
  readonly memoryBytes: number;
};

/** Copies of the databases, for a version that cannot read what a newer one made of them. */
export type Snapshots = { take(): Promise<void>; forget(): Promise<void> };

/** How releases come from the cloud: one host, by proxy and authorities as everything that goes there. */
export type ReleaseWay = {
  /**
   * A file of the metadata; undefined when there is none.
   * @throws AppError CLOUD_UNREACHABLE, CLOUD_TLS, PROXY_AUTH, PROXY_UNREACHABLE, CLOUD_REFUSED, CLOUD_ANSWER_BAD
   */
  metadata(name: string, maxBytes: number, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /**
   * A target from `offset` on, or from its start when it is another one than `etag` says.
   * @throws AppError as {@link metadata}
   */
  target(
    path: string,
    from: { readonly offset: number; readonly etag?: string | undefined },
    signal: AbortSignal,
  ): Promise<{
    /** Of the first byte that comes. */
    readonly offset: number;
    readonly etag?: string | undefined;
    readonly pieces: AsyncIterable<Uint8Array>;
  }>;
};
