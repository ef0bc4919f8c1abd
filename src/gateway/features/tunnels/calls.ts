/** Which calls of the cloud's own code a service target lets pass. Pure. */
import type { AllowedCall } from '../../../contract/local-api.ts';

/** Where nobody on site has said which: reading, wherever. */
export const READ_ONLY: readonly AllowedCall[] = [
  { method: 'GET', path: '/' },
  { method: 'HEAD', path: '/' },
];

/**
 * The path of a request, decoded; undefined for one that two servers could read differently (dot segments, encoded
 * slashes, a second layer of encoding, path parameters): a list of paths means nothing for it.
 */
export function plainPath(url: string): string | undefined {
  const raw = url.split(/[?#]/)[0] ?? '';
  if (!raw.startsWith('/') || /[\\;]|%(?:25|2f|5c|3b|[01][\da-f]|7f)/i.test(raw)) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(raw);
  } catch {
    return undefined;
  }
  const segments = path.slice(1).split('/');
  const last = segments.length - 1;
  const isPlain = segments.every((one, i) => one !== '.' && one !== '..' && (one !== '' || i === last));
  return isPlain ? path : undefined;
}

/** `/api` is `/api` and everything below it, and not `/apis`. */
const isUnder = (path: string, allowed: string) =>
  path === allowed || path.startsWith(allowed.endsWith('/') ? allowed : `${allowed}/`);

/** @param url as it stands in the request line */
export function mayCall(calls: readonly AllowedCall[], method: string, url: string): boolean {
  const path = plainPath(url);
  return path !== undefined && calls.some((one) => one.method === method && isUnder(path, one.path));
}
