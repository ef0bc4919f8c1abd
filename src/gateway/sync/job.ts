/** What one run needs, as plain data: it crosses to the worker as a message. */

import type { UserField } from '../../contract/scim.ts';
import type { SynchroniserEnd, ValidationProfile } from '../../contract/sync-api.ts';
import type { MappingRule, Pins } from '../core/ports/connector.ts';
import type { CycleOptions } from '../core/sync-cycle.ts';

export type SyncJobSource = {
  readonly id: string;
  /** A row of pbx/index.ts. */
  readonly type: string;
  /** By the type's settings schema, secrets included. */
  readonly values: Readonly<Record<string, unknown>>;
  /** PEM of the customer's CA. */
  readonly ca?: string;
  /** Certificates that the saved link goes by. */
  readonly pins?: Pins;
  /** The only folder that files are read from. */
  readonly importDir?: string;
  /** ISO 3166-1 alpha-2, for national numbers. */
  readonly country?: string;
  /** In place of the type's own rules. */
  readonly mapping?: readonly MappingRule[];
  /** In place of the type's own: fields sent when a user is made and never patched. */
  readonly frozen?: readonly UserField[];
  readonly deferAll?: boolean;
  readonly incompleteChanges?: boolean;
  readonly validation?: ValidationProfile;
  /** PBX types: only numbers that are dynamic extensions make people. */
  readonly dynamicOnly?: boolean;
  readonly featureProfile?: string;
  /** Beside the e-mail address, what makes records of two sources one person. */
  readonly joinBy?: UserField;
  readonly leaving?: SynchroniserEnd;
  readonly reinitialise?: boolean;
};

export type SyncJobScim =
  /** A SCIM server by its token. */
  | {
      readonly kind: 'bearer';
      readonly baseUrl: string;
      readonly token: string;
      readonly proxy?: string;
      readonly ca?: string;
    }
  /** The gateway's own cloud: the gateway's process sends, because it signs each request (DPoP). */
  | { readonly kind: 'main'; readonly baseUrl: string };

export type SyncJob = {
  /** Where sync.db is. */
  readonly folder: string;
  /** In order of precedence: the first wins. */
  readonly sources: readonly SyncJobSource[];
  readonly scim: SyncJobScim;
  /** Names the user directory that `scim` leads to; another name makes everybody new. */
  readonly remote: string;
  readonly options: CycleOptions;
};

/** One turn of the slow check of the remote (C8). */
export type CheckJob = Pick<SyncJob, 'folder' | 'scim' | 'remote'> & {
  /** To know which fields each never writes again. */
  readonly sources: readonly Pick<SyncJobSource, 'id' | 'type' | 'frozen'>[];
  /** Requests, at most. */
  readonly budget: number;
};
