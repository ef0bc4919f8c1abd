/** The console's side of the second way of claiming: tokens and registered fingerprints (contract: Claiming). */
import { CLAIM_TOKEN_MS } from '../../../contract/claim.ts';
import type { ClaimTokenView } from '../../../contract/console-api.ts';
import { fail } from '../../core/errors.ts';
import type { Account, Actor, ClaimToken } from '../../core/model.ts';
import type { ClaimingDeps } from './deps.ts';

/** A thumbprint (RFC 7638, SHA-256) as base64url. */
const FINGERPRINT = /^[A-Za-z0-9_-]{43}$/;

export type ClaimTokens = {
  /**
   * @param fingerprint registers that key instead of making a token
   * @throws AppError PARTNER_ACCOUNT, BAD_INPUT, CLAIM_NEEDS_PRESENCE (the key was linked before)
   */
  create(actor: Actor, account: Account, fingerprint?: string): Promise<ClaimTokenView>;
  /** Those that are still good. */
  list(account: Account): Promise<ClaimTokenView[]>;
  /** @throws AppError NOT_FOUND */
  revoke(actor: Actor, account: Account, id: string): Promise<void>;
};

export function createClaimTokens(deps: ClaimingDeps): ClaimTokens {
  const { stores, crypto, clock, audit } = deps;

  const told = (actor: Actor, account: Account, action: string, token: ClaimToken) =>
    audit({
      accountId: account.id,
      actor,
      action,
      eventType: 'Security',
      asset: `${account.name} (${account.number})`,
      details: { id: token.id, ...(token.jkt === undefined ? {} : { fingerprint: token.jkt }) },
    });

  const keyOf = async (typed: string): Promise<string> => {
    const jkt = typed.replace(/\s/g, '');
    const sentence = 'A fingerprint has 43 letters, digits, - and _.';
    if (!FINGERPRINT.test(jkt))
      throw fail('BAD_INPUT', { sentence, fields: [{ field: 'fingerprint', sentence }] });
    if (await stores.gateways.wasLinked(jkt)) throw fail('CLAIM_NEEDS_PRESENCE');
    return jkt;
  };

  return {
    async create(actor, account, fingerprint) {
      if (account.kind === 'partner') throw fail('PARTNER_ACCOUNT');
      const secret = crypto.randomToken(32);
      const by =
        fingerprint === undefined
          ? { tokenHash: crypto.sha256Hex(secret) }
          : { jkt: await keyOf(fingerprint) };
      const now = clock.now();
      const token: ClaimToken = {
        id: crypto.uuidv7(),
        ...by,
        accountId: account.id,
        createdBy: { id: actor.id, name: actor.name },
        createdAt: now,
        expiresAt: now + CLAIM_TOKEN_MS,
      };
      await stores.claimTokens.insert(token);
      await told(
        actor,
        account,
        fingerprint === undefined ? 'Claim token made' : 'Gateway registered',
        token,
      );
      return { ...view(token), ...(fingerprint === undefined ? { token: secret } : {}) };
    },

    async list(account) {
      const tokens = await stores.claimTokens.open(account.id, clock.now());
      return tokens.map(view);
    },

    async revoke(actor, account, id) {
      const token = (await stores.claimTokens.open(account.id, clock.now())).find((t) => t.id === id);
      if (!token || !(await stores.claimTokens.remove(account.id, id)))
        throw fail('NOT_FOUND', { sentence: 'There is no such claim token any more.' });
      await told(actor, account, 'Claim token revoked', token);
    },
  };
}

const view = ({ id, jkt, createdAt, createdBy, expiresAt }: ClaimToken): ClaimTokenView => ({
  id,
  ...(jkt === undefined ? {} : { fingerprint: jkt }),
  createdAt,
  createdBy: createdBy.name,
  expiresAt,
});
