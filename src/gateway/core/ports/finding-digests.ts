import type { FindingDigest } from './sync-queries.ts';

/** What is new to look at, until it was told. Adapter: sync/reads.ts. */
export type FindingDigests = {
  /** The oldest first. */
  untold(): readonly FindingDigest[];
  told(id: string): void;
};
