/** Rollouts over Kysely. */
import { type Selectable, sql } from 'kysely';
import type { Fault } from '../../contract/common.ts';
import {
  ROLLOUT_GATEWAY_STATES,
  type RolloutCounts,
  type RolloutGatewayState,
  type RolloutState,
  type RolloutWhen,
} from '../../contract/rollouts.ts';
import type { GatewayStatus } from '../../contract/status.ts';
import type { CommandState } from '../core/model.ts';
import type { Ring, Rollout, RolloutStore } from '../core/ports/rollouts.ts';
import type { CloudDatabase } from './database.ts';
import type { RolloutTables } from './rollout-tables.ts';
import { afterCursor, encodeCursor, inserted, optional, pageOf, visible } from './scope.ts';

/** Rows of one INSERT: SQLite binds 32,766 values at most. */
const ROWS = 500;

type Row = Selectable<RolloutTables['rollout']>;

function toRollout(row: Row): Rollout {
  return {
    id: row.id,
    accountId: row.account_id,
    ...optional('onlyAccountId', row.only_account_id),
    version: row.version,
    state: row.state as RolloutState,
    ring: row.ring,
    rings: JSON.parse(row.rings) as Ring[],
    when: JSON.parse(row.timing) as RolloutWhen,
    maxFailedPercent: row.max_failed_percent,
    createdBy: { id: row.created_by_id, name: row.created_by_name },
    createdAt: row.created_at,
    ringStartedAt: row.ring_started_at,
    ...optional('ringEndedAt', row.ring_ended_at),
    forgiven: row.forgiven,
    ...optional('endedAt', row.ended_at),
    ...optional('endedBy', row.ended_by),
    revision: row.revision,
  };
}

/** What changes in a rollout's life. */
const moving = (rollout: Rollout) => ({
  state: rollout.state,
  ring: rollout.ring,
  ring_started_at: rollout.ringStartedAt,
  ring_ended_at: rollout.ringEndedAt ?? null,
  forgiven: rollout.forgiven,
  ended_at: rollout.endedAt ?? null,
  ended_by: rollout.endedBy ?? null,
});

const statusOf = (text: string | null) => (text === null ? undefined : (JSON.parse(text) as GatewayStatus));
const faultOf = (text: string | null) => (text === null ? {} : { reason: JSON.parse(text) as Fault });
const zero = () =>
  Object.fromEntries(ROLLOUT_GATEWAY_STATES.map((state) => [state, 0])) as Record<
    RolloutGatewayState,
    number
  >;

