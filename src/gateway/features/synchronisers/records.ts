/** What is stored of synchronisers in state.db: a record each, their order, how each was read last. */
import { type Static, Type } from 'typebox';
import { Fault, Instant } from '../../../contract/common.ts';
import { SynchroniserEnd, SynchroniserOptions } from '../../../contract/sync-api.ts';
import type { Secrets, Settings } from '../../core/ports/settings.ts';
import type { SourceRead } from '../../core/sync-cycle.ts';

export const SynchroniserRecord = Type.Object({
  id: Type.String(),
  type: Type.String(),
  name: Type.String(),
  /** Without secrets. Of the PBX link: empty, they stand with the link. */
  values: Type.Record(Type.String(), Type.Unknown()),
  options: SynchroniserOptions,
  /** It defers because it is new, and not because somebody said so: until its first plan is approved (D8). */
  firstPlan: Type.Optional(Type.Boolean()),
  /** A person's rules in place of the type's own. */
  mapping: Type.Optional(Type.Array(Type.Unknown())),
  /** Certificates that the last test went by. */
  pins: Type.Optional(Type.Record(Type.String(), Type.String())),
  reinitialise: Type.Optional(Type.Boolean()),
  leaving: Type.Optional(SynchroniserEnd),
});
export type SynchroniserRecord = Static<typeof SynchroniserRecord>;

const Order = Type.Object({
  ids: Type.Array(Type.String()),
  /** Names of synchronisers that are gone: values that were kept still say whose they were. */
  former: Type.Record(Type.String(), Type.String()),
});
type Order = Static<typeof Order>;

const Read = Type.Object({
  at: Instant,
  end: Type.Enum(['complete', 'delta', 'incomplete']),
  rows: Type.Integer(),
  durationMs: Type.Integer(),
  fault: Type.Optional(Fault),
  details: Type.Optional(Type.Array(Type.Object({ label: Type.String(), text: Type.String() }))),
});
export type LastRead = Static<typeof Read>;
const Reads = Type.Record(Type.String(), Read);

const hostOf = (details: NonNullable<LastRead['details']>) =>
  details.find(({ label }) => label === 'Host')?.text;

/**
 * A read that did not come to its end, or told changes only, leaves out what it did not see: that stays as it was told
 * last, but never under the name of another host.
 */
function withFormer(read: LastRead, former: LastRead | undefined): LastRead {
  const told = read.details ?? [];
  if (read.end === 'complete' || !former?.details || hostOf(told) !== hostOf(former.details)) return read;
  const news = new Map(told.map((detail) => [detail.label, detail]));
  const kept = former.details.map((detail) => news.get(detail.label) ?? detail);
  const added = told.filter(({ label }) => !former.details?.some((detail) => detail.label === label));
  return { ...read, details: [...kept, ...added] };
}

const ORDER = 'synchronisers';
const READS = 'synchronisers.reads';
const keyOf = (id: string) => `synchroniser.${id}`;
const secretKey = (id: string, key: string) => `synchroniser.${id}.${key}`;
/** Former names that are remembered. */
const MOST_FORMER = 50;

export type Records = ReturnType<typeof createRecords>;

export function createRecords(settings: Settings, secrets: Secrets) {
  const order = (): Order => settings.get(ORDER, Order) ?? { ids: [], former: {} };
  const reads = () => settings.get(READS, Reads) ?? {};
  return {
    ids: () => order().ids,
    former: (id: string) => order().former[id],
    setOrder: (ids: readonly string[]) => settings.set(ORDER, { ...order(), ids: [...ids] } satisfies Order),
    get: (id: string) => settings.get(keyOf(id), SynchroniserRecord),
    put(record: SynchroniserRecord): void {
      settings.set(keyOf(record.id), record);
      const { ids, former } = order();
      if (!ids.includes(record.id)) settings.set(ORDER, { ids: [...ids, record.id], former } satisfies Order);
    },
    /** The record, its secrets and its place; the name is remembered. */
    drop(id: string, secretNames: readonly string[]): void {
      const { ids, former } = order();
      const name = settings.get(keyOf(id), SynchroniserRecord)?.name;
      const names = Object.entries(former).slice(1 - MOST_FORMER);
      const kept = name === undefined ? former : { ...Object.fromEntries(names), [id]: name };
      settings.set(ORDER, { ids: ids.filter((one) => one !== id), former: kept } satisfies Order);
      for (const key of secretNames) secrets.delete(secretKey(id, key));
      settings.delete(keyOf(id));
      const { [id]: _gone, ...others } = reads();
      settings.set(READS, others);
    },
    secret: (id: string, key: string) => secrets.get(secretKey(id, key)),
    setSecret: (id: string, key: string, value: string | undefined) =>
      value === undefined ? secrets.delete(secretKey(id, key)) : secrets.set(secretKey(id, key), value),
    lastRead: (id: string): LastRead | undefined => reads()[id],
    noteReads(news: readonly SourceRead[], known: readonly string[]): void {
      const own = news.filter(({ source }) => known.includes(source));
      if (own.length === 0) return;
      const before = reads();
      settings.set(READS, {
        ...before,
        ...Object.fromEntries(
          own.map(({ source, ...read }) => [source, withFormer(read as LastRead, before[source])]),
        ),
      });
    },
    forgetAll(): void {
      settings.delete(ORDER);
      settings.delete(READS);
    },
  };
}
