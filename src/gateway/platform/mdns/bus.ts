/** The system bus (D-Bus), over @homebridge/dbus-native: calls and signals as promises and functions. */
import { existsSync } from 'node:fs';
import type { Clock } from '../../../base/clock.ts';

const SOCKET = '/run/dbus/system_bus_socket';
const CALL_MS = 5_000;
const SIGNAL = 4;

export type Signal = {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly body: readonly unknown[];
};
export type Call = {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly unknown[];
};
export type Bus = {
  /**
   * @returns the reply's out-arguments
   * @throws BusError with the error's D-Bus name
   */
  call(call: Call): Promise<readonly unknown[]>;
  onSignal(f: (signal: Signal) => void): void;
  /** Called once when the connection ended, however. */
  onEnd(f: () => void): void;
  end(): void;
};

export class BusError extends Error {
  /** `org.freedesktop.Avahi.CollisionError` */
  override readonly name: string;
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

type BusFailure = { readonly name: string; readonly message: unknown };

/** What of the package's connection is used; its own types leave the events out. */
type Connection = {
  on(event: 'message', f: (message: Signal & { readonly type: number }) => void): unknown;
  on(event: 'end' | 'error', f: (error?: unknown) => void): unknown;
  readonly stream: { destroy(): unknown };
};

/** @returns undefined where there is no system bus */
export async function openBus(clock: Clock): Promise<Bus | undefined> {
  if (!existsSync(SOCKET)) return undefined;
  const { systemBus } = (await import('@homebridge/dbus-native')).default;
  const bus = systemBus();
  const connection = bus.connection as unknown as Connection;
  const waiting = new Set<(error: Error) => void>();
  const enders = new Set<() => void>();
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    connection.stream.destroy();
    for (const reject of waiting) reject(new BusError('Disconnected', 'The system bus is gone.'));
    for (const f of enders) f();
  };
  connection.on('end', end);
  connection.on('error', end);
  return {
    call: (message) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(new BusError('Disconnected', 'The system bus is gone.'));
        // a peer that does not answer is as good as gone
        const cancel = clock.after(CALL_MS, end);
        const settle = () => {
          cancel();
          waiting.delete(fail);
        };
        const fail = (error: Error) => {
          settle();
          reject(error);
        };
        waiting.add(fail);
        bus.invoke(message, (error: BusFailure | null | undefined, ...values: unknown[]) => {
          if (error) return fail(new BusError(error.name, String(error.message)));
          settle();
          resolve(values);
        });
      }),
    onSignal: (f) =>
      void connection.on('message', (m) => {
        if (m.type === SIGNAL) f({ ...m, body: m.body ?? [] });
      }),
    onEnd: (f) => void enders.add(f),
    end,
  };
}
