/** When an update is due: every zone, both changes of the clocks, every day of the week. */
import { test } from 'tap';
import { compareVersions } from '../../../src/base/version-order.ts';
import {
  nextTime,
  openSince,
  type Times,
  WINDOW_MS,
  wallTime,
} from '../../../src/gateway/core/update-window.ts';
import { fc } from '../../helpers/fc.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const daily = (minute: number, zone: string): Times => ({ every: 'daily', weekdays: [], minute, zone });
const iso = (at: number) => new Date(at).toISOString();

test('the two nights on which the clocks change', async (t) => {
  const newYork = daily(150, 'America/New_York');
  // 2026-03-08: 02:00 EST becomes 03:00 EDT, so 02:30 does not exist: the first minute after it
  t.equal(iso(nextTime(newYork, Date.UTC(2026, 2, 8, 5))), '2026-03-08T07:00:00.000Z');
  t.equal(iso(nextTime(newYork, Date.UTC(2026, 2, 8, 7))), '2026-03-09T06:30:00.000Z', 'once');
  // 2026-11-01: 01:30 comes twice; the first one counts, and the second one is no other time
  const half = daily(90, 'America/New_York');
  t.equal(iso(nextTime(half, Date.UTC(2026, 10, 1, 4))), '2026-11-01T05:30:00.000Z');
  t.equal(iso(nextTime(half, Date.UTC(2026, 10, 1, 5, 30))), '2026-11-02T06:30:00.000Z');
  // half an hour only
  const lordHowe = daily(135, 'Australia/Lord_Howe');
  t.equal(iso(nextTime(lordHowe, Date.UTC(2026, 9, 3, 12))), '2026-10-03T15:30:00.000Z');
});

test('some days of the week', async (t) => {
  const sundays: Times = { every: 'weekly', weekdays: [0], minute: 180, zone: 'Europe/Paris' };
  t.equal(iso(nextTime(sundays, Date.UTC(2026, 10, 26))), '2026-11-29T02:00:00.000Z');
  t.equal(iso(nextTime(sundays, Date.UTC(2026, 10, 29, 2))), '2026-12-06T02:00:00.000Z');
  const none: Times = { ...sundays, weekdays: [] };
  t.equal(
    iso(nextTime(none, Date.UTC(2026, 10, 26))),
    '2026-11-26T02:00:00.000Z',
    'no day chosen: every day',
  );
});

test('a window is open for an hour', async (t) => {
  const at = nextTime(daily(180, 'UTC'), Date.UTC(2026, 10, 26));
  t.equal(openSince(daily(180, 'UTC'), at), at);
  t.equal(openSince(daily(180, 'UTC'), at + WINDOW_MS - 1), at);
  t.equal(openSince(daily(180, 'UTC'), at + WINDOW_MS), undefined);
  t.equal(openSince(daily(180, 'UTC'), at - 1), undefined);
});

const ZONES = [
  'UTC',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Europe/London',
  'Europe/Paris',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Kolkata',
  'Asia/Tehran',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'America/Havana',
  'Asia/Beirut',
];

const schedule = fc.record({
  every: fc.constantFrom('daily' as const, 'weekly' as const),
  weekdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
  minute: fc.integer({ min: 0, max: 1439 }),
  zone: fc.constantFrom(...ZONES),
});
const instant = fc.integer({ min: Date.UTC(2011, 10, 1), max: Date.UTC(2040, 0, 1) });

test('property: later than asked, on a right day, at the minute or right behind a gap', async (t) => {
  fc.assert(
    fc.property(schedule, instant, (times, after) => {
      const at = nextTime(times, after);
      const wall = wallTime(at, times.zone);
      const minute = (wall / MINUTE) % 1440;
      const day = new Date(wall).getUTCDay();
      if (at <= after || at % 1000 !== 0) return false;
      if (times.every === 'weekly' && !times.weekdays.includes(day)) {
        // a gap over midnight
        if (minute >= 120) return false;
      }
      if (minute === times.minute) {
        // the first of two
        return (
          wallTime(at - 30 * MINUTE, times.zone) !== wall && wallTime(at - 60 * MINUTE, times.zone) !== wall
        );
      }
      // the minute before shows less than what was asked for, and this one more: a gap lies between
      return wallTime(at, times.zone) - wallTime(at - MINUTE, times.zone) > MINUTE;
    }),
    { numRuns: 1000 },
  );
  t.pass('1,000 schedules');
});

test('property: daily means once a day, whatever the clocks do', async (t) => {
  fc.assert(
    fc.property(schedule, instant, (times, after) => {
      const every = { ...times, every: 'daily' as const };
      let at = nextTime(every, after);
      for (let n = 0; n < 4; n++) {
        const next = nextTime(every, at);
        if (next - at < 20 * 60 * MINUTE || next - at > 50 * 60 * MINUTE) return false;
        at = next;
      }
      return true;
    }),
    { numRuns: 1000 },
  );
  t.pass('1,000 runs of four days');
});

test('property: the next time is the same from every moment before it', async (t) => {
  fc.assert(
    fc.property(schedule, instant, fc.double({ min: 0, max: 1, noNaN: true }), (times, after, part) => {
      const at = nextTime(times, after);
      return nextTime(times, after + Math.floor((at - 1 - after) * part)) === at;
    }),
    { numRuns: 1000 },
  );
  t.pass(`the year has ${DAY / MINUTE} minutes a day`);
});

test('the order of versions', async (t) => {
  const order = [
    '0.9',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0',
    '1.0.0+52',
    '1.0.0+100',
    '1.0.1',
    '1.10.0',
    '2',
  ];
  for (const [i, a] of order.entries())
    for (const [j, b] of order.entries())
      t.equal(Math.sign(compareVersions(a, b)), Math.sign(i - j), `${a} and ${b}`);
  t.equal(compareVersions('1.0', '1.0.0'), 0);
});
