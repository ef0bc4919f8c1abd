/**
 * The whole way of a launched page – launch host, broker, gateway, target – against `ssh -R` to the same target, in the
 * same run: on loopback, and over a line of 50 ms there and back with 100 Mbit/s each way (issue: remote access).
 *
 *     node bench/tunnel.ts [embedded|openssh] [near|far] [as-is]     # both when none is named
 *
 * Ours is the built cloud and the built gateway as processes, claimed and launched as the demo does it, with the session,
 * the access log and the rewriting of headers that belong to it; the peer is OpenSSH's client and server with the same
 * cipher and nothing else. Told beside it: the same `ssh -R` with a bare HTTP proxy of Node at each end, which is what a
 * page that is launched by its name and session needs at the least (bare-proxy.mjs). The OpenSSH broker is reached by
 * plain SSH (docs/openssh-broker.md); its part needs root. All sides take turns; the best of each counts, since a busy
 * machine only ever adds time. Near there are more of them: the first two or three are the ones in which V8 compiles what
 * they run through. As root in a network of its own, for all sides, unless `as-is` is said (own-network.ts).
 */
import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { launchWithConsent } from '../scripts/demo-parts/consent.ts';
import { STEPS } from '../scripts/demo-parts/steps.ts';
import { createWorld, until, type World } from '../scripts/demo-parts/world.ts';
import { freePort } from '../src/base/runtime/free-port.ts';
import { ended } from './gateway.ts';
import { figure, median, said } from './lib.ts';
import { opened, openSshBeside } from './openssh.ts';
import { inOwnNetwork } from './own-network.ts';

const MIB = 1024 * 1024;
const CIPHER = 'aes128-gcm@openssh.com';
const [CONCURRENT, EACH] = [50, 40];

type Way = { readonly port: number; readonly headers: Readonly<Record<string, string>> };
type Line = {
  readonly word: string;
  readonly name: string;
  readonly delayMs: number;
  readonly mbit: number;
  readonly mib: number;
  readonly turns: number;
};
type Result = { readonly bulkMs: number; readonly p50: number; readonly p99: number };

const LINES: readonly (Line & { readonly bulkAim: number })[] = [
  // ours may take 1/0.7 of the peer's time
  { word: 'near', name: 'loopback', delayMs: 0, mbit: 0, mib: 256, turns: 7, bulkAim: 1 / 0.7 },
  { word: 'far', name: '50 ms, 100 Mbit/s', delayMs: 25, mbit: 100, mib: 32, turns: 3, bulkAim: 1 / 0.95 },
];

const portOf = (child: ChildProcess) =>
  new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { port: number }).port));
    child.once('exit', (code) => reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}`)));
  });

function get(way: Way, path: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: way.port, path, headers: way.headers, agent },
      (answer) => {
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        answer.on('error', reject);
        answer.on('end', () =>
          answer.statusCode === 200 ? resolve(bytes) : reject(new Error(`${path}: ${answer.statusCode}`)),
        );
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

async function measure(way: Way, mib: number): Promise<Result> {
  const one = new Agent({ keepAlive: true, maxSockets: 1 });
  await get(way, '/small', one);
  const begin = performance.now();
  const bytes = await get(way, `/bulk?mib=${mib}`, one);
  const bulkMs = performance.now() - begin;
  one.destroy();
  if (bytes !== mib * MIB) throw new Error(`${bytes} bytes came`);

  const many = new Agent({ keepAlive: true, maxSockets: CONCURRENT });
  const times: number[] = [];
  const visitor = async () => {
    for (let i = 0; i < EACH; i++) {
      const asked = performance.now();
      await get(way, '/small', many);
      // the first one opens its connection
      if (i > 0) times.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, visitor));
  many.destroy();
  times.sort((a, b) => a - b);
  return { bulkMs, p50: median(times), p99: times[Math.floor(times.length * 0.99)] ?? Number.NaN };
}

type Side = { readonly way: Way; close(): Promise<void> };

/** OpenSSH: `ssh -R` from where the gateway stands to a server of its own where the cloud stands. */
async function startPeer(target: number, slow: (port: number) => Promise<number>): Promise<Side> {
  const folder = mkdtempSync(join(tmpdir(), 'cloudlink-bench-ssh-'));
  const key = (name: string) =>
    execFileSync('ssh-keygen', ['-q', '-t', 'ecdsa', '-N', '', '-f', join(folder, name)]);
  key('host');
  key('user');
  const [port, door] = [await freePort(), await freePort()];
  writeFileSync(
    join(folder, 'sshd_config'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${join(folder, 'host')}`,
      `AuthorizedKeysFile ${join(folder, 'user.pub')}`,
      'StrictModes no',
      'UsePAM no',
      'PermitRootLogin prohibit-password',
      'PidFile none',
    ].join('\n'),
  );
  const server = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', join(folder, 'sshd_config')], {
    stdio: 'ignore',
  });
  const far = await slow(port);
  await until('sshd', () => opened(port), 10_000);
  const client = spawn(
    'ssh',
    [
      ...['-N', '-p', String(far), '-i', join(folder, 'user'), '-c', CIPHER],
      ...[
        '-o',
        'StrictHostKeyChecking=no',
        '-o',
        'UserKnownHostsFile=/dev/null',
        '-o',
        'ExitOnForwardFailure=yes',
      ],
      ...['-R', `127.0.0.1:${door}:127.0.0.1:${target}`, `${userInfo().username}@127.0.0.1`],
    ],
    { stdio: 'ignore' },
  );
  await until('the forward of ssh -R', () => opened(door), 20_000);
  return {
    way: { port: door, headers: { host: `127.0.0.1:${target}` } },
    async close() {
      client.kill();
      server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `ssh -R` again, between two proxies that do nothing. */
async function startBare(
  target: number,
  slow: (port: number) => Promise<number>,
  started: (file: string, args: readonly string[]) => Promise<number>,
): Promise<Side> {
  const { way, close } = await startPeer(await started('bare-proxy.mjs', [String(target)]), slow);
  return { way: { ...way, port: await started('bare-proxy.mjs', [String(way.port)]) }, close };
}

type Kind = 'embedded' | 'openssh';

/** sshd beside the cloud, reached by plain SSH. */
async function openSshFor(world: World, slow: (port: number) => Promise<number>) {
  const door = await freePort();
  const { settings, start } = await openSshBeside(world.folder, join(world.folder, 'cloud'), 100);
  world.cloudSettings = {
    ...settings,
    CLOUDLINK_CLOUD_SSH_LISTEN: `127.0.0.1:${door}`,
    CLOUDLINK_CLOUD_SSH_PUBLIC_HOST: '127.0.0.1',
    CLOUDLINK_CLOUD_SSH_PUBLIC_PORT: String(await slow(door)),
  };
  return start;
}

/** The built cloud and gateway, claimed; a session to the target. */
async function startOurs(kind: Kind, target: number, slow: (port: number) => Promise<number>): Promise<Side> {
  const world = createWorld();
  const startSshd = kind === 'openssh' ? await openSshFor(world, slow) : undefined;
  const step = (name: string) => STEPS.find((s) => s.name === name)?.run(world);
  // the gateway knows the cloud by the line's port; we ask it at its own
  world.cloudPort = await freePort();
  world.publicPort = await slow(world.cloudPort);
  await step('cloud');
  const sshd = await startSshd?.();
  await step('gateway');
  await step('claim');
  world.webApp = { port: target, close: async () => undefined };
  await step('tunnel');
  return {
    way: await launched(world),
    async close() {
      sshd?.kill();
      await ended(world);
    },
  };
}

async function launched(world: World): Promise<Way> {
  const { ticket } = await launchWithConsent(world, world.targetId, { reason: 'bench' });
  const { host, pathname } = new URL(ticket.url);
  const { status, headers } = await world.web({
    method: 'POST',
    path: pathname,
    host,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token: ticket.token }).toString(),
  });
  if (status !== 303) throw new Error(`the launch answered ${status}`);
  const cookie = (headers['set-cookie'] ?? []).map((c) => c.split(';')[0]).join('; ');
  return { port: world.cloudPort, headers: { host, cookie } };
}

