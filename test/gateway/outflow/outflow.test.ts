/** What leaves this building: sums, days, and how often they are written. The real table, a manual clock. */
import { test } from 'tap';
import type { DataCount, FlowCount, OutflowStore } from '../../../src/gateway/core/ports/outflow.ts';
import { createOutflow } from '../../../src/gateway/features/outflow/outflow.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createOutflowStore } from '../../../src/gateway/store/outflow.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const MINUTE = 60_000;

function rig({ zone = 'UTC', start = Date.UTC(2026, 10, 23, 12) } = {}) {
  const clock = manualClock(start);
  const { db } = openStateDatabase(':memory:', clock.now);
  const real = createOutflowStore(db);
  const writes: string[] = [];
  let fault: Error | undefined;
  const errors: unknown[] = [];
  const store: OutflowStore = {
    ...real,
    add(day, flows, data) {
      if (fault) throw fault;
      writes.push(day);
      real.add(day, flows, data);
    },
  };
  let counted: FlowCount[] = [];
  const meter = { take: () => counted.splice(0), start: () => undefined, stop: () => undefined };
  const deps = { meter, store, clock, zone: () => zone, onError: (error: unknown) => errors.push(error) };
  const outflow = createOutflow(deps);
  const flow = (more: Partial<FlowCount> = {}): FlowCount => ({
    use: 'cloud',
    host: 'cloud.example',
    port: 443,
    place: 'outside',
    connections: 1,
    failed: 0,
    up: 10,
    down: 20,
    lastAt: clock.now(),
    ...more,
  });
  return {
    clock,
    outflow,
    again: () => createOutflow(deps),
    writes,
    errors,
    store: real,
    flow,
    count: (...flows: FlowCount[]) => {
      counted = flows;
    },
    break: (error: Error | undefined) => {
      fault = error;
    },
  };
}

test('counts of this process, of another and of data are summed', async (t) => {
  const { outflow, flow, count, clock } = rig();
  outflow.start();
  t.teardown(outflow.stop);
  count(flow(), flow({ use: 'pbx', host: '10.0.0.2', place: 'site' }));
  await clock.advance(10_000);
  outflow.note([
    flow({ use: 'pbx', host: '10.0.0.2', place: 'site', up: 5, down: 0, failed: 2, connections: 0 }),
  ]);
  outflow.sent('users', 100);
  outflow.sent('users', 50);
  outflow.sent('undeclared', 1);
  const { destinations, data, days, since, day } = outflow.view();
  t.match(
    destinations.find((d) => d.use === 'pbx'),
    { connections: 1, failed: 2, up: 15, down: 20 },
  );
  t.equal(destinations.length, 2);
  t.match(data, [
    { data: 'users', count: 2, up: 150 },
    { data: 'undeclared', count: 1, up: 1 },
  ]);
  t.equal(since, Date.UTC(2026, 10, 23, 12));
  t.equal(day, undefined);
  t.same(days, [{ day: '2026-11-23', connections: 1, up: 10, down: 20 }], 'a day is what went outside');
});

test('the disk: every five minutes at most, nothing when nothing was said, and the rest at the end', async (t) => {
  const { outflow, flow, count, clock, writes } = rig();
  outflow.start();
  await clock.advance(30 * MINUTE);
  t.same(writes, [], 'nothing was said');
  for (let n = 0; n < 60; n++) {
    count(flow());
    await clock.advance(10_000);
    outflow.view('2026-11-23');
  }
  t.ok(writes.length <= 2, `${writes.length} writes in ten minutes, however often somebody looked`);
  t.match(
    outflow.view('2026-11-23').destinations,
    [{ connections: 60, up: 600 }],
    'what waits is shown, too',
  );
  count(flow());
  outflow.stop();
  const after = writes.length;
  outflow.stop();
  t.equal(writes.length, after);
  t.match(outflow.view('2026-11-23').destinations, [{ connections: 61 }]);
});

test('days are the site’s, a restart begins anew and keeps them, 90 of them', async (t) => {
  // 23:50 in Toronto
  const { outflow, flow, clock, again, store } = rig({
    zone: 'America/Toronto',
    start: Date.UTC(2026, 10, 24, 4, 50),
  });
  outflow.start();
  outflow.note([flow({ via: 'proxy:3128' })]);
  outflow.sent('events', 7);
  await clock.advance(20 * MINUTE);
  outflow.note([flow({ up: 1 })]);
  outflow.stop();
  const next = again();
  t.same(next.view().destinations, [], 'since the start');
  t.match(next.view().days, [
    { day: '2026-11-24', up: 1 },
    { day: '2026-11-23', up: 10 },
  ]);
  const yesterday = next.view('2026-11-23');
  t.match(yesterday, { day: '2026-11-23', destinations: [{ via: 'proxy:3128', up: 10 }] });
  t.match(yesterday.data, [{ data: 'events', count: 1, up: 7 }]);
  t.same(next.view('2020-01-01').destinations, []);
  store.add('2026-08-20', [flow()], []);
  store.add('2026-08-26', [flow()], []);
  t.equal(next.prune(), 1);
  t.same(
    next.view().days.map(({ day }) => day),
    ['2026-11-24', '2026-11-23', '2026-08-26'],
  );
});

test('a full disk costs nothing but time', async (t) => {
  const { outflow, flow, clock, writes, errors, break: breakIt } = rig();
  outflow.note([flow()]);
  breakIt(new Error('disk full'));
  await clock.advance(5 * MINUTE);
  t.match(errors, [{ message: 'disk full' }]);
  breakIt(undefined);
  await clock.advance(5 * MINUTE);
  t.equal(writes.length, 1);
  t.match(outflow.view('2026-11-23').destinations, [{ connections: 1 }]);
});

test('however many names somebody tries, the table stays small', async (t) => {
  const { outflow, flow } = rig();
  for (let n = 0; n < 2_000; n++) outflow.note([flow({ host: `h${n}`, use: 'check' })]);
  const { destinations } = outflow.view();
  t.ok(destinations.length <= 510, String(destinations.length));
  const sum = destinations.reduce((all, { connections }) => all + connections, 0);
  t.equal(sum, 2_000, 'none is lost');
  t.match(
    destinations.find(({ host }) => host === '…'),
    { use: 'check', port: 0 },
  );
});

const unusedData: readonly DataCount[] = [];
test('nothing to write is no row', async (t) => {
  const { store } = rig();
  store.add('2026-11-23', [], unusedData);
  t.same(store.days(), []);
});
