/** Invariants 1 and 13 of 03-sync over random numbers, groups and histories, and what follows from the table. */

import { test } from 'tap';
import type { SourceRecord } from '../../../../src/gateway/core/ports/connector.ts';
import type { Known } from '../../../../src/gateway/features/user-sync/devices/types.ts';
import { fc } from '../../../helpers/fc.ts';
import { after, type GroupSpec, rules, type Spec, type TypeName } from './helpers.ts';

const RUNS = 1_500;
const NUMBERS = Array.from({ length: 9 }, (_, i) => String(95 + i));

/** Few names, near to each other, for many numbers: every row of the table happens all the time. */
const arbitraryDevice = (n: string): fc.Arbitrary<Spec | undefined> =>
  fc.option(
    fc.record(
      {
        n: fc.constant(n),
        t: fc.constantFrom<TypeName>('desk', 'desk', 'sip', 'minet', 'softMac', 'uce'),
        name: fc.tuple(
          fc.constantFrom('Ann', 'Ann', 'Ann', 'Bob', 'Bob', 'ann', 'Zoë', 'Zoe', ''),
          fc.constantFrom('Roy', 'Roy', 'Roy', 'Roy', 'Roy', 'Roy ', '', '<blank>'),
          fc.constantFrom('', '', '', 'Law'),
        ),
        email: fc.constantFrom('', 'a@example.com', 'A@example.com', 'b@example.com'),
        unreadable: fc.constant(true as const),
      },
      { requiredKeys: ['n', 't', 'name'] },
    ),
    { nil: undefined, freq: 6 },
  );
/** A row that cannot be read is rare. */
const seldomBad = (spec: Spec, isBad: boolean): Spec => {
  const { unreadable: _, ...rest } = spec;
  return isBad ? spec : rest;
};
const arbitraryGroup: fc.Arbitrary<GroupSpec> = fc.record({
  pilot: fc.constantFrom(...NUMBERS, '7'),
  members: fc.uniqueArray(fc.constantFrom(...NUMBERS, '8'), { maxLength: 4 }),
  kind: fc.constantFrom('PRG', 'MDUG'),
});
type Pbx = { readonly devices: readonly Spec[]; readonly groups: readonly GroupSpec[] };
const arbitraryPbx: fc.Arbitrary<Pbx> = fc.record({
  devices: fc
    .tuple(
      fc.tuple(...NUMBERS.map(arbitraryDevice)),
      fc.array(fc.nat(11), { minLength: NUMBERS.length, maxLength: NUMBERS.length }),
    )
    .map(([specs, bad]) => specs.flatMap((spec, i) => (spec ? [seldomBad(spec, bad[i] === 0)] : []))),
  groups: fc
    .array(arbitraryGroup, { maxLength: 3 })
    .map((groups) => [...new Map(groups.map((g) => [`${g.kind} ${g.pilot}`, g])).values()]),
});
/** What cycles before left behind; `sent`: whose anchors the remote took. */
const arbitraryPast = fc.array(fc.tuple(arbitraryPbx, fc.subarray(NUMBERS)), { maxLength: 3 });

function live(past: readonly (readonly [Pbx, readonly string[]])[]): Known[] {
  let known: Known[] = [];
  for (const [pbx, sent] of past) {
    const isSent = (anchor: string) => sent.some((n) => anchor.startsWith(`n/${n}`));
    known = after(rules(pbx.devices, pbx.groups, known), known, isSent);
  }
  return known;
}

const met: Record<string, number> = { merged: 0, grouped: 0, linked: 0 };
function meet(records: readonly SourceRecord[], known: readonly Known[]): void {
  const codes = records.flatMap(({ fault, findings = [] }) => [
    ...(fault ? [fault.code] : []),
    ...findings.map(({ code }) => code),
  ]);
  for (const code of new Set(codes)) met[code] = (met[code] ?? 0) + 1;
  if (records.some(({ raw, fault }) => !fault && !raw.pilot && (raw.devices?.length ?? 0) > 1)) add('merged');
  if (records.some(({ raw, fault }) => !fault && raw.pilot)) add('grouped');
  if (known.some(({ applied }) => applied)) add('linked');
}
const add = (what: string) => {
  met[what] = (met[what] ?? 0) + 1;
};

const devicesOf = (record: SourceRecord) => [record.raw.devices ?? []].flat();

const arbitraryReferences = fc.array(
  fc.tuple(fc.constantFrom(...NUMBERS), fc.constantFrom('admin' as const, 'dynamicStatus' as const)),
  { maxLength: 4 },
);

test('11: kept numbers are one person’s each, only while something refers to them, and change nobody else', async (t) => {
  let kept = 0;
  fc.assert(
    fc.property(arbitraryPast, arbitraryPbx, arbitraryReferences, (past, pbx, references) => {
      const known = live(past);
      const here = new Set(pbx.devices.map(({ n }) => `n/${n}`));
      const held = new Set(references.map(([n]) => `n/${n}`));
      const records = rules(pbx.devices, pbx.groups, known, references);
      const without = new Map(rules(pbx.devices, pbx.groups, known).map((r) => [r.anchor, r]));
      const dealt = new Set<string>();
      for (const record of records) {
        const away = record.fault ? [] : devicesOf(record).filter((id) => !here.has(id));
        for (const id of away) {
          kept++;
          if (!held.has(id)) throw new Error(`${id} is kept and nothing refers to it`);
          if (dealt.has(id)) throw new Error(`${id} is kept twice`);
          dealt.add(id);
        }
        const before = without.get(record.anchor);
        if (away.length === 0 && JSON.stringify(before) !== JSON.stringify(record))
          throw new Error(`${record.anchor} changed though it keeps nothing`);
      }
      if (new Set(records.map(({ anchor }) => anchor)).size < records.length)
        throw new Error('an anchor twice');
    }),
    { numRuns: RUNS },
  );
  t.ok(kept > RUNS / 10, `${kept} kept numbers in ${RUNS} runs`);
});

