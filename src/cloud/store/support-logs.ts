/** Support logs, their attachments and e-mails, over Kysely. */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { MailLanguage } from '../../contract/deployment.ts';
import type { SupportNote, SupportSort } from '../../contract/support-logs.ts';
import type { Scope } from '../core/model.ts';
import type {
  NewSupportLog,
  NewSupportMail,
  SupportFile,
  SupportLog,
  SupportLogFilter,
  SupportLogStore,
} from '../core/ports/support-logs.ts';
import type { CloudDatabase } from './database.ts';
import {
  afterCursor,
  contains,
  countedBefore,
  encodeCursor,
  oneOf,
  optional,
  pageOf,
  partnerOf,
  tenantOf,
} from './scope.ts';
import { readSupportPieces } from './support.ts';

/** Reminders that one turn makes; the rest is for the next. */
const REMIND_MOST = 100;

const logs = (db: CloudDatabase) =>
  db
    .selectFrom('support_log')
    .innerJoin('account', 'account.id', 'support_log.account_id')
    .leftJoin('account as partner', 'partner.id', 'account.partner_id');

const selectLog = (rows: ReturnType<typeof logs>) =>
  rows
    .selectAll('support_log')
    .select(['account.number', 'account.name as account_name', 'partner.number as partner_number'])
    .select(
      sql<number>`(SELECT count(*) FROM support_file f WHERE f.log_id = support_log.id AND f.stored_at IS NOT NULL)`.as(
        'attachments',
      ),
    );
type LogRow = Awaited<ReturnType<ReturnType<typeof selectLog>['executeTakeFirstOrThrow']>>;

function toLog(row: LogRow): SupportLog {
  const gateway =
    row.gateway_id === null ? undefined : { id: row.gateway_id, name: row.gateway_name ?? row.gateway_id };
  return {
    id: row.id,
    account: {
      id: row.account_id,
      number: row.number,
      name: row.account_name,
      ...optional('partner', row.partner_number),
    },
    title: row.title,
    product: row.product,
    description: row.description,
    state: row.state,
    reporter: { id: row.reporter_id, name: row.reporter_name, ...optional('email', row.reporter_email) },
    ...optional('gateway', gateway),
    createdAt: row.created_at,
    changedAt: row.changed_at,
    revision: row.revision,
    ...optional('remindAt', row.remind_at),
    attachments: Number(row.attachments),
  };
}

const SORTS: Readonly<Record<SupportSort, RawBuilder<string | number>>> = {
  created: sql`support_log.created_at`,
  title: sql`lower(support_log.title)`,
  product: sql`support_log.product`,
  state: sql`support_log.state`,
  reporter: sql`lower(support_log.reporter_name)`,
};

async function matching(db: CloudDatabase, scope: Scope, filter: SupportLogFilter) {
  const tenant = await tenantOf(db, scope, filter.accounts);
  return logs(db).where(
    sql.join<SqlBool>(
      [
        tenant('support_log'),
        contains(['support_log.title'], filter.q),
        oneOf('support_log.product', filter.products),
        oneOf('support_log.state', filter.states),
        oneOf('support_log.gateway_id', filter.gatewayId === undefined ? undefined : [filter.gatewayId]),
      ],
      sql` AND `,
    ),
  );
}

const COUNT = sql<number>`count(*)`.as('total');

const logValues = (log: NewSupportLog) => ({
  id: log.id,
  account_id: log.accountId,
  partner_id: partnerOf(log.accountId),
  title: log.title,
  product: log.product,
  description: log.description,
  state: 'Open' as const,
  reporter_id: log.reporter.id,
  reporter_name: log.reporter.name,
  reporter_email: log.reporter.email ?? null,
  gateway_id: log.gateway?.id ?? null,
  gateway_name: log.gateway?.name ?? null,
  created_at: log.createdAt,
  changed_at: log.createdAt,
  revision: 1,
  remind_at: log.remindAt,
  reminders: 0,
});

