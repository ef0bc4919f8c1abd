/**
 * The way to the server: JSON over fetch, with the csrf header on changes, and every failure turned into the
 * same three parts (what happened, why, what to do), whether it was a problem document (RFC 9457), a proxy's
 * error page or no answer at all.
 */
import type { Problem } from '../../src/contract/common.ts';
import { now } from './clock.ts';
import { t } from './shared-words.ts';

/** What went wrong, ready to be shown. */
export type Failure = {
  /** Row of the error table, to quote. `UNREACHABLE`, `TIMEOUT` and `NOT_JSON` are made here. */
  readonly code: string;
  /** What happened, one sentence. */
  readonly sentence: string;
  /** Why we think so, when something is known. */
  readonly detail?: string;
  /** What to do, one sentence. */
  readonly remedy: string;
  /** From when another try makes sense (by the server's clock, milliseconds); from `Retry-After`. */
  readonly retryAt?: number;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** Field → sentence. */
  readonly fields: Readonly<Record<string, string>>;
  /** Said by this page, in its language; what a server says is English. */
  readonly own?: true;
};

/** A failure as it is thrown. */
export class ApiError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.sentence, options);
    this.name = 'ApiError';
    this.failure = failure;
  }
}

/** The failure inside anything that was thrown. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof ApiError) return thrown.failure;
  return {
    code: 'PAGE_DEFECT',
    sentence: t('failure.defect'),
    detail: thrown instanceof Error ? thrown.message : String(thrown),
    remedy: t('failure.defect.remedy'),
    status: 0,
    fields: {},
    own: true,
  };
}

/** True when a request was given up on purpose (the page moved on); such a failure is not shown. */
export function isAbort(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError';
}

/** The version that a page has read; `none` when there was nothing (RFC 9110 §13.1). Undefined: it does not say. */
export type Known = number | 'none' | undefined;

function conditionOf(known: Known): Record<string, string> {
  if (known === undefined) return {};
  return known === 'none' ? { 'if-none-match': '*' } : { 'if-match': `"${known}"` };
}

export type Api = {
  get<T>(path: string, signal?: AbortSignal): Promise<T>;
  /** An answer that is plain text; anything else (a proxy's page) is a failure. */
  text(path: string): Promise<string>;
  /** @param timeoutMs for work that takes its time: reading a directory, a test of a slow host */
  post<T>(path: string, body?: unknown, timeoutMs?: number): Promise<T>;
  /** @param known what the change began from: another version there refuses it (412) */
  /** Sends a file as it is. */
  upload<T>(path: string, file: Blob, timeoutMs: number): Promise<T>;
  put<T>(path: string, body: unknown, known?: Known): Promise<T>;
  delete<T>(path: string, body?: unknown): Promise<T>;
  /** The token of `GET /api/me`, sent as `x-csrf-token` with every change. */
  setCsrf(token: string | undefined): void;
};

/** Whose page this is. */
export type Peer = 'gateway' | 'console';

