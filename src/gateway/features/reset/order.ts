/** Judges a cloud's signed order to reset. Pure: everything that it says no to is said here. */
import { Value } from 'typebox/value';
import { RESET_TYPE, ResetClaims } from '../../../contract/factory-reset.ts';
import { fail } from '../../core/errors.ts';

export type OrderJudge = {
  /** Ed25519, of bytes, by a key as OpenSSH writes it. */
  readonly verify: (key: string, bytes: Uint8Array, signature: Uint8Array) => boolean;
  readonly fromBase64Url: (text: string) => Uint8Array;
};

/** Whose order it would have to be. */
export type ThisGateway = {
  readonly gatewayId: string | undefined;
  readonly jkt: string;
  /** Pinned when it was linked. */
  readonly keys: readonly string[];
};

const json = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
};

/**
 * @param order compact JWS
 * @throws AppError RESET_ORDER_INVALID: not signed by a pinned key, or not for this link and this device key
 */
export function judgeOrder(order: string, own: ThisGateway, judge: OrderJudge): ResetClaims {
  const [head = '', body = '', signature = '', more] = order.split('.');
  const refuse = (what: string) => fail('RESET_ORDER_INVALID', { facts: { what } });
  const header = json(judge.fromBase64Url(head)) as { alg?: unknown; typ?: unknown } | undefined;
  if (more !== undefined || header?.alg !== 'EdDSA' || header.typ !== RESET_TYPE) throw refuse('form');
  const signed = new TextEncoder().encode(`${head}.${body}`);
  const bytes = judge.fromBase64Url(signature);
  if (!own.keys.some((key) => judge.verify(key, signed, bytes))) throw refuse('signature');
  const claims = json(judge.fromBase64Url(body));
  if (!Value.Check(ResetClaims, claims)) throw refuse('claims');
  // a restored cloud may still have an order for a link that is over
  if (own.gatewayId === undefined || claims.gatewayId !== own.gatewayId) throw refuse('another link');
  if (own.jkt === '' || claims.jkt !== own.jkt) throw refuse('another device key');
  return claims;
}
