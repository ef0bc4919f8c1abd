/**
 * PATCH (RFC 7644 §3.5.2): operations applied to a resource, as a pure function.
 *
 * Identity providers' habits that are read as they are meant: `op` in any case, an object without a path whose keys
 * are paths (`name.givenName`, `emails[type eq "work"].value`), `replace` of a value path that finds nothing adds
 * the element, `remove` of what is not there is no error.
 */
import type { ScimResource } from '../../core/ports/scim-store.ts';
import { satisfies } from './evaluate.ts';
import { type Filter, parseElementFilter } from './filter.ts';
import { canonical, normalise } from './normalise.ts';
import { type AttributePath, holderOf, isObject, type Json, pathText, resolvePath } from './path.ts';
import { type Attribute, findAttribute, findExtension, type Schema } from './schema.ts';
import { quote, ScimError } from './scim-error.ts';

export type PatchOp = 'add' | 'replace' | 'remove';
export type PatchOperation = { readonly op: PatchOp; readonly path?: string; readonly value?: unknown };

type Target = AttributePath & { readonly filter?: Filter };

const VALUE_PATH = /^([^[\]]+)\[(.*)\](?:\.([^.[\]]+))?$/s;

/** `emails[type eq "work"].value` → attribute, filter, sub-attribute. */
function valuePath(match: RegExpExecArray): Target | undefined {
  const [, name = '', filterText = '', subName] = match;
  const base = resolvePath(name.trim());
  if (!base || base.sub || !base.attribute.multiValued || base.attribute.type !== 'complex') return undefined;
  const filter = parseElementFilter(filterText, base.attribute);
  if (subName === undefined) return { ...base, filter };
  const sub = findAttribute(base.attribute.subAttributes ?? [], subName);
  return sub && { ...base, filter, sub };
}

function parsePath(text: string): Target | Schema | undefined {
  const match = VALUE_PATH.exec(text);
  if (match) return valuePath(match);
  return findExtension(text) ?? resolvePath(text);
}

const isSchema = (target: Target | Schema): target is Schema => 'attributes' in target;

/** The resource with one attribute set, or taken away where the value is undefined. */
function withValue(resource: Json, target: AttributePath, value: unknown): Json {
  const { extension, attribute } = target;
  const { [attribute.name]: _old, ...others } = holderOf(resource, target);
  const holder = value === undefined ? others : { ...others, [attribute.name]: value };
  if (!extension) return holder;
  const { [extension.id]: _part, ...rest } = resource;
  return Object.keys(holder).length > 0 ? { ...rest, [extension.id]: holder } : rest;
}

/** Equal as JSON, whatever the order of names. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => sameJson(item, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => sameJson(a[name], b[name]));
}

/** Sub-attributes of a complex value changed, the others left alone; undefined when nothing is left. */
function merged(attribute: Attribute, before: unknown, given: Json): Json | undefined {
  const out: Record<string, unknown> = isObject(before) ? { ...before } : {};
  for (const [name, raw] of Object.entries(given)) {
    const sub = findAttribute(attribute.subAttributes ?? [], name);
    if (!sub) continue;
    const value = canonical(sub, raw, `${attribute.name}.${sub.name}`);
    if (value === undefined) delete out[sub.name];
    else out[sub.name] = value;
  }
  return Object.keys(out).length > 0 ? out : undefined;
}

/** What an element must be to satisfy a filter made of `eq` joined by `and`; undefined for any other filter. */
function elementFor(filter: Filter): Json | undefined {
  if (filter.op === 'eq') return { [filter.path.attribute.name]: filter.value };
  if (filter.op !== 'and') return undefined;
  const parts = filter.terms.map(elementFor);
  return parts.every((part) => part !== undefined) ? Object.assign({}, ...parts) : undefined;
}

