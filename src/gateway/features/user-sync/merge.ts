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
};

const byPrecedence = (a: Part, b: Part) =>
  a.precedence - b.precedence || (a.source < b.source ? -1 : a.source > b.source ? 1 : 0);

type Choice = { readonly value: string | typeof CLEAR; readonly provenance: Provenance };

function choose(field: UserField, parts: readonly Part[]): Choice | undefined {
  for (const part of parts) {
    const found = part.record.values.get(field);
    if (!found) continue;
    const raw = found.value === CLEAR ? '-' : found.value;
    return { value: found.value, provenance: { source: part.source, rule: found.rule, raw } };
  }
  return undefined;
}

/** Where nobody says anything: a source that keeps lets the earlier value stand. */
function kept(field: UserField, parts: readonly Part[], earlier: Desired | undefined): Choice | undefined {
  const value = earlier?.user[field];
  const provenance = earlier?.provenance[field];
  if (value === undefined || !provenance) return undefined;
  return parts.some((part) => part.source === provenance.source && part.absent === 'keep')
    ? { value, provenance }
    : undefined;
}

function activeOf(parts: readonly Part[]): { value: boolean; provenance?: Provenance } {
  for (const part of parts) {
    const { active } = part.record;
    if (active)
      return {
        value: active.value,
        provenance: { source: part.source, rule: active.rule, raw: String(active.value) },
      };
  }
  return { value: true };
}

/**
 * @param earlier what was desired before, for sources whose absent values are kept
 * @param parts at least one, in any order
 */
export function merge(parts: readonly Part[], earlier: Desired | undefined): Desired {
  const ordered = [...parts].sort(byPrecedence);
  const values: Partial<Record<UserField, string>> = {};
  const provenance: Desired['provenance'] = {};
  const cleared: UserField[] = [];
  for (const field of USER_FIELDS) {
    const choice = choose(field, ordered) ?? kept(field, ordered, earlier);
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
  return { user, cleared: cleared.filter((field) => field !== 'userName'), provenance };
}
