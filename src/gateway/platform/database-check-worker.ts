/** Entry of the thread: one file, one answer, end. Its connection cannot write. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { Checked } from './database-check.ts';

function problemOf(file: string): string | undefined {
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    const found = db.pragma('quick_check(1)', { simple: true }) as string;
    return found === 'ok' ? undefined : found;
  } catch (error) {
    return (error as Error).message;
  } finally {
    db?.close();
  }
}

const problem = problemOf(workerData as string);
parentPort?.postMessage((problem === undefined ? {} : { problem }) satisfies Checked);
