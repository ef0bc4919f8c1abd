/** `cloudlink sync run --config FILE` as a process of its own, against a real SCIM server. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { programFile } from '../../helpers/programs.ts';
import { type ScimmyOptions, type ScimmyServer, start } from '../../peers/scimmy-server.ts';

const ENTRY = programFile('gateway/sync/once');

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };
export type Running = { readonly child: ChildProcess; readonly ended: Promise<Ended> };

export type Once = {
  readonly folder: string;
  /** Writes sync.json. */
  configure(config: object): void;
  spawn(...options: string[]): Running;
  run(...options: string[]): Promise<Ended>;
  /** `--json`, parsed. */
  json(
    ...options: string[]
  ): Promise<{ code: number | null; counts: Record<string, number>; stderr: string }>;
};

export type StandAlone = Once & {
  readonly server: ScimmyServer;
  /** Writes users.csv; a row is a list of cells in the order of {@link HEADER}. */
  csv(text: string): void;
  /** userName → what the server has. */
  users(): Map<string, Record<string, unknown>>;
};

export const HEADER =
  'id,givenName,familyName,displayName,email,extension,phone,mobile,department,location,role,active';

export const line = (n: number, more: Partial<Record<string, string>> = {}): string => {
  const cells: Record<string, string> = {
    id: `u${n}`,
    givenName: `Given${n}`,
    familyName: `Family${n}`,
    email: `u${n}@example.com`,
    extension: String(20000 + n),
    active: 'true',
    ...more,
  };
  return HEADER.split(',')
    .map((name) => cells[name] ?? '')
    .join(',');
};
export const lines = (count: number): string[] => Array.from({ length: count }, (_, i) => line(i + 1));
export const file = (rows: readonly string[]): string => `${[HEADER, ...rows].join('\n')}\n`;

function follow(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (piece) => {
    stdout += piece;
  });
  child.stderr?.on('data', (piece) => {
    stderr += piece;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

/** The program over a folder of its own. */
export function once(t: Test, config: object): Once {
  const folder = mkdtempSync(join(tmpdir(), 'sync-once-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'sync.json');
  const configure = (next: object) => writeFileSync(file, JSON.stringify(next));
  configure(config);
  const spawned = (...more: string[]): Running => {
    const child = spawn(process.execPath, [ENTRY, '--config', file, ...more], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { child, ended: follow(child) };
  };
  const run = (...more: string[]) => spawned(...more).ended;
  return {
    folder,
    configure,
    spawn: spawned,
    run,
    async json(...more) {
      const { code, stdout, stderr } = await run('--json', ...more);
      return { code, counts: JSON.parse(stdout || '{}'), stderr };
    },
  };
}

/** From a CSV file to scimmy. */
export async function standAlone(t: Test, options: ScimmyOptions = {}): Promise<StandAlone> {
  const server = await start(options);
  t.teardown(() => server.close());
  const { url: baseUrl, token } = server;
  const it = once(t, {
    source: { type: 'csv', path: 'users.csv' },
    scim: { baseUrl, token },
    state: 'state',
  });
  return {
    ...it,
    server,
    csv: (text) => writeFileSync(join(it.folder, 'users.csv'), text),
    users: () => new Map(server.users().map((user) => [user.userName, user])),
  };
}
