/**
 * Carries the undo of the last run out. That it is being undone, and that nobody of it is synchronised until the row
 * changes at its source, is written down before the first request: a cut-off undo goes on with the next cycle.
 */
import { fail } from '../../core/errors.ts';
import type { OpEntry } from '../../core/ports/sync-store.ts';
import { type UndoStep, undoEnded, undoPlan, undoResult, undoText } from '../../core/sync-undo.ts';
import { carryOut } from './apply.ts';
import { type Cycle, openScim, UNDOING } from './engine.ts';
import type { PlanItem } from './plan.ts';
import { resolve } from './resolve.ts';

const planOf = (cycle: Cycle, run: number) =>
  undoPlan(cycle.store.changes.ofRun(run), cycle.store.persons.byExternalId);

/** @throws AppError PLAN_STALE when it is not the run, or not the plan, that the person saw */
export function beginUndo(cycle: Cycle): void {
  const { changes, cycles, decisions, records, persons, keys, facts } = cycle.store;
  const { undo } = cycle.options;
  const run = undo && changes.undoable(undo.run);
  if (!undo || run === undefined) throw fail('PLAN_STALE');
  const plan = planOf(cycle, run);
  if (cycle.digest(undoText(undo.run, plan)) !== undo.planHash) throw fail('PLAN_STALE');
  cycle.store.tx(() => {
    facts.set(UNDOING, String(run));
    facts.set('planOpen', '1');
    cycles.undone(run, cycle.id, undoResult(plan, undo.planHash));
    for (const { externalId, personId } of plan.steps) {
      const hash = records.hashOfPerson(personId);
      decisions.put({
        externalId,
        kind: 'undone',
        by: cycle.options.actor,
        at: cycle.now(),
        hash,
        values: {},
      });
      const person = persons.get(personId);
      if (person) persons.save({ ...person, plan: undefined, todo: false, block: undefined });
      keys.setDesired(personId, []);
    }
  });
}

function entryOf({ target, fields }: UndoStep): OpEntry {
  if (!target) return 'deleted';
  if (!fields.includes('active')) return 'changed';
  return target.active ? 'enabled' : 'disabled';
}

function itemOf(cycle: Cycle, step: UndoStep): PlanItem | undefined {
  const person = cycle.store.persons.get(step.personId);
  if (!person) return undefined;
  const { target, externalId, personId, name } = step;
  return {
    personId,
    externalId,
    sourceId: person.sourceId,
    name,
    live: person.live,
    adopted: person.adopted,
    noted: undefined,
    aim: 'undone',
    released: true,
    entry: entryOf(step),
    kind: target ? 'update' : 'delete',
    removal: false,
    // a person saw what would be done
    confirmed: true,
    state: 'go',
    code: undefined,
    why: '',
    freed: [],
    ...(target ? { target } : {}),
  };
}

/** What frees a value before what may take it. */
const RANK: Partial<Record<OpEntry, number>> = { deleted: 0, disabled: 1, changed: 1 };
const inOrder = (a: PlanItem, b: PlanItem) => (RANK[a.entry] ?? 2) - (RANK[b.entry] ?? 2);

/** Goes on with an undo that was begun, to its end. @throws AppError SCIM_UNREACHABLE, SCIM_AUTH; it is then still begun */
export async function finishUndo(cycle: Cycle): Promise<void> {
  const { facts, cycles, persons } = cycle.store;
  const run = Number(facts.get(UNDOING) || '0');
  if (run === 0) return;
  await resolve(cycle);
  const items = planOf(cycle, run).steps.flatMap((step) => itemOf(cycle, step) ?? []);
  if (items.length > 0) {
    await openScim(cycle);
    await carryOut(cycle, items.sort(inOrder));
    await resolve(cycle);
  }
  // what could not be taken back is still to be done
  const { steps: failed } = planOf(cycle, run);
  const begun = cycles.undoOf(run);
  cycle.store.tx(() => {
    if (begun)
      cycles.undoEnded(
        run,
        undoEnded(begun, failed, (personId) => persons.get(personId)?.block?.sentence),
      );
    facts.set(UNDOING, '');
    facts.set('planOpen', '1');
  });
  if (begun && cycle.options.mode === 'undo') cycle.counts.leftAlone = begun.leftCount + failed.length;
}
