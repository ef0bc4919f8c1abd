import { join } from 'node:path';
import { pino } from 'pino';
import { test } from 'tap';
import { createLocalServer } from '../../../src/gateway/http/server.ts';
import { openDeviceCertificate } from '../../../src/gateway/platform/self-signed.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';
import { fakeDeps } from './fake-deps.ts';

test('`::` is every address of both families, and callers of IPv4 keep their own address', async (t) => {
  const { deps } = fakeDeps();
  const folder = temporaryFolder(t);
  const callers: string[] = [];
  const beginLink: typeof deps.identity.beginLink = async (actor) => {
    callers.push(actor.name);
    return await deps.identity.beginLink(actor);
  };
  const server = await createLocalServer({
    deps: { ...deps, identity: { ...deps.identity, beginLink } },
    logger: pino({ level: 'silent' }) as never,
    webDir: '/nonexistent',
    host: '::',
    port: 0,
    httpsPort: 0,
    socketPath: join(folder, 'control.sock'),
    names: () => ['cloudlink.local'],
  });
  const { port } = await server.start(
    openDeviceCertificate(folder, ['cloudlink.local'], Date.UTC(2026, 10, 23)),
  );
  t.teardown(server.stop);
  for (const host of ['127.0.0.1', '[::1]']) {
    const origin = `http://${host}:${port}`;
    t.equal((await fetch(`${origin}/api/link`, { method: 'POST', headers: { origin } })).status, 200, host);
  }
  t.same(callers, ['Somebody at 127.0.0.1', 'Somebody at ::1']);
});
