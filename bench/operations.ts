/**
 * What a gateway costs that only stands there, linked, with 1,000 people in sync: the time that an inventory takes, what an
 * unchanged one puts on the wire, and the bytes that go to the flash in a day.
 *
 * The day is put together: what the idle program and its processes hand to the disk in some minutes (`write_bytes` of
 * /proc/<pid>/io, which counts whole pages), and what each hourly job adds, 24 times.
 * `node bench/operations.ts [seconds] [people]`
 */
import { readFileSync } from 'node:fs';
import { createWorld } from '../scripts/demo-parts/world.ts';
import type { JobView } from '../src/contract/local-api.ts';
import type { OutflowView } from '../src/contract/outflow.ts';
import { ended, linked, syncOnce } from './gateway.ts';
import { figure, median } from './lib.ts';

const [seconds = 300, people = 1000] = process.argv.slice(2).map(Number);
const TURNS = 20;
const RUNS = 6;
const MIB = 1024 * 1024;
const DAY_S = 86_400;
/** The gateway's share of a flash of 8 GB that is written over 1,000 times in ten years: 2 GB a day; a tenth of it. */
const BUDGET_MIB = 200;

const world = createWorld();
world.people = people;

/** Bytes that this process and those of its own that ended gave to the disk, less what was gone before it got there. */
function written(pid: number): number {
  const text = readFileSync(`/proc/${pid}/io`, 'utf8');
  const of = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  return of('write_bytes') - of('cancelled_write_bytes');
}

/** Bytes of all requests to the cloud as they left, TLS or not: headers, tokens and proofs too. */
const sentToCloud = async () => {
  const { destinations } = await world.local<OutflowView>('GET', '/api/outflow');
  return destinations.reduce((sum, { use, up }) => sum + (use === 'cloud' ? up : 0), 0);
};

/** Until what was begun has come to rest: the log of the database is written later than the row. */
const settle = () => new Promise((next) => setTimeout(next, 3_000));

async function perRun(pid: number, run: () => Promise<unknown>): Promise<number> {
  const before = written(pid);
  for (let n = 0; n < RUNS; n++) await run();
  await settle();
  return (written(pid) - before) / RUNS;
}

try {
  await linked(world);
  const pid = world.gateway?.child.pid ?? 0;
  await settle();

  const times: number[] = [];
  for (let n = 0; n < TURNS; n++) {
    const begin = performance.now();
    await world.local('POST', '/api/inventory/report');
    times.push(performance.now() - begin);
  }
  let ok = figure('inventory, collected and queued', median(times), 300, 'ms', 1);

  await settle();
  const upBefore = await sentToCloud();
  await world.local('POST', '/api/inventory/report');
  await settle();
  process.stdout.write(
    `        unchanged inventory and its line of history, sent   ${(await sentToCloud()) - upBefore} B, tokens and proofs included\n`,
  );

  // the reserve is laid down a minute after the start, once in the life of a gateway
  await new Promise((next) => setTimeout(next, 70_000));
  const idleFrom = written(pid);
  const jobsBefore = await world.local<{ jobs: JobView[] }>('GET', '/api/jobs');
  process.stdout.write(`        idle for ${seconds} s ...\n`);
  await new Promise((next) => setTimeout(next, seconds * 1000));
  const idle = (written(pid) - idleFrom) / seconds;
  const { jobs } = await world.local<{ jobs: JobView[] }>('GET', '/api/jobs');
  const ran = jobs.filter(
    (job) => job.lastEndedAt !== jobsBefore.jobs.find(({ name }) => name === job.name)?.lastEndedAt,
  );
  const sync = await perRun(pid, () => syncOnce(world));
  const inventory = await perRun(pid, () => world.local('POST', '/api/inventory/report'));
  const day = (idle * DAY_S + 24 * (sync + inventory)) / MIB;
  process.stdout.write(
    `        idle ${((idle * DAY_S) / MIB).toFixed(1)} MiB a day (meanwhile ran: ${ran.map((job) => job.name).join(', ') || 'no job'}); a sync without changes ${(sync / 1024).toFixed(0)} KiB, an inventory ${(inventory / 1024).toFixed(0)} KiB\n`,
  );
  ok = figure(`flash in a day, ${people} people, hourly sync`, day, BUDGET_MIB, 'MiB', 1) && ok;
  process.exitCode = ok ? 0 : 1;
} finally {
  await ended(world);
}
