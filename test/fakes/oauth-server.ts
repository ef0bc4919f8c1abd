/**
 * Part of the SIMULATORS of FreePBX and 3CX: a TLS server whose paths want a token of the client credentials grant, as
 * RFC 6749 (§4.4, §5.1, §5.2) has it.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { makeSelfSigned, type ServerCertificate } from '../helpers/certificates.ts';

/** How it misbehaves at requests (`METHOD path?query`, or a name of the simulator) that match. */
export type OauthMischief = {
  readonly at: RegExp;
  readonly how:
    | 'silent'
    | 'half'
    | 'drop'
    | 'noJson'
    | 'otherShape'
    | 'oversize'
    /** The token is taken no more, once; every time with `always`. */
    | 'revoked'
    | 'always revoked'
    | { readonly status: number; readonly body?: unknown }
    | { readonly before: () => void };
};

export type OauthServer = {
  readonly host: string;
  readonly port: number;
  readonly certificate: ServerCertificate;
  clientSecret: string;
  /** May the client read? Without it every path answers 403. */
  mayRead: boolean;
  mischief: readonly OauthMischief[];
  /** What was asked; never a secret or a token. */
  readonly log: string[];
  /** Sign-ins so far. */
  readonly signIns: () => number;
  readonly allClosed: () => Promise<void>;
  close(): Promise<void>;
};

export type Handler = (
  request: { readonly method: string; readonly url: URL; readonly body: string },
  reply: (status: number, body: unknown, headers?: Readonly<Record<string, string>>) => void,
) => void;

const CLIENT = 'cloudlink';

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const json = (response: ServerResponse, status: number, body: unknown, headers = {}) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

/** True when the mischief was the whole answer. */
function misbehave(how: OauthMischief['how'] | undefined, response: ServerResponse): boolean {
  if (typeof how === 'object' && 'before' in how) how.before();
  if (typeof how === 'object' && 'status' in how)
    json(response, how.status, how.body ?? { error: 'simulated' });
  else if (how === 'half') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"value":[{"Id":1', () => response.socket?.destroy());
  } else if (how === 'drop') response.socket?.destroy();
  else if (how === 'noJson') response.writeHead(200).end('<html>It works!</html>');
  else if (how === 'otherShape') json(response, 200, { rows: [] });
  else if (how === 'oversize') response.writeHead(200).end(Buffer.alloc(5 * 1024 * 1024, ' '));
  else return how === 'silent';
  return true;
}

export type OauthServerOptions = {
  readonly clientSecret: string;
  readonly tokenPath: string;
  /** Name of a request for log and mischief, where the path says too little. */
  readonly nameOf?: (method: string, url: URL, body: string) => string;
  readonly handler: Handler;
  /** Body of 401 and of 403. */
  readonly refusals: { readonly noToken: unknown; readonly noRight: unknown };
};

/** Starts one on the loopback with a certificate of its own; its client is `cloudlink`. */
export async function startOauthServer(options: OauthServerOptions): Promise<OauthServer> {
  const host = '127.0.0.1';
  const certificate = await makeSelfSigned(host);
  const sockets = new Set<Duplex>();
  const tokens = new Set<string>();
  let signIns = 0;

  function token(body: string, response: ServerResponse): void {
    signIns++;
    const form = new URLSearchParams(body);
    const isRight =
      form.get('grant_type') === 'client_credentials' &&
      form.get('client_id') === CLIENT &&
      form.get('client_secret') === sim.clientSecret;
    if (!isRight) json(response, 401, { error: 'invalid_client' });
    else {
      const given = randomBytes(24).toString('base64url');
      // one at a time (3CX); it does no harm where there may be more
      tokens.clear();
      tokens.add(given);
      json(response, 200, { token_type: 'Bearer', expires_in: 3600, access_token: given });
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '' } = request;
    const url = new URL(request.url ?? '/', 'https://sim');
    const body = await textOf(request);
    const name =
      options.nameOf?.(method, url, body) ?? `${method} ${url.pathname}${decodeURIComponent(url.search)}`;
    sim.log.push(name);
    const how = sim.mischief.find(({ at }) => at.test(name))?.how;
    if (misbehave(how, response)) return;
    if (url.pathname === options.tokenPath) return token(body, response);
    if (how === 'always revoked') tokens.clear();
    if (how === 'revoked') {
      tokens.clear();
      sim.mischief = sim.mischief.filter((one) => one.how !== 'revoked');
    }
    const given = String(request.headers.authorization ?? '').replace('Bearer ', '');
    if (!tokens.has(given)) json(response, 401, options.refusals.noToken);
    else if (!sim.mayRead) json(response, 403, options.refusals.noRight);
    else
      options.handler({ method, url, body }, (status, value, headers) =>
        json(response, status, value, headers),
      );
  }

  const server = createServer(certificate, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      sim.log.push(`not understood: ${String(error)}`);
      response.destroy();
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, host, resolve);
  });
  const address = server.address();
  const sim: OauthServer = {
    host,
    port: typeof address === 'object' && address ? address.port : 0,
    certificate,
    clientSecret: options.clientSecret,
    mayRead: true,
    mischief: [],
    log: [],
    signIns: () => signIns,
    allClosed: async () => {
      await Promise.all([...sockets].map((socket) => socket.closed || once(socket, 'close')));
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
  return sim;
}
