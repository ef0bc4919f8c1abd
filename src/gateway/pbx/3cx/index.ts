/** 3CX version 20: users over its Configuration API (docs/pbx/3cx.md). */
import { type Static, Type } from 'typebox';
import type { Platform } from '../../../contract/inventory.ts';
import { fail } from '../../core/errors.ts';
import type {
  Connector,
  ConnectorContext,
  InterfaceProposal,
  MappingRule,
  Pins,
  UserPages,
} from '../../core/ports/connector.ts';
import { checkedSettings, detailsOf, incomplete } from '../connector.ts';
import { createOauthClient, type OauthClient, type OauthProduct, withOauth } from '../oauth-client.ts';
import { clientSettings, hostSettings, testOauthLink } from '../oauth-link.ts';
import { readUsers, tryReading } from './read.ts';
import { SystemStatus } from './wire.ts';

/** The Configuration API came with version 20. */
const LEAST_VERSION = 20;

const PRODUCT: OauthProduct = {
  name: '3CX',
  tokenPath: '/connect/token',
  probePath: '/xapi/v1/Defs?$select=Id',
  permission:
    'Give the application access to the Configuration API and the role System Admin; 3CX needs an Enterprise or AI licence for it.',
};

const ThreeCxSettings = Type.Object(
  {
    ...hostSettings('example.3cx.eu'),
    ...clientSettings(
      {
        title: 'Client ID',
        description:
          'From the Admin Console: Integrations, API. The application needs access to the Configuration API.',
      },
      { title: 'API key', description: '3CX shows it once, when the application is made.' },
    ),
  },
  { additionalProperties: false },
);
type ThreeCxSettings = Static<typeof ThreeCxSettings>;

const attr = (name: string) => ({ attr: name });
const THREE_CX_MAPPING: readonly MappingRule[] = [
  { field: 'userName', from: { lower: { firstOf: [attr('EmailAddress'), attr('Number')] } } },
  { field: 'givenName', from: attr('FirstName') },
  { field: 'familyName', from: attr('LastName') },
  { field: 'displayName', from: { concat: [attr('FirstName'), attr('LastName')] } },
  { field: 'email', from: attr('EmailAddress') },
  { field: 'extension', from: attr('Number') },
  // a short caller ID is the extension again, or a number of the network's own
  {
    field: 'phone',
    from: { e164: { match: '^(\\+?[0-9 ()./-]{9,})$', of: attr('OutboundCallerID'), group: 1 } },
  },
  { field: 'mobile', from: { e164: attr('Mobile') } },
  { field: 'active', from: { truth: attr('Enabled'), otherwise: true } },
];

function interfacesOf({ host, port }: ThreeCxSettings): InterfaceProposal[] {
  return [
    {
      id: '3cx-admin',
      component: '3CX',
      tunnel: 'administration web interface',
      description: 'Remote access via Mitel Administration',
      use: 'browser',
      application: '3cx',
      protocol: 'https',
      host,
      port,
    },
  ];
}

const statusOf = (client: OauthClient) => client.get('/xapi/v1/SystemStatus', SystemStatus);

async function versionOf(client: OauthClient): Promise<SystemStatus> {
  const status = await statusOf(client);
  const [, major] = /^(\d+)\./.exec(status.Version) ?? [];
  if (major === undefined || Number(major) >= LEAST_VERSION) return status;
  throw fail('PBX_VERSION', {
    sentence: `3CX ${status.Version.slice(0, 40)} at ${client.where} is older than ${LEAST_VERSION}.`,
  });
}

function platformOf(
  settings: ThreeCxSettings,
  { Version, FQDN, OS, ExpirationDate }: SystemStatus,
): Platform {
  const isWindows = /windows/i.test(OS ?? '');
  const [expiresOn] = /^\d{4}-\d{2}-\d{2}/.exec(ExpirationDate ?? '') ?? [];
  return {
    collectedBy: 'connector',
    host: settings.host,
    platformType: isWindows ? 'windows' : 'linux',
    platformName: '3CX',
    systemFamily: isWindows ? 'windows' : 'linux',
    version: Version,
    platformId: FQDN || settings.host,
    licence: { type: 'subscription', ...(expiresOn === undefined ? {} : { expiresOn }) },
    partitions: [],
    applications: [{ type: '3cx', version: Version, interfaces: interfacesOf(settings).map(({ id }) => id) }],
  };
}

type Found = { version?: string; people?: number; dids?: number; pins?: Pins };
type Options = Omit<Parameters<typeof createOauthClient>[0], 'firstLook' | 'signal'>;

async function* readPeople(options: Options, found: Found, signal: AbortSignal): UserPages {
  const client = createOauthClient({ ...options, firstLook: false, signal });
  try {
    signal.throwIfAborted();
    await client.probe();
    await client.signIn();
    found.version = (await versionOf(client)).Version;
    return yield* readUsers(client, (people) => {
      found.people = people;
    });
  } catch (thrown) {
    signal.throwIfAborted();
    return incomplete(thrown);
  } finally {
    await client.close();
  }
}

const optionsOf = (settings: ThreeCxSettings, context: ConnectorContext, timeoutMs: number): Options => ({
  product: PRODUCT,
  account: { endpoint: settings, clientId: settings.clientId, clientSecret: settings.clientSecret },
  context,
  timeoutMs,
});

/** @param timeoutMs of one request, from the connection to the end of the answer */
export function createThreeCx({ timeoutMs }: { readonly timeoutMs: number }): Connector {
  return {
    type: '3cx',
    title: '3CX',
    note: 'The Configuration API (XAPI, OData) of 3CX version 20 as its public examples and clients use it; it needs an Enterprise or AI licence.',
    settings: ThreeCxSettings,
    capabilities: { delta: false, inventory: true, interfaces: true },
    mapping: THREE_CX_MAPPING,
    absent: 'clear',
    endpoint(values) {
      const { host, port } = checkedSettings(ThreeCxSettings, values);
      return { host, port };
    },
    async open(values, context) {
      const settings = checkedSettings(ThreeCxSettings, values);
      const closed = new AbortController();
      const options = optionsOf(settings, context, timeoutMs);
      const any = (signal: AbortSignal) => AbortSignal.any([signal, context.signal, closed.signal]);
      const found: Found = {};
      return {
        async test(signal) {
          const { steps, pins } = await testOauthLink(
            { ...options, signal: any(signal) },
            {
              version: async (client) => {
                found.version = (await versionOf(client)).Version;
                return `3CX ${found.version}`;
              },
              people: tryReading,
            },
          );
          found.pins = pins;
          return steps;
        },
        users: (signal) => readPeople(options, found, any(signal)),
        inventory: (signal) =>
          withOauth({ ...options, firstLook: false, signal: any(signal) }, async (client) =>
            platformOf(settings, await versionOf(client)),
          ),
        interfaces: () => interfacesOf(settings),
        facts: () => (found.pins ? { pins: found.pins } : {}),
        details: () =>
          detailsOf([
            ['host', settings.host],
            ['product', '3CX'],
            ['version', found.version],
            ['protocol', 'XAPI, OData v4'],
            ['users', found.people],
          ]),
        close: async () => closed.abort(new Error('the connector was closed')),
      };
    },
  };
}

export const threeCx = createThreeCx({ timeoutMs: 15_000 });
