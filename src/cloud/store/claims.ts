import { type Selectable, sql, type Updateable } from 'kysely';
import type { Claim, ClaimState } from '../core/model.ts';
import type { ClaimPatch, ClaimStore } from '../core/ports/stores.ts';
import { spendClaimToken } from './claim-tokens.ts';
import type { CoreTables } from './core-tables.ts';
import type { CloudDatabase } from './database.ts';
import { deviceColumns, deviceFacts } from './device-facts.ts';
import { endLinks, insertGateway } from './gateways.ts';
import { inserted, optional } from './scope.ts';

type Row = Selectable<CoreTables['claim']>;

function challengeOf(row: Row): Pick<Claim, 'challenge'> {
  const { challenge_id: id, challenge_nonce: nonce, challenge_mac: mac } = row;
  return id === null || nonce === null || mac === null ? {} : { challenge: { id, nonce, mac } };
}

function approverOf(row: Row): Pick<Claim, 'approver'> {
  const { approver_id: id, approver_name: name } = row;
  return id === null || name === null ? {} : { approver: { id, name } };
}

function toClaim(row: Row): Claim {
  return {
    id: row.id,
    deviceCodeHash: row.device_code_hash,
    userCode: row.user_code,
    ...deviceFacts(row),
    ...optional('returnUri', row.return_uri),
    askedAt: row.asked_at,
    expiresAt: row.expires_at,
    state: row.state as ClaimState,
    change: row.change,
    toldChange: row.told_change,
    polledAt: row.polled_at,
    ...optional('seenBy', row.seen_by),
    ...optional('accountId', row.account_id),
    ...approverOf(row),
    ...challengeOf(row),
    ...optional('challengedAt', row.challenged_at),
    wrongCodes: row.wrong_codes,
    ...optional('gatewayId', row.gateway_id),
  };
}

/** Only what changes after a claim was made; `challenge: undefined` takes the challenge away. */
function toPatch(patch: ClaimPatch): Updateable<CoreTables['claim']> {
  return {
    ...(patch.state === undefined ? {} : { state: patch.state }),
    ...(patch.seenBy === undefined ? {} : { seen_by: patch.seenBy }),
    ...(patch.accountId === undefined ? {} : { account_id: patch.accountId }),
    ...(patch.approver === undefined
      ? {}
      : { approver_id: patch.approver.id, approver_name: patch.approver.name }),
    ...('challenge' in patch
      ? {
          challenge_id: patch.challenge?.id ?? null,
          challenge_nonce: patch.challenge?.nonce ?? null,
          challenge_mac: patch.challenge?.mac ?? null,
        }
      : {}),
    ...(patch.challengedAt === undefined ? {} : { challenged_at: patch.challengedAt }),
    ...(patch.wrongCodes === undefined ? {} : { wrong_codes: patch.wrongCodes }),
    ...(patch.gatewayId === undefined ? {} : { gateway_id: patch.gatewayId }),
  };
}

/** Rolls the transaction of an approval back. */
class ClaimChanged extends Error {}
class UserCodeTaken extends Error {}

/** Optimistic: nothing happens when somebody changed the row since it was read. */
async function updateClaim(db: CloudDatabase, claim: Claim, patch: ClaimPatch): Promise<boolean> {
  const result = await db
    .updateTable('claim')
    .set({ ...toPatch(patch), change: sql<number>`change + 1` })
    .where('id', '=', claim.id)
    .where('change', '=', claim.change)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** False when the user code is taken. */
async function insertClaim(db: CloudDatabase, claim: Claim): Promise<boolean> {
  const result = await db
    .insertInto('claim')
    .values({
      id: claim.id,
      device_code_hash: claim.deviceCodeHash,
      user_code: claim.userCode,
      ...deviceColumns(claim),
      return_uri: claim.returnUri ?? null,
      asked_at: claim.askedAt,
      expires_at: claim.expiresAt,
      state: claim.state,
      change: claim.change,
      told_change: claim.toldChange,
      polled_at: claim.polledAt,
      wrong_codes: claim.wrongCodes,
      account_id: claim.accountId ?? null,
      approver_id: claim.approver?.id ?? null,
      approver_name: claim.approver?.name ?? null,
      gateway_id: claim.gatewayId ?? null,
    })
    .onConflict((c) => c.column('user_code').doNothing())
    .executeTakeFirst();
  return inserted(result);
}

export function createClaimStore(db: CloudDatabase): ClaimStore {
  const by = async (column: 'id' | 'user_code' | 'device_code_hash', value: string) => {
    const row = await db.selectFrom('claim').selectAll().where(column, '=', value).executeTakeFirst();
    return row && toClaim(row);
  };
  return {
    insert: (claim) => insertClaim(db, claim),
    byUserCode: (userCode) => by('user_code', userCode),
    byDeviceCode: (hash) => by('device_code_hash', hash),
    byId: (id) => by('id', id),
    update: (claim, patch) => updateClaim(db, claim, patch),
    approve: (claim, gateway, reason) =>
      db
        .transaction()
        .execute(async (tx) => {
          const end = { at: gateway.linkedAt, reason };
          const replaced = await endLinks(tx, { jkt: gateway.jkt }, end);
          if (!(await insertGateway(tx, gateway))) throw new ClaimChanged();
          const patch = { state: 'approved', gatewayId: gateway.id, challenge: undefined } as const;
          if (!(await updateClaim(tx, claim, patch))) throw new ClaimChanged();
          return { replaced };
        })
        .catch((error) => {
          if (error instanceof ClaimChanged) return undefined;
          throw error;
        }),
    approveByToken: (claim, gateway, tokenId) =>
      db
        .transaction()
        .execute(async (tx) => {
          if (!(await insertGateway(tx, gateway))) throw new ClaimChanged();
          if (!(await insertClaim(tx, claim))) throw new UserCodeTaken();
          if (!(await spendClaimToken(tx, tokenId, claim.id))) throw new ClaimChanged();
          return 'approved' as const;
        })
        .catch((error) => {
          if (error instanceof UserCodeTaken) return 'userCode' as const;
          if (error instanceof ClaimChanged) return 'spent' as const;
          throw error;
        }),
    async replaceDeviceCode(id, deviceCodeHash) {
      await db.updateTable('claim').set({ device_code_hash: deviceCodeHash }).where('id', '=', id).execute();
    },
    async unfetched(before) {
      const rows = await db
        .selectFrom('claim')
        .innerJoin('gateway', 'gateway.id', 'claim.gateway_id')
        .select(['claim.id', 'gateway.id as gatewayId'])
        .where('claim.state', '=', 'approved')
        .where('claim.expires_at', '<', before)
        .whereRef('claim.told_change', '<>', 'claim.change')
        .where('gateway.unlinked_at', 'is', null)
        .execute();
      return rows;
    },
    async told(id, toldChange, polledAt) {
      await db
        .updateTable('claim')
        .set({ told_change: toldChange, polled_at: polledAt })
        .where('id', '=', id)
        .execute();
    },
    async prune(before) {
      await db.deleteFrom('claim').where('expires_at', '<', before).execute();
    },
  };
}
