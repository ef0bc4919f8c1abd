/** How a stored user is sent: with `id` and `meta`, an ETag, and only the attributes that were asked for. */
import type { UserRecord } from '../../core/ports/scim-store.ts';
import { isObject, type Json, resolvePath } from './path.ts';
import { findExtension, TOP } from './schema.ts';
import { ScimError } from './scim-error.ts';

/** Weak: the same user may be written differently (attributes=…), yet is the same version. */
export const etag = (version: number): string => `W/"${version}"`;

/** Whether one of the tags of an If-Match or If-None-Match header names this version (RFC 9110 §13.1, weak comparison). */
export function matchesTag(header: string, version: number): boolean {
  return header.split(',').some((part) => {
    const tag = part.trim().replace(/^W\//, '');
    return tag === '*' || tag === `"${version}"` || tag === String(version);
  });
}

/** @param baseUrl Base of the SCIM service, without a slash at its end. */
export function toResource(user: UserRecord, baseUrl: string): Json {
  const { schemas, ...attributes } = user.resource;
  return {
    schemas,
    id: user.id,
    ...attributes,
    meta: {
      resourceType: 'User',
      created: new Date(user.createdAt).toISOString(),
      lastModified: new Date(user.changedAt).toISOString(),
      location: `${baseUrl}/Users/${user.id}`,
      version: etag(user.version),
    },
  };
}

export type Projection = {
  readonly attributes?: readonly string[];
  readonly excludedAttributes?: readonly string[];
};

const ALWAYS = new Set(TOP.filter(({ returned }) => returned === 'always').map(({ name }) => name));

/** A name of the list in terms of the resource: top-level key, then keys below it. Unknown names are ignored. */
function keysOfName(name: string): readonly string[] | undefined {
  const schema = findExtension(name);
  if (schema) return [schema.id];
  const path = resolvePath(name);
  if (!path) return undefined;
  const { extension, attribute, sub } = path;
  return [...(extension ? [extension.id] : []), attribute.name, ...(sub ? [sub.name] : [])];
}

function only(value: unknown, trails: readonly (readonly string[])[]): unknown {
  if (trails.some((trail) => trail.length === 0)) return value;
  if (Array.isArray(value)) return value.map((item) => only(item, trails));
  if (!isObject(value)) return undefined;
  const out: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) {
    const below = trails.filter(([head]) => head === name).map(([, ...rest]) => rest);
    const kept = below.length > 0 ? only(inner, below) : undefined;
    if (kept !== undefined) out[name] = kept;
  }
  return out;
}

function without(value: unknown, trail: readonly string[]): unknown {
  const [head, ...rest] = trail;
  if (head === undefined) return undefined;
  if (Array.isArray(value)) return value.map((item) => without(item, trail));
  if (!isObject(value)) return value;
  const { [head]: inner, ...others } = value;
  const left = inner === undefined ? undefined : without(inner, rest);
  return left === undefined ? others : { ...others, [head]: left };
}

const trailsOf = (names: readonly string[]) =>
  names.map((name) => keysOfName(name.trim())).filter((trail) => trail !== undefined);

/** @throws ScimError invalidValue when both lists are given (RFC 7644 §3.9: one or the other). */
export function project(resource: Json, { attributes, excludedAttributes }: Projection): Json {
  if (attributes && excludedAttributes)
    throw new ScimError('invalidValue', 'attributes and excludedAttributes exclude each other.');
  if (attributes) {
    const always = [...ALWAYS].map((name) => [name]);
    return only(resource, [...always, ...trailsOf(attributes)]) as Json;
  }
  const trails = trailsOf(excludedAttributes ?? []).filter(([head]) => !ALWAYS.has(head ?? ''));
  return trails.reduce<Json>((rest, trail) => without(rest, trail) as Json, resource);
}
