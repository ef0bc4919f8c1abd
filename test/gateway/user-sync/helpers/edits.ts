/** Small worlds for properties that need few people and short histories. */

import type { CanonicalUser } from '../../../../src/contract/scim.ts';
import type { FakeFault } from '../../../fakes/fake-scim.ts';
import type { Row } from '../../../fakes/fake-source.ts';
import { fc } from '../../../helpers/fc.ts';
import type { Bench } from './bench.ts';

export const pick = (...values: string[]) => fc.constantFrom(...values);

/** Somebody with a name, an address and a number of their own; `more`: what else the row says. */
export const row = (
  n: number,
  more: Readonly<Record<string, fc.Arbitrary<string>>> = {},
): fc.Arbitrary<Row> =>
  fc.record({
    id: fc.constant(`p${n}`),
    givenName: pick('Ann', 'Bob'),
    familyName: fc.constant(`Family${n}`),
    email: fc.constant(`p${n}@example.com`),
    department: pick('', 'Sales', 'Law'),
    ...more,
  });

/** Each of so many people, or all but some. */
export function some(
  count: number,
  more: Readonly<Record<string, fc.Arbitrary<string>>> = {},
  absence = 5,
): fc.Arbitrary<Row[]> {
  const one = (n: number) => fc.option(row(n, more), { nil: undefined, freq: absence });
  return fc
    .tuple(...Array.from({ length: count }, (_, n) => one(n + 1)))
    .map((rows) => rows.filter((it) => it !== undefined));
}
export const everybody = (count: number, more: Readonly<Record<string, fc.Arbitrary<string>>> = {}) =>
  fc.tuple(...Array.from({ length: count }, (_, n) => row(n + 1, more)));

export const faults = (...more: FakeFault[]): fc.Arbitrary<FakeFault[]> =>
  fc.array(fc.constantFrom<FakeFault>('none', 'none', ...more), { minLength: 1, maxLength: 4 });

/** The faults, one an operation, over and over. */
export function inTurn(
  b: Bench,
  list: readonly FakeFault[],
  met: (fault: FakeFault) => void = () => undefined,
): void {
  let n = 0;
  b.scim.fault = () => {
    const fault = list[n++ % list.length] ?? 'none';
    if (fault !== 'none') met(fault);
    return fault;
  };
}

/** A clean cycle, a day later; what the guard holds is confirmed by the plan that it shows. */
export async function clean(b: Bench): Promise<void> {
  b.scim.fault = () => 'none';
  b.source.breakAfter = undefined;
  b.source.faulty = new Set();
  await b.clock.advance(25 * 3_600_000);
  const report = await b.cycle();
  if (report.counts.held > 0) await b.cycle({ confirm: report.plan.hash });
}

export const userOf = (b: Bench, externalId: string): CanonicalUser | undefined =>
  [...b.scim.users.values()].find((u) => u.externalId === externalId)?.user;

/** Somebody at the cloud's own pages changes a user. */
export function editAtRemote(
  b: Bench,
  externalId: string,
  change: Partial<CanonicalUser>,
): string | undefined {
  for (const [id, user] of b.scim.users)
    if (user.externalId === externalId) {
      b.scim.users.set(id, { ...user, user: { ...user.user, ...change } });
      return id;
    }
  return undefined;
}
