/**
 * A list of users over HTTPS in a shape of our own, version 1, for PBX types whose way of reading users is not public
 * (docs/pbx/mx-one.md, docs/pbx/mivoice-office-400.md). How one signs in is the type's own.
 */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { AppError } from '../../base/errors.ts';
import { Licence, type Platform } from '../../contract/inventory.ts';
import { fail } from '../core/errors.ts';
import type {
  Connector,
  ConnectorContext,
  ConnectorSession,
  InterfaceProposal,
  LinkFacts,
  MappingRule,
  SourceRecord,
  TestStep,
  UserPages,
} from '../core/ports/connector.ts';
import { checkedSettings, detailsOf, incomplete, named, notWhole, runSteps } from './connector.ts';
import { createHttps, firstContact, type Https, parsed, shownEndpoint } from './https.ts';
import { type Item, keyed, listAll, Page, whenSteady } from './pages.ts';
import { endpointOf, type SystemAccount, systemAccount } from './system-account.ts';

/** What one signed in to. */
export type SignedIn = { readonly token: string; readonly version: string };

/** What makes one PBX type out of this interface. */
export type OwnUsersType = {
  readonly type: string;
  readonly title: string;
  readonly note: string;
  readonly notice?: string;
  /** Where its HTTPS listens unless somebody changed it. */
  readonly port: number;
  /** Path of our interface on that host. */
  readonly base: string;
  /**
   * The product first, where that can be asked; then the password.
   * @throws AppError PBX_PRODUCT, PBX_CREDENTIALS
   */
  signIn(https: Https, account: SystemAccount): Promise<SignedIn>;
  /** Ends what `signIn` began, where the type has a way to; that it cannot be ended is no failure, for it runs out. */
  signOut?(https: Https, token: string): Promise<unknown>;
  /** @throws AppError PBX_VERSION */
  checkVersion(version: string): string;
  /** Users without this mark at the PBX are not handed out; absent: all are. */
  readonly mark?: 'cloudLink';
};

const System = Type.Object({
  /** Never changes: with the user's id it is a person's identity. */
  id: Type.String({ pattern: '^[A-Za-z0-9._-]{1,64}$' }),
  name: Type.Optional(Type.String({ maxLength: 256 })),
  operatingSystem: Type.Optional(Type.Enum(['linux', 'windows'])),
  memoryBytes: Type.Optional(Type.Integer({ minimum: 0 })),
  processor: Type.Optional(Type.String({ maxLength: 256 })),
  licence: Type.Optional(Licence),
  didNumbers: Type.Integer({ minimum: 0 }),
});
type System = Static<typeof System>;

const Text = Type.Optional(Type.String({ maxLength: 65_536 }));
const UserRow = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 128 }),
  extension: Type.Optional(Type.String({ pattern: '^[0-9*#]{1,32}$' })),
  firstName: Text,
  lastName: Text,
  email: Text,
  login: Text,
  mobile: Text,
  department: Text,
  location: Text,
  did: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 64 })),
  active: Type.Optional(Type.Boolean()),
  cloudLink: Type.Optional(Type.Boolean()),
});
type UserRow = Static<typeof UserRow>;

const attr = (name: string) => ({ attr: name });
const MAPPING: readonly MappingRule[] = [
  { field: 'userName', from: { lower: { firstOf: [attr('email'), attr('login'), attr('number')] } } },
  { field: 'givenName', from: attr('firstName') },
  { field: 'familyName', from: attr('lastName') },
  { field: 'displayName', from: { concat: [attr('firstName'), attr('lastName')] } },
  { field: 'email', from: attr('email') },
  { field: 'extension', from: attr('number') },
  { field: 'phone', from: { e164: attr('did') } },
  { field: 'mobile', from: { e164: attr('mobile') } },
  { field: 'department', from: attr('department') },
  { field: 'location', from: attr('location') },
  { field: 'active', from: { truth: attr('active'), otherwise: true } },
];

function rawOf({ extension, did = [], active, cloudLink: _, id, ...texts }: UserRow): SourceRecord['raw'] {
  const given = Object.entries(texts).filter(([, value]) => value !== undefined && value !== '');
  return {
    userId: id,
    ...(extension === undefined ? {} : { number: extension }),
    ...Object.fromEntries(given as [string, string][]),
    ...(did.length > 0 ? { did: [...did].sort() } : {}),
    ...(active === undefined ? {} : { active: String(active) }),
  };
}

