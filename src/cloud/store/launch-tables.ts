/** Columns of the launch tables, for Kysely. Instants are ms since 1970. */
import type { Generated } from 'kysely';

export type LaunchTables = {
  launch_session: {
    id: string;
    label: string;
    gateway_id: string;
    gateway_name: string;
    account_id: string;
    target_id: string;
    title: string;
    person_id: string;
    person_name: string;
    reason: string | null;
    ticket: string | null;
    /** Hex SHA-256. */
    token_hash: string;
    token_expires_at: number;
    token_spent_at: number | null;
    opened_at: number;
    expires_at: number;
    last_used_at: number;
    state: 'waiting' | 'opening' | 'open' | 'ended';
    ended_because: string | null;
    ended_at: number | null;
  };
  tunnel_address: { number: Generated<number>; gateway_id: string };
};
