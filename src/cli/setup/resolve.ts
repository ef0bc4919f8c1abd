/** Secrets of a set-up file, read from where they stand, all before anything is done. */
import { toAppError } from '../../base/errors.ts';
import type { SecretSource, SetupFile } from '../../contract/setup-file.ts';
import type { Form } from '../commands/pbx.ts';
import type { World } from '../context.ts';
import { secretFile, secretLine, secretVariable } from '../secrets.ts';
import { type Issue, secretsOf } from './check.ts';

type Reader = Pick<World, 'variable' | 'firstLine'>;

async function read(reader: Reader, source: SecretSource): Promise<string> {
  if (typeof source === 'string') return source;
  if ('fromFile' in source) return secretFile(source.fromFile);
  if ('fromEnv' in source) return secretVariable(reader, source.fromEnv);
  return secretLine(reader);
}

export type Resolved = {
  /** Path → secret. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly issues: readonly Issue[];
};

/**
 * @param isOpen others of this host can read the file: a secret must not stand in it in clear
 * @param form settings of the PBX type, once it is known
 */
export async function resolve(
  reader: Reader,
  file: SetupFile,
  { isOpen, form }: { readonly isOpen: boolean; readonly form: Form | undefined },
): Promise<Resolved> {
  const secrets = new Map<string, string>();
  const issues: Issue[] = [];
  for (const [path, source] of secretsOf(file, form)) {
    if (typeof source === 'string' && isOpen)
      issues.push({
        path,
        sentence: `${path} stands in the file in clear, and others of this host can read the file.`,
        remedy: 'Run chmod o-r on the file, or give the secret by fromFile or fromEnv.',
      });
    try {
      secrets.set(path, await read(reader, source));
    } catch (thrown) {
      const { message, remedy } = toAppError(thrown);
      issues.push({ path, sentence: `${path}: ${message}`, remedy });
    }
  }
  return { secrets, issues };
}

/** The settings of the PBX with their secrets. */
export function valuesOf(file: SetupFile, secrets: ReadonlyMap<string, string>): Record<string, unknown> {
  const given = Object.entries(file.pbx?.values ?? {});
  return Object.fromEntries(given.map(([key, value]) => [key, secrets.get(`pbx.values.${key}`) ?? value]));
}
