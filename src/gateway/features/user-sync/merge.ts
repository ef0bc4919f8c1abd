/** Records of one person, from one or more sources → what the person shall be. Pure. */
import { type CanonicalUser, USER_FIELDS, type UserField } from '../../../contract/scim.ts';
import type { Desired, Provenance } from '../../core/ports/sync-store.ts';
import { type Canonical, CLEAR } from './mapping.ts';

/** One source's word about a person. */
export type Part = {
  readonly source: string;
  /** Smaller wins; ties by source id, never by time. */
  readonly precedence: number;
  /** What an absent value means here. */
  readonly absent: 'clear' | 'keep';
  readonly anchor: string;
  readonly record: Canonical;
  /** Fields that the source has a rule for. Without it: all. */
  readonly rules?: ReadonlySet<string>;
  /** What stood at the source, for a rule. Without it: the value. */
  readonly raw?: (rule: number) => string;
};

export type MergeOptions = {
  /** Is this source still a synchroniser? Without it every one is. */
  readonly exists?: (source: string) => boolean;
  /** Role of a new account whose sources name none, and whose word that is. */
  readonly featureProfile?: { readonly source: string; readonly role: string } | undefined;
  /** Fields that stand for a service: blanking one removes nothing (S4). */
  readonly services?: readonly UserField[];
};

export type Merged = {
  readonly desired: Desired;
  /** Services that a source blanked and that stay: they are removed by hand. */
  readonly unblanked: readonly UserField[];
};

/** In place of a rule's number: the value is of a synchroniser or a rule that is not there any more (D19). */
export const KEPT = -2;
/** In place of a rule's number: the synchroniser's feature profile. */
export const PROFILE = -1;

const byPrecedence = (a: Part, b: Part) =>
  a.precedence - b.precedence ||
  (a.source < b.source ? -1 : a.source > b.source ? 1 : 0) ||
  (a.anchor < b.anchor ? -1 : a.anchor > b.anchor ? 1 : 0);

type Choice = { readonly value: string | typeof CLEAR; readonly provenance: Provenance };

function sayingOf(field: UserField, part: Part): Choice | undefined {
  const found = part.record.values.get(field);
  if (!found) return undefined;
  const raw = part.raw?.(found.rule) ?? (found.value === CLEAR ? '-' : found.value);
  return { value: found.value, provenance: { source: part.source, rule: found.rule, raw } };
}

const sayings = (field: UserField, parts: readonly Part[]): Choice[] =>
  parts.flatMap((part) => sayingOf(field, part) ?? []);

/** The word of the first in order that says anything. */
function firstSaying(field: UserField, ordered: readonly Part[]): Choice | undefined {
  const first = ordered.find((part) => part.record.values.has(field));
  return first && sayingOf(field, first);
}

/**
 * Where nobody says anything. An earlier value stands that is of a source which keeps, of a synchroniser that is gone
 * (its people were moved), or of a rule that was removed.
 */
function kept(
  field: UserField,
  parts: readonly Part[],
  earlier: Desired | undefined,
  { exists = () => true }: MergeOptions,
): Choice | undefined {
  const value = earlier?.user[field];
  const provenance = earlier?.provenance[field];
  if (value === undefined || !provenance) return undefined;
  const own = parts.filter((part) => part.source === provenance.source);
  if (own.some((part) => part.absent === 'keep' && (part.rules?.has(field) ?? true)))
    return { value, provenance };
  const isOrphan =
    !exists(provenance.source) || own.some((part) => part.rules !== undefined && !part.rules.has(field));
  return isOrphan ? { value, provenance: { ...provenance, rule: KEPT } } : undefined;
}

function activeOf(parts: readonly Part[]): { value: boolean; provenance?: Provenance } {
  for (const part of parts) {
    const { active } = part.record;
    if (!active) continue;
    const raw = part.raw?.(active.rule) ?? String(active.value);
    return { value: active.value, provenance: { source: part.source, rule: active.rule, raw } };
  }
  return { value: true };
}

function profiled({ featureProfile }: MergeOptions): Choice | undefined {
  if (!featureProfile) return undefined;
  const { source, role } = featureProfile;
  return { value: role, provenance: { source, rule: PROFILE, raw: role } };
}

/** A service cannot be removed by blanking: what was there stays. */
function unblanked(
  field: UserField,
  choice: Choice,
  earlier: Desired | undefined,
  { services = [] }: MergeOptions,
): Choice | undefined {
  const value = earlier?.user[field];
  const provenance = earlier?.provenance[field];
  if (choice.value !== CLEAR || !services.includes(field) || value === undefined || !provenance)
    return undefined;
  return { value, provenance };
}

/**
 * @param earlier what was desired before, for values that are kept
 * @param parts at least one, in any order
 */
export function merge(
  parts: readonly Part[],
  earlier: Desired | undefined,
  options: MergeOptions = {},
): Merged {
  const ordered = [...parts].sort(byPrecedence);
  const values: Partial<Record<UserField, string>> = {};
  const provenance: Desired['provenance'] = {};
  const cleared: UserField[] = [];
  const stay: UserField[] = [];
  for (const field of USER_FIELDS) {
    const said = firstSaying(field, ordered);
    const stays = said && unblanked(field, said, earlier, options);
    if (stays) stay.push(field);
    const profile = field === 'role' ? profiled(options) : undefined;
    const choice = stays ?? said ?? kept(field, ordered, earlier, options) ?? profile;
    if (!choice) continue;
    if (choice.value === CLEAR) cleared.push(field);
    else {
      values[field] = choice.value;
      provenance[field] = choice.provenance;
    }
  }
  const active = activeOf(ordered);
  if (active.provenance) provenance.active = active.provenance;
  // a source without a rule for it: the e-mail address, else the identity at the source
  const userName = values.userName ?? values.email?.toLowerCase() ?? ordered[0]?.anchor ?? '';
  const user: CanonicalUser = { ...values, userName, active: active.value };
  return {
    desired: { user, cleared: cleared.filter((field) => field !== 'userName'), provenance },
    unblanked: stay,
  };
}

export type Loser = { readonly field: UserField; readonly source: string; readonly value: string };

/** What sources say beside the value that won, in order of precedence; an empty text where one clears. */
export function losersOf(parts: readonly Part[], desired: Desired): Loser[] {
  const ordered = [...parts].sort(byPrecedence);
  return USER_FIELDS.flatMap((field) => {
    const winner = desired.provenance[field]?.source ?? sayings(field, ordered)[0]?.provenance.source;
    return sayings(field, ordered).flatMap(({ value, provenance: { source } }) => {
      const text = value === CLEAR ? '' : value;
      return source === winner || text === (desired.user[field] ?? '')
        ? []
        : [{ field, source, value: text }];
    });
  });
}
