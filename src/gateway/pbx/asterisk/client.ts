/** One signed-in connection to an Asterisk Manager Interface: one action after the other, each with an ActionID. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { AppError } from '../../../base/errors.ts';
import { declared } from '../../../base/runtime/outflow.ts';
import { fail } from '../../core/errors.ts';
import type { Pins } from '../../core/ports/connector.ts';
import { notWhole } from '../connector.ts';
import { transportError, verified } from '../https.ts';
import { type AmiMessage, actionText, createAmiReader, greetingVersion } from './wire.ts';

/** More objects than the largest Asterisk has. */
const MAX_LIST = 200_000;

export type AmiOptions = {
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'none';
  readonly ca: string | undefined;
  readonly pins: Pins;
  /** A self-signed certificate that nobody has looked at yet is taken: a person is looking now. */
  readonly firstLook: boolean;
  /** Until the next message of the answer that is waited for. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

export type Ami = {
  readonly where: string;
  /** Of the interface, not of Asterisk. */
  readonly version: string;
  /** `ca`, a fingerprint, or undefined without encryption. */
  readonly pin: string | undefined;
  /**
   * Signs in without sending the secret (MD5 challenge); events of calls are not asked for.
   * @throws AppError PBX_CREDENTIALS
   */
  signIn(username: string, secret: string): Promise<void>;
  /** @throws AppError PBX_PERMISSION, PBX_VERSION, or what `refusals` makes of the message of the refusal */
  ask(action: string, headers?: Headers, refusals?: Refusals): Promise<AmiMessage>;
  /**
   * All events of one kind that answer an action, checked against the number that its end says. Undefined: the
   * answer was no list, which some actions give when there is nothing to list.
   */
  list(action: string, event: string, refusals?: Refusals): Promise<readonly AmiMessage[] | undefined>;
  /** Events of the wanted kinds; others (of an endpoint's authentication, with its password) end here. */
  detail(action: string, headers: Headers, wanted: readonly string[]): Promise<readonly AmiMessage[]>;
  close(): void;
};
type Headers = Readonly<Record<string, string>>;
/** Message of a refusal → an error of its own, or `true` where it means no harm; undefined: the common errors. */
type Refusals = (message: string) => AppError | true | undefined;

const shown = ({ host, port }: { readonly host: string; readonly port: number }) =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;

const late = () => Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' });
/** A peer that closes while something is on its way to it: seen as a reset or as an end, by chance. */
const isCut = (thrown: unknown) =>
  ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes((thrown as { code?: string }).code ?? '');
const brokeOff = (where: string) => notWhole(`${where} broke off in the middle of an answer.`);

