/** The stand-alone way to a SCIM server: a bearer token, connections that stay open, a proxy and a private CA where there are. */
import { rootCertificates } from 'node:tls';
import { Agent, buildConnector, type Dispatcher, Pool, ProxyAgent, request } from 'undici';
import { declared } from '../../../base/runtime/outflow.ts';
import { fail } from '../../core/errors.ts';
import type { ScimTransport } from './http.ts';

export type BearerTransport = ScimTransport & { close(): Promise<void> };

const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

const TLS_CODES = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_SIGNATURE_FAILURE',
]);

/** A connection for users: to the server, or to the proxy before it. */
function counted(open: buildConnector.connector): buildConnector.connector {
  return (target, done) => {
    const flow = { use: 'scim', host: target.hostname, port: Number(target.port) || 443 } as const;
    declared(flow, () => open(target, done));
  };
}

function dispatcherOf(proxy: string | undefined, ca: string | undefined): Dispatcher {
  const tls = ca === undefined ? {} : { ca: [...rootCertificates, ca] };
  const kept = { connections: 8, keepAliveTimeout: 30_000, maxResponseSize: MAX_ANSWER_BYTES };
  if (proxy === undefined) return new Agent({ ...kept, connect: counted(buildConnector(tls)) });
  const { username, password, origin } = new URL(proxy);
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const token = username === '' ? {} : { token: `Basic ${Buffer.from(login).toString('base64')}` };
  // always by CONNECT: the proxy then never sees the token, and its refusals are told apart from the server's
  const clientFactory = (url: URL, own: object) => {
    const { connect, ...rest } = own as { readonly connect: buildConnector.connector };
    return new Pool(url, { ...rest, connect: counted(connect) });
  };
  return new ProxyAgent({
    ...kept,
    uri: origin,
    proxyTunnel: true,
    requestTls: tls,
    clientFactory,
    ...token,
  });
}

/** Errors that no other attempt mends get their own row; all else stays what it is. */
function explained(error: unknown): unknown {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = (at as { code?: unknown }).code;
    if (typeof code === 'string' && TLS_CODES.has(code)) return fail('SCIM_TLS', { cause: error });
    // 407 by the book; tinyproxy says 401 to a wrong password
    if (/\b407\b|Proxy response \(401\)/.test(at.message)) return fail('PROXY_AUTH', { cause: error });
  }
  return error;
}

/**
 * @param options `proxy`: http(s)://user:password@host:port, percent-encoded; `ca`: PEM, trusted beside the public ones
 */
export function bearerTransport(options: {
  readonly token: string;
  readonly proxy?: string;
  readonly ca?: string;
}): BearerTransport {
  const dispatcher = dispatcherOf(options.proxy, options.ca);
  const send: ScimTransport = async ({ url, method, headers, body, signal }) => {
    try {
      const answer = await request(url, {
        dispatcher,
        method,
        headers: { ...headers, authorization: `Bearer ${options.token}` },
        signal,
        ...(body === undefined ? {} : { body }),
      });
      return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
    } catch (error) {
      throw explained(error);
    }
  };
  return Object.assign(send, { close: () => dispatcher.close() });
}
