import type { P256PublicJwk } from '../../../contract/common.ts';

/** The device key. One P-256 pair, made on the device; a root-only file now, a TPM later. */
export type Signer = {
  readonly publicJwk: P256PublicJwk;
  /** JWK thumbprint (RFC 7638), SHA-256, base64url: 43 characters. The fingerprint that people compare. */
  readonly thumbprint: string;
  /** ES256 over the bytes: 64 bytes r ‖ s (JOSE form; ssh2 wants it re-encoded). */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
};
