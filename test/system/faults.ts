/**
 * Faults of the line and of its ends while a launch session is open: `npm run faults [-- pattern]`, as root. Each row says
 * what was done and what came of it; the last results stand in docs/faults.md.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { test } from 'tap';
import { start } from '../../scripts/demo-parts/process.ts';
import { signIn } from '../../scripts/demo-parts/steps.ts';
import { CLOUD } from '../../scripts/demo-parts/world.ts';
import type { GatewayView } from '../../src/contract/console-api.ts';
import type { Target } from '../../src/contract/local-api.ts';
import { program } from '../helpers/needs.ts';
import { launchRaw, type Site, startSite, TARGET_ADDRESS } from './launch-site.ts';

const PORT = 8000;
const MIB = 1024 * 1024;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

type Go = Awaited<ReturnType<typeof launchRaw>>;
type Scene = {
  readonly site: Site;
  readonly go: Go;
  readonly targetId: string;
  restartTarget(): Promise<void>;
};

async function fetched(go: Go, path: string, within = 120_000): Promise<{ status: number; bytes: number }> {
  const asked = go(path);
  asked.setTimeout(within, () => asked.destroy(new Error(`nothing in ${within / 1000} s`)));
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  let bytes = 0;
  for await (const chunk of answer) bytes += (chunk as Buffer).length;
  return { status: answer.statusCode ?? 0, bytes };
}

/** Asks again and again until a page comes whole. */
async function worksAgain(go: Go): Promise<string> {
  const since = performance.now();
  for (;;) {
    const { status } = await fetched(go, '/desk', 5000).catch(() => ({ status: 0 }));
    if (status === 200) return seconds(since);
    await pause(200);
  }
}

async function whileLoading(go: Go, mib: number, fault: () => Promise<void>): Promise<string> {
  const since = performance.now();
  const load = fetched(go, `/down?mib=${mib}`).then(
    ({ bytes }) =>
      bytes === mib * MIB ? `the download went on and was whole after ${seconds(since)}` : 'cut short',
    () => 'the download was cut',
  );
  await pause(500);
  await fault();
  const again = worksAgain(go);
  return `${await load}; a page came ${await again} after the fault was over`;
}

const link = (site: Site, state: 'up' | 'down') => site.gateway(`ip link set up0 ${state}`);
const pull = (ms: number) => (scene: Scene) =>
  whileLoading(scene.go, 64, async () => {
    link(scene.site, 'down');
    await pause(ms);
    link(scene.site, 'up');
  });

const held = (pid: number | undefined) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

async function restartCloud({ site: { world } }: Scene): Promise<void> {
  await world.cloud?.stop();
  const listen = ['--listen', `127.0.0.1:${world.cloudPort}`, '--public-url', world.cloudUrl];
  const args = [
    'serve',
    '--data',
    join(world.folder, 'cloud'),
    ...listen,
    '--launch-domain',
    world.launchDomain,
  ];
  world.cloud = start(CLOUD, args, {}, join(world.folder, 'cloud.log'));
}

