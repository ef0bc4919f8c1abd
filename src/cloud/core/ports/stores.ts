/** The cloud's stores. Asynchronous, so that PostgreSQL can stand behind them; every read of a page takes a scope. */
import type { Platform } from '../../../contract/inventory.ts';
import type { SyncResult } from '../../../contract/outbox.ts';
import type { GatewayStatus } from '../../../contract/status.ts';
import type {
  Account,
  AccountState,
  Actor,
  Claim,
  ClaimToken,
  CloudEvent,
  Command,
  DeviceKey,
  Gateway,
  Page,
  PageQuery,
  Person,
  Scope,
} from '../model.ts';

export type AccountStore = {
  /** False when the number is taken. */
  insert(account: Account): Promise<boolean>;
  byId(id: string): Promise<Account | undefined>;
  byNumber(scope: Scope, number: string): Promise<Account | undefined>;
  /** Any account, by the operator at the machine. */
  anyByNumber(number: string): Promise<Account | undefined>;
  partners(): Promise<Account[]>;
  list(scope: Scope, query: PageQuery & { readonly q?: string }): Promise<Page<Account>>;
  /** Active customer accounts that a gateway can be claimed for. */
  claimable(scope: Scope): Promise<Account[]>;
  setState(id: string, state: AccountState): Promise<void>;
  /** Whether the account lies within the scope. */
  within(scope: Scope, accountId: string): Promise<boolean>;
};

export type PersonStore = {
  /** False when the e-mail is taken. */
  insert(person: Person): Promise<boolean>;
  byEmail(email: string): Promise<Person | undefined>;
  byId(id: string): Promise<Person | undefined>;
  setPassword(id: string, passwordHash: string): Promise<void>;
};

export type Session = {
  readonly tokenHash: string;
  readonly personId: string;
  readonly csrf: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly expiresAt: number;
};

export type SessionStore = {
  insert(session: Session): Promise<void>;
  byHash(tokenHash: string): Promise<Session | undefined>;
  touch(tokenHash: string, at: number): Promise<void>;
  remove(tokenHash: string): Promise<void>;
  /** All sessions of a person, or of everybody of an account. */
  removeOf(who: { readonly personId: string } | { readonly accountId: string }): Promise<void>;
  prune(now: number, idleSince: number): Promise<void>;
};

export type InviteStore = {
  insert(invite: {
    readonly tokenHash: string;
    readonly personId: string;
    readonly expiresAt: number;
  }): Promise<void>;
  /** Removes it and answers whose it was; undefined when it is unknown, used or expired. */
  spend(tokenHash: string, now: number): Promise<string | undefined>;
};

/** Wrong sign-ins by key (e-mail, e-mail and address). */
export type AttemptStore = {
  get(key: string): Promise<{ readonly failures: number; readonly lockedUntil: number } | undefined>;
  /** Counts one failure up and answers the new count; a count whose last failure is older than `since` starts again. */
  fail(key: string, now: number, since: number): Promise<number>;
  lock(key: string, until: number): Promise<void>;
  clear(key: string): Promise<void>;
};

/** What changes in a claim's life; `challenge: undefined` takes the challenge away. */
export type ClaimPatch = {
  readonly state?: Claim['state'];
  readonly seenBy?: string;
  readonly accountId?: string;
  readonly approver?: Actor;
  readonly challenge?: Claim['challenge'] | undefined;
  readonly challengedAt?: number;
  readonly wrongCodes?: number;
  readonly gatewayId?: string;
};

export type ClaimTokenStore = {
  insert(token: ClaimToken): Promise<void>;
  /** Used ones too: the same gateway may ask again for an answer that was lost. */
  byHash(tokenHash: string): Promise<ClaimToken | undefined>;
  /** The newest for this key. */
  byKey(jkt: string): Promise<ClaimToken | undefined>;
  /** Not used and not expired, newest first. */
  open(accountId: string, now: number): Promise<ClaimToken[]>;
  /** False: there is none, or it is used. */
  remove(accountId: string, id: string): Promise<boolean>;
  /** Forgets what expired before. */
  prune(before: number): Promise<void>;
};

