import t from 'tap';
import {
  age,
  bytes,
  clockTime,
  date,
  day,
  dayWords,
  duration,
  memory,
  seconds,
  setZone,
} from '../../../web-ui/shared/format.ts';

const AT = Date.UTC(2026, 8, 14, 3, 47);

t.beforeEach(() => setZone(undefined));

t.test('an instant is said in the zone of the site', async (t) => {
  setZone('America/Toronto');
  t.equal(clockTime(AT, AT), '23:47');
  t.equal(date(AT), '13 Sep 2026');
  setZone('Asia/Tokyo');
  t.equal(clockTime(AT, AT), '12:47');
  t.equal(date(AT), '14 Sep 2026');
});

t.test('today, this year, another year: by the days of that zone', async (t) => {
  setZone('America/Toronto');
  const later = AT + 60 * 60_000; // past midnight there
  t.equal(clockTime(AT, later), '13 Sep, 23:47');
  t.equal(day(AT, later), '13 Sep');
  t.equal(day(Date.UTC(2026, 0, 1, 3), AT), '31 Dec 2025');
});

t.test('a day without an hour is the same in every zone', async (t) => {
  for (const zone of ['Pacific/Auckland', 'Pacific/Honolulu']) {
    setZone(zone);
    t.equal(dayWords('2030-01-01'), '1 Jan 2030');
  }
  t.equal(dayWords('31.12.2026'), undefined);
  t.equal(dayWords('2026-02-30'), undefined);
});

t.test('ages: the direction, the length, and never a negative number', async (t) => {
  t.equal(age(AT, AT + 12_000), '12 s ago');
  t.equal(age(AT, AT + 72 * 60_000, 'for'), 'for 1 h 12 min');
  t.equal(age(AT + 90_000, AT, 'in'), 'in 1 min');
  t.equal(age(AT, AT - 5000), 'now');
  t.equal(age(AT, AT - 5000, 'for'), 'for 0 s');
});

t.test('lengths and sizes', async (t) => {
  t.equal(seconds(0.0141), '0.014 s');
  t.equal(duration(24 * 3_600_000), '1 day');
  t.equal(duration(41 * 24 * 3_600_000), '41 days');
  t.equal(memory(1), '1 byte');
  t.equal(memory(4 * 1024 ** 3), '4 GiB');
  t.equal(bytes(6_100_000), '6.1 MB');
});
