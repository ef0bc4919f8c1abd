/**
 * When updates are due: at one minute of the day, in the site's zone, every day or on some days of the week. In spring a
 * minute may not exist: then the first one after the gap counts. In autumn it may come twice: then the first one counts.
 */
import type { UpdateSchedule } from '../../contract/update.ts';

export type Times = Pick<UpdateSchedule, 'every' | 'weekdays' | 'minute' | 'zone'>;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** How long after its time an update may still begin; a gateway that was off longer waits for the next one. */
export const WINDOW_MS = 60 * MINUTE_MS;
/** No zone is further from UTC. */
const FARTHEST_MS = 15 * 60 * MINUTE_MS;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** What a clock on the wall shows at `at`, as if it were UTC. Milliseconds. */
export function wallTime(at: number, zone: string): number {
  const found: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) found[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** First instant at which the wall shows `wall` or, where a gap swallows that, more. */
function instantOf(wall: number, zone: string): number {
  const offsets = [wall - FARTHEST_MS, wall, wall + FARTHEST_MS].map((at) => {
    const whole = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    return wallTime(whole, zone) - whole;
  });
  const exact = offsets
    .map((offset) => wall - offset)
    .filter((at) => wallTime(at, zone) === wall)
    .sort((a, b) => a - b)[0];
  if (exact !== undefined) return exact;
  // in the gap: the clocks jump at some minute between the two readings of it
  let [before, after] = [wall - Math.max(...offsets), wall - Math.min(...offsets)];
  while (after - before > MINUTE_MS) {
    const middle = before + Math.floor((after - before) / 2 / MINUTE_MS) * MINUTE_MS;
    if (wallTime(middle, zone) < wall) before = middle;
    else after = middle;
  }
  return after;
}

function fits({ every, weekdays }: Times, day: number): boolean {
  return every === 'daily' || weekdays.length === 0 || weekdays.includes(new Date(day).getUTCDay());
}

/** The first time of the schedule that is later than `after`. Milliseconds. */
export function nextTime(times: Times, after: number): number {
  const today = Math.floor(wallTime(after, times.zone) / DAY_MS) * DAY_MS;
  // a day may be left out by a zone that changes sides of the date line
  for (let n = -1; n <= 15; n++) {
    const day = today + n * DAY_MS;
    if (!fits(times, day)) continue;
    const at = instantOf(day + times.minute * MINUTE_MS, times.zone);
    if (at > after) return at;
  }
  throw new RangeError('a schedule without a next time');
}

/** When the window that is open at `now` began; undefined while none is open. */
export function openSince(times: Times, now: number): number | undefined {
  const began = nextTime(times, now - WINDOW_MS);
  return began <= now ? began : undefined;
}
