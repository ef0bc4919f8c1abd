/** Columns of a file and fields of a user: how the one becomes the other. Pure. */
import type { ImportView } from '../../../contract/sync-api.ts';
import type { MappingRule, MappingValue } from '../../core/ports/connector.ts';
import type { Fill } from '../../core/ports/imports.ts';

type FieldMap = ImportView['map'];
type Field = FieldMap[string];

function attributesIn(value: MappingValue): readonly string[] {
  if ('attr' in value) return [value.attr];
  return Object.values(value).flatMap((inner: unknown) =>
    [inner]
      .flat()
      .flatMap((one) => (typeof one === 'object' && one !== null ? attributesIn(one as MappingValue) : [])),
  );
}

/** What rules make of columns: each column with the first field that is made of it. */
export function mapOf(rules: readonly MappingRule[], columns: readonly string[]): FieldMap {
  const map: FieldMap = {};
  // the user name is made of what another field has, too
  const own = rules.filter(({ field }) => field !== 'userName');
  for (const column of columns) {
    const rule = own.find(({ from }) =>
      attributesIn(from).some((name) => name.toLowerCase() === column.toLowerCase()),
    );
    if (rule) map[column] = rule.field;
  }
  return map;
}

const firstOf = (names: readonly string[]): MappingValue => {
  const parts = names.map((attr): MappingValue => ({ trim: { attr } }));
  const [only] = parts;
  return parts.length === 1 && only ? only : { firstOf: parts };
};

function ruleFor(field: Field, columns: readonly string[]): MappingRule {
  const value = firstOf(columns);
  if (field === 'phone' || field === 'mobile') return { field, from: { e164: value } };
  if (field === 'userName') return { field, from: { lower: value } };
  if (field === 'active') return { field, from: { truth: value, otherwise: true } };
  return { field, from: value };
}

/** Where a file names no identity column, each of its records has one of these. */
const IDENTITIES = ['mail', 'uid', 'entryUUID', 'objectGUID'];

/** Rules of a person's own map. Of several columns for one field the first that has something wins. */
function ownRules(map: FieldMap, anchor: string | undefined): MappingRule[] {
  const fields = new Map<Field, string[]>();
  for (const [column, field] of Object.entries(map))
    fields.set(field, [...(fields.get(field) ?? []), column]);
  const rules = [...fields].map(([field, columns]) => ruleFor(field, columns));
  if (fields.has('userName')) return rules;
  const names = [...(fields.get('email') ?? []), ...(anchor === undefined ? IDENTITIES : [anchor])];
  return [{ field: 'userName', from: { lower: firstOf(names) } }, ...rules];
}

function filled(rules: readonly MappingRule[], { field, value, rows }: Fill): MappingRule[] {
  const text: MappingValue = { text: value };
  const others = rules.filter((rule) => rule.field !== field);
  const before = rules.filter((rule) => rule.field === field).map(({ from }) => from);
  const from = rows === 'all' || before.length === 0 ? text : { firstOf: [...before, text] };
  return [...others, { field, from }];
}

/**
 * The rules by which a file is read, where a person changed them.
 * @param own the rules of the type
 * @returns undefined: nothing was changed, the type's own rules hold
 */
export function rulesOf(
  own: readonly MappingRule[],
  choice: {
    readonly map?: FieldMap | undefined;
    readonly anchor?: string | undefined;
    readonly fills: readonly Fill[];
  },
): readonly MappingRule[] | undefined {
  const { map, anchor, fills } = choice;
  if (map === undefined && fills.length === 0) return undefined;
  const base: readonly MappingRule[] = map === undefined ? own : ownRules(map, anchor);
  return fills.reduce<readonly MappingRule[]>(filled, base);
}
