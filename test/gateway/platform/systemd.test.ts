import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Test, test } from 'tap';
import type { ServiceManager } from '../../../src/gateway/core/ports/service-manager.ts';
import {
  createServiceManager,
  createWatchdog,
  movedSinceAsked,
  watchdogMs,
} from '../../../src/gateway/platform/systemd.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

test('the watchdog’s period is systemd’s, for this process only', async (t) => {
  t.equal(watchdogMs({ WATCHDOG_USEC: '30000000' }, 1), 30_000);
  t.equal(watchdogMs({ WATCHDOG_USEC: '30000000', WATCHDOG_PID: '1' }, 1), 30_000);
  t.equal(watchdogMs({ WATCHDOG_USEC: '30000000', WATCHDOG_PID: '2' }, 1), undefined, 'a parent’s');
  t.equal(watchdogMs({ WATCHDOG_USEC: 'soon' }, 1), undefined);
  t.equal(watchdogMs({}, 1), undefined);
});

/** Receives datagrams as the service manager does (Python has the socket type that Node lacks). */
const RECEIVER = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
name = sys.argv[1]
s.bind('\\0' + name[1:] if name[0] == '@' else name)
print('bound', flush=True)
while True:
    data, fds, flags, _ = socket.recv_fds(s, 4096, 4)
    for fd in fds: socket.close(fd)
    print(data.decode().strip().replace('\\n', '|'), flush=True)
`;

async function receiver(t: Test, name: string) {
  const child: ChildProcess = spawn('/usr/bin/python3', ['-c', RECEIVER, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill());
  if (!child.stdout) throw new Error('no stdout');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => (await lines.next()).value as string;
  await next();
  /** The next message that is not systemd-notify's barrier. */
  return async () => {
    for (;;) {
      const line = await next();
      if (line !== 'BARRIER=1') return line;
    }
  };
}

test('messages reach the manager, over a path and over an abstract socket', async (t) => {
  if (!existsSync('/usr/bin/systemd-notify')) return t.pass('', { skip: 'systemd-notify is not installed' });
  const dir = mkdtempSync(join(tmpdir(), 'notify-'));
  t.teardown(() => rmSync(dir, { recursive: true }));
  for (const socket of [join(dir, 'notify.sock'), `@cloudlink-test-${process.pid}`]) {
    const next = await receiver(t, socket);
    const manager = createServiceManager({
      env: { NOTIFY_SOCKET: socket, WATCHDOG_USEC: '3000000' },
      pid: process.pid,
      onError: (error) => t.fail(String(error)),
    });
    t.equal(manager.watchdogMs, 3000);
    await manager.ready();
    t.match(await next(), new RegExp(`^READY=1\\|MAINPID=${process.pid}`), socket);
    await manager.status('linked\nREADY=0');
    t.match(await next(), /^STATUS=linked READY=0/, 'a status stays one line');
    await manager.alive();
    t.match(await next(), /^WATCHDOG=1/);
    await manager.stopping();
    t.match(await next(), /^STOPPING=1/);
  }
  return undefined;
});

test('without a manager nothing happens; a manager that is gone is told, not thrown', async (t) => {
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const none = createServiceManager({ env: { WATCHDOG_USEC: '3000000' }, pid: 1, onError });
  await none.ready();
  t.equal(none.watchdogMs, undefined);
  t.same(errors, []);
  const gone = createServiceManager({ env: { NOTIFY_SOCKET: '/nonexistent/notify' }, pid: 1, onError });
  await gone.ready();
  t.equal(errors.length, 1);
});

function countingManager(watchdogPeriod: number | undefined) {
  const fed = { count: 0 };
  const manager: ServiceManager = {
    watchdogMs: watchdogPeriod,
    ready: async () => undefined,
    status: async () => undefined,
    stopping: async () => undefined,
    alive: async () => void fed.count++,
  };
  return { manager, fed };
}

test('the watchdog is fed three times a period, and only while work moves', async (t) => {
  const clock = manualClock();
  const { manager, fed } = countingManager(30_000);
  let tick = 0;
  let stalls = 0;
  const watchdog = createWatchdog({
    manager,
    clock,
    alive: movedSinceAsked(() => tick),
    onStalled: () => stalls++,
  });
  watchdog.start();
  t.equal(fed.count, 1, 'at once');
  for (const _ of [1, 2, 3]) {
    tick++;
    await clock.advance(10_000);
  }
  t.equal(fed.count, 4);
  await clock.advance(60_000);
  t.equal(fed.count, 4, 'the job runner stands still: no sign of life');
  t.equal(stalls, 1, 'told once');
  tick++;
  await clock.advance(10_000);
  t.equal(fed.count, 5, 'it moves again');
  watchdog.stop();
  t.equal(clock.pending, 0);
});

test('nobody watches: nothing is fed', async (t) => {
  const clock = manualClock();
  const { manager, fed } = countingManager(undefined);
  const watchdog = createWatchdog({ manager, clock, alive: () => true });
  watchdog.start();
  t.equal(clock.pending, 0);
  t.equal(fed.count, 0);
  watchdog.stop();
});
