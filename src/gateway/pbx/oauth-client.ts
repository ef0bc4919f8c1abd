/** HTTPS with an access token of the client credentials grant (OAuth 2.0, RFC 6749 §4.4): FreePBX and 3CX. */
import { type Static, type TSchema, Type } from 'typebox';
import type { AppError } from '../../base/errors.ts';
import { fail } from '../core/errors.ts';
import type { ConnectorContext } from '../core/ports/connector.ts';
import type { Endpoint } from '../core/ports/probes.ts';
import { notWhole } from './connector.ts';
import { type Answer, type Ask, createHttps, type Https, parsed } from './https.ts';

const Token = Type.Object({ access_token: Type.String({ minLength: 1, maxLength: 65_536 }) });

/** A token runs out, or another program of the same client takes its place; more often than this is a quarrel. */
const MAX_RENEWALS = 3;

export type OauthAccount = {
  readonly endpoint: Endpoint;
  readonly clientId: string;
  readonly clientSecret: string;
};

export type OauthProduct = {
  readonly name: string;
  readonly tokenPath: string;
  /** Answers 401 or 403 without a token; a host that has not even that is another product. */
  readonly probePath: string;
  /** What to do at the PBX when the client may not read. */
  readonly permission: string;
};

export type OauthClient = Pick<Https, 'where' | 'pin' | 'close'> & {
  /**
   * Sees that the host is the product before any credential is sent.
   * @throws AppError PBX_UNREACHABLE, PBX_TLS, PBX_PRODUCT
   */
  probe(): Promise<void>;
  /** @throws AppError PBX_CREDENTIALS */
  signIn(): Promise<void>;
  /**
   * With the token; signs in anew where it is taken no more.
   * @throws AppError PBX_PERMISSION for 403; other statuses are the caller's
   */
  ask(path: string, how: Omit<Ask, 'token'>): Promise<Answer>;
  /** As `ask`, for an answer of status 200. */
  get<T extends TSchema>(path: string, schema: T): Promise<Static<T>>;
};

export type OauthOptions = {
  readonly product: OauthProduct;
  readonly account: OauthAccount;
  readonly context: ConnectorContext;
  readonly firstLook: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

/** A status that nobody expects: the host's own trouble. */
export function unexpected(where: string, name: string, status: number): AppError {
  return fail('PBX_ANSWER_BAD', {
    sentence: `${where} (${name}) answered with status ${status}.`,
    remedy: 'Look at its own log and try again.',
  });
}

export function createOauthClient(options: OauthOptions): OauthClient {
  const { product, account, context, firstLook, timeoutMs, signal } = options;
  const { ca, pins = {} } = context;
  const https = createHttps({ endpoint: account.endpoint, ca, pins, firstLook, timeoutMs, signal });
  const { where } = https;
  let token = '';
  let renewals = 0;

  async function signIn(): Promise<void> {
    const { clientId, clientSecret } = account;
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const { status, text } = await https.ask(product.tokenPath, { method: 'POST', form });
    // RFC 6749 §5.2: invalid_client is 401, or 400
    if (status === 400 || status === 401)
      throw fail('PBX_CREDENTIALS', { sentence: `${where} (${product.name}) refused the client.` });
    if (status === 403) throw refused();
    if (status !== 200) throw unexpected(where, product.name, status);
    token = parsed(text, Token, where).access_token;
  }

  const refused = () =>
    fail('PBX_PERMISSION', {
      sentence: `${where} (${product.name}) does not let this client read.`,
      remedy: product.permission,
    });

  async function ask(path: string, how: Omit<Ask, 'token'>): Promise<Answer> {
    for (;;) {
      const answer = await https.ask(path, { ...how, token });
      if (answer.status === 403) throw refused();
      if (answer.status !== 401) return answer;
      if (renewals++ === MAX_RENEWALS)
        throw notWhole(`${where} takes no token for long: does another program use the same client?`, {
          remedy: 'Give this gateway a client of its own.',
        });
      await signIn();
    }
  }

  return {
    where,
    get pin() {
      return https.pin;
    },
    async probe() {
      const { status } = await https.ask(product.probePath, { method: 'GET' });
      if (status === 401 || status === 403) return;
      throw fail('PBX_PRODUCT', {
        sentence: `${where} is no ${product.name}, or its interface is off (status ${status}).`,
      });
    },
    signIn,
    ask,
    async get(path, schema) {
      const { status, text } = await ask(path, { method: 'GET' });
      if (status !== 200) throw unexpected(where, product.name, status);
      return parsed(text, schema, where);
    },
    close: () => https.close(),
  };
}

/** Opens, probes, signs in, uses, and closes whatever happened. */
export async function withOauth<T>(
  options: OauthOptions,
  use: (client: OauthClient) => Promise<T>,
): Promise<T> {
  const client = createOauthClient(options);
  try {
    await client.probe();
    await client.signIn();
    return await use(client);
  } finally {
    await client.close();
  }
}
