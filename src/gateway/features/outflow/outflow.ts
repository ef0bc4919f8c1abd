/**
 * What leaves this building (row G10): sums of what the meters of this program's processes counted, since the start and
 * by day. Kept in memory and written every five minutes, and not at all when nothing was said.
 */
import type { Clock } from '../../../base/clock.ts';
import type { OutflowView } from '../../../contract/outflow.ts';
import type { DataCount, DataSent, FlowCount, OutflowMeter, OutflowStore } from '../../core/ports/outflow.ts';
import { DAY_MS, RETENTION } from '../../core/retention.ts';

export type OutflowDeps = {
  readonly meter: OutflowMeter;
  readonly store: OutflowStore;
  readonly clock: Clock;
  /** Of the site: its calendar says what a day is. */
  readonly zone: () => string;
  readonly onError: (error: unknown) => void;
};

/** The meters are read so often, and that is how exact `lastAt` is. Milliseconds. */
const READ_MS = 10_000;
const WRITE_MS = 5 * 60_000;
/** Destinations that are told apart; whoever types names all day long fills no disk. */
const MOST = 500;

const flowKey = ({ use, host, port, via, place }: FlowCount) => [use, host, port, via ?? '', place].join(' ');

function addFlow(sums: Map<string, FlowCount>, more: FlowCount): void {
  const isKnown = sums.has(flowKey(more));
  const { via: _, ...rest } = more;
  const named = isKnown || sums.size < MOST ? more : { ...rest, host: '…', port: 0 };
  const before = sums.get(flowKey(named));
  sums.set(
    flowKey(named),
    before
      ? {
          ...before,
          connections: before.connections + more.connections,
          failed: before.failed + more.failed,
          up: before.up + more.up,
          down: before.down + more.down,
          lastAt: Math.max(before.lastAt, more.lastAt),
        }
      : named,
  );
}

function addData(sums: Map<string, DataCount>, more: DataCount): void {
  const { count, up, lastAt } = sums.get(more.data) ?? { count: 0, up: 0, lastAt: 0 };
  const last = Math.max(lastAt, more.lastAt);
  sums.set(more.data, { data: more.data, count: count + more.count, up: up + more.up, lastAt: last });
}

const empty = () => ({ flows: new Map<string, FlowCount>(), data: new Map<string, DataCount>() });

export type Outflow = ReturnType<typeof createOutflow>;

export function createOutflow({ meter, store, clock, zone, onError }: OutflowDeps) {
  const since = clock.now();
  const whole = empty();
  /** Not written yet; of one day only. */
  let pending = empty();
  let pendingDay: string | undefined;
  /** Said since the last look. Every request of a session says something, and which day it is takes long to find out. */
  const heard = new Map<string, DataCount>();
  let cancelRead: () => void = () => undefined;
  let cancelWrite: (() => void) | undefined;

  const dayOf = (at: number) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone(), dateStyle: 'short' }).format(at);

  const write = () => {
    cancelWrite?.();
    cancelWrite = undefined;
    if (pendingDay === undefined) return;
    try {
      store.add(pendingDay, [...pending.flows.values()], [...pending.data.values()]);
    } catch (error) {
      // a full disk: what was counted goes with the next write
      onError(error);
      cancelWrite = clock.after(WRITE_MS, write);
      return;
    }
    pending = empty();
    pendingDay = undefined;
  };

  /** What comes after midnight is of the next day. */
  const open = (): typeof pending => {
    const today = dayOf(clock.now());
    if (pendingDay !== undefined && pendingDay !== today) write();
    pendingDay = today;
    cancelWrite ??= clock.after(WRITE_MS, write);
    return pending;
  };

  const note = (flows: readonly FlowCount[]) => {
    if (flows.length === 0 && heard.size === 0) return;
    const today = open();
    for (const flow of flows) for (const sums of [whole.flows, today.flows]) addFlow(sums, flow);
    for (const one of heard.values()) for (const sums of [whole.data, today.data]) addData(sums, one);
    heard.clear();
  };

  const sent: DataSent = (data, up) => addData(heard, { data, count: 1, up, lastAt: clock.now() });

  const read = () => {
    note(meter.take());
    cancelRead = clock.after(READ_MS, read);
  };

  /** What is written of a day, and what is not yet: looking is no reason to write. */
  const sumsOf = (day: string): ReturnType<typeof empty> => {
    const sums = empty();
    const { flows, data } = store.of(day);
    const waiting = day === pendingDay ? pending : empty();
    for (const flow of [...flows, ...waiting.flows.values()]) addFlow(sums.flows, flow);
    for (const one of [...data, ...waiting.data.values()]) addData(sums.data, one);
    return sums;
  };

  const days = (): OutflowView['days'] => {
    const stored = store.days();
    if (pendingDay === undefined) return [...stored];
    const day = pendingDay;
    const total = { day, connections: 0, up: 0, down: 0, ...stored.find((one) => one.day === day) };
    for (const flow of pending.flows.values()) {
      if (flow.place !== 'outside') continue;
      total.connections += flow.connections;
      total.up += flow.up;
      total.down += flow.down;
    }
    const others = stored.filter((one) => one.day !== day);
    return [...others, total].sort((a, b) => (a.day < b.day ? 1 : -1));
  };

  return {
    start() {
      meter.start();
      read();
    },
    stop() {
      cancelRead();
      note(meter.take());
      meter.stop();
      write();
    },
    /** What another process of this program counted. */
    note,
    /** Data on its way to the cloud. */
    sent,
    /** Since the start, or of one day of the last 90. */
    view(day?: string): OutflowView {
      note(meter.take());
      const { flows, data } = day === undefined ? whole : sumsOf(day);
      return {
        at: clock.now(),
        since,
        ...(day === undefined ? {} : { day }),
        destinations: [...flows.values()].sort((a, b) => b.lastAt - a.lastAt),
        data: [...data.values()].sort((a, b) => b.up - a.up),
        days: days(),
      };
    },
    /** Forgets days of more than 90 days ago; answers how many rows. */
    prune: () => store.prune(dayOf(clock.now() - RETENTION.outflowDays * DAY_MS)),
  };
}
