/** What must be unique, and how it is compared. Pure. */
import type { CanonicalUser } from '../../../contract/scim.ts';
import type { ValidationProfile } from '../../../contract/sync-api.ts';
import { KEY_FIELDS, type Key, type KeyKind } from '../../core/ports/sync-store.ts';

/** Addresses and names by NFC and lower case; numbers as they are. */
export function keyValue(kind: KeyKind, text: string): string {
  return isIdentity(kind) ? text.normalize('NFC').toLowerCase() : text;
}

/** What MiCollab makes of a user name: what stands before the `@`. */
export const loginOf = (userName: string) => userName.split('@', 1)[0] ?? '';

/** @param profile of the source that answers for the person: with MiCollab, logins are unique too */
export function keysOf(user: CanonicalUser | undefined, profile: ValidationProfile = 'cloud'): Key[] {
  if (!user) return [];
  const login = profile === 'micollab' ? loginOf(user.userName) : '';
  const keys: Key[] = KEY_FIELDS.flatMap((kind) => {
    const value = user[kind];
    return value ? [{ kind, value: keyValue(kind, value) }] : [];
  });
  return login === '' ? keys : [...keys, { kind: 'login', value: keyValue('login', login) }];
}

export const keyId = (key: Key) => `${key.kind} ${key.value}`;

/** Keys that tell who somebody is. Numbers are handed on from person to person; these are not. */
export const isIdentity = (kind: KeyKind): kind is 'userName' | 'email' | 'login' =>
  kind === 'userName' || kind === 'email' || kind === 'login';
