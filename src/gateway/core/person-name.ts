import type { CanonicalUser } from '../../contract/scim.ts';

/** How a person is called on pages: display name, else given and family name, else the identity at the source. */
export function nameOf(user: CanonicalUser | undefined, externalId: string): string {
  const parts = [user?.givenName, user?.familyName].filter((part) => part !== undefined).join(' ');
  return user?.displayName ?? (parts || externalId);
}
