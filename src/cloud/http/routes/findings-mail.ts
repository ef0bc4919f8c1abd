/** New findings of user synchronisation by e-mail, chosen by each person for an account (row D9). */
import { Type } from 'typebox';
import { route } from '../../../base/runtime/http.ts';
import { AccountNumber } from '../../../contract/common.ts';
import { FindingsMailChoice, FindingsMailView } from '../../../contract/console-api.ts';
import type { AccountStore } from '../../core/ports/stores.ts';
import type { FindingsMailFeature } from '../../features/findings-mail/findings-mail.ts';
import type { Access } from '../access.ts';
import type { ConsoleAuth } from '../console-auth.ts';
import { chosenAccount } from './chosen-account.ts';

const ByNumber = Type.Object({ number: AccountNumber });
const URL = '/api/accounts/:number/findings-mail';

export function findingsMailRoutes(deps: {
  readonly auth: ConsoleAuth;
  readonly accounts: AccountStore;
  readonly findingsMail: Pick<FindingsMailFeature, 'view' | 'choose'>;
}) {
  const { auth, accounts, findingsMail } = deps;
  return [
    route<Access, typeof ByNumber, undefined, undefined>({
      method: 'GET',
      url: URL,
      access: 'administrator',
      summary: 'Whether the one who asks gets new findings of the account by e-mail.',
      tag: 'accounts',
      schema: { params: ByNumber, response: { 200: FindingsMailView } },
      handler: async (request) => {
        const current = auth.of(request);
        return findingsMail.view(current.me, await chosenAccount(accounts, current, request.params.number));
      },
    }),
    route<Access, typeof ByNumber, undefined, typeof FindingsMailChoice>({
      method: 'PUT',
      url: URL,
      access: 'administrator',
      summary: 'Switches e-mails about new findings of the account on or off, for the one who asks.',
      tag: 'accounts',
      schema: { params: ByNumber, body: FindingsMailChoice, response: { 200: FindingsMailView } },
      handler: async (request) => {
        const current = auth.of(request);
        const account = await chosenAccount(accounts, current, request.params.number);
        return findingsMail.choose(current.me, account, request.body);
      },
    }),
  ];
}
