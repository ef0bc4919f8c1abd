/** The tunnel's SSH connection, kept up: connect, ask for the forwards, and again when it breaks. */
import { createRequire } from 'node:module';
import type { WebSocket } from 'ws';
import { backoffMs } from '../../../base/backoff.ts';
import type { Clock, Random } from '../../../base/clock.ts';
import { channelSocket } from '../../../base/runtime/channel-socket.ts';
import { CLOUD_PATH } from '../../../contract/claim.ts';
import type { Signer } from '../../core/ports/signer.ts';
import type { ForwardHandlers, TunnelLink, TunnelLinkState } from '../../core/ports/tunnel.ts';
import { openSshConnection, type SshConnection } from './connection.ts';

export type SshLinkOptions = {
  /** Opens a WebSocket below the cloud's base URL, authenticated, and resolves when it is open. */
  readonly dial: (path: string, signal: AbortSignal) => Promise<WebSocket>;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  /** Channels that may be open at the same time over all targets; more are refused. */
  readonly maxChannels?: number;
};

type Forward = ForwardHandlers & { readonly name: string; readonly port: number };

/** A connection that held this long was a good one: the next wait starts small again. Milliseconds. */
const GOOD_MS = 30_000;

/** AES-GCM runs at half speed without ssh2's native part, and that part is missing without a word. */
function nativeCrypto(): boolean {
  const require = createRequire(import.meta.url);
  const crypto = require('ssh2/lib/protocol/crypto.js') as { bindingAvailable?: unknown };
  return crypto.bindingAvailable === true;
}

export function createSshLink(options: SshLinkOptions): TunnelLink {
  const { dial, signer, clock, random, log, maxChannels = 512 } = options;
  const forwards = new Map<string, Forward>();
  const listeners = new Set<(state: TunnelLinkState, reason?: string) => void>();
  let state: TunnelLinkState = 'off';
  let running: AbortController | undefined;
  let loop: Promise<void> = Promise.resolve();
  let wake: AbortController | undefined;
  let connection: SshConnection | undefined;
  let channels = 0;

  const become = (next: TunnelLinkState, reason?: string) => {
    if (state === next && reason === undefined) return;
    state = next;
    for (const f of [...listeners]) f(next, reason);
  };

  const ask = async (forward: Forward, over: SshConnection) => {
    try {
      await over.forward(forward.name, forward.port);
      if (connection === over && forwards.get(forward.name) === forward) forward.onState('open');
    } catch (error) {
      if (connection !== over || forwards.get(forward.name) !== forward) return;
      log('the broker refused a forward', { name: forward.name, reason: (error as Error).message });
      forward.onState('refused');
    }
  };

  const connect = async (
    identity: { readonly user: string; readonly hostKeys: readonly string[] },
    signal: AbortSignal,
  ): Promise<SshConnection> => {
    const socket = await dial(CLOUD_PATH.tunnel, signal);
    const opened = await openSshConnection({
      socket,
      signer,
      ...identity,
      onChannel(name, accept, reject) {
        const forward = forwards.get(name);
        if (!forward || channels >= maxChannels) return reject();
        const channel = channelSocket(accept(), 'tunnel');
        channels++;
        channel.once('close', () => channels--);
        forward.onChannel(channel);
      },
    });
    if (signal.aborted) opened.close();
    return opened;
  };

  /** One connection from beginning to end. @returns how long it held, and why it ended */
  const once = async (
    identity: Parameters<typeof connect>[0],
    signal: AbortSignal,
  ): Promise<{ held: number; reason: string }> => {
    become('connecting');
    let since = Number.POSITIVE_INFINITY;
    try {
      const opened = await connect(identity, signal);
      since = clock.monotonic();
      connection = opened;
      const end = () => opened.close();
      signal.addEventListener('abort', end, { once: true });
      become('up');
      for (const forward of forwards.values()) void ask(forward, opened);
      const error = await opened.closed;
      signal.removeEventListener('abort', end);
      return { held: clock.monotonic() - since, reason: error?.message ?? 'the connection ended' };
    } catch (error) {
      return { held: 0, reason: (error as Error).message };
    } finally {
      connection = undefined;
    }
  };

  const pause = async (ms: number, signal: AbortSignal) => {
    wake = new AbortController();
    await clock.sleep(ms, AbortSignal.any([signal, wake.signal])).catch(() => undefined);
  };

  const keepUp = async (identity: Parameters<typeof connect>[0], signal: AbortSignal) => {
    for (let attempt = 0; !signal.aborted; attempt++) {
      const { held, reason } = await once(identity, signal);
      if (signal.aborted) return;
      if (held >= GOOD_MS) attempt = 0;
      log('the tunnel connection is down', { reason, attempt });
      become('waiting', reason);
      for (const forward of forwards.values()) forward.onState('asked');
      await pause(backoffMs(attempt, random), signal);
    }
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
    forward(name, port, handlers) {
      const forward = { name, port, ...handlers };
      forwards.set(name, forward);
      forward.onState('asked');
      if (connection) void ask(forward, connection);
    },
    unforward(name, port) {
      if (forwards.delete(name)) connection?.unforward(name, port);
    },
    retryNow: () => wake?.abort(new Error('retry')),
    onState(f) {
      listeners.add(f);
      return () => listeners.delete(f);
    },
  };
}
