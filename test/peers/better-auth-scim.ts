/**
 * A second SCIM 2.0 server that we did not write: the SCIM service of Better Auth, people in memory. It differs from
 * scimmy in what hurts: no bulk, pages of 100 at most, its own idea of a name's and a role's parts, and an attribute
 * that it does not know is refused or left out.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { scim } from '@better-auth/scim';
import { type BetterAuthPlugin, betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { getAuthTables } from 'better-auth/db';
import { toNodeHandler } from 'better-auth/node';
import type { SeenRequest } from './scimmy-server.ts';

export type BetterAuthScim = {
  /** Base URL, without a slash at its end. */
  readonly url: string;
  readonly token: string;
  requests(): readonly SeenRequest[];
  /** Everybody as the server shows them. */
  users(): Promise<readonly Record<string, unknown>[]>;
  /** Asks as a client would. */
  ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
};

function authOf(token: string, baseURL: string) {
  const credentials = [{ type: 'bearer' as const, id: 'gateway', token }];
  const options = {
    baseURL,
    secret: randomBytes(32).toString('base64'),
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: { disabled: true },
    // its types disagree with each other under exactOptionalPropertyTypes
    plugins: [scim({ connections: [{ id: 'acme', credentials }] }) as unknown as BetterAuthPlugin],
  };
  const tables = Object.values(getAuthTables(options)).map(({ modelName }): [string, unknown[]] => [
    modelName,
    [],
  ]);
  return betterAuth({ ...options, database: memoryAdapter(Object.fromEntries(tables)) });
}

/** Starts the server on a free port of 127.0.0.1. */
export async function startBetterAuthScim(): Promise<BetterAuthScim> {
  const token = randomBytes(24).toString('base64url');
  const seen: SeenRequest[] = [];
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const handle = toNodeHandler(authOf(token, origin));
  server.on('request', (request, response) => {
    const { method = '', url = '' } = request;
    response.once('close', () => seen.push({ method, path: url, status: response.statusCode }));
    void handle(request, response);
  });
  const url = `${origin}/api/auth/scim/v2`;
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? (JSON.parse(text) as unknown) : undefined };
  };
  return {
    url,
    token,
    ask,
    requests: () => seen,
    async users() {
      const { body } = await ask('GET', '/Users?count=100');
      return (body as { Resources: Record<string, unknown>[] }).Resources;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
