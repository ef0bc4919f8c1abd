/** The person's side of claiming: looks at the request, chooses the account, types the set-up code (contract: Claiming). */
import { toFault } from '../../../base/errors.ts';
import { normaliseSetupCode, SETUP_CODE_LENGTH, SETUP_CODE_MAC_PREFIX } from '../../../contract/claim.ts';
import type { ClaimView } from '../../../contract/console-api.ts';
import { fail } from '../../core/errors.ts';
import { until } from '../../core/live.ts';
import type { Account, Claim, SignedIn } from '../../core/model.ts';
import { linkedSince } from './ask.ts';
import type { ClaimingDeps } from './deps.ts';
import { readUserCode } from './user-code.ts';

/** How long the person's request waits for the gateway's verdict before the page goes on asking by itself. */
const VERDICT_MS = 10_000;
/** After this time without a verdict the page says that the gateway is silent. */
const SILENT_MS = 25_000;

export type Viewer = { readonly person: SignedIn; readonly address: string };

export type Approve = {
  /** Tells the gateway that somebody looks. @throws AppError CLAIM_UNKNOWN */
  look(viewer: Viewer, userCode: string): Promise<ClaimView>;
  /**
   * Sends the challenge and waits a while for the verdict; a wrong code is a view with `error`.
   * @throws AppError CLAIM_UNKNOWN, CLAIM_ENDED, ACCOUNT_UNKNOWN, PARTNER_ACCOUNT, ACCOUNT_DEACTIVATED,
   *   BAD_INPUT
   */
  approve(
    viewer: Viewer,
    userCode: string,
    input: { readonly account: string; readonly setupCode: string },
  ): Promise<ClaimView>;
  /** @throws AppError CLAIM_UNKNOWN, CLAIM_ENDED */
  deny(viewer: Viewer, userCode: string): Promise<void>;
};

const OPEN: readonly Claim['state'][] = ['waiting', 'checking', 'wrongCode'];

