/**
 * An LDAP v3 client for reading (RFC 4511): simple bind, StartTLS, search with paging always on (RFC 2696). It shows
 * response controls and intermediate responses, which both deltas (syncrepl, DirSync) need.
 */
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import ldapControls from '@ldapjs/controls';
import ldapMessages from '@ldapjs/messages';
import { fail } from '../../core/errors.ts';
import { integer, octets, TAG, tlv, truth } from './ber.ts';
import { filterBytes } from './filter.ts';
import { createFramer, decodeMessage, type LdapEntry, type LdapMessage, type LdapResult } from './message.ts';
import { resultError } from './result-codes.ts';
import { openTcp, pinOf, type SocketOptions, secure, socketError } from './socket.ts';

const { PagedResultsControl } = ldapControls;
const { BindRequest, ExtensionRequest, SearchRequest, UnbindRequest } = ldapMessages;
/** Any of @ldapjs/controls. */
export type Control = Encodable;

export type LdapOptions = SocketOptions & { readonly security: 'none' | 'starttls' | 'ldaps' };

export type LdapQuery = {
  readonly base: string;
  readonly scope: 'base' | 'single' | 'subtree';
  readonly filter: string;
  readonly attributes: readonly string[];
  /** Beside the paging control. */
  readonly controls?: readonly Control[];
  /** Entries a page; 500 unless told. */
  readonly pageSize?: number;
};

type Encodable = { toBer(): { readonly buffer: Buffer } };

export type LdapClient = {
  /** @throws AppError PBX_CREDENTIALS, PBX_PERMISSION … by the result */
  bind(dn: string, password: string): Promise<void>;
  /**
   * Entries page by page. The server is asked for one page ahead, so that it works while the reader does; never for
   * more, so that a slow reader costs no memory. A connection holds one paged search at a time (slapd keeps one cookie a connection); let it end before the next.
   * Ends without an error only after a SearchDone with success and no further cookie.
   */
  search(query: LdapQuery): AsyncGenerator<readonly LdapEntry[], LdapResult>;
  /** Every message that answers one request, the result last. The reader's pace is the socket's pace. */
  exchange(make: (messageId: number) => Encodable): AsyncGenerator<LdapMessage>;
  /** A search without paging, every message of its answer. @throws SyntaxError when the filter cannot be read */
  exchangeSearch(query: LdapQuery): AsyncGenerator<LdapMessage>;
  /** `TLSv1.3` and the like; undefined for a connection in clear. */
  readonly tls: string | undefined;
  /** What its certificate was verified by (core/ports/connector.ts, Pins); undefined in clear. */
  readonly pin: string | undefined;
  close(): void;
};

const START_TLS = '1.3.6.1.4.1.1466.20037';
const PAGED = '1.2.840.113556.1.4.319';
/** Messages that may wait for a slow reader before the socket is told to stop. */
const HIGH_WATER = 1000;
const MAX_EMPTY_PAGES = 100;

type Queue = { readonly messages: LdapMessage[]; isAwaited: boolean; wake: () => void };

/** A request that was sent, and its answers as they come: those of one look together, the result last. */
type Asked = { readonly answers: AsyncGenerator<readonly LdapMessage[]>; drop(): void };

