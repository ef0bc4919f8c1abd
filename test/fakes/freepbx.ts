/**
 * SIMULATOR. The GraphQL API of a FreePBX over TLS, with made-up people. Written from FreePBX's published source
 * (FreePBX/core Api/Gql/Extensions.php, Dids.php, Users.php; FreePBX/voicemail Api/Gql/Voicemail.php; FreePBX/framework
 * Api/Gql/System.php; their unit tests), not from the connector. It knows the fields and arguments that are named here and
 * no others, and answers a query for another as webonyx/graphql-php does.
 */
import { type Handler, type OauthServer, startOauthServer } from './oauth-server.ts';

export type SimExtension = {
  extensionId: string;
  tech: string;
  /** Null: a device that no user is fixed to. */
  user: { extension: string; name: string; voicemail: string; extPassword: string } | null;
};
export type SimMailbox = { name: string; email: string; password: string };

export type FreepbxSim = OauthServer & {
  readonly extensions: SimExtension[];
  readonly mailboxes: Map<string, SimMailbox>;
  readonly routes: { extension: string; cidnum: string }[];
  readonly state: {
    version: string;
    /** Modules that the client's scopes let it read. */
    scopes: ('core' | 'voicemail' | 'framework')[];
    /** What totalCount says beside the truth. */
    countOff: number;
    overlaps: boolean;
  };
};

export const PHONE_PASSWORD = 'the password of a phone';
const FIRST = ['Ann', 'Ben', 'Chloé', 'David', 'Emma', 'Farid', 'Grace', 'Hugo', 'Inès', 'Jack'];
const LAST = ['Adams', 'Baker', 'Côté', 'Dubois', 'Evans', 'Fischer', 'García'];

function madeUp(people: number) {
  const names = Array.from(
    { length: people },
    (_, n) => `${FIRST[n % FIRST.length]} ${LAST[n % LAST.length]}${n < FIRST.length ? '' : ` ${n}`}`,
  );
  const extensions: SimExtension[] = names.map((name, n) => ({
    extensionId: String(2001 + n),
    tech: 'pjsip',
    user: { extension: String(2001 + n), name, voicemail: 'default', extPassword: PHONE_PASSWORD },
  }));
  const mailboxes = new Map(
    names.map((name, n) => [
      String(2001 + n),
      { name, email: `user${n}@example.com`, password: PHONE_PASSWORD },
    ]),
  );
  return { extensions, mailboxes };
}

type Selection = { readonly [field: string]: Selection | true };

/** `{ a(b: 1) { c d } }` → fields and arguments of the first field; enough for what is asked of a FreePBX. */
function parse(query: string): { field: string; args: Record<string, string>; selection: Selection } {
  const tokens = query.match(/"[^"]*"|[A-Za-z0-9_]+|[{}():,]/g) ?? [];
  let at = 0;
  const set = (): Selection => {
    const fields: Record<string, Selection | true> = {};
    at++;
    while (at < tokens.length && tokens[at] !== '}') {
      const name = tokens[at++] ?? '';
      fields[name] = tokens[at] === '{' ? set() : true;
    }
    at++;
    return fields;
  };
  at = 1;
  const field = tokens[at++] ?? '';
  const args: Record<string, string> = {};
  if (tokens[at] === '(') {
    for (at++; tokens[at] !== ')' && at < tokens.length; at++) {
      if (tokens[at + 1] === ':') {
        args[tokens[at] ?? ''] = (tokens[at + 2] ?? '').replaceAll('"', '');
        at += 2;
      }
    }
    at++;
  }
  return { field, args, selection: set() };
}

class Unknown extends Error {}

/** Only what was selected; a field that the type has not is an error. */
function pick(value: unknown, selection: Selection | true, type: string): unknown {
  if (selection === true || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => pick(one, selection, type));
  const row = value as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(selection).map(([field, inner]) => {
      if (!(field in row)) throw new Unknown(`Cannot query field "${field}" on type "${type}".`);
      return [field, pick(row[field], inner, field)];
    }),
  );
}

