/** Access tokens (hashed), used proofs, and the secrets that the cloud makes for itself. */
import type { ReplayStore, ScimKeyStore, SecretStore, TokenStore } from '../core/ports/stores.ts';
import type { CloudDatabase } from './database.ts';
import { gathered } from './gathered.ts';

export function createTokenStore(db: CloudDatabase): TokenStore {
  return {
    insert: gathered(async (tokens) => {
      await db
        .insertInto('access_token')
        .values(
          tokens.map(({ hash, gatewayId, jkt, expiresAt }) => ({
            hash,
            gateway_id: gatewayId,
            jkt,
            expires_at: expiresAt,
          })),
        )
        .execute();
      return [];
    }),
    async byHash(hash) {
      const row = await db.selectFrom('access_token').selectAll().where('hash', '=', hash).executeTakeFirst();
      return row && { gatewayId: row.gateway_id, jkt: row.jkt, expiresAt: row.expires_at };
    },
    async removeOfGateway(gatewayId) {
      await db.deleteFrom('access_token').where('gateway_id', '=', gatewayId).execute();
    },
    async prune(now) {
      await db.deleteFrom('access_token').where('expires_at', '<=', now).execute();
    },
  };
}

export function createReplayStore(db: CloudDatabase): ReplayStore {
  const insert = gathered<{ key: string; expires_at: number }, boolean>(async (used) => {
    const rows = await db
      .insertInto('replay')
      .values([...used])
      .onConflict((c) => c.column('key').doNothing())
      .returning('key')
      .execute();
    const fresh = new Set(rows.map(({ key }) => key));
    // twice in the same moment: the second is not the first
    return used.map(({ key }) => fresh.delete(key));
  });
  return {
    first: (key, expiresAt) => insert({ key, expires_at: expiresAt }),
    async prune(now) {
      await db.deleteFrom('replay').where('expires_at', '<=', now).execute();
    },
  };
}

export function createSecretStore(db: CloudDatabase): SecretStore {
  return {
    async getOrCreate(name, make) {
      await db
        .insertInto('secret')
        .values({ name, value: make() })
        .onConflict((c) => c.column('name').doNothing())
        .execute();
      const row = await db
        .selectFrom('secret')
        .select('value')
        .where('name', '=', name)
        .executeTakeFirstOrThrow();
      return row.value;
    },
  };
}

export function createScimKeyStore(db: CloudDatabase): ScimKeyStore {
  const by = async (column: 'token_hash' | 'account_id', value: string) => {
    const row = await db.selectFrom('scim_key').selectAll().where(column, '=', value).executeTakeFirst();
    return (
      row && {
        tokenHash: row.token_hash,
        accountId: row.account_id,
        createdAt: row.created_at,
        createdBy: row.created_by,
      }
    );
  };
  return {
    async replace(key) {
      const row = { token_hash: key.tokenHash, created_at: key.createdAt, created_by: key.createdBy };
      await db
        .insertInto('scim_key')
        .values({ ...row, account_id: key.accountId })
        .onConflict((c) => c.column('account_id').doUpdateSet(row))
        .execute();
    },
    byHash: (tokenHash) => by('token_hash', tokenHash),
    ofAccount: (accountId) => by('account_id', accountId),
  };
}
