/** Dates and enumerations as the lists say them, in the language of the page. */
import { dayAt, locale } from '../../shared/index.ts';

const two = (n: number) => String(n).padStart(2, '0');

/** `2026-11-23, 14:31:58`, as the vendor's event history has it; by this computer's zone. */
export function stamp(at: number): string {
  const d = new Date(at);
  const day = `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
  return `${day}, ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

/** Value of an input of type `datetime-local`. */
export function dateTimeInput(at: number): string {
  return stamp(at).replace(', ', 'T');
}

/** `msl, linux or windows`. */
export function listWords(words: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: 'disjunction' }).format(words);
}

/** `Ann, Bea and Cyd`. */
export function namesWords(names: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(names);
}

/** Calendar days from today until a day. */
export function daysUntil(day: string, now: number): number {
  const today = new Date(now);
  const start = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate());
  return Math.round(((dayAt(day) ?? start) - start) / 86_400_000);
}

/** `24 October`, with the year when it is another one. */
export function longDay(at: number, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale(), {
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(at);
}
