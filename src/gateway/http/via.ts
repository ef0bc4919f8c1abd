/**
 * Where a request came in. Marked on the request object by the server that took it, never by a header, so that
 * nothing a client sends can change it.
 */
import type { IncomingMessage } from 'node:http';

export type Via =
  /** Plain HTTP on the LAN: the signpost only. */
  | { readonly kind: 'http' }
  /** HTTPS with the device's certificate. */
  | { readonly kind: 'https' }
  /** The control socket: only root and the group cloudlink can open it. */
  | { readonly kind: 'cli' }
  /** A launch session through the tunnel, with its reduced role. */
  | {
      readonly kind: 'tunnel';
      readonly sessionId: string;
      readonly person: { readonly id: string; readonly name: string };
    };

const marks = new WeakMap<IncomingMessage, Via>();

export function mark(request: IncomingMessage, via: Via): void {
  marks.set(request, via);
}

/** An unmarked request (tests by `inject`) counts as plain HTTP. */
export function viaOf(request: IncomingMessage): Via {
  return marks.get(request) ?? { kind: 'http' };
}
