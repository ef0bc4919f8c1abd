/**
 * SIMULATOR. The manager interface of an Asterisk on a real socket, with made-up people. Written from docs.asterisk.org
 * ("AMI v2 Specification", the pages of the actions and events) and from Asterisk's own source (main/manager.c,
 * res/res_pjsip/pjsip_configuration.c, apps/app_voicemail.c), not from the connector.
 */
import { createHash, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createTcp, type Server, type Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { makeSelfSigned, type ServerCertificate } from '../helpers/certificates.ts';

export type SimEndpoint = {
  name: string;
  /** As in pjsip.conf: `"Ann Adams" <2001>`. */
  callerId?: string;
  /** `2001@default`. */
  mailboxes?: string;
  /** On the endpoint, or on its AOR, as FreePBX writes it. */
  mailboxOn?: 'endpoint' | 'aor';
};
export type SimBox = { mailbox: string; context: string; fullname: string; email: string };

/** How it misbehaves, at actions that match. */
export type Mischief = {
  readonly action: RegExp;
  /** The action's how-manieth time; every time when left out. */
  readonly time?: number;
  readonly how:
    | 'silent'
    | 'cut'
    | 'garbage'
    | 'fewer'
    | 'twice'
    | 'endless'
    | { readonly refuse: string }
    | { readonly before: () => void };
};

export type AsteriskSim = {
  readonly host: string;
  readonly port: number;
  readonly certificate: ServerCertificate;
  /** Edit at will: the next action sees it. */
  readonly endpoints: SimEndpoint[];
  readonly boxes: SimBox[];
  readonly state: {
    greeting: string;
    version: string;
    secret: string;
    /** What the user may do (manager.conf: `write`). */
    write: ('system' | 'reporting' | 'call')[];
    /** Modules that are loaded. */
    modules: ('res_pjsip' | 'chan_sip' | 'app_voicemail')[];
    /** Sends events of calls between the answers, although they are not wanted. */
    chatty: boolean;
    /** In place of the first line and all that follows. */
    raw: Buffer | undefined;
  };
  mischief: readonly Mischief[];
  /** Names of the actions that came, with what they ask for; never a key or secret. */
  readonly log: string[];
  /** Every byte that came, for the search for secrets. */
  readonly heard: () => string;
  /** When no connection stands open any more. */
  readonly allClosed: () => Promise<void>;
  close(): Promise<void>;
};

/** The password of every made-up phone: it is in AuthDetail, and must end nowhere. */
export const PHONE_PASSWORD = 'the password of a phone';

const FIRST = ['Ann', 'Ben', 'Chloé', 'David', 'Emma', 'Farid', 'Grace', 'Hugo', 'Inès', 'Jack'];
const LAST = ['Adams', 'Baker', 'Côté', 'Dubois', 'Evans', 'Fischer', 'García'];

/** People 0, 1, 2 …, each with an endpoint and a voicemail box. */
export function madeUp(people: number): { endpoints: SimEndpoint[]; boxes: SimBox[] } {
  const names = Array.from(
    { length: people },
    (_, n) => `${FIRST[n % FIRST.length]} ${LAST[n % LAST.length]}${n < FIRST.length ? '' : ` ${n}`}`,
  );
  return {
    endpoints: names.map((fullname, n) => ({
      name: String(2001 + n),
      callerId: `"${fullname}" <${2001 + n}>`,
      mailboxes: `${2001 + n}@default`,
    })),
    boxes: names.map((fullname, n) => ({
      mailbox: String(2001 + n),
      context: 'default',
      fullname,
      email: `user${n}@example.com`,
    })),
  };
}

type Fields = Readonly<Record<string, string | number>>;
const block = (fields: Fields) =>
  `${Object.entries(fields)
    .map(([key, value]) => `${key}: ${value}\r\n`)
    .join('')}\r\n`;

/** What each action needs, any one of them (manager.c: authority_to_str, ast_manager_register2). */
const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  PJSIPShowEndpoints: ['system'],
  PJSIPShowEndpoint: ['system'],
  SIPpeers: ['system', 'reporting'],
  SIPshowpeer: ['system', 'reporting'],
  VoicemailUsersList: ['call', 'reporting'],
  CoreSettings: ['system', 'reporting'],
};
const MODULES: Readonly<Record<string, AsteriskSim['state']['modules'][number]>> = {
  PJSIPShowEndpoints: 'res_pjsip',
  PJSIPShowEndpoint: 'res_pjsip',
  SIPpeers: 'chan_sip',
  SIPshowpeer: 'chan_sip',
  VoicemailUsersList: 'app_voicemail',
};

type Session = {
  readonly sim: AsteriskSim;
  readonly socket: Socket;
  challenge: string;
  isIn: boolean;
  how: Mischief['how'] | undefined;
};
type Request = Readonly<Record<string, string>>;

function reply({ socket }: Session, request: Request, fields: Fields): void {
  const { Response, Event, ...rest } = fields;
  const first: Fields = Response === undefined ? { Event: Event ?? '' } : { Response };
  const id = request.ActionID === undefined ? {} : { ActionID: request.ActionID };
  socket.write(block({ ...first, ...id, ...rest }));
}
const error = (session: Session, request: Request, message: string) =>
  reply(session, request, { Response: 'Error', Message: message });

