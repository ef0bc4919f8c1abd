/** Back to factory default (row A10): of one gateway, by its page, its command, a held button, or a signed order. */
import { type Static, Type } from 'typebox';
import { Instant, Uuid } from './common.ts';

/** What goes and what stays, by name; pages say it in words. */
export const RESET_GOES = [
  'link',
  'deviceKey',
  'passwords',
  'people',
  'pbx',
  'sync',
  'consent',
  'accessLog',
  'files',
  'certificate',
  'way',
] as const;
export const RESET_STAYS = ['program', 'host', 'journal', 'backups', 'cloudData', 'way'] as const;
export type ResetGoes = (typeof RESET_GOES)[number];
export type ResetStays = (typeof RESET_STAYS)[number];

/** Between a cloud's order and obeying it, minutes. */
export const ANNOUNCE_DEFAULT = 10;
export const ANNOUNCE_MOST = 24 * 60;

export const ResetBy = Type.Enum(['page', 'cli', 'cloud', 'button']);
export type ResetBy = Static<typeof ResetBy>;

export const ResetView = Type.Object({
  /** `announced`: it happens at `dueAt` unless it is cancelled. `ordered`: with the restart that is under way. */
  state: Type.Enum(['idle', 'announced', 'ordered']),
  dueAt: Type.Optional(Instant),
  by: Type.Optional(ResetBy),
  /** Who ordered it, by name. */
  who: Type.Optional(Type.String()),
  keepWay: Type.Optional(Type.Boolean()),
  /** Customer and address, for the question. */
  customer: Type.Optional(Type.String()),
  address: Type.Optional(Type.String()),
  goes: Type.Array(Type.Enum([...RESET_GOES])),
  stays: Type.Array(Type.Enum([...RESET_STAYS])),
  announceMinutes: Type.Integer({ minimum: 0, maximum: ANNOUNCE_MOST }),
  /** The last one on this device: without a name, which would be the customer's before. */
  last: Type.Optional(Type.Object({ at: Instant, by: ResetBy })),
});
export type ResetView = Static<typeof ResetView>;

export const ResetOrder = Type.Object(
  {
    typed: Type.Literal('revert'),
    /** Proxy and certificate authorities stay: the way to the cloud. */
    keepWay: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export const ResetSettings = Type.Object(
  { announceMinutes: Type.Integer({ minimum: 0, maximum: ANNOUNCE_MOST }) },
  { additionalProperties: false },
);

/**
 * What a cloud signs (Ed25519, the key of its broker, which the gateway pinned when it was linked): compact JWS
 * (RFC 7515) with `typ` as below. It names one link and one device key, and is good for nothing else.
 */
export const RESET_TYPE = 'cloudlink-factory-reset';
export const ResetClaims = Type.Object({
  gatewayId: Uuid,
  /** Thumbprint of the device key (RFC 7638). */
  jkt: Type.String(),
  why: Type.Enum(['integration', 'account']),
  /** ms since 1970. */
  at: Instant,
});
export type ResetClaims = Static<typeof ResetClaims>;
export const ResetArgs = Type.Object(
  { order: Type.String({ maxLength: 4096 }) },
  { additionalProperties: false },
);
