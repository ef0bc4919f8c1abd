/** Whether a resource, or one element of a multi-valued attribute, satisfies a filter. */
import type { Comparand, Comparison, Filter } from './filter.ts';
import { type AttributePath, isObject, type Json, valuesAt } from './path.ts';
import type { Attribute } from './schema.ts';

/** Text in comparable form: NFC, and lower case where case does not count. */
export const folded = (text: string, caseExact: boolean): string =>
  caseExact ? text.normalize('NFC') : text.normalize('NFC').toLowerCase();

/** A value or a comparand in a form that `===` and `<` can take. */
function comparableForm(value: unknown, { type, caseExact }: Attribute): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (type === 'boolean') return typeof value === 'string' ? folded(value, false) === 'true' : value === true;
  if (type === 'dateTime') return Date.parse(String(value));
  return folded(String(value), caseExact);
}

type Scalar = string | number | boolean;

const TESTS: Readonly<Record<Exclude<Comparison, 'ne'>, (a: Scalar, b: Scalar) => boolean>> = {
  eq: (a, b) => a === b,
  co: (a, b) => String(a).includes(String(b)),
  sw: (a, b) => String(a).startsWith(String(b)),
  ew: (a, b) => String(a).endsWith(String(b)),
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
};

function compares(resource: Json, op: Comparison, path: AttributePath, value: Comparand): boolean {
  if (op === 'ne') return !compares(resource, 'eq', path, value);
  const definition = path.sub ?? path.attribute;
  const wanted = comparableForm(value, definition);
  const values = valuesAt(resource, path);
  // no value and null are the same (RFC 7643 §2.5)
  if (wanted === null) return values.length === 0;
  return values.some((item) => {
    const form = comparableForm(item, definition);
    return form !== null && TESTS[op](form, wanted);
  });
}

const hasContent = (value: unknown): boolean =>
  isObject(value) ? Object.keys(value).length > 0 : value !== '' && value !== null;

/** `ne` is the opposite of `eq`, so it also holds where there is no value. */
export function satisfies(resource: Json, filter: Filter): boolean {
  switch (filter.op) {
    case 'and':
      return filter.terms.every((term) => satisfies(resource, term));
    case 'or':
      return filter.terms.some((term) => satisfies(resource, term));
    case 'not':
      return !satisfies(resource, filter.term);
    case 'pr':
      return valuesAt(resource, filter.path).some(hasContent);
    case 'some':
      return valuesAt(resource, filter.path).some((item) => isObject(item) && satisfies(item, filter.inner));
    default:
      return compares(resource, filter.op, filter.path, filter.value);
  }
}
