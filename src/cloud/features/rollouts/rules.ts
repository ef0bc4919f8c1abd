/** What is decided in a rollout: who is in which ring, what became of a gateway, when a ring ends, stops or begins. Pure. */
import { toFault } from '../../../base/errors.ts';
import type { Fault } from '../../../contract/common.ts';
import type { RingInput, RolloutCounts, RolloutWhen } from '../../../contract/rollouts.ts';
import type { GatewayStatus } from '../../../contract/status.ts';
import { UPDATE_NO_CANCEL } from '../../../contract/update.ts';
import { fail } from '../../core/errors.ts';
import type { Followed, Member, Rollout } from '../../core/ports/rollouts.ts';

const HOUR = 3_600_000;

/**
 * Shares gateways out to rings. The first ring that names a gateway by hand has it; of the others each ring takes its
 * percentage, rounded up, in an order that looks random and is always the same; the last ring takes whoever is left.
 *
 * @param draw a text of evenly spread values for a gateway's id
 */
export function shareOut(
  rings: readonly RingInput[],
  ids: readonly string[],
  draw: (id: string) => string,
): Member[] {
  const byHand = new Map<string, number>();
  rings.forEach((ring, i) => {
    for (const id of ring.gateways) if (!byHand.has(id)) byHand.set(id, i);
  });
  const members: Member[] = [];
  const rest: { readonly id: string; readonly at: string }[] = [];
  for (const id of ids) {
    const ring = byHand.get(id);
    if (ring === undefined) rest.push({ id, at: draw(id) });
    else members.push({ gatewayId: id, ring });
  }
  rest.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  let from = 0;
  rings.forEach((ring, i) => {
    const isLast = i === rings.length - 1;
    const many = isLast ? rest.length : Math.ceil((ring.percent * rest.length) / 100);
    for (const { id } of rest.slice(from, from + many)) members.push({ gatewayId: id, ring: i });
    from += many;
  });
  return members;
}

/** The minute of the day at a place; UTC where its zone is not known here. */
function minuteThere(zone: string | undefined, now: number): number {
  const format = (timeZone: string) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  let text: string;
  try {
    text = format(zone ?? 'UTC').format(now);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    text = format('UTC').format(now);
  }
  const [hour = '0', minute = '0'] = text.split(':');
  return Number(hour) * 60 + Number(minute);
}

/** Whether a gateway may be ordered now; `from` equal to `until` is the whole day. */
export function isOpen(when: RolloutWhen, zone: string | undefined, now: number): boolean {
  if (when.kind !== 'hours' || when.from === when.until) return true;
  const { from, until } = when;
  const minute = minuteThere(zone, now);
  return from < until ? minute >= from && minute < until : minute >= from || minute < until;
}

export type Outcome =
  | { readonly kind: 'goesOn' | 'done' | 'again' }
  | { readonly kind: 'failed' | 'skipped'; readonly reason: Fault };

const UNKNOWN_END = toFault(fail('ROLLOUT_END_UNKNOWN'));

const GIVEN_UP = toFault(fail('ROLLOUT_GIVEN_UP'));
/** A status of so long after the order's end knows of the update. */
const SETTLED_MS = 5 * 60_000;

/** States of an update in which the new version runs and may still be taken back. */
const TRYING: readonly string[] = ['rebooting', 'trial', 'committing', 'rollingBack'];

/** What the gateway itself says counts before what became of the order: a restart lies between the two. */
function saidOf(version: string, orderedAt: number, status: GatewayStatus | undefined): Outcome | undefined {
  const update = status?.update;
  if (!update || update.version !== version) return undefined;
  if (update.state === 'committed') return { kind: 'done' };
  const ends = update.state === 'rolledBack' || update.state === 'failed';
  // an end of before this order is old news
  if (ends && (update.endedAt ?? 0) >= orderedAt)
    return { kind: 'failed', reason: plain(update.reason ?? UNKNOWN_END) };
  return ends ? undefined : { kind: 'goesOn' };
}

const plain = ({ code, sentence, remedy }: Fault): Fault => ({ code, sentence, remedy });

