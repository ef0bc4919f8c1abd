/** The HTTP side of launch sessions: everything that comes to `<label>.<launch domain>`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type AppError, toAppError, toProblem } from '../../base/errors.ts';
import {
  cookieValues,
  endToEnd,
  mapHeaders,
  type RawHeaders,
  valuesOf,
  withoutCookie,
} from '../../base/headers.ts';
import { Agent } from '../../base/runtime/node-http.ts';
import { type RelayPlan, relay, relayUpgrade } from '../../base/runtime/relay.ts';
import { FAULT_HEADER, SESSION_HEADER } from '../../contract/tunnel.ts';
import { type ErrorCode, fail } from '../core/errors.ts';
import type { LaunchDoor, LaunchEntry } from '../core/ports/launch.ts';
import { faultPage, type Leg, PAGE_HEADERS } from './pages.ts';

export type LaunchHostOptions = {
  readonly door: LaunchDoor;
  /** A channel through the gateway's tunnel (broker.ts). */
  readonly connect: (gatewayId: string, targetId: string) => Promise<Duplex>;
  /** Where the console is: no other page may post a token. */
  readonly consoleOrigin: string;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
};

export type LaunchHost = {
  /** True for a launch host name; nothing else may look at such a request. */
  matches(host: string | undefined): boolean;
  handle(req: IncomingMessage, res: ServerResponse): void;
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
};

const LAUNCH_PATH = '/.launch';
const FORM_MAX_BYTES = 4096;
/** A console behind HTTP/2 may ask for many things at once; channels are kept, since each costs a way there and back. */
const CHANNELS_A_SESSION = 64;
const KEPT_CHANNELS = 24;

/** Codes of the gateway's front that have a row of their own here. */
const FAULTS: ReadonlyMap<string, ErrorCode> = new Map([
  ['SESSION_UNKNOWN', 'LAUNCH_ENDED'],
  ['TARGET_UNREACHABLE', 'TARGET_UNREACHABLE'],
  ['TARGET_CERTIFICATE', 'TARGET_CERTIFICATE'],
  ['ACCESS_LOG_FAILED', 'ACCESS_LOG_FAILED'],
]);

/** Where on the way an error belongs. */
const LEG_OF: Readonly<Record<string, Leg>> = {
  GATEWAY_OFFLINE: 'Tunnel',
  TUNNEL_STOPPED: 'Tunnel',
  TUNNEL_DOWN: 'Tunnel',
  TUNNEL_BUSY: 'Tunnel',
  LAUNCH_ENDED: 'Cloud',
  LAUNCH_TOKEN: 'Cloud',
  LAUNCH_FOREIGN: 'Cloud',
  BAD_INPUT: 'Cloud',
  INTERNAL: 'Cloud',
  GATEWAY_FAILED: 'Gateway',
  ACCESS_LOG_FAILED: 'Gateway',
  TARGET_UNREACHABLE: 'Target',
  TARGET_CERTIFICATE: 'Target',
};

/** What the application left in the browser under this session's host name. Cookies: see forBrowser of the gateway. */
const WIPE = { 'clear-site-data': '"cache", "storage"' };

/** Asked for by the page itself or typed by a person; a neighbour cannot make a browser forget what is not its own. */
const isOwnWish = (req: IncomingMessage) =>
  /^(none|same-origin)$/.test(String(req.headers['sec-fetch-site']));

/** A page for a browser's address bar, problem details for everything else. */
function answer(req: IncomingMessage, res: ServerResponse, error: unknown): void {
  if (res.headersSent || res.destroyed) return;
  const problem = toProblem(error);
  if (!/text\/html/.test(req.headers.accept ?? '')) {
    res.writeHead(problem.status, {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
    });
    return void res.end(JSON.stringify(problem));
  }
  const wiped = problem.code === 'LAUNCH_ENDED' && isOwnWish(req) ? WIPE : {};
  const page = faultPage(problem, LEG_OF[problem.code]);
  res.writeHead(problem.status, { ...PAGE_HEADERS, ...wiped }).end(page);
}

function refuseUpgrade(socket: Duplex, error: unknown): void {
  const { status } = toProblem(error);
  if (!socket.destroyed)
    socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

async function form(req: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > FORM_MAX_BYTES) throw fail('BAD_INPUT');
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

/**
 * Launch hosts are neighbours: to a browser they are the same site, so SameSite keeps none of them from asking
 * another. What another origin asks for is refused, but for a link that a person follows.
 */
function isForeign(req: IncomingMessage, origin: string): boolean {
  const site = req.headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') {
    const followed =
      req.headers['sec-fetch-mode'] === 'navigate' && req.headers['sec-fetch-dest'] === 'document';
    return !(followed && (req.method === 'GET' || req.method === 'HEAD'));
  }
  // older browsers say only where a change, or a WebSocket, comes from
  const from = req.headers.origin;
  return from !== undefined && from !== 'null' && from !== origin;
}

/** RFC 6265 §5.2: browsers take blanks around the name off. */
const cookieNameOf = (setCookie: string) => (/^[^=;]*/.exec(setCookie)?.[0] ?? '').trim();

