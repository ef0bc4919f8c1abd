/** Support logs, their attachments, and the queue of their e-mails, as the feature sees them. */
import type { MailLanguage } from '../../../contract/deployment.ts';
import type {
  AttachmentType,
  SupportNote,
  SupportProduct,
  SupportSort,
  SupportState,
} from '../../../contract/support-logs.ts';
import type { Actor, Page, PageQuery, Scope } from '../model.ts';
import type { MailQueue } from './deployment.ts';

export type SupportLog = {
  readonly id: string;
  readonly account: {
    readonly id: string;
    readonly number: string;
    readonly name: string;
    readonly partner?: string;
  };
  readonly title: string;
  readonly product: SupportProduct;
  readonly description: string;
  readonly state: SupportState;
  readonly reporter: Actor & { readonly email?: string };
  readonly gateway?: { readonly id: string; readonly name: string };
  readonly createdAt: number;
  readonly changedAt: number;
  readonly revision: number;
  /** When the next reminder is due; only while it is open. */
  readonly remindAt?: number;
  /** Whole ones. */
  readonly attachments: number;
};

export type NewSupportLog = Pick<
  SupportLog,
  'id' | 'title' | 'product' | 'description' | 'reporter' | 'gateway' | 'createdAt'
> & { readonly accountId: string; readonly remindAt: number };

/** One e-mail to one contact; what it says is read when it is sent. */
export type NewSupportMail = { readonly id: string; readonly address: string };

export type SupportMail = {
  readonly id: string;
  readonly address: string;
  readonly attempts: number;
  /** 0: the log is new; n: the n-th reminder. */
  readonly number: number;
  readonly language: MailLanguage;
  readonly log: SupportLog;
};

export type SupportFile = {
  readonly id: string;
  readonly name: string;
  readonly type: AttachmentType;
  readonly size: number;
  readonly at: number;
  readonly by: string;
  /** The support bundle whose bytes it shows. */
  readonly bundle?: { readonly gatewayId: string; readonly id: string };
  readonly kept: boolean;
};

export type SupportLogFilter = {
  readonly accounts?: readonly string[];
  readonly q?: string;
  readonly products?: readonly SupportProduct[];
  readonly states?: readonly SupportState[];
  readonly gatewayId?: string;
};

export type SupportLogStore = MailQueue & {
  /** All of it or none. */
  insert(log: NewSupportLog, mails: readonly NewSupportMail[]): Promise<void>;
  find(scope: Scope, id: string): Promise<SupportLog | undefined>;
  list(
    scope: Scope,
    query: SupportLogFilter & PageQuery & { readonly sort?: SupportSort; readonly order?: 'asc' | 'desc' },
  ): Promise<Page<SupportLog>>;
  /** @param since of the products: of logs that are not older */
  facets(
    scope: Scope,
    accounts: readonly string[] | undefined,
    since: number,
  ): Promise<{ total: number; open: number; products: SupportProduct[] }>;
  /** Oldest first. */
  notes(id: string): Promise<SupportNote[]>;
  /** Whole ones, oldest first. */
  files(id: string): Promise<SupportFile[]>;
  /**
   * State and note in one, where the log is still as it was looked at. Reminders that wait go when it is open no more.
   * @returns whether it was
   */
  change(
    id: string,
    revision: number,
    next: {
      readonly state: SupportState;
      readonly remindAt: number | undefined;
      readonly note: SupportNote;
      readonly actor: Actor;
    },
  ): Promise<boolean>;
  /**
   * A bundle is whole: in one go it is marked so, and stands in the gateway's newest log that is not resolved, or else
   * in the new one.
   * @returns the id of the log
   */
  bundleStored(
    bundle: { readonly gatewayId: string; readonly id: string; readonly fileId: string },
    log: NewSupportLog,
    mails: readonly NewSupportMail[],
  ): Promise<string>;
  /** What people added; those on their way count among the files. */
  usage(log: Pick<SupportLog, 'id' | 'account'>): Promise<{ files: number; accountBytes: number }>;
  beginFile(logId: string, file: Pick<SupportFile, 'id' | 'name' | 'at' | 'by'>): Promise<void>;
  appendFile(fileId: string, start: number, bytes: Uint8Array): Promise<void>;
  finishFile(
    logId: string,
    file: { readonly id: string; readonly type: AttachmentType; readonly size: number; readonly at: number },
  ): Promise<void>;
  removeFile(fileId: string): Promise<void>;
  /** One piece in memory at a time. */
  readFile(file: SupportFile): AsyncIterable<Uint8Array>;
  /**
   * Open logs whose reminder is due. The due time moves on with the e-mails that it makes, in one go and only from the
   * value that was read: of several nodes one makes them.
   * @param mails of one log
   * @returns how many logs were reminded of
   */
  remind(
    now: number,
    everyMs: number,
    mails: (accountId: string) => Promise<readonly NewSupportMail[]>,
  ): Promise<number>;
  /** The e-mail that has waited longest; for `leaseMs` no other node takes it. */
  take(now: number, leaseMs: number): Promise<SupportMail | undefined>;
  prune(before: { readonly resolved: number; readonly mails: number; readonly begun: number }): Promise<void>;
};
