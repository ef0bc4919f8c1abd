/** The SCIM user directory over Kysely. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, sql, type Transaction } from 'kysely';
import type {
  CreatedCursor,
  DirectoryCounts,
  DirectoryFilter,
  DirectoryQuery,
  ScimStore,
  UniqueKey,
  UserLookup,
  UserRecord,
  WriteOutcome,
} from '../core/ports/scim-store.ts';
import type { CloudTables } from './database.ts';
import type { ScimUserRow } from './scim-tables.ts';

type Db = Kysely<CloudTables>;

const WRITTEN: WriteOutcome = { state: 'written' };

function toRow(user: UserRecord): ScimUserRow {
  return {
    id: user.id,
    account_id: user.accountId,
    version: user.version,
    created_at: user.createdAt,
    changed_at: user.changedAt,
    active: user.active ? 1 : 0,
    sort_name: user.sortName,
    search_text: user.searchText,
    synced_from: user.syncedFrom,
    gateway_id: user.gatewayId ?? null,
    changed_by: user.changedBy,
    keys: JSON.stringify(user.keys),
    emails: JSON.stringify(user.emails),
    resource: JSON.stringify(user.resource),
  };
}

function toUser(row: ScimUserRow): UserRecord {
  return {
    id: row.id,
    accountId: row.account_id,
    version: row.version,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    active: row.active === 1,
    sortName: row.sort_name,
    searchText: row.search_text,
    syncedFrom: row.synced_from,
    ...(row.gateway_id === null ? {} : { gatewayId: row.gateway_id }),
    changedBy: row.changed_by,
    keys: JSON.parse(row.keys),
    emails: JSON.parse(row.emails),
    resource: JSON.parse(row.resource),
  };
}

const sameKey = (a: UniqueKey) => (b: UniqueKey) => a.kind === b.kind && a.value === b.value;
const keysBeside = (keys: readonly UniqueKey[], others: readonly UniqueKey[]) =>
  keys.filter((key) => !others.some(sameKey(key)));

/**
 * Gives up keys of a user: all that are named. One by one, by primary key: SQLite answers a list of alternatives by
 * reading the whole account.
 */
async function release(db: Db, user: UserRecord, keys: readonly UniqueKey[]): Promise<void> {
  for (const key of keys) {
    const row = { ...key, account_id: user.accountId, user_id: user.id };
    await db
      .deleteFrom('scim_unique')
      .where((eb) => eb.and(row))
      .execute();
  }
}

/** Those of the keys that somebody has. */
async function takenOf(db: Db, accountId: string, keys: readonly UniqueKey[]): Promise<UniqueKey[]> {
  const taken: UniqueKey[] = [];
  for (const key of keys) {
    const holder = db.selectFrom('scim_unique').select('user_id');
    const row = await holder.where((eb) => eb.and({ ...key, account_id: accountId })).executeTakeFirst();
    if (row) taken.push(key);
  }
  return taken;
}

/**
 * Takes keys for a user, all or none. The number of inserted rows tells whether one was taken already, so that no
 * look-up is needed where nothing clashes and no error spoils the transaction where something does.
 */
async function claim(db: Db, user: UserRecord, keys: readonly UniqueKey[]): Promise<WriteOutcome> {
  if (keys.length === 0) return WRITTEN;
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('scim_unique')
    .values(keys.map((key) => ({ ...key, account_id: user.accountId, user_id: user.id })))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (Number(numInsertedOrUpdatedRows) === keys.length) return WRITTEN;
  await release(db, user, keys);
  return { state: 'taken', keys: await takenOf(db, user.accountId, keys) };
}

async function writeEmails(db: Db, user: UserRecord, before: readonly string[]): Promise<void> {
  const gone = before.filter((value) => !user.emails.includes(value));
  const added = user.emails.filter((value) => !before.includes(value));
  const { accountId: account_id, id: user_id } = user;
  if (gone.length > 0)
    await db
      .deleteFrom('scim_email')
      .where('account_id', '=', account_id)
      .where('user_id', '=', user_id)
      .where('value', 'in', gone)
      .execute();
  if (added.length > 0)
    await db
      .insertInto('scim_email')
      .values(added.map((value) => ({ account_id, value, user_id })))
      .execute();
}

async function insert(db: Db, user: UserRecord): Promise<WriteOutcome> {
  const claimed = await claim(db, user, user.keys);
  if (claimed.state !== 'written') return claimed;
  await db.insertInto('scim_user').values(toRow(user)).execute();
  await writeEmails(db, user, []);
  return WRITTEN;
}

async function update(db: Db, before: UserRecord, next: UserRecord): Promise<WriteOutcome> {
  const added = keysBeside(next.keys, before.keys);
  const claimed = await claim(db, next, added);
  if (claimed.state !== 'written') return claimed;
  const { numUpdatedRows } = await db
    .updateTable('scim_user')
    .set(toRow(next))
    .where('id', '=', before.id)
    .where('account_id', '=', before.accountId)
    .where('version', '=', before.version)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) {
    await release(db, next, added);
    return { state: 'stale' };
  }
  await release(db, next, keysBeside(before.keys, next.keys));
  await writeEmails(db, next, before.emails);
  return WRITTEN;
}

async function remove(db: Db, user: UserRecord): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('scim_user')
    .where('id', '=', user.id)
    .where('account_id', '=', user.accountId)
    .where('version', '=', user.version)
    .executeTakeFirstOrThrow();
  if (numDeletedRows === 0n) return false;
  await release(db, user, user.keys);
  await writeEmails(db, { ...user, emails: [] }, user.emails);
  return true;
}

