/**
 * Who may have changed, by modifyTimestamp (RFC 4512 §3.4.3), where a directory tells it in no better way. Deletes do not show;
 * a change that another server brings late may be missed: so everybody is read once a day of the directory's clock.
 */
import type { LdapClient } from './client.ts';
import type { LdapEntry } from './message.ts';
import { Unusable } from './unusable.ts';

export const MODIFIED = 'modifyTimestamp';
/** Servers of one directory differ in their clocks, and changes travel between them. */
const OVERLAP_MS = 5 * 60_000;
const WHOLE_EVERY_MS = 24 * 3_600_000;
const MAX_CHANGED = 5000;

/** Generalized time (RFC 4517 §3.3.13) in UTC → milliseconds; undefined for anything else. */
export function timeOf(text: string): number | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:[.,]\d+)?Z$/.exec(text);
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second] = found.map(Number) as number[];
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}

const textOf = (ms: number) => `${new Date(ms).toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '')}`;

/** The latest change that was seen: the directory's own clock, never ours. */
export function createLatest(from = 0) {
  let latest = from;
  let isWhole = true;
  return {
    see({ attributes }: LdapEntry): number | undefined {
      const time = timeOf(attributes.first(MODIFIED)?.toString('latin1') ?? '');
      if (time === undefined) isWhole = false;
      else latest = Math.max(latest, time);
      return time;
    },
    /** Undefined where somebody has no time of change: nothing can be counted from then. */
    get ms(): number | undefined {
      return isWhole && latest > 0 ? latest : undefined;
    },
  };
}

export type TimeAt = { readonly latest: number; readonly whole: number };
export const writeTime = ({ latest, whole }: TimeAt) => `${latest} ${whole}`;

/** @throws Unusable where it is no such position, or the last whole read is a day old */
export function readTime(at: string): TimeAt {
  const [latest = Number.NaN, whole = Number.NaN] = at.split(' ').map(Number);
  if (!Number.isSafeInteger(latest) || !Number.isSafeInteger(whole)) throw new Unusable('no time');
  if (latest - whole >= WHOLE_EVERY_MS) throw new Unusable('the last whole read is a day old');
  return { latest, whole };
}

export type ChangedAfter = {
  readonly ids: readonly Buffer[];
  /** Of those, as latin1, who are not of the overlap. */
  readonly newer: ReadonlySet<string>;
  readonly latest: number;
};

/** Identities of all entries below `base` that changed since `latest`, with some overlap; filters are not asked yet. */
export async function changedAfter(
  client: LdapClient,
  ask: { readonly base: string; readonly anchor: string; readonly latest: number },
): Promise<ChangedAfter> {
  const newer = new Set<string>();
  const seen = createLatest(ask.latest);
  const ids: Buffer[] = [];
  const query = {
    base: ask.base,
    scope: 'subtree' as const,
    filter: `(${MODIFIED}>=${textOf(ask.latest - OVERLAP_MS)})`,
    attributes: [ask.anchor, MODIFIED],
  };
  for await (const page of client.search(query)) {
    for (const entry of page) {
      const time = seen.see(entry);
      const id = entry.attributes.first(ask.anchor);
      if (!id) continue;
      ids.push(Buffer.from(id));
      if (time === undefined || time > ask.latest) newer.add(id.toString('latin1'));
    }
    if (ids.length > MAX_CHANGED) throw new Unusable('too much has changed');
  }
  return { ids, newer, latest: seen.ms ?? ask.latest };
}
