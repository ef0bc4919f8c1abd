/**
 * How a sync grows: from a CSV file to a server that does nothing, by the built command as a process of its own.
 *
 *     node bench/sync-sizes.ts [people …]
 *
 * For each size a first sync and one without changes: time, peak memory, longest stall of that process's event loop,
 * requests, and rows of each table afterwards. The peer of a time is the smallest size's time a person: what grows
 * in line has a ratio of 1. Each run is ended after some minutes.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { figure } from './lib.ts';
import { makeFolder, type Run, rowsIn, startPeer, sync, tell } from './sync-run.ts';

const SIZES = process.argv.slice(2).map(Number);

function csvOf(people: number): string {
  const rows = ['id,givenName,familyName,displayName,email,extension,mobile,department'];
  for (let n = 0; n < people; n++)
    rows.push(`u${n},Given${n},Family${n},Given${n} Family${n},u${n}@example.com,${100_000 + n},,Sales`);
  return `${rows.join('\n')}\n`;
}

async function measure(people: number): Promise<{ first: Run; quiet: Run }> {
  const peer = await startPeer('no-op');
  const folder = makeFolder({ type: 'csv', path: 'users.csv' }, peer);
  writeFileSync(join(folder, 'users.csv'), csvOf(people));
  try {
    return { first: sync(folder), quiet: sync(folder) };
  } finally {
    peer.child.disconnect();
    rmSync(folder, { recursive: true });
  }
}

const results: { people: number; first: Run; quiet: Run }[] = [];
for (const people of SIZES.length > 0 ? SIZES : [1000, 10_000, 50_000, 200_000]) {
  const { first, quiet } = await measure(people);
  tell(people, 'first', first);
  tell(people, 'without changes', quiet);
  results.push({ people, first, quiet });
}
const reached = results.flatMap(({ people, first, quiet }) => [
  figure(`${people}: first sync : 15 s for 50,000`, first.ms, people * 0.3, 'ms', 1),
  figure(`${people}: peak memory`, first.peakMb ?? Number.NaN, people > 50_000 ? 400 : 256, 'MB', 1),
  figure(`${people}: longest stall, clock : 50 ms`, first.stallMs ?? Number.NaN, 50, 'ms', 1),
  figure(`${people}: longest stall, processor : 50 ms`, first.stallCpuMs ?? Number.NaN, 50, 'ms', 1),
  figure(`${people}: without changes, requests sent`, quiet.requests, 1, '', 0),
  figure(`${people}: without changes, rows written`, rowsIn(quiet) - rowsIn(first), 1, '', 1),
]);
const [base, ...bigger] = results.filter(({ people }) => people >= 10_000);
for (const { people, first } of base ? bigger : []) {
  const inLine = ((base?.first.ms ?? 0) / (base?.people ?? 1)) * people;
  reached.push(figure(`${people}: first sync, against in line`, first.ms, inLine, 'ms', 1.2));
}
process.exitCode = reached.every(Boolean) ? 0 : 1;
