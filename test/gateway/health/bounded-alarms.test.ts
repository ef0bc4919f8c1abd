/** Ten thousand alarms a minute: memory, history, disk and news stay within bounds, and nothing is wrong afterwards. */
import { test } from 'tap';
import { createEventBus } from '../../../src/gateway/core/events.ts';
import { createAlarms, MOST_ALARMS } from '../../../src/gateway/features/health/alarms.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const FACTS = { severity: 'critical', title: 'The line', facts: 'It is dead.', remedy: 'Wait.' } as const;
const A_MINUTE = 10_000;

function world() {
  const clock = manualClock();
  const count = { audit: 0, news: 0, saves: 0, untold: 0, rows: 0 };
  const events = createEventBus((_name, error) => {
    throw error;
  });
  events.on('audit', ({ details }) => {
    count.audit++;
    count.untold += Number((details as { untold?: number }).untold ?? 0);
  });
  events.on('alarm.changed', () => void count.news++);
  const kept = {
    load: () => [],
    save(rows: readonly unknown[]) {
      count.saves++;
      count.rows = rows.length;
    },
  };
  return { clock, alarms: createAlarms({ clock, events, kept }), count };
}

test('one alarm that comes and goes ten thousand times a minute, for an hour', async (t) => {
  const { clock, alarms, count } = world();
  for (let minute = 0; minute < 60; minute++) {
    for (let i = 0; i < A_MINUTE; i++) {
      alarms.raise('CL_CONNECT_FAILURE', FACTS);
      alarms.clear('CL_CONNECT_FAILURE');
    }
    await clock.advance(60_000);
  }
  t.ok(count.audit <= 2 * 24, `${count.audit} lines of history`);
  t.ok(count.news <= 60 + 60 * 12 + 1, `${count.news} times news`);
  t.ok(count.saves <= 10 + 60 + 1, `${count.saves} writes`);
  t.match(alarms.cleared(), [{ code: 'CL_CONNECT_FAILURE', times: 60 * A_MINUTE }]);
  alarms.raise('CL_CONNECT_FAILURE', FACTS);
  t.match(alarms.list(), [{ facts: 'It is dead. Raised 600001 times in 24 hours.' }], 'and it counts right');
});

test('a line of the history for the first in a quiet hour again', async (t) => {
  const { clock, alarms, count } = world();
  for (let i = 0; i < A_MINUTE; i++) {
    alarms.raise('PBX', FACTS);
    alarms.clear('PBX');
  }
  const before = count.audit;
  await clock.advance(3_600_000);
  alarms.raise('PBX', FACTS);
  t.equal(count.audit, before + 1);
  t.equal(count.untold, A_MINUTE - before / 2, 'with the number of those that were left out');
});

test('ten thousand codes a minute, each with a long text: a defect, and bounded too', async (t) => {
  const { alarms, count } = world();
  for (let i = 0; i < A_MINUTE; i++) alarms.raise(`CODE_${i}`, { ...FACTS, facts: 'x'.repeat(10_000) });
  t.equal(alarms.list().length, MOST_ALARMS);
  t.ok(JSON.stringify(alarms.list()).length < MOST_ALARMS * 700);
  t.ok(count.news <= 60);
  for (let i = 0; i < A_MINUTE; i++) alarms.clear(`CODE_${i}`);
  t.equal(alarms.cleared().length, MOST_ALARMS);
});

test('a step is told anew, the same step is not', async (t) => {
  const { alarms, count } = world();
  for (const step of ['90', '90', '30', '30', '7', 'ended']) alarms.raise('SWA_EXPIRING', { ...FACTS, step });
  t.equal(count.audit, 4);
  alarms.clear('SWA_EXPIRING');
  t.equal(count.audit, 5);
});

test('what was not written yet is written at the end', async (t) => {
  const { alarms, count, clock } = world();
  for (let i = 0; i < 20; i++) {
    alarms.raise(`CODE_${i}`, FACTS);
    alarms.clear(`CODE_${i}`);
  }
  t.equal(count.rows, 10);
  alarms.stop();
  t.equal(count.rows, 20);
  t.equal(clock.pending, 0);
});
