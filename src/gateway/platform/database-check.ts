/** Looks at every page of a SQLite file through a connection of its own that cannot write. */
import Database from 'better-sqlite3';

/** @returns what is wrong, in SQLite's words; undefined when the file is sound */
export function checkDatabase(file: string): string | undefined {
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
