/**
 * The command channel: JSON text frames, one message a frame, 256 KiB at most, both over WebSocket and over
 * long polling. Unknown message types are ignored (a newer peer), malformed ones are refused and logged.
 *
 * Delivery: a command stays with the cloud until its result is stored and is sent again after every reconnect; the
 * gateway journals the id before acting and repeats its `ack`, last `progress` or `result` for an id it knows.
 * The cloud answers `result` with `stored`.
 */
import { type Static, Type } from 'typebox';
import { Fault, Instant, Uuid } from './common.ts';
import { GatewayStatus } from './status.ts';

export const CHANNEL_MAX_BYTES = 256 * 1024;
/** The cloud pings every 20 s; either side ends a channel that was silent for 50 s. */
export const CHANNEL_PING_MS = 20_000;
export const CHANNEL_DEAD_MS = 50_000;

/** WebSocket close codes of ours (RFC 6455 §7.4.2, private use). */
export const CLOSE_CODE = {
  /** This gateway was unlinked or its account deleted. */
  unlinked: 4001,
  deactivated: 4002,
  /** A newer channel of the same gateway took over. */
  replaced: 4003,
  tokenExpired: 4004,
  malformed: 4005,
} as const;

export const CommandMessage = Type.Object({
  type: Type.Literal('command'),
  id: Uuid,
  /** A name the receiver does not know is answered with the fault COMMAND_UNKNOWN. */
  name: Type.String({ maxLength: 64 }),
  args: Type.Record(Type.String(), Type.Unknown()),
  issuedBy: Type.Object({ id: Type.String(), name: Type.String() }),
  issuedAt: Instant,
  expiresAt: Instant,
});
export type CommandMessage = Static<typeof CommandMessage>;

export const CloudMessage = Type.Union([
  /** First message on every channel: the cloud's time, for command expiry, and the gateway's own facts' version. */
  Type.Object({ type: Type.Literal('welcome'), time: Instant, selfVersion: Type.Integer() }),
  CommandMessage,
  /** A result is stored; the gateway may forget its copy. */
  Type.Object({ type: Type.Literal('stored'), id: Uuid }),
  /** Row D18: a synced person was changed in the cloud by somebody else than this gateway. */
  Type.Object({
    type: Type.Literal('user.changed'),
    remoteId: Type.String(),
    version: Type.String(),
    actor: Type.String(),
  }),
  /** The account's or gateway's facts changed: read GatewaySelf again. */
  Type.Object({ type: Type.Literal('self.changed'), selfVersion: Type.Integer() }),
  Type.Object({ type: Type.Literal('time'), time: Instant }),
]);
export type CloudMessage = Static<typeof CloudMessage>;

export const CommandResult = Type.Union([
  Type.Object({
    ok: Type.Literal(true),
    value: Type.Optional(Type.Unknown()),
    sentence: Type.Optional(Type.String()),
  }),
  /** `unknown: true`: the power went in the middle and nobody can know whether it happened. */
  Type.Object({ ok: Type.Literal(false), error: Fault, unknown: Type.Optional(Type.Boolean()) }),
]);
export type CommandResult = Static<typeof CommandResult>;

export const GatewayMessage = Type.Union([
  Type.Object({ type: Type.Literal('ack'), id: Uuid }),
  Type.Object({
    type: Type.Literal('progress'),
    id: Uuid,
    percent: Type.Integer({ minimum: 0, maximum: 100 }),
    sentence: Type.String({ maxLength: 500 }),
  }),
  Type.Object({ type: Type.Literal('result'), id: Uuid, result: CommandResult }),
  Type.Object({ type: Type.Literal('status'), status: GatewayStatus }),
]);
export type GatewayMessage = Static<typeof GatewayMessage>;
