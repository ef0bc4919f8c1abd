/**
 * One LDIF file → people. Read twice, as a table is: first for identities that are there twice and for entries that
 * changes speak of, then page by page.
 *
 * Who a person is: the entry's entryUUID, else its objectGUID, or the attribute that a person chose. Never its name (dn)
 * unless that was chosen: it holds the person's own name, and a marriage would make somebody new.
 */
import { systemClock } from '../../../base/runtime/clock.ts';
import type { SourceRecord } from '../../core/ports/connector.ts';
import type { RowEdits } from '../../core/ports/imports.ts';
import { faultyRow, notWhole } from '../connector.ts';
import { markOf } from '../csv/text.ts';
import { endOfFile, openPlain, type PlainFile, refused, unchanged } from '../files/file.ts';
import type { FileFacts, FilePages, FileRow, FileWarning, PeopleFile } from '../files/rows.ts';
import { type Corrected, cellsOf, isPerson, rawOf, withEdit } from './edits.ts';
import { type Ending, watchEnding } from './ending.ts';
import { type Lines, readLines } from './lines.ts';
import { type Attributes, type Entry, readRecord, type Wrong } from './record.ts';
import { createState, type Outcome, targetsOf } from './state.ts';
import { ldifBytes } from './write.ts';

export type LdifSettings = {
  readonly path: string;
  readonly anchor?: string;
  /** What a person changed in single records. */
  readonly edits?: RowEdits;
};

/** GUIDs are written in either case, as in the LDAP connector. */
function anchorOf(
  { dn, attributes }: { dn: string; attributes: Attributes },
  chosen: string,
): string | undefined {
  const first = (name: string) => attributes.get(name.toLowerCase())?.values[0]?.trim() || undefined;
  if (chosen.toLowerCase() === 'dn') return dn === '' ? undefined : dn;
  if (chosen !== '') return first(chosen);
  return (first('entryUUID') ?? first('objectGUID'))?.toLowerCase();
}

/** UTF-16 as UTF-8: ldifde writes it with -u. */
async function* transcoded(file: PlainFile, label: string, skip: number, signal: AbortSignal) {
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
  try {
    for await (const chunk of file.bytes(skip, signal))
      yield Buffer.from(decoder.decode(chunk, { stream: true }));
    yield Buffer.from(decoder.decode());
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    const why = refused(file.path, 'The file is not UTF-16, as its first bytes say.', 'Save it as UTF-8.');
    throw Object.assign(why, { cause });
  }
}

function bytesOf(file: PlainFile, signal: AbortSignal): AsyncIterable<Buffer> {
  const mark = markOf(file.head);
  if (mark && mark.label !== 'utf-8') return transcoded(file, mark.label, mark.skip, signal);
  if (file.head.includes(0))
    throw refused(file.path, 'This is not text, or UTF-16 without a byte order mark.', 'Save it as UTF-8.');
  return file.bytes(mark?.skip ?? 0, signal);
}

/** Takes `version: 1` off the first record. @throws AppError SOURCE_FILE for another version */
function withoutVersion(record: Lines, file: PlainFile): Lines | undefined {
  if (!('lines' in record)) return record;
  const [first, ...rest] = record.lines;
  const version = /^version:\s*(.*)$/i.exec(first?.text ?? '')?.[1];
  if (version === undefined) return record;
  if (version.trim() !== '1')
    throw refused(file.path, 'The file is no LDIF of version 1.', 'Export it as LDIF (RFC 2849).');
  const [next] = rest;
  return next && { line: next.line, lines: rest };
}

/** ldapsearch without -L ends with a record of its own: how the search ended. */
function isResult(record: Lines, ending: Ending | undefined): boolean {
  if (!('lines' in record) || !/^search: \d+$/.test(record.lines[0]?.text ?? '')) return false;
  const result = record.lines.find(({ text }) => text.startsWith('result: '))?.text.slice('result: '.length);
  if (result !== undefined) ending?.result(result);
  return result !== undefined;
}

type Hooks = { readonly onRaw?: () => void; readonly ending?: Ending };

/** Everything that the file has, in its order. */
async function* entries(
  file: PlainFile,
  signal: AbortSignal,
  { onRaw, ending }: Hooks = {},
): AsyncGenerator<(Entry | Wrong)[]> {
  let isFirst = true;
  const beside = ending && { onComment: ending.comment, onLastLine: ending.lastLine };
  for await (const page of readLines(bytesOf(file, signal), beside)) {
    const found: (Entry | Wrong)[] = [];
    for (const lines of page) {
      const record = isFirst ? withoutVersion(lines, file) : lines;
      isFirst = false;
      if (!record || isResult(record, ending)) continue;
      const entry = 'lines' in record ? readRecord(record.line, record.lines, onRaw) : record;
      ending?.record(entry);
      found.push(entry);
    }
    if (found.length > 0) yield found;
  }
}

