import { type Static, Type } from 'typebox';

/** UUIDv7 (RFC 9562 §5.7), lower case. Ordered by time, so it is also the order of rows. */
export const Uuid = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
});

/** An instant: milliseconds since 1970-01-01T00:00:00Z, as an integer. */
export const Instant = Type.Integer({ minimum: 0 });

/** The 9-digit Account ID that people see (S3:2613). The account's UUID stays inside the cloud. */
export const AccountNumber = Type.String({ pattern: '^[0-9]{9}$' });

/** base64url without padding (RFC 4648 §5). */
export const Base64Url = Type.String({ pattern: '^[A-Za-z0-9_-]+$' });

/** A public P-256 key as JWK (RFC 7517, RFC 7518 §6.2.1). */
export const P256PublicJwk = Type.Object(
  {
    kty: Type.Literal('EC'),
    crv: Type.Literal('P-256'),
    x: Base64Url,
    y: Base64Url,
  },
  { additionalProperties: false },
);
export type P256PublicJwk = Static<typeof P256PublicJwk>;

/**
 * Problem details (RFC 9457). `code` is the row of the error table, `remedy` is one sentence for the person at
 * the page. Sent as application/problem+json.
 */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer({ minimum: 400, maximum: 599 }),
  detail: Type.Optional(Type.String()),
  code: Type.String(),
  remedy: Type.String(),
  instance: Type.Optional(Type.String()),
  errors: Type.Optional(Type.Array(Type.Object({ field: Type.String(), sentence: Type.String() }))),
});
export type Problem = Static<typeof Problem>;

/** What went wrong, as it crosses a wire outside HTTP: the error row's code, a sentence and its remedy. */
export const Fault = Type.Object({
  code: Type.String({ maxLength: 64 }),
  sentence: Type.String({ maxLength: 2000 }),
  remedy: Type.String({ maxLength: 2000 }),
});
export type Fault = Static<typeof Fault>;

/** How this program is installed; decides which set-up steps exist (row A2). */
export const PlatformKind = Type.Enum(['standalone', 'virtual', 'smbc', 'msl']);
export type PlatformKind = Static<typeof PlatformKind>;

export const PLATFORM_KIND_TITLE: Record<PlatformKind, string> = {
  standalone: 'Standalone appliance',
  virtual: 'Virtual appliance',
  smbc: 'SMBC (embedded)',
  msl: 'MSL host',
};
