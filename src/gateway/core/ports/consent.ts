/** What the tunnels feature keeps of the customer's consent: a policy for each target, and every question. */
import type { AccessRequest, ConsentPolicy } from '../../../contract/local-api.ts';

export type StoredRequest = AccessRequest & {
  readonly personId: string;
  /** An approval under the policy `hour` answers the next questions until then. */
  readonly holdsUntil?: number;
};

/** How a question ended. */
export type ConsentAnswer = {
  readonly state: Exclude<AccessRequest['state'], 'waiting'>;
  readonly answeredAt: number;
  readonly answeredBy: string;
  readonly holdsUntil?: number;
};

/** Durable when a call returns. */
export type ConsentStore = {
  /** Undefined: nobody has set one. */
  policy(targetId: string): ConsentPolicy | undefined;
  /** Approvals that still hold are void with it. */
  setPolicy(targetId: string, policy: ConsentPolicy): void;
  /** Policy and approvals of a target that is gone; the questions stay, as history. */
  forget(targetId: string): void;
  forgetAll(): void;
  add(request: StoredRequest): void;
  answer(id: string, answer: ConsentAnswer): void;
  /** Newest first. */
  recent(limit: number): readonly StoredRequest[];
  waiting(): readonly StoredRequest[];
  /** The last approval of this person for this target that holds at `now`. */
  held(of: {
    readonly targetId: string;
    readonly personId: string;
    readonly now: number;
  }): StoredRequest | undefined;
  /** Forgets questions of before, 500 at most; answers how many. */
  prune(before: number): number;
};
