/** The `cloudlink` command without a process of its own: quicker, and what it says is told apart. */
import { systemClock } from '../../src/base/runtime/clock.ts';
import { runProgram } from '../../src/cli/program.ts';

export type Said = { readonly code: number; readonly out: string; readonly err: string };
export type Given = {
  /** The first line of standard input. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
};

/** @param socketPath of the daemon */
export async function command(
  socketPath: string,
  args: readonly string[],
  { input = '', env = {} }: Given = {},
): Promise<Said> {
  const said = { code: 0, out: '', err: '' };
  await runProgram(['--socket', socketPath, ...args], '0.0.0', {
    clock: systemClock,
    out: (text) => {
      said.out += `${text}\n`;
    },
    err: (text) => {
      said.err += `${text}\n`;
    },
    exit: (code) => {
      said.code = code;
    },
    interrupted: () => undefined,
    firstLine: async () => input,
    variable: (name) => env[name],
  });
  return said;
}
