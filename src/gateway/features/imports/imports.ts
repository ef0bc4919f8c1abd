/**
 * Import of people from a file that somebody uploads (row D4): look at it, correct how it is read, and take it over. A
 * file that is taken moves into the import folder and becomes the source of a synchroniser; until then nobody changes.
 */
import { type Static, Type } from 'typebox';
import type { Clock } from '../../../base/clock.ts';
import { createTurns } from '../../../base/turns.ts';
import {
  ImportChoice,
  type ImportRow,
  type ImportRowDone,
  ImportRowEdit,
  type ImportTake,
  ImportView,
  type Synchroniser,
} from '../../../contract/sync-api.ts';
import { fail } from '../../core/errors.ts';
import type { Actor, EventBus } from '../../core/events.ts';
import type { Connector } from '../../core/ports/connector.ts';
import type {
  FileSource,
  ImportFiles,
  ImportFormat,
  ImportLook,
  ImportReader,
  ImportTakers,
  RowEdits,
  RowsQuery,
} from '../../core/ports/imports.ts';
import type { Settings } from '../../core/ports/settings.ts';
import type { Page } from '../../core/ports/sync-queries.ts';
import { rulesOf } from './rules.ts';

/** Uploads that are kept at a time. */
export const MAX_IMPORTS = 20;
/** Who uploads and forgets leaves other people's data behind. */
const KEPT_MS = 7 * 24 * 3600_000;

/** Rows of one file that are corrected here; who has more corrects the file. */
export const MAX_EDITS = 1_000;

/** @property edits by row, from 1 */
const Stored = Type.Object({
  view: ImportView,
  choice: ImportChoice,
  edits: Type.Optional(Type.Record(Type.String(), ImportRowEdit)),
});
type Stored = Static<typeof Stored>;
const Imports = Type.Array(Stored);
const KEY = 'imports';

export type ImportsOptions = {
  readonly files: ImportFiles;
  readonly reader: ImportReader;
  readonly takers: ImportTakers;
  readonly connectors: readonly Connector[];
  readonly settings: Settings;
  readonly events: EventBus;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  /** Of the site, for national numbers. */
  readonly country: () => string | undefined;
};
export type Imports = ReturnType<typeof createImports>;

const ENDINGS: Readonly<Record<string, ImportFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  txt: 'csv',
  ldif: 'ldif',
  ldf: 'ldif',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
};

/** By what it begins with, then by its name. */
function formatOf(name: string, head: Uint8Array): ImportFormat {
  if (head[0] === 0x50 && head[1] === 0x4b) return 'xlsx';
  if (/^(?:\u{feff})?(?:version:|dn:)/iu.test(new TextDecoder().decode(head))) return 'ldif';
  return ENDINGS[/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'csv';
}

/** A name that is no path, hides nothing and fits any disk; browsers on Windows sent whole paths once. */
export function plainName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const bare = last.replace(/[^\p{L}\p{N} ._()+-]/gu, '_').replace(/^[. ]+|[. ]+$/g, '');
  const [, stem = '', ending = ''] = /^(.*?)(\.[^.]{1,10})?$/u.exec(bare) ?? [];
  return `${[...stem].slice(0, 60).join('') || 'import'}${ending}`;
}

const ENDING_OF: Readonly<Record<ImportFormat, string>> = { csv: '.csv', ldif: '.ldif', xlsx: '.xlsx' };

/** Without an ending that belongs to something else. */
const fileName = (name: string, format: ImportFormat) =>
  ENDINGS[/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] === format
    ? name
    : `${name}${ENDING_OF[format]}`;

const defined = <T extends object>(parts: T): T =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T;

/**
 * Columns are known without regard to case: a person may type `EMAIL` as the file has it, where we say `email`.
 * @throws AppError IMPORT_COLUMN
 */
function cellsOf(
  values: Readonly<Record<string, string>>,
  columns: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const column =
        columns.find((one) => one === name) ??
        columns.find((one) => one.toLowerCase() === name.toLowerCase());
      if (column === undefined)
        throw fail('IMPORT_COLUMN', { sentence: `The file has no column “${name}”.` });
      return [column, value];
    }),
  );
}