function recordOf(system: string, item: Item): SourceRecord {
  const anchor = `${system}/${String(item.id)}`;
  if (Value.Check(UserRow, item)) return { anchor, raw: rawOf(named(UserRow, item)) };
  const [issue] = Value.Errors(UserRow, item);
  const at = issue?.instancePath.slice(1) || issue?.message || 'row';
  const where = String(item.id).slice(0, 64);
  const sentence = `The row of user ${where} cannot be read (${at}).`;
  const remedy = 'Correct the user on the PBX; the others are not held up.';
  return { anchor, raw: { userId: where }, fault: { code: 'ROW_UNREADABLE', sentence, remedy, where } };
}

/** The interface of one host, signed in; a token that ran out is renewed by signing in again, once a request. */
type Open = {
  readonly https: Https;
  readonly signedIn: SignedIn;
  get<T>(read: Reader<T>): Promise<T>;
  signOut(): Promise<void>;
};
type Reader<T> = (ask: (path: string) => Promise<string>) => Promise<T>;

export function statusError(status: number, where: string, title: string): AppError {
  if (status === 401)
    return fail('PBX_CREDENTIALS', { sentence: `${where} (${title}) refused the user name or password.` });
  if (status === 403)
    return fail('PBX_PERMISSION', { sentence: `${where} (${title}) does not let this user read users.` });
  if (status === 404)
    return fail('PBX_PRODUCT', {
      sentence: `${where} is no ${title}, or its interface for CloudLink is off.`,
    });
  return fail('PBX_ANSWER_BAD', {
    sentence: `${where} (${title}) answered with status ${status}.`,
    remedy: 'Look at its own log and try again.',
  });
}

async function openUsers(type: OwnUsersType, account: SystemAccount, https: Https): Promise<Open> {
  let signedIn = await type.signIn(https, account);
  const ask = async (path: string): Promise<string> => {
    const once = () => https.ask(`${type.base}${path}`, { method: 'GET', token: signedIn.token });
    let answer = await once();
    if (answer.status === 401) {
      signedIn = await type.signIn(https, account);
      answer = await once();
    }
    if (answer.status < 200 || answer.status > 299) throw statusError(answer.status, https.where, type.title);
    return answer.text;
  };
  return {
    https,
    signedIn,
    get: (read) => read(ask),
    async signOut() {
      await type.signOut?.(https, signedIn.token).catch(() => undefined);
    },
  };
}

/** Signed in for one piece of work. */
function withUsers<T>(reach: Reach, use: (open: Open) => Promise<T>): Promise<T> {
  return withHttps(reach, false, async (https) => {
    const open = await openUsers(reach.type, reach.account, https);
    return use(open).finally(() => open.signOut());
  });
}

const systemOf = ({ https, get }: Open): Promise<System> =>
  get(async (ask) => parsed(await ask('/system'), System, https.where));

/** Everybody who is marked for CloudLink, where the type marks them. */
export async function usersOf(
  type: Pick<OwnUsersType, 'mark'>,
  { https, get }: { readonly https: Pick<Https, 'where'>; readonly get: Open['get'] },
  system: System,
): Promise<readonly SourceRecord[]> {
  const page = (path: string) => get(async (ask) => parsed(await ask(path), Page, https.where));
  const source = { where: https.where, page };
  const { items } = await whenSteady(() => listAll(source, '/users', keyed('user', 'id')));
  const { mark } = type;
  const marked = mark ? items.filter((item) => item[mark] !== false && item[mark] !== undefined) : items;
  return marked.map((item) => recordOf(system.id, item));
}

