/** Putting a backup in place, as a table. It runs while no database is open: at the start, or without the daemon. */
import type { MachineTable } from '../../../base/machine.ts';

export type RestoreState =
  | 'idle'
  | 'staging'
  | 'discarding'
  | 'staged'
  | 'keeping'
  | 'placing'
  | 'trying'
  | 'returning'
  | 'clearing';

/** The effects. Each may be run again after a power cut and then ends the same. */
export type RestoreEffects = {
  /** Decrypts the backup beside the data and checks every file of it. Nothing that is in use is touched. */
  stage(signal: AbortSignal): Promise<'staged'>;
  discard(): Promise<'discarded'>;
  /** Moves what is in use aside. */
  keep(): Promise<'kept'>;
  /** Moves what was staged to where it is used. */
  place(): Promise<'placed'>;
  /** Moves what was kept aside back. */
  giveBack(): Promise<'returned'>;
  /** Removes what was kept aside. */
  clear(): Promise<'cleared'>;
};

/**
 * The old data is kept aside until the gateway has started with the restored one. One that does not start three times
 * is taken back.
 */
export const RESTORE: MachineTable<RestoreState, RestoreEffects> = {
  name: 'restore',
  initial: 'idle',
  states: {
    idle: { on: { stage: 'staging' }, resume: 'run' },
    staging: {
      run: (effects, signal) => effects.stage(signal),
      to: { staged: 'staged', error: 'discarding' },
      resume: 'discarding',
    },
    discarding: { run: (effects) => effects.discard(), to: { discarded: 'idle' }, resume: 'run' },
    staged: { on: { apply: 'keeping', discard: 'discarding' }, resume: 'run' },
    keeping: {
      run: (effects) => effects.keep(),
      to: { kept: 'placing', error: 'returning' },
      resume: 'run',
    },
    placing: {
      run: (effects) => effects.place(),
      to: { placed: 'trying', error: 'returning' },
      resume: 'run',
    },
    trying: { on: { started: 'clearing', failed: 'returning' }, resume: 'run' },
    returning: { run: (effects) => effects.giveBack(), to: { returned: 'discarding' }, resume: 'run' },
    clearing: { run: (effects) => effects.clear(), to: { cleared: 'idle' }, resume: 'run' },
  },
  cutEnds: {
    staging: [{ state: 'idle', because: 'half a backup is thrown away; whoever asked for it asks again' }],
  },
};
export const RESTORE_STATES = Object.keys(RESTORE.states) as RestoreState[];
