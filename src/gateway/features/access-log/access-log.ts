/** The access log for people: pages of it, whether it is what was written (row G3), and how long it is kept. */
import type { Clock } from '../../../base/clock.ts';
import { toFault } from '../../../base/errors.ts';
import type { AccessHead, AccessHeads, AccessVerdict } from '../../../contract/access-log.ts';
import type { AccessLine } from '../../../contract/local-api.ts';
import { type AccessFault, explains, walkChain } from '../../core/access-chain.ts';
import { fail } from '../../core/errors.ts';
import type { AccessFilter, AccessLog, ChainPlace, ChainRecord } from '../../core/ports/targets.ts';
import { DAY_MS, RETENTION } from '../../core/retention.ts';

export type AccessLogDeps = {
  readonly log: AccessLog;
  /**
   * Heads that the cloud holds, after this count. Throws AppError; undefined while this gateway is not linked: nobody
   * was told of anything.
   */
  readonly heads: (after: number, signal: AbortSignal) => Promise<AccessHeads | undefined>;
  readonly clock: Clock;
  /** Lets other work of the thread run. */
  readonly breathe: () => Promise<void>;
  /** What is kept at most: days, and about bytes. */
  readonly keep?: { readonly days: number; readonly bytes: number };
};

export type AccessQuery = AccessFilter & { readonly after?: string; readonly limit: number };

/** Records a slice: a few milliseconds, so that nobody waits for a long log. */
const SLICE = 500;
/** Records taken away at once: one transaction each. */
const CUT_SLICE = 5000;

export type AccessLogFeature = ReturnType<typeof createAccessLogFeature>;

const KEEP = { days: RETENTION.accessLogDays, bytes: RETENTION.accessLogBytes };

export function createAccessLogFeature({ log, heads, clock, breathe, keep = KEEP }: AccessLogDeps) {
  const allHeads = async (signal: AbortSignal): Promise<AccessHead[] | undefined> => {
    const all: AccessHead[] = [];
    for (let after: number | undefined = 0; after !== undefined; ) {
      const page = await heads(after, signal);
      if (!page) return undefined;
      all.push(...page.heads);
      // a cloud that answers the same page for ever must not hold us
      after = page.next !== undefined && page.next > after ? page.next : undefined;
    }
    return all.sort((a, b) => a.count - b.count);
  };

  /** The cloud is asked first: whatever it knows is in the log already. */
  const asked = async (signal: AbortSignal): Promise<{ heads: AccessHead[]; fault?: string }> => {
    try {
      const known = await allHeads(signal);
      return known
        ? { heads: known }
        : { heads: [], fault: 'This gateway is not linked: no cloud was told anything.' };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      return { heads: [], fault: toFault(error).sentence };
    }
  };

  async function* slices(signal: AbortSignal, upTo: number): AsyncGenerator<readonly ChainRecord[]> {
    for (let at = log.start().n; at < upTo; ) {
      signal.throwIfAborted();
      const records = log.records(at, Math.min(SLICE, upTo - at));
      const end = records.at(-1);
      if (!end) return;
      yield records;
      at = end.n;
      await breathe();
    }
  }

  const walked = async (start: ChainPlace, known: readonly AccessHead[], signal: AbortSignal) => {
    const walk = walkChain(start, known, log.linkHash);
    let records = 0;
    for await (const slice of slices(signal, log.head().count))
      for (const record of slice) {
        walk.take(record);
        records++;
      }
    const { faults, ...compared } = walk.end();
    const unexplained: AccessFault[] = explains(log.lastCut(), start)
      ? []
      : [
          {
            code: 'START_CUT',
            n: start.n + 1,
            sentence: `The log begins with record ${start.n + 1}, and no record says who took the earlier ones away.`,
          },
        ];
    return { records, faults: [...unexplained, ...faults], ...compared };
  };

  return {
    /** @throws AppError BAD_INPUT when `after` is none of ours */
    page({ after, limit, ...filter }: AccessQuery): { items: AccessLine[]; total: number; next?: string } {
      const from = after === undefined ? undefined : Number(after);
      if (from !== undefined && !Number.isSafeInteger(from)) throw fail('BAD_INPUT');
      const items = [...log.page({ ...filter, limit, ...(from === undefined ? {} : { after: from }) })];
      const last = items.at(-1);
      return {
        items,
        total: log.lines(filter),
        ...(last && items.length === limit && last.n > 1 ? { next: String(last.n) } : {}),
      };
    },

    /** The whole chain, against itself and against what the cloud was told. @throws the abort's reason */
    async verify(signal: AbortSignal): Promise<AccessVerdict> {
      const cloud = await asked(signal);
      for (;;) {
        const start = log.start();
        const found = await walked(start, cloud.heads, signal);
        // records that were taken away meanwhile were not seen
        if (log.start().n !== start.n) continue;
        const { faults, records, compared, newestAt } = found;
        return {
          at: clock.now(),
          ok: faults.length === 0,
          records,
          first: start.n + 1,
          faults,
          cloud: {
            compared,
            ...(newestAt === undefined ? {} : { newestAt }),
            ...(cloud.fault === undefined ? {} : { fault: cloud.fault }),
          },
        };
      }
    },

    /** Every record as it was hashed, with its hash: JSON lines that anybody can check without us. */
    async *export(signal: AbortSignal): AsyncGenerator<string> {
      yield `${JSON.stringify({ start: log.start(), hash: 'SHA-256(hash before + record), hex' })}\n`;
      for await (const slice of slices(signal, log.head().count))
        yield slice.map(({ line, hash }) => `${JSON.stringify({ record: line, hash })}\n`).join('');
    },

    /** Takes away what is older, or more, than is kept; answers how many records. */
    async prune(): Promise<number> {
      const before = clock.now() - keep.days * DAY_MS;
      let removed = 0;
      for (;;) {
        const start = log.start().n;
        const old = log.lastBefore(before, CUT_SLICE);
        const size = log.bytes();
        const count = log.head().count - start;
        const over = size > keep.bytes ? Math.ceil(count * (1 - keep.bytes / size)) : 0;
        // never the last record: its hash is the head that the cloud holds
        const to = Math.min(Math.max(old ?? 0, start + Math.min(over, CUT_SLICE)), log.head().count - 1);
        if (to <= start) return removed;
        log.cut(to, clock.now());
        removed += to - start;
        await breathe();
      }
    },

    head: (): { readonly count: number; readonly head: string } => log.head(),
  };
}
