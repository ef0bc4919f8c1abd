/** The test of a link: what can be wrong, one after the other, each with what was found and what to do. */
import { BlockList, isIPv6 } from 'node:net';
import { fail } from '../../core/errors.ts';
import type { LinkFacts, TestStep } from '../../core/ports/connector.ts';
import { notWhole, runSteps, type Step, type StepResult } from '../connector.ts';
import { certificateWords, firstContact } from '../https.ts';
import { Page } from '../pages.ts';
import type { Client } from './client.ts';
import { type Hosts, type Opening, withHosts } from './session.ts';
import { addressOf } from './settings.ts';
import { System } from './wire.ts';

/** The lowest that this gateway was seen with in public (S3:2430-2540); our own choice. */
const LEAST_VERSION = [10, 0] as const;
/** Session times and logs of the two are compared by people; more than this misleads. */
const CLOCK_SLACK_MS = 120_000;

const LAN = new BlockList();
for (const [net, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
  ['100.64.0.0', 10],
] as const)
  LAN.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  ['fc00::', 7],
  ['fe80::', 10],
  ['::1', 128],
] as const)
  LAN.addSubnet(net, prefix, 'ipv6');

export const isLanAddress = (address: string) => LAN.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

export type World = {
  now(): number;
  /** Every address of a name; an address is its own. */
  resolve(host: string): Promise<readonly string[]>;
};

function checkVersion(version: string): string {
  const parts = version.split('.').map(Number);
  const [major = Number.NaN, minor = 0] = parts;
  const [least, leastMinor] = LEAST_VERSION;
  if (major > least || (major === least && minor >= leastMinor)) return version;
  throw fail('PBX_VERSION', {
    sentence: `MiVoice Business ${version.slice(0, 40)} is older than ${LEAST_VERSION.join('.')}.`,
  });
}

function checkClock(clock: string, now: number): StepResult {
  const at = Date.parse(clock);
  if (Number.isNaN(at)) throw notWhole('The PBX does not say what time it is.');
  const off = Math.round((at - now) / 1000);
  const facts = off === 0 ? 'no difference' : `${Math.abs(off)} s ${off > 0 ? 'ahead' : 'behind'}`;
  if (Math.abs(off) * 1000 <= CLOCK_SLACK_MS) return facts;
  return { facts, warning: fail('PBX_CLOCK', { sentence: `The clock of the PBX is ${facts}.` }) };
}

async function checkLan(host: string, { resolve }: World, noteLan: () => void): Promise<StepResult> {
  const { host: name } = addressOf(host);
  const addresses = await resolve(name);
  const facts = addresses.join(', ').slice(0, 200);
  const outside = addresses.filter((address) => !isLanAddress(address));
  if (addresses.length > 0 && outside.length === 0) {
    noteLan();
    return facts;
  }
  const sentence = `${name} leads to ${outside.join(', ').slice(0, 200) || 'nothing'}, which is not an address of the LAN.`;
  return { facts, warning: fail('MICOLLAB_NOT_LAN', { sentence }) };
}

type Noted = { -readonly [K in keyof LinkFacts]: LinkFacts[K] };

function mbgSteps(hosts: Hosts, opening: Opening, noted: Noted, onToken: (token: string) => void): Step[] {
  const { mbg } = hosts;
  return [
    {
      title: 'Reach the MBG',
      async run() {
        const version = await mbg.product();
        noted.mbg = 'reachable';
        return `MiVoice Border Gateway ${version}, ${certificateWords(mbg.pin)}`;
      },
    },
    {
      title: 'Sign in at the MBG',
      async run() {
        onToken(await mbg.signIn(opening.settings.mbgPassword));
        return 'the MBG Password is right';
      },
    },
  ];
}

function pbxSteps(
  hosts: Hosts,
  token: () => string,
  version: () => string,
  noted: Noted,
  world: World,
  onSystem: (system: System) => void,
): Step[] {
  let system: System | undefined;
  return [
    {
      title: 'Read numbers and groups',
      async run() {
        system = await hosts.pbx.get('/system', token(), System);
        onSystem(system);
        const { nodes, platform } = system;
        noted.nodes = nodes;
        const own = nodes.find(({ host }) => host === platform.host);
        noted.placement = own?.gateway && own.daemon ? 'withPbx' : 'apart';
        const pages: Page[] = [];
        for (const path of ['/devices', '/groups', '/dids'])
          pages.push(await hosts.pbx.get(`${path}?limit=1`, token(), Page));
        const [devices, groups, dids] = pages.map(({ total }) => total);
        return `${devices} numbers, ${groups} groups, ${dids} DID numbers on ${system.node.name.slice(0, 80)}`;
      },
    },
    { title: 'Version', run: async () => checkVersion(version()) },
    { title: 'Clock', about: 'clock', run: async () => checkClock(system?.clock ?? '', world.now()) },
  ];
}

function micollabSteps(micollab: Client, opening: Opening, noted: Noted, world: World): Step[] {
  const { micollabHost = '', micollabPassword = '' } = opening.settings;
  return [
    {
      title: 'Reach MiCollab',
      async run() {
        const version = await micollab.product();
        noted.micollab = 'reachable';
        return `MiCollab ${version}, ${certificateWords(micollab.pin)}`;
      },
    },
    {
      title: 'Sign in at MiCollab',
      async run() {
        await micollab.signOut(await micollab.signIn(micollabPassword));
        return 'the MiCollab Password is right';
      },
    },
    {
      title: 'MiCollab’s name leads to the LAN',
      run: () =>
        checkLan(micollabHost, world, () => {
          noted.micollab = 'resolvesToLan';
        }),
    },
  ];
}

function pinsOf({ pbx, mbg, micollab }: Hosts): Record<string, string> {
  const seen = [pbx, mbg, micollab].flatMap((client) =>
    client?.pin === undefined ? [] : [[client.where, client.pin] as const],
  );
  return Object.fromEntries(seen);
}

/** Stops at the first step that fails; what was found until then is in the facts. */
export function testLink(
  opening: Opening,
  world: World,
  signal: AbortSignal,
  onSystem: (system: System) => void = () => undefined,
): Promise<{ readonly steps: readonly TestStep[]; readonly facts: LinkFacts }> {
  return withHosts(opening, signal, true, async (hosts) => {
    const noted: Noted = { mbg: 'configured', ...(hosts.micollab ? { micollab: 'configured' } : {}) };
    let [token, version] = ['', ''];
    const product: Step = {
      title: 'Product',
      async run() {
        version = await hosts.pbx.product();
        return `MiVoice Business ${version}`;
      },
    };
    const steps = await runSteps([
      ...firstContact(hosts.pbx, product),
      ...mbgSteps(hosts, opening, noted, (given) => {
        token = given;
      }),
      ...pbxSteps(
        hosts,
        () => token,
        () => version,
        noted,
        world,
        onSystem,
      ),
      ...(hosts.micollab ? micollabSteps(hosts.micollab, opening, noted, world) : []),
    ]);
    if (token !== '') await hosts.mbg.signOut(token);
    signal.throwIfAborted();
    return { steps, facts: { ...noted, pins: pinsOf(hosts) } };
  });
}
