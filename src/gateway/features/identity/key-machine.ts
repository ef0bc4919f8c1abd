/** The change of the device key, as a table (contract: Identity). */
import type { MachineTable } from '../../../base/machine.ts';

export type KeyState =
  | 'idle'
  | 'making'
  | 'offering'
  | 'pausing'
  | 'using'
  | 'promoting'
  | 'retrying'
  | 'dropping';

/** The effects. Each may be run again after a power cut and then ends the same. */
export type KeyEffects = {
  /** Makes the next key; one that is there is kept. */
  make(): Promise<'made'>;
  /** Names it to the cloud, signed by both keys. `unknown`: the key in use was not accepted. */
  offer(signal: AbortSignal): Promise<'offered' | 'refused' | 'unknown'>;
  /** Uses it for the first time; from then on the cloud takes no other. `unknown`: it was not accepted. */
  use(signal: AbortSignal): Promise<'used' | 'unknown'>;
  /** It becomes the key in use. */
  promote(): Promise<'promoted'>;
  /** Only where the key in use has just been shown to be good, or the link is gone. */
  drop(): Promise<'dropped'>;
};

const AGAIN_MS = 60_000;

/**
 * An answer may be lost at any time, and then one side does not know which key the other takes. So the next key is never
 * given up because it was not accepted: both are tried in turn, `offering` with the one in use and `using` with the next,
 * until the cloud has said yes to one of them.
 */
export const KEY_ROTATION: MachineTable<KeyState, KeyEffects> = {
  name: 'key',
  initial: 'idle',
  states: {
    idle: { on: { rotate: 'making' }, resume: 'run' },
    making: {
      run: (effects) => effects.make(),
      to: { made: 'offering', error: 'idle' },
      on: { drop: 'dropping' },
      resume: 'run',
    },
    offering: {
      run: (effects, signal) => effects.offer(signal),
      to: { offered: 'using', refused: 'dropping', unknown: 'pausing', error: 'pausing' },
      on: { drop: 'dropping' },
      resume: 'run',
    },
    pausing: {
      after: { ms: AGAIN_MS, state: 'using' },
      on: { drop: 'dropping', rotate: 'using' },
      resume: 'run',
    },
    using: {
      run: (effects, signal) => effects.use(signal),
      to: { used: 'promoting', unknown: 'offering', error: 'pausing' },
      on: { drop: 'dropping' },
      resume: 'run',
    },
    // from here on the cloud takes the next key only: whatever happens, it must come into use
    promoting: {
      run: (effects) => effects.promote(),
      to: { promoted: 'idle', error: 'retrying' },
      resume: 'run',
    },
    retrying: { after: { ms: AGAIN_MS, state: 'promoting' }, resume: 'promoting' },
    dropping: { run: (effects) => effects.drop(), to: { dropped: 'idle', error: 'idle' }, resume: 'run' },
  },
};
export const KEY_STATES = Object.keys(KEY_ROTATION.states) as KeyState[];
