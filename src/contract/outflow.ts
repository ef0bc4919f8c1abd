/** "What leaves this building" (row G10): every kind of connection and of data that there is, and the shape of the counts. */
import { type Static, Type } from 'typebox';
import { Instant } from './common.ts';

export type OutflowRow = {
  readonly title: string;
  readonly protocol: string;
};

/** What connections are for. One that is opened for nothing of this table is counted as `undeclared`. */
export const OUTFLOW_USES = {
  cloud: { title: 'Cloud requests', protocol: 'HTTPS' },
  channel: { title: 'Command channel', protocol: 'WSS' },
  tunnel: { title: 'Tunnels', protocol: 'SSH, WSS' },
  scim: { title: 'User directory of a stand-alone sync', protocol: 'HTTPS' },
  check: { title: 'Health checks', protocol: 'TCP, TLS' },
  names: { title: 'Name lookups', protocol: 'DNS' },
  pbx: { title: 'PBX', protocol: 'HTTPS, System OAI, AMI' },
  directory: { title: 'Directory', protocol: 'LDAP, LDAPS' },
  target: { title: 'Targets of tunnels', protocol: 'HTTP, HTTPS' },
  mdns: { title: 'Own name on the LAN', protocol: 'mDNS' },
  own: { title: 'Own pages', protocol: 'HTTP, HTTPS' },
} as const satisfies Record<string, OutflowRow>;
export type OutflowUse = keyof typeof OUTFLOW_USES;

/** What kinds of data go to the cloud, and what each holds. Anything else is counted as `undeclared`. */
export const OUTFLOW_DATA = {
  users: {
    title: 'Users',
    holds:
      'Names, e-mail addresses, telephone numbers, extensions and roles of the people who are synchronised',
  },
  findings: { title: 'Sync findings', holds: 'Names of the users concerned, reason codes, counts' },
  syncResults: { title: 'Sync results', holds: 'Counts, times and the outcome; no names' },
  inventory: { title: 'Inventory', holds: 'Platforms, versions, licence numbers, memory, partitions' },
  events: { title: 'Events', holds: 'What was done, by whom, to what; names of changed properties' },
  status: {
    title: 'Status',
    holds:
      'Site name and city, states of sync, tunnels and the PBX link, alarms, LAN address, version, length and last hash of the access log, sessions that ended and why',
  },
  metrics: {
    title: 'Figures',
    holds:
      'Each five minutes: memory, processor, counts of users, alarms, tunnels and reports that wait, bytes of connections; no names',
  },
  answers: { title: 'Answers to orders', holds: 'Progress and outcome of what the cloud ordered' },
  logs: { title: 'Logs', holds: 'Lines of the log and support bundles, when the cloud orders them' },
  identity: {
    title: 'Identity',
    holds: 'Proof of the device key; when it is linked, name, version and LAN address too',
  },
  sessions: { title: 'Remote sessions', holds: 'Whatever a target answers to somebody who was let in' },
} as const satisfies Record<string, { readonly title: string; readonly holds: string }>;
export type OutflowData = keyof typeof OUTFLOW_DATA;

/** What never leaves, and what this program does not do. */
export const OUTFLOW_NEVER = {
  passwords: 'Passwords of people, of the PBX and of directories',
  key: 'The device key: it proves itself by signatures',
  setupCode: 'The set-up code',
  calls: 'Calls, call records and voice mail',
  mail: 'E-mail: the gateway sends none',
  time: 'Questions for the time: this host asks its own time servers, not this program',
  analytics: 'Usage statistics for anybody but the account',
} as const;
export type OutflowNever = keyof typeof OUTFLOW_NEVER;

export const UNDECLARED = 'undeclared';
const keys = <T extends object>(table: T) => Object.keys(table) as (keyof T & string)[];

/** Where a connection really went, by the address at its end. `unknown`: it never came so far. */
export const OutflowPlace = Type.Enum(['machine', 'site', 'outside', 'unknown']);
export type OutflowPlace = Static<typeof OutflowPlace>;

const Bytes = Type.Integer({ minimum: 0 });

export const OutflowDestination = Type.Object({
  use: Type.Enum([...keys(OUTFLOW_USES), UNDECLARED]),
  host: Type.String(),
  /** 0 where there is none. */
  port: Type.Integer({ minimum: 0, maximum: 65_535 }),
  /** The proxy that it goes through, `host:port`; absent: direct. */
  via: Type.Optional(Type.String()),
  place: OutflowPlace,
  /** That came about; of `names`, questions. */
  connections: Bytes,
  /** That did not. */
  failed: Bytes,
  up: Bytes,
  down: Bytes,
  lastAt: Instant,
});
export type OutflowDestination = Static<typeof OutflowDestination>;

export const OutflowDatum = Type.Object({
  data: Type.Enum([...keys(OUTFLOW_DATA), UNDECLARED]),
  /** Requests, messages or records. */
  count: Bytes,
  /** Of content, before encryption. */
  up: Bytes,
  lastAt: Instant,
});
export type OutflowDatum = Static<typeof OutflowDatum>;

/** By the calendar of the site. */
export const OutflowDay = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });

export const OutflowView = Type.Object({
  at: Instant,
  /** The start of the program: what is counted below is of the time since then. */
  since: Instant,
  /** What is counted below is of this day instead. */
  day: Type.Optional(OutflowDay),
  destinations: Type.Array(OutflowDestination),
  data: Type.Array(OutflowDatum),
  /** Sums over what is outside, newest first; kept for 90 days. */
  days: Type.Array(Type.Object({ day: OutflowDay, connections: Bytes, up: Bytes, down: Bytes })),
});
export type OutflowView = Static<typeof OutflowView>;
