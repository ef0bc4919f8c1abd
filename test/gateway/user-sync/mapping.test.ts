/** The mapping language: what it makes, what it refuses, and that it says the same in words. */

import { test } from 'tap';
import { USER_FIELDS } from '../../../src/contract/scim.ts';
import type { MappingRule, MappingValue } from '../../../src/gateway/core/ports/connector.ts';
import { CLEAR, evaluate, normalise } from '../../../src/gateway/features/user-sync/mapping.ts';
import { rulesInWords, valueInWords, wrongRules } from '../../../src/gateway/features/user-sync/rules.ts';
import { CONNECTORS } from '../../../src/gateway/pbx/index.ts';
import { createPhone } from '../../../src/gateway/sync/phone.ts';
import { fc } from '../../helpers/fc.ts';

const phone = createPhone();
const mapper = { rules: [], phone, country: 'CH' };
const attr = (name: string): MappingValue => ({ attr: name });

test('every form of the language', async (t) => {
  const raw = {
    mail: ' Ann.Meier@Example.COM ',
    cn: 'Ann Meier',
    tel: '044 668 18 00',
    type: 'Doctor',
    uac: '514',
    blank: '-',
    none: '  ',
    many: ['first', 'second'],
    accent: 'e\u0301',
  };
  const is = (from: MappingValue, expected: unknown, why = valueInWords(from)) =>
    t.equal(evaluate(from, raw, mapper), expected, why);
  is({ lower: { trim: attr('MAIL') } }, 'ann.meier@example.com');
  is({ nfc: attr('accent') }, 'é');
  is(attr('many'), 'first');
  is({ e164: attr('tel') }, '+41446681800');
  is({ e164: attr('cn') }, 'Ann Meier', 'not convertible: as it is, found by validation');
  is({ firstOf: [attr('none'), attr('cn')] }, 'Ann Meier');
  is({ firstOf: [attr('blank'), attr('cn')] }, CLEAR, 'cleared is something');
  is({ concat: [attr('cn'), { text: 'x' }], separator: '/' }, 'Ann Meier/x');
  is({ match: '^(\\w+)\\s(\\w+)$', of: attr('cn'), group: 2 }, 'Meier');
  is({ match: '(\\d)', of: attr('cn') }, undefined);
  is({ truth: { text: 'Inactive' }, otherwise: true }, 'false');
  is({ bitClear: attr('uac'), bit: 2, otherwise: true }, 'false');
  const role: MappingValue = { switch: attr('type'), cases: { doctor: 'Physician' }, otherwise: 'Staff' };
  is(role, 'Physician', 'employeeType → role');
  is(
    { switch: role, cases: { Physician: 'Template A', Staff: 'Template B' } },
    'Template A',
    'role → template',
  );
});

const leaf: fc.Arbitrary<MappingValue> = fc.oneof(
  fc.constantFrom('mail', 'cn', 'tel', 'gone').map(attr),
  fc.constantFrom('x', '-', '<blank>', '', ' A b ').map((text): MappingValue => ({ text })),
);
const { value } = fc.letrec<{ value: MappingValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    tie('value').map((lower): MappingValue => ({ lower })),
    tie('value').map((trim): MappingValue => ({ trim })),
    tie('value').map((nfc): MappingValue => ({ nfc })),
    tie('value').map((e164): MappingValue => ({ e164, country: 'CH' })),
    fc.array(tie('value'), { minLength: 1, maxLength: 3 }).map((concat): MappingValue => ({ concat })),
    fc.array(tie('value'), { minLength: 1, maxLength: 3 }).map((firstOf): MappingValue => ({ firstOf })),
    tie('value').map((of): MappingValue => ({ switch: of, cases: { a: 'b' }, otherwise: 'c' })),
    tie('value').map((of): MappingValue => ({ match: '^(.*?)\\s*$', of })),
    tie('value').map((truth): MappingValue => ({ truth, otherwise: false })),
    tie('value').map((bitClear): MappingValue => ({ bitClear, bit: 2, otherwise: true })),
  ),
}));
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('-', ' <blank> ', '', 'Ann@X.ch', '044 668 18 00', 'E\u0301', '514'),
);
const raw = fc.record({ mail: anyText, cn: anyText, tel: anyText });

