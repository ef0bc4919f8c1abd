/** Shapes of the network routes (local-api.ts lists them). Apart from the rules of network.ts, which pages load too. */
import { type Static, Type } from 'typebox';
import { Fault, Instant } from './common.ts';
import { NetworkSettings, PortName } from './helper.ts';

/** Longer than anything that is right, so that the rules say what is wrong and not the schema. */
const typed = (maxLength = 1024) => Type.String({ maxLength });

/** One port as it is typed; `gateway` and `dns` may be empty, and everything but `dns` is unused with DHCP. */
export const PortInput = Type.Object(
  {
    port: PortName,
    mode: Type.Enum(['dhcp', 'static']),
    address: typed(),
    mask: typed(),
    gateway: typed(),
    dns: typed(),
  },
  { additionalProperties: false },
);
export type PortInput = Static<typeof PortInput>;

export const PortView = Type.Object({
  name: Type.String(),
  link: Type.Optional(Type.Boolean()),
  /** What it has now, with prefix. */
  addresses: Type.Array(Type.String()),
  /** What is set, or what it has where nothing was set here: the form's first values. */
  form: PortInput,
});
export type PortView = Static<typeof PortView>;

/** Settings on trial: gone by themselves at `endsAt` unless somebody who reaches the gateway keeps them. */
export const TrialView = Type.Object({
  settings: NetworkSettings,
  /** `applying`: the answer goes out first; `ending`: the settings before come back now. */
  state: Type.Enum(['applying', 'trial', 'ending']),
  endsAt: Instant,
  /** Whether the port has what is on trial. */
  inForce: Type.Boolean(),
  /** Where the pages are then: by the new address when it is known, and by name. */
  urls: Type.Array(Type.String()),
});
export type TrialView = Static<typeof TrialView>;

export const TrialResult = Type.Object({
  settings: NetworkSettings,
  outcome: Type.Enum(['kept', 'reverted', 'failed']),
  /** `timeout`: nobody kept them; `restart`: this host was switched off or restarted meanwhile. */
  why: Type.Enum(['confirmed', 'undone', 'timeout', 'restart', 'refused']),
  at: Instant,
  error: Type.Optional(Fault),
});
export type TrialResult = Static<typeof TrialResult>;

export const AuthorityView = Type.Object({
  subject: Type.String(),
  issuer: Type.String(),
  /** SHA-256, `AB:CD:…` */
  fingerprint: Type.String(),
  validTo: Instant,
});
export type AuthorityView = Static<typeof AuthorityView>;

export const ProxyView = Type.Object({
  /** Who said so: this page, the configuration file, or nobody. */
  source: Type.Enum(['page', 'configuration', 'none']),
  host: Type.String(),
  port: Type.Optional(Type.Integer()),
  user: Type.String(),
  hasPassword: Type.Boolean(),
  bypass: Type.Array(Type.String()),
  /** Leaving the page's own would bring this one back. */
  configured: Type.Boolean(),
});
export type ProxyView = Static<typeof ProxyView>;

export const NetworkView = Type.Object({
  time: Instant,
  /** Why addresses and time servers cannot be changed here; absent where they can. */
  obstacle: Type.Optional(Fault),
  ports: Type.Array(PortView),
  trial: Type.Optional(TrialView),
  last: Type.Optional(TrialResult),
  timeServers: Type.Array(Type.String()),
  proxy: ProxyView,
  authorities: Type.Object({
    /** Added on the page. */
    own: Type.Array(AuthorityView),
    /** Of the configuration file. */
    configured: Type.Array(AuthorityView),
  }),
});
export type NetworkView = Static<typeof NetworkView>;

/** What only the person who applied gets: the code that keeps the settings from the new address without a sign-in. */
export const NetworkApplied = Type.Object({ network: NetworkView, keepCode: Type.String() });
export type NetworkApplied = Static<typeof NetworkApplied>;

export const KeepCode = Type.Object(
  { code: Type.String({ minLength: 16, maxLength: 64, secret: true }) },
  { additionalProperties: false },
);

export const TimeServersInput = Type.Object({ servers: typed(2048) }, { additionalProperties: false });

export const ProxyInput = Type.Object(
  {
    /** Empty: there is none, whatever the configuration file says. */
    host: typed(),
    port: Type.String({ maxLength: 32 }),
    user: Type.String({ maxLength: 256 }),
    /** Left out: the stored one stays, as long as host, port and user do. */
    password: Type.Optional(Type.String({ maxLength: 256, secret: true })),
    bypass: typed(16_384),
  },
  { additionalProperties: false },
);
export type ProxyInput = Static<typeof ProxyInput>;

export const AuthoritiesInput = Type.Object(
  { pem: Type.String({ maxLength: 128 * 1024 }) },
  { additionalProperties: false },
);
