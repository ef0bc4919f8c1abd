/** Factory reset (row A10): ordered on the page, by command, by a held button, or by the cloud, which announces it first. */
import { Type } from 'typebox';
import type { Clock } from '../../../base/clock.ts';
import { type MachineRun, startMachine } from '../../../base/machine.ts';
import {
  ANNOUNCE_DEFAULT,
  ANNOUNCE_MOST,
  RESET_GOES,
  RESET_STAYS,
  type ResetBy,
  type ResetView,
} from '../../../contract/factory-reset.ts';
import { fail } from '../../core/errors.ts';
import { type Actor, type EventBus, SYSTEM } from '../../core/events.ts';
import type { Button, ResetRecord } from '../../core/ports/reset.ts';
import type { Settings } from '../../core/ports/settings.ts';
import { RESET, type ResetEffects, type ResetState } from './machine.ts';
import { judgeOrder, type OrderJudge, type ThisGateway } from './order.ts';

const SETTINGS = 'reset.settings';
const Stored = Type.Object({ announceMinutes: Type.Integer({ minimum: 0, maximum: ANNOUNCE_MOST }) });
const MINUTE = 60_000;
/** So long that nobody leans on it by mistake; Teltonika, MikroTik and the like take 5 to 12 s. */
export const HOLD_MS = 10_000;

export type ResetOptions = {
  readonly record: ResetRecord<ResetState>;
  readonly judge: OrderJudge;
  readonly own: () => ThisGateway;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly events: EventBus;
  readonly facts: () => { readonly customer?: string; readonly address?: string; readonly name: string };
  /** Tells the cloud that this gateway leaves, as far as it can be told. Never throws. */
  readonly leave: (actor: Actor) => Promise<void>;
  /** The program is started again, and erases before it opens anything. */
  readonly restart: () => void;
  readonly button?: Button;
  readonly onChange: () => void;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
};

export type Reset = ReturnType<typeof createReset>;

