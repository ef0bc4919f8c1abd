import { type Command, InvalidArgumentError, Option } from 'commander';
import { Value } from 'typebox/value';
import {
  type ImportChoice,
  type ImportRowEdit,
  MappedField,
  UserFieldName,
} from '../../contract/sync-api.ts';
import * as imports from '../commands/import.ts';
import { act, type World } from '../context.ts';
import type { ListOptions } from '../pages.ts';
import { limited } from './arguments.ts';

type Map = NonNullable<ImportChoice['map']>;
type Fill = NonNullable<ImportChoice['fills']>[number];

/** `Column=field`; a column's name may hold an equals sign, a field's never. */
function column(text: string, before: Map = {}): Map {
  const at = text.lastIndexOf('=');
  const field = text.slice(at + 1);
  if (at < 1 || !Value.Check(MappedField, field))
    throw new InvalidArgumentError('Give a column and one of our fields, as "Column=field".');
  return { ...before, [text.slice(0, at)]: field };
}

function fill(rows: Fill['rows']) {
  return (text: string, before: readonly Fill[] = []): readonly Fill[] => {
    const at = text.indexOf('=');
    const field = text.slice(0, Math.max(0, at));
    if (!Value.Check(UserFieldName, field))
      throw new InvalidArgumentError('Give one of our fields and its value, as "field=value".');
    return [...before, { field, value: text.slice(at + 1), rows }];
  };
}

type MapOptions = Pick<ImportChoice, 'encoding' | 'sheet' | 'anchor'> & {
  readonly column?: Map;
  readonly fill?: Fill[];
  readonly fillAll?: Fill[];
};

function choiceOf({ column: map, fill: empty, fillAll, ...rest }: MapOptions): ImportChoice {
  const fills = [...(empty ?? []), ...(fillAll ?? [])];
  return { ...rest, ...(map ? { map } : {}), ...(empty || fillAll ? { fills } : {}) };
}

function addMap(command: Command, world: World): void {
  command
    .command('map <id>')
    .description('read it in another way; what is not given stays as it is')
    .addOption(new Option('--encoding <encoding>').choices(['auto', 'windows-1252']))
    .option('--sheet <name>', 'of a workbook')
    .option('--anchor <column>', 'says who a row is, and stays when a person is renamed')
    .option('--column <column=field>', 'what a column is; once for each that shall be read', column)
    .option('--fill <field=value>', 'value for the rows that have none', fill('empty'))
    .option('--fill-all <field=value>', 'value for every row', fill('all'))
    .action(
      act(world, (context, options: MapOptions, id: string) =>
        imports.choose(context, id, choiceOf(options)),
      ),
    );
}

/** `Column=value`; a value may hold an equals sign. */
function cell(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Give a column of the file and its value, as "Column=value".');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

function rowNumber(text: string): number {
  const row = Number(text);
  if (!Number.isInteger(row) || row < 1)
    throw new InvalidArgumentError('Give the number of the row, from 1.');
  return row;
}

type RowOptions = {
  readonly set?: Record<string, string>;
  readonly leaveOut?: true;
  readonly putBack?: true;
};

function rowEditOf({ set, leaveOut, putBack }: RowOptions): ImportRowEdit {
  if (putBack) return { values: {}, leftOut: false };
  return { ...(set ? { values: set } : {}), ...(leaveOut ? { leftOut: true } : {}) };
}

function addRow(command: Command, world: World): void {
  command
    .command('row <id>')
    .description('correct one row before the file is taken; it is checked again at once')
    .argument('<row>', 'its number, as "rows" shows it', rowNumber)
    .option('--set <column=value>', 'what shall stand in a cell; once for each', cell)
    .addOption(new Option('--leave-out', 'take the others without it').conflicts(['set', 'putBack']))
    .addOption(new Option('--put-back', 'as the file has it').conflicts(['set', 'leaveOut']))
    .action(
      act(world, (context, options: RowOptions, id: string, row: number) =>
        imports.editRow(context, id, row, rowEditOf(options)),
      ),
    );
}

export function addImport(parent: Command, world: World): void {
  const command = parent
    .command('import')
    .description('people from CSV, LDIF and Excel files; exit 2: rows are in error');
  command
    .command('list', { isDefault: true })
    .description('uploaded files')
    .action(act(world, imports.imports));
  command
    .command('upload <file>')
    .description('upload a file and look at it; nobody changes by it')
    .option('--name <name>', 'in place of its own')
    .action(act(world, imports.upload));
  command
    .command('show <id>')
    .description('how it is read, and what is in it')
    .action(act(world, (context, _o: object, id: string) => imports.showOne(context, id)));
  limited(
    command
      .command('rows <id>')
      .description('its rows, each with what is wrong with it')
      .option('--errors', 'those in error only')
      .option('--search <text>', 'in any value'),
    50,
  ).action(
    act(world, (context, options: ListOptions & { errors?: boolean; search?: string }, id: string) =>
      imports.rows(context, options, id),
    ),
  );
  addMap(command, world);
  addRow(command, world);
  command
    .command('take <id>')
    .description('make its rows the people of a synchroniser')
    .option('--name <name>', 'of a new synchroniser')
    .option('--into <id>', 'a synchroniser of such files, whose file it replaces')
    .option('--partial', 'also when rows are in error: they are left out and named')
    .action(act(world, imports.take));
  command
    .command('delete <id>')
    .description('delete an uploaded file')
    .action(act(world, (context, _o: object, id: string) => imports.remove(context, id)));
}
