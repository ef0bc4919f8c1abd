/** The device key in SSH's forms (RFC 4253 §6.6, RFC 5656 §3.1). */
import type { P256PublicJwk } from '../../contract/common.ts';

const TYPE = 'ecdsa-sha2-nistp256';

/** Those with a MAC of their own first; docs/openssh-broker.md has the figures. */
export const SSH_CIPHERS = [
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'chacha20-poly1305@openssh.com',
  'aes128-ctr',
] as const;

/** RFC 4251 §5 `string`: length, then bytes. */
function sshString(data: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, data]);
}

/** The key as one line of an `authorized_keys` file, without comment. */
export function sshPublicKey(jwk: P256PublicJwk): string {
  const point = Buffer.concat([
    Buffer.from([4]), // uncompressed point (SEC 1 §2.3.3)
    Buffer.from(jwk.x, 'base64url'),
    Buffer.from(jwk.y, 'base64url'),
  ]);
  const blob = Buffer.concat([
    sshString(Buffer.from(TYPE)),
    sshString(Buffer.from('nistp256')),
    sshString(point),
  ]);
  return `${TYPE} ${blob.toString('base64')}`;
}

/** The binary key of an OpenSSH line such as `ssh-ed25519 AAAA… comment`. */
export function keyBlob(line: string): Buffer {
  return Buffer.from(line.trim().split(/\s+/)[1] ?? '', 'base64');
}

/** The key of such a blob; undefined when it is no key of this type. */
export function jwkOfBlob(blob: Buffer): P256PublicJwk | undefined {
  const head = Buffer.concat([sshString(Buffer.from(TYPE)), sshString(Buffer.from('nistp256'))]);
  const point = blob.subarray(head.length + 4);
  if (point.length !== 65 || point[0] !== 4) return undefined;
  if (!blob.equals(Buffer.concat([head, sshString(point)]))) return undefined;
  const half = (from: number) => point.subarray(from, from + 32).toString('base64url');
  return { kty: 'EC', crv: 'P-256', x: half(1), y: half(33) };
}

/** DER INTEGER of an unsigned big-endian number. */
function derInteger(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const trimmed = Buffer.from(bytes.subarray(start));
  const body = (trimmed[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), trimmed]) : trimmed;
  return Buffer.concat([Buffer.from([0x02, body.length]), body]);
}

/** A P-256 signature from JOSE's r ‖ s (RFC 7518 §3.4) to DER, which ssh2 expects of an agent. */
export function derSignature(signature: Uint8Array): Buffer {
  if (signature.length !== 64)
    throw new TypeError(`an ES256 signature has 64 bytes, not ${signature.length}`);
  const body = Buffer.concat([derInteger(signature.subarray(0, 32)), derInteger(signature.subarray(32))]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}