/** `%`, `_` and the escape itself lose their meaning. */
const likeText = (text: string) => `%${text.replace(/[\\%_]/g, (c) => `\\${c}`)}%`;

const users = (db: Db, accountId: string) =>
  db.selectFrom('scim_user').selectAll('scim_user').where('scim_user.account_id', '=', accountId);

function byLookup(db: Db, accountId: string, { kind, value }: UserLookup) {
  if (kind === 'id') return users(db, accountId).where('id', '=', value);
  const holder = { account_id: accountId, value };
  const ids =
    kind === 'anyEmail'
      ? db
          .selectFrom('scim_email')
          .select('user_id')
          .where((eb) => eb.and(holder))
      : db
          .selectFrom('scim_unique')
          .select('user_id')
          .where((eb) => eb.and({ ...holder, kind }));
  return users(db, accountId).where('id', 'in', ids).orderBy('created_at').orderBy('id');
}

function directoryRows(db: Db, accountId: string, { q, only }: DirectoryFilter) {
  let some = db.selectFrom('scim_user').where('account_id', '=', accountId);
  if (q) {
    const pattern = likeText(q.toLowerCase());
    some = some.where(sql<boolean>`search_text like ${pattern} escape '\\'`);
  }
  if (only === 'gateway') some = some.where('gateway_id', 'is not', null);
  if (only === 'active') some = some.where('active', '=', 1);
  if (only === 'inactive') some = some.where('active', '=', 0);
  return some;
}

/** One page of the console's list, in the order of an index. */
export function directoryPage(db: Db, accountId: string, query: DirectoryQuery) {
  const { sort, order, after, limit } = query;
  const key = sort === 'name' ? 'sort_name' : 'changed_at';
  const some = directoryRows(db, accountId, query);
  const beyond = order === 'asc' ? '>' : '<';
  const page = after
    ? some.where((eb) => eb(eb.refTuple(key, 'id'), beyond, eb.tuple(after.key as never, after.id)))
    : some;
  return page.selectAll().orderBy(key, order).orderBy('id', order).limit(limit);
}

async function directoryTotal(db: Db, accountId: string, filter: DirectoryFilter): Promise<number> {
  const count = directoryRows(db, accountId, filter).select((eb) => eb.fn.countAll<number>().as('total'));
  return Number((await count.executeTakeFirstOrThrow()).total);
}

async function directoryCounts(db: Db, accountId: string): Promise<DirectoryCounts> {
  const total = (filter: DirectoryFilter) => directoryTotal(db, accountId, filter);
  return {
    users: await total({}),
    ofGateways: await total({ only: 'gateway' }),
    inactive: await total({ only: 'inactive' }),
  };
}

async function after(db: Db, accountId: string, cursor: CreatedCursor | undefined, limit: number) {
  const all = users(db, accountId);
  const rest = cursor
    ? all.where((eb) => eb(eb.refTuple('created_at', 'id'), '>', eb.tuple(cursor.createdAt, cursor.id)))
    : all;
  return (await rest.orderBy('created_at').orderBy('id').limit(limit).execute()).map(toUser);
}

async function count(db: Db, accountId: string): Promise<number> {
  const { total } = await db
    .selectFrom('scim_user')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
  return Number(total);
}

function reads(db: Db) {
  return {
    read: async (accountId: string, id: string) => {
      const row = await users(db, accountId).where('id', '=', id).executeTakeFirst();
      return row && toUser(row);
    },
    count: (accountId: string) => count(db, accountId),
    slice: async (accountId: string, { offset, limit }: { offset: number; limit: number }) => {
      const page = users(db, accountId).orderBy('created_at').orderBy('id').limit(limit).offset(offset);
      return (await page.execute()).map(toUser);
    },
    lookup: async (accountId: string, by: UserLookup) =>
      (await byLookup(db, accountId, by).execute()).map(toUser),
    directory: async (accountId: string, query: DirectoryQuery) =>
      (await directoryPage(db, accountId, query).execute()).map(toUser),
    directoryTotal: (accountId: string, filter: DirectoryFilter) => directoryTotal(db, accountId, filter),
    directoryCounts: (accountId: string) => directoryCounts(db, accountId),
    accountOf: async (id: string) =>
      (await db.selectFrom('scim_user').select('account_id').where('id', '=', id).executeTakeFirst())
        ?.account_id,
  };
}

/** The store inside a transaction that somebody else began. */
function bound(db: Transaction<CloudTables>): ScimStore {
  const store: ScimStore = {
    ...reads(db),
    after: (accountId, cursor, limit) => after(db, accountId, cursor, limit),
    insert: (user) => insert(db, user),
    update: (before, next) => update(db, before, next),
    remove: (user) => remove(db, user),
    batch: (work) => work(store),
  };
  return store;
}

/** The directory in the cloud's database. Every single write is a transaction of its own. */
export function createScimStore(db: Db): ScimStore {
  const inTransaction = <T>(work: (store: ScimStore) => Promise<T>) =>
    db.transaction().execute((transaction) => work(bound(transaction)));
  return {
    ...reads(db),
    // a walk over a whole account lets other requests in between its pages
    after: async (accountId, cursor, limit) => {
      await nextTurn();
      return after(db, accountId, cursor, limit);
    },
    insert: (user) => inTransaction((store) => store.insert(user)),
    update: (before, next) => inTransaction((store) => store.update(before, next)),
    remove: (user) => inTransaction((store) => store.remove(user)),
    batch: async (work) => {
      await nextTurn();
      return inTransaction(work);
    },
  };
}
