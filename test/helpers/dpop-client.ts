/** A small gateway-side client for tests: signs proofs and assertions with node:crypto, follows server nonces. */
import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { P256PublicJwk } from '../../src/contract/common.ts';

const b64 = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export type TestKey = { readonly privateKey: KeyObject; readonly jwk: P256PublicJwk; readonly jkt: string };

export function testKey(): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const jwk: P256PublicJwk = { kty: 'EC', crv: 'P-256', x, y };
  // RFC 7638 §3: required members, in lexicographic order
  const canonical = JSON.stringify({ crv: 'P-256', kty: 'EC', x, y });
  return { privateKey, jwk, jkt: createHash('sha256').update(canonical).digest('base64url') };
}

/** Compact JWS, ES256. */
export function signJwt(key: TestKey, header: object, claims: object): string {
  const input = `${b64({ alg: 'ES256', ...header })}.${b64(claims)}`;
  const signature = sign('sha256', Buffer.from(input), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

export type ProofParts = {
  readonly method: string;
  readonly url: string;
  readonly nonce?: string | undefined;
  readonly accessToken?: string | undefined;
  /** Milliseconds. */
  readonly now: number;
  /** Replaces claims, for proofs that are wrong. */
  readonly claims?: object;
};

export function proof(key: TestKey, parts: ProofParts): string {
  const { method, url, nonce, accessToken, now, claims } = parts;
  const ath = accessToken && createHash('sha256').update(accessToken).digest('base64url');
  return signJwt(
    key,
    { typ: 'dpop+jwt', jwk: key.jwk },
    {
      jti: randomUUID(),
      htm: method,
      htu: url.split('?')[0],
      iat: Math.floor(now / 1000),
      ...(nonce === undefined ? {} : { nonce }),
      ...(ath === undefined ? {} : { ath }),
      ...claims,
    },
  );
}

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed JSON; undefined when there is none. */
  readonly body: Readonly<Record<string, unknown>>;
};

export type Sent = {
  readonly method: string;
  readonly path: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
};

/** An answer that takes longer never comes: the test then fails by this request, not by its own time limit. */
const ANSWER_MS = 60_000;

/** One HTTP request to a loopback server. */
export function send(base: string, sent: Sent): Promise<Answer> {
  const body = sent.form
    ? new URLSearchParams({ ...sent.form }).toString()
    : sent.json === undefined
      ? sent.bytes
      : JSON.stringify(sent.json);
  const type = sent.form
    ? 'application/x-www-form-urlencoded'
    : sent.bytes
      ? 'application/octet-stream'
      : 'application/json';
  // node frames the body of a DELETE only when it is told its length
  const about = body === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) };
  const headers = { ...about, ...sent.headers };
  return new Promise((resolve, reject) => {
    const open = base.startsWith('https:') ? httpsRequest : httpRequest;
    const signal = AbortSignal.timeout(ANSWER_MS);
    const request = open(`${base}${sent.path}`, { method: sent.method, headers, signal }, (response) => {
      const chunks: Buffer[] = [];
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const said = Buffer.concat(chunks).toString();
        const isJson = /json/.test(response.headers['content-type'] ?? '');
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: isJson ? JSON.parse(said) : undefined,
        });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

export type DpopClient = {
  readonly key: TestKey;
  /** The last nonce that the server gave. */
  nonce: string | undefined;
  /** A request with a proof, repeated once when the server wants its nonce. */
  send(sent: Sent & { readonly accessToken?: string }): Promise<Answer>;
  /** Headers for a WebSocket upgrade; call {@link DpopClient.send} before, so that the nonce is known. */
  upgradeHeaders(path: string, accessToken: string): Record<string, string>;
  assertion(gatewayId: string, claims?: object): string;
};

/** @param base the cloud's public URL @param now the clock that proofs are made by */
export function dpopClient(base: string, now: () => number, key: TestKey = testKey()): DpopClient {
  const once = (sent: Sent & { readonly accessToken?: string }) =>
    send(base, {
      ...sent,
      headers: {
        ...sent.headers,
        dpop: proof(key, {
          method: sent.method,
          url: base + sent.path,
          nonce: client.nonce,
          accessToken: sent.accessToken,
          now: now(),
        }),
        ...(sent.accessToken === undefined ? {} : { authorization: `DPoP ${sent.accessToken}` }),
      },
    });
  const client: DpopClient = {
    key,
    nonce: undefined,
    async send(sent) {
      const first = await once(sent);
      const nonce = first.headers['dpop-nonce'];
      if (typeof nonce === 'string') client.nonce = nonce;
      const wanted =
        first.body?.error === 'use_dpop_nonce' ||
        String(first.headers['www-authenticate'] ?? '').includes('use_dpop_nonce');
      return wanted ? once(sent) : first;
    },
    upgradeHeaders: (path, accessToken) => ({
      authorization: `DPoP ${accessToken}`,
      dpop: proof(key, { method: 'GET', url: base + path, nonce: client.nonce, accessToken, now: now() }),
    }),
    assertion: (gatewayId, claims = {}) =>
      signJwt(
        key,
        { typ: 'JWT' },
        {
          iss: gatewayId,
          sub: gatewayId,
          aud: `${base}/oauth/token`,
          jti: randomUUID(),
          iat: Math.floor(now() / 1000),
          exp: Math.floor(now() / 1000) + 60,
          ...claims,
        },
      ),
  };
  return client;
}
