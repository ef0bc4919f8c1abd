import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { NoContent } from '../../../base/runtime/http.ts';
import {
  FirstAdmin,
  Me,
  NewPerson,
  OwnSession,
  PasswordChange,
  PersonChange,
  PersonView,
  SignIn,
} from '../../../contract/local-api.ts';
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

/** A session begins in the browser that asked. */
function begun({ sessions }: RouteDeps, request: unknown, reply: FastifyReply, session: OpenedSession): Me {
  sessions.begin(request as FastifyRequest, reply, session);
  const { name, role } = session.person;
  return { signedIn: true, name, role, via: 'local', needsFirstAdmin: false, csrf: session.csrf };
}

/** Who is here: first administrator, sign-in, sign-out. */
export function signInRoutes(deps: RouteDeps): LocalRoute[] {
  const { sessions, access } = deps;
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
        return begun(deps, request, reply, session);
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
        return begun(deps, request, reply, session);
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

/** A person's own password and sessions. */
export function ownRoutes(deps: RouteDeps): LocalRoute[] {
  const { sessions, access } = deps;
  const actor = (request: unknown) => sessions.require(request as FastifyRequest).actor;
  return [
    route({
      method: 'POST',
      url: '/api/me/password',
      access: 'signedInHere',
      tag: 'people',
      summary: 'Change one’s own password; every other session of the person ends',
      rateLimit: 20,
      schema: { body: PasswordChange, response: { 200: Me } },
      handler: async (request, reply) => {
        const session = await access.changePassword(actor(request).id, request.body, request.ip);
        return begun(deps, request, reply, session);
      },
    }),
    route({
      method: 'GET',
      url: '/api/me/sessions',
      access: 'signedInHere',
      tag: 'people',
      summary: 'Where one is signed in now',
      schema: { response: { 200: Type.Object({ sessions: Type.Array(OwnSession) }) } },
      handler: (request) => {
        const token = sessions.token(request as FastifyRequest) ?? '';
        return { sessions: access.ownSessions(actor(request).id, token) };
      },
    }),
    route({
      method: 'DELETE',
      url: '/api/me/sessions',
      access: 'signedInHere',
      tag: 'people',
      summary: 'Sign out everywhere, here too',
      schema: { response: { 204: NoContent } },
      handler: (request, reply) => {
        const who = actor(request);
        access.signOutEverywhere(who.id, who);
        sessions.end(request as FastifyRequest, reply);
        return reply.code(204).send();
      },
    }),
  ];
}

const byId = Type.Object({ id: Type.String({ maxLength: 64 }) });

/** Who may sign in here. On the site only: a remote session neither sees nor changes local people. */
export function peopleRoutes({ sessions, access: { people } }: RouteDeps): LocalRoute[] {
  const actor = (request: unknown) => sessions.require(request as FastifyRequest).actor;
  return [
    route({
      method: 'GET',
      url: '/api/people',
      access: 'adminHere',
      tag: 'people',
      summary: 'Who may sign in here',
      schema: { response: { 200: Type.Object({ people: Type.Array(PersonView) }) } },
      handler: (request) => ({ people: people.list(actor(request)) }),
    }),
    route({
      method: 'POST',
      url: '/api/people',
      access: 'adminHere',
      tag: 'people',
      summary: 'Add an administrator or a support person',
      rateLimit: 60,
      schema: { body: NewPerson, response: { 200: PersonView } },
      handler: (request) => people.add(request.body, actor(request)),
    }),
    route({
      method: 'PUT',
      url: '/api/people/:id',
      access: 'adminHere',
      tag: 'people',
      summary: 'Change a person’s role, or give a new password, which ends the person’s sessions',
      rateLimit: 60,
      schema: { params: byId, body: PersonChange, response: { 200: PersonView } },
      handler: (request) => people.change(request.params.id, request.body, actor(request)),
    }),
    route({
      method: 'DELETE',
      url: '/api/people/:id',
      access: 'adminHere',
      tag: 'people',
      summary: 'Remove a person; never the last administrator',
      schema: { params: byId, response: { 204: NoContent } },
      handler: (request, reply) => {
        people.remove(request.params.id, actor(request));
        return reply.code(204).send();
      },
    }),
    route({
      method: 'DELETE',
      url: '/api/people/:id/sessions',
      access: 'adminHere',
      tag: 'people',
      summary: 'Sign a person out everywhere',
      schema: { params: byId, response: { 204: NoContent } },
      handler: (request, reply) => {
        people.signOut(request.params.id, actor(request));
        return reply.code(204).send();
      },
    }),
  ];
}
