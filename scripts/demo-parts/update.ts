/** From one real build to the next: the vendor signs two releases, the cloud gives them out, and one of them is bad. */
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandView } from '../../src/contract/console-api.ts';
import type { UpdateView } from '../../src/contract/update.ts';
import { openRepository, packRelease } from '../lib/release-repository.ts';
import { keep } from './process.ts';
import { gatewaySettings } from './steps.ts';
import { ROOT, until, type World } from './world.ts';

const LAUNCHER = join(ROOT, 'systemd/cloudlinkd-launch');
const BAD = '0.9.0-bad';
const GOOD = '0.9.1';
/** What of the build a gateway runs; packages are found above the releases. */
const PARTS = [
  'dist/base',
  'dist/contract',
  'dist/gateway',
  'dist/node_modules',
  'dist/web',
  'dist/build.json',
  'dist/licences.json',
  'dist/sbom.json',
  'package.json',
];

/** The running build as the first release: the folder itself is not touched. */
function layOut(world: World, version: string): string {
  const folder = join(world.folder, 'program');
  mkdirSync(join(folder, 'releases'), { recursive: true });
  symlinkSync(ROOT, join(folder, 'releases', version));
  symlinkSync(`releases/${version}`, join(folder, 'current'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

async function sign(world: World, manifest: { version: string }): Promise<string> {
  // the keys never leave the vendor; the cloud gets the signed folder
  const repository = openRepository(join(world.folder, 'cloud/releases'), join(world.folder, 'release-keys'));
  repository.init();
  for (const version of [BAD, GOOD]) {
    const broken =
      version === BAD ? { 'dist/gateway/main.js': "throw new Error('this release is broken');\n" } : {};
    const replace = { 'package.json': JSON.stringify({ ...manifest, version }), ...broken };
    const file = join(world.folder, `cloudlink-${version}.zip`);
    const unpackedBytes = await packRelease(ROOT, file, { parts: PARTS, replace, level: 0 });
    await repository.add(file, {
      version,
      floor: manifest.version,
      form: 'directory',
      hardware: [`${process.platform}-${process.arch}`],
      unpackedBytes,
      releasedAt: Date.now(),
    });
  }
  return repository.rootFile;
}

/** Ordered from the cloud, which learns the end of it by the answer to its order. */
async function install(world: World, version: string): Promise<CommandView> {
  const command = await world.api<CommandView>('POST', `/api/gateways/${world.gatewayId}/commands`, {
    name: 'update.install',
    args: { version, when: 'now' },
  });
  return await until(`the end of the update to ${version}`, async () => {
    const now = await world.api<CommandView>('GET', `/api/commands/${command.id}`);
    return now.endedAt === undefined ? undefined : now;
  });
}

export async function updateGateway(world: World): Promise<string> {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const folder = layOut(world, manifest.version);
  const root = await sign(world, manifest);
  await world.gateway?.stop();
  const main = join(folder, 'current/dist/gateway/main.js');
  world.gateway = keep(
    [LAUNCHER, folder, process.execPath, main],
    {
      ...gatewaySettings(world),
      CLOUDLINKD_UPDATE_FOLDER: folder,
      CLOUDLINKD_UPDATE_ROOT: root,
      CLOUDLINKD_UPDATE_TRIAL_SECONDS: '10',
      CLOUDLINKD_UPDATE_BYTES_PER_SECOND: '0',
      CLOUDLINK_TRIAL_SECONDS: '60',
    },
    join(world.folder, 'gateway.log'),
  );
  await until(
    'the gateway under its launcher',
    () => world.local<{ alive: true }>('GET', '/api/alive'),
    30_000,
  );

  const bad = await install(world, BAD);
  if (bad.state !== 'failed' || bad.error?.code !== 'UPDATE_CRASHED')
    throw new Error(`the bad release ended as ${bad.state}: ${bad.error?.code ?? bad.sentence}`);
  const good = await install(world, GOOD);
  const view = await world.local<UpdateView>('GET', '/api/update');
  if (good.state !== 'done' || view.running !== GOOD)
    throw new Error(`${good.state}: ${good.error?.sentence ?? ''} ${view.state}, ${view.running} runs`);
  return `${BAD}: ${bad.error.sentence} ${GOOD}: ${good.sentence}`;
}
