/**
 * The command channel: keeps one connection to the cloud up, for years. WebSocket first; long polling where
 * WebSockets are blocked while HTTP works, and WebSocket again now and then.
 */
import { Type } from 'typebox';
import { backoffMs } from '../../base/backoff.ts';
import type { Clock, Random } from '../../base/clock.ts';
import { type AppError, toAppError } from '../../base/errors.ts';
import { CLOSE_CODE, type CloudMessage, type GatewayMessage } from '../../contract/channel.ts';
import { CLOUD_PATH } from '../../contract/claim.ts';
import type { EventBus, Events } from '../core/events.ts';
import { dataOfMessage } from '../core/outflow.ts';
import type { ChannelState, CloudChannel, CloudHttp } from '../core/ports/cloud.ts';
import type { DataSent } from '../core/ports/outflow.ts';
import type { Dial } from './dialler.ts';
import type { Link, LinkEnd, LinkEvents } from './link.ts';
import { pollLink } from './link-poll.ts';
import { websocketLink } from './link-websocket.ts';

export type ChannelOptions = {
  readonly dial: Dial;
  readonly http: CloudHttp;
  readonly clock: Clock;
  readonly random: Random;
  readonly events: EventBus;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  /** True while linked and active; otherwise why there is no channel. */
  readonly mayConnect: () => true | string;
  /** The cloud said, on the channel, that this gateway was unlinked there. */
  readonly onUnlinked: () => void;
  readonly onDeactivated: () => void;
  /** Told of each message that is on its way. */
  readonly onData?: DataSent | undefined;
};

export type Channel = CloudChannel & {
  start(): void;
  stop(): Promise<void>;
  /** The network or the link changed: connect now, without waiting for the backoff. */
  nudge(): void;
};

/** A connection that held so long makes the backoff start anew. */
const STABLE_MS = 60_000;
/** How long the cloud may take to answer over an open link after the network changed. Milliseconds. */
const ASK_MS = 5_000;
/** After a break of the same network: TCP's next try comes as late again as the break was long. */
const BACK_ASK_MS = 15_000;
/** Blocked so often in a row: long polling, if HTTP works. */
const BLOCKED_LIMIT = 2;
const WEBSOCKET_AGAIN_MS = 15 * 60_000;
/** Another channel of this gateway took over: two of them must not throw each other out without end. */
const REPLACED_WAIT_MS = 60_000;

type Outcome = {
  readonly reason: string;
  /** Milliseconds; undefined: backoff. */
  readonly waitMs?: number | undefined;
};

