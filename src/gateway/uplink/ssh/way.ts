/** How the tunnel's connection goes, and the connection itself: in a WebSocket, or plain TCP through the same proxy. */
import type { Duplex } from 'node:stream';
import type { Clock } from '../../../base/clock.ts';
import { sshStream } from '../../../base/runtime/ssh-stream.ts';
import { CLOUD_PATH } from '../../../contract/claim.ts';
import { TunnelPlan } from '../../../contract/tunnel.ts';
import { fail } from '../../core/errors.ts';
import type { CloudHttp } from '../../core/ports/cloud.ts';
import { DIAL_MS, type Dial } from '../dialler.ts';
import type { Sockets } from '../sockets.ts';
import type { SshLinkOptions } from './link.ts';

export type TunnelWay = Pick<SshLinkOptions, 'plan' | 'dial'>;

export type TunnelWayOptions = {
  readonly http: CloudHttp;
  readonly dial: Dial;
  readonly sockets: Sockets;
  readonly clock: Pick<Clock, 'after'>;
};

export function createTunnelWay({ http, dial, sockets, clock }: TunnelWayOptions): TunnelWay {
  const openTcp = async (host: string, port: number, signal: AbortSignal): Promise<Duplex> => {
    const late = new AbortController();
    const cancel = clock.after(DIAL_MS, () => late.abort(fail('CLOUD_UNREACHABLE')));
    try {
      const name = host.includes(':') ? `[${host}]` : host;
      const inTime = AbortSignal.any([signal, late.signal]);
      return await sockets.open(new URL(`ssh://${name}:${port}`), inTime, 'tunnel');
    } finally {
      cancel();
    }
  };

  return {
    async plan(asked, signal) {
      const { body } = await http.request({
        method: 'POST',
        path: CLOUD_PATH.tunnelPlan,
        json: asked,
        answer: TunnelPlan,
        auth: 'device',
        signal,
      });
      return body;
    },
    dial: async (way, signal) =>
      way.kind === 'ssh'
        ? await openTcp(way.host, way.port, signal)
        : sshStream(await dial(CLOUD_PATH.tunnel, signal, 'ciphertext')),
  };
}
