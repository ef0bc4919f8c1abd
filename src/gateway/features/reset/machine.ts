/** Back to factory default, as a table. From `keeping` on it runs while nothing of the data folder is open. */
import type { MachineTable } from '../../../base/machine.ts';

export type ResetState = 'idle' | 'announced' | 'due' | 'ordered' | 'keeping' | 'wiping' | 'planting';

/** The effects. Each may be run again after a power cut and then ends the same. */
export type ResetEffects = {
  /** Until the announced time is over. */
  wait(signal: AbortSignal): Promise<'due'>;
  /** Writes aside what was asked to stay. */
  keep(): Promise<'kept'>;
  wipe(): Promise<'wiped'>;
  /** Puts back what was asked to stay. */
  plant(): Promise<'planted'>;
};

/** There is no way back from `keeping`, and none that leads there but an order: no error of anything does. */
export const RESET: MachineTable<ResetState, ResetEffects> = {
  name: 'reset',
  initial: 'idle',
  states: {
    idle: { on: { announce: 'announced', order: 'ordered' }, resume: 'run' },
    announced: {
      run: (effects, signal) => effects.wait(signal),
      to: { due: 'due' },
      on: { cancel: 'idle', order: 'ordered' },
      resume: 'run',
    },
    // the cloud is told first: what is erased cannot tell it any more
    due: { on: { obey: 'ordered', order: 'ordered' }, resume: 'run' },
    ordered: { on: { begin: 'keeping' }, resume: 'run' },
    keeping: { run: (effects) => effects.keep(), to: { kept: 'wiping', error: 'wiping' }, resume: 'run' },
    wiping: { run: (effects) => effects.wipe(), to: { wiped: 'planting' }, resume: 'run' },
    planting: { run: (effects) => effects.plant(), to: { planted: 'idle', error: 'idle' }, resume: 'run' },
  },
};
export const RESET_STATES = Object.keys(RESET.states) as ResetState[];
