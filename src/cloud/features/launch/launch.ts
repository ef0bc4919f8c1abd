/**
 * Launching (row C6): from a click in the console to a session on its own host name, and its end on both sides. Whether
 * it may open is the gateway's word alone: where its customer is asked first, the launch waits for the answer.
 *
 * The session's secret and cookie are in memory only. A restart of the cloud therefore ends every session, which is
 * told to the gateways; nothing that a stolen database holds opens a door.
 */
import type { Clock } from '../../../base/clock.ts';
import { toFault } from '../../../base/errors.ts';
import type { CommandResult } from '../../../contract/channel.ts';
import type { SessionOpenArgs } from '../../../contract/commands.ts';
import type { LaunchAnswer, LaunchTicket, LaunchView } from '../../../contract/console-api.ts';
import { CONSENT_MS, type TargetStatus } from '../../../contract/tunnel.ts';
import { fail } from '../../core/errors.ts';
import type { Live } from '../../core/live.ts';
import type { Actor, Gateway, Scope } from '../../core/model.ts';
import { type Audit, CLOUD_ACTOR } from '../../core/ports/audit.ts';
import type { CommandService } from '../../core/ports/commands.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { LaunchDoor, LaunchRow, LaunchStore } from '../../core/ports/launch.ts';
import type { GatewayStore } from '../../core/ports/stores.ts';
import { launchOrigins, newLabel } from './origins.ts';

export type LaunchDeps = {
  readonly store: LaunchStore;
  readonly gateways: GatewayStore;
  readonly commands: CommandService;
  readonly audit: Audit;
  readonly live: Live;
  readonly clock: Clock;
  readonly crypto: Crypto;
  /** `https://launch.example`; labels go in front of its host. */
  readonly launchUrl: string;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
};

/** Milliseconds. */
export const TOKEN_MS = 60_000;
export const IDLE_MS = 15 * 60_000;
export const HARD_MS = 4 * 3_600_000;
const ANSWER_MS = 20_000;
/** How long the launcher's page may take to come for its ticket after a yes. Milliseconds. */
export const COLLECT_MS = 5 * 60_000;
/** The gateway ends the question; this much later it is not waited for any more. Milliseconds. */
const CONSENT_SLACK_MS = 60_000;
const KEEP_MS = 90 * 24 * 3_600_000;
/** `last used` is written this often at most. */
const TOUCH_EVERY_MS = 30_000;

/** Who launches: a signed-in person of the console. */
export type Launcher = Actor & { readonly email: string };

type Session = {
  readonly row: LaunchRow;
  readonly secret: string;
  /** Hex SHA-256; absent until the token was spent. */
  cookieHash?: string;
  readonly abort: AbortController;
  /** Monotonic. */
  usedAt: number;
  writtenAt: number;
  readonly cancel: Set<() => void>;
  /** Ends the waiting for somebody who comes with the ticket. */
  unused: () => void;
};

export type Launch = ReturnType<typeof createLaunch>;

/** Why this target cannot be launched now: which tunnel to start, on which host, and who may (row C6). */
function refusal(gateway: Gateway, target: TargetStatus) {
  if (target.use !== 'browser')
    return fail('TARGET_UNKNOWN', { sentence: 'This target has no page to open.' });
  if (!gateway.online) return fail('GATEWAY_OFFLINE');
  if (target.state !== 'started')
    return fail('TUNNEL_STOPPED', {
      sentence: `The tunnel “${target.component}: ${target.tunnel}” on ${target.host} is not started.`,
      remedy: `An administrator of the account starts it: here, or on the page of ${gateway.name}.`,
    });
  return undefined;
}

/** "Denied on site by Ina." → "denied on site by Ina": as the other reasons for an end are written. */
const becauseOf = (sentence: string) =>
  sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');

/** What let the person in, by the gateway's word. */
function consentOf({ value }: Extract<CommandResult, { ok: true }>): Record<string, string> {
  const said = (value as { readonly consent?: unknown } | undefined)?.consent;
  return typeof said === 'string' ? { consent: said.slice(0, 200) } : {};
}

