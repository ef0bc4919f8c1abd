/** Outcomes of one operation, and the faults that they carry. */
import { AppError, toFault } from '../../../base/errors.ts';
import type { CanonicalUser } from '../../../contract/scim.ts';
import { fail } from '../../core/errors.ts';
import type { RemoteOp, RemoteOutcome } from '../../core/ports/scim.ts';
import type { Answer } from './http.ts';
import {
  attribute,
  type ChangedField,
  canonicalOf,
  externalIdOf,
  isAdministrator,
  type Resource,
  userNameOf,
} from './resource.ts';

export function done(
  op: RemoteOp,
  resource: { readonly id: string; readonly version?: string | undefined },
  confirmed: CanonicalUser | undefined,
  adopted = false,
): RemoteOutcome {
  return {
    opId: op.opId,
    state: 'done',
    remoteId: resource.id,
    ...(resource.version === undefined ? {} : { version: resource.version }),
    confirmed,
    ...(adopted ? { adopted: true } : {}),
  };
}

/** What the server says about it (RFC 7644 §3.12), cut to a length that fits a page. */
function detailOf(body: unknown): string {
  const parts = [attribute(body, 'scimType'), attribute(body, 'detail')];
  return parts
    .filter((part): part is string => typeof part === 'string' && part !== '')
    .join(': ')
    .slice(0, 300);
}

export type Refusal = { readonly status: number; readonly body: unknown; readonly garbage?: boolean };

export function refused(op: RemoteOp, answer: Refusal): RemoteOutcome {
  const detail = detailOf(answer.body);
  const fault = toFault(
    fail('SCIM_REFUSED', {
      sentence: `The user directory of the cloud refused this person (${answer.status}${detail ? `, ${detail}` : ''}).`,
    }),
  );
  return { opId: op.opId, state: 'failed', fault, retryable: answer.status >= 500 || answer.status === 409 };
}

/** Why an existing user may not be taken over; undefined when it may (C4). */
export function obstacle(found: Resource, externalId: string): string | undefined {
  const holder = externalIdOf(found);
  if (holder === externalId) return undefined;
  if (holder !== undefined) return 'belongs to another source';
  return isAdministrator(found.raw) ? 'is an administrator' : undefined;
}

export function conflict(op: RemoteOp, found: Resource, why: string): RemoteOutcome {
  const holder = userNameOf(found) ?? found.id;
  const sentence = `${holder} exists at the cloud already and ${why}.`;
  return { opId: op.opId, state: 'conflict', fault: toFault(fail('REMOTE_CONFLICT', { sentence })), holder };
}

export function gone(op: RemoteOp): RemoteOutcome {
  return { opId: op.opId, state: 'gone', fault: toFault(fail('REMOTE_DELETED')) };
}

export function notConverged(op: RemoteOp, found: Resource, fields: readonly ChangedField[]): RemoteOutcome {
  const sentence = `The user directory of the cloud did not keep what was sent: ${fields.join(', ')}.`;
  return {
    opId: op.opId,
    state: 'notConverged',
    fault: toFault(fail('NOT_CONVERGED', { sentence })),
    remoteId: found.id,
    confirmed: canonicalOf(found.raw),
  };
}

/** It was sent, and what became of it is not known. */
export function unknown(op: RemoteOp, why: unknown): RemoteOutcome {
  return { opId: op.opId, state: 'unknown', fault: toFault(why) };
}

/** It was not sent. */
export function unsent(op: RemoteOp, why: unknown): RemoteOutcome {
  return { opId: op.opId, state: 'failed', fault: toFault(why), retryable: true };
}

/** The same error with the outcomes so far (port: ScimPort.apply). */
export function withOutcomes(error: AppError, outcomes: readonly RemoteOutcome[]): AppError {
  return new AppError(error.code, error.row, {
    sentence: error.message,
    remedy: error.remedy,
    cause: error,
    facts: { ...error.facts, outcomes },
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
  });
}

/** undefined: the server's address is none. */
function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** The answer's resource id by its body, else by the end of its Location. */
export function idOf(answer: Pick<Answer, 'body' | 'location'>): string | undefined {
  const id = attribute(answer.body, 'id');
  if (typeof id === 'string' && id !== '') return id;
  const last = answer.location?.split(/[?#]/)[0]?.split('/').filter(Boolean).at(-1);
  return last === undefined || last.toLowerCase() === 'users' ? undefined : decoded(last);
}
