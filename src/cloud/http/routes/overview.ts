/** The dashboard of the console. */
import { Type } from 'typebox';
import { route } from '../../../base/runtime/http.ts';
import { AccountNumber } from '../../../contract/common.ts';
import { OverviewView } from '../../../contract/console-api.ts';
import type { OverviewService } from '../../features/overview/overview.ts';
import type { Access } from '../access.ts';
import type { ConsoleAuth } from '../console-auth.ts';

const OfAccount = Type.Object({ account: Type.Optional(AccountNumber) });

export function overviewRoutes(deps: { readonly auth: ConsoleAuth; readonly overview: OverviewService }) {
  const { auth, overview } = deps;
  return [
    route<Access, undefined, typeof OfAccount, undefined>({
      method: 'GET',
      url: '/api/overview',
      access: 'administrator',
      summary: 'How many accounts and gateways there are, and what needs attention.',
      tag: 'gateways',
      schema: { querystring: OfAccount, response: { 200: OverviewView } },
      handler: (request) => overview.view(auth.of(request).me, request.query.account),
    }),
  ];
}
