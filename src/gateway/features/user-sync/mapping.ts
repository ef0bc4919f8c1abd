/** The mapping language of core/ports/connector.ts, evaluated. Pure. */
import type { UserField } from '../../../contract/scim.ts';
import type { MappingRule, MappingValue, SourceRecord } from '../../core/ports/connector.ts';
import type { Phone } from '../../core/ports/phone.ts';
import { compilePattern, execPattern, type Pattern } from './pattern.ts';

/** Cleared on purpose. Not the same as absent (spec: "blank"). */
export const CLEAR = Symbol('clear');
export type Value = string | typeof CLEAR | undefined;

export type Mapper = {
  readonly rules: readonly MappingRule[];
  readonly phone: Phone;
  /** ISO country of national numbers, where a rule names none. */
  readonly country: string | undefined;
};

/** What one record says about each mapped field; a field without an entry is absent. */
export type Canonical = {
  readonly values: ReadonlyMap<UserField, { readonly value: string | typeof CLEAR; readonly rule: number }>;
  readonly active: { readonly value: boolean; readonly rule: number } | undefined;
  readonly externalId: string | undefined;
};

type Raw = SourceRecord['raw'];

function keyIn(raw: Raw, lower: string): string | undefined {
  for (const key in raw) if (key.length === lower.length && key.toLowerCase() === lower) return key;
  return undefined;
}

/** Attribute names are compared without regard to case, as LDAP does. */
function attribute(raw: Raw, name: string): string | undefined {
  const key = name in raw ? name : keyIn(raw, name.toLowerCase());
  const found = key === undefined ? undefined : raw[key];
  return typeof found === 'string' || found === undefined ? found : found[0];
}

/** After trim: empty is absent, exactly `-` or `<blank>` clears (S4: 2.2). */
function marked(text: string | undefined): Value {
  const bare = text?.trim();
  if (bare === undefined || bare === '') return undefined;
  return bare === '-' || bare === '<blank>' ? CLEAR : text;
}

const TRUE = new Set(['true', '1', 'yes', 'y', 'active', 'enabled']);
const FALSE = new Set(['false', '0', 'no', 'n', 'inactive', 'disabled']);

function truth(value: Value, otherwise: boolean): boolean {
  if (typeof value !== 'string') return otherwise;
  const word = value.trim().toLowerCase();
  if (TRUE.has(word)) return true;
  return FALSE.has(word) ? false : otherwise;
}

function concat(parts: readonly Value[], separator: string): Value {
  const texts = parts.filter((part) => typeof part === 'string');
  if (texts.length > 0) return texts.join(separator);
  return parts.includes(CLEAR) ? CLEAR : undefined;
}

function pick(from: Extract<MappingValue, { switch: MappingValue }>, value: Value): Value {
  if (typeof value !== 'string') return value ?? from.otherwise;
  const hit = Object.entries(from.cases).find(([key]) => key.toLowerCase() === value.trim().toLowerCase());
  return hit ? hit[1] : from.otherwise;
}

const compiled = new Map<string, Pattern | undefined>();

/** Undefined for what is not of the language: rules are checked when they are saved (rules.ts). */
function patternOf(text: string): Pattern | undefined {
  if (!compiled.has(text)) {
    let pattern: Pattern | undefined;
    try {
      pattern = compilePattern(text);
    } catch {
      pattern = undefined;
    }
    compiled.set(text, pattern);
  }
  return compiled.get(text);
}

function match(value: string, pattern: string, group: number): string | undefined {
  const known = patternOf(pattern);
  return known && execPattern(known, value)?.[group];
}

/** One value of the language. Everything but `attr` and `text` hands CLEAR on. */
export function evaluate(from: MappingValue, raw: Raw, mapper: Mapper): Value {
  // most rules are these two
  if ('attr' in from) return marked(attribute(raw, from.attr));
  if ('text' in from) return from.text;
  const of = (inner: MappingValue) => evaluate(inner, raw, mapper);
  const text = (inner: MappingValue, f: (value: string) => string | undefined): Value => {
    const value = of(inner);
    return typeof value === 'string' ? marked(f(value)) : value;
  };
  if ('concat' in from) return concat(from.concat.map(of), from.separator ?? ' ');
  if ('firstOf' in from) return from.firstOf.map(of).find((value) => value !== undefined);
  if ('lower' in from) return text(from.lower, (v) => v.toLowerCase());
  if ('trim' in from) return text(from.trim, (v) => v.trim());
  if ('nfc' in from) return text(from.nfc, (v) => v.normalize('NFC'));
  if ('e164' in from)
    return text(from.e164, (v) => mapper.phone.e164(v, from.country ?? mapper.country) ?? v);
  if ('switch' in from) return pick(from, of(from.switch));
  if ('match' in from) return text(from.of, (v) => match(v, from.match, from.group ?? 1));
  if ('truth' in from) return String(truth(of(from.truth), from.otherwise));
  const bits = Number.parseInt(String(text(from.bitClear, (v) => v) ?? ''), 10);
  return String(Number.isNaN(bits) ? from.otherwise : (bits & from.bit) === 0);
}

const attributesKnown = new WeakMap<MappingValue, readonly string[]>();

/** Names of the attributes that a value is made of, in order, each once. */
export function attributesOf(from: MappingValue): readonly string[] {
  // asked for every value of every row; rules do not change while they are in use
  const known = attributesKnown.get(from);
  if (known) return known;
  const names = 'attr' in from ? [from.attr] : [...new Set(innerOf(from).flatMap(attributesOf))];
  attributesKnown.set(from, names);
  return names;
}

/** What a value is made of. */
export function innerOf(from: MappingValue): readonly MappingValue[] {
  if ('attr' in from || 'text' in from) return [];
  if ('concat' in from) return from.concat;
  if ('firstOf' in from) return from.firstOf;
  if ('lower' in from) return [from.lower];
  if ('trim' in from) return [from.trim];
  if ('nfc' in from) return [from.nfc];
  if ('e164' in from) return [from.e164];
  if ('switch' in from) return [from.switch];
  if ('match' in from) return [from.of];
  return ['truth' in from ? from.truth : from.bitClear];
}

/** What stood at the source for a rule's value: texts of its attributes, as they are there. */
export function rawOf(from: MappingValue, raw: Raw): string {
  return attributesOf(from)
    .map((name) => attribute(raw, name))
    .filter((text) => text !== undefined && text.trim() !== '')
    .join(' · ');
}

/**
 * Every rule over one record. Values are trimmed, and empty or blank ones are what they are anywhere (so that what was
 * normalised stays as it is when it is normalised again); of two rules for one field the first that has something wins.
 */
export function normalise(raw: Raw, mapper: Mapper): Canonical {
  const values = new Map<UserField, { value: string | typeof CLEAR; rule: number }>();
  let active: Canonical['active'];
  let externalId: string | undefined;
  mapper.rules.forEach((rule, index) => {
    const value = evaluate(rule.from, raw, mapper);
    const clean = typeof value === 'string' ? marked(value.trim()) : value;
    if (clean === undefined) return;
    if (rule.field === 'active') active ??= { value: truth(clean, true), rule: index };
    else if (rule.field === 'externalId') externalId ??= typeof clean === 'string' ? clean : undefined;
    else if (!values.has(rule.field)) values.set(rule.field, { value: clean, rule: index });
  });
  return { values, active, externalId };
}
