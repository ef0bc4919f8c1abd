/**
 * Sends what is queued, one e-mail a turn. A mail is marked sent after the server's 250 and not before: after a cut
 * it may go out twice (with the same Message-ID), and is never lost.
 */
import { backoffMs } from '../../../base/backoff.ts';
import type { Clock, Random } from '../../../base/clock.ts';
import type { Live } from '../../core/live.ts';
import type { Account } from '../../core/model.ts';
import type { Audit } from '../../core/ports/audit.ts';
import type { DeploymentStore, Mail, Mailer, QueuedMail, RecipientOf } from '../../core/ports/deployment.ts';
import type { ScimStore, UserRecord } from '../../core/ports/scim-store.ts';
import type { AccountStore } from '../../core/ports/stores.ts';
import { languageOf } from './language.ts';
import type { PbxTypes } from './pbx-types.ts';
import { writeWelcome } from './templates.ts';

/** A mail that was put off so often is given up: with the waits below that is after two to five hours. */
export const ATTEMPTS_MOST = 10;
const AGAIN = { firstMs: 60_000, maxMs: 3_600_000 };
/** No mail server answers: the whole queue waits. */
const DOWN = { firstMs: 5_000, maxMs: 300_000 };

export type WorkerDeps = {
  readonly store: DeploymentStore;
  readonly users: Pick<ScimStore, 'read'>;
  readonly recipientOf: RecipientOf;
  readonly accounts: Pick<AccountStore, 'byId'>;
  readonly pbxTypes: PbxTypes;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Audit;
  readonly live: Live;
};

/** @returns one turn: sends the mail that has waited longest, if one is due */
export function createDeploymentWorker(deps: WorkerDeps): () => Promise<void> {
  const { store, clock, random } = deps;
  let down = { times: 0, until: 0 };

  const write = async (mail: QueuedMail, user: UserRecord, account: Account): Promise<Mail> => {
    const language = languageOf(user.resource) ?? (await store.language(account.id));
    const pbxType = (await deps.pbxTypes(account.id))(user.gatewayId);
    const { name, userName, extension, phone, mobile } = deps.recipientOf(user);
    const written = writeWelcome(
      {
        name,
        userName,
        extension,
        phone,
        mobile,
        accountName: account.name,
        accountNumber: account.number,
        supportContacts: account.supportContacts,
        pbxType,
      },
      language,
    );
    return { id: mail.id, to: mail.address, language, ...written };
  };

  const tell = async (mail: QueuedMail, action: string, asset: string, details: Record<string, unknown>) => {
    const { accountId, orderedBy: actor } = mail;
    await deps.audit({ accountId, actor, action, eventType: 'Admin', asset, details });
  };

  const end = async (mail: QueuedMail, asset: string, error?: string) => {
    const state = error === undefined ? 'sent' : 'failed';
    await store.end(mail.id, { state, at: clock.now(), ...(error === undefined ? {} : { error }) });
    await tell(mail, `Deployment e-mail ${state}`, asset, error === undefined ? {} : { answer: error });
  };

  const putOff = async (mail: QueuedMail, error: string, attempts: number, ms: number) => {
    const at = clock.now();
    await store.again(mail.id, { attempts, dueAt: at + ms, error, at });
  };

  const attempt = async (mail: QueuedMail, user: UserRecord, account: Account) => {
    const outcome = await deps.mailer.send(await write(mail, user, account));
    const { userName } = deps.recipientOf(user);
    if (outcome.state === 'down') {
      const ms = backoffMs(down.times, random, DOWN);
      down = { times: down.times + 1, until: clock.monotonic() + ms };
      return putOff(mail, outcome.sentence, mail.attempts, 0);
    }
    down = { times: 0, until: 0 };
    if (outcome.state === 'sent') return end(mail, userName);
    const attempts = mail.attempts + 1;
    if (outcome.state === 'refused' || attempts >= ATTEMPTS_MOST)
      return end(mail, userName, outcome.sentence);
    return putOff(mail, outcome.sentence, attempts, backoffMs(mail.attempts, random, AGAIN));
  };

  return async () => {
    if (clock.monotonic() < down.until) return;
    const mail = await store.due(clock.now());
    const user = mail && (await deps.users.read(mail.accountId, mail.userId));
    const account = mail && (await deps.accounts.byId(mail.accountId));
    // deleted in between: the mail has gone with its user
    if (!mail || !user || !account) return;
    await attempt(mail, user, account);
    deps.live.tell({ kind: 'deployment', id: mail.orderId, accountId: mail.accountId });
  };
}
