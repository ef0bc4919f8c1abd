/** What the stages share: the ports they are given, and the settings of one cycle. */
import type { Fault } from '../../../contract/common.ts';
import type { SyncResult } from '../../../contract/outbox.ts';
import type { UserField } from '../../../contract/scim.ts';
import type { SyncCounts } from '../../../contract/status.ts';
import type { MappingRule, UserPages } from '../../core/ports/connector.ts';
import type { Phone } from '../../core/ports/phone.ts';
import type { ScimPort } from '../../core/ports/scim.ts';
import type { PlanSummary, SyncStore, Totals } from '../../core/ports/sync-store.ts';

/** A source as the engine reads it; the connector behind it is opened outside. */
export type SyncSource = {
  readonly id: string;
  /** Smaller wins where sources name the same attribute. */
  readonly precedence: number;
  /** Changes when the settings that decide what is read change (never holds a secret): the cursor is then dropped. */
  readonly fingerprint: string;
  readonly mapping: readonly MappingRule[];
  /** ISO country of national numbers. */
  readonly country: string | undefined;
  readonly absent: 'clear' | 'keep';
  /** Sent when a user is made, never in a patch (spec: role, DN from a directory). */
  readonly frozen: readonly UserField[];
  users(signal: AbortSignal, cursor: string | undefined): UserPages;
};

export type SyncStage = 'read' | 'normalise' | 'plan' | 'apply' | 'record';
export type StageProgress = { readonly stage: SyncStage; readonly done: number; readonly total?: number };

export type EngineDeps = {
  readonly store: SyncStore;
  readonly scim: ScimPort;
  readonly sources: readonly SyncSource[];
  readonly phone: Phone;
  now(): number;
  /** SHA-256, base64url. */
  digest(text: string): string;
  newId(): string;
  /** Lets other work of the thread run (an abort, a message) between pieces of a long stage. */
  breathe(): Promise<void>;
  log(message: string, facts?: Readonly<Record<string, unknown>>): void;
  progress(progress: StageProgress): void;
};

export type CycleOptions = {
  /** `preview` reads and plans, and sends nothing. */
  readonly mode: 'run' | 'preview';
  /** A person started it: retries are due at once. */
  readonly onDemand: boolean;
  /** This act approves the first plan. */
  readonly approve: boolean;
  /** Hash of the plan whose held removals are released. */
  readonly confirm?: string;
  readonly actor: string;
  /** Days between soft and hard delete; 0 deletes at once. */
  readonly graceDays: number;
  /** After a read that did not end: may changes of the rows that came flow? Removals never do. */
  readonly incompleteChanges: boolean;
};

/** One cycle, being run. */
export type Cycle = EngineDeps & {
  readonly id: string;
  readonly number: number;
  readonly options: CycleOptions;
  readonly signal: AbortSignal;
  readonly startedAt: number;
  readonly counts: { -readonly [K in keyof SyncCounts]: SyncCounts[K] };
  /** The remote is opened when it is first needed; a cycle without change never does. */
  readonly remote: { opened: boolean; lookedUp: number };
};

export type CycleReport = SyncResult & {
  readonly fault?: Fault;
  readonly plan: PlanSummary;
  readonly totals: Totals;
  /** The lists of irregular e-mail addresses are not those of the last report (D9: told once per change). */
  readonly irregularChanged: boolean;
};

/** Rows of one transaction: the worker's stay below 5,000. */
export const CHUNK = 1000;

export function sourceOf(deps: Pick<EngineDeps, 'sources'>, id: string): SyncSource | undefined {
  return deps.sources.find((source) => source.id === id);
}
