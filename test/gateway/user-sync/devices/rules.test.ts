/** The decision table of 03-sync ("MiVoice Business: device → user"), row by row. */
import { test } from 'tap';
import type { UserPages } from '../../../../src/gateway/core/ports/connector.ts';
import { classOf } from '../../../../src/gateway/features/user-sync/devices/classes.ts';
import { peoplePages } from '../../../../src/gateway/features/user-sync/devices/records.ts';
import {
  after,
  deviceRow,
  type GroupSpec,
  type ReferenceSpec,
  RULES,
  rules,
  type Spec,
  told,
} from './helpers.ts';

const ANN = ['Ann', 'Meier', 'Sales'] as const;
const BOB = ['Bob', 'Frei', 'Law'] as const;
const d = (n: string, t: Spec['t'] = 'desk', more: Partial<Spec> = {}): Spec => ({ n, t, ...more });

test('classes: type, MAC, the word SIP', async (t) => {
  const table: [string, string, string, boolean?][] = [
    ['App Server Port', '', 'MINET'],
    ['app server port ', '08:00:0F:00:00:01', 'MINET'],
    ['App Server Port', '08:00:0F:00:00:01', 'DESK', true],
    ['App Server Port', 'A1:21:00:00:00:01', 'MINET', true],
    ['5020 IP', 'A1:21:00:12:34:56', 'MINET'],
    ['5020 IP', 'a12100123456', 'MINET'],
    ['5020 IP', 'A1-21-00-12-34-56', 'MINET'],
    ['5020 IP', '08:00:0F:A1:21:00', 'DESK'],
    ['5020 IP', '', 'DESK'],
    ['MiCollab Client Endpoint', '', 'UCE'],
    ['Generic SIP Phone', '', 'SIP'],
    ['UC Endpoint (sip)', '', 'SIP'],
    ['Gossip box', '', 'DESK'],
    ['', '', 'DESK'],
  ];
  for (const [type, mac, wanted, macBindsAppServerPort = false] of table)
    t.equal(classOf(type, mac, { macBindsAppServerPort }), wanted, `${type} ${mac}`);
});

