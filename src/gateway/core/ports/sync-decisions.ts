/** Writes what people decided into sync.db, beside a cycle that may be running. Adapter: store/sync/decide.ts. */

import type { UserField } from '../../../contract/scim.ts';
import type { Verb } from '../../../contract/sync-api.ts';
import type { DetainedFilter } from './sync-queries.ts';

export type DecisionOrder = {
  readonly verb: Verb;
  /** Of persons; or all that the filter names, if they are as many as the person saw. */
  readonly ids?: readonly string[];
  readonly all?: DetainedFilter & { readonly count: number };
  readonly values?: Partial<Record<UserField, string | null>>;
  readonly by: string;
  readonly at: number;
  /** Id of the whole order. */
  readonly order?: string;
};
export type DecisionFailure = {
  readonly id: string;
  readonly name: string;
  readonly code: 'NOT_FOUND' | 'VERB_NOT_HERE';
};
export type DecisionsWritten = {
  readonly done: number;
  readonly failed: readonly DecisionFailure[];
  /** Synchronisers of which this order let deferred rows go, and left none behind. */
  readonly through?: readonly string[];
};

export type SyncDecisions = {
  /** All in one transaction. @throws AppError PLAN_STALE when `all.count` is not what there is */
  write(order: DecisionOrder): DecisionsWritten;
  /** D18: this remote user was changed by somebody else; the next cycle looks at it. One that is not ours is no concern. */
  changedAtRemote(remoteId: string, by: string, at: number): void;
  /** @param ids of decisions */
  revoke(ids: readonly string[]): DecisionsWritten;
  /** Exactly what this order decided, whatever else was decided about the same people. @returns how many still held */
  revokeOrder(order: string): number;
};
