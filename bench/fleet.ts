/**
 * Idle tunnels of many gateways at one cloud node: memory of each, the time until all are up, and what happens when
 * the cloud is killed and starts again.
 *
 *     node bench/fleet.ts [gateways] [openssh]     # the embedded broker, when the other is not named
 *
 * The cloud is the built program; the gateways are the product's own uplink and SSH link, each with its own key, all
 * in one process on the same two cores. A gateway counts as up when a probe of the cloud went round through its tunnel.
 * What the two processes use of the processor is told apart: on a site of its own, no gateway would cost the cloud any.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unitEnvironment } from '../scripts/demo-parts/process.ts';
import { systemClock } from '../src/base/runtime/clock.ts';
import { freePort } from '../src/base/runtime/free-port.ts';
import { createLogger } from '../src/base/runtime/logger.ts';
import { openCore } from '../src/cloud/cloud.ts';
import { readConfig } from '../src/cloud/config.ts';
import { loadHostKey } from '../src/cloud/platform/host-key.ts';
import { insertGateway } from '../src/cloud/store/gateways.ts';
import type { P256PublicJwk } from '../src/contract/common.ts';
import { ACCOUNT, gatewayRow } from '../test/helpers/cloud-rows.ts';
import { ROOT } from './gateway.ts';
import { cpuS, figure, rssMb, startAndWait } from './lib.ts';
import { openSshBeside } from './openssh.ts';

const COUNT = Number(process.argv[2] ?? 2000);
const isOpenSsh = process.argv.includes('openssh');
const CLOUD = join(ROOT, 'dist/cloud/main.js');

type Key = { readonly id: string; readonly publicJwk: P256PublicJwk; readonly thumbprint: string };
type Told = { keys?: Key[]; up?: number; attempts?: number[]; fault?: string };

const fleet = fork(join(import.meta.dirname, 'fleet-gateways.ts'), [String(COUNT)]);
const told = <T>(pick: (message: Told) => T | undefined) =>
  new Promise<T>((resolve, reject) => {
    const take = (message: unknown) => {
      const value = pick(message as Told);
      if ((message as Told).fault !== undefined) reject(new Error((message as Told).fault));
      if (value === undefined) return;
      fleet.off('message', take);
      resolve(value);
    };
    fleet.on('message', take);
    fleet.once('exit', (code) => reject(new Error(`the gateways ended with ${code}`)));
  });
/** Seconds of the processor: the cloud, and all gateways together. */
const used = (): [number, number] => [cpuS(pid()), cpuS(fleet.pid ?? 0)];
const allUp = () => told(({ up }) => (up === COUNT ? true : undefined));

const data = mkdtempSync(join(tmpdir(), 'cloudlink-bench-'));
mkdirSync(data, { recursive: true });
const port = await freePort();
const config = readConfig(undefined, { data, listen: `127.0.0.1:${port}`, 'log.level': 'silent' });

async function prepare(keys: readonly Key[]): Promise<readonly string[]> {
  const core = openCore(config, {
    clock: systemClock,
    logger: createLogger({ level: 'silent', name: 'bench' }),
  });
  await core.stores.accounts.insert({ ...ACCOUNT, createdAt: Date.now() });
  for (const { id, publicJwk, thumbprint } of keys)
    await insertGateway(core.db, gatewayRow(id, { jkt: thumbprint, publicJwk, linkedAt: Date.now() }));
  await core.close();
  return [loadHostKey(config.data).publicKey];
}

const openSsh = isOpenSsh ? await openSshBeside(data, data, COUNT) : undefined;

async function startCloud(): Promise<ChildProcess> {
  const url = `http://localhost:${port}`;
  const args = [CLOUD, 'serve', '--data', data, '--listen', `127.0.0.1:${port}`, '--public-url', url];
  const { child } = await startAndWait(
    [...args, '--launch-domain', 'launch.localhost'],
    { ...unitEnvironment('cloudlink-cloud'), ...openSsh?.settings },
    port,
    '/v1/hello',
  );
  return child;
}

const keys = await told(({ keys }) => keys);
const hostKeys = await prepare(keys);
let cloud = await startCloud();
const sshd = await openSsh?.start();
const pid = () => cloud.pid ?? 0;
const before = rssMb(pid());
let begin = performance.now();
const first = allUp();
const [cloudAtFirst, gatewaysAtFirst] = used();
fleet.send({ url: `http://localhost:${port}`, hostKeys });
await first;
const firstS = (performance.now() - begin) / 1000;
const [cloudFirst, gatewaysFirst] = used();
const each = ((rssMb(pid()) - before) * 1024) / COUNT;

const killed = new Promise((resolve) => cloud.once('exit', resolve));
cloud.kill('SIGKILL');
await killed;
fleet.send({ count: true });
begin = performance.now();
const again = allUp();
const gatewaysBefore = cpuS(fleet.pid ?? 0);
cloud = await startCloud();
await again;
const stormS = (performance.now() - begin) / 1000;
const [cloudStorm, gatewaysStorm] = used();
const asked = told(({ attempts }) => attempts);
fleet.send({ ask: true });
const attempts = await asked;
cloud.kill();
fleet.disconnect();
sshd?.kill();
rmSync(data, { recursive: true, force: true });

process.stdout.write(`${COUNT} gateways, each with a key and a connection of its own\n`);
const reached = [
  figure('all up for the first time', firstS, 30, 's', 1),
  figure('memory of the cloud for an idle tunnel', each, 200, 'KB', 1),
  figure('all up again after the cloud was killed', stormS, 60, 's', 1),
].every(Boolean);
process.stdout.write(
  `        tries of a gateway in that time: ${Math.max(...attempts)} at most, ${(attempts.reduce((a, b) => a + b, 0) / attempts.length).toFixed(1)} on average (full jitter, from 1 s to 60 s)\n`,
);
const cpu = (what: string, cloudS: number, gatewaysS: number) =>
  process.stdout.write(
    `        processor, ${what}: cloud ${cloudS.toFixed(1)} s, gateways ${gatewaysS.toFixed(1)} s\n`,
  );
cpu('first time', cloudFirst - cloudAtFirst, gatewaysFirst - gatewaysAtFirst);
cpu('again', cloudStorm, gatewaysStorm - gatewaysBefore);
process.exitCode = reached ? 0 : 1;
