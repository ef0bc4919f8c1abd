/** The power is cut before and after every effect and every save of an update, with a good, a crashing and a worse release. */
import { test } from 'tap';
import type { UpdateState } from '../../../src/contract/update.ts';
import { power } from '../../base/machine-sweep.ts';
import { type Behaviour, FINE, makeWorld, uncut, type World } from './world.ts';

const worse = { ...FINE, values: { ...FINE.values, pbx: 'bad' as const } };

async function cutEverywhere(
  behaviour: Behaviour,
  wanted: UpdateState,
  check: (world: World) => string | undefined,
): Promise<{ cuts: number; faults: string[] }> {
  const fresh = async () => {
    const world = await makeWorld({ versions: { '2.0.0': behaviour } });
    await world.repository.release('2.0.0');
    return world;
  };
  const order = { when: 'now' as const };
  const judge = (world: World, end: UpdateState) =>
    end === wanted ? check(world) : `ended in ${end} instead of ${wanted}`;

  const whole = await fresh();
  const p = uncut();
  const faults: string[] = [];
  const wrong = judge(whole, await whole.live(p, order));
  if (wrong) faults.push(`no cut: ${wrong}`);
  whole.remove();
  for (const [index, moment] of p.moments.entries()) {
    const world = await fresh();
    const cutting = power(index);
    await Promise.race([
      world.live(cutting, order).catch((error) => faults.push(String(error))),
      cutting.cut,
    ]);
    if (!cutting.isCut) faults.push(`${moment}: nothing was cut`);
    try {
      const found = judge(world, await world.live(uncut(), order));
      if (found) faults.push(`${moment}: ${found}`);
    } catch (error) {
      faults.push(`${moment}: ${String(error)}`);
    }
    world.remove();
  }
  return { cuts: p.moments.length, faults };
}

const clean = (world: World) =>
  ['trial', 'starts', 'hung', 'current.new'].filter((name) => world.has(name)).join(', ');

test('a good release is kept, wherever the power goes', async (t) => {
  const { cuts, faults } = await cutEverywhere({}, 'committed', (world) => {
    if (world.current() !== 'releases/2.0.0') return `${world.current()} runs`;
    if (clean(world) !== '') return `${clean(world)} is left`;
    const ends = world.history.filter((line) => line.startsWith('Update installed by Anna: 1.0.0 → 2.0.0'));
    return ends.length === 1 ? undefined : world.history.join('; ');
  });
  t.same(faults, []);
  t.ok(cuts > 35, `${cuts} moments`);
});

test('a release that crashes at its start is given up, wherever the power goes', async (t) => {
  const { cuts, faults } = await cutEverywhere({ crashes: true }, 'rolledBack', (world) => {
    if (world.current() !== 'releases/1.0.0') return `${world.current()} runs`;
    if (clean(world) !== '') return `${clean(world)} is left`;
    return world.history.at(-1) === 'Update rolled back by Anna: 1.0.0 → 2.0.0 UPDATE_CRASHED'
      ? undefined
      : world.history.join('; ');
  });
  t.same(faults, []);
  t.ok(cuts > 25, `${cuts} moments`);
});

test('a release with which the PBX is lost is taken back, wherever the power goes', async (t) => {
  const { cuts, faults } = await cutEverywhere({ facts: worse }, 'rolledBack', (world) => {
    if (world.current() !== 'releases/1.0.0') return `${world.current()} runs`;
    if (clean(world) !== '') return `${clean(world)} is left`;
    return world.history.at(-1)?.endsWith('UPDATE_WORSE') ? undefined : world.history.join('; ');
  });
  t.same(faults, []);
  t.ok(cuts > 35, `${cuts} moments`);
});
