/** The tunnel as the feature sees it: a link to the broker, the HTTP front of its channels, and the door between. */
import type { StoredTarget } from './targets.ts';

/** One forwarded connection. What it is, is between the link and the front. */
export type TunnelChannel = { destroy(): unknown };

/** `waiting`: between two attempts. */
export type TunnelLinkState = 'off' | 'connecting' | 'up' | 'waiting';

/** What the broker says to a forward: asked for, taken, or refused (it does not know the target). */
export type ForwardState = 'asked' | 'open' | 'refused';

export type ForwardHandlers = {
  readonly onChannel: (channel: TunnelChannel) => void;
  /** Called at every change, also when the link comes and goes. */
  readonly onState: (state: ForwardState) => void;
};

/** The SSH connection to the broker. It reconnects by itself and asks for its forwards again each time. */
export type TunnelLink = {
  /** @param identity the gateway id, and the only host keys that are accepted (OpenSSH lines) */
  start(identity: { readonly user: string; readonly hostKeys: readonly string[] }): void;
  stop(): Promise<void>;
  /** Kept until `unforward`, over any number of reconnects. */
  forward(name: string, handlers: ForwardHandlers): void;
  unforward(name: string): void;
  /**
   * The network changed: try again now. @param isBack it is the one that it was before a break: a connection of that
   * time is given longer to answer
   */
  retryNow(isBack?: boolean): void;
  readonly state: TunnelLinkState;
  onState(f: (state: TunnelLinkState, reason?: string) => void): () => void;
};

/** `status` is 0 when the client left before any; `bytes` of the answer's body. */
export type RequestEnd = { readonly status: number; readonly bytes: number };

/** A session that let a request in. */
export type Admission = {
  readonly sessionId: string;
  readonly person: { readonly id: string; readonly name: string };
  /** The origin that the browser sees, e.g. `https://k3v….launch.example`; absent where the cloud's own code calls. */
  readonly origin?: string;
  /**
   * Of the cloud's own code: may this request go on?
   * @throws AppError CONSENT_OFF, CALL_NOT_ALLOWED, after it is in the history
   */
  readonly check?: (method: string, url: string) => void;
  /** Aborts when the session ends; every socket of it goes then. */
  readonly ended: AbortSignal;
  /** The browser did something; puts the idle end off. */
  touch(): void;
  /**
   * Writes the request down, before anything is done for it. `path` may hold a query; its values are not kept.
   * @returns writes down how it ended; once
   * @throws AppError ACCESS_LOG_FAILED: the request must be refused
   */
  record(request: {
    readonly method: string;
    readonly path: string;
  }): Promise<(end: RequestEnd) => Promise<void>>;
};

/** What the front asks of the feature, one per target. */
export type TunnelDoor = {
  readonly target: () => StoredTarget;
  /** Compares in constant time; undefined: no such session for this target, or it ended. */
  admit(sessionId: string, secret: string): Admission | undefined;
  /**
   * The broker's probe came through. `seen` is the nonce of the answer that the broker got before: only that proves
   * the way back.
   */
  probed(nonce: string, seen: string | undefined): void;
  /** The target showed another certificate than the confirmed one. */
  certificate(seen: string): void;
};

export type TunnelFront = {
  /** Serves one channel until it closes. */
  accept(channel: TunnelChannel, door: TunnelDoor): void;
  /** Resolves when every request that was cut is written down; until then the access log must stay open. */
  drained(): Promise<void>;
  /** Asks the target for a page, as the front would. Never throws. */
  check(target: StoredTarget, signal: AbortSignal): Promise<TargetCheck>;
};

/** `fingerprint`: SHA-256 of the certificate that the target showed, `AB:CD:…`. */
export type TargetCheck =
  | { readonly up: true; readonly fingerprint?: string }
  | {
      readonly up: false;
      readonly code: string;
      readonly sentence: string;
      readonly fingerprint?: string;
    };
