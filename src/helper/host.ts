/** What the verbs do to this host. The only file of the helper that starts programs or writes files. */
import { execFile } from 'node:child_process';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { fail } from './errors.ts';

const run = promisify(execFile);

/** Every program that the helper may start, by its fixed path. There is no shell and no search path. */
export const PROGRAMS = {
  systemctl: '/usr/bin/systemctl',
  'systemd-run': '/usr/bin/systemd-run',
  networkctl: '/usr/bin/networkctl',
  date: '/usr/bin/date',
  hwclock: '/usr/sbin/hwclock',
  rauc: '/usr/bin/rauc',
} as const;
export type Program = keyof typeof PROGRAMS;

export type Host = {
  /** @throws AppError STEP_FAILED with the program's last words */
  run(program: Program, args: readonly string[]): Promise<void>;
  /** For programs whose exit code is an answer. @throws AppError STEP_FAILED when it could not be started or took too long */
  ask(program: Program, args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string }>;
  /** Whole file, on the disk when it returns. */
  write(path: string, text: string): Promise<void>;
  /** Undefined when there is no such file. */
  read(path: string): Promise<string | undefined>;
  remove(path: string): Promise<void>;
};

const PROGRAM_TIMEOUT_MS = 20_000;

/** stderr of a failed program, without line ends and cut: it goes to a page. */
function lastWords(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string };
  const words = (stderr?.trim() || message || 'no reason given').replaceAll(/\s+/g, ' ');
  return words.slice(0, 300);
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o755 });
  const part = `${path}.part`;
  const file = await open(part, 'w', 0o644);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
  await syncFolder(path);
}

const OPTIONS = { timeout: PROGRAM_TIMEOUT_MS, env: { LC_ALL: 'C' } };

function failed(program: Program, cause: unknown) {
  return fail('STEP_FAILED', { sentence: `${program} failed: ${lastWords(cause)}`, cause });
}

/** The real host. */
export const realHost: Host = {
  async run(program, args) {
    try {
      await run(PROGRAMS[program], [...args], OPTIONS);
    } catch (cause) {
      throw failed(program, cause);
    }
  },
  async ask(program, args) {
    try {
      return { code: 0, stdout: (await run(PROGRAMS[program], [...args], OPTIONS)).stdout };
    } catch (cause) {
      const { code, stdout } = cause as { code?: unknown; stdout?: string };
      if (typeof code !== 'number') throw failed(program, cause);
      return { code, stdout: stdout ?? '' };
    }
  },
  write: writeWhole,
  async read(path) {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  },
  remove: async (path) => rm(path, { force: true }),
};

/** Changes nothing and says what it would do; files it would write are kept in memory (`--dry-run`). */
export function dryHost(say: (line: string) => void): Host {
  const files = new Map<string, string>();
  return {
    run: async (program, args) => say(`run ${[PROGRAMS[program], ...args].join(' ')}`),
    async ask(program, args) {
      say(`ask ${[PROGRAMS[program], ...args].join(' ')}`);
      return { code: 0, stdout: '' };
    },
    write: async (path, text) => {
      files.set(path, text);
      say(`write ${path}`);
    },
    read: async (path) => files.get(path),
    remove: async (path) => {
      if (files.delete(path)) say(`remove ${path}`);
    },
  };
}