export type ClaimStore = {
  /** False when the user code is taken. */
  insert(claim: Claim): Promise<boolean>;
  byUserCode(userCode: string): Promise<Claim | undefined>;
  byDeviceCode(deviceCodeHash: string): Promise<Claim | undefined>;
  byId(id: string): Promise<Claim | undefined>;
  /** Stores the changed fields if nobody changed it in between; `change` counts up. False: read again. */
  update(claim: Claim, patch: ClaimPatch): Promise<boolean>;
  /**
   * The verdict was "right": the gateway's row and the claim's end, in one transaction. A link that this key still had
   * ends in the same one, and is given back. Undefined: nothing happened, read the claim again.
   */
  approve(
    claim: Claim,
    gateway: Gateway,
    reason: string,
  ): Promise<{ readonly replaced: readonly Gateway[] } | undefined>;
  /**
   * A claim that is approved as it is made, its gateway, and the token's end, in one transaction.
   * `spent`: somebody else has used the token; `userCode`: the claim's code is taken.
   */
  approveByToken(claim: Claim, gateway: Gateway, tokenId: string): Promise<'approved' | 'spent' | 'userCode'>;
  /** Another device code for an approved claim whose answer was lost. */
  replaceDeviceCode(id: string, deviceCodeHash: string): Promise<void>;
  /** Approved, expired before that time, and the grant was never given to the gateway. */
  unfetched(before: number): Promise<readonly { readonly id: string; readonly gatewayId: string }[]>;
  /** What a poll was told, and when; no change of its own. */
  told(id: string, toldChange: number, polledAt: number): Promise<void>;
  /** Forgets what expired before. */
  prune(before: number): Promise<void>;
};

export type TokenStore = {
  insert(token: {
    readonly hash: string;
    readonly gatewayId: string;
    readonly jkt: string;
    readonly expiresAt: number;
  }): Promise<void>;
  byHash(
    hash: string,
  ): Promise<{ readonly gatewayId: string; readonly jkt: string; readonly expiresAt: number } | undefined>;
  removeOfGateway(gatewayId: string): Promise<void>;
  prune(now: number): Promise<void>;
};

export type ReplayStore = {
  /** True the first time a key is seen; the insert itself decides, so it holds on every node. */
  first(key: string, expiresAt: number): Promise<boolean>;
  prune(now: number): Promise<void>;
};

/** Secrets that the cloud makes for itself, shared by its nodes. */
export type SecretStore = {
  /** The stored one, or `make()` when this is the first asking. */
  getOrCreate(name: string, make: () => string): Promise<string>;
};

export type GatewayStore = {
  /** Linked gateways only, as everywhere here. */
  byId(id: string): Promise<Gateway | undefined>;
  byKey(jkt: string): Promise<Gateway | undefined>;
  /** Whether a gateway with this key, or with this key on offer, was ever linked here. */
  wasLinked(jkt: string): Promise<boolean>;
  /** One that was linked and is not any more: its key still proves who asks. */
  unlinkedById(id: string): Promise<Gateway | undefined>;
  inScope(scope: Scope, id: string): Promise<Gateway | undefined>;
  ofAccount(accountId: string): Promise<Gateway[]>;
  list(
    scope: Scope,
    query: PageQuery & { readonly q?: string; readonly account?: string },
  ): Promise<Page<Gateway>>;
  setPresence(
    id: string,
    presence: { readonly online: boolean; readonly since: number; readonly transport?: string },
  ): Promise<void>;
  setStatus(id: string, status: GatewayStatus): Promise<void>;
  /** Every gateway of an account knows other facts now. */
  bumpSelf(accountId: string): Promise<void>;
  /** Keeps the key that takes the place of `current`. False: that is not its key (any more). */
  offerKey(id: string, current: string, next: DeviceKey): Promise<boolean>;
  /** The offered key was used: from now on it is the only one. False: it is not offered (any more). */
  useKey(id: string, jkt: string): Promise<boolean>;
  /** Marks it as unlinked; it is not found any more. False: it was not linked. */
  unlink(id: string, at: number, reason: string): Promise<boolean>;
  /** At start: nobody is connected yet. */
  allOffline(at: number): Promise<void>;
};

