/**
 * Carries out the cloud's commands: each id is journalled before anything is done, so it is done at most once,
 * whatever is sent again and whenever the power goes. The row's `resume` says what a command found half done means.
 */
import type { Clock } from '../../../base/clock.ts';
import { createTurns } from '../../../base/turns.ts';
import type { CommandMessage, CommandResult, GatewayMessage } from '../../../contract/channel.ts';
import { type CommandName, lookOf } from '../../../contract/commands.ts';
import { WAITS_FOR_CONSENT } from '../../../contract/consent-words.ts';
import type { CommandContext, CommandHandler, CommandHandlers, LookGate } from '../../core/commands.ts';
import type { Actor, EventBus } from '../../core/events.ts';
import type { CloudChannel } from '../../core/ports/cloud.ts';
import type { CommandJournal, JournalEntry } from '../../core/ports/command-journal.ts';
import { DAY_MS, RETENTION } from '../../core/retention.ts';
import {
  argsToKeep,
  askerOf,
  failedResult,
  notDoneResult,
  okResult,
  refuse,
  rowOf,
  unknownResult,
} from './rules.ts';

export type OperationsOptions = {
  readonly journal: CommandJournal;
  readonly channel: Pick<CloudChannel, 'send' | 'onMessage' | 'cloudNow'>;
  readonly handlers: CommandHandlers;
  /** Asked before the handler of every order that looks at the customer's data. */
  readonly look: LookGate;
  readonly events: EventBus;
  /** boot_id of the host now. */
  readonly bootId: string;
  readonly clock: Clock;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
};

export type Operations = {
  /** Settles what a power cut left half done, then listens. */
  start(): Promise<void>;
  /** Ends running commands. They stay half done in the journal: the next start decides by their `resume`. */
  stop(): Promise<void>;
  /** Ids that run now. */
  running(): readonly string[];
  /** Forgets commands of long ago; answers how many. */
  prune(): Promise<number>;
};

/** A cloud that has not said by then that it stored a result will not say it. */
const STORED_WAIT_MS = 60_000;

type Live = {
  readonly abort: AbortController;
  ended: Promise<void>;
  progress?: Extract<GatewayMessage, { type: 'progress' }>;
};

