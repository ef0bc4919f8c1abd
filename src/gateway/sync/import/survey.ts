/** Reads an uploaded file as a cycle would, and says of each row what a cycle would say of it. */
import { open as openFile } from 'node:fs/promises';
import { toFault } from '../../../base/errors.ts';
import type { CanonicalUser, UserField } from '../../../contract/scim.ts';
import type { ImportRow } from '../../../contract/sync-api.ts';
import type { MappingRule, SourceRecord } from '../../core/ports/connector.ts';
import type { ImportFindings, ImportLook } from '../../core/ports/imports.ts';
import type { Phone } from '../../core/ports/phone.ts';
import type { Desired, Issue } from '../../core/ports/sync-store.ts';
import { detains, remedyOf, sentenceOf } from '../../core/sync-reasons.ts';
import { mapOf, rulesOf } from '../../features/imports/rules.ts';
import { normalise } from '../../features/user-sync/mapping.ts';
import { validate } from '../../features/user-sync/validate.ts';
import { csv } from '../../pbx/csv/index.ts';
import { openCsv } from '../../pbx/csv/read.ts';
import type { FileFacts, FileRow, PeopleFile } from '../../pbx/files/rows.ts';
import { ldif } from '../../pbx/ldif/index.ts';
import { openLdif } from '../../pbx/ldif/read.ts';
import { xlsx } from '../../pbx/xlsx/index.ts';
import { openXlsx } from '../../pbx/xlsx/read.ts';
import { type RowWriter, writeImportRows } from '../../store/import-rows.ts';

export type SurveyJob = {
  readonly file: string;
  readonly rows: string;
  readonly look: ImportLook;
  /** Only writes the file anew here, with what was changed in it. */
  readonly corrected?: string;
};

type RowError = ImportRow['errors'][number];

const NOTHING = { sheets: [], columns: [], map: {}, rows: 0, good: 0, errors: 0, warnings: [] };
/** Not the table of all types: this process starts for each look. */
const TYPES = { csv, ldif, xlsx } as const;
/** Each among its own kind, over all rows. */
const UNIQUE = ['userName', 'email', 'extension', 'phone', 'mobile'] as const;

function open({ file: path, look }: SurveyJob): Promise<PeopleFile> {
  const own = look.anchor === undefined ? {} : { anchor: look.anchor };
  const how = { ...own, ...(look.edits === undefined ? {} : { edits: look.edits }) };
  if (look.format === 'ldif') return openLdif({ path, ...how });
  if (look.format === 'csv') return openCsv({ path, encoding: look.encoding ?? 'auto', ...how });
  return openXlsx({ path, ...how, ...(look.sheet === undefined ? {} : { sheet: look.sheet }) });
}

/** What one row would want at the remote, by itself. As in a cycle, who has no user name has the address, else the identity. */
function desiredOf(
  { raw, anchor }: SourceRecord,
  rules: readonly MappingRule[],
  phone: Phone,
  country: string | undefined,
) {
  const { values, active } = normalise(raw, { rules, phone, country });
  const user: Partial<Record<UserField, string>> = {};
  for (const [field, { value }] of values) if (typeof value === 'string' && value !== '') user[field] = value;
  const userName = user.userName ?? user.email?.toLowerCase() ?? anchor;
  const whole: CanonicalUser = { ...user, userName, active: active?.value ?? true };
  return { user: whole, cleared: [], provenance: {} } satisfies Desired;
}

function rowErrorOf({ code, field, value, position, proposal, sentence }: Issue): RowError {
  return {
    code,
    sentence: sentence ?? sentenceOf(code),
    remedy: remedyOf(code),
    ...(field === undefined ? {} : { field }),
    ...(value === undefined ? {} : { value }),
    ...(position === undefined ? {} : { position }),
    ...(proposal === undefined ? {} : { proposal }),
  };
}

const textOf = (value: string | readonly string[]) => (typeof value === 'string' ? value : value.join('; '));
const valuesOf = (raw: SourceRecord['raw']) =>
  Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, textOf(value)]));

/** Who has which value: a value of two rows is an error of both. */
function uniqueness(writer: RowWriter) {
  const first = new Map<string, number>();
  const shared = new Map<string, number[]>();
  return {
    take(handle: number, user: CanonicalUser) {
      for (const field of UNIQUE) {
        const value = user[field];
        if (value === undefined || value === '') continue;
        const key = `${field} ${value.normalize('NFC').toLowerCase()}`;
        const before = first.get(key);
        if (before === undefined) first.set(key, handle);
        else shared.set(key, [...(shared.get(key) ?? [before]), handle]);
      }
    },
    settle() {
      for (const [key, handles] of shared) {
        const at = key.indexOf(' ');
        const [field, value] = [key.slice(0, at), key.slice(at + 1)];
        const code = `DUP_${field.toUpperCase()}`;
        const error = rowErrorOf({ code, field, value });
        for (const handle of handles) writer.addError(handle, error);
      }
    },
  };
}

