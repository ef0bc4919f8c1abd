// Preloaded into a program under measurement (NODE_OPTIONS=--import): writes what it cost into the file $OBSERVED when it
// ends. A program that opened no connection did not do the work, and says nothing. The event loop is watched from the
// first connection on: what comes before is the loading of the program.
//
// The longest stall is told twice. By the clock it is what whoever waits feels, and on a busy machine it is mostly the
// wait for a processor. By the processor time that the thread used between two turns it is the program's own doing, on
// any machine.
import { subscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const processorMs = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

const delay = monitorEventLoopDelay({ resolution: 1 });
let isAtWork = false;
let before = 0;
let stallCpuMs = 0;
function tick() {
  const now = processorMs();
  stallCpuMs = Math.max(stallCpuMs, now - before);
  before = now;
}
subscribe('net.client.socket', () => {
  if (isAtWork) return;
  isAtWork = true;
  delay.enable();
  before = processorMs();
  setInterval(tick, 1).unref();
});
process.on('exit', () => {
  if (!isAtWork) return;
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const stallMs = delay.count > 0 ? delay.max / 1e6 : 0;
  const { user, system } = process.cpuUsage();
  const observed = { peakMb, stallMs, stallCpuMs, cpuMs: (user + system) / 1000 };
  writeFileSync(process.env.OBSERVED, JSON.stringify(observed));
});
