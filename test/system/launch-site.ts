/**
 * Cloud, gateway and target in three network namespaces. The caller's own is the cloud's (`unshare --net`); the target's
 * is joined to the gateway's alone, and the gateway forwards nothing.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { request } from 'node:http';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Test } from 'tap';
import { launchWithConsent } from '../../scripts/demo-parts/consent.ts';
import { start, unitEnvironment } from '../../scripts/demo-parts/process.ts';
import { STEPS } from '../../scripts/demo-parts/steps.ts';
import { createWorld, GATEWAY, until, type World } from '../../scripts/demo-parts/world.ts';
import type { GatewayView, LaunchTicket } from '../../src/contract/console-api.ts';
import type { Target } from '../../src/contract/local-api.ts';

export const CLOUD_ADDRESS = '10.77.1.1';
export const GATEWAY_ADDRESS = '10.77.1.2';
export const TARGET_ADDRESS = '10.77.2.2';
const RELAY = join(import.meta.dirname, 'launch-relay.ts');

const sh = (script: string) => execFileSync('sh', ['-ec', script], { stdio: 'pipe' });

export type Site = {
  readonly world: World;
  /** Words before a program that bring it into the gateway's, or the target's, network. */
  readonly inGateway: readonly string[];
  readonly inTarget: readonly string[];
  /** A shell script in the gateway's network. */
  gateway(script: string): void;
  /** Adds a target by hand on site, starts it, and waits until the cloud offers it. */
  open(tunnel: string, port: number): Promise<string>;
  /** The wire's delay from now on, in ms each way: connections are made anew. */
  delay(ms: number): void;
};

function makeNetworks(t: Test, gw: string, app: string): void {
  t.teardown(() => sh(`ip netns delete ${gw}; ip netns delete ${app}`));
  sh(`ip netns add ${gw}; ip netns add ${app}; ip link set lo up
    ip link add cloud0 type veth peer name up0 netns ${gw}
    ip address add ${CLOUD_ADDRESS}/24 dev cloud0; ip link set cloud0 up
    ip -n ${gw} link set lo up; ip -n ${gw} address add ${GATEWAY_ADDRESS}/24 dev up0; ip -n ${gw} link set up0 up
    ip -n ${gw} link add site0 type veth peer name app0 netns ${app}
    ip -n ${gw} address add 10.77.2.1/24 dev site0; ip -n ${gw} link set site0 up
    ip netns exec ${gw} sh -c 'echo 0 > /proc/sys/net/ipv4/ip_forward'
    ip -n ${app} link set lo up; ip -n ${app} address add ${TARGET_ADDRESS}/24 dev app0; ip -n ${app} link set app0 up`);
}

function startGateway(world: World, within: readonly string[]): void {
  const settings = {
    DATA_DIR: join(world.folder, 'gateway'),
    RUN_DIR: join(world.folder, 'run'),
    HELPER_SOCKET: join(world.folder, 'run', 'helper.sock'),
    CLOUD_URL: world.cloudUrl,
    HTTP_HOST: '127.0.0.1',
    MDNS_ENABLED: 'false',
    HTTP_PORT: '8080',
    HTTP_HTTPS_PORT: '8443',
    KIND: 'standalone',
  };
  const env = Object.fromEntries(Object.entries(settings).map(([k, v]) => [`CLOUDLINKD_${k}`, v]));
  const log = join(world.folder, 'gateway.log');
  world.gateway = start(GATEWAY, [], { ...unitEnvironment('cloudlinkd'), ...env }, log, within);
}

