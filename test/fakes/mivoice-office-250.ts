/**
 * SIMULATOR. A MiVoice Office 250 that speaks System OAI over TCP, with made-up people. Written from the public facts of
 * docs/pbx/mivoice-office-250.md (frames, login, resync, lists, outcomes), not from the connector. What the facts
 * do not say it does in the plainest way: it closes the connection after a wrong password.
 */
import { createServer, type Server, type Socket } from 'node:net';

export type OaiUser = { extension: string; first: string; last: string; email: string; login: string };
export type OaiStation = { extension: string; username: string; description: string; physical: number };
export type OaiNode = { number: number; name: string; users: OaiUser[]; stations: OaiStation[] };

export type OaiMischief =
  /** Takes the connection and says nothing. */
  | 'silent'
  /** Answers as a web server does. */
  | 'http'
  /** Closes after the first page of a list. */
  | 'half'
  /** Never says which page is the last, and stops. */
  | 'noLast'
  /** Leaves a message out. */
  | 'skips'
  /** Says more rows than it sends. */
  | 'fewer'
  /** Sends one extension twice with two names. */
  | 'moves'
  /** Does not know the list of users (outcome 31). */
  | 'noUserList'
  /** Refuses every list (outcome 1). */
  | 'refuses'
  /** Clears the bit of the e-mail address in its answer. */
  | 'noEmails'
  /** A text without an end. */
  | 'openText'
  /** Events of calls between all answers. */
  | 'chatter';

export type MivoiceOffice250Sim = {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** Edit at will: the next command sees it. */
  readonly nodes: OaiNode[];
  readonly state: { protocol: string; software: string; mischief: OaiMischief | undefined };
  /** What was asked, one line a message; never a password. */
  readonly log: string[];
  close(): Promise<void>;
};

/** Bits of the fields of the lists that it knows, in their order (manual, tables 34 and 35). */
const FIELDS = {
  1: ['username', 'description', '', '', '', '', '', '', 'deviceType', 'mailboxNode', 'physicalType'],
  21: ['first', 'last', 'email', 'login', 'routing', 'mobileEmail'],
} as const;

const bar = (text: string) => `|${text}|`;

/** One row: the key, then every field of the mask, texts between bars. */
function row(list: 1 | 21, mask: number, item: OaiUser | OaiStation): string {
  const station = item as OaiStation;
  const user = item as OaiUser;
  const values: Record<string, string> = {
    username: bar(station.username ?? ''),
    description: bar(station.description ?? ''),
    deviceType: '0',
    mailboxNode: '1',
    physicalType: String(station.physical ?? ''),
    first: bar(user.first ?? ''),
    last: bar(user.last ?? ''),
    email: bar(user.email ?? ''),
    login: bar(user.login ?? ''),
    routing: '0',
    mobileEmail: bar(''),
  };
  const fields = FIELDS[list].filter((_, bit) => (mask & (1 << bit)) !== 0).map((name) => values[name] ?? '');
  return [item.extension, ...fields].join(',');
}

type Answer = (message: string) => void;

function queryList(
  sim: MivoiceOffice250Sim,
  [id, affected, type, maskHex, mode, size]: string[],
  say: Answer,
) {
  const { mischief } = sim.state;
  const known = type === '1' || type === '21';
  if (!known || (type === '21' && mischief === 'noUserList')) return say(`CF,_QX,${id},31`);
  if (mischief === 'refuses') return say(`CF,_QX,${id},1`);
  const node = sim.nodes.find(({ number }) => `${number}:` === affected);
  if (!node) return say(`CF,_QX,${id},9`);
  const list = Number(type) as 1 | 21;
  const all = (1 << FIELDS[list].length) - 1;
  // bits that a list does not have are cleared in the answer
  const mask = Number.parseInt(maskHex ?? '0', 16) & all & (mischief === 'noEmails' ? ~4 : all);
  const items: (OaiUser | OaiStation)[] = [...(list === 1 ? node.stations : node.users)];
  const [first] = items;
  if (mischief === 'moves' && first) items.push({ ...first, username: 'Other', first: 'Other' });
  const per = mode === '2' ? Number(size) : items.length;
  for (let at = 0; at === 0 || at < items.length; at += per) {
    const page = items.slice(at, at + per);
    const isLast = at + per >= items.length && mischief !== 'noLast';
    if (mischief === 'half' && at > 0) return 'close';
    if (mischief === 'skips' && at > 0) say('');
    const count = page.length + (mischief === 'fewer' ? 1 : 0);
    const head = ['CF', '_QX', id, '0', type, mask.toString(16).toUpperCase(), isLast ? '1' : '0', count];
    const rows = page.map((item) => row(list, mask, item));
    say([...head, ...rows, ...(mischief === 'openText' ? ['|Ann'] : [])].join(','));
  }
  return;
}

