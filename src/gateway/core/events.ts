/** Typed events inside the gateway: how features tell each other things without importing each other. */
import type { GatewayEvent, SyncResult } from '../../contract/outbox.ts';
import type { AlarmCode } from './alarms.ts';
import type { ChannelState } from './ports/cloud.ts';

export type Actor = {
  readonly id: string;
  readonly name: string;
  readonly via: 'local' | 'cli' | 'tunnel' | 'cloud' | 'system';
};
export const SYSTEM: Actor = { id: 'system', name: 'Gateway', via: 'system' };

export type Events = {
  /** The name that this gateway has on the LAN is another one now. */
  'mdns.name': { name: string };
  /** Whether it is published changed, or somebody else wants it. */
  'mdns.state': Record<string, never>;
  'link.changed': { linked: boolean };
  /** What the cloud says of the account, its address or its broker is another than before. */
  'account.changed': Record<string, never>;
  'account.state': { state: 'active' | 'deactivated' };
  /** Said on every change while the program runs; `off` is on purpose, `waiting` is a break, with its reason. */
  'channel.state': { state: ChannelState; reason?: string };
  /**
   * Addresses or the default route of this host changed; `addresses` are all that it has now, loopback too. `lost`: some
   * went away and may come back. `back`: they did, and it is the network that it was.
   */
  'network.changed': { addresses: readonly string[]; change: 'lost' | 'back' | 'other' };
  'site.saved': { name: string };
  /** Somebody typed into a form and has not saved it, or that draft is gone. */
  'draft.changed': { form: string };
  'pbx.saved': { type: string; hostChanged: boolean };
  'pbx.connected': { connected: boolean };
  'sync.started': Record<string, never>;
  'sync.progress': { stage: string; done: number; total?: number };
  'sync.ended': SyncResult;
  'tunnel.changed': { targetId: string };
  /** Targets that show another certificate than the confirmed one: all of them, on every change and at the start. */
  'target.certificate': { targets: readonly string[] };
  'session.changed': { sessionId: string; state: 'open' | 'ended' };
  /** A question for consent came, or was answered. */
  'consent.changed': { requestId: string };
  /** A person linked this gateway with its set-up code, so somebody stood in front of it. */
  'claim.onSite': { person: { id: string; name: string } };
  'inventory.reported': { at: number; changed: boolean };
  'alarm.changed': Record<string, never>;
  /** How an update stands, or when they are due, is another than before. */
  'update.changed': Record<string, never>;
  /** A part says that its alarm stands, with what is known, or that it is over (no `facts`). */
  'alarm.told': { code: AlarmCode; facts?: string };
  /** The cloud's login gives this gateway tokens, or does not; said on every change (row F1). */
  'login.state': { up: true } | { up: false; sentence: string };
  'feature.failed': { feature: string; code: string; sentence: string; remedy: string };
  /** Something that belongs into the event history; the outbox sends it. */
  audit: Omit<GatewayEvent, 'actor'> & { actor: Actor };
};
export type EventName = keyof Events;

export type EventBus = {
  emit<N extends EventName>(name: N, event: Events[N]): void;
  on<N extends EventName>(name: N, f: (event: Events[N]) => void): () => void;
};

/** Listeners run in order of registration; one that throws is told to `onError` and does not stop the others. */
export function createEventBus(onError: (name: EventName, error: unknown) => void): EventBus {
  const listeners = new Map<EventName, Set<(event: never) => void>>();
  return {
    emit(name, event) {
      for (const f of listeners.get(name) ?? []) {
        try {
          (f as (event: unknown) => void)(event);
        } catch (error) {
          onError(name, error);
        }
      }
    },
    on(name, f) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(f as (event: never) => void);
      return () => set.delete(f as (event: never) => void);
    },
  };
}
