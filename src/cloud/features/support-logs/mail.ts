/**
 * E-mails about support logs: one to each contact on a new log, and one every seven days while it is open. The due time
 * stands in the store and moves on in the same go that queues the e-mails, so that a power cut neither loses nor
 * doubles a reminder, and of several nodes one makes it. An e-mail is leased while it is tried: after a cut it may go
 * out twice with the same Message-ID, and is never lost.
 */
import type { Clock } from '../../../base/clock.ts';
import { REMINDER_MS } from '../../../contract/support-logs.ts';
import type { Mailing } from '../../core/mailing.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { AccountStore } from '../../core/ports/stores.ts';
import type { NewSupportMail, SupportLogStore } from '../../core/ports/support-logs.ts';
import { writeSupport } from './templates.ts';

/** Longer than any attempt takes. */
const LEASE_MS = 10 * 60_000;
/** Reminders are looked for so often at most. */
const LOOK_MS = 60_000;

export type SupportMails = ReturnType<typeof createSupportMails>;

export function createSupportMails(deps: {
  readonly store: SupportLogStore;
  readonly accounts: Pick<AccountStore, 'byId'>;
  /** Absent: no mail server is configured; nothing is kept for later. */
  readonly mailing: Mailing | undefined;
  readonly crypto: Pick<Crypto, 'uuidv7'>;
  readonly clock: Clock;
  readonly publicUrl: string;
}) {
  const { store, accounts, mailing, clock, crypto } = deps;
  let lookAt = 0;

  /** The account's support contacts, or its partner's where it has none. */
  async function mails(accountId: string): Promise<readonly NewSupportMail[]> {
    const account = mailing && (await accounts.byId(accountId));
    if (!account) return [];
    const partner = account.partnerId === undefined ? undefined : await accounts.byId(account.partnerId);
    const own = account.supportContacts.length > 0 ? account.supportContacts : partner?.supportContacts;
    const addresses = new Map((own ?? []).map((address) => [address.toLowerCase(), address]));
    return [...addresses.values()].map((address) => ({ id: crypto.uuidv7(), address }));
  }

  return {
    mails,
    /** One turn. @returns whether an e-mail was tried */
    async turn(): Promise<boolean> {
      if (!mailing || mailing.isDown()) return false;
      const now = clock.now();
      if (now >= lookAt) {
        lookAt = now + LOOK_MS;
        await store.remind(now, REMINDER_MS, mails);
      }
      const mail = await store.take(now, LEASE_MS);
      if (!mail) return false;
      const { id, address: to, language, attempts } = mail;
      const url = `${deps.publicUrl}/support-logs/${mail.log.id}`;
      const written = writeSupport({ ...mail, url, now }, language);
      const outcome = await mailing.attempt({ id, to, language, ...written }, attempts);
      const at = clock.now();
      if (outcome.state === 'later')
        await store.again(id, { attempts: outcome.attempts, dueAt: outcome.dueAt, error: outcome.error, at });
      else await store.end(id, { ...outcome, at });
      return true;
    },
  };
}