export type CommandStore = {
  insert(command: Command): Promise<void>;
  byId(id: string): Promise<Command | undefined>;
  inScope(scope: Scope, id: string): Promise<Command | undefined>;
  list(gatewayId: string, query: PageQuery): Promise<Page<Command>>;
  /** Not ended, oldest first. */
  open(gatewayId: string): Promise<Command[]>;
  update(id: string, patch: Partial<Command>): Promise<void>;
  /** Ends what was never taken up and is over its time; answers the ids. */
  expire(now: number): Promise<{ readonly id: string; readonly accountId: string }[]>;
};

export type EventStore = {
  /** An id that is there already changes nothing. */
  insert(event: CloudEvent): Promise<void>;
  list(
    scope: Scope,
    query: PageQuery & { readonly q?: string; readonly type?: string; readonly account?: string },
  ): Promise<Page<CloudEvent>>;
};

export type StoredReport = {
  readonly gatewayId: string;
  readonly accountId: string;
  readonly digest: string;
  readonly collectedAt: number;
  readonly reportedAt: number;
  readonly zone: string;
  readonly platforms: readonly Platform[];
};

export type PlatformRow = {
  readonly id: string;
  readonly gatewayId: string;
  readonly accountId: string;
  readonly platform: Platform;
  readonly zone: string;
  readonly collectedAt: number;
  readonly reportedAt: number;
};

export type ApplicationRow = {
  readonly id: string;
  readonly platformId: string;
  readonly gatewayId: string;
  readonly accountId: string;
  readonly host: string;
  readonly type: string;
  readonly version: string;
  readonly reportedAt: number;
};

export type InventoryStore = {
  /** Replaces what the gateway reported before, unless that was collected later. */
  put(report: StoredReport): Promise<void>;
  digest(gatewayId: string): Promise<string | undefined>;
  /** The same report again: only its age changes. */
  confirm(gatewayId: string, reportedAt: number): Promise<void>;
  platforms(
    scope: Scope,
    query: PageQuery & { readonly q?: string; readonly type?: string; readonly account?: string },
  ): Promise<Page<PlatformRow>>;
  platform(scope: Scope, id: string): Promise<PlatformRow | undefined>;
  applications(
    scope: Scope,
    query: PageQuery & { readonly q?: string; readonly account?: string },
  ): Promise<Page<ApplicationRow>>;
};

export type OutboxStore = {
  /** Of these ids, the ones this gateway sent before. */
  known(gatewayId: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
  remember(gatewayId: string, id: string, at: number): Promise<void>;
  syncResult(gatewayId: string, accountId: string, id: string, result: SyncResult): Promise<void>;
  prune(before: number): Promise<void>;
};

export type ScimKey = {
  readonly tokenHash: string;
  readonly accountId: string;
  readonly createdAt: number;
  readonly createdBy: string;
};

export type ScimKeyStore = {
  /** Voids the older key of the account and stores this one, in one step. */
  replace(key: ScimKey): Promise<void>;
  byHash(tokenHash: string): Promise<ScimKey | undefined>;
};

/** All of them, as cloud.ts hands them out. */
export type CloudStores = {
  readonly accounts: AccountStore;
  readonly people: PersonStore;
  readonly sessions: SessionStore;
  readonly invites: InviteStore;
  readonly attempts: AttemptStore;
  readonly claims: ClaimStore;
  readonly claimTokens: ClaimTokenStore;
  readonly tokens: TokenStore;
  readonly replays: ReplayStore;
  readonly secrets: SecretStore;
  readonly gateways: GatewayStore;
  readonly commands: CommandStore;
  readonly events: EventStore;
  readonly inventory: InventoryStore;
  readonly outbox: OutboxStore;
  readonly scimKeys: ScimKeyStore;
};