/** Relay::connectionFromArray: a cursor is the base64 of `arrayconnection:` and the row's place. */
function connection<T>(rows: readonly T[], args: Record<string, string>, overlaps: boolean): T[] {
  const after =
    args.after === undefined ? -1 : Number(Buffer.from(args.after, 'base64').toString().split(':')[1]);
  const from = Math.max(0, after + 1 - (overlaps && after >= 0 ? 1 : 0));
  return rows.slice(from, args.first === undefined ? undefined : from + Number(args.first));
}

type Resolver = (sim: FreepbxSim, args: Record<string, string>) => unknown;
const RESOLVERS: Readonly<
  Record<string, { module: FreepbxSim['state']['scopes'][number]; resolve: Resolver }>
> = {
  system: {
    module: 'framework',
    resolve: ({ state }) => ({ version: state.version, engine: '20.5.0', needReload: false }),
  },
  fetchAllExtensions: {
    module: 'core',
    resolve: ({ extensions, state }, args) => ({
      status: true,
      message: "Extension's found successfully",
      totalCount: extensions.length + state.countOff,
      extension: connection(extensions, args, state.overlaps),
    }),
  },
  allInboundRoutes: {
    module: 'core',
    resolve: ({ routes }, args) => ({
      totalCount: routes.length,
      inboundRoutes: connection(routes, args, false),
    }),
  },
  fetchVoiceMail: {
    module: 'voicemail',
    resolve({ mailboxes }, { extensionId = '' }) {
      const box = mailboxes.get(extensionId);
      if (!box) throw new Error('Sorry unable to fetch the status');
      return { status: true, message: 'Voicemail data found successfully', context: 'default', ...box };
    },
  },
};

function answer(sim: FreepbxSim, body: string): { status: number; body: unknown } {
  const { query = '' } = JSON.parse(body) as { query?: string };
  const { field, args, selection } = parse(query);
  const resolver = RESOLVERS[field];
  try {
    if (!resolver || !sim.state.scopes.includes(resolver.module))
      throw new Unknown(`Cannot query field "${field}" on type "Query".`);
    return { status: 200, body: { data: { [field]: pick(resolver.resolve(sim, args), selection, field) } } };
  } catch (thrown) {
    return { status: 400, body: { errors: [{ message: (thrown as Error).message, status: false }] } };
  }
}

export async function startFreepbx(options: {
  readonly people: number;
  readonly clientSecret: string;
}): Promise<FreepbxSim> {
  const { extensions, mailboxes } = madeUp(options.people);
  const handler: Handler = ({ method, url, body }, reply) => {
    if (method !== 'POST' || url.pathname !== '/admin/api/api/gql') return reply(404, { error: 'Not found' });
    const { status, body: given } = answer(sim, body);
    reply(status, given);
  };
  const server = await startOauthServer({
    clientSecret: options.clientSecret,
    tokenPath: '/admin/api/api/token',
    handler,
    // the queries are its paths
    nameOf: (method, url, body) =>
      url.pathname.endsWith('/gql') && method === 'POST'
        ? `${method} gql ${body}`
        : `${method} ${url.pathname}`,
    refusals: {
      noToken: {
        error: 'access_denied',
        message: 'The resource owner or authorization server denied the request.',
      },
      noRight: { error: 'access_denied' },
    },
  });
  const sim: FreepbxSim = Object.assign(server, {
    extensions,
    mailboxes,
    routes: [
      { extension: '', cidnum: '' },
      ...extensions.map(({ extensionId }) => ({ extension: `4930${extensionId}`, cidnum: '' })),
    ],
    state: {
      version: '17.0.19',
      scopes: ['core', 'voicemail', 'framework'] as FreepbxSim['state']['scopes'],
      countOff: 0,
      overlaps: false,
    },
  });
  return sim;
}
