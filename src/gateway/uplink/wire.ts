/** One HTTP exchange with the cloud: proof, nonce, proxy, TLS. What the answer means is not known here. */
import { Agent, request } from 'undici';
import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import { fail } from '../core/errors.ts';
import { dataOfRequest } from '../core/outflow.ts';
import type { DataSent } from '../core/ports/outflow.ts';
import type { Signer } from '../core/ports/signer.ts';
import { dpopProof, wantsOtherProof } from './dpop.ts';
import { bare, isLoopback } from './proxy.ts';
import type { Sockets } from './sockets.ts';

export type WireRequest = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the public URL, with query. */
  readonly path: string;
  readonly body?: { readonly type: string; readonly text: string | Uint8Array };
  /** Send a DPoP proof. */
  readonly proof: boolean;
  readonly accessToken?: string;
  /** More headers, e.g. SCIM's media type and If-Match. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
};

/** Header names are in lower case; a repeated header's values are joined. */
export type WireAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
};

/** An answer whose body is read as it comes; whoever gets it reads it, or dumps it. */
export type WireStream = Omit<WireAnswer, 'text'> & {
  readonly body: AsyncIterable<Uint8Array> & { dump(): Promise<void> };
};

export type Wire = {
  exchange(request: WireRequest): Promise<WireAnswer>;
  /** Without identity: for files that are public and signed. An error of the body is one of undici's. */
  stream(request: Pick<WireRequest, 'path' | 'headers' | 'signal' | 'timeoutMs'>): Promise<WireStream>;
  /** What undici said of a connection, as a row of ours. */
  readonly explain: (thrown: unknown, signal: AbortSignal | undefined) => unknown;
  /** @throws AppError CONFIG_INVALID while no cloud address is set, or for plain http to another machine */
  url(path: string): URL;
  /** `authorization` and `dpop` for a request that goes another way (WebSocket, SCIM worker). */
  authorization(method: string, url: URL, accessToken: string): Promise<Record<string, string>>;
  /** Takes the server's nonce and time out of an answer's headers. */
  learn(headers: Readonly<Record<string, string>>): void;
  /** Now, by the cloud's clock where it has told its time. Milliseconds. */
  now(): number;
  /**
   * No request goes over a connection of before any more; those that are on their way end by themselves. For a network
   * that has changed: a kept connection through a proxy or a router may be dead, and would be heard of after 30 s only.
   */
  renew(): void;
  close(): Promise<void>;
};

export type WireOptions = {
  /** Public URL of the cloud; empty while none is set. */
  readonly baseUrl: () => string;
  readonly signer: Signer;
  readonly sockets: Sockets;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly userAgent?: string;
  /** Told of each request that was answered: what it carried, repetitions too. */
  readonly onData?: DataSent | undefined;
};

const CONNECT_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 30_000;
const ANSWER_MAX_BYTES = 8 * 1024 * 1024;
function checkedBase(text: string): string {
  if (text === '')
    throw fail('CONFIG_INVALID', {
      sentence: 'No cloud address is set.',
      remedy: 'Set cloud.url in the configuration, or CLOUDLINKD_CLOUD_URL.',
    });
  if (!URL.canParse(text)) throw fail('CONFIG_INVALID', { sentence: 'The cloud address is not a URL.' });
  const { protocol, hostname } = new URL(text);
  const isPlain = protocol === 'http:' && isLoopback(bare(hostname));
  if (protocol !== 'https:' && !isPlain)
    throw fail('CONFIG_INVALID', { sentence: 'The cloud address must start with https://.' });
  return text.replace(/\/+$/, '');
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value ?? ''].flat().join(', ')]),
  );
}

/** The `error` member of an OAuth answer, if it is one. */
function oauthError(text: string): string | undefined {
  try {
    const value = JSON.parse(text) as { error?: unknown } | null;
    return typeof value?.error === 'string' ? value.error : undefined;
  } catch {
    return undefined;
  }
}

/** Whatever undici throws, as a row of ours. What the connection itself said passes through. */
function explain(thrown: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  for (let at: unknown = thrown, n = 0; at instanceof Error && n < 4; at = at.cause, n++)
    if (at instanceof AppError) return at;
  const { code, name } = thrown as { code?: string; name?: string };
  return fail('CLOUD_UNREACHABLE', {
    sentence: `The connection to the cloud broke (${code ?? name ?? 'unknown'}).`,
    facts: { reason: code ?? name },
    cause: thrown,
  });
}

