/** Access tokens of gateways: opaque, stored hashed, bound to the device key (RFC 9449 §6), ten minutes. */
import type { Clock } from '../../../base/clock.ts';
import { fail } from '../../core/errors.ts';
import type { Account, Gateway } from '../../core/model.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { AccountStore, GatewayStore, TokenStore } from '../../core/ports/stores.ts';

export const TOKEN_SECONDS = 600;
/** A deactivated account's gateway asks again after this time (contract: The account's end). */
export const DEACTIVATED_RETRY_MS = 15 * 60_000;

/** Who a device token speaks for. */
export type DeviceIdentity = { readonly gateway: Gateway; readonly account: Account };

export type Tokens = {
  /** @throws AppError ACCOUNT_DEACTIVATED, NOT_LINKED */
  issue(gatewayId: string): Promise<string>;
  /**
   * @param jkt thumbprint of the key that signed the request's proof
   * @throws AppError TOKEN_INVALID, NOT_LINKED, ACCOUNT_DEACTIVATED
   */
  authenticate(token: string, jkt: string): Promise<DeviceIdentity>;
  prune(): Promise<void>;
};

export function createTokens(deps: {
  readonly stores: {
    readonly tokens: TokenStore;
    readonly gateways: GatewayStore;
    readonly accounts: AccountStore;
  };
  readonly crypto: Crypto;
  readonly clock: Clock;
}): Tokens {
  const { stores, crypto, clock } = deps;

  const identity = async (gatewayId: string): Promise<DeviceIdentity> => {
    const gateway = await stores.gateways.byId(gatewayId);
    const account = gateway && (await stores.accounts.byId(gateway.accountId));
    if (!gateway || !account) throw fail('NOT_LINKED');
    // the gateway of a deleted account must hear its order
    if (account.state === 'deactivated' && account.deletedAt === undefined)
      throw fail('ACCOUNT_DEACTIVATED', { retryAfterMs: DEACTIVATED_RETRY_MS });
    return { gateway, account };
  };

  return {
    async issue(gatewayId) {
      const { gateway } = await identity(gatewayId);
      const token = crypto.randomToken(32);
      await stores.tokens.insert({
        hash: crypto.sha256Hex(token),
        gatewayId,
        jkt: gateway.jkt,
        expiresAt: clock.now() + TOKEN_SECONDS * 1000,
      });
      return token;
    },
    async authenticate(token, jkt) {
      const known = await stores.tokens.byHash(crypto.sha256Hex(token));
      if (!known || known.expiresAt <= clock.now()) throw fail('TOKEN_INVALID');
      if (!crypto.equal(known.jkt, jkt))
        throw fail('TOKEN_INVALID', { sentence: 'The access token belongs to another key.' });
      return identity(known.gatewayId);
    },
    prune: () => stores.tokens.prune(clock.now()),
  };
}
