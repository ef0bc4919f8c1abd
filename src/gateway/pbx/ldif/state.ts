/**
 * Entries and changes in the order of the file → entries as they are at its end. Only what a change speaks of is held;
 * every other entry goes through at once.
 */
import type { Attributes, Entry, Modification, Wrong } from './record.ts';

/** Entries that changes of the same file wait for, in bytes of their values. */
export const MAX_HELD_BYTES = 64 * 1024 * 1024;

export type Person = { readonly line: number; readonly dn: string; readonly attributes: Attributes };
/** What is known at the end of the file about an entry. */
export type Outcome = Person | Wrong;

/** Names are compared without regard to case and to spaces around `,` and `=` (RFC 4514 allows them to old writers). */
export const dnKey = (dn: string): string =>
  // by parts, since a pattern for spaces before a sign takes the square of a name that is full of spaces
  dn
    .trim()
    .split(/([,=])/)
    .map(withoutSpaces)
    .join('')
    .toLowerCase();

function withoutSpaces(part: string): string {
  let from = 0;
  let to = part.length;
  while (from < to && part[from] === ' ') from++;
  while (to > from && part[to - 1] === ' ') to--;
  return part.slice(from, to);
}

/** Names of entries that a change of this record needs or makes. */
export function targetsOf(entry: Entry | Wrong): readonly string[] {
  if ('fault' in entry || entry.kind === 'content' || entry.kind === 'add') return [];
  const from = dnKey(entry.dn);
  return entry.kind === 'modrdn' ? [from, dnKey(renamed(entry))] : [from];
}

/** The rest of a name behind its first part; a comma behind a backslash is part of it (RFC 4514). */
function parentOf(dn: string): string {
  for (let at = 0; at < dn.length; at++) {
    if (dn[at] === '\\') at++;
    else if (dn[at] === ',') return dn.slice(at + 1);
  }
  return '';
}

function renamed(entry: Extract<Entry, { kind: 'modrdn' }>): string {
  const parent = entry.newSuperior ?? parentOf(entry.dn);
  return parent === '' ? entry.newRdn : `${entry.newRdn},${parent}`;
}

/** In sets, and written back once: a record may have as many changes as the attribute has values. */
function modify(attributes: Attributes, modifications: readonly Modification[]): void {
  const open = new Map<string, { name: string; values: Set<string> }>();
  for (const { kind, name, values } of modifications) {
    const key = name.toLowerCase();
    const now = open.get(key)?.values ?? new Set(attributes.get(key)?.values);
    if (kind === 'replace' || (kind === 'delete' && values.length === 0)) now.clear();
    for (const value of values) {
      if (kind === 'delete') now.delete(value);
      else now.add(value);
    }
    open.set(key, { name, values: now });
  }
  for (const [key, { name, values }] of open) {
    if (values.size === 0) attributes.delete(key);
    else attributes.set(key, { name, values: [...values] });
  }
}

/** `uid=ann` → its attribute and value; parts joined by `+` are not taken apart. */
const rdnOf = (dn: string): [string, string] => {
  const first = dn.slice(0, dn.length - parentOf(dn).length).replace(/,$/, '');
  const at = first.indexOf('=');
  return [first.slice(0, at).trim(), first.slice(at + 1).trim()];
};

function rename(person: Person, entry: Extract<Entry, { kind: 'modrdn' }>): Person {
  const [oldName, oldValue] = rdnOf(entry.dn);
  const [name, value] = rdnOf(entry.newRdn);
  modify(person.attributes, [
    ...(entry.deleteOld ? [{ kind: 'delete' as const, name: oldName, values: [oldValue] }] : []),
    { kind: 'add', name, values: [value] },
  ]);
  return { ...person, dn: renamed(entry) };
}

const sizeOf = ({ attributes }: Person): number => {
  let size = 0;
  for (const { values } of attributes.values()) for (const value of values) size += value.length + 32;
  return size;
};

/** @param targets names that some change of the file speaks of */
export function createState(targets: ReadonlySet<string>) {
  const held = new Map<string, Person>();
  let heldBytes = 0;

  const missing = (entry: Entry): Wrong => ({
    line: entry.line,
    fault: 'LDIF_NO_ENTRY',
    sentence: `The record at line ${entry.line} changes ${entry.dn}, which is not in this file.`,
    dn: entry.dn,
  });

  const keep = (person: Person): Wrong | undefined => {
    heldBytes += sizeOf(person);
    held.set(dnKey(person.dn), person);
    return undefined;
  };

  function change(entry: Exclude<Entry, { readonly attributes: Attributes }>): Wrong | undefined {
    const key = dnKey(entry.dn);
    const person = held.get(key);
    if (!person) return missing(entry);
    held.delete(key);
    if (entry.kind === 'delete') return undefined;
    if (entry.kind === 'modrdn') return keep(rename(person, entry));
    modify(person.attributes, entry.modifications);
    return keep(person);
  }

  return {
    /** What is final about the record now; undefined: nothing, or nothing yet. */
    take(entry: Entry | Wrong): Outcome | undefined {
      if ('fault' in entry) return entry;
      if (!('attributes' in entry)) return change(entry);
      const { line, dn, attributes } = entry;
      const person = { line, dn, attributes };
      // most files have no changes, and their names need not be compared
      return targets.size > 0 && targets.has(dnKey(dn)) ? keep(person) : person;
    },
    isFull: () => heldBytes > MAX_HELD_BYTES,
    rest: (): readonly Person[] => [...held.values()],
  };
}
