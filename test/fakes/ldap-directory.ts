/**
 * SIMULATOR. An LDAP directory in this process, with made-up people: simple bind, search with filter, simple paged results
 * (RFC 2696). It reads messages with ldapjs's own parser, not with ours. Where a real directory is wanted: peers/slapd.ts.
 */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { createServer, type Socket } from 'node:net';

/** Attribute → value(s), as a directory has them. `dn` is apart. */
export type DirectoryPerson = { readonly dn: string; attributes: Record<string, string | readonly string[]> };

export type LdapDirectory = {
  /** `ldap://127.0.0.1:PORT`, in clear. */
  readonly url: string;
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly baseDn: string;
  readonly bindDn: string;
  /** Push, splice, edit: the next search sees it. */
  readonly people: DirectoryPerson[];
  /** What was asked, one line a request; never a password. */
  readonly log: string[];
  close(): Promise<void>;
};

const BASE = 'ou=people,dc=example,dc=com';
const GIVEN =
  'Ann Ben Chloé David Emma Farid Grace Hugo Inès Jack Kofi Laura Maya Noah Olga Priya Quentin Rosa Samir Tara Umar Vera Wei Ximena Yusuf Zoë'.split(
    ' ',
  );
const FAMILY =
  'Adams Baker Côté Dubois Evans Fischer García Hansen Ito Jones Kowalski Lévesque Martin Nguyen O’Brien Patel Quinn Roy Smith Tremblay Ueda Vogel Walker Xu Young Zimmermann'.split(
    ' ',
  );
const DEPARTMENTS = ['Sales', 'Support', 'Finance', 'Engineering', 'Operations', 'Reception'];
const PLACES = ['Ottawa', 'Montréal', 'Toronto', 'Vancouver'];

const at = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
const ascii = (name: string) =>
  name
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();

/**
 * Person `n`: the same every time but for its entryUUID. Every 60th has no e-mail; every 97th has the address of the one before.
 */
export function madeUpPerson(n: number): DirectoryPerson {
  const [given, family] = [at(GIVEN, n), at(FAMILY, Math.floor(n / GIVEN.length) + n)];
  const mailOf = (m: number) => {
    const [first, last] = [at(GIVEN, m), at(FAMILY, Math.floor(m / GIVEN.length) + m)];
    return `${ascii(first)}.${ascii(last)}${m < GIVEN.length ? '' : m}@example.com`;
  };
  const mail = n % 60 === 59 ? undefined : mailOf(n % 97 === 96 ? n - 1 : n);
  return {
    dn: `uid=u${1000 + n},${BASE}`,
    attributes: {
      objectClass: ['top', 'person', 'organizationalPerson', 'inetOrgPerson'],
      entryUUID: randomUUID(),
      uid: `u${1000 + n}`,
      cn: `${given} ${family}`,
      givenName: given,
      sn: family,
      displayName: `${given} ${family}`,
      ...(mail === undefined ? {} : { mail }),
      ipPhone: String(2000 + n),
      telephoneNumber: `+1 613 555 ${String(n).padStart(4, '0')}`,
      ...(n % 3 === 0 ? { mobile: `+1 613 666 ${String(n).padStart(4, '0')}` } : {}),
      ou: at(DEPARTMENTS, n),
      l: at(PLACES, Math.floor(n / 7)),
      employeeType: n % 50 === 0 ? 'supervisor' : 'user',
    },
  };
}

type Filter = { toString(): string; matches(person: Record<string, unknown>): boolean };
type Request = {
  readonly messageId: number;
  readonly type: string;
  readonly name: string;
  readonly credentials: string;
  readonly baseObject: { toString(): string };
  readonly filter: Filter;
  readonly attributes: readonly string[];
  readonly controls: readonly {
    readonly type: string;
    readonly value: { readonly size: number; readonly cookie: Buffer };
  }[];
};
type Encodable = { toBer(): { readonly buffer: Buffer } };
type Make = new (options: Record<string, unknown>) => Encodable;

const require = createRequire(import.meta.url);
const messages = require('@ldapjs/messages') as Record<string, Make> & {
  LdapMessage: { parse(ber: unknown): Request };
};
const controls = require('@ldapjs/controls') as Record<string, Make>;
// the version that the parser itself uses: the registry has two
const { BerReader } = createRequire(require.resolve('@ldapjs/messages'))('@ldapjs/asn1') as {
  BerReader: new (bytes: Buffer) => unknown;
};

const PAGED = '1.2.840.113556.1.4.319';
const CODES = {
  success: 0,
  protocolError: 2,
  noSuchObject: 32,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
} as const;

type State = {
  readonly people: DirectoryPerson[];
  readonly log: string[];
  readonly bindDn: string;
  readonly password: string;
};

