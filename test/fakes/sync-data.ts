/** Data sets of user synchronisation (src/contract/sync-api.ts) for looking at the pages: some, none, many. */
import type { Static } from 'typebox';
import type {
  Decision,
  Detained,
  DetainedDetail,
  Explanation,
  FindingPage,
  ImportRow,
  ImportView,
  Mapping,
  MappingTrial,
  RunChange,
  Synchroniser,
  Synchronisers,
  SyncPerson,
  SyncRun,
  UndoView,
} from '../../src/contract/sync-api.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How many rows the lists have. */
export type Size = 'some' | 'none' | 'many';
/** Rows of a long list. */
const MANY = 2500;

const OPTIONS = { deferAll: false, incompleteChanges: true, validation: 'cloud' } as const;

function synchroniser(time: number, over: Partial<Synchroniser>): Synchroniser {
  return {
    id: 'pbx',
    type: 'mivoice-business',
    typeTitle: 'MiVoice Business',
    note: 'Field names are the vendor’s; how the values are stored is ours.',
    name: 'Head office PBX',
    isPbxLink: false,
    precedence: 1,
    values: {},
    secretsSet: [],
    options: OPTIONS,
    mapping: 'own',
    delta: false,
    state: 'ok',
    people: 244,
    applied: 232,
    detained: 9,
    lastRead: { at: time - 6 * MINUTE, end: 'complete', rows: 271, durationMs: 4100 },
    reinitialise: false,
    details: [],
    ...over,
  };
}

export function synchronisers(time: number, size: Size): Synchronisers {
  if (size === 'none') return { items: [], overlaps: [] };
  const items = [
    synchroniser(time, {
      isPbxLink: true,
      state: 'attention',
      details: [
        { label: 'Host', text: '192.168.10.30' },
        { label: 'Numbers', text: '271' },
        { label: 'Groups', text: '18' },
      ],
    }),
    synchroniser(time, {
      id: 'ad',
      type: 'ldap',
      typeTitle: 'LDAP directory',
      note: 'The protocol is LDAP (RFC 4511); the attributes are those of the vendor’s schema.',
      name: 'Ballad directory',
      precedence: 2,
      values: { host: 'dc1.ballad.example', baseDn: 'ou=Staff,dc=ballad,dc=example' },
      secretsSet: ['bindPassword'],
      options: { ...OPTIONS, deferAll: true, featureProfile: 'Standard', country: 'CA' },
      firstPlan: true,
      mapping: 'changed',
      delta: true,
      people: 251,
      applied: 240,
      detained: 3,
      lastRead: { at: time - 6 * MINUTE, end: 'delta', rows: 4, durationMs: 160 },
      saved: { version: 5, at: time - 3 * DAY, by: 'Wolfgang Hohenstein' },
    }),
    synchroniser(time, {
      id: 'hr',
      type: 'csv',
      typeTitle: 'CSV file',
      note: 'RFC 4180; which column is which is chosen here.',
      name: 'Contractors',
      precedence: 3,
      state: 'failed',
      people: 31,
      applied: 31,
      detained: 0,
      lastRead: {
        at: time - 6 * MINUTE,
        end: 'incomplete',
        rows: 0,
        durationMs: 12,
        fault: {
          code: 'SOURCE_UNREACHABLE',
          sentence: 'The file contractors.csv is not in the watched folder.',
          remedy: 'Put it back, or upload a newer one. Nobody is removed meanwhile.',
        },
      },
      saved: { version: 2, at: time - 40 * DAY, by: 'Priya Nair' },
    }),
  ];
  return { items, overlaps: [{ field: 'email', sources: ['pbx', 'ad'] }] };
}

