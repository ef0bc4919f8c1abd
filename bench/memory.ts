/**
 * Resident memory of an idle gateway that is linked, against an empty server that imports the same libraries; aim ≤ 1.3.
 * Linked means what the demo does: claimed to a real cloud process, 500 people in sync, channel and tunnel up.
 * `node bench/memory.ts [seconds]`; 300 is the figure's five minutes, 20 gives a first idea.
 */
import { createWorld, type World } from '../scripts/demo-parts/world.ts';
import type { Overview } from '../src/contract/local-api.ts';
import { ended, linked, startEmpty } from './gateway.ts';
import { figure, rssMb, stop } from './lib.ts';

const seconds = Number(process.argv[2] ?? 300);

/** A gateway that has lost its cloud meanwhile would make a figure of something else. */
async function insistLinked(world: World): Promise<void> {
  const { linked, cloud, sync, targets } = await world.local<Overview>('GET', '/api/overview');
  const tunnel = targets.find((target) => target.id === world.targetId);
  const facts = { linked, online: cloud.online, sync: sync.error, tunnel: tunnel?.tunnelUp };
  if (!linked || !cloud.online || sync.error || !tunnel?.tunnelUp?.up)
    throw new Error(`the gateway is not linked and in sync any more: ${JSON.stringify(facts)}`);
}

const world = createWorld();
try {
  await linked(world);
  const pid = world.gateway?.child.pid ?? 0;
  const empty = await startEmpty();
  process.stdout.write(`linked, with ${rssMb(pid).toFixed(0)} MB; idle for ${seconds} s ...\n`);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  await insistLinked(world);
  const [ours, peer] = [rssMb(pid), rssMb(empty.child.pid ?? 0)];
  await stop(empty.child);
  process.exitCode = figure(`memory, linked and ${seconds} s idle`, ours, peer, 'MB', 1.3) ? 0 : 1;
} finally {
  await ended(world);
}
