/**
 * Resident memory of an idle gateway, against the same empty server. Aim ≤ 1.3.
 * `node bench/memory.ts [seconds]`; 300 is the figure's five minutes, 20 gives a first idea.
 */
import { startEmpty, startGateway } from './gateway.ts';
import { figure, rssMb, stop } from './lib.ts';

const seconds = Number(process.argv[2] ?? 300);
const gateway = await startGateway();
const empty = await startEmpty();
await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
const ours = rssMb(gateway.child.pid ?? 0);
const peer = rssMb(empty.child.pid ?? 0);
await stop(gateway.child);
await stop(empty.child);
gateway.clean();
process.exitCode = figure(`idle memory after ${seconds} s`, ours, peer, 'MB', 1.3) ? 0 : 1;
