/** People who sign in, their sessions, invitations and wrong attempts. */
import { type Selectable, sql } from 'kysely';
import type { Person } from '../core/model.ts';
import type { AttemptStore, InviteStore, PersonStore, Session, SessionStore } from '../core/ports/stores.ts';
import type { CoreTables } from './core-tables.ts';
import type { CloudDatabase } from './database.ts';
import { inserted, optional } from './scope.ts';

function toPerson(row: Selectable<CoreTables['person']>): Person {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    email: row.email,
    role: row.role,
    ...optional('passwordHash', row.password_hash),
    createdAt: row.created_at,
  };
}

function toSession(row: Selectable<CoreTables['session']>): Session {
  return {
    tokenHash: row.token_hash,
    personId: row.person_id,
    csrf: row.csrf,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
  };
}

export function createPersonStore(db: CloudDatabase): PersonStore {
  const by = async (column: 'id' | 'email', value: string) => {
    const row = await db.selectFrom('person').selectAll().where(column, '=', value).executeTakeFirst();
    return row && toPerson(row);
  };
  return {
    async insert(person) {
      const result = await db
        .insertInto('person')
        .values({
          id: person.id,
          account_id: person.accountId,
          name: person.name,
          email: person.email,
          role: person.role,
          password_hash: person.passwordHash ?? null,
          created_at: person.createdAt,
        })
        .onConflict((c) => c.column('email').doNothing())
        .executeTakeFirst();
      return inserted(result);
    },
    byEmail: (email) => by('email', email),
    byId: (id) => by('id', id),
    async setPassword(id, passwordHash) {
      await db.updateTable('person').set({ password_hash: passwordHash }).where('id', '=', id).execute();
    },
  };
}

export function createSessionStore(db: CloudDatabase): SessionStore {
  return {
    async insert(session) {
      await db
        .insertInto('session')
        .values({
          token_hash: session.tokenHash,
          person_id: session.personId,
          csrf: session.csrf,
          created_at: session.createdAt,
          last_used_at: session.lastUsedAt,
          expires_at: session.expiresAt,
        })
        .execute();
    },
    async byHash(tokenHash) {
      const row = await db
        .selectFrom('session')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst();
      return row && toSession(row);
    },
    async touch(tokenHash, at) {
      await db.updateTable('session').set({ last_used_at: at }).where('token_hash', '=', tokenHash).execute();
    },
    async remove(tokenHash) {
      await db.deleteFrom('session').where('token_hash', '=', tokenHash).execute();
    },
    async removeOf(who) {
      const people =
        'personId' in who
          ? sql<string>`SELECT ${who.personId}`
          : sql<string>`SELECT id FROM person WHERE account_id = ${who.accountId}`;
      await db.deleteFrom('session').where(sql<boolean>`person_id IN (${people})`).execute();
    },
    async prune(now, idleSince) {
      await db
        .deleteFrom('session')
        .where((e) => e.or([e('expires_at', '<=', now), e('last_used_at', '<=', idleSince)]))
        .execute();
    },
  };
}

export function createInviteStore(db: CloudDatabase): InviteStore {
  return {
    async insert(invite) {
      await db
        .insertInto('invite')
        .values({
          token_hash: invite.tokenHash,
          person_id: invite.personId,
          expires_at: invite.expiresAt,
        })
        .execute();
    },
    async find(tokenHash, now) {
      const row = await db
        .selectFrom('invite')
        .select('person_id')
        .where('token_hash', '=', tokenHash)
        .where('expires_at', '>', now)
        .executeTakeFirst();
      return row?.person_id;
    },
    async spend(tokenHash, now) {
      const row = await db
        .deleteFrom('invite')
        .where('token_hash', '=', tokenHash)
        .returning(['person_id', 'expires_at'])
        .executeTakeFirst();
      return row && row.expires_at > now ? row.person_id : undefined;
    },
    async prune(now) {
      await db.deleteFrom('invite').where('expires_at', '<=', now).execute();
    },
  };
}

export function createAttemptStore(db: CloudDatabase): AttemptStore {
  return {
    async get(key) {
      const row = await db.selectFrom('attempt').selectAll().where('key', '=', key).executeTakeFirst();
      return row && { failures: row.failures, lockedUntil: row.locked_until };
    },
    async fail(key, now, since) {
      const row = await db
        .insertInto('attempt')
        .values({ key, failures: 1, last_at: now, locked_until: 0 })
        .onConflict((c) =>
          c.column('key').doUpdateSet({
            failures: sql<number>`CASE WHEN attempt.last_at < ${since} THEN 1 ELSE attempt.failures + 1 END`,
            last_at: now,
          }),
        )
        .returning('failures')
        .executeTakeFirstOrThrow();
      return row.failures;
    },
    async lock(key, until) {
      await db
        .updateTable('attempt')
        .set({ locked_until: until, failures: 0 })
        .where('key', '=', key)
        .execute();
    },
    async clear(key) {
      await db.deleteFrom('attempt').where('key', '=', key).execute();
    },
    async prune(now, since) {
      await db.deleteFrom('attempt').where('last_at', '<', since).where('locked_until', '<=', now).execute();
    },
  };
}