const SCENES: Readonly<Record<string, (scene: Scene) => Promise<string>>> = {
  'cable pulled for 5 s': pull(5000),
  'cable pulled for 60 s': pull(60_000),
  'another address': (scene) =>
    whileLoading(scene.go, 64, async () =>
      scene.site.gateway('ip address delete 10.77.1.2/24 dev up0; ip address add 10.77.1.3/24 dev up0'),
    ),
  '5 % of the packets lost': async ({ site, go }) => {
    if (!program('nft')) return 'skipped: nft is not installed';
    site.gateway(`nft 'add table ip f; add chain ip f i { type filter hook input priority 0; }'
      nft 'add rule ip f i iifname up0 numgen random mod 100 < 5 drop'`);
    const since = performance.now();
    const { bytes } = await fetched(go, '/down?mib=16');
    site.gateway('nft delete table ip f');
    if (bytes !== 16 * MIB) throw new Error(`${bytes} bytes`);
    return `16 MiB whole in ${seconds(since)}`;
  },
  '100 ms delay': async ({ site, go }) => {
    site.delay(50);
    await worksAgain(go);
    const first = performance.now();
    await fetched(go, '/desk');
    const page = seconds(first);
    const since = performance.now();
    await fetched(go, '/down?mib=32');
    const load = seconds(since);
    site.delay(0);
    await worksAgain(go);
    return `a page in ${page}, 32 MiB in ${load}`;
  },
  '200 streams at once': async ({ site, targetId }) => {
    const sessions: Go[] = [];
    while (sessions.length < 10) sessions.push(await launchRaw(site, targetId));
    const since = performance.now();
    const all = sessions.flatMap((go) => Array.from({ length: 20 }, () => fetched(go, '/down?mib=1')));
    const whole = (await Promise.all(all)).filter(({ bytes }) => bytes === MIB).length;
    if (whole !== 200) throw new Error(`${whole} of 200 whole`);
    return `10 sessions with 20 each: 200 of 200 whole in ${seconds(since)}`;
  },
  'a reader that does not read': async ({ site: { world }, go }) => {
    const pids = [world.cloud?.child.pid, world.gateway?.child.pid];
    const before = pids.map(held);
    const asked = go('/down?mib=1024');
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    await pause(5000);
    const more = pids.map((pid, i) => Math.round(held(pid) - (before[i] ?? 0)));
    const page = await fetched(go, '/desk');
    answer.on('error', () => undefined).destroy();
    if (more.some((mib) => mib > 64) || page.status !== 200) throw new Error(`${more} MiB more`);
    return `cloud and gateway held ${more.join(' and ')} MiB more after 5 s; other pages of the session came`;
  },
  'target restarted': async (scene) => {
    await scene.restartTarget();
    return `a page came again in ${await worksAgain(scene.go)}, in the same session`;
  },
  'broker restarted': async (scene) => {
    const { world } = scene.site;
    await restartCloud(scene);
    const since = performance.now();
    for (;;) {
      const again = await signIn(world)
        .then(() => launchRaw(scene.site, scene.targetId))
        .then((go) => fetched(go, '/desk', 5000))
        .catch(() => undefined);
      if (again?.status === 200) return `sessions end; a new launch works after ${seconds(since)}`;
      await pause(500);
    }
  },
};

if (process.env.CLOUDLINK_FAULTS === undefined) {
  const env = { ...process.env, CLOUDLINK_FAULTS: 'inside', TAP_TIMEOUT: '1800' };
  const args = ['--net', process.execPath, ...process.argv.slice(1)];
  process.exit(spawnSync('unshare', args, { stdio: 'inherit', env }).status ?? 1);
}

test('faults', { timeout: 1_800_000 }, async (t) => {
  const wanted = process.argv[2] ?? '';
  const site = await startSite(t);
  let app: ChildProcess | undefined;
  const startTarget = () => {
    const [first = '', ...rest] = site.inTarget;
    const file = join(import.meta.dirname, 'launch-app.ts');
    app = spawn(first, [...rest, process.execPath, file, TARGET_ADDRESS, String(PORT)], { stdio: 'ignore' });
  };
  t.teardown(() => void app?.kill('SIGKILL'));
  startTarget();
  const targetId = await site.open('faults', PORT);
  const restartTarget = async () => {
    app?.kill('SIGKILL');
    if (app) await once(app, 'exit');
    startTarget();
  };
  const up = async () => {
    const { targets } = await site.world.local<{ targets: Target[] }>('GET', '/api/tunnels');
    const { world } = site;
    const view = await world.api<GatewayView>('GET', `/api/gateways/${world.gatewayId}`);
    const offered = view.targets.some((one) => one.id === targetId && one.state === 'started');
    return offered && targets.find((one) => one.id === targetId)?.tunnelUp?.up === true;
  };
  for (const [name, run] of Object.entries(SCENES).filter(([name]) => new RegExp(wanted).test(name)))
    await t.test(name, { timeout: 300_000 }, async (t) => {
      while (!(await up().catch(() => false))) await pause(200);
      const said = await run({ site, go: await launchRaw(site, targetId), targetId, restartTarget });
      t.ok(said);
      t.comment(`| ${name} | ${said} |`);
    });
});
