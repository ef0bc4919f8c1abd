/**
 * The real program: it is alive while a cloud swallows everything and answers nothing; after three crashes in a row it
 * starts pages, tunnels and logs only, says so, and is whole again with one click.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Test, test } from 'tap';
import type { JobView, Overview } from '../../src/contract/local-api.ts';
import { cloudlink } from '../helpers/cli.ts';
import { startDaemon } from '../helpers/daemon.ts';
import { temporaryFolder } from '../helpers/uplink.ts';

const READY = /"msg":"ready"/;

/** Takes every connection and says nothing, as a firewall in front of a cloud may. */
async function blackHole(t: Test): Promise<string> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

/** A service manager's ear (Python has the socket type that Node lacks). */
const EAR = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('bound', flush=True)
while True:
    data, fds, flags, _ = socket.recv_fds(s, 4096, 4)
    for fd in fds: socket.close(fd)
    print(data.decode().strip().replace('\\n', '|'), flush=True)
`;

test('alive is no question of the cloud: the watchdog is fed while a cloud answers nothing', {
  timeout: 60_000,
}, async (t) => {
  if (!existsSync('/usr/bin/systemd-notify') || !existsSync('/usr/bin/python3'))
    return void t.pass('', { skip: 'systemd-notify or python3 is not installed' });
  const folder = temporaryFolder(t);
  const socket = join(folder, 'notify.sock');
  const ear = spawn('/usr/bin/python3', ['-c', EAR, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => ear.kill());
  const lines = createInterface({ input: ear.stdout })[Symbol.asyncIterator]();
  await lines.next();
  const daemon = startDaemon(t, {
    folder,
    settings: { CLOUD_URL: await blackHole(t) },
    within: ['env', `NOTIFY_SOCKET=${socket}`, 'WATCHDOG_USEC=6000000'],
  });
  await daemon.line(READY);
  // it asks the cloud in every way that it has, and gets no answer
  const asking = daemon.local('POST', '/api/health/run').catch(() => undefined);
  void daemon.local('POST', '/api/link').catch(() => undefined);
  let fed = 0;
  while (fed < 3) if (String((await lines.next()).value).startsWith('WATCHDOG=1')) fed++;
  t.equal(fed, 3, 'three signs of life');
  t.match(await daemon.local<object>('GET', '/api/alive'), { alive: true });
  daemon.child.kill('SIGTERM');
  t.equal(await daemon.ended, 0);
  await asking;
});

test('three crashes: safe mode, said, refused what it does not do, left with one click', {
  timeout: 120_000,
}, async (t) => {
  const folder = temporaryFolder(t);
  const settings = { SAFE_MODE_AFTER_CRASHES: '3' };
  for (let n = 0; n < 3; n++) {
    const daemon = startDaemon(t, { folder, settings });
    await daemon.line(READY);
    daemon.child.kill('SIGKILL');
    await daemon.ended;
  }
  const safe = startDaemon(t, { folder, settings });
  t.match(await safe.line(READY), /"safeMode":true/);
  const { alarms } = await safe.local<Overview>('GET', '/api/overview');
  t.match(alarms, [{ code: 'CRASH_LOOP', severity: 'critical', cure: 'leaveSafeMode' }]);
  t.match((await cloudlink(folder, ['status'])).said, /^This gateway runs in safe mode/);
  await t.rejects(safe.local('POST', '/api/sync/run'), {
    message: /answered 409: The gateway runs in safe mode/,
  });
  const { jobs } = await safe.until(async () => {
    const answer = await safe.local<{ jobs: JobView[] }>('GET', '/api/jobs');
    return answer.jobs.some((job) => job.lastOutcome === 'skipped') ? answer : undefined;
  });
  t.ok(
    jobs.every(({ running, lastOutcome = 'skipped' }) => !running && lastOutcome !== 'ok'),
    'no job runs',
  );
  t.ok((await safe.local<{ lines: string[] }>('GET', '/api/logs?lines=100')).lines.length > 0, 'logs do');
  t.match(await safe.local<object>('POST', '/api/support', {}), { name: /\.zip$/ }, 'and support bundles');
  t.match(await safe.local<object>('POST', '/api/alarms/CRASH_LOOP/cure'), { sentence: /with everything/ });
  t.equal(await safe.ended, 75, 'the service manager starts it again');
  const whole = startDaemon(t, { folder, settings });
  t.notMatch(await whole.line(READY), /safeMode/);
  whole.child.kill('SIGTERM');
  t.equal(await whole.ended, 0);
});

test('ends that are no crashes: in order, and for a reason outside the program', {
  timeout: 60_000,
}, async (t) => {
  const folder = temporaryFolder(t);
  const settings = { SAFE_MODE_AFTER_CRASHES: '1' };
  for (const httpPort of ['taken', '0']) {
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
    const { port } = busy.address() as { port: number };
    const daemon = startDaemon(t, {
      folder,
      settings: { ...settings, HTTP_PORT: httpPort === 'taken' ? String(port) : '0' },
    });
    if (httpPort === 'taken') t.equal(await daemon.ended, 74);
    else {
      t.notMatch(await daemon.line(READY), /safeMode/);
      daemon.child.kill('SIGTERM');
      t.equal(await daemon.ended, 0);
    }
    await new Promise((resolve) => busy.close(resolve));
  }
});
