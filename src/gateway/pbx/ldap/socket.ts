/** A connection to a directory: TCP, LDAPS, or TCP that becomes TLS (StartTLS). */
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, rootCertificates, type TLSSocket } from 'node:tls';
import type { AppError } from '../../../base/errors.ts';
import { declared } from '../../../base/runtime/outflow.ts';
import { fail } from '../../core/errors.ts';

export type Address = { readonly host: string; readonly port: number };
export type SocketOptions = Address & {
  /** PEM of the customer's CA, trusted beside the public ones. */
  readonly ca?: string;
  /** SHA-256 of the self-signed certificate that this host goes by, or `ca`. */
  readonly pin?: string;
  /** A self-signed certificate that nobody has looked at yet is taken: a person is looking now. */
  readonly firstLook?: boolean;
  readonly timeoutMs: number;
};

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens on that port',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  EHOSTUNREACH: 'there is no way to that address',
  ENETUNREACH: 'there is no way to that network',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name server does not answer',
  ETIMEDOUT: 'nobody answers',
};

const isTlsError = (code: string) =>
  /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO|HOSTNAME_)/.test(code);

/** The error row for what a socket threw. */
export function socketError(thrown: unknown, { host, port }: Address): AppError {
  const { code = '', message } = thrown as { code?: string; message: string };
  if (isTlsError(code)) {
    const wrongPort =
      code === 'EPROTO' ||
      code === 'ERR_SSL_WRONG_VERSION_NUMBER' ||
      code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG';
    return fail('PBX_TLS', {
      ...(wrongPort
        ? {
            sentence: `${host}:${port} does not speak TLS.`,
            remedy: 'Check the port and the kind of security.',
          }
        : { sentence: `The certificate of ${host}:${port} is not trusted: ${message.slice(0, 200)}.` }),
      cause: thrown,
    });
  }
  return fail('PBX_UNREACHABLE', {
    sentence: `${host}:${port} cannot be reached: ${REASONS[code] ?? message.slice(0, 200)}.`,
    cause: thrown,
  });
}

/** Resolves when `event` comes first; rejects on error, time-out or abort, and then destroys the socket. */
function opened<S extends Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  options: SocketOptions & { readonly signal: AbortSignal },
): Promise<S> {
  return new Promise((resolve, reject) => {
    const settle = (error?: unknown) => {
      socket.setTimeout(0);
      socket.off('error', onError).off('timeout', onTimeout).off('close', onClose).off(event, onOpen);
      options.signal.removeEventListener('abort', onAbort);
      if (error === undefined) return resolve(socket);
      // later errors of a socket that was given up are nobody's business
      socket.on('error', () => undefined).destroy();
      reject(error);
    };
    const onOpen = () => settle();
    const onError = (error: Error) => settle(socketError(error, options));
    const onTimeout = () => settle(socketError({ code: 'ETIMEDOUT', message: '' }, options));
    const onClose = () => settle(socketError({ code: 'ECONNRESET', message: '' }, options));
    const onAbort = () => settle(options.signal.reason);
    if (options.signal.aborted) return settle(options.signal.reason);
    socket.setTimeout(options.timeoutMs);
    socket.on('error', onError).on('timeout', onTimeout).on('close', onClose).on(event, onOpen);
    options.signal.addEventListener('abort', onAbort);
  });
}

function tlsOptions({ host, ca }: SocketOptions): ConnectionOptions {
  return {
    host,
    minVersion: 'TLSv1.2',
    // decided by `checkCertificate`, before anything is sent
    rejectUnauthorized: false,
    ...(isIP(host) ? {} : { servername: host }),
    ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
  };
}

export function openTcp(options: SocketOptions, signal: AbortSignal): Promise<Socket> {
  const { host, port } = options;
  const socket = declared({ use: 'directory', host, port }, () =>
    connectTcp({ host, port, noDelay: true, keepAlive: true }),
  );
  return opened(socket, 'connect', { ...options, signal });
}

export type Secured = {
  readonly socket: TLSSocket;
  /** What it went by: `ca`, or the SHA-256 of its self-signed certificate. */
  readonly pin: string;
};

/** @throws AppError PBX_TLS unless an authority vouches for the host, or it is the certificate that is known */
function checkCertificate(
  socket: TLSSocket,
  fingerprint: string | undefined,
  { host, port, pin, firstLook }: SocketOptions,
): string {
  if (socket.authorized) return 'ca';
  const refused = (sentence: string, remedy: string) =>
    fail('PBX_TLS', { sentence: `${host}:${port} ${sentence}`, remedy });
  // Node gives the code as text, and for a wrong name an error
  const error = socket.authorizationError as unknown as Error | string;
  const code = typeof error === 'string' ? error : ((error as { code?: string }).code ?? error.message);
  if (code !== 'DEPTH_ZERO_SELF_SIGNED_CERT' || fingerprint === undefined)
    throw fail('PBX_TLS', { sentence: `The certificate of ${host}:${port} is not trusted (${code}).` });
  if (pin === fingerprint || (pin === undefined && firstLook)) return fingerprint;
  if (pin === undefined)
    throw refused(
      'has a self-signed certificate that nobody has looked at yet.',
      'Test the connection once and compare the fingerprint that it shows, or add the certificate authority.',
    );
  throw refused(
    `shows another certificate than before: SHA-256 ${fingerprint}.`,
    'If the certificate was renewed, compare the fingerprint and save the connection again.',
  );
}

/**
 * TLS over a connection that is open already. The certificate must be for `host`, or the self-signed one that is pinned.
 * @throws AppError PBX_TLS, PBX_UNREACHABLE
 */
export async function secure(socket: Socket, options: SocketOptions, signal: AbortSignal): Promise<Secured> {
  const over = connectTls({ ...tlsOptions(options), socket });
  let fingerprint: string | undefined;
  // Node has it at this very event, and later no more
  over.once('secureConnect', () => {
    fingerprint = over.getPeerX509Certificate()?.fingerprint256;
  });
  const tls = await opened(over, 'secureConnect', { ...options, signal });
  try {
    return { socket: tls, pin: checkCertificate(tls, fingerprint, options) };
  } catch (refused) {
    tls.on('error', () => undefined).destroy();
    throw refused;
  }
}
