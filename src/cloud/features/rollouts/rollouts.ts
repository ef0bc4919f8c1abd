/** Rollouts: made, driven ring by ring, stopped by themselves, approved and aborted by people. */

import type { Clock } from '../../../base/clock.ts';
import { AppError } from '../../../base/errors.ts';
import { compareVersions } from '../../../base/version-order.ts';
import type {
  RolloutAction,
  RolloutCounts,
  RolloutGateway,
  RolloutInput,
  RolloutPreview,
  RolloutView,
} from '../../../contract/rollouts.ts';
import { fail } from '../../core/errors.ts';
import type { Live } from '../../core/live.ts';
import type { Actor, Page, PageQuery, Scope } from '../../core/model.ts';
import { type Audit, CLOUD_ACTOR } from '../../core/ports/audit.ts';
import type { CommandService } from '../../core/ports/commands.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { Member, MemberRow, Rollout, RolloutStore } from '../../core/ports/rollouts.ts';
import type { AccountStore } from '../../core/ports/stores.ts';
import { advance, isOpen, isRecallable, nextAt, nextRing, outcomeOf, shareOut } from './rules.ts';

/** Orders that one look gives at most, so that a large ring does not keep the others waiting. */
const ORDERS_A_LOOK = 200;
/** A claim without an order is a node's that ended in between. */
const LOST_MS = 60_000;

const NONE: RolloutCounts = { waiting: 0, ordered: 0, done: 0, failed: 0, skipped: 0 };

type Who = Scope & Actor;
type Query = PageQuery & { readonly ring?: number; readonly state?: MemberRow['state'] };

export type Rollouts = {
  list(scope: Scope, query: PageQuery): Promise<Page<RolloutView>>;
  /** @throws AppError NOT_FOUND */
  view(scope: Scope, id: string): Promise<RolloutView>;
  /** @throws AppError NOT_FOUND */
  gateways(scope: Scope, id: string, query: Query): Promise<Page<RolloutGateway>>;
  /** @throws AppError RELEASE_UNKNOWN, RELEASE_INCOMPLETE, ACCOUNT_UNKNOWN */
  preview(me: Who, input: RolloutInput): Promise<RolloutPreview>;
  /** @throws AppError as `preview`; ROLLOUT_ACTIVE, ROLLOUT_EMPTY */
  start(me: Who, input: RolloutInput): Promise<RolloutView>;
  /** @throws AppError NOT_FOUND, ROLLOUT_CHANGED, ROLLOUT_STATE */
  step(me: Who, id: string, kind: 'approve' | 'resume' | 'abort', revision: number): Promise<RolloutView>;
  /** Looks at every rollout that has not ended: what became of orders, whose turn it is. */
  drive(): Promise<void>;
};