/** What holds at the end of the file, in pages. */
async function* outcomes(
  { file, edits }: Source,
  spoken: ReadonlySet<string>,
  signal: AbortSignal,
): AsyncGenerator<readonly Corrected[]> {
  const state = createState(spoken);
  for await (const page of entries(file, signal)) {
    yield page.flatMap((entry) => state.take(entry) ?? []).map((outcome) => withEdit(outcome, edits));
    if (state.isFull())
      throw notWhole('The file changes more entries than can be held at once (64 MiB).', {
        remedy: 'Export the entries themselves in place of their changes.',
      });
  }
  const rest = state.rest();
  if (rest.length > 0) yield rest.map((outcome) => withEdit(outcome, edits));
}

/**
 * @property chosen attribute that says who a person is; empty: entryUUID, else objectGUID
 * @property edits what a person changed in single records
 */
type Source = { readonly file: PlainFile; readonly chosen: string; readonly edits: RowEdits };

type Found = {
  readonly spoken: ReadonlySet<string>;
  readonly twice: ReadonlyMap<string, readonly number[]>;
  readonly nameless: number;
  readonly faulty: number;
  readonly people: number;
  readonly others: number;
  readonly columns: readonly string[];
  readonly hasRaw: boolean;
  readonly ending: Ending;
};

/** Both passes know a person by the same rule. */
const known = (outcome: Outcome, chosen: string) =>
  'fault' in outcome ? undefined : anchorOf(outcome, chosen);
const isOther = (outcome: Outcome) => !('fault' in outcome) && !isPerson(outcome.attributes);

function tally(chosen: string) {
  const firstLines = new Map<string, number>();
  const twice = new Map<string, number[]>();
  const names = new Map<string, string>([['dn', 'dn']]);
  const count = { nameless: 0, people: 0, others: 0 };
  const takeNames = (attributes: Attributes) => {
    for (const [key, { name }] of attributes) if (!names.has(key)) names.set(key, name);
  };
  return {
    take(outcome: Corrected): void {
      if (outcome.leftOut) return;
      if (isOther(outcome)) {
        count.others++;
        return;
      }
      if (outcome.attributes) takeNames(outcome.attributes);
      const id = known(outcome, chosen);
      if (id === undefined) {
        count.nameless++;
        return;
      }
      count.people++;
      const first = firstLines.get(id);
      if (first === undefined) firstLines.set(id, outcome.line);
      else {
        // in its place: copying the lines for each one that comes takes the square of their number
        const lines = twice.get(id);
        if (lines) lines.push(outcome.line);
        else twice.set(id, [first, outcome.line]);
      }
    },
    found() {
      const again = [...twice.values()].reduce((n, lines) => n + lines.length, 0);
      const columns = [...names.values()];
      return {
        ...count,
        people: count.people - again,
        faulty: count.nameless + again,
        twice,
        columns,
      };
    },
  };
}

async function look(source: Source, signal: AbortSignal): Promise<Found> {
  const { file, chosen, edits } = source;
  let hasRaw = false;
  const onRaw = () => {
    hasRaw = true;
  };
  const ending = watchEnding();
  const spoken = new Set<string>();
  const plain = tally(chosen);
  const state = createState(spoken);
  for await (const page of entries(file, signal, { onRaw, ending }))
    for (const entry of page) {
      for (const target of targetsOf(entry)) spoken.add(target);
      const outcome = spoken.size === 0 ? state.take(entry) : undefined;
      if (outcome) plain.take(withEdit(outcome, edits));
    }
  const beside = { spoken, hasRaw, ending };
  if (spoken.size === 0) return { ...plain.found(), ...beside };
  // there are changes: only now is it known what they speak of
  const counting = tally(chosen);
  for await (const page of outcomes(source, spoken, signal))
    for (const outcome of page) counting.take(outcome);
  return { ...counting.found(), ...beside };
}

