/** Columns of the e-mails about findings, for Kysely. Instants are ms since 1970. */
export type FindingsMailTables = {
  findings_reader: { person_id: string; account_id: string; language: string; at: number };
  findings_mail: {
    id: string;
    digest_id: string;
    person_id: string;
    account_id: string;
    gateway_name: string;
    /** JSON; empty once it has ended */
    digest: string;
    state: 'waiting' | 'sent' | 'failed';
    attempts: number;
    /** What the mail server said last, in words. */
    error: string | null;
    /** Not tried before. */
    due_at: number;
    /** Of the last change. */
    at: number;
  };
};
