/** A small web application that knows nothing of tunnels: what an administration page does, on a loopback port. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { WebSocketServer } from 'ws';

export type SmallApp = {
  readonly port: number;
  /** As the application itself sees it. */
  readonly origin: string;
  /** Headers of every request, by path. */
  readonly seen: Map<string, IncomingMessage['headers']>;
  /** Bytes of `/big` that were sent, and of `/upload` that arrived. */
  readonly flow: { sent: number; taken: number };
  /** Sends one more event to every open `/sse`. */
  tell(text: string): void;
  /** Requests to `/hang` that are open now. */
  readonly hanging: Set<ServerResponse>;
  close(): Promise<void>;
};

export const GZIPPED = gzipSync('<p>packed</p>');
const MIB = Buffer.alloc(1024 * 1024, 'x');

function stream(res: ServerResponse, mib: number, flow: SmallApp['flow']): void {
  let left = mib;
  const more = () => {
    while (left > 0) {
      left--;
      flow.sent += MIB.length;
      if (!res.write(MIB)) return void res.once('drain', more);
    }
    res.end();
  };
  res.writeHead(200, { 'content-length': mib * MIB.length });
  more();
}

function take(req: IncomingMessage, res: ServerResponse, flow: SmallApp['flow']): void {
  const hash = createHash('sha256');
  let bytes = 0;
  req.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    flow.taken += chunk.length;
    hash.update(chunk);
  });
  req.on('end', () => res.end(JSON.stringify({ bytes, sha256: hash.digest('hex') })));
}

/** @param tls a certificate makes it https; @param onPort a free one when left out */
export async function startSmallApp(
  tls?: { readonly key: string; readonly cert: string },
  onPort = 0,
): Promise<SmallApp> {
  const seen: SmallApp['seen'] = new Map();
  const listeners = new Set<ServerResponse>();
  const hanging = new Set<ServerResponse>();
  const flow = { sent: 0, taken: 0 };
  let origin = '';

  const routes: Record<string, (req: IncomingMessage, res: ServerResponse) => void> = {
    '/': (_req, res) => res.setHeader('content-type', 'text/html').end('<h1>Server Manager</h1>'),
    '/moved': (_req, res) => res.writeHead(302, { location: `${origin}/landed?a=1#b` }).end(),
    '/elsewhere': (_req, res) => res.writeHead(302, { location: 'https://www.example.org/' }).end(),
    '/login': (_req, res) =>
      res
        .writeHead(200, {
          'set-cookie': ['sid=1; Domain=127.0.0.1; Path=/; HttpOnly; SameSite=None; Secure', 'theme=dark'],
          'strict-transport-security': 'max-age=31536000',
          'content-security-policy': `default-src 'self' ${origin}; connect-src ${origin.replace('http', 'ws')}; upgrade-insecure-requests`,
          refresh: `5; url=${origin}/home`,
          link: `<${origin}/style.css>; rel=preload`,
          'cloudlink-fault': 'TARGET_UNREACHABLE',
        })
        .end('in'),
    '/steal': (_req, res) => res.writeHead(200, { 'set-cookie': 'launch=stolen; Path=/' }).end(),
    '/sse': (_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      listeners.add(res);
      res.once('close', () => listeners.delete(res));
    },
    '/hang': (_req, res) => {
      res.writeHead(200).write('first');
      hanging.add(res);
      res.once('close', () => hanging.delete(res));
    },
    '/big': (_req, res) => stream(res, 100, flow),
    '/upload': (req, res) => take(req, res, flow),
    '/gzip': (_req, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end(GZIPPED),
    '/too-large': (_req, res) => res.writeHead(413).end('too large'),
    '/until-close': (_req, res) => {
      res.useChunkedEncodingByDefault = false;
      res.writeHead(200, { connection: 'close' });
      res.write('all of ');
      setImmediate(() => res.end('it'));
    },
  };

  const answer = (req: IncomingMessage, res: ServerResponse) => {
    const path = (req.url ?? '').split('?')[0] ?? '';
    seen.set(path, req.headers);
    const route = routes[path];
    if (route) route(req, res);
    else res.writeHead(404).end('nothing here');
  };
  const server: Server = tls ? createTlsServer(tls, answer) : createServer(answer);
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (req, socket, head) => {
    seen.set('/ws', req.headers);
    if (req.url === '/no-ws') return void socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno');
    sockets.handleUpgrade(req, socket, head, (ws) =>
      ws.on('message', (data, binary) => ws.send(data, { binary })),
    );
  });
  await new Promise<void>((resolve) => server.listen(onPort, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  origin = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  return {
    port,
    origin,
    seen,
    hanging,
    flow,
    tell: (text) => {
      for (const res of listeners) res.write(`data: ${text}\n\n`);
    },
    async close() {
      for (const ws of sockets.clients) ws.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
