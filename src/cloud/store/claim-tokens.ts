import type { Selectable } from 'kysely';
import type { ClaimToken } from '../core/model.ts';
import type { ClaimTokenStore } from '../core/ports/stores.ts';
import type { CoreTables } from './core-tables.ts';
import type { CloudDatabase } from './database.ts';
import { optional } from './scope.ts';

function toToken(row: Selectable<CoreTables['claim_token']>): ClaimToken {
  return {
    id: row.id,
    ...optional('tokenHash', row.token_hash),
    ...optional('jkt', row.jkt),
    accountId: row.account_id,
    createdBy: { id: row.created_by_id, name: row.created_by_name },
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    ...optional('claimId', row.claim_id),
  };
}

/** Marks a token as used by a claim; false when it is used already. Inside the transaction of that claim. */
export async function spendClaimToken(db: CloudDatabase, id: string, claimId: string): Promise<boolean> {
  const result = await db
    .updateTable('claim_token')
    .set({ used: 1, claim_id: claimId })
    .where('id', '=', id)
    .where('used', '=', 0)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export function createClaimTokenStore(db: CloudDatabase): ClaimTokenStore {
  const by = async (column: 'token_hash' | 'jkt', value: string) => {
    const query = db.selectFrom('claim_token').selectAll().where(column, '=', value);
    const row = await query.orderBy('created_at', 'desc').orderBy('id', 'desc').executeTakeFirst();
    return row && toToken(row);
  };
  return {
    async insert(token) {
      await db
        .insertInto('claim_token')
        .values({
          id: token.id,
          token_hash: token.tokenHash ?? null,
          jkt: token.jkt ?? null,
          account_id: token.accountId,
          created_by_id: token.createdBy.id,
          created_by_name: token.createdBy.name,
          created_at: token.createdAt,
          expires_at: token.expiresAt,
          claim_id: null,
        })
        .execute();
    },
    byHash: (tokenHash) => by('token_hash', tokenHash),
    byKey: (jkt) => by('jkt', jkt),
    async open(accountId, now) {
      const rows = await db
        .selectFrom('claim_token')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('used', '=', 0)
        .where('expires_at', '>', now)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .execute();
      return rows.map(toToken);
    },
    async remove(accountId, id) {
      const result = await db
        .deleteFrom('claim_token')
        .where('id', '=', id)
        .where('account_id', '=', accountId)
        .where('used', '=', 0)
        .executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
    async prune(before) {
      await db.deleteFrom('claim_token').where('expires_at', '<', before).execute();
    },
  };
}
