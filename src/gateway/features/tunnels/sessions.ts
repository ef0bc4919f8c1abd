/** Open launch sessions: who is let in, until when, and what he did. */
import type { Clock } from '../../../base/clock.ts';
import type { LocalSession } from '../../../contract/local-api.ts';
import { fail } from '../../core/errors.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { AccessEntry, AccessLog, StoredSession, TunnelSessionStore } from '../../core/ports/targets.ts';
import type { Admission } from '../../core/ports/tunnel.ts';
import { DAY_MS, RETENTION } from '../../core/retention.ts';
import { loggedPath } from './logged-path.ts';

/** The gateway's own limits; a cloud that asks for more gets these. Milliseconds. */
export const MAX_LIFE_MS = 4 * 3_600_000;
export const MAX_IDLE_MS = 15 * 60_000;
/** How many sessions may be open at the same time. */
const MAX_OPEN = 32;
/** How many ended sessions a status names; contract/status.ts. */
const ENDS_KEPT = 16;
/** How many sessions the page shows. */
const SHOWN = 100;

/** Who comes in, to what and for how long: a person, or the cloud's own code. */
export type SessionStart = {
  readonly sessionId: string;
  readonly targetId: string;
  readonly secret: string;
  /** Without an e-mail address it is no person. */
  readonly person: { readonly id: string; readonly name: string; readonly email?: string };
  readonly reason?: string;
  readonly ticket?: string;
  readonly expiresAt: number;
  readonly idleMs: number;
  /** What the browser sees; none has a service. */
  readonly origin?: string;
  /**
   * Looked at before each request of a service.
   * @throws AppError CONSENT_OFF, CALL_NOT_ALLOWED
   */
  readonly check?: (method: string, url: string) => void;
};

type Open = {
  row: StoredSession;
  readonly args: SessionStart;
  readonly secretHash: Uint8Array;
  readonly abort: AbortController;
  /** Monotonic. */
  usedAt: number;
  readonly cancel: Set<() => void>;
};

export type SessionsDeps = {
  readonly store: TunnelSessionStore;
  readonly accessLog: AccessLog;
  readonly clock: Clock;
  readonly crypto: Crypto;
  /** The cloud's time by the command channel; undefined when it was never heard. */
  readonly cloudNow: () => number | undefined;
  readonly onChange: (session: StoredSession, state: 'open' | 'ended', because?: string) => void;
};

export type Sessions = ReturnType<typeof createSessions>;

const shown = (row: StoredSession): LocalSession => {
  const { personId: _, ...rest } = row;
  return rest;
};