export function createReset(options: ResetOptions) {
  const { record, judge, own, settings, clock, events, restart, button, onChange, log } = options;
  let run: MachineRun<ResetState> | undefined;
  let release: () => void = () => undefined;
  const watching = new Set<() => void>();

  const announceMinutes = () => settings.get(SETTINGS, Stored)?.announceMinutes ?? ANNOUNCE_DEFAULT;

  const effects: ResetEffects = {
    async wait(signal) {
      const { dueAt } = record.facts() ?? { dueAt: clock.now() };
      await clock.sleep(Math.max(0, dueAt - clock.now()), signal);
      return 'due';
    },
    // not of this program's life: gateway/reset does them at the next start
    keep: () => Promise.reject(new TypeError('a running gateway erases nothing')),
    wipe: () => Promise.reject(new TypeError('a running gateway erases nothing')),
    plant: () => Promise.reject(new TypeError('a running gateway erases nothing')),
  };

  const machine = () => {
    if (!run) throw new TypeError('the reset is not started');
    return run;
  };
  const audit = (action: string, actor: Actor, details: Record<string, unknown> = {}) =>
    events.emit('audit', {
      action,
      eventType: 'Admin',
      actor,
      asset: options.facts().name,
      propertiesChanged: [],
      details,
    });

  const changed = () => {
    onChange();
    for (const f of [...watching]) f();
  };

  /** Resolves when what was announced is due; false when it was cancelled. */
  const decided = (signal: AbortSignal) =>
    new Promise<boolean>((resolve, reject) => {
      const look = () => {
        if (machine().state === 'announced') return;
        watching.delete(look);
        resolve(machine().state !== 'idle');
      };
      signal.addEventListener(
        'abort',
        () => {
          watching.delete(look);
          reject(signal.reason);
        },
        { once: true },
      );
      watching.add(look);
      look();
    });

  const orderNow = async (by: ResetBy, who: Actor, keepWay: boolean) => {
    if (machine().state === 'ordered') return;
    log('a factory reset was ordered', { by, who: who.name });
    audit('Factory reset ordered', who, { by });
    record.note({ by, who: who.name, keepWay, dueAt: clock.now() });
    await options.leave(who);
    await machine().send('order');
    restart();
  };

  const whileHeld = () => {
    let cancel: () => void = () => undefined;
    const end = button?.watch((pressed) => {
      cancel();
      if (!pressed) return;
      cancel = clock.after(HOLD_MS, () => {
        orderNow('button', { ...SYSTEM, name: 'the button of the device' }, false).catch((error: unknown) =>
          log('the button’s order failed', { err: error }),
        );
      });
    });
    return () => {
      cancel();
      end?.();
    };
  };

  return {
    view(): ResetView {
      const { state = 'idle' } = run ?? {};
      const shown = state === 'idle' || state === 'announced' ? state : 'ordered';
      const facts = record.facts();
      const last = record.last();
      const { customer, address } = options.facts();
      return {
        state: shown,
        ...(shown !== 'idle' && facts
          ? { dueAt: facts.dueAt, by: facts.by, who: facts.who, keepWay: facts.keepWay }
          : {}),
        ...(customer === undefined ? {} : { customer }),
        ...(address === undefined ? {} : { address }),
        goes: [...RESET_GOES],
        stays: [...RESET_STAYS],
        announceMinutes: announceMinutes(),
        ...(last ? { last } : {}),
      };
    },
    /** For every page; undefined while none is announced. */
    announced() {
      const facts = record.facts();
      return run?.state === 'announced' && facts ? { dueAt: facts.dueAt, who: facts.who } : undefined;
    },
    /** By a person on the site, at once. */
    order: (by: 'page' | 'cli', keepWay: boolean, actor: Actor) => orderNow(by, actor, keepWay),
    /** Takes an announced one back. @throws AppError RESET_NOT_ANNOUNCED */
    async cancel(actor: Actor): Promise<void> {
      if (!(await machine().send('cancel'))) throw fail('RESET_NOT_ANNOUNCED');
      log('the announced factory reset was cancelled', { by: actor.name });
      audit('Factory reset cancelled', actor);
      changed();
    },
    setAnnounce(minutes: number, actor: Actor): void {
      settings.set(SETTINGS, { announceMinutes: minutes });
      audit('Factory reset settings changed', actor, { announceMinutes: minutes });
      onChange();
    },
    /**
     * The cloud's order: announces it, and resolves when its time has come.
     * @throws AppError RESET_ORDER_INVALID, RESET_CANCELLED
     */
    async byCloud(order: string, actor: Actor, signal: AbortSignal): Promise<void> {
      const claims = judgeOrder(order, own(), judge);
      if (machine().state === 'idle') {
        log('the cloud orders a factory reset', { by: actor.name, why: claims.why });
        audit('Factory reset announced', actor, { why: claims.why });
        record.note({
          by: 'cloud',
          who: actor.name,
          keepWay: false,
          dueAt: clock.now() + announceMinutes() * MINUTE,
        });
        await machine().send('announce');
        changed();
      }
      if (!(await decided(signal))) throw fail('RESET_CANCELLED');
    },
    /** After a restart in the middle of it. Undefined: it was never announced. */
    async resumed(signal: AbortSignal): Promise<true | undefined> {
      if (machine().state === 'idle') return undefined;
      if (!(await decided(signal))) throw fail('RESET_CANCELLED');
      return true;
    },
    /** The cloud has stored that it is obeyed; now it is. */
    async obey(): Promise<void> {
      await machine().send('obey');
      if (machine().state === 'ordered') restart();
    },
    async start(): Promise<void> {
      run = await startMachine<ResetState, ResetEffects>({
        table: RESET,
        context: effects,
        store: record.store,
        after: clock.after,
        onChange: changed,
        onError: (state, error) => log('the reset failed', { state, err: error }),
      });
      release = whileHeld();
    },
    async stop(): Promise<void> {
      release();
      await run?.stop();
    },
  };
}
