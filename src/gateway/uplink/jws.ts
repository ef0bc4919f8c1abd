/** JSON Web Signatures over the {@link Signer} port, put together by hand: jose refuses foreign signers. */
import type { Signer } from '../core/ports/signer.ts';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Compact serialisation, ES256 (RFC 7515 §7.1, RFC 7518 §3.4). */
export async function signJws(
  signer: Signer,
  header: Readonly<Record<string, unknown>>,
  payload: Readonly<Record<string, unknown>>,
): Promise<string> {
  const input = `${encode({ alg: 'ES256', ...header })}.${encode(payload)}`;
  const signature = await signer.sign(Buffer.from(input, 'ascii'));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}