/** Requests and their answers over one socket. */
function createWire(first: Socket, options: LdapOptions) {
  let socket: Socket | TLSSocket = first;
  let framer = createFramer();
  let failure: unknown;
  let nextId = 1;
  const queues = new Map<number, Queue>();

  function fall(error: unknown): void {
    failure ??= error;
    socket.destroy();
    for (const queue of queues.values()) queue.wake();
  }

  function deliver(message: LdapMessage): void {
    // id 0 is the notice of disconnection (RFC 4511 §4.4.1)
    if (message.id === 0 && message.kind === 'result') fall(resultError(message));
    const queue = queues.get(message.id);
    if (!queue) return;
    queue.messages.push(message);
    if (queue.messages.length >= HIGH_WATER) socket.pause();
    queue.wake();
  }

  function onData(chunk: Buffer): void {
    try {
      for (const frame of framer(chunk)) deliver(decodeMessage(frame));
    } catch (error) {
      fall(error);
    }
  }
  const onError = (error: Error) => fall(socketError(error, options));
  const onClose = () => fall(socketError({ code: 'ECONNRESET', message: '' }, options));
  // what came and was not yet taken is no silence of the server
  const onTimeout = () => {
    const isAwaited = [...queues.values()].some((queue) => queue.isAwaited);
    if (isAwaited) fall(socketError({ code: 'ETIMEDOUT', message: '' }, options));
  };

  function attach(to: Socket | TLSSocket): void {
    socket = to;
    framer = createFramer();
    to.setTimeout(options.timeoutMs);
    to.on('data', onData).on('error', onError).on('close', onClose).on('timeout', onTimeout);
  }
  function detach(): Socket | TLSSocket {
    socket.off('data', onData).off('error', onError).off('close', onClose).off('timeout', onTimeout);
    socket.setTimeout(0);
    return socket;
  }
  attach(first);

  const moreFor = (queue: Queue) =>
    new Promise<void>((resolve) => {
      queue.isAwaited = true;
      queue.wake = resolve;
      socket.resume();
      if (failure !== undefined) resolve();
    });

  async function* answersOf(queue: Queue): AsyncGenerator<readonly LdapMessage[]> {
    for (;;) {
      const arrived = queue.messages.splice(0);
      if (arrived.length > 0) yield arrived;
      if (arrived.at(-1)?.kind === 'result') return;
      if (queue.messages.length > 0) continue;
      if (failure !== undefined) throw failure;
      await moreFor(queue);
      queue.isAwaited = false;
    }
  }

  /** Sends at once; the answers wait until they are taken. */
  function ask(make: (messageId: number) => Encodable): Asked {
    const id = nextId++;
    const queue: Queue = { messages: [], isAwaited: false, wake: () => undefined };
    queues.set(id, queue);
    if (failure === undefined) socket.write(make(id).toBer().buffer);
    return { answers: answersOf(queue), drop: () => void queues.delete(id) };
  }

  async function* exchange(make: (messageId: number) => Encodable): AsyncGenerator<LdapMessage> {
    const asked = ask(make);
    try {
      for await (const arrived of asked.answers) yield* arrived;
    } finally {
      asked.drop();
    }
  }

  return {
    ask,
    exchange,
    fall,
    attach,
    detach,
    bye() {
      if (failure === undefined) socket.end(new UnbindRequest({ messageId: nextId++ }).toBer().buffer);
      failure ??= fail('PBX_UNREACHABLE', { sentence: 'The connection was closed.' });
      socket.destroySoon();
    },
  };
}

type Wire = ReturnType<typeof createWire>;

async function resultOf(wire: Wire, make: (messageId: number) => Encodable): Promise<LdapResult> {
  for await (const message of wire.exchange(make)) if (message.kind === 'result') return message;
  throw fail('PBX_ANSWER_BAD');
}

async function startTls(wire: Wire, options: LdapOptions, signal: AbortSignal): Promise<TLSSocket> {
  const result = await resultOf(
    wire,
    (messageId) => new ExtensionRequest({ messageId, requestName: START_TLS }),
  );
  if (result.code !== 0)
    throw fail('PBX_TLS', {
      sentence: 'The directory does not offer StartTLS.',
      remedy: 'Choose LDAPS, or switch StartTLS on at the directory.',
      cause: resultError(result),
    });
  const tls = await secure(wire.detach(), options, signal);
  wire.attach(tls);
  return tls;
}

const SCOPES = { base: 0, single: 1, subtree: 2 } as const;
const [SEARCH, CONTROLS] = [0x63, 0xa0];
const DEREF_NEVER = 0;

/**
 * A search as a message (RFC 4511 §4.5.1), for {@link LdapClient.exchange}.
 * @throws SyntaxError when the filter cannot be read
 */
export function searchRequest(query: LdapQuery, messageId: number, controls: readonly Control[]): Encodable {
  const search = tlv(
    SEARCH,
    octets(query.base),
    integer(SCOPES[query.scope], TAG.enumerated),
    integer(DEREF_NEVER, TAG.enumerated),
    integer(0),
    integer(0),
    truth(false),
    filterBytes(query.filter),
    tlv(TAG.sequence, ...query.attributes.map((name) => octets(name))),
  );
  const list = controls.map((control) => control.toBer().buffer);
  const parts = [integer(messageId), search, ...(list.length > 0 ? [tlv(CONTROLS, ...list)] : [])];
  return { toBer: () => ({ buffer: tlv(TAG.sequence, ...parts) }) };
}

/** A request control of any kind (RFC 4511 §4.1.11) with its value as bytes; ldapjs's own would turn them into text. */
export function bytesControl(oid: string, value: Buffer | undefined, criticality = true): Control {
  const parts = [octets(oid), truth(criticality), ...(value === undefined ? [] : [octets(value)])];
  return { toBer: () => ({ buffer: tlv(TAG.sequence, ...parts) }) };
}

