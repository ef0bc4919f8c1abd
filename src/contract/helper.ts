/**
 * What the daemon may ask of `cloudlinkd-helper`, the small program that runs as root. One JSON object a line, one
 * answer a line, in order, over a Unix socket. A verb that is not in this table does not exist.
 */
import { type Static, type TSchema, Type } from 'typebox';
import { Fault, Instant } from './common.ts';

/** Longest line either side takes, in bytes; more ends the connection. */
export const HELPER_MAX_BYTES = 16 * 1024;

/**
 * Where the trial lies, and where settings are kept; both are readable by everybody. /run is gone after a power cut,
 * and with it the trial.
 */
export const NETWORK_TRIAL_FILE = '/run/systemd/network/05-cloudlink-trial.network';
export const NETWORK_KEPT_FOLDER = '/etc/systemd/network';
/** Kernel names hold nothing that means something in a path. */
export const keptNetworkFile = (port: string): string =>
  `${NETWORK_KEPT_FOLDER}/10-cloudlink-${port}.network`;
/** A drop-in of timesyncd.conf(5). */
export const TIME_SERVERS_FILE = '/etc/systemd/timesyncd.conf.d/50-cloudlink.conf';

/** Of a release for RAUC, in the folder `update` of the data folder; the helper takes no other name. */
export const RAUC_BUNDLE = 'bundle.raucb';

/** After this many seconds without `network.confirm` the old network settings are back (row A4). */
export const NETWORK_TRIAL_SECONDS = 120;

const none = Type.Object({}, { additionalProperties: false });

/** Four numbers 0-255 without leading zeroes. */
const octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
export const Ipv4 = Type.String({ pattern: `^${octet}(\\.${octet}){3}$` });

/** A kernel interface name (IFNAMSIZ is 16 with the final zero); nothing that means something in a unit file. */
export const PortName = Type.String({ pattern: '^[a-zA-Z0-9][a-zA-Z0-9._-]{0,14}$' });

/** A host name (RFC 1123) or an address of either family; nothing that means something in a unit file. */
const hostName = Type.String({ pattern: '^[A-Za-z0-9_:]([A-Za-z0-9_:.-]{0,252})$' });

/** `Appliance Ethernet Configuration` (row A4) of one port: by DHCP, or with fixed addresses. */
export const NetworkSettings = Type.Union([
  Type.Object(
    {
      port: PortName,
      mode: Type.Literal('dhcp'),
      /** In place of those that the DHCP server names. */
      dns: Type.Optional(Type.Array(Ipv4, { minItems: 1, maxItems: 4 })),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      port: PortName,
      mode: Type.Literal('static'),
      address: Ipv4,
      /** Length of the subnet mask, bits: 24 is 255.255.255.0. */
      prefix: Type.Integer({ minimum: 1, maximum: 32 }),
      /** Absent where nothing lies behind this port's own network. */
      gateway: Type.Optional(Ipv4),
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
  /** Starts to write the bundle {@link RAUC_BUNDLE} into the other slot; `rauc.installed` says how that goes. */
  'rauc.install': { title: 'Write a release into the other slot', args: none },
  /** `running` or `done` as the answer's sentence; STEP_FAILED with the last words of one that failed. */
  'rauc.installed': { title: 'Ask how the writing goes', args: none },
  /** The other slot is started next. */
  'rauc.activate-other': { title: 'Start the other slot next', args: none },
  /** The slot that runs stays. */
  'rauc.mark-good': { title: 'Keep the slot that runs', args: none },
  /** The slot that runs is not started again; the other one is next. */
  'rauc.give-up': { title: 'Go back to the other slot', args: none },
  'clock.set': {
    title: 'Set the clock',
    args: Type.Object({ to: Instant }, { additionalProperties: false }),
  },
  /** Applies on trial: gone by itself after {@link NETWORK_TRIAL_SECONDS}, and by a power cut. */
  'network.apply': { title: 'Try network settings', args: NetworkSettings },
  'network.confirm': { title: 'Keep the tried network settings', args: none },
  'network.revert': { title: 'Go back to the network settings before', args: none },
  /** Asks the port's own network whether somebody has an address (RFC 5227); ADDRESS_TAKEN when so. */
  'address.probe': {
    title: 'Ask whether an IPv4 address is free',
    args: Type.Object({ port: PortName, address: Ipv4 }, { additionalProperties: false }),
  },
  /** Beside those that a DHCP server names; none: the host's own. */
  'time.servers': {
    title: 'Set the time servers',
    args: Type.Object({ servers: Type.Array(hostName, { maxItems: 4 }) }, { additionalProperties: false }),
  },
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
