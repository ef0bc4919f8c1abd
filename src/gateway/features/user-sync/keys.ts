/** What must be unique, and how it is compared. Pure. */
import type { CanonicalUser } from '../../../contract/scim.ts';
import { KEY_KINDS, type Key, type KeyKind } from '../../core/ports/sync-store.ts';

/** Addresses and names by NFC and lower case; numbers as they are. */
export function keyValue(kind: KeyKind, text: string): string {
  return kind === 'userName' || kind === 'email' ? text.normalize('NFC').toLowerCase() : text;
}

export function keysOf(user: CanonicalUser | undefined): Key[] {
  if (!user) return [];
  return KEY_KINDS.flatMap((kind) => {
    const value = user[kind];
    return value ? [{ kind, value: keyValue(kind, value) }] : [];
  });
}

export const keyId = (key: Key) => `${key.kind} ${key.value}`;

/** Keys that tell who somebody is. Numbers are handed on from person to person; these are not. */
export const isIdentity = (kind: KeyKind) => kind === 'userName' || kind === 'email';