export function createApprove(deps: ClaimingDeps): Approve {
  const { stores, crypto, clock, live, audit } = deps;

  const find = async (typed: string): Promise<Claim> => {
    const userCode = readUserCode(typed);
    const claim = userCode === undefined ? undefined : await stores.claims.byUserCode(userCode);
    if (!claim) throw fail('CLAIM_UNKNOWN');
    return claim;
  };

  const isOpen = (claim: Claim) => OPEN.includes(claim.state) && claim.expiresAt > clock.now();

  const refuseEnded = (claim: Claim) => {
    if (claim.state === 'ended') throw fail('SETUP_CODE_ATTEMPTS');
    if (!isOpen(claim)) throw fail('CLAIM_ENDED');
  };

  const chooseAccount = async (person: SignedIn, number: string): Promise<Account> => {
    const account = await stores.accounts.byNumber(person, number);
    if (!account) throw fail('ACCOUNT_UNKNOWN', { fields: [accountField('Choose an account of the list.')] });
    if (account.kind === 'partner') throw fail('PARTNER_ACCOUNT');
    if (account.state === 'deactivated') throw fail('ACCOUNT_DEACTIVATED');
    return account;
  };

  const challenge = (claim: Claim, typed: string) => {
    const code = normaliseSetupCode(typed);
    if (code.length !== SETUP_CODE_LENGTH) {
      const sentence = `The set-up code has ${SETUP_CODE_LENGTH} letters and digits; this has ${code.length}.`;
      throw fail('BAD_INPUT', { sentence, fields: [{ field: 'setupCode', sentence }] });
    }
    const nonce = crypto.randomToken(32);
    // the code itself is the key and is kept nowhere
    const mac = crypto.hmacSha256(code, `${SETUP_CODE_MAC_PREFIX}${nonce}\n${claim.jkt}`);
    return { id: crypto.uuidv7(), nonce, mac };
  };

  /** After the end only the account's own people still see it. */
  const refuseStranger = async (person: SignedIn, claim: Claim) => {
    if (claim.accountId === undefined || isOpen(claim)) return;
    if (!(await stores.accounts.within(person, claim.accountId))) throw fail('CLAIM_UNKNOWN');
  };

  const view = async ({ person, address }: Viewer, claim: Claim): Promise<ClaimView> => {
    const accounts = await stores.accounts.claimable(person);
    const approved = claim.state === 'approved';
    const problem = problemOf(claim, clock.now());
    const linked = isOpen(claim) ? await stores.gateways.byKey(claim.jkt) : undefined;
    return {
      userCode: claim.userCode,
      state: claim.state !== 'approved' && claim.expiresAt <= clock.now() ? 'expired' : claim.state,
      name: claim.name,
      kind: claim.kind,
      version: claim.version,
      ...(claim.lanAddress === undefined ? {} : { lanAddress: claim.lanAddress }),
      publicAddress: claim.publicAddress,
      samePublicAddress: claim.publicAddress === address,
      fingerprint: claim.jkt,
      askedAt: claim.askedAt,
      expiresAt: claim.expiresAt,
      wrongCodes: claim.wrongCodes,
      accounts: accounts.map(({ number, name, region }) => ({ number, name, region })),
      ...(approved && claim.gatewayId !== undefined ? { gatewayId: claim.gatewayId } : {}),
      ...(approved && claim.returnUri !== undefined ? { returnUri: claim.returnUri } : {}),
      ...(linked ? { replaces: await linkedSince(deps, linked) } : {}),
      ...(problem ? { error: toFault(problem) } : {}),
    };
  };

  const afterVerdict = async (claim: Claim, challengeId: string): Promise<Claim> => {
    const done = await until(live, clock, { kind: 'claim', id: claim.id, ms: VERDICT_MS }, async () => {
      const now = await stores.claims.byId(claim.id);
      return now?.challenge?.id === challengeId ? undefined : now;
    });
    return done ?? (await find(claim.userCode));
  };

  return {
    async look(viewer, userCode) {
      let claim = await find(userCode);
      await refuseStranger(viewer.person, claim);
      if (isOpen(claim) && claim.seenBy !== viewer.person.name) {
        await stores.claims.update(claim, { seenBy: viewer.person.name });
        live.tell({ kind: 'claim', id: claim.id });
        claim = await find(userCode);
      }
      return view(viewer, claim);
    },

    async approve(viewer, userCode, input) {
      const claim = await find(userCode);
      await refuseStranger(viewer.person, claim);
      refuseEnded(claim);
      const account = await chooseAccount(viewer.person, input.account);
      const made = challenge(claim, input.setupCode);
      const { id, name } = viewer.person;
      const stored = await stores.claims.update(claim, {
        state: 'checking',
        accountId: account.id,
        approver: { id, name },
        challenge: made,
        challengedAt: clock.now(),
      });
      if (!stored) throw fail('CLAIM_ENDED', { sentence: 'Somebody else is working on this request.' });
      live.tell({ kind: 'claim', id: claim.id });
      return view(viewer, await afterVerdict(claim, made.id));
    },

    async deny(viewer, userCode) {
      const claim = await find(userCode);
      await refuseStranger(viewer.person, claim);
      refuseEnded(claim);
      if (!(await stores.claims.update(claim, { state: 'denied', challenge: undefined })))
        throw fail('CLAIM_ENDED');
      live.tell({ kind: 'claim', id: claim.id });
      const { id, name, accountId } = viewer.person;
      await audit({
        accountId,
        actor: { id, name },
        action: 'Gateway refused',
        eventType: 'Security',
        asset: claim.name,
        details: { fingerprint: claim.jkt, publicAddress: claim.publicAddress },
      });
    },
  };
}

const accountField = (sentence: string) => ({ field: 'account', sentence });

/** What is wrong with a claim, as the page says it. */
function problemOf(claim: Claim, now: number) {
  if (claim.state === 'wrongCode') return fail('SETUP_CODE_WRONG');
  if (claim.state === 'ended') return fail('SETUP_CODE_ATTEMPTS');
  const isSilent = claim.state === 'checking' && now - (claim.challengedAt ?? now) > SILENT_MS;
  return isSilent ? fail('GATEWAY_SILENT') : undefined;
}
