/**
 * Who is at the page. The first administrator is made with the set-up code; there is no default password.
 * Sessions end after 30 minutes without use and after 12 hours in any case.
 */
import type { Clock } from '../../../base/clock.ts';
import type { OwnSession, PasswordChange } from '../../../contract/local-api.ts';
import { fail } from '../../core/errors.ts';
import type { Actor, EventBus } from '../../core/events.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { LocalPeople, LocalPerson, PasswordHash } from '../../core/ports/local-people.ts';
import { checkPassword, createPeople } from './people.ts';

export const SESSION_IDLE_MS = 30 * 60_000;
export const SESSION_HARD_MS = 12 * 3_600_000;
/** After this many wrong passwords from one address, the next is refused for LOCK_MS. */
export const WRONG_LIMIT = 10;
export const LOCK_MS = 5 * 60_000;
const TOUCH_MS = 60_000;

export type SignedIn = { readonly person: LocalPerson; readonly csrf: string };
export type OpenedSession = SignedIn & { readonly token: string };

export type AccessDeps = {
  readonly people: LocalPeople;
  readonly passwords: PasswordHash;
  readonly crypto: Crypto;
  readonly clock: Clock;
  readonly events: EventBus;
  /** Consumes the set-up code when it is right. Throws SETUP_CODE_WRONG, SETUP_CODE_USED, RATE_LIMITED. */
  readonly spendSetupCode: (typed: string) => void;
};

export type Access = ReturnType<typeof createAccess>;

/** Counts wrong attempts by address; forgets after LOCK_MS without one. */
function createLockout(clock: Clock) {
  const wrong = new Map<string, { count: number; last: number }>();
  return {
    check(address: string) {
      const entry = wrong.get(address);
      if (!entry) return;
      const left = entry.last + LOCK_MS - clock.monotonic();
      if (left <= 0) wrong.delete(address);
      else if (entry.count >= WRONG_LIMIT) throw fail('RATE_LIMITED', { retryAfterMs: left });
    },
    count(address: string) {
      const entry = wrong.get(address);
      wrong.set(address, { count: (entry?.count ?? 0) + 1, last: clock.monotonic() });
      // an attacker with many addresses must not fill the memory
      const oldest = wrong.size > 10_000 ? wrong.keys().next().value : undefined;
      if (oldest !== undefined) wrong.delete(oldest);
    },
    clear: (address: string) => void wrong.delete(address),
  };
}

