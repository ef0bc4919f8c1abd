/** One tunnel at work: its machine, its forward, and the two facts that are measured about it. */
import type { Clock } from '../../../base/clock.ts';
import { toFault } from '../../../base/errors.ts';
import { type MachineRun, startMachine } from '../../../base/machine.ts';
import type { TargetStatus } from '../../../contract/tunnel.ts';
import { forwardName, PROBE_MS } from '../../../contract/tunnel.ts';
import { fail } from '../../core/errors.ts';
import type { EventBus } from '../../core/events.ts';
import type { StoredTarget, TargetStore, TunnelState } from '../../core/ports/targets.ts';
import type { ForwardState, TunnelDoor, TunnelFront, TunnelLink } from '../../core/ports/tunnel.ts';
import { SHOWN, TUNNEL, type TunnelEffects } from './machine.ts';
import type { Sessions } from './sessions.ts';

export type RuntimeDeps = {
  readonly targets: TargetStore;
  readonly sessions: Sessions;
  readonly link: TunnelLink;
  readonly front: TunnelFront;
  readonly events: EventBus;
  readonly clock: Clock;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
};

/** How long the target may take to answer the gateway's question. Milliseconds. */
const CHECK_MS = 10_000;

export type TunnelRuntime = {
  send(event: 'start' | 'stop'): Promise<void>;
  /** Resolves when the machine waits: started, stopped, failed or blocked. */
  settled(): Promise<TunnelState>;
  /** Asks for the target's certificate, so that a person can confirm it. Never throws. */
  learnCertificate(): Promise<void>;
  facts(): Pick<TargetStatus, 'tunnelUp' | 'targetUp'>;
  stop(): Promise<void>;
};

const FAILED: ReadonlySet<TunnelState> = new Set(['failed', 'blocking', 'blocked']);

