/** Accounts and the people who administer them: made, deactivated, reactivated (row C1). */
import type { Clock } from '../../../base/clock.ts';
import { fail } from '../../core/errors.ts';
import type { Live } from '../../core/live.ts';
import type { Account, Actor, Address, Gateway, Role } from '../../core/model.ts';
import type { Audit } from '../../core/ports/audit.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type {
  AccountStore,
  GatewayStore,
  InviteStore,
  PersonStore,
  SessionStore,
} from '../../core/ports/stores.ts';

const INVITE_MS = 7 * 86_400_000;

export type AccountsDeps = {
  readonly stores: {
    readonly accounts: AccountStore;
    readonly people: PersonStore;
    readonly invites: InviteStore;
    readonly sessions: SessionStore;
    readonly gateways: GatewayStore;
  };
  readonly crypto: Crypto;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly live: Live;
  /** Where a new account's data is kept, in words. */
  readonly region: string;
  /** Ends a gateway's tokens, channel, tunnel and sessions at once. */
  readonly disconnect: (gatewayId: string, why: 'deactivated') => Promise<void>;
  /** Orders a gateway to reset to factory default. */
  readonly reset: (actor: Actor, gateway: Gateway) => Promise<unknown>;
  /** Tells connected gateways of an account to read their facts again. */
  readonly selfChanged: (accountId: string) => Promise<void>;
};

export type CustomerInput = {
  readonly name: string;
  readonly region?: string | undefined;
  readonly address?: Address | undefined;
  readonly supportContacts: readonly string[];
  readonly admin: { readonly name: string; readonly email: string };
};

export type Accounts = {
  /** The operator's partner account; made when there is none. */
  ensurePartner(name: string): Promise<Account>;
  /** @throws AppError EMAIL_TAKEN, before anything is made */
  createCustomer(actor: Actor, partner: Account, input: CustomerInput): Promise<Made>;
  /** @throws AppError EMAIL_TAKEN */
  addPerson(actor: Actor, account: Account, person: NewPerson): Promise<{ personId: string; invite: string }>;
  /** People cannot sign in, gateways go quiet; nothing is lost. Doing it twice changes nothing. */
  deactivate(actor: Actor, account: Account): Promise<Account>;
  reactivate(actor: Actor, account: Account): Promise<Account>;
  /** For good: nobody signs in any more, and every gateway of it is ordered to reset. */
  remove(actor: Actor, account: Account): Promise<void>;
};

export type NewPerson = { readonly name: string; readonly email: string; readonly role: Role };
/** `invite` is the one-time token for the first administrator's link. */
export type Made = { readonly account: Account; readonly invite: string };

export function createAccounts(deps: AccountsDeps): Accounts {
  const { stores, crypto, clock, audit, live } = deps;

  /** Nine digits at random; taken ones are drawn again. */
  const insert = async (draft: Omit<Account, 'id' | 'number' | 'state' | 'createdAt'>): Promise<Account> => {
    for (;;) {
      const account: Account = {
        ...draft,
        id: crypto.uuidv7(),
        number: String(100_000_000 + crypto.randomInt(900_000_000)),
        state: 'active',
        createdAt: clock.now(),
      };
      if (await stores.accounts.insert(account)) return account;
    }
  };

  const invite = async (personId: string): Promise<string> => {
    const token = crypto.randomToken(32);
    await stores.invites.insert({
      tokenHash: crypto.sha256Hex(token),
      personId,
      expiresAt: clock.now() + INVITE_MS,
    });
    return token;
  };

  const told = (actor: Actor, account: Account, action: string, details: Record<string, unknown> = {}) =>
    audit({
      accountId: account.id,
      actor,
      action,
      eventType: 'Admin',
      asset: `${account.name} (${account.number})`,
      details,
    });

  const refuseTaken = async (email: string) => {
    if (await stores.people.byEmail(email.trim().toLowerCase())) throw emailTaken();
  };

  const addPerson: Accounts['addPerson'] = async (actor, account, { name, email, role }) => {
    const person = {
      id: crypto.uuidv7(),
      accountId: account.id,
      name,
      email: email.trim().toLowerCase(),
      role,
      createdAt: clock.now(),
    };
    if (!(await stores.people.insert(person))) throw emailTaken();
    await told(actor, account, 'Administrator added', { email: person.email, role });
    return { personId: person.id, invite: await invite(person.id) };
  };

  return {
    addPerson,
    async ensurePartner(name) {
      const [existing] = await stores.accounts.partners();
      return existing ?? insert({ kind: 'partner', name, region: deps.region, supportContacts: [] });
    },

    async createCustomer(actor, partner, input) {
      await refuseTaken(input.admin.email);
      const account = await insert({
        kind: 'customer',
        partnerId: partner.id,
        name: input.name,
        region: input.region ?? deps.region,
        ...(input.address ? { address: input.address } : {}),
        supportContacts: input.supportContacts,
      });
      await told(actor, account, 'Account created');
      const added = await addPerson(actor, account, { ...input.admin, role: 'admin' });
      live.tell({ kind: 'account', id: account.number, accountId: account.id });
      return { account, invite: added.invite };
    },

    async deactivate(actor, account) {
      if (account.state === 'deactivated') return account;
      await stores.accounts.setState(account.id, 'deactivated');
      await stores.sessions.removeOf({ accountId: account.id });
      for (const gateway of await stores.gateways.ofAccount(account.id)) {
        await deps.disconnect(gateway.id, 'deactivated');
      }
      await told(actor, account, 'Account deactivated');
      live.tell({ kind: 'account', id: account.number, accountId: account.id });
      return { ...account, state: 'deactivated' };
    },

    async remove(actor, account) {
      // the orders first: a crash in between leaves an account that can be deleted again
      for (const gateway of await stores.gateways.ofAccount(account.id)) await deps.reset(actor, gateway);
      await told(actor, account, 'Account deleted');
      await stores.accounts.setDeleted(account.id, clock.now());
      await stores.sessions.removeOf({ accountId: account.id });
      live.tell({ kind: 'account', id: account.number, accountId: account.id });
    },

    async reactivate(actor, account) {
      if (account.state === 'active') return account;
      await stores.accounts.setState(account.id, 'active');
      await deps.selfChanged(account.id);
      await told(actor, account, 'Account reactivated');
      live.tell({ kind: 'account', id: account.number, accountId: account.id });
      return { ...account, state: 'active' };
    },
  };
}

function emailTaken() {
  const sentence = 'This e-mail address is in use already.';
  return fail('EMAIL_TAKEN', { fields: [{ field: 'admin.email', sentence }] });
}