export function createLaunchHost({ door, connect, consoleOrigin, log }: LaunchHostOptions): LaunchHost {
  const secure = door.scheme === 'https:';
  const cookieName = secure ? '__Host-launch' : 'launch';
  const agents = new Map<string, Agent>();

  /** Channels of one session, kept alive; no other session ever uses one. */
  const agentOf = (entry: LaunchEntry): Agent => {
    const kept = agents.get(entry.sessionId);
    if (kept) return kept;
    const agent = Object.assign(
      new Agent({ keepAlive: true, maxSockets: CHANNELS_A_SESSION, maxFreeSockets: KEPT_CHANNELS }),
      {
        createConnection(_options: unknown, done: (error: Error | null, socket?: Duplex) => void) {
          connect(entry.gatewayId, entry.targetId).then((socket) => {
            // an agent that was destroyed meanwhile would keep the channel for good
            if (!entry.ended.aborted) return done(null, socket);
            socket.destroy();
            done(fail('LAUNCH_ENDED'));
          }, done);
          return undefined;
        },
      },
    );
    agents.set(entry.sessionId, agent);
    const end = () => {
      agents.delete(entry.sessionId);
      agent.destroy();
    };
    entry.ended.addEventListener('abort', end, { once: true });
    return agent;
  };

  const admit = (req: IncomingMessage): LaunchEntry => {
    const label = door.labelOf(req.headers.host) ?? '';
    const entry = door.admit(label, cookieValues(req.headers.cookie, cookieName));
    if (!entry) throw fail('LAUNCH_ENDED');
    if (isForeign(req, entry.origin)) throw fail('LAUNCH_FOREIGN');
    // it would show a page what its own cookies are (RFC 9110 §9.3.8)
    if (req.method === 'TRACE') throw fail('BAD_INPUT');
    entry.touch();
    return entry;
  };

  /** What goes to the gateway: ours in, the launch cookie and every forged copy of ours out. */
  const toGateway = (raw: RawHeaders, entry: LaunchEntry): string[] => [
    ...mapHeaders(endToEnd(raw), (name, value) => {
      if (name.startsWith('cloudlink-') || name === 'expect') return undefined;
      return name === 'cookie' ? withoutCookie(value, cookieName) : value;
    }),
    ...[SESSION_HEADER.id, entry.sessionId, SESSION_HEADER.secret, entry.secret],
  ];

  /** What goes to the browser: a target cannot set or void the cookie that opens its own door. */
  const toBrowser = (raw: RawHeaders): string[] =>
    mapHeaders(raw, (name, value) => {
      if (name.startsWith('cloudlink-')) return undefined;
      return name === 'set-cookie' && cookieNameOf(value) === cookieName ? undefined : value;
    });

  /** The gateway answered itself: its words are the reason, ours is the page. */
  const fault = (code: string, entry: LaunchEntry): AppError => {
    log('the gateway answered itself', { code, session: entry.sessionId });
    return fail(FAULTS.get(code) ?? 'GATEWAY_FAILED');
  };

  const plan = (req: IncomingMessage, entry: LaunchEntry): RelayPlan => {
    let stream = false;
    return {
      agent: agentOf(entry),
      headers: toGateway(req.rawHeaders, entry),
      answer({ headers }) {
        const [code] = valuesOf(headers, FAULT_HEADER);
        if (code !== undefined) throw fault(code, entry);
        stream = valuesOf(headers, 'content-type').some((type) => type.startsWith('text/event-stream'));
        return toBrowser(headers);
      },
      passed(_bytes, from) {
        if (from === 'client' || (!stream && req.headers.upgrade === undefined)) entry.touch();
      },
      signal: entry.ended,
    };
  };

  const explained = (error: Error): AppError => {
    const known = toAppError(error);
    return known.code === 'INTERNAL' ? fail('TUNNEL_DOWN', { cause: error }) : known;
  };

  const begin = async (req: IncomingMessage, res: ServerResponse) => {
    if (req.method !== 'POST') throw fail('LAUNCH_TOKEN');
    // a launched page that has a token of its own would put this browser into somebody else's session
    const from = req.headers.origin;
    if (from !== undefined && from !== consoleOrigin) throw fail('LAUNCH_FOREIGN');
    const label = door.labelOf(req.headers.host) ?? '';
    const token = (await form(req)).get('token') ?? '';
    const cookie = await door.spend(label, token);
    if (cookie === undefined) throw fail('LAUNCH_TOKEN');
    const attributes = ['Path=/', 'HttpOnly', 'SameSite=Lax', ...(secure ? ['Secure'] : [])].join('; ');
    res.writeHead(303, {
      location: '/',
      'set-cookie': `${cookieName}=${cookie}; ${attributes}`,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-length': '0',
    });
    res.end();
  };

  const pass = async (req: IncomingMessage, res: ServerResponse) => {
    const entry = admit(req);
    const end = await relay(req, res, plan(req, entry));
    if (!end.error) return;
    const error = explained(end.error);
    answer(req, res, error);
    // only now: ending a session cuts everything that it has open
    if (error.code === 'LAUNCH_ENDED') entry.lost();
  };

  const passUpgrade = async (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    const entry = admit(req);
    const end = await relayUpgrade({ req, socket, head }, plan(req, entry));
    if (!end.error) return;
    const error = explained(end.error);
    refuseUpgrade(socket, error);
    if (error.code === 'LAUNCH_ENDED') entry.lost();
  };

  return {
    matches: (host) => door.labelOf(host) !== undefined,
    handle(req, res) {
      const launching = (req.url ?? '').split('?')[0] === LAUNCH_PATH;
      (launching ? begin(req, res) : pass(req, res)).catch((error) => answer(req, res, error));
    },
    upgrade(req, socket, head) {
      socket.on('error', (error) => log('a launch connection broke', { reason: error.message }));
      passUpgrade(req, socket, head).catch((error) => refuseUpgrade(socket, error));
    },
  };
}
