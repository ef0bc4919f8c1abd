/** What 3CX's Configuration API (XAPI, OData v4) answers, as far as it is read here. Other members are ignored. */
import { type Static, Type } from 'typebox';

const Text = Type.Optional(Type.Union([Type.String({ maxLength: 4096 }), Type.Null()]));

/** Pbx.User: only what is asked for with `$select`; passwords and PINs stay where they are. */
export const User = Type.Object({
  Id: Type.Integer(),
  Number: Type.String({ maxLength: 64 }),
  FirstName: Text,
  LastName: Text,
  EmailAddress: Text,
  Mobile: Text,
  OutboundCallerID: Text,
  Enabled: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
});
export type User = Static<typeof User>;
export const USER_FIELDS = Object.keys(User.properties);

/** One page of a collection (OData JSON v4.0 §4.5.5, §12). */
export const Page = Type.Object({
  '@odata.count': Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  value: Type.Array(Type.Unknown(), { maxItems: 10_000 }),
});

/** Pbx.SystemStatus. Its licence key is not read. */
export const SystemStatus = Type.Object({
  Version: Type.String({ minLength: 1, maxLength: 64 }),
  FQDN: Text,
  OS: Text,
  ExpirationDate: Text,
});
export type SystemStatus = Static<typeof SystemStatus>;

export const PAGE_SIZE = 100;
