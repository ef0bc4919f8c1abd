/** What the import of files needs of the world: a private folder, somebody who reads, and whoever takes the people over. */
import type { Fault } from '../../../contract/common.ts';
import type { ImportRow, ImportView, Synchroniser } from '../../../contract/sync-api.ts';
import type { Actor } from '../events.ts';
import type { MappingRule } from './connector.ts';
import type { Page, PageQuery } from './sync-queries.ts';

export type ImportFormat = ImportView['format'];
export type Fill = ImportView['fills'][number];

/** The bytes of uploads. Nothing of them is ever run. */
export type ImportFiles = {
  /**
   * Writes what arrives into a folder of its own, whole or not at all.
   * @returns its size, and its first bytes for telling what it is
   * @throws AppError IMPORT_TOO_LARGE, DISK_FULL; whatever the sender's connection throws
   */
  receive(
    id: string,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<{ readonly bytes: number; readonly head: Uint8Array }>;
  /**
   * Puts the file into the import folder, beside keeping it.
   * @param replace a file of this name there is exchanged, whole for whole; else another name is found
   * @param corrected the file as {@link ImportReader.correct} wrote it, not as it was uploaded
   * @returns the name that it has there
   */
  publish(id: string, name: string, replace: boolean, corrected: boolean): Promise<string>;
  /** Takes a published file out again: nobody wanted it. */
  withdraw(name: string): Promise<void>;
  /** Somebody has it: it is kept no longer. */
  release(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Removes what no import knows any more: an upload that a power cut ended. */
  keepOnly(ids: readonly string[]): Promise<void>;
};

/**
 * What a person changed in one row of a file: cells by the names of their columns, or that it is left out.
 * @property leftOut the row counts as not there
 */
export type RowEdit = {
  readonly values?: Readonly<Record<string, string>> | undefined;
  readonly leftOut?: boolean | undefined;
};
/** By the row's place in the file, from 1. */
export type RowEdits = Readonly<Record<string, RowEdit>>;

/** How a file shall be read. */
export type ImportLook = {
  readonly format: ImportFormat;
  readonly encoding?: 'auto' | 'windows-1252' | undefined;
  readonly sheet?: string | undefined;
  readonly anchor?: string | undefined;
  /** Column → field, in place of the type's own rules. */
  readonly map?: ImportView['map'] | undefined;
  readonly fills: readonly Fill[];
  readonly edits?: RowEdits | undefined;
  /** ISO 3166-1 alpha-2, for national numbers. */
  readonly country?: string | undefined;
};

export type ImportFindings = Pick<
  ImportView,
  | 'encoding'
  | 'separator'
  | 'sheets'
  | 'sheet'
  | 'recognised'
  | 'columns'
  | 'map'
  | 'anchor'
  | 'rows'
  | 'good'
  | 'errors'
  | 'edited'
  | 'warnings'
> & { readonly fault?: Fault };

/** @property row this one alone */
export type RowsQuery = PageQuery & { readonly only?: 'errors'; readonly row?: number };

/** Reads files in a process of their own: the pages go on meanwhile. */
export type ImportReader = {
  /** What is wrong with the file is in what it finds. @throws AppError IMPORT_READER when reading itself broke */
  survey(id: string, look: ImportLook): Promise<ImportFindings>;
  /**
   * Writes the file anew with what was changed in it, beside the one that was uploaded.
   * @throws AppError IMPORT_READER
   */
  correct(id: string, look: ImportLook): Promise<void>;
  /** Rows of the last survey. */
  rows(id: string, query: RowsQuery): Page<ImportRow>;
};

/** A synchroniser of a file: what it reads, and by which rules. */
export type FileSource = {
  readonly type: ImportFormat;
  readonly values: Readonly<Record<string, unknown>>;
  /** Undefined: the type's own. */
  readonly mapping?: readonly MappingRule[] | undefined;
};

/** The synchronisers, as far as an import needs them. */
export type ImportTakers = {
  /** @returns type and values of one that there is. @throws AppError when there is none */
  find(id: string): { readonly type: string; readonly values: Readonly<Record<string, unknown>> };
  add(input: FileSource & { readonly name: string }, actor: Actor): Promise<Synchroniser>;
  replace(id: string, input: FileSource, actor: Actor): Promise<Synchroniser>;
};
