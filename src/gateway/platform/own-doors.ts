/** Knocks at the gateway's own web server, each door as somebody outside the program would. */
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { request as httpRequest } from '../../base/runtime/node-http.ts';
import { declared } from '../../base/runtime/outflow.ts';

export type OwnDoor =
  | { readonly name: string; readonly socketPath: string }
  | {
      readonly name: string;
      readonly host: string;
      readonly port: number;
      /** PEM of the only certificate that this door may show; undefined: plain HTTP. */
      readonly certificate?: string;
    };

/** A server on this host that has not answered by then does not answer. */
const KNOCK_MS = 5_000;
const PATH = '/api/alive';

/** Where a listener that takes every address is reached from inside; IPv4 is always among them. */
export function reachedAt(listening: string): string {
  return ['0.0.0.0', '::', ''].includes(listening) ? '127.0.0.1' : listening;
}

function ask(door: OwnDoor, answered: (response: IncomingMessage) => void) {
  // one of the names that the server answers to, whatever the address is
  const common = { path: PATH, agent: false, timeout: KNOCK_MS, headers: { host: 'localhost' } };
  if ('socketPath' in door) return httpRequest({ ...common, socketPath: door.socketPath }, answered);
  const { host, port, certificate } = door;
  const flow = { use: 'own', host, port } as const;
  if (certificate === undefined)
    return declared(flow, () => httpRequest({ ...common, host, port }, answered));
  const pinned = { ca: certificate, checkServerIdentity: () => undefined };
  return declared(flow, () => httpsRequest({ ...common, ...pinned, host, port }, answered));
}

/** @returns what is wrong with the door, as words for a sentence; undefined when the gateway answered behind it */
export function knock(door: OwnDoor): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asked = ask(door, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? undefined : `status ${response.statusCode}`);
    });
    asked.once('timeout', () => asked.destroy(new Error('no answer in time')));
    asked.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    asked.end();
  });
}
