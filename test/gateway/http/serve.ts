/** The local server over small features, entered by any of its doors. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import inject from 'light-my-request';
import { pino } from 'pino';
import { createLocalServer } from '../../../src/gateway/http/server.ts';
import { mark, type Via } from '../../../src/gateway/http/via.ts';
import { fakeDeps } from './fake-deps.ts';

const LAN = '192.168.10.50';

/** @param webDir the built pages, where the test is about them */
export async function serve(webDir = '/nonexistent') {
  const world = fakeDeps();
  const server = await createLocalServer({
    deps: world.deps,
    logger: pino({ level: 'silent' }) as never,
    webDir,
    host: '127.0.0.1',
    port: 0,
    httpsPort: 0,
    socketPath: '/nonexistent',
    names: () => ['cloudlink.local'],
  });
  let via: Via = { kind: 'http' };
  // inject has no door of its own: this one marks requests as the doors do
  const enter = (request: unknown, response: unknown) => {
    mark(request as IncomingMessage, via);
    server.app.routing(request as IncomingMessage, response as ServerResponse);
  };
  const ask = (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: object,
    more: { remoteAddress?: string; headers?: Record<string, string>; cookies?: Record<string, string> } = {},
  ) =>
    inject(enter, {
      method,
      url,
      remoteAddress: LAN,
      ...(payload === undefined ? {} : { payload }),
      ...more,
      headers: { host: 'cloudlink.local', ...more.headers },
    });
  const door = (next: Via) => {
    via = next;
  };
  return { ...world, server, ask, door };
}
