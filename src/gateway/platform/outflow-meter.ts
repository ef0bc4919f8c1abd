/**
 * Counts the connections of this process where Node makes them. Nothing has to report itself: what was not declared
 * (base/runtime/outflow.ts) is counted under the address that it really goes to.
 */
import type { Socket as UdpSocket } from 'node:dgram';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { declaredNow, NAME_LOOKUPS, type Outflow } from '../../base/runtime/outflow.ts';
import { type OutflowPlace, UNDECLARED } from '../../contract/outflow.ts';
import type { FlowCount, OutflowMeter } from '../core/ports/outflow.ts';
import { placeOf } from './site-network.ts';

type Flow = Omit<Outflow, 'use'> & { readonly use: FlowCount['use'] };
type Row = { -readonly [K in keyof FlowCount]: FlowCount[K] };

/** A socket that is open, and how much of it was counted. */
type Live = { readonly socket: Socket; readonly flow: Flow; place: OutflowPlace; up: number; down: number };

const keyOf = ({ use, host, port, via }: Flow, place: OutflowPlace) =>
  [use, host, port, via ?? '', place].join(' ');

type SentTo = (error: Error | null, bytes: number) => void;

/** Node counts no datagrams; this sees each on its way out. */
function countSent(socket: UdpSocket, onSent: (bytes: number) => void): void {
  const send = socket.send.bind(socket) as (...args: unknown[]) => void;
  // a socket that is not bound yet sends once more, with the same arguments, as soon as it is
  const ours = new WeakSet<object>();
  socket.send = ((...args: unknown[]) => {
    const last = args.at(-1);
    if (typeof last === 'function' && ours.has(last)) return send(...args);
    const told = typeof last === 'function' ? (last as SentTo) : undefined;
    const done: SentTo = (error, bytes) => {
      if (!error) onSent(bytes);
      else if (!told) socket.emit('error', error);
      told?.(error, bytes);
    };
    ours.add(done);
    send(...(told ? args.slice(0, -1) : args), done);
  }) as typeof socket.send;
}

export function createOutflowMeter({ now }: { readonly now: () => number }): OutflowMeter {
  let rows = new Map<string, Row>();
  const live = new Set<Live>();

  const add = (
    flow: Flow,
    place: OutflowPlace,
    more: Partial<Pick<Row, 'connections' | 'failed' | 'up' | 'down'>>,
  ) => {
    const key = keyOf(flow, place);
    const row = rows.get(key) ?? { ...flow, place, connections: 0, failed: 0, up: 0, down: 0, lastAt: 0 };
    for (const name of ['connections', 'failed', 'up', 'down'] as const) row[name] += more[name] ?? 0;
    row.lastAt = now();
    rows.set(key, row);
  };

  /** What a socket carried since it was looked at last. */
  const measure = (one: Live) => {
    const { bytesWritten, bytesRead } = one.socket;
    const [up, down] = [bytesWritten - one.up, bytesRead - one.down];
    one.up = bytesWritten;
    one.down = bytesRead;
    if (up > 0 || down > 0) add(one.flow, one.place, { up, down });
  };

  const name = (host: string) => add({ use: 'names', host, port: 0 }, 'unknown', { connections: 1 });

  const onSocket = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    let flow: Flow | undefined = declaredNow();
    let isTcp = false;
    let open: Live | undefined;
    socket.once('lookup', (_error: Error | null, _address: unknown, _family: unknown, host: string) => {
      isTcp = true;
      flow ??= { use: UNDECLARED, host, port: 0 };
      name(host);
    });
    socket.once('connectionAttempt', (ip: string, port: number | undefined) => {
      // a socket of this host’s own file system goes nowhere
      if (port === undefined) return;
      isTcp = true;
      if (flow?.use === UNDECLARED) flow = { ...flow, port };
      flow ??= { use: UNDECLARED, host: ip, port };
    });
    socket.once('connect', () => {
      if (!flow || !isTcp) return;
      // behind a proxy of the site lies the world
      const place = flow.via === undefined ? placeOf(socket.remoteAddress ?? '') : 'outside';
      open = { socket, flow, place, up: 0, down: 0 };
      live.add(open);
      add(flow, open.place, { connections: 1 });
    });
    socket.once('close', () => {
      if (open) measure(open);
      else if (flow && isTcp) add(flow, 'unknown', { failed: 1 });
      if (open) live.delete(open);
    });
  };

  const onUdp = (message: unknown) => {
    const { socket } = message as { socket: UdpSocket };
    const flow: Flow = declaredNow() ?? { use: UNDECLARED, host: 'UDP', port: 0 };
    const place = flow.use === 'mdns' ? 'site' : 'unknown';
    add(flow, place, { connections: 1 });
    socket.on('message', ({ byteLength: down }) => add(flow, place, { down }));
    countSent(socket, (up) => add(flow, place, { up }));
  };

  const onLookup = (message: unknown) => name((message as { host: string }).host);
  const heard = [
    ['net.client.socket', onSocket],
    ['udp.socket', onUdp],
    [NAME_LOOKUPS, onLookup],
  ] as const;

  return {
    take() {
      for (const one of live) measure(one);
      const taken = [...rows.values()];
      rows = new Map();
      return taken;
    },
    start() {
      for (const [channel, f] of heard) subscribe(channel, f);
    },
    stop() {
      for (const [channel, f] of heard) unsubscribe(channel, f);
    },
  };
}