type Row = [what: string, devices: Spec[], groups: GroupSpec[], wanted: Record<string, string>];
const FRESH: Row[] = [
  [
    '1: one user a group, by the pilot’s names; a loose number of that name stays alone',
    [
      d('2000'),
      d('2001', 'desk', { name: BOB }),
      d('2002', 'minet', { name: ['', '', ''] }),
      d('2003', 'minet'),
    ],
    [{ pilot: '2000', members: ['2001', '2002'] }],
    { 2000: '2000 2001 2002 · desk 2000 · soft 2002 · others 2001', 2003: '2003 · soft 2003' },
  ],
  [
    '2: the pilot takes its role, the rest the lowest number that fits',
    [d('300', 'minet'), d('1000', 'sip'), d('200', 'sip'), d('40', 'minet'), d('500')],
    [{ pilot: '300', members: ['1000', '200', '40', '500'], kind: 'MDUG' }],
    { 300: '40 200 300 500 1000 · desk 500 · soft 300 · others 40 200 1000' },
  ],
  [
    '2: a SIP pilot is the deskphone, even beside a DESK',
    [d('1', 'sip'), d('2')],
    [{ pilot: '1', members: ['1', '2'] }],
    { 1: '1 2 · desk 1 · others 2' },
  ],
  [
    '3: no group, one of each class, names equal: one user; SIP is no deskphone beside a DESK',
    [d('2001'), d('2002', 'minet'), d('2003', 'sip'), d('2004', 'desk', { name: BOB })],
    [],
    { 2001: '2001 2002 2003 · desk 2001 · soft 2002 · others 2003', 2004: '2004 · desk 2004' },
  ],
  [
    '3: the department counts',
    [d('2001'), d('2002', 'minet', { name: ['Ann', 'Meier', 'Law'] })],
    [],
    { 2001: '2001 · desk 2001', 2002: '2002 · soft 2002' },
  ],
  [
    '4: case',
    [d('2001'), d('2002', 'minet', { name: ['ann', 'Meier', 'Sales'] })],
    [],
    { 2001: '2001 · desk 2001 · NEAR_MATCH', 2002: '2002 · soft 2002 · NEAR_MATCH' },
  ],
  [
    '4: space',
    [d('2001'), d('2002', 'minet', { name: ['Ann', ' Meier', 'Sales'] })],
    [],
    { 2001: '2001 · desk 2001 · NEAR_MATCH', 2002: '2002 · soft 2002 · NEAR_MATCH' },
  ],
  [
    '4: accents, also é in two code points against é in one',
    [
      d('2001', 'desk', { name: ['Zoé', 'Roy', ''] }),
      d('2002', 'minet', { name: ['Zoe\u0301', 'Roy', ''] }),
      d('2003', 'sip', { name: ['Zoe', 'Roy', ''] }),
    ],
    [],
    {
      2001: '2001 · desk 2001 · NEAR_MATCH',
      2002: '2002 · soft 2002 · NEAR_MATCH',
      2003: '2003 · desk 2003 · NEAR_MATCH',
    },
  ],
  [
    '4: two of a class whose names are near are two people like any others',
    [d('2001'), d('2002', 'desk', { name: ['ann', 'Meier', 'Sales'] })],
    [],
    { 2001: '2001 · desk 2001', 2002: '2002 · desk 2002' },
  ],
  [
    '5: two of a class under one name: each waits',
    [d('2001'), d('2002'), d('2003', 'minet')],
    [],
    {
      2001: '2001 · MULTI_DEVICE_NO_GROUP',
      2002: '2002 · MULTI_DEVICE_NO_GROUP',
      2003: '2003 · MULTI_DEVICE_NO_GROUP',
    },
  ],
  [
    '6: MiNet and UC endpoint: MiNet is the softphone, in a group even before the pilot',
    [
      d('2001', 'uce'),
      d('2002', 'softMac'),
      d('3001', 'uce', { name: BOB }),
      d('3002', 'minet', { name: BOB }),
    ],
    [{ pilot: '3001', members: ['3002'] }],
    {
      2001: '2001 2002 · soft 2002 · others 2001 · BOTH_SOFTPHONES',
      3001: '3001 3002 · soft 3002 · others 3001 · BOTH_SOFTPHONES',
    },
  ],
  [
    '7: a number in two groups: both wait, another group does not',
    [d('1'), d('2'), d('3'), d('4'), d('5')],
    [
      { pilot: '1', members: ['2'] },
      { pilot: '3', members: ['2', '9'], kind: 'MDUG' },
      { pilot: '4', members: ['5', '9'] },
    ],
    {
      1: '1 · IN_TWO_GROUPS',
      2: '2 · IN_TWO_GROUPS',
      3: '3 · IN_TWO_GROUPS',
      4: '4 5 · desk 4 · others 5 · MEMBER_MISSING',
    },
  ],
  [
    '8: no pilot: the members wait; an empty group is none; a pilot alone is a user; a missing member is told',
    [d('2'), d('3', 'minet'), d('5'), d('6')],
    [
      { pilot: '1', members: ['2', '3'] },
      { pilot: '8', members: ['9'] },
      { pilot: '5', members: [] },
      { pilot: '6', members: ['6', '7'] },
    ],
    {
      2: '2 · PILOT_MISSING',
      3: '3 · PILOT_MISSING',
      5: '5 · desk 5',
      6: '6 · desk 6 · MEMBER_MISSING',
    },
  ],
  [
    '9: no name is never a key; a blank pilot holds the group, a blank member does not',
    [
      d('1', 'desk', { name: ['', ' ', 'Sales'] }),
      d('2', 'minet', { name: ['-', '<blank>', 'Sales'] }),
      d('3', 'desk', { name: ['', '', ''] }),
      d('4', 'minet'),
      d('5'),
      d('6', 'minet', { name: ['', '', ''] }),
      d('7', 'desk', { name: ['Cher', '', ''] }),
    ],
    [
      { pilot: '3', members: ['4'] },
      { pilot: '5', members: ['6'] },
    ],
    {
      1: '1 · LASTNAME_MISSING',
      2: '2 · LASTNAME_MISSING',
      3: '3 · LASTNAME_MISSING',
      4: '4 · LASTNAME_MISSING',
      5: '5 6 · desk 5 · soft 6',
      7: '7 · desk 7',
    },
  ],
  [
    '10: equal names, different addresses: they wait; one address and one empty, or another case, is no difference',
    [
      d('1', 'desk', { email: 'a@example.com' }),
      d('2', 'minet', { email: 'b@example.com' }),
      d('3', 'desk', { name: BOB, email: 'Bob@example.com' }),
      d('4', 'minet', { name: BOB }),
      d('5', 'sip', { name: BOB, email: 'bob@example.com ' }),
    ],
    [],
    {
      1: '1 · NAME_COLLISION',
      2: '2 · NAME_COLLISION',
      3: '3 4 5 · desk 3 · soft 4 · others 5',
    },
  ],
  [
    'a number that cannot be read waits, with its group, and nobody else',
    [d('1', 'desk', { unreadable: true }), d('2', 'minet'), d('3'), d('4', 'minet', { unreadable: true })],
    [{ pilot: '3', members: ['4'] }],
    { 1: '1 · ROW_UNREADABLE', 2: '2 · soft 2', 3: '3 · ROW_UNREADABLE', 4: '4 · ROW_UNREADABLE' },
  ],
];