const CAUSES = [
  {
    action: 'update',
    name: 'Farah Haddad',
    code: 'NOT_E164',
    sentence: 'The number is not in international form (+ and up to 15 digits).',
    remedy: 'Correct the number in the PBX, or take the proposal.',
    field: 'mobile',
    value: '0613 555 0142',
    proposal: '+16135550142',
    verbs: ['apply', 'modify', 'cancel', 'ignore'],
  },
  {
    action: 'add',
    name: 'Sam Reed',
    code: 'DUP_EMAIL',
    sentence: 'The e-mail address belongs to more than one person.',
    remedy: 'Give each person an address of their own.',
    field: 'email',
    value: 's.reed@ballad.example',
    verbs: ['modify', 'cancel', 'ignore'],
  },
  {
    action: 'add',
    name: 'Kofi Mensah',
    code: 'IN_TWO_GROUPS',
    sentence: 'A number is in two groups.',
    remedy: 'Take extension 3118 out of one of the groups in the PBX.',
    field: 'extension',
    value: '3118',
    verbs: ['cancel', 'ignore'],
  },
  {
    action: 'delete',
    name: 'Teo Marchetti',
    code: 'REMOTE_DELETED',
    sentence: 'The user was deleted at the remote (No account).',
    remedy: 'Create the account again, or leave it.',
    verbs: ['recreate', 'leave', 'ignore'],
  },
  {
    action: 'disable',
    name: 'Ines Duarte',
    code: 'DEFERRED',
    sentence: 'The synchroniser defers all operations until somebody applies them.',
    remedy: 'Apply it, or switch deferring off.',
    verbs: ['apply', 'cancel', 'ignore'],
  },
  {
    action: 'update',
    name: 'Jürgen Weiß',
    code: 'RETRY',
    sentence: 'The last attempt failed; it is tried again.',
    remedy: 'Nothing: it is tried again by itself.',
    verbs: ['apply', 'cancel'],
  },
] as const satisfies readonly (Partial<Detained> & { verbs: readonly Detained['verbs'][number][] })[];

export function detained(time: number, size: Size): Detained[] {
  const n = { none: 0, some: 12, many: MANY }[size];
  return Array.from({ length: n }, (_, i): Detained => {
    const { verbs, ...cause } = CAUSES[i % CAUSES.length] ?? CAUSES[0];
    const round = Math.floor(i / CAUSES.length);
    return {
      id: `p${i}`,
      source: i % 4 === 3 ? 'ad' : 'pbx',
      email: `${cause.name.split(' ')[0]?.toLowerCase()}@ballad.example`,
      extension: String(3100 + i),
      since: time - 2 * HOUR - i * 47 * MINUTE,
      attempts: cause.code === 'RETRY' ? 3 : 1,
      ...cause,
      ...(cause.code === 'RETRY' ? { retryAt: time + 40 * MINUTE } : {}),
      name: round === 0 ? cause.name : `${cause.name} ${round + 1}`,
      verbs: [...verbs],
    };
  });
}

const RAW = {
  source: 'pbx',
  sourceName: 'Head office PBX',
  anchor: 'mivb-ott-01/3131',
  present: true,
  values: {
    'First Name': 'FARAH',
    'Last Name': 'HADDAD',
    Department: 'FINANCE',
    Number: '3131',
    Mobile: '0613 555 0142',
  },
};

export function detainedDetail(row: Detained): DetainedDetail {
  const [first = '', ...last] = row.name.split(' ');
  const user = {
    userName: row.email ?? row.id,
    givenName: first,
    familyName: last.join(' '),
    active: true,
    ...(row.email === undefined ? {} : { email: row.email }),
    ...(row.extension === undefined ? {} : { extension: row.extension }),
  };
  const wanted = row.field === 'mobile' && row.value !== undefined ? { mobile: row.value } : {};
  const { code, sentence, remedy, field, value, proposal } = row;
  return {
    ...row,
    ...(row.action === 'delete' ? {} : { desired: { ...user, department: 'Finance', ...wanted } }),
    ...(row.action === 'add'
      ? {}
      : { applied: { ...user, department: 'Accounts', mobile: '+1 613 555 0178' } }),
    raw: [RAW],
    issues: [
      {
        code,
        sentence,
        remedy,
        ...(field === undefined ? {} : { field }),
        ...(value === undefined ? {} : { value }),
        ...(proposal === undefined ? {} : { proposal }),
      },
    ],
    rivals:
      row.code === 'DUP_EMAIL'
        ? [{ id: 'p90', name: 'Samantha Reed', field: 'email', value: 's.reed@ballad.example' }]
        : [],
  };
}

