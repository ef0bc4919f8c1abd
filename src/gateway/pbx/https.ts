/** HTTPS to a host of a PBX: certificate first, then bounded requests whose answers are checked. */
import type { TLSSocket } from 'node:tls';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { Agent, buildConnector, errors, request } from 'undici';
import { AppError, toAppError } from '../../base/errors.ts';
import { declared } from '../../base/runtime/outflow.ts';
import { fail } from '../core/errors.ts';
import type { Pins } from '../core/ports/connector.ts';
import type { Endpoint } from '../core/ports/probes.ts';
import { notWhole, type Step, type StepResult } from './connector.ts';

/** An answer is a page of 500 rows at most; more is no answer of these interfaces. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

export type HttpsOptions = {
  readonly endpoint: Endpoint;
  readonly ca: string | undefined;
  readonly pins: Pins;
  /** A self-signed certificate that nobody has looked at yet is taken: a person is looking now. */
  readonly firstLook: boolean;
  /** Of one request, from the connection to the end of the answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

export type Ask = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly token?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as a form (OAuth 2.0, RFC 6749 §4.4.2); in place of `body`. */
  readonly form?: Readonly<Record<string, string>>;
};

export type Answer = {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
};

export type Https = {
  /** `host` or `host:port`, for sentences and as the key of {@link Pins}. */
  readonly where: string;
  /** `ca`, or the fingerprint of the self-signed certificate; undefined before the first answer. */
  readonly pin: string | undefined;
  /**
   * @param path with its query, from the root of the host
   * @throws AppError PBX_UNREACHABLE, PBX_TLS, PBX_ANSWER_BAD, SOURCE_INCOMPLETE; never for a status
   */
  ask(path: string, how: Ask): Promise<Answer>;
  close(): Promise<void>;
};

/** As people write it: IPv6 in brackets, 443 left out. */
export function shownEndpoint({ host, port }: Endpoint): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === 443 ? name : `${name}:${port}`;
}

export function certificateWords(pin: string | undefined): string {
  return pin === 'ca' || pin === undefined
    ? 'verified by a certificate authority'
    : `self-signed, SHA-256 ${pin}`;
}

/**
 * Three steps of a test out of one exchange: reached, certificate, and what was asked. Each failure stands at the step that
 * it belongs to.
 * @param asked the last step: its `run` is the whole exchange
 */
export function firstContact(
  client: { readonly where: string; readonly pin: string | undefined },
  asked: Step,
): Step[] {
  let result: StepResult = '';
  let refused: unknown;
  const unless = (code: string) => {
    if (refused !== undefined && toAppError(refused).code === code) throw refused;
  };
  return [
    {
      title: 'Reach the PBX',
      async run() {
        try {
          result = await asked.run();
        } catch (thrown) {
          refused = thrown;
        }
        unless('PBX_UNREACHABLE');
        return client.where;
      },
    },
    {
      title: 'Certificate of the PBX',
      async run() {
        unless('PBX_TLS');
        return certificateWords(client.pin);
      },
    },
    {
      ...asked,
      async run() {
        if (refused !== undefined) throw refused;
        return result;
      },
    },
  ];
}

function refuseCertificate(where: string, sentence: string, remedy: string): AppError {
  return fail('PBX_TLS', { sentence: `${where} ${sentence}`, remedy });
}

/**
 * What a verified connection went by; throws where it must not be used.
 * @throws AppError PBX_TLS
 */
export function verified(
  socket: TLSSocket,
  where: string,
  { pins, firstLook }: Pick<HttpsOptions, 'pins' | 'firstLook'>,
): string {
  if (socket.authorized) return 'ca';
  const code = String(socket.authorizationError);
  const fingerprint = socket.getPeerX509Certificate()?.fingerprint256 ?? '';
  if (code !== 'DEPTH_ZERO_SELF_SIGNED_CERT') {
    const remedy = 'Add its certificate authority, or correct the name.';
    throw refuseCertificate(where, `shows a certificate that is not trusted (${code}).`, remedy);
  }
  const pin = pins[where];
  if (pin === fingerprint || (pin === undefined && firstLook)) return fingerprint;
  if (pin === undefined) {
    const remedy = 'Test the PBX link once by hand and compare the fingerprint that it shows.';
    throw refuseCertificate(where, `has a self-signed certificate that nobody has looked at yet.`, remedy);
  }
  const remedy =
    'If the certificate was renewed, compare the fingerprint, save the PBX link again and connect.';
  throw refuseCertificate(where, `shows another certificate than before: SHA-256 ${fingerprint}.`, remedy);
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens on that port',
  EHOSTUNREACH: 'there is no way to that address',
  ENETUNREACH: 'there is no way to that network',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name server does not answer',
};