test('15: what was normalised is normalised again to the same', async (t) => {
  const met = { cleared: 0, changed: 0 };
  fc.assert(
    fc.property(value, raw, (from, row) => {
      const rules: MappingRule[] = [{ field: 'displayName', from }];
      const first = normalise(row, { ...mapper, rules }).values.get('displayName');
      const said = first?.value === CLEAR ? '-' : (first?.value ?? '');
      if (first?.value === CLEAR) met.cleared++;
      if (said !== '' && !Object.values(row).includes(said)) met.changed++;
      const again = normalise({ said }, { ...mapper, rules: [{ field: 'displayName', from: attr('said') }] });
      return again.values.get('displayName')?.value === first?.value;
    }),
    { numRuns: 2000 },
  );
  for (const form of ['lower', 'trim', 'nfc', 'e164'] as const)
    fc.assert(
      fc.property(anyText, (text) => {
        const make = (said: string) => evaluate({ [form]: attr('said') } as MappingValue, { said }, mapper);
        const first = make(text);
        return typeof first !== 'string' || make(first) === first;
      }),
      { numRuns: 1000 },
    );
  t.comment(JSON.stringify(met));
  for (const [what, times] of Object.entries(met)) t.ok(times > 0, `${what}: ${times}`);
});

test('14: cleared is not absent', async (t) => {
  fc.assert(
    fc.property(
      fc.constantFrom('-', '<blank>', ' - '),
      fc.constantFrom('', ' ', undefined),
      (clear, absent) => {
        const rules: MappingRule[] = [{ field: 'mobile', from: { trim: attr('m') } }];
        const said = (m: string | undefined) =>
          normalise(m === undefined ? {} : { m }, { ...mapper, rules }).values.get('mobile');
        return said(clear)?.value === CLEAR && said(absent) === undefined;
      },
    ),
    { numRuns: 1000 },
  );
  t.pass();
});

test('every rule that can be made is right, and has words; rules of the types are right', async (t) => {
  fc.assert(
    fc.property(value, fc.constantFrom(...USER_FIELDS), (from, field) => {
      const rules = [{ field, from }];
      return wrongRules(rules).length === 0 && rulesInWords(rules).every((words) => words !== '');
    }),
    { numRuns: 1000 },
  );
  for (const { type, mapping } of CONNECTORS) t.same(wrongRules(mapping), [], type);
});

test('13: whatever is not a rule is refused, naming it, and never throws', async (t) => {
  const wrong = (rules: unknown) => wrongRules(rules).map(({ field, sentence }) => `${field}: ${sentence}`);
  const one = (from: unknown, field = 'email') => wrong([{ field, from }])[0];
  t.same(wrong([]), ['rules: A mapping has 1 to 64 rules.']);
  t.match(one(attr('mail'), 'shoeSize'), 'rules.0: Rule 1 (shoeSize): there is no field “shoeSize”.');
  t.same(
    wrong([
      { field: 'email', from: attr('mail') },
      { field: 'role', from: { atr: 'x' } },
    ]).length,
    1,
  );
  t.match(one({ atr: 'mail' }), /Rule 1 \(email\): a value is one of attr/);
  t.match(one({ attr: 'mail', text: 'x' }), /“text” does not belong to “attr”/);
  t.match(one({ attr: '' }), /name of an attribute/);
  t.match(one({ concat: [] }), /1 to 32/);
  t.match(one({ e164: attr('x'), country: 'Schweiz' }), /two capital letters/);
  t.match(one({ match: '(a+)+\\1', of: attr('x') }), /pattern .* is not taken/);
  t.match(one({ match: 'a', of: attr('x') }), /no group 1/);
  t.match(one({ switch: attr('x') }), /needs “cases”/);
  t.match(one({ truth: attr('x') }), /needs “otherwise”/);
  t.match(one({ bitClear: attr('x'), bit: 0, otherwise: true }), /“bit”/);
  const deep = (n: number): MappingValue => (n === 1 ? attr('x') : { trim: deep(n - 1) });
  t.equal(one(deep(8)), undefined);
  t.match(one(deep(9)), /nested more than 8 deep/);
  fc.assert(
    fc.property(fc.anything(), (rules) => {
      wrongRules(rules);
      wrongRules([rules, { field: 'email', from: rules }]);
    }),
    { numRuns: 1000 },
  );
});
