/**
 * New findings of user synchronisation by e-mail (row D9), to people of the account who chose it: once per change, and
 * none when nothing is new (invariant 22). An e-mail is queued with the digest's id, and marked sent after the server's
 * 250: after a cut it may go out twice with the same Message-ID, and is never lost.
 */
import type { Clock } from '../../../base/clock.ts';
import type { FindingsMailChoice, FindingsMailView } from '../../../contract/console-api.ts';
import type { FindingsDigest } from '../../../contract/outbox.ts';
import type { Mailing } from '../../core/mailing.ts';
import type { Account, Gateway, SignedIn } from '../../core/model.ts';
import type { Audit } from '../../core/ports/audit.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { FindingsMailStore } from '../../core/ports/findings-mail.ts';
import type { AccountStore } from '../../core/ports/stores.ts';
import { writeFindings } from './templates.ts';

/** As long as ids of digests are remembered: none comes again after it. */
const KEPT_MS = 120 * 86_400_000;

export type FindingsMailDeps = {
  readonly store: FindingsMailStore;
  readonly accounts: Pick<AccountStore, 'byId'>;
  /** Absent: no mail server is configured. */
  readonly mailing: Mailing | undefined;
  readonly crypto: Pick<Crypto, 'uuidv7'>;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly publicUrl: string;
};

export type FindingsMailFeature = ReturnType<typeof createFindingsMail>;

export function createFindingsMail(deps: FindingsMailDeps) {
  const { store, clock, crypto, mailing } = deps;

  const view = async (me: SignedIn, account: Account): Promise<FindingsMailView> => ({
    on: await store.wants(me.id, account.id),
    address: me.email,
    canSend: mailing !== undefined,
  });

  return {
    view,
    async choose(me: SignedIn, account: Account, choice: FindingsMailChoice): Promise<FindingsMailView> {
      const language = choice.on ? choice.language : undefined;
      const isNew = (await store.wants(me.id, account.id)) !== choice.on;
      await store.choose({ personId: me.id, accountId: account.id, language, at: clock.now() });
      if (isNew)
        await deps.audit({
          accountId: account.id,
          actor: me,
          action: choice.on ? 'Findings by e-mail chosen' : 'Findings by e-mail ended',
          eventType: 'Admin',
          asset: me.email,
        });
      return view(me, account);
    },
    /** A digest came up. It may come again. Without a mail server nothing is kept for later. */
    async take(gateway: Gateway, id: string, body: FindingsDigest): Promise<void> {
      if (!mailing) return;
      const { accountId, name: gatewayName } = gateway;
      await store.queue({ id, accountId, gatewayName, body, newId: crypto.uuidv7, at: clock.now() });
    },
    /** One turn. @returns whether an e-mail was tried */
    async turn(): Promise<boolean> {
      if (!mailing || mailing.isDown()) return false;
      const mail = await store.due(clock.now());
      const account = mail && (await deps.accounts.byId(mail.accountId));
      if (!mail || !account) return false;
      const { id, address: to, language } = mail;
      const consoleUrl = `${deps.publicUrl}/accounts/${account.number}`;
      const written = writeFindings({ ...mail, accountName: account.name, consoleUrl }, language);
      const outcome = await mailing.attempt({ id, to, language, ...written }, mail.attempts);
      const at = clock.now();
      if (outcome.state === 'later') {
        const { attempts, dueAt, error } = outcome;
        await store.again(id, { attempts, dueAt, error, at });
      } else await store.end(id, { ...outcome, at });
      return true;
    },
    prune: () => store.prune(clock.now() - KEPT_MS),
  };
}
