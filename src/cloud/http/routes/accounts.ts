/** Accounts of a partner (row C1), and the SCIM keys of an account. */
import { Type } from 'typebox';
import { NoContent, route } from '../../../base/runtime/http.ts';
import { AccountNumber, Uuid } from '../../../contract/common.ts';
import {
  AccountInput,
  AccountView,
  ClaimTokenInput,
  ClaimTokenView,
  ScimKeyState,
  ScimKeys,
} from '../../../contract/console-api.ts';
import { PageOf } from '../../../contract/local-api.ts';
import { fail } from '../../core/errors.ts';
import type { Account, SignedIn } from '../../core/model.ts';
import type { AccountStore } from '../../core/ports/stores.ts';
import type { Accounts } from '../../features/accounts/accounts.ts';
import type { ClaimTokens } from '../../features/claiming/claim-tokens.ts';
import type { Gateways } from '../../features/gateways/gateways.ts';
import type { ScimKeyService } from '../../features/scim-keys/scim-keys.ts';
import type { Access } from '../access.ts';
import type { ConsoleAuth } from '../console-auth.ts';
import { given, ListQuery } from './query.ts';

const AccountsQuery = Type.Object({
  ...ListQuery.properties,
  state: Type.Optional(Type.Enum(['active', 'deactivated'])),
});
const ByNumber = Type.Object({ number: AccountNumber });
const ByTokenId = Type.Object({ number: AccountNumber, id: Uuid });
const ClaimTokenList = Type.Object({ tokens: Type.Array(ClaimTokenView) });
const typed = (word: string) => Type.Object({ typed: Type.Literal(word) }, { additionalProperties: false });
const Deletion = typed('delete');