export function decisions(time: number, size: Size): Decision[] {
  if (size === 'none') return [];
  return [
    {
      id: 'd1',
      personId: 'p70',
      name: 'Christopher Featherstonehaugh',
      source: 'pbx',
      kind: 'modified',
      by: 'Priya Nair',
      at: time - 2 * DAY,
      values: [{ field: 'mobile', from: '0613 555 0190', to: '+16135550190' }],
    },
    {
      id: 'd2',
      personId: 'p71',
      name: 'Night bell',
      source: 'pbx',
      kind: 'ignored',
      by: 'Wolfgang Hohenstein',
      at: time - 9 * DAY,
      values: [],
    },
    {
      id: 'd3',
      personId: 'p72',
      name: 'Dock 1',
      source: 'ad',
      kind: 'cancelled',
      by: 'Wolfgang Hohenstein',
      at: time - 9 * DAY,
      values: [],
    },
    {
      id: 'd4',
      name: 'Teo Marchetti',
      source: 'pbx',
      kind: 'left',
      by: 'Priya Nair',
      at: time - 12 * DAY,
      values: [],
    },
  ];
}

const COUNTS = { added: 2, changed: 5, removed: 0, unchanged: 225, detained: 12, held: 0, requests: 3 };

export function runs(time: number, size: Size): SyncRun[] {
  const n = { none: 0, some: 6, many: MANY }[size];
  return Array.from({ length: n }, (_, i): SyncRun => {
    const startedAt = time - 6 * MINUTE - i * 20 * MINUTE;
    return {
      id: `r${n - i}`,
      number: n - i,
      mode: i === 2 ? 'preview' : 'run',
      actor: i === 2 ? 'Priya Nair' : 'Gateway',
      startedAt,
      endedAt: startedAt + 6200,
      outcome: i === 0 ? 'partial' : i === 3 ? 'failed' : i % 2 ? 'nothing' : 'ok',
      counts: i === 0 || i === 4 ? COUNTS : { ...COUNTS, added: 0, changed: 0, requests: 0 },
      ...(i === 3
        ? {
            fault: {
              code: 'SCIM_UNREACHABLE',
              sentence: 'The cloud did not answer.',
              remedy: 'It is tried again at the next sync.',
            },
          }
        : {}),
      canUndo: i === 0,
    };
  });
}

export function runChanges(time: number, run: SyncRun): Static<typeof RunChange>[] {
  const kinds = [
    ...Array.from({ length: run.counts.added }, () => 'added' as const),
    ...Array.from({ length: run.counts.changed }, () => 'changed' as const),
  ];
  const names = [
    'Zoë Bouchard',
    'Ann Cole',
    'Marc Roy',
    'Jo Price',
    'Lin Wu',
    'Noor Nair',
    'Olivier Tremblay',
  ];
  return kinds.map((kind, i) => ({
    id: `${run.id}-${i}`,
    personId: `p${100 + i}`,
    name: names[i % names.length] ?? 'Ann Cole',
    kind,
    at: time - 6 * MINUTE,
    fields:
      kind === 'added'
        ? [{ field: 'extension', to: String(3200 + i) }]
        : [
            { field: 'department', from: 'Sales', to: 'Sales East' },
            { field: 'mobile', from: '+16135550101', to: '+16135550178' },
          ],
  }));
}

