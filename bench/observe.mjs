// Preloaded into a program under measurement (NODE_OPTIONS=--import): writes what it cost into the file $OBSERVED when it
// ends. A program that opened no connection did not do the work, and says nothing. The event loop is watched from the
// first connection on: what comes before is the loading of the program.
import { subscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 1 });
let isAtWork = false;
subscribe('net.client.socket', () => {
  isAtWork = true;
  delay.enable();
});
process.on('exit', () => {
  if (!isAtWork) return;
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const stallMs = delay.count > 0 ? delay.max / 1e6 : 0;
  writeFileSync(process.env.OBSERVED, JSON.stringify({ peakMb, stallMs }));
});