export function accountRoutes(deps: {
  readonly auth: ConsoleAuth;
  readonly store: AccountStore;
  readonly accounts: Accounts;
  readonly gateways: Gateways;
  readonly scimKeys: ScimKeyService;
  readonly claimTokens: ClaimTokens;
  readonly publicUrl: string;
}) {
  const { auth, store, accounts, gateways, claimTokens } = deps;

  const find = async (me: SignedIn, number: string): Promise<Account> => {
    const account = await store.byNumber(me, number);
    if (!account) throw fail('ACCOUNT_UNKNOWN');
    return account;
  };
  /** Until it is reactivated it cannot be viewed (row C1). */
  const findActive = async (me: SignedIn, number: string): Promise<Account> => {
    const account = await find(me, number);
    if (account.state === 'deactivated') throw fail('ACCOUNT_DEACTIVATED');
    return account;
  };
  /** A customer account of the partner's own, never the partner account itself. */
  const findCustomer = async (me: SignedIn, number: string): Promise<Account> => {
    const account = await find(me, number);
    if (account.kind === 'partner') throw fail('NOT_ALLOWED');
    return account;
  };

  const change = (word: 'deactivate' | 'reactivate') => {
    const Body = typed(word);
    return route<Access, typeof ByNumber, undefined, typeof Body>({
      method: 'POST',
      url: `/api/accounts/:number/${word}`,
      access: 'partner',
      summary:
        word === 'deactivate'
          ? 'Deactivates an account: nobody signs in, its gateways go quiet, nothing is lost.'
          : 'Reactivates an account: its gateways resume by themselves.',
      tag: 'accounts',
      schema: { params: ByNumber, body: Body, response: { 200: AccountView } },
      handler: async (request) => {
        const { me } = auth.of(request);
        const account = await findCustomer(me, request.params.number);
        return gateways.accountView(await accounts[word](me, account));
      },
    });
  };

  return [
    route<Access, undefined, typeof AccountsQuery, undefined>({
      method: 'GET',
      url: '/api/accounts',
      access: 'administrator',
      summary: 'A partner’s customer accounts; a customer’s own.',
      tag: 'accounts',
      schema: { querystring: AccountsQuery, response: { 200: PageOf(AccountView) } },
      handler: async (request) => {
        const page = await store.list(auth.of(request).me, given(request.query));
        const items: AccountView[] = [];
        for (const account of page.items) items.push(await gateways.accountView(account));
        return { ...page, items };
      },
    }),
    route<Access, undefined, undefined, typeof AccountInput>({
      method: 'POST',
      url: '/api/accounts',
      access: 'partner',
      summary: 'Makes a customer account and the invitation of its first administrator.',
      tag: 'accounts',
      schema: { body: AccountInput, response: { 200: AccountView } },
      handler: async (request) => {
        const { me, account: partner } = auth.of(request);
        const { account, invite } = await accounts.createCustomer(me, partner, request.body);
        const inviteUrl = inviteAddress(deps.publicUrl, invite);
        return { ...(await gateways.accountView(account)), inviteUrl };
      },
    }),
    route<Access, typeof ByNumber, undefined, undefined>({
      method: 'GET',
      url: '/api/accounts/:number',
      access: 'administrator',
      summary: 'One account.',
      tag: 'accounts',
      schema: { params: ByNumber, response: { 200: AccountView } },
      handler: async (request) =>
        gateways.accountView(await findActive(auth.of(request).me, request.params.number)),
    }),
    change('deactivate'),
    change('reactivate'),
    route<Access, typeof ByNumber, undefined, typeof Deletion>({
      method: 'DELETE',
      url: '/api/accounts/:number',
      access: 'partner',
      summary: 'Deletes an account for good; each of its gateways is ordered to reset to factory default.',
      tag: 'accounts',
      schema: { params: ByNumber, body: Deletion, response: { 204: NoContent } },
      handler: async (request, reply) => {
        const { me } = auth.of(request);
        await accounts.remove(me, await findCustomer(me, request.params.number));
        return reply.code(204).send();
      },
    }),
    route<Access, typeof ByNumber, undefined, undefined>({
      method: 'GET',
      url: '/api/accounts/:number/scim-keys',
      access: 'administrator',
      summary: 'Base address of the SCIM service, and since when there is a key.',
      tag: 'accounts',
      schema: { params: ByNumber, response: { 200: ScimKeyState } },
      handler: async (request) =>
        deps.scimKeys.state(await findActive(auth.of(request).me, request.params.number)),
    }),
    route<Access, typeof ByNumber, undefined, undefined>({
      method: 'GET',
      url: '/api/accounts/:number/claim-tokens',
      access: 'administrator',
      summary: 'Claim tokens and registered fingerprints that are still good.',
      tag: 'claiming',
      schema: { params: ByNumber, response: { 200: ClaimTokenList } },
      handler: async (request) => ({
        tokens: await claimTokens.list(await findActive(auth.of(request).me, request.params.number)),
      }),
    }),
    route<Access, typeof ByNumber, undefined, typeof ClaimTokenInput>({
      method: 'POST',
      url: '/api/accounts/:number/claim-tokens',
      access: 'administrator',
      summary: 'Makes a claim token, shown once, or registers the fingerprint of one gateway’s key.',
      tag: 'claiming',
      rateLimit: 30,
      schema: { params: ByNumber, body: ClaimTokenInput, response: { 200: ClaimTokenView } },
      handler: async (request, reply) => {
        reply.header('cache-control', 'no-store');
        const { me } = auth.of(request);
        const account = await findActive(me, request.params.number);
        return claimTokens.create(me, account, request.body.fingerprint);
      },
    }),
    route<Access, typeof ByTokenId, undefined, undefined>({
      method: 'DELETE',
      url: '/api/accounts/:number/claim-tokens/:id',
      access: 'administrator',
      summary: 'Revokes a claim token that was not used yet.',
      tag: 'claiming',
      schema: { params: ByTokenId, response: { 204: NoContent } },
      handler: async (request, reply) => {
        const { me } = auth.of(request);
        await claimTokens.revoke(me, await findActive(me, request.params.number), request.params.id);
        return reply.code(204).send();
      },
    }),
    route<Access, typeof ByNumber, undefined, undefined>({
      method: 'POST',
      url: '/api/accounts/:number/scim-keys',
      access: 'administrator',
      summary: 'Generates the SCIM key of an account, shown once; the older one is void.',
      tag: 'accounts',
      schema: { params: ByNumber, response: { 200: ScimKeys } },
      handler: async (request, reply) => {
        reply.header('cache-control', 'no-store');
        const { me } = auth.of(request);
        return deps.scimKeys.generate(me, await findActive(me, request.params.number));
      },
    }),
  ];
}

/** The token stands in the fragment, which browsers send to nobody. */
export function inviteAddress(publicUrl: string, token: string): string {
  return `${publicUrl}/invite#token=${token}`;
}
