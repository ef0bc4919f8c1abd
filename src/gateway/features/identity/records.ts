/** What the identity keeps in settings and secrets. */
import { type Static, Type } from 'typebox';
import { GatewaySelf, SetupCodeChallenge } from '../../../contract/claim.ts';
import { Fault, Instant } from '../../../contract/common.ts';

/** A device authorization under way (RFC 8628). Its device code is a secret and kept as one. */
export const ClaimRecord = Type.Object({
  userCode: Type.Optional(Type.String()),
  verificationUri: Type.Optional(Type.String()),
  verificationUriComplete: Type.Optional(Type.String()),
  expiresAt: Type.Optional(Instant),
  /** Seconds between polls. */
  interval: Type.Optional(Type.Integer()),
  seenBy: Type.Optional(Type.String()),
  challenge: Type.Optional(SetupCodeChallenge),
  /** The challenge that was judged last: a repeated one is not counted twice. */
  judged: Type.Optional(Type.String()),
  /** The code was right and the cloud was told: the grant may come for a while longer than the request lives. */
  right: Type.Optional(Type.Boolean()),
  wrongCodes: Type.Integer(),
  error: Type.Optional(Fault),
  /** The second way of claiming; the token itself is kept as a secret. Absent: a person approves at the cloud. */
  by: Type.Optional(Type.Enum(['token', 'registered'])),
  /** Who started it. */
  startedBy: Type.String(),
});
export type ClaimRecord = Static<typeof ClaimRecord>;

export const SetupCodeRecord = Type.Object({
  madeAt: Instant,
  usedBy: Type.Optional(Type.Enum(['claim', 'admin'])),
  /** Wrong in a row on the local page. */
  wrong: Type.Integer(),
  lockedUntil: Type.Optional(Instant),
});
export type SetupCodeRecord = Static<typeof SetupCodeRecord>;

/** Which version of its own facts a gateway has read; versions of another link mean nothing. */
export const SelfVersion = Type.Object({ gatewayId: Type.String(), version: Type.Integer() });

/** A change of the device key that runs, or how the last one failed. */
export const KeyRecord = Type.Object({
  startedAt: Instant,
  startedBy: Type.String(),
  error: Type.Optional(Fault),
});
export type KeyRecord = Static<typeof KeyRecord>;

export const ClockRecord = Type.Object({ synchronisedAt: Instant });
export { GatewaySelf };

export const KEY = {
  self: 'identity.self',
  selfVersion: 'identity.self-version',
  claim: 'identity.claim',
  setupCode: 'identity.setup-code',
  deviceCode: 'identity.device-code',
  claimToken: 'identity.claim-token',
  clock: 'identity.clock',
  rotation: 'identity.key-rotation',
} as const;
