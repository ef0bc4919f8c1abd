/** Operations whose answer never came: looked up at the remote before anything is planned (C4). */
import type { RemoteUser } from '../../core/ports/scim.ts';
import type { OpenOp, Person } from '../../core/ports/sync-store.ts';
import { type Cycle, openScim } from './engine.ts';
import { recordFound } from './outcome.ts';

function lookUp(cycle: Cycle, op: OpenOp, person: Person): Promise<RemoteUser | undefined> {
  const { remoteId, externalId } = person;
  const by =
    op.kind === 'create' || remoteId === undefined ? { userName: op.userName, externalId } : { remoteId };
  return cycle.scim.find(by, cycle.signal);
}

/** Is the user that was found the one that this operation made? */
function isOurs(op: OpenOp, person: Person, found: RemoteUser): boolean {
  if (op.kind !== 'create' || found.externalId === person.externalId) return true;
  return (found.externalId ?? '') === '' && !found.administrator;
}

/** @throws AppError SCIM_UNREACHABLE, SCIM_AUTH; what was not looked up stays open */
export async function resolve(cycle: Cycle): Promise<void> {
  if (cycle.store.ops.open().length === 0) return;
  await openScim(cycle);
  await resolveOpen(cycle);
}

async function resolveOpen(cycle: Cycle): Promise<void> {
  const { ops, persons, facts } = cycle.store;
  for (const op of ops.open()) {
    const person = persons.get(op.personId);
    const found = person && (await lookUp(cycle, op, person));
    cycle.asked.lookedUp++;
    cycle.store.tx(() => {
      facts.set('planOpen', '1');
      if (!found || !person || !isOurs(op, person, found)) return recordFound(cycle, op, undefined);
      const adopted = op.kind === 'create' && found.externalId !== person.externalId;
      return recordFound(cycle, op, {
        remoteId: found.id,
        user: found.user,
        adopted,
        ...(found.version === undefined ? {} : { version: found.version }),
      });
    });
  }
}
