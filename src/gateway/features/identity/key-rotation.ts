/** Changes the device key: made here, signed for by both keys, used, and only then the older one goes. */
import { backoffMs } from '../../../base/backoff.ts';
import type { Clock, Random } from '../../../base/clock.ts';
import { toAppError, toFault } from '../../../base/errors.ts';
import { type MachineRun, type MachineStore, startMachine } from '../../../base/machine.ts';
import type { KeyView } from '../../../contract/local-api.ts';
import { fail } from '../../core/errors.ts';
import { type Actor, type EventBus, SYSTEM } from '../../core/events.ts';
import type { DeviceKeys, KeyExchange } from '../../core/ports/device-keys.ts';
import type { Settings } from '../../core/ports/settings.ts';
import type { Signer } from '../../core/ports/signer.ts';
import { KEY_ROTATION, type KeyEffects, type KeyState } from './key-machine.ts';
import { KEY, KeyRecord } from './records.ts';

export type KeyRotationOptions = {
  readonly store: MachineStore<KeyState>;
  readonly keys: DeviceKeys;
  readonly exchange: KeyExchange;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly random: Random;
  readonly events: EventBus;
  readonly isLinked: () => boolean;
  /** The key in use is another one now: tokens and connections are made anew. */
  readonly onPromoted: () => void;
  readonly onChange: () => void;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
};

export type KeyRotation = {
  /** Goes on where it was: before anything else asks the cloud, since an older key may be nothing there. */
  start(): Promise<void>;
  stop(): Promise<void>;
  view(): KeyView;
  /** Starts a change, or goes on with the one that runs. @throws AppError NOT_LINKED, KEY_UNREADABLE */
  rotate(actor: Actor): Promise<KeyView>;
  /** Resolves when no change runs. */
  settled(): Promise<KeyView>;
};

const RETRY = { firstMs: 2_000, maxMs: 5 * 60_000 };

/** The effects of the table; exported for the sweep. */
export function keyEffects(
  options: Pick<KeyRotationOptions, 'keys' | 'exchange' | 'clock' | 'random' | 'log'> & {
    readonly note: (error: unknown) => void;
    readonly promoted: () => void;
  },
): KeyEffects {
  const { keys, exchange, clock, random, log, note, promoted } = options;

  const next = async (): Promise<Signer> => {
    const signer = await keys.next();
    if (!signer) throw fail('KEY_UNREADABLE', { sentence: 'The next device key is not there.' });
    return signer;
  };

  /** Network troubles and a deactivated account are no answer. Gives what was answered, if it was no yes. */
  const ask = async (f: () => Promise<void>, signal: AbortSignal) => {
    for (let attempt = 0; ; attempt++) {
      try {
        return void (await f());
      } catch (thrown) {
        if (signal.aborted) throw thrown;
        const error = toAppError(thrown);
        log('the change of the device key waits', { code: error.code, sentence: error.message });
        if (!error.retryable) return error;
        await clock.sleep(Math.max(error.retryAfterMs ?? 0, backoffMs(attempt, random, RETRY)), signal);
      }
    }
  };

  return {
    async make() {
      await keys.makeNext();
      return 'made';
    },
    async offer(signal) {
      const signer = await next();
      const refused = await ask(() => exchange.offer(signer, signal), signal);
      if (!refused) return 'offered';
      // this very row says that the cloud knew the key in use, and did not want the next one
      if (refused.code !== 'KEY_REFUSED') return 'unknown';
      note(refused);
      return 'refused';
    },
    async use(signal) {
      const signer = await next();
      return (await ask(() => exchange.use(signer, signal), signal)) ? 'unknown' : 'used';
    },
    async promote() {
      await keys.promote();
      promoted();
      return 'promoted';
    },
    async drop() {
      await keys.dropNext();
      return 'dropped';
    },
  };
}

export function createKeyRotation(options: KeyRotationOptions): KeyRotation {
  const { keys, settings, clock, events, isLinked, onPromoted, onChange, log } = options;
  let run: MachineRun<KeyState> | undefined;
  let nextFingerprint: string | undefined;
  let off: () => void = () => undefined;

  const record = () => settings.get(KEY.rotation, KeyRecord);
  const note = (error: unknown) => {
    const { startedAt = clock.now(), startedBy = SYSTEM.name } = record() ?? {};
    settings.set(KEY.rotation, { startedAt, startedBy, error: toFault(error) } satisfies KeyRecord);
  };

  const promoted = () => {
    const { startedBy = SYSTEM.name } = record() ?? {};
    settings.delete(KEY.rotation);
    log('the device key was changed', { fingerprint: keys.signer.thumbprint, by: startedBy });
    onPromoted();
  };

  const machine = (): MachineRun<KeyState> => {
    if (!run) throw new TypeError('the change of keys is not started');
    return run;
  };

  /** Without a link there is nobody who could take another key. */
  const drop = async () => {
    settings.delete(KEY.rotation);
    await machine().send('drop');
  };

  const look = async () => {
    nextFingerprint = (await keys.next().catch(() => undefined))?.thumbprint;
    onChange();
  };

  const view = (): KeyView => {
    const { error, startedAt } = record() ?? {};
    const isRunning = run !== undefined && run.state !== 'idle';
    return {
      fingerprint: keys.signer.thumbprint,
      rotation: isRunning ? 'running' : error ? 'failed' : 'none',
      ...(isRunning && nextFingerprint !== undefined ? { nextFingerprint } : {}),
      ...(startedAt === undefined ? {} : { startedAt }),
      ...(!isRunning && error ? { error } : {}),
    };
  };

  return {
    view,
    async start() {
      run = await startMachine<KeyState, KeyEffects>({
        table: KEY_ROTATION,
        context: keyEffects({ ...options, note, promoted }),
        store: options.store,
        after: clock.after,
        onChange: () => void look(),
        onError(state, error) {
          log('the change of the device key failed', { state, err: error });
          note(error);
        },
      });
      off = events.on('link.changed', ({ linked }) => {
        if (linked) return;
        drop().catch((error) => log('the next device key could not be dropped', { err: error }));
      });
      // a key that was to be in use already: nothing may ask the cloud with the older one before
      if (run.state === 'promoting') await run.settled();
      if (!isLinked()) await drop();
      await look();
    },
    async stop() {
      off();
      await run?.stop();
    },
    async rotate(actor) {
      if (!isLinked()) throw fail('NOT_LINKED');
      if (machine().state === 'idle') {
        settings.set(KEY.rotation, { startedAt: clock.now(), startedBy: actor.name } satisfies KeyRecord);
        log('a change of the device key begins', { by: actor.name, via: actor.via });
      }
      await machine().send('rotate');
      return view();
    },
    async settled() {
      await machine().settled();
      return view();
    },
  };
}