export function createAccess({ people, passwords, crypto, clock, events, spendSetupCode }: AccessDeps) {
  const lockout = createLockout(clock);
  // verified for unknown names too, so that the time tells nothing
  let decoy: Promise<string> | undefined;

  const open = (person: LocalPerson): OpenedSession => {
    const token = crypto.base64url(crypto.randomBytes(32));
    const csrf = crypto.base64url(crypto.randomBytes(32));
    people.endSessionsBefore(...overBefore());
    people.openSession({ idHash: crypto.sha256(token), personId: person.id, csrf, at: clock.now() });
    return { person, csrf, token };
  };

  const audit = (
    action: string,
    actor: Actor,
    asset = 'Local page',
    propertiesChanged: readonly string[] = [],
  ) =>
    events.emit('audit', {
      action,
      eventType: 'Security',
      actor,
      asset,
      propertiesChanged: [...propertiesChanged],
      details: {},
    });
  const overBefore = () => [clock.now() - SESSION_HARD_MS, clock.now() - SESSION_IDLE_MS] as const;
  const endOf = ({ createdAt, usedAt }: { readonly createdAt: number; readonly usedAt: number }) =>
    Math.min(createdAt + SESSION_HARD_MS, usedAt + SESSION_IDLE_MS);

  return {
    needsFirstAdmin: () => !people.hasAdmin(),

    /** Administrators and support people. */
    people: createPeople({ people, passwords, crypto, clock, audit, overBefore }),

    /**
     * A person's own password. Every session of the person ends; the one that asked goes on as a new one.
     * @throws AppError BAD_INPUT for a wrong or an easily guessed one, RATE_LIMITED after too many wrong ones
     */
    async changePassword(
      personId: string,
      { current, password }: PasswordChange,
      address: string,
    ): Promise<OpenedSession> {
      lockout.check(address);
      const known = people.byId(personId);
      if (!known || !(await passwords.verify(known.passwordHash, current))) {
        lockout.count(address);
        throw fail('BAD_INPUT', {
          fields: [{ field: 'current', sentence: 'This is not your password.' }],
        });
      }
      checkPassword(password, known.name);
      people.setPassword(personId, await passwords.hash(password));
      people.endSessionsOf(personId);
      lockout.clear(address);
      const { id, name, role } = known;
      audit('Password of a local person changed', { id, name, via: 'local' }, name, ['password']);
      return open({ id, name, role });
    },

    /** Where a person is signed in now, last used first. @param token the session that asks */
    ownSessions(personId: string, token: string): OwnSession[] {
      const here = crypto.base64url(crypto.sha256(token));
      return people
        .sessionsOf(personId)
        .filter((session) => endOf(session) > clock.now())
        .map(({ idHash, createdAt, usedAt }) => ({
          openedAt: createdAt,
          usedAt,
          endsAt: endOf({ createdAt, usedAt }),
          here: crypto.base64url(idHash) === here,
        }));
    },

    /** Ends every session of a person, the one that asks too. */
    signOutEverywhere(personId: string, actor: Actor): void {
      people.endSessionsOf(personId);
      audit('Local person signed out everywhere', actor, actor.name);
    },

    /** Makes the first administrator. @throws NOT_ALLOWED when one exists, or what spendSetupCode throws */
    async makeFirstAdmin(input: {
      setupCode: string;
      name: string;
      password: string;
    }): Promise<OpenedSession> {
      if (people.hasAdmin())
        throw fail('NOT_ALLOWED', { sentence: 'This gateway has an administrator already.' });
      if (people.byName(input.name)) throw fail('PERSON_EXISTS');
      checkPassword(input.password, input.name);
      const passwordHash = await passwords.hash(input.password);
      spendSetupCode(input.setupCode);
      const person: LocalPerson = { id: crypto.uuidv7(), name: input.name, role: 'admin' };
      people.add({ ...person, passwordHash, createdAt: clock.now() });
      audit('First administrator made', { id: person.id, name: person.name, via: 'local' });
      return open(person);
    },

    /** @throws NOT_SIGNED_IN, RATE_LIMITED */
    async signIn(name: string, password: string, address: string): Promise<OpenedSession> {
      lockout.check(address);
      const known = people.byName(name);
      decoy ??= passwords.hash(crypto.base64url(crypto.randomBytes(24)));
      const right = await passwords.verify(known?.passwordHash ?? (await decoy), password);
      if (!known || !right) {
        lockout.count(address);
        throw fail('NOT_SIGNED_IN', {
          sentence: 'The name or the password is not right.',
          remedy: 'Check both and try again.',
        });
      }
      lockout.clear(address);
      audit('Signed in', { id: known.id, name: known.name, via: 'local' });
      return open({ id: known.id, name: known.name, role: known.role });
    },

    /**
     * The person behind a session token; undefined when it has ended.
     * @param how `look`: what a page does by itself, which puts the idle end off for nobody
     */
    of(token: string, how: 'use' | 'look' = 'use'): SignedIn | undefined {
      const idHash = crypto.sha256(token);
      const session = people.session(idHash);
      if (!session) return undefined;
      const now = clock.now();
      if (now - session.createdAt > SESSION_HARD_MS || now - session.usedAt > SESSION_IDLE_MS) {
        people.endSession(idHash);
        return undefined;
      }
      // one write a minute at most: the disk is flash
      if (how === 'use' && now - session.usedAt > TOUCH_MS) people.touchSession(idHash, now);
      return { person: session.person, csrf: session.csrf };
    },

    signOut: (token: string) => people.endSession(crypto.sha256(token)),
  };
}