export function undo(run: SyncRun, done: boolean): UndoView {
  return {
    runId: run.id,
    planHash: '9c41e07b55aa0f3d',
    restored: run.counts.changed - 1,
    removed: run.counts.added,
    added: 0,
    state: done ? 'done' : 'possible',
    ...(done ? { by: 'undone' } : {}),
    left: [
      { personId: 'p2', name: 'Marc Roy', code: 'GONE', sentence: 'It is not in the cloud any more.' },
      { name: 'Lin Wu', code: 'DELETED', sentence: 'It was deleted for good.' },
    ],
    leftCount: 2,
    done,
  };
}

export function people(_time: number, size: Size): SyncPerson[] {
  const n = { none: 0, some: 8, many: 50_000 }[size];
  const states = [
    'synced',
    'detained',
    'synced',
    'pending',
    'synced',
    'disabled',
    'noAccount',
    'ignored',
  ] as const;
  const names = [
    'Ann Cole',
    'Farah Haddad',
    'Marc Roy',
    'Jo Price',
    'Lin Wu',
    'Ines Duarte',
    'Teo Marchetti',
    'Night bell',
  ];
  return Array.from({ length: n }, (_, i): SyncPerson => {
    const state = states[i % states.length] ?? 'synced';
    const name = names[i % names.length] ?? 'Ann Cole';
    return {
      id: `p${i}`,
      name: i < names.length ? name : `${name} ${Math.floor(i / names.length) + 1}`,
      email: `${name.toLowerCase().replace(/\W+/g, '.')}@ballad.example`,
      extension: String(3100 + i),
      department: 'Finance',
      sources: i % 3 === 0 ? ['pbx', 'ad'] : ['pbx'],
      state,
      ...(state === 'detained' ? { code: 'NOT_E164' } : {}),
    };
  });
}

export function explanation(time: number, person: SyncPerson): Explanation {
  const [first = '', last = ''] = person.name.split(' ');
  return {
    person,
    remoteId: '2819c223-7f76-453a-919d-413861904646',
    fields: [
      {
        field: 'givenName',
        applied: first,
        desired: first,
        owner: 'source',
        sourceId: 'pbx',
        sourceName: 'Head office PBX',
        rule: 'trim(First Name)',
        raw: first.toUpperCase(),
        code: 'RULE',
        losers: [],
      },
      {
        field: 'familyName',
        applied: last,
        desired: last,
        owner: 'source',
        sourceId: 'pbx',
        sourceName: 'Head office PBX',
        rule: 'trim(Last Name)',
        raw: last.toUpperCase(),
        code: 'RULE',
        losers: [],
      },
      {
        field: 'email',
        applied: person.email ?? '',
        desired: person.email ?? '',
        owner: 'source',
        sourceId: 'pbx',
        sourceName: 'Head office PBX',
        rule: 'lower(Email)',
        raw: person.email ?? '',
        code: 'RULE',
        losers: [{ sourceName: 'Ballad directory', value: `${last.toLowerCase()}@ballad.example` }],
      },
      {
        field: 'extension',
        applied: person.extension ?? '',
        desired: person.extension ?? '',
        owner: 'source',
        sourceId: 'pbx',
        sourceName: 'Head office PBX',
        rule: 'Number',
        raw: person.extension ?? '',
        code: 'RULE',
        losers: [],
      },
      {
        field: 'mobile',
        applied: '+1 613 555 0178',
        desired: '+16135550142',
        owner: 'person',
        raw: '0613 555 0142',
        code: 'PERSON',
        by: 'Priya Nair',
        losers: [],
      },
      {
        field: 'department',
        applied: 'Accounts',
        desired: 'Accounts',
        owner: 'kept',
        sourceName: 'Old directory',
        code: 'KEPT',
        losers: [],
      },
      {
        field: 'phone',
        applied: '+1 613 555 0100',
        owner: 'admin',
        code: 'ADMIN',
        losers: [],
      },
    ],
    raw: [
      RAW,
      {
        source: 'ad',
        sourceName: 'Ballad directory',
        anchor: '8b7e5c0a-3f6d-4f3e-9d0a-0d6f5d2f7c11',
        present: true,
        values: {
          mail: person.email ?? '',
          sn: last,
          givenName: first,
          proxyAddresses: ['smtp:a@ballad.example', 'smtp:b@ballad.example'],
        },
      },
    ],
    links: [
      { source: 'pbx', sourceName: 'Head office PBX', anchor: 'mivb-ott-01/3131', code: 'MADE' },
      {
        source: 'ad',
        anchor: '8b7e5c0a-3f6d-4f3e-9d0a-0d6f5d2f7c11',
        sourceName: 'Ballad directory',
        code: 'JOINED',
      },
    ],
    issues:
      person.code === undefined
        ? []
        : [
            {
              code: person.code,
              sentence: 'The number is not in international form (+ and up to 15 digits).',
              remedy: 'Correct the number in the PBX, or take the proposal.',
              field: 'mobile',
              value: '0613 555 0142',
              proposal: '+16135550142',
            },
          ],
    ...(person.state === 'detained'
      ? {
          plan: {
            kind: 'detained',
            action: 'update',
            code: 'NOT_E164',
            sentence: 'The number is not in international form (+ and up to 15 digits).',
          },
        }
      : {}),
    decisions: [
      {
        id: 'd1',
        personId: person.id,
        name: person.name,
        source: 'pbx',
        kind: 'modified',
        by: 'Priya Nair',
        at: time - HOUR,
        values: [{ field: 'mobile', to: '+16135550142' }],
      },
    ],
    unconfirmed: ['mobile'],
    history: [
      {
        at: time - 3 * DAY,
        runId: 'r3',
        kind: 'changed',
        actor: 'Gateway',
        fields: ['department', 'mobile'],
      },
      {
        at: time - 60 * DAY,
        runId: 'r1',
        kind: 'added',
        actor: 'Wolfgang Hohenstein',
        fields: ['givenName', 'familyName', 'email'],
      },
    ],
  };
}

