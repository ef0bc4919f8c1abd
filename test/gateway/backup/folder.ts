/** A data folder as a linked gateway has one. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openDeviceKeys } from '../../../src/gateway/platform/keystore.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createSecrets, createSettings } from '../../../src/gateway/store/settings.ts';
import { openSyncDatabase } from '../../../src/gateway/store/sync/database.ts';

export const SELF = (gatewayId: string) => ({
  gatewayId,
  account: { name: 'Example Works', number: '100000001', region: 'Test', state: 'active' },
  linkedAt: 1_764_000_000_000,
  linkedBy: 'Priya',
  baseUrl: 'https://cloud.example',
  brokerHostKeys: ['ssh-ed25519 AAAA'],
});
export const GATEWAY = '0190a000-0000-7000-8000-000000000001';

export async function makeData(dataDir: string, mark: string, gatewayId = GATEWAY): Promise<void> {
  mkdirSync(dataDir, { recursive: true });
  const { db } = openStateDatabase(join(dataDir, 'state.db'), () => 0);
  createSettings(db, () => undefined).set('identity.self', SELF(gatewayId));
  createSettings(db, () => undefined).set('mark', mark);
  createSecrets(db).set('pbx', `secret of ${mark}`);
  db.close();
  openSyncDatabase(join(dataDir, 'sync', gatewayId), () => 0).close();
  await openDeviceKeys(dataDir);
  mkdirSync(join(dataDir, 'certificate'));
  writeFileSync(join(dataDir, 'certificate/cert.pem'), `certificate of ${mark}`);
  mkdirSync(join(dataDir, 'import'));
  writeFileSync(join(dataDir, 'import/people.csv'), `name\n${mark}\n`);
  mkdirSync(join(dataDir, 'support'));
  writeFileSync(join(dataDir, 'support/one.zip'), 'stays');
}

/** The mark of state.db as a gateway would read it. */
export function markOf(dataDir: string): unknown {
  const db = new Database(join(dataDir, 'state.db'), { fileMustExist: true });
  try {
    const row = db.prepare("SELECT value FROM setting WHERE key = 'mark'").get() as { value: string };
    return JSON.parse(row.value);
  } finally {
    db.close();
  }
}

/** Every file below a folder with its bytes; of databases the size only. */
export function picture(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    files
      .filter((name) => statSync(join(folder, name)).isFile() && !/^(restore|backup-work)/.test(name))
      .map((name) => [name, readFileSync(join(folder, name)).toString('base64').slice(0, 4096)]),
  );
}