export function createRolloutStore(db: CloudDatabase): RolloutStore {
  const own = (id: string) => db.updateTable('rollout_gateway').where('rollout_id', '=', id);
  const one = (id: string, gatewayId: string) => own(id).where('gateway_id', '=', gatewayId);
  const withGateway = (id: string) =>
    db
      .selectFrom('rollout_gateway as m')
      .innerJoin('gateway', 'gateway.id', 'm.gateway_id')
      .where('m.rollout_id', '=', id);
  return {
    async candidates(scope, onlyAccountId) {
      return await db
        .selectFrom('gateway')
        .select(['id', 'version'])
        .where('unlinked_at', 'is', null)
        .where(visible(scope, 'gateway.account_id'))
        .where(onlyAccountId === undefined ? sql<boolean>`TRUE` : sql<boolean>`account_id = ${onlyAccountId}`)
        .orderBy('id')
        .execute();
    },
    insert: (rollout, members) =>
      db.transaction().execute(async (tx) => {
        const result = await tx
          .insertInto('rollout')
          .values({
            id: rollout.id,
            account_id: rollout.accountId,
            only_account_id: rollout.onlyAccountId ?? null,
            version: rollout.version,
            rings: JSON.stringify(rollout.rings),
            timing: JSON.stringify(rollout.when),
            max_failed_percent: rollout.maxFailedPercent,
            created_by_id: rollout.createdBy.id,
            created_by_name: rollout.createdBy.name,
            created_at: rollout.createdAt,
            revision: rollout.revision,
            ...moving(rollout),
          })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        if (!inserted(result)) return false;
        const rows = members.map(({ gatewayId, ring }) => ({
          rollout_id: rollout.id,
          gateway_id: gatewayId,
          ring,
          state: 'waiting',
        }));
        for (let at = 0; at < rows.length; at += ROWS)
          await tx
            .insertInto('rollout_gateway')
            .values(rows.slice(at, at + ROWS))
            .execute();
        return true;
      }),
    async inScope({ accountId }, id) {
      const row = await db
        .selectFrom('rollout')
        .selectAll()
        .where('id', '=', id)
        .where('account_id', '=', accountId)
        .executeTakeFirst();
      return row && toRollout(row);
    },
    async list({ accountId }, { after, limit }) {
      const base = db.selectFrom('rollout').where('account_id', '=', accountId);
      const { total } = await base.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
      const rows = await base
        .selectAll()
        .where(afterCursor('created_at', 'id', 'desc', after))
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
      return pageOf(rows, total, { limit, cursor: (r) => encodeCursor(r.created_at, r.id), item: toRollout });
    },
    async active() {
      const open = db
        .selectFrom('rollout_gateway')
        .select('rollout_id')
        .where('state', 'in', ['waiting', 'ordered']);
      const rows = await db
        .selectFrom('rollout')
        .selectAll()
        .where((eb) => eb.or([eb('ended_at', 'is', null), eb('id', 'in', open)]))
        .orderBy('id')
        .execute();
      return rows.map(toRollout);
    },
    async save(rollout) {
      const { numUpdatedRows } = await db
        .updateTable('rollout')
        .set({ ...moving(rollout), revision: rollout.revision + 1 })
        .where('id', '=', rollout.id)
        .where('revision', '=', rollout.revision)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async counts(id) {
      const rows = await db
        .selectFrom('rollout_gateway')
        .select(['ring', 'state', sql<number>`count(*)`.as('n')])
        .where('rollout_id', '=', id)
        .groupBy(['ring', 'state'])
        .execute();
      const rings = new Map<number, RolloutCounts>();
      for (const { ring, state, n } of rows)
        rings.set(ring, { ...(rings.get(ring) ?? zero()), [state as RolloutGatewayState]: Number(n) });
      return rings;
    },
    async absent(id, ring) {
      const { n } = await withGateway(id)
        .select(sql<number>`count(*)`.as('n'))
        .where('m.state', '=', 'waiting')
        .where('m.ring', '=', ring)
        .where('gateway.online', '=', 0)
        .executeTakeFirstOrThrow();
      return Number(n);
    },
    async members(id, { ring, state, after, limit }) {
      const base = withGateway(id)
        .where(ring === undefined ? sql<boolean>`TRUE` : sql<boolean>`m.ring = ${ring}`)
        .where(state === undefined ? sql<boolean>`TRUE` : sql<boolean>`m.state = ${state}`);
      const { total } = await base.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
      const rows = await base
        .select([
          'm.gateway_id',
          'm.ring',
          'm.state',
          'm.ordered_at',
          'm.ended_at',
          'm.reason',
          'gateway.name',
          'gateway.account_id',
          'gateway.online',
          'gateway.version',
          'gateway.status',
        ])
        .where(afterCursor('gateway.name', 'gateway.id', 'asc', after))
        .orderBy('gateway.name')
        .orderBy('gateway.id')
        .limit(limit + 1)
        .execute();
      return pageOf(rows, Number(total), {
        limit,
        cursor: (r) => encodeCursor(r.name, r.gateway_id),
        item: (r) => ({
          gatewayId: r.gateway_id,
          ring: r.ring,
          name: r.name,
          accountId: r.account_id,
          state: r.state as RolloutGatewayState,
          online: r.online === 1,
          version: r.version,
          status: statusOf(r.status),
          ...optional('orderedAt', r.ordered_at),
          ...optional('endedAt', r.ended_at),
          ...faultOf(r.reason),
        }),
      });
    },
    async due(id, ring, limit) {
      const rows = await withGateway(id)
        .select(['m.gateway_id', 'gateway.status'])
        .where('m.state', '=', 'waiting')
        .where('m.ring', '<=', ring)
        .where('gateway.online', '=', 1)
        .where('gateway.unlinked_at', 'is', null)
        .orderBy('m.ring')
        .orderBy('m.gateway_id')
        .limit(limit)
        .execute();
      return rows.map((r) => ({ gatewayId: r.gateway_id, status: statusOf(r.status) }));
    },
    async followed(id) {
      const rows = await withGateway(id)
        .leftJoin('command', 'command.id', 'm.command_id')
        .select([
          'm.gateway_id',
          'm.ordered_at',
          'gateway.version',
          'gateway.status',
          'command.state as command_state',
          'command.error',
          'command.ended_at as command_ended_at',
        ])
        .where('m.state', '=', 'ordered')
        .execute();
      return rows.map((r) => ({
        gatewayId: r.gateway_id,
        orderedAt: r.ordered_at ?? 0,
        version: r.version,
        status: statusOf(r.status),
        ...(r.command_state === null
          ? {}
          : {
              command: {
                state: r.command_state as CommandState,
                ...optional('endedAt', r.command_ended_at),
                ...(r.error === null ? {} : { error: JSON.parse(r.error) as Fault }),
              },
            }),
      }));
    },
    async claim(id, gatewayId, at) {
      const { numUpdatedRows } = await one(id, gatewayId)
        .set({ state: 'ordered', ordered_at: at, command_id: null })
        .where('state', '=', 'waiting')
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async setCommand(id, gatewayId, commandId) {
      await one(id, gatewayId).set({ command_id: commandId }).execute();
    },
    async release(id, gatewayId) {
      await one(id, gatewayId)
        .set({ state: 'waiting', ordered_at: null, command_id: null })
        .where('state', '=', 'ordered')
        .execute();
    },
    async releaseLost(id, before) {
      await own(id)
        .set({ state: 'waiting', ordered_at: null })
        .where('state', '=', 'ordered')
        .where('command_id', 'is', null)
        .where('ordered_at', '<', before)
        .execute();
    },
    async end(id, gatewayId, { state, at, reason }) {
      await one(id, gatewayId)
        .set({ state, ended_at: at, reason: reason === undefined ? null : JSON.stringify(reason) })
        .where('state', '=', 'ordered')
        .execute();
    },
    async skipUnlinked(id, at) {
      await own(id)
        .set({ state: 'skipped', ended_at: at })
        .where('state', 'in', ['waiting', 'ordered'])
        .where('gateway_id', 'in', db.selectFrom('gateway').select('id').where('unlinked_at', 'is not', null))
        .execute();
    },
    async skipWaiting(id, at) {
      await own(id).set({ state: 'skipped', ended_at: at }).where('state', '=', 'waiting').execute();
    },
  };
}