export function findings(size: Size): FindingPage['items'] {
  const n = { none: 0, some: 6, many: MANY }[size];
  const causes = [
    {
      name: 'Boardroom East',
      code: 'NO_EMAIL',
      sentence: 'There is no e-mail address.',
      remedy: 'Enter one in the PBX.',
      field: 'email',
    },
    {
      name: 'Jurgen Weiss',
      code: 'NEAR_MATCH',
      sentence: 'Another number has the same name but for case, spaces or accents.',
      remedy: 'Spell both names alike, or leave them two people.',
    },
    {
      name: 'Lin Wu',
      code: 'IGNORED_FIELD',
      sentence: 'The directory’s value is not taken over for an existing user.',
      remedy: 'Change the role in the cloud.',
      field: 'role',
      value: 'manager',
    },
  ];
  return Array.from({ length: n }, (_, i) => {
    const cause = causes[i % causes.length] ?? { name: '', code: '', sentence: '', remedy: '' };
    return { personId: `p${i}`, source: i % 2 ? 'ad' : 'pbx', isNew: i < 2, ...cause };
  });
}

export const MAPPING: Mapping = {
  rules: [
    { field: 'userName', from: { lower: { firstOf: [{ attr: 'mail' }, { attr: 'userPrincipalName' }] } } },
    { field: 'givenName', from: { trim: { attr: 'givenName' } } },
    { field: 'familyName', from: { trim: { attr: 'sn' } } },
    { field: 'displayName', from: { concat: [{ attr: 'givenName' }, { attr: 'sn' }], separator: ' ' } },
    { field: 'email', from: { lower: { attr: 'mail' } } },
    { field: 'mobile', from: { e164: { attr: 'mobile' }, country: 'CA' } },
    {
      field: 'role',
      from: {
        switch: { attr: 'employeeType' },
        cases: { manager: 'Manager', staff: 'Standard' },
        otherwise: 'Standard',
      },
    },
    { field: 'active', from: { bitClear: { attr: 'userAccountControl' }, bit: 2, otherwise: true } },
  ],
  words: [
    'lower(first of: mail, userPrincipalName)',
    'trim(givenName)',
    'trim(sn)',
    'givenName + “ ” + sn',
    'lower(mail)',
    'international number(mobile, CA)',
    'employeeType: manager → Manager, staff → Standard, else Standard',
    'bit 2 of userAccountControl is off',
  ],
  changed: true,
  attributes: [
    'employeeType',
    'givenName',
    'mail',
    'mobile',
    'sn',
    'userAccountControl',
    'userPrincipalName',
  ],
  saved: { version: 3, at: 1_795_000_000_000, by: 'Wolfgang Hohenstein' },
};