export function createLaunch(deps: LaunchDeps) {
  const { store, gateways, commands, audit, live, clock, crypto, log } = deps;
  const origins = launchOrigins(deps.launchUrl);
  const byLabel = new Map<string, Session>();
  const byId = new Map<string, Session>();
  let stopped = false;

  const told = (row: LaunchRow) => live.tell({ kind: 'launch', id: row.id, accountId: row.accountId });
  const history = (action: string, row: LaunchRow, actor: Actor, more: Record<string, string> = {}) =>
    audit({
      accountId: row.accountId,
      gatewayId: row.gatewayId,
      actor,
      action,
      eventType: 'Security',
      asset: `${row.gatewayName}: ${row.title}`,
      details: {
        ...(row.reason === undefined ? {} : { reason: row.reason }),
        ...(row.ticket === undefined ? {} : { ticket: row.ticket }),
        ...more,
      },
    });

  /** The gateway ends it too, also when it is offline now and comes back before the hard end. */
  const tellGateway = async (row: LaunchRow, actor: Actor) => {
    try {
      await commands.issue({
        gatewayId: row.gatewayId,
        name: 'session.end',
        args: { sessionId: row.id },
        issuedBy: { id: actor.id, name: actor.name },
        ttlMs: Math.max(60_000, row.expiresAt - clock.now()),
      });
    } catch (error) {
      // unlinked or deactivated: the gateway has ended its sessions by that
      log('the end of a session could not be ordered', { session: row.id, code: toFault(error).code });
    }
  };

  const forget = (session: Session, because: string) => {
    byId.delete(session.row.id);
    byLabel.delete(session.row.label);
    session.unused();
    for (const cancel of session.cancel) cancel();
    session.abort.abort(new Error(because));
  };

  /**
   * The first end counts: a person, a timer and a gateway that is unlinked may all come at once. A crash behind the
   * store's word leaves the gateway's side to its own idle end; the secret went with our memory.
   */
  const finish = async (row: LaunchRow, because: string, actor: Actor, from?: 'gateway') => {
    const session = byId.get(row.id);
    if (session) forget(session, because);
    if (!(await store.end(row.id, because, clock.now()))) return;
    if (from === undefined) await tellGateway(row, actor);
    await history(row.state === 'waiting' ? 'Access request ended' : 'Session ended', row, actor, {
      because,
    });
    told(row);
  };
  const finishSoon = (row: LaunchRow, because: string) => {
    finish(row, because, CLOUD_ACTOR).catch((error) =>
      log('a session could not be ended in the store', { session: row.id, code: toFault(error).code }),
    );
  };

  const watchIdle = (session: Session) => {
    const left = session.usedAt + IDLE_MS - clock.monotonic();
    if (left <= 0) return finishSoon(session.row, 'idle');
    const cancel = clock.after(left, () => {
      session.cancel.delete(cancel);
      watchIdle(session);
    });
    session.cancel.add(cancel);
  };
  /** A ticket that nobody uses is not an open session for a quarter of an hour. */
  const awaitBrowser = (session: Session, ms: number) => {
    session.unused();
    session.unused = clock.after(ms, () => {
      if (session.cookieHash === undefined) finishSoon(session.row, 'not used');
    });
  };
  const remember = (row: LaunchRow, secret: string): Session => {
    const now = clock.monotonic();
    const cancel = new Set<() => void>();
    const session: Session = {
      row,
      secret,
      abort: new AbortController(),
      usedAt: now,
      writtenAt: now,
      cancel,
      unused: () => undefined,
    };
    byLabel.set(row.label, session);
    byId.set(row.id, session);
    cancel.add(clock.after(Math.max(0, row.expiresAt - clock.now()), () => finishSoon(row, 'expired')));
    watchIdle(session);
    return session;
  };

  const touch = (session: Session) => {
    session.usedAt = clock.monotonic();
    if (session.usedAt - session.writtenAt < TOUCH_EVERY_MS) return;
    session.writtenAt = session.usedAt;
    store
      .used(session.row.id, clock.now())
      .catch((error) => log('a session’s last use was not stored', { code: toFault(error).code }));
  };

  const refused = ({ error }: Extract<CommandResult, { ok: false }>) =>
    fail('LAUNCH_REFUSED', { sentence: error.sentence, remedy: error.remedy });

  /** Orders the session at the gateway. @returns the order, and the gateway's first word on it */
  const orderAtGateway = async (row: LaunchRow, secret: string, person: Launcher) => {
    const args = {
      sessionId: row.id,
      targetId: row.targetId,
      secret,
      person: { id: person.id, name: person.name, email: person.email },
      ...(row.reason === undefined ? {} : { reason: row.reason }),
      ...(row.ticket === undefined ? {} : { ticket: row.ticket }),
      expiresAt: row.expiresAt,
      idleMs: IDLE_MS,
      origin: origins.originOf(row.label),
    } satisfies SessionOpenArgs;
    const { id } = await commands.issue({
      gatewayId: row.gatewayId,
      name: 'session.open',
      args,
      issuedBy: { id: person.id, name: person.name },
      ttlMs: ANSWER_MS,
    });
    try {
      return { id, heard: await commands.first(id, ANSWER_MS) };
    } catch (error) {
      // it may ask, or open, after that: nobody waits for it any more
      await tellGateway(row, person);
      throw error;
    }
  };

  /** The site has answered, or nobody does any more. Somebody may have withdrawn the launch meanwhile. */
  const answered = async (row: LaunchRow, secret: string, result: CommandResult) => {
    if (!result.ok) {
      if (!(await store.end(row.id, becauseOf(result.error.sentence), clock.now()))) return;
      await history('Access refused', row, CLOUD_ACTOR, { because: result.error.sentence });
      return told(row);
    }
    if (!(await store.allowed(row.id))) return tellGateway(row, CLOUD_ACTOR);
    const opening: LaunchRow = { ...row, state: 'opening' };
    awaitBrowser(remember(opening, secret), COLLECT_MS);
    await history('Session opened', opening, { id: row.personId, name: row.personName }, consentOf(result));
    told(opening);
  };
  const follow = (row: LaunchRow, secret: string, commandId: string) => {
    commands
      .result(commandId, CONSENT_MS + CONSENT_SLACK_MS)
      .then((result) => (stopped ? undefined : answered(row, secret, result)))
      .catch((error) => {
        log('a launch that waited for consent has failed', { session: row.id, code: toFault(error).code });
        finishSoon(row, 'the gateway did not answer');
      });
  };

  const ticketOf = (row: LaunchRow, token: string, expiresAt: number): LaunchTicket => ({
    state: 'opening',
    sessionId: row.id,
    url: `${origins.originOf(row.label)}/.launch`,
    token,
    expiresAt,
  });

  const view = (row: LaunchRow, reader: string): LaunchView => ({
    id: row.id,
    gatewayId: row.gatewayId,
    gatewayName: row.gatewayName,
    targetId: row.targetId,
    title: row.title,
    personName: row.personName,
    mine: row.personId === reader,
    ...(row.reason === undefined ? {} : { reason: row.reason }),
    ...(row.ticket === undefined ? {} : { ticket: row.ticket }),
    openedAt: row.openedAt,
    expiresAt: row.expiresAt,
    lastUsedAt: row.lastUsedAt,
    state: row.state,
    ...(row.endedBecause === undefined ? {} : { endedBecause: row.endedBecause }),
  });

  const door: LaunchDoor = {
    scheme: origins.scheme,
    labelOf: origins.labelOf,
    async spend(label, token) {
      const session = byLabel.get(label);
      if (!session) return undefined;
      const row = await store.spend(label, crypto.sha256Hex(token), clock.now());
      if (!row) return undefined;
      const cookie = crypto.randomToken(32);
      session.cookieHash = crypto.sha256Hex(cookie);
      touch(session);
      told(row);
      return cookie;
    },
    admit(label, cookies) {
      const session = byLabel.get(label);
      const hash = session?.cookieHash;
      if (!session || hash === undefined) return undefined;
      if (!cookies.some((cookie) => crypto.equal(crypto.sha256Hex(cookie), hash))) return undefined;
      const { row, secret, abort } = session;
      return {
        sessionId: row.id,
        gatewayId: row.gatewayId,
        targetId: row.targetId,
        title: row.title,
        gatewayName: row.gatewayName,
        secret,
        origin: origins.originOf(label),
        ended: abort.signal,
        touch: () => touch(session),
        lost: () => finishSoon(row, 'ended at the gateway'),
      };
    },
  };

  return {
    door,
    /** A restart ended every session; the gateways are told. */
    async start(): Promise<void> {
      for (const row of await store.open()) await finish(row, 'the cloud was restarted', CLOUD_ACTOR);
    },
    /** Forgets sessions of long ago. */
    prune: (): Promise<void> => store.prune(clock.now() - KEEP_MS),
    async stop(): Promise<void> {
      stopped = true;
      for (const session of [...byId.values()]) forget(session, 'the cloud stops');
    },

    /**
     * @throws AppError NOT_FOUND, TARGET_UNKNOWN, GATEWAY_OFFLINE, TUNNEL_STOPPED, GATEWAY_SILENT, LAUNCH_REFUSED,
     *   ACCOUNT_DEACTIVATED
     */
    async open(order: {
      readonly scope: Scope;
      readonly gatewayId: string;
      readonly targetId: string;
      readonly person: Launcher;
      readonly reason?: string;
      readonly ticket?: string;
    }): Promise<LaunchAnswer> {
      const { scope, person, reason, ticket } = order;
      const gateway = await gateways.inScope(scope, order.gatewayId);
      if (!gateway) throw fail('NOT_FOUND', { sentence: 'There is no such gateway.' });
      const target = gateway.status?.tunnels.find((t) => t.id === order.targetId);
      if (!target) throw fail('TARGET_UNKNOWN');
      const obstacle = refusal(gateway, target);
      if (obstacle) throw obstacle;

      const now = clock.now();
      const token = crypto.randomToken(32);
      const secret = crypto.randomToken(32);
      const row: LaunchRow = {
        id: crypto.uuidv7(),
        label: newLabel((below) => crypto.randomInt(below)),
        gatewayId: gateway.id,
        gatewayName: gateway.name,
        accountId: gateway.accountId,
        targetId: target.id,
        title: `${target.component}: ${target.tunnel}`,
        personId: person.id,
        personName: person.name,
        ...(reason === undefined ? {} : { reason }),
        ...(ticket === undefined ? {} : { ticket }),
        tokenHash: crypto.sha256Hex(token),
        tokenExpiresAt: now + ANSWER_MS + TOKEN_MS,
        openedAt: now,
        expiresAt: now + HARD_MS,
        lastUsedAt: now,
        state: 'opening',
      };
      const { id: commandId, heard } = await orderAtGateway(row, secret, person);
      if (heard === 'progress') {
        const waiting: LaunchRow = { ...row, state: 'waiting' };
        await store.insert(waiting);
        await history('Access requested', waiting, person);
        told(waiting);
        follow(waiting, secret, commandId);
        return { state: 'waiting', sessionId: row.id, expiresAt: now + CONSENT_MS };
      }
      if (!heard.ok) throw refused(heard);
      const tokenExpiresAt = clock.now() + TOKEN_MS;
      await store.insert({ ...row, tokenExpiresAt });
      awaitBrowser(remember(row, secret), TOKEN_MS);
      await history('Session opened', row, person, consentOf(heard));
      told(row);
      return ticketOf(row, token, tokenExpiresAt);
    },

    /**
     * The one-time ticket of a session that waited: for its launcher, while its browser has not come.
     * @throws AppError NOT_FOUND, NOT_ALLOWED, LAUNCH_WAITS, LAUNCH_REFUSED, LAUNCH_ENDED
     */
    async ticket(scope: Scope, id: string, person: Pick<Launcher, 'id'>): Promise<LaunchTicket> {
      const row = await store.byId(scope, id);
      if (!row) throw fail('NOT_FOUND', { sentence: 'There is no such session.' });
      if (row.personId !== person.id) throw fail('NOT_ALLOWED');
      if (row.state === 'waiting') throw fail('LAUNCH_WAITS');
      const session = byId.get(id);
      const token = crypto.randomToken(32);
      const expiresAt = clock.now() + TOKEN_MS;
      if (!session || !(await store.renew(id, { hash: crypto.sha256Hex(token), expiresAt })))
        throw fail('LAUNCH_ENDED');
      awaitBrowser(session, TOKEN_MS);
      return ticketOf(row, token, expiresAt);
    },

    async end(scope: Scope, id: string, actor: Actor): Promise<void> {
      const row = await store.byId(scope, id);
      if (!row) throw fail('NOT_FOUND', { sentence: 'There is no such session.' });
      if (row.state !== 'ended')
        await finish(row, `${row.state === 'waiting' ? 'withdrawn' : 'ended'} by ${actor.name}`, actor);
    },
    /** The gateway was unlinked, or its account deactivated: no session of it goes on. */
    async endGateway(gatewayId: string, because: string): Promise<void> {
      for (const row of await store.open(gatewayId)) await finish(row, because, CLOUD_ACTOR);
    },
    /** What the gateway says has ended there; of its own sessions only. */
    async endedAtGateway(
      gatewayId: string,
      ends: readonly { readonly id: string; readonly because: string }[],
    ): Promise<void> {
      for (const { id, because } of ends) {
        const row = byId.get(id)?.row;
        if (row?.gatewayId !== gatewayId) continue;
        // "ended by Ina": a person of ours would have ended it here first
        const words = because.replace(/^ended by /, 'ended on site by ');
        await finish(row, words, CLOUD_ACTOR, 'gateway');
      }
    },
    async list(scope: Scope, reader: string, account?: string): Promise<LaunchView[]> {
      const rows = await store.list(scope, { limit: 200, ...(account === undefined ? {} : { account }) });
      return rows.map((row) => view(row, reader));
    },
  };
}
