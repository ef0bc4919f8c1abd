/**
 * State machines as tables, and the one runner for all of them.
 *
 * The runner stores a state *before* it runs the state's side effect. After a power cut it reads the stored state
 * and does what the row's `resume` says: run the effect again, or go to another state that finds out.
 */

export type MachineState<S extends string, C> = {
  /** The side effect of this state; returns an outcome's name. A state without `run` waits for an event. */
  readonly run?: (context: C, signal: AbortSignal) => Promise<string>;
  /** Outcome → next state. An outcome that is not listed is a defect; an error thrown is outcome `error`. */
  readonly to?: Readonly<Record<string, S>>;
  /** Event → next state, while this state waits or runs (a running effect is aborted). */
  readonly on?: Readonly<Record<string, S>>;
  /** Go to `state` after `ms` in this state. */
  readonly after?: { readonly ms: number; readonly state: S };
  /** After a power cut in this state: run it again, or continue in another state. */
  readonly resume: 'run' | S;
  readonly ends?: true;
};

export type MachineTable<S extends string, C> = {
  readonly name: string;
  readonly initial: S;
  readonly states: Readonly<Record<S, MachineState<S, C>>>;
  /** End states that a power cut may lead to, at most two a state, each with a reason (standard test). */
  readonly cutEnds?: Readonly<Partial<Record<S, readonly { readonly state: S; readonly because: string }[]>>>;
};

/** Where the current state is kept; `save` must be durable when it resolves. */
export type MachineStore<S extends string> = {
  load(): Promise<S | undefined>;
  save(state: S): Promise<void>;
};

export type MachineRun<S extends string> = {
  readonly state: S;
  /** Resolves with the end state, or with the waiting state when the table has nothing more to do. */
  settled(): Promise<S>;
  /** Delivers an event; false when the current state does not know it. Rejects when the next state cannot be saved. */
  send(event: string): Promise<boolean>;
  stop(): Promise<void>;
};

export type MachineOptions<S extends string, C> = {
  readonly table: MachineTable<S, C>;
  readonly context: C;
  readonly store: MachineStore<S>;
  readonly after: (ms: number, f: () => void) => () => void;
  /** More steps than this without waiting is a loop, and a defect. */
  readonly maxSteps?: number;
  readonly onChange?: (from: S | undefined, to: S) => void;
  /** An effect failed, or a state could not be saved. */
  readonly onError?: (state: S, error: unknown) => void;
};

/** A state that could not be saved (a full disk) is tried again this often, ms. */
export const SAVE_RETRY_MS = 5_000;

const nothing = () => undefined;

/** Checks a table: every state named exists, every state ends, waits or runs. Throws with what is wrong. */
export function checkTable<S extends string, C>(table: MachineTable<S, C>): void {
  const known = new Set<string>(Object.keys(table.states));
  const name = (where: string, state: string) => {
    if (!known.has(state))
      throw new TypeError(`machine ${table.name}: ${where} names the unknown state ${state}`);
  };
  name('initial', table.initial);
  for (const [key, row] of Object.entries<MachineState<S, C>>(table.states)) {
    for (const to of Object.values(row.to ?? {})) name(key, to);
    for (const to of Object.values(row.on ?? {})) name(key, to);
    if (row.after) name(key, row.after.state);
    if (row.resume !== 'run') name(`${key}.resume`, row.resume);
    if (row.ends && row.run)
      throw new TypeError(`machine ${table.name}: the end state ${key} runs something`);
    if (!row.ends && !row.run && !row.on && !row.after)
      throw new TypeError(`machine ${table.name}: ${key} can never be left`);
    if (row.run && !row.to) throw new TypeError(`machine ${table.name}: ${key} runs and leads nowhere`);
  }
  for (const [key, ends] of Object.entries(table.cutEnds ?? {}) as [
    string,
    { state: string; because: string }[],
  ][]) {
    name('cutEnds', key);
    if (ends.length > 2)
      throw new TypeError(`machine ${table.name}: more than two ends after a cut in ${key}`);
    for (const end of ends) name(`cutEnds.${key}`, end.state);
  }
}

