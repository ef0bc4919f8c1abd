/** Connections to targets, pinned to their certificate; and the question whether a target answers. */
import type { IncomingMessage } from 'node:http';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { type AppError, toFault } from '../../../base/errors.ts';
import { Agent, request } from '../../../base/runtime/node-http.ts';
import { declared } from '../../../base/runtime/outflow.ts';
import { createHttpReads } from '../../../base/runtime/read-buffers.ts';
import { MAX_HEADER_BYTES } from '../../../base/runtime/relay.ts';
import { fail } from '../../core/errors.ts';
import type { StoredTarget } from '../../core/ports/targets.ts';
import type { TargetCheck } from '../../core/ports/tunnel.ts';
import { authorityOf, originOf } from './rewrite.ts';

const CONNECT_MS = 10_000;

/** The ports on which this gateway serves its own pages. */
export type OwnPorts = () => readonly number[];

type Dialled = { readonly socket: Socket; readonly fingerprint?: string };

/** Resolves at `event`; everything else is TARGET_UNREACHABLE. */
function ready<S extends Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  signal?: AbortSignal,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const forget = () => {
      socket.setTimeout(0);
      socket.off('timeout', late).off('close', closed);
      signal?.removeEventListener('abort', aborted);
    };
    const give = (cause: unknown) => {
      forget();
      socket.destroy();
      reject(fail('TARGET_UNREACHABLE', { cause }));
    };
    const late = () => give(new Error('no answer in 10 s'));
    const closed = () => give(new Error('closed'));
    const aborted = () => give(signal?.reason);
    socket.setTimeout(CONNECT_MS);
    socket.once('timeout', late).once('close', closed).once('error', give);
    signal?.addEventListener('abort', aborted, { once: true });
    socket.once(event, () => {
      forget();
      socket.off('error', give);
      resolve(socket);
    });
  });
}

const isLoopback = (address: string | undefined) => /^(::ffff:)?127\.|^::1$/.test(address ?? '');

/**
 * The gateway's own doors behind a target's address, whatever name led there: behind them a remote session would be
 * somebody on the LAN. Its own pages are the built-in target, with the reduced role.
 */
function refuseSelf(socket: Socket, ownPorts: OwnPorts): Socket {
  const { localAddress, remoteAddress, remotePort } = socket;
  const self = localAddress === remoteAddress || isLoopback(remoteAddress);
  if (!self || remotePort === undefined || !ownPorts().includes(remotePort)) return socket;
  socket.destroy();
  throw fail('TARGET_UNREACHABLE', {
    sentence: 'This address is the gateway itself.',
    remedy: 'Use the built-in target of the gateway’s own pages.',
  });
}

async function dial(target: StoredTarget, ownPorts: OwnPorts, signal?: AbortSignal): Promise<Dialled> {
  const { host, port } = target;
  const isTls = target.protocol === 'https';
  const reads = createHttpReads();
  // TLS reads by itself
  const reading = isTls ? {} : { onread: reads.onread };
  const raw = declared({ use: 'target', host, port }, () =>
    reads.of(connectTcp({ host, port, noDelay: true, ...reading })),
  );
  if (!isTls) return { socket: refuseSelf(await ready(raw, 'connect', signal), ownPorts) };
  // the pinned fingerprint is the verification: PBXs show certificates that no authority signed
  const tls = connectTls({
    socket: raw,
    host,
    rejectUnauthorized: false,
    ...(isIP(host) ? {} : { servername: host }),
    ALPNProtocols: ['http/1.1'],
  });
  const socket: TLSSocket = await ready(tls, 'secureConnect', signal);
  refuseSelf(raw, ownPorts);
  return { socket, fingerprint: socket.getPeerCertificate().fingerprint256 };
}

/** A connection on which nothing was sent before the certificate proved to be the confirmed one. */
async function dialPinned(target: StoredTarget, ownPorts: OwnPorts): Promise<Socket> {
  const { socket, fingerprint } = await dial(target, ownPorts);
  if (target.protocol !== 'https' || (fingerprint && fingerprint === target.fingerprint)) return socket;
  socket.destroy();
  throw fail('TARGET_CERTIFICATE', { facts: { seen: fingerprint ?? 'none' } });
}

/**
 * Connections of one session to one target, kept alive. Never shared between sessions: some servers sign a
 * connection in, not a request (NTLM).
 */
export function targetAgent(target: StoredTarget, ownPorts: OwnPorts): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 64, maxFreeSockets: 24, timeout: 4_000 });
  return Object.assign(agent, {
    createConnection(_options: unknown, done: (error: Error | null, socket?: Duplex) => void) {
      dialPinned(target, ownPorts).then(
        (socket) => done(null, socket),
        (error: AppError) => done(error),
      );
      return undefined;
    },
  });
}

/** The first line of an answer is enough: whatever the status, a web server is there. */
function firstAnswer(target: StoredTarget, socket: Socket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        createConnection: () => socket,
        path: '/',
        signal,
        maxHeaderSize: MAX_HEADER_BYTES,
        headers: { Host: authorityOf(originOf(target)), Accept: '*/*', Connection: 'close' },
      },
      (answer: IncomingMessage) => {
        resolve();
        answer.on('error', () => undefined);
        asked.destroy();
      },
    );
    asked.on('error', (cause) => reject(fail('TARGET_UNREACHABLE', { cause })));
    asked.end();
  });
}

/** Asks the target for its first page, as the front would. Stops before the request when the certificate is another. */
export async function checkTarget(
  target: StoredTarget,
  ownPorts: OwnPorts,
  signal: AbortSignal,
): Promise<TargetCheck> {
  if (target.protocol === 'internal') return { up: true };
  let seen: { fingerprint?: string } = {};
  try {
    const { socket, fingerprint } = await dial(target, ownPorts, signal);
    if (fingerprint !== undefined) seen = { fingerprint };
    if (target.protocol === 'https' && fingerprint !== target.fingerprint) {
      socket.destroy();
      throw fail('TARGET_CERTIFICATE');
    }
    await firstAnswer(target, socket, signal);
    return { up: true, ...seen };
  } catch (error) {
    const { code, sentence } = toFault(error);
    return { up: false, code, sentence, ...seen };
  }
}
