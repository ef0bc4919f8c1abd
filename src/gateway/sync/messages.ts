/** What the gateway and its sync process say to each other. Both are this program: no schema between them. */
import type { Fault } from '../../contract/common.ts';
import type { FlowCount } from '../core/ports/outflow.ts';
import type { CycleReport, ShadowReport, StageProgress } from '../core/sync-cycle.ts';
import type { ScimRequest, ScimResponse } from '../uplink/scim/index.ts';
import type { CheckJob, SyncJob } from './job.ts';

export type ToWorker =
  | { readonly type: 'run'; readonly job: SyncJob }
  | { readonly type: 'check'; readonly job: CheckJob }
  | { readonly type: 'abort' }
  | { readonly type: 'response'; readonly id: number; readonly response: ScimResponse }
  | { readonly type: 'noResponse'; readonly id: number; readonly fault: Fault };

export type FromWorker =
  | { readonly type: 'progress'; readonly progress: StageProgress }
  | { readonly type: 'log'; readonly message: string; readonly facts: Readonly<Record<string, unknown>> }
  | { readonly type: 'setAside'; readonly file: string }
  | { readonly type: 'request'; readonly id: number; readonly request: Omit<ScimRequest, 'signal'> }
  | { readonly type: 'cancel'; readonly id: number }
  /** The connections that it made, since it told last. */
  | { readonly type: 'outflow'; readonly counts: readonly FlowCount[] }
  | { readonly type: 'done'; readonly report: CycleReport }
  | { readonly type: 'checked'; readonly report: ShadowReport }
  | { readonly type: 'failed'; readonly fault: Fault };
