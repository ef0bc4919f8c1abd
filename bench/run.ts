/** Every figure that we claim. `node bench/run.ts [name]` */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const FIGURES: Record<string, readonly string[]> = {
  start: ['start.ts'],
  memory: ['memory.ts', '300'],
  slope: ['slope.ts'],
  sync: ['sync.ts'],
  'sync-sizes': ['sync-sizes.ts'],
  'sync-gateway': ['sync-gateway.ts'],
  'sync-queue': ['sync-queue.ts'],
  'sync-ldap': ['sync-ldap.ts'],
  page: ['page.ts'],
  tunnel: ['tunnel.ts'],
  fleet: ['fleet.ts'],
  operations: ['operations.ts', '300'],
  reports: ['reports.ts'],
  update: ['update.ts'],
};
const wanted = process.argv.slice(2);
let missed = 0;
for (const [name, [file = '', ...args]] of Object.entries(FIGURES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, file), ...args], {
    stdio: 'inherit',
  });
  if (status !== 0) missed++;
}
process.exitCode = missed === 0 ? 0 : 1;