/** What became of a gateway's order. */
export function outcomeOf(version: string, member: Followed): Outcome {
  const { status, command, orderedAt } = member;
  const said = saidOf(version, orderedAt, status);
  if (said) return said;
  const isTrying = status?.update !== undefined && TRYING.includes(status.update.state);
  if (member.version === version && !isTrying) return { kind: 'done' };
  if (command?.state === 'expired') return { kind: 'again' };
  if (command?.state === 'failed') return { kind: 'failed', reason: plain(command.error ?? UNKNOWN_END) };
  const endedAt = command?.state === 'done' ? command.endedAt : undefined;
  // it was taken up, and the gateway is about something else now
  if (endedAt !== undefined && status?.update && status.at >= endedAt + SETTLED_MS && !isTrying)
    return { kind: 'skipped', reason: GIVEN_UP };
  // the power went; what the gateway says next tells
  return { kind: 'goesOn' };
}

/** Whether an order can still be taken back: nothing is being installed. */
export function isRecallable(version: string, { status }: Followed): boolean {
  const update = status?.update;
  if (update === undefined || update.version !== version) return true;
  return !UPDATE_NO_CANCEL.includes(update.state);
}

/** Whether too many of a ring have failed since somebody looked. */
export function isTooMany(counts: RolloutCounts, maxFailedPercent: number, forgiven: number): boolean {
  const size = counts.waiting + counts.ordered + counts.done + counts.failed;
  const failed = counts.failed - forgiven;
  return failed > 0 && failed * 100 > maxFailedPercent * size;
}

type Facts = {
  /** Of the ring that runs. */
  readonly counts: RolloutCounts;
  /** Waiting in it, and offline. */
  readonly absent: number;
  /** Orders that have not ended, in any ring, and gateways that wait in one up to this. */
  readonly openBefore: number;
  /** Whether any gateway is in a ring behind it. */
  readonly isSomebodyBehind: boolean;
};

/**
 * A ring has ended when everybody in it who is online has; who is offline is not waited for, and is ordered on return. One
 * of which nobody could be reached has proven nothing and goes on.
 */
function hasEnded({ counts, absent }: Facts): boolean {
  const { waiting, ordered, done, failed, skipped } = counts;
  const size = waiting + ordered + done + failed + skipped;
  return ordered === 0 && waiting <= absent && (size === 0 || done + failed + skipped > 0);
}

/** The rollout as it is from now on; the same object when nothing changes. */
export function advance(rollout: Rollout, facts: Facts, now: number): Rollout {
  const { state, ring, rings, ringEndedAt } = rollout;
  if (state === 'running' && isTooMany(facts.counts, rollout.maxFailedPercent, rollout.forgiven))
    return { ...rollout, state: 'stopped' };
  // a ring without gateways is nobody's to approve
  const isLast = ring >= rings.length - 1 || !facts.isSomebodyBehind;
  if (state === 'running' && isLast)
    return facts.openBefore === 0 ? { ...rollout, state: 'done', endedAt: now } : rollout;
  if (state === 'running' && hasEnded(facts)) return { ...rollout, state: 'waiting', ringEndedAt: now };
  const hours = rings[ring]?.nextAfterHours;
  if (state !== 'waiting' || hours === undefined || ringEndedAt === undefined) return rollout;
  return ringEndedAt + hours * HOUR <= now ? nextRing(rollout, now) : rollout;
}

/** When the next ring begins by itself; undefined when a person decides. */
export function nextAt({ state, ring, rings, ringEndedAt }: Rollout): number | undefined {
  const hours = rings[ring]?.nextAfterHours;
  if (state !== 'waiting' || hours === undefined || ringEndedAt === undefined) return undefined;
  return ringEndedAt + hours * HOUR;
}

/** The next ring begins. */
export function nextRing(rollout: Rollout, now: number): Rollout {
  const { ringEndedAt: _, ...rest } = rollout;
  return { ...rest, state: 'running', ring: rollout.ring + 1, ringStartedAt: now, forgiven: 0 };
}
