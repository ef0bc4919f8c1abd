/** The cloud's stores. Asynchronous, so that PostgreSQL can stand behind them; every read of a page takes a scope. */
import type { AccessHead } from '../../../contract/access-log.ts';
import type { Fault } from '../../../contract/common.ts';
import type { Platform } from '../../../contract/inventory.ts';
import type { MetricRollup } from '../../../contract/metrics.ts';
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
import type { SupportLogStore } from './support-logs.ts';

export type AccountStore = {
  /** False when the number is taken. */
  insert(account: Account): Promise<boolean>;
  byId(id: string): Promise<Account | undefined>;
  byNumber(scope: Scope, number: string): Promise<Account | undefined>;
  /** Any account, by the operator at the machine. */
  anyByNumber(number: string): Promise<Account | undefined>;
  partners(): Promise<Account[]>;
  list(
    scope: Scope,
    query: PageQuery & { readonly q?: string; readonly state?: AccountState },
  ): Promise<Page<Account>>;
  /** Active customer accounts that a gateway can be claimed for. */
  claimable(scope: Scope): Promise<Account[]>;
  setState(id: string, state: AccountState): Promise<void>;
  /** Deactivates it for good: no list has it, nobody signs in. @param at ms since 1970 */
  setDeleted(id: string, at: number): Promise<void>;
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
  /** Whose it is; undefined when it is unknown, used or expired. */
  find(tokenHash: string, now: number): Promise<string | undefined>;
  /** Removes it and answers whose it was; undefined when it is unknown, used or expired. */
  spend(tokenHash: string, now: number): Promise<string | undefined>;
  /** Forgets those that expired. */
  prune(now: number): Promise<void>;
};

/** Wrong sign-ins by key (e-mail, e-mail and address). */
export type AttemptStore = {
  get(key: string): Promise<{ readonly failures: number; readonly lockedUntil: number } | undefined>;
  /** Counts one failure up and answers the new count; a count whose last failure is older than `since` starts again. */
  fail(key: string, now: number, since: number): Promise<number>;
  lock(key: string, until: number): Promise<void>;
  clear(key: string): Promise<void>;
  /** Forgets counts whose last failure is older than `since` and that lock nobody. */
  prune(now: number, since: number): Promise<void>;
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

/** Offline now; with an alarm in its last status; linked and not onboarded to the end. */
export type GatewayTrait = 'offline' | 'alarm' | 'setUp';

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
    query: PageQuery & { readonly q?: string; readonly account?: string; readonly only?: GatewayTrait },
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
  /** Of all gateways in sight, those that failed or whose end is unknown, newest first. */
  failed(
    scope: Scope,
    query: { readonly account?: string; readonly since: number; readonly limit: number },
  ): Promise<{ readonly items: readonly Command[]; readonly total: number }>;
  /** Not ended, oldest first. */
  open(gatewayId: string): Promise<Command[]>;
  update(id: string, patch: Partial<Command>): Promise<void>;
  /**
   * Ends what was never taken up and is over its time, and with this fault what was taken up and whose time was over
   * `before`; answers them as they are now.
   */
  expire(now: number, running: { readonly before: number; readonly fault: Fault }): Promise<Command[]>;
  /** Forgets what was ordered before, a few thousand at a time; a gateway's word for it is still answered. */
  prune(before: number): Promise<void>;
};

/** Figures of gateways, rolled up. */
export type MetricStore = {
  /** The same one twice is kept once. */
  put(gatewayId: string, rollup: MetricRollup): Promise<void>;
  /** Those that ended later, the oldest first. */
  since(gatewayId: string, after: number): Promise<MetricRollup[]>;
  /** Forgets those that ended before, a few thousand at a time. */
  prune(before: number): Promise<void>;
};

/** What gateways said of their access logs. */
export type AccessHeadStore = {
  /** The one of most records, of those that fit what was said before. */
  newest(gatewayId: string): Promise<AccessHead | undefined>;
  /** Whether the last one that was said did not fit. */
  disagrees(gatewayId: string): Promise<boolean>;
  /** False when exactly this was said before. */
  add(gatewayId: string, head: AccessHead, fits: boolean): Promise<boolean>;
  /** Those that fit, of more records than `after`, the smaller first. */
  list(gatewayId: string, after: number, limit: number): Promise<AccessHead[]>;
  /** Of what was said before `thinBefore`, one an hour is left; nothing of before `before`. */
  prune(thinBefore: number, before: number): Promise<void>;
};

/** A support bundle of a gateway; `storedAt` once it is whole. */
export type KeptBundle = {
  readonly id: string;
  readonly name: string;
  /** Bytes of it when it is whole. */
  readonly size: number;
  readonly sha256: string;
  readonly madeAt: number;
  readonly begunAt: number;
  readonly storedAt?: number;
};

/** Support bundles in the pieces in which they come. */
export type SupportStore = {
  find(gatewayId: string, id: string): Promise<KeptBundle | undefined>;
  /** Begun ones too, the newest first. */
  list(gatewayId: string): Promise<KeptBundle[]>;
  begin(gatewayId: string, bundle: KeptBundle): Promise<void>;
  /** Bytes that are there, from the first one without a gap. */
  received(gatewayId: string, id: string): Promise<number>;
  append(gatewayId: string, id: string, start: number, bytes: Uint8Array): Promise<void>;
  read(gatewayId: string, id: string): AsyncIterable<Uint8Array>;
  remove(gatewayId: string, id: string): Promise<void>;
  /** Those that were begun before. */
  prune(before: number): Promise<void>;
};

