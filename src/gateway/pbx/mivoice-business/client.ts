/** HTTPS to one of the three hosts: certificate first, then bounded requests whose answers are checked. */
import type { TLSSocket } from 'node:tls';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { Agent, buildConnector, errors, request } from 'undici';
import { AppError } from '../../../base/errors.ts';
import { fail } from '../../core/errors.ts';
import type { Pins } from '../../core/ports/connector.ts';
import { notWhole } from '../connector.ts';
import { type Address, addressOf } from './settings.ts';
import { BASE, PRODUCT, Product, type Role, Session, USER } from './wire.ts';

/** An answer is a page of 500 numbers at most; more is no answer of this interface. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

export type ClientOptions = {
  readonly role: Role;
  /** As typed: name or address, with or without a port. */
  readonly host: string;
  readonly ca: string | undefined;
  readonly pins: Pins;
  /** A self-signed certificate that nobody has looked at yet is taken: a person is looking now. */
  readonly firstLook: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

export type Client = {
  readonly where: string;
  /** `ca`, or the fingerprint of the self-signed certificate; undefined before the first answer. */
  readonly pin: string | undefined;
  /** Checks that this is the product that was meant. @returns its version */
  product(): Promise<string>;
  /** @returns the session's token */
  signIn(password: string): Promise<string>;
  /** Ends a session; that it cannot be ended is no failure, for it runs out. */
  signOut(token: string): Promise<void>;
  get<T extends TSchema>(path: string, token: string, schema: T): Promise<Static<T>>;
  close(): Promise<void>;
};

const shown = ({ host, port }: Address) => {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === 443 ? name : `${name}:${port}`;
};

/** Names of the form's field, for sentences. */
const PASSWORD = { pbx: 'the session', mbg: 'the MBG Password', micollab: 'the MiCollab Password' } as const;

function refuseCertificate(where: string, sentence: string, remedy: string): AppError {
  return fail('PBX_TLS', { sentence: `${where} ${sentence}`, remedy });
}

/** What a verified connection went by; throws where it must not be used. */
function verified(socket: TLSSocket, where: string, { pins, firstLook }: ClientOptions): string {
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
    const remedy = 'Press Connect on the Connect page once and compare the fingerprint that it shows.';
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

/** What went wrong below HTTP, as a row. */
function transportError(thrown: unknown, where: string): AppError {
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

function refusal(status: number, role: Role, where: string): AppError {
  const product = PRODUCT[role];
  if (status === 401)
    return fail('PBX_CREDENTIALS', {
      sentence: `${where} (${product}) refused ${PASSWORD[role]}.`,
      ...(role === 'pbx' ? { remedy: 'Register this MBG at the PBX, so that it takes its sessions.' } : {}),
    });
  if (status === 403)
    return fail('PBX_PERMISSION', {
      sentence: `${where} (${product}) does not let the user ${USER} do this.`,
      remedy: `Give ${USER} the right to read users, groups and DID numbers, and test again.`,
    });
  if (status === 404) return noSuchProduct(where, product);
  return fail('PBX_ANSWER_BAD', {
    sentence: `${where} (${product}) answered with status ${status}.`,
    remedy: 'Look at its own log and try again.',
  });
}

function noSuchProduct(where: string, product: string, instead?: string): AppError {
  const found = instead === undefined ? '' : ` It is ${instead.slice(0, 80)}.`;
  return fail('PBX_PRODUCT', {
    sentence: `${where} is no ${product}, or its interface for CloudLink is off.${found}`,
  });
}

function parsed<T extends TSchema>(text: string, schema: T, where: string): Static<T> {
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

function agentFor(where: string, options: ClientOptions, onPin: (pin: string) => void): Agent {
  const open = buildConnector({
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    timeout: options.timeoutMs,
  });
  return new Agent({
    connections: 1,
    maxResponseSize: MAX_ANSWER_BYTES,
    connect: (target, done) =>
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
  });
}

type Ask = { readonly method: 'GET' | 'POST' | 'DELETE'; readonly token?: string; readonly body?: unknown };

export function createClient(options: ClientOptions): Client {
  const { role, timeoutMs, signal } = options;
  const address = addressOf(options.host);
  const where = shown(address);
  let pin: string | undefined;
  const agent = agentFor(where, options, (seen) => {
    pin = seen;
  });

  async function exchange(path: string, { method, token, body }: Ask) {
    const answer = await request(`https://${where}${BASE[role]}${path}`, {
      dispatcher: agent,
      method,
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    return { status: answer.statusCode, text: await answer.body.text() };
  }

  async function ask(path: string, how: Ask): Promise<string> {
    try {
      const { status, text } = await exchange(path, how);
      if (status < 200 || status > 299) throw refusal(status, role, where);
      return text;
    } catch (thrown) {
      signal.throwIfAborted();
      throw transportError(thrown, where);
    }
  }

  return {
    where,
    get pin() {
      return pin;
    },
    async product() {
      const found = parsed(await ask('/product', { method: 'GET' }), Product, where);
      if (found.product !== PRODUCT[role]) throw noSuchProduct(where, PRODUCT[role], found.product);
      return found.version;
    },
    async signIn(password) {
      const text = await ask('/session', { method: 'POST', body: { user: USER, password } });
      return parsed(text, Session, where).token;
    },
    async signOut(token) {
      await ask('/session', { method: 'DELETE', token }).catch(() => undefined);
    },
    get: async (path, token, schema) => parsed(await ask(path, { method: 'GET', token }), schema, where),
    close: () => agent.destroy(),
  };
}
