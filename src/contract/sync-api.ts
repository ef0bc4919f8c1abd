/**
 * User synchronisation in the gateway's own HTTP API, beyond running it (local-api.ts): synchronisers, sync runs,
 * detained updates, people and where their values come from, findings, import of files. For the pages and the CLI.
 *
 * | method url                                     | access    | body → answer |
 * | GET    /api/synchronisers                      | signed in | → Synchronisers |
 * | POST   /api/synchronisers                      | admin     | SynchroniserInput → Synchroniser |
 * | PUT    /api/synchronisers/order                | admin     | { ids } → Synchronisers: precedence, the first wins |
 * | GET    /api/synchronisers/:id                  | signed in | → Synchroniser |
 * | PUT    /api/synchronisers/:id                  | admin     | SynchroniserInput → Synchroniser; If-Match |
 * | DELETE /api/synchronisers/:id                  | admin     | SynchroniserEnd → Synchronisers: its people move, or leave by plan and guard |
 * | POST   /api/synchronisers/:id/keep             | admin     | → Synchroniser: takes the deletion back while it is not carried out |
 * | POST   /api/synchronisers/test                 | admin     | SynchroniserInput (with id: of the saved one) → PbxTestResult |
 * | POST   /api/synchronisers/:id/reinitialise     | admin     | → Synchroniser: the next cycle reads everything anew |
 * | GET    /api/synchronisers/:id/mapping          | signed in | → Mapping |
 * | PUT    /api/synchronisers/:id/mapping          | admin     | { rules } → Mapping; null takes the type's own rules back |
 * | POST   /api/synchronisers/:id/mapping/try      | admin     | { rules } → MappingTrial: what they make of rows that were read |
 * | GET    /api/sync/settings                      | signed in | → SyncSettings |
 * | PUT    /api/sync/settings                      | admin     | SyncSettings → SyncSettings |
 * | GET    /api/sync/runs?after&limit              | signed in | → Page of SyncRun, newest first |
 * | GET    /api/sync/runs/:id                      | signed in | → SyncRun |
 * | GET    /api/sync/runs/:id/undo                 | signed in | → UndoView: what it would do, how it goes on, or how it ended |
 * | GET    /api/sync/runs/:id/changes?kind&q&after&limit | signed in | → Page of RunChange |
 * | POST   /api/sync/undo                          | admin     | { runId, preview? } → UndoView: the last run that changed anybody, and no other |
 * | GET    /api/sync/detained?action&code&source&q&after&limit | signed in | → DetainedPage |
 * | GET    /api/sync/detained/:id                  | signed in | → DetainedDetail |
 * | POST   /api/sync/detained/verb                 | admin     | DetainedVerb → DetainedDone |
 * | GET    /api/sync/decisions?q&after&limit       | signed in | → Page of Decision: cancelled, ignored, modified |
 * | POST   /api/sync/decisions/revoke              | admin     | DecisionsRevoke → DetainedDone |
 * | GET    /api/sync/findings?code&q&after&limit   | signed in | → FindingPage: what does not detain, the newest first |
 * | GET    /api/sync/people?q&state&source&after&limit | signed in | → Page of SyncPerson |
 * | GET    /api/sync/people/:id                    | signed in | → Explanation: "why does Ann have this number?" |
 * | GET    /api/sync/people.csv?q                  | signed in | → the user summary (row F2) as text/csv |
 * | GET    /api/imports                            | signed in | → { imports: ImportView[] } |
 * | POST   /api/imports?name=…                     | admin     | application/octet-stream → ImportView |
 * | GET    /api/imports/:id                        | signed in | → ImportView |
 * | GET    /api/imports/:id/rows?only=errors&q&after&limit | signed in | → Page of ImportRow |
 * | PUT    /api/imports/:id                        | admin     | ImportChoice → ImportView |
 * | POST   /api/imports/:id/take                   | admin     | ImportTake → Synchroniser: its rows become the synchroniser's people |
 * | DELETE /api/imports/:id                        | admin     | → 204 |
 */
