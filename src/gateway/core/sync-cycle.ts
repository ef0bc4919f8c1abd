/** One cycle as others see it: how it is asked for, how it goes on, how it ended. */
import type { Fault } from '../../contract/common.ts';
import type { SyncResult } from '../../contract/outbox.ts';
import type { SourceDetail } from './ports/connector.ts';
import type { PlanSummary, Totals } from './ports/sync-store.ts';

export type SyncStage = 'read' | 'normalise' | 'plan' | 'apply' | 'record';
export type StageProgress = { readonly stage: SyncStage; readonly done: number; readonly total?: number };

export type CycleOptions = {
  /** `preview` reads and plans, and sends nothing. `decide` carries decisions out, `undo` takes a run back; both read nothing anew. */
  readonly mode: 'run' | 'preview' | 'decide' | 'undo';
  /** A person started it: retries are due at once. */
  readonly onDemand: boolean;
  /** This act approves the first plan. */
  readonly approve: boolean;
  /** Hash of the plan whose held removals are released. */
  readonly confirm?: string;
  readonly actor: string;
  /** With mode `undo`: the run, and the digest of what the person saw. */
  readonly undo?: { readonly run: string; readonly planHash: string };
  /** Days between soft and hard delete; 0 deletes at once. */
  readonly graceDays: number;
  /** After a read that did not end: may changes of the rows that came flow? Removals never do. */
  readonly incompleteChanges: boolean;
};

/** How the read of one source ended, for its page. */
export type SourceRead = {
  readonly source: string;
  readonly at: number;
  readonly end: 'complete' | 'delta' | 'incomplete';
  readonly rows: number;
  readonly durationMs: number;
  readonly fault?: Fault;
  /** What the source told about itself. */
  readonly details?: readonly SourceDetail[];
};

/** What one turn of the slow check of the remote found (C8). */
export type ShadowReport = {
  /** People who were compared, and of how many at the remote. */
  readonly read: number;
  readonly of: number;
  /** Differed from what we took for confirmed: the next cycle puts them right. */
  readonly drifted: number;
  /** Not there any more. */
  readonly missing: number;
  readonly requests: number;
};

export type CycleReport = SyncResult & {
  readonly reads: readonly SourceRead[];
  /** Sources that were being deleted and of which nothing is left to do. */
  readonly left: readonly string[];
  readonly fault?: Fault;
  readonly plan: PlanSummary;
  readonly totals: Totals;
};