/** Runs while nothing comes; the socket is destroyed when it is over, and whoever waits learns why. */
async function within<T>(socket: Socket, timeoutMs: number, work: Promise<T>): Promise<T> {
  const timer = setTimeout(() => socket.destroy(late()), timeoutMs);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

async function opened(options: AmiOptions, where: string): Promise<{ socket: Socket; pin?: string }> {
  const { host, port, security, ca, timeoutMs, signal } = options;
  signal.throwIfAborted();
  const raw = declared({ use: 'pbx', host, port }, () => connectTcp({ host, port, noDelay: true }));
  const socket =
    security === 'none'
      ? raw
      : connectTls({
          socket: raw,
          host,
          minVersion: 'TLSv1.2',
          // looked at below, where a pinned certificate is known
          rejectUnauthorized: false,
          ...(isIP(host) ? {} : { servername: host }),
          ...(ca === undefined ? {} : { ca }),
        });
  const stop = () => socket.destroy();
  signal.addEventListener('abort', stop, { once: true });
  socket.once('close', () => signal.removeEventListener('abort', stop));
  try {
    // a socket that is destroyed before it is connected tells nobody: the signal does
    const ready = once(socket, security === 'none' ? 'connect' : 'secureConnect', { signal });
    await within(socket, timeoutMs, ready);
    // errors reach whoever reads; one that comes when nobody reads is nobody's business
    socket.on('error', () => undefined);
    return security === 'none' ? { socket } : { socket, pin: verified(socket as TLSSocket, where, options) };
  } catch (thrown) {
    socket.on('error', () => undefined).destroy();
    signal.throwIfAborted();
    if (security === 'tls' && isCut(thrown))
      throw fail('PBX_TLS', {
        sentence: `${where} does not speak TLS.`,
        remedy: 'Check the port and the kind of security.',
        cause: thrown,
      });
    throw transportError(thrown, where);
  }
}

/** Messages one by one; only as fast as they are taken, so that nothing piles up here. */
function inboxOf(socket: Socket, where: string, { timeoutMs, signal }: AmiOptions) {
  const reader = createAmiReader(where);
  const chunks = socket.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  const waiting: AmiMessage[] = [];
  /** @param until what is waited for; everything else, as events of calls, is passed over */
  async function more(): Promise<void> {
    try {
      const chunk = await chunks.next();
      signal.throwIfAborted();
      if (chunk.done) throw brokeOff(where);
      waiting.push(...reader.push(chunk.value));
    } catch (thrown) {
      signal.throwIfAborted();
      throw isCut(thrown) ? brokeOff(where) : transportError(thrown, where);
    }
  }
  return {
    async greeting(): Promise<string> {
      const read = async () => {
        while (reader.greeting === undefined) await more();
        return reader.greeting;
      };
      return within(socket, timeoutMs, read());
    },
    async answer(actionId: string): Promise<AmiMessage> {
      const read = async () => {
        for (;;) {
          const message = waiting.shift();
          if (message === undefined) await more();
          else if (message.get('actionid') === actionId) return message;
        }
      };
      return within(socket, timeoutMs, read());
    },
  };
}

const RIGHTS = 'Give the user system and reporting at write in manager.conf, reload it and test again.';

function refusal(where: string, action: string, message: string): AppError {
  if (message === 'Permission denied')
    return fail('PBX_PERMISSION', {
      sentence: `${where} does not let the user do ${action}.`,
      remedy: RIGHTS,
    });
  if (message.startsWith('Invalid/unknown command'))
    return fail('PBX_VERSION', {
      sentence: `${where} does not know ${action}.`,
      remedy: 'Load the Asterisk module that has it, or update Asterisk.',
    });
  return fail('PBX_ANSWER_BAD', {
    sentence: `${where} refused ${action}: ${message.slice(0, 100)}.`,
    remedy: 'Look at its own log and try again.',
  });
}

/** @throws AppError PBX_UNREACHABLE, PBX_TLS, PBX_PRODUCT */
export async function openAmi(options: AmiOptions): Promise<Ami> {
  const where = shown(options);
  const { socket, pin } = await opened(options, where);
  const inbox = inboxOf(socket, where, options);
  let version: string;
  try {
    version = greetingVersion(await inbox.greeting(), where);
  } catch (thrown) {
    socket.destroy();
    throw thrown;
  }
  let count = 0;

  async function begin(action: string, headers: Headers, refusals?: Refusals) {
    const id = `cloudlink-${++count}`;
    socket.write(actionText({ Action: action, ActionID: id, ...headers }));
    const response = await inbox.answer(id);
    if (response.get('response') === 'Success') return { id, response };
    const message = response.get('message') ?? '';
    const own = refusals?.(message) ?? refusal(where, action, message);
    if (own === true) return { id, response };
    throw own;
  }

  /** Events until the one that ends the list. */
  async function events(id: string, action: string): Promise<{ all: AmiMessage[]; said: number }> {
    const all: AmiMessage[] = [];
    for (;;) {
      const message = await inbox.answer(id);
      if (message.get('eventlist')?.toLowerCase() === 'complete')
        return { all, said: Number(message.get('listitems')) };
      if (!message.has('event') || all.length === MAX_LIST)
        throw fail('PBX_ANSWER_BAD', { sentence: `${where} answered ${action} with no list.` });
      all.push(message);
    }
  }

  return {
    where,
    version,
    pin,
    async signIn(username, secret) {
      const { response } = await begin('Challenge', { AuthType: 'MD5' });
      const challenge = response.get('challenge') ?? '';
      const key = createHash('md5').update(challenge).update(secret).digest('hex');
      const refused = () =>
        fail('PBX_CREDENTIALS', {
          sentence: `${where} refused the user name or the password.`,
          remedy:
            'Check both, and that manager.conf lets this gateway’s address in (permit), and test again.',
        });
      const login = { AuthType: 'MD5', Username: username, Key: key, Events: 'off' };
      await begin('Login', login, refused);
    },
    async ask(action, headers = {}, refusals) {
      return (await begin(action, headers, refusals)).response;
    },
    async list(action, event, refusals) {
      const { id, response } = await begin(action, {}, refusals);
      if (!response.has('eventlist')) return undefined;
      const { all, said } = await events(id, action);
      const found = all.filter((message) => message.get('event') === event);
      if (found.length !== said)
        throw notWhole(`${where} says ${said} at the end of ${action} and gave ${found.length}.`);
      return found;
    },
    async detail(action, headers, wanted) {
      const { id } = await begin(action, headers);
      const { all } = await events(id, action);
      return all.filter((message) => wanted.includes(message.get('event') ?? ''));
    },
    close: () => socket.destroy(),
  };
}
