/** The SCIM 2.0 service provider of every account: the protocol without HTTP. */
import type { UserView } from '../../../contract/console-api.ts';
import { fail } from '../../core/errors.ts';
import type { DirectoryCounts, ScimActor, ScimStore } from '../../core/ports/scim-store.ts';
import { createBulk } from './bulk.ts';
import { type DirectoryPage, type DirectoryRequest, listDirectory, toView } from './directory.ts';
import { listResponse } from './discovery.ts';
import { find } from './find.ts';
import { patchOperations, searchParameters } from './messages.ts';
import type { Json } from './path.ts';
import { listQuery, projectionOf } from './query.ts';
import { project, toResource } from './representation.ts';
import { ScimError } from './scim-error.ts';
import {
  type Caller,
  type Condition,
  createWriter,
  readUser,
  type UserChange,
  type Written,
} from './write.ts';

export type { DirectoryPage, DirectoryRequest } from './directory.ts';
export type { Caller, UserChange } from './write.ts';

export type ScimProviderOptions = {
  readonly store: ScimStore;
  readonly now: () => number;
  /** A new UUIDv7. */
  readonly newId: () => string;
  /**
   * Called after each committed change, in order; the answer waits for it. A change that changed nothing is not told.
   */
  readonly onChange: (change: UserChange) => void | Promise<void>;
  /** The 9-digit Account ID, which the console's pages show. */
  readonly accountNumber: (accountId: string) => Promise<string>;
};

/** A request by somebody, with what every answer needs. */
export type ScimRequest = Caller & {
  /** Base of the SCIM service as the client knows it, without a slash at its end. */
  readonly baseUrl: string;
  /** Query parameters as they came. */
  readonly query: Json;
};
export type OneUser = ScimRequest & Condition & { readonly id: string };

/** One user as it is sent, and its version for the ETag header. */
export type Answer = { readonly resource: Json; readonly version: number; readonly location: string };

export type ScimProvider = {
  /** @throws ScimError — as every method here does, and nothing else for what a client sends. */
  create(request: ScimRequest, body: unknown): Promise<Answer>;
  read(request: OneUser): Promise<Answer>;
  list(request: ScimRequest): Promise<Json>;
  /** `list` with a SearchRequest for a query string. */
  search(request: ScimRequest, body: unknown): Promise<Json>;
  replace(request: OneUser, body: unknown): Promise<Answer>;
  patch(request: OneUser, body: unknown): Promise<Answer>;
  remove(request: OneUser): Promise<void>;
  bulk(request: ScimRequest, body: unknown): Promise<Json>;

  /** For the console (row C10). */
  listUsers(accountId: string, request: DirectoryRequest): Promise<DirectoryPage>;
  /** @throws AppError NOT_FOUND */
  viewUser(accountId: string, id: string): Promise<UserView>;
  userCounts(accountId: string): Promise<DirectoryCounts>;
  /** @throws AppError NOT_FOUND */
  deleteUser(accountId: string, id: string, actor: ScimActor): Promise<void>;
  countUsers(accountId: string): Promise<number>;
  /** The account that a user belongs to, for checks of rights; undefined when there is no such user. */
  accountOfUser(id: string): Promise<string | undefined>;
};

function answer({ user }: Written, { baseUrl, query }: ScimRequest): Answer {
  return {
    resource: project(toResource(user, baseUrl), projectionOf(query)),
    version: user.version,
    location: `${baseUrl}/Users/${user.id}`,
  };
}

export function createScimProvider(options: ScimProviderOptions): ScimProvider {
  const { store, onChange, accountNumber } = options;
  const writer = createWriter(options);
  const bulk = createBulk(writer);
  const tell = async (change: UserChange) => onChange(change);

  /** Reading and writing in one transaction, so that changes of one user at the same time follow each other. */
  async function write(work: (store: ScimStore) => Promise<Written>): Promise<Written> {
    const written = await store.batch(work);
    if (written.change) await tell(written.change);
    return written;
  }

  /** Refuses a wrong projection before anything is written. */
  async function writeAndShow(
    request: ScimRequest,
    work: (store: ScimStore) => Promise<Written>,
  ): Promise<Answer> {
    project({}, projectionOf(request.query));
    return answer(await write(work), request);
  }

  async function list(request: ScimRequest): Promise<Json> {
    const query = listQuery(request.query);
    project({}, query);
    const { total, users } = await find(store, request.accountId, query);
    const resources = users.map((user) => project(toResource(user, request.baseUrl), query));
    return listResponse(resources, total, query.startIndex);
  }

  return {
    list,
    search: (request, body) => list({ ...request, query: searchParameters(body) }),
    create: (request, body) => writeAndShow(request, (within) => writer.create(within, request, body)),
    read: async (request) => answer({ user: await readUser(store, request.accountId, request.id) }, request),
    replace: (request, body) =>
      writeAndShow(request, (within) => writer.replace(within, request, { ...request, body })),
    patch: (request, body) => {
      const given = () => ({ ...request, operations: patchOperations(body) });
      return writeAndShow(request, async (within) => writer.patch(within, request, given()));
    },
    async remove(request) {
      await write((within) => writer.remove(within, request, request));
    },
    bulk: (request, body) => bulk(store, { caller: request, baseUrl: request.baseUrl, body }, tell),

    listUsers: async (accountId, request) =>
      listDirectory(store, { id: accountId, number: await accountNumber(accountId) }, request),
    async viewUser(accountId, id) {
      const user = await store.read(accountId, id);
      if (!user) throw fail('NOT_FOUND');
      return toView(user, await accountNumber(accountId));
    },
    userCounts: (accountId) => store.directoryCounts(accountId),
    async deleteUser(accountId, id, actor) {
      try {
        await write((within) => writer.remove(within, { accountId, actor }, { id }));
      } catch (error) {
        if (error instanceof ScimError && error.status === 404)
          throw fail('NOT_FOUND', { sentence: error.message });
        throw error;
      }
    },
    countUsers: (accountId) => store.count(accountId),
    accountOfUser: (id) => store.accountOf(id),
  };
}
