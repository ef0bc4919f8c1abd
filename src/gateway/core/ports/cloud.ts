import type { Static, TSchema } from 'typebox';
import type { CloudMessage, GatewayMessage } from '../../../contract/channel.ts';

/** Requests to the cloud: one host, direct or by proxy; tokens, DPoP and nonces are the adapter's business. */
export type CloudHttp = {
  /**
   * @param path below the public URL, with query; never holds a secret
   * @throws AppError CLOUD_UNREACHABLE, CLOUD_TLS, PROXY_AUTH, PROXY_UNREACHABLE, CLOUD_REFUSED, CLOUD_ANSWER_BAD,
   *   ACCOUNT_DEACTIVATED, NOT_LINKED, CLOCK_WRONG
   */
  request<T extends TSchema>(options: {
    readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
    readonly path: string;
    /** Checked; anything else is CLOUD_ANSWER_BAD. */
    readonly answer: T;
    readonly json?: unknown;
    /** Bytes of a file, as they are. */
    readonly bytes?: Uint8Array;
    readonly headers?: Readonly<Record<string, string>>;
    readonly form?: Readonly<Record<string, string>>;
    /** `device`: access token and proof. `proof`: DPoP proof only (claiming). `none`: neither. */
    readonly auth: 'device' | 'proof' | 'none';
    readonly signal?: AbortSignal;
    readonly timeoutMs?: number;
    /** Statuses that are answers too, not errors; the schema then is of their body. */
    readonly accept?: readonly number[];
  }): Promise<{
    readonly status: number;
    readonly body: Static<T>;
    /** Names in lower case. */
    readonly headers?: Readonly<Record<string, string>>;
  }>;
};

export type ChannelState = 'off' | 'connecting' | 'online' | 'waiting';

/** The command channel: WebSocket, or long polling where that is blocked. */
export type CloudChannel = {
  readonly state: ChannelState;
  readonly since: number;
  /** How it goes at the moment: 'websocket' | 'poll'. */
  readonly transport: 'websocket' | 'poll';
  /** Cloud time now by its last `welcome`/`time` message and the monotonic clock; undefined before the first. */
  cloudNow(): number | undefined;
  /** Best effort; false when offline (results are repeated from the journal after reconnect). */
  send(message: GatewayMessage): boolean;
  onMessage(f: (message: CloudMessage) => void): () => void;
  onState(f: (state: ChannelState, reason?: string) => void): () => void;
};
