/** Who may sign in here: administrators and support people, their passwords and their sessions. */
import type { Clock } from '../../../base/clock.ts';
import type { NewPerson, PersonChange, PersonView } from '../../../contract/local-api.ts';
import { ERRORS, fail } from '../../core/errors.ts';
import type { Actor } from '../../core/events.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { LocalPeople, LocalPerson, PasswordHash } from '../../core/ports/local-people.ts';
import { passwordRefusal } from './passwords.ts';

export type PeopleDeps = {
  readonly people: LocalPeople;
  readonly passwords: PasswordHash;
  readonly crypto: Crypto;
  readonly clock: Clock;
  readonly audit: (
    action: string,
    actor: Actor,
    asset: string,
    propertiesChanged?: readonly string[],
  ) => void;
  /** Instants before which a session is over: opened, used. */
  readonly overBefore: () => readonly [number, number];
};

/** @throws AppError BAD_INPUT for a password that somebody would guess */
export function checkPassword(password: string, name: string): void {
  const sentence = passwordRefusal(password, name);
  if (sentence !== undefined) throw fail('BAD_INPUT', { fields: [{ field: 'password', sentence }] });
}

export function createPeople({ people, passwords, crypto, clock, audit, overBefore }: PeopleDeps) {
  const known = (id: string) => {
    const person = people.byId(id);
    if (!person) throw fail('PERSON_UNKNOWN');
    return person;
  };
  const list = (actor: Actor): PersonView[] =>
    people.list(...overBefore()).map(({ lastUsedAt, ...person }) => ({
      ...person,
      you: actor.id === person.id,
      ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
    }));
  const view = (id: string, actor: Actor): PersonView => {
    const found = list(actor).find((person) => person.id === id);
    if (!found) throw fail('PERSON_UNKNOWN');
    return found;
  };
  /** Somebody must be able to let others in. */
  const keepsAnAdmin = (person: LocalPerson) => {
    const others = people.list(0, 0).filter(({ id, role }) => role === 'admin' && id !== person.id);
    if (person.role === 'admin' && others.length === 0) throw fail('LAST_ADMIN');
  };

  return {
    list,

    /** @throws AppError PERSON_EXISTS, BAD_INPUT */
    async add({ name, role, password }: NewPerson, actor: Actor): Promise<PersonView> {
      checkPassword(password, name);
      const passwordHash = await passwords.hash(password);
      // after the hash, which takes its time: two at once are told the same
      if (people.byName(name))
        throw fail('PERSON_EXISTS', {
          fields: [{ field: 'name', sentence: ERRORS.PERSON_EXISTS.sentence }],
        });
      const id = crypto.uuidv7();
      people.add({ id, name, role, passwordHash, createdAt: clock.now() });
      audit('Local person added', actor, name, ['name', 'role']);
      return view(id, actor);
    },

    /** A new password ends the person's sessions. @throws AppError PERSON_UNKNOWN, LAST_ADMIN, BAD_INPUT */
    async change(id: string, { role, password }: PersonChange, actor: Actor): Promise<PersonView> {
      const person = known(id);
      if (role === 'support') keepsAnAdmin(person);
      if (password !== undefined) {
        checkPassword(password, person.name);
        const hash = await passwords.hash(password);
        people.setPassword(id, hash);
        people.endSessionsOf(id);
        audit('Password of a local person changed', actor, person.name, ['password']);
      }
      if (role !== undefined && role !== person.role) {
        // asked again: the hash took its time
        if (role === 'support') keepsAnAdmin(known(id));
        people.setRole(id, role);
        audit('Role of a local person changed', actor, person.name, ['role']);
      }
      return view(id, actor);
    },

    /** @throws AppError PERSON_UNKNOWN, LAST_ADMIN */
    remove(id: string, actor: Actor): void {
      const person = known(id);
      keepsAnAdmin(person);
      people.remove(id);
      audit('Local person removed', actor, person.name);
    },

    /** @throws AppError PERSON_UNKNOWN */
    signOut(id: string, actor: Actor): void {
      const person = known(id);
      people.endSessionsOf(id);
      audit('Local person signed out everywhere', actor, person.name);
    },
  };
}
