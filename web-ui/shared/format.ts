/** Numbers, sizes, dates and ages in words. All through Intl, in the language of the page. */

import { t } from './shared-words.ts';
import { language, locale } from './words.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Zone of every instant on the pages: the site's once it is known, the browser's until then. */
let zone: string | undefined;

/** @param siteZone IANA zone of the site, e.g. `America/Toronto` */
export function setZone(siteZone: string | undefined): void {
  zone = siteZone;
}

/** `1440` → `1,440`. */
export function count(n: number): string {
  return new Intl.NumberFormat(locale()).format(n);
}

/** Bytes in decimal units, as disks and networks are sold: `41 kB`, `6.1 MB`. */
export function bytes(n: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, n)) / 3)));
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: n / 1000 ** step < 10 && step > 0 ? 1 : 0,
  }).format(n / 1000 ** step);
}

/** Memory in binary units: `4 GiB`. */
export function memory(n: number): string {
  const units = ['', 'KiB', 'MiB', 'GiB', 'TiB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, n)) / 10));
  if (step === 0) return t('unit.bytes', { n });
  return `${new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(n / 1024 ** step)} ${units[step]}`;
}

/** The 9-digit Account ID as it is read aloud: `482 917 305`. The spaces do not break. */
export function accountNumber(digits: string): string {
  return digits.replace(/(\d{3})(?=\d)/g, '$1\u00a0');
}

/** Text in groups of four, to compare by eye: a fingerprint, a plan's hash. */
export function groups(text: string, size = 4): string[] {
  return text.replace(/[\s:]/g, '').match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
}

/** `12 s`, `41 min`, `2 h`, `1 h 12 min`, `41 days`: how long something takes or has lasted. */
export function duration(ms: number): string {
  const span = Math.max(0, ms);
  if (span < MINUTE) return `${Math.floor(span / SECOND)} s`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
  if (span < DAY) {
    const minutes = Math.floor((span % HOUR) / MINUTE);
    const hours = `${Math.floor(span / HOUR)} h`;
    return minutes === 0 || span >= 6 * HOUR ? hours : `${hours} ${minutes} min`;
  }
  return t('unit.days', { n: Math.floor(span / DAY) });
}

const inZone = (options: Intl.DateTimeFormatOptions, of = zone): Intl.DateTimeFormatOptions => ({
  ...options,
  ...(of === undefined ? {} : { timeZone: of }),
});

function dayMonth(at: number, withYear: boolean, of?: string): string {
  const options = inZone({ day: 'numeric', month: 'short', ...(withYear ? { year: 'numeric' } : {}) }, of);
  if (language() !== 'en') return new Intl.DateTimeFormat(locale(), options).format(at);
  // "Sep", not the "Sept" of en-GB: three letters for every month keep columns still
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-US', options).formatToParts(at).map(({ type, value }) => [type, value]),
  );
  return [parts.day, parts.month, parts.year].filter(Boolean).join(' ');
}

const isoDay = (at: number) => new Intl.DateTimeFormat('sv', inZone({ dateStyle: 'short' })).format(at);
const sameDay = (a: number, b: number) => isoDay(a) === isoDay(b);
const sameYear = (a: number, b: number) => isoDay(a).slice(0, 4) === isoDay(b).slice(0, 4);

/** `14 Sep`, with the year when it is another one. */
export function day(at: number, today: number): string {
  return dayMonth(at, !sameYear(at, today));
}

/** `14 Sep 2026`: a date that stands on its own. */
export function date(at: number): string {
  return dayMonth(at, true);
}

/** Midnight UTC of `2030-01-01`; undefined when it is no day. */
export function dayAt(day: string): number | undefined {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day ? undefined : at;
}

/** `1 Jan 2030` of `2030-01-01`, whatever the zone; undefined when it is no day. */
export function dayWords(day: string): string | undefined {
  const at = dayAt(day);
  return at === undefined ? undefined : dayMonth(at, true, 'UTC');
}

/** `14:47`, or with the day when it is not today: `21 Nov, 23:40`, `14 Sep 2025, 09:20`. */
export function clockTime(at: number, today: number, seconds = false): string {
  const time = new Intl.DateTimeFormat(
    locale(),
    inZone({ hour: '2-digit', minute: '2-digit', ...(seconds ? { second: '2-digit' as const } : {}) }),
  ).format(at);
  return sameDay(at, today) ? time : `${day(at, today)}, ${time}`;
}

/** The full instant with zone, for a tooltip and for assistive technology. */
export function exact(at: number): string {
  return new Intl.DateTimeFormat(locale(), inZone({ dateStyle: 'medium', timeStyle: 'long' })).format(at);
}

/** How an age is said: `12 s ago`, `for 41 min`, `since 14 Sep`, `in 12 min`. */
export type AgeForm = 'ago' | 'for' | 'since' | 'in';

/** An age in words. A time in the wrong direction says so plainly (`now`), never a negative number. */
export function age(at: number, time: number, form: AgeForm = 'ago'): string {
  const span = form === 'in' ? at - time : time - at;
  if (form === 'since') return t('age.since', { when: span < DAY ? clockTime(at, time) : day(at, time) });
  if (span < 1000) return form === 'for' ? t('age.for', { span: duration(0) }) : t('age.now');
  return t(`age.${form}`, { span: duration(span) });
}

/** A short time that was measured: `0.04 s`, `2.4 s`, `310 s`. */
export function seconds(n: number): string {
  const digits = { maximumSignificantDigits: n < 100 ? 2 : 3 };
  return `${new Intl.NumberFormat(locale(), digits).format(n)} s`;
}
