/** Behind a reverse proxy: whose address a request has, and what is said when nobody named the proxy. */
import { pino } from 'pino';
import { type Test, test } from 'tap';
import { Type } from 'typebox';
import { route } from '../../../src/base/runtime/http.ts';
import type { Access } from '../../../src/cloud/http/access.ts';
import { buildCloudServer } from '../../../src/cloud/http/server.ts';

async function serve(t: Test, trustProxy: string[]) {
  const lines: { level: number; msg: string }[] = [];
  const logger = pino({ level: 'warn' }, { write: (text: string) => void lines.push(JSON.parse(text)) });
  const open = async () => undefined;
  const app = await buildCloudServer({
    version: '0',
    logger: logger as never,
    access: {
      public: open,
      console: open,
      signedIn: open,
      administrator: open,
      partner: open,
      supportFiles: open,
      device: open,
    },
    routes: [
      route<Access, undefined, undefined, undefined>({
        method: 'GET',
        url: '/ip',
        access: 'public',
        tag: 't',
        summary: 's',
        schema: { response: { 200: Type.Object({ ip: Type.String() }) } },
        handler: ({ ip }) => ({ ip }),
      }),
    ],
    secure: true,
    launchDomain: 'launch.example',
    webDir: '/nonexistent',
    trustProxy,
    plugins: [],
  });
  t.teardown(() => app.close());
  const ask = async (remoteAddress: string, forwarded?: string) => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    return (await app.inject({ url: '/ip', remoteAddress, headers })).json().ip as string;
  };
  return { ask, lines };
}

test('a proxy that was named is believed, and nobody else', async (t) => {
  const { ask, lines } = await serve(t, ['127.0.0.1']);
  t.equal(await ask('127.0.0.1', '203.0.113.7'), '203.0.113.7');
  t.equal(
    await ask('127.0.0.1', '198.51.100.1, 203.0.113.7'),
    '203.0.113.7',
    'what the client added counts for nothing',
  );
  t.equal(await ask('192.0.2.1', '203.0.113.7'), '192.0.2.1');
  t.same(lines, []);
});

test('a proxy that was not named is told of, once', async (t) => {
  const { ask, lines } = await serve(t, []);
  await ask('127.0.0.1');
  await ask('192.0.2.1', '203.0.113.7');
  t.same(lines, [], 'a stranger’s header is no proxy');
  t.equal(await ask('127.0.0.1', '203.0.113.7'), '127.0.0.1');
  await ask('127.0.0.1', '203.0.113.8');
  t.match(lines, [{ level: 40, msg: /trustProxy/ }]);
  t.equal(lines.length, 1);
});