import { type Static, Type } from 'typebox';
import { Fault, Instant } from './common.ts';
import { Saved, SyncProgress } from './local-api.ts';
import { CanonicalUser, USER_FIELDS } from './scim.ts';
import { SyncCounts } from './status.ts';

const Id = Type.String({ minLength: 1, maxLength: 128 });
export const UserFieldName = Type.Enum([...USER_FIELDS]);
export const MappedField = Type.Enum([...USER_FIELDS, 'active', 'externalId']);

/** Checks of the field rules (03-sync): `micollab` also wants a last name and a login of 2–21 characters (004). */
export const ValidationProfile = Type.Enum(['cloud', 'micollab']);
export type ValidationProfile = Static<typeof ValidationProfile>;

export const SynchroniserOptions = Type.Object(
  {
    /** Every operation waits in the detained queue until a person lets it go. On for a new one. */
    deferAll: Type.Boolean(),
    /** After a read that did not end: may changes of the rows that came flow? Removals never do. */
    incompleteChanges: Type.Boolean(),
    validation: ValidationProfile,
    /** PBX types: only numbers that are dynamic extensions make people. */
    dynamicOnly: Type.Optional(Type.Boolean()),
    /** Role of new accounts whose source names none: the feature profile. */
    featureProfile: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    /** ISO 3166-1 alpha-2, for national numbers; absent: the site's. */
    country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
    /** Beside the e-mail address: records of two synchronisers with this same value are one person. */
    joinBy: Type.Optional(Type.Enum(['userName', 'extension', 'phone', 'mobile'])),
  },
  { additionalProperties: false },
);
export type SynchroniserOptions = Static<typeof SynchroniserOptions>;

export const SynchroniserInput = Type.Object(
  {
    /** For a test of a saved one: secrets that are left out are the stored ones. */
    id: Type.Optional(Id),
    type: Type.String({ minLength: 1, maxLength: 64 }),
    name: Type.String({ minLength: 1, maxLength: 128 }),
    /** By the type's schema. A secret left out keeps the stored one, unless the host changes. */
    values: Type.Record(Type.String(), Type.Unknown(), { secret: true }),
    options: Type.Optional(Type.Partial(SynchroniserOptions, { additionalProperties: false })),
  },
  { additionalProperties: false },
);
export type SynchroniserInput = Static<typeof SynchroniserInput>;

export const Synchroniser = Type.Object({
  id: Id,
  type: Type.String(),
  typeTitle: Type.String(),
  /** What is public fact and what is our own shape, one sentence. */
  note: Type.String(),
  name: Type.String(),
  /** The PBX link of the set-up pages: edited there, deleted there. */
  isPbxLink: Type.Boolean(),
  /** 1 wins. */
  precedence: Type.Integer({ minimum: 1 }),
  /** Without secrets. */
  values: Type.Record(Type.String(), Type.Unknown()),
  secretsSet: Type.Array(Type.String()),
  options: SynchroniserOptions,
  /** New: its operations are deferred until its first plan is approved, which is when no row of it waits for that any more (D8). */
  firstPlan: Type.Optional(Type.Boolean()),
  /** The type's own rules, or a person's. */
  mapping: Type.Enum(['own', 'changed']),
  /** Does its type see deletes without reading everything? */
  delta: Type.Boolean(),
  state: Type.Enum(['never', 'ok', 'attention', 'failed', 'leaving']),
  /** People of whom it knows, and those of them that are active at the remote. */
  people: Type.Integer(),
  applied: Type.Integer(),
  detained: Type.Integer(),
  lastRead: Type.Optional(
    Type.Object({
      at: Instant,
      end: Type.Enum(['complete', 'delta', 'incomplete']),
      /** Rows that this read brought. */
      rows: Type.Integer(),
      durationMs: Type.Integer(),
      fault: Type.Optional(Fault),
    }),
  ),
  /** The next cycle reads everything anew. */
  reinitialise: Type.Boolean(),
  /** It is being deleted: what becomes of its people. */
  leaving: Type.Optional(Type.Object({ people: Type.Enum(['move', 'delete']), to: Type.Optional(Id) })),
  /** What the page of one synchroniser shows beside (host, version, groups …), in the order of the type. */
  details: Type.Array(Type.Object({ label: Type.String(), text: Type.String() })),
  saved: Type.Optional(Saved),
});
export type Synchroniser = Static<typeof Synchroniser>;

