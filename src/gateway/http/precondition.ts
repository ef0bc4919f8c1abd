/** What a page says it has read before it changes something (RFC 9110 §13.1). */
import type { IncomingHttpHeaders } from 'node:http';
import type { Expected } from '../core/saved.ts';

/** No thing has this version: what cannot be understood fits nothing. */
const NOTHING = -1;

/** `If-Match: "5"` → 5; `If-None-Match: *` → none; neither → undefined. Weak tags match no change (§8.8.3.2). */
export function expectedOf(headers: IncomingHttpHeaders): Expected {
  if (headers['if-none-match'] === '*') return 'none';
  const tag = headers['if-match'];
  if (tag === undefined) return undefined;
  const [, version] = /^"(\d{1,15})"$/.exec(tag.trim()) ?? [];
  return version === undefined ? NOTHING : Number(version);
}
