/** What the commands print: plain sentences, aligned facts and tables; nothing that needs a colour. */
import type { SyncCounts } from '../contract/status.ts';

const UNITS: readonly [number, string][] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
];

/** `12 s ago`, `3 h ago`, `in 5 min`, `now`. */
export function age(instant: number | undefined, now: number): string {
  if (instant === undefined) return 'never';
  const span = Math.abs(now - instant);
  const [ms, unit] = UNITS.find(([size]) => span >= size) ?? [];
  if (ms === undefined) return 'now';
  const words = `${Math.floor(span / ms)} ${unit}`;
  return instant > now ? `in ${words}` : `${words} ago`;
}

/** Names come from directories and browsers: what would steer the terminal is shown as a dot. */
const harmless = (text: string) => text.replace(/\p{Cc}/gu, '·');

/** `label   value` lines, values aligned. */
export function facts(rows: readonly (readonly [string, string | undefined])[]): string {
  const shown = rows.filter((row): row is readonly [string, string] => row[1] !== undefined);
  const width = Math.max(0, ...shown.map(([label]) => label.length));
  return shown.map(([label, value]) => `${label.padEnd(width)}  ${harmless(value)}`.trimEnd()).join('\n');
}

/** A table with a head; cells are cut at nothing, the last column is not padded. */
export function table(head: readonly string[], given: readonly (readonly string[])[]): string {
  const rows = given.map((row) => row.map(harmless));
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(head), ...rows.map(line)].join('\n');
}

/** `2026-11-25 21:04:30`, in the time zone of this host. */
export function exact(instant: number): string {
  const d = new Date(instant);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
  return `${day} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

/** The counts of a run; who is left alone only where anybody is. */
export function countWords(counts: SyncCounts): string {
  const { added, changed, removed, unchanged, leftAlone, detained, held, requests } = counts;
  const alone = leftAlone === undefined ? '' : `, ${leftAlone} left alone`;
  return `${added} added, ${changed} changed, ${removed} removed, ${unchanged} unchanged${alone}, ${detained} detained, ${held} held, ${requests} requests`;
}
