/**
 * Months without the cloud, on a manual clock: a whole gateway and a whole cloud in this process, each job run that is
 * due. CI lives through one day of it; `npm run offline` through ninety (row G5), its last result in docs/offline.md.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Test, test } from 'tap';
import { json } from '../../scripts/demo-parts/http.ts';
import { readBuild } from '../../src/base/runtime/version.ts';
import type { LinkState, Overview } from '../../src/contract/local-api.ts';
import { readConfig, readEnvironment } from '../../src/gateway/config.ts';
import type { SyncRunner } from '../../src/gateway/core/ports/sync-runner.ts';
import { createGateway, type Surroundings } from '../../src/gateway/gateway.ts';
import { runCheck, runCycle } from '../../src/gateway/sync/run-cycle.ts';
import type { SyncRunnerOptions } from '../../src/gateway/sync/runner.ts';
import { startCloud, type TestCloud } from '../cloud/harness.ts';
import { manualClock } from '../fakes/manual-clock.ts';
import { temporaryFolder } from '../helpers/uplink.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const { values } = parseArgs({
  options: { days: { type: 'string', default: '1' }, leap: { type: 'string', default: '5' } },
  strict: false,
});
const DAYS = Number(values.days);
const PEOPLE = 50;
/** What falls due within it is done at its end, once. */
const LEAP = Number(values.leap) * MINUTE;

/** A gateway whose time is in our hands. */
async function gatewayOn(t: Test, clock: ReturnType<typeof manualClock>, cloudUrl: string) {
  const folder = temporaryFolder(t);
  const counts = { cycles: 0, looks: 0, ticks: 0 };
  let tick: (() => void) | undefined;
  let isBusy: () => boolean = () => false;

  /** As the real one, without a process of its own: a process has the real time. */
  const syncRunner = ({ job, transport, onSetAside }: SyncRunnerOptions): SyncRunner => {
    const context = (signal: AbortSignal) => ({
      signal,
      clock,
      log: () => undefined,
      progress: () => undefined,
      onSetAside,
      ...(transport ? { transport: transport() } : {}),
    });
    return {
      async run(options, { signal }) {
        counts.cycles++;
        if (options.mode === 'preview') counts.looks++;
        return await runCycle({ ...job(), options }, context(signal));
      },
      check: (budget, signal) => runCheck({ ...job(), budget }, context(signal)),
    };
  };
  const simulated: Surroundings['simulated'] = {
    clock,
    syncRunner,
    every(f, busy) {
      tick = f;
      isBusy = busy;
      return () => {
        tick = undefined;
      };
    },
  };
  const config = readConfig(undefined, {
    'cloud.url': cloudUrl,
    dataDir: join(folder, 'data'),
    runDir: join(folder, 'run'),
    helperSocket: join(folder, 'helper.sock'),
    licence: join(folder, 'licence.json'),
    kind: 'standalone',
    'http.host': '127.0.0.1',
    'http.port': 0,
    'http.httpsPort': 0,
    'mdns.enabled': false,
    'log.level': 'silent',
  });
  const surroundings = {
    build: readBuild(),
    environment: readEnvironment(),
    restart: () => undefined,
    simulated,
  };
  let gateway = await createGateway(config, surroundings);
  await gateway.start();
  t.teardown(() => gateway.stop());

  const local = <T>(method: string, path: string, value?: unknown): Promise<T> =>
    json<T>({ socketPath: join(folder, 'run', 'control.sock'), host: 'localhost', method, path, value });

  /** Time goes on by so much; what falls due is done, and waited for. */
  const pass = async (ms: number) => {
    await clock.leap(ms);
    tick?.();
    counts.ticks++;
    // what a job waits for is mostly of this process and really happens; now and then it is time itself
    for (let turns = 1; isBusy(); turns++) {
      await turn();
      if (turns % 50 === 0) await clock.leap(1000);
    }
  };
  const until = async <T>(ask: () => Promise<T | undefined>): Promise<T> => {
    for (;;) {
      const found = await ask();
      if (found !== undefined) return found;
      await pass(1000);
    }
  };
  return {
    folder,
    counts,
    local,
    pass,
    until,
    async restart() {
      await gateway.stop();
      gateway = await createGateway(config, surroundings);
      await gateway.start();
    },
  };
}

const csv = (people: number, change = 0) =>
  [
    'id,givenName,familyName,email',
    ...Array.from(
      { length: people },
      (_, i) => `u${i},Ann${i},Lee${i === 0 ? change : ''},ann${i}@example.com`,
    ),
  ].join('\n');

async function linked(t: Test, clock: ReturnType<typeof manualClock>, cloud: TestCloud) {
  await cloud.partner('ann@partner.example');
  const { number } = await cloud.customer('bob@customer.example');
  const console = await cloud.signIn('bob@customer.example');
  const gateway = await gatewayOn(t, clock, cloud.url);
  const { local, until } = gateway;
  await local('POST', '/api/link');
  const code = await until(async () => (await local<LinkState>('GET', '/api/link')).userCode);
  const { setupCode } = await local<{ setupCode: string }>('GET', '/api/setup-code');
  const approved = console.post(`/api/claims/${code}/approve`, { account: number, setupCode });
  const overview = () => local<Overview>('GET', '/api/overview');
  await until(async () => ((await overview()).cloud.online ? true : undefined));
  t.equal((await approved).status, 200);
  return { gateway, overview, console, number };
}