/** astman_send_listack … astman_send_list_complete. */
function list(
  session: Session,
  request: Request,
  message: string,
  events: readonly Fields[],
  end: string,
): void {
  const { how, socket, sim } = session;
  reply(session, request, { Response: 'Success', EventList: 'start', Message: message });
  const sent = how === 'twice' && events[0] ? [events[0], ...events] : events;
  for (const [n, event] of sent.entries()) {
    if (how === 'cut' && n === Math.floor(sent.length / 2)) {
      socket.write('Event: EndpointList\r\nActionID: half of a mess', () => socket.destroy());
      return;
    }
    reply(session, request, event);
    if (sim.state.chatty)
      socket.write(
        block({ Event: 'Newchannel', Privilege: 'call,all', Channel: 'PJSIP/2001-0001', Exten: 's' }),
      );
  }
  if (how === 'endless') return;
  reply(session, request, {
    Event: end,
    EventList: 'Complete',
    ListItems: how === 'fewer' ? sent.length + 3 : sent.length,
  });
}

const endpointEvent = ({ name }: SimEndpoint): Fields => ({
  Event: 'EndpointList',
  ObjectType: 'endpoint',
  ObjectName: name,
  Transport: 'transport-udp',
  Aor: name,
  Auths: `${name}-auth`,
  OutboundAuths: '',
  Contacts: '',
  DeviceState: 'Unavailable',
  ActiveChannels: '',
});

function detail({
  name,
  callerId = '<unknown>',
  mailboxes = '',
  mailboxOn = 'endpoint',
}: SimEndpoint): Fields[] {
  const on = (where: string) => (mailboxOn === where ? mailboxes : '');
  return [
    {
      Event: 'EndpointDetail',
      ObjectType: 'endpoint',
      ObjectName: name,
      Context: 'from-internal',
      Callerid: callerId,
      Mailboxes: on('endpoint'),
      DeviceState: 'Unavailable',
      ActiveChannels: '',
    },
    {
      Event: 'AorDetail',
      ObjectType: 'aor',
      ObjectName: name,
      Mailboxes: on('aor'),
      EndpointName: name,
    },
    {
      Event: 'AuthDetail',
      ObjectType: 'auth',
      ObjectName: `${name}-auth`,
      Username: name,
      Password: PHONE_PASSWORD,
      AuthType: 'userpass',
      EndpointName: name,
    },
  ];
}

const peerEvent = ({ name }: SimEndpoint): Fields => ({
  Event: 'PeerEntry',
  Channeltype: 'SIP',
  ObjectName: name,
  ChanObjectType: 'peer',
  IPaddress: '-none-',
  IPport: 0,
  Dynamic: 'yes',
  Status: 'UNKNOWN',
  Description: '',
});

const boxEvent = ({ mailbox, context, fullname, email }: SimBox): Fields => ({
  Event: 'VoicemailUserEntry',
  VMContext: context,
  VoiceMailbox: mailbox,
  Fullname: fullname,
  Email: email,
  Pager: '',
  ServerEmail: 'asterisk',
  MaxMessageCount: 100,
  NewMessageCount: 0,
  OldMessageCount: 0,
});

