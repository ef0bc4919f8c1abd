import type { Clock } from '../../../base/clock.ts';
import type { Live } from '../../core/live.ts';
import type { Gateway } from '../../core/model.ts';
import type { Audit } from '../../core/ports/audit.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { AccountStore, ClaimStore, ClaimTokenStore, GatewayStore } from '../../core/ports/stores.ts';

/** What both sides of claiming need. */
export type ClaimingDeps = {
  readonly stores: {
    readonly claims: ClaimStore;
    readonly claimTokens: ClaimTokenStore;
    readonly accounts: AccountStore;
    readonly gateways: GatewayStore;
  };
  readonly crypto: Crypto;
  readonly clock: Clock;
  readonly live: Live;
  readonly audit: Audit;
  /** A link is over in the store already: ends what lives of it, and tells its account. */
  readonly onEnded: (gateway: Gateway, reason: string) => Promise<void>;
};
