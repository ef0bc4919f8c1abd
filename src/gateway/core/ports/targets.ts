/** What the tunnels feature keeps: the allow-list, the sessions of its history, and the access log. */
import type { AccessLine } from '../../../contract/local-api.ts';

/** States of features/tunnels/machine.ts. */
export type TunnelState =
  | 'stopped'
  | 'checking'
  | 'opening'
  | 'started'
  | 'stopping'
  | 'failed'
  | 'blocking'
  | 'blocked';

/** One row of the gateway's own allow-list. The cloud knows its id and words, never its host and port. */
export type StoredTarget = {
  readonly id: string;
  readonly component: string;
  readonly tunnel: string;
  readonly description: string;
  readonly use: 'browser' | 'service';
  readonly application: string;
  readonly protocol: 'http' | 'https' | 'internal';
  readonly host: string;
  readonly port: number;
  /** SHA-256 of the certificate that a person confirmed, `AB:CD:…`. */
  readonly fingerprint?: string;
  /** Another certificate that was seen and waits for a person. */
  readonly seenFingerprint?: string;
  /** False: proposed by a connector, not yet accepted by a person. */
  readonly confirmed: boolean;
  readonly builtIn: boolean;
  /** A connector named it; it goes when the connector names it no more and nobody confirmed it. */
  readonly proposed: boolean;
  readonly state: TunnelState;
  /** Since when `state` is what it is. */
  readonly since: number;
  readonly error?: string;
};

export type TargetStore = {
  list(): readonly StoredTarget[];
  get(id: string): StoredTarget | undefined;
  /** Durable when it returns. */
  put(target: StoredTarget): void;
  remove(id: string): void;
};

/** A launch session as the customer sees it. Its secret is never on the disk: a restart ends every session. */
export type StoredSession = {
  readonly id: string;
  readonly targetId: string;
  readonly personId: string;
  readonly personName: string;
  readonly personEmail?: string;
  readonly reason?: string;
  readonly ticket?: string;
  /** Who or what let it in. */
  readonly consent?: string;
  readonly openedAt: number;
  readonly expiresAt: number;
  readonly lastUsedAt: number;
  readonly requests: number;
  readonly endedAt?: number;
  /** In words: "idle", "ended by Ina". */
  readonly endedBecause?: string;
};

export type TunnelSessionStore = {
  put(session: StoredSession): void;
  /** Forgets sessions that ended before, 500 at most; answers how many. */
  prune(before: number): number;
  /** Newest first. */
  recent(limit: number): readonly StoredSession[];
  /** Those that ended after a time, the latest first. */
  endedSince(at: number, limit: number): readonly StoredSession[];
  /** Ends what a crash left open. */
  endAllOpen(at: number, because: string): void;
};

/** What is known of a request when it is let in. */
export type AccessEntry = Omit<AccessLine, 'n' | 'status' | 'bytes' | 'endedAt'>;
/** What is known of it when it is over. `status` is 0 when the client left before any; `bytes` of the answer's body. */
export type AccessEnd = { readonly at: number; readonly status: number; readonly bytes: number };

/** One record as it was hashed. */
export type ChainRecord = {
  readonly n: number;
  /** JSON. */
  readonly line: string;
  readonly hash: string;
  readonly kind: 'line' | 'end' | 'cut';
  /** Of an end: the line that it closes. */
  readonly ends: number | null;
};

/** Lower-case hex SHA-256 of the hash before and the record's text. */
export type LinkHash = (before: string, line: string) => string;

/** Place in the chain, and what is linked to the record after it. */
export type ChainPlace = { readonly n: number; readonly hash: string };

export type AccessFilter = {
  /** Anywhere in the path, the person, the reason, the ticket or the target; case does not matter. */
  readonly q?: string;
  readonly targetId?: string;
  readonly person?: string;
  readonly sessionId?: string;
};

/**
 * The hash-chained access log: for each request a record when it is let in and one when it has ended, each linked to
 * the record before it: `hash = SHA-256(hash before ‖ record)`. Both are durable when the promise resolves, and it
 * rejects when they cannot be. Records of the same moment share one commit.
 */
export type AccessLog = {
  /** @returns the line's number */
  begin(entry: AccessEntry): Promise<number>;
  /** @param n the number that `begin` gave; a line ends once */
  end(n: number, end: AccessEnd): Promise<void>;
  /** Newest first, older than line `after`. */
  page(query: AccessFilter & { readonly after?: number; readonly limit: number }): readonly AccessLine[];
  /** How many requests are kept, or how many of them fit. */
  lines(filter?: AccessFilter): number;
  /** How many records there ever were, and the hash of the last (hex; 64 zeros when there is none). */
  head(): { readonly count: number; readonly head: string };
  readonly linkHash: LinkHash;
  /** Where the chain begins: nothing and 64 zeros, or the last record that was taken away. */
  start(): ChainPlace;
  /** Records after number `after`, in order. */
  records(after: number, limit: number): readonly ChainRecord[];
  /** The last record that says what was taken away. */
  lastCut(): ChainRecord | undefined;
  /** About how many bytes the records take. */
  bytes(): number;
  /** Number of the last of the first `limit` records that is of before `before`; undefined when the first is not. */
  lastBefore(before: number, limit: number): number | undefined;
  /** Takes all records up to `to` away, and adds one that says so. */
  cut(to: number, at: number): void;
};
