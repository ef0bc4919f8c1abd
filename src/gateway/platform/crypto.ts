/** The {@link Crypto} port over node:crypto. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { uuidv7 } from '../../base/runtime/uuid.ts';
import type { Crypto } from '../core/ports/crypto.ts';

/** @param now milliseconds since 1970; orders the UUIDs */
export function createCrypto(now: () => number): Crypto {
  return {
    sha256: (data) => createHash('sha256').update(data).digest(),
    hmacSha256: (key, data) => createHmac('sha256', key).update(data).digest(),
    randomBytes: (length) => randomBytes(length),
    uuidv7: () => uuidv7(now()),
    equal: (a, b) => a.byteLength === b.byteLength && timingSafeEqual(a, b),
    base64url: (data) => Buffer.from(data).toString('base64url'),
    fromBase64url: (text) => Buffer.from(text, 'base64url'),
    hex: (data) => Buffer.from(data).toString('hex'),
  };
}
