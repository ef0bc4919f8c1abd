/** Claiming, as a table (contract: Claiming). The runner stores a state before its effect is run. */
import type { MachineTable } from '../../../base/machine.ts';

export type IdentityState =
  | 'unlinked'
  | 'requesting'
  | 'waiting'
  | 'checking'
  | 'linking'
  | 'linked'
  | 'unlinking'
  | 'failed';

/** The effects. Each may be run again after a power cut and then ends the same. */
export type IdentityEffects = {
  /** Gets a user code. */
  request(signal: AbortSignal): Promise<'waiting' | 'failed'>;
  /** Polls until something changes (RFC 8628 §3.4). A grant is on the disk when this resolves. */
  poll(signal: AbortSignal): Promise<'challenge' | 'granted' | 'failed'>;
  /** Judges the set-up code that was typed at the cloud and tells the verdict. */
  check(signal: AbortSignal): Promise<'told' | 'failed'>;
  /** Uses the set-up code up and tells everybody that the gateway is linked. */
  link(): Promise<'linked'>;
  /** Tells the cloud, forgets the account and makes a new set-up code. */
  unlink(signal: AbortSignal): Promise<'unlinked'>;
};

export const IDENTITY: MachineTable<IdentityState, IdentityEffects> = {
  name: 'identity',
  initial: 'unlinked',
  states: {
    unlinked: { on: { link: 'requesting' }, resume: 'run' },
    requesting: {
      run: (effects, signal) => effects.request(signal),
      to: { waiting: 'waiting', failed: 'failed', error: 'failed' },
      on: { cancel: 'unlinked' },
      resume: 'run',
    },
    waiting: {
      run: (effects, signal) => effects.poll(signal),
      to: { challenge: 'checking', granted: 'linking', failed: 'failed', error: 'failed' },
      on: { cancel: 'unlinked' },
      resume: 'run',
    },
    checking: {
      run: (effects, signal) => effects.check(signal),
      to: { told: 'waiting', failed: 'failed', error: 'failed' },
      on: { cancel: 'unlinked' },
      resume: 'run',
    },
    linking: { run: (effects) => effects.link(), to: { linked: 'linked' }, resume: 'run' },
    linked: { on: { unlink: 'unlinking' }, resume: 'run' },
    unlinking: {
      run: (effects, signal) => effects.unlink(signal),
      to: { unlinked: 'unlinked' },
      resume: 'run',
    },
    failed: { on: { link: 'requesting', cancel: 'unlinked' }, resume: 'run' },
  },
};
export const IDENTITY_STATES = Object.keys(IDENTITY.states) as IdentityState[];
