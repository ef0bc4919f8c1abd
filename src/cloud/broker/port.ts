/** What the cloud asks of a broker, whichever it is. */
import type { Duplex } from 'node:stream';
import type { Clock } from '../../base/clock.ts';
import type { TunnelPlan, TunnelPlanRequest } from '../../contract/tunnel.ts';
import type { Tunnels } from '../core/ports/launch.ts';

export type Broker = Tunnels & {
  /** Says how the gateway's next connection goes. @throws AppError ACCOUNT_DEACTIVATED, TUNNEL_PLAN_OLD */
  plan(gatewayId: string, asked: TunnelPlanRequest): Promise<TunnelPlan>;
  /**
   * Takes a connection over. Who says to be this gateway has shown it by a token (WebSocket), or only said so (plain
   * SSH): the broker checks the key in either case.
   */
  accept(stream: Duplex, gatewayId: string): void;
  /** @throws AppError GATEWAY_OFFLINE, TUNNEL_STOPPED, TUNNEL_BUSY, TUNNEL_DOWN */
  connect(gatewayId: string, targetId: string): Promise<Duplex>;
  stop(): void;
};

/** What every broker is built with. */
export type BrokerBase = {
  /** Whether this gateway may listen under this target's name. */
  readonly mayForward: (gatewayId: string, targetId: string) => boolean | Promise<boolean>;
  /** How gateways reach it. */
  readonly way: TunnelPlan['way'];
  readonly clock: Clock;
  readonly randomToken: () => string;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  /** A gateway's forwards or their measured state changed. */
  readonly onChange: (gatewayId: string) => void;
  /** Channels of one gateway that may be open at once. */
  readonly maxChannels?: number;
  /** Channels of one target that may be open at once, and be opened. */
  readonly limits?: ChannelLimits;
};

export type ChannelLimits = {
  readonly perTarget: number;
  readonly perSecond: number;
  readonly burst: number;
};
