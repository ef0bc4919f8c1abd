/** What the stages share: the ports they are given, and the settings of one cycle. */
import { USER_FIELDS, type UserField } from '../../../contract/scim.ts';
import type { SyncCounts } from '../../../contract/status.ts';
import type { SynchroniserEnd, ValidationProfile } from '../../../contract/sync-api.ts';
import type { ConnectorSession, DeviceRules, MappingRule, UserPages } from '../../core/ports/connector.ts';
import type { Phone } from '../../core/ports/phone.ts';
import type { ScimPort } from '../../core/ports/scim.ts';
import type { Person, SyncStore } from '../../core/ports/sync-store.ts';
import type { CycleOptions, StageProgress } from '../../core/sync-cycle.ts';

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
  /** A telephone system and a directory that both know a person should name one address (D20). */
  readonly kind?: 'pbx' | 'directory';
  /** Every operation waits in the detained queue until a person lets it go (D8). */
  readonly deferAll?: boolean;
  /** The source hands out numbers and groups (core/ports/connector.ts). */
  readonly devices?: DeviceRules;
  /** After a read that did not end: may changes of the rows that came flow? Absent: as the cycle says. */
  readonly incompleteChanges?: boolean;
  /** Absent: `cloud`. */
  readonly validation?: ValidationProfile;
  /** Role of new accounts whose sources name none. */
  readonly featureProfile?: string;
  /** Beside the e-mail address: records of other sources with this same value are one person. */
  readonly joinBy?: UserField;
  /** It is being deleted. `delete`: it is read as empty. `move`: its people become those of `to`, and stay as they are. */
  readonly leaving?: SynchroniserEnd;
  /** Read everything anew, as if nothing had been read before. */
  readonly reinitialise?: boolean;
  users(signal: AbortSignal, cursor: string | undefined): UserPages;
  /** Who is there, without values: for what a delta cannot tell. */
  readonly ids?: NonNullable<ConnectorSession['ids']>;
};

export type EngineDeps = {
  readonly store: SyncStore;
  readonly scim: ScimPort;
  readonly sources: readonly SyncSource[];
  /** Which user directory `scim` leads to. Ids and confirmed values of another one are void here. */
  readonly remote: string;
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

/** One cycle, being run. */
export type Cycle = EngineDeps & {
  readonly id: string;
  readonly number: number;
  readonly options: CycleOptions;
  readonly signal: AbortSignal;
  readonly startedAt: number;
  readonly counts: { -readonly [K in keyof SyncCounts]: SyncCounts[K] };
  /** The remote is opened when it is first needed; a cycle without change never does. `changed`: something was changed there. */
  readonly asked: { opened: boolean; lookedUp: number; changed: boolean };
};

/** Asks the remote for the first time in this cycle. */
export async function openScim(cycle: Cycle): Promise<void> {
  if (cycle.asked.opened) return;
  cycle.asked.opened = true;
  await cycle.scim.open(cycle.signal);
}

/** Rows of one transaction: the worker's stay below 5,000. */
export const CHUNK = 1000;

/** Fact: number of the run that is being taken back; empty when none is. */
export const UNDOING = 'undo';
export const isUndoing = ({ store }: Pick<Cycle, 'store'>) => (store.facts.get(UNDOING) ?? '') !== '';

/** Key of the fact that holds a source's own count of DID numbers. */
export const didNumbersOf = (sourceId: string) => `didNumbers ${sourceId}`;

/**
 * Fields of this person that are never patched: what a directory says of role and DN, whichever source answers for the
 * person. Where nobody says anything, by whose word it was written.
 */
export function frozenFor(cycle: Pick<EngineDeps, 'sources'>, person: Person): UserField[] {
  if (!cycle.sources.some(({ frozen }) => frozen.length > 0)) return [];
  return USER_FIELDS.filter((field) => {
    const from = person.desired?.provenance[field] ?? person.written[field];
    return sourceOf(cycle, from?.source ?? person.sourceId)?.frozen.includes(field) ?? false;
  });
}

export function sourceOf(deps: Pick<EngineDeps, 'sources'>, id: string): SyncSource | undefined {
  return deps.sources.find((source) => source.id === id);
}
