/** The update, as a table (contract: Updates). */
import type { MachineTable } from '../../../base/machine.ts';
import type { UpdateState } from '../../../contract/update.ts';

/**
 * The effects. Each may be run again after a power cut and then ends the same. From `installing` on a look at which version
 * runs comes first: the launcher or the boot loader may have gone back meanwhile.
 */
export type UpdateEffects = {
  download(signal: AbortSignal): Promise<'here' | 'failed'>;
  verify(signal: AbortSignal): Promise<'good' | 'bad'>;
  /** Resolves when the window opens, or at once when a person wants it now. */
  wait(signal: AbortSignal): Promise<'due'>;
  install(signal: AbortSignal): Promise<'installed' | 'failed'>;
  /** Ends this program; what comes after it is in the new one. */
  tryOnce(signal: AbortSignal): Promise<'arrived' | 'fellBack' | 'failed'>;
  trial(signal: AbortSignal): Promise<'noWorse' | 'worse' | 'fellBack'>;
  commit(signal: AbortSignal): Promise<'committed' | 'fellBack'>;
  /** Ends this program, unless the version before runs already. */
  rollBack(signal: AbortSignal): Promise<'back' | 'failed'>;
};

/** An error that nobody foresaw: the reason was noted by the runner's `onError`. */
export const UPDATE: MachineTable<UpdateState, UpdateEffects> = {
  name: 'update',
  initial: 'idle',
  states: {
    idle: { on: { download: 'downloading', verify: 'verifying' }, resume: 'run' },
    downloading: {
      run: (effects, signal) => effects.download(signal),
      to: { here: 'verifying', failed: 'failed', error: 'failed' },
      on: { cancel: 'idle' },
      resume: 'run',
    },
    verifying: {
      run: (effects, signal) => effects.verify(signal),
      to: { good: 'waiting', bad: 'failed', error: 'failed' },
      on: { cancel: 'idle' },
      resume: 'run',
    },
    waiting: {
      run: (effects, signal) => effects.wait(signal),
      to: { due: 'installing', error: 'failed' },
      on: { cancel: 'idle', changed: 'waiting', download: 'downloading', verify: 'verifying' },
      resume: 'run',
    },
    installing: {
      run: (effects, signal) => effects.install(signal),
      to: { installed: 'rebooting', failed: 'failed', error: 'failed' },
      resume: 'run',
    },
    rebooting: {
      run: (effects, signal) => effects.tryOnce(signal),
      to: { arrived: 'trial', fellBack: 'rolledBack', failed: 'rollingBack', error: 'rollingBack' },
      resume: 'run',
    },
    trial: {
      run: (effects, signal) => effects.trial(signal),
      to: { noWorse: 'committing', worse: 'rollingBack', fellBack: 'rolledBack', error: 'rollingBack' },
      resume: 'run',
    },
    committing: {
      run: (effects, signal) => effects.commit(signal),
      to: { committed: 'committed', fellBack: 'rolledBack', error: 'rollingBack' },
      resume: 'run',
    },
    committed: { on: { download: 'downloading', verify: 'verifying' }, resume: 'run' },
    rollingBack: {
      run: (effects, signal) => effects.rollBack(signal),
      to: { back: 'rolledBack', failed: 'failed', error: 'failed' },
      resume: 'run',
    },
    rolledBack: { on: { download: 'downloading', verify: 'verifying' }, resume: 'run' },
    failed: { on: { download: 'downloading', verify: 'verifying' }, resume: 'run' },
  },
};