test('13: every number belongs to exactly one person, and anchors are unique', async (t) => {
  fc.assert(
    fc.property(arbitraryPast, arbitraryPbx, (past, { devices, groups }) => {
      const known = live(past);
      const records = rules(devices, groups, known);
      meet(records, known);
      const here = devices.map(({ n }) => `n/${n}`).sort();
      const dealt = records.flatMap(devicesOf).filter((id) => here.includes(id));
      if (JSON.stringify(dealt.sort()) !== JSON.stringify(here)) throw new Error(`${dealt} is not ${here}`);
      if (new Set(records.map(({ anchor }) => anchor)).size < records.length)
        throw new Error('an anchor twice');
      for (const { anchor, applied, devices: own } of known)
        if (applied && own.some((id) => here.includes(id)) && !records.some((r) => r.anchor === anchor))
          throw new Error(`${anchor} was applied, has a number, and is gone`);
    }),
    { numRuns: RUNS },
  );
  t.comment(JSON.stringify({ runs: RUNS, ...met }));
  const hard = [
    'merged',
    'grouped',
    'linked',
    'ROW_UNREADABLE',
    'IN_TWO_GROUPS',
    'PILOT_MISSING',
    'LASTNAME_MISSING',
    'MULTI_DEVICE_NO_GROUP',
    'NAME_COLLISION',
    'SPLIT',
    'MERGE',
    'NEAR_MATCH',
    'BOTH_SOFTPHONES',
    'MEMBER_MISSING',
  ];
  for (const what of hard) t.ok((met[what] ?? 0) > 10, `${what}: ${met[what]} runs`);
});

test('1: the order of numbers, groups, members and earlier people changes nothing', async (t) => {
  const shuffled = fc
    .tuple(arbitraryPast, arbitraryPbx)
    .chain(([past, pbx]) =>
      fc.tuple(
        fc.constant(past),
        fc.constant(pbx),
        fc.shuffledSubarray([...pbx.devices], { minLength: pbx.devices.length }),
        fc.shuffledSubarray([...pbx.groups], { minLength: pbx.groups.length }),
      ),
    );
  let moved = 0;
  fc.assert(
    fc.property(shuffled, ([past, pbx, devices, groups]) => {
      const known = live(past);
      const turned = groups.map((group) => ({ ...group, members: [...group.members].reverse() }));
      const one = rules(pbx.devices, pbx.groups, known);
      const other = rules(devices, turned, [...known].reverse());
      if (JSON.stringify(devices) !== JSON.stringify(pbx.devices)) moved++;
      if (JSON.stringify(one) !== JSON.stringify(other))
        throw new Error(`${JSON.stringify(one)}\n${JSON.stringify(other)}`);
    }),
    { numRuns: RUNS },
  );
  t.comment(JSON.stringify({ runs: RUNS, moved }));
  t.ok(moved > RUNS / 2);
});

test('13: an unrelated row changes no merge', async (t) => {
  const stranger: Spec = { n: '500', name: ['Eve', 'Young', 'Ops'], email: 'eve@example.com' };
  let merges = 0;
  fc.assert(
    fc.property(arbitraryPast, arbitraryPbx, (past, { devices, groups }) => {
      const known = live(past);
      const before = rules(devices, groups, known);
      const with500 = rules([...devices, stranger], groups, known);
      if (before.some((record) => devicesOf(record).length > 1)) merges++;
      const rest = with500.filter(({ anchor }) => anchor !== 'n/500');
      if (JSON.stringify(rest) !== JSON.stringify(before))
        throw new Error(`${JSON.stringify(before)}\n${JSON.stringify(rest)}`);
      if (with500.length !== before.length + 1) throw new Error('the stranger is not alone');
    }),
    { numRuns: RUNS },
  );
  t.comment(JSON.stringify({ runs: RUNS, merges }));
  t.ok(merges > RUNS / 4);
});

test('2: the same PBX again gives the same people', async (t) => {
  // Three-way tangles may settle one cycle late: a number that stays behind where two people would merge makes its
  // person part of that question.
  let late = 0;
  fc.assert(
    fc.property(arbitraryPast, arbitraryPbx, (past, pbx) => {
      const known = live(past);
      const first = rules(pbx.devices, pbx.groups, known);
      const then = after(first, known);
      const second = rules(pbx.devices, pbx.groups, then);
      if (JSON.stringify(first) !== JSON.stringify(second)) late++;
      const third = rules(pbx.devices, pbx.groups, after(second, then));
      if (JSON.stringify(second) !== JSON.stringify(third))
        throw new Error(`${JSON.stringify(second)}\n${JSON.stringify(third)}`);
    }),
    { numRuns: RUNS },
  );
  t.comment(JSON.stringify({ runs: RUNS, late }));
  t.ok(late < RUNS / 100);
});
