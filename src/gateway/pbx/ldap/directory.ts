/** A directory as a connector: one for every kind, which differ in defaults, mapping and words. */
import type { TObject } from 'typebox';
import type {
  Connector,
  ConnectorContext,
  LinkFacts,
  ReadEnd,
  UserPages,
} from '../../core/ports/connector.ts';
import { checkedSettings, counted, detailsOf, incomplete, notWhole, runSteps } from '../connector.ts';
import type { LdapClient } from './client.ts';
import { MODES, type Mode } from './cursor.ts';
import { recordReader, valueText } from './record.ts';
import type { RootDse } from './root-dse.ts';
import { attributesOf, type DirectorySettings, portOf } from './settings.ts';

/** Nothing came for so long: the directory is given up. */
const TIMEOUT_MS = 30_000;

/** Loaded by the first link that needs it: a gateway with another source does without LDAP's packages. */
const clientModule = () => import('./client.ts');

/** What makes one kind of directory. */
export type DirectoryKind = Pick<Connector, 'type' | 'title' | 'note' | 'mapping'> & {
  readonly notice?: string;
  readonly settings: TObject;
  /** Who is a person, and what tells who, where the settings leave it empty. */
  readonly defaults: (settings: DirectorySettings) => { readonly filter: string; readonly anchor: string };
  /** Ways to read changes, the best first; all of them unless told. */
  readonly modes?: readonly Mode[];
};

const PROTOCOLS = { ldaps: 'LDAP, TLS', starttls: 'LDAP, StartTLS', none: 'LDAP' } as const;

/** One link, opened. */
type Opening = {
  readonly settings: DirectorySettings;
  readonly context: ConnectorContext;
  readonly filter: string;
  readonly anchor: string;
  readonly attributes: readonly string[];
  readonly modes: readonly Mode[];
};

const whereOf = (settings: DirectorySettings) => `${settings.host}:${portOf(settings)}`;

/** @param firstLook a self-signed certificate that nobody has seen yet is taken: a person is looking */
async function connect(
  { settings, context }: Opening,
  signal: AbortSignal,
  firstLook = false,
): Promise<LdapClient> {
  const { host, security } = settings;
  const ca = context.ca === undefined ? {} : { ca: context.ca };
  const pin = context.pins?.[whereOf(settings)];
  const { connectLdap } = await clientModule();
  return connectLdap(
    {
      host,
      port: portOf(settings),
      security,
      timeoutMs: TIMEOUT_MS,
      firstLook,
      ...ca,
      ...(pin === undefined ? {} : { pin }),
    },
    signal,
  );
}

/** Without a name it is an anonymous bind (RFC 4513 §5.1.1). */
const signIn = (client: LdapClient, { bindDn = '', bindPassword = '' }: DirectorySettings) =>
  client.bind(bindDn, bindPassword);

const queryOf = ({ settings, filter, anchor, attributes }: Opening, pageSize: number) => ({
  base: settings.baseDn,
  scope: 'subtree' as const,
  filter,
  attributes: [...new Set([...attributes, anchor])],
  pageSize,
});

/** Signs in and reads. What goes wrong, at whatever point, is an incomplete end; only being told to stop is thrown. */
async function* signedIn<T>(
  opening: Opening,
  signal: AbortSignal,
  pages: (client: LdapClient) => AsyncGenerator<T, ReadEnd>,
): AsyncGenerator<T, ReadEnd> {
  let client: LdapClient | undefined;
  try {
    client = await connect(opening, signal);
    await signIn(client, opening.settings);
    return yield* pages(client);
  } catch (thrown) {
    signal.throwIfAborted();
    return incomplete(thrown);
  } finally {
    client?.close();
  }
}

/** What reads found out about the directory, for its page. */
type Found = { product?: string | undefined; people?: number };

async function* readUsers(
  opening: Opening,
  { cursor, found, client }: { cursor: string | undefined; found: Found; client: LdapClient },
): UserPages {
  const { anchor, attributes, modes } = opening;
  const { readPeople } = await import('./read-people.ts');
  const asked = {
    query: queryOf(opening, 500),
    anchor,
    attributes,
    modes,
    log: opening.context.log,
    onServer: ({ product }: RootDse) => {
      found.product = product;
    },
  };
  return yield* counted(readPeople(client, asked, cursor), (people) => {
    found.people = people;
  });
}