export const SynchroniserOrder = Type.Object(
  { ids: Type.Array(Id, { minItems: 1, maxItems: 64, uniqueItems: true }) },
  { additionalProperties: false },
);

export const Synchronisers = Type.Object({
  items: Type.Array(Synchroniser),
  /** Fields that more than one of them says something about; the first named wins. */
  overlaps: Type.Array(Type.Object({ field: UserFieldName, sources: Type.Array(Id) })),
});
export type Synchronisers = Static<typeof Synchronisers>;

/** D14, D19: `move` hands its people to another one, `delete` removes their accounts, by plan and guard. */
export const SynchroniserEnd = Type.Union([
  Type.Object({ people: Type.Literal('move'), to: Id }, { additionalProperties: false }),
  Type.Object({ people: Type.Literal('delete') }, { additionalProperties: false }),
]);
export type SynchroniserEnd = Static<typeof SynchroniserEnd>;

/** A rule as data (core/ports/connector.ts, MappingRule); nested at most eight deep. */
export const MappingRuleData = Type.Object(
  { field: MappedField, from: Type.Unknown() },
  { additionalProperties: false },
);
export const Mapping = Type.Object({
  rules: Type.Array(MappingRuleData),
  /** Each rule in words, by position: `lower(first of: mail, userPrincipalName)`. */
  words: Type.Array(Type.String()),
  changed: Type.Boolean(),
  /** Attributes that rows of the last read had, for choosing. */
  attributes: Type.Array(Type.String()),
  saved: Type.Optional(Saved),
});
export type Mapping = Static<typeof Mapping>;
export const MappingInput = Type.Object(
  { rules: Type.Union([Type.Array(MappingRuleData, { minItems: 1, maxItems: 64 }), Type.Null()]) },
  { additionalProperties: false },
);
export type MappingInput = Static<typeof MappingInput>;
export const MappingTrial = Type.Object({
  rows: Type.Array(
    Type.Object({
      anchor: Type.String(),
      /** Field → value; `cleared` where the source says so. */
      values: Type.Array(
        Type.Object({
          field: MappedField,
          value: Type.Optional(Type.String()),
          cleared: Type.Boolean(),
          rule: Type.Integer(),
        }),
      ),
      issues: Type.Array(Type.Object({ code: Type.String(), sentence: Type.String() })),
    }),
  ),
});
export type MappingTrial = Static<typeof MappingTrial>;

export const SyncSettings = Type.Object(
  {
    /** Between soft and hard delete; 0 deletes at once. */
    graceDays: Type.Integer({ minimum: 0, maximum: 365 }),
    saved: Type.Optional(Saved),
  },
  { additionalProperties: false },
);
export type SyncSettings = Static<typeof SyncSettings>;

export const SyncRun = Type.Object({
  id: Id,
  number: Type.Integer(),
  mode: Type.Enum(['run', 'preview', 'undo']),
  actor: Type.String(),
  startedAt: Instant,
  endedAt: Type.Optional(Instant),
  outcome: Type.Enum(['running', 'ok', 'partial', 'failed', 'nothing', 'interrupted']),
  counts: SyncCounts,
  fault: Type.Optional(Fault),
  /** Only the last run that changed anybody, and only once. */
  canUndo: Type.Boolean(),
  /** The run that took this one back. */
  undoneBy: Type.Optional(Id),
  /** Of an undo: the run that it takes back. */
  undoes: Type.Optional(Id),
});
export type SyncRun = Static<typeof SyncRun>;

