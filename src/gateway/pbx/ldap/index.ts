/** People from an LDAP directory: OpenLDAP and its like, Active Directory. */
import type { Connector, ConnectorContext, UserPages } from '../../core/ports/connector.ts';
import { checkedSettings, incomplete, notWhole, runSteps } from '../connector.ts';
import type { LdapClient } from './client.ts';
import { recordReader } from './record.ts';
import { anchorOf, filterOf, LDAP_ATTRIBUTES, LDAP_MAPPING, LdapSettings, portOf } from './settings.ts';

/** Nothing came for so long: the directory is given up. */
const TIMEOUT_MS = 30_000;

/** Loaded by the first link that needs it: a gateway with another source does without LDAP's packages. */
const clientModule = () => import('./client.ts');

async function connect(
  settings: LdapSettings,
  context: ConnectorContext,
  signal: AbortSignal,
): Promise<LdapClient> {
  const { host, security } = settings;
  const ca = context.ca === undefined ? {} : { ca: context.ca };
  const { connectLdap } = await clientModule();
  return connectLdap({ host, port: portOf(settings), security, timeoutMs: TIMEOUT_MS, ...ca }, signal);
}

/** Without a name it is an anonymous bind (RFC 4513 §5.1.1). */
const signIn = (client: LdapClient, { bindDn = '', bindPassword = '' }: LdapSettings) =>
  client.bind(bindDn, bindPassword);

const queryOf = (settings: LdapSettings, pageSize: number) => ({
  base: settings.baseDn,
  scope: 'subtree' as const,
  filter: filterOf(settings),
  attributes: [...LDAP_ATTRIBUTES, anchorOf(settings)],
  pageSize,
});

async function* readPages(client: LdapClient, settings: LdapSettings): UserPages {
  const anchor = anchorOf(settings);
  const recordOf = recordReader(anchor, LDAP_ATTRIBUTES);
  let nameless = 0;
  for await (const page of client.search(queryOf(settings, 500))) {
    const records = page.map(recordOf);
    nameless += records.filter((record) => record.fault).length;
    yield records;
  }
  if (nameless === 0) return { kind: 'complete' };
  const sentence = `${nameless} entries without a readable ${anchor} may be anybody; nobody was removed.`;
  return incomplete(
    notWhole(sentence, { remedy: `Let the bind user read ${anchor}, or choose another attribute.` }),
  );
}

/** Everybody. What goes wrong, at whatever point, is an incomplete end; only being told to stop is thrown. */
async function* readEverybody(
  settings: LdapSettings,
  context: ConnectorContext,
  signal: AbortSignal,
): UserPages {
  let client: LdapClient | undefined;
  try {
    client = await connect(settings, context, signal);
    await signIn(client, settings);
    return yield* readPages(client, settings);
  } catch (thrown) {
    signal.throwIfAborted();
    return incomplete(thrown);
  } finally {
    client?.close();
  }
}

async function test(settings: LdapSettings, context: ConnectorContext, signal: AbortSignal) {
  let client: LdapClient | undefined;
  const open = (): LdapClient => {
    if (!client) throw new TypeError('the steps run in order');
    return client;
  };
  try {
    return await runSteps([
      {
        title: 'Connect to the directory',
        run: async () => {
          client = await connect(settings, context, signal);
          return `${settings.host}:${portOf(settings)}, ${client.tls ?? 'not encrypted'}`;
        },
      },
      {
        title: 'Sign in',
        run: async () => {
          await signIn(open(), settings);
          return settings.bindDn ?? 'anonymous';
        },
      },
      { title: 'Read people', run: () => countFirst(open(), settings) },
    ]);
  } finally {
    client?.close();
  }
}

/** One page is enough to see that people can be read; counting all of them is the sync's business. */
async function countFirst(client: LdapClient, settings: LdapSettings): Promise<string> {
  const size = 100;
  const pages = client.search(queryOf(settings, size));
  const first = await pages.next();
  await pages.return(undefined as never);
  const page = first.done ? [] : first.value;
  const faulty = page.map(recordReader(anchorOf(settings), [])).find((record) => record.fault);
  if (faulty?.fault) throw notWhole(faulty.fault.sentence);
  return page.length < size ? `${page.length} people` : `${size} people or more`;
}

export const ldap: Connector = {
  type: 'ldap',
  title: 'LDAP directory or Active Directory',
  note: 'LDAP version 3 (RFC 4511) with paging (RFC 2696), as public directories speak it; nothing of it is our own.',
  settings: LdapSettings,
  capabilities: { delta: false, inventory: false, interfaces: false },
  mapping: LDAP_MAPPING,
  absent: 'clear',
  endpoint(values) {
    const settings = checkedSettings(LdapSettings, values);
    return { host: settings.host, port: portOf(settings) };
  },
  async open(values, context) {
    const settings = checkedSettings(LdapSettings, values);
    (await clientModule()).checkQuery(queryOf(settings, 1));
    const closed = new AbortController();
    const any = (signal: AbortSignal) => AbortSignal.any([signal, context.signal, closed.signal]);
    return {
      test: (signal) => test(settings, context, any(signal)),
      users: (signal) => readEverybody(settings, context, any(signal)),
      inventory: async () => undefined,
      interfaces: () => [],
      close: async () => closed.abort(new Error('the connector was closed')),
    };
  },
};