/** What is wrong with each row, and what every row has to say beside. */
function judge(writer: RowWriter, rules: readonly MappingRule[], phone: Phone, look: ImportLook) {
  const { country, edits = {} } = look;
  const unique = uniqueness(writer);
  let withoutEmail = 0;
  let edited = 0;
  return {
    take({ row, record, cells, leftOut }: FileRow) {
      const isEdited = edits[row] !== undefined;
      if (isEdited) edited++;
      const marks = { ...(isEdited ? { edited: true } : {}), ...(leftOut ? { leftOut } : {}) };
      if (leftOut) {
        writer.put({ row, values: valuesOf(record.raw), errors: [], ...marks });
        return;
      }
      if (record.fault) {
        const { code, sentence, remedy } = record.fault;
        writer.put({ row, values: { ...cells }, errors: [{ code, sentence, remedy }], ...marks });
        return;
      }
      const desired = desiredOf(record, rules, phone, country);
      const issues = validate(desired, { phone, country });
      if (issues.some(({ code }) => code === 'NO_EMAIL')) withoutEmail++;
      const errors = issues.filter(({ code }) => detains(code)).map(rowErrorOf);
      unique.take(writer.put({ row, values: valuesOf(record.raw), errors, ...marks }), desired.user);
    },
    settle: unique.settle,
    /** Rows with a correction; one whose row is gone from the file counts no more. */
    edited: () => (edited === 0 ? {} : { edited }),
    warnings: () =>
      withoutEmail === 0
        ? []
        : [
            {
              code: 'NO_EMAIL',
              sentence:
                withoutEmail === 1
                  ? 'One row has no e-mail address.'
                  : `${withoutEmail} rows have no e-mail address.`,
            },
          ],
  };
}

/** The columns all the same, so that a person can choose how the file shall be read. */
async function columnsOf(file: PeopleFile, signal: AbortSignal): Promise<Partial<FileFacts>> {
  try {
    return await file.columns(signal);
  } catch {
    // what is wrong was told by the survey
    return {};
  }
}

async function pagesOf(file: PeopleFile, take: (row: FileRow) => void, signal: AbortSignal) {
  const pages = file.pages(signal);
  for (;;) {
    const step = await pages.next();
    if (step.done) return;
    for (const row of step.value) take(row);
  }
}

async function findings(
  file: PeopleFile,
  job: SurveyJob,
  phone: Phone,
  signal: AbortSignal,
): Promise<ImportFindings> {
  const { look } = job;
  const own = TYPES[look.format].mapping;
  let facts: FileFacts;
  try {
    facts = await file.survey(signal);
  } catch (thrown) {
    const { people: _p, faulty: _f, ...seen } = await columnsOf(file, signal);
    const [columns, sheets] = [[...(seen.columns ?? [])], [...(seen.sheets ?? [])]];
    const map = look.map ?? mapOf(own, columns);
    return { ...NOTHING, ...seen, columns, sheets, warnings: [], map, fault: toFault(thrown) };
  }
  const { people: _p, faulty: _f, warnings, ...seen } = facts;
  const rules = rulesOf(own, { map: look.map, anchor: facts.anchor, fills: look.fills }) ?? own;
  const writer = writeImportRows(job.rows);
  try {
    const judging = judge(writer, rules, phone, look);
    await pagesOf(file, judging.take, signal);
    judging.settle();
    writer.flush();
    const { rows, errors } = writer.counts();
    return {
      ...seen,
      columns: [...seen.columns],
      sheets: [...seen.sheets],
      map: look.map ?? mapOf(own, seen.columns),
      rows,
      errors,
      good: rows - errors,
      ...judging.edited(),
      warnings: [...warnings, ...judging.warnings()],
    };
  } finally {
    writer.close();
  }
}

/**
 * Writes the file anew, durably, with what was changed in its rows.
 * @throws AppError SOURCE_FILE; what the disk throws
 */
export async function writeCorrected(job: SurveyJob & { corrected: string }, signal: AbortSignal) {
  const file = await open(job);
  try {
    const handle = await openFile(job.corrected, 'w', 0o600);
    try {
      for await (const piece of file.corrected(signal)) await handle.writeFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } finally {
    await file.close();
  }
}

/** Never throws for what is wrong with the file: that is in its `fault`. */
export async function surveyImport(
  job: SurveyJob,
  phone: Phone,
  signal: AbortSignal,
): Promise<ImportFindings> {
  let file: PeopleFile | undefined;
  try {
    file = await open(job);
    return await findings(file, job, phone, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    return { ...NOTHING, fault: toFault(thrown) };
  } finally {
    await file?.close();
  }
}
