/** Starts {@link runBackup} in a process of its own, which takes its memory with it. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Value } from 'typebox/value';
import { AppError } from '../../base/errors.ts';
import { BackupLine, type BackupProgress } from '../../contract/backup.ts';
import { ERRORS, fail } from '../core/errors.ts';

/** `.ts` in the tree, `.js` once built. */
const ENTRY = fileURLToPath(
  new URL(`./entry${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
);

export type BackupProcess = (
  order: string,
  path: string,
  input: { readonly secret?: string; readonly recipient?: string },
  onProgress: (progress: BackupProgress) => void,
  signal: AbortSignal,
) => Promise<BackupLine>;

/** @param of what the process is told of this gateway */
export function createBackupProcess(of: () => object, env: Readonly<Record<string, string>>): BackupProcess {
  return async (order, path, input, onProgress, signal) => {
    signal.throwIfAborted();
    const child = spawn(
      process.execPath,
      ['--max-old-space-size=192', ENTRY, JSON.stringify(of()), order, path],
      {
        env,
        // what it leaves behind when it dies is what a power cut leaves behind
        signal,
        killSignal: 'SIGKILL',
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    const ended = new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', () => resolve());
    });
    ended.catch(() => undefined);
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${JSON.stringify(input)}\n`);
    let answer: BackupLine | undefined;
    for await (const text of createInterface({ input: child.stdout })) {
      const line: unknown = JSON.parse(text);
      if (!Value.Check(BackupLine, line)) throw fail('BACKUP_FAILED');
      if (line.progress) onProgress(line.progress);
      else answer = line;
    }
    await ended;
    signal.throwIfAborted();
    if (!answer) throw fail('BACKUP_FAILED');
    const { problem } = answer;
    if (!problem) return answer;
    const row = Object.hasOwn(ERRORS, problem.code) ? ERRORS[problem.code as keyof typeof ERRORS] : undefined;
    throw row
      ? new AppError(problem.code, row, { sentence: problem.title, remedy: problem.remedy })
      : fail('BACKUP_FAILED');
  };
}
