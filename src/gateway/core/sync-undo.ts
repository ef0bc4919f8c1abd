/** Undo of the last run (row D11): who goes back to what, from what that run wrote down. Pure. */
import { type CanonicalUser, USER_FIELDS, type UserField } from '../../contract/scim.ts';
import type { Person, RunChangeEntry } from './ports/sync-store.ts';

export type UndoStep = {
  readonly externalId: string;
  readonly personId: number;
  readonly name: string;
  /** The user as it was; undefined: there was none, and what was made is deleted. */
  readonly target: CanonicalUser | undefined;
  readonly fields: readonly (UserField | 'active')[];
};
export type UndoLeft = { readonly name: string; readonly sentence: string };
export type UndoPlan = { readonly steps: readonly UndoStep[]; readonly left: readonly UndoLeft[] };

/** Of whom the plan needs to know. */
export type Undoable = Pick<Person, 'id' | 'remoteId' | 'remoteGone' | 'confirmed' | 'adopted'>;

const LEFT = {
  deleted: 'It was deleted for good.',
  gone: 'It is not in the cloud any more.',
  adopted: 'The account was there before and was taken over.',
} as const;

const FIELDS = [...USER_FIELDS, 'active'] as const;

function stepFor(
  first: RunChangeEntry,
  person: Undoable | undefined,
  wasAdopted: boolean,
): UndoStep | UndoLeft | undefined {
  const { externalId, name, before } = first;
  if (!person) return { name, sentence: LEFT.deleted };
  if (wasAdopted) return { name, sentence: LEFT.adopted };
  const { id: personId, confirmed } = person;
  const isThere = person.remoteId !== undefined && !person.remoteGone && confirmed !== undefined;
  if (!before) {
    // what was made is taken away again; where that is done already, there is nothing to do
    return isThere ? { externalId, personId, name, target: undefined, fields: [] } : undefined;
  }
  if (!isThere) return { name, sentence: LEFT.gone };
  const fields = FIELDS.filter((field) => before[field] !== confirmed[field]);
  return fields.length === 0 ? undefined : { externalId, personId, name, target: before, fields };
}

/**
 * What is still to be done to have everybody as before the run.
 * @param changes of that run, in order
 */
export function undoPlan(
  changes: readonly RunChangeEntry[],
  personOf: (externalId: string) => Undoable | undefined,
): UndoPlan {
  const steps: UndoStep[] = [];
  const left: UndoLeft[] = [];
  for (const [externalId, own] of Map.groupBy(changes, (change) => change.externalId)) {
    const [first] = own;
    if (!first || own.every(({ kind }) => kind === 'gone')) continue;
    const found = stepFor(
      first,
      personOf(externalId),
      own.some(({ kind }) => kind === 'adopted'),
    );
    if (!found) continue;
    if ('sentence' in found) left.push(found);
    else steps.push(found);
  }
  steps.sort((a, b) => (a.externalId < b.externalId ? -1 : 1));
  return { steps, left };
}

/** A stable text of what would be done; its digest is what a person confirms. */
export function undoText(run: string, { steps }: UndoPlan): string {
  return JSON.stringify([
    run,
    steps.map(({ externalId, target, fields }) => [externalId, fields, target ?? null]),
  ]);
}
