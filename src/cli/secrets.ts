/**
 * Secrets of commands. None is an argument in clear: other people of the host see those in the list of processes.
 */
import { readFileSync } from 'node:fs';
import type { World } from './context.ts';
import { fail } from './errors.ts';

/** More than any password, and less than a file that was named by mistake. */
const MOST = 64 * 1024;

/** A file's secret; the line end that editors add is no part of it. @throws AppError SECRET_UNREADABLE */
export function secretFile(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw fail('SECRET_UNREADABLE', { sentence: `The file ${path} cannot be read (${why}).`, cause });
  }
  const secret = text.replace(/\r?\n$/, '');
  if (secret === '') throw fail('SECRET_UNREADABLE', { sentence: `The file ${path} is empty.` });
  if (secret.length > MOST)
    throw fail('SECRET_UNREADABLE', { sentence: `The file ${path} is too long for a secret.` });
  return secret;
}

/** @throws AppError SECRET_UNREADABLE */
export function secretVariable({ variable }: Pick<World, 'variable'>, name: string): string {
  const secret = variable(name);
  if (secret === undefined || secret === '')
    throw fail('SECRET_UNREADABLE', { sentence: `The environment has no ${name}.` });
  return secret;
}

/** @throws AppError SECRET_UNREADABLE */
export async function secretLine({ firstLine }: Pick<World, 'firstLine'>): Promise<string> {
  const secret = await firstLine();
  if (secret === '') throw fail('SECRET_UNREADABLE', { sentence: 'Standard input has no first line.' });
  return secret;
}

/** `-`, `file:PATH` or `env:NAME`. @throws AppError USAGE, SECRET_UNREADABLE */
export async function secretOf(
  world: Pick<World, 'variable' | 'firstLine'>,
  source: string,
): Promise<string> {
  if (source === '-') return secretLine(world);
  const [, kind, where = ''] = /^(file|env):(.+)$/.exec(source) ?? [];
  if (kind === 'file') return secretFile(where);
  if (kind === 'env') return secretVariable(world, where);
  throw fail('USAGE', {
    sentence: 'A secret is no argument: other people of this host could read it.',
    remedy: 'Give - (the first line of standard input), file:PATH or env:NAME.',
  });
}
