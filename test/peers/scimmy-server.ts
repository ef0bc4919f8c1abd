/**
 * A SCIM 2.0 server that we did not write: scimmy + scimmy-routers on Express 4, users in memory. It has PATCH, filters, sorting and bulk
 * (1,000 operations, 1 MiB); it has no ETag support (meta.version is sent, If-Match is ignored), as real servers are.
 *
 * scimmy keeps its resource types in one place per process, so they are declared once and find the users of the server
 * that was asked through the request's context: several servers run side by side.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

/** A user as the server stored it: a SCIM resource with `id` and `meta`. */
export type StoredUser = Record<string, unknown> & {
  readonly id: string;
  readonly userName: string;
  readonly meta: { readonly created: string; readonly lastModified: string; readonly version: string };
};

/** A request as it arrived, and the status it was answered with. */
export type SeenRequest = { readonly method: string; readonly path: string; readonly status: number };

export type ScimmyOptions = {
  /** Runs before the SCIM routes: return true when it has answered by itself (faults, 429, a lost answer). */
  readonly before?: (request: IncomingMessage, response: ServerResponse) => boolean;
};

export type ScimmyServer = {
  /** Base URL, without a slash at its end. */
  readonly url: string;
  /** The bearer token that it accepts. */
  readonly token: string;
  /** Everybody, in order of creation. */
  users(): readonly StoredUser[];
  /** What was asked since the start, with the answers' status. */
  requests(): readonly SeenRequest[];
  close(): Promise<void>;
};

type Express = RequestListener & { use(path: string, handler: unknown): void; disable(name: string): void };
/** Express 4 has no types of its own, and this is all we need of it. */
const express = createRequire(import.meta.url)('express') as () => Express;

type Directory = { readonly byId: Map<string, StoredUser>; readonly byName: Map<string, string> };

type Input = Record<string, unknown> & { userName: string };

function save(directory: Directory, id: string | undefined, data: Input): StoredUser {
  const before = id === undefined ? undefined : directory.byId.get(id);
  if (id !== undefined && !before) throw new SCIMMY.Types.Error(404, '', `Resource ${id} not found`);
  const name = data.userName.toLowerCase();
  const holder = directory.byName.get(name);
  if (holder !== undefined && holder !== id)
    throw new SCIMMY.Types.Error(409, 'uniqueness', `userName ${data.userName} is already in use`);
  const now = new Date().toISOString();
  const meta = {
    created: before?.meta.created ?? now,
    lastModified: now,
    version: `W/"${randomBytes(6).toString('hex')}"`,
  };
  // scimmy hands over a guarded object that structuredClone refuses; as JSON it is what was sent
  const user: StoredUser = { ...JSON.parse(JSON.stringify(data)), id: before?.id ?? randomUUID(), meta };
  if (before) directory.byName.delete(before.userName.toLowerCase());
  directory.byId.set(user.id, user);
  directory.byName.set(name, user.id);
  return user;
}

function read(directory: Directory, id: string | undefined): readonly StoredUser[] | StoredUser {
  if (id === undefined) return [...directory.byId.values()];
  const user = directory.byId.get(id);
  if (!user) throw new SCIMMY.Types.Error(404, '', `Resource ${id} not found`);
  return user;
}

function remove(directory: Directory, id: string | undefined): void {
  const user = read(directory, id ?? '') as StoredUser;
  directory.byId.delete(user.id);
  directory.byName.delete(user.userName.toLowerCase());
}

type Asked = { id?: string; filter?: { match(values: readonly unknown[]): unknown[] } };

let declared = false;
function declareOnce(): void {
  if (declared) return;
  declared = true;
  const User = SCIMMY.Resources.declare(SCIMMY.Resources.User) as unknown as {
    extend(schema: unknown, required: boolean): typeof User;
    ingress(handler: (asked: Asked, data: Input, directory: Directory) => unknown): typeof User;
    egress(handler: (asked: Asked, directory: Directory) => unknown): typeof User;
    degress(handler: (asked: Asked, directory: Directory) => void): typeof User;
  };
  User.extend(SCIMMY.Schemas.EnterpriseUser, false)
    .ingress((asked, data, directory) => save(directory, asked.id, data))
    .egress((asked, directory) => {
      const found = read(directory, asked.id);
      return Array.isArray(found) && asked.filter ? asked.filter.match(found) : found;
    })
    .degress((asked, directory) => remove(directory, asked.id));
}

function scimRoutes(directory: Directory, token: string): unknown {
  return new SCIMMYRouters({
    type: 'bearer',
    handler: (request) => {
      const { authorization } = (request as unknown as IncomingMessage).headers;
      if (authorization !== `Bearer ${token}`) throw new Error('The token is not right');
      return 'client';
    },
    context: () => directory,
  });
}

/** Starts the server on a free port of 127.0.0.1. */
export async function start(options: ScimmyOptions = {}): Promise<ScimmyServer> {
  declareOnce();
  const directory: Directory = { byId: new Map(), byName: new Map() };
  const token = randomBytes(24).toString('base64url');
  const seen: SeenRequest[] = [];
  const app = express();
  app.disable('x-powered-by');
  app.use('/scim/v2', scimRoutes(directory, token));

  const server = createServer((request, response) => {
    const { method = '', url = '' } = request;
    response.once('close', () => seen.push({ method, path: url, status: response.statusCode }));
    if (options.before?.(request, response)) return;
    app(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/scim/v2`,
    token,
    users: () => [...directory.byId.values()],
    requests: () => seen,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