export const FieldChange = Type.Object({
  field: Type.String(),
  from: Type.Optional(Type.String()),
  to: Type.Optional(Type.String()),
});
export const RunChange = Type.Object({
  id: Id,
  personId: Id,
  name: Type.String(),
  kind: Type.Enum([
    'added',
    'changed',
    'removed',
    'disabled',
    'enabled',
    'deleted',
    'freed',
    'adopted',
    'gone',
  ]),
  at: Instant,
  fields: Type.Array(FieldChange),
});
export type RunChange = Static<typeof RunChange>;

/** Why somebody stays as he is: deleted for good; not in the cloud any more; there before us; the cloud refused. */
export const UndoLeftCode = Type.Enum(['DELETED', 'GONE', 'ADOPTED', 'FAILED']);
export type UndoLeftCode = Static<typeof UndoLeftCode>;

/** What undo does (`preview`) or did: people as they were at the remote before that run. */
export const UndoView = Type.Object({
  runId: Id,
  planHash: Type.String(),
  /** `interrupted`: begun and cut off, or it failed; the next sync goes on with it. */
  state: Type.Enum(['possible', 'running', 'interrupted', 'done']),
  /** The run that takes it back; absent while none has begun. */
  by: Type.Optional(Id),
  progress: Type.Optional(SyncProgress),
  /** Why the last attempt did not end. */
  fault: Type.Optional(Fault),
  restored: Type.Integer(),
  removed: Type.Integer(),
  added: Type.Integer(),
  /** Those that cannot go back, or did not: the first hundred of `leftCount`. */
  left: Type.Array(
    Type.Object({
      personId: Type.Optional(Id),
      name: Type.String(),
      code: UndoLeftCode,
      sentence: Type.String(),
      /** What the cloud said (FAILED). */
      why: Type.Optional(Type.String()),
    }),
    { maxItems: 100 },
  ),
  leftCount: Type.Integer(),
  done: Type.Boolean(),
});
export type UndoView = Static<typeof UndoView>;
export const UndoInput = Type.Object(
  {
    runId: Id,
    /** Absent or true: only says what would happen. */
    preview: Type.Optional(Type.Boolean()),
    /** Of the preview that was shown. */
    planHash: Type.Optional(Type.String({ maxLength: 128 })),
    /** False: answers when it has begun; how it goes on is at `runs/:id/undo`. */
    wait: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

/** A, U, D and disabling, as the queue calls them (row D7). */
export const DetainedAction = Type.Enum(['add', 'update', 'delete', 'disable', 'enable']);
export type DetainedAction = Static<typeof DetainedAction>;
export const Verb = Type.Enum(['apply', 'modify', 'cancel', 'ignore', 'recreate', 'leave']);
export type Verb = Static<typeof Verb>;

export const Detained = Type.Object({
  /** Of the person. */
  id: Id,
  action: DetainedAction,
  name: Type.String(),
  email: Type.Optional(Type.String()),
  extension: Type.Optional(Type.String()),
  source: Type.String(),
  /** As people called the synchroniser. */
  sourceName: Type.Optional(Type.String()),
  code: Type.String(),
  sentence: Type.String(),
  remedy: Type.String(),
  field: Type.Optional(Type.String()),
  value: Type.Optional(Type.String()),
  /** A value that would be right; taken by `modify` only. */
  proposal: Type.Optional(Type.String()),
  since: Instant,
  attempts: Type.Integer(),
  retryAt: Type.Optional(Instant),
  /** What may be done with this row. */
  verbs: Type.Array(Verb),
});
export type Detained = Static<typeof Detained>;
export const DetainedPage = Type.Object({
  items: Type.Array(Detained),
  total: Type.Integer(),
  next: Type.Optional(Type.String()),
  /** Of the whole queue: rows by code and by action. */
  codes: Type.Array(Type.Object({ code: Type.String(), sentence: Type.String(), count: Type.Integer() })),
  actions: Type.Array(Type.Object({ action: DetainedAction, count: Type.Integer() })),
});
export type DetainedPage = Static<typeof DetainedPage>;
export const IssueView = Type.Object({
  code: Type.String(),
  sentence: Type.String(),
  remedy: Type.String(),
  field: Type.Optional(Type.String()),
  value: Type.Optional(Type.String()),
  position: Type.Optional(Type.Integer()),
  proposal: Type.Optional(Type.String()),
});
export const RawRecord = Type.Object({
  source: Type.String(),
  sourceName: Type.String(),
  anchor: Type.String(),
  present: Type.Boolean(),
  values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String())])),
  fault: Type.Optional(Fault),
});
export const DetainedDetail = Type.Object({
  ...Detained.properties,
  desired: Type.Optional(CanonicalUser),
  applied: Type.Optional(CanonicalUser),
  raw: Type.Array(RawRecord),
  issues: Type.Array(IssueView),
  /** Others that want or hold the same value. */
  rivals: Type.Array(
    Type.Object({ id: Id, name: Type.String(), field: Type.String(), value: Type.String() }),
  ),
});
export type DetainedDetail = Static<typeof DetainedDetail>;
export const DetainedVerb = Type.Object(
  {
    verb: Verb,
    /** Rows, or `all` that the filter names. */
    ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 1000 })),
    all: Type.Optional(
      Type.Object(
        {
          action: Type.Optional(DetainedAction),
          code: Type.Optional(Type.String({ maxLength: 64 })),
          source: Type.Optional(Id),
          q: Type.Optional(Type.String({ maxLength: 200 })),
          /** Rows that the person saw counted; another number now is refused, PLAN_STALE. */
          count: Type.Integer(),
        },
        { additionalProperties: false },
      ),
    ),
    /** `modify`: values in place of the source's, a field each; null takes one back. One id only. */
    values: Type.Optional(
      Type.Partial(Type.Record(UserFieldName, Type.Union([Type.String({ maxLength: 1024 }), Type.Null()]))),
    ),
  },
  { additionalProperties: false },
);
export type DetainedVerb = Static<typeof DetainedVerb>;
export const DetainedDone = Type.Object({
  done: Type.Integer(),
  failed: Type.Array(
    Type.Object({ id: Id, name: Type.String(), code: Type.String(), sentence: Type.String() }),
  ),
  /** A sync was started to carry it out. */
  started: Type.Boolean(),
  /** Of this whole order, however many rows it names: what `decisions/revoke` takes back exactly. */
  orderId: Type.Optional(Id),
  /** Names of synchronisers whose first plan this approved: they defer nothing any more (D8). */
  approved: Type.Optional(Type.Array(Type.String())),
});
export type DetainedDone = Static<typeof DetainedDone>;