export type ApiOptions = {
  /** Who answers; the words say it. */
  readonly peer: Peer;
  /** Called when a signed-in request is refused with 401: the session has ended. */
  readonly onSignedOut?: () => void;
  /** Milliseconds until a silent server counts as not answering. Default 20 s. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof globalThis.fetch;
};

function noAnswer(peer: Peer, cause: unknown): ApiError {
  const late = cause instanceof DOMException && cause.name === 'TimeoutError';
  return new ApiError(
    {
      code: late ? 'TIMEOUT' : 'UNREACHABLE',
      sentence: t(late ? 'failure.late' : 'failure.unreachable', { peer }),
      detail: t(late ? 'failure.late.detail' : 'failure.unreachable.detail'),
      remedy: t('failure.unreachable.remedy', { peer }),
      status: 0,
      fields: {},
      own: true,
    },
    { cause },
  );
}

function notJson(peer: Peer, status: number): Failure {
  return {
    code: 'NOT_JSON',
    sentence: t('failure.foreign', { peer }),
    detail: t('failure.foreign.detail', { status }),
    remedy: t('failure.foreign.remedy', { peer }),
    status,
    fields: {},
    own: true,
  };
}

/** A problem document as a failure. Field names lose a leading `body.` or `values.`. */
export function ofProblem(problem: Problem): Failure {
  const fields: Record<string, string> = {};
  for (const { field, sentence } of problem.errors ?? [])
    fields[field.replace(/^(body|values)\./, '')] ??= sentence;
  return {
    code: problem.code,
    sentence: problem.title,
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
    remedy: problem.remedy,
    status: problem.status,
    fields,
  };
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'title' in body && 'remedy' in body;
}

async function readBody(response: Response, plain: boolean): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  if (plain && response.ok) return /^text\/plain\b/.test(type) ? response.text() : undefined;
  if (!/[/+]json\b/.test(type)) return undefined;
  return response.json().catch(() => undefined);
}

async function settle(response: Response, peer: Peer, plain: boolean): Promise<unknown> {
  if (response.status === 204) return undefined;
  const body = await readBody(response, plain);
  if (response.ok && body !== undefined) return body;
  if (isProblem(body)) {
    const failure = ofProblem({ ...body, status: response.status });
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    throw new ApiError(Number.isFinite(seconds) ? { ...failure, retryAt: now() + seconds * 1000 } : failure);
  }
  throw new ApiError(notJson(peer, response.status));
}

type More = {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  readonly plain?: true;
  readonly known?: Known;
};

/** Makes the client of one server. */
export function createApi({ peer, onSignedOut, timeoutMs = 20_000, fetch: send }: ApiOptions): Api {
  let csrf: string | undefined;

  async function request(method: string, path: string, body?: unknown, more: More = {}) {
    const accept = more.plain ? 'text/plain, application/problem+json' : 'application/json';
    const headers: Record<string, string> = { accept, ...conditionOf(more.known) };
    const isFile = body instanceof Blob;
    if (body !== undefined)
      headers['content-type'] = isFile ? 'application/octet-stream' : 'application/json';
    if (method !== 'GET' && csrf !== undefined) headers['x-csrf-token'] = csrf;
    const limit = AbortSignal.timeout(more.timeoutMs ?? timeoutMs);
    const init: RequestInit = {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      // what was typed last is sent although the page goes away
      ...(method === 'PUT' ? { keepalive: true } : {}),
      signal: more.signal ? AbortSignal.any([more.signal, limit]) : limit,
      ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
    };
    try {
      const response = await (send ?? fetch)(path, init);
      return await settle(response, peer, more.plain === true);
    } catch (thrown) {
      if (isAbort(thrown)) throw thrown;
      const error = thrown instanceof ApiError ? thrown : noAnswer(peer, thrown);
      if (error.failure.status === 401 && path !== '/api/session') onSignedOut?.();
      throw error;
    }
  }

  return {
    get: async <T>(path: string, signal?: AbortSignal) =>
      (await request('GET', path, undefined, { signal })) as T,
    text: async (path) => (await request('GET', path, undefined, { plain: true })) as string,
    post: async <T>(path: string, body?: unknown, limitMs?: number) =>
      (await request('POST', path, body, { timeoutMs: limitMs })) as T,
    upload: async <T>(path: string, file: Blob, limitMs: number) =>
      (await request('POST', path, file, { timeoutMs: limitMs })) as T,
    put: async <T>(path: string, body: unknown, known?: Known) =>
      (await request('PUT', path, body, { known })) as T,
    delete: async <T>(path: string, body?: unknown) => (await request('DELETE', path, body)) as T,
    setCsrf: (token) => {
      csrf = token;
    },
  };
}

/** `/api/x` + `{ q: 'ann', after: undefined }` → `/api/x?q=ann`. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | number | undefined>>,
): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== '') params.set(key, String(value));
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}
