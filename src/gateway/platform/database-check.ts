/** Looks at every page of a SQLite file in a thread of its own: a large file would stop the main loop for seconds. */
import { Worker } from 'node:worker_threads';

/** Beside this file: `.ts` in the tree, `.js` once built. */
const ENTRY = new URL(
  `./database-check-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`,
  import.meta.url,
);

/** What the thread answers: SQLite's words, or nothing. */
export type Checked = { readonly problem?: string };

/**
 * @returns what is wrong, in SQLite's words; undefined when the file is sound
 * @throws the signal's reason when it is aborted, an Error when the thread dies
 */
export function checkDatabase(file: string, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(ENTRY, { workerData: file, resourceLimits: { maxOldGenerationSizeMb: 128 } });
    const stop = () => {
      reject(signal.reason);
      void worker.terminate();
    };
    signal.addEventListener('abort', stop, { once: true });
    worker.on('message', ({ problem }: Checked) => resolve(problem));
    worker.on('error', reject);
    worker.on('exit', (code) => {
      signal.removeEventListener('abort', stop);
      // does nothing after an answer
      reject(new Error(`the check of ${file} ended with ${code} and said nothing`));
    });
  });
}
