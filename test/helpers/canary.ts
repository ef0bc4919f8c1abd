/** A word that stands for everything of a customer's: planted in a real gateway, and looked for in what is left of it. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { Daemon } from './daemon.ts';

/** In whatever a person of the customer writes, and in a file of every folder. */
const CANARY = 'Zwitscherling';

/** The customer's words, in every place that there is. */
export async function plant(daemon: Daemon): Promise<void> {
  await daemon.local('POST', '/api/people', { name: CANARY, password: 'three white horses', role: 'admin' });
  await daemon.local('PUT', '/api/looks/logs/consent', { mode: 'always', people: [`${CANARY}@x.example`] });
  const values = { host: '127.0.0.1', port: 9, security: 'none', baseDn: `dc=${CANARY}` };
  const bind = { bindDn: `cn=${CANARY}`, bindPassword: `${CANARY}-secret` };
  await daemon.local('PUT', '/api/pbx', { type: 'ldap', name: CANARY, values: { ...values, ...bind } });
  const data = join(daemon.folder, 'data');
  for (const name of [
    'import',
    'imports',
    'support',
    'backup-upload',
    'backup-work',
    'restore/old',
    'update',
  ])
    mkdirSync(join(data, name), { recursive: true });
  const entries = readdirSync(data, { recursive: true, withFileTypes: true }).filter(
    ({ name }) => name !== 'reset',
  );
  for (const folder of [
    data,
    ...entries.filter((e) => e.isDirectory()).map((e) => join(e.parentPath, e.name)),
  ])
    writeFileSync(join(folder, 'planted'), CANARY);
}

/** Files of the gateway in which a word stands, byte by byte. */
function holding(folder: string, word: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name));
  return files
    .filter((file) => readFileSync(file).includes(word))
    .map((file) => file.slice(folder.length + 1));
}

/** It is there, in files and databases. @returns a line of the device key */
export function planted(t: Test, { folder }: Daemon): string {
  const found = holding(folder, CANARY);
  t.ok(found.length > 7 && found.some((file) => file.startsWith('data/state.db')), `in ${found.join(', ')}`);
  return readFileSync(join(folder, 'data/device-key.pem'), 'utf8').split('\n')[1] ?? '';
}

/** @param key a line of the old key */
export function nothingLeft(t: Test, { folder }: Daemon, key: string): void {
  t.strictSame(holding(folder, CANARY), [], 'no byte of the customer’s is left');
  t.strictSame(holding(folder, key), [], 'nor of the key');
  const { state, last, ...more } = JSON.parse(readFileSync(join(folder, 'data/reset/state.json'), 'utf8'));
  t.strictSame([state, Object.keys(last), more], ['idle', ['at', 'by'], {}], 'nor who ordered it');
}
