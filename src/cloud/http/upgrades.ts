/** WebSocket upgrades: launch host names first, then the gateways' channel and tunnel. A refusal is an HTTP answer. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../base/clock.ts';
import { toAppError, toProblem } from '../../base/errors.ts';
import type { Logger } from '../../base/runtime/logger.ts';
import { STATUS_CODES } from '../../base/runtime/node-http.ts';
import { CHANNEL_MAX_BYTES } from '../../contract/channel.ts';
import { CLOUD_PATH } from '../../contract/claim.ts';
import { fail } from '../core/errors.ts';
import type { Gateway } from '../core/model.ts';
import type { DeviceAuth } from './device-auth.ts';

/** Takes requests and upgrades of its own host names before anything else looks at them. */
export type HostFront = {
  matches(host: string | undefined): boolean;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
};

/** One SSH packet stream: frames of any size up to this. */
const TUNNEL_MAX_BYTES = 4 * 1024 * 1024;

/** A client that does not answer a close is cut after this time. */
const GOODBYE_MS = 500;

export function createUpgrades(deps: {
  readonly auth: DeviceAuth;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly front: HostFront | undefined;
  readonly channel: (socket: WebSocket, gateway: Gateway) => void;
  readonly tunnel: (socket: WebSocket, gateway: Gateway) => void;
}) {
  const options = { noServer: true, perMessageDeflate: false, clientTracking: true } as const;
  const channel = new WebSocketServer({ ...options, maxPayload: CHANNEL_MAX_BYTES });
  const tunnel = new WebSocketServer({ ...options, maxPayload: TUNNEL_MAX_BYTES });
  const doors: Record<string, { server: WebSocketServer; open: typeof deps.channel }> = {
    [CLOUD_PATH.channel]: { server: channel, open: deps.channel },
    [CLOUD_PATH.tunnel]: { server: tunnel, open: deps.tunnel },
  };

  const open = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const door = doors[(request.url ?? '').split('?')[0] ?? ''];
    if (!door) throw fail('NOT_FOUND');
    const { gateway } = await deps.auth.ofMessage(request);
    door.server.handleUpgrade(request, socket, head, (ws) => {
      // whoever takes it over may close it at once, and a broken frame still comes then
      ws.on('error', (error) => deps.logger.info({ err: error, gatewayId: gateway.id }, 'a WebSocket broke'));
      door.open(ws, gateway);
    });
  };

  return {
    handle(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      if (deps.front?.matches(request.headers.host)) {
        deps.front.upgrade(request, socket, head);
        return;
      }
      socket.on('error', (error) => deps.logger.debug({ err: error }, 'upgrade socket error'));
      open(request, socket, head).catch((error) => {
        const refused = toAppError(error);
        if (refused.row.status >= 500) deps.logger.error({ err: refused }, 'upgrade failed');
        else deps.logger.info({ code: refused.code }, 'upgrade refused');
        refuse(socket, error, deps.auth.headers(error));
      });
    },
    /** Ends every socket that is still open. */
    stop(): void {
      for (const server of [channel, tunnel]) {
        for (const client of server.clients) {
          client.close(1001, 'stopping');
          deps.clock.after(GOODBYE_MS, () => client.terminate());
        }
        server.close();
      }
    },
  };
}

/** Writes the refusal by hand: there is no response object for an upgrade. */
function refuse(socket: Duplex, error: unknown, headers: Record<string, string>): void {
  const problem = toProblem(error);
  const body = JSON.stringify(problem);
  const lines = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
