/** Client assertions of linked gateways (RFC 7523 §3): ES256 by the device key, each used once. */
import { decodeJwt, errors, importJWK, jwtVerify } from 'jose';
import type { Clock } from '../../base/clock.ts';
import { fail } from '../core/errors.ts';
import type { DeviceKey, Gateway } from '../core/model.ts';
import type { Crypto } from '../core/ports/crypto.ts';
import type { GatewayStore, ReplayStore } from '../core/ports/stores.ts';

const SKEW_S = 300;
/** An assertion that is good for longer is refused: its id could not be remembered. */
const LIFE_MAX_S = 600;

const unlinked = (sentence: string, cause?: unknown) => fail('NOT_LINKED', { sentence, cause });

/** Who signed an assertion that is right in every way. */
export type Signed = {
  readonly gateway: Gateway;
  /** The key that signed: the gateway's own, or the one it has offered. */
  readonly jkt: string;
  /** It was linked once, and is not any more. */
  readonly unlinked: boolean;
  /** The assertion's own id. */
  readonly jti: string;
};

/**
 * @param assertion JWT with iss = sub = the gateway's id and aud = the token endpoint or the public URL
 * @throws AppError NOT_LINKED when the gateway was never linked here, or anything is wrong with the assertion
 */
export async function verifyAssertion(
  deps: {
    readonly gateways: GatewayStore;
    readonly replays: ReplayStore;
    readonly crypto: Crypto;
    readonly clock: Clock;
    readonly audience: readonly string[];
  },
  assertion: string,
): Promise<Signed> {
  const subject = subjectOf(assertion);
  const linked = await deps.gateways.byId(subject);
  const gateway = linked ?? (await deps.gateways.unlinkedById(subject));
  if (!gateway) throw fail('NOT_LINKED');
  const { payload, jkt } = await verified(assertion, gateway, deps);
  const { jti, exp = 0 } = payload;
  const life = exp - deps.clock.now() / 1000;
  if (jti === undefined || life > LIFE_MAX_S + SKEW_S)
    throw unlinked('The assertion lives too long or has no id.');
  const key = deps.crypto.sha256Hex(`assertion\n${gateway.id}\n${jti}`);
  if (!(await deps.replays.first(key, (exp + SKEW_S) * 1000)))
    throw unlinked('The assertion was used before.');
  return { gateway, jkt, unlinked: linked === undefined, jti };
}

function subjectOf(assertion: string): string {
  try {
    return decodeJwt(assertion).sub ?? '';
  } catch (error) {
    throw unlinked('The assertion cannot be read.', error);
  }
}

/** By the key in use, or by the one that was offered to take its place. */
async function verified(
  assertion: string,
  gateway: Gateway,
  deps: { readonly audience: readonly string[]; readonly clock: Clock },
) {
  const keys: readonly DeviceKey[] = gateway.nextKey ? [gateway, gateway.nextKey] : [gateway];
  for (const key of keys) {
    const payload = await verifiedBy(key, assertion, gateway, deps);
    if (payload) return { payload, jkt: key.jkt };
  }
  throw unlinked('The assertion is not valid.');
}

/** Undefined: another key's signature. */
async function verifiedBy(
  key: DeviceKey,
  assertion: string,
  gateway: Gateway,
  { audience, clock }: { readonly audience: readonly string[]; readonly clock: Clock },
) {
  try {
    const { payload } = await jwtVerify(assertion, await importJWK(key.publicJwk, 'ES256'), {
      algorithms: ['ES256'],
      issuer: gateway.id,
      subject: gateway.id,
      audience: [...audience],
      requiredClaims: ['exp', 'jti'],
      clockTolerance: SKEW_S,
      currentDate: new Date(clock.now()),
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return undefined;
    if (error instanceof errors.JOSEError) throw unlinked('The assertion is not valid.', error);
    throw error;
  }
}