/** What the event history is narrowed to (S3:2215-2330); every part that is given must hold. */
export type EventFilter = {
  /** 9-digit Account IDs. */
  readonly accounts?: readonly string[];
  /** Anywhere in what is shown of an event. */
  readonly q?: string;
  readonly types?: readonly string[];
  readonly actions?: readonly string[];
  readonly assets?: readonly string[];
  /** Part of the asset's name. */
  readonly assetPart?: string;
  readonly actorId?: string;
  /** Part of the actor's name. */
  readonly actorPart?: string;
  /** From this instant on, and before that one. */
  readonly from?: number;
  readonly until?: number;
  readonly ids?: readonly string[];
};
export type EventQuery = EventFilter & PageQuery & { readonly order?: 'asc' | 'desc' };

/** Over all events in view, and what a further filter could be chosen from. */
export type EventFacets = {
  readonly total: number;
  readonly oldestAt?: number;
  readonly newestAt?: number;
  readonly types: readonly string[];
  readonly actions: readonly string[];
  /** Of the newest matching events only: assets are as many as things are. */
  readonly assets: readonly string[];
};

export type EventStore = {
  /** An id that is there already changes nothing. */
  insert(event: CloudEvent): Promise<void>;
  /** The same for what gateways tell: those of one moment are one commit. */
  take(event: CloudEvent): Promise<void>;
  /** Forgets what happened before, a few thousand at a time. */
  prune(before: number): Promise<void>;
  /** Newest first, unless ordered `asc`. */
  list(scope: Scope, query: EventQuery): Promise<Page<CloudEvent>>;
  facets(scope: Scope, filter: EventFilter): Promise<EventFacets>;
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

export const PLATFORM_SORTS = [
  'host',
  'account',
  'platformType',
  'platformName',
  'systemFamily',
  'version',
  'licence',
  'swaStatus',
  'platformId',
] as const;
export const APPLICATION_SORTS = ['type', 'account', 'host', 'version'] as const;

export type Sorted<K extends string> = { readonly sort?: K; readonly order?: 'asc' | 'desc' };

/** What the platforms are narrowed to; every part that is given must hold. */
export type PlatformFilter = {
  /** 9-digit Account IDs. */
  readonly accounts?: readonly string[];
  /** Anywhere in host, name, version, licence or an application. */
  readonly q?: string;
  readonly types?: readonly string[];
  readonly families?: readonly string[];
  readonly applications?: readonly string[];
  readonly licences?: readonly string[];
  readonly swa?: readonly string[];
  /** Not reported since this instant. */
  readonly reportedBefore?: number;
};
export type PlatformQuery = PlatformFilter & PageQuery & Sorted<(typeof PLATFORM_SORTS)[number]>;

export type ApplicationFilter = {
  readonly accounts?: readonly string[];
  readonly q?: string;
  readonly types?: readonly string[];
};
export type ApplicationQuery = ApplicationFilter & PageQuery & Sorted<(typeof APPLICATION_SORTS)[number]>;

/** Over all platforms in view, and what a filter can be chosen from. */
export type InventoryFacets = {
  readonly platforms: number;
  readonly accounts: number;
  readonly applications: number;
  readonly stale: number;
  /** SWA status → platforms. */
  readonly swa: Readonly<Record<string, number>>;
  readonly platformTypes: readonly string[];
  readonly systemFamilies: readonly string[];
  readonly applicationTypes: readonly string[];
};

export type InventoryStore = {
  /** Replaces what the gateway reported before, unless that was collected later. */
  put(report: StoredReport): Promise<void>;
  digest(gatewayId: string): Promise<string | undefined>;
  /** The same report again: only its age changes. */
  confirm(gatewayId: string, reportedAt: number): Promise<void>;
  /** @param now the SWA status is that of this instant */
  platforms(scope: Scope, query: PlatformQuery, now: number): Promise<Page<PlatformRow>>;
  platform(scope: Scope, id: string): Promise<PlatformRow | undefined>;
  applications(scope: Scope, query: ApplicationQuery): Promise<Page<ApplicationRow>>;
  application(scope: Scope, id: string): Promise<ApplicationRow | undefined>;
  facets(
    scope: Scope,
    view: { readonly accounts?: readonly string[]; readonly now: number; readonly staleBefore: number },
  ): Promise<InventoryFacets>;
};

export type OutboxStore = {
  /** Of these ids, the ones this gateway sent before. */
  known(gatewayId: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
  remember(gatewayId: string, ids: readonly string[], at: number): Promise<void>;
  syncResult(gatewayId: string, accountId: string, id: string, result: SyncResult): Promise<void>;
  /** Forgets ids that were remembered before. */
  prune(before: number): Promise<void>;
  /** Forgets results of syncs that ended before, a few thousand at a time. */
  pruneResults(before: number): Promise<void>;
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
  ofAccount(accountId: string): Promise<ScimKey | undefined>;
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
  readonly metrics: MetricStore;
  readonly accessHeads: AccessHeadStore;
  readonly support: SupportStore;
  readonly supportLogs: SupportLogStore;
};
