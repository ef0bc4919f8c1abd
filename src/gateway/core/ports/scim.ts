/** The remote user directory as the sync engine sees it. The client behind it lives in uplink/scim/ (rules C1–C10 of the sync spec). */
import type { Fault } from '../../../contract/common.ts';
import type { CanonicalUser, UserField } from '../../../contract/scim.ts';

export type RemoteUser = {
  readonly id: string;
  readonly externalId?: string;
  /** ETag, where the server proved that it keeps them. */
  readonly version?: string;
  readonly user: CanonicalUser;
  /** Has a role that marks an administrator: never adopted. */
  readonly administrator: boolean;
};

export type RemoteOp =
  | {
      readonly opId: string;
      readonly kind: 'create';
      readonly externalId: string;
      readonly user: CanonicalUser;
    }
  | {
      readonly opId: string;
      readonly kind: 'update';
      readonly remoteId: string;
      readonly externalId: string;
      /** The whole desired user; `fields` names what differs from the confirmed state. */
      readonly user: CanonicalUser;
      readonly fields: readonly (UserField | 'active' | 'externalId')[];
      /** Values that we wrote before, so that others of a multi-valued attribute are kept (C2). */
      readonly confirmed: CanonicalUser;
    }
  | { readonly opId: string; readonly kind: 'delete'; readonly remoteId: string; readonly userName: string };

export type RemoteOutcome =
  | {
      readonly opId: string;
      readonly state: 'done';
      readonly remoteId: string;
      readonly version?: string;
      readonly confirmed: CanonicalUser | undefined;
      readonly adopted?: true;
    }
  /** The server refused this record; others go on. */
  | { readonly opId: string; readonly state: 'failed'; readonly fault: Fault; readonly retryable: boolean }
  /** Sent, and no answer came: look it up before trying again. */
  | { readonly opId: string; readonly state: 'unknown'; readonly fault: Fault }
  /** userName belongs to somebody whose externalId is not ours (C4). */
  | { readonly opId: string; readonly state: 'conflict'; readonly fault: Fault; readonly holder: string }
  /** The remote user is not there any more, and we did not delete it (C6, D17). */
  | { readonly opId: string; readonly state: 'gone'; readonly fault: Fault }
  /** What came back differs from what was desired, also after one PUT (C3). */
  | {
      readonly opId: string;
      readonly state: 'notConverged';
      readonly fault: Fault;
      readonly remoteId: string;
      readonly confirmed: CanonicalUser;
    };

/** A remote user, and the fields in which it is not what was expected. */
export type RemoteDrift = { readonly found: RemoteUser; readonly fields: readonly (UserField | 'active')[] };

export type ScimPort = {
  /** Reads ServiceProviderConfig and what was proven before (C1). Throws SCIM_UNREACHABLE, SCIM_AUTH, SCIM_ANSWER_BAD. */
  open(signal: AbortSignal): Promise<void>;
  /**
   * Carries out operations in the given order, by bulk where it is proven (100, adaptive), else one by one. Returns one outcome per op.
   * Throws only what stops the whole job: SCIM_AUTH (401/403, C7), SCIM_UNREACHABLE after its retries — ops without an outcome are then `unknown`
   * and come in `error.facts.outcomes`.
   */
  apply(ops: readonly RemoteOp[], signal: AbortSignal): Promise<readonly RemoteOutcome[]>;
  /** Resolves an `unknown` operation: by id, else userName, then externalId. */
  find(
    by: { readonly remoteId?: string; readonly userName?: string; readonly externalId?: string },
    signal: AbortSignal,
  ): Promise<RemoteUser | undefined>;
  /**
   * C8: one user as it is, against what we think it is. Values that others added are no difference.
   * @returns undefined when it is not there. @throws AppError as `find`
   */
  compare(remoteId: string, expected: CanonicalUser, signal: AbortSignal): Promise<RemoteDrift | undefined>;
  /** How many users the remote has, ours and others'. One request. @returns undefined where the server does not say */
  total(signal: AbortSignal): Promise<number | undefined>;
  /** Requests sent since open. */
  readonly requests: number;
};
