/** The first row of a CSV file: which delimiter, which columns. */
import { USER_FIELDS } from '../../../contract/scim.ts';
import { fail } from '../../core/errors.ts';

/** Known columns, in the order that a template shows them. Only `id` must be there; others may come beside them. */
export const CSV_COLUMNS = ['id', ...USER_FIELDS.filter((f) => f !== 'userName'), 'active'] as const;

const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The candidate that occurs most often outside quotes in the first line; a comma where none does. */
export function detectDelimiter(text: string): Delimiter {
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const bare = line.replace(/"[^"]*"?/g, '');
  const count = (d: string) => bare.split(d).length - 1;
  return DELIMITERS.reduce((best, d) => (count(d) > count(best) ? d : best));
}

/** Column names by position; `undefined` for a column without a name, whose values are not read. */
export type Header = { readonly names: readonly (string | undefined)[]; readonly idAt: number };

/** `Display Name`, `displayname` and `display_name` all mean displayName. */
const plain = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '');
const KNOWN = new Map(CSV_COLUMNS.map((name) => [plain(name), name as string]));

/** @throws AppError SOURCE_FILE when a column is there twice or `id` is missing; both named */
export function readHeader(cells: readonly string[]): Header {
  const names = cells.map((cell) => {
    const name = cell.trim();
    return name === '' ? undefined : (KNOWN.get(plain(name)) ?? name);
  });
  const twice = names.filter((name, i) => name !== undefined && names.indexOf(name) !== i);
  if (twice.length > 0) throw headerError(`The column ${list(twice)} is there more than once.`);
  const idAt = names.indexOf('id');
  if (idAt === -1)
    throw headerError(
      'The column “id” is missing from the first row.',
      `It must name the columns: ${CSV_COLUMNS.join(', ')}.`,
    );
  return { names, idAt };
}

function headerError(sentence: string, remedy?: string): Error {
  return fail('SOURCE_FILE', { sentence, remedy: remedy ?? 'Correct the first row of the file.' });
}

const list = (names: readonly (string | undefined)[]) => [...new Set(names)].map((n) => `“${n}”`).join(', ');