for (const [what, devices, groups, wanted] of FRESH)
  test(what, async (t) => t.same(told(rules(devices, groups)), wanted));

type History = [
  what: string,
  steps: (readonly [devices: Spec[], groups: GroupSpec[], wanted: Record<string, string>])[],
];
const PRG = (pilot: string, ...members: string[]): GroupSpec[] => [{ pilot, members }];
const pair = (name = ANN as Spec['name']) => [d('1'), d('2', 'minet', name ? { name } : {})];
const HISTORIES: History[] = [
  [
    '5: who is linked stays and goes on; the new number waits',
    [
      [pair(), [], { 1: '1 2 · desk 1 · soft 2' }],
      [[...pair(), d('3')], [], { 1: '1 2 · desk 1 · soft 2', 3: '3 · MULTI_DEVICE_NO_GROUP' }],
      [[...pair(), d('3')], PRG('1', '2', '3'), { 1: '1 2 3 · desk 1 · soft 2 · others 3' }],
    ],
  ],
  [
    '5: of two deskphones that waited neither is first; a group resolves it',
    [
      [[d('1'), d('2')], [], { 1: '1 · MULTI_DEVICE_NO_GROUP', 2: '2 · MULTI_DEVICE_NO_GROUP' }],
      [[d('1'), d('2')], PRG('2', '1'), { 2: '1 2 · desk 2 · others 1' }],
    ],
  ],
  [
    '7, 8: the last good state stays while the groups contradict, and while the pilot is missing',
    [
      [pair(), PRG('1', '2'), { 1: '1 2 · desk 1 · soft 2' }],
      [
        [...pair(), d('3')],
        [...PRG('1', '2'), ...PRG('3', '2')],
        { 1: '1 2 · IN_TWO_GROUPS', 3: '3 · IN_TWO_GROUPS' },
      ],
      [[d('2', 'minet')], PRG('1', '2'), { 1: '1 2 · PILOT_MISSING' }],
      [pair(), PRG('1', '2'), { 1: '1 2 · desk 1 · soft 2' }],
    ],
  ],
  [
    '8: a group that lost every number is gone',
    [
      [pair(), PRG('1', '2'), { 1: '1 2 · desk 1 · soft 2' }],
      [[], PRG('1', '2'), {}],
    ],
  ],
  [
    '9: a name that is emptied keeps the last good state',
    [
      [[d('1')], [], { 1: '1 · desk 1' }],
      [[d('1', 'desk', { name: ['-', '', ''] })], [], { 1: '1 · LASTNAME_MISSING' }],
    ],
  ],
  [
    '10: the applied ones stay, the new one waits; one of the same address joins',
    [
      [[d('1', 'desk', { email: 'a@example.com' })], [], { 1: '1 · desk 1' }],
      [
        [
          d('1', 'desk', { email: 'a@example.com' }),
          d('2', 'minet', { email: 'b@example.com' }),
          d('3', 'sip', { email: 'A@example.com' }),
        ],
        [],
        { 1: '1 3 · desk 1 · others 3', 2: '2 · NAME_COLLISION' },
      ],
    ],
  ],
  [
    '11: a number that vanished goes; the person and its anchor stay',
    [
      [pair(), [], { 1: '1 2 · desk 1 · soft 2' }],
      [[d('2', 'minet')], [], { 1: '2 · soft 2' }],
      // its first number comes back under another name: that is another person
      [[d('1', 'desk', { name: BOB }), d('2', 'minet')], [], { 1: '2 · soft 2', '1~2': '1 · desk 1' }],
    ],
  ],
  [
    '12: one of two merged numbers is renamed, then the other',
    [
      [pair(), [], { 1: '1 2 · desk 1 · soft 2' }],
      [pair(BOB), [], { 1: '1 2 · SPLIT' }],
      [[d('1', 'desk', { name: BOB }), d('2', 'minet', { name: BOB })], [], { 1: '1 2 · desk 1 · soft 2' }],
    ],
  ],
  [
    '12: what is called like the renamed one waits when it is new, and goes on when it is known',
    [
      [[...pair(), d('4', 'sip', { name: BOB })], [], { 1: '1 2 · desk 1 · soft 2', 4: '4 · desk 4' }],
      [
        [...pair(BOB), d('4', 'sip', { name: BOB }), d('5', 'desk', { name: ANN })],
        [],
        { 1: '1 2 · SPLIT', 4: '4 · desk 4', 5: '5 · MULTI_DEVICE_NO_GROUP' },
      ],
    ],
  ],
  [
    '12: a dissolved group is no split: the pilot’s number goes on as the person',
    [
      [pair(BOB), PRG('2', '1'), { 2: '1 2 · desk 1 · soft 2' }],
      [pair(BOB), [], { 2: '2 · soft 2', 1: '1 · desk 1' }],
    ],
  ],
  [
    'a group takes over the person whose numbers it has',
    [
      [[d('1'), d('2', 'minet', { name: BOB })], [], { 1: '1 · desk 1', 2: '2 · soft 2' }],
      [[d('1'), d('3')], PRG('3', '1'), { 1: '1 3 · desk 3 · others 1' }],
      // dissolved: the pilot, whose name the person has, goes on; the anchor is no number any more
      [[d('1'), d('3', 'desk', { name: BOB })], [], { 1: '3 · desk 3', '1~2': '1 · desk 1' }],
    ],
  ],
  [
    '13: a group, or equal names, would join two people that exist: nothing moves',
    [
      [[d('1'), d('2', 'minet', { name: BOB })], [], { 1: '1 · desk 1', 2: '2 · soft 2' }],
      [[d('1'), d('2', 'minet'), d('3', 'sip')], [], { 1: '1 · MERGE', 2: '2 · MERGE', 3: '3 · MERGE' }],
      [[d('1'), d('2', 'minet', { name: BOB })], PRG('1', '2'), { 1: '1 · MERGE', 2: '2 · MERGE' }],
      [[d('1'), d('2', 'minet', { name: BOB })], [], { 1: '1 · desk 1', 2: '2 · soft 2' }],
    ],
  ],
];

