/**
 * An update of 100 MB, from the order until the new version is started, against a plain download with a digest of the same
 * bytes from the same cloud in the same run: what space, signatures, reading the file again from the disk, unpacking,
 * copies of the databases and waiting for the disk cost. The trial is not in it: it watches as long as it is told to.
 *
 *     node bench/update.ts [megabytes] [turns]
 *
 * The gateway is the built one under its launcher, not linked; the cloud is the built one.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { STEPS } from '../scripts/demo-parts/steps.ts';
import { createWorld } from '../scripts/demo-parts/world.ts';
import { CLOUD_PATH } from '../src/contract/claim.ts';
import { updateSite } from '../test/helpers/update-site.ts';
import { median, said } from './lib.ts';

const [megabytes = 100, turns = 3] = process.argv.slice(2).map(Number);
const endings: (() => unknown)[] = [];
const world = createWorld();

/** To the disk, with the digest, and synced. @returns ms */
async function plainly(url: string): Promise<number> {
  const file = join(world.folder, 'plain');
  const began = performance.now();
  const answer = await fetch(url);
  if (!answer.ok || !answer.body) throw new Error(`${url} answered ${answer.status}`);
  const hash = createHash('sha256');
  const handle = await open(file, 'w');
  for await (const piece of answer.body) {
    hash.update(piece);
    await handle.writeFile(piece);
  }
  await handle.sync();
  await handle.close();
  const ms = performance.now() - began;
  if (!url.includes(hash.digest('hex'))) throw new Error('other bytes have come');
  rmSync(file);
  return ms;
}

try {
  const site = await updateSite(
    { teardown: (ending) => void endings.push(ending) },
    {
      built: resolve(import.meta.dirname, '../dist'),
      trialSeconds: 5,
      async serve(repository) {
        world.cloudSettings.CLOUDLINK_CLOUD_RELEASES = repository;
        await STEPS.find(({ name }) => name === 'cloud')?.run(world);
        return { base: world.cloudUrl };
      },
    },
  );
  /** When the log said so since that line, ms. */
  const saidAt = async (state: string, after: number): Promise<number> => {
    const line = await site.line(new RegExp(`"event":"update.state".*"to":"${state}"`), after);
    return new Date((JSON.parse(line) as { time: number | string }).time).getTime();
  };
  const ours: number[] = [];
  const plain: number[] = [];
  const parts: Record<string, number[]> = { downloading: [], verifying: [], installing: [] };
  for (let turn = 0; turn < turns; turn++) {
    const version = `${turn + 2}.0.0`;
    const tree = join(site.folder, `tree-${version}`);
    mkdirSync(tree);
    writeFileSync(join(tree, 'ballast'), randomBytes(megabytes * 1e6));
    await site.gateway(version);
    const name = readdirSync(site.repository.targets).find((one) => one.endsWith(`-${version}.zip`)) ?? '';
    plain.push(await plainly(`${world.cloudUrl}${CLOUD_PATH.updateTargets}/${name}`));

    const mark = site.mark();
    const began = Date.now();
    await site.order(version, /"event":"update.state".*"to":"committed"/);
    const at = [];
    for (const state of ['downloading', 'verifying', 'waiting', 'installing', 'rebooting'])
      at.push(await saidAt(state, mark));
    const [downloading = 0, verifying = 0, waiting = 0, installing = 0, rebooting = 0] = at;
    ours.push(rebooting - began);
    parts.downloading?.push(verifying - downloading);
    parts.verifying?.push(waiting - verifying);
    parts.installing?.push(rebooting - installing);
  }
  said(`update of ${megabytes} MB until the new version starts`, median(ours), median(plain));
  for (const [name, values] of Object.entries(parts)) said(`  of it ${name}`, median(values), median(plain));
  process.stdout.write(`        above the plain download ${(median(ours) - median(plain)).toFixed(0)} ms\n`);
} finally {
  for (const ending of endings.reverse()) await ending();
  await world.cloud?.stop();
}
