/** Proofs of possession (RFC 9449): one P-256 key, server nonces, no proof twice on any node. */

import { compactVerify, decodeJwt, decodeProtectedHeader, errors, importJWK } from 'jose';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Clock } from '../../base/clock.ts';
import { thumbprintOf } from '../../base/runtime/jwk.ts';
import { P256PublicJwk } from '../../contract/common.ts';
import { fail } from '../core/errors.ts';
import type { Crypto } from '../core/ports/crypto.ts';
import type { ReplayStore } from '../core/ports/stores.ts';

/** A nonce is good in its own bucket and the next: 5 to 10 minutes. */
const NONCE_BUCKET_MS = 5 * 60_000;
/** How far a proof's own clock may be off; freshness comes from the nonce. */
const IAT_WINDOW_MS = 5 * 60_000;
const PROOF_MAX_BYTES = 8 * 1024;

export type ProofRequest = {
  readonly method: string;
  /** The configured public URL and the path, without query: never what the request's Host says. */
  readonly htu: string;
  /** The `DPoP` header as it came. */
  readonly header: string | readonly string[] | undefined;
  /** Present with an access token: the proof must name it (`ath`). */
  readonly accessToken?: string;
};

/** Who made a proof. */
export type Proof = { readonly jkt: string; readonly publicJwk: P256PublicJwk };

export type Dpop = {
  /** @throws AppError DPOP_NONCE, DPOP_INVALID */
  verify(request: ProofRequest): Promise<Proof>;
  /** For the `DPoP-Nonce` header of answers. */
  nonce(): string;
};

const Claims = Type.Object({
  jti: Type.String({ minLength: 8, maxLength: 256 }),
  htm: Type.String(),
  htu: Type.String(),
  iat: Type.Number(),
  nonce: Type.Optional(Type.String()),
  ath: Type.Optional(Type.String()),
});
type Claims = Static<typeof Claims>;

/** Each request of each gateway is judged by these. */
const claimsForm = Compile(Claims);
const keyForm = Compile(P256PublicJwk);

const invalid = (sentence: string, cause?: unknown) => fail('DPOP_INVALID', { sentence, cause });

/** @param secret shared by all nodes, kept in the store: nonces need no state of their own */
export function createDpop(deps: {
  readonly clock: Clock;
  readonly crypto: Crypto;
  readonly replays: ReplayStore;
  readonly secret: string;
  readonly athOf: (accessToken: string) => string;
}): Dpop {
  const { clock, crypto, replays, secret } = deps;
  /** 128 bits of it, in 22 characters: each request of a gateway carries them. */
  const madeNonce = (bucket: number) => crypto.hmacSha256(secret, `dpop-nonce\n${bucket}`).slice(0, 22);
  const made = new Map<number, string>();
  /** Made once for each bucket: every request asks twice. */
  const nonceOf = (bucket: number) => {
    const known = made.get(bucket);
    if (known !== undefined) return known;
    for (const old of made.keys()) if (Math.abs(old - bucket) > 1) made.delete(old);
    const nonce = madeNonce(bucket);
    made.set(bucket, nonce);
    return nonce;
  };
  const bucket = () => Math.floor(clock.now() / NONCE_BUCKET_MS);

  const isCurrentNonce = (nonce: string) =>
    crypto.equal(nonce, nonceOf(bucket())) || crypto.equal(nonce, nonceOf(bucket() - 1));

  const checkClaims = (claims: Claims, request: ProofRequest) => {
    if (claims.htm !== request.method) throw invalid('The proof is for another method.');
    if (normaliseUrl(claims.htu) !== normaliseUrl(request.htu))
      throw invalid('The proof is for another address.');
    if (Math.abs(clock.now() - claims.iat * 1000) > IAT_WINDOW_MS)
      throw invalid('The proof was made at another time; the clock of one side is wrong.');
    const ath = request.accessToken === undefined ? undefined : deps.athOf(request.accessToken);
    if (ath !== undefined && !crypto.equal(claims.ath ?? '', ath))
      throw invalid('The proof is for another access token.');
  };

  return {
    nonce: () => nonceOf(bucket()),
    async verify(request) {
      const { claims, publicJwk } = await readProof(headerOf(request.header), isCurrentNonce);
      checkClaims(claims, request);
      const jkt = thumbprintOf(publicJwk);
      const kept = clock.now() + 2 * NONCE_BUCKET_MS + IAT_WINDOW_MS;
      if (!(await replays.first(crypto.sha256Hex(`dpop\n${jkt}\n${claims.jti}`), kept)))
        throw invalid('The proof was used before.');
      return { jkt, publicJwk };
    },
  };
}

function headerOf(header: ProofRequest['header']): string {
  if (typeof header !== 'string' || header === '') throw invalid('The request has no proof of possession.');
  if (header.length > PROOF_MAX_BYTES) throw invalid('The proof is too long.');
  return header;
}

/**
 * Signature and form; what it says is checked after. A proof without a nonce of ours is refused whoever signed it: that
 * is how each gateway begins, and all of them at once after a restart.
 */
async function readProof(
  jws: string,
  isCurrentNonce: (nonce: string) => boolean,
): Promise<{ claims: Claims; publicJwk: P256PublicJwk }> {
  try {
    const publicJwk = keyOf(decodeProtectedHeader(jws));
    const { nonce } = decodeJwt<{ nonce?: unknown }>(jws);
    if (typeof nonce !== 'string' || !isCurrentNonce(nonce)) throw fail('DPOP_NONCE');
    const key = await importJWK(publicJwk, 'ES256');
    const { payload } = await compactVerify(jws, key, { algorithms: ['ES256'] });
    const claims: unknown = JSON.parse(new TextDecoder().decode(payload));
    if (!claimsForm.Check(claims)) throw invalid('The proof lacks a claim.');
    return { claims, publicJwk };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof SyntaxError || error instanceof TypeError)
      throw invalid('The proof cannot be read or its signature is wrong.', error);
    if (error instanceof DOMException) throw invalid('The proof’s key is no P-256 key.', error);
    throw error;
  }
}

function keyOf(header: { typ?: string; alg?: string; jwk?: unknown }): P256PublicJwk {
  if (header.typ !== 'dpop+jwt' || header.alg !== 'ES256') throw invalid('The proof is no ES256 dpop+jwt.');
  if (!keyForm.Check(header.jwk)) throw invalid('The proof’s key is no public P-256 key.');
  return header.jwk;
}

/** RFC 9449 §4.3: compared without query and fragment, after syntax-based normalisation. */
function normaliseUrl(text: string): string {
  if (!URL.canParse(text)) throw invalid('The proof names no address.');
  const url = new URL(text);
  url.search = '';
  url.hash = '';
  return url.href;
}