/** Everybody's identity alone. */
async function* readIds(opening: Opening, client: LdapClient): AsyncGenerator<readonly string[], ReadEnd> {
  const { anchor } = opening;
  let nameless = 0;
  for await (const page of client.search({ ...queryOf(opening, 1000), attributes: [anchor] })) {
    const ids = page.flatMap(({ attributes }) => {
      const id = attributes.first(anchor);
      return id !== undefined && id.length > 0 ? [valueText(anchor, id).toLowerCase()] : [];
    });
    nameless += page.length - ids.length;
    yield ids;
  }
  if (nameless === 0) return { kind: 'complete' };
  return incomplete(notWhole(`${nameless} entries have no readable ${anchor}; nobody was removed.`));
}

async function test(opening: Opening, signal: AbortSignal, onPin: (pin: string) => void) {
  const { settings } = opening;
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
          client = await connect(opening, signal, true);
          const { pin, tls } = client;
          if (pin !== undefined) onPin(pin);
          const certificate = pin === undefined || pin === 'ca' ? '' : `, self-signed, SHA-256 ${pin}`;
          return `${whereOf(settings)}, ${tls ?? 'not encrypted'}${certificate}`;
        },
      },
      {
        title: 'Sign in',
        run: async () => {
          await signIn(open(), settings);
          return settings.bindDn ?? 'anonymous';
        },
      },
      { title: 'Read people', run: () => countFirst(open(), opening) },
    ]);
  } finally {
    client?.close();
  }
}

/** One page is enough to see that people can be read; counting all of them is the sync's business. */
async function countFirst(client: LdapClient, opening: Opening): Promise<string> {
  const size = 100;
  const pages = client.search(queryOf(opening, size));
  const first = await pages.next();
  await pages.return(undefined as never);
  const page = first.done ? [] : first.value;
  const faulty = page.map(recordReader(opening.anchor, [])).find((record) => record.fault);
  if (faulty?.fault) throw notWhole(faulty.fault.sentence);
  return page.length < size ? `${page.length} people` : `${size} people or more`;
}

function openingOf(
  kind: DirectoryKind,
  values: Readonly<Record<string, unknown>>,
  context: ConnectorContext,
): Opening {
  const settings = checkedSettings(kind.settings, values) as DirectorySettings;
  const { filter, anchor } = kind.defaults(settings);
  return {
    settings,
    context,
    filter: settings.filter || filter,
    anchor: settings.anchor || anchor,
    attributes: context.attributes ?? attributesOf(kind.mapping),
    modes: settings.read === 'everybody' ? [] : (kind.modes ?? MODES),
  };
}

export function directoryConnector(kind: DirectoryKind): Connector {
  const { type, title, note, notice, mapping, settings: schema } = kind;
  return {
    type,
    title,
    note,
    ...(notice === undefined ? {} : { notice }),
    settings: schema,
    capabilities: { delta: true, inventory: false, interfaces: false },
    mapping,
    absent: 'clear',
    endpoint(values) {
      const settings = checkedSettings(schema, values) as DirectorySettings;
      return { host: settings.host, port: portOf(settings) };
    },
    async open(values, context) {
      const opening = openingOf(kind, values, context);
      (await clientModule()).checkQuery(queryOf(opening, 1));
      const closed = new AbortController();
      const any = (signal: AbortSignal) => AbortSignal.any([signal, context.signal, closed.signal]);
      let facts: LinkFacts = {};
      const found: Found = {};
      return {
        test: (signal) =>
          test(opening, any(signal), (pin) => {
            facts = { pins: { [whereOf(opening.settings)]: pin } };
          }),
        facts: () => facts,
        users: (signal, cursor) =>
          signedIn(opening, any(signal), (client) => readUsers(opening, { cursor, found, client })),
        ids: (signal) => signedIn(opening, any(signal), (client) => readIds(opening, client)),
        inventory: async () => undefined,
        interfaces: () => [],
        details: () =>
          detailsOf([
            ['host', whereOf(opening.settings)],
            ['product', found.product],
            ['protocol', PROTOCOLS[opening.settings.security]],
            ['users', found.people],
          ]),
        close: async () => closed.abort(new Error('the connector was closed')),
      };
    },
  };
}
