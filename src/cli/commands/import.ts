import { basename } from 'node:path';
import { type Static, Type } from 'typebox';
import {
  type ImportChoice,
  ImportRow,
  ImportRowDone,
  type ImportRowEdit,
  ImportView,
  Synchroniser,
} from '../../contract/sync-api.ts';
import { type Context, show } from '../context.ts';
import { type Listed, type ListOptions, list, more, withQuery } from '../pages.ts';
import { age, facts, table } from '../print.ts';

const pathOf = (id: string, rest = '') => `/api/imports/${encodeURIComponent(id)}${rest}`;

const mapWords = (map: Static<typeof ImportView>['map']) =>
  Object.entries(map)
    .map(([column, field]) => `${column} → ${field}`)
    .join(', ');

function words(view: ImportView, now: number): string {
  return facts([
    ['Id', view.id],
    ['File', `${view.name}, ${view.format}, ${view.bytes} bytes`],
    ['Uploaded', `${age(view.uploadedAt, now)} by ${view.by}`],
    ['Encoding', view.encoding],
    ['Sheet', view.sheet],
    ['Known as', view.recognised],
    ['Columns', view.columns.join(', ')],
    ['Identity', view.anchor],
    ['Read as', mapWords(view.map) || undefined],
    ['Filled in', view.fills.map((f) => `${f.field} = ${f.value} (${f.rows})`).join(', ') || undefined],
    ['Rows', `${view.rows}, ${view.good} good, ${view.errors} in error`],
    ['Corrected here', view.edited ? String(view.edited) : undefined],
    ...view.warnings.map(({ sentence }): [string, string] => ['Note', sentence]),
    ['Error', view.fault && `${view.fault.sentence} ${view.fault.remedy} (${view.fault.code})`],
    ['Taken by', view.takenBy],
  ]);
}

/** Exit codes: 0 all rows are good, 2 some are in error, 1 nothing can be taken. */
function exitCodeOf(view: ImportView): number {
  if (view.fault) return 1;
  return view.errors > 0 ? 2 : 0;
}

function showView(context: Context, view: ImportView): number {
  show(context, view, (v) => words(v, context.now));
  return exitCodeOf(view);
}

export async function upload(context: Context, options: { readonly name?: string }, file: string) {
  const path = withQuery('/api/imports', { name: options.name ?? basename(file) });
  return showView(context, await context.client.upload(path, file, ImportView));
}

export async function imports(context: Context): Promise<void> {
  const found = await context.client.get('/api/imports', Type.Object({ imports: Type.Array(ImportView) }));
  show(context, found.imports, (views) => {
    if (views.length === 0) return 'There are no uploaded files.';
    const rows = views.map((v) => [
      v.id,
      v.name,
      v.fault ? v.fault.code : `${v.good} good, ${v.errors} in error`,
      v.takenBy === undefined ? age(v.uploadedAt, context.now) : `taken by ${v.takenBy}`,
    ]);
    return table(['Id', 'File', 'Rows', 'Uploaded'], rows);
  });
}

export async function showOne(context: Context, id: string): Promise<number> {
  return showView(context, await context.client.get(pathOf(id), ImportView));
}

type RowOptions = ListOptions & { readonly errors?: boolean; readonly search?: string };

function rowTable(found: Listed<ImportRow>): string {
  if (found.items.length === 0) return 'There are no such rows.';
  const rows = found.items.map(({ row, values, errors, edited, leftOut }) => [
    String(row),
    leftOut
      ? 'left out'
      : errors.map(({ sentence }) => sentence).join(' ') || (edited ? 'good, corrected' : 'good'),
    Object.values(values).join(' | '),
  ]);
  return [table(['Row', 'State', 'Values'], rows), more(found)].filter(Boolean).join('\n');
}

export async function rows(context: Context, { errors, search: q, ...rest }: RowOptions, id: string) {
  const only = errors ? 'errors' : undefined;
  show(context, await list(context.client, pathOf(id, '/rows'), ImportRow, { ...rest, q, only }), rowTable);
}

/** Reads it in another way; what is not given stays. */
export async function choose(context: Context, id: string, choice: ImportChoice): Promise<number> {
  return showView(context, await context.client.send('PUT', pathOf(id), ImportView, choice));
}

/** Corrects one row; the exit code is that of the whole file. */
export async function editRow(
  context: Context,
  id: string,
  row: number,
  edit: ImportRowEdit,
): Promise<number> {
  const done = await context.client.send('PUT', pathOf(id, `/rows/${row}`), ImportRowDone, edit);
  show(context, done, ({ view, row: checked }) =>
    [rowTable({ items: [checked], total: 1 }), words(view, context.now)].join('\n\n'),
  );
  return exitCodeOf(done.view);
}

export type TakeOptions = { readonly name?: string; readonly into?: string; readonly partial?: boolean };

export async function take(context: Context, { name, into, partial = false }: TakeOptions, id: string) {
  const body = { partial, ...(name === undefined ? {} : { name }), ...(into === undefined ? {} : { into }) };
  const taker = await context.client.send('POST', pathOf(id, '/take'), Synchroniser, body);
  show(context, taker, (s) => `The synchroniser ${s.name} (${s.id}) reads the file with the next sync.`);
}

export async function remove(context: Context, id: string): Promise<void> {
  await context.client.send('DELETE', pathOf(id), Type.Null());
  show(context, null, () => 'The uploaded file is deleted.');
}
