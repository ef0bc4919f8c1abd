/** The folder of releases: a TUF repository as its makers signed it, `metadata/` and `targets/`. */

import type { Static } from 'typebox';
import type { ReleaseFile, ReleaseView } from '../../../contract/rollouts.ts';

/** What the metadata names, verified by nobody here: gateways do that. */
export type Repository = {
  readonly releases: readonly ReleaseView[];
  readonly timestampExpiresAt: number;
  readonly snapshotExpiresAt: number;
  readonly targetsExpiresAt: number;
};
export type ReleaseFileView = Static<typeof ReleaseFile>;

/** A file to be served. */
export type ServedFile = {
  readonly size: number;
  /** Strong: other bytes have another one. With its quotation marks. */
  readonly etag: string;
  /** Its bytes from `start` to before `end`. */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
};

export type ReleaseFolder = {
  /** Undefined while there is no repository. @throws AppError RELEASES_UNREADABLE */
  repository(): Promise<Repository | undefined>;
  /** Undefined when there is no such file. @param path below the part of the folder; no part of it leads out of it */
  open(part: 'metadata' | 'targets', path: string): Promise<ServedFile | undefined>;
};
