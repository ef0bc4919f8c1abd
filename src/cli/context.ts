import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { type Client, createClient } from './client.ts';
import { readCliConfig } from './config.ts';

/** What a command needs of the world. */
export type Context = {
  readonly client: Client;
  readonly json: boolean;
  readonly now: number;
  readonly out: (text: string) => void;
};

/** Options of the whole command: `--socket`, `--json`. */
export function contextOf(command: Command, now: () => number): Context {
  const { socket, json } = command.optsWithGlobals<{ socket?: string; json?: boolean }>();
  return {
    client: createClient(readCliConfig(socket).socketPath),
    json: json ?? false,
    now: now(),
    out: (text) => process.stdout.write(`${text}\n`),
  };
}

/** The first line of standard input: a secret that shall not stand in the list of processes. */
export async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
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
