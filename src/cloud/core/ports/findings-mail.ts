/** Who wants new findings by e-mail, and the queue of these e-mails, as the feature sees them. */
import type { MailLanguage } from '../../../contract/deployment.ts';
import type { FindingsDigest } from '../../../contract/outbox.ts';

/** One e-mail to one person, with what it needs. */
export type FindingsMail = {
  /** UUIDv7; stays the same over attempts. */
  readonly id: string;
  readonly accountId: string;
  readonly gatewayName: string;
  readonly digest: FindingsDigest;
  readonly attempts: number;
  readonly address: string;
  readonly personName: string;
  readonly language: MailLanguage;
};

export type FindingsMailStore = {
  wants(personId: string, accountId: string): Promise<boolean>;
  /** @param language of the e-mails; undefined: none any more, and what waits is forgotten */
  choose(who: {
    readonly personId: string;
    readonly accountId: string;
    readonly language: MailLanguage | undefined;
    readonly at: number;
  }): Promise<void>;
  /** One for each reader of the account. A digest that comes again queues nothing. */
  queue(digest: {
    readonly id: string;
    readonly accountId: string;
    readonly gatewayName: string;
    readonly body: FindingsDigest;
    readonly newId: () => string;
    readonly at: number;
  }): Promise<void>;
  /** The one that has waited longest and may be tried now; of an active account, to somebody who may still see it. */
  due(now: number): Promise<FindingsMail | undefined>;
  end(
    id: string,
    end: { readonly state: 'sent' | 'failed'; readonly error?: string; readonly at: number },
  ): Promise<void>;
  again(
    id: string,
    next: { readonly attempts: number; readonly dueAt: number; readonly error: string; readonly at: number },
  ): Promise<void>;
  /** Forgets those that ended, or could not be sent, before. */
  prune(before: number): Promise<void>;
};
