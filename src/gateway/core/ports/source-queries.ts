import type { SourceCounts } from './sync-store.ts';

/** A row as its source has it, and as it was read last. */
export type SourceRow = {
  readonly anchor: string;
  readonly raw: Readonly<Record<string, string | readonly string[]>>;
};

/** What pages read of one source in sync.db, as of the last commit. */
export type SourceQueries = {
  /** As the last cycle that planned left them. */
  counts(): readonly SourceCounts[];
  /** Is anybody, or any row, of this source known at all? */
  knows(id: string): boolean;
  /** The first rows that are there and could be read. */
  rows(id: string, limit: number): readonly SourceRow[];
};
