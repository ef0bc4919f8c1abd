/** Attribute paths (RFC 7644 §3.10): `name.givenName`, `emails`, `urn:…:User:department`. */
import { SCIM_USER } from '../../../contract/scim.ts';
import { type Attribute, EXTENSIONS, findAttribute, type Schema, TOP } from './schema.ts';

export type AttributePath = {
  /** The extension whose object holds it; absent for what lies at the top. */
  readonly extension?: Schema;
  readonly attribute: Attribute;
  readonly sub?: Attribute;
};

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function inside(list: readonly Attribute[], dotted: string, extension?: Schema): AttributePath | undefined {
  const [name = '', subName, ...rest] = dotted.split('.');
  const attribute = findAttribute(list, name);
  if (!attribute || rest.length > 0) return undefined;
  const base = extension ? { extension, attribute } : { attribute };
  if (subName === undefined) return base;
  const sub = findAttribute(attribute.subAttributes ?? [], subName);
  return sub && { ...base, sub };
}

/** The path in terms of the schema; undefined when nothing of that name is known. */
export function resolvePath(text: string): AttributePath | undefined {
  const lower = text.toLowerCase();
  if (lower.startsWith(`${SCIM_USER.toLowerCase()}:`)) return inside(TOP, text.slice(SCIM_USER.length + 1));
  const extension = EXTENSIONS.find(({ id }) => lower.startsWith(`${id.toLowerCase()}:`));
  if (extension) return inside(extension.attributes, text.slice(extension.id.length + 1), extension);
  return inside(TOP, text);
}

/** As people write it, in the schema's own spelling. */
export function pathText({ extension, attribute, sub }: AttributePath): string {
  return `${extension ? `${extension.id}:` : ''}${attribute.name}${sub ? `.${sub.name}` : ''}`;
}

/** The object that the attribute lies in: the resource, or its extension's part. */
export function holderOf(resource: Json, { extension }: AttributePath): Json {
  if (!extension) return resource;
  const part = resource[extension.id];
  return isObject(part) ? part : {};
}

/** Every value at a path: none, one, or those of a multi-valued attribute. A complex one without `sub` gives objects. */
export function valuesAt(resource: Json, path: AttributePath): readonly unknown[] {
  const value = holderOf(resource, path)[path.attribute.name];
  const list = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  const { sub } = path;
  if (!sub) return list;
  return list.flatMap((item) => {
    const inner = isObject(item) ? item[sub.name] : undefined;
    return inner === undefined || inner === null ? [] : [inner];
  });
}
