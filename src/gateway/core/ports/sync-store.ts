/**
 * What the sync engine remembers between cycles (sync.db, in the worker). Calls are synchronous and durable when the
 * surrounding `tx` returns. Adapter: store/sync/.
 */
import type { Fault } from '../../../contract/common.ts';
import type { SyncResult } from '../../../contract/outbox.ts';
import type { CanonicalUser, UserField } from '../../../contract/scim.ts';
import type { UndoLeftCode } from '../../../contract/sync-api.ts';

/** One thing that is wrong with a row or a person; `code` is a row of the table in core/sync-reasons.ts. */
export type Issue = {
  readonly code: string;
  readonly field?: string;
  readonly value?: string;
  /** 0-based, in code points. */
  readonly position?: number;
  /** A value that would be right: offered, never taken by itself. */
  readonly proposal?: string;
  /** More exact than the code's own sentence. */
  readonly sentence?: string;
};

/** Where a value comes from: enough to make it again. */
export type Provenance = { readonly source: string; readonly rule: number; readonly raw: string };

/** What the sources want a person to be. */
export type Desired = {
  readonly user: CanonicalUser;
  /** Fields that a source cleared on purpose (`-`, `<blank>`): removed at the remote whoever wrote them. */
  readonly cleared: readonly UserField[];
  readonly provenance: Partial<Record<UserField | 'active', Provenance>>;
};

/** Why a person is left alone until `hash` (of what is desired) changes, or until the next attempt is due. */
export type Block = {
  readonly hash: string;
  readonly code: string;
  readonly sentence: string;
  readonly remedy: string;
  readonly retryable: boolean;
  /** First failure, ms. */
  readonly since: number;
  readonly count: number;
  /** Due at this instant (ms) or in this cycle, whichever comes first; neither: only a change or a person helps. */
  readonly retryAt?: number;
  readonly retryCycle?: number;
  /** Number of the cycle of the last attempt. */
  readonly cycle: number;
};

export type PlanKind = 'added' | 'changed' | 'removed' | 'disabled' | 'enabled' | 'detained' | 'held';
/** What would happen to the account, in the words of the queue (row D7). */
export type PlanAction = 'add' | 'update' | 'delete' | 'disable' | 'enable';
export type PlanEntry = {
  readonly kind: PlanKind;
  readonly action: PlanAction;
  readonly code?: string;
  readonly why: string;
  /** Since when it has been so, ms. */
  readonly since: number;
};

/**
 * What a person decided about somebody of the sources. `ignored`, `left` (no account again, D17): until it is revoked.
 * `cancelled`, `undone`: until the row changes at its source. `modified`: values in place of the source's. `apply` (let
 * it go, whatever holds it) and `recreate` are used up. `stale` (D18): somebody changed the user in the cloud; the next
 * cycle looks at it and sets right what is ours.
 */
export type DecisionKind =
  | 'apply'
  | 'cancelled'
  | 'ignored'
  | 'left'
  | 'modified'
  | 'recreate'
  | 'stale'
  | 'undone';
export type Decision = {
  readonly id: number;
  readonly externalId: string;
  readonly kind: DecisionKind;
  readonly by: string;
  readonly at: number;
  /** Of what it is about: what is wanted (`apply`), the rows (`cancelled`, `undone`). */
  readonly hash: string | undefined;
  /** `modified`: an empty text clears the field. */
  readonly values: Partial<Record<UserField, string>>;
  /** A person took it back; the next cycle forgets it. */
  readonly revoked: boolean;
  /** Of the whole order that it was given with; one of an earlier release has none. */
  readonly order?: string;
};
export type NewDecision = Omit<Decision, 'id' | 'revoked'>;

export type UndoLeft = {
  readonly personId: number | undefined;
  readonly name: string;
  readonly code: UndoLeftCode;
  /** What the cloud said (FAILED). */
  readonly why?: string;
};

/** What is written down of an undo: what it does, and at its end whom it left. */
export type UndoResult = {
  readonly planHash: string;
  readonly restored: number;
  readonly removed: number;
  readonly added: number;
  readonly left: readonly UndoLeft[];
  readonly leftCount: number;
  readonly ended: boolean;
};

/** One change at the remote, for the list of runs and for undo. */
export type RunChangeEntry = {
  readonly cycle: number;
  readonly personId: number;
  readonly externalId: string;
  readonly sourceId: string;
  readonly name: string;
  readonly kind: AuditEntry['kind'];
  readonly at: number;
  readonly fields: readonly string[];
  /** As the remote had the person before; kept for the last run that changed anybody. */
  readonly before: CanonicalUser | undefined;
};