async function queueMails(
  db: CloudDatabase,
  mails: readonly NewSupportMail[],
  about: { readonly logId: string; readonly number: number; readonly at: number },
): Promise<void> {
  if (mails.length === 0) return;
  await db
    .insertInto('support_mail')
    .values(
      mails.map(({ id, address }) => ({
        id,
        log_id: about.logId,
        number: about.number,
        address,
        state: 'waiting' as const,
        attempts: 0,
        error: null,
        due_at: about.at,
        at: about.at,
      })),
    )
    .onConflict((c) => c.columns(['log_id', 'number', 'address']).doNothing())
    .execute();
}

async function insertLog(db: CloudDatabase, log: NewSupportLog, mails: readonly NewSupportMail[]) {
  await db.insertInto('support_log').values(logValues(log)).execute();
  await queueMails(db, mails, { logId: log.id, number: 0, at: log.createdAt });
}

/** What people added; a bundle's bytes are counted where bundles are. */
const added = (db: CloudDatabase) => db.selectFrom('support_file').where('bundle_id', 'is', null);

export function createSupportLogStore(db: CloudDatabase): SupportLogStore {
  const mail = (id: string) => db.updateTable('support_mail').where('id', '=', id);
  const waiting = (id: string) => mail(id).where('state', '=', 'waiting');

  /** The due time moves on from the value that was read, or another node has done it. */
  async function remindOf(
    row: { id: string; account_id: string; remind_at: number | null; reminders: number },
    next: { readonly at: number; readonly now: number },
    mails: readonly NewSupportMail[],
  ): Promise<boolean> {
    return db.transaction().execute(async (tx) => {
      const moved = await tx
        .updateTable('support_log')
        .set({ remind_at: next.at, reminders: row.reminders + 1 })
        .where('id', '=', row.id)
        .where('state', '=', 'Open')
        .where('remind_at', '=', row.remind_at)
        .executeTakeFirst();
      if (moved.numUpdatedRows === 0n) return false;
      await queueMails(tx, mails, { logId: row.id, number: row.reminders + 1, at: next.now });
      return true;
    });
  }

  return {
    insert: (log, mails) => db.transaction().execute((tx) => insertLog(tx, log, mails)),
    async find(scope, id) {
      const row = await selectLog(await matching(db, scope, {}))
        .where('support_log.id', '=', id)
        .executeTakeFirst();
      return row && toLog(row);
    },
    async list(scope, query) {
      const { sort = 'created', order = 'desc', after, limit } = query;
      const key = SORTS[sort];
      const rows = await matching(db, scope, query);
      const total =
        countedBefore(after) ?? Number((await rows.select(COUNT).executeTakeFirstOrThrow()).total);
      const found = await selectLog(rows)
        .select(key.as('sort_key'))
        .where(afterCursor(key, 'support_log.id', order, after))
        .orderBy(key, order)
        .orderBy('support_log.id', order)
        .limit(limit + 1)
        .execute();
      const cursor = (row: (typeof found)[number]) => encodeCursor(row.sort_key, row.id, total);
      return pageOf(found, total, { limit, cursor, item: toLog });
    },
    async facets(scope, accounts, since) {
      const rows = await matching(db, scope, accounts === undefined ? {} : { accounts });
      const counts = await rows
        .select(COUNT)
        .select(sql<number>`count(CASE WHEN support_log.state = 'Open' THEN 1 END)`.as('open'))
        .executeTakeFirstOrThrow();
      const products = await rows
        .select('support_log.product')
        .distinct()
        .where('support_log.created_at', '>=', since)
        .orderBy('support_log.product')
        .execute();
      return {
        total: Number(counts.total),
        open: Number(counts.open),
        products: products.map(({ product }) => product),
      };
    },
    async notes(id) {
      const rows = await db
        .selectFrom('support_note')
        .selectAll()
        .where('log_id', '=', id)
        .orderBy('at')
        .orderBy('id')
        .execute();
      return rows.map(
        (row): SupportNote => ({
          id: row.id,
          at: row.at,
          by: row.actor_name,
          text: row.text,
          ...optional('state', row.state),
        }),
      );
    },
    async files(id) {
      const rows = await db
        .selectFrom('support_file as f')
        .leftJoin('support_bundle as b', (join) =>
          join.onRef('b.gateway_id', '=', 'f.gateway_id').onRef('b.id', '=', 'f.bundle_id'),
        )
        .selectAll('f')
        .select('b.id as kept_id')
        .where('f.log_id', '=', id)
        .where('f.stored_at', 'is not', null)
        .orderBy('f.begun_at')
        .orderBy('f.id')
        .execute();
      return rows.map((row): SupportFile => {
        const bundle =
          row.gateway_id === null || row.bundle_id === null
            ? undefined
            : { gatewayId: row.gateway_id, id: row.bundle_id };
        return {
          id: row.id,
          name: row.name,
          type: row.type,
          size: row.size,
          at: row.stored_at ?? row.begun_at,
          by: row.by_name,
          ...optional('bundle', bundle),
          kept: bundle === undefined || row.kept_id !== null,
        };
      });
    },
    change: (id, revision, { state, remindAt, note, actor }) =>
      db.transaction().execute(async (tx) => {
        const changed = await tx
          .updateTable('support_log')
          .set({ state, remind_at: remindAt ?? null, changed_at: note.at, revision: revision + 1 })
          .where('id', '=', id)
          .where('revision', '=', revision)
          .executeTakeFirst();
        if (changed.numUpdatedRows === 0n) return false;
        await tx
          .insertInto('support_note')
          .values({
            id: note.id,
            log_id: id,
            at: note.at,
            actor_id: actor.id,
            actor_name: actor.name,
            text: note.text,
            state: note.state ?? null,
          })
          .execute();
        if (state !== 'Open')
          await tx
            .deleteFrom('support_mail')
            .where('log_id', '=', id)
            .where('number', '>', 0)
            .where('state', '=', 'waiting')
            .execute();
        return true;
      }),
    bundleStored: ({ gatewayId, id, fileId }, log, mails) =>
      db.transaction().execute(async (tx) => {
        const at = log.createdAt;
        await tx
          .updateTable('support_bundle')
          .set({ stored_at: at })
          .where('gateway_id', '=', gatewayId)
          .where('id', '=', id)
          .execute();
        const known = await tx
          .selectFrom('support_log')
          .select('id')
          .where('account_id', '=', log.accountId)
          .where('gateway_id', '=', gatewayId)
          .where('state', '!=', 'Resolved')
          .orderBy('created_at', 'desc')
          .limit(1)
          .executeTakeFirst();
        if (!known) await insertLog(tx, log, mails);
        const logId = known?.id ?? log.id;
        await tx.updateTable('support_log').set({ changed_at: at }).where('id', '=', logId).execute();
        const { name, size } = await tx
          .selectFrom('support_bundle')
          .select(['name', 'size'])
          .where('gateway_id', '=', gatewayId)
          .where('id', '=', id)
          .executeTakeFirstOrThrow();
        await tx
          .insertInto('support_file')
          .values({
            id: fileId,
            log_id: logId,
            name,
            type: 'application/zip',
            size,
            begun_at: at,
            stored_at: at,
            by_name: log.gateway?.name ?? '',
            gateway_id: gatewayId,
            bundle_id: id,
          })
          // the same bundle sent anew: it stands where it stood
          .onConflict((c) =>
            c.columns(['gateway_id', 'bundle_id']).doUpdateSet({ name, size, stored_at: at }),
          )
          .execute();
        return logId;
      }),
    async usage({ id, account }) {
      const { files } = await added(db)
        .select(sql<number>`count(*)`.as('files'))
        .where('log_id', '=', id)
        .executeTakeFirstOrThrow();
      const { bytes } = await added(db)
        .innerJoin('support_log', 'support_log.id', 'support_file.log_id')
        .select(sql<number | null>`sum(support_file.size)`.as('bytes'))
        .where('support_log.account_id', '=', account.id)
        .executeTakeFirstOrThrow();
      return { files: Number(files), accountBytes: Number(bytes ?? 0) };
    },
    async beginFile(logId, { id, name, at, by }) {
      await db
        .insertInto('support_file')
        .values({
          id,
          log_id: logId,
          name,
          type: 'text/plain',
          size: 0,
          begun_at: at,
          stored_at: null,
          by_name: by,
          gateway_id: null,
          bundle_id: null,
        })
        .execute();
    },
    async appendFile(fileId, start, bytes) {
      await db.insertInto('support_file_piece').values({ file_id: fileId, start, bytes }).execute();
    },
    finishFile: (logId, { id, type, size, at }) =>
      db.transaction().execute(async (tx) => {
        await tx
          .updateTable('support_file')
          .set({ type, size, stored_at: at })
          .where('id', '=', id)
          .execute();
        await tx.updateTable('support_log').set({ changed_at: at }).where('id', '=', logId).execute();
      }),
    async removeFile(fileId) {
      await db.deleteFrom('support_file').where('id', '=', fileId).execute();
    },
    async *readFile({ id, bundle }) {
      if (bundle) {
        yield* readSupportPieces(db, bundle.gatewayId, bundle.id);
        return;
      }
      const pieces = db.selectFrom('support_file_piece').where('file_id', '=', id);
      for (const { start } of await pieces.select('start').orderBy('start').execute()) {
        const row = await pieces.select('bytes').where('start', '=', start).executeTakeFirst();
        if (row) yield row.bytes;
      }
    },
    async remind(now, everyMs, mails) {
      const due = await db
        .selectFrom('support_log')
        .innerJoin('account', 'account.id', 'support_log.account_id')
        .select([
          'support_log.id',
          'support_log.account_id',
          'support_log.remind_at',
          'support_log.reminders',
        ])
        .where('account.state', '=', 'active')
        .where('support_log.state', '=', 'Open')
        .where('support_log.remind_at', '<=', now)
        .orderBy('support_log.remind_at')
        .limit(REMIND_MOST)
        .execute();
      let reminded = 0;
      for (const row of due) {
        // weeks that were slept through are one reminder
        const missed = Math.floor((now - (row.remind_at ?? now)) / everyMs) + 1;
        const at = (row.remind_at ?? now) + missed * everyMs;
        if (await remindOf(row, { at, now }, await mails(row.account_id))) reminded++;
      }
      return reminded;
    },
    async take(now, leaseMs) {
      const row = await selectLog(logs(db))
        .innerJoin('support_mail', 'support_mail.log_id', 'support_log.id')
        .select([
          'support_mail.id as mail_id',
          'support_mail.address',
          'support_mail.attempts',
          'support_mail.number as mail_number',
          'support_mail.due_at',
          'account.language',
        ])
        .where('support_mail.state', '=', 'waiting')
        .where('support_mail.due_at', '<=', now)
        .where('account.state', '=', 'active')
        .orderBy('support_mail.due_at')
        .orderBy('support_mail.id')
        .limit(1)
        .executeTakeFirst();
      if (!row) return undefined;
      const leased = await waiting(row.mail_id)
        .set({ due_at: now + leaseMs })
        .where('due_at', '=', row.due_at)
        .executeTakeFirst();
      if (leased.numUpdatedRows === 0n) return undefined;
      return {
        id: row.mail_id,
        address: row.address,
        attempts: row.attempts,
        number: row.mail_number,
        language: row.language as MailLanguage,
        log: toLog(row),
      };
    },
    async end(id, { state, error = null, at }) {
      await waiting(id).set({ state, error, at }).execute();
    },
    async again(id, { attempts, dueAt, error, at }) {
      await waiting(id).set({ attempts, due_at: dueAt, error, at }).execute();
    },
    async prune({ resolved, mails, begun }) {
      await db
        .deleteFrom('support_log')
        .where('state', '=', 'Resolved')
        .where('changed_at', '<', resolved)
        .execute();
      await db.deleteFrom('support_mail').where('at', '<', mails).execute();
      await db
        .deleteFrom('support_file')
        .where('stored_at', 'is', null)
        .where('begun_at', '<', begun)
        .execute();
    },
  };
}
