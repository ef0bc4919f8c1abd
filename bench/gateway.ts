/** Starting the built gateway with an empty data folder and its unit's environment, and the server that it is compared with. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { unitEnvironment } from '../scripts/demo-parts/process.ts';
import { STEPS } from '../scripts/demo-parts/steps.ts';
import { until, type World } from '../scripts/demo-parts/world.ts';
import { freePort } from '../src/base/runtime/free-port.ts';
import type { SyncView } from '../src/contract/local-api.ts';
import { startAndWait } from './lib.ts';

export const ROOT = resolve(import.meta.dirname, '..');

export async function startGateway() {
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-bench-'));
  const port = await freePort();
  const env = {
    ...unitEnvironment('cloudlinkd'),
    CLOUDLINKD_DATA_DIR: join(folder, 'data'),
    CLOUDLINKD_RUN_DIR: join(folder, 'run'),
    CLOUDLINKD_HTTP_HOST: '127.0.0.1',
    CLOUDLINKD_MDNS_ENABLED: 'false',
    CLOUDLINKD_HTTP_PORT: String(port),
    CLOUDLINKD_HTTP_HTTPS_PORT: String(await freePort()),
    CLOUDLINKD_LOG_LEVEL: 'warn',
  };
  const started = await startAndWait([join(ROOT, 'dist/gateway/main.js')], env, port, '/');
  return {
    ...started,
    folder,
    clean: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export async function startEmpty() {
  const port = await freePort();
  return startAndWait([join(ROOT, 'bench/empty-server.mjs')], { PORT: String(port) }, port, '/');
}

/** A whole sync of the demo's gateway, ordered like any other, to its end. */
export async function syncOnce(world: World): Promise<SyncView> {
  const { lastRunAt } = await world.local<SyncView>('GET', '/api/sync');
  await world.local('POST', '/api/sync/run');
  return await until('the sync', async () => {
    const view = await world.local<SyncView>('GET', '/api/sync');
    return view.state !== 'running' && view.lastRunAt !== lastRunAt ? view : undefined;
  });
}

/** The demo's steps up to the started tunnel; each waits for what it brings about. */
export async function linked(world: World): Promise<void> {
  const last = STEPS.findIndex((step) => step.name === 'tunnel');
  for (const step of STEPS.slice(0, last + 1)) await step.run(world);
}

/** Ends every program of it and removes its folder. */
export async function ended(world: World): Promise<void> {
  await world.gateway?.stop();
  await world.cloud?.stop();
  await world.webApp?.close();
  await world.directory?.close();
  rmSync(world.folder, { recursive: true, force: true });
}
