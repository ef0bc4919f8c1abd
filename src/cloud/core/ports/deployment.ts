/** The queue of deployment e-mails and the mail server, as the feature sees them. */
import type { MailLanguage } from '../../../contract/deployment.ts';
import type { Actor } from '../model.ts';
import type { UserRecord } from './scim-store.ts';

export type MailState = 'waiting' | 'sent' | 'failed';

/** One e-mail to one user; a newer order takes the place of an older one that has ended. */
export type QueuedMail = {
  /** UUIDv7; stays the same over attempts, so that a receiver can tell a duplicate. */
  readonly id: string;
  readonly accountId: string;
  readonly userId: string;
  /** UUIDv7 of the order that queued it. */
  readonly orderId: string;
  readonly address: string;
  /** Attempts that ended in a "try again". */
  readonly attempts: number;
  readonly orderedBy: Actor;
};

export type MailCounts = {
  readonly waiting: number;
  readonly sent: number;
  readonly failed: number;
  readonly orderedAt?: number;
  readonly orderedBy?: string;
  readonly waitingBecause?: string;
};
export type MailFailure = {
  readonly userId: string;
  readonly address: string;
  readonly sentence: string;
};

/** How an attempt to send is written down, in every queue of e-mails. */
export type MailQueue = {
  /** Ends it, unless it has been ended. */
  end(
    id: string,
    end: { readonly state: 'sent' | 'failed'; readonly error?: string; readonly at: number },
  ): Promise<void>;
  again(
    id: string,
    next: { readonly attempts: number; readonly dueAt: number; readonly error: string; readonly at: number },
  ): Promise<void>;
};

export type DeploymentStore = MailQueue & {
  /** All or none. A mail that waits already stays as it is. */
  queue(mails: readonly QueuedMail[], at: number): Promise<void>;
  /** The mail that has waited longest and may be tried now; none of a deactivated account. */
  due(now: number): Promise<QueuedMail | undefined>;
  /** Users of the account whose mail waits. */
  waitingOf(accountId: string): Promise<ReadonlySet<string>>;
  /** Addresses, in comparable form, that more than one user of the account has. */
  sharedOf(accountId: string): Promise<ReadonlySet<string>>;
  /** Of the newest order, and what an older one left waiting. */
  counts(accountId: string): Promise<MailCounts>;
  failures(accountId: string, limit: number): Promise<readonly MailFailure[]>;
  language(accountId: string): Promise<MailLanguage>;
  setLanguage(accountId: string, language: MailLanguage): Promise<void>;
};

/** What an e-mail needs of a user. */
export type Recipient = {
  readonly name: string;
  readonly userName: string;
  readonly extension: string | undefined;
  readonly phone: string | undefined;
  readonly mobile: string | undefined;
  /** Empty when there is none. */
  readonly address: string;
  /** The address in comparable form, as `sharedOf` has it. */
  readonly addressKey: string;
};
export type RecipientOf = (user: UserRecord) => Recipient;

export type Mail = {
  /** Message-ID without its host part. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** RFC 5646, for Content-Language. */
  readonly language: string;
};

/**
 * What became of an attempt (RFC 5321 §4.2.1). `sent`: the server answered 250 and has it now. `again`: it refused
 * this mail for now (4yz). `refused`: for good (5yz). `down`: nothing can be sent at the moment, whatever the mail:
 * no connection, no TLS, no sign-in, the sender refused, 421.
 */
export type MailOutcome =
  | { readonly state: 'sent' }
  | { readonly state: 'again' | 'refused' | 'down'; readonly sentence: string };

/** The configured mail server. Never throws. */
export type Mailer = { send(mail: Mail): Promise<MailOutcome> };
