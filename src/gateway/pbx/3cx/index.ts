/** 3CX version 20: users over its Configuration API (docs/pbx/3cx.md). */
import { type Static, Type } from 'typebox';
import type { Platform } from '../../../contract/inventory.ts';
import { fail } from '../../core/errors.ts';
import type { Connector, InterfaceProposal, MappingRule } from '../../core/ports/connector.ts';
import { checkedSettings } from '../connector.ts';
import type { OauthClient, OauthProduct } from '../oauth-client.ts';
import { clientSettings, hostSettings, type OauthReader, oauthSession } from '../oauth-link.ts';
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

async function versionOf(client: OauthClient): Promise<SystemStatus> {
  const status = await client.get('/xapi/v1/SystemStatus', SystemStatus);
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

const readerOf = (settings: ThreeCxSettings): OauthReader<SystemStatus> => ({
  product: PRODUCT,
  protocol: 'XAPI, OData v4',
  version: versionOf,
  versionWords: ({ Version }) => ({ version: Version, facts: `3CX ${Version}` }),
  tryReading,
  people: readUsers,
  platform: (status) => platformOf(settings, status),
  interfaces: interfacesOf(settings),
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
      return oauthSession({ settings, context, timeoutMs }, readerOf(settings));
    },
  };
}

export const threeCx = createThreeCx({ timeoutMs: 15_000 });
