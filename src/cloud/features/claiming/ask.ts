/** The gateway's side of claiming: it asks, polls, and says whether the set-up code was right (RFC 8628). */
import type { DeviceAuthorizationRequest } from '../../../contract/claim.ts';
import { CLAIM_GRACE_MS, SETUP_CODE_ATTEMPTS } from '../../../contract/claim.ts';
import type { P256PublicJwk } from '../../../contract/common.ts';
import { isLocalUrl } from '../../../contract/local-url.ts';
import { fail } from '../../core/errors.ts';
import { until } from '../../core/live.ts';
import type { Claim, Gateway } from '../../core/model.ts';
import type { ClaimingDeps } from './deps.ts';
import { createRedeem } from './redeem.ts';
import { makeUserCode } from './user-code.ts';

export const CLAIM_MS = 15 * 60_000;
const HOLD_MS = 20_000;
/**
 * The holder of a key asks only when it knows of no link; whether its unlinking reached us or not, a person with the
 * set-up code in hand has now linked it again.
 */
const CLAIMED_AGAIN = 'linked again at the gateway, by its own key and set-up code';
const NEVER_FETCHED = 'the gateway never fetched this link';
export const POLL_INTERVAL_S = 1;

/** The device key that signed the request's proof. */
export type DeviceKey = { readonly jkt: string; readonly publicJwk: P256PublicJwk };

export type Asked = {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly expiresInS: number;
};

export type PollOutcome =
  | { readonly state: 'pending'; readonly seenBy?: string; readonly challenge?: Claim['challenge'] }
  | { readonly state: 'slowDown' | 'denied' | 'expired' | 'ended' }
  | { readonly state: 'approved'; readonly gatewayId: string };

export type Ask = {
  /** @throws AppError RETURN_ADDRESS; by token or registered key CLAIM_TOKEN_WRONG, CLAIM_NEEDS_PRESENCE, ACCOUNT_DEACTIVATED */
  ask(request: DeviceAuthorizationRequest, key: DeviceKey, publicAddress: string): Promise<Asked>;
  /** Held until something changes, 20 s at most. @throws AppError CLAIM_UNKNOWN: no such code for this key */
  poll(deviceCode: string, jkt: string, signal?: AbortSignal): Promise<PollOutcome>;
  /** @throws AppError CLAIM_UNKNOWN, CLAIM_ENDED (no such challenge any more) */
  verdict(
    deviceCode: string,
    jkt: string,
    said: { readonly challengeId: string; readonly right: boolean },
  ): Promise<void>;
  /** Ends links whose gateway never came for its grant: there it has expired too. */
  endUnfetched(): Promise<void>;
};

