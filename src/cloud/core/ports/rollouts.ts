/** Rollouts in the store. Several nodes may work on one: what they do is claimed by a row, or guarded by the revision. */
import type { Fault } from '../../../contract/common.ts';
import type {
  RingInput,
  RolloutCounts,
  RolloutGatewayState,
  RolloutState,
  RolloutWhen,
} from '../../../contract/rollouts.ts';
import type { Actor, Command, Gateway, Page, PageQuery, Scope } from '../model.ts';

export type Ring = Pick<RingInput, 'name' | 'nextAfterHours'>;

export type Rollout = {
  readonly id: string;
  /** The partner's account. */
  readonly accountId: string;
  readonly onlyAccountId?: string;
  readonly version: string;
  readonly state: RolloutState;
  readonly ring: number;
  readonly rings: readonly Ring[];
  readonly when: RolloutWhen;
  readonly maxFailedPercent: number;
  readonly createdBy: Actor;
  readonly createdAt: number;
  readonly ringStartedAt: number;
  /** Absent while the ring goes on. */
  readonly ringEndedAt?: number;
  /** Failures of this ring that a person has seen and gone on from. */
  readonly forgiven: number;
  readonly endedAt?: number;
  readonly endedBy?: string;
  readonly revision: number;
};

export type Member = { readonly gatewayId: string; readonly ring: number };
export type MemberEnd = {
  readonly state: Extract<RolloutGatewayState, 'done' | 'failed' | 'skipped'>;
  readonly at: number;
  readonly reason?: Fault;
};

/** A gateway that has its order, with what is known of it now. */
export type Followed = {
  readonly gatewayId: string;
  readonly orderedAt: number;
  readonly version: string;
  readonly status: Gateway['status'];
  readonly command?: Pick<Command, 'state' | 'error' | 'endedAt'>;
};

/** A gateway in a rollout, as a page lists it. */
export type MemberRow = Member & {
  readonly name: string;
  readonly accountId: string;
  readonly state: RolloutGatewayState;
  readonly online: boolean;
  readonly version: string;
  readonly status: Gateway['status'];
  readonly orderedAt?: number;
  readonly endedAt?: number;
  readonly reason?: Fault;
};

export type RolloutStore = {
  /** Gateways of active accounts in sight, or of one of them: whom a rollout could reach. */
  candidates(
    scope: Scope,
    onlyAccountId?: string,
  ): Promise<{ readonly id: string; readonly version: string }[]>;
  /** False while another rollout of the account has not ended. */
  insert(rollout: Rollout, members: readonly Member[]): Promise<boolean>;
  inScope(scope: Scope, id: string): Promise<Rollout | undefined>;
  list(scope: Scope, query: PageQuery): Promise<Page<Rollout>>;
  /** Those that have not ended, and aborted ones of which some gateway has not. */
  active(): Promise<Rollout[]>;
  /** Stores it with the next revision; false when somebody else has changed it since. */
  save(rollout: Rollout): Promise<boolean>;
  /** By ring. */
  counts(id: string): Promise<ReadonlyMap<number, RolloutCounts>>;
  /** Waiting in a ring up to this one, and offline: nobody waits for them. */
  absent(id: string, ring: number): Promise<number>;
  members(
    id: string,
    query: PageQuery & { readonly ring?: number; readonly state?: RolloutGatewayState },
  ): Promise<Page<MemberRow>>;
  /** Online and not ordered, of the rings up to this one. */
  due(id: string, ring: number, limit: number): Promise<Pick<MemberRow, 'gatewayId' | 'status'>[]>;
  followed(id: string): Promise<Followed[]>;
  /** Marks it as ordered; false when another node did. */
  claim(id: string, gatewayId: string, at: number): Promise<boolean>;
  setCommand(id: string, gatewayId: string, commandId: string): Promise<void>;
  /** The order did not reach it: it is given again. */
  release(id: string, gatewayId: string): Promise<void>;
  /** Claimed before, and no order was made of it: a node ended in between. */
  releaseLost(id: string, before: number): Promise<void>;
  end(id: string, gatewayId: string, end: MemberEnd): Promise<void>;
  /** Of gateways that are not linked any more. */
  skipUnlinked(id: string, at: number): Promise<void>;
  /** All that wait. */
  skipWaiting(id: string, at: number): Promise<void>;
};
