/** Entry of the process: its arguments are files, its output is one JSON list. Its connections cannot write. */
import Database from 'better-sqlite3';
import type { Checked } from './database-check.ts';

function problemOf(file: string): string | null {
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    const found = db.pragma('quick_check(1)', { simple: true }) as string;
    return found === 'ok' ? null : found;
  } catch (error) {
    return (error as Error).message;
  } finally {
    db?.close();
  }
}

// one after the other: the disk is one
process.stdout.write(JSON.stringify(process.argv.slice(2).map(problemOf) satisfies Checked));
