/**
 * Jobs as rows. Due times are rows in a store, so a run that was missed while the power was off is caught up, and what
 * calls {@link JobRunner.tick} need not know the time of day.
 */
import type { Clock, Random } from './clock.ts';
import { toFault } from './errors.ts';

export type JobRow<N extends string = string> = {
  readonly name: string;
  /** What the page "what this gateway is doing" says. */
  readonly title: string;
  /** Period in ms, or a function that gives the next due instant after `now` (windows, settings). */
  readonly every: number | ((now: number) => number);
  /** Up to this many ms are added to each due time, at random. */
  readonly jitter?: number;
  /** A run is aborted after this many ms; it is told as ended then, and not begun again before its work has ended. */
  readonly timeout: number;
  readonly needs: readonly N[];
  /** Returns a sentence for the history. */
  readonly run: (signal: AbortSignal) => Promise<string | undefined>;
  /** Runs once right after start, whatever its due time. */
  readonly atStart?: true;
};

export type JobRecord = {
  name: string;
  dueAt: number;
  lastStartedAt?: number;
  lastEndedAt?: number;
  lastOutcome?: 'ok' | 'failed' | 'skipped' | 'timeout' | 'interrupted';
  lastSentence?: string;
};

export type JobStore = {
  load(): JobRecord[];
  save(record: JobRecord): void;
};

/** Answers whether a need is met; if not, the reason as words. */
export type Needs<N extends string> = Readonly<Record<N, () => true | string>>;

export type JobRunner = {
  /** Call about once a second. Starts what is due. */
  tick(): void;
  /** Runs a job now, whatever its due time; the running run's promise when it runs already. */
  runNow(name: string): Promise<JobRecord>;
  list(): (JobRecord & { title: string; running: boolean; progress?: string })[];
  /** Monotonic time of the last tick; the watchdog is fed only while it moves. */
  readonly lastTick: number;
  stop(): Promise<void>;
};

export type JobRunnerOptions<N extends string> = {
  readonly rows: readonly JobRow<N>[];
  readonly needs: Needs<N>;
  readonly store: JobStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly onEnd?: (record: JobRecord, error?: unknown) => void;
  /** The store could not take a record (a full disk); what runs goes on, its due time is kept in memory. */
  readonly onStoreError?: (error: unknown) => void;
};

const SKIP_RETRY_MS = 5_000;

