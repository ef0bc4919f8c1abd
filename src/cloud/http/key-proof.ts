/** The next device key's own signature over the key in use (contract/claim.ts: KeyOffer). */
import { calculateJwkThumbprint, compactVerify, decodeProtectedHeader, errors, importJWK } from 'jose';
import { Value } from 'typebox/value';
import type { Clock } from '../../base/clock.ts';
import { KEY_PROOF_TYPE, KeyProof } from '../../contract/claim.ts';
import { P256PublicJwk } from '../../contract/common.ts';
import { fail } from '../core/errors.ts';
import type { DeviceKey } from '../core/model.ts';

/** How far the gateway's clock may be off. An old proof only offers again what both keys have signed. */
const WINDOW_MS = 5 * 60_000;

const bad = (sentence: string, cause?: unknown) => fail('KEY_OFFER_BAD', { sentence, cause });

async function read(jws: string): Promise<{ publicJwk: P256PublicJwk; claims: unknown }> {
  try {
    const { typ, alg, jwk } = decodeProtectedHeader(jws);
    if (typ !== KEY_PROOF_TYPE || alg !== 'ES256' || !Value.Check(P256PublicJwk, jwk))
      throw bad('The proof of the next key has another form.');
    const { payload } = await compactVerify(jws, await importJWK(jwk, 'ES256'), { algorithms: ['ES256'] });
    return { publicJwk: jwk, claims: JSON.parse(new TextDecoder().decode(payload)) };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof SyntaxError || error instanceof TypeError)
      throw bad('The proof of the next key cannot be read, or its signature is wrong.', error);
    if (error instanceof DOMException) throw bad('The next key is no P-256 key.', error);
    throw error;
  }
}

/**
 * @param expected who offers, by which key, at which address
 * @throws AppError KEY_OFFER_BAD
 */
export async function verifyKeyProof(
  jws: string,
  expected: {
    readonly gatewayId: string;
    readonly jkt: string;
    readonly audience: string;
    readonly clock: Clock;
  },
): Promise<DeviceKey> {
  const { publicJwk, claims } = await read(jws);
  if (!Value.Check(KeyProof, claims)) throw bad('The proof of the next key lacks a claim.');
  const isMeant =
    claims.iss === expected.gatewayId && claims.old_jkt === expected.jkt && claims.aud === expected.audience;
  if (!isMeant) throw bad('The proof of the next key is for another gateway, key or cloud.');
  if (Math.abs(expected.clock.now() - claims.iat * 1000) > WINDOW_MS)
    throw bad('The proof of the next key was made at another time.');
  return { jkt: await calculateJwkThumbprint(publicJwk), publicJwk };
}
