/** The change of the device key, as the cloud sees it (contract/claim.ts: KeyOffer). */
import { Type } from 'typebox';
import { CLOUD_PATH, KEY_PROOF_TYPE, type KeyOffer } from '../../contract/claim.ts';
import { fail } from '../core/errors.ts';
import type { CloudHttp } from '../core/ports/cloud.ts';
import type { KeyExchange } from '../core/ports/device-keys.ts';
import type { Signer } from '../core/ports/signer.ts';
import { htuOf } from './dpop.ts';
import { signJws } from './jws.ts';
import type { Tokens } from './tokens.ts';
import type { Wire } from './wire.ts';

export type KeyExchangeOptions = {
  readonly http: CloudHttp;
  readonly wire: Wire;
  /** The key in use. */
  readonly signer: Signer;
  readonly gatewayId: () => string | undefined;
  /** Tokens by another key, over connections of their own. */
  readonly tokensBy: (signer: Signer) => { readonly tokens: Tokens; readonly close: () => Promise<void> };
};

export function createKeyExchange(options: KeyExchangeOptions): KeyExchange {
  const { http, wire, signer, gatewayId, tokensBy } = options;

  const proofOf = async (next: Signer): Promise<string> => {
    const iss = gatewayId();
    if (iss === undefined) throw fail('NOT_LINKED');
    return signJws(
      next,
      { typ: KEY_PROOF_TYPE, jwk: next.publicJwk },
      {
        iss,
        aud: htuOf(wire.url(CLOUD_PATH.key)),
        old_jkt: signer.thumbprint,
        iat: Math.floor(wire.now() / 1000),
      },
    );
  };

  return {
    async offer(next, signal) {
      await http.request({
        method: 'PUT',
        path: CLOUD_PATH.key,
        json: { proof: await proofOf(next) } satisfies KeyOffer,
        answer: Type.Unknown(),
        auth: 'device',
        signal,
      });
    },
    async use(next, signal) {
      const { tokens, close } = tokensBy(next);
      // a request that is under way ends with its connections
      const onAbort = () => void close();
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        await tokens.access();
      } finally {
        signal.removeEventListener('abort', onAbort);
        await close();
      }
    },
  };
}
