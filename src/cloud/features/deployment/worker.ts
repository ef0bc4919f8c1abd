/**
 * Sends what is queued, one e-mail a turn. A mail is marked sent after the server's 250 and not before: after a cut
 * it may go out twice (with the same Message-ID), and is never lost.
 */
import type { Clock } from '../../../base/clock.ts';
import type { Live } from '../../core/live.ts';
import type { Mailing } from '../../core/mailing.ts';
import type { Account } from '../../core/model.ts';
import type { Audit } from '../../core/ports/audit.ts';
import type { DeploymentStore, Mail, QueuedMail, RecipientOf } from '../../core/ports/deployment.ts';
import type { ScimStore, UserRecord } from '../../core/ports/scim-store.ts';
import type { AccountStore } from '../../core/ports/stores.ts';
import { languageOf } from './language.ts';
import type { PbxTypes } from './pbx-types.ts';
import { writeWelcome } from './templates.ts';

export type WorkerDeps = {
  readonly store: DeploymentStore;
  readonly users: Pick<ScimStore, 'read'>;
  readonly recipientOf: RecipientOf;
  readonly accounts: Pick<AccountStore, 'byId'>;
  readonly pbxTypes: PbxTypes;
  readonly mailing: Mailing;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly live: Live;
};

/** @returns one turn: sends the mail that has waited longest, if one is due */
export function createDeploymentWorker(deps: WorkerDeps): () => Promise<void> {
  const { store, clock, mailing } = deps;

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

  const attempt = async (mail: QueuedMail, user: UserRecord, account: Account) => {
    const outcome = await mailing.attempt(await write(mail, user, account), mail.attempts);
    const { userName } = deps.recipientOf(user);
    if (outcome.state === 'sent') return end(mail, userName);
    if (outcome.state === 'failed') return end(mail, userName, outcome.error);
    const { attempts, dueAt, error } = outcome;
    await store.again(mail.id, { attempts, dueAt, error, at: clock.now() });
  };

  return async () => {
    if (mailing.isDown()) return;
    const mail = await store.due(clock.now());
    const user = mail && (await deps.users.read(mail.accountId, mail.userId));
    const account = mail && (await deps.accounts.byId(mail.accountId));
    // deleted in between: the mail has gone with its user
    if (!mail || !user || !account) return;
    await attempt(mail, user, account);
    deps.live.tell({ kind: 'deployment', id: mail.orderId, accountId: mail.accountId });
  };
}
