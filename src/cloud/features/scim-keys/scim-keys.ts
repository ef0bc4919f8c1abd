/** `Generate keys`: a bearer key for third-party SCIM clients; making one voids the older (row C11). */
import type { Clock } from '../../../base/clock.ts';
import type { ScimKeyState, ScimKeys } from '../../../contract/console-api.ts';
import { fail } from '../../core/errors.ts';
import type { Account, Actor } from '../../core/model.ts';
import type { Audit } from '../../core/ports/audit.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { AccountStore, ScimKeyStore } from '../../core/ports/stores.ts';

/** SCIM clients back off on errors (S3:6616-6620). */
const DEACTIVATED_RETRY_MS = 15 * 60_000;

export type ScimKeyService = {
  /** The answer is the only place where the key is ever seen. */
  generate(actor: Actor, account: Account): Promise<ScimKeys>;
  /** Where the SCIM service of an account is, and whether it has a key. */
  state(account: Account): Promise<ScimKeyState>;
  /** The account that a bearer key opens. @throws AppError TOKEN_INVALID, ACCOUNT_DEACTIVATED */
  accountOf(token: string): Promise<Account>;
};

export function createScimKeys(deps: {
  readonly stores: { readonly scimKeys: ScimKeyStore; readonly accounts: AccountStore };
  readonly crypto: Crypto;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly publicUrl: string;
}): ScimKeyService {
  const { stores, crypto, clock } = deps;
  const baseUrl = (account: Account) => `${deps.publicUrl}/v1/accounts/${account.id}/scim/v2`;
  return {
    async state(account) {
      const { createdAt, createdBy } = (await stores.scimKeys.ofAccount(account.id)) ?? {};
      return {
        baseUrl: baseUrl(account),
        ...(createdAt === undefined ? {} : { createdAt }),
        ...(createdBy === undefined ? {} : { createdBy }),
      };
    },
    async generate(actor, account) {
      const token = crypto.randomToken(32);
      const createdAt = clock.now();
      await stores.scimKeys.replace({
        tokenHash: crypto.sha256Hex(token),
        accountId: account.id,
        createdAt,
        createdBy: actor.name,
      });
      await deps.audit({
        accountId: account.id,
        actor,
        action: 'SCIM keys generated',
        eventType: 'Security',
        asset: `${account.name} (${account.number})`,
      });
      return { baseUrl: baseUrl(account), token, createdAt };
    },
    async accountOf(token) {
      const key = await stores.scimKeys.byHash(crypto.sha256Hex(token));
      const account = key && (await stores.accounts.byId(key.accountId));
      if (!account)
        throw fail('TOKEN_INVALID', { sentence: 'The key is unknown, or a newer one voided it.' });
      if (account.state === 'deactivated')
        throw fail('ACCOUNT_DEACTIVATED', { retryAfterMs: DEACTIVATED_RETRY_MS });
      return account;
    },
  };
}
