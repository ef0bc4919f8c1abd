/**
 * Network settings on trial. What is true of the network lies in the host's files: the trial file is there, or it is
 * not. What is stored here says who tried what, so that a person who comes back reads how it ended, also when the power
 * went: every look compares the two, and there is no state that could be left behind.
 */
import { type Static, Type } from 'typebox';
import type { Clock } from '../../../base/clock.ts';
import { toFault } from '../../../base/errors.ts';
import { NETWORK_TRIAL_SECONDS, NetworkSettings } from '../../../contract/helper.ts';
import { describePort } from '../../../contract/network.ts';
import { TrialResult, type TrialView } from '../../../contract/network-api.ts';
import { fail } from '../../core/errors.ts';
import { type Actor, type EventBus, SYSTEM } from '../../core/events.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { Helper } from '../../core/ports/helper.ts';
import type { NetworkHost } from '../../core/ports/network-host.ts';
import type { Settings } from '../../core/ports/settings.ts';

const Stored = Type.Object({
  settings: NetworkSettings,
  /** Milliseconds since 1970. */
  endsAt: Type.Integer(),
  /** Boot of this host in which it began: another one means that the power went, and the trial with it. */
  bootId: Type.String(),
  /** SHA-256 of the code that keeps the settings. */
  code: Type.String(),
});
type Stored = Static<typeof Stored>;

const TRIAL = 'network.trial';
const LAST = 'network.last';
/** The answer goes out before the address that it leaves by is taken away. */
const ANSWER_FIRST_MS = 1_000;
const TRIAL_MS = NETWORK_TRIAL_SECONDS * 1_000;
/** The helper's timer is asked for to the second, and the change back takes a moment. */
const SETTLE_MS = 3_000;
const CODE_BYTES = 16;

/** Where a request arrived: an address of this host; undefined for the control socket. */
export type ArrivedAt = string | undefined;

export type TrialDeps = {
  readonly host: NetworkHost;
  readonly helper: Pick<Helper, 'applyNetwork' | 'confirmNetwork' | 'revertNetwork'>;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly crypto: Pick<Crypto, 'randomBytes' | 'base64url' | 'sha256' | 'hex' | 'equal'>;
  readonly events: EventBus;
  readonly bootId: string;
  /** Where the pages are under an address. */
  readonly pageAt: (address: string) => string;
  /** Where they are by name. */
  readonly pageByName: () => string;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
};

const same = (a: NetworkSettings | undefined, b: NetworkSettings) => JSON.stringify(a) === JSON.stringify(b);
const bare = (cidr: string) => cidr.replace(/\/.*$/, '');
const isUsable = (cidr: string) => !cidr.includes(':') && !cidr.startsWith('169.254.');

