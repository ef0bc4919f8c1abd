/** Columns of support logs, for Kysely. Instants are ms since 1970. */
import type { AttachmentType, SupportProduct, SupportState } from '../../contract/support-logs.ts';

export type SupportLogTables = {
  support_log: {
    id: string;
    account_id: string;
    partner_id: string;
    title: string;
    product: SupportProduct;
    description: string;
    state: SupportState;
    reporter_id: string;
    reporter_name: string;
    reporter_email: string | null;
    gateway_id: string | null;
    gateway_name: string | null;
    created_at: number;
    changed_at: number;
    revision: number;
    /** Of the next reminder; null while it is not open. */
    remind_at: number | null;
    /** Sent so far. */
    reminders: number;
  };
  support_note: {
    id: string;
    log_id: string;
    at: number;
    actor_id: string;
    actor_name: string;
    text: string;
    state: SupportState | null;
  };
  support_file: {
    id: string;
    log_id: string;
    name: string;
    type: AttachmentType;
    size: number;
    begun_at: number;
    /** Null while it comes. */
    stored_at: number | null;
    by_name: string;
    /** Of a support bundle, whose bytes stand in `support_piece`. */
    gateway_id: string | null;
    bundle_id: string | null;
  };
  support_file_piece: { file_id: string; start: number; bytes: Uint8Array };
  support_mail: {
    id: string;
    log_id: string;
    /** 0: the log is new; n: the n-th reminder. */
    number: number;
    address: string;
    state: 'waiting' | 'sent' | 'failed';
    attempts: number;
    error: string | null;
    due_at: number;
    /** Of the last change. */
    at: number;
  };
};
