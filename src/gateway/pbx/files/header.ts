/** The first row of a table of people: which columns there are, whose export it is, and which column is the identity. */
import { Type } from 'typebox';
import { USER_FIELDS } from '../../../contract/scim.ts';
import { fail } from '../../core/errors.ts';
import type { MappingRule, MappingValue } from '../../core/ports/connector.ts';
import { setting } from '../connector.ts';

/** Our own columns, in the order that a template shows them. Others may come beside them. */
export const OWN_COLUMNS = ['id', ...USER_FIELDS.filter((f) => f !== 'userName'), 'active'] as const;

export type Recognised = 'cloudlink' | 'micollab' | 'mivoice-business';

/** `Display Name`, `displayname` and `display_name` all mean displayName. */
const plain = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '');
const OWN = new Map(OWN_COLUMNS.map((name) => [plain(name), name as string]));

/**
 * Exports that are known by their columns, first that fits. Names are public fact (docs/import.md says where from); which
 * column is the identity is our choice, since none of them has one: never a name.
 */
const EXPORTS: readonly {
  readonly is: Recognised;
  readonly columns: readonly string[];
  readonly anchor: string;
}[] = [
  { is: 'cloudlink', columns: ['id'], anchor: 'id' },
  // MiCollab, bulk user provisioning: BUPExample.csv
  { is: 'micollab', columns: ['First Name', 'Last Name', 'Login ID', 'Email Address'], anchor: 'Login ID' },
  // MiVoice Business, User and Services Configuration: UserServicesTemplate.csv
  {
    is: 'mivoice-business',
    columns: ['First Name', 'Last Name', 'Office phone number'],
    anchor: 'Office phone number',
  },
  // the spreadsheet template of a cloud account (S3: 2.8)
  { is: 'cloudlink', columns: ['FIRST NAME', 'LAST NAME', 'NAME', 'EMAIL', 'ROLE'], anchor: 'EMAIL' },
];

/** The setting that chooses the identity by hand. */
export const anchorSetting = Type.Optional(
  Type.String({
    maxLength: 256,
    ...setting({
      title: 'Identity column',
      description:
        'Says who a row is, and stays the same when a person is renamed. Leave empty for id, or for that of a known export.',
      examples: ['id', 'Login ID'],
      order: 3,
    }),
  }),
);

/** Column names by position; `undefined` for a column without a name, whose values are not read. */
export type Columns = {
  readonly names: readonly (string | undefined)[];
  readonly recognised: Recognised | undefined;
};
export type Header = Columns & { readonly idAt: number };

const find = (names: Columns['names'], wanted: string) =>
  names.findIndex((name) => name !== undefined && plain(name) === plain(wanted));

const exportOf = (names: Columns['names']) =>
  EXPORTS.find(({ columns }) => columns.every((column) => find(names, column) !== -1));

/** @throws AppError SOURCE_FILE when a column is there twice; it is named */
export function readColumns(cells: readonly string[]): Columns {
  const names = cells.map((cell) => {
    const name = cell.trim();
    return name === '' ? undefined : (OWN.get(plain(name)) ?? name);
  });
  const twice = names.filter((name, i) => name !== undefined && names.indexOf(name) !== i);
  if (twice.length > 0) throw headerError(`The column ${list(twice)} is there more than once.`);
  return { names, recognised: exportOf(names)?.is };
}

/**
 * @param anchor the column that says who a row is; empty: that of the export which was recognised
 * @throws AppError SOURCE_FILE when there is none
 */
export function headerOf(columns: Columns, anchor = ''): Header {
  const wanted = anchor === '' ? (exportOf(columns.names)?.anchor ?? 'id') : anchor;
  const idAt = find(columns.names, wanted);
  if (idAt !== -1) return { ...columns, idAt };
  throw headerError(
    `The column “${wanted}” is missing from the first row.`,
    anchor === ''
      ? `Name the columns ${OWN_COLUMNS.join(', ')}, or choose the column that says who a row is.`
      : 'Choose one of the columns that are there.',
  );
}

function headerError(sentence: string, remedy?: string): Error {
  return fail('SOURCE_FILE', { sentence, remedy: remedy ?? 'Correct the first row of the file.' });
}

const list = (names: readonly (string | undefined)[]) => [...new Set(names)].map((n) => `“${n}”`).join(', ');

const column = (...names: string[]): MappingValue => {
  const [first, ...rest] = names.map((attr): MappingValue => ({ trim: { attr } }));
  return rest.length === 0 && first ? first : { firstOf: [...(first ? [first] : []), ...rest] };
};

/** Our columns, and those of the exports that are recognised. Attribute names are compared without regard to case. */
export const TABLE_MAPPING: readonly MappingRule[] = [
  {
    field: 'userName',
    from: { lower: column('email', 'Email Address', 'id', 'Login ID', 'Office phone number') },
  },
  { field: 'givenName', from: column('givenName', 'First Name') },
  { field: 'familyName', from: column('familyName', 'Last Name') },
  { field: 'displayName', from: column('displayName', 'Name') },
  { field: 'email', from: column('email', 'Email Address') },
  { field: 'extension', from: column('extension', 'Office phone number') },
  { field: 'phone', from: { e164: column('phone') } },
  { field: 'mobile', from: { e164: column('mobile') } },
  ...(['department', 'location', 'role'] as const).map(
    (field): MappingRule => ({ field, from: column(field) }),
  ),
  { field: 'active', from: { truth: { attr: 'active' }, otherwise: true } },
];