export type Person = {
  readonly id: number;
  readonly sourceId: string;
  /** Identity at the remote: the anchor of the first record, never a name. */
  readonly externalId: string;
  /** False when every record of this person has left its source. */
  live: boolean;
  desired: Desired | undefined;
  desiredHash: string | undefined;
  issues: readonly Issue[];
  remoteId: string | undefined;
  remoteVersion: string | undefined;
  /** Last confirmed remote state, never the last sent one. */
  confirmed: CanonicalUser | undefined;
  /** Fields that we wrote, with their provenance. Others belong to an administrator and stay. */
  written: Partial<Record<UserField | 'active', Provenance>>;
  /** `desiredHash` that the remote was confirmed to have. */
  settledHash: string | undefined;
  /** Made by somebody else and adopted: never disabled or deleted without a confirmation. */
  adopted: boolean;
  /** Vanished at the remote without our doing (D17). */
  remoteGone: boolean;
  /** When the soft delete was confirmed. */
  disabledAt: number | undefined;
  block: Block | undefined;
  plan: PlanEntry | undefined;
  /** The planner has to look at this person. */
  todo: boolean;
};
export type NewPerson = Pick<Person, 'sourceId' | 'externalId'>;

export type StoredRecord = {
  readonly id: number;
  readonly anchor: string;
  readonly hash: string;
  readonly gone: boolean;
  /** The same identity came more than once in one read. */
  readonly duplicate: boolean;
  readonly personId: number | undefined;
};
export type DirtyRecord = StoredRecord & {
  readonly sourceId: string;
  readonly raw: Readonly<Record<string, string | readonly string[]>>;
  readonly fault: Fault | undefined;
  readonly findings: readonly Issue[];
};
/** A record that is there, and how far its person came. */
export type KnownRecord = {
  readonly id: number;
  readonly anchor: string;
  readonly raw: DirtyRecord['raw'];
  /** A good state was read once. */
  readonly good: boolean;
  /** The remote has this person. */
  readonly applied: boolean;
};

/** Fields whose values only one person can have. */
export const KEY_FIELDS = ['userName', 'email', 'extension', 'phone', 'mobile'] as const;
export type KeyField = (typeof KEY_FIELDS)[number];
/** `login`: what MiCollab makes of a user name (S4), for people of that profile. */
export type KeyKind = KeyField | 'login';
export type Key = { readonly kind: KeyKind; readonly value: string };
/** A value that more than one person wants or holds. */
export type KeyClaim = Key & {
  readonly personId: number;
  readonly desired: boolean;
  readonly applied: boolean;
};

export type OpKind = 'create' | 'update' | 'delete';
/** What an operation is to the person at the page. `deleted` ends a soft delete; `freed` gives a key up for another person. */
export type OpEntry = 'added' | 'changed' | 'removed' | 'disabled' | 'enabled' | 'deleted' | 'freed';
export type OpenOp = {
  readonly opId: string;
  readonly personId: number;
  readonly kind: OpKind;
  readonly state: 'sent' | 'unknown';
  readonly userName: string;
  readonly sentAt: number;
  /** `desiredHash` that this operation brings about. */
  readonly hash: string;
  /** As the plan called it. */
  readonly entry: OpEntry;
  /** The removal was let through by a person: not counted against the rolling limit. */
  readonly confirmed: boolean;
  /** What it writes: ours from now on, even if the answer is lost and something else is wanted by then. */
  readonly fields: readonly (UserField | 'active')[];
};

export type SourceState = {
  readonly id: string;
  readonly fingerprint: string;
  readonly mappingHash: string;
  readonly cursor: string | undefined;
};

/** People whom a source knows, those of them who are active at the remote, and those who are detained or held. */
export type SourceCounts = {
  readonly id: string;
  readonly people: number;
  readonly applied: number;
  readonly detained: number;
};

/** The plan as it stands after the last cycle. */
export type PlanSummary = {
  readonly hash: string;
  readonly madeAt: number;
  readonly approved: boolean;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly detained: number;
  readonly unchanged: number;
  readonly held?: {
    readonly count: number;
    readonly of: number;
    readonly limit: number;
    readonly sentence: string;
  };
};

export type Totals = {
  readonly users: number;
  readonly didNumbers: number;
  readonly withoutEmail: number;
  readonly sharedEmail: number;
};

/** `nameless`: an error row whose identity could not be read; it is nobody. */
export type PresentRow = { readonly id: number; readonly anchor: string; readonly nameless: boolean };

