/** The gateway's name on its own network (row A1): which one it has, and whether another device wanted it. */
import { type Static, Type } from 'typebox';

export const NameConflict = Type.Object({
  /** The name that was taken: `cloudlink.local`. */
  name: Type.String(),
  /** Who has it, when that is known. */
  address: Type.Optional(Type.String()),
  /** Milliseconds since 1970. */
  at: Type.Integer(),
});
export type NameConflict = Static<typeof NameConflict>;

export type MdnsStatus = {
  /** `waiting`: no network port has an address yet, or the name is being probed. */
  readonly state: 'off' | 'waiting' | 'published' | 'failed';
  /** The name in effect. */
  readonly name: string;
  /** The name that was asked for in the configuration. */
  readonly configured: string;
  /** Who answers: this program, or the avahi-daemon of the host. */
  readonly by?: 'gateway' | 'avahi';
  /** Why it is off or failed, a sentence. */
  readonly reason?: string;
  /** Why the name in effect is not the configured one. */
  readonly conflict?: NameConflict;
};

export type Mdns = {
  /** The name in effect; the configured one until another had to be chosen. */
  name(): string;
  status(): MdnsStatus;
  /** @throws AppError MDNS_FAILED when no network port can be used */
  start(): Promise<void>;
  /** Takes the name off the network (goodbye, RFC 6762 §10.1). */
  stop(): Promise<void>;
};