export function createChannel(options: ChannelOptions): Channel {
  const { dial, http, clock, random, events, log, mayConnect } = options;
  const onMessage = new Set<(message: CloudMessage) => void>();
  const onState = new Set<(state: ChannelState, reason?: string) => void>();
  let state: ChannelState = 'off';
  let since = clock.now();
  let transport: 'websocket' | 'poll' = 'websocket';
  let cloudTime: { time: number; at: number } | undefined;
  let link: Link | undefined;
  let attempt = 0;
  let isNewNetwork = false;
  let blockedInARow = 0;
  let websocketAgainAt = 0;
  let stopping = new AbortController();
  let waking = new AbortController();
  let loop: Promise<void> = Promise.resolve();
  const unsubscribe: (() => void)[] = [];

  const enter = (next: ChannelState, reason?: string) => {
    if (next === state) return;
    state = next;
    since = clock.now();
    for (const f of onState) f(next, reason);
    // a program that stops tells nobody that all is well
    if (!stopping.signal.aborted)
      events.emit('channel.state', { state: next, ...(reason === undefined ? {} : { reason }) });
  };

  const deliver = (message: CloudMessage) => {
    if (message.type === 'welcome' || message.type === 'time')
      cloudTime = { time: message.time, at: clock.monotonic() };
    for (const f of onMessage) {
      try {
        f(message);
      } catch (error) {
        log('a listener of the channel failed', { type: message.type, err: error });
      }
    }
  };

  const linkEvents = (onUp: () => void): LinkEvents => ({
    onUp,
    onMessage: deliver,
    onBad: (why) => log('a message of the channel was refused', { why }),
  });

  /** Waits, unless something wakes it up. */
  const pause = async (ms: number | undefined) => {
    waking = new AbortController();
    const signal = AbortSignal.any([waking.signal, stopping.signal]);
    const woken = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    const slept = ms === undefined ? woken : clock.sleep(ms, signal).catch(() => undefined);
    await Promise.race([woken, slept]);
  };

  const httpWorks = async (): Promise<boolean> =>
    http
      .request({
        method: 'GET',
        path: CLOUD_PATH.hello,
        answer: Type.Unknown(),
        auth: 'none',
        signal: stopping.signal,
      })
      .then(
        () => true,
        () => false,
      );

  /** Counts a blocked WebSocket; after two of them polling takes over, if HTTP gets through. */
  const noteBlocked = async (reason: string) => {
    blockedInARow += 1;
    if (blockedInARow < BLOCKED_LIMIT || !(await httpWorks())) return;
    transport = 'poll';
    websocketAgainAt = clock.monotonic() + WEBSOCKET_AGAIN_MS;
    log('WebSockets are blocked; long polling takes over', { reason });
  };

  const serve = async (served: Link): Promise<LinkEnd> => {
    link = served;
    const onStop = () => served.close();
    stopping.signal.addEventListener('abort', onStop, { once: true });
    if (stopping.signal.aborted) onStop();
    const end = await served.ended;
    stopping.signal.removeEventListener('abort', onStop);
    link = undefined;
    return end;
  };

  const nowOnline = () => enter('online');

  const closed = (end: LinkEnd, onlineMs: number): Outcome => {
    if (onlineMs >= STABLE_MS) attempt = 0;
    if (end.code === CLOSE_CODE.unlinked) options.onUnlinked();
    if (end.code === CLOSE_CODE.deactivated) options.onDeactivated();
    if (end.code === CLOSE_CODE.replaced)
      return { reason: 'Another channel of this gateway took over.', waitMs: REPLACED_WAIT_MS };
    if (end.code === CLOSE_CODE.tokenExpired) return { reason: end.reason, waitMs: 0 };
    return { reason: end.reason };
  };

  const failed = (error: AppError): Outcome => ({ reason: error.message, waitMs: error.retryAfterMs });

  const byWebsocket = async (): Promise<Outcome> => {
    const ws = await dial(CLOUD_PATH.channel, stopping.signal);
    let upAt: number | undefined;
    const end = await serve(
      websocketLink(
        ws,
        clock,
        linkEvents(() => {
          upAt = clock.monotonic();
          blockedInARow = 0;
          nowOnline();
        }),
      ),
    );
    const isOurs = end.code !== undefined && end.code >= 4000;
    // accepted and cut before the first word: some proxies do it that way
    if (upAt === undefined && !isOurs && !stopping.signal.aborted) await noteBlocked(end.reason);
    return closed(end, upAt === undefined ? 0 : clock.monotonic() - upAt);
  };

  /** While polling, tries a WebSocket beside it; true when one gets through again. */
  const websocketIsBack = async (): Promise<boolean> => {
    try {
      const ws = await dial(CLOUD_PATH.channel, stopping.signal);
      ws.terminate();
      return true;
    } catch (error) {
      log('WebSockets are still blocked', { code: toAppError(error).code });
      return false;
    }
  };

  const byPolling = async (): Promise<Outcome> => {
    const startedAt = clock.monotonic();
    const polling = pollLink(http, linkEvents(nowOnline));
    let goBack = false;
    let cancel: () => void = () => undefined;
    const plan = (ms: number) => {
      cancel = clock.after(ms, () => {
        void websocketIsBack().then((isBack) => {
          if (!isBack) return plan(WEBSOCKET_AGAIN_MS);
          goBack = true;
          polling.close();
        });
      });
    };
    plan(Math.max(0, websocketAgainAt - clock.monotonic()));
    const end = await serve(polling);
    cancel();
    if (goBack) {
      transport = 'websocket';
      blockedInARow = BLOCKED_LIMIT - 1;
      return { reason: 'WebSockets get through again.', waitMs: 0 };
    }
    const outcome = closed(end, clock.monotonic() - startedAt);
    return end.error === undefined ? outcome : { ...outcome, ...failed(toAppError(end.error)) };
  };

  const connectOnce = async (): Promise<Outcome> => {
    enter('connecting');
    try {
      return transport === 'websocket' ? await byWebsocket() : await byPolling();
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === 'WEBSOCKET_BLOCKED') await noteBlocked(error.message);
      else if (!stopping.signal.aborted)
        log('the channel could not be opened', { code: error.code, sentence: error.message });
      return failed(error);
    }
  };

  const run = async () => {
    while (!stopping.signal.aborted) {
      const may = mayConnect();
      if (may !== true) {
        enter('off', may);
        attempt = 0;
        await pause(undefined);
        continue;
      }
      const outcome = await connectOnce();
      if (stopping.signal.aborted) break;
      if (mayConnect() !== true) continue;
      // an access token that has run out is no break: the next connection follows at once
      if (outcome.waitMs === 0) continue;
      enter('waiting', outcome.reason);
      if (isNewNetwork) {
        isNewNetwork = false;
        continue;
      }
      await pause(Math.max(outcome.waitMs ?? 0, backoffMs(attempt++, random)));
    }
    enter('off', 'The program stops.');
  };

  /** What broke with the old network is not waited for; a link is asked, and goes on when it answers. */
  const networkChanged = ({ change }: Events['network.changed']) => {
    isNewNetwork = true;
    nudge();
    if (change !== 'lost') link?.ask?.(change === 'back' ? BACK_ASK_MS : ASK_MS);
  };

  const send = (message: GatewayMessage): boolean => {
    if (state !== 'online' || !link?.send(message)) return false;
    const { data, bytes } = dataOfMessage(message);
    options.onData?.(data, bytes);
    return true;
  };

  const nudge = () => {
    attempt = 0;
    waking.abort();
  };

  return {
    get state() {
      return state;
    },
    get since() {
      return since;
    },
    get transport() {
      return transport;
    },
    // an instant is a whole number; the monotonic clock is not
    cloudNow: () => cloudTime && Math.round(cloudTime.time + (clock.monotonic() - cloudTime.at)),
    send,
    onMessage(f) {
      onMessage.add(f);
      return () => onMessage.delete(f);
    },
    onState(f) {
      onState.add(f);
      return () => onState.delete(f);
    },
    start() {
      stopping = new AbortController();
      const changed = () => {
        if (mayConnect() !== true) link?.close();
        nudge();
      };
      unsubscribe.push(
        events.on('link.changed', changed),
        events.on('account.state', changed),
        events.on('network.changed', networkChanged),
      );
      loop = run();
    },
    async stop() {
      for (const f of unsubscribe.splice(0)) f();
      stopping.abort(new Error('stopped'));
      await loop;
    },
    nudge,
  };
}