type Handler = (session: Session, request: Request) => void;
const HANDLERS: Readonly<Record<string, Handler>> = {
  Ping: (session, request) => reply(session, request, { Response: 'Success', Ping: 'Pong' }),
  CoreSettings: (session, request) =>
    reply(session, request, {
      Response: 'Success',
      AMIversion: session.sim.state.greeting.replace(/^.*\//, ''),
      AsteriskVersion: session.sim.state.version,
      SystemName: '',
      CoreMaxCalls: 0,
    }),
  PJSIPShowEndpoints(session, request) {
    const { endpoints } = session.sim;
    if (endpoints.length === 0) return error(session, request, 'No endpoints found');
    const message = 'A listing of Endpoints follows, presented as EndpointList events';
    list(session, request, message, endpoints.map(endpointEvent), 'EndpointListComplete');
  },
  PJSIPShowEndpoint(session, request) {
    const found = session.sim.endpoints.find(({ name }) => name === request.Endpoint);
    if (!found) return error(session, request, `Unable to retrieve endpoint ${request.Endpoint}`);
    const message = 'Following are Events for each object associated with the the Endpoint';
    list(session, request, message, detail(found), 'EndpointDetailComplete');
  },
  SIPpeers(session, request) {
    const peers = session.sim.endpoints.map(peerEvent);
    list(session, request, 'Peer status list will follow', peers, 'PeerlistComplete');
  },
  SIPshowpeer(session, request) {
    const found = session.sim.endpoints.find(({ name }) => name === request.Peer);
    if (!found) return error(session, request, `Peer ${request.Peer} not found.`);
    reply(session, request, {
      Response: 'Success',
      Channeltype: 'SIP',
      ObjectName: found.name,
      ChanObjectType: 'peer',
      SecretExist: 'Y',
      Callerid: found.callerId ?? '"" <>',
      VoiceMailbox: found.mailboxes ?? '',
    });
  },
  VoicemailUsersList(session, request) {
    const { boxes } = session.sim;
    if (boxes.length === 0)
      return reply(session, request, {
        Response: 'Success',
        Message: 'There are no voicemail users currently defined.',
      });
    list(
      session,
      request,
      'Voicemail user list will follow',
      boxes.map(boxEvent),
      'VoicemailUserEntryComplete',
    );
  },
};

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

function login(session: Session, request: Request): void {
  const { socket, sim, challenge } = session;
  const isRight =
    request.Username === 'cloudlink' && challenge !== '' && request.Key === md5(challenge + sim.state.secret);
  if (!isRight) {
    error(session, request, 'Authentication failed');
    socket.end();
    return;
  }
  session.isIn = true;
  reply(session, request, { Response: 'Success', Message: 'Authentication accepted' });
  if (sim.state.chatty)
    socket.write(block({ Event: 'FullyBooted', Privilege: 'system,all', Status: 'Fully Booted' }));
}

/** True when the mischief was the whole answer. */
function misbehave({ how, socket }: Session): boolean {
  if (typeof how === 'object' && 'before' in how) how.before();
  if (how === 'garbage') socket.write(Buffer.from([0, 255, 13, 10, 58, 58, 13, 10, 13, 10]));
  return how === 'silent' || how === 'garbage';
}

function answer(session: Session, request: Request): unknown {
  const { sim } = session;
  const { Action: action = '' } = request;
  const asked = [action, request.Endpoint ?? request.Peer].filter((part) => part !== undefined).join(' ');
  sim.log.push(asked);
  const times = sim.log.filter((line) => line.startsWith(action)).length;
  session.how = sim.mischief.find(
    (one) => one.action.test(asked) && (one.time === undefined || one.time === times),
  )?.how;
  if (misbehave(session)) return;
  if (typeof session.how === 'object' && 'refuse' in session.how) {
    error(session, request, session.how.refuse);
    return;
  }
  if (action === 'Challenge') {
    session.challenge = String(randomInt(1e8, 1e9));
    return reply(session, request, { Response: 'Success', Challenge: session.challenge });
  }
  if (action === 'Login') return login(session, request);
  if (!session.isIn) return error(session, request, 'Permission denied');
  const handler = HANDLERS[action];
  const module = MODULES[action];
  if (!handler || (module && !sim.state.modules.includes(module)))
    return error(
      session,
      request,
      `Invalid/unknown command: ${action}. Use Action: ListCommands to show available commands.`,
    );
  const rights = RIGHTS[action];
  if (rights && !rights.some((right) => (sim.state.write as string[]).includes(right)))
    return error(session, request, 'Permission denied');
  return handler(session, request);
}

function serve(sim: AsteriskSim, socket: Socket, hear: (text: string) => void): void {
  if (sim.state.raw) {
    socket.end(sim.state.raw);
    return;
  }
  const session: Session = { sim, socket, challenge: '', isIn: false, how: undefined };
  socket.write(`${sim.state.greeting}\r\n`);
  let rest = '';
  socket.on('data', (chunk) => {
    hear(chunk.toString());
    const parts = (rest + chunk.toString()).split('\r\n\r\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const pairs = part.split('\r\n').map((line) => /^([^:]+): ?(.*)$/.exec(line)?.slice(1, 3) ?? ['', '']);
      answer(session, Object.fromEntries(pairs));
    }
  });
}

export type SimOptions = {
  readonly people: number;
  readonly secret: string;
  readonly security: 'tls' | 'none';
  readonly certificate?: ServerCertificate;
};

/** Starts one on the loopback, its user is `cloudlink`. */
export async function startAsterisk(options: SimOptions): Promise<AsteriskSim> {
  const host = '127.0.0.1';
  const certificate = options.certificate ?? (await makeSelfSigned(host));
  const sockets = new Set<Socket>();
  let heard = '';
  const onSocket = (socket: Socket) => {
    serve(sim, socket, (text) => {
      heard += text;
    });
  };
  const server: Server =
    options.security === 'tls'
      ? createTls({ ...certificate, noDelay: true }, onSocket)
      : // as main/manager.c sets TCP_NODELAY
        createTcp({ noDelay: true }, onSocket);
  server.on('tlsClientError', () => undefined);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  server.on('secureConnection', (socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, host, resolve);
  });
  const address = server.address();
  const sim: AsteriskSim = {
    host,
    port: typeof address === 'object' && address ? address.port : 0,
    certificate,
    ...madeUp(options.people),
    state: {
      greeting: 'Asterisk Call Manager/7.0.3',
      version: '20.5.0',
      secret: options.secret,
      write: ['system', 'reporting'],
      modules: ['res_pjsip', 'chan_sip', 'app_voicemail'],
      chatty: false,
      raw: undefined,
    },
    mischief: [],
    log: [],
    heard: () => heard,
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