const megabytes = () => (process.memoryUsage.rss() / 1e6).toFixed(0);
const MAX_OUTBOX = 32 * 1024 * 1024;

test(`${DAYS} days without the cloud, then one return`, { timeout: 7_200_000 }, async (t) => {
  const clock = manualClock(Date.UTC(2026, 10, 23, 12));
  const cloud = await startCloud(t, {}, clock);
  const { gateway, overview, console, number } = await linked(t, clock, cloud);
  const { local, pass, until, counts, folder } = gateway;
  const users = join(folder, 'data', 'import', 'users.csv');
  mkdirSync(join(folder, 'data', 'import'), { recursive: true });
  writeFileSync(users, csv(PEOPLE));
  await local('PUT', '/api/pbx', { type: 'csv', name: 'People', values: { path: 'users.csv' } });
  await local('POST', '/api/pbx/connect');
  await local('POST', '/api/sync/run?wait=true');
  const atCloud = async (as = console) =>
    (await as.get(`/api/users?account=${number}&limit=100`)).body as unknown as {
      total: number;
      items: { displayName: string }[];
    };
  t.equal((await atCloud()).total, PEOPLE);

  // a person, a change at the source and a loss of power a day; the file is away for half a day
  const alarms = new Set<string>();
  const noteAlarms = async () => {
    for (const { code } of (await overview()).alarms) alarms.add(code);
  };
  const since = clock.now();
  const before = { ...counts };
  await cloud.stop();
  let largest = 0;
  for (let day = 1; day <= DAYS; day++) {
    const end = since + day * DAY;
    writeFileSync(users, csv(PEOPLE + (day % 3), day));
    await local('PUT', '/api/sync/schedule', { minutes: 13 + (day % 2) });
    while (clock.now() < end) {
      const half = end - clock.now() < DAY / 2;
      if (day % 5 === 1 && half) rmSync(users, { force: true });
      await pass(LEAP);
    }
    await noteAlarms();
    if (day % 7 === 3) await gateway.restart();
    const { outbox, cloud: link } = await overview();
    largest = Math.max(largest, outbox.bytes);
    if (DAYS > 7 && day % 10 === 0) t.comment(`day ${day}: ${megabytes()} MB`);
    // figures have three days of their own, and then lose the oldest
    if (link.online || (day < 3 && outbox.dropped > 0))
      t.fail(`day ${day}: ${JSON.stringify({ outbox, link })}`);
  }
  const looks = counts.looks - before.looks;
  t.ok(looks >= 72 * DAYS, `${looks} cycles in ${DAYS} days`);
  t.equal(counts.cycles - before.cycles, looks, 'none of them sent anything');
  t.ok(largest < MAX_OUTBOX, `at most ${largest} bytes waited`);
  t.ok(alarms.has('CL_CONNECT_FAILURE'), [...alarms].join(', '));

  // the cloud is there again
  writeFileSync(users, csv(PEOPLE + 1, 12345));
  const waiting = (await overview()).outbox.waiting;
  const real = counts.cycles - counts.looks;
  await cloud.restart();
  await until(async () => ((await overview()).cloud.online ? true : undefined));
  await until(async () => (counts.cycles - counts.looks > real ? true : undefined));
  await until(async () => ((await overview()).outbox.waiting === 0 ? true : undefined));
  const again = await cloud.signIn('bob@customer.example');
  const { total, items } = await atCloud(again);
  t.equal(total, PEOPLE + 1, 'one cycle brought everybody up to date');
  t.ok(items.some(({ displayName }) => displayName === 'Ann0 Lee12345'));
  const { outbox, alarms: left } = await overview();
  t.equal(outbox.dropped, 0);
  t.notOk(
    left.some(({ code }) => code === 'CL_CONNECT_FAILURE'),
    'cleared by itself',
  );

  // each change of the schedule, in the order in which they were made
  const told: number[] = [];
  const lost = new Set<string>();
  for (let cursor = ''; ; ) {
    const { status, body } = await again.get(
      `/api/events?account=${number}&limit=200${cursor && `&after=${cursor}`}`,
    );
    if (status !== 200) {
      t.fail(JSON.stringify(body));
      break;
    }
    const page = body as unknown as {
      items: { action: string; at: string; details: { kinds?: object } }[];
      next?: string;
    };
    for (const { action, at, details } of page.items) {
      if (/schedule/i.test(action)) told.push(Date.parse(at));
      if (/dropped/i.test(action)) for (const kind of Object.keys(details.kinds ?? {})) lost.add(kind);
    }
    if (page.next === undefined) break;
    cursor = encodeURIComponent(page.next);
  }
  t.same([...lost], DAYS > 5 ? ['metrics'] : [], 'nothing but old figures is lost, and that is told');
  t.equal(told.length, DAYS, 'one for each day');
  t.same(
    told,
    told.toSorted((a, b) => b - a),
    'newest first, by when it happened',
  );
  t.comment(
    `${DAYS} days: ${looks} cycles, ${counts.ticks} ticks, ${waiting} rows and ${largest} bytes waited, ${megabytes()} MB`,
  );
});
