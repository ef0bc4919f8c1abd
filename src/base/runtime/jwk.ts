import { createHash } from 'node:crypto';
import type { P256PublicJwk } from '../../contract/common.ts';

/** RFC 7638. At once: jose's own asks a thread, which takes longer than the hash. */
export const thumbprintOf = ({ crv, kty, x, y }: P256PublicJwk): string =>
  createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