export function createAsk(deps: ClaimingDeps): Ask {
  const { stores, crypto, clock, live, audit } = deps;
  const redeem = createRedeem(deps);

  const ownClaim = async (deviceCode: string, jkt: string): Promise<Claim> => {
    const claim = await stores.claims.byDeviceCode(crypto.sha256Hex(deviceCode));
    if (!claim || !crypto.equal(claim.jkt, jkt)) throw fail('CLAIM_UNKNOWN');
    return claim;
  };

  const told = (claim: Claim, action: string, details: Record<string, unknown>) =>
    claim.accountId === undefined
      ? Promise.resolve()
      : audit({
          accountId: claim.accountId,
          actor: claim.approver ?? { id: claim.jkt, name: claim.name },
          action,
          eventType: 'Security',
          asset: claim.name,
          details: { fingerprint: claim.jkt, publicAddress: claim.publicAddress, ...details },
        });

  const onWrong = async (claim: Claim) => {
    const wrongCodes = claim.wrongCodes + 1;
    const state = wrongCodes >= SETUP_CODE_ATTEMPTS ? 'ended' : 'wrongCode';
    const patch = { state, wrongCodes, challenge: undefined } as const;
    if (!(await stores.claims.update(claim, patch))) throw fail('CLAIM_ENDED');
    await told(claim, 'Set-up code wrong', { wrongCodes });
  };

  const onRight = async (claim: Claim) => {
    const gateway = gatewayOf(claim, { id: crypto.uuidv7(), now: clock.now() });
    const done = await stores.claims.approve(claim, gateway, CLAIMED_AGAIN);
    if (!done) throw fail('CLAIM_ENDED');
    for (const before of done.replaced) await deps.onEnded(before, CLAIMED_AGAIN);
    await told(claim, 'Gateway linked', { gatewayId: gateway.id });
    live.tell({ kind: 'gateway', id: gateway.id, accountId: gateway.accountId });
  };

  return {
    async ask(request, key, publicAddress) {
      if (request.return_uri !== undefined && !isLocalUrl(request.return_uri)) throw fail('RETURN_ADDRESS');
      const deviceCode = crypto.randomToken(32);
      const now = clock.now();
      const draft = {
        id: crypto.uuidv7(),
        deviceCodeHash: crypto.sha256Hex(deviceCode),
        ...key,
        name: request.name,
        kind: request.kind,
        version: request.version,
        ...(request.lan_address === undefined ? {} : { lanAddress: request.lan_address }),
        publicAddress,
        ...(request.return_uri === undefined ? {} : { returnUri: request.return_uri }),
        askedAt: now,
        expiresAt: now + CLAIM_MS,
        state: 'waiting' as const,
        change: 1,
        toldChange: 1,
        polledAt: 0,
        wrongCodes: 0,
      };
      const insert = async (claim: Claim) => ((await stores.claims.insert(claim)) ? claim : undefined);
      const newGateway = (claim: Claim) => gatewayOf(claim, { id: crypto.uuidv7(), now });
      for (;;) {
        const claim = { ...draft, userCode: makeUserCode(crypto) };
        const made = redeem.wants(request)
          ? await redeem.redeem(request, claim, newGateway)
          : await insert(claim);
        if (made) return { deviceCode, userCode: made.userCode, expiresInS: CLAIM_MS / 1000 };
      }
    },

    async poll(deviceCode, jkt, signal) {
      const first = await ownClaim(deviceCode, jkt);
      const hasNews = (c: Claim) =>
        c.change !== c.toldChange || outcomeOf(c, clock.now()).state !== 'pending';
      const sinceLast = clock.now() - first.polledAt;
      if (!hasNews(first) && sinceLast < (POLL_INTERVAL_S * 1000) / 2) return { state: 'slowDown' };
      const ms = Math.min(HOLD_MS, Math.max(0, first.expiresAt - clock.now()));
      const changed = await until(live, clock, { kind: 'claim', id: first.id, ms, signal }, async () => {
        const claim = await stores.claims.byId(first.id);
        return claim && hasNews(claim) ? claim : undefined;
      });
      const claim = changed ?? (await ownClaim(deviceCode, jkt));
      await stores.claims.told(claim.id, claim.change, clock.now());
      return outcomeOf(claim, clock.now());
    },

    async verdict(deviceCode, jkt, { challengeId, right }) {
      const claim = await ownClaim(deviceCode, jkt);
      const isCurrent = claim.state === 'checking' && claim.challenge?.id === challengeId;
      if (!isCurrent || claim.expiresAt <= clock.now()) throw fail('CLAIM_ENDED');
      await (right ? onRight(claim) : onWrong(claim));
      live.tell({ kind: 'claim', id: claim.id });
    },

    async endUnfetched() {
      for (const { gatewayId } of await stores.claims.unfetched(clock.now() - CLAIM_GRACE_MS)) {
        const gateway = await stores.gateways.byId(gatewayId);
        if (gateway && (await stores.gateways.unlink(gatewayId, clock.now(), NEVER_FETCHED)))
          await deps.onEnded(gateway, NEVER_FETCHED);
      }
    },
  };
}

/** What a poll is told about a claim. */
function outcomeOf(claim: Claim, now: number): PollOutcome {
  if (claim.state === 'approved' && claim.gatewayId !== undefined) {
    const isOver = claim.expiresAt + CLAIM_GRACE_MS <= now;
    return isOver ? { state: 'expired' } : { state: 'approved', gatewayId: claim.gatewayId };
  }
  if (claim.state === 'denied' || claim.state === 'ended') return { state: claim.state };
  if (claim.expiresAt <= now) return { state: 'expired' };
  return {
    state: 'pending',
    ...(claim.seenBy === undefined ? {} : { seenBy: claim.seenBy }),
    ...(claim.state === 'checking' && claim.challenge ? { challenge: claim.challenge } : {}),
  };
}

function gatewayOf(claim: Claim, made: { readonly id: string; readonly now: number }): Gateway {
  if (claim.accountId === undefined || !claim.approver)
    throw new TypeError(`claim ${claim.id} was approved by nobody`);
  return {
    id: made.id,
    accountId: claim.accountId,
    jkt: claim.jkt,
    publicJwk: claim.publicJwk,
    name: claim.name,
    kind: claim.kind,
    version: claim.version,
    ...(claim.lanAddress === undefined ? {} : { lanAddress: claim.lanAddress }),
    publicAddress: claim.publicAddress,
    linkedAt: made.now,
    linkedBy: claim.approver.name,
    linkedById: claim.approver.id,
    selfVersion: 1,
    online: false,
    since: made.now,
  };
}

/** What approving would end; told to who holds the request's code, so it may say where and since when. */
export async function linkedSince(
  { stores }: Pick<ClaimingDeps, 'stores'>,
  gateway: Gateway,
): Promise<string> {
  const account = await stores.accounts.byId(gateway.accountId);
  const day = new Date(gateway.linkedAt).toISOString().slice(0, 10);
  return `This gateway has belonged to the account ${account?.number ?? 'of somebody else'} since ${day}.`;
}