export function createJobRunner<N extends string>(options: JobRunnerOptions<N>): JobRunner {
  const { rows, needs, store, clock, random, onEnd, onStoreError } = options;
  const byName = new Map(rows.map((row) => [row.name, row]));
  if (byName.size !== rows.length) throw new TypeError('two jobs have one name');
  const records = new Map(store.load().map((r) => [r.name, r]));
  const running = new Map<string, { promise: Promise<JobRecord>; abort: AbortController }>();
  /** Jobs whose work goes on, told to end or not: two runs of one job never overlap. */
  const working = new Set<string>();
  let stopped = false;
  let lastTick = clock.monotonic();

  const period = (row: JobRow<N>, now: number) =>
    typeof row.every === 'number' ? now + row.every : row.every(now);
  const nextDue = (row: JobRow<N>, now: number) =>
    period(row, now) + Math.floor(random() * (row.jitter ?? 0));

  /** The disk may be full, and must not end the program by that: the next save has everything. */
  const keep = (record: JobRecord) => {
    try {
      store.save(record);
    } catch (error) {
      onStoreError?.(error);
    }
  };

  for (const row of rows) {
    const record = records.get(row.name);
    if (!record) {
      const now = clock.now();
      records.set(row.name, { name: row.name, dueAt: row.atStart ? now : nextDue(row, now) });
    } else {
      if (row.atStart) record.dueAt = clock.now();
      if (record.lastStartedAt !== undefined && (record.lastEndedAt ?? 0) < record.lastStartedAt) {
        record.lastOutcome = 'interrupted';
        record.lastEndedAt = clock.now();
      }
    }
    const kept = records.get(row.name);
    if (kept) keep(kept);
  }

  const recordOf = (name: string): JobRecord => {
    const record = records.get(name);
    if (!record) throw new TypeError(`no job ${name}`);
    return record;
  };

  const unmet = (row: JobRow<N>): string | undefined => {
    for (const need of row.needs) {
      const answer = needs[need]();
      if (answer !== true) return answer;
    }
    return undefined;
  };

  const end = (
    row: JobRow<N>,
    outcome: NonNullable<JobRecord['lastOutcome']>,
    sentence?: string,
    error?: unknown,
  ) => {
    const record = recordOf(row.name);
    const now = clock.now();
    record.lastOutcome = outcome;
    record.lastEndedAt = now;
    if (sentence === undefined) delete record.lastSentence;
    else record.lastSentence = sentence;
    record.dueAt = nextDue(row, now);
    keep(record);
    onEnd?.({ ...record }, error);
    return { ...record };
  };

  /** Asks again soon, so that work starts as soon as its needs are met; only a new reason is written to disk. */
  const skip = (row: JobRow<N>, reason: string, now: number): JobRecord => {
    const record = recordOf(row.name);
    const isNew = record.lastOutcome !== 'skipped' || record.lastSentence !== reason;
    record.dueAt = Math.min(now + SKIP_RETRY_MS, nextDue(row, now));
    record.lastOutcome = 'skipped';
    record.lastSentence = reason;
    if (!isNew) return { ...record };
    keep(record);
    onEnd?.({ ...record });
    return { ...record };
  };

  /** What a run does goes on until it heeds its signal, however the run was told. */
  const work = async (row: JobRow<N>, signal: AbortSignal): Promise<string | undefined> => {
    working.add(row.name);
    try {
      return await row.run(signal);
    } finally {
      working.delete(row.name);
    }
  };

  const execute = async (row: JobRow<N>, abort: AbortController): Promise<JobRecord> => {
    const record = recordOf(row.name);
    record.lastStartedAt = clock.now();
    keep(record);
    const cancel = clock.after(row.timeout, () => abort.abort(new Error('timeout')));
    const timedOut = new Promise<never>((_, reject) => {
      abort.signal.addEventListener('abort', () => reject(abort.signal.reason), { once: true });
    });
    try {
      const sentence = await Promise.race([work(row, abort.signal), timedOut]);
      return end(row, 'ok', sentence);
    } catch (error) {
      if (stopped) return end(row, 'interrupted', 'The program was stopped.');
      if (abort.signal.aborted)
        return end(
          row,
          'timeout',
          `It took longer than ${Math.round(row.timeout / 1000)} s and was ended.`,
          error,
        );
      return end(row, 'failed', toFault(error).sentence, error);
    } finally {
      cancel();
      running.delete(row.name);
    }
  };

  const start = (row: JobRow<N>): Promise<JobRecord> => {
    const already = running.get(row.name);
    if (already) return already.promise;
    const abort = new AbortController();
    const promise = execute(row, abort);
    running.set(row.name, { promise, abort });
    return promise;
  };

  return {
    get lastTick() {
      return lastTick;
    },
    tick() {
      lastTick = clock.monotonic();
      if (stopped) return;
      const now = clock.now();
      for (const row of rows) {
        const record = recordOf(row.name);
        // a clock that stepped back must not leave a job due in twenty years
        const latest = period(row, now) + (row.jitter ?? 0);
        if (record.dueAt > latest) {
          record.dueAt = latest;
          keep(record);
        }
        if (working.has(row.name) || running.has(row.name) || record.dueAt > now) continue;
        const reason = unmet(row);
        if (reason === undefined) void start(row);
        else skip(row, reason, now);
      }
    },
    async runNow(name) {
      const row = byName.get(name);
      if (!row || stopped) throw new TypeError(`no job ${name}`);
      const isEnding = working.has(name) && !running.has(name);
      const reason = isEnding ? 'The run before it has not ended yet.' : unmet(row);
      return reason === undefined ? await start(row) : skip(row, reason, clock.now());
    },
    list: () =>
      rows.map((row) => ({ ...recordOf(row.name), title: row.title, running: working.has(row.name) })),
    async stop() {
      stopped = true;
      const ends = [...running.values()].map((r) => {
        r.abort.abort(new Error('stopped'));
        return r.promise;
      });
      await Promise.allSettled(ends);
    },
  };
}
