/** The command channel over WebSocket: JSON text frames, pings, and an end for the silent (contract/channel.ts). */
import { Compile } from 'typebox/compile';
import type { WebSocket } from 'ws';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/runtime/logger.ts';
import { CHANNEL_DEAD_MS, CHANNEL_PING_MS, CLOSE_CODE, GatewayMessage } from '../../contract/channel.ts';
import type { Gateway } from '../core/model.ts';
import type { Channels, Connection } from '../features/commands/channels.ts';

/** Compiled: every gateway says its status once a minute. */
const gatewayMessage = Compile(GatewayMessage);
const KNOWN_TYPES = ['ack', 'progress', 'result', 'status'];

/** Undefined: a type that this cloud does not know (a newer gateway). */
export type Read = { readonly message: GatewayMessage | undefined } | { readonly malformed: string };

/** Reads one message of a gateway, already parsed from JSON. */
export function readGatewayMessage(value: unknown): Read {
  const type = typeof value === 'object' && value !== null ? (value as { type?: unknown }).type : undefined;
  if (typeof type !== 'string') return { malformed: 'it has no type' };
  if (!KNOWN_TYPES.includes(type)) return { message: undefined };
  if (gatewayMessage.Check(value)) return { message: value };
  return { malformed: `a ${type} of the wrong form` };
}

function parse(text: string): Read {
  try {
    return readGatewayMessage(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return { malformed: 'it is no JSON' };
    throw error;
  }
}

export type ChannelSockets = {
  /** Takes an authenticated, opened socket. */
  accept(socket: WebSocket, gateway: Gateway): void;
};

export function createChannelSockets(deps: {
  readonly channels: Channels;
  readonly clock: Clock;
  readonly logger: Logger;
}): ChannelSockets {
  const { channels, clock, logger } = deps;

  /** Calls `dead` when nothing came for 50 s, and pings every 20 s meanwhile. */
  const watch = (socket: WebSocket) => {
    let heardAt = clock.monotonic();
    let cancel: () => void = () => undefined;
    const tick = () => {
      if (clock.monotonic() - heardAt >= CHANNEL_DEAD_MS) return socket.terminate();
      socket.ping();
      cancel = clock.after(CHANNEL_PING_MS, tick);
    };
    cancel = clock.after(CHANNEL_PING_MS, tick);
    const heard = () => {
      heardAt = clock.monotonic();
    };
    return { heard, stop: () => cancel() };
  };

  return {
    accept(socket, gateway) {
      const log = logger.child({ gatewayId: gateway.id });
      const watcher = watch(socket);
      const connection: Connection = {
        transport: 'websocket',
        send: (message) => socket.send(JSON.stringify(message), () => undefined),
        close: (why) => socket.close(CLOSE_CODE[why], why),
      };
      // one after the other, in the order they came
      let work = channels.attach(gateway, connection);
      const then = (step: () => Promise<void>) => {
        work = work.then(step).catch((error) => {
          log.error({ err: error }, 'a channel message failed');
          socket.close(1011, 'internal');
        });
      };
      then(async () => undefined);

      socket.on('pong', watcher.heard);
      socket.on('message', (data, isBinary) => {
        watcher.heard();
        const read = isBinary ? { malformed: 'it is binary' } : parse(data.toString());
        if ('malformed' in read) {
          log.warn({ reason: read.malformed }, 'malformed channel message');
          return socket.close(CLOSE_CODE.malformed, 'malformed');
        }
        const { message } = read;
        if (message) then(() => channels.receive(gateway, message));
      });
      socket.on('error', (error) => log.info({ err: error }, 'channel error'));
      socket.on('close', () => {
        watcher.stop();
        then(() => channels.detach(gateway.id, connection));
      });
    },
  };
}
