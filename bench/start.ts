/** Daemon start until its page answers, against an empty fastify server that imports the same libraries. Aim ≤ 1.5. */
import { startEmpty, startGateway } from './gateway.ts';
import { figure, median, stop } from './lib.ts';

const RUNS = 7;
const [ours, peer]: [number[], number[]] = [[], []];
for (let i = 0; i < RUNS; i++) {
  const gateway = await startGateway();
  ours.push(gateway.ms);
  await stop(gateway.child);
  gateway.clean();
  const empty = await startEmpty();
  peer.push(empty.ms);
  await stop(empty.child);
}
process.exitCode = figure('start until the page answers', median(ours), median(peer), 'ms', 1.5) ? 0 : 1;