/** What a person decided; stays until it is revoked, or (cancelled) until the row changes at its source. */
export const Decision = Type.Object({
  id: Id,
  personId: Type.Optional(Id),
  name: Type.String(),
  source: Type.String(),
  kind: Type.Enum(['cancelled', 'ignored', 'modified', 'left', 'undone']),
  by: Type.String(),
  at: Instant,
  /** The order that it was given with; absent: before orders had ids, or by an undo. */
  orderId: Type.Optional(Id),
  values: Type.Array(FieldChange),
});
export type Decision = Static<typeof Decision>;

/** Decisions by their ids, or all that one order made; one of the two. */
export const DecisionsRevoke = Type.Union([
  Type.Object({ ids: Type.Array(Id, { minItems: 1, maxItems: 1000 }) }, { additionalProperties: false }),
  Type.Object({ orderId: Id }, { additionalProperties: false }),
]);
export type DecisionsRevoke = Static<typeof DecisionsRevoke>;

export const FindingRow = Type.Object({
  personId: Id,
  name: Type.String(),
  source: Type.String(),
  code: Type.String(),
  sentence: Type.String(),
  remedy: Type.String(),
  field: Type.Optional(Type.String()),
  value: Type.Optional(Type.String()),
  /** Of the newest digest: the last cycle that brought or changed any. */
  isNew: Type.Boolean(),
});
export const FindingPage = Type.Object({
  items: Type.Array(FindingRow),
  total: Type.Integer(),
  next: Type.Optional(Type.String()),
  codes: Type.Array(Type.Object({ code: Type.String(), sentence: Type.String(), count: Type.Integer() })),
});
export type FindingPage = Static<typeof FindingPage>;