/** What went wrong below the protocol, as a row: also for protocols that are not HTTP. */
export function transportError(thrown: unknown, where: string): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof errors.ResponseExceededMaxSizeError)
    return fail('PBX_ANSWER_BAD', { sentence: `${where} sent an answer that is too large.`, cause: thrown });
  const { code = '', name = '' } = thrown as { code?: string; name?: string };
  if (name === 'TimeoutError' || code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT')
    return fail('PBX_UNREACHABLE', { sentence: `${where} does not answer in time.`, cause: thrown });
  if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH')
    return notWhole(`${where} broke off in the middle of an answer.`, { cause: thrown });
  if (/^(EPROTO|ERR_SSL|ERR_TLS)/.test(code))
    return fail('PBX_TLS', {
      sentence: `${where} does not speak TLS.`,
      remedy: 'Check the address and the port.',
      cause: thrown,
    });
  const reason = REASONS[code] ?? (code || name);
  return fail('PBX_UNREACHABLE', { sentence: `${where} cannot be reached: ${reason}.`, cause: thrown });
}

/**
 * The answer as the schema has it.
 * @throws AppError PBX_ANSWER_BAD
 */
export function parsed<T extends TSchema>(text: string, schema: T, where: string): Static<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw fail('PBX_ANSWER_BAD', { sentence: `${where} sent an answer that is no JSON.`, cause });
  }
  if (Value.Check(schema, value)) return value;
  const [issue] = Value.Errors(schema, value);
  const at = issue?.instancePath || 'the whole';
  throw fail('PBX_ANSWER_BAD', {
    sentence: `${where} sent an answer of another shape (at ${at.slice(0, 100)}).`,
  });
}

function agentFor(where: string, options: HttpsOptions, onPin: (pin: string) => void): Agent {
  const open = buildConnector({
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    timeout: options.timeoutMs,
    // a peer that says nothing to our hello would otherwise hold a session that is closed for `timeoutMs`
    signal: options.signal,
  });
  const flow = { use: 'pbx', ...options.endpoint } as const;
  return new Agent({
    connections: 1,
    maxResponseSize: MAX_ANSWER_BYTES,
    connect: (target, done) =>
      declared(flow, () =>
        open(target, (...[error, socket]) => {
          if (error || !socket) return done(error ?? new Error('no socket'), null);
          try {
            onPin(verified(socket as TLSSocket, where, options));
            done(null, socket);
          } catch (refused) {
            socket.destroy();
            done(refused as Error, null);
          }
        }),
      ),
  });
}

export function createHttps(options: HttpsOptions): Https {
  const { timeoutMs, signal } = options;
  const where = shownEndpoint(options.endpoint);
  let pin: string | undefined;
  const agent = agentFor(where, options, (seen) => {
    pin = seen;
  });

  async function exchange(path: string, { method, token, body, form }: Ask): Promise<Answer> {
    const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded';
    const sent = form === undefined ? body && JSON.stringify(body) : new URLSearchParams(form).toString();
    const answer = await request(`https://${where}${path}`, {
      dispatcher: agent,
      method,
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(sent === undefined ? {} : { 'content-type': type }),
      },
      body: sent === undefined ? null : String(sent),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    return { status: answer.statusCode, text: await answer.body.text(), headers: answer.headers };
  }

  return {
    where,
    get pin() {
      return pin;
    },
    async ask(path, how) {
      try {
        return await exchange(path, how);
      } catch (thrown) {
        signal.throwIfAborted();
        throw transportError(thrown, where);
      }
    },
    close: () => agent.destroy(),
  };
}
