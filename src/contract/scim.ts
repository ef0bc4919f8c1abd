/** The canonical user and how it lies in SCIM (RFC 7643; S3:6567; S4). One mapping, used by both ends. */
import { type Static, Type } from 'typebox';
import type { UserField } from './user-fields.ts';

export const SCIM_USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const SCIM_ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
/** Ours: what a telephone user has and the core schema lacks. */
export const SCIM_TELEPHONY = 'urn:cloudlink:params:scim:schemas:extension:telephony:1.0:User';
export const SCIM_PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const SCIM_BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
export const SCIM_LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const SCIM_ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

export { USER_FIELDS, type UserField } from './user-fields.ts';

/** What is known of a person beside names and state; spread into every shape of a person. */
export const UserDetails = {
  email: Type.Optional(Type.String()),
  extension: Type.Optional(Type.String()),
  phone: Type.Optional(Type.String()),
  mobile: Type.Optional(Type.String()),
  department: Type.Optional(Type.String()),
  location: Type.Optional(Type.String()),
  role: Type.Optional(Type.String()),
};

export const CanonicalUser = Type.Object({
  userName: Type.String(),
  givenName: Type.Optional(Type.String()),
  familyName: Type.Optional(Type.String()),
  displayName: Type.Optional(Type.String()),
  ...UserDetails,
  active: Type.Boolean(),
});
export type CanonicalUser = Static<typeof CanonicalUser>;

/**
 * Where each field lies. `multi` attributes are replaced whole (C2): the value is the element of that `type`.
 * extension → phoneNumbers[other], phone (DID, E.164) → phoneNumbers[work], mobile → phoneNumbers[mobile],
 * location → addresses[work].formatted, role → roles[primary].
 */
export const SCIM_PLACE: Record<
  UserField,
  | { readonly path: string }
  | {
      readonly multi: 'emails' | 'phoneNumbers' | 'addresses' | 'roles';
      readonly type: string;
      readonly key: 'value' | 'formatted';
    }
> = {
  userName: { path: 'userName' },
  givenName: { path: 'name.givenName' },
  familyName: { path: 'name.familyName' },
  displayName: { path: 'displayName' },
  email: { multi: 'emails', type: 'work', key: 'value' },
  extension: { multi: 'phoneNumbers', type: 'other', key: 'value' },
  phone: { multi: 'phoneNumbers', type: 'work', key: 'value' },
  mobile: { multi: 'phoneNumbers', type: 'mobile', key: 'value' },
  department: { path: `${SCIM_ENTERPRISE}:department` },
  location: { multi: 'addresses', type: 'work', key: 'formatted' },
  role: { multi: 'roles', type: 'primary', key: 'value' },
};
