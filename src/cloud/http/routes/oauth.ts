/** Claiming and tokens: RFC 8628, RFC 7523, RFC 9449. Forms in, JSON out, errors as RFC 6749 §5.2 says. */
import type { FastifyReply } from 'fastify';
import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { type AppError, toAppError } from '../../../base/errors.ts';
import { hungUp, NoContent, type RouteRequest, route } from '../../../base/runtime/http.ts';
import {
  ASSERTION_TYPE,
  CLIENT_ID,
  CLOUD_PATH,
  DeviceAuthorizationRequest,
  DeviceAuthorizationResponse,
  GRANT_CLIENT_CREDENTIALS,
  GRANT_DEVICE_CODE,
  TokenError,
  TokenResponse,
} from '../../../contract/claim.ts';
import { Uuid } from '../../../contract/common.ts';
import { fail } from '../../core/errors.ts';
import type { Gateway } from '../../core/model.ts';
import type { Ask, PollOutcome } from '../../features/claiming/ask.ts';
import { POLL_INTERVAL_S } from '../../features/claiming/ask.ts';
import { TOKEN_SECONDS, type Tokens } from '../../features/tokens/tokens.ts';
import type { Access } from '../access.ts';
import type { Signed } from '../assertion.ts';
import type { Dpop, Proof } from '../dpop.ts';
import { GATEWAY_RATE } from './device.ts';
import { given } from './query.ts';

export type OauthDeps = {
  readonly ask: Ask;
  readonly tokens: Tokens;
  /** What a newly linked gateway is told of its account. */
  readonly selfOf: (gatewayId: string) => Promise<TokenResponse['gateway']>;
  readonly dpop: Dpop;
  readonly assertion: (jwt: string) => Promise<Signed>;
  /** A gateway has used the key that it had offered. */
  readonly keyUsed: (gateway: Gateway, jkt: string) => Promise<void>;
  readonly publicUrl: string;
};

type Refusal = { readonly status: number; readonly error: TokenError['error'] };
const REFUSALS: Record<string, Refusal> = {
  DPOP_NONCE: { status: 400, error: 'use_dpop_nonce' },
  DPOP_INVALID: { status: 400, error: 'invalid_dpop_proof' },
  BAD_INPUT: { status: 400, error: 'invalid_request' },
  RETURN_ADDRESS: { status: 400, error: 'invalid_request' },
  CLAIM_UNKNOWN: { status: 400, error: 'invalid_grant' },
  CLAIM_ENDED: { status: 400, error: 'invalid_grant' },
  CLAIM_TOKEN_WRONG: { status: 400, error: 'invalid_grant' },
  CLAIM_NEEDS_PRESENCE: { status: 400, error: 'access_denied' },
  ACCOUNT_DEACTIVATED: { status: 403, error: 'account_deactivated' },
  NOT_LINKED: { status: 401, error: 'invalid_client' },
};
const OUTAGE: Refusal = { status: 503, error: 'temporarily_unavailable' };

function sendRefusal(reply: FastifyReply, error: AppError): FastifyReply {
  const { status, error: name } = REFUSALS[error.code] ?? OUTAGE;
  if (error.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(error.retryAfterMs / 1000));
  const sentence = error.row.status >= 500 ? error.row.sentence : error.message;
  return reply.code(status).send({ error: name, error_description: sentence, code: error.code });
}

const errors = { 400: TokenError, 401: TokenError, 403: TokenError, 503: TokenError };

/** Forms are text; the exact form is checked in the handler, so that a refusal has RFC 6749's shape. */
const Form = Type.Record(Type.String(), Type.String());

const TokenForm = Type.Union([
  Type.Object({
    grant_type: Type.Literal(GRANT_DEVICE_CODE),
    device_code: Type.String({ maxLength: 256 }),
    client_id: Type.Literal(CLIENT_ID),
  }),
  Type.Object({
    grant_type: Type.Literal(GRANT_CLIENT_CREDENTIALS),
    client_assertion_type: Type.Literal(ASSERTION_TYPE),
    client_assertion: Type.String({ maxLength: 4096 }),
  }),
]);

const VerdictForm = Type.Object({
  device_code: Type.String({ maxLength: 256 }),
  client_id: Type.Literal(CLIENT_ID),
  challenge_id: Uuid,
  verdict: Type.Enum(['right', 'wrong']),
});

