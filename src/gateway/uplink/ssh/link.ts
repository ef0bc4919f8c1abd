/** The tunnel's SSH connection, kept up: ask how it goes, connect, ask for the forwards, and again when it breaks. */
import { createRequire } from 'node:module';
import type { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { type Allowance, createAllowance } from '../../../base/allowance.ts';
import { backoffMs } from '../../../base/backoff.ts';
import type { Clock, Random } from '../../../base/clock.ts';
import { channelSocket } from '../../../base/runtime/channel-socket.ts';
import { together } from '../../../base/runtime/ssh-stream.ts';
import {
  MAX_FORWARDS,
  sshIdent,
  type TunnelForward,
  type TunnelPlan,
  type TunnelPlanRequest,
} from '../../../contract/tunnel.ts';
import type { Signer } from '../../core/ports/signer.ts';
import type { ForwardHandlers, TunnelLink, TunnelLinkState } from '../../core/ports/tunnel.ts';
import { openSshConnection, type SshConnection } from './connection.ts';

export type SshLinkOptions = {
  /** Asks the cloud how the connection goes. @throws AppError */
  readonly plan: (asked: TunnelPlanRequest, signal: AbortSignal) => Promise<TunnelPlan>;
  /** Opens the way that the plan says. @throws AppError */
  readonly dial: (way: TunnelPlan['way'], signal: AbortSignal) => Promise<Duplex>;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  /** Channels that may be open at the same time over all targets; more are refused. */
  readonly maxChannels?: number;
  /** Of one target. */
  readonly limits?: {
    readonly perTarget: number;
    readonly perSecond: number;
    readonly burst: number;
  };
};

type Forward = ForwardHandlers & { readonly name: string; readonly allowance: Allowance; channels: number };
type Identity = { readonly user: string; readonly hostKeys: readonly string[] };
/** A connection, and where the broker listens for what on it. */
type Live = {
  readonly over: SshConnection;
  readonly connection: number;
  /** `host:port` → name, of this connection's plans. */
  readonly names: Map<string, string>;
  readonly places: Map<string, TunnelForward>;
};

/** A connection that held this long was a good one: the next wait starts small again. Milliseconds. */
const GOOD_MS = 30_000;
/** After a change of the network, the broker has this long to answer over the old connection. Milliseconds. */
const PING_MS = 3_000;
/** After a break: TCP doubles its pauses, so that the next try comes as late again as the break was long. */
const BACK_PING_MS = 12_000;
/** The gateway's own limits: a little above the cloud's, which are there for order, and these for a cloud without any. */
const LIMITS = { perTarget: 320, perSecond: 400, burst: 1000 };

/** AES-GCM runs at half speed without ssh2's native part, and that part is missing without a word. */
function nativeCrypto(): boolean {
  const require = createRequire(import.meta.url);
  const crypto = require('ssh2/lib/protocol/crypto.js') as { bindingAvailable?: unknown };
  return crypto.bindingAvailable === true;
}

const targetOf = (name: string) => name.replace(/^target\//, '');
const placeOf = ({ host, port }: { readonly host: string; readonly port: number }) => `${host}:${port}`;

/** Takes the places of a plan; one for a target that was not asked for, or a place that is taken, counts for nothing. */
function take(live: Live, plan: Pick<TunnelPlan, 'forwards'>, asked: readonly string[]): void {
  for (const forward of plan.forwards) {
    const place = placeOf({ host: forward.bindHost, port: forward.bindPort });
    const name = asked.find((one) => targetOf(one) === forward.targetId);
    if (name === undefined || live.names.has(place) || live.places.has(name)) continue;
    live.names.set(place, name);
    live.places.set(name, forward);
  }
}

export function createSshLink(options: SshLinkOptions): TunnelLink {
  const { plan, dial, signer, clock, random, log, maxChannels = 640, limits = LIMITS } = options;
  const forwards = new Map<string, Forward>();
  const listeners = new Set<(state: TunnelLinkState, reason?: string) => void>();
  let state: TunnelLinkState = 'off';
  let running: AbortController | undefined;
  let loop: Promise<void> = Promise.resolve();
  let wake: AbortController | undefined;
  let live: Live | undefined;
  let channels = 0;
  /** The network changed: what breaks now is not waited for. */
  let eager = false;

  const become = (next: TunnelLinkState, reason?: string) => {
    if (state === next && reason === undefined) return;
    state = next;
    for (const f of [...listeners]) f(next, reason);
  };

  const isCurrent = (forward: Forward, at: Live) => live === at && forwards.get(forward.name) === forward;

  const placed = async (forward: Forward, at: Live, signal: AbortSignal): Promise<TunnelForward> => {
    if (!at.places.has(forward.name)) {
      const { connection } = at;
      take(at, await plan({ targets: [targetOf(forward.name)], connection }, signal), [forward.name]);
    }
    const place = at.places.get(forward.name);
    if (!place) throw new Error('the cloud has no place for it');
    return place;
  };

  const ask = async (forward: Forward, at: Live, signal: AbortSignal) => {
    try {
      const { bindHost, bindPort } = await placed(forward, at, signal);
      if (!isCurrent(forward, at)) return;
      await at.over.forward(bindHost, bindPort);
      if (isCurrent(forward, at)) forward.onState('open');
    } catch (error) {
      if (!isCurrent(forward, at)) return;
      log('the broker refused a forward', { name: forward.name, reason: (error as Error).message });
      forward.onState('refused');
    }
  };

  /** Undefined: refused. */
  const admitted = (place: string, at: Live): Forward | undefined => {
    const forward = forwards.get(at.names.get(place) ?? '');
    const because = !forward
      ? 'it is not forwarded'
      : channels >= maxChannels || forward.channels >= limits.perTarget || !forward.allowance.take()
        ? 'too many'
        : undefined;
    if (because === undefined) return forward;
    log('a channel was refused', { place, because });
    return undefined;
  };

  const enter = (forward: Forward, accept: () => ClientChannel) => {
    const channel = channelSocket(accept(), 'tunnel');
    const count = (by: 1 | -1) => {
      channels += by;
      forward.channels += by;
    };
    count(1);
    channel.once('close', () => count(-1));
    forward.onChannel(channel);
  };

  const connect = async (identity: Identity, signal: AbortSignal): Promise<Live> => {
    const asked = [...forwards.keys()].slice(0, MAX_FORWARDS);
    const planned = await plan({ targets: asked.map(targetOf) }, signal);
    const stream = together(await dial(planned.way, signal));
    const opened = await openSshConnection({
      stream,
      signer,
      user: planned.user,
      ident: sshIdent(identity.user),
      hostKeys: identity.hostKeys,
      onChannel(place, accept, reject) {
        const forward = admitted(placeOf(place), at);
        if (forward) enter(forward, accept);
        else reject();
      },
      onStray: (place) => log('a channel was refused', { place, because: 'it is not forwarded' }),
    });
    const at: Live = {
      over: opened,
      connection: planned.connection,
      names: new Map(),
      places: new Map(),
    };
    take(at, planned, asked);
    if (signal.aborted) opened.close();
    return at;
  };

  /** One connection from beginning to end. @returns how long it held, and why it ended */
  const once = async (identity: Identity, signal: AbortSignal): Promise<{ held: number; reason: string }> => {
    become('connecting');
    try {
      const at = await connect(identity, signal);
      const since = clock.monotonic();
      live = at;
      const end = () => at.over.close();
      signal.addEventListener('abort', end, { once: true });
      become('up');
      for (const forward of forwards.values()) void ask(forward, at, signal);
      const error = await at.over.closed;
      signal.removeEventListener('abort', end);
      return { held: clock.monotonic() - since, reason: error?.message ?? 'the connection ended' };
    } catch (error) {
      return { held: 0, reason: (error as Error).message };
    } finally {
      live = undefined;
    }
  };

  const pause = async (ms: number, signal: AbortSignal) => {
    wake = new AbortController();
    await clock.sleep(ms, AbortSignal.any([signal, wake.signal])).catch(() => undefined);
    wake = undefined;
  };

  const keepUp = async (identity: Identity, signal: AbortSignal) => {
    for (let attempt = 0; !signal.aborted; attempt++) {
      const { held, reason } = await once(identity, signal);
      if (signal.aborted) return;
      if (held >= GOOD_MS || eager) attempt = 0;
      log('the tunnel connection is down', { reason, attempt });
      become('waiting', reason);
      for (const forward of forwards.values()) forward.onState('asked');
      const now = eager;
      eager = false;
      if (!now) await pause(backoffMs(attempt, random), signal);
    }
  };

  /** Is the connection still one, now that the network is another? If not, the next one is made at once. */
  const lookAfter = (at: Live, ms: number) => {
    eager = true;
    const cancel = clock.after(ms, () => at.over.close());
    const settle = () => {
      cancel();
      if (live === at) eager = false;
    };
    at.over.ping().then(settle, settle);
    void at.over.closed.then(cancel);
  };

  return {
    get state() {
      return state;
    },
    start(identity) {
      if (running) return;
      log('tunnel link starts', { nativeCrypto: nativeCrypto() });
      running = new AbortController();
      loop = keepUp(identity, running.signal);
    },
    async stop() {
      running?.abort(new Error('stopped'));
      await loop;
      running = undefined;
      become('off');
      for (const forward of forwards.values()) forward.onState('asked');
    },
    forward(name, handlers) {
      const allowance = createAllowance(clock, limits);
      const forward = { name, allowance, channels: 0, ...handlers };
      forwards.set(name, forward);
      forward.onState('asked');
      if (live && running) void ask(forward, live, running.signal);
    },
    unforward(name) {
      const place = live?.places.get(name);
      if (!forwards.delete(name) || !live || !place) return;
      live.places.delete(name);
      live.names.delete(placeOf({ host: place.bindHost, port: place.bindPort }));
      live.over.unforward(place.bindHost, place.bindPort);
    },
    retryNow(isBack = false) {
      if (live) lookAfter(live, isBack ? BACK_PING_MS : PING_MS);
      else if (wake) wake.abort(new Error('retry'));
      else eager = running !== undefined;
    },
    onState(f) {
      listeners.add(f);
      return () => listeners.delete(f);
    },
  };
}
