/** Ed25519 signatures by keys as OpenSSH writes them (RFC 8709): `ssh-ed25519 AAAA…`. */
import { createPublicKey, verify } from 'node:crypto';

const PREFIX = Buffer.from('0000000b7373682d6564323535313900000020', 'hex');

/** False for every key or signature that is not as it should be. */
export function verifyByOpensshKey(key: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  const [type, body = ''] = key.split(' ');
  const blob = Buffer.from(body, 'base64');
  if (
    type !== 'ssh-ed25519' ||
    blob.length !== PREFIX.length + 32 ||
    !blob.subarray(0, PREFIX.length).equals(PREFIX)
  )
    return false;
  const x = blob.subarray(PREFIX.length).toString('base64url');
  try {
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, bytes, publicKey, signature);
  } catch {
    return false;
  }
}
