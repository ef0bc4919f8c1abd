/** PATCH (RFC 7644 §3.5.2), what Microsoft Entra and Okta send, and idempotence. */

import { test } from 'tap';
import { normalise } from '../../../src/cloud/features/scim/normalise.ts';
import { applyPatch, type PatchOperation } from '../../../src/cloud/features/scim/patch.ts';
import { ScimError } from '../../../src/cloud/features/scim/scim-error.ts';
import { fc } from '../../helpers/fc.ts';
import { SCIM_ENTERPRISE, SCIM_PATCH, SCIM_USER, scimServer, user } from './server.ts';

const BASIC = normalise({
  userName: 'ann',
  name: { givenName: 'Ann', familyName: 'Lee' },
  emails: [
    { type: 'work', value: 'ann@w', primary: true },
    { type: 'home', value: 'ann@h' },
  ],
  [SCIM_ENTERPRISE]: { department: 'Sales', division: 'West' },
});
const E = SCIM_ENTERPRISE;
const WORK = { type: 'work', value: 'ann@w', primary: true };
const HOME = { type: 'home', value: 'ann@h' };

/** Operation(s) → what differs from BASIC; undefined means that the attribute is gone. */
const ROWS: readonly [string, PatchOperation | readonly PatchOperation[], Record<string, unknown>][] = [
  ['add a singular attribute', { op: 'add', path: 'title', value: 'Dr' }, { title: 'Dr' }],
  ['add replaces a singular value', { op: 'add', path: 'userName', value: 'eve' }, { userName: 'eve' }],
  ['replace of what is not there adds', { op: 'replace', path: 'nickName', value: 'A' }, { nickName: 'A' }],
  [
    'names in any case',
    { op: 'replace', path: 'NAME.GIVENNAME', value: 'Eve' },
    { name: { givenName: 'Eve', familyName: 'Lee' } },
  ],
  ['the schema’s URN in front', { op: 'replace', path: `${SCIM_USER}:title`, value: 'Dr' }, { title: 'Dr' }],
  [
    'a complex attribute keeps the parts that are not named',
    { op: 'replace', path: 'name', value: { givenName: 'Eve' } },
    { name: { givenName: 'Eve', familyName: 'Lee' } },
  ],
  ['remove a part', { op: 'remove', path: 'name.familyName' }, { name: { givenName: 'Ann' } }],
  ['remove the whole', { op: 'remove', path: 'name' }, { name: undefined }],
  ['remove what is not there', { op: 'remove', path: 'title' }, {}],
  ['null removes', { op: 'replace', path: 'name.familyName', value: null }, { name: { givenName: 'Ann' } }],
  ['"" removes', { op: 'replace', path: 'name.familyName', value: '' }, { name: { givenName: 'Ann' } }],
  [
    'an extension’s attribute',
    { op: 'replace', path: `${E}:department`, value: 'IT' },
    { [E]: { department: 'IT', division: 'West' } },
  ],
  [
    'a whole extension',
    { op: 'add', path: E, value: { costCenter: '7' } },
    { [E]: { department: 'Sales', division: 'West', costCenter: '7' } },
  ],
  ['an extension is removed', { op: 'remove', path: E }, { [E]: undefined, schemas: [SCIM_USER] }],
  [
    'Entra: manager as a text',
    { op: 'add', path: `${E}:manager`, value: 'm1' },
    { [E]: { department: 'Sales', division: 'West', manager: { value: 'm1' } } },
  ],
  ['Entra: active as a text', { op: 'replace', path: 'active', value: 'False' }, { active: false }],
  [
    'Entra: dotted keys without a path',
    { op: 'replace', value: { 'name.givenName': 'Eve', [`${E}:department`]: 'IT', displayName: 'E' } },
    {
      name: { givenName: 'Eve', familyName: 'Lee' },
      [E]: { department: 'IT', division: 'West' },
      displayName: 'E',
    },
  ],
  [
    'Entra: a value path as a key',
    { op: 'add', value: { 'emails[type eq "work"].value': 'eve@w' } },
    { emails: [{ ...WORK, value: 'eve@w' }, HOME] },
  ],
  [
    'Entra: roles by primary',
    { op: 'add', path: 'roles[primary eq "True"].value', value: 'agent' },
    { roles: [{ primary: true, value: 'agent' }] },
  ],
  [
    'Okta: id and schemas among the values',
    { op: 'replace', value: { id: 'x', schemas: ['y'], active: false, strange: 1 } },
    { active: false },
  ],
  [
    'add to a list',
    { op: 'add', path: 'emails', value: [{ type: 'other', value: 'o@o' }] },
    { emails: [WORK, HOME, { type: 'other', value: 'o@o' }] },
  ],
  [
    'add one element as an object',
    { op: 'add', path: 'emails', value: { type: 'other', value: 'o@o' } },
    { emails: [WORK, HOME, { type: 'other', value: 'o@o' }] },
  ],
  ['add what is there already', { op: 'add', path: 'emails', value: [HOME] }, {}],
  [
    'a new primary takes the mark',
    { op: 'add', path: 'emails', value: [{ value: 'o@o', primary: true }] },
    { emails: [{ ...WORK, primary: false }, HOME, { value: 'o@o', primary: true }] },
  ],
  [
    'primary by a value path takes the mark',
    { op: 'replace', path: 'emails[type eq "home"].primary', value: 'true' },
    {
      emails: [
        { ...WORK, primary: false },
        { ...HOME, primary: true },
      ],
    },
  ],
  ['replace a whole list', { op: 'replace', path: 'emails', value: [HOME] }, { emails: [HOME] }],
  ['replace by nothing', { op: 'replace', path: 'emails', value: [] }, { emails: undefined }],
  [
    'replace by filter, one part',
    { op: 'replace', path: 'emails[type eq "WORK"].value', value: 'n@w' },
    { emails: [{ ...WORK, value: 'n@w' }, HOME] },
  ],
  [
    'replace by filter, the element',
    { op: 'replace', path: 'emails[value sw "ann@h"]', value: { value: 'n@h', type: 'home' } },
    { emails: [WORK, { value: 'n@h', type: 'home' }] },
  ],
  [
    'add by filter keeps the other parts',
    { op: 'add', path: 'emails[type eq "home"]', value: { display: 'H' } },
    { emails: [WORK, { ...HOME, display: 'H' }] },
  ],
  [
    'replace by filter that finds nothing adds',
    { op: 'replace', path: 'phoneNumbers[type eq "mobile"].value', value: '+441' },
    { phoneNumbers: [{ type: 'mobile', value: '+441' }] },
  ],
  [
    'the same with two terms',
    { op: 'replace', path: 'addresses[type eq "work" and primary eq true].formatted', value: 'L' },
    { addresses: [{ type: 'work', primary: true, formatted: 'L' }] },
  ],
  [
    'a bracket inside a text',
    { op: 'add', path: 'ims[value eq "a]b"].display', value: 'x' },
    { ims: [{ value: 'a]b', display: 'x' }] },
  ],
  ['remove by filter', { op: 'remove', path: 'emails[type eq "work"]' }, { emails: [HOME] }],
  [
    'remove by filter with or',
    { op: 'remove', path: 'emails[type eq "work" or type eq "home"]' },
    { emails: undefined },
  ],
  [
    'remove a part by filter drops an empty element',
    { op: 'remove', path: 'emails[type eq "work"].value' },
    { emails: [HOME] },
  ],
  ['remove by filter that finds nothing', { op: 'remove', path: 'emails[type eq "fax"]' }, {}],
  [
    'remove named elements',
    { op: 'remove', path: 'emails', value: [{ value: 'ann@h' }] },
    { emails: [WORK] },
  ],
  [
    'a part of all elements',
    { op: 'replace', path: 'emails.display', value: 'd' },
    {
      emails: [
        { ...WORK, display: 'd' },
        { ...HOME, display: 'd' },
      ],
    },
  ],
  [
    'the primary mark moves to a value that is there already, and makes no second one',
    [
      { op: 'replace', path: 'emails', value: [{ ...HOME, primary: true }, WORK] },
      { op: 'add', path: 'emails', value: [{ ...WORK, primary: true }] },
    ],
    {
      emails: [
        { ...HOME, primary: false },
        { ...WORK, primary: true },
      ],
    },
  ],
  [
    'several in order',
    [
      { op: 'remove', path: 'emails' },
      { op: 'add', path: 'emails', value: [HOME] },
      { op: 'add', path: 'title', value: 'x' },
    ],
    { emails: [HOME], title: 'x' },
  ],
];

