/** Desired against the last confirmed remote state. Pure. */
import { type CanonicalUser, USER_FIELDS, type UserField } from '../../../contract/scim.ts';
import type { Desired, Person } from '../../core/ports/sync-store.ts';

export type ChangedField = UserField | 'active';

const FOLDED = new Set<UserField>(['userName', 'email']);

const ASIDE = '@swap.invalid';
/** What somebody is called for a moment, in a ring of people who exchange names: nobody can have it (RFC 2606). */
export const asideName = (token: string) => `swap-${token}${ASIDE}`;

/** SCIM compares these without regard to case (RFC 7643 §4.1; C10). */
function same(field: UserField, a: string | undefined, b: string | undefined): boolean {
  if (a === b || a === undefined || b === undefined) return a === b;
  return FOLDED.has(field) && a.toLowerCase() === b.toLowerCase();
}

/**
 * Fields to write. A value that nobody desires is removed only if we wrote it, or if a source clears it on purpose:
 * what an administrator added stays (D18).
 */
export function diff(desired: Desired, person: Pick<Person, 'confirmed' | 'written'>): ChangedField[] {
  const { confirmed, written } = person;
  const changed: ChangedField[] = USER_FIELDS.filter((field) => {
    const value = desired.user[field];
    const remote = confirmed?.[field];
    if (value !== undefined) return !same(field, value, remote);
    if (remote === undefined) return false;
    return desired.cleared.includes(field) || written[field] !== undefined || remote.endsWith(ASIDE);
  });
  return desired.user.active === confirmed?.active ? changed : [...changed, 'active'];
}

/**
 * Whose word each value is that we wrote, as of now: where another source or rule says the same, it is that one's. A value
 * that is not as desired keeps the word that made it.
 */
export function retold(
  desired: Desired,
  person: Pick<Person, 'confirmed' | 'written'>,
): Pick<Person, 'written'>['written'] {
  const { provenance } = desired;
  const differs = new Set(diff(desired, person));
  const fields = Object.keys(person.written) as ChangedField[];
  if (fields.every((field) => differs.has(field) || provenance[field] === undefined)) return person.written;
  const now = fields.map((field) => [
    field,
    (differs.has(field) ? undefined : provenance[field]) ?? person.written[field],
  ]);
  return Object.fromEntries(now);
}

/** The remote user as it shall be after writing `fields`. */
export function patched(
  confirmed: CanonicalUser | undefined,
  desired: CanonicalUser,
  fields: readonly string[],
): CanonicalUser {
  const result: Record<string, unknown> = { ...confirmed };
  for (const field of fields) {
    const value = desired[field as ChangedField];
    if (value === undefined) delete result[field];
    else result[field] = value;
  }
  return result as CanonicalUser;
}
