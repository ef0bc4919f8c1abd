/** The user directory of every account, as the SCIM provider sees it. The SQLite behind it is store/scim.ts. */

/** A SCIM resource as JSON, without `id` and `meta`: those are columns. */
export type ScimResource = { readonly [name: string]: unknown };

/** What must be unique within an account, each kind among itself (row C10). */
export const KEY_KINDS = ['userName', 'externalId', 'email', 'mobile', 'phone', 'extension'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** A unique value in comparable form: names and addresses NFC and in lower case. */
export type UniqueKey = { readonly kind: KeyKind; readonly value: string };

/** Who writes: a gateway, a SCIM client, or a person at the console. */
export type ScimActor = { readonly id: string; readonly name: string; readonly gatewayId?: string };

export type UserRecord = {
  readonly id: string;
  readonly accountId: string;
  /** 1 when created, then one more for every change: the ETag. */
  readonly version: number;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly resource: ScimResource;
  readonly keys: readonly UniqueKey[];
  /** Every e-mail address in comparable form, for `emails.value eq`. */
  readonly emails: readonly string[];
  readonly active: boolean;
  /** Lower-case name by which lists are ordered. */
  readonly sortName: string;
  /** Lower-case text that the console's search looks through. */
  readonly searchText: string;
  /** Name of the gateway that wrote it last, or `SCIM`. */
  readonly syncedFrom: string;
  /** Set when a gateway wrote it last. */
  readonly gatewayId?: string;
  readonly changedBy: string;
};

/** What an index answers: one value of one kind. `anyEmail` is every address, not only the unique one. */
export type UserLookup = { readonly kind: 'id' | KeyKind | 'anyEmail'; readonly value: string };

/** `taken`: these keys belong to somebody else. `stale`: another write came first. */
export type WriteOutcome =
  | { readonly state: 'written' }
  | { readonly state: 'stale' }
  | { readonly state: 'taken'; readonly keys: readonly UniqueKey[] };

/** Position after a user in order of creation. */
export type CreatedCursor = { readonly createdAt: number; readonly id: string };

export type DirectoryFilter = {
  /** Part of the search text. */
  readonly q?: string;
  readonly only?: 'gateway' | 'inactive' | 'active';
};

export type DirectoryQuery = DirectoryFilter & {
  /** By name, or by the instant of the last change. */
  readonly sort: 'name' | 'changedAt';
  readonly order: 'asc' | 'desc';
  /** Sort key and id of the last user already seen. */
  readonly after?: { readonly key: string | number; readonly id: string };
  readonly limit: number;
};

/** Over all users of an account. */
export type DirectoryCounts = {
  readonly users: number;
  readonly ofGateways: number;
  readonly inactive: number;
};

/** Every method is bound to one account; nothing reads across accounts but `accountOf`. */
export type ScimStore = {
  read(accountId: string, id: string): Promise<UserRecord | undefined>;
  insert(user: UserRecord): Promise<WriteOutcome>;
  /** Writes `next` over `before`, if nobody else did since. */
  update(before: UserRecord, next: UserRecord): Promise<WriteOutcome>;
  /** False when there is no such user, or when another write came first. */
  remove(user: UserRecord): Promise<boolean>;

  count(accountId: string): Promise<number>;
  /** In order of creation; stable while others are added. */
  slice(accountId: string, range: { offset: number; limit: number }): Promise<readonly UserRecord[]>;
  /** The next `limit` users after the cursor in order of creation. */
  after(accountId: string, cursor: CreatedCursor | undefined, limit: number): Promise<readonly UserRecord[]>;
  lookup(accountId: string, by: UserLookup): Promise<readonly UserRecord[]>;

  directory(accountId: string, query: DirectoryQuery): Promise<readonly UserRecord[]>;
  directoryTotal(accountId: string, filter: DirectoryFilter): Promise<number>;
  directoryCounts(accountId: string): Promise<DirectoryCounts>;
  /** The account that a user belongs to. */
  accountOf(id: string): Promise<string | undefined>;

  /** Runs `work` in one transaction, on a store bound to it. Lets the event loop turn before it starts. */
  batch<T>(work: (store: ScimStore) => Promise<T>): Promise<T>;
};
