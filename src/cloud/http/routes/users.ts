/** The synced people of an account (row C10). */
import { Type } from 'typebox';
import { NoContent, route } from '../../../base/runtime/http.ts';
import { UserView } from '../../../contract/console-api.ts';
import { AccountQuery, UserCounts, UserListQuery } from '../../../contract/console-lists.ts';
import { PageOf } from '../../../contract/local-api.ts';
import { fail } from '../../core/errors.ts';
import type { Account } from '../../core/model.ts';
import type { AccountStore } from '../../core/ports/stores.ts';
import type { Current } from '../../features/people/sign-in.ts';
import type { ScimProvider } from '../../features/scim/provider.ts';
import type { Access } from '../access.ts';
import type { ConsoleAuth } from '../console-auth.ts';
import { chosenAccount } from './chosen-account.ts';
import { given } from './query.ts';

const ById = Type.Object({ id: Type.String({ maxLength: 64 }) });
const Typed = Type.Object({ typed: Type.Literal('delete') }, { additionalProperties: false });
export function userRoutes(deps: {
  readonly auth: ConsoleAuth;
  readonly accounts: AccountStore;
  readonly scim: ScimProvider;
}) {
  const { auth, accounts, scim } = deps;

  const accountFor = (current: Current, number: string | undefined) =>
    chosenAccount(accounts, current, number);

  /** The account of a user in view. */
  const accountOfUser = async (current: Current, id: string): Promise<Account> => {
    const accountId = await scim.accountOfUser(id);
    const known = accountId !== undefined && (await accounts.within(current.me, accountId));
    const account = known ? await accounts.byId(accountId) : undefined;
    if (!account) throw fail('NOT_FOUND');
    return accountFor(current, account.number);
  };

  return [
    route<Access, undefined, typeof UserListQuery, undefined>({
      method: 'GET',
      url: '/api/users',
      access: 'administrator',
      summary: 'Synced people of one account.',
      tag: 'users',
      schema: { querystring: UserListQuery, response: { 200: PageOf(UserView) } },
      handler: async (request) => {
        const { account: number, ...query } = request.query;
        const account = await accountFor(auth.of(request), number);
        return scim.listUsers(account.id, given(query));
      },
    }),
    route<Access, undefined, typeof AccountQuery, undefined>({
      method: 'GET',
      url: '/api/users/counts',
      access: 'administrator',
      summary: 'How many people an account has.',
      tag: 'users',
      schema: { querystring: AccountQuery, response: { 200: UserCounts } },
      handler: async (request) => {
        const account = await accountFor(auth.of(request), request.query.account);
        return scim.userCounts(account.id);
      },
    }),
    route<Access, typeof ById, undefined, undefined>({
      method: 'GET',
      url: '/api/users/:id',
      access: 'administrator',
      summary: 'One person.',
      tag: 'users',
      schema: { params: ById, response: { 200: UserView } },
      handler: async (request) => {
        const { id } = await accountOfUser(auth.of(request), request.params.id);
        return scim.viewUser(id, request.params.id);
      },
    }),
    route<Access, typeof ById, undefined, typeof Typed>({
      method: 'DELETE',
      url: '/api/users/:id',
      access: 'administrator',
      summary: 'Deletes a person in the cloud; the PBX or directory user is untouched (row D17).',
      tag: 'users',
      schema: { params: ById, body: Typed, response: { 204: NoContent } },
      handler: async (request, reply) => {
        const current = auth.of(request);
        const { id } = await accountOfUser(current, request.params.id);
        await scim.deleteUser(id, request.params.id, { id: current.me.id, name: current.me.name });
        return reply.code(204).send();
      },
    }),
  ];
}