export function oauthRoutes(deps: OauthDeps) {
  const { ask, dpop, tokens } = deps;
  type Handler = (
    body: unknown,
    proof: Proof,
    request: RouteRequest<undefined, undefined, typeof Form>,
    reply: FastifyReply,
  ) => unknown;

  /** Proof first, then the work; every answer carries the nonce and is kept by nobody. */
  const withProof =
    (path: string, work: Handler) =>
    async (request: RouteRequest<undefined, undefined, typeof Form>, reply: FastifyReply) => {
      reply.headers({ 'dpop-nonce': dpop.nonce(), 'cache-control': 'no-store' });
      try {
        const proof = await dpop.verify({
          method: 'POST',
          htu: deps.publicUrl + path,
          header: request.headers.dpop,
        });
        const answer = await work(request.body, proof, request, reply);
        if (answer === undefined) return reply.code(204).send();
        return reply.code(isTokenError(answer) ? 400 : 200).send(answer);
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.row.status >= 500) request.log.error({ err: error }, 'token endpoint failed');
        return sendRefusal(reply, error);
      }
    };

  const tokenFor = async (gatewayId: string, first: boolean): Promise<TokenResponse> => ({
    access_token: await tokens.issue(gatewayId),
    token_type: 'DPoP',
    expires_in: TOKEN_SECONDS,
    ...(first ? given({ gateway: await deps.selfOf(gatewayId) }) : {}),
  });

  const byAssertion = async (jwt: string, proof: Proof): Promise<TokenResponse | TokenError> => {
    const { gateway, jkt, unlinked, jti } = await deps.assertion(jwt);
    if (jkt !== proof.jkt)
      throw fail('DPOP_INVALID', { sentence: 'The proof is by another key than the assertion.' });
    if (unlinked) return unlinkedError(gateway.id, jti);
    if (jkt !== gateway.jkt) await deps.keyUsed(gateway, jkt);
    return tokenFor(gateway.id, false);
  };

  return [
    route<Access, undefined, undefined, typeof Form>({
      method: 'POST',
      url: CLOUD_PATH.deviceAuthorization,
      access: 'public',
      summary: 'Starts a device authorization (RFC 8628 §3.1), bound to the key of the proof.',
      tag: 'claiming',
      rateLimit: 30,
      schema: { body: Form, response: { 200: DeviceAuthorizationResponse, ...errors } },
      handler: withProof(CLOUD_PATH.deviceAuthorization, async (body, proof, request) => {
        const form = checked(DeviceAuthorizationRequest, body);
        if (form.dpop_jkt !== proof.jkt)
          throw fail('DPOP_INVALID', { sentence: 'dpop_jkt is not the key of the proof.' });
        const asked = await ask.ask(form, proof, request.ip);
        const page = `${deps.publicUrl}/link`;
        return {
          device_code: asked.deviceCode,
          user_code: asked.userCode,
          verification_uri: page,
          verification_uri_complete: `${page}?code=${asked.userCode}`,
          expires_in: asked.expiresInS,
          interval: POLL_INTERVAL_S,
        };
      }),
    }),
    route<Access, undefined, undefined, typeof Form>({
      method: 'POST',
      url: CLOUD_PATH.setupCodeVerdict,
      access: 'public',
      summary: 'The gateway says whether the typed set-up code was right.',
      tag: 'claiming',
      schema: { body: Form, response: { 204: NoContent, ...errors } },
      handler: withProof(CLOUD_PATH.setupCodeVerdict, async (body, proof) => {
        const form = checked(VerdictForm, body);
        await ask.verdict(form.device_code, proof.jkt, {
          challengeId: form.challenge_id,
          right: form.verdict === 'right',
        });
      }),
    }),
    route<Access, undefined, undefined, typeof Form>({
      method: 'POST',
      url: CLOUD_PATH.token,
      access: 'public',
      summary: 'Access tokens: by device code while claiming, by client assertion afterwards.',
      tag: 'claiming',
      rateLimit: GATEWAY_RATE,
      schema: { body: Form, response: { 200: TokenResponse, ...errors } },
      handler: withProof(CLOUD_PATH.token, async (body, proof, _request, reply) => {
        const grant = (body as { grant_type?: unknown }).grant_type;
        if (grant !== GRANT_DEVICE_CODE && grant !== GRANT_CLIENT_CREDENTIALS)
          return { error: 'unsupported_grant_type' };
        const form = checked(TokenForm, body);
        if (form.grant_type === GRANT_CLIENT_CREDENTIALS) return byAssertion(form.client_assertion, proof);
        const outcome = await ask.poll(form.device_code, proof.jkt, hungUp(reply));
        return outcome.state === 'approved' ? tokenFor(outcome.gatewayId, true) : pollError(outcome);
      }),
    }),
  ];
}

function pollError(outcome: Exclude<PollOutcome, { state: 'approved' }>): TokenError {
  switch (outcome.state) {
    case 'pending':
      return {
        error: 'authorization_pending',
        ...given({ seen_by: outcome.seenBy, challenge: outcome.challenge }),
      };
    case 'slowDown':
      return { error: 'slow_down' };
    case 'denied':
      return { error: 'access_denied', error_description: 'A person refused this gateway at the cloud.' };
    case 'ended':
      return {
        error: 'access_denied',
        code: 'SETUP_CODE_ATTEMPTS',
        error_description: 'The set-up code was wrong five times.',
      };
    case 'expired':
      return { error: 'expired_token' };
  }
}

/** Only to a gateway that has proved with both its assertion and its proof who it is (contract/claim.ts: Unlinked). */
function unlinkedError(gatewayId: string, assertionId: string): TokenError {
  return {
    error: 'unlinked',
    code: 'UNLINKED',
    error_description: 'This gateway was unlinked from its account.',
    gateway_id: gatewayId,
    assertion_id: assertionId,
  };
}

function isTokenError(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'error' in answer;
}

function checked<T extends TSchema>(schema: T, body: unknown): Static<T> {
  if (Value.Check(schema, body)) return body;
  const [first] = Value.Errors(schema, body);
  const sentence = `The form is not right: ${first?.instancePath ?? ''} ${first?.message ?? ''}.`;
  throw fail('BAD_INPUT', { sentence });
}
