/**
 * A FAKE of the cloud: only what the gateway's way to it needs, by the contract, with the proofs verified by jose.
 * The real reference cloud is src/cloud; test/system runs against that one.
 */
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { calculateJwkThumbprint, EmbeddedJWK, importJWK, type JWK, jwtVerify } from 'jose';
import { type WebSocket, WebSocketServer } from 'ws';
import type { CloudMessage, GatewayMessage } from '../../src/contract/channel.ts';
import {
  CLOUD_PATH,
  type GatewaySelf,
  GRANT_DEVICE_CODE,
  normaliseSetupCode,
  SETUP_CODE_MAC_PREFIX,
  type SetupCodeChallenge,
} from '../../src/contract/claim.ts';
import type { OutboxItem } from '../../src/contract/outbox.ts';

type Claim = {
  deviceCode: string;
  userCode: string;
  jkt: string;
  jwk: JWK;
  granted?: GatewaySelf;
  denied?: string;
  seenBy?: string;
  challenge?: SetupCodeChallenge;
  verdicts: { id: string; verdict: string }[];
};
type Gateway = { self: GatewaySelf; jwk: JWK; jkt: string };

export type MiniCloudOptions = {
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Upgrades are answered 200, as by a proxy that knows no WebSockets. */
  readonly websockets?: 'open' | 'blocked' | 'cut';
  readonly port?: number;
};

export type MiniCloud = Awaited<ReturnType<typeof startMiniCloud>>;

