/** Node's crypto and argon2 behind the cloud's ports. */
import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { uuidv7 } from '../../base/runtime/uuid.ts';
import type { Crypto, PasswordHasher } from '../core/ports/crypto.ts';

export function createCrypto(now: () => number): Crypto {
  return {
    sha256Hex: (data) => createHash('sha256').update(data).digest('hex'),
    hmacSha256: (key, data) => createHmac('sha256', key).update(data).digest('base64url'),
    randomToken: (bytes) => randomBytes(bytes).toString('base64url'),
    randomInt: (below) => randomInt(below),
    uuidv7: () => uuidv7(now()),
    equal(a, b) {
      const [left, right] = [Buffer.from(a), Buffer.from(b)];
      return left.length === right.length && timingSafeEqual(left, right);
    },
  };
}

/** Of what comes in pieces, one in memory at a time. */
export async function sha256HexOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

/** argon2id with the package's default cost: 19 MiB, two passes (OWASP's first choice). */
export function createPasswordHasher(): PasswordHasher {
  let decoy: Promise<string> | undefined;
  return {
    hash: (password) => hash(password),
    async verify(stored, password) {
      decoy ??= hash(randomBytes(16));
      const isRight = await verify(stored ?? (await decoy), password);
      return stored !== undefined && isRight;
    },
  };
}
