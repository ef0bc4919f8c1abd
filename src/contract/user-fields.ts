/** The fields of a person, without their schemas: pages load them too. */

/** Attributes of a canonical user, in the order pages list them. A value is text; absent means "no value". */
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
