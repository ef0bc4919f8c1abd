/** Who a gateway's request comes from: DPoP-bound access token (RFC 9449 §7), for HTTP and for WebSocket upgrades. */
import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../base/errors.ts';
import { fail } from '../core/errors.ts';
import type { DeviceIdentity, Tokens } from '../features/tokens/tokens.ts';
import type { Dpop } from './dpop.ts';

export type DeviceAuth = {
  /** @throws AppError TOKEN_INVALID, DPOP_NONCE, DPOP_INVALID, NOT_LINKED, ACCOUNT_DEACTIVATED */
  ofMessage(message: IncomingMessage): Promise<DeviceIdentity>;
  /** Access check of a route; afterwards {@link DeviceAuth.of} knows the gateway. */
  check(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  of(request: object): DeviceIdentity;
  /** Headers of an answer: the nonce, and for a refusal how to do better. */
  headers(error?: unknown): Record<string, string>;
};

/** Error rows as RFC 6750 and RFC 9449 name them. */
const CHALLENGE: Record<string, string> = {
  DPOP_NONCE: 'use_dpop_nonce',
  DPOP_INVALID: 'invalid_dpop_proof',
  TOKEN_INVALID: 'invalid_token',
  NOT_LINKED: 'invalid_token',
};

export function createDeviceAuth(deps: {
  readonly dpop: Dpop;
  readonly tokens: Tokens;
  readonly publicUrl: string;
}): DeviceAuth {
  const identities = new WeakMap<object, DeviceIdentity>();

  const ofMessage = async (message: IncomingMessage): Promise<DeviceIdentity> => {
    const accessToken = tokenOf(message.headers.authorization);
    const path = (message.url ?? '/').split('?')[0] ?? '/';
    const proof = await deps.dpop.verify({
      method: message.method ?? 'GET',
      htu: deps.publicUrl + path,
      header: message.headers.dpop,
      accessToken,
    });
    return deps.tokens.authenticate(accessToken, proof.jkt);
  };

  const headers = (error?: unknown): Record<string, string> => {
    const nonce = { 'dpop-nonce': deps.dpop.nonce() };
    if (!(error instanceof AppError)) return nonce;
    const name = CHALLENGE[error.code];
    const retry =
      error.retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(error.retryAfterMs / 1000)) };
    if (name === undefined) return { ...nonce, ...retry };
    const words = error.message.replace(/["\\]/g, '').replace(/[^\x20-\x7e]/g, "'");
    const challenge = `DPoP error="${name}", error_description="${words}", algs="ES256"`;
    return { ...nonce, ...retry, 'www-authenticate': challenge };
  };

  return {
    ofMessage,
    headers,
    async check(request, reply) {
      try {
        identities.set(request, await ofMessage(request.raw));
        reply.headers(headers());
      } catch (error) {
        reply.headers(headers(error));
        throw error;
      }
    },
    of(request) {
      const identity = identities.get(request);
      if (!identity) throw new TypeError('this route has no device access check');
      return identity;
    },
  };
}

function tokenOf(authorization: string | undefined): string {
  const match = /^DPoP ([A-Za-z0-9_-]{1,200})$/i.exec(authorization ?? '');
  if (!match?.[1]) throw fail('TOKEN_INVALID', { sentence: 'The request has no access token.' });
  return match[1];
}
