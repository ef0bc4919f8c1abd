/** The command channel by long polling, where WebSockets are blocked: the same messages, in answers. */
import type { Clock } from '../../base/clock.ts';
import { CHANNEL_DEAD_MS, type CloudMessage, type GatewayMessage } from '../../contract/channel.ts';
import type { Gateway } from '../core/model.ts';
import type { Channels, Connection } from '../features/commands/channels.ts';

/** A poll is held this long at most, whatever it asks for. */
export const POLL_MAX_S = 25;

type Poller = {
  readonly connection: Connection;
  queue: CloudMessage[];
  /** Wakes the poll that waits. */
  wake: () => void;
  /** Starts the time again after which a gateway that no longer polls is offline. */
  heard: () => void;
};

export type ChannelPolls = {
  /** The messages that wait, or what comes within `waitS` seconds; empty when nothing did. */
  take(gateway: Gateway, waitS: number, signal: AbortSignal): Promise<CloudMessage[]>;
  give(gateway: Gateway, messages: readonly GatewayMessage[]): Promise<void>;
};

export function createChannelPolls(deps: {
  readonly channels: Channels;
  readonly clock: Clock;
}): ChannelPolls {
  const { channels, clock } = deps;
  const pollers = new Map<string, Poller>();

  const open = (gateway: Gateway): Poller => {
    let cancel: () => void = () => undefined;
    const end = () => {
      cancel();
      if (pollers.get(gateway.id) === poller) pollers.delete(gateway.id);
      poller.wake();
    };
    const lost = () => {
      end();
      void channels.detach(gateway.id, poller.connection);
    };
    const poller: Poller = {
      queue: [],
      wake: () => undefined,
      heard() {
        cancel();
        cancel = clock.after(CHANNEL_DEAD_MS, lost);
      },
      connection: {
        transport: 'poll',
        send(message) {
          poller.queue.push(message);
          poller.wake();
        },
        // the next poll learns the reason by its own status
        close: end,
      },
    };
    pollers.set(gateway.id, poller);
    return poller;
  };

  const waitFor = (poller: Poller, ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      poller.wake(); // a newer poll ends the older one
      const done = () => {
        cancel();
        signal.removeEventListener('abort', done);
        poller.wake = () => undefined;
        resolve();
      };
      const cancel = clock.after(ms, done);
      signal.addEventListener('abort', done, { once: true });
      poller.wake = done;
    });

  return {
    async take(gateway, waitS, signal) {
      const existing = pollers.get(gateway.id);
      const poller = existing ?? open(gateway);
      poller.heard();
      if (!existing) await channels.attach(gateway, poller.connection);
      else await channels.deliver(gateway.id);
      const ms = Math.min(waitS, POLL_MAX_S) * 1000;
      if (poller.queue.length === 0 && ms > 0) await waitFor(poller, ms, signal);
      poller.heard();
      if (signal.aborted) return [];
      return poller.queue.splice(0);
    },
    async give(gateway, messages) {
      pollers.get(gateway.id)?.heard();
      for (const message of messages) await channels.receive(gateway, message);
    },
  };
}
