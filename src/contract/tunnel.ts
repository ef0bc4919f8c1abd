/** Tunnels: what both ends agree on. SSH remote forwarding (RFC 4254 §7), in one WebSocket or over plain TCP. */
import { type Static, Type } from 'typebox';
import { Instant } from './common.ts';

/** Every request from the cloud to the gateway front carries these; the front strips them before the target. */
export const SESSION_HEADER = {
  id: 'cloudlink-session',
  secret: 'cloudlink-session-secret',
} as const;

/**
 * Answered by the gateway front itself, on a channel that carried no session, to a request that names none: `204` and `cloudlink-probe: <nonce of the query>`.
 * Query: `nonce`, and `seen`, the nonce whose answer the broker got last. A probe with `seen` proves to the gateway
 * that the way back works too; so both ends measure the tunnel, and neither infers it.
 */
export const PROBE_PATH = '/.cloudlink/probe';
export const PROBE_HEADER = 'cloudlink-probe';
/** A tunnel is up when a probe went round within this time; the broker asks a little more often. */
export const PROBE_MS = 30_000;

/** On answers that the gateway front gives itself: the error's code. Removed from what a target answers. */
export const FAULT_HEADER = 'cloudlink-fault';

/** Name that the gateway asks the embedded broker to listen on (virtual: no port is opened). */
export function forwardName(targetId: string): string {
  return `target/${targetId}`;
}
/** Port that goes with the name on the embedded broker; a constant, since the name tells targets apart. */
export const FORWARD_PORT = 1;

/** Ids of targets, as an allow-list makes them. */
export const TARGET_ID = '[a-z0-9][a-z0-9-]{0,62}';
/** Targets of one gateway that can be forwarded at the same time. */
export const MAX_FORWARDS = 64;

/**
 * Asked before every SSH connection to the broker, and again for a target that is started while one is up. The gateway
 * names targets and nothing else: where the broker listens for them is the cloud's choice.
 */
export const TunnelPlanRequest = Type.Object(
  {
    targets: Type.Array(Type.String({ pattern: `^${TARGET_ID}$` }), {
      maxItems: MAX_FORWARDS,
      uniqueItems: true,
    }),
    /** More targets for this connection. Without it the plan is for a new connection, and the one before is ended. */
    connection: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
);
export type TunnelPlanRequest = Static<typeof TunnelPlanRequest>;

/** Where a broker listens for one target. */
export const TunnelForward = Type.Object({
  targetId: Type.String({ pattern: `^${TARGET_ID}$` }),
  /** `target/<id>` on the embedded broker, the gateway's own loopback address on an OpenSSH server. */
  bindHost: Type.String({ pattern: `^(target/${TARGET_ID}|127(\\.[0-9]{1,3}){3})$` }),
  bindPort: Type.Integer({ minimum: 1, maximum: 65_535 }),
});
export type TunnelForward = Static<typeof TunnelForward>;

/** How the next SSH connection goes, and what it asks for. */
export const TunnelPlan = Type.Object({
  /** Number of the connection that this plan is for. */
  connection: Type.Integer({ minimum: 1 }),
  way: Type.Union([
    /** In the binary frames of a WebSocket at `CLOUD_PATH.tunnel`. */
    Type.Object({ kind: Type.Literal('websocket') }),
    /** Plain SSH; through the HTTP proxy by CONNECT where there is one. */
    Type.Object({
      kind: Type.Literal('ssh'),
      host: Type.String({ pattern: '^[A-Za-z0-9.:-]{1,253}$' }),
      port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    }),
  ]),
  /** SSH user name. */
  user: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }),
  /** One for each target that was asked for and is taken. */
  forwards: Type.Array(TunnelForward, { maxItems: MAX_FORWARDS }),
});
export type TunnelPlan = Static<typeof TunnelPlan>;

/**
 * Software version that a gateway's SSH client says (RFC 4253 §4.2, where `-` may not stand). It names the gateway
 * where no WebSocket does; the key proves it.
 */
export const sshIdent = (gatewayId: string): string => `cloudlink_${gatewayId.replaceAll('-', '')}`;

/**
 * How long somebody on site has to answer a question for consent. Meanwhile `session.open` runs on with a progress, and
 * ends with the answer. Milliseconds.
 */
export const CONSENT_MS = 10 * 60_000;
/** The progress of an order while somebody on site is asked. */
export const WAITS_FOR_CONSENT = 'Waits for consent on site.';

/** Target id of the gateway's own pages; always there, and reached with a reduced role. */
export const PORTAL_TARGET = 'gateway-portal';

export const TargetState = Type.Enum(['stopped', 'starting', 'started', 'failed']);
export type TargetState = Static<typeof TargetState>;

/** A target as the cloud sees it: no host, no port (the cloud can never name one). */
export const TargetStatus = Type.Object({
  id: Type.String(),
  /** "MSL", "MiVoice Business", "CloudLink gateway" … */
  component: Type.String(),
  /** "Server Manager", "REST interface" … (rows of B4). */
  tunnel: Type.String(),
  description: Type.String(),
  /** `browser` targets can be launched; `service` targets are called by the cloud's own code. */
  use: Type.Enum(['browser', 'service']),
  /** Known application type, or `msl` for the platform itself. */
  application: Type.String(),
  /** The inventory host this target belongs to. */
  host: Type.String(),
  state: TargetState,
  since: Instant,
  /** The forward is accepted by the broker, and when the probe path last answered through it. */
  tunnelUp: Type.Optional(Type.Object({ up: Type.Boolean(), at: Instant })),
  /** The target's own web server answered the gateway. */
  targetUp: Type.Optional(
    Type.Object({ up: Type.Boolean(), at: Instant, error: Type.Optional(Type.String()) }),
  ),
  error: Type.Optional(Type.String()),
});
export type TargetStatus = Static<typeof TargetStatus>;
