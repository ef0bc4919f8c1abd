import { type Selectable, sql } from 'kysely';
import type { Account, Address } from '../core/model.ts';
import type { AccountStore } from '../core/ports/stores.ts';
import type { CoreTables } from './core-tables.ts';
import type { CloudDatabase } from './database.ts';
import { accountIn, afterCursor, contains, encodeCursor, inserted, optional, pageOf } from './scope.ts';

type Row = Selectable<CoreTables['account']>;

function toAccount(row: Row): Account {
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    ...optional('partnerId', row.partner_id),
    name: row.name,
    state: row.state,
    region: row.region,
    ...(row.address === null ? {} : { address: JSON.parse(row.address) as Address }),
    supportContacts: JSON.parse(row.support_contacts) as string[],
    createdAt: row.created_at,
    ...optional('deletedAt', row.deleted_at),
  };
}

export function createAccountStore(db: CloudDatabase): AccountStore {
  const one = async (row: Promise<Row | undefined>) => {
    const found = await row;
    return found && toAccount(found);
  };
  return {
    async insert(account) {
      const result = await db
        .insertInto('account')
        .values({
          id: account.id,
          number: account.number,
          kind: account.kind,
          partner_id: account.partnerId ?? null,
          name: account.name,
          state: account.state,
          region: account.region,
          address: account.address ? JSON.stringify(account.address) : null,
          support_contacts: JSON.stringify(account.supportContacts),
          created_at: account.createdAt,
        })
        .onConflict((c) => c.column('number').doNothing())
        .executeTakeFirst();
      return inserted(result);
    },
    byId: (id) => one(db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()),
    byNumber: (scope, number) =>
      one(
        db
          .selectFrom('account')
          .selectAll()
          .where('number', '=', number)
          .where(accountIn(scope))
          .executeTakeFirst(),
      ),
    anyByNumber: (number) =>
      one(db.selectFrom('account').selectAll().where('number', '=', number).executeTakeFirst()),
    async partners() {
      const rows = await db
        .selectFrom('account')
        .selectAll()
        .where('kind', '=', 'partner')
        .orderBy('created_at')
        .execute();
      return rows.map(toAccount);
    },
    async list(scope, { q, state, after, limit }) {
      // a partner's list is of its customers, a customer's of itself
      const base = db
        .selectFrom('account')
        .where('kind', '=', 'customer')
        .where(accountIn(scope))
        .where(contains(['account.name', 'account.number'], q))
        .where(state === undefined ? sql<boolean>`TRUE` : sql<boolean>`account.state = ${state}`);
      const { total } = await base.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
      const rows = await base
        .selectAll()
        .where(afterCursor('account.name', 'account.id', 'asc', after))
        .orderBy('name')
        .orderBy('id')
        .limit(limit + 1)
        .execute();
      return pageOf(rows, total, { limit, cursor: (r) => encodeCursor(r.name, r.id), item: toAccount });
    },
    async claimable(scope) {
      const rows = await db
        .selectFrom('account')
        .selectAll()
        .where('kind', '=', 'customer')
        .where('state', '=', 'active')
        .where(accountIn(scope))
        .orderBy('name')
        .orderBy('id')
        .limit(1000)
        .execute();
      return rows.map(toAccount);
    },
    async setDeleted(id, at) {
      await db
        .updateTable('account')
        .set({ state: 'deactivated', deleted_at: at })
        .where('id', '=', id)
        .execute();
    },
    async setState(id, state) {
      await db.updateTable('account').set({ state }).where('id', '=', id).execute();
    },
    async within(scope, accountId) {
      const row = await db
        .selectFrom('account')
        .select('id')
        .where('id', '=', accountId)
        .where(accountIn(scope))
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
