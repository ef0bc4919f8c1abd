/** Signing in by e-mail and password: lock-out, sessions with an idle and a hard end. */
import type { Clock } from '../../../base/clock.ts';
import { fail } from '../../core/errors.ts';
import type { Account, Person, SignedIn } from '../../core/model.ts';
import type { Audit } from '../../core/ports/audit.ts';
import type { Crypto, PasswordHasher } from '../../core/ports/crypto.ts';
import type {
  AccountStore,
  AttemptStore,
  InviteStore,
  PersonStore,
  SessionStore,
} from '../../core/ports/stores.ts';
import { checkPassword } from './passwords.ts';

const MINUTE = 60_000;
/** Wrong passwords for one e-mail from one address, and from anywhere, before the lock. */
const ATTEMPTS_PAIR = 10;
const ATTEMPTS_EMAIL = 100;
const LOCK_MS = 15 * MINUTE;
/** Use is written down at most this often. */
const TOUCH_MS = MINUTE;

export type SessionLimits = { readonly idleMs: number; readonly hardMs: number };

export type SignInDeps = {
  readonly stores: {
    readonly accounts: AccountStore;
    readonly people: PersonStore;
    readonly sessions: SessionStore;
    readonly invites: InviteStore;
    readonly attempts: AttemptStore;
  };
  readonly hasher: PasswordHasher;
  readonly crypto: Crypto;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly limits: SessionLimits;
};

/** A new session; `token` goes into the cookie and is stored hashed only. */
export type NewSession = { readonly token: string; readonly me: SignedIn; readonly account: Account };
export type Current = { readonly me: SignedIn; readonly account: Account };

export type SignIn = {
  /** @throws AppError SIGN_IN_WRONG, RATE_LIMITED, ACCOUNT_DEACTIVATED */
  signIn(input: { email: string; password: string; address: string }): Promise<NewSession>;
  /** Whose invitation it is; looking does not spend it. @throws AppError INVITE_SPENT, ACCOUNT_DEACTIVATED */
  lookInvite(token: string): Promise<{ person: Person; account: Account }>;
  /** Chooses the password by a one-time invitation. @throws AppError INVITE_SPENT, PASSWORD_WEAK */
  useInvite(input: { token: string; password: string }): Promise<NewSession>;
  /**
   * Who a cookie belongs to; undefined when its session has ended.
   * @param how `look`: what a page does by itself, which puts the idle end off for nobody
   */
  current(token: string, how?: 'use' | 'look'): Promise<Current | undefined>;
  signOut(token: string): Promise<void>;
  /** Forgets ended sessions, expired invitations, and wrong attempts that count no more. */
  prune(): Promise<void>;
};

export function createSignIn(deps: SignInDeps): SignIn {
  const { stores, crypto, clock, audit, limits } = deps;

  const lockKeys = (email: string, address: string) => [
    { key: `${email}|${address}`, max: ATTEMPTS_PAIR },
    { key: email, max: ATTEMPTS_EMAIL },
  ];

  const refuseLocked = async (email: string, address: string) => {
    for (const { key } of lockKeys(email, address)) {
      const attempt = await stores.attempts.get(key);
      const left = (attempt?.lockedUntil ?? 0) - clock.now();
      if (left > 0) throw fail('RATE_LIMITED', { retryAfterMs: left });
    }
  };

  const countFailure = async (email: string, address: string, person: Person | undefined) => {
    const now = clock.now();
    for (const { key, max } of lockKeys(email, address)) {
      const failures = await stores.attempts.fail(key, now, now - LOCK_MS);
      if (failures < max) continue;
      await stores.attempts.lock(key, now + LOCK_MS);
      if (person) await told(person, 'Sign-in locked', { address });
    }
  };

  const told = (person: Person, action: string, details: Record<string, unknown> = {}) =>
    audit({
      accountId: person.accountId,
      actor: { id: person.id, name: person.name },
      action,
      eventType: 'Security',
      asset: person.email,
      details,
    });

  /** @throws AppError ACCOUNT_DEACTIVATED */
  const activeAccountOf = async (person: Person): Promise<Account> => {
    const account = await stores.accounts.byId(person.accountId);
    if (!account) throw new TypeError(`person ${person.id} has no account`);
    if (account.state === 'deactivated') throw fail('ACCOUNT_DEACTIVATED');
    return account;
  };

  const open = async (person: Person): Promise<NewSession> => {
    const account = await activeAccountOf(person);
    const token = crypto.randomToken(32);
    const now = clock.now();
    const session = {
      tokenHash: crypto.sha256Hex(token),
      personId: person.id,
      csrf: crypto.randomToken(32),
      createdAt: now,
      lastUsedAt: now,
      expiresAt: now + limits.hardMs,
    };
    await stores.sessions.insert(session);
    return { token, account, me: toMe(person, session.csrf) };
  };

  return {
    async signIn({ email: typed, password, address }) {
      const email = typed.trim().toLowerCase();
      await refuseLocked(email, address);
      const person = await stores.people.byEmail(email);
      if (!(await deps.hasher.verify(person?.passwordHash, password)) || !person) {
        await countFailure(email, address, person);
        throw fail('SIGN_IN_WRONG');
      }
      const session = await open(person);
      await stores.attempts.clear(`${email}|${address}`);
      await told(person, 'Signed in', { address });
      return session;
    },

    async lookInvite(token) {
      const personId = await stores.invites.find(crypto.sha256Hex(token), clock.now());
      const person = personId === undefined ? undefined : await stores.people.byId(personId);
      if (!person) throw fail('INVITE_SPENT');
      return { person, account: await activeAccountOf(person) };
    },

    async useInvite({ token, password }) {
      checkPassword(password);
      const personId = await stores.invites.spend(crypto.sha256Hex(token), clock.now());
      const person = personId === undefined ? undefined : await stores.people.byId(personId);
      if (!person) throw fail('INVITE_SPENT');
      await stores.people.setPassword(person.id, await deps.hasher.hash(password));
      await stores.sessions.removeOf({ personId: person.id });
      await told(person, 'Password chosen');
      return open(person);
    },

    async current(token, how = 'use') {
      const session = await stores.sessions.byHash(crypto.sha256Hex(token));
      const now = clock.now();
      if (!session || session.expiresAt <= now || session.lastUsedAt + limits.idleMs <= now) return undefined;
      const person = await stores.people.byId(session.personId);
      const account = person && (await stores.accounts.byId(person.accountId));
      if (!person || !account || account.state === 'deactivated') return undefined;
      if (how === 'use' && now - session.lastUsedAt > TOUCH_MS)
        await stores.sessions.touch(session.tokenHash, now);
      return { me: toMe(person, session.csrf), account };
    },

    signOut: (token) => stores.sessions.remove(crypto.sha256Hex(token)),
    async prune() {
      const now = clock.now();
      await stores.sessions.prune(now, now - limits.idleMs);
      await stores.invites.prune(now);
      await stores.attempts.prune(now, now - LOCK_MS);
    },
  };
}

function toMe(person: Person, csrf: string): SignedIn {
  const { id, name, email, role, accountId } = person;
  return { id, name, email, role, accountId, csrf };
}