/** A newly set primary takes the mark from the others (RFC 7644 §3.5.2). */
function onePrimary(list: readonly unknown[], touched: ReadonlySet<unknown>): readonly unknown[] {
  const taken = list.some((item) => touched.has(item) && isObject(item) && item.primary === true);
  if (!taken) return list;
  return list.map((item) =>
    isObject(item) && item.primary === true && !touched.has(item) ? { ...item, primary: false } : item,
  );
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The same value, whatever it says of being the primary one: that mark moves, and makes no second value. */
const sameValue = (a: unknown, b: unknown): boolean =>
  isObject(a) && isObject(b)
    ? sameJson({ ...a, primary: undefined }, { ...b, primary: undefined })
    : sameJson(a, b);

/** The list with values added; of a value that it holds already, only the primary mark may change. */
function addToList(attribute: Attribute, before: readonly unknown[], raw: unknown): readonly unknown[] {
  const list = [...before];
  const touched = new Set<unknown>();
  for (const item of asList(canonical(attribute, raw))) {
    const at = list.findIndex((old) => sameValue(old, item));
    const next = isObject(item) && isObject(list[at]) ? { ...list[at], ...item } : item;
    list[at < 0 ? list.length : at] = next;
    touched.add(next);
  }
  return onePrimary(list, touched);
}

/** Elements that a `remove` with a value names: those that have everything the value says. */
function withoutNamed(attribute: Attribute, before: readonly unknown[], raw: unknown): readonly unknown[] {
  const named = asList(canonical(attribute, raw));
  const has = (item: unknown, wanted: unknown) =>
    isObject(item) && isObject(wanted)
      ? Object.entries(wanted).every(([name, value]) => sameJson(item[name], value))
      : sameJson(item, wanted);
  return before.filter((item) => !named.some((wanted) => has(item, wanted)));
}

/** The element after an operation on it, or undefined when nothing of it is left. */
function changedElement(target: Target, op: PatchOp, element: Json, raw: unknown): Json | undefined {
  const { attribute, sub } = target;
  if (op === 'remove') return sub ? merged(attribute, element, { [sub.name]: null }) : undefined;
  if (sub) return merged(attribute, element, { [sub.name]: raw });
  const [given] = asList(canonical(attribute, raw));
  if (op === 'replace') return isObject(given) ? given : undefined;
  // as it came: one that says only what it is for counts as nothing, yet may still be added to another
  const [part] = Array.isArray(raw) ? raw : [raw];
  return merged(attribute, element, isObject(part) ? part : isObject(given) ? given : {});
}

function newElement(target: Target, raw: unknown): Json | undefined {
  const { attribute, filter, sub } = target;
  const frame = filter ? elementFor(filter) : {};
  if (!frame)
    throw new ScimError(
      'noTarget',
      `No value of ${attribute.name} is what the path asks for, and none can be made from it.`,
    );
  const content = sub ? { [sub.name]: raw } : asList(canonical(attribute, raw))[0];
  return isObject(content) ? merged(attribute, merged(attribute, {}, frame), content) : undefined;
}

/** Operations on chosen elements of a multi-valued attribute: by filter, or on a sub-attribute of all. */
function onElements(
  before: readonly unknown[],
  target: Target,
  op: PatchOp,
  raw: unknown,
): readonly unknown[] {
  const { filter } = target;
  const touched = new Set<unknown>();
  let found = false;
  const list = before.flatMap((item) => {
    if (!isObject(item) || (filter && !satisfies(item, filter))) return [item];
    found = true;
    const next = changedElement(target, op, item, raw);
    if (next) touched.add(next);
    return next ? [next] : [];
  });
  if (found || op === 'remove') return onePrimary(list, touched);
  const made = newElement(target, raw);
  return made ? addToList(target.attribute, before, [made]) : before;
}

function onList(before: readonly unknown[], target: Target, op: PatchOp, raw: unknown): readonly unknown[] {
  if (target.filter || target.sub) return onElements(before, target, op, raw);
  if (op === 'add') return addToList(target.attribute, before, raw);
  if (op === 'replace') return asList(canonical(target.attribute, raw));
  return raw === undefined || raw === null ? [] : withoutNamed(target.attribute, before, raw);
}

function onSingle(before: unknown, target: Target, op: PatchOp, raw: unknown): unknown {
  const { attribute, sub } = target;
  if (sub) return merged(attribute, before, { [sub.name]: op === 'remove' ? null : raw });
  if (op === 'remove' || raw === null) return undefined;
  const value = canonical(attribute, raw);
  // sub-attributes that are not named stay as they are (RFC 7644 §3.5.2.3)
  return attribute.type === 'complex' && isObject(value) && isObject(raw)
    ? merged(attribute, before, raw)
    : value;
}

function applyTo(resource: Json, target: Target, op: PatchOp, raw: unknown): Json {
  const before = holderOf(resource, target)[target.attribute.name];
  if (!target.attribute.multiValued) return withValue(resource, target, onSingle(before, target, op, raw));
  const list = onList(asList(before), target, op, raw);
  return withValue(resource, target, list.length > 0 ? list : undefined);
}

function applyToExtension(resource: Json, schema: Schema, op: PatchOp, raw: unknown): Json {
  if (op === 'remove') {
    const { [schema.id]: _part, ...rest } = resource;
    return rest;
  }
  if (!isObject(raw)) throw new ScimError('invalidValue', `${schema.id} is an object, not ${quote(raw)}.`);
  return applyKeys(resource, op, raw, `${schema.id}:`);
}

/** An object without a path: each key is a path. Unknown and read-only ones are ignored, as in a POST. */
function applyKeys(resource: Json, op: PatchOp, value: Json, prefix = ''): Json {
  let result = resource;
  for (const [name, raw] of Object.entries(value)) {
    const target = parsePath(`${prefix}${name}`);
    if (!target) continue;
    if (isSchema(target)) result = applyToExtension(result, target, op, raw);
    else if (target.attribute.mutability !== 'readOnly') result = applyTo(result, target, op, raw);
  }
  return result;
}

function pathOf(text: string): Target | Schema {
  let target: Target | Schema | undefined;
  try {
    target = parsePath(text);
  } catch (error) {
    // a wrong filter inside a path is a wrong path (RFC 7644 §3.12)
    if (error instanceof ScimError && error.scimType === 'invalidFilter')
      throw new ScimError('invalidPath', error.message);
    throw error;
  }
  if (!target) throw new ScimError('invalidPath', `${quote(text)} is not a path to an attribute of a user.`);
  return target;
}

function checkWritable(target: Target, op: PatchOp): void {
  if (target.attribute.mutability === 'readOnly')
    throw new ScimError('mutability', `${pathText(target)} is given by the server and cannot be changed.`);
  if (op === 'remove' && target.attribute.required)
    throw new ScimError('mutability', `${pathText(target)} is required and cannot be removed.`);
}

function applyOne(resource: Json, { op, path, value }: PatchOperation): Json {
  if (path === undefined || path === '') {
    if (op === 'remove') throw new ScimError('noTarget', 'A remove operation needs a path.');
    if (!isObject(value))
      throw new ScimError('invalidValue', 'Without a path, the value is an object of attributes.');
    return applyKeys(resource, op, value);
  }
  if (op !== 'remove' && value === undefined)
    throw new ScimError('invalidValue', `The ${op} operation on ${quote(path)} has no value.`);
  const target = pathOf(path.trim());
  if (isSchema(target)) return applyToExtension(resource, target, op, value);
  checkWritable(target, op);
  return applyTo(resource, target, op, value);
}

/** Applies operations in order, all or none. The result is in stored form. */
export function applyPatch(resource: ScimResource, operations: readonly PatchOperation[]): ScimResource {
  return normalise(operations.reduce<Json>(applyOne, resource));
}
