/** DPoP proofs (RFC 9449 §4.2): each request shows that its sender holds the device key. */
import { createHash, randomBytes } from 'node:crypto';
import type { Signer } from '../core/ports/signer.ts';
import { signJws } from './jws.ts';

export type ProofOptions = {
  readonly method: string;
  /** http(s) form of the public URL, also for WebSockets; query and fragment are cut off. */
  readonly url: URL;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly nonce?: string | undefined;
  readonly accessToken?: string | undefined;
};

/** Scheme, host and path (RFC 9449 §4.2 `htu`); ws becomes http. */
export function htuOf(url: URL): string {
  return `${url.protocol.replace(/^ws/, 'http')}//${url.host}${url.pathname}`;
}

export function dpopProof(signer: Signer, options: ProofOptions): Promise<string> {
  const { method, url, now, nonce, accessToken } = options;
  return signJws(
    signer,
    { typ: 'dpop+jwt', jwk: signer.publicJwk },
    {
      // 96 bits, as RFC 9449 §4.2 wants at least: it stands in each request
      jti: randomBytes(12).toString('base64url'),
      htm: method,
      htu: htuOf(url),
      iat: Math.floor(now / 1000),
      ...(nonce === undefined ? {} : { nonce }),
      ...(accessToken === undefined
        ? {}
        : { ath: createHash('sha256').update(accessToken).digest('base64url') }),
    },
  );
}

/**
 * Whether another proof may be taken: with the server's nonce (RFC 9449 §8 and §9), or with its time, which the
 * refusal's `Date` has just told to a gateway whose clock was stepped.
 */
export function wantsOtherProof(
  status: number,
  challenge: string | undefined,
  error: string | undefined,
): boolean {
  if (status !== 400 && status !== 401) return false;
  return [error ?? '', challenge ?? ''].some((text) => /use_dpop_nonce|invalid_dpop_proof/.test(text));
}
