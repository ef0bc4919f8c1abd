/** The SCIM provider on the cloud's real HTTP server and a real SQLite database in memory. */
import type { LightMyRequestResponse } from 'fastify';
import type { Test } from 'tap';
import { thrower } from '../../../src/base/errors.ts';
import { buildHttpServer } from '../../../src/base/runtime/http.ts';
import { createLogger } from '../../../src/base/runtime/logger.ts';
import { uuidv7 } from '../../../src/base/runtime/uuid.ts';
import { ERRORS, fail } from '../../../src/cloud/core/errors.ts';
import { createScimProvider, type UserChange } from '../../../src/cloud/features/scim/provider.ts';
import { scimPlugin } from '../../../src/cloud/http/routes/scim.ts';
import { openCloudDatabase } from '../../../src/cloud/store/database.ts';
import { createScimStore } from '../../../src/cloud/store/scim.ts';
import { SCIM_BULK, SCIM_ENTERPRISE, SCIM_PATCH, SCIM_USER } from '../../../src/contract/scim.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

export { SCIM_BULK, SCIM_ENTERPRISE, SCIM_PATCH, SCIM_USER };
export const BASE = '/v1/accounts/0192f000-0000-7000-8000-000000000001/scim/v2';
export const GATEWAY_BASE = '/v1/gateway/scim/v2';

// biome-ignore lint/suspicious/noExplicitAny: bodies of foreign JSON, looked into by the tests
export type Body = any;
export type Reply = {
  readonly status: number;
  readonly body: Body;
  readonly headers: LightMyRequestResponse['headers'];
};

/** Tokens name what the core would find out: `Bearer <account>` or `Bearer <account>:<gateway name>`. */
const identify = (header: string | undefined) => {
  const [, account, gateway] = /^Bearer ([\w-]+)(?::(.+))?$/.exec(header ?? '') ?? [];
  if (account === undefined) throw fail('NOT_SIGNED_IN');
  if (account === 'deactivated') throw fail('ACCOUNT_DEACTIVATED', { retryAfterMs: 900_000 });
  if (account === 'busy') throw fail('RATE_LIMITED', { retryAfterMs: 1500 });
  return gateway === undefined
    ? { accountId: account, actor: { id: 'key-1', name: 'Entra' } }
    : { accountId: account, actor: { id: 'gw-1', name: gateway, gatewayId: 'gw-1' } };
};

export async function scimServer(t: Test, options: { readonly file?: string } = {}) {
  const clock = manualClock();
  const { db, close } = openCloudDatabase(options.file ?? ':memory:', clock.now);
  const changes: UserChange[] = [];
  const store = createScimStore(db);
  const provider = createScimProvider({
    store,
    now: clock.now,
    newId: () => uuidv7(clock.now()),
    onChange: (change) => void changes.push(change),
    accountNumber: async () => '123456789',
  });
  const plugin = scimPlugin({
    provider,
    authenticate: async (request) => identify(request.headers.authorization),
    publicUrl: 'https://cloud.example',
  });
  const failing = thrower(ERRORS);
  const app = await buildHttpServer<never>({
    logger: createLogger({ level: 'silent', name: 'test' }),
    access: {},
    routes: [],
    errors: {
      badInput: (given) => failing('BAD_INPUT', given),
      notFound: () => failing('NOT_FOUND'),
      rateLimited: (retryAfterMs) => failing('RATE_LIMITED', { retryAfterMs }),
    },
    plugins: async (server) => {
      await server.register(plugin, { prefix: '/v1/accounts/:accountUuid/scim/v2' });
      await server.register(plugin, { prefix: '/v1/gateway/scim/v2' });
    },
  });
  t.teardown(async () => {
    await app.close();
    await close();
  });

  type Extra = { token?: string; base?: string; headers?: Record<string, string> };
  async function ask(method: string, path: string, body?: unknown, extra: Extra = {}): Promise<Reply> {
    const answer = await app.inject({
      method: method as 'GET',
      url: `${extra.base ?? BASE}${path}`,
      headers: {
        authorization: `Bearer ${extra.token ?? 'acme'}`,
        ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
        ...extra.headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const parsed = answer.payload === '' ? undefined : JSON.parse(answer.payload);
    return { status: answer.statusCode, body: parsed, headers: answer.headers };
  }
  const find = (filter: string, extra = '') =>
    ask('GET', `/Users?filter=${encodeURIComponent(filter)}${extra}`);
  const patch = (id: string, ...operations: unknown[]) =>
    ask('PATCH', `/Users/${id}`, { schemas: [SCIM_PATCH], Operations: operations });
  return { app, provider, store, clock, changes, ask, find, patch };
}

export const user = (userName: string, more: Record<string, unknown> = {}) => ({
  schemas: [SCIM_USER],
  userName,
  ...more,
});