for (const [what, steps] of HISTORIES)
  test(what, async (t) => {
    let known: ReturnType<typeof after> = [];
    for (const [devices, groups, wanted] of steps) {
      const records = rules(devices, groups, known);
      t.same(told(records), wanted);
      known = after(records, known);
    }
  });

type KeptStep = readonly [Spec[], GroupSpec[], ReferenceSpec[], Record<string, string>];
const KEPT: readonly [what: string, steps: readonly KeptStep[]][] = [
  [
    '11: a number that vanished is kept while something refers to it, and goes with the last reference',
    [
      [pair(), [], [], { 1: '1 2 · desk 1 · soft 2' }],
      [[d('1')], [], [['2', 'dynamicStatus']], { 1: '1 2 · desk 1 · soft 2 · NUMBER_KEPT' }],
      [[d('1')], [], [['2', 'admin']], { 1: '1 2 · desk 1 · soft 2 · NUMBER_KEPT' }],
      [[d('1')], [], [], { 1: '1 · desk 1' }],
      // it is forgotten: a reference to a number that nobody has says nothing
      [[d('1')], [], [['2', 'admin']], { 1: '1 · desk 1' }],
    ],
  ],
  [
    '11: a kept number holds its role until a live device of its class appears, and is one of the others then',
    [
      [pair(), [], [], { 1: '1 2 · desk 1 · soft 2' }],
      [[d('2', 'minet')], [], [['1', 'admin']], { 1: '1 2 · desk 1 · soft 2 · NUMBER_KEPT' }],
      // a SIP device is of another class
      [
        [d('2', 'minet'), d('3', 'sip')],
        [],
        [['1', 'admin']],
        { 1: '1 2 3 · desk 1 · soft 2 · others 3 · NUMBER_KEPT' },
      ],
      [
        [d('2', 'minet'), d('4')],
        [],
        [['1', 'admin']],
        { 1: '1 2 4 · desk 4 · soft 2 · others 1 · NUMBER_KEPT' },
      ],
      [[d('2', 'minet')], [], [['1', 'admin']], { 1: '1 2 · soft 2 · others 1 · NUMBER_KEPT' }],
    ],
  ],
  [
    '11: a person all of whose numbers vanished stays with those that are kept',
    [
      [pair(), [], [], { 1: '1 2 · desk 1 · soft 2' }],
      [[], [], [['2', 'dynamicStatus']], { 1: '2 · soft 2 · NUMBER_KEPT' }],
      [pair(), [], [['2', 'dynamicStatus']], { 1: '1 2 · desk 1 · soft 2' }],
    ],
  ],
  [
    '11: members of a group are kept with it',
    [
      [[d('1'), d('2', 'minet', { name: BOB })], PRG('1', '2'), [], { 1: '1 2 · desk 1 · soft 2' }],
      [
        [d('1')],
        PRG('1', '2'),
        [['2', 'admin']],
        { 1: '1 2 · desk 1 · soft 2 · MEMBER_MISSING · NUMBER_KEPT' },
      ],
    ],
  ],
];

