/**
 * What a client sends → what is stored: names in the schema's spelling, values of the right type, nothing unassigned.
 *
 * - Unknown attributes are ignored, unknown schema URNs refused (RFC 7643 §3: `schemas` lists supported ones only).
 * - `null`, `""` and `[]` mean "no value" (RFC 7643 §2.5; some identity providers send "" to clear).
 * - Read-only attributes are ignored (RFC 7644 §3.5.1); so is `password`, which this directory does not keep.
 * - `"True"` and `"False"` are booleans, a single value may stand for a list, a text for the `value` of a complex
 *   attribute: identity providers send all three.
 */
import { SCIM_USER } from '../../../contract/scim.ts';
import type { ScimResource } from '../../core/ports/scim-store.ts';
import { isObject, type Json } from './path.ts';
import { type Attribute, findAttribute, findExtension, TOP } from './schema.ts';
import { quote, ScimError } from './scim-error.ts';

const bad = (sentence: string) => new ScimError('invalidValue', sentence);

/** Longest text that is kept in one attribute, in characters. */
const LONGEST = 65_536;
/** Most values of one multi-valued attribute. */
const MOST_VALUES = 200;

function booleanOf(value: unknown, where: string): boolean {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (word === 'true' || word === 'false') return word === 'true';
  throw bad(`${where} is true or false, not ${quote(value)}.`);
}

function textOf(value: unknown, where: string): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') throw bad(`${where} is a text, not ${quote(value)}.`);
  if (text.length > LONGEST) throw bad(`${where} is longer than ${LONGEST} characters.`);
  // half a surrogate pair is no text, and would come back as something else
  if (!text.isWellFormed()) throw bad(`${where} is not well-formed text.`);
  return text;
}

function complexOf(attribute: Attribute, value: unknown, where: string): Json | undefined {
  const subs = attribute.subAttributes ?? [];
  const asObject = typeof value === 'string' && findAttribute(subs, 'value') ? { value } : value;
  if (!isObject(asObject)) throw bad(`${where} has parts: it is an object, not ${quote(value)}.`);
  const out = objectOf(subs, asObject, `${where}.`);
  return Object.keys(out).length > 0 ? out : undefined;
}

/** One value; undefined when it is no value. */
function singleOf(attribute: Attribute, value: unknown, where: string): unknown {
  if (value === null || value === undefined || value === '') return undefined;
  if (attribute.type === 'complex') return complexOf(attribute, value, where);
  if (attribute.type === 'boolean') return booleanOf(value, where);
  return textOf(value, where);
}

const LABELS = new Set(['type', 'primary', 'display']);
/** An element that says only what it would be for holds nothing. */
const isEmptyElement = (item: unknown): boolean =>
  isObject(item) && Object.keys(item).every((name) => LABELS.has(name));

function listOf(attribute: Attribute, value: unknown, where: string): readonly unknown[] | undefined {
  const given = Array.isArray(value) ? value : [value];
  if (given.length > MOST_VALUES) throw bad(`${where} has more than ${MOST_VALUES} values.`);
  const list = given
    .map((item) => singleOf(attribute, item, where))
    .filter((item) => item !== undefined && !isEmptyElement(item));
  return list.length > 0 ? list : undefined;
}

/** The value of an attribute as it is stored; undefined when it is unassigned. */
export function canonical(attribute: Attribute, value: unknown, where: string = attribute.name): unknown {
  return attribute.multiValued ? listOf(attribute, value, where) : singleOf(attribute, value, where);
}

function objectOf(known: readonly Attribute[], given: Json, prefix = ''): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [name, raw] of Object.entries(given)) {
    const attribute = findAttribute(known, name);
    if (!attribute || attribute.mutability === 'readOnly') continue;
    const value = canonical(attribute, raw, `${prefix}${attribute.name}`);
    if (value !== undefined) out[attribute.name] = value;
  }
  return out;
}

function extensionsOf(given: Json): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [name, raw] of Object.entries(given)) {
    const schema = findExtension(name);
    if (!schema || raw === null) continue;
    if (!isObject(raw)) throw bad(`${schema.id} is an object, not ${quote(raw)}.`);
    const part = objectOf(schema.attributes, raw, `${schema.id}:`);
    if (Object.keys(part).length > 0) out[schema.id] = part;
  }
  return out;
}

/** Requires the User schema among `schemas` and refuses what this server does not know. */
export function checkSchemas(body: Json): void {
  const [, schemas] = Object.entries(body).find(([name]) => name.toLowerCase() === 'schemas') ?? [];
  if (!Array.isArray(schemas)) throw new ScimError('invalidSyntax', `schemas must list ${SCIM_USER}.`);
  const lower = schemas.map((urn) => String(urn).toLowerCase());
  if (!lower.includes(SCIM_USER.toLowerCase()))
    throw new ScimError('invalidSyntax', `schemas must list ${SCIM_USER}; it has ${quote(schemas)}.`);
  const strange = schemas.find(
    (urn) => String(urn).toLowerCase() !== SCIM_USER.toLowerCase() && !findExtension(String(urn)),
  );
  if (strange !== undefined)
    throw new ScimError('invalidSyntax', `The schema ${quote(strange)} is not known here; see /Schemas.`);
}

/** `schemas` says what is there: the User schema and the extensions in use. */
function withSchemas(resource: Record<string, unknown>): ScimResource {
  const used = Object.keys(resource).filter((name) => findExtension(name));
  return { schemas: [SCIM_USER, ...used], ...resource };
}

/** The whole resource of a POST or PUT, or after a patch, in stored form; without `id` and `meta`. */
export function normalise(body: Json): ScimResource {
  return withSchemas({ ...objectOf(TOP, body), ...extensionsOf(body) });
}