function make(kind: string, options: Record<string, unknown>): Buffer {
  const Message = messages[kind];
  if (!Message) throw new TypeError(`no message ${kind}`);
  return new Message(options).toBer().buffer;
}

/** DNs are the same whatever their case and the spaces after commas. */
const plainDn = (dn: string) => dn.toLowerCase().replace(/\s*,\s*/g, ',');

function wanted(person: DirectoryPerson, names: readonly string[]) {
  const all = names.length === 0 || names.includes('*');
  const lower = new Set(names.map((name) => name.toLowerCase()));
  return Object.entries(person.attributes)
    .filter(([name]) => all || lower.has(name.toLowerCase()))
    .map(([type, value]) => ({ type, values: [value].flat() }));
}

/** One page: entries from the cookie's position on, then the result with the next cookie. */
function* search(state: State, request: Request): Generator<Buffer> {
  const { messageId } = request;
  const base = plainDn(request.baseObject.toString());
  const below = state.people.filter((person) => plainDn(person.dn).endsWith(base));
  if (!plainDn(BASE).endsWith(base)) {
    yield make('SearchResultDone', { messageId, status: CODES.noSuchObject });
    return;
  }
  const found = below.filter((person) => request.filter.matches(person.attributes));
  const paging = request.controls.find((control) => control.type === PAGED)?.value;
  const from = paging && paging.cookie.length > 0 ? Number(paging.cookie.toString()) : 0;
  const to = paging && paging.size > 0 ? from + paging.size : found.length;
  for (const person of found.slice(from, to))
    yield make('SearchResultEntry', {
      messageId,
      objectName: person.dn,
      attributes: wanted(person, request.attributes),
    });
  const Paged = controls.PagedResultsControl;
  const cookie = to < found.length ? Buffer.from(String(to)) : Buffer.alloc(0);
  const answer = paging && Paged ? [new Paged({ value: { size: found.length, cookie } })] : [];
  yield make('SearchResultDone', { messageId, status: CODES.success, controls: answer });
}

function serve(state: State, socket: Socket): void {
  let signedIn = false;
  let bytes: Buffer = Buffer.alloc(0);

  function bind(request: Request): void {
    const right = plainDn(request.name) === plainDn(state.bindDn) && request.credentials === state.password;
    signedIn = right;
    state.log.push(`bind ${request.name || '(anonymous)'} ${right ? 'accepted' : 'refused'}`);
    socket.write(
      make('BindResponse', {
        messageId: request.messageId,
        status: right ? CODES.success : CODES.invalidCredentials,
      }),
    );
  }

  function answer(request: Request): void {
    const { messageId } = request;
    if (request.type === 'BindRequest') bind(request);
    else if (request.type === 'UnbindRequest') socket.end();
    else if (request.type === 'SearchRequest') find(request);
    else {
      state.log.push(request.type);
      socket.write(make('ExtensionResponse', { messageId, status: CODES.protocolError }));
    }
  }

  function find(request: Request): void {
    const { messageId } = request;
    state.log.push(`search ${request.baseObject} ${request.filter}${signedIn ? '' : ' refused'}`);
    socket.cork();
    if (signedIn) for (const message of search(state, request)) socket.write(message);
    else socket.write(make('SearchResultDone', { messageId, status: CODES.insufficientAccessRights }));
    socket.uncork();
  }

  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (let length = messageLength(bytes); length !== undefined && length <= bytes.length; ) {
      const message = bytes.subarray(0, length);
      bytes = bytes.subarray(length);
      try {
        answer(messages.LdapMessage.parse(new BerReader(message)));
      } catch (error) {
        state.log.push(`not understood: ${(error as Error).message}`);
        socket.destroy();
        return;
      }
      length = messageLength(bytes);
    }
  });
  socket.on('error', (error) => state.log.push(`connection lost: ${error.message}`));
}

function messageLength(bytes: Buffer): number | undefined {
  const first = bytes[1];
  if (first === undefined) return undefined;
  if (first < 0x80) return 2 + first;
  const size = first & 0x7f;
  return bytes.length < 2 + size ? undefined : 2 + size + bytes.readUIntBE(2, size);
}

/** Starts one on 127.0.0.1. People are read from `people` at each search, so a test or the demo changes them at will. */
export async function startLdapDirectory(options: {
  readonly people: number;
  readonly port?: number;
  readonly bindDn: string;
  readonly password: string;
}): Promise<LdapDirectory> {
  const people = Array.from({ length: options.people }, (_, n) => madeUpPerson(n));
  const state: State = { people, log: [], bindDn: options.bindDn, password: options.password };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(state, socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `ldap://127.0.0.1:${port}`,
    host: '127.0.0.1',
    port,
    baseDn: BASE,
    bindDn: options.bindDn,
    people,
    log: state.log,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
