/** Ordering deployment e-mails: who gets one, and why somebody does not. */
import type { Clock } from '../../../base/clock.ts';
import {
  type DeploymentAnswer,
  type DeploymentOrder,
  type DeploymentProgress,
  NAMED_MOST,
  type SkipReason,
} from '../../../contract/deployment.ts';
import { ERRORS, fail } from '../../core/errors.ts';
import type { Live } from '../../core/live.ts';
import type { Account, Actor } from '../../core/model.ts';
import type { Audit } from '../../core/ports/audit.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { DeploymentStore, Recipient, RecipientOf } from '../../core/ports/deployment.ts';
import type { ScimStore, UserRecord } from '../../core/ports/scim-store.ts';
import type { PbxTypes } from './pbx-types.ts';

export type Deployment = {
  /**
   * Queues e-mails, or with `dryRun` says what it would.
   * @throws AppError BAD_INPUT without users, MAIL_SERVER_MISSING
   */
  order(actor: Actor, account: Account, order: Omit<DeploymentOrder, 'account'>): Promise<DeploymentAnswer>;
  progress(account: Account): Promise<DeploymentProgress>;
};

export type DeploymentDeps = {
  readonly store: DeploymentStore;
  readonly users: Pick<ScimStore, 'read' | 'after'>;
  readonly recipientOf: RecipientOf;
  readonly pbxTypes: PbxTypes;
  /** Whether a mail server is configured. */
  readonly canSend: boolean;
  readonly crypto: Pick<Crypto, 'uuidv7'>;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly live: Live;
};

type Reached = { readonly user: UserRecord; readonly address: string; readonly pbxType: string };
type Skipped = { readonly userId: string; readonly name: string; readonly reason: SkipReason };
type Plan = { readonly reached: readonly Reached[]; readonly skipped: readonly Skipped[] };

const PAGE = 500;
/** One mailbox and nothing else: no list, no display name, no line break (RFC 5321 §4.1.2, without quoted strings). */
const MAILBOX = /^[^\s@<>,;:"()[\]\\\p{Cc}]+@[^\s@<>,;:"()[\]\\\p{Cc}]+$/u;
const ADDRESS_MOST = 254;

async function* everybody(users: DeploymentDeps['users'], accountId: string) {
  let cursor: Parameters<ScimStore['after']>[1];
  for (;;) {
    const page = await users.after(accountId, cursor, PAGE);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    cursor = { createdAt: last.createdAt, id: last.id };
  }
}

/** Those named, each once; the id alone where the account has no such user. */
async function* chosen(users: DeploymentDeps['users'], accountId: string, ids: readonly string[]) {
  for (const id of new Set(ids)) yield (await users.read(accountId, id)) ?? id;
}

type Known = { readonly waiting: ReadonlySet<string>; readonly shared: ReadonlySet<string> };

/** The reason why a user gets no e-mail, the first that fits; undefined: it gets one. */
function reasonOf(
  user: UserRecord,
  { address, addressKey }: Recipient,
  known: Known,
): SkipReason | undefined {
  if (!user.active) return 'inactive';
  if (address === '') return 'noEmail';
  if (!MAILBOX.test(address) || address.length > ADDRESS_MOST) return 'badEmail';
  if (known.shared.has(addressKey)) return 'sharedEmail';
  return known.waiting.has(user.id) ? 'waiting' : undefined;
}

const tally = (words: readonly string[]): Record<string, number> =>
  words.reduce<Record<string, number>>((sums, word) => {
    sums[word] = (sums[word] ?? 0) + 1;
    return sums;
  }, {});

export function createDeployment(deps: DeploymentDeps): Deployment {
  const { store, users, clock, crypto } = deps;

  const plan = async (accountId: string, { userIds, pbxType }: DeploymentOrder): Promise<Plan> => {
    const known = { waiting: await store.waitingOf(accountId), shared: await store.sharedOf(accountId) };
    const typeOf = await deps.pbxTypes(accountId);
    const reached: Reached[] = [];
    const skipped: Skipped[] = [];
    const source = userIds ? chosen(users, accountId, userIds) : everybody(users, accountId);
    for await (const user of source) {
      if (typeof user === 'string') {
        skipped.push({ userId: user, name: user, reason: 'unknown' });
        continue;
      }
      const type = typeOf(user.gatewayId);
      if (pbxType !== undefined && type !== pbxType) continue;
      const recipient = deps.recipientOf(user);
      const reason = reasonOf(user, recipient, known);
      if (reason) skipped.push({ userId: user.id, name: recipient.name, reason });
      else reached.push({ user, address: recipient.address, pbxType: type });
    }
    return { reached, skipped };
  };

  const queue = async (actor: Actor, account: Account, reached: Plan['reached']) => {
    const orderId = crypto.uuidv7();
    const mails = reached.map(({ user, address }) => ({
      id: crypto.uuidv7(),
      accountId: account.id,
      userId: user.id,
      orderId,
      address,
      attempts: 0,
      orderedBy: actor,
    }));
    await store.queue(mails, clock.now());
    deps.live.tell({ kind: 'deployment', id: orderId, accountId: account.id });
  };

  const tell = (actor: Actor, account: Account, details: Readonly<Record<string, unknown>>) =>
    deps.audit({
      accountId: account.id,
      actor,
      action: 'Deployment e-mails queued',
      eventType: 'Admin',
      asset: account.name,
      details,
    });

  return {
    async order(actor, account, order) {
      if ((order.userIds === undefined) === (order.all === undefined)) {
        const sentence = 'Name the users, or say that all are meant.';
        throw fail('BAD_INPUT', { sentence, fields: [{ field: 'userIds', sentence }] });
      }
      if (!deps.canSend && !order.dryRun) throw fail('MAIL_SERVER_MISSING');
      const { reached, skipped } = await plan(account.id, order);
      const reasons = tally(skipped.map(({ reason }) => reason));
      const answer = {
        queued: reached.length,
        skipped: skipped.slice(0, NAMED_MOST),
        reasons,
        pbxTypes: tally(reached.map(({ pbxType }) => pbxType)),
      };
      if (order.dryRun) return answer;
      if (order.language) await store.setLanguage(account.id, order.language);
      if (reached.length > 0) await queue(actor, account, reached);
      await tell(actor, account, { queued: reached.length, notSendable: reasons });
      return answer;
    },
    async progress(account) {
      const { sentence, remedy } = ERRORS.MAIL_SERVER_MISSING;
      const failures = await store.failures(account.id, NAMED_MOST);
      const named = failures.map(async (failure) => {
        const user = await users.read(account.id, failure.userId);
        return { ...failure, name: user ? deps.recipientOf(user).name : failure.address };
      });
      return {
        ...(deps.canSend ? {} : { unavailable: { code: 'MAIL_SERVER_MISSING', sentence, remedy } }),
        language: await store.language(account.id),
        ...(await store.counts(account.id)),
        failures: await Promise.all(named),
      };
    },
  };
}
