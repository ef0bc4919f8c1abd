/** Undo of the last run (row D11): who goes back to what, from what that run wrote down. Pure. */
import { type CanonicalUser, USER_FIELDS, type UserField } from '../../contract/scim.ts';
import type { UndoLeftCode } from '../../contract/sync-api.ts';
import type { Person, RunChangeEntry, UndoLeft, UndoResult } from './ports/sync-store.ts';

export type UndoStep = {
  readonly externalId: string;
  readonly personId: number;
  readonly name: string;
  /** The user as it was; undefined: there was none, and what was made is deleted. */
  readonly target: CanonicalUser | undefined;
  readonly fields: readonly (UserField | 'active')[];
};
export type UndoPlan = { readonly steps: readonly UndoStep[]; readonly left: readonly UndoLeft[] };

/** Of whom the plan needs to know. */
export type Undoable = Pick<Person, 'id' | 'remoteId' | 'remoteGone' | 'confirmed' | 'adopted'>;

export const UNDO_LEFT: Readonly<Record<UndoLeftCode, string>> = {
  DELETED: 'It was deleted for good.',
  GONE: 'It is not in the cloud any more.',
  ADOPTED: 'The account was there before and was taken over.',
  FAILED: 'It could not be taken back.',
};

const FIELDS = [...USER_FIELDS, 'active'] as const;

function stepFor(
  first: RunChangeEntry,
  person: Undoable | undefined,
  wasAdopted: boolean,
): UndoStep | UndoLeft | undefined {
  const { externalId, name, before } = first;
  const left = (code: UndoLeftCode): UndoLeft => ({ personId: person?.id, name, code });
  if (!person) return left('DELETED');
  if (wasAdopted) return left('ADOPTED');
  const { id: personId, confirmed } = person;
  const isThere = person.remoteId !== undefined && !person.remoteGone && confirmed !== undefined;
  if (!before) {
    // what was made is taken away again; where that is done already, there is nothing to do
    return isThere ? { externalId, personId, name, target: undefined, fields: [] } : undefined;
  }
  if (!isThere) return left('GONE');
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
    if ('code' in found) left.push(found);
    else steps.push(found);
  }
  steps.sort((a, b) => (a.externalId < b.externalId ? -1 : 1));
  return { steps, left };
}

/** Names of those left; a person reads no more of them. */
const MOST_LEFT = 100;

const comesBack = ({ target, fields }: UndoStep) => target?.active === true && fields.includes('active');

export function undoResult({ steps, left }: UndoPlan, planHash: string): UndoResult {
  return {
    planHash,
    restored: steps.filter((step) => step.target && !comesBack(step)).length,
    removed: steps.filter(({ target }) => !target).length,
    added: steps.filter(comesBack).length,
    left: left.slice(0, MOST_LEFT),
    leftCount: left.length,
    ended: false,
  };
}

/** @param failed steps that are still to be done when everything was tried */
export function undoEnded(
  begun: UndoResult,
  failed: readonly UndoStep[],
  whyOf: (personId: number) => string | undefined,
): UndoResult {
  const isRestored = (step: UndoStep) => step.target !== undefined && !comesBack(step);
  const more = failed.map(({ personId, name }): UndoLeft => {
    const why = whyOf(personId);
    return { personId, name, code: 'FAILED', ...(why === undefined ? {} : { why }) };
  });
  return {
    ...begun,
    restored: begun.restored - failed.filter(isRestored).length,
    removed: begun.removed - failed.filter(({ target }) => !target).length,
    added: begun.added - failed.filter(comesBack).length,
    left: [...begun.left, ...more].slice(0, MOST_LEFT),
    leftCount: begun.leftCount + more.length,
    ended: true,
  };
}

/** A stable text of what would be done; its digest is what a person confirms. */
export function undoText(run: string, { steps }: UndoPlan): string {
  return JSON.stringify([
    run,
    steps.map(({ externalId, target, fields }) => [externalId, fields, target ?? null]),
  ]);
}