for (const [what, steps] of KEPT)
  test(what, async (t) => {
    let known: ReturnType<typeof after> = [];
    for (const [devices, groups, references, wanted] of steps) {
      const records = rules(devices, groups, known, references);
      t.same(told(records), wanted);
      known = after(records, known);
    }
  });

test('11: the answer says which reference holds a number; the person’s words stay when no number says them', async (t) => {
  const known = after(rules([d('1', 'desk', { email: 'a@example.com', did: ['+16135550001'] })]));
  const [kept] = rules([], [], known, [
    ['1', 'dynamicStatus'],
    ['1', 'admin'],
  ]);
  t.match(kept, {
    anchor: 'n/1',
    raw: { firstName: 'Ann', lastName: 'Meier', email: 'a@example.com', number: '1', did: ['+16135550001'] },
    findings: [
      {
        code: 'NUMBER_KEPT',
        sentence:
          '1 is not on the PBX any more and is kept: an administrator added it, and a dynamic status refers to it.',
      },
    ],
  });
  const renamed = rules([d('2', 'minet', { name: BOB })], [], after(rules(pair())), [['1', 'admin']]);
  t.match(renamed, [{ raw: { firstName: 'Bob', number: '1' } }], 'a live number says who somebody is');
});

test('dynamic extensions only: who has one comes with all numbers; who is not clear stays', async (t) => {
  const own = { onlyDynamic: true };
  const devices = [
    ...pair(),
    d('3', 'desk', { name: BOB }),
    d('4', 'sip', { name: ['Cy', 'Roy', ''], dynamic: true }),
    d('5', 'desk', { name: ['Cy', 'Roy', ''] }),
    d('6', 'minet', { name: ['Dora', 'Ott', ''] }),
    d('7', 'sip', { name: ['', '', ''], dynamic: true }),
  ];
  const groups = PRG('6', '7');
  t.same(told(rules(devices, groups, [], [], own)), {
    4: '4 5 · desk 5 · others 4',
    6: '6 7 · desk 7 · soft 6',
  });
  const known = after(rules(devices, groups));
  const unclear = [...devices.slice(0, 2), d('3', 'desk', { name: ['', '', ''] })];
  t.same(told(rules(unclear, [], known, [], own)), { 3: '3 · LASTNAME_MISSING' }, 'held: not gone');
});