export function createSessions(deps: SessionsDeps) {
  const { store, accessLog, clock, crypto, cloudNow, onChange } = deps;
  const open = new Map<string, Open>();

  const end = (id: string, because: string): boolean => {
    const session = open.get(id);
    if (!session) return false;
    open.delete(id);
    for (const cancel of session.cancel) cancel();
    session.abort.abort(new Error(because));
    const row = { ...session.row, endedAt: clock.now(), endedBecause: because.slice(0, 200) };
    store.put(row);
    onChange(row, 'ended', because);
    return true;
  };

  /** Looks again when the idle time could be over, so that using a session costs no timer. */
  const watchIdle = (session: Open, idleMs: number) => {
    const left = session.usedAt + idleMs - clock.monotonic();
    if (left <= 0) return void end(session.row.id, 'idle');
    const cancel = clock.after(left, () => {
      session.cancel.delete(cancel);
      watchIdle(session, idleMs);
    });
    session.cancel.add(cancel);
  };

  /** Nobody comes in unseen: what cannot be written down is not let in. */
  const written = async (entry: AccessEntry): Promise<number> => {
    try {
      return await accessLog.begin(entry);
    } catch (cause) {
      throw fail('ACCESS_LOG_FAILED', { cause });
    }
  };

  const admission = (session: Open): Admission => ({
    sessionId: session.row.id,
    person: { id: session.args.person.id, name: session.args.person.name },
    ...(session.args.origin === undefined ? {} : { origin: session.args.origin }),
    ...(session.args.check === undefined ? {} : { check: session.args.check }),
    ended: session.abort.signal,
    touch() {
      session.usedAt = clock.monotonic();
      session.row = { ...session.row, lastUsedAt: clock.now() };
    },
    async record({ method, path }) {
      const line = await written({
        at: clock.now(),
        sessionId: session.row.id,
        person: session.args.person.name,
        ...(session.args.reason === undefined ? {} : { reason: session.args.reason }),
        ...(session.args.ticket === undefined ? {} : { ticket: session.args.ticket }),
        targetId: session.row.targetId,
        method,
        path: loggedPath(path),
      });
      session.row = { ...session.row, requests: session.row.requests + 1 };
      return ({ status, bytes }) => accessLog.end(line, { at: clock.now(), status, bytes });
    },
  });

  /** How long a session may live. @throws AppError BAD_INPUT, RATE_LIMITED, COMMAND_EXPIRED */
  const lifeOf = (args: SessionStart): number => {
    if (open.has(args.sessionId)) throw fail('BAD_INPUT', { sentence: 'This session was opened before.' });
    if (open.size >= MAX_OPEN) throw fail('RATE_LIMITED', { sentence: 'Too many sessions are open.' });
    const life = Math.min(args.expiresAt - (cloudNow() ?? clock.now()), MAX_LIFE_MS);
    if (life <= 0) throw fail('COMMAND_EXPIRED');
    return life;
  };

  return {
    /** Whether it could be opened now. @throws AppError BAD_INPUT, RATE_LIMITED, COMMAND_EXPIRED */
    check: (args: SessionStart): void => void lifeOf(args),
    /** After a start: nobody holds a secret any more. */
    begin: (): void => store.endAllOpen(clock.now(), 'the gateway was restarted'),
    /** What ended while the cloud may still think it open, the latest first: it hears of them with every status. */
    ends: () =>
      store
        .endedSince(clock.now() - MAX_LIFE_MS, ENDS_KEPT)
        // the version before this one did not write down why
        .map(({ id, endedBecause = 'ended at the gateway' }) => ({ id, because: endedBecause })),
    prune: () => store.prune(clock.now() - RETENTION.sessionDays * DAY_MS),
    /** @param consent who or what let it in, in words */
    open(args: SessionStart, consent: string): LocalSession {
      const life = lifeOf(args);
      const now = clock.now();
      const session: Open = {
        args,
        secretHash: crypto.sha256(args.secret),
        abort: new AbortController(),
        usedAt: clock.monotonic(),
        cancel: new Set(),
        row: {
          id: args.sessionId,
          targetId: args.targetId,
          personId: args.person.id,
          personName: args.person.name,
          ...(args.person.email === undefined ? {} : { personEmail: args.person.email }),
          ...(args.reason === undefined ? {} : { reason: args.reason }),
          ...(args.ticket === undefined ? {} : { ticket: args.ticket }),
          consent,
          openedAt: now,
          expiresAt: now + life,
          lastUsedAt: now,
          requests: 0,
        },
      };
      store.put(session.row);
      open.set(args.sessionId, session);
      session.cancel.add(clock.after(life, () => void end(args.sessionId, 'expired')));
      watchIdle(session, Math.min(args.idleMs, MAX_IDLE_MS));
      onChange(session.row, 'open');
      return shown(session.row);
    },
    /** Hashes are compared, in constant time: neither the length nor the place of a difference shows. */
    admit(targetId: string, sessionId: string, secret: string): Admission | undefined {
      const session = open.get(sessionId);
      if (!session || session.row.targetId !== targetId) return undefined;
      return crypto.equal(crypto.sha256(secret), session.secretHash) ? admission(session) : undefined;
    },
    end,
    endOf(targetId: string, because: string) {
      for (const session of [...open.values()])
        if (session.row.targetId === targetId) end(session.row.id, because);
    },
    endAll(because: string) {
      for (const id of [...open.keys()]) end(id, because);
    },
    countOf: (targetId: string) => [...open.values()].filter((s) => s.row.targetId === targetId).length,
    get: (id: string) => open.get(id)?.row,
    /** Newest first; of open ones what is true now, not what was stored at their opening. */
    list: (): LocalSession[] => store.recent(SHOWN).map((row) => shown(open.get(row.id)?.row ?? row)),
  };
}
