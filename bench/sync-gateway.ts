/**
 * The gateway's own event loop while a sync runs beside it: what whoever uses its pages feels (03-sync: figures to reach).
 *
 *     node bench/sync-gateway.ts [people]
 *
 * This process has the gateway's half of a sync: the runner that starts the sync process, hears of its progress and sends
 * its requests, here to a server that does nothing. The peer is the same loop with nothing to do, for as long, before it:
 * what a busy machine takes from it. The longest stall is told by the clock and by the processor (bench/observe.mjs).
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { systemClock } from '../src/base/runtime/clock.ts';
import { createSyncRunner } from '../src/gateway/sync/runner.ts';
import { bearerTransport } from '../src/gateway/uplink/scim/index.ts';
import { figure, said } from './lib.ts';
import { startPeer } from './sync-run.ts';

const PEOPLE = Number(process.argv[2] ?? 10_000);
const AIM_MS = 50;
const IDLE_MS = 5000;

const processorMs = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

type Stall = { readonly clock: number; readonly processor: number };

/** The longest stall of this process's loop meanwhile, ms. */
async function watched(work: () => Promise<unknown>): Promise<Stall> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let before = processorMs();
  let processor = 0;
  const timer = setInterval(() => {
    const now = processorMs();
    processor = Math.max(processor, now - before);
    before = now;
  }, 1);
  delay.enable();
  await work();
  delay.disable();
  clearInterval(timer);
  return { clock: delay.max / 1e6, processor };
}

function csvOf(people: number): string {
  const rows = ['id,givenName,familyName,email,extension'];
  for (let n = 0; n < people; n++) rows.push(`u${n},Given${n},Family${n},u${n}@example.com,${100_000 + n}`);
  return `${rows.join('\n')}\n`;
}

const folder = mkdtempSync(join(tmpdir(), 'cloudlink-bench-'));
const path = join(folder, 'users.csv');
writeFileSync(path, csvOf(PEOPLE));
mkdirSync(join(folder, 'state'));
const peer = await startPeer('no-op');
const transport = bearerTransport({ token: peer.token });
const runner = createSyncRunner({
  job: () => ({
    folder: join(folder, 'state'),
    remote: 'bench',
    sources: [{ id: 'csv', type: 'csv', values: { path } }],
    scim: { kind: 'main', baseUrl: peer.url },
  }),
  transport: () => transport,
  env: {},
  clock: systemClock,
  log: () => undefined,
  onSetAside: () => undefined,
});
const options = {
  mode: 'run',
  onDemand: true,
  approve: true,
  actor: 'bench',
  graceDays: 30,
  incompleteChanges: true,
} as const;
try {
  const idle = await watched(() => setTimeout(IDLE_MS));
  const busy = await watched(async () => {
    const progress = () => undefined;
    const { counts, fault } = await runner.run(options, { signal: new AbortController().signal, progress });
    if (counts.added !== PEOPLE)
      throw new Error(`${counts.added} of ${PEOPLE} were added: ${fault?.sentence}`);
  });
  process.stdout.write(`${PEOPLE} people, first sync, the gateway's own loop\n`);
  const reached = figure('longest stall, processor : 50 ms', busy.processor, AIM_MS, 'ms', 1);
  figure('longest stall, clock : 50 ms', busy.clock, AIM_MS, 'ms', 1);
  said('longest stall, clock : the same loop idle', busy.clock, idle.clock);
  process.exitCode = reached ? 0 : 1;
} finally {
  peer.child.disconnect();
  await transport.close();
  rmSync(folder, { recursive: true });
}