export async function startTunnelRuntime(id: string, deps: RuntimeDeps): Promise<TunnelRuntime> {
  const { targets, sessions, link, front, events, clock, log } = deps;
  let machine: MachineRun<TunnelState> | undefined;
  let problem: string | undefined;
  let answered: string | undefined;
  let wentRound: { readonly at: number; readonly monotonic: number } | undefined;
  /** The broker took the forward once, and the way to it is broken now. */
  let lost = false;
  let targetUp: TargetStatus['targetUp'];
  let watching: AbortController | undefined;

  const target = (): StoredTarget => {
    const row = targets.get(id);
    if (!row) throw fail('TARGET_UNKNOWN');
    return row;
  };
  const changed = () => events.emit('tunnel.changed', { targetId: id });
  const because = (code: 'TARGET_CERTIFICATE' | 'TARGET_UNREACHABLE' | 'BROKER_REFUSED') => {
    problem = fail(code).message;
  };

  const save = (state: TunnelState) => {
    const { error: before, ...row } = target();
    const error = FAILED.has(state) ? (problem ?? before) : undefined;
    const since = SHOWN[row.state] === SHOWN[state] ? row.since : clock.now();
    targets.put({ ...row, state, since, ...(error === undefined ? {} : { error }) });
  };

  const tell = (event: 'block' | 'lost') => {
    machine?.send(event).catch((error) => log('a tunnel’s state could not be stored', { target: id, error }));
  };

  /** Another certificate than the confirmed one: kept for a person to look at, and nothing goes through any more. */
  const certificate = (seen: string) => {
    targets.put({ ...target(), seenFingerprint: seen });
    because('TARGET_CERTIFICATE');
    log('the target shows another certificate', { target: id, seen });
    tell('block');
    changed();
  };

  const ask = async (signal: AbortSignal) => {
    const late = new AbortController();
    const cancel = clock.after(CHECK_MS, () => late.abort(fail('TARGET_UNREACHABLE')));
    try {
      return await front.check(target(), AbortSignal.any([signal, late.signal]));
    } finally {
      cancel();
    }
  };

  const door: TunnelDoor = {
    target,
    admit: (sessionId, secret) =>
      target().state === 'started' ? sessions.admit(id, sessionId, secret) : undefined,
    probed(nonce, seen) {
      if (seen !== undefined && seen === answered) roundTrip();
      answered = nonce;
    },
    certificate,
  };

  const roundTrip = () => {
    const wasUp = isUp();
    wentRound = { at: clock.now(), monotonic: clock.monotonic() };
    lost = false;
    if (!wasUp) changed();
    clock.after(PROBE_MS + 1, () => {
      if (!isUp()) changed();
    });
  };
  const isUp = () => wentRound !== undefined && clock.monotonic() - wentRound.monotonic <= PROBE_MS;

  const effects: TunnelEffects = {
    async check(signal) {
      const { protocol, fingerprint } = target();
      if (protocol !== 'https' || fingerprint !== undefined) return 'ready';
      const answer = await ask(signal);
      if (answer.fingerprint === undefined) throw fail('TARGET_UNREACHABLE');
      targets.put({ ...target(), seenFingerprint: answer.fingerprint });
      problem = fail('TARGET_NOT_CONFIRMED').message;
      return 'unconfirmed';
    },
    open: (signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        const onState = (state: ForwardState) => {
          if (state === 'open') resolve('open');
          if (state === 'refused') {
            because('BROKER_REFUSED');
            resolve('refused');
          }
          if (state !== 'asked' || machine?.state !== 'started') return;
          lost = true;
          wentRound = undefined;
          tell('lost');
        };
        link.forward(forwardName(id), {
          onChannel: (channel) => front.accept(channel, door),
          onState,
        });
      }),
    async close() {
      link.unforward(forwardName(id));
      sessions.endOf(id, 'tunnel stopped');
      answered = undefined;
      wentRound = undefined;
      lost = false;
      return 'closed';
    },
  };

  /** A real request, now and every 30 s while the tunnel is started, or shall be: the target is a fact of its own. */
  const watch = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      const answer = await ask(signal);
      if (signal.aborted) return;
      const wasUp = targetUp?.up;
      targetUp = { up: answer.up, at: clock.now(), ...(answer.up ? {} : { error: answer.sentence }) };
      const { fingerprint, seenFingerprint, ...row } = target();
      // the confirmed certificate is back: there is nothing left to compare
      if (answer.up && seenFingerprint !== undefined && answer.fingerprint === fingerprint) {
        targets.put({ ...row, ...(fingerprint === undefined ? {} : { fingerprint }) });
        changed();
      }
      if (wasUp !== answer.up) changed();
      if (!answer.up && answer.code === 'TARGET_CERTIFICATE')
        return certificate(answer.fingerprint ?? 'none');
      await clock.sleep(PROBE_MS, signal).catch(() => undefined);
    }
  };

  const entered = (state: TunnelState) => {
    const wanted = state === 'started' || state === 'opening';
    if (!wanted) {
      watching?.abort(new Error('left'));
      watching = undefined;
    } else if (!watching) {
      watching = new AbortController();
      watch(watching.signal).catch((error) => log('the watch of a target ended', { target: id, error }));
    }
    changed();
  };

  machine = await startMachine({
    table: TUNNEL,
    context: effects,
    store: { load: async () => target().state, save: async (state) => save(state) },
    after: (ms, f) => clock.after(ms, f),
    onChange: (_from, to) => entered(to),
    onError: (_state, error) => {
      problem = toFault(error).sentence;
      log('a tunnel failed', { target: id, reason: problem });
    },
  });
  const running = machine;

  return {
    send: async (event) => void (await running.send(event)),
    settled: () => running.settled(),
    async learnCertificate() {
      if (target().protocol !== 'https') return;
      const { fingerprint } = await ask(new AbortController().signal);
      const row = targets.get(id);
      if (!row || fingerprint === undefined || fingerprint === row.fingerprint) return;
      targets.put({ ...row, seenFingerprint: fingerprint });
      changed();
    },
    facts: () => ({
      ...(wentRound ? { tunnelUp: { up: isUp(), at: wentRound.at } } : {}),
      // a broken link is known at every moment
      ...(lost ? { tunnelUp: { up: false, at: clock.now() } } : {}),
      ...(targetUp ? { targetUp } : {}),
    }),
    async stop() {
      watching?.abort(new Error('stopped'));
      await running.stop();
    },
  };
}
