/** Launch sessions: open one, see them, end one (row C6). */
import { Type } from 'typebox';
import { NoContent, route } from '../../../base/runtime/http.ts';
import { AccountNumber, Uuid } from '../../../contract/common.ts';
import { LaunchAnswer, LaunchTicket, LaunchView } from '../../../contract/console-api.ts';
import type { Launch } from '../../features/launch/launch.ts';
import type { Access } from '../access.ts';
import type { ConsoleAuth } from '../console-auth.ts';

const ById = Type.Object({ id: Uuid });
const Order = Type.Object(
  {
    targetId: Type.String({ minLength: 1, maxLength: 63 }),
    reason: Type.Optional(Type.String({ maxLength: 500 })),
    ticket: Type.Optional(Type.String({ maxLength: 64 })),
  },
  { additionalProperties: false },
);
const OfAccount = Type.Object({ account: Type.Optional(AccountNumber) });

export function launchRoutes({ auth, launch }: { readonly auth: ConsoleAuth; readonly launch: Launch }) {
  return [
    route<Access, typeof ById, undefined, typeof Order>({
      method: 'POST',
      url: '/api/gateways/:id/launch',
      access: 'administrator',
      summary:
        'Opens a session to a target; the ticket is posted once, within 60 s, to its own host name. Where the customer is asked first, the answer says so.',
      tag: 'launch',
      rateLimit: 60,
      schema: { params: ById, body: Order, response: { 200: LaunchAnswer } },
      handler: (request) => {
        const { me } = auth.of(request);
        const { targetId, reason, ticket } = request.body;
        return launch.open({
          scope: me,
          gatewayId: request.params.id,
          targetId,
          person: { id: me.id, name: me.name, email: me.email },
          ...(reason === undefined ? {} : { reason }),
          ...(ticket === undefined ? {} : { ticket }),
        });
      },
    }),
    route<Access, undefined, typeof OfAccount, undefined>({
      method: 'GET',
      url: '/api/launches',
      access: 'administrator',
      summary: 'Launch sessions, newest first.',
      tag: 'launch',
      schema: {
        querystring: OfAccount,
        response: { 200: Type.Object({ sessions: Type.Array(LaunchView) }) },
      },
      handler: async (request) => {
        const { me } = auth.of(request);
        return { sessions: await launch.list(me, me.id, request.query.account) };
      },
    }),
    route<Access, typeof ById, undefined, undefined>({
      method: 'POST',
      url: '/api/launches/:id/ticket',
      access: 'administrator',
      summary: 'The one-time ticket of a session that waited for consent; for its launcher.',
      tag: 'launch',
      rateLimit: 60,
      schema: { params: ById, response: { 200: LaunchTicket } },
      handler: (request) => {
        const { me } = auth.of(request);
        return launch.ticket(me, request.params.id, me);
      },
    }),
    route<Access, typeof ById, undefined, undefined>({
      method: 'POST',
      url: '/api/launches/:id/end',
      access: 'administrator',
      summary: 'Ends a session on both sides.',
      tag: 'launch',
      schema: { params: ById, response: { 204: NoContent } },
      handler: async (request, reply) => {
        const { me } = auth.of(request);
        await launch.end(me, request.params.id, { id: me.id, name: me.name });
        return reply.code(204).send();
      },
    }),
  ];
}
