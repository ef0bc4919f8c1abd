/** Columns of the deployment e-mails, for Kysely. Instants are ms since 1970. */
export type DeploymentTables = {
  deployment_mail: {
    user_id: string;
    id: string;
    account_id: string;
    /** UUIDv7: the greatest is the newest order. */
    order_id: string;
    address: string;
    state: 'waiting' | 'sent' | 'failed';
    attempts: number;
    /** What the mail server said last, in words. */
    error: string | null;
    queued_at: number;
    /** Not tried before. */
    due_at: number;
    /** Of the last change. */
    at: number;
    ordered_by_id: string;
    ordered_by_name: string;
  };
};
