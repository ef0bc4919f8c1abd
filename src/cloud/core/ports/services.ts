/** The cloud's own code at a customer's REST interface, through the gateway's tunnel (contract: Tunnels, two uses). */

/** A session that the gateway has opened for a service. */
export type ServiceDoor = {
  readonly gatewayId: string;
  readonly targetId: string;
  readonly sessionId: string;
  /** 256 bits; the gateway's front compares it, and takes it off before the target. */
  readonly secret: string;
};

/** `path` begins with `/` and may have a query. No host: which one it is, is the gateway's allow-list's word. */
export type ServiceCall = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** As the target answered; redirects are not followed. */
export type ServiceAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/**
 * Makes one call over a channel of its own.
 * @throws AppError GATEWAY_OFFLINE, TUNNEL_STOPPED, TUNNEL_BUSY, TUNNEL_DOWN, SERVICE_REFUSED, TARGET_UNREACHABLE,
 *   TARGET_CERTIFICATE, ACCESS_LOG_FAILED, GATEWAY_FAILED, ANSWER_TOO_LARGE
 */
export type ServiceLine = (
  door: ServiceDoor,
  call: ServiceCall,
  signal: AbortSignal,
) => Promise<ServiceAnswer>;
