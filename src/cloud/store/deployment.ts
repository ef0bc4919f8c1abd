/** The queue of deployment e-mails over Kysely. */
import { type Selectable, sql } from 'kysely';
import type { MailLanguage } from '../../contract/deployment.ts';
import type { DeploymentStore, MailCounts, QueuedMail } from '../core/ports/deployment.ts';
import type { CloudDatabase } from './database.ts';
import type { DeploymentTables } from './deployment-tables.ts';
import { optional } from './scope.ts';

type Row = Selectable<DeploymentTables['deployment_mail']>;
/** Rows of one INSERT: SQLite binds 32,766 values at most. */
const ROWS = 500;

const toMail = (row: Row): QueuedMail => ({
  id: row.id,
  accountId: row.account_id,
  userId: row.user_id,
  orderId: row.order_id,
  address: row.address,
  attempts: row.attempts,
  orderedBy: { id: row.ordered_by_id, name: row.ordered_by_name },
});

const toRow = (mail: QueuedMail, at: number): Row => ({
  user_id: mail.userId,
  id: mail.id,
  account_id: mail.accountId,
  order_id: mail.orderId,
  address: mail.address,
  state: 'waiting',
  attempts: mail.attempts,
  error: null,
  queued_at: at,
  due_at: at,
  at,
  ordered_by_id: mail.orderedBy.id,
  ordered_by_name: mail.orderedBy.name,
});

async function insert(db: CloudDatabase, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}) as (keyof Row)[];
  await db
    .insertInto('deployment_mail')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column('user_id')
        .doUpdateSet((eb) => Object.fromEntries(columns.map((name) => [name, eb.ref(`excluded.${name}`)])))
        .where('deployment_mail.state', '!=', 'waiting'),
    )
    .execute();
}

/** Rows that the progress is about: those of the newest order, and whatever waits. */
function current(db: CloudDatabase, accountId: string) {
  const newest = db
    .selectFrom('deployment_mail')
    .select((eb) => eb.fn.max('order_id').as('order_id'))
    .where('account_id', '=', accountId);
  return db
    .selectFrom('deployment_mail')
    .where('account_id', '=', accountId)
    .where((eb) => eb.or([eb('order_id', '=', newest), eb('state', '=', 'waiting')]));
}

async function counts(db: CloudDatabase, accountId: string): Promise<MailCounts> {
  const states = await current(db, accountId)
    .select(['state', sql<number>`count(*)`.as('total')])
    .groupBy('state')
    .execute();
  const of = (state: Row['state']) => states.find((row) => row.state === state)?.total ?? 0;
  const newest = await current(db, accountId)
    .selectAll()
    .orderBy('order_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const said = await current(db, accountId)
    .select('error')
    .where('state', '=', 'waiting')
    .where('error', 'is not', null)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return {
    waiting: of('waiting'),
    sent: of('sent'),
    failed: of('failed'),
    ...(newest ? { orderedAt: newest.queued_at, orderedBy: newest.ordered_by_name } : {}),
    ...optional('waitingBecause', said?.error ?? null),
  };
}

export function createDeploymentStore(db: CloudDatabase): DeploymentStore {
  const change = (id: string) =>
    db.updateTable('deployment_mail').where('id', '=', id).where('state', '=', 'waiting');
  return {
    async queue(mails, at) {
      await db.transaction().execute(async (tx) => {
        for (let i = 0; i < mails.length; i += ROWS)
          await insert(
            tx,
            mails.slice(i, i + ROWS).map((mail) => toRow(mail, at)),
          );
      });
    },
    async due(now) {
      const row = await db
        .selectFrom('deployment_mail')
        .innerJoin('account', 'account.id', 'deployment_mail.account_id')
        .selectAll('deployment_mail')
        .where('deployment_mail.state', '=', 'waiting')
        .where('deployment_mail.due_at', '<=', now)
        .where('account.state', '=', 'active')
        .orderBy('deployment_mail.due_at')
        .orderBy('deployment_mail.id')
        .limit(1)
        .executeTakeFirst();
      return row && toMail(row);
    },
    async end(id, { state, error = null, at }) {
      await change(id).set({ state, error, at }).execute();
    },
    async again(id, { attempts, dueAt, error, at }) {
      await change(id).set({ attempts, due_at: dueAt, error, at }).execute();
    },
    async waitingOf(accountId) {
      const rows = await db
        .selectFrom('deployment_mail')
        .select('user_id')
        .where('account_id', '=', accountId)
        .where('state', '=', 'waiting')
        .execute();
      return new Set(rows.map((row) => row.user_id));
    },
    async sharedOf(accountId) {
      const rows = await db
        .selectFrom('scim_email')
        .select('value')
        .where('account_id', '=', accountId)
        .groupBy('value')
        .having(sql<number>`count(*)`, '>', 1)
        .execute();
      return new Set(rows.map((row) => row.value));
    },
    counts: (accountId) => counts(db, accountId),
    async failures(accountId, limit) {
      const rows = await current(db, accountId)
        .select(['user_id', 'address', 'error'])
        .where('state', '=', 'failed')
        .orderBy('at')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ userId: row.user_id, address: row.address, sentence: row.error ?? '' }));
    },
    async language(accountId) {
      const row = await db
        .selectFrom('account')
        .select('language')
        .where('id', '=', accountId)
        .executeTakeFirstOrThrow();
      return row.language as MailLanguage;
    },
    async setLanguage(accountId, language) {
      await db.updateTable('account').set({ language }).where('id', '=', accountId).execute();
    },
  };
}