const best = (results: readonly Result[], pick: (r: Result) => number) => Math.min(...results.map(pick));

async function compare(
  kind: Kind,
  { name, delayMs, mbit, mib, turns, bulkAim }: (typeof LINES)[number],
): Promise<boolean> {
  const children: ChildProcess[] = [];
  const started = (file: string, args: readonly string[]) => {
    const child = fork(join(import.meta.dirname, file), [...args], { execArgv: [] });
    children.push(child);
    return portOf(child);
  };
  const slow = async (port: number) =>
    mbit === 0 ? port : await started('slow-line.mjs', [String(delayMs), String(mbit), String(port)]);
  const target = await started('tunnel-target.mjs', []);
  const sides = [
    await startOurs(kind, target, slow),
    await startPeer(target, slow),
    await startBare(target, slow, started),
  ] as const;
  const results: [Result[], Result[], Result[]] = [[], [], []];
  try {
    for (let turn = 0; turn < turns; turn++)
      for (const [i, { way }] of sides.entries()) results[i as 0 | 1 | 2].push(await measure(way, mib));
  } finally {
    for (const side of sides) await side.close();
    for (const child of children) child.disconnect();
  }
  const [ours, peer, bare] = results;
  const told = (what: string, pick: (r: Result) => number, unit: string, aim: number) =>
    figure(`${kind}, ${name}: ${what}`, best(ours, pick), best(peer, pick), unit, aim);
  const beside = (what: string, pick: (r: Result) => number) =>
    said(`  ${what}, with bare proxies`, best(ours, pick), best(bare, pick));
  beside(`${mib} MiB`, (r) => r.bulkMs);
  beside('p50', (r) => r.p50);
  beside('p99', (r) => r.p99);
  return [
    told(`${mib} MiB`, (r) => r.bulkMs, 'ms', bulkAim),
    told(`p50 of ${CONCURRENT} at once`, (r) => r.p50, 'ms', 1.5),
    told(`p99 of ${CONCURRENT} at once`, (r) => r.p99, 'ms', 1.5),
  ].every(Boolean);
}

inOwnNetwork();
let reached = true;
const kinds = (['embedded', 'openssh'] as const).filter(
  (k) => !/embedded|openssh/.test(process.argv.join(' ')) || process.argv.includes(k),
);
const lines = LINES.filter(
  ({ word }) => !LINES.some((l) => process.argv.includes(l.word)) || process.argv.includes(word),
);
for (const kind of kinds) for (const line of lines) reached = (await compare(kind, line)) && reached;
process.exitCode = reached ? 0 : 1;
