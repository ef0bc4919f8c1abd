/**
 * Requests to a SCIM server: counted, paced, repeated where that is safe, answered as JSON.
 * Rule C7: Retry-After, else exponential backoff with full jitter, and a token bucket; 401 and 403 stop the job.
 */
import { backoffMs } from '../../../base/backoff.ts';
import type { Clock, Random } from '../../../base/clock.ts';
import { AppError } from '../../../base/errors.ts';
import { fail } from '../../core/errors.ts';
import { createPace } from './pace.ts';

export type ScimRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
};
export type ScimResponse = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
};
/**
 * One request, one answer, whatever its status; redirects are answers too. Adds the credentials. Throws when no answer
 * came; an AppError other than *_UNREACHABLE (untrusted certificate, deactivated account …) ends the job as it is.
 */
export type ScimTransport = (request: ScimRequest) => Promise<ScimResponse>;

export type Answer = {
  readonly status: number;
  /** Parsed JSON; undefined for an empty answer. */
  readonly body: unknown;
  /** There was a body, and it was not JSON: not SCIM, whatever the status says. */
  readonly garbage: boolean;
  readonly etag: string | undefined;
  readonly location: string | undefined;
};

export type Ask = {
  readonly method: ScimRequest['method'];
  /** Below the base URL, with its slash. */
  readonly path: string;
  readonly body?: unknown;
  /** The body as JSON text already, in place of `body`. */
  readonly text?: string;
  readonly ifMatch?: string;
  /** Milliseconds for one attempt; 30 s unless told. */
  readonly timeoutMs?: number;
  /** Not repeated when no answer came, since it may have been carried out (POST). 429 and 503 always are. */
  readonly once?: boolean;
};

export type ScimHttp = {
  /** @throws AppError SCIM_AUTH; SCIM_UNREACHABLE after the repeats; {@link NoAnswer} for `once` */
  send(ask: Ask, signal: AbortSignal): Promise<Answer>;
  readonly requests: number;
};

/** A request went out and nothing came back, so nobody knows whether it was carried out. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** The attempts of one request whose answer does not come or is a 500, 502 or 504. */
const ATTEMPTS = 4;
/** Longer than this is left to the next cycle. */
const LONGEST_WAIT_MS = 5 * 60_000;
/** One request is put off at most this often by 429 and 503. */
const POSTPONEMENTS = 12;

const UNREACHABLE = new Set(['CLOUD_UNREACHABLE', 'PROXY_UNREACHABLE', 'SCIM_UNREACHABLE']);

export const isOk = (answer: Answer) => answer.status >= 200 && answer.status < 300 && !answer.garbage;

function headerOf(response: ScimResponse, name: string): string | undefined {
  const value = response.headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

/** Retry-After: seconds or a date (RFC 9110 §10.2.3), as milliseconds from now. */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

function answerOf(response: ScimResponse): Answer {
  const parsed = parseJson(response.text);
  return {
    status: response.status,
    body: parsed.body,
    garbage: parsed.garbage,
    etag: headerOf(response, 'etag'),
    location: headerOf(response, 'location'),
  };
}

function parseJson(text: string): { body: unknown; garbage: boolean } {
  if (text.trim() === '') return { body: undefined, garbage: false };
  try {
    return { body: JSON.parse(text), garbage: false };
  } catch {
    // a page of a proxy or a portal: told to the caller as garbage, never shown (it may hold anything)
    return { body: undefined, garbage: true };
  }
}

export function createScimHttp(options: {
  readonly baseUrl: string;
  readonly request: ScimTransport;
  readonly clock: Clock;
  readonly random: Random;
}): ScimHttp {
  const { request, clock, random } = options;
  const base = options.baseUrl.replace(/\/+$/, '');
  const pace = createPace(clock);
  let requests = 0;

  async function attempt(ask: Ask, signal: AbortSignal): Promise<ScimResponse> {
    const timeout = new AbortController();
    const cancel = clock.after(ask.timeoutMs ?? 30_000, () => timeout.abort(new Error('no answer in time')));
    requests++;
    const text = ask.text ?? (ask.body === undefined ? undefined : JSON.stringify(ask.body));
    try {
      return await request({
        method: ask.method,
        url: base + ask.path,
        headers: {
          accept: 'application/scim+json, application/json',
          ...(text === undefined ? {} : { 'content-type': 'application/scim+json' }),
          ...(ask.ifMatch === undefined ? {} : { 'if-match': ask.ifMatch }),
        },
        ...(text === undefined ? {} : { body: text }),
        signal: AbortSignal.any([signal, timeout.signal]),
      });
    } finally {
      cancel();
    }
  }

  /** The response, or what was thrown where another attempt may help. */
  async function tried(ask: Ask, signal: AbortSignal): Promise<ScimResponse | { readonly lost: unknown }> {
    do await pace.turn(signal);
    while (pace.mustWait());
    try {
      return await attempt(ask, signal);
    } catch (lost) {
      signal.throwIfAborted();
      if (lost instanceof AppError && !UNREACHABLE.has(lost.code)) throw lost;
      return { lost };
    }
  }

  function waitMs(response: ScimResponse | undefined, n: number): number {
    const told = response && retryAfterMs(headerOf(response, 'retry-after'), clock.now());
    const wait = told ?? backoffMs(n, random, { firstMs: 500, maxMs: 30_000 });
    if (wait <= LONGEST_WAIT_MS) return wait;
    throw fail('SCIM_UNREACHABLE', {
      sentence: 'The user directory of the cloud asked to be left alone for a while.',
      retryAfterMs: wait,
    });
  }

  async function send(ask: Ask, signal: AbortSignal): Promise<Answer> {
    let failures = 0;
    let postponed = 0;
    for (;;) {
      const result = await tried(ask, signal);
      if ('lost' in result) {
        if (ask.once) throw new NoAnswer('no answer', { cause: result.lost });
        if (++failures >= ATTEMPTS) throw fail('SCIM_UNREACHABLE', { cause: result.lost });
        await clock.sleep(waitMs(undefined, failures - 1), signal);
        continue;
      }
      const { status } = result;
      if (status === 401 || status === 403) throw fail('SCIM_AUTH', { facts: { status } });
      if (status === 429 || status === 503) {
        pace.slower();
        if (++postponed >= POSTPONEMENTS)
          throw fail('SCIM_UNREACHABLE', {
            sentence: 'The user directory of the cloud is too busy.',
            facts: { status },
          });
        pace.pause(waitMs(result, postponed - 1));
        continue;
      }
      const broken = status === 500 || status === 502 || status === 504;
      if (broken && !ask.once && ++failures < ATTEMPTS) {
        await clock.sleep(waitMs(result, failures - 1), signal);
        continue;
      }
      if (!broken) pace.faster();
      return answerOf(result);
    }
  }

  return {
    send,
    get requests() {
      return requests;
    },
  };
}