async function openTarget(world: World, tunnel: string, port: number): Promise<string> {
  const target = await world.local<Target>('POST', '/api/tunnels', {
    component: 'Site',
    tunnel,
    protocol: 'http',
    host: TARGET_ADDRESS,
    port,
  });
  await world.local('POST', `/api/tunnels/${target.id}/start`);
  await until(`${tunnel} up at both ends`, async () => {
    const { targets } = await world.local<{ targets: Target[] }>('GET', '/api/tunnels');
    const here = targets.find((one) => one.id === target.id);
    const view = await world.api<GatewayView>('GET', `/api/gateways/${world.gatewayId}`);
    const offered = view.targets.some((one) => one.id === target.id && one.state === 'started');
    return (here?.tunnelUp?.up && here.targetUp?.up && offered) || undefined;
  });
  return target.id;
}

/** A claimed gateway between the two networks. */
export async function startSite(t: Test): Promise<Site> {
  const world = createWorld();
  const [gw, app] = [`cl-gw-${process.pid}`, `cl-app-${process.pid}`];
  makeNetworks(t, gw, app);
  const inGateway = ['ip', 'netns', 'exec', gw];
  const step = async (name: string) => STEPS.find((one) => one.name === name)?.run(world);
  await step('cloud');
  // a process of its own: this one stands still while it runs a command
  const cloudEnd = spawn(
    process.execPath,
    [RELAY, CLOUD_ADDRESS, String(world.cloudPort), '127.0.0.1', String(world.cloudPort)],
    { stdio: 'ignore' },
  );
  // the gateway takes plain http on loopback only: its end of the wire stands there
  let wire: ChildProcess | undefined;
  const delay = (ms: number) => {
    wire?.kill();
    const ends = ['127.0.0.1', world.cloudPort, CLOUD_ADDRESS, world.cloudPort, ms].map(String);
    wire = spawn('ip', [...inGateway.slice(1), process.execPath, RELAY, ...ends], { stdio: 'ignore' });
  };
  delay(0);
  t.teardown(async () => {
    await world.gateway?.stop();
    await world.cloud?.stop();
    wire?.kill();
    cloudEnd.kill();
  });
  startGateway(world, inGateway);
  await until('the gateway', () => world.local<{ alive: true }>('GET', '/api/alive'), 30_000);
  await step('claim');
  return {
    world,
    inGateway,
    inTarget: ['ip', 'netns', 'exec', app],
    gateway: (script) => void execFileSync('ip', [...inGateway.slice(1), 'sh', '-ec', script]),
    open: (tunnel, port) => openTarget(world, tunnel, port),
    delay,
  };
}

/** Opens a session. The one place of the system tests that knows what it takes. */
export const ticketFor = async ({ world }: Site, targetId: string): Promise<LaunchTicket> =>
  (await launchWithConsent(world, targetId, { reason: 'Test' })).ticket;

/** Launches in a browser, by a form on the console's page. */
export async function launchIn(page: Page, site: Site, targetId: string): Promise<string> {
  const { url, token } = await ticketFor(site, targetId);
  await page.goto(`${site.world.cloudUrl}/`);
  await page.evaluate(
    ([action, value]) => {
      const form = document.createElement('form');
      form.method = 'post';
      form.action = action ?? '';
      const field = document.createElement('input');
      field.name = 'token';
      field.value = value ?? '';
      form.append(field);
      document.body.append(form);
      form.submit();
    },
    [url, token],
  );
  const { origin } = new URL(url);
  await page.waitForURL((at) => at.origin === origin && at.pathname !== '/.launch');
  return origin;
}

/** Launches without a browser. @returns what a request of the session needs */
export async function launchRaw(site: Site, targetId: string) {
  const { url, token } = await ticketFor(site, targetId);
  const { host, pathname } = new URL(url);
  const begun = await site.world.web({
    method: 'POST',
    path: pathname,
    host,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token }).toString(),
  });
  const cookie = String(begun.headers['set-cookie']?.[0]).split(';')[0] ?? '';
  return (path: string, method = 'GET') =>
    request({
      host: '127.0.0.1',
      port: site.world.cloudPort,
      path,
      method,
      headers: { host, cookie },
      agent: false,
    });
}
