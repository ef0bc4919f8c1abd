/** The approval page (contract: Claiming, step 2). */
import { Type } from 'typebox';
import { NoContent, route } from '../../../base/runtime/http.ts';
import { AccountNumber } from '../../../contract/common.ts';
import { ClaimView } from '../../../contract/console-api.ts';
import type { Approve } from '../../features/claiming/approve.ts';
import type { Access } from '../access.ts';
import type { ConsoleAuth } from '../console-auth.ts';

const ByCode = Type.Object({ userCode: Type.String({ maxLength: 32 }) });
const Approval = Type.Object(
  { account: AccountNumber, setupCode: Type.String({ maxLength: 64 }) },
  { additionalProperties: false },
);
/** Codes are short; guessing them is slow. */
const rateLimit = 60;

export function claimRoutes(deps: { readonly auth: ConsoleAuth; readonly approve: Approve }) {
  const { auth, approve } = deps;
  const viewer = (request: { ip: string }) => ({ person: auth.of(request).me, address: request.ip });
  return [
    route<Access, typeof ByCode, undefined, undefined>({
      method: 'GET',
      url: '/api/claims/:userCode',
      access: 'administrator',
      summary: 'What is being claimed; the gateway learns that somebody looks.',
      tag: 'claiming',
      rateLimit,
      schema: { params: ByCode, response: { 200: ClaimView } },
      handler: (request) => approve.look(viewer(request), request.params.userCode),
    }),
    route<Access, typeof ByCode, undefined, typeof Approval>({
      method: 'POST',
      url: '/api/claims/:userCode/approve',
      access: 'administrator',
      summary: 'Links the gateway to an account once it has found the typed set-up code right.',
      tag: 'claiming',
      rateLimit,
      schema: { params: ByCode, body: Approval, response: { 200: ClaimView } },
      handler: (request) => approve.approve(viewer(request), request.params.userCode, request.body),
    }),
    route<Access, typeof ByCode, undefined, undefined>({
      method: 'POST',
      url: '/api/claims/:userCode/deny',
      access: 'administrator',
      summary: 'Refuses the gateway.',
      tag: 'claiming',
      rateLimit,
      schema: { params: ByCode, response: { 204: NoContent } },
      handler: async (request, reply) => {
        await approve.deny(viewer(request), request.params.userCode);
        return reply.code(204).send();
      },
    }),
  ];
}