export function createOperations(options: OperationsOptions): Operations {
  const { journal, channel, handlers, events, bootId, clock, log } = options;
  const live = new Map<string, Live>();
  /** Messages of one id are looked at one after the other. */
  const turns = createTurns();
  /** Ids whose follow-up waits for the cloud, with the end of the waiting. */
  const waiting = new Map<string, () => void>();
  const unsubscribe: (() => void)[] = [];
  let stopped = false;

  const cloudTime = () => channel.cloudNow() ?? clock.now();
  const handlerOf = (name: string): CommandHandler | undefined =>
    rowOf(name) ? handlers[name as CommandName] : undefined;

  const contextOf = (entry: JournalEntry, own: Live): CommandContext => ({
    id: entry.id,
    actor: entry.actor,
    signal: own.abort.signal,
    startedAt: entry.startedAt,
    bootId: entry.bootId,
    progress(percent, sentence) {
      const rounded = Math.min(100, Math.max(0, Math.round(percent)));
      own.progress = { type: 'progress', id: entry.id, percent: rounded, sentence: sentence.slice(0, 500) };
      channel.send(own.progress);
    },
  });

  /** What the handler has put off until the cloud has the result. */
  const followUp = async ({ id, name, result }: JournalEntry) => {
    waiting.get(id)?.();
    waiting.delete(id);
    if (result?.ok) await handlerOf(name)?.stored?.();
  };

  const awaitStored = (entry: JournalEntry) => {
    if (!entry.result?.ok || !handlerOf(entry.name)?.stored) return;
    waiting.set(
      entry.id,
      clock.after(STORED_WAIT_MS, () => inTurn(entry.id, () => followUp(entry))),
    );
  };

  /** The follow-up comes first: a power cut in between does it again at the next start, and never not at all. */
  const stored = async (id: string) => {
    const entry = await journal.find(id);
    if (entry) await followUp(entry);
    await journal.stored(id, clock.now());
  };

  const settle = async (id: string, result: CommandResult) => {
    await journal.finish(id, result);
    channel.send({ type: 'result', id, result });
    const entry = await journal.find(id);
    if (entry) awaitStored(entry);
  };

  /** Runs `act`; its answer or failure becomes the result, unless the program stops meanwhile. */
  const track = (
    entry: JournalEntry,
    act: (context: CommandContext) => Promise<CommandResult>,
  ): Promise<void> => {
    const own: Live = { abort: new AbortController(), ended: Promise.resolve() };
    const work = async () => {
      const result = await act(contextOf(entry, own)).catch((error: unknown) => {
        log('a command failed', { id: entry.id, name: entry.name, err: error });
        return failedResult(error);
      });
      if (!stopped) await settle(entry.id, result);
    };
    live.set(entry.id, own);
    own.ended = work()
      .catch((error: unknown) => log('a result could not be stored', { id: entry.id, err: error }))
      .finally(() => live.delete(entry.id));
    return own.ended;
  };

  /** `handler` comes with the entry's args already checked by {@link refuse}. */
  const execute = (entry: JournalEntry, args: Record<string, unknown>, handler: CommandHandler) =>
    track(entry, async (context) => {
      const act = () => handler.run(args, context);
      const look = lookOf(entry.name);
      if (look === undefined) return okResult(await act());
      const order = {
        id: entry.id,
        name: entry.name,
        args: askerOf(args),
        signal: context.signal,
        waits: () => context.progress(0, WAITS_FOR_CONSENT),
      };
      return okResult(await options.look(look, order, act));
    });

  const verify = (entry: JournalEntry, handler: CommandHandler) =>
    track(entry, async (context) => {
      if (!handler.verify) return unknownResult();
      const answer = await handler.verify({ ...entry.args }, context);
      return answer === undefined ? notDoneResult() : okResult(answer);
    });

  /** A command found half done at start. */
  const resume = async (entry: JournalEntry): Promise<void> => {
    const row = rowOf(entry.name);
    const handler = handlerOf(entry.name);
    if (!row || !handler || row.resume === 'unknown') return settle(entry.id, unknownResult());
    if (row.resume === 'verify') return void verify(entry, handler);
    // it was accepted in time, but nobody wants a tunnel to start weeks later
    if (entry.expiresAt <= clock.now()) return settle(entry.id, unknownResult());
    void execute(entry, { ...entry.args }, handler);
  };

  const repeat = (entry: JournalEntry) => {
    channel.send({ type: 'ack', id: entry.id });
    const { progress } = live.get(entry.id) ?? {};
    if (entry.result) channel.send({ type: 'result', id: entry.id, result: entry.result });
    else if (progress) channel.send(progress);
  };

  const accept = async (command: CommandMessage): Promise<void> => {
    const known = await journal.find(command.id);
    if (known) return repeat(known);
    const handler = handlerOf(command.name);
    const result = refuse(command, handler !== undefined, cloudTime());
    const actor: Actor = { ...command.issuedBy, via: 'cloud' };
    const entry: JournalEntry = {
      id: command.id,
      name: command.name,
      args: result ? {} : argsToKeep(command),
      actor,
      state: result ? 'done' : 'running',
      startedAt: clock.now(),
      expiresAt: command.expiresAt,
      bootId,
      ...(result ? { result } : {}),
    };
    await journal.insert(entry);
    channel.send({ type: 'ack', id: command.id });
    if (result) channel.send({ type: 'result', id: command.id, result });
    else if (handler) void execute(entry, command.args, handler);
  };

  const inTurn = (id: string, f: () => Promise<void>) =>
    void turns
      .run(id, f)
      .catch((error: unknown) => log('a command could not be journalled', { id, err: error }));

  /** A result may have been lost with the channel before; the cloud need not ask for it, and takes it twice. */
  const resend = async () => {
    for (const { id, result } of await journal.unacknowledged())
      if (result && !channel.send({ type: 'result', id, result })) return;
  };

  return {
    async start() {
      for (const entry of await journal.running()) await resume(entry);
      for (const entry of await journal.unacknowledged()) awaitStored(entry);
      unsubscribe.push(
        channel.onMessage((message) => {
          if (message.type === 'welcome') inTurn('', resend);
          if (message.type === 'command') inTurn(message.id, () => accept(message));
          if (message.type === 'stored') inTurn(message.id, () => stored(message.id));
        }),
        events.on('link.changed', ({ linked }) => {
          if (!linked) inTurn('', () => journal.clear());
        }),
      );
    },
    async stop() {
      stopped = true;
      for (const f of unsubscribe.splice(0)) f();
      for (const cancel of waiting.values()) cancel();
      const ends = [...live.values()].map((own) => {
        own.abort.abort(new Error('stopped'));
        return own.ended;
      });
      await Promise.allSettled([...ends, turns.over()]);
    },
    running: () => [...live.keys()],
    prune: () => journal.prune(clock.now() - RETENTION.commandDays * DAY_MS),
  };
}
