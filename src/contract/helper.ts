/**
 * What the daemon may ask of `cloudlinkd-helper`, the small program that runs as root. One JSON object a line, one
 * answer a line, in order, over a Unix socket. A verb that is not in this table does not exist.
 */
import { type Static, type TSchema, Type } from 'typebox';
import { Fault, Instant } from './common.ts';

/** Longest line either side takes, in bytes; more ends the connection. */
export const HELPER_MAX_BYTES = 16 * 1024;

/** After this many seconds without `network.confirm` the old network settings are back (row A4). */
export const NETWORK_TRIAL_SECONDS = 120;

const none = Type.Object({}, { additionalProperties: false });

/** Four numbers 0-255 without leading zeroes. */
const octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
export const Ipv4 = Type.String({ pattern: `^${octet}(\\.${octet}){3}$` });

/** A kernel interface name (IFNAMSIZ is 16 with the final zero); nothing that means something in a unit file. */
const portName = Type.String({ pattern: '^[a-zA-Z0-9][a-zA-Z0-9._-]{0,14}$' });

/** `Appliance Ethernet Configuration` (row A4): by DHCP, or with fixed addresses. */
export const NetworkSettings = Type.Union([
  Type.Object({ port: portName, mode: Type.Literal('dhcp') }, { additionalProperties: false }),
  Type.Object(
    {
      port: portName,
      mode: Type.Literal('static'),
      address: Ipv4,
      /** Length of the subnet mask, bits: 24 is 255.255.255.0. */
      prefix: Type.Integer({ minimum: 1, maximum: 32 }),
      gateway: Ipv4,
      dns: Type.Array(Ipv4, { maxItems: 4 }),
    },
    { additionalProperties: false },
  ),
]);
export type NetworkSettings = Static<typeof NetworkSettings>;

export const HELPER_VERBS = {
  ping: { title: 'Answer', args: none },
  reboot: { title: 'Reboot this host', args: none },
  'service.restart': { title: 'Restart the gateway program', args: none },
  /** Steps the system clock and, where there is one, the hardware clock. */
  'clock.set': {
    title: 'Set the clock',
    args: Type.Object({ to: Instant }, { additionalProperties: false }),
  },
  /** Applies on trial: gone by itself after {@link NETWORK_TRIAL_SECONDS}, and by a power cut. */
  'network.apply': { title: 'Try network settings', args: NetworkSettings },
  'network.confirm': { title: 'Keep the tried network settings', args: none },
  'network.revert': { title: 'Go back to the network settings before', args: none },
} as const satisfies Record<string, { readonly title: string; readonly args: TSchema }>;
export type HelperVerb = keyof typeof HELPER_VERBS;
export type HelperArgs<V extends HelperVerb> = Static<(typeof HELPER_VERBS)[V]['args']>;

export const HelperRequest = Type.Object(
  { verb: Type.String({ maxLength: 64 }), args: Type.Record(Type.String(), Type.Unknown()) },
  { additionalProperties: false },
);
export type HelperRequest = Static<typeof HelperRequest>;

export const HelperAnswer = Type.Union([
  Type.Object({ ok: Type.Literal(true), sentence: Type.String() }),
  Type.Object({ ok: Type.Literal(false), error: Fault }),
]);
export type HelperAnswer = Static<typeof HelperAnswer>;