test('what each operation does', (t) => {
  for (const [name, operations, differs] of ROWS) {
    const list = Array.isArray(operations) ? operations : [operations];
    const wanted = Object.fromEntries(
      Object.entries({ ...BASIC, ...differs }).filter(([, value]) => value !== undefined),
    );
    const before = JSON.stringify(BASIC);
    t.same(applyPatch(BASIC, list), wanted, name);
    t.equal(JSON.stringify(BASIC), before, `${name}: the original is untouched`);
  }
  t.end();
});

test('wrong operations change nothing and say what is wrong', async (t) => {
  const { ask, patch } = await scimServer(t);
  const { body: made } = await ask('POST', '/Users', user('ann'));
  const refused: readonly [unknown, string][] = [
    [{ op: 'move', path: 'title', value: 'x' }, 'invalidSyntax'],
    [{ path: 'title', value: 'x' }, 'invalidSyntax'],
    [{ op: 'add', path: 'title' }, 'invalidValue'],
    [{ op: 'add', value: 'x' }, 'invalidValue'],
    [{ op: 'remove' }, 'noTarget'],
    [{ op: 'replace', path: 'favouriteColour', value: 'blue' }, 'invalidPath'],
    [{ op: 'replace', path: 'name.shoeSize', value: '9' }, 'invalidPath'],
    [{ op: 'replace', path: 'urn:x:y:z', value: '9' }, 'invalidPath'],
    [{ op: 'replace', path: 'emails[type eq', value: '9' }, 'invalidPath'],
    [{ op: 'replace', path: 'emails[colour eq "x"]', value: '9' }, 'invalidPath'],
    [{ op: 'replace', path: 'userName[type eq "x"]', value: '9' }, 'invalidPath'],
    [{ op: 'replace', path: 'emails[type ne "work"].value', value: 'x' }, 'noTarget'],
    [{ op: 'replace', path: 'id', value: 'x' }, 'mutability'],
    [{ op: 'replace', path: 'meta.version', value: 'x' }, 'mutability'],
    [{ op: 'add', path: 'groups', value: [{ value: 'x' }] }, 'mutability'],
    [{ op: 'remove', path: 'userName' }, 'mutability'],
    [{ op: 'replace', path: 'userName', value: '' }, 'invalidValue'],
    [{ op: 'replace', path: 'active', value: 'perhaps' }, 'invalidValue'],
    [{ op: 'add', path: 'phoneNumbers[type eq "mobile"].value', value: '0770' }, 'invalidValue'],
  ];
  for (const [operation, scimType] of refused) {
    const answer = await patch(made.id, { op: 'add', path: 'title', value: 'half' }, operation);
    t.equal(answer.status, 400, JSON.stringify(operation));
    t.equal(answer.body.scimType, scimType, JSON.stringify(operation));
  }
  for (const body of [
    {},
    { Operations: [] },
    { schemas: [SCIM_PATCH] },
    { schemas: [SCIM_PATCH], Operations: [] },
    'x',
    [1],
  ])
    t.equal(
      (await ask('PATCH', `/Users/${made.id}`, body)).body.scimType,
      'invalidSyntax',
      JSON.stringify(body),
    );
  t.same((await ask('GET', `/Users/${made.id}`)).body, made, 'all operations or none');
  t.equal(
    (
      await ask('PATCH', '/Users/nobody', {
        schemas: [SCIM_PATCH],
        Operations: [{ op: 'Replace', path: 'title', value: 'x' }],
      })
    ).status,
    404,
  );
});

