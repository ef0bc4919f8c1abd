/**
 * Uniqueness over desired and applied together: the holder keeps a value and newcomers are detained; where nobody holds
 * it, all who want it are detained. Pure, and independent of order: detaining only ever detains more, so the smallest
 * set that satisfies the rules is the only answer.
 */
import type { KeyClaim, KeyField, KeyKind } from '../../core/ports/sync-store.ts';
import { isIdentity, keyId } from './keys.ts';

export type Standing = {
  /** Still in a source. */
  readonly live: boolean;
  /** Detained for a reason of its own, or its last attempt failed: it moves nowhere in this cycle. */
  readonly stuck: boolean;
  /** Left the source, and may be removed (or was soft-deleted before). */
  readonly leaves: boolean;
  readonly name: string;
};
export type Conflict = {
  readonly code: string;
  readonly field: KeyKind;
  readonly value: string;
  readonly with: string;
};
export type Uniqueness = {
  /** Person → why it is detained. */
  readonly conflicts: ReadonlyMap<number, Conflict>;
  /** Person that left → numbers that it gives up, because somebody else wants them. */
  readonly freed: ReadonlyMap<number, readonly KeyField[]>;
};

type Contest = {
  readonly kind: KeyKind;
  readonly value: string;
  readonly claimants: readonly number[];
  readonly holder: number | undefined;
};

function contests(claims: readonly KeyClaim[]): Contest[] {
  const groups = Map.groupBy(claims, keyId);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const claimants = group.filter((claim) => claim.desired).map((claim) => claim.personId);
    const holder = group.find((claim) => claim.applied)?.personId;
    return [{ kind: first.kind, value: first.value, claimants, holder }];
  });
}

const duplicate = (kind: KeyKind) => `DUP_${kind.toUpperCase()}`;

/** The code for a claimant who does not hold the value; undefined when the way is free. */
function verdict(
  contest: Contest,
  standing: (person: number) => Standing,
  isDetained: (person: number) => boolean,
): string | undefined {
  const { kind, claimants, holder } = contest;
  if (claimants.length > 1) return duplicate(kind);
  if (holder === undefined || claimants[0] === holder) return undefined;
  const { live, stuck, leaves } = standing(holder);
  if (!live) return isIdentity(kind) ? 'REUSED_KEY' : leaves ? undefined : duplicate(kind);
  return stuck || isDetained(holder) ? duplicate(kind) : undefined;
}

export function uniqueness(claims: readonly KeyClaim[], standing: (person: number) => Standing): Uniqueness {
  const all = contests(claims);
  const conflicts = new Map<number, Conflict>();
  for (let moved = true; moved; ) {
    moved = false;
    for (const contest of all) {
      const code = verdict(contest, standing, (person) => conflicts.has(person));
      if (code === undefined) continue;
      for (const person of contest.claimants) {
        if (person === contest.holder || conflicts.has(person)) continue;
        const other = contest.holder ?? contest.claimants.find((p) => p !== person) ?? person;
        const { kind: field, value } = contest;
        conflicts.set(person, { code, field, value, with: standing(other).name });
        moved = true;
      }
    }
  }
  return { conflicts, freed: freedBy(all, standing, conflicts) };
}

function freedBy(
  all: readonly Contest[],
  standing: (person: number) => Standing,
  conflicts: ReadonlyMap<number, Conflict>,
): Map<number, KeyField[]> {
  const freed = new Map<number, KeyField[]>();
  for (const { kind, claimants, holder } of all) {
    const [claimant] = claimants;
    if (holder === undefined || claimant === undefined || claimant === holder) continue;
    const { live, leaves } = standing(holder);
    if (live || !leaves || isIdentity(kind) || conflicts.has(claimant) || standing(claimant).stuck) continue;
    freed.set(holder, [...(freed.get(holder) ?? []), kind]);
  }
  return freed;
}