type Found = {
  readonly version: string;
  readonly system: System;
  readonly users?: number;
};
type Reach = {
  readonly type: OwnUsersType;
  readonly account: SystemAccount;
  readonly context: ConnectorContext;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

async function withHttps<T>(reach: Reach, firstLook: boolean, use: (https: Https) => Promise<T>): Promise<T> {
  const { account, context, timeoutMs, signal } = reach;
  const { ca, pins = {} } = context;
  const https = createHttps({ endpoint: account, ca, pins, firstLook, timeoutMs, signal });
  try {
    signal.throwIfAborted();
    return await use(https);
  } finally {
    await https.close();
  }
}

async function* readUsers(reach: Reach, onFound: (found: Found) => void): UserPages {
  try {
    const { records, system } = await withUsers(reach, async (open) => {
      const system = await systemOf(open);
      const records = await usersOf(reach.type, open, system);
      onFound({ version: open.signedIn.version, system, users: records.length });
      return { records, system };
    });
    yield records;
    return { kind: 'complete', didNumbers: system.didNumbers };
  } catch (thrown) {
    reach.signal.throwIfAborted();
    return incomplete(thrown);
  }
}

function testUsers(reach: Reach, onFound: (found: Found, facts: LinkFacts) => void) {
  return withHttps(reach, true, async (https): Promise<readonly TestStep[]> => {
    let open: Open | undefined;
    const opened = (): Open => {
      if (!open) throw notWhole('The PBX was not reached.');
      return open;
    };
    const steps = await runSteps([
      ...firstContact(https, {
        title: 'Sign in at the PBX',
        async run() {
          open = await openUsers(reach.type, reach.account, https);
          return reach.account.username.slice(0, 80);
        },
      }),
      { title: 'Version', run: async () => reach.type.checkVersion(opened().signedIn.version) },
      {
        title: 'Read users',
        async run() {
          const system = await systemOf(opened());
          const records = await usersOf(reach.type, opened(), system);
          const pins = https.pin === undefined ? {} : { pins: { [https.where]: https.pin } };
          onFound({ version: opened().signedIn.version, system, users: records.length }, pins);
          return `${records.length} users, ${system.didNumbers} DID numbers`;
        },
      },
    ]);
    await open?.signOut();
    reach.signal.throwIfAborted();
    return steps;
  });
}

function interfacesOf({ type, title }: OwnUsersType, { host }: SystemAccount): InterfaceProposal[] {
  return [
    {
      id: `${type}-admin`,
      component: title,
      tunnel: 'administration web interface',
      description: 'Remote access via Mitel Administration',
      use: 'browser',
      application: type,
      protocol: 'https',
      host,
      port: 443,
    },
  ];
}

function platformOf(reach: Reach, { version, system }: Found): Platform {
  const { type, account } = reach;
  const { memoryBytes, processor, operatingSystem = 'linux' } = system;
  return {
    collectedBy: 'connector',
    host: account.host,
    platformType: operatingSystem,
    platformName: system.name ?? type.title,
    systemFamily: operatingSystem,
    version,
    platformId: system.id,
    licence: system.licence ?? { type: 'unknown' },
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...(processor === undefined ? {} : { processor }),
    partitions: [],
    applications: [{ type: type.type, version, interfaces: interfacesOf(type, account).map(({ id }) => id) }],
  };
}

function sessionOf(reachFor: (signal: AbortSignal) => Reach, close: () => void): ConnectorSession {
  let found: Found | undefined;
  let facts: LinkFacts = {};
  const idle = reachFor(new AbortController().signal);
  const note = (seen: Found, linked: LinkFacts = facts) => {
    found = seen;
    facts = linked;
  };
  return {
    test: (signal) => testUsers(reachFor(signal), note),
    users: (signal) => readUsers(reachFor(signal), note),
    inventory: (signal) => {
      const reach = reachFor(signal);
      return withUsers(reach, async (open) =>
        platformOf(reach, { version: open.signedIn.version, system: await systemOf(open) }),
      );
    },
    interfaces: () => interfacesOf(idle.type, idle.account),
    facts: () => facts,
    details: () =>
      detailsOf([
        ['host', shownEndpoint(idle.account)],
        ['product', idle.type.title],
        ['version', found?.version],
        ['node', found?.system.name],
        ['users', found?.users],
        ['dids', found?.system.didNumbers],
      ]),
    close: async () => close(),
  };
}

/** @param timeoutMs of one request, from the connection to the end of the answer */
export function createOwnUsers(type: OwnUsersType, { timeoutMs }: { readonly timeoutMs: number }): Connector {
  const Settings = Type.Object(systemAccount(type.port), { additionalProperties: false });
  return {
    type: type.type,
    title: type.title,
    note: type.note,
    ...(type.notice === undefined ? {} : { notice: type.notice }),
    settings: Settings,
    capabilities: { delta: false, inventory: true, interfaces: true },
    mapping: MAPPING,
    absent: 'clear',
    endpoint: endpointOf(Settings),
    async open(values, context) {
      const account = checkedSettings(Settings, values);
      const closed = new AbortController();
      const any = (signal: AbortSignal) => AbortSignal.any([signal, context.signal, closed.signal]);
      return sessionOf(
        (signal) => ({ type, account, context, timeoutMs, signal: any(signal) }),
        () => closed.abort(new Error('the connector was closed')),
      );
    },
  };
}
