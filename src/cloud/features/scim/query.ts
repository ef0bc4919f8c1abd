/** Parameters of a query (RFC 7644 §3.4.2), from a GET's query string or a SearchRequest. */
import { LIMITS } from './discovery.ts';
import { type Filter, parseFilter } from './filter.ts';
import { type AttributePath, type Json, resolvePath } from './path.ts';
import type { Projection } from './representation.ts';
import { findAttribute } from './schema.ts';
import { quote, ScimError } from './scim-error.ts';

export type ListQuery = Projection & {
  readonly filter?: Filter;
  readonly sort?: { readonly path: AttributePath; readonly descending: boolean };
  /** From 1. */
  readonly startIndex: number;
  /** Capped at what the server gives at most. */
  readonly count: number;
};

const bad = (sentence: string) => new ScimError('invalidValue', sentence);

function one(given: Json, name: string): string | undefined {
  const value = given[name];
  if (value === undefined) return undefined;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw bad(`${name} may be given once.`);
}

function integer(given: Json, name: string): number | undefined {
  const text = one(given, name);
  if (text === undefined) return undefined;
  if (!/^[+-]?\d{1,15}$/.test(text.trim())) throw bad(`${name} is a whole number, not ${quote(text)}.`);
  return Number(text);
}

function names(given: Json, name: string): readonly string[] | undefined {
  const value = given[name];
  if (value === undefined) return undefined;
  const list = (Array.isArray(value) ? value : [value]).flatMap((item) => String(item).split(','));
  return list.map((item) => item.trim()).filter((item) => item !== '');
}

/** Sorting a complex attribute goes by its `value`, or by the part that is named. */
function sortPath(text: string): AttributePath {
  const path = resolvePath(text);
  if (!path) throw bad(`sortBy: there is no attribute ${quote(text)}.`);
  if (path.sub || path.attribute.type !== 'complex') return path;
  const sub = findAttribute(path.attribute.subAttributes ?? [], 'value');
  if (!sub) throw bad(`sortBy: ${quote(text)} has parts; name the one to sort by.`);
  return { ...path, sub };
}

function sortOf(given: Json): ListQuery['sort'] {
  const by = one(given, 'sortBy');
  const order = one(given, 'sortOrder')?.toLowerCase() ?? 'ascending';
  if (order !== 'ascending' && order !== 'descending')
    throw bad(`sortOrder is ascending or descending, not ${quote(order)}.`);
  return by === undefined ? undefined : { path: sortPath(by), descending: order === 'descending' };
}

/** Attributes to send, for requests on a single user too. */
export function projectionOf(given: Json): Projection {
  const attributes = names(given, 'attributes');
  const excludedAttributes = names(given, 'excludedAttributes');
  return { ...(attributes ? { attributes } : {}), ...(excludedAttributes ? { excludedAttributes } : {}) };
}

/** Out-of-range numbers count as the nearest right ones, as RFC 7644 §3.4.2.4 asks. @throws ScimError */
export function listQuery(given: Json): ListQuery {
  const filter = one(given, 'filter');
  const sort = sortOf(given);
  return {
    ...projectionOf(given),
    ...(filter === undefined || filter.trim() === '' ? {} : { filter: parseFilter(filter) }),
    ...(sort ? { sort } : {}),
    startIndex: Math.max(1, integer(given, 'startIndex') ?? 1),
    count: Math.min(LIMITS.results, Math.max(0, integer(given, 'count') ?? LIMITS.defaultCount)),
  };
}
