import type { FastifyReply, FastifyRequest } from 'fastify';
import { NoContent } from '../../../base/runtime/http.ts';
import { FirstAdmin, Me, SignIn } from '../../../contract/local-api.ts';
import type { OpenedSession } from '../../features/access/access.ts';
import { viaOf } from '../via.ts';
import { type LocalRoute, type RouteDeps, route } from './deps.ts';

const VIA = { http: 'local', https: 'local', cli: 'cli', tunnel: 'tunnel' } as const;

function meOf({ sessions, access }: RouteDeps, request: FastifyRequest): Me {
  const principal = sessions.principal(request);
  const needsFirstAdmin = access.needsFirstAdmin();
  if (!principal) return { signedIn: false, needsFirstAdmin };
  return {
    signedIn: true,
    name: principal.actor.name,
    role: principal.role,
    via: VIA[viaOf(request.raw).kind],
    needsFirstAdmin,
    ...(principal.csrf === undefined ? {} : { csrf: principal.csrf }),
  };
}

/** Who is here: first administrator, sign-in, sign-out. */
export function peopleRoutes(deps: RouteDeps): LocalRoute[] {
  const { sessions, access } = deps;
  const begun = (request: unknown, reply: FastifyReply, session: OpenedSession): Me => {
    sessions.begin(request as FastifyRequest, reply, session);
    const { name, role } = session.person;
    return { signedIn: true, name, role, via: 'local', needsFirstAdmin: false, csrf: session.csrf };
  };
  return [
    route({
      method: 'GET',
      url: '/api/me',
      access: 'anybody',
      tag: 'people',
      summary: 'Who is signed in, and whether the first administrator is missing',
      schema: { response: { 200: Me } },
      handler: (request) => meOf(deps, request as FastifyRequest),
    }),
    route({
      method: 'POST',
      url: '/api/admin',
      access: 'secure',
      tag: 'people',
      summary: 'Make the first local administrator with the set-up code',
      rateLimit: 20,
      schema: { body: FirstAdmin, response: { 200: Me } },
      handler: async (request, reply) => {
        const session = await access.makeFirstAdmin(request.body);
        return begun(request, reply, session);
      },
    }),
    route({
      method: 'POST',
      url: '/api/session',
      access: 'secure',
      tag: 'people',
      summary: 'Sign in',
      rateLimit: 30,
      schema: { body: SignIn, response: { 200: Me } },
      handler: async (request, reply) => {
        const session = await access.signIn(request.body.name, request.body.password, request.ip);
        return begun(request, reply, session);
      },
    }),
    route({
      method: 'DELETE',
      url: '/api/session',
      access: 'signedIn',
      tag: 'people',
      summary: 'Sign out',
      schema: { response: { 204: NoContent } },
      handler: (request, reply) => {
        sessions.end(request as FastifyRequest, reply);
        return reply.code(204).send();
      },
    }),
  ];
}
