/** Daemon start until its page answers, against an empty fastify server that imports the same libraries. Aim ≤ 1.5. */
import { startEmpty, startGateway } from './gateway.ts';
import { figure, median, stop } from './lib.ts';

/** Odd, so that the median is one of them; the two take turns, so that a busy moment meets both. */
const RUNS = 11;
const [ours, peer]: [number[], number[]] = [[], []];
// the first of each only fills the file cache
for (let i = 0; i <= RUNS; i++) {
  const gateway = await startGateway();
  if (i > 0) ours.push(gateway.ms);
  await stop(gateway.child);
  gateway.clean();
  const empty = await startEmpty();
  if (i > 0) peer.push(empty.ms);
  await stop(empty.child);
}
process.exitCode = figure('start until the page answers', median(ours), median(peer), 'ms', 1.5) ? 0 : 1;