export type SyncStore = {
  /** One transaction. Nested calls join the outer one. */
  tx<T>(f: () => T): T;
  /**
   * As `tx`, and on the disk with the next `tx` at the latest: a power cut may take it back, never what came before it
   * alone. For stages that are simply done again.
   */
  txSoon<T>(f: () => T): T;
  readonly facts: {
    get(key: string): string | undefined;
    set(key: string, value: string): void;
  };
  readonly sources: {
    get(id: string): SourceState | undefined;
    save(state: SourceState): void;
    /** Re-initialise (D8): cursor and hashes of its rows; links, remote ids and decisions stay. */
    forgetRead(id: string): void;
    /** Its people become those of another one, with all that they have; its own rows are forgotten (D19). */
    moveTo(id: string, to: string): void;
    /** Nobody of it is in its list or active at the remote any more. */
    hasLeft(id: string): boolean;
    forget(id: string): void;
    /** The person's first source has left it: this one answers for it now. */
    own(id: string, personId: number): void;
    /** Of people with ids above `after`, up to `upTo`. */
    counts(after: number, upTo: number): readonly SourceCounts[];
  };
  readonly records: {
    find(sourceId: string, anchor: string): StoredRecord | undefined;
    /** New or changed: becomes dirty and present. Returns its id. */
    put(record: {
      readonly sourceId: string;
      readonly anchor: string;
      readonly hash: string;
      readonly raw: Readonly<Record<string, string | readonly string[]>>;
      readonly fault: Fault | undefined;
      readonly findings: readonly Issue[];
    }): number;
    /** Ids and anchors of those present, in pages by id. */
    present(sourceId: string, afterId: number, limit: number): readonly PresentRow[];
    /** Those present with their people, in pages by id. */
    known(sourceId: string, afterId: number, limit: number): readonly KnownRecord[];
    markGone(id: number): void;
    markDuplicate(id: number, duplicate: boolean): void;
    /** Every record of the source, so that a changed mapping reaches all of them. */
    markAllDirty(sourceId: string): void;
    /** The stages after reading look at it again. */
    touch(id: number): void;
    /**
     * By source and anchor.
     * @param except sources whose records wait
     * @param gone those that left, or those that are there
     * @param after behind this one; absent: from the first on
     */
    dirty(
      limit: number,
      except: readonly string[],
      gone: boolean,
      after?: Pick<DirtyRecord, 'sourceId' | 'anchor'>,
    ): readonly DirtyRecord[];
    anyDirty(): boolean;
    ofPerson(personId: number): readonly DirtyRecord[];
    /** It belongs to this person, and the stages after reading have seen it. */
    settle(id: number, personId: number): void;
    /** It belongs to nobody, and the stages after reading look at it again. */
    unlink(id: number): void;
    /** The stages after reading look at this person's records again. */
    markDirtyOf(personId: number): void;
    /** Digest of the rows that make the person: it changes when one of them does, comes or goes. */
    hashOfPerson(personId: number): string;
    remove(id: number): void;
  };
  readonly persons: {
    get(id: number): Person | undefined;
    byExternalId(externalId: string): Person | undefined;
    /** Somebody new, whose row `insert` writes. */
    fresh(person: NewPerson): Person;
    /** Writes a fresh person down. @returns the same with its id */
    insert(person: Person): Person;
    save(person: Person): void;
    /** As `save`, where `live`, `desired` and `issues` are as they were read: nothing that lists are searched by is written. */
    saveRemote(person: Person): void;
    /** With its keys and records. */
    remove(id: number): void;
    /** As if nobody had ever been at the remote: who left the sources is removed, all others are to be planned. */
    forgetRemote(): void;
    /** Those to plan, by id, in pages. */
    todo(afterId: number, limit: number): readonly Person[];
    /** Those who are at the remote as far as we know, by id, in pages. */
    atRemote(afterId: number, limit: number): readonly Person[];
    countAtRemote(): number;
    /** Soft-deleted at or before this instant, by id, in pages. */
    graceOver(before: number, afterId: number, limit: number): readonly Person[];
    /** A blocked attempt is due. */
    retryDue(now: number, cycle: number): boolean;
    /** Active at the remote, by source. */
    applied(sourceId: string): number;
    live(sourceId: string): number;
    liveTotal(): number;
    /** Present at a source, with a detaining issue of their own. */
    planned(kind: PlanKind): number;
    /** People of the sources, and those of them who have a number of their own. */
    totals(): Pick<Totals, 'users' | 'didNumbers'>;
    /** The highest id; 0 where there is nobody. */
    lastId(): number;
    /** Identities of people of the sources without an e-mail address, with ids above `after`, up to `upTo`. */
    withoutEmail(after: number, upTo: number): readonly string[];
  };
  readonly keys: {
    setDesired(personId: number, keys: readonly Key[]): void;
    /**
     * What the person holds at the remote, or may hold while an answer is missing. What another person holds in our books
     * is left out: it cannot be written down twice.
     */
    setApplied(personId: number, keys: readonly Key[]): void;
    /** Nobody holds anything. */
    forgetApplied(): void;
    /** Adds to what the person may hold. */
    reserve(personId: number, keys: readonly Key[]): void;
    /** Who holds it at the remote. */
    holder(key: Key): number | undefined;
    /** Persons who want it. */
    claimants(key: Key): readonly number[];
    /**
     * Values with more than one person concerned, in pieces of the whole table.
     * @param after where the piece before ended; absent: from the start
     * @returns `next` where there is more
     */
    contested(after?: Key): { readonly claims: readonly KeyClaim[]; readonly next?: Key };
    /**
     * E-mail addresses that several people of the sources have, a line for each address and person, in order and in
     * pieces of the whole table.
     * @param after where the piece before ended
     * @returns `next` where there is more
     */
    sharedEmails(after: string): { readonly lines: readonly string[]; readonly next?: string };
  };
  /** What is to be looked at of people who are there (row D9), as a list of its own: so that each is told once. */
  readonly findings: {
    /** Id of the last of the next so many people of whom anything is said; undefined after the last one. */
    pageEnd(afterPerson: number, limit: number): number | undefined;
    /** The list is what is said of these people. What is new or another now belongs to this digest. */
    settle(people: { readonly after: number; readonly upTo: number }, digest: number): void;
    /** Number of the digest that is being made; the same until it is closed. */
    nextDigest(): number;
    hasAny(digest: number): boolean;
    /** It is news when it comes again. */
    forget(personId: number, code: string): void;
    /** The digest is whole: whoever tells it may have it. */
    close(digest: {
      readonly number: number;
      readonly id: string;
      readonly at: number;
      readonly withoutEmail: number;
      readonly sharedEmail: number;
    }): void;
  };
  /** What people decided; written by the gateway while no cycle need run, taken up by the next one. */
  readonly decisions: {
    /** Live people whom a decision leaves alone. */
    quiet(): number;
    /** Not taken up yet. */
    fresh(): readonly Decision[];
    taken(id: number): void;
    all(): readonly Decision[];
    /** In place of one of the same kind. Counts as taken up. */
    put(decision: NewDecision): void;
    drop(id: number): void;
    dropOf(externalId: string, kind: DecisionKind): void;
  };
  readonly changes: {
    /** Values of the runs before this one are forgotten with the first change of a run. */
    forgetBefore(cycle: number): void;
    add(change: RunChangeEntry): void;
    /** In order. */
    ofRun(cycle: number): readonly RunChangeEntry[];
    /** Number of the run of this id, if it is the last one that changed anybody and was not undone. */
    undoable(id: string): number | undefined;
  };
  readonly ops: {
    open(): readonly OpenOp[];
    ofPerson(personId: number): OpenOp | undefined;
    /** State `sent`. A person has one open operation at most. */
    add(op: Omit<OpenOp, 'state'>): void;
    setUnknown(opId: string): void;
    close(opId: string): void;
  };
  readonly cycles: {
    /** Number of the new cycle, from 1. */
    begin(cycle: {
      readonly id: string;
      readonly startedAt: number;
      readonly mode: string;
      readonly actor: string;
    }): number;
    end(result: SyncResult & { readonly fault?: Fault }): void;
    /** That run is being taken back by this one. */
    undone(run: number, by: string, result: UndoResult): void;
    /** How the undo of this run goes; of an earlier release: undefined. */
    undoOf(run: number): UndoResult | undefined;
    undoEnded(run: number, result: UndoResult): void;
    /** Forgets those begun before; the newest stays, since the numbers go on from it. */
    prune(before: number): void;
  };
  readonly audit: {
    /** Appends to the hash chain. */
    append(entry: AuditEntry): void;
    /** Removals since `from` that no person confirmed, by source. */
    removalsSince(sourceId: string, from: number): number;
    /** Cuts the chain's beginning off: what is older. What it was cut after is kept, so that the rest can be verified. */
    prune(before: number): void;
  };
};

/** The end of a hash chain: number of its last row (0: it is empty) and that row's hash. */
export type ChainHead = { readonly count: number; readonly head: string };
export const EMPTY_CHAIN: ChainHead = { count: 0, head: '' };

/** One change at the remote. Field names only; values stay out of the chain. */
export type AuditEntry = {
  readonly at: number;
  readonly cycleId: string;
  readonly actor: string;
  readonly sourceId: string;
  readonly externalId: string;
  readonly kind: OpEntry | 'adopted' | 'gone';
  readonly fields: readonly string[];
  readonly confirmed: boolean;
};
