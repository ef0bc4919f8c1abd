/**
 * The power-cut sweep, for every state machine and everything else that must survive one. The power is cut (a promise
 * that never settles) before and after every effect and every save; then the machine is started again from what was
 * saved, and run to its end. The allowed ends are those of an uncut run and what the table's `cutEnds` adds.
 */
import type { MachineOptions, MachineRun, MachineStore, MachineTable } from '../../src/base/machine.ts';
import { startMachine } from '../../src/base/machine.ts';

/** Counts the moments at which the power may go; at the chosen one it goes, and nothing settles any more. */
export type Power = {
  /** Names one moment: `before save waiting`. */
  at(moment: string): Promise<void>;
  /** Wraps an effect: one moment before it, one after. */
  around<T>(name: string, effect: () => Promise<T> | T): Promise<T>;
  readonly isCut: boolean;
  /** Resolves when the power goes. */
  readonly cut: Promise<void>;
  /** Moments so far. */
  readonly moments: readonly string[];
};

/** @param cutAt index of the moment at which the power goes; Infinity: never */
export function power(cutAt: number): Power {
  const moments: string[] = [];
  let isCut = false;
  let tellCut: () => void = () => undefined;
  const cut = new Promise<void>((resolve) => {
    tellCut = resolve;
  });
  const never = new Promise<never>(() => undefined);
  const at = async (moment: string): Promise<void> => {
    if (isCut) return never;
    if (moments.push(moment) - 1 < cutAt) return;
    isCut = true;
    tellCut();
    return never;
  };
  return {
    at,
    async around(name, effect) {
      await at(`before ${name}`);
      const result = await effect();
      await at(`after ${name}`);
      return result;
    },
    get isCut() {
      return isCut;
    },
    cut,
    moments,
  };
}

export type Runner = <S extends string, C>(options: MachineOptions<S, C>) => Promise<MachineRun<S>>;

/** What lives through a power cut (disk, the other side), and the effects upon it. Made anew for every run. */
export type SweepWorld<S extends string, C> = {
  /** The saved state; the sweep wraps it. */
  readonly store: MachineStore<S>;
  /** The effects, with the power given to them; called again after the restart. */
  context(power: Power): C;
  /** Drives the machine (events, people) until it settles; gives the end state. Must not wait for a cut run. */
  drive(run: MachineRun<S>): Promise<S>;
  /** Throws when something is not as it must be at the end: an effect done twice, something lost. */
  check?(end: S, cutAt: string): void;
};

export type SweepOptions<S extends string, C> = {
  readonly table: MachineTable<S, C>;
  readonly makeWorld: () => SweepWorld<S, C>;
  readonly after?: MachineOptions<S, C>['after'];
  /** The runner under test; the sweep's own test puts in a wrong one. */
  readonly runner?: Runner;
};

export type SweepResult = {
  /** Moments at which the power was cut. */
  readonly cuts: number;
  /** What went wrong, by moment. Empty: the machine is safe. */
  readonly faults: readonly string[];
};

function watched<S extends string>(store: MachineStore<S>, p: Power): MachineStore<S> {
  return {
    load: () => store.load(),
    save: (state) => p.around(`save ${state}`, () => store.save(state)),
  };
}

/** Effects of the table's rows are moments too, whatever is inside them. */
function watchedTable<S extends string, C>(table: MachineTable<S, C>, p: Power): MachineTable<S, C> {
  const states = Object.fromEntries(
    Object.entries<(typeof table.states)[S]>(table.states).map(([name, row]) => [
      name,
      row.run
        ? {
            ...row,
            run: (context: C, signal: AbortSignal) =>
              p.around(`effect of ${name}`, async () => row.run?.(context, signal) ?? ''),
          }
        : row,
    ]),
  ) as MachineTable<S, C>['states'];
  return { ...table, states };
}

/** Which ends the table allows after a cut in this state, beside the uncut run's. */
function allowed<S extends string, C>(table: MachineTable<S, C>, state: S | undefined): readonly S[] {
  return state === undefined ? [] : (table.cutEnds?.[state] ?? []).map((end) => end.state);
}

/** Cuts at every moment of an uncut run, and gives what went wrong. */
export async function sweep<S extends string, C>(options: SweepOptions<S, C>): Promise<SweepResult> {
  const { table, makeWorld, after = () => () => undefined, runner = startMachine as Runner } = options;

  const start = async (world: SweepWorld<S, C>, p: Power): Promise<S> => {
    const run = await runner({
      table: watchedTable(table, p),
      context: world.context(p),
      store: watched(world.store, p),
      after,
    });
    const end = await world.drive(run);
    await run.stop();
    return end;
  };

  const whole = makeWorld();
  const uncut = power(Number.POSITIVE_INFINITY);
  const rightEnd = await start(whole, uncut);
  whole.check?.(rightEnd, 'no cut');

  const faults: string[] = [];
  for (const [index, moment] of uncut.moments.entries()) {
    const world = makeWorld();
    const p = power(index);
    await Promise.race([start(world, p), p.cut]);
    if (!p.isCut) {
      faults.push(`${moment}: the run was another one this time, nothing was cut`);
      continue;
    }
    const savedIn = await world.store.load();
    try {
      const end = await start(world, power(Number.POSITIVE_INFINITY));
      if (end !== rightEnd && !allowed(table, savedIn).includes(end))
        faults.push(`${moment}: ended in ${end} instead of ${rightEnd}`);
      world.check?.(end, moment);
    } catch (error) {
      faults.push(`${moment}: ${(error as Error).message}`);
    }
  }
  return { cuts: uncut.moments.length, faults };
}