function serve(sim: MivoiceOffice250Sim, password: string, socket: Socket): void {
  let rest = Buffer.alloc(0);
  let sequence = 0;
  let isIn = false;
  const { state } = sim;
  const send = (text: string) => {
    const body = Buffer.from(`${String(sequence).padStart(3, '0')},${text}\r\n`, 'latin1');
    sequence = (sequence + 1) % 1000;
    const head = Buffer.alloc(4);
    head.writeUInt32LE(body.length);
    // in two pieces, as a network may cut it
    if (text !== '') {
      socket.write(head.subarray(0, 2));
      socket.write(Buffer.concat([head.subarray(2), body]));
    }
  };
  const say = (text: string) => {
    if (state.mischief === 'chatter') send('OG,,001,100,1,|Ann, and others|');
    send(text);
  };
  const login = (message: Buffer) => {
    const [pass = '', name = ''] = message.toString('latin1', 1).split('\0');
    sim.log.push(`login of ${name} ${pass === password && message[0] === 0x87 ? 'accepted' : 'refused'}`);
    if (pass !== password || message[0] !== 0x87) return socket.end();
    isIn = true;
    say(`RS,0,02:04,070515,${state.protocol},${state.software},3,${sim.nodes[0]?.number ?? 1},1,3,1`);
    say('RD,0,');
    return;
  };
  const command = (text: string) => {
    sim.log.push(text);
    const [name, ...args] = text.split(',');
    if (name === '_QN') {
      const nodes = sim.nodes.map(({ number, name }) => `${number},${bar(name)}`);
      say(['CF', '_QN', args[0], '0', nodes.length, ...nodes].join(','));
    } else if (name === '_QX') {
      if (queryList(sim, args, say) === 'close') socket.end();
    } else say(`CF,${name},${args[0]},1`);
  };
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    if (state.mischief === 'silent') return;
    if (state.mischief === 'http') {
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      return;
    }
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32LE(0)) {
      const message = rest.subarray(4, 4 + rest.readUInt32LE(0));
      rest = rest.subarray(4 + rest.readUInt32LE(0));
      if (isIn) command(message.toString('latin1').replace(/\r$/, ''));
      else login(message);
    }
  });
}

const FIRST = ['Ann', 'Ben', 'Cy', 'Dora'];

/** People 0, 1, 2 …, each with a telephone. */
export function madeUpNode(number: number, people: number): OaiNode {
  const range = Array.from({ length: people }, (_, n) => n);
  const extension = (n: number) => String(number * 1000 + n);
  return {
    number,
    name: `Node ${number}`,
    users: range.map((n) => ({
      extension: extension(n),
      first: FIRST[n % FIRST.length] ?? '',
      last: `Meier ${n}`,
      email: `user${number}-${n}@example.com`,
      login: `user${number}-${n}`,
    })),
    stations: range.map((n) => ({
      extension: extension(n),
      username: `${FIRST[n % FIRST.length]} M.`,
      description: `Meier ${n}, ${FIRST[n % FIRST.length]}`,
      physical: 38,
    })),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}

/** Starts one on the loopback. */
export async function startMivoiceOffice250(options: {
  readonly people: number;
  readonly password: string;
}): Promise<MivoiceOffice250Sim> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(sim, options.password, socket);
  });
  const sim: MivoiceOffice250Sim = {
    host: '127.0.0.1',
    port: await listen(server),
    nodes: [madeUpNode(1, options.people)],
    state: { protocol: 'V10.20', software: 'V6.0.11.113', mischief: undefined },
    log: [],
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
  return sim;
}
