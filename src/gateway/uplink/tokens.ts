/** Access tokens of the device (RFC 7523 client assertion, bound by DPoP), kept in memory only. */
import { randomUUID } from 'node:crypto';
import { Value } from 'typebox/value';
import { type AppError, toAppError } from '../../base/errors.ts';
import {
  ASSERTION_TYPE,
  CLIENT_ID,
  CLOUD_PATH,
  GRANT_CLIENT_CREDENTIALS,
  TokenResponse,
  Unlinked,
} from '../../contract/claim.ts';
import { fail } from '../core/errors.ts';
import type { Signer } from '../core/ports/signer.ts';
import { bodyOf, parsed, refusal } from './answers.ts';
import { htuOf } from './dpop.ts';
import { signJws } from './jws.ts';
import type { Wire, WireAnswer } from './wire.ts';

export type Tokens = {
  /**
   * A token that is good for another minute at least; one request at a time, whoever asks.
   * @throws AppError NOT_LINKED, ACCOUNT_DEACTIVATED, CLOUD_REFUSED and what the wire throws
   */
  access(): Promise<string>;
  /** Drops a token that the cloud refused; another one that came meanwhile stays. Without an argument: all. */
  forget(token?: string): void;
};

export type TokensOptions = {
  readonly wire: Wire;
  readonly signer: Signer;
  /** Undefined while not linked. */
  readonly gatewayId: () => string | undefined;
  /** Milliseconds that never step. */
  readonly monotonic: () => number;
  /** The cloud answered this gateway's own assertion with "unlinked". */
  readonly onUnlinked?: () => void;
  /** Told after each request for a token that says something of the cloud's login; undefined: it works. */
  readonly onLogin?: (fault: AppError | undefined) => void;
};

const SPARE_MS = 60_000;
const ASSERTION_SECONDS = 120;

/** RFC 7523 §3: the gateway says who it is and signs with its key. */
async function clientAssertion(options: TokensOptions, gatewayId: string, jti: string): Promise<string> {
  const { wire, signer } = options;
  const iat = Math.floor(wire.now() / 1000);
  return signJws(
    signer,
    { typ: 'JWT', kid: signer.thumbprint },
    {
      iss: gatewayId,
      sub: gatewayId,
      aud: htuOf(wire.url(CLOUD_PATH.token)),
      jti,
      iat,
      exp: iat + ASSERTION_SECONDS,
    },
  );
}

/** Nothing but this very answer to this very assertion ends a link; a 401, a 403 or a page of a proxy does not. */
function saysUnlinked(answer: WireAnswer, gatewayId: string, jti: string): boolean {
  const body = answer.status === 400 ? parsed(answer.text) : undefined;
  return Value.Check(Unlinked, body) && body.gateway_id === gatewayId && body.assertion_id === jti;
}

async function fetchToken(options: TokensOptions): Promise<TokenResponse> {
  const gatewayId = options.gatewayId();
  if (gatewayId === undefined) throw fail('NOT_LINKED');
  const jti = randomUUID();
  const form = new URLSearchParams({
    grant_type: GRANT_CLIENT_CREDENTIALS,
    client_id: CLIENT_ID,
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: await clientAssertion(options, gatewayId, jti),
  });
  const answer = await options.wire.exchange({
    method: 'POST',
    path: CLOUD_PATH.token,
    body: { type: 'application/x-www-form-urlencoded', text: form.toString() },
    proof: true,
  });
  if (saysUnlinked(answer, gatewayId, jti)) {
    if (options.gatewayId() === gatewayId) options.onUnlinked?.();
    throw fail('NOT_LINKED', { sentence: 'The cloud has unlinked this gateway.' });
  }
  if (answer.status !== 200) throw refusal(answer, options.wire.now());
  return bodyOf(answer, TokenResponse);
}

/** Nothing answered, or nothing could be asked: that says nothing of the login, and has other alarms. */
const NOT_ASKED = new Set(['CLOUD_TLS', 'CLOCK_WRONG', 'PROXY_AUTH', 'PROXY_UNREACHABLE', 'CONFIG_INVALID']);
/** On purpose: such an answer comes from a login that works. */
const ON_PURPOSE = new Set(['ACCOUNT_DEACTIVATED', 'NOT_LINKED']);

/** What a failed request for a token says of the login; `false`: nothing. */
function loginFault(error: AppError): AppError | undefined | false {
  if (ON_PURPOSE.has(error.code)) return undefined;
  const isReached = error.code !== 'CLOUD_UNREACHABLE' || error.facts.status !== undefined;
  return !NOT_ASKED.has(error.code) && isReached && error;
}

export function createTokens(options: TokensOptions): Tokens {
  const { monotonic, gatewayId, onLogin } = options;
  let held: { token: string; until: number; gatewayId: string | undefined } | undefined;
  let running: Promise<string> | undefined;

  const renew = async (): Promise<string> => {
    const owner = gatewayId();
    const { access_token: token, expires_in: seconds } = await fetchToken(options).catch(
      (thrown: unknown) => {
        const fault = loginFault(toAppError(thrown));
        if (fault !== false) onLogin?.(fault);
        throw thrown;
      },
    );
    onLogin?.(undefined);
    held = { token, until: monotonic() + Math.max(seconds * 1000 - SPARE_MS, 1000), gatewayId: owner };
    return token;
  };

  return {
    access() {
      if (held && held.until > monotonic() && held.gatewayId === gatewayId())
        return Promise.resolve(held.token);
      running ??= renew().finally(() => {
        running = undefined;
      });
      return running;
    },
    forget(token) {
      if (token === undefined || held?.token === token) held = undefined;
    },
  };
}
