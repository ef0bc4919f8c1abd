/** A source whose rows, order, pages and end a test decides. */
import { USER_FIELDS } from '../../src/contract/user-fields.ts';
import type {
  MappingRule,
  ReadEnd,
  SourceRecord,
  UserPages,
} from '../../src/gateway/core/ports/connector.ts';
import type { SyncSource } from '../../src/gateway/features/user-sync/engine.ts';

export type Row = Readonly<Record<string, string>> & { readonly id: string };

const FIELDS = USER_FIELDS.filter((field) => field !== 'userName');

/** As the CSV connector maps: the e-mail address, else the id, is the user name. */
export const ROW_MAPPING: readonly MappingRule[] = [
  { field: 'userName', from: { lower: { firstOf: [{ attr: 'email' }, { attr: 'id' }] } } },
  ...FIELDS.map((field): MappingRule => ({ field, from: { attr: field } })),
  { field: 'active', from: { truth: { attr: 'active' }, otherwise: true } },
];

export type FakeSource = SyncSource & {
  rows: readonly Row[];
  /** Rows that cannot be read, by identity. */
  faulty: ReadonlySet<string>;
  pageSize: number;
  /** Ends the read early, after so many rows, as incomplete. */
  breakAfter: number | undefined;
  /** The next read is a delta: these changed, those were deleted. */
  delta:
    | {
        readonly changed: readonly Row[];
        readonly deleted: readonly string[];
        readonly cursor?: string;
        readonly present?: ReadonlySet<string>;
      }
    | undefined;
  /** Cursors that were handed in, one a read. */
  readonly cursors: (string | undefined)[];
};

const FAULT = { code: 'SOURCE_INCOMPLETE', sentence: 'The line broke.', remedy: 'Try again.' };

export function fakeSource(rows: readonly Row[] = [], given: Partial<SyncSource> = {}): FakeSource {
  const source: FakeSource = {
    id: 'main',
    precedence: 0,
    fingerprint: 'fake',
    mapping: ROW_MAPPING,
    country: undefined,
    absent: 'clear',
    frozen: [],
    ...given,
    rows,
    faulty: new Set(),
    pageSize: 7,
    breakAfter: undefined,
    delta: undefined,
    cursors: [],
    users: (_signal, cursor) => read(source, cursor),
  };
  return source;
}

function recordOf(source: FakeSource, { id, ...raw }: Row): SourceRecord {
  const fault = {
    code: 'ROW_COLUMNS',
    sentence: 'Too few values.',
    remedy: 'Correct it.',
    where: `id ${id}`,
  };
  return source.faulty.has(id) ? { anchor: id, raw: {}, fault } : { anchor: id, raw: { id, ...raw } };
}

async function* read(source: FakeSource, cursor: string | undefined): UserPages {
  source.cursors.push(cursor);
  const { delta, breakAfter, pageSize } = source;
  const rows = delta?.changed ?? source.rows.slice(0, breakAfter);
  for (let at = 0; at < rows.length; at += pageSize) {
    await Promise.resolve();
    yield rows.slice(at, at + pageSize).map((row) => recordOf(source, row));
  }
  if (breakAfter !== undefined) return { kind: 'incomplete', fault: FAULT };
  const end: ReadEnd = delta
    ? {
        kind: 'delta',
        deleted: delta.deleted,
        ...(delta.cursor ? { cursor: delta.cursor } : {}),
        ...(delta.present ? { present: delta.present } : {}),
      }
    : { kind: 'complete', cursor: 'snapshot' };
  return end;
}