export function createImports(options: ImportsOptions) {
  const { files, reader, takers, settings, events, clock } = options;
  const load = (): Stored[] => settings.get(KEY, Imports) ?? [];

  function find(id: string): Stored {
    const found = load().find(({ view }) => view.id === id);
    if (!found) throw fail('IMPORT_UNKNOWN');
    return found;
  }
  function open(id: string): Stored {
    const found = find(id);
    if (found.view.takenBy !== undefined) throw fail('IMPORT_TAKEN');
    return found;
  }
  function save(stored: Stored): ImportView {
    const others = load().filter(({ view }) => view.id !== stored.view.id);
    settings.set(
      KEY,
      [stored, ...others].sort((a, b) => b.view.uploadedAt - a.view.uploadedAt),
    );
    return stored.view;
  }
  function audit(
    action: string,
    actor: Actor,
    view: ImportView,
    details: Record<string, unknown> = {},
  ): void {
    events.emit('audit', {
      action,
      eventType: 'Sync',
      actor,
      asset: view.name,
      propertiesChanged: [],
      details: { format: view.format, rows: view.rows, errors: view.errors, ...details },
    });
  }
  const ownRulesOf = (format: ImportFormat) =>
    options.connectors.find(({ type }) => type === format)?.mapping ?? [];

  const lookOf = (format: ImportFormat, choice: ImportChoice, edits: RowEdits): ImportLook => ({
    format,
    encoding: choice.encoding,
    sheet: choice.sheet,
    anchor: choice.anchor,
    map: choice.map,
    fills: choice.fills ?? [],
    edits,
    country: options.country(),
  });

  type Given = Pick<ImportView, 'id' | 'name' | 'format' | 'bytes' | 'uploadedAt' | 'by'>;
  async function surveyed(
    given: Given,
    choice: ImportChoice,
    edits: NonNullable<Stored['edits']> = {},
  ): Promise<Stored> {
    const found = await reader.survey(given.id, lookOf(given.format, choice, edits));
    const { id, name, format, bytes, uploadedAt, by } = given;
    const fills = [...(choice.fills ?? [])];
    return { view: defined({ id, name, format, bytes, uploadedAt, by, ...found, fills }), choice, edits };
  }

  // two people may correct one file: each change is made of what the one before it left
  const { run: inTurn } = createTurns();

  function rowOf(id: string, row: number): ImportRow {
    const [found] = reader.rows(id, { row, limit: 1 }).items;
    if (!found) throw fail('IMPORT_ROW_UNKNOWN');
    return found;
  }

  /** @throws AppError IMPORT_ROW_UNKNOWN, IMPORT_COLUMN, IMPORT_EDITS */
  function editsWith({ view, edits = {} }: Stored, row: number, edit: ImportRowEdit) {
    rowOf(view.id, row);
    const { [row]: before = {}, ...others } = edits;
    const given = edit.values && cellsOf(edit.values, view.columns);
    // no values: the row as the file has it
    const isBack = given !== undefined && Object.keys(given).length === 0;
    const values = isBack ? undefined : given ? { ...before.values, ...given } : before.values;
    const leftOut = (edit.leftOut ?? (isBack ? false : before.leftOut)) || undefined;
    if (values === undefined && leftOut === undefined) return others;
    if (Object.keys(others).length >= MAX_EDITS) throw fail('IMPORT_EDITS');
    return { ...others, [row]: defined({ values, leftOut }) };
  }

  /** The file that a synchroniser shall have: with what was corrected in it. @returns whether there was something */
  async function isCorrected({ view, choice, edits = {} }: Stored): Promise<boolean> {
    if (Object.keys(edits).length === 0) return false;
    await reader.correct(view.id, lookOf(view.format, choice, edits));
    return true;
  }

  /** The setting of the type that chooses the identity, where a person or the file named one. */
  function sourceOf({ view, choice }: Stored, path: string, corrected: boolean): FileSource {
    const { format } = view;
    const values = defined({
      path,
      // a corrected file is written as UTF-8
      encoding: format === 'csv' && !corrected ? choice.encoding : undefined,
      sheet: format === 'xlsx' ? view.sheet : undefined,
      anchor: choice.anchor,
    });
    const { map, fills = [] } = choice;
    return {
      type: format,
      values,
      mapping: rulesOf(ownRulesOf(format), { map, anchor: view.anchor, fills }),
    };
  }

  /** @throws AppError IMPORT_UNREADABLE, IMPORT_ERRORS */
  function mustBeTakable({ view }: Stored, partial: boolean): void {
    if (view.fault)
      throw fail('IMPORT_UNREADABLE', { sentence: view.fault.sentence, remedy: view.fault.remedy });
    if (view.errors > 0 && !partial)
      throw fail('IMPORT_ERRORS', { sentence: `${view.errors} of ${view.rows} rows are in error.` });
    if (view.good === 0) throw fail('IMPORT_ERRORS', { sentence: 'The file has no row that can be taken.' });
  }

  async function intoExisting(stored: Stored, into: string, actor: Actor): Promise<Synchroniser> {
    const before = takers.find(into);
    const path = before.values.path;
    if (before.type !== stored.view.format || typeof path !== 'string') throw fail('IMPORT_OTHER_TYPE');
    const name = path.split('/').at(-1) ?? path;
    const corrected = await isCorrected(stored);
    // in this order: what is refused leaves the file of the synchroniser as it is
    const taker = await takers.replace(into, sourceOf(stored, name, corrected), actor);
    await files.publish(stored.view.id, name, true, corrected);
    return taker;
  }

  async function asNew(stored: Stored, name: string, actor: Actor): Promise<Synchroniser> {
    const wanted = fileName(stored.view.name, stored.view.format);
    const corrected = await isCorrected(stored);
    const published = await files.publish(stored.view.id, wanted, false, corrected);
    try {
      return await takers.add({ ...sourceOf(stored, published, corrected), name }, actor);
    } catch (thrown) {
      await files.withdraw(published);
      throw thrown;
    }
  }

  async function forget(id: string): Promise<void> {
    settings.set(
      KEY,
      load().filter(({ view }) => view.id !== id),
    );
    await files.remove(id);
  }

  return {
    /** Removes what an upload that was cut off left. */
    start: () => files.keepOnly(load().map(({ view }) => view.id)),
    list: (): ImportView[] => load().map(({ view }) => view),
    /** @throws AppError IMPORT_UNKNOWN */
    view: (id: string): ImportView => find(id).view,
    /** @throws AppError IMPORT_UNKNOWN */
    rows(id: string, query: RowsQuery): Page<ImportRow> {
      find(id);
      return reader.rows(id, query);
    },
    /**
     * Keeps the bytes, and looks at them.
     * @throws AppError IMPORT_TOO_MANY, IMPORT_TOO_LARGE, DISK_FULL, IMPORT_READER
     */
    async upload(name: string, bytes: AsyncIterable<Uint8Array>, actor: Actor): Promise<ImportView> {
      if (load().length >= MAX_IMPORTS) throw fail('IMPORT_TOO_MANY');
      const id = options.newId();
      try {
        const received = await files.receive(id, bytes);
        const format = formatOf(name, received.head);
        const given = { id, name: plainName(name), format, bytes: received.bytes };
        const stored = await surveyed({ ...given, uploadedAt: clock.now(), by: actor.name }, {});
        // others may have uploaded meanwhile
        if (load().length >= MAX_IMPORTS) throw fail('IMPORT_TOO_MANY');
        save(stored);
        audit('File uploaded for import', actor, stored.view, { bytes: received.bytes });
        return stored.view;
      } catch (thrown) {
        await files.remove(id);
        throw thrown;
      }
    },
    /**
     * Reads it again in another way. What the choice leaves out stays as it was chosen.
     * @throws AppError IMPORT_UNKNOWN, IMPORT_TAKEN, IMPORT_READER
     */
    choose: (id: string, choice: ImportChoice): Promise<ImportView> =>
      inTurn(id, async () => {
        const { view, choice: before, edits } = open(id);
        // rows of another sheet are other rows
        const moved = choice.sheet !== undefined && choice.sheet !== view.sheet;
        const stored = await surveyed(view, { ...before, ...choice }, moved ? {} : edits);
        open(id);
        return save(stored);
      }),
    /**
     * Corrects one row, leaves it out or puts it back, and checks the whole file again.
     * @param row its place in the file, from 1
     * @throws AppError IMPORT_UNKNOWN, IMPORT_TAKEN, IMPORT_ROW_UNKNOWN, IMPORT_COLUMN, IMPORT_EDITS, IMPORT_READER
     */
    editRow: (id: string, row: number, edit: ImportRowEdit): Promise<ImportRowDone> =>
      inTurn(id, async () => {
        const { view, choice, ...rest } = open(id);
        const stored = await surveyed(view, choice, editsWith({ view, choice, ...rest }, row, edit));
        open(id);
        return { view: save(stored), row: rowOf(id, row) };
      }),
    /**
     * Its rows become the people of a synchroniser; rows in error are detained there, each by name.
     * @throws AppError IMPORT_UNKNOWN, IMPORT_TAKEN, IMPORT_UNREADABLE, IMPORT_ERRORS, IMPORT_OTHER_TYPE
     */
    take: (id: string, { name, into, partial }: ImportTake, actor: Actor): Promise<Synchroniser> =>
      inTurn(id, async () => {
        const stored = open(id);
        mustBeTakable(stored, partial);
        const taker = await (into === undefined
          ? asNew(stored, name ?? stored.view.name, actor)
          : intoExisting(stored, into, actor));
        save({ ...stored, view: { ...stored.view, takenBy: taker.id } });
        await files.release(id);
        const edited = stored.view.edited ?? 0;
        audit('File taken over', actor, stored.view, {
          synchroniser: taker.name,
          ...(edited > 0 ? { rowsCorrected: edited } : {}),
        });
        return taker;
      }),
    /** The file of a synchroniser stays with it. @throws AppError IMPORT_UNKNOWN */
    async remove(id: string, actor: Actor): Promise<void> {
      const { view } = find(id);
      await forget(id);
      audit('Uploaded file deleted', actor, view);
    },
    /** Removes uploads of more than a week ago; gives their number. */
    async prune(): Promise<number> {
      const old = load().filter(({ view }) => clock.now() - view.uploadedAt > KEPT_MS);
      for (const { view } of old) await forget(view.id);
      return old.length;
    },
  };
}