export const PersonState = Type.Enum(['synced', 'pending', 'detained', 'disabled', 'noAccount', 'ignored']);
export type PersonState = Static<typeof PersonState>;
export const SyncPerson = Type.Object({
  id: Id,
  name: Type.String(),
  email: Type.Optional(Type.String()),
  extension: Type.Optional(Type.String()),
  department: Type.Optional(Type.String()),
  sources: Type.Array(Type.String()),
  state: PersonState,
  code: Type.Optional(Type.String()),
});
export type SyncPerson = Static<typeof SyncPerson>;

/**
 * Why a value is what it is; whoever shows it makes the sentence. `RULE`: a rule of a source made it from what stands
 * there · `PROFILE`: the source's feature profile · `KEPT`: of a source or rule that is gone · `PERSON`: set here ·
 * `ADMIN`: written in the cloud, never ours · `EMAIL`, `ANCHOR`: made of the address, or of the identity at the source
 * · `ACTIVE`: no source says otherwise.
 */
export const ExplainCode = Type.Enum([
  'RULE',
  'PROFILE',
  'KEPT',
  'PERSON',
  'ADMIN',
  'EMAIL',
  'ANCHOR',
  'ACTIVE',
]);
export type ExplainCode = Static<typeof ExplainCode>;

/** One field of a person: what is at the remote, what is wanted, and who says so. */
export const ExplainedField = Type.Object({
  field: Type.String(),
  /** What the cloud confirmed. */
  applied: Type.Optional(Type.String()),
  desired: Type.Optional(Type.String()),
  /** `source`: a rule made it · `kept`: of an earlier source · `person`: modified here · `admin`: written at the remote, ours never · `derived`: made from other fields. */
  owner: Type.Enum(['source', 'kept', 'person', 'admin', 'derived']),
  code: ExplainCode,
  sourceId: Type.Optional(Id),
  sourceName: Type.Optional(Type.String()),
  /** The rule as a formula: `lower(first of: mail, userPrincipalName)`. */
  rule: Type.Optional(Type.String()),
  /** What stood at the source. */
  raw: Type.Optional(Type.String()),
  /** Who set it (PERSON), and when. */
  by: Type.Optional(Type.String()),
  at: Type.Optional(Instant),
  /** Other sources that say something else, and lose; an empty value: it says that there is none. */
  losers: Type.Array(Type.Object({ sourceName: Type.String(), value: Type.String() })),
});
export const Explanation = Type.Object({
  person: SyncPerson,
  remoteId: Type.Optional(Type.String()),
  fields: Type.Array(ExplainedField),
  raw: Type.Array(RawRecord),
  /** Why these records are one person. `MADE`: the record that he began with · `JOINED`: by identity, address or key. */
  links: Type.Array(
    Type.Object({
      source: Type.String(),
      sourceName: Type.String(),
      anchor: Type.String(),
      code: Type.Enum(['MADE', 'JOINED']),
    }),
  ),
  issues: Type.Array(IssueView),
  /** What the last plan makes of it; absent: nothing is to be done. */
  plan: Type.Optional(
    Type.Object({
      kind: Type.Enum(['planned', 'detained', 'held']),
      action: DetainedAction,
      code: Type.Optional(Type.String()),
      sentence: Type.Optional(Type.String()),
      since: Type.Optional(Instant),
      retryAt: Type.Optional(Instant),
    }),
  ),
  /** What people decided about this person and what still holds. */
  decisions: Type.Array(Decision),
  /** Fields that are wanted and that the cloud has not confirmed. */
  unconfirmed: Type.Array(Type.String()),
  history: Type.Array(
    Type.Object({
      at: Instant,
      runId: Id,
      kind: Type.String(),
      actor: Type.String(),
      fields: Type.Array(Type.String()),
    }),
  ),
});
export type Explanation = Static<typeof Explanation>;

/** A row of the user summary (row F2). */
export type UserSummary = Readonly<
  Record<'givenName' | 'familyName' | 'email' | 'role' | 'department' | 'location', string | undefined>
>;

