/** Who wants new findings by e-mail, and the queue, over Kysely. */
import type { MailLanguage } from '../../contract/deployment.ts';
import type { FindingsDigest } from '../../contract/outbox.ts';
import type { FindingsMailStore } from '../core/ports/findings-mail.ts';
import type { CloudDatabase } from './database.ts';

/** Readers who may still see the account: its own people and its partner's; not those who see only themselves. */
function readers(db: CloudDatabase) {
  return db
    .selectFrom('findings_reader')
    .innerJoin('person', 'person.id', 'findings_reader.person_id')
    .innerJoin('account', 'account.id', 'findings_reader.account_id')
    .where('account.state', '=', 'active')
    .where('person.role', '!=', 'user')
    .where((eb) =>
      eb.or([
        eb('person.account_id', '=', eb.ref('account.id')),
        eb('person.account_id', '=', eb.ref('account.partner_id')),
      ]),
    );
}

export function createFindingsMailStore(db: CloudDatabase): FindingsMailStore {
  const change = (id: string) =>
    db.updateTable('findings_mail').where('id', '=', id).where('state', '=', 'waiting');
  return {
    async wants(personId, accountId) {
      const row = await db
        .selectFrom('findings_reader')
        .select('at')
        .where('person_id', '=', personId)
        .where('account_id', '=', accountId)
        .executeTakeFirst();
      return row !== undefined;
    },
    async choose({ personId, accountId, language, at }) {
      if (language === undefined) {
        await db.transaction().execute(async (tx) => {
          for (const table of ['findings_reader', 'findings_mail'] as const)
            await tx
              .deleteFrom(table)
              .where('person_id', '=', personId)
              .where('account_id', '=', accountId)
              .execute();
        });
        return;
      }
      await db
        .insertInto('findings_reader')
        .values({ person_id: personId, account_id: accountId, language, at })
        .onConflict((c) => c.columns(['person_id', 'account_id']).doUpdateSet({ language }))
        .execute();
    },
    async queue({ id, accountId, gatewayName, body, newId, at }) {
      const people = await readers(db)
        .select('findings_reader.person_id')
        .where('findings_reader.account_id', '=', accountId)
        .execute();
      if (people.length === 0) return;
      await db
        .insertInto('findings_mail')
        .values(
          people.map(({ person_id }) => ({
            id: newId(),
            digest_id: id,
            person_id,
            account_id: accountId,
            gateway_name: gatewayName,
            digest: JSON.stringify(body),
            state: 'waiting' as const,
            attempts: 0,
            error: null,
            due_at: at,
            at,
          })),
        )
        .onConflict((c) => c.columns(['digest_id', 'person_id']).doNothing())
        .execute();
    },
    async due(now) {
      const row = await readers(db)
        .innerJoin('findings_mail', (join) =>
          join
            .onRef('findings_mail.person_id', '=', 'findings_reader.person_id')
            .onRef('findings_mail.account_id', '=', 'findings_reader.account_id'),
        )
        .selectAll('findings_mail')
        .select(['person.email', 'person.name as person_name', 'findings_reader.language'])
        .where('findings_mail.state', '=', 'waiting')
        .where('findings_mail.due_at', '<=', now)
        .orderBy('findings_mail.due_at')
        .orderBy('findings_mail.id')
        .limit(1)
        .executeTakeFirst();
      return (
        row && {
          id: row.id,
          accountId: row.account_id,
          gatewayName: row.gateway_name,
          digest: JSON.parse(row.digest) as FindingsDigest,
          attempts: row.attempts,
          address: row.email,
          personName: row.person_name,
          language: row.language as MailLanguage,
        }
      );
    },
    async end(id, { state, error = null, at }) {
      await change(id).set({ state, error, at, digest: '' }).execute();
    },
    async again(id, { attempts, dueAt, error, at }) {
      await change(id).set({ attempts, due_at: dueAt, error, at }).execute();
    },
    async prune(before) {
      await db.deleteFrom('findings_mail').where('at', '<', before).execute();
    },
  };
}