export function createTrial(deps: TrialDeps) {
  const { host, helper, settings, clock, crypto, events, bootId, pageAt, pageByName, log } = deps;
  let doing: 'applying' | 'ending' | undefined;
  /** By the clock that never steps; a time server may be part of what is tried. */
  let endsAtMono: number | undefined;
  const cancel = new Set<() => void>();

  const later = (ms: number, work: () => unknown) => {
    const stop = clock.after(ms, () => {
      cancel.delete(stop);
      work();
    });
    cancel.add(stop);
  };
  const stored = () => settings.get(TRIAL, Stored);
  const digest = (code: string) => crypto.hex(crypto.sha256(code));
  const audit = (action: string, actor: Actor, tried: NetworkSettings) =>
    events.emit('audit', {
      action,
      eventType: 'Admin',
      actor,
      asset: `${tried.port}: ${describePort(tried)}`,
      propertiesChanged: ['network'],
      details: {},
    });

  const remainingMs = (trial: Stored) =>
    endsAtMono === undefined ? trial.endsAt - clock.now() : endsAtMono - clock.monotonic();

  const finish = (result: Omit<TrialResult, 'at' | 'settings'>, trial: Stored, actor: Actor) => {
    settings.delete(TRIAL);
    settings.set(LAST, { ...result, settings: trial.settings, at: clock.now() });
    endsAtMono = undefined;
    doing = undefined;
    const words = { kept: 'kept', reverted: 'taken back', failed: 'not applied' };
    audit(`Network settings ${words[result.outcome]}`, actor, trial.settings);
    const { outcome, why } = result;
    log('network settings were tried', { outcome, why, port: trial.settings.port });
  };

  /** Compares what was tried with what is; afterwards `stored()` is a trial that goes on, or there is none. */
  const settle = (): void => {
    const trial = stored();
    if (!trial || doing !== undefined || same(host.trial(), trial.settings)) return;
    const kept = same(host.kept(trial.settings.port), trial.settings);
    const late = remainingMs(trial) <= SETTLE_MS;
    const why = trial.bootId === bootId ? (late ? 'timeout' : 'undone') : 'restart';
    // kept: the helper had done it, and the program ended before it could say so
    finish(kept ? { outcome: 'kept', why: 'confirmed' } : { outcome: 'reverted', why }, trial, SYSTEM);
  };

  const inForce = (tried: NetworkSettings): boolean => {
    if (doing !== undefined || !same(host.trial(), tried)) return false;
    const { addresses = [] } = host.ports().find(({ name }) => name === tried.port) ?? {};
    return tried.mode === 'static' ? addresses.map(bare).includes(tried.address) : addresses.some(isUsable);
  };

  const begin = async (trial: Stored, actor: Actor): Promise<void> => {
    try {
      await helper.applyNetwork(trial.settings);
      doing = undefined;
    } catch (error) {
      finish({ outcome: 'failed', why: 'refused', error: toFault(error) }, trial, actor);
    }
  };

  const end = async (trial: Stored, actor: Actor): Promise<void> => {
    try {
      await helper.revertNetwork();
      finish({ outcome: 'reverted', why: 'undone' }, trial, actor);
    } catch (error) {
      // the timer takes them back all the same
      doing = undefined;
      log('the settings could not be taken back at once', { err: error });
    }
  };

  const running = (): Stored => {
    settle();
    const trial = stored();
    if (!trial) throw fail('NETWORK_NO_TRIAL');
    return trial;
  };

  const keep = async (arrivedAt: ArrivedAt, actor: Actor): Promise<void> => {
    const trial = running();
    const ours = host.ports().flatMap(({ addresses }) => addresses.map(bare));
    // who still talks to an address that is about to go has not shown that the new one is reached
    const arrived = arrivedAt === undefined || ours.includes(arrivedAt);
    if (!arrived || !inForce(trial.settings)) throw fail('NETWORK_NOT_IN_FORCE');
    await helper.confirmNetwork();
    finish({ outcome: 'kept', why: 'confirmed' }, trial, actor);
  };

  return {
    view(): { trial?: TrialView; last?: TrialResult } {
      settle();
      const trial = stored();
      const last = settings.get(LAST, TrialResult);
      const rest = last === undefined ? {} : { last };
      if (!trial) return rest;
      const { settings: tried } = trial;
      const urls = [...(tried.mode === 'static' ? [pageAt(tried.address)] : []), pageByName()];
      return {
        trial: {
          settings: tried,
          state: doing ?? 'trial',
          endsAt: Math.round(clock.now() + remainingMs(trial)),
          inForce: inForce(tried),
          urls,
        },
        ...rest,
      };
    },

    /**
     * Begins a trial in a second, when the answer is out.
     *
     * @returns the code that keeps the settings without a sign-in
     * @throws AppError NETWORK_TRIAL_RUNNING
     */
    apply(tried: NetworkSettings, actor: Actor): string {
      settle();
      if (stored()) throw fail('NETWORK_TRIAL_RUNNING');
      const code = crypto.base64url(crypto.randomBytes(CODE_BYTES));
      const lasts = ANSWER_FIRST_MS + TRIAL_MS;
      const trial = { settings: tried, endsAt: clock.now() + lasts, bootId, code: digest(code) };
      settings.set(TRIAL, trial);
      endsAtMono = clock.monotonic() + lasts;
      doing = 'applying';
      audit('Network settings tried', actor, tried);
      later(ANSWER_FIRST_MS, () => void begin(trial, actor));
      later(lasts + SETTLE_MS, settle);
      return code;
    },

    /** @throws AppError NETWORK_NO_TRIAL, NETWORK_NOT_IN_FORCE */
    confirm: keep,

    /** Keeps them by the code alone. @throws AppError KEEP_CODE_WRONG, NETWORK_NOT_IN_FORCE */
    async confirmByCode(code: string, arrivedAt: ArrivedAt): Promise<void> {
      settle();
      const wanted = new TextEncoder().encode(stored()?.code ?? '');
      if (!crypto.equal(new TextEncoder().encode(digest(code)), wanted)) throw fail('KEEP_CODE_WRONG');
      await keep(arrivedAt, { id: 'keep-code', name: 'Link to the new address', via: 'local' });
    },

    /** Takes them back in a second, when the answer is out. @throws AppError NETWORK_NO_TRIAL */
    revert(actor: Actor): void {
      const trial = running();
      if (doing !== undefined) return;
      doing = 'ending';
      later(ANSWER_FIRST_MS, () => void end(trial, actor));
    },

    start(): void {
      settle();
      const trial = stored();
      if (trial) later(Math.max(0, trial.endsAt - clock.now()) + SETTLE_MS, settle);
    },
    stop(): void {
      for (const stop of cancel) stop();
      cancel.clear();
    },
  };
}
