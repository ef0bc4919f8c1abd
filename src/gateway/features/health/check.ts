/** What a health check is: one file each, listed in index.ts. */
import type { Clock } from '../../../base/clock.ts';
import type { AccessVerdict } from '../../../contract/access-log.ts';
import type { PbxTestResult } from '../../../contract/local-api.ts';
import type { EventName } from '../../core/events.ts';
import type { MdnsStatus } from '../../core/ports/mdns.ts';
import type { Endpoint, Probes } from '../../core/ports/probes.ts';

/** What the checks know of the gateway's own state; plain questions, answered from memory. */
export type HealthState = {
  /** Where the cloud is; undefined while no cloud is configured. */
  readonly cloud: () => (Endpoint & { readonly tls: boolean }) | undefined;
  /** The proxy on the way to the cloud; undefined: directly. */
  readonly proxy: () => Endpoint | undefined;
  /** The command channel; undefined while the gateway is not linked and has none. */
  readonly channel: () =>
    | { readonly online: boolean; readonly transport: 'websocket' | 'poll'; readonly since: number }
    | undefined;
  /** The cloud's time now, by the last message it sent; undefined before the first. */
  readonly cloudNow: () => number | undefined;
  /** No time before it is believed: this program was built later, or knew a later time. ms since 1970. */
  readonly clockFloor: () => number;
  /** Asks the cloud for its name (GET hello), the way every request goes. Throws AppError. */
  readonly hello: (signal: AbortSignal) => Promise<{ readonly name: string; readonly time: number }>;
  /** Whether this program sets the addresses of its host: not where the host's own administration does (row A2). */
  readonly setsNetwork: () => boolean;
  /** How this gateway is found by name. */
  readonly mdns: () => MdnsStatus;
  readonly pbx: () => (Endpoint & { readonly name: string }) | undefined;
  /** The chain of what user synchronisation did; undefined while it cannot be known. */
  readonly syncAudit: () => Promise<{ readonly count: number; readonly brokenAt?: number } | undefined>;
  /** The access log, against itself and what the cloud was told. */
  readonly accessLog: (signal: AbortSignal) => Promise<AccessVerdict>;
  /** Signs in at the PBX and reads a little; who asks meanwhile shares the answer. Undefined: no PBX link is saved. */
  readonly pbxTest: () => Promise<PbxTestResult | undefined>;
  /** What user sync is like; undefined while it never ran. */
  readonly sync: () => SyncFacts | undefined;
  /** Tunnels that were started and do not work from end to end, with since when. */
  readonly tunnelsDown: () => readonly {
    readonly name: string;
    readonly since: number;
    readonly why?: string;
  }[];
  /** Licences with an end, of the last inventory; `days` as `daysLeft` of the contract. */
  readonly licences: () => readonly {
    readonly host: string;
    readonly days: number;
    readonly subscription: boolean;
  }[];
};

export type SyncFacts = {
  readonly detained: number;
  /** Why the guard holds removals. */
  readonly held?: string;
  readonly fault?: { readonly sentence: string; readonly remedy: string };
};

export type CheckContext = {
  readonly probes: Probes;
  readonly state: HealthState;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

export type CheckOutcome =
  | { readonly state: 'ok'; readonly facts: string }
  /** It cannot be known now; says why. */
  | { readonly state: 'unknown'; readonly facts: string }
  | {
      readonly state: 'warning' | 'critical';
      readonly facts: string;
      readonly remedy: string;
      /** The alarm is told anew whenever this is another: 90 days, 30 days, 7 days. */
      readonly step?: string;
    };

export type HealthCheck = {
  readonly code: string;
  readonly title: string;
  /** A costly look: made by itself at most so often, ms, while all is well; whenever a person asks. */
  readonly every?: number;
  /**
   * Only when a person asks: it signs in somewhere, and wrong passwords sent every few minutes lock accounts. It raises
   * no alarm, since nothing would look again and clear it.
   */
  readonly onDemand?: true;
  /** Looked at again soon after any of these, so that nobody waits for the next round. Only for what costs nothing. */
  readonly follows?: readonly EventName[];
  readonly run: (context: CheckContext) => Promise<CheckOutcome>;
};

export const ok = (facts: string): CheckOutcome => ({ state: 'ok', facts });
export const unknown = (facts: string): CheckOutcome => ({ state: 'unknown', facts });
export const warning = (facts: string, remedy: string): CheckOutcome => ({ state: 'warning', facts, remedy });
export const critical = (facts: string, remedy: string): CheckOutcome => ({
  state: 'critical',
  facts,
  remedy,
});

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `1.2 GiB` */
export function bytes(n: number): string {
  const power = Math.min(UNITS.length - 1, n < 1 ? 0 : Math.floor(Math.log2(n) / 10));
  return `${(n / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${UNITS[power]}`;
}

export const place = (to: Endpoint): string => `${to.host}:${to.port}`;
