/** The smallest program that the daemon's unit can run: port 80, READY, and a watchdog fed from the event loop. */
import { createServer } from 'node:http';
import { systemClock } from '../../src/base/runtime/clock.ts';
import { createServiceManager, createWatchdog } from '../../src/gateway/platform/systemd.ts';

const manager = createServiceManager({
  env: process.env,
  pid: process.pid,
  onError: (error) => process.stderr.write(`${error}\n`),
});
const watchdog = createWatchdog({ manager, clock: systemClock, alive: () => true });

createServer((_request, response) => response.end('{"alive":true}')).listen(80, async () => {
  watchdog.start();
  await manager.ready();
});