async function readLimited(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.byteLength;
    if (bytes > ANSWER_MAX_BYTES)
      throw fail('CLOUD_ANSWER_BAD', { sentence: 'The answer of the cloud is too long.' });
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

export function createWire(options: WireOptions): Wire {
  const { baseUrl, signer, sockets, clock, userAgent = 'cloudlinkd', onData } = options;
  let nonce: string | undefined;
  /** The server judges proofs by its own clock, and ours may be stepped: its time goes on by the one that is not. */
  let told: { time: number; at: number } | undefined;
  const now = () => (told ? told.time + (clock.monotonic() - told.at) : clock.now());

  const newAgent = () =>
    new Agent({
      allowH2: false,
      keepAliveTimeout: 30_000,
      connect: (origin, callback) => {
        const url = new URL(`${origin.protocol}//${origin.host ?? origin.hostname}`);
        sockets.open(url, AbortSignal.timeout(CONNECT_TIMEOUT_MS), 'cloud').then(
          (socket) => callback(null, socket),
          (error) => callback(error, null),
        );
      },
    });
  let agent = newAgent();
  /** Of a network of before, with what was on its way then. */
  const leaving = new Set<Agent>();

  const learn = (headers: Readonly<Record<string, string>>) => {
    nonce = headers['dpop-nonce'] ?? nonce;
    const time = Date.parse(headers.date ?? '');
    if (!Number.isNaN(time)) told = { time, at: clock.monotonic() };
  };

  const headersFor = async (r: WireRequest, url: URL): Promise<Record<string, string>> => ({
    'user-agent': userAgent,
    ...(r.body ? { 'content-type': r.body.type } : {}),
    ...r.headers,
    ...(r.accessToken === undefined ? {} : { authorization: `DPoP ${r.accessToken}` }),
    ...(r.proof ? { dpop: await dpopProof(signer, { ...r, url, now: now(), nonce }) } : {}),
  });

  const once = async (r: WireRequest, url: URL): Promise<WireAnswer> => {
    const timeoutMs = r.timeoutMs ?? REQUEST_TIMEOUT_MS;
    try {
      const headers = await headersFor(r, url);
      const answer = await request(url, {
        // read now: while the proof was made another one may have taken its place
        dispatcher: agent,
        method: r.method,
        headers,
        body: r.body?.text ?? null,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        ...(r.signal ? { signal: r.signal } : {}),
      });
      const got = flat(answer.headers);
      learn(got);
      if (onData) for (const { data, bytes } of dataOfRequest(r.path, r.body?.text)) onData(data, bytes);
      return { status: answer.statusCode, headers: got, text: await readLimited(answer.body) };
    } catch (thrown) {
      throw explain(thrown, r.signal);
    }
  };

  const url = (path: string) => new URL(checkedBase(baseUrl()) + path);
  return {
    url,
    now,
    learn,
    explain,
    async stream({ path, headers, signal, timeoutMs = REQUEST_TIMEOUT_MS }) {
      try {
        const answer = await request(url(path), {
          dispatcher: agent,
          method: 'GET',
          headers: { 'user-agent': userAgent, ...headers },
          headersTimeout: timeoutMs,
          bodyTimeout: timeoutMs,
          ...(signal ? { signal } : {}),
        });
        if (onData) for (const { data, bytes } of dataOfRequest(path)) onData(data, bytes);
        return { status: answer.statusCode, headers: flat(answer.headers), body: answer.body };
      } catch (thrown) {
        throw explain(thrown, signal);
      }
    },
    async exchange(r) {
      const target = url(r.path);
      const answer = await once(r, target);
      const again =
        r.proof &&
        wantsOtherProof(answer.status, answer.headers['www-authenticate'], oauthError(answer.text));
      return again ? once(r, target) : answer;
    },
    authorization: async (method, target, accessToken) => ({
      authorization: `DPoP ${accessToken}`,
      dpop: await dpopProof(signer, { method, url: target, now: now(), nonce, accessToken }),
    }),
    renew() {
      const before = agent;
      agent = newAgent();
      leaving.add(before);
      void before.close().then(() => leaving.delete(before));
    },
    async close() {
      await Promise.all([agent, ...leaving].map((one) => one.destroy()));
    },
  };
}
