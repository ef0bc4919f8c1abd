/** One of the three hosts: products, sessions and pages of our own interface (wire.ts) over HTTPS. */
import type { Static, TSchema } from 'typebox';
import type { AppError } from '../../../base/errors.ts';
import { fail } from '../../core/errors.ts';
import { type Ask, createHttps, type HttpsOptions, parsed } from '../https.ts';
import { addressOf } from './settings.ts';
import { BASE, PRODUCT, Product, type Role, Session, USER } from './wire.ts';

export type ClientOptions = Omit<HttpsOptions, 'endpoint'> & {
  readonly role: Role;
  /** As typed: name or address, with or without a port. */
  readonly host: string;
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

/** Names of the form's field, for sentences. */
const PASSWORD = { pbx: 'the session', mbg: 'the MBG Password', micollab: 'the MiCollab Password' } as const;

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

export function createClient({ role, host, ...options }: ClientOptions): Client {
  const https = createHttps({ ...options, endpoint: addressOf(host) });
  const { where } = https;

  async function ask(path: string, how: Ask): Promise<string> {
    const { status, text } = await https.ask(`${BASE[role]}${path}`, how);
    if (status < 200 || status > 299) throw refusal(status, role, where);
    return text;
  }

  return {
    where,
    get pin() {
      return https.pin;
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
    close: () => https.close(),
  };
}
