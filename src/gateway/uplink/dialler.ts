/**
 * WebSockets to the cloud. `ws` with connections of our own, because the status of a refused upgrade has to be
 * seen: 401 (nonce, token), 403, 407 and "WebSockets are blocked here" want four different things.
 */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import { CHANNEL_MAX_BYTES } from '../../contract/channel.ts';
import { CLOUD_PATH } from '../../contract/claim.ts';
import { fail } from '../core/errors.ts';
import { refusal } from './answers.ts';
import { wantsOtherProof } from './dpop.ts';
import type { Sockets } from './sockets.ts';
import type { Tokens } from './tokens.ts';
import type { Wire, WireAnswer } from './wire.ts';

/**
 * Opens a WebSocket with the device's identity.
 * @throws AppError WEBSOCKET_BLOCKED, ACCOUNT_DEACTIVATED, CLOUD_REFUSED and what connecting throws
 */
export type Dial = (path: string, signal: AbortSignal, what?: 'plain' | 'ciphertext') => Promise<WebSocket>;

/**
 * Masking keeps whoever chooses what a client sends from choosing the bytes on the wire (RFC 6455 §10.3). Nobody can
 * choose those of SSH, which are encrypted; a mask of zeros is a valid frame, and costs neither end a pass over it.
 */
const noMask = (mask: Buffer) => void mask.fill(0);

export type DiallerOptions = {
  readonly wire: Wire;
  readonly tokens: Tokens;
  readonly sockets: Sockets;
  readonly onDeactivated?: (retryAfterMs: number | undefined) => void;
  readonly clock: Pick<Clock, 'after'>;
  /** Bytes of one message; larger ones end the connection. */
  readonly maxPayload?: number;
};

/** For one attempt, whole: TCP, CONNECT, TLS and the upgrade. Something between may accept and stay silent. */
export const DIAL_MS = 15_000;
const SILENT = 'The cloud, or something on the way to it, took the connection and said nothing.';
const MAX_TRIES = 3;
const REFUSAL_MAX_BYTES = 64 * 1024;

type Handshake = { readonly open: WebSocket } | { readonly refused: WireAnswer };

async function readRefusal(response: IncomingMessage): Promise<WireAnswer> {
  let text = '';
  response.setEncoding('utf8');
  for await (const part of response) {
    text += part;
    if (text.length > REFUSAL_MAX_BYTES) break;
  }
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  );
  return { status: response.statusCode ?? 0, headers, text };
}

function blocked(sentence: string, cause?: unknown): AppError {
  return fail('WEBSOCKET_BLOCKED', { sentence, ...(cause === undefined ? {} : { cause }) });
}

/** One handshake over a connection that is open already. */
function shake(
  url: URL,
  socket: Socket,
  options: {
    headers: Record<string, string>;
    maxPayload: number;
    signal: AbortSignal;
    what: 'plain' | 'ciphertext';
  },
): Promise<Handshake> {
  const { headers, maxPayload, signal, what } = options;
  return new Promise((resolve, reject) => {
    const ws = new WebSocket(url, {
      headers,
      maxPayload,
      perMessageDeflate: false,
      followRedirects: false,
      ...(what === 'ciphertext' ? { generateMask: noMask } : {}),
      createConnection: () => socket,
    });
    const onAbort = () => ws.terminate();
    signal.addEventListener('abort', onAbort, { once: true });
    const end = (f: () => void) => {
      signal.removeEventListener('abort', onAbort);
      f();
    };
    ws.once('open', () => {
      // a first message that came with the handshake waits until the caller has its listeners on
      ws.pause();
      setImmediate(() => ws.resume());
      end(() => resolve({ open: ws }));
    });
    // stays: ws tells errors after the handshake here too, and `close` follows each
    ws.on('error', (cause) => {
      socket.destroy();
      end(() => reject(signal.aborted ? signal.reason : blocked('The upgrade to a WebSocket broke.', cause)));
    });
    ws.once('unexpected-response', (_request, response) => {
      readRefusal(response)
        .then((refused) => end(() => resolve({ refused })), reject)
        .finally(() => socket.destroy());
    });
  });
}

/** What a refused upgrade means: the cloud's own refusal, or something between that does not let it through. */
function meaning(refused: WireAnswer, now: number): AppError {
  const { status } = refused;
  const error = refusal(refused, now);
  if (error.code === 'ACCOUNT_DEACTIVATED' || status === 407) return error;
  if (status === 401 || status === 429 || status >= 500) return error;
  if (status === 403 && error.facts.code !== undefined) return error;
  return blocked(`The upgrade to a WebSocket was refused (status ${status}).`);
}

export function createDialler(options: DiallerOptions): Dial {
  const { wire, tokens, sockets, clock, onDeactivated, maxPayload = CHANNEL_MAX_BYTES } = options;

  const attempt = async (
    [path, signal, what]: readonly [string, AbortSignal, 'plain' | 'ciphertext'],
    accessToken: string,
  ): Promise<Handshake> => {
    const httpUrl = wire.url(path);
    const headers = await wire.authorization('GET', httpUrl, accessToken);
    const wsUrl = new URL(httpUrl.href.replace(/^http/, 'ws'));
    const late = new AbortController();
    const cancel = clock.after(DIAL_MS, () => late.abort(fail('CLOUD_UNREACHABLE', { sentence: SILENT })));
    const inTime = AbortSignal.any([signal, late.signal]);
    try {
      const use = path.startsWith(CLOUD_PATH.tunnel) ? 'tunnel' : 'channel';
      const socket = await sockets.open(httpUrl, inTime, use);
      return await shake(wsUrl, socket, { headers, maxPayload, signal: inTime, what });
    } catch (error) {
      throw late.signal.aborted && !signal.aborted ? late.signal.reason : error;
    } finally {
      cancel();
    }
  };

  return async (path, signal, what = 'plain') => {
    try {
      let last: WireAnswer | undefined;
      for (let n = 0; n < MAX_TRIES; n++) {
        const accessToken = await tokens.access();
        const result = await attempt([path, signal, what], accessToken);
        if ('open' in result) return result.open;
        last = result.refused;
        wire.learn(last.headers);
        if (wantsOtherProof(last.status, last.headers['www-authenticate'], last.text)) continue;
        if (last.status !== 401) break;
        tokens.forget(accessToken);
      }
      throw meaning(last ?? { status: 0, headers: {}, text: '' }, wire.now());
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'ACCOUNT_DEACTIVATED')
        onDeactivated?.(thrown.retryAfterMs);
      throw thrown;
    }
  };
}
