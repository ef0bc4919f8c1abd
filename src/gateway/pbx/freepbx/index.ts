/** FreePBX: extensions over its GraphQL API (docs/pbx/freepbx.md). */
import { type Static, Type } from 'typebox';
import type { Platform } from '../../../contract/inventory.ts';
import { fail } from '../../core/errors.ts';
import type { Connector, InterfaceProposal, MappingRule } from '../../core/ports/connector.ts';
import { checkedSettings, setting } from '../connector.ts';
import type { OauthClient, OauthProduct } from '../oauth-client.ts';
import { clientSettings, hostSettings, type OauthReader, oauthSession } from '../oauth-link.ts';
import { PERMISSION, readExtensions, systemOf, tryReading } from './read.ts';

/** `fetchAllExtensions` is in the core module since FreePBX 15. */
const LEAST_VERSION = 15;

const PRODUCT: OauthProduct = {
  name: 'FreePBX',
  tokenPath: '/admin/api/api/token',
  probePath: '/admin/api/api/gql',
  permission: PERMISSION,
};

const FreepbxSettings = Type.Object(
  {
    ...hostSettings('freepbx.example.com'),
    ...clientSettings(
      { title: 'Client ID', description: 'Of a machine-to-machine application under Admin, API.' },
      { title: 'Client secret', description: 'FreePBX shows it once, when the application is made.' },
    ),
    names: Type.Enum(['voicemail', 'callerId'], {
      ...setting({
        title: 'Names from',
        description:
          'Only voicemail boxes have e-mail addresses. A person without a box has the name of the caller ID.',
        default: 'voicemail',
        order: 5,
      }),
    }),
  },
  { additionalProperties: false },
);
type FreepbxSettings = Static<typeof FreepbxSettings>;

const attr = (name: string) => ({ attr: name });
const name = { trim: { firstOf: [attr('fullname'), attr('name')] } };
/** FreePBX has one name: its first word is taken as the given name, the rest as the family name. */
const FREEPBX_MAPPING: readonly MappingRule[] = [
  { field: 'userName', from: { lower: { firstOf: [attr('email'), attr('extensionId')] } } },
  { field: 'givenName', from: { match: '^(\\S+)\\s+\\S', of: name, group: 1 } },
  { field: 'familyName', from: { firstOf: [{ match: '^\\S+\\s+(.+)$', of: name, group: 1 }, name] } },
  { field: 'displayName', from: name },
  { field: 'email', from: attr('email') },
  { field: 'extension', from: attr('extensionId') },
  // an extension is there or it is not: FreePBX cannot switch one off
  { field: 'active', from: { truth: attr('active'), otherwise: true } },
];

const interfacesOf = ({ host, port }: FreepbxSettings): InterfaceProposal[] => [
  {
    id: 'freepbx-admin',
    component: 'FreePBX',
    tunnel: 'administration web interface',
    description: 'Remote access via Mitel Administration',
    use: 'browser',
    application: 'freepbx',
    protocol: 'https',
    host,
    port,
  },
];

type Versions = { readonly version: string; readonly engine: string };

async function versionsOf(client: OauthClient): Promise<Versions> {
  const system = await systemOf(client);
  const [, major] = /^(\d+)/.exec(system.version) ?? [];
  if (major === undefined || Number(major) >= LEAST_VERSION) return system;
  throw fail('PBX_VERSION', {
    sentence: `FreePBX ${system.version.slice(0, 40)} at ${client.where} is older than ${LEAST_VERSION}.`,
  });
}

function platformOf(settings: FreepbxSettings, { version, engine }: Versions): Platform {
  return {
    collectedBy: 'connector',
    host: settings.host,
    platformType: 'linux',
    platformName: 'FreePBX',
    systemFamily: 'linux',
    version,
    platformId: settings.host,
    licence: { type: 'unlicensed' },
    partitions: [],
    applications: [
      { type: 'freepbx', version, interfaces: interfacesOf(settings).map(({ id }) => id) },
      ...(engine === '' ? [] : [{ type: 'asterisk', version: engine, interfaces: [] }]),
    ],
  };
}

const readerOf = (settings: FreepbxSettings): OauthReader<Versions> => ({
  product: PRODUCT,
  protocol: 'GraphQL',
  version: versionsOf,
  versionWords: ({ version, engine }) => ({
    version,
    facts: `FreePBX ${version}${engine === '' ? '' : `, Asterisk ${engine.slice(0, 40)}`}`,
  }),
  tryReading: (client) => tryReading(client, settings.names),
  people: (client, onCount) => readExtensions(client, settings.names, onCount),
  platform: (versions) => platformOf(settings, versions),
  interfaces: interfacesOf(settings),
});

/** @param timeoutMs of one request, from the connection to the end of the answer */
export function createFreepbx({ timeoutMs }: { readonly timeoutMs: number }): Connector {
  return {
    type: 'freepbx',
    title: 'FreePBX',
    note: 'The GraphQL API of FreePBX as its published source has it; that every extension is a person is our own reading.',
    settings: FreepbxSettings,
    capabilities: { delta: false, inventory: true, interfaces: true },
    mapping: FREEPBX_MAPPING,
    absent: 'clear',
    endpoint(values) {
      const { host, port } = checkedSettings(FreepbxSettings, values);
      return { host, port };
    },
    async open(values, context) {
      const settings = checkedSettings(FreepbxSettings, values);
      return oauthSession({ settings, context, timeoutMs }, readerOf(settings));
    },
  };
}

export const freepbx = createFreepbx({ timeoutMs: 15_000 });
