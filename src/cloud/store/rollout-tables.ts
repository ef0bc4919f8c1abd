/** Columns of rollouts, for Kysely. Times are ms since 1970. */
export type RolloutTables = {
  rollout: {
    id: string;
    /** The partner's, whose rollout it is. */
    account_id: string;
    only_account_id: string | null;
    version: string;
    state: string;
    ring: number;
    /** JSON */
    rings: string;
    /** JSON of contract RolloutWhen */
    timing: string;
    max_failed_percent: number;
    created_by_id: string;
    created_by_name: string;
    created_at: number;
    ring_started_at: number;
    ring_ended_at: number | null;
    /** Failures of this ring that a person has seen and gone on from. */
    forgiven: number;
    ended_at: number | null;
    ended_by: string | null;
    revision: number;
  };
  rollout_gateway: {
    rollout_id: string;
    gateway_id: string;
    ring: number;
    state: string;
    command_id: string | null;
    ordered_at: number | null;
    ended_at: number | null;
    /** JSON of contract Fault */
    reason: string | null;
  };
};
