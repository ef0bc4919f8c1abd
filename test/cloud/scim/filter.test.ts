/** Filters (RFC 7644 §3.4.2.2): what they find, what is refused, and that no text makes the parser fail otherwise. */

import { test } from 'tap';
import { satisfies } from '../../../src/cloud/features/scim/evaluate.ts';
import { FILTER_LIMITS, parseFilter } from '../../../src/cloud/features/scim/filter.ts';
import { lookupFor } from '../../../src/cloud/features/scim/find.ts';
import { ScimError } from '../../../src/cloud/features/scim/scim-error.ts';
import { fc } from '../../helpers/fc.ts';
import { SCIM_ENTERPRISE as E, SCIM_USER as U } from './server.ts';

const ANN = {
  schemas: [U, E],
  id: '0192f000-0000-7000-8000-000000000001',
  externalId: 'X-1',
  userName: 'Ann@Example.com',
  name: { givenName: 'Ann', familyName: 'O"Lee' },
  displayName: 'Zoë',
  title: '',
  active: true,
  emails: [
    { type: 'work', value: 'ann@w.example', primary: true },
    { type: 'home', value: 'ann@h.example' },
  ],
  [E]: { department: 'Sales', manager: { value: 'm1' } },
  meta: { created: '2026-11-23T12:00:00.000Z', lastModified: '2026-11-24T12:00:00.000Z', version: 'W/"1"' },
};

const TRUE = [
  'userName eq "ann@example.com"',
  'USERNAME EQ "ANN@EXAMPLE.COM"',
  'userName ne "bob"',
  'userName co "@"',
  'userName sw "ANN"',
  'userName ew ".COM"',
  'userName gt "ann"',
  'userName ge "ann@example.com"',
  'userName lt "b"',
  'userName le "ann@example.com"',
  'externalId eq "X-1"',
  'id eq "0192f000-0000-7000-8000-000000000001"',
  'displayName eq "Zoe\\u0308"',
  'name.familyName eq "O\\"Lee"',
  'name pr',
  'name.givenName pr',
  'not (title pr)',
  'nickName eq null',
  'nickName ne "x"',
  'userName ne null',
  'active eq true',
  'active eq "True"',
  'active ne false',
  'emails eq "ann@w.example"',
  'emails co "h.example"',
  'emails.value ew "h.example"',
  'emails.type eq "home"',
  'emails[type eq "work" and value co "w.ex"]',
  'emails[not (type eq "work")]',
  'emails[type eq "work"].value eq "ann@w.example"',
  'emails[primary eq "True"].value sw "ann"',
  'not (emails[type eq "work" and value co "h.ex"])',
  `${U}:userName eq "ann@example.com"`,
  `${E}:department eq "sales"`,
  `${E.toLowerCase()}:manager.value eq "m1"`,
  `schemas eq "${E}"`,
  'meta.created lt "2026-11-23T13:00:00+00:30"',
  'meta.lastModified gt "2026-11-24"',
  'meta.created eq "2026-11-23T12:00:00Z"',
  'userName eq "x" or active eq true',
  'userName eq "x" and active eq true or displayName pr',
  'displayName pr or userName eq "x" and userName eq "y"',
  'not (userName eq "x") and (active eq false or (displayName sw "z"))',
  '  userName   eq\t"ann@example.com"  ',
  'NOT (userName eq "x") AND active EQ TRUE',
];

const FALSE = [
  'userName eq "ann"',
  'externalId eq "x-1"',
  'userName ne "ANN@example.com"',
  'title pr',
  'groups pr',
  'active eq false',
  'emails[type eq "work" and value co "h.ex"]',
  'emails[type eq "work"].value eq "ann@h.example"',
  '(displayName pr or userName eq "x") and userName eq "y"',
  'meta.created gt "2026-11-23T12:00:00.001Z"',
  'nickName gt "a"',
  'nickName co ""',
];

test('which filters a user satisfies', (t) => {
  for (const text of TRUE) t.equal(satisfies(ANN, parseFilter(text)), true, text);
  for (const text of FALSE) t.equal(satisfies(ANN, parseFilter(text)), false, text);
  t.end();
});

