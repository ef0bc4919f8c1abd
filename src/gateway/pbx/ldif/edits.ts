/** What a person changed in single records of an LDIF file. It counts last: the changes that the file itself has come before it. */
import type { RowEdit, RowEdits } from '../../core/ports/imports.ts';
import type { Attributes, Wrong } from './record.ts';
import type { Outcome, Person } from './state.ts';

/** @property leftOut a person left it out */
export type Corrected = Outcome & { readonly leftOut?: true };

/** Values of one attribute as one cell shows them, and as a person writes them back. */
const BETWEEN = '; ';

const PEOPLE = new Set([
  'person',
  'organizationalperson',
  'inetorgperson',
  'residentialperson',
  'user',
  'account',
  'posixaccount',
]);
/** Active Directory has both below `person`. */
const NO_PEOPLE = new Set(['computer', 'contact']);

/** An entry without object classes is taken for a person: a plain export may leave them out. */
export function isPerson(attributes: Attributes): boolean {
  const classes = attributes.get('objectclass')?.values.map((value) => value.toLowerCase());
  if (!classes || classes.length === 0) return true;
  return classes.some((name) => PEOPLE.has(name)) && !classes.some((name) => NO_PEOPLE.has(name));
}

/** One cell is one value, but where the file has several: then it is as many as the cell shows. */
function valuesOf(text: string, before: readonly string[]): string[] {
  const parts = before.length > 1 ? text.split(BETWEEN) : [text];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function withValues(outcome: Outcome, values: Readonly<Record<string, string>>): Person {
  const attributes: Attributes = new Map(outcome.attributes);
  let dn = outcome.dn ?? '';
  for (const [name, text] of Object.entries(values)) {
    const key = name.toLowerCase();
    const before = attributes.get(key);
    const now = valuesOf(text, before?.values ?? []);
    if (key === 'dn') dn = now[0] ?? dn;
    else if (now.length === 0) attributes.delete(key);
    else attributes.set(key, { name: before?.name ?? name, values: now });
  }
  // whoever corrects a record says that it is somebody: classes that deny it would hide the row
  if (!isPerson(attributes)) attributes.delete('objectclass');
  return { line: outcome.line, dn, attributes };
}

function corrected(outcome: Outcome, { values, leftOut }: RowEdit): Corrected {
  const now = values === undefined ? outcome : withValues(outcome, values);
  return leftOut ? { ...now, leftOut } : now;
}

/** The record as a person corrected it; one in error becomes an entry of what could be read of it and what was typed. */
export function withEdit(outcome: Outcome, edits: RowEdits): Corrected {
  const edit = edits[outcome.line];
  return edit === undefined ? outcome : corrected(outcome, edit);
}

/** Cells of a record, by the names of its attributes. */
export function rawOf({ dn, attributes }: Person | Wrong): Record<string, string | readonly string[]> {
  const raw: Record<string, string | readonly string[]> = dn === undefined ? {} : { dn };
  for (const { name, values } of attributes?.values() ?? []) {
    const [first] = values;
    if (first !== undefined) raw[name] = values.length > 1 ? values : first;
  }
  return raw;
}

export const cellsOf = (outcome: Outcome): Record<string, string> =>
  Object.fromEntries(
    Object.entries(rawOf(outcome)).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : value.join(BETWEEN),
    ]),
  );