export const TRIAL: MappingTrial = {
  rows: [
    {
      anchor: '8b7e5c0a-3f6d-4f3e-9d0a-0d6f5d2f7c11',
      values: [
        { field: 'userName', value: 'ann.cole@ballad.example', cleared: false, rule: 0 },
        { field: 'givenName', value: 'Ann', cleared: false, rule: 1 },
        { field: 'familyName', value: 'Cole', cleared: false, rule: 2 },
        { field: 'mobile', cleared: true, rule: 5 },
      ],
      issues: [],
    },
    {
      anchor: 'c0ffee5c-3f6d-4f3e-9d0a-0d6f5d2f7c12',
      values: [
        { field: 'userName', value: 'marc.roy@ballad.example', cleared: false, rule: 0 },
        { field: 'mobile', value: '0613 555', cleared: false, rule: 5 },
      ],
      issues: [
        { code: 'NOT_E164', sentence: 'The number is not in international form (+ and up to 15 digits).' },
      ],
    },
  ],
};

export function importView(time: number, over: Partial<ImportView> = {}): ImportView {
  return {
    id: 'i1',
    name: 'users-2026-11.csv',
    format: 'csv',
    bytes: 41_000,
    uploadedAt: time - 3 * MINUTE,
    by: 'Priya Nair',
    encoding: 'UTF-8',
    separator: ';',
    sheets: [],
    recognised: 'micollab',
    columns: ['Login ID', 'First Name', 'Last Name', 'Email', 'Extension', 'Notes'],
    map: {
      'Login ID': 'userName',
      'First Name': 'givenName',
      'Last Name': 'familyName',
      Email: 'email',
      Extension: 'extension',
    },
    anchor: 'Login ID',
    fills: [{ field: 'location', value: 'Ottawa', rows: 'empty' }],
    rows: 244,
    good: 241,
    errors: 3,
    warnings: [{ code: 'RAW_UTF8', sentence: 'The file has a byte order mark; it was left out.' }],
    ...over,
  };
}

export function imports(time: number, size: Size): ImportView[] {
  if (size === 'none') return [];
  return [
    importView(time, size === 'many' ? { rows: 50_000, good: 47_500, errors: MANY } : {}),
    importView(time, {
      id: 'i2',
      name: 'contractors.ldif',
      format: 'ldif',
      errors: 0,
      good: 31,
      rows: 31,
      takenBy: 'hr',
      uploadedAt: time - 40 * DAY,
    }),
  ];
}

export function importRows(view: ImportView): Static<typeof ImportRow>[] {
  const row = (n: number, bad: boolean): Static<typeof ImportRow> => ({
    row: n,
    values: {
      'Login ID': `ann.cole${n}`,
      'First Name': 'Ann',
      'Last Name': 'Cole',
      Email: bad ? 'ann.cole@' : `ann.cole${n}@ballad.example`,
      Extension: String(3100 + n),
    },
    errors: bad
      ? [
          {
            code: 'BAD_EMAIL',
            sentence: 'The e-mail address is not valid.',
            remedy: 'Correct it in the source.',
            field: 'email',
            value: 'ann.cole@',
          },
        ]
      : [],
  });
  return [
    ...Array.from({ length: view.errors }, (_, i) => row(2 + i * 14, true)),
    ...Array.from({ length: view.good }, (_, i) => row(3 + i * 2, false)),
  ];
}