export function createRollouts(deps: {
  readonly store: RolloutStore;
  readonly accounts: AccountStore;
  readonly commands: CommandService;
  /** @throws AppError RELEASE_UNKNOWN, RELEASE_INCOMPLETE */
  readonly mustBeReleased: (version: string) => Promise<void>;
  readonly audit: Audit;
  readonly live: Live;
  readonly clock: Clock;
  readonly crypto: Crypto;
  readonly log: (message: string, facts?: object) => void;
}): Rollouts {
  const { store, accounts, commands, clock, crypto, live } = deps;

  const tell = ({ id, accountId }: Rollout) => live.tell({ kind: 'rollout', id, accountId });

  const told = (rollout: Rollout, actor: Actor, action: RolloutAction, more: object = {}) =>
    deps.audit({
      accountId: rollout.accountId,
      actor: { id: actor.id, name: actor.name },
      action,
      eventType: 'Admin',
      asset: `Release ${rollout.version}`,
      details: { rollout: rollout.id, ring: rollout.rings[rollout.ring]?.name ?? '', ...more },
    });

  const find = async (scope: Scope, id: string): Promise<Rollout> => {
    const rollout = await store.inScope(scope, id);
    if (!rollout) throw fail('NOT_FOUND', { sentence: 'There is no such rollout.' });
    return rollout;
  };

  const accountOf = async (id: string) => {
    const account = await accounts.byId(id);
    return { number: account?.number ?? '000000000', name: account?.name ?? '' };
  };

  const toView = async (rollout: Rollout): Promise<RolloutView> => {
    const counts = await store.counts(rollout.id);
    const { onlyAccountId, endedAt, endedBy } = rollout;
    const next = nextAt(rollout);
    return {
      id: rollout.id,
      version: rollout.version,
      state: rollout.state,
      ring: rollout.ring,
      rings: rollout.rings.map((ring, i) => ({ ...ring, counts: counts.get(i) ?? NONE })),
      when: rollout.when,
      maxFailedPercent: rollout.maxFailedPercent,
      ...(onlyAccountId === undefined ? {} : { account: await accountOf(onlyAccountId) }),
      createdBy: rollout.createdBy.name,
      createdAt: rollout.createdAt,
      ringStartedAt: rollout.ringStartedAt,
      ...(next === undefined ? {} : { nextAt: next }),
      ...(endedAt === undefined ? {} : { endedAt }),
      ...(endedBy === undefined ? {} : { endedBy }),
      revision: rollout.revision,
    };
  };

  /** Who would be in which ring. */
  const plan = async (me: Who, input: RolloutInput) => {
    await deps.mustBeReleased(input.version);
    const only = input.account === undefined ? undefined : await accounts.byNumber(me, input.account);
    if (input.account !== undefined && !only) throw fail('ACCOUNT_UNKNOWN');
    const all = await store.candidates(me, only?.id);
    // a newer one is not taken back by a rollout; a version that cannot be read is taken as older
    const wanted = all.filter(({ version }) => !(compareVersions(version, input.version) >= 0));
    // another one for every release, so that the first ring is not always the same people's
    const draw = (id: string) => crypto.sha256Hex(`${input.version}\n${id}`);
    const ids = wanted.map(({ id }) => id);
    return {
      members: shareOut(input.rings, ids, draw),
      already: all.length - wanted.length,
      onlyAccountId: only?.id,
    };
  };

  const rolloutOf = (me: Who, input: RolloutInput, onlyAccountId: string | undefined): Rollout => ({
    id: crypto.uuidv7(),
    accountId: me.accountId,
    ...(onlyAccountId === undefined ? {} : { onlyAccountId }),
    version: input.version,
    state: 'running',
    ring: 0,
    rings: input.rings.map(({ name, nextAfterHours }) => ({
      name: name.trim(),
      ...(nextAfterHours === undefined ? {} : { nextAfterHours }),
    })),
    when: input.when,
    maxFailedPercent: input.maxFailedPercent,
    createdBy: { id: me.id, name: me.name },
    createdAt: clock.now(),
    ringStartedAt: clock.now(),
    forgiven: 0,
    revision: 1,
  });

  const order = async (rollout: Rollout, gatewayId: string): Promise<void> => {
    if (!(await store.claim(rollout.id, gatewayId, clock.now()))) return;
    const { version, when } = rollout;
    try {
      const { id } = await commands.issue({
        gatewayId,
        name: 'update.install',
        args: { version, when: when.kind === 'schedule' ? 'window' : 'now' },
        issuedBy: rollout.createdBy,
      });
      await store.setCommand(rollout.id, gatewayId, id);
    } catch (error) {
      await store.release(rollout.id, gatewayId);
      if (!(error instanceof AppError)) throw error;
      deps.log('a gateway could not be ordered to update', { gatewayId, code: error.code });
    }
  };

  const give = async (rollout: Rollout): Promise<void> => {
    const now = clock.now();
    for (const { gatewayId, status } of await store.due(rollout.id, rollout.ring, ORDERS_A_LOOK))
      if (isOpen(rollout.when, status?.site?.zone, now)) await order(rollout, gatewayId);
  };

  /** Those that have not begun to install are told to give it up; what becomes of them is the caller's. */
  const recall = async (rollout: Rollout, then: (gatewayId: string) => Promise<void>): Promise<void> => {
    for (const member of await store.followed(rollout.id)) {
      const { gatewayId } = member;
      if (!isRecallable(rollout.version, member)) continue;
      await then(gatewayId);
      await commands
        .issue({
          gatewayId,
          name: 'update.cancel',
          args: { version: rollout.version },
          issuedBy: rollout.createdBy,
        })
        .catch((error: unknown) => {
          if (!(error instanceof AppError)) throw error;
          deps.log('a gateway could not be told to give an update up', { gatewayId, code: error.code });
        });
    }
  };

  /** @returns whether anything has changed */
  const follow = async (rollout: Rollout): Promise<boolean> => {
    const at = clock.now();
    await store.skipUnlinked(rollout.id, at);
    await store.releaseLost(rollout.id, at - LOST_MS);
    let changed = false;
    for (const member of await store.followed(rollout.id)) {
      const outcome = outcomeOf(rollout.version, member);
      if (outcome.kind === 'goesOn') continue;
      changed = true;
      if (outcome.kind === 'again') await store.release(rollout.id, member.gatewayId);
      else if (!('reason' in outcome)) await store.end(rollout.id, member.gatewayId, { state: 'done', at });
      else await store.end(rollout.id, member.gatewayId, { state: outcome.kind, at, reason: outcome.reason });
    }
    return changed;
  };

  const factsOf = async ({ id, ring }: Rollout) => {
    const counts = await store.counts(id);
    const open = [...counts].filter(([i]) => i <= ring).map(([, c]) => c.waiting + c.ordered);
    return {
      counts: counts.get(ring) ?? NONE,
      absent: await store.absent(id, ring),
      openBefore: open.reduce((sum, n) => sum + n, 0),
      isSomebodyBehind: [...counts.keys()].some((i) => i > ring),
    };
  };

  /** Nobody goes on: also what an ended node left undone. */
  const hold = async (rollout: Rollout): Promise<void> => {
    const { id, state } = rollout;
    if (state === 'stopped') await recall(rollout, (gatewayId) => store.release(id, gatewayId));
    if (state !== 'aborted') return;
    const at = clock.now();
    await recall(rollout, (gatewayId) => store.end(id, gatewayId, { state: 'skipped', at }));
    await store.skipWaiting(id, at);
  };

  /** What the step from one to the other says to people. */
  const moved = async (before: Rollout, after: Rollout, failed: number): Promise<void> => {
    if (after.state === 'stopped')
      await told(after, CLOUD_ACTOR, 'Rollout stopped', { failed, allowedPercent: after.maxFailedPercent });
    else if (after.state === 'done') await told(after, CLOUD_ACTOR, 'Rollout finished');
    else if (after.ring !== before.ring) await told(after, CLOUD_ACTOR, 'Rollout ring begun');
  };

  const look = async (rollout: Rollout): Promise<void> => {
    const changed = await follow(rollout);
    const facts = await factsOf(rollout);
    const next = advance(rollout, facts, clock.now());
    if (next !== rollout) {
      // another node or a person was quicker: what they made of it is looked at next time
      if (!(await store.save(next))) return;
      await moved(rollout, next, facts.counts.failed);
    }
    await hold(next);
    if (next.state === 'running') await give(next);
    if (changed || next !== rollout) tell(rollout);
  };

  const STEPS = {
    approve: {
      from: ['waiting'],
      action: 'Rollout ring approved',
      to: (rollout: Rollout) => nextRing(rollout, clock.now()),
    },
    resume: {
      from: ['stopped'],
      action: 'Rollout resumed',
      to: (rollout: Rollout, failed: number): Rollout => ({ ...rollout, state: 'running', forgiven: failed }),
    },
    abort: {
      from: ['running', 'waiting', 'stopped'],
      action: 'Rollout aborted',
      to: (rollout: Rollout, _failed: number, me: Actor): Rollout => ({
        ...rollout,
        state: 'aborted',
        endedAt: clock.now(),
        endedBy: me.name,
      }),
    },
  } as const;

  return {
    async list(scope, query) {
      const page = await store.list(scope, query);
      return { ...page, items: await Promise.all(page.items.map(toView)) };
    },
    view: async (scope, id) => toView(await find(scope, id)),
    async gateways(scope, id, query) {
      const rollout = await find(scope, id);
      const page = await store.members(rollout.id, query);
      return {
        ...page,
        items: await Promise.all(
          page.items.map(async ({ status, accountId, ...row }): Promise<RolloutGateway> => {
            const update = status?.update?.version === rollout.version ? status.update.state : undefined;
            return {
              ...row,
              account: await accountOf(accountId),
              ...(row.state === 'ordered' && update !== undefined ? { step: update } : {}),
            };
          }),
        ),
      };
    },
    async preview(me, input) {
      const { members, already } = await plan(me, input);
      const many = (ring: number) => members.filter((member: Member) => member.ring === ring).length;
      return { rings: input.rings.map(({ name }, i) => ({ name, gateways: many(i) })), already };
    },
    async start(me, input) {
      const { members, onlyAccountId } = await plan(me, input);
      if (members.length === 0) throw fail('ROLLOUT_EMPTY');
      const rollout = rolloutOf(me, input, onlyAccountId);
      if (!(await store.insert(rollout, members))) throw fail('ROLLOUT_ACTIVE');
      await told(rollout, me, 'Rollout started', { gateways: members.length, rings: rollout.rings.length });
      tell(rollout);
      await look(rollout);
      return await toView(await find(me, rollout.id));
    },
    async step(me, id, kind, revision) {
      const rollout = await find(me, id);
      const { from, action, to } = STEPS[kind];
      if (rollout.revision !== revision) throw fail('ROLLOUT_CHANGED');
      if (!(from as readonly string[]).includes(rollout.state)) throw fail('ROLLOUT_STATE');
      const failed = (await store.counts(id)).get(rollout.ring)?.failed ?? 0;
      const next = to(rollout, failed, me);
      if (!(await store.save(next))) throw fail('ROLLOUT_CHANGED');
      await told(next, me, action);
      await look(await find(me, id));
      tell(next);
      return await toView(await find(me, id));
    },
    async drive() {
      for (const rollout of await store.active()) await look(rollout);
    },
  };
}