/** Starts (or, after a power cut, continues) a machine. */
export async function startMachine<S extends string, C>(
  options: MachineOptions<S, C>,
): Promise<MachineRun<S>> {
  const { table, context, store, after, maxSteps = 1000, onChange, onError } = options;
  checkTable(table);
  const stored = await store.load();
  let state: S = stored ?? table.initial;
  if (stored === undefined) await store.save(state);
  else {
    const { resume } = table.states[stored];
    if (resume !== 'run') {
      state = resume;
      await store.save(state);
      onChange?.(stored, state);
    }
  }
  let stopped = false;
  let effect = new AbortController();
  let cancelTimer: () => void = nothing;
  let settledResolve: (state: S) => void = nothing;
  let settledReject: (error: unknown) => void = nothing;
  let settled: Promise<S>;
  let loop = Promise.resolve();
  /** Events and timers take effect one after the other. */
  let turn: Promise<unknown> = Promise.resolve();

  const enter = async (next: S) => {
    const from = state;
    await store.save(next);
    state = next;
    onChange?.(from, next);
  };

  const pause = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const cancel = after(ms, resolve);
      signal.addEventListener(
        'abort',
        () => {
          cancel();
          resolve();
        },
        { once: true },
      );
    });

  /** As `enter`, but waits for a store that takes it: nothing may go on without its state on disk. */
  const enterPatiently = async (next: S, signal: AbortSignal) => {
    while (!stopped && !signal.aborted) {
      try {
        return await enter(next);
      } catch (error) {
        onError?.(state, error);
        await pause(SAVE_RETRY_MS, signal);
      }
    }
  };

  const arm = () => {
    const due = table.states[state].after;
    cancelTimer();
    cancelTimer = due
      ? after(due.ms, () => {
          jump(due.state).catch((error) => onError?.(state, error));
        })
      : nothing;
  };

  const leave = async (decidedIn: S, next: S): Promise<boolean> => {
    if (stopped || state !== decidedIn) return false;
    effect.abort(new Error('left'));
    await loop;
    if (stopped) return false;
    // the effect may have been done, and its outcome saved, just before: then that state has its turn
    const isLeft = state === decidedIn;
    try {
      if (isLeft) await enter(next);
    } catch (error) {
      begin(table.states[state].run !== undefined);
      throw error;
    }
    begin();
    return isLeft;
  };

  /** Leaves the current state from outside (event or timer): ends its effect, then goes on from `next`. */
  const jump = (next: S): Promise<boolean> => {
    const decidedIn = state;
    const left = turn.then(() => leave(decidedIn, next));
    turn = left.catch(() => undefined);
    return left;
  };

  const runLoop = async (interrupted: boolean) => {
    const mine = new AbortController();
    effect = mine;
    const { resume } = table.states[state];
    if (interrupted && resume !== 'run') await enterPatiently(resume, mine.signal);
    if (stopped || mine.signal.aborted) return;
    for (let step = 0; ; step++) {
      arm();
      const row = table.states[state];
      if (row.ends || !row.run) return;
      if (step >= maxSteps)
        throw new Error(`machine ${table.name}: more than ${maxSteps} steps without waiting`);
      let outcome: string;
      try {
        outcome = await row.run(context, mine.signal);
      } catch (error) {
        if (mine.signal.aborted) return;
        onError?.(state, error);
        if (row.to?.error === undefined) throw error;
        outcome = 'error';
      }
      if (stopped || mine.signal.aborted) return;
      const next = row.to?.[outcome];
      if (next === undefined) throw new Error(`machine ${table.name}: ${state} has no outcome ${outcome}`);
      await enterPatiently(next, mine.signal);
      if (stopped || mine.signal.aborted) return;
    }
  };

  /** @param interrupted the state's effect was cut off and the state kept: what `resume` says holds, as after a power cut */
  const begin = (interrupted = false) => {
    settled = new Promise<S>((resolve, reject) => {
      settledResolve = resolve;
      settledReject = reject;
    });
    settled.catch(() => undefined); // observed by settled(); never an unhandled rejection
    loop = runLoop(interrupted).then(
      () => settledResolve(state),
      (error) => settledReject(error),
    );
  };

  begin();
  return {
    get state() {
      return state;
    },
    settled: () => settled,
    async send(event) {
      const next = table.states[state].on?.[event];
      if (next === undefined || stopped) return false;
      return await jump(next);
    },
    async stop() {
      stopped = true;
      cancelTimer();
      effect.abort(new Error('stopped'));
      await loop;
    },
  };
}
