/** One OAI connection: login, resync, then one command after the other. The protocol has no encryption. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { AppError } from '../../../base/errors.ts';
import { declared } from '../../../base/runtime/outflow.ts';
import { fail } from '../../core/errors.ts';
import { notWhole } from '../connector.ts';
import { shownEndpoint, transportError } from '../https.ts';
import type { SystemAccount } from '../system-account.ts';
import {
  commandFrame,
  createFrames,
  fieldsOf,
  ListHead,
  type ListType,
  loginFrame,
  maskOf,
  OUTCOME,
  Resync,
} from './wire.ts';

/** Messages that wait to be read; a PBX that sends more unasked is no PBX. */
const MAX_WAITING = 20_000;
/** Rows in one answer, so that no message is large for the PBX (its manual asks for restraint). */
const ROWS = 100;

export type OaiOptions = {
  readonly account: SystemAccount;
  /** Of one message that is waited for. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

export type Oai = {
  readonly where: string;
  /** What the PBX said after the login. */
  readonly resync: Resync;
  /** The nodes that answer here: number and description. */
  nodes(): Promise<readonly { readonly number: string; readonly name: string }[]>;
  /**
   * One list of one node, page by page; each row by the names of {@link ListType}.
   * @throws AppError PBX_VERSION when the PBX does not know the list, PBX_ANSWER_BAD, SOURCE_INCOMPLETE
   */
  list(node: string, type: ListType): AsyncGenerator<readonly Readonly<Record<string, string>>[]>;
};

type Inbox = { next(): Promise<string[]> };

/** What the peer did when a message was waited for and none came. */
type Silence = () => AppError;

function inboxOf(socket: Socket, where: string, timeoutMs: number, onClosed: Silence): Inbox {
  const frames = createFrames(where);
  const waiting: string[] = [];
  let failed: unknown;
  let wake: () => void = () => undefined;
  const end = (thrown: unknown) => {
    failed ??= thrown;
    wake();
  };
  socket
    .on('data', (chunk) => {
      try {
        waiting.push(...frames.push(chunk));
        if (waiting.length > MAX_WAITING) throw notWhole(`${where} sends more than anybody asked for.`);
        if (waiting.length > 0) wake();
      } catch (thrown) {
        end(thrown);
        socket.destroy();
      }
    })
    .on('error', (thrown) => end(isReset(thrown) ? onClosed() : transportError(thrown, where)))
    .on('close', () => end(onClosed()));
  let last: number | undefined;
  return {
    async next() {
      if (waiting.length === 0 && failed === undefined) await waitFor(timeoutMs, (done) => (wake = done));
      const message = waiting.shift();
      if (message === undefined)
        throw failed ?? fail('PBX_UNREACHABLE', { sentence: `${where} does not answer in time.` });
      const fields = fieldsOf(message);
      last = inOrder(where, last, fields);
      return fields;
    },
  };
}

/** A peer that closes while something is on its way to it: seen as a reset or as an end, by chance. */
const isReset = (thrown: Error) => ['ECONNRESET', 'EPIPE'].includes((thrown as { code?: string }).code ?? '');

