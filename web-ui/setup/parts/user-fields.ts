/** A person's fields in the order pages list them; contract/scim.ts has the same, with its schemas, which pages do not load. */
export const USER_FIELDS = [
  'userName',
  'givenName',
  'familyName',
  'displayName',
  'email',
  'extension',
  'phone',
  'mobile',
  'department',
  'location',
  'role',
] as const;
export type UserField = (typeof USER_FIELDS)[number];
