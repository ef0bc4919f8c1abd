/** Everything that goes to the cloud, put together: one identity, one way through the proxy, one list of roots. */
import type { Clock, Random } from '../../base/clock.ts';
import type { AppError } from '../../base/errors.ts';
import type { EventBus } from '../core/events.ts';
import type { CloudHttp } from '../core/ports/cloud.ts';
import type { KeyExchange } from '../core/ports/device-keys.ts';
import type { DataSent } from '../core/ports/outflow.ts';
import type { Signer } from '../core/ports/signer.ts';
import type { ReleaseWay } from '../core/ports/update.ts';
import { type Channel, createChannel } from './channel.ts';
import { createDialler, type Dial } from './dialler.ts';
import { createCloudHttp } from './http.ts';
import { createKeyExchange } from './key-exchange.ts';
import type { ProxySettings } from './proxy.ts';
import { createReleaseWay } from './releases.ts';
import { createDeviceScim } from './scim/device.ts';
import type { ScimTransport } from './scim/index.ts';
import { createSockets } from './sockets.ts';
import { createTunnelWay, type TunnelWay } from './ssh/way.ts';
import { createTokens } from './tokens.ts';
import { createTrust } from './trust.ts';
import { createWire } from './wire.ts';

export type UplinkOptions = {
  /** Public URL of the cloud: the account's once linked, else the configured one. */
  readonly baseUrl: () => string;
  readonly signer: Signer;
  /** Undefined while not linked. */
  readonly gatewayId: () => string | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly events: EventBus;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  readonly proxy?: () => ProxySettings | undefined;
  /** PEM of the customer's certificate authority. */
  readonly ca?: () => string | undefined;
  /** Milliseconds; no time below it is believed. */
  readonly clockFloor?: () => number;
  /** Only our clock stands between us and the cloud: give the candidate to the clock guard. */
  readonly onClockWrong?: (candidate: number) => void;
  readonly mayConnect: () => true | string;
  readonly onUnlinked: () => void;
  readonly onDeactivated: () => void;
  readonly userAgent?: string;
  /** What data is on its way to the cloud. */
  readonly onData?: DataSent;
};

export type Uplink = {
  readonly http: CloudHttp;
  readonly dial: Dial;
  readonly channel: Channel;
  /** How the tunnel's connection goes. */
  readonly tunnel: TunnelWay;
  /** Headers for a request that goes another way (SCIM). @param url absolute, without query */
  readonly authorize: (method: string, url: string) => Promise<Record<string, string>>;
  /** A nonce or time that such a request brought back. */
  readonly learn: (headers: Readonly<Record<string, string>>) => void;
  /** SCIM requests of the sync worker, sent here where the key is. */
  readonly scim: ScimTransport;
  /** Releases and their metadata. */
  readonly releases: ReleaseWay;
  /** The change of the device key. */
  readonly keys: KeyExchange;
  /** Forgets access tokens, e.g. after unlinking. */
  readonly forgetTokens: () => void;
  /** Ends every connection: proxy or authorities are others now, and the next ones go by those. */
  readonly remake: () => void;
  readonly close: () => Promise<void>;
};

/** Says the login's state when it is another than before. */
function loginTold(events: EventBus): (fault: AppError | undefined) => void {
  let last: string | undefined;
  return (fault) => {
    if (fault?.message === last) return;
    last = fault?.message;
    events.emit('login.state', fault ? { up: false, sentence: fault.message } : { up: true });
  };
}

export function createUplink(options: UplinkOptions): Uplink {
  const { baseUrl, signer, gatewayId, clock, onDeactivated } = options;
  const now = () => clock.now();
  const sockets = createSockets({
    trust: createTrust(options.ca ?? (() => undefined)),
    proxy: options.proxy ?? (() => undefined),
    now,
    ...(options.clockFloor ? { clockFloor: options.clockFloor } : {}),
    ...(options.onClockWrong ? { onClockWrong: options.onClockWrong } : {}),
  });
  const wireBy = (key: Signer) =>
    createWire({
      baseUrl,
      signer: key,
      sockets,
      clock,
      onData: options.onData,
      ...(options.userAgent === undefined ? {} : { userAgent: options.userAgent }),
    });
  const wire = wireBy(signer);
  const asking = {
    gatewayId,
    monotonic: () => clock.monotonic(),
    onUnlinked: options.onUnlinked,
  };
  const tokens = createTokens({ ...asking, wire, signer, onLogin: loginTold(options.events) });
  const tokensBy = (key: Signer) => {
    const own = wireBy(key);
    return { tokens: createTokens({ ...asking, wire: own, signer: key }), close: own.close };
  };
  const http = createCloudHttp({ wire, tokens, onDeactivated });
  options.events.on('network.changed', ({ addresses, change }) => {
    if (change === 'lost') return;
    if (change === 'other') sockets.keepOnly(new Set(addresses));
    wire.renew();
  });
  const dial = createDialler({ wire, tokens, sockets, clock, onDeactivated });
  return {
    http,
    dial,
    tunnel: createTunnelWay({ http, dial, sockets, clock }),
    channel: createChannel({ ...options, dial, http }),
    authorize: async (method, url) => wire.authorization(method, new URL(url), await tokens.access()),
    learn: wire.learn,
    scim: createDeviceScim({ wire, tokens }),
    releases: createReleaseWay(wire),
    forgetTokens: () => tokens.forget(),
    remake: () => sockets.keepOnly(new Set()),
    keys: createKeyExchange({ http, wire, signer, gatewayId, tokensBy }),
    close: () => wire.close(),
  };
}