function waitFor(ms: number, onWake: (done: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    onWake(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Messages are counted in three digits; a resync starts anew. A number that is left out is a message that is lost. */
function inOrder(where: string, last: number | undefined, [sequence = '', kind]: readonly string[]): number {
  if (!/^\d{3}$/.test(sequence))
    throw fail('PBX_PRODUCT', { sentence: `${where} does not speak the OAI protocol.` });
  const number = Number(sequence);
  const isNext = last === undefined || number === last + 1 || (last === 999 && number === 0);
  if (kind === 'RS' || isNext || (last === 999 && number === 1)) return number;
  throw notWhole(`A message of ${where} is missing between ${last} and ${number}.`);
}

function checked<T extends TSchema>(schema: T, value: unknown, where: string): Static<T> {
  if (Value.Check(schema, value)) return value;
  const [issue] = Value.Errors(schema, value);
  throw fail('PBX_ANSWER_BAD', {
    sentence: `${where} sent a message of another shape (at ${String(issue?.instancePath).slice(0, 80)}).`,
  });
}

/** `RS`, and where the protocol has it the `RD` that ends the resync: before it no command may be sent. */
async function resynced(inbox: Inbox, where: string): Promise<Resync> {
  for (;;) {
    const [, kind, , time, date, protocol, software] = await inbox.next();
    if (kind !== 'RS') continue;
    const resync = checked(Resync, { time, date, protocol, software }, where);
    while ((await inbox.next())[1] !== 'RD');
    return resync;
  }
}

function outcomeError(where: string, command: string, outcome: string): AppError {
  if (Number(outcome) === OUTCOME.outOfRange)
    return fail('PBX_VERSION', {
      sentence: `${where} does not know this list (${command}, outcome ${OUTCOME.outOfRange}).`,
    });
  if (Number(outcome) === OUTCOME.invalidDevice)
    return notWhole(`${where} does not know the node any more (${command}, outcome ${outcome}).`);
  return fail('PBX_PERMISSION', {
    sentence: `${where} refused ${command} with outcome ${outcome.slice(0, 8)}.`,
    remedy: 'Check that the PBX is licensed for System OAI, and test again.',
  });
}

function rowsOf(where: string, type: ListType, mask: number, count: number, values: readonly string[]) {
  const names = [type.key, ...type.fields.filter(([, bit]) => (mask & bit) !== 0).map(([name]) => name)];
  if (values.length !== count * names.length)
    throw fail('PBX_ANSWER_BAD', {
      sentence: `${where} says ${count} rows and sent ${values.length} values of ${names.length} a row.`,
    });
  return Array.from({ length: count }, (_, row) =>
    Object.fromEntries(names.map((name, at) => [name, values[row * names.length + at] ?? ''])),
  );
}

function createOai(socket: Socket, inbox: Inbox, where: string, resync: Resync): Oai {
  let invoke = 0;
  async function confirmed(command: string, id: number): Promise<string[]> {
    for (;;) {
      const [, kind, name, invoked, outcome = '', ...rest] = await inbox.next();
      // events of calls may come between; what they say is not asked here
      if (kind !== 'CF' || name !== command || invoked !== String(id)) continue;
      if (outcome !== '0') throw outcomeError(where, command, outcome);
      return rest;
    }
  }
  const send = (command: string, ...args: (string | number)[]) => {
    invoke = (invoke % 9999) + 1;
    socket.write(commandFrame([command, invoke, ...args].join(',')));
    return invoke;
  };
  return {
    where,
    resync,
    async nodes() {
      const [count = '', ...values] = await confirmed('_QN', send('_QN', ''));
      const type = { number: 0, key: 'number', fields: [['name', 1]] } as const;
      return rowsOf(where, type, 1, Number(count), values).map(({ number = '', name = '' }) => ({
        number,
        name,
      }));
    },
    async *list(node, type) {
      const wanted = maskOf(type).toString(16).toUpperCase();
      const id = send('_QX', `${node}:`, type.number, wanted, 2, ROWS);
      for (;;) {
        const [list, mask, last, count, ...values] = await confirmed('_QX', id);
        const head = checked(ListHead, { list, mask, last, count }, where);
        if (Number(head.list) !== type.number)
          throw fail('PBX_ANSWER_BAD', { sentence: `${where} answered with another list.` });
        yield rowsOf(where, type, Number.parseInt(head.mask, 16), Number(head.count), values);
        if (head.last === '1') return;
      }
    },
  };
}

/**
 * Connects, signs in and hands over the connection; closes it afterwards, whatever happened.
 * @throws AppError PBX_UNREACHABLE, PBX_CREDENTIALS when the PBX closes after the login, PBX_PRODUCT
 */
export async function withOai<T>(options: OaiOptions, use: (oai: Oai) => Promise<T>): Promise<T> {
  const { account, timeoutMs, signal } = options;
  signal.throwIfAborted();
  const where = shownEndpoint(account);
  const { host, port } = account;
  const socket = declared({ use: 'pbx', host, port }, () => connect({ host, port }));
  const stop = () => socket.destroy();
  signal.addEventListener('abort', stop, { once: true });
  let isIn = false;
  const inbox = inboxOf(socket, where, timeoutMs, () => (isIn ? brokeOff(where) : refused(where)));
  try {
    await connected(socket, where, timeoutMs, signal);
    socket.write(loginFrame(account.password, account.username));
    const resync = await resynced(inbox, where);
    isIn = true;
    return await use(createOai(socket, inbox, where, resync));
  } catch (thrown) {
    signal.throwIfAborted();
    throw transportError(thrown, where);
  } finally {
    signal.removeEventListener('abort', stop);
    socket.destroy();
  }
}

const brokeOff = (where: string) => notWhole(`${where} broke off in the middle of an answer.`);
const refused = (where: string) =>
  fail('PBX_CREDENTIALS', {
    sentence: `${where} closed the connection after the user name and password.`,
    remedy: 'Check both, that System OAI is switched on at the PBX, and that a connection is free there.',
  });

async function connected(
  socket: Socket,
  where: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  const over = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  await once(socket, 'connect', { signal: over }).catch((thrown: unknown) => {
    const isLate = (thrown as Error).name === 'AbortError';
    throw isLate ? fail('PBX_UNREACHABLE', { sentence: `${where} does not answer in time.` }) : thrown;
  });
}
