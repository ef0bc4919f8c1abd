/** `cloudlinkd support …`: what can be said of a gateway whose daemon does not answer. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Value } from 'typebox/value';
import { SupportAnswer } from '../contract/support.ts';
import { ofProblem } from './client.ts';
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