const word = fc.constantFrom('work', 'home', 'a', 'b', 'True', '');
const element = fc.record({ type: word, value: word, primary: fc.boolean() }, { requiredKeys: [] });
const operation: fc.Arbitrary<PatchOperation> = fc.oneof(
  fc.record({
    op: fc.constantFrom('add' as const, 'replace' as const),
    path: fc.constantFrom('title', 'name.givenName', `${E}:department`, 'active', 'emails.display'),
    value: fc.constantFrom('x', 'True', 'false', null),
  }),
  fc.record({
    op: fc.constantFrom('add' as const, 'replace' as const, 'remove' as const),
    path: fc.constantFrom('emails', 'roles'),
    value: fc.array(element, { maxLength: 3 }),
  }),
  fc.record({
    op: fc.constantFrom('add' as const, 'replace' as const, 'remove' as const),
    path: fc
      .tuple(word, fc.constantFrom('.display', '.value'))
      .map(([type, sub]) => `emails[type eq "${type}"]${sub}`),
    value: fc.constantFrom('x', 'y'),
  }),
  fc.record({
    op: fc.constant('add' as const),
    value: fc.record({ displayName: word, emails: fc.array(element, { maxLength: 2 }) }),
  }),
);

const outcome = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    if (error instanceof ScimError) return error.scimType;
    throw error;
  }
};

test('the same operation twice does what it does once', (t) => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 3 }), operation, (first, op) => {
      const start = outcome(() => applyPatch(BASIC, first));
      if (typeof start === 'string') return;
      const once = outcome(() => applyPatch(start as typeof BASIC, [op]));
      if (typeof once === 'string') return;
      t.strictSame(applyPatch(once as typeof BASIC, [op]), once) || t.comment(JSON.stringify([first, op]));
    }),
    { numRuns: 2000 },
  );
  t.end();
});

test('whatever is sent, a patch ends in a user or in a ScimError', (t) => {
  const anything = fc.record({
    op: fc.constantFrom('add' as const, 'replace' as const, 'remove' as const),
    path: fc.option(
      fc.oneof(
        fc.string(),
        fc.constantFrom('emails[', 'emails[type eq "a"].value', 'name', '__proto__', 'constructor'),
      ),
      { nil: undefined as never },
    ),
    value: fc.jsonValue(),
  });
  fc.assert(
    fc.property(fc.array(anything, { minLength: 1, maxLength: 4 }), (operations) => {
      const result = outcome(() => applyPatch(BASIC, operations));
      if (typeof result !== 'string') t.match(result, { userName: /^/ });
    }),
    { numRuns: 1000 },
  );
  t.equal(({} as { polluted?: unknown }).polluted, undefined);
  t.end();
});
