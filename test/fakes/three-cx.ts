/**
 * SIMULATOR. The Configuration API of a 3CX version 20 over TLS, with made-up people. Written from 3CX's pages
 * "Configuration REST API" and "Endpoint Specifications", its published example (github.com/AudioMotiveInc/3CX-xapi-tutorial)
 * and OData v4.0, not from the connector.
 */
import { type Handler, type OauthServer, startOauthServer } from './oauth-server.ts';

export type SimUser = {
  Id: number;
  Number: string;
  FirstName?: string | null;
  LastName?: string | null;
  EmailAddress?: string | null;
  Mobile?: string | null;
  OutboundCallerID?: string | null;
  Enabled?: boolean;
  /** Never asked for; a client that selects no columns would get it. */
  AuthPassword?: string;
};

export type ThreeCxSim = OauthServer & {
  readonly users: SimUser[];
  readonly dids: string[];
  readonly state: {
    version: string;
    /** Largest page that it gives, whatever is asked for. */
    pageLimit: number;
    /** What `@odata.count` says beside the truth. */
    countOff: number;
    /** Gives the last row of a page again on the next. */
    overlaps: boolean;
    hasDids: boolean;
    /** Members of a user that this version has not; whoever selects one is refused. */
    unknown: readonly string[];
  };
};

export const PHONE_PASSWORD = 'the password of a phone';
const FIRST = ['Ann', 'Ben', 'Chloé', 'David', 'Emma', 'Farid', 'Grace', 'Hugo', 'Inès', 'Jack'];
const LAST = ['Adams', 'Baker', 'Côté', 'Dubois', 'Evans', 'Fischer', 'García'];

/** People 0, 1, 2 … */
export const madeUpUsers = (people: number): SimUser[] =>
  Array.from({ length: people }, (_, n) => ({
    Id: 29 + n,
    Number: String(100 + n),
    FirstName: FIRST[n % FIRST.length] ?? '',
    LastName: `${LAST[n % LAST.length]}${n < FIRST.length ? '' : ` ${n}`}`,
    EmailAddress: `user${n}@example.com`,
    Mobile: '',
    OutboundCallerID: `+49301234${String(n).padStart(4, '0')}`,
    Enabled: true,
    AuthPassword: PHONE_PASSWORD,
  }));

/** `$orderby`, `$skip`, `$top`, `$select` and `$count` of OData. */
function collection(name: string, rows: readonly object[], url: URL, state: ThreeCxSim['state']) {
  const option = (key: string) => url.searchParams.get(`$${key}`);
  const order = option('orderby');
  const key = (row: object) => (row as Record<string, unknown>)[order ?? ''] as number;
  const sorted = order === null ? [...rows] : [...rows].sort((a, b) => key(a) - key(b));
  const skip = Number(option('skip') ?? 0);
  const top = Math.min(Number(option('top') ?? 100), state.pageLimit);
  const from = state.overlaps && skip > 0 ? skip - 1 : skip;
  const columns = option('select')?.split(',');
  const value = sorted
    .slice(from, from + top)
    .map((row) =>
      columns ? Object.fromEntries(Object.entries(row).filter(([k]) => columns.includes(k))) : row,
    );
  return {
    '@odata.context': `https://sim/xapi/v1/$metadata#${name}`,
    ...(option('count') === 'true' ? { '@odata.count': rows.length + state.countOff } : {}),
    value,
  };
}

export async function startThreeCx(options: {
  readonly people: number;
  readonly clientSecret: string;
}): Promise<ThreeCxSim> {
  const users = madeUpUsers(options.people);
  const dids = users.map(({ OutboundCallerID }) => String(OutboundCallerID));
  const state = {
    version: '20.0.7.1080',
    pageLimit: 1000,
    countOff: 0,
    overlaps: false,
    hasDids: true,
    unknown: [] as readonly string[],
  };
  const handler: Handler = ({ url }, reply) => {
    const headers = { 'X-3CX-Version': state.version };
    const path = url.pathname.replace('/xapi/v1', '');
    if (path === '/Defs') reply(200, { Id: 0 }, headers);
    else if (path === '/SystemStatus')
      reply(
        200,
        {
          FQDN: 'example.3cx.eu',
          Version: state.version,
          OS: 'Linux',
          Activated: true,
          ExpirationDate: '2027-03-31T00:00:00Z',
          LicenseKey: 'AAAA-BBBB-CCCC-DDDD',
          ExtensionsTotal: users.length,
        },
        headers,
      );
    else if (path === '/Users') {
      const missing = state.unknown.find((name) =>
        url.searchParams.get('$select')?.split(',').includes(name),
      );
      // as Microsoft's OData library says it
      const message = `Could not find a property named '${missing}' on type 'Pbx.User'.`;
      if (missing !== undefined) reply(400, { error: { code: '', message } }, headers);
      else reply(200, collection('Users', users, url, state), headers);
    } else if (path === '/DidNumbers' && state.hasDids)
      reply(
        200,
        collection(
          'DidNumbers',
          dids.map((did) => ({ Number: did })),
          url,
          { ...state, countOff: 0 },
        ),
        headers,
      );
    else reply(404, { error: { code: '', message: 'Not found' } });
  };
  const server = await startOauthServer({
    clientSecret: options.clientSecret,
    tokenPath: '/connect/token',
    handler,
    refusals: {
      noToken: {
        error: 'unauthorized',
        error_description: 'The request requires valid user authentication.',
      },
      noRight: { error: { code: '', message: 'Forbidden' } },
    },
  });
  return Object.assign(server, { users, dids, state });
}