/** @throws AppError BAD_INPUT when the filter or the base DN cannot be read */
export function checkQuery(query: LdapQuery): void {
  const tried = (field: 'filter' | 'baseDn', read: () => unknown) => {
    try {
      read();
    } catch (cause) {
      const sentence =
        field === 'filter' ? 'The filter is not valid (RFC 4515).' : 'The base DN is not valid (RFC 4514).';
      throw fail('BAD_INPUT', { fields: [{ field, sentence }], cause });
    }
  };
  tried('filter', () => filterBytes(query.filter));
  // ldapjs's reading of the DN is the check; what is sent is the text as it was typed
  tried('baseDn', () =>
    new SearchRequest({
      messageId: 1,
      baseObject: query.base,
      scope: 'base',
      filter: '(objectClass=*)',
      attributes: [],
    }).toBer(),
  );
}

/** The cookie for the next page; undefined after the last one, and where the server does no paging. */
function nextCookie(result: LdapResult): Buffer | undefined {
  const control = result.controls.find(({ oid }) => oid === PAGED);
  const cookie = control && new PagedResultsControl({ value: control.value }).value.cookie;
  return cookie !== undefined && cookie.length > 0 ? Buffer.from(cookie) : undefined;
}

/** The entries of one answer; what comes beyond the size that was asked for (a server without paging) is yielded. */
async function* pageOf(
  asked: Asked,
  size: number,
): AsyncGenerator<
  readonly LdapEntry[],
  { readonly page: readonly LdapEntry[]; readonly result: LdapResult }
> {
  let page: LdapEntry[] = [];
  for await (const arrived of asked.answers) {
    for (const message of arrived) {
      if (message.kind === 'result') return { page, result: message };
      if (message.kind !== 'entry') continue;
      if (page.length === size) {
        yield page;
        page = [];
      }
      page.push(message);
    }
  }
  throw fail('PBX_ANSWER_BAD');
}

/**
 * Connects; with `starttls` and `ldaps` it returns only after the certificate was verified for `host`.
 *
 * @param signal ends the connection, and whatever waits for it, at any time
 * @throws AppError PBX_UNREACHABLE, PBX_TLS, PBX_ANSWER_BAD
 */
export async function connectLdap(options: LdapOptions, signal: AbortSignal): Promise<LdapClient> {
  const tcp = await openTcp(options, signal);
  let tls = options.security === 'ldaps' ? await secure(tcp, options, signal) : undefined;
  const wire = createWire(tls ?? tcp, options);
  const onAbort = () => wire.fall(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const close = () => {
    signal.removeEventListener('abort', onAbort);
    wire.bye();
  };
  if (options.security === 'starttls') {
    try {
      tls = await startTls(wire, options, signal);
    } catch (error) {
      close();
      throw error;
    }
  }

  async function* search(query: LdapQuery): AsyncGenerator<readonly LdapEntry[], LdapResult> {
    const size = query.pageSize ?? 500;
    const askFor = (cookie: Buffer) => {
      // not critical: a server without paging then sends everything, or says that it stopped at its limit
      const paging: Control = new PagedResultsControl({ value: { size, cookie } });
      return wire.ask((id) => searchRequest(query, id, [...(query.controls ?? []), paging]));
    };
    let asked = askFor(Buffer.alloc(0));
    let emptyPages = 0;
    try {
      for (;;) {
        const { page, result } = yield* pageOf(asked, size);
        asked.drop();
        emptyPages = page.length === 0 ? emptyPages + 1 : 0;
        // Active Directory may send a few on its way past what the user cannot see
        if (emptyPages > MAX_EMPTY_PAGES)
          throw fail('SOURCE_INCOMPLETE', { sentence: 'The directory sends one empty page after another.' });
        const cookie = result.code === 0 ? nextCookie(result) : undefined;
        if (cookie) asked = askFor(cookie);
        if (page.length > 0) yield page;
        if (result.code !== 0) throw resultError(result);
        if (!cookie) return result;
      }
    } finally {
      asked.drop();
    }
  }

  return {
    async bind(dn, password) {
      // RFC 4513 §5.1.2: a name without a password signs nobody in and yet succeeds
      if (dn !== '' && password === '') throw fail('PBX_CREDENTIALS', { sentence: 'The password is empty.' });
      const result = await resultOf(
        wire,
        (messageId) => new BindRequest({ messageId, name: dn, credentials: password }),
      );
      if (result.code !== 0) throw resultError(result);
    },
    search,
    exchange: wire.exchange,
    exchangeSearch: (query) => wire.exchange((id) => searchRequest(query, id, query.controls ?? [])),
    tls: tls?.getProtocol() ?? undefined,
    pin: tls === undefined ? undefined : pinOf(tls),
    close,
  };
}
