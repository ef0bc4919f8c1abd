/** `cloudlinkd support …` and `cloudlinkd backup …`: what is done with a data folder without asking the daemon. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Value } from 'typebox/value';
import { BackupLine, type BackupProgress } from '../contract/backup.ts';
import { SupportAnswer } from '../contract/support.ts';
import { ofProblem } from './client.ts';
import { type CliConfig, environmentWith } from './config.ts';
import { fail } from './errors.ts';

/** The daemon's own program: `.ts` in the tree, `.js` once built. */
const PROGRAM = fileURLToPath(
  new URL(`../gateway/main${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
);

/** @returns its output; what it says beside that goes to our own standard error */
function output(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.once('error', reject);
    child.once('close', () => resolve(Buffer.concat(parts).toString()));
  });
}

/**
 * @param order and its arguments
 * @param config file of the daemon; the usual one when not named
 * @throws AppError with the code of what went wrong
 */
export async function offlineSupport(
  order: readonly string[],
  config: string | undefined,
): Promise<SupportAnswer> {
  const text = await output([...(config === undefined ? [] : ['--config', config]), 'support', ...order]);
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (cause) {
    throw fail('REFUSED', { sentence: 'The data folder could not be looked at.', cause });
  }
  if (!Value.Check(SupportAnswer, answer)) throw fail('REFUSED');
  if (answer.problem) throw ofProblem(answer.problem, answer.problem.status);
  return answer;
}

/**
 * Files are those of the gateway that is spoken to. Where none answers on a socket that is not the usual one, nobody can
 * say which they are.
 * @throws AppError DAEMON_UNREACHABLE
 */
export function ensureNamed({ isOther, namesData, socketPath }: CliConfig, config: string | undefined): void {
  if (!isOther || namesData || config !== undefined) return;
  throw fail('DAEMON_UNREACHABLE', {
    sentence: `No gateway answers on ${socketPath}, so that its data folder is not known.`,
    remedy: 'Start it, or name its configuration with --config.',
  });
}

/**
 * @param order with its path
 * @param environment settings of the daemon, added to our own
 * @param input what opens or closes the backup; it goes by standard input, where nobody else reads it
 * @throws AppError with the code of what went wrong
 */
export async function backupProgram(
  order: readonly string[],
  input: { readonly secret?: string; readonly recipient?: string },
  config: string | undefined,
  environment: Readonly<Record<string, string>>,
  onProgress: (progress: BackupProgress) => void,
): Promise<BackupLine> {
  const args = [PROGRAM, ...(config === undefined ? [] : ['--config', config]), 'backup', ...order];
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: environmentWith(environment),
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
  ended.catch(() => undefined);
  // it may have refused before it read
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${JSON.stringify(input)}\n`);
  let answer: BackupLine | undefined;
  for await (const text of createInterface({ input: child.stdout })) {
    const line: unknown = JSON.parse(text);
    if (!Value.Check(BackupLine, line)) throw fail('REFUSED');
    if (line.progress) onProgress(line.progress);
    else answer = line;
  }
  await ended;
  if (!answer) throw fail('REFUSED', { sentence: 'The backup program ended before it was done.' });
  if (answer.problem) throw ofProblem(answer.problem, answer.problem.status);
  return answer;
}
