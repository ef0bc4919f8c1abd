import type { Fault } from '../../../contract/common.ts';
import type { IrregularUser, PlanChange } from '../../../contract/local-api.ts';
import type { SyncResult } from '../../../contract/outbox.ts';
import type {
  Decision,
  DetainedAction,
  DetainedDetail,
  DetainedPage,
  Explanation,
  FindingPage,
  PersonState,
  RunChange,
  SyncPerson,
  SyncRun,
  UndoView,
  UserSummary,
} from '../../../contract/sync-api.ts';
import type { ChainHead, Person, PlanKind, PlanSummary, Totals } from './sync-store.ts';

export type Page<T> = { items: T[]; total: number; next?: string };
export type PageQuery = { readonly q?: string; readonly after?: string; readonly limit?: number };
export type ChangesQuery = PageQuery & { readonly kind?: PlanKind };
/** `none`: without e-mail address. `shared`: with one that others have too. */
export type IrregularQuery = PageQuery & { readonly list: 'none' | 'shared' };
export type DetainedFilter = {
  readonly action?: DetainedAction;
  readonly code?: string;
  readonly source?: string;
  readonly q?: string;
};
export type DetainedQuery = PageQuery & DetainedFilter;
export type RunChangesQuery = PageQuery & { readonly kind?: string };
export type PeopleQuery = PageQuery & { readonly state?: PersonState; readonly source?: string };
export type FindingsQuery = PageQuery & { readonly code?: string };
/** What one cycle brought or changed of what is to be looked at (invariant 22: told once). */
export type FindingDigest = {
  /** UUIDv7. */
  readonly id: string;
  readonly at: number;
  readonly total: number;
  readonly codes: readonly { readonly code: string; readonly sentence: string; readonly count: number }[];
  /** The first hundred. */
  readonly people: readonly { readonly name: string; readonly code: string }[];
  /** Both lists of irregular e-mail addresses, whole. */
  readonly withoutEmail: number;
  readonly sharedEmail: number;
};
/** One person as the books have it, for the explanation. */
export type WholePerson = {
  readonly shown: SyncPerson;
  readonly person: Person;
  readonly raw: Explanation['raw'];
  readonly issues: Explanation['issues'];
  readonly history: Explanation['history'];
  /** That still hold. */
  readonly decisions: Explanation['decisions'];
};
export type LastCycle = SyncResult & { readonly fault?: Fault };

/** How the chain ends now, and the first row that is not what was written (or is missing). */
export type ChainReport = ChainHead & { readonly brokenAt?: number };

/** What pages read of sync.db while the worker may be writing it. Everything is as of the last commit. */
/** How things stand; nothing of it before the first cycle. Asked for with each status: one look, three statements. */
export type SyncState = {
  readonly plan?: PlanSummary;
  readonly totals?: Totals;
  readonly last?: LastCycle;
};

export type SyncQueries = {
  state(): SyncState;
  changes(query: ChangesQuery): Page<PlanChange>;
  irregular(query: IrregularQuery): Page<IrregularUser>;
  detained(query: DetainedQuery): DetainedPage;
  detainedOne(id: string): DetainedDetail | undefined;
  decisions(query: PageQuery): Page<Decision>;
  people(query: PeopleQuery): Page<SyncPerson>;
  person(id: string): WholePerson | undefined;
  /** Everybody of the sources; `total` is of the page. */
  summary(query: PageQuery): Page<UserSummary>;
  findings(query: FindingsQuery): FindingPage;
  /** Digests that nobody was told of, the oldest first. */
  untoldDigests(): readonly FindingDigest[];
  runs(query: PageQuery): Page<SyncRun>;
  run(id: string): SyncRun | undefined;
  runChanges(id: string, query: RunChangesQuery): Page<RunChange>;
  /** What undoing this run would do; undefined when it cannot be undone. */
  undo(id: string): UndoView | undefined;
  /** How the undo of this run ended; undefined when it was not undone. */
  undone(id: string): UndoView | undefined;
  /**
   * Reads the audit chain from behind `base` to its end, letting other work run meanwhile.
   * @param kept an end that it had once: where it has another one now, it was cut or made anew
   * @returns undefined when it cannot be known now
   */
  auditChain(base: ChainHead, kept: ChainHead): Promise<ChainReport | undefined>;
};