export async function startMiniCloud(options: MiniCloudOptions = {}) {
  const claims: Claim[] = [];
  const gateways = new Map<string, Gateway>();
  /** Were linked once: their keys still prove who asks. */
  const unlinked = new Map<string, Gateway>();
  const tokens = new Map<string, { gatewayId: string; jkt: string }>();
  const seenProofs = new Set<string>();
  const requests: { method: string; path: string; authorization?: string }[] = [];
  const fromGateway: GatewayMessage[] = [];
  const toPoll: CloudMessage[] = [];
  const outbox = new Map<string, OutboxItem>();
  const sockets = new Set<WebSocket>();
  const waiters = new Set<() => void>();
  const heldPolls = new Set<() => void>();
  const control = {
    websockets: options.websockets ?? ('open' as 'open' | 'blocked' | 'cut'),
    deactivated: false,
    retryAfter: '900',
    nonce: randomBytes(9).toString('base64url'),
    requireNonce: true,
    interval: 1,
    slowDown: 0,
    /** Answers the next requests to this path with that status. */
    break: undefined as { path: string; status: number; times: number } | undefined,
    refuseItems: new Set<string>(),
    /** Replaces parts of the answer to an unlinked gateway. */
    /** The claim token that is taken. */
    claimToken: 'a-token-of-the-console',
    unlinkedStatus: 400,
    unlinkedAs: {} as Record<string, unknown>,
    /** Digests that are answered as wanted. */
    wanted: [] as string[],
  };
  let base = '';
  const touch = () => {
    for (const f of [...waiters]) f();
  };
  class Refuse extends Error {
    status: number;
    body: unknown;
    headers: Record<string, string>;
    constructor(status: number, body: unknown, headers: Record<string, string> = {}) {
      super('refused');
      this.status = status;
      this.body = body;
      this.headers = headers;
    }
  }

  /** RFC 9449 §4.3, by jose. */
  const verifyProof = async (
    request: IncomingMessage,
    token?: string,
  ): Promise<{ jkt: string; jwk: JWK }> => {
    const proof = request.headers.dpop;
    if (typeof proof !== 'string') throw new Refuse(400, { error: 'invalid_dpop_proof' });
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: ['ES256'],
      maxTokenAge: '300s',
      // manual clocks run faster than this process
      clockTolerance: '2h',
    }).catch((error) => {
      throw new Refuse(400, { error: 'invalid_dpop_proof', error_description: String(error.code) });
    });
    const path = new URL(request.url ?? '/', base).pathname;
    const wrong =
      payload.htm !== request.method ||
      payload.htu !== base + path ||
      seenProofs.has(String(payload.jti)) ||
      (token !== undefined && payload.ath !== createHash('sha256').update(token).digest('base64url'));
    if (wrong) throw new Refuse(401, { error: 'invalid_dpop_proof' });
    if (control.requireNonce && payload.nonce !== control.nonce)
      throw new Refuse(
        token === undefined ? 400 : 401,
        { error: 'use_dpop_nonce' },
        { 'dpop-nonce': control.nonce, 'www-authenticate': 'DPoP error="use_dpop_nonce"' },
      );
    seenProofs.add(String(payload.jti));
    const jwk = protectedHeader.jwk as JWK;
    return { jwk, jkt: await calculateJwkThumbprint(jwk) };
  };

  const authenticate = async (request: IncomingMessage): Promise<Gateway> => {
    const token = request.headers.authorization?.match(/^DPoP (.+)$/)?.[1];
    const known = token === undefined ? undefined : tokens.get(token);
    if (token === undefined || !known)
      throw new Refuse(401, { code: 'NOT_SIGNED_IN' }, { 'www-authenticate': 'DPoP error="invalid_token"' });
    const { jkt } = await verifyProof(request, token);
    const gateway = gateways.get(known.gatewayId);
    if (!gateway || jkt !== known.jkt) throw new Refuse(401, { code: 'NOT_SIGNED_IN' });
    refuseDeactivated();
    return gateway;
  };
  const refuseDeactivated = () => {
    if (control.deactivated)
      throw new Refuse(
        403,
        { error: 'account_deactivated', code: 'ACCOUNT_DEACTIVATED' },
        { 'retry-after': control.retryAfter },
      );
  };

  const issue = (gateway: Gateway) => {
    const token = randomBytes(24).toString('base64url');
    tokens.set(token, { gatewayId: gateway.self.gatewayId, jkt: gateway.jkt });
    return { access_token: token, token_type: 'DPoP', expires_in: 600 };
  };

  const deviceGrant = (form: URLSearchParams, jkt: string) => {
    const claim = claims.find((c) => c.deviceCode === form.get('device_code') && c.jkt === jkt);
    if (!claim) throw new Refuse(400, { error: 'invalid_grant' });
    if (control.slowDown-- > 0) throw new Refuse(400, { error: 'slow_down' });
    if (claim.denied) throw new Refuse(400, { error: 'access_denied', code: claim.denied });
    if (!claim.granted)
      throw new Refuse(400, {
        error: 'authorization_pending',
        ...(claim.seenBy ? { seen_by: claim.seenBy } : {}),
        ...(claim.challenge ? { challenge: claim.challenge } : {}),
      });
    const gateway = { self: claim.granted, jwk: claim.jwk, jkt };
    gateways.set(claim.granted.gatewayId, gateway);
    return { ...issue(gateway), gateway: claim.granted };
  };

  const clientGrant = async (form: URLSearchParams, jkt: string) => {
    const assertion = form.get('client_assertion') ?? '';
    const { sub } = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString());
    const gateway = gateways.get(sub) ?? unlinked.get(sub);
    if (!gateway || gateway.jkt !== jkt) throw new Refuse(401, { error: 'invalid_client' });
    const { payload } = await jwtVerify(assertion, await importJWK(gateway.jwk, 'ES256'), {
      audience: base + CLOUD_PATH.token,
      issuer: sub,
      subject: sub,
      clockTolerance: '2h',
    });
    if (!gateways.has(sub))
      throw new Refuse(control.unlinkedStatus, {
        error: 'unlinked',
        code: 'UNLINKED',
        gateway_id: sub,
        assertion_id: payload.jti,
        ...control.unlinkedAs,
      });
    refuseDeactivated();
    return issue(gateway);
  };
  /** Somebody unlinks it at the console. */
  const unlink = (gatewayId: string) => {
    const gateway = gateways.get(gatewayId);
    if (gateway) unlinked.set(gatewayId, gateway);
    gateways.delete(gatewayId);
    tokens.clear();
  };

  const deviceAuthorization = (form: URLSearchParams, proof: { jkt: string; jwk: JWK }) => {
    if (form.get('dpop_jkt') !== proof.jkt) throw new Refuse(400, { error: 'invalid_dpop_proof' });
    const claim: Claim = {
      deviceCode: randomBytes(24).toString('base64url'),
      userCode: 'BCDF-GHJK',
      ...proof,
      verdicts: [],
    };
    const token = form.get('claim_token');
    if (token !== null && token !== control.claimToken)
      throw new Refuse(400, { error: 'invalid_grant', code: 'CLAIM_TOKEN_WRONG' });
    if (token !== null || form.get('registered') === 'yes') claim.granted = selfOf();
    claims.push(claim);
    touch();
    return {
      device_code: claim.deviceCode,
      user_code: claim.userCode,
      verification_uri: `${base}/link`,
      verification_uri_complete: `${base}/link?code=${claim.userCode}`,
      expires_in: 900,
      interval: control.interval,
    };
  };

  const verdict = (form: URLSearchParams, jkt: string) => {
    const claim = claims.find((c) => c.deviceCode === form.get('device_code') && c.jkt === jkt);
    if (!claim?.challenge || claim.challenge.id !== form.get('challenge_id')) throw new Refuse(404, {});
    claim.verdicts.push({ id: claim.challenge.id, verdict: form.get('verdict') ?? '' });
    delete claim.challenge;
    if (form.get('verdict') === 'right') claim.granted = selfOf();
    touch();
    return {};
  };

  const selfOf = (): GatewaySelf => ({
    gatewayId: randomUUID(),
    account: { name: 'Contoso', number: '123456789', region: 'Canada', state: 'active' },
    linkedAt: Date.now(),
    linkedBy: 'Ada Installer',
    baseUrl: base,
    brokerHostKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG5vdCByZWFsbHkgYSBrZXkgYnV0IGVub3VnaCBvZg'],
  });

  const welcome = (): CloudMessage => ({ type: 'welcome', time: Date.now(), selfVersion: 1 });

  const answer = async (request: IncomingMessage, body: string): Promise<unknown> => {
    const url = new URL(request.url ?? '/', base);
    const form = new URLSearchParams(body);
    switch (`${request.method} ${url.pathname}`) {
      case `GET ${CLOUD_PATH.hello}`:
        return { name: 'mini', region: 'Canada', version: '0', time: Date.now() };
      case `POST ${CLOUD_PATH.deviceAuthorization}`:
        return deviceAuthorization(form, await verifyProof(request));
      case `POST ${CLOUD_PATH.setupCodeVerdict}`:
        return verdict(form, (await verifyProof(request)).jkt);
      case `POST ${CLOUD_PATH.token}`: {
        const { jkt } = await verifyProof(request);
        return form.get('grant_type') === GRANT_DEVICE_CODE ? deviceGrant(form, jkt) : clientGrant(form, jkt);
      }
      case `GET ${CLOUD_PATH.self}`:
        return (await authenticate(request)).self;
      case `DELETE ${CLOUD_PATH.self}`:
        unlink((await authenticate(request)).self.gatewayId);
        return undefined;
      case `GET ${CLOUD_PATH.channelPoll}`: {
        await authenticate(request);
        if (url.searchParams.get('wait') === '0') return { messages: [welcome()] };
        if (toPoll.length === 0)
          await new Promise<void>((resolve) => {
            heldPolls.add(resolve);
            request.on('close', resolve);
          });
        return { messages: toPoll.splice(0) };
      }
      case `POST ${CLOUD_PATH.channelPoll}`:
        await authenticate(request);
        fromGateway.push(...(JSON.parse(body) as { messages: GatewayMessage[] }).messages);
        return undefined;
      case `POST ${CLOUD_PATH.outbox}`: {
        await authenticate(request);
        const { items } = JSON.parse(body) as { items: OutboxItem[] };
        const refused = items.filter((i) => control.refuseItems.has(i.kind));
        for (const i of items) if (!refused.includes(i)) outbox.set(i.id, i);
        return {
          accepted: items.filter((i) => !refused.includes(i)).map((i) => i.id),
          refused: refused.map((i) => ({ id: i.id, code: 'NO', sentence: 'never' })),
          wanted: control.wanted.splice(0),
        };
      }
      default:
        throw new Refuse(404, { code: 'NOT_FOUND', title: 'Nothing here.', remedy: 'None.' });
    }
  };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = request;
    const path = url.split('?')[0] ?? '';
    requests.push({
      method,
      path,
      ...(headers.authorization ? { authorization: headers.authorization } : {}),
    });
    let body = '';
    for await (const part of request) body += part;
    let status = 200;
    let said: unknown;
    let extra: Record<string, string> = {};
    try {
      if (control.break?.path === path && control.break.times-- > 0)
        throw new Refuse(control.break.status, { code: 'BROKEN', title: 'Broken by the test.' });
      said = await answer(request, body);
      if (said === undefined) status = 204;
    } catch (error) {
      if (!(error instanceof Refuse)) throw error;
      ({ status, body: said, headers: extra } = error);
    }
    response.writeHead(status, { 'content-type': 'application/json', ...extra });
    response.end(said === undefined ? '' : JSON.stringify(said));
    touch();
  };

  const server: Server = options.tls
    ? createTlsServer(options.tls, (q, s) => void handle(q, s))
    : createServer((q, s) => void handle(q, s));
  const upgrades = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const refuse = (status: number, headers: Record<string, string> = {}, body = '{}') => {
      const lines = Object.entries({ 'content-type': 'application/json', connection: 'close', ...headers });
      socket.end(
        `HTTP/1.1 ${status} No\r\n${lines.map(([k, v]) => `${k}: ${v}\r\n`).join('')}content-length: ${body.length}\r\n\r\n${body}`,
      );
      touch();
    };
    requests.push({ method: 'UPGRADE', path: request.url ?? '' });
    if (control.websockets === 'blocked') return refuse(200, {}, '<html>');
    authenticate(request).then(
      () =>
        upgrades.handleUpgrade(request, socket, head, (ws) => {
          if (control.websockets === 'cut') return ws.terminate();
          sockets.add(ws);
          ws.on('close', () => sockets.delete(ws));
          ws.on('message', (data) => {
            fromGateway.push(JSON.parse(String(data)) as GatewayMessage);
            touch();
          });
          ws.send(JSON.stringify(welcome()));
          touch();
        }),
      (error) => refuse(error.status, error.headers, JSON.stringify(error.body)),
    );
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  base = `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`;

  /** Resolves when `condition` gives something; looked at after everything that happens here. */
  const until = <T>(condition: () => T | undefined | false): Promise<T> =>
    new Promise((resolve) => {
      const look = () => {
        const value = condition();
        if (value === undefined || value === false) return;
        waiters.delete(look);
        resolve(value as T);
      };
      waiters.add(look);
      look();
    });

  return {
    get base() {
      return base;
    },
    port,
    control,
    claims,
    gateways,
    unlink,
    tokens,
    requests,
    fromGateway,
    outbox,
    sockets,
    until,
    touch,
    /** Makes a gateway known without a claim. */
    adopt(jwk: JWK, jkt: string): GatewaySelf {
      const self = selfOf();
      gateways.set(self.gatewayId, { self, jwk, jkt });
      return self;
    },
    /** A person types a set-up code. */
    type(claim: Claim, typed: string) {
      const nonce = randomBytes(32).toString('base64url');
      const mac = createHmac('sha256', normaliseSetupCode(typed))
        .update(`${SETUP_CODE_MAC_PREFIX}${nonce}\n${claim.jkt}`)
        .digest('base64url');
      claim.challenge = { id: randomUUID(), nonce, mac };
    },
    say(message: CloudMessage) {
      for (const ws of sockets) ws.send(JSON.stringify(message));
      toPoll.push(message);
      for (const f of heldPolls) f();
      heldPolls.clear();
    },
    async close() {
      for (const f of heldPolls) f();
      for (const ws of sockets) ws.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
