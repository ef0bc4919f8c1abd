/** One text for one value, whatever order its keys were made in. */

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, v]) => [key, sorted(v)]));
}

/** JSON with keys in code-unit order, like RFC 8785 for values that JSON can hold. Order of arrays counts. */
export const canonical = (value: unknown): string => JSON.stringify(sorted(value));