test('13: people that were never sent are joined without a question', async (t) => {
  const first = rules([d('1'), d('2', 'minet', { name: BOB })]);
  const known = after(first, [], (anchor) => anchor === 'n/2');
  t.same(told(rules(pair(), [], known)), { 2: '1 2 · desk 1 · soft 2' });
});

test('a held person keeps what the last good state said, and says what to do', async (t) => {
  const known = after(rules([d('1', 'desk', { email: 'a@example.com' })]));
  const [held] = rules([d('1', 'desk', { name: ['', '', ''], email: 'new@example.com' })], [], known);
  t.match(held, {
    raw: { email: 'a@example.com', firstName: 'Ann' },
    fault: { code: 'LASTNAME_MISSING', sentence: '1 has neither first nor last name.', remedy: /last name/ },
  });
});

test('half a list of numbers says nothing about people', async (t) => {
  const fault = { code: 'SOURCE_INCOMPLETE', sentence: 'It broke off.', remedy: 'Wait.' };
  for (const end of [{ kind: 'incomplete', fault }, { kind: 'complete' }] as const) {
    async function* rows(): UserPages {
      yield [deviceRow({ n: '1' })];
      return end;
    }
    const pages = peoplePages(rows(), () => [], RULES);
    const first = await pages.next();
    if (end.kind === 'incomplete') t.same(first, { done: true, value: end });
    else t.match(first, { done: false, value: [{ anchor: 'n/1' }] });
  }
});

test('attributes: the pilot’s names, its address or else the first that has one, the deskphone’s DID', async (t) => {
  const [group] = rules(
    [
      d('1', 'minet', { name: ['Ann', '', 'Sales'] }),
      d('2', 'desk', { name: BOB, email: 'b@example.com', did: ['+16135550002', '+16135550003'] }),
    ],
    PRG('1', '2'),
  );
  t.match(group?.raw, {
    firstName: 'Ann',
    lastName: '',
    department: 'Sales',
    email: 'b@example.com',
    number: '2',
    did: ['+16135550002'],
    pilot: 'n/1',
  });
  t.notOk(group && ('type' in group.raw || 'mac' in group.raw || 'kind' in group.raw));
});

test('names of 300 characters and emoji are names like others, and make no endless sentence', async (t) => {
  const long = ['👩‍🚀'.repeat(100), 'x'.repeat(300), '🏢'] as const;
  const same = Array.from({ length: 500 }, (_, i) => d(String(1000 + i), 'desk', { name: long }));
  const records = rules(same);
  t.equal(records.length, 500);
  t.ok(records.every(({ fault }) => fault?.code === 'MULTI_DEVICE_NO_GROUP' && fault.sentence.length < 500));
  const [merged] = rules([d('1', 'desk', { name: long }), d('2', 'minet', { name: long })]);
  t.match(merged?.raw, { firstName: long[0], lastName: long[1], devices: ['n/1', 'n/2'] });
});
