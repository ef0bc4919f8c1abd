/** What the backup feature needs of the world. */
import type { BackupLine, BackupProgress, RestoreEnd } from '../../../contract/backup.ts';

/** Runs one order in a process of its own. @throws AppError with a code of the table */
export type BackupRunner = (
  order: 'make' | 'verify' | 'plan' | 'stage',
  path: string,
  input: { readonly secret?: string; readonly recipient?: string },
  onProgress: (progress: BackupProgress) => void,
  signal: AbortSignal,
) => Promise<BackupLine>;

export type BackupFile = { readonly name: string; readonly bytes: number; readonly at: number };

export type BackupFiles = {
  /** Makes sure that backups may be written there, and remembers that it was chosen. @throws AppError BACKUP_FOLDER */
  choose(folder: string): Promise<void>;
  /** It is there and was chosen: a stick that is not plugged in leaves an empty folder. */
  isReady(folder: string): Promise<boolean>;
  /** Backups in a folder, newest first; none where the folder is not there. */
  list(folder: string): Promise<BackupFile[]>;
  remove(folder: string, name: string): Promise<void>;
  /** Where a backup of the folder lies. @throws AppError NOT_FOUND */
  path(folder: string, name: string): Promise<string>;
  read(path: string): AsyncIterable<Uint8Array>;
  /** Writes an uploaded one beside the data, for one restore; it replaces the one before. @returns its path */
  receive(bytes: AsyncIterable<Uint8Array>): Promise<string>;
  /** The uploaded one; undefined when there is none. */
  received(): Promise<string | undefined>;
  dropReceived(): Promise<void>;
};

export type RestoreFacts = { readonly staged: boolean; readonly last?: RestoreEnd };
