/** What one person needs, seen alone. Pure. */
import type { UserField } from '../../../contract/scim.ts';
import type { Block, Issue, OpEntry, OpKind, Person } from '../../core/ports/sync-store.ts';
import { detains, sentenceOf } from '../../core/sync-reasons.ts';
import { diff } from './diff.ts';

export type Decision =
  /** Nothing to do; `settle`: the remote is as desired. */
  | { readonly do: 'nothing' | 'settle' | 'forget' }
  | { readonly do: 'detain'; readonly code: string; readonly why: string }
  | { readonly do: 'send'; readonly entry: OpEntry; readonly kind: OpKind; readonly removal: boolean };

export type Moment = {
  readonly now: number;
  readonly cycle: number;
  readonly onDemand: boolean;
  readonly graceMs: number;
  /** Fields of this person that are never patched. */
  readonly frozen: readonly UserField[];
};

/** What an attempt is remembered by: it counts only while the same is wanted. */
export const aimOf = (person: Pick<Person, 'live' | 'desiredHash'>) =>
  person.live ? (person.desiredHash ?? '') : 'gone';

export function retryIsDue(block: Block, moment: Moment): boolean {
  if (block.cycle === moment.cycle) return false;
  if (block.retryable && moment.onDemand) return true;
  const { retryAt = Number.POSITIVE_INFINITY, retryCycle = Number.POSITIVE_INFINITY } = block;
  return moment.now >= retryAt || moment.cycle >= retryCycle;
}

const detain = (code: string, why = sentenceOf(code)): Decision => ({ do: 'detain', code, why });

function blocked(person: Person, moment: Moment): Decision | undefined {
  const { block } = person;
  if (!block || block.hash !== aimOf(person) || retryIsDue(block, moment)) return undefined;
  return detain(block.code, block.sentence);
}

function firstDetaining(issues: readonly Issue[]): Decision | undefined {
  const issue = issues.find(({ code }) => detains(code));
  return issue && detain(issue.code, issue.sentence);
}

function decideLive(person: Person, moment: Moment): Decision {
  const stopped = firstDetaining(person.issues) ?? (person.remoteGone ? detain('REMOTE_DELETED') : undefined);
  if (stopped) return stopped;
  const { desired } = person;
  if (!desired) return { do: 'nothing' };
  if (person.remoteId === undefined) return { do: 'send', entry: 'added', kind: 'create', removal: false };
  const fields = diff(desired, person).filter((field) => !moment.frozen.some((f) => f === field));
  if (fields.length === 0) return { do: 'settle' };
  const turned = fields.includes('active');
  if (!turned) return { do: 'send', entry: 'changed', kind: 'update', removal: false };
  const off = !desired.user.active;
  return { do: 'send', entry: off ? 'disabled' : 'enabled', kind: 'update', removal: off };
}

/** Soft delete first; hard delete when the grace period is over (D11). */
function decideGone(person: Person, moment: Moment): Decision {
  if (person.remoteId === undefined || person.remoteGone) return { do: 'forget' };
  if (person.disabledAt === undefined) {
    const kind = moment.graceMs === 0 ? 'delete' : 'update';
    return { do: 'send', entry: 'removed', kind, removal: true };
  }
  if (moment.now < person.disabledAt + moment.graceMs) return { do: 'nothing' };
  return { do: 'send', entry: 'deleted', kind: 'delete', removal: false };
}

export function decide(person: Person, moment: Moment): Decision {
  const decision = person.live ? decideLive(person, moment) : decideGone(person, moment);
  return decision.do === 'send' ? (blocked(person, moment) ?? decision) : decision;
}
