import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Command } from 'commander';
import type { Clock } from '../base/clock.ts';
import { type Client, createClient } from './client.ts';
import { type CliConfig, readCliConfig } from './config.ts';

/** What the whole command needs of the world. */
export type World = {
  readonly clock: Clock;
  readonly out: (text: string) => void;
  /** For what is no answer: progress, prompts. */
  readonly err: (text: string) => void;
  readonly exit: (code: number) => void;
  /** The first line of standard input. */
  readonly firstLine: () => Promise<string>;
  /** What to say when Ctrl-C ends the command. */
  readonly interrupted: (words: string) => void;
  /** A variable of the environment; for secrets that are named on purpose only. */
  readonly variable: (name: string) => string | undefined;
};

/** What a command needs of the world. */
export type Context = Omit<World, 'exit'> & {
  readonly client: Client;
  readonly config: CliConfig;
  readonly json: boolean;
  readonly now: number;
};

/** Options of the whole command: `--socket`, `--json`. */
export function contextOf(command: Command, world: World): Context {
  const { socket, json } = command.optsWithGlobals<{ socket?: string; json?: boolean }>();
  const { exit: _, ...rest } = world;
  const config = readCliConfig(socket);
  return {
    ...rest,
    config,
    client: createClient(config.socketPath),
    json: json ?? false,
    get now() {
      return world.clock.now();
    },
  };
}

/**
 * Joins a command to what it does. Commander hands over the arguments, then the options, then the command.
 * @param f a number that it answers is the exit code
 */
export function act<O extends object, A extends readonly unknown[] = []>(
  world: World,
  f: (context: Context, options: O, ...args: A) => Promise<unknown>,
) {
  return async (...given: unknown[]): Promise<void> => {
    const command = given.at(-1) as Command;
    const options = given.at(-2) as O;
    const code = await f(contextOf(command, world), options, ...(given.slice(0, -2) as unknown as A));
    if (typeof code === 'number') world.exit(code);
  };
}

/** A terminal echoes what is typed; this one takes it and shows nothing. */
const unseen = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** The first line of standard input: a secret that shall not stand in the list of processes. */
export async function firstLine(): Promise<string> {
  const { isTTY } = process.stdin;
  if (isTTY) process.stderr.write('Secret (it is not shown): ');
  const lines = createInterface({
    input: process.stdin,
    ...(isTTY ? { output: unseen(), terminal: true } : {}),
  });
  for await (const line of lines) {
    lines.close();
    return line.trim();
  }
  return '';
}

/** With `--json` the value itself, else its words. */
export function show<T>(context: Context, value: T, words: (value: T) => string): void {
  context.out(context.json ? JSON.stringify(value, null, 2) : words(value));
}
