/** The local page's live view, over a real connection. */
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { type Test, test } from 'tap';
import { BEAT_MS } from '../../../src/base/runtime/event-stream.ts';
import type { Overview } from '../../../src/contract/local-api.ts';
import { createLocalServer } from '../../../src/gateway/http/server.ts';
import { createSessions } from '../../../src/gateway/http/session.ts';
import { createCrypto } from '../../../src/gateway/platform/crypto.ts';
import { rawClient } from '../../helpers/raw-http.ts';
import { fakeDeps, SETUP_CODE } from './fake-deps.ts';

const HOST = { host: 'cloudlink.local' };

async function world(t: Test) {
  const { deps, clock } = fakeDeps();
  const listeners = new Set<() => void>();
  let n = 0;
  const server = await createLocalServer({
    deps: {
      ...deps,
      overview: () => ({ n: ++n }) as unknown as Overview,
      onChange(f) {
        listeners.add(f);
        return () => listeners.delete(f);
      },
    },
    logger: pino({ level: 'silent' }) as never,
    webDir: '/nonexistent',
    host: '127.0.0.1',
    port: 0,
    httpsPort: 0,
    socketPath: '/nonexistent',
    names: () => ['cloudlink.local'],
  });
  await server.app.listen({ host: '127.0.0.1', port: 0 });
  t.teardown(() => server.app.close());
  const payload = { setupCode: SETUP_CODE, name: 'Priya', password: 'correct horse battery' };
  const made = await server.app.inject({ method: 'POST', url: '/api/admin', headers: HOST, payload });
  const cookie = `cloudlink=${made.cookies[0]?.value}`;
  const headers = { ...HOST, cookie, 'x-csrf-token': made.json().csrf };
  const watch = async () => {
    const client = rawClient(t, (server.app.server.address() as AddressInfo).port);
    client.send(`GET /api/events/live HTTP/1.1\r\nHost: cloudlink.local\r\nCookie: ${cookie}\r\n\r\n`);
    await client.until(/data: /);
    return client;
  };
  const change = () => {
    for (const f of listeners) f();
  };
  return { clock, server, headers, watch, change, listeners };
}

test('the live view ends when the person signs out', async (t) => {
  const { server, headers, watch, change, listeners } = await world(t);
  const client = await watch();
  t.match(
    client.said(),
    /content-security-policy: [\s\S]*: open\n\n[\s\S]*event: overview\ndata: \{"n":1\}\n\n/i,
  );
  change();
  await client.until(/"n":2/);
  await server.app.inject({ method: 'DELETE', url: '/api/session', headers });
  change();
  await client.until(/\r\n0\r\n\r\n$/);
  t.notMatch(client.said(), /"n":3/, 'nothing more of this gateway');
  while (listeners.size > 0) await new Promise((resolve) => setImmediate(resolve));
});

test('looking at the live view is no use of the session: it ends idle', async (t) => {
  const { clock, watch } = await world(t);
  const client = await watch();
  for (let i = 0; i < 4 * 31; i++) await clock.advance(BEAT_MS);
  t.match(await client.until(/\r\n0\r\n\r\n$/), /: beat/);
});

test('what is no origin is not ours, and no address is not this machine', async (t) => {
  const { server } = await world(t);
  for (const origin of ['null', 'about:blank', '', 'https://evil.example']) {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { ...HOST, origin },
      payload: { name: 'Priya', password: 'correct horse battery' },
    });
    t.match(answer.json(), { status: 403, code: 'NOT_ALLOWED' }, `origin “${origin}”`);
  }
  const { deps } = fakeDeps();
  const { isPlain } = createSessions(
    deps.access,
    createCrypto(() => 0),
  );
  t.equal(isPlain({ raw: {}, socket: {} } as never), true);
  t.equal(isPlain({ raw: {} } as never), true);
  t.equal(isPlain({ raw: {}, socket: { remoteAddress: '127.0.0.1' } } as never), false);
});
