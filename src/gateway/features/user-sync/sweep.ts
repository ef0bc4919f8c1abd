/**
 * Once a day a source that hands out changes is asked who is there at all (row D12): some directories show an ordinary user
 * no deletes. What it finds missing goes the way of every absence, through plan and guard.
 */
import type { ReadEnd } from '../../core/ports/connector.ts';
import type { Cycle, SyncSource } from './engine.ts';

const EVERY_MS = 24 * 3_600_000;

/** Key of the fact that says when everybody of a source was last read or counted. */
const sweptAt = (sourceId: string) => `swept ${sourceId}`;

/** A whole read is a sweep too; of a source that is always read whole nothing is noted. */
export function noteWhole({ store, now }: Cycle, { id, ids }: SyncSource, end: ReadEnd): void {
  if (ids && end.kind === 'complete' && end.cursor !== undefined) store.facts.set(sweptAt(id), String(now()));
}

async function everybody(
  cycle: Cycle,
  ids: NonNullable<SyncSource['ids']>,
): Promise<Set<string> | undefined> {
  const found = new Set<string>();
  const pages = ids(cycle.signal);
  let step = await pages.next();
  for (; !step.done; step = await pages.next()) for (const anchor of step.value) found.add(anchor);
  return step.value.kind === 'complete' ? found : undefined;
}

/**
 * The end of a delta with everybody who is there in it, when a day is over. A sweep that fails leaves the end as it was; the next
 * cycle tries again. An empty directory is none: then a whole read has to say so.
 */
export async function withSweep(cycle: Cycle, source: SyncSource, end: ReadEnd): Promise<ReadEnd> {
  const { facts } = cycle.store;
  const last = Number(facts.get(sweptAt(source.id)) ?? 0);
  // a clock that was set back does not put it off for ever
  const isDue = Math.abs(cycle.now() - last) >= EVERY_MS;
  if (end.kind !== 'delta' || !source.ids || !isDue) return end;
  const found = await everybody(cycle, source.ids);
  if (!found || found.size === 0) {
    cycle.log('the sweep of identities did not come to its end', { source: source.id });
    return end;
  }
  facts.set(sweptAt(source.id), String(cycle.now()));
  const deleted = end.deleted.filter((anchor) => !found.has(anchor));
  return { ...end, deleted, present: found };
}