const WRONG = [
  '',
  '()',
  'userName',
  'userName eq',
  'userName eq ann',
  'userName is "x"',
  'userName eq "x',
  'userName eq "\\x"',
  'userName eq "x" and',
  'and userName eq "x"',
  'userName eq "x" userName eq "y"',
  '(userName eq "x"',
  'userName eq "x")',
  'not userName eq "x"',
  'emails[type eq "work"',
  'emails[]',
  'emails[colour eq "x"]',
  'userName[type eq "x"]',
  'emails[type eq "work"].colour eq "x"',
  'favouriteColour eq "blue"',
  'name eq "x"',
  'urn:x:y:z eq "1"',
  'active gt true',
  'active co "t"',
  'userName co 5',
  'userName gt true',
  'meta.created gt "yesterday"',
  'userName eq "a" § "b"',
  '; DROP TABLE users',
  `${'('.repeat(FILTER_LIMITS.depth + 1)}userName pr${')'.repeat(FILTER_LIMITS.depth + 1)}`,
  '('.repeat(16_000),
  Array(FILTER_LIMITS.terms + 1)
    .fill('active eq true')
    .join(' or '),
  `userName eq "${'x'.repeat(65_536)}"`,
];

test('wrong filters are refused as invalidFilter, shortly', (t) => {
  for (const text of WRONG) {
    const name = text.slice(0, 60);
    try {
      parseFilter(text);
      t.fail(name);
    } catch (error) {
      t.ok(error instanceof ScimError && error.scimType === 'invalidFilter', name);
      t.ok((error as Error).message.length < 300, `${name}: ${(error as Error).message}`);
    }
  }
  t.end();
});

test('filters that an index answers', (t) => {
  const rows: readonly [string, unknown][] = [
    ['userName eq "Ann"', { kind: 'userName', value: 'ann' }],
    ['externalId eq "X"', { kind: 'externalId', value: 'X' }],
    ['id eq "a"', { kind: 'id', value: 'a' }],
    ['emails.value eq "A@b"', { kind: 'anyEmail', value: 'a@b' }],
    ['emails eq "a@b"', { kind: 'anyEmail', value: 'a@b' }],
    ['emails[type eq "work" and value eq "a@b"]', { kind: 'anyEmail', value: 'a@b' }],
    ['emails[type eq "work"].value eq "a@b"', { kind: 'anyEmail', value: 'a@b' }],
    ['active eq true and userName eq "a"', { kind: 'userName', value: 'a' }],
    ['active eq true or userName eq "a"', undefined],
    ['not (userName eq "a")', undefined],
    ['userName sw "a"', undefined],
    ['emails[not (value eq "a")]', undefined],
  ];
  for (const [text, wanted] of rows) t.same(lookupFor(parseFilter(text)), wanted, text);
  t.end();
});

const piece = fc.constantFrom(
  'userName',
  'emails',
  '[',
  ']',
  '(',
  ')',
  'eq',
  'ne',
  'co',
  'pr',
  'gt',
  'and',
  'or',
  'not',
  '"x"',
  '"',
  '\\',
  '5',
  '-1.5e3',
  'true',
  'null',
  '.',
  ':',
  ' ',
  'type',
  U,
  E,
  '$ref',
  '\u0000',
  '\ud800',
);

test('any text is a filter or a ScimError; every filter can be evaluated', (t) => {
  let parsed = 0;
  const check = (text: string) => {
    try {
      t.type(satisfies(ANN, parseFilter(text)), 'boolean');
      parsed += 1;
    } catch (error) {
      if (!(error instanceof ScimError)) throw error;
    }
  };
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), check), { numRuns: 500 });
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(' ')),
      check,
    ),
    { numRuns: 3000 },
  );
  const term = fc.constantFrom(...TRUE, ...FALSE).map((text) => `(${text})`);
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      term,
      fc.tuple(tie('tree'), fc.constantFrom('and', 'or'), tie('tree')).map((parts) => `(${parts.join(' ')})`),
      tie('tree').map((inner) => `not (${inner})`),
    ),
  }));
  fc.assert(fc.property(tree as fc.Arbitrary<string>, check), { numRuns: 300 });
  t.ok(parsed >= 300, `${parsed} of them were filters`);
  t.end();
});
