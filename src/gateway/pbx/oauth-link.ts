/** What FreePBX and 3CX share: the form, the test and the session of one HTTPS host with one client and its secret. */
import { Type } from 'typebox';
import type { Platform } from '../../contract/inventory.ts';
import type {
  ConnectorContext,
  ConnectorSession,
  InterfaceProposal,
  Pins,
  TestStep,
  UserPages,
} from '../core/ports/connector.ts';
import { detailsOf, incomplete, runSteps, setting } from './connector.ts';
import { firstContact } from './https.ts';
import {
  createOauthClient,
  type OauthClient,
  type OauthOptions,
  type OauthProduct,
  withOauth,
} from './oauth-client.ts';

/** Host and port, the first two of the form. */
export const hostSettings = (example: string) => ({
  host: Type.String({
    minLength: 1,
    maxLength: 253,
    pattern: '^[A-Za-z0-9._:-]+$',
    ...setting({
      title: 'Host',
      description: 'Name or IP address. With encryption it must be the name in the certificate.',
      examples: [example],
      host: true,
      order: 1,
    }),
  }),
  port: Type.Integer({
    minimum: 1,
    maximum: 65_535,
    ...setting({ title: 'Port', default: 443, examples: [443], order: 2 }),
  }),
});

type Text = { readonly title: string; readonly description: string };

/** Client and its secret, as the product calls them. */
export const clientSettings = (client: Text, secret: Text) => ({
  clientId: Type.String({ minLength: 1, maxLength: 256, ...setting({ ...client, order: 3 }) }),
  clientSecret: Type.String({
    minLength: 1,
    maxLength: 1024,
    ...setting({ ...secret, secret: true, order: 4 }),
  }),
});

/** What one product says and reads; V is what it tells of its version. */
export type OauthReader<V> = {
  readonly product: OauthProduct;
  /** As the details page names it. */
  readonly protocol: string;
  /** @throws AppError PBX_VERSION where it is too old */
  version(client: OauthClient): Promise<V>;
  versionWords(version: V): { readonly version: string; readonly facts: string };
  /** The first page, to see that people may be read. @returns what was found */
  tryReading(client: OauthClient): Promise<string>;
  /** @throws AppError; the session makes an incomplete end of it */
  people(client: OauthClient, onCount: (people: number) => void): UserPages;
  platform(version: V): Platform;
  readonly interfaces: readonly InterfaceProposal[];
};

type Link = {
  readonly settings: {
    readonly host: string;
    readonly port: number;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  readonly context: ConnectorContext;
  /** Of one request, from the connection to the end of the answer. */
  readonly timeoutMs: number;
};
type Found = { version?: string; people?: number; pins?: Pins };
type Options = Omit<OauthOptions, 'firstLook'>;

/** Reach, certificate, product, sign in, version, read. */
async function testLink<V>(
  options: Options,
  reader: OauthReader<V>,
  found: Found,
): Promise<readonly TestStep[]> {
  const client = createOauthClient({ ...options, firstLook: true });
  const signIn = async () => {
    await client.signIn();
    return options.account.clientId;
  };
  const version = async () => {
    const words = reader.versionWords(await reader.version(client));
    found.version = words.version;
    return words.facts;
  };
  try {
    const steps = await runSteps([
      ...firstContact(client, {
        title: 'Product',
        async run() {
          await client.probe();
          return reader.product.name;
        },
      }),
      { title: 'Sign in', run: signIn },
      { title: 'Version', run: version },
      { title: 'Read people', run: () => reader.tryReading(client) },
    ]);
    options.signal.throwIfAborted();
    found.pins = client.pin === undefined ? {} : { [client.where]: client.pin };
    return steps;
  } finally {
    await client.close();
  }
}

async function* readPeople<V>(options: Options, reader: OauthReader<V>, found: Found): UserPages {
  const client = createOauthClient({ ...options, firstLook: false });
  try {
    options.signal.throwIfAborted();
    await client.probe();
    await client.signIn();
    found.version = reader.versionWords(await reader.version(client)).version;
    return yield* reader.people(client, (people) => {
      found.people = people;
    });
  } catch (thrown) {
    options.signal.throwIfAborted();
    return incomplete(thrown);
  } finally {
    await client.close();
  }
}

/** A session of a product: each read and each test signs in for itself, and closing ends those that go on. */
export function oauthSession<V>(link: Link, reader: OauthReader<V>): ConnectorSession {
  const { settings, context, timeoutMs } = link;
  const { host, port, clientId, clientSecret } = settings;
  const closed = new AbortController();
  const found: Found = {};
  const optionsOf = (signal: AbortSignal): Options => ({
    product: reader.product,
    account: { endpoint: { host, port }, clientId, clientSecret },
    context,
    timeoutMs,
    signal: AbortSignal.any([signal, context.signal, closed.signal]),
  });
  return {
    test: (signal) => testLink(optionsOf(signal), reader, found),
    users: (signal) => readPeople(optionsOf(signal), reader, found),
    inventory: (signal) =>
      withOauth({ ...optionsOf(signal), firstLook: false }, async (client) =>
        reader.platform(await reader.version(client)),
      ),
    interfaces: () => reader.interfaces,
    facts: () => (found.pins ? { pins: found.pins } : {}),
    details: () =>
      detailsOf([
        ['host', host],
        ['product', reader.product.name],
        ['version', found.version],
        ['protocol', reader.protocol],
        ['users', found.people],
      ]),
    close: async () => closed.abort(new Error('the connector was closed')),
  };
}
