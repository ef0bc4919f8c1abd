/** The states of one tunnel, as a table. What each step does is in runtime.ts. */
import type { MachineTable } from '../../../base/machine.ts';
import type { TargetState } from '../../../contract/tunnel.ts';
import type { TunnelState } from '../../core/ports/targets.ts';

/** Side effects of one tunnel. */
export type TunnelEffects = {
  /** Is there a certificate that a person confirmed, where one is needed? */
  check(signal: AbortSignal): Promise<'ready' | 'unconfirmed'>;
  /** Asks the broker for the forward; pending while the link is down. */
  open(signal: AbortSignal): Promise<'open' | 'refused'>;
  /** Takes the forward back and ends the target's sessions. */
  close(): Promise<'closed'>;
};

/** A tunnel that the broker refused, or that broke in another way, is tried again after this time. Milliseconds. */
const AGAIN_MS = 30_000;

export const TUNNEL: MachineTable<TunnelState, TunnelEffects> = {
  name: 'tunnel',
  initial: 'stopped',
  states: {
    stopped: { on: { start: 'checking' }, resume: 'stopped' },
    checking: {
      run: (c, signal) => c.check(signal),
      to: { ready: 'opening', unconfirmed: 'blocking', error: 'failed' },
      on: { stop: 'stopping' },
      resume: 'run',
    },
    opening: {
      run: (c, signal) => c.open(signal),
      to: { open: 'started', refused: 'failed', error: 'failed' },
      on: { stop: 'stopping', block: 'blocking' },
      resume: 'checking',
    },
    started: { on: { stop: 'stopping', lost: 'opening', block: 'blocking' }, resume: 'checking' },
    stopping: {
      run: (c) => c.close(),
      to: { closed: 'stopped', error: 'stopped' },
      on: { start: 'checking' },
      resume: 'run',
    },
    failed: {
      on: { start: 'checking', stop: 'stopping', block: 'blocking' },
      after: { ms: AGAIN_MS, state: 'checking' },
      resume: 'checking',
    },
    blocking: { run: (c) => c.close(), to: { closed: 'blocked', error: 'blocked' }, resume: 'run' },
    // only a person ends this: the certificate is not the confirmed one
    blocked: { on: { start: 'checking', stop: 'stopped' }, resume: 'blocked' },
  },
  cutEnds: {
    checking: [{ state: 'started', because: 'starting goes on after a power cut' }],
    opening: [{ state: 'started', because: 'starting goes on after a power cut' }],
    stopping: [{ state: 'stopped', because: 'the forward is gone with the connection' }],
    blocking: [{ state: 'blocked', because: 'the forward is gone with the connection' }],
  },
};

/** The four states that pages and the cloud know. */
export const SHOWN: Readonly<Record<TunnelState, TargetState>> = {
  stopped: 'stopped',
  checking: 'starting',
  opening: 'starting',
  started: 'started',
  stopping: 'stopped',
  failed: 'failed',
  blocking: 'failed',
  blocked: 'failed',
};
