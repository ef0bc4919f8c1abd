/** A gateway that asks by a claim token, or by a key that was registered: linked with the answer, once. */
import { CLAIM_GRACE_MS, type DeviceAuthorizationRequest } from '../../../contract/claim.ts';
import { fail } from '../../core/errors.ts';
import type { Account, Claim, ClaimToken, Gateway } from '../../core/model.ts';
import type { ClaimingDeps } from './deps.ts';

type Way = Pick<DeviceAuthorizationRequest, 'claim_token' | 'registered'>;

export type Redeem = {
  /** Whether the request goes this way. */
  wants(request: Way): boolean;
  /**
   * @param draft the claim as it would be asked for, with its device code
   * @returns the claim that the device code now leads to; undefined: its user code is taken, draw another one
   * @throws AppError CLAIM_TOKEN_WRONG, CLAIM_NEEDS_PRESENCE, ACCOUNT_DEACTIVATED
   */
  redeem(request: Way, draft: Claim, gatewayOf: (claim: Claim) => Gateway): Promise<Claim | undefined>;
};

export function createRedeem(deps: ClaimingDeps): Redeem {
  const { stores, crypto, clock, live, audit } = deps;

  const find = async ({ claim_token: typed }: Way, jkt: string): Promise<ClaimToken> => {
    const token =
      typed === undefined
        ? await stores.claimTokens.byKey(jkt)
        : await stores.claimTokens.byHash(crypto.sha256Hex(typed));
    if (!token || token.expiresAt <= clock.now()) throw fail('CLAIM_TOKEN_WRONG');
    return token;
  };

  /** The answer to the same request was lost: the same key gets a device code for the same link again. */
  const repeat = async (claimId: string, draft: Claim): Promise<Claim> => {
    const claim = await stores.claims.byId(claimId);
    const isOpen = claim?.gatewayId !== undefined && claim.expiresAt + CLAIM_GRACE_MS > clock.now();
    if (
      !isOpen ||
      !crypto.equal(claim.jkt, draft.jkt) ||
      !(await stores.gateways.byId(claim.gatewayId ?? ''))
    )
      throw fail('CLAIM_TOKEN_WRONG');
    await stores.claims.replaceDeviceCode(claim.id, draft.deviceCodeHash);
    return { ...claim, deviceCodeHash: draft.deviceCodeHash };
  };

  const accountOf = async (token: ClaimToken): Promise<Account> => {
    const account = await stores.accounts.byId(token.accountId);
    if (!account) throw fail('CLAIM_TOKEN_WRONG');
    if (account.state === 'deactivated') throw fail('ACCOUNT_DEACTIVATED');
    return account;
  };

  const tell = async (claim: Claim, gateway: Gateway, token: ClaimToken) => {
    await audit({
      accountId: gateway.accountId,
      actor: token.createdBy,
      action: 'Gateway linked',
      eventType: 'Security',
      asset: gateway.name,
      details: {
        fingerprint: claim.jkt,
        publicAddress: claim.publicAddress,
        gatewayId: gateway.id,
        by: token.jkt === undefined ? 'claim token' : 'registered fingerprint',
      },
    });
    live.tell({ kind: 'gateway', id: gateway.id, accountId: gateway.accountId });
  };

  return {
    wants: ({ claim_token, registered }) => claim_token !== undefined || registered === 'yes',
    async redeem(request, draft, gatewayOf) {
      const token = await find(request, draft.jkt);
      if (token.claimId !== undefined) return repeat(token.claimId, draft);
      // neither a token nor a fingerprint proves that somebody stands there
      if (await stores.gateways.wasLinked(draft.jkt)) throw fail('CLAIM_NEEDS_PRESENCE');
      const account = await accountOf(token);
      const chosen: Claim = { ...draft, accountId: account.id, approver: token.createdBy };
      const gateway = gatewayOf(chosen);
      // one change that no poll has told yet: a link that nobody fetches ends
      const claim: Claim = { ...chosen, state: 'approved', gatewayId: gateway.id, change: draft.change + 1 };
      const outcome = await stores.claims.approveByToken(claim, gateway, token.id);
      if (outcome === 'userCode') return undefined;
      if (outcome === 'spent') throw fail('CLAIM_TOKEN_WRONG');
      await tell(claim, gateway, token);
      return claim;
    },
  };
}