export const ImportFormat = Type.Enum(['csv', 'ldif', 'xlsx']);
export const ImportView = Type.Object({
  id: Id,
  name: Type.String(),
  format: ImportFormat,
  bytes: Type.Integer(),
  uploadedAt: Instant,
  by: Type.String(),
  /** As it was recognised: `UTF-8`, `UTF-16LE`, `windows-1252`. */
  encoding: Type.Optional(Type.String()),
  separator: Type.Optional(Type.String()),
  sheets: Type.Array(Type.String()),
  sheet: Type.Optional(Type.String()),
  /** Whose export this is, known by its column names. */
  recognised: Type.Optional(Type.Enum(['cloudlink', 'micollab', 'mivoice-business'])),
  columns: Type.Array(Type.String()),
  /** Column → field; a column that is not named is left out. */
  map: Type.Record(Type.String(), MappedField),
  /** Which column says who a row is. */
  anchor: Type.Optional(Type.String()),
  fills: Type.Array(
    Type.Object({ field: UserFieldName, value: Type.String(), rows: Type.Enum(['empty', 'all']) }),
  ),
  rows: Type.Integer(),
  good: Type.Integer(),
  errors: Type.Integer(),
  /** Rows that a person changed or left out here; absent: none. */
  edited: Type.Optional(Type.Integer()),
  warnings: Type.Array(Type.Object({ code: Type.String(), sentence: Type.String() })),
  /** Why nothing of it can be taken. */
  fault: Type.Optional(Fault),
  /** Taken over by this synchroniser. */
  takenBy: Type.Optional(Id),
});
export type ImportView = Static<typeof ImportView>;
export const ImportChoice = Type.Object(
  {
    encoding: Type.Optional(Type.Enum(['auto', 'windows-1252'])),
    sheet: Type.Optional(Type.String({ maxLength: 64 })),
    map: Type.Optional(Type.Record(Type.String({ maxLength: 256 }), MappedField)),
    anchor: Type.Optional(Type.String({ maxLength: 256 })),
    /** Auto-fill of a field over many rows. */
    fills: Type.Optional(
      Type.Array(
        Type.Object(
          {
            field: UserFieldName,
            value: Type.String({ maxLength: 1024 }),
            rows: Type.Enum(['empty', 'all']),
          },
          { additionalProperties: false },
        ),
        { maxItems: 32 },
      ),
    ),
  },
  { additionalProperties: false },
);
export type ImportChoice = Static<typeof ImportChoice>;
export const ImportRow = Type.Object({
  /** Of the file, from 1; the header of a CSV is row 1. */
  row: Type.Integer(),
  /** By the names of the file's columns; an empty cell is not there. */
  values: Type.Record(Type.String(), Type.String()),
  errors: Type.Array(IssueView),
  /** Somebody changed cells of it here. */
  edited: Type.Optional(Type.Boolean()),
  /** Somebody left it out here: it counts neither as good nor as in error. */
  leftOut: Type.Optional(Type.Boolean()),
});
export type ImportRow = Static<typeof ImportRow>;
/** Corrects one row of an uploaded file before it is taken (S3: 2.8, Preview window). */
export const ImportRowEdit = Type.Object(
  {
    /** Column of the file → what shall stand in this row; other cells stay. Empty: the row as the file has it. */
    values: Type.Optional(
      Type.Record(Type.String({ minLength: 1, maxLength: 256 }), Type.String({ maxLength: 1024 }), {
        maxProperties: 256,
      }),
    ),
    /** True: leave the row out; false: put it back. */
    leftOut: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ImportRowEdit = Static<typeof ImportRowEdit>;
/** The row and the file, both checked again. */
export const ImportRowDone = Type.Object({ view: ImportView, row: ImportRow });
export type ImportRowDone = Static<typeof ImportRowDone>;
export const ImportTake = Type.Object(
  {
    /** A new synchroniser of this name, or into one of files that exists. */
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    into: Type.Optional(Id),
    /** Rows in error are left out and named; without it a file with errors is refused. */
    partial: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type ImportTake = Static<typeof ImportTake>;