function recordOf(outcome: Outcome, found: Found, chosen: string): SourceRecord {
  const where = `line ${outcome.line}`;
  if ('fault' in outcome) return faultyRow(outcome.fault, where, outcome.sentence);
  const id = known(outcome, chosen);
  const name = chosen === '' ? 'entryUUID and no objectGUID' : chosen;
  if (id === undefined) return faultyRow('ROW_NO_ID', where, `${outcome.dn} (${where}) has no ${name}.`);
  const lines = found.twice.get(id);
  if (!lines) return { anchor: id, raw: rawOf(outcome) };
  const sentence = `The identity “${id}” is there more than once: lines ${lines.slice(0, 10).join(', ')}.`;
  return faultyRow('DUP_ID', where, sentence, id);
}

function fileRowOf(outcome: Corrected, found: Found, chosen: string): FileRow {
  const { line: row } = outcome;
  if (outcome.leftOut) return { row, record: { anchor: '', raw: rawOf(outcome) }, leftOut: true };
  const record = recordOf(outcome, found, chosen);
  return { row, record, ...(record.fault ? { cells: cellsOf(outcome) } : {}) };
}

async function* pagesOf(
  source: Source,
  found: Found,
  signal: AbortSignal,
): AsyncGenerator<readonly FileRow[]> {
  for await (const page of outcomes(source, found.spoken, signal)) {
    const rows = page
      .filter((outcome) => !isOther(outcome))
      .map((outcome) => fileRowOf(outcome, found, source.chosen));
    if (rows.length > 0) yield rows;
  }
}

/** People that a corrected file has: those in error too, but not who was left out. */
async function* kept(source: Source, found: Found, signal: AbortSignal) {
  for await (const page of outcomes(source, found.spoken, signal))
    yield page.filter((outcome) => !outcome.leftOut && !isOther(outcome));
}

function doubtOf(found: Found): Error | undefined {
  if (found.nameless > 0) {
    const records = found.nameless === 1 ? 'One record' : `${found.nameless} records`;
    return notWhole(`${records} without a readable identity may be anybody; nobody was removed.`, {
      remedy: 'Correct the named records, or choose the attribute that says who a person is.',
    });
  }
  const doubt = found.ending.doubt();
  return doubt === undefined
    ? undefined
    : notWhole(`${doubt} Nobody was removed.`, { remedy: 'Export or copy it again to its end.' });
}

function warningsOf(file: PlainFile, { hasRaw, ending }: Pick<Found, 'hasRaw' | 'ending'>): FileWarning[] {
  const mark = markOf(file.head);
  const doubt = ending.doubt();
  return [
    ...(doubt === undefined ? [] : [{ code: 'SOURCE_INCOMPLETE', sentence: doubt }]),
    ...(mark
      ? [{ code: 'LDIF_MARK', sentence: 'The file begins with a byte order mark, which LDIF does not have.' }]
      : []),
    ...(hasRaw
      ? [
          {
            code: 'LDIF_RAW',
            sentence: 'Values beyond ASCII are not written as base64; they were read as UTF-8.',
          },
        ]
      : []),
  ];
}

/** @throws AppError SOURCE_FILE */
export const openLdif = async ({ path, anchor, edits }: LdifSettings): Promise<PeopleFile> =>
  ldifOf(await openPlain(path, 'LDIF'), anchor, edits);

/**
 * @param chosen attribute that says who a person is; empty: entryUUID, else objectGUID
 * @param edits what a person changed in single records
 */
export function ldifOf(file: PlainFile, chosen = '', edits: RowEdits = {}): PeopleFile {
  const source: Source = { file, chosen, edits };
  const mark = markOf(file.head);
  const encoding = mark?.label.toUpperCase() ?? 'UTF-8';
  let looked: Found | undefined;
  // what was found holds while the file is the one that was opened, and the end of a read makes sure of that
  const lookOnce = async (signal: AbortSignal) => {
    looked ??= await look(source, signal);
    return looked;
  };
  const survey = async (signal: AbortSignal): Promise<FileFacts> => {
    const found = await lookOnce(signal);
    const { people, faulty, columns } = found;
    const anchor = chosen === '' ? {} : { anchor: chosen };
    return { encoding, sheets: [], columns, ...anchor, people, faulty, warnings: warningsOf(file, found) };
  };
  return {
    survey,
    columns: survey,
    async *pages(signal, cursor): FilePages {
      const same = unchanged(file, cursor);
      if (same) return same;
      const now = systemClock.now();
      const found = await lookOnce(signal);
      yield* pagesOf(source, found, signal);
      return await endOfFile(file, now, doubtOf(found));
    },
    async *corrected(signal) {
      const found = await lookOnce(signal);
      yield* ldifBytes(kept(source, found, signal), found.ending.doubt() !== undefined);
    },
    close: file.close,
  };
}
