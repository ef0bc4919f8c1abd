/** MiVoice Office 250: its users over System OAI, the vendor's public text protocol (docs/pbx/mivoice-office-250.md). */
import { type Static, Type } from 'typebox';
import type { Platform } from '../../../contract/inventory.ts';
import type {
  Connector,
  InterfaceProposal,
  MappingRule,
  TestStep,
  UserPages,
} from '../../core/ports/connector.ts';
import { checkedSettings, detailsOf, incomplete, runSteps } from '../connector.ts';
import { shownEndpoint } from '../https.ts';
import { endpointOf, systemAccount } from '../system-account.ts';
import { type Oai, withOai } from './client.ts';
import { checkProtocol, type People, readPeople } from './read.ts';
import { OAI_PORT, type Resync } from './wire.ts';

const Settings = Type.Object(systemAccount(OAI_PORT), { additionalProperties: false });
type Settings = Static<typeof Settings>;

const attr = (name: string) => ({ attr: name });
const MAPPING: readonly MappingRule[] = [
  { field: 'userName', from: { lower: { firstOf: [attr('email'), attr('login'), attr('number')] } } },
  { field: 'givenName', from: attr('firstName') },
  { field: 'familyName', from: attr('lastName') },
  { field: 'displayName', from: { concat: [attr('firstName'), attr('lastName')] } },
  { field: 'email', from: attr('email') },
  { field: 'extension', from: attr('number') },
  { field: 'active', from: { truth: attr('active'), otherwise: true } },
];

/** The PBX's own administration in a browser; where it is not 443 it can be changed with the target. */
function interfacesOf({ host }: Settings): InterfaceProposal[] {
  return [
    {
      id: 'mivoice-office-250-admin',
      component: 'MiVoice Office 250',
      tunnel: 'administration web interface',
      description: 'Remote access via Mitel Administration',
      use: 'browser',
      application: 'mivoice-office-250',
      protocol: 'https',
      host,
      port: 443,
    },
  ];
}

/** OAI tells versions and the node, and nothing of licences, memory or disks. */
function platformOf(settings: Settings, { resync, nodes }: Found): Platform {
  return {
    collectedBy: 'connector',
    host: settings.host,
    platformType: 'linux',
    platformName: 'MiVoice Office 250',
    systemFamily: 'linux',
    version: resync.software,
    platformId: `node ${nodes.map(({ number }) => number).join(', ')}`,
    licence: { type: 'unknown' },
    partitions: [],
    applications: [
      {
        type: 'mivoice-office-250',
        version: resync.software,
        interfaces: interfacesOf(settings).map(({ id }) => id),
      },
    ],
  };
}

type Found = { readonly resync: Resync; readonly nodes: People['nodes']; readonly users?: number };
type Reach = { readonly settings: Settings; readonly timeoutMs: number; readonly signal: AbortSignal };

function reachOai<T>({ settings, timeoutMs, signal }: Reach, use: (oai: Oai) => Promise<T>): Promise<T> {
  return withOai({ account: settings, timeoutMs, signal }, use);
}

async function* readUsers(reach: Reach, onFound: (found: Found) => void): UserPages {
  try {
    const { records } = await reachOai(reach, async (oai) => {
      const people = await readPeople(oai);
      onFound({ resync: oai.resync, nodes: people.nodes, users: people.records.length });
      return people;
    });
    yield records;
    return { kind: 'complete' };
  } catch (thrown) {
    reach.signal.throwIfAborted();
    return incomplete(thrown);
  }
}

/** Reach and sign in are one exchange: a PBX that is reached says nothing before the password. */
async function testOai(reach: Reach, onFound: (found: Found) => void): Promise<readonly TestStep[]> {
  let oai: Oai | undefined;
  let people: People | undefined;
  let failure: unknown;
  await reachOai(reach, async (open) => {
    oai = open;
    people = await readPeople(open);
    onFound({ resync: open.resync, nodes: people.nodes, users: people.records.length });
  }).catch((thrown: unknown) => {
    failure = thrown;
  });
  reach.signal.throwIfAborted();
  const got = <T>(value: T | undefined): T => {
    if (value === undefined) throw failure;
    return value;
  };
  const code = (failure as { code?: string } | undefined)?.code;
  return runSteps([
    {
      title: 'Reach the PBX',
      async run() {
        if (code === 'PBX_UNREACHABLE' && !oai) throw failure;
        return shownEndpoint(reach.settings);
      },
    },
    {
      title: 'Sign in at the PBX',
      run: async () => `OAI ${got(oai).resync.protocol}`,
    },
    {
      title: 'Version',
      run: async () => `${checkProtocol(got(oai)) && oai?.resync.software}`,
    },
    {
      title: 'Read users',
      async run() {
        const { records, nodes } = got(people);
        return `${records.length} users on ${nodes.length} nodes`;
      },
    },
  ]);
}

/** @param timeoutMs of one message that is waited for */
export function createMivoiceOffice250({ timeoutMs }: { readonly timeoutMs: number }): Connector {
  return {
    type: 'mivoice-office-250',
    title: 'MiVoice Office 250',
    note: 'This connector speaks System OAI, whose text protocol is public. It has no encryption, and tells no DID numbers.',
    settings: Settings,
    capabilities: { delta: false, inventory: true, interfaces: true },
    mapping: MAPPING,
    absent: 'clear',
    endpoint: endpointOf(Settings),
    async open(values, context) {
      const settings = checkedSettings(Settings, values);
      const closed = new AbortController();
      const reach = (signal: AbortSignal): Reach => ({
        settings,
        timeoutMs,
        signal: AbortSignal.any([signal, context.signal, closed.signal]),
      });
      let found: Found | undefined;
      const note = (seen: Found) => {
        found = seen;
      };
      return {
        test: (signal) => testOai(reach(signal), note),
        users: (signal) => readUsers(reach(signal), note),
        inventory: (signal) =>
          reachOai(reach(signal), async (oai) =>
            platformOf(settings, { resync: oai.resync, nodes: await oai.nodes() }),
          ),
        interfaces: () => interfacesOf(settings),
        details: () =>
          detailsOf([
            ['host', shownEndpoint(settings)],
            ['version', found?.resync.software],
            ['protocol', found && `OAI ${found.resync.protocol}`],
            ['node', found?.nodes.map(({ number, name }) => `${number} ${name}`.trim()).join(', ')],
            ['users', found?.users],
          ]),
        close: async () => closed.abort(new Error('the connector was closed')),
      };
    },
  };
}

export const mivoiceOffice250 = createMivoiceOffice250({ timeoutMs: 15_000 });
