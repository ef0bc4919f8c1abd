/** Random histories of a source and of a remote's faults, and the plain rules that every end must satisfy. */

import type { CanonicalUser } from '../../../../src/contract/scim.ts';
import type { FakeFault } from '../../../fakes/fake-scim.ts';
import type { Row } from '../../../fakes/fake-source.ts';
import { fc } from '../../../helpers/fc.ts';
import type { Bench } from './bench.ts';

const pick = (...values: string[]) => fc.constantFrom(...values);

const rarely = <T>(rare: fc.Arbitrary<T>, usual: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 1, arbitrary: rare }, { weight: 6, arbitrary: usual });

/** Few values for many people: collisions, exchanges and handing-on happen all the time. */
const arbitraryRow = (n: number): fc.Arbitrary<Row | undefined> =>
  fc.option(
    fc.record({
      id: fc.constant(`p${n}`),
      givenName: rarely(pick(''), pick('Ann', 'Bob')),
      familyName: rarely(pick(''), pick('Meier', 'Frei')),
      displayName: pick('', '', 'Shown'),
      email: rarely(pick('', 'a@example.com', 'B@example.com', 'bad@'), pick(`p${n}@example.com`)),
      extension: rarely(pick('', '2001', '2002', '2003'), pick(String(2000 + n))),
      mobile: rarely(pick('-', '+41790000001', '079'), pick('', `+4179000010${n}`)),
      department: rarely(pick('A\u0000B'), pick('', 'Sales', 'Law')),
      active: pick('true', 'true', 'true', 'false'),
    }),
    { nil: undefined, freq: 5 },
  );

export const POOL = 9;
export const arbitraryRows: fc.Arbitrary<Row[]> = fc
  .tuple(...Array.from({ length: POOL }, (_, n) => arbitraryRow(n + 1)))
  .map((rows) => rows.filter((row) => row !== undefined));

export type Step = {
  readonly rows: readonly Row[];
  /** In place of `rows`: those of the last step, with keys handed round by so many people. */
  readonly handRound: number;
  readonly faulty: readonly string[];
  readonly breakAfter: number | undefined;
  readonly faults: readonly FakeFault[];
  readonly killAt: number;
  readonly hours: number;
  readonly pageSize: number;
};
export const arbitraryStep: fc.Arbitrary<Step> = fc.record({
  rows: arbitraryRows,
  handRound: fc.constantFrom(0, 0, 1, 2),
  faulty: fc.subarray(['p1', 'p2', 'p3'], { maxLength: 1 }),
  breakAfter: rarely<number | undefined>(fc.nat(POOL), fc.constant(undefined)),
  faults: fc.array(
    fc.constantFrom<FakeFault>(
      'none',
      'none',
      'none',
      'lost',
      'dropped',
      'refuse',
      'busy',
      'down',
      'stubborn',
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  ),
  killAt: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) },
  ),
  hours: fc.constantFrom(0, 1, 25),
  pageSize: fc.integer({ min: 1, max: 10 }),
});

/** Everybody takes the extension and the address of somebody further down: rings of all sizes. */
export function handRound(rows: readonly Row[], by: number): Row[] {
  return rows.map((row, i) => {
    const from = rows[(i + by) % rows.length] ?? row;
    return { ...row, email: from.email ?? '', extension: from.extension ?? '' };
  });
}

const KINDS = ['userName', 'email', 'extension', 'mobile'] as const;
const fold = (kind: string, value: string) =>
  kind === 'userName' || kind === 'email' ? value.normalize('NFC').toLowerCase() : value;

const value = (text: string | undefined) =>
  text === undefined || text === '' || text === '-' ? undefined : text;

/** What a row asks for, by the plainest reading of the rules. */
export function wanted(row: Row): CanonicalUser {
  const { id, givenName, familyName, displayName, email, extension, mobile, department } = row;
  const fields = { givenName, familyName, displayName, email, extension, mobile, department };
  const given = Object.entries(fields).filter(([, text]) => value(text) !== undefined);
  const userName = (value(email) ?? id).toLowerCase();
  return { userName, ...Object.fromEntries(given), active: row.active !== 'false' };
}

/** Is there anything at all that may keep this row back? */
function mayBeDetained(row: Row, b: Bench, rows: readonly Row[]): boolean {
  const user = wanted(row);
  const hasName = user.givenName ?? user.familyName ?? user.displayName;
  const isBad = user.email === 'bad@' || user.mobile === '079' || user.department?.includes('\u0000');
  if (!hasName || isBad || b.source.faulty.has(row.id)) return true;
  return KINDS.some((kind) => {
    const own = user[kind];
    if (own === undefined) return false;
    const same = (other: CanonicalUser) => fold(kind, other[kind] ?? '') === fold(kind, own);
    const other = rows.some((r) => r.id !== row.id && same(wanted(r)));
    return other || [...b.scim.users.values()].some((u) => u.externalId !== row.id && same(u.user));
  });
}

/** What is wrong with the end state; empty when all is well. */
export function complaints(b: Bench): string[] {
  const { rows } = b.source;
  const plan = b.plan();
  const found: string[] = [];
  const remote = new Map([...b.scim.users.values()].map((u) => [u.externalId ?? u.id, u.user]));
  if (remote.size !== b.scim.users.size) found.push('somebody is there twice');
  for (const row of rows) {
    const detained = plan[row.id]?.startsWith('detained');
    if (detained && !mayBeDetained(row, b, rows)) found.push(`${row.id} is ${plan[row.id]} without a reason`);
    if (detained) continue;
    const user = remote.get(row.id);
    const differs = JSON.stringify(sorted(user)) !== JSON.stringify(sorted(wanted(row)));
    if (differs)
      found.push(
        `${row.id}: ${JSON.stringify(user)} is not ${JSON.stringify(wanted(row))}, plan ${plan[row.id]}`,
      );
  }
  const here = new Set(rows.map((row) => row.id));
  for (const [id, user] of remote)
    if (!here.has(id) && user.active) found.push(`${id} left and is still active`);
  const pending = Object.entries(plan).filter(([, entry]) => !entry.startsWith('detained'));
  if (pending.length > 0) found.push(`not done: ${pending.map((p) => p.join(' ')).join(', ')}`);
  return found;
}

const sorted = (user: CanonicalUser | undefined) =>
  Object.entries(user ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
