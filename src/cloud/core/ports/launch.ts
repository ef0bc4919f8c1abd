/** Launching a target through its gateway's tunnel: what the feature needs, and what the launch host needs of it. */
import type { Scope } from '../model.ts';

/** What the broker measured of one forward: a probe went round through it, and when last. */
export type TunnelFact = { readonly targetId: string; readonly up: boolean; readonly at: number };

/** The broker, as the feature sees it. */
export type Tunnels = {
  /** Forwards that the gateway asked for. */
  of(gatewayId: string): readonly TunnelFact[];
  closeGateway(gatewayId: string): void;
};

export type LaunchState = 'waiting' | 'opening' | 'open' | 'ended';

export type LaunchRow = {
  readonly id: string;
  /** First label of the session's own host name. No secret. */
  readonly label: string;
  readonly gatewayId: string;
  readonly gatewayName: string;
  readonly accountId: string;
  readonly targetId: string;
  readonly title: string;
  readonly personId: string;
  readonly personName: string;
  readonly reason?: string;
  readonly ticket?: string;
  /** Hex SHA-256 of the posted one-time token. */
  readonly tokenHash: string;
  readonly tokenExpiresAt: number;
  readonly openedAt: number;
  readonly expiresAt: number;
  readonly lastUsedAt: number;
  readonly state: LaunchState;
  readonly endedBecause?: string;
};

export type LaunchStore = {
  insert(row: LaunchRow): Promise<void>;
  byId(scope: Scope, id: string): Promise<LaunchRow | undefined>;
  /** Newest first. @param account narrows to one account, by its 9-digit Account ID */
  list(scope: Scope, query: { readonly account?: string; readonly limit: number }): Promise<LaunchRow[]>;
  /** Spends the token and opens the session: the row for the first caller within its time, nothing for any other. */
  spend(label: string, tokenHash: string, now: number): Promise<LaunchRow | undefined>;
  /** The site has said yes. @returns false when it did not wait any more */
  allowed(id: string): Promise<boolean>;
  /** Another one-time token takes the place of the one before. @returns false when the session is not `opening` */
  renew(id: string, token: { readonly hash: string; readonly expiresAt: number }): Promise<boolean>;
  used(id: string, at: number): Promise<void>;
  /** @returns whether it was open until now; false for every end but the first */
  end(id: string, because: string, at: number): Promise<boolean>;
  /** Not ended: what a restart of the cloud left, or one gateway has. */
  open(gatewayId?: string): Promise<LaunchRow[]>;
  prune(before: number): Promise<void>;
};

/** A request's way in. Every socket of the session goes when `ended` aborts. */
export type LaunchEntry = {
  readonly sessionId: string;
  readonly gatewayId: string;
  readonly targetId: string;
  readonly title: string;
  readonly gatewayName: string;
  /** 256 bits; the gateway's front compares it. */
  readonly secret: string;
  readonly origin: string;
  readonly ended: AbortSignal;
  touch(): void;
  /** The gateway does not know the session any more. */
  lost(): void;
};

/** What the HTTP side of a launch asks. */
export type LaunchDoor = {
  /** `https:` or `http:` (a demo on loopback). */
  readonly scheme: string;
  /** The label of a launch host name, if it is one. `host` as the `Host` header has it. */
  labelOf(host: string | undefined): string | undefined;
  /** Spends a one-time token. @returns the value of the session's cookie; undefined when it is not valid (any more) */
  spend(label: string, token: string): Promise<string | undefined>;
  /** The open session of a label, if one of the cookie's values is right; compared in constant time. */
  admit(label: string, cookies: readonly string[]): LaunchEntry | undefined;
};
