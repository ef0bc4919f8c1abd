/** When a platform's SWA status changes, as instants: what the store can compare where it cannot reckon with zones. */
import { dayInZone, type Licence, swaStatus } from '../../contract/inventory.ts';

export type SwaTerms = {
  /** `none` and `unknown` for good; the others by the instants. */
  readonly rule: 'none' | 'unknown' | 'perpetual' | 'subscription';
  /** First instant of `Expiring soon`. */
  readonly soonAt?: number;
  /** First instant after the day of expiry at the site. */
  readonly endAt?: number;
};

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** No zone is further from UTC. */
const FARTHEST_MS = 15 * 3_600_000;

/** `YYYY-MM-DD` of a day counted from `day`. */
function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The first minute that falls on a calendar day of a zone. */
function startOfDay(day: string, zone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  let before = utc - FARTHEST_MS;
  let on = utc + FARTHEST_MS;
  while (on - before > MINUTE_MS) {
    const middle = before + Math.floor((on - before) / 2 / MINUTE_MS) * MINUTE_MS;
    if (dayInZone(middle, zone) >= day) on = middle;
    else before = middle;
  }
  return on;
}

/**
 * The terms under which {@link swaStatus} gives its answer of any moment.
 *
 * @param zone IANA zone of the site: days of expiry are days there
 */
export function swaTerms(licence: Licence, zone: string): SwaTerms {
  const { type, expiresOn } = licence;
  const known = swaStatus(licence, '2000-01-01');
  if (known === 'Not Indicated') return { rule: 'none' };
  if (known === 'Unknown' || expiresOn === undefined) return { rule: 'unknown' };
  const endAt = startOfDay(dayAfter(expiresOn, 1), zone);
  if (type === 'subscription') return { rule: 'subscription', endAt };
  return { rule: 'perpetual', soonAt: startOfDay(dayAfter(expiresOn, -90), zone), endAt };
}
