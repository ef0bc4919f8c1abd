/**
 * Looks at every page of SQLite files in a process of its own: a large file would stop the main loop for seconds, and a
 * thread would leave 10 MB behind for good (docs/decisions/sync-engine.md).
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Beside this file: `.ts` in the tree, `.js` once built. */
const ENTRY = fileURLToPath(
  new URL(`./database-check-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
);

/** What the process answers, a file each: SQLite's words, or null. */
export type Checked = readonly (string | null)[];

/**
 * @param files that exist
 * @param options `env`: all of the process's environment
 * @returns in their order what is wrong, in SQLite's words; null where the file is sound
 * @throws the signal's reason when it is aborted, an Error when the process dies
 */
export async function checkDatabases(
  files: readonly string[],
  { env, signal }: { readonly env: Readonly<Record<string, string>>; readonly signal: AbortSignal },
): Promise<Checked> {
  signal.throwIfAborted();
  if (files.length === 0) return [];
  try {
    const args = ['--max-old-space-size=128', ENTRY, ...files];
    // it only reads: there is nothing that it must bring to an end
    const { stdout } = await run(process.execPath, args, { env, signal, killSignal: 'SIGKILL' });
    return JSON.parse(stdout) as Checked;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
