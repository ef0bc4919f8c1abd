/**
 * How the memory of a gateway grows: the slope of its resident memory over sync cycles, after a warm-up; aim ≤ 1 MB for
 * 1,000 cycles. The gateway is the real process, linked as in the demo, and each cycle is a whole sync without changes,
 * ordered like any other, with all that follows from it: a row of the outbox, a status, what the pages are told.
 *
 *     node bench/slope.ts [cycles] [warm-up]
 *
 * V8 keeps what it has freed for a while, so that single samples jump by megabytes. Of each 20 cycles the least counts,
 * and a line is drawn through those. The rest of the line's uncertainty is printed beside it.
 */
import { createWorld, patience } from '../scripts/demo-parts/world.ts';
import { ended, linked, syncOnce } from './gateway.ts';
import { figure, rssMb } from './lib.ts';

const [cycles = 1000, warmUp = 300] = process.argv.slice(2).map(Number);
const WINDOW = 20;

type Line = { readonly slope: number; readonly error: number };

/** Least squares; the error is the standard one of the slope. */
function lineThrough(values: readonly number[], step: number): Line {
  const n = values.length;
  const xs = values.map((_, i) => i * step);
  const mean = (of: readonly number[]) => of.reduce((sum, v) => sum + v, 0) / of.length;
  const [mx, my] = [mean(xs), mean(values)];
  const sxx = xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
  const slope = values.reduce((sum, y, i) => sum + ((xs[i] ?? 0) - mx) * (y - my), 0) / sxx;
  const rest = values.reduce((sum, y, i) => sum + (y - my - slope * ((xs[i] ?? 0) - mx)) ** 2, 0);
  return { slope, error: Math.sqrt(rest / (n - 2) / sxx) };
}

// it runs for long, and beside other work
patience.ms = 300_000;
const world = createWorld();
try {
  await linked(world);
  const gateway = world.gateway?.child.pid ?? 0;
  const cloud = world.cloud?.child.pid ?? 0;

  const cycle = async () => {
    const { error, counts } = await syncOnce(world);
    if (error || counts?.requests !== 0)
      throw new Error(`a cycle was not what it should be: ${JSON.stringify({ error, counts })}`);
  };
  /** The least of each window, of gateway and cloud. */
  const leasts: { gateway: number; cloud: number }[] = [];
  const growth = (of: 'gateway' | 'cloud') =>
    lineThrough(
      leasts.map((least) => least[of]),
      WINDOW,
    );
  const begin = performance.now();
  for (let n = 0; n < warmUp; n++) await cycle();
  const warm = rssMb(gateway);
  process.stdout.write(`${warmUp} cycles of warm-up: ${warm.toFixed(1)} MB\n`);
  for (let n = 0; n < cycles; n += WINDOW) {
    const least = { gateway: Number.POSITIVE_INFINITY, cloud: Number.POSITIVE_INFINITY };
    for (let i = 0; i < WINDOW; i++) {
      await cycle();
      least.gateway = Math.min(least.gateway, rssMb(gateway));
      least.cloud = Math.min(least.cloud, rssMb(cloud));
    }
    leasts.push(least);
    if (leasts.length % 5 === 0)
      process.stdout.write(
        `${n + WINDOW} cycles: gateway ${least.gateway.toFixed(1)} MB, so far ${(growth('gateway').slope * 1000).toFixed(2)} MB for 1,000; cloud ${least.cloud.toFixed(1)} MB\n`,
      );
  }
  const seconds = (performance.now() - begin) / 1000;
  const [own, other] = [growth('gateway'), growth('cloud')];
  process.stdout.write(
    `        ${cycles} cycles in ${seconds.toFixed(0)} s with the warm-up; uncertain by ${(own.error * 1000).toFixed(2)} MB; the cloud ${(other.slope * 1000).toFixed(2)} MB, uncertain by ${(other.error * 1000).toFixed(2)}\n`,
  );
  process.exitCode = figure('memory of 1,000 sync cycles', own.slope * 1000, 1, 'MB', 1) ? 0 : 1;
} finally {
  await ended(world);
}
