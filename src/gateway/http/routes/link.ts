import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { NoContent } from '../../../base/runtime/http.ts';
import { ClaimTokenGiven, KeyView, LinkState, Signpost } from '../../../contract/local-api.ts';
import { fail } from '../../core/errors.ts';
import type { Actor } from '../../core/events.ts';
import { viaOf } from '../via.ts';
import { type LocalRoute, type RouteDeps, route } from './deps.ts';

/** Whoever pressed the button on the signpost: nobody has signed in yet. */
function actorOf({ sessions }: RouteDeps, request: FastifyRequest): Actor {
  return sessions.principal(request)?.actor ?? { id: 'lan', name: `Somebody at ${request.ip}`, via: 'local' };
}

/** The signpost and linking to the cloud. No secret is taken or shown here. */
export function linkRoutes(deps: RouteDeps): LocalRoute[] {
  const { identity, deviceKey, sessions, signpost } = deps;
  return [
    route({
      method: 'GET',
      url: '/api/alive',
      access: 'anybody',
      tag: 'link',
      summary: 'Answers while the program is alive; never depends on the cloud',
      rateLimit: false,
      schema: { response: { 200: Type.Object({ alive: Type.Literal(true) }) } },
      handler: () => ({ alive: true as const }),
    }),
    route({
      method: 'GET',
      url: '/api/signpost',
      access: 'anybody',
      tag: 'link',
      summary: 'What anybody on the network may know of this gateway',
      schema: { response: { 200: Signpost } },
      handler: () => signpost(),
    }),
    route({
      method: 'GET',
      url: '/api/link',
      access: 'anybody',
      tag: 'link',
      summary: 'How far the link request is',
      schema: { response: { 200: LinkState } },
      handler: () => identity.state(),
    }),
    route({
      method: 'POST',
      url: '/api/link',
      access: 'anybody',
      tag: 'link',
      summary: 'Start a link request (RFC 8628), or give the running one',
      rateLimit: 30,
      schema: { response: { 200: LinkState } },
      handler: (request) => identity.beginLink(actorOf(deps, request as FastifyRequest)),
    }),
    route({
      method: 'POST',
      url: '/api/link/token',
      access: 'adminHere',
      tag: 'link',
      summary: 'Link by a claim token that was made in the console',
      rateLimit: 30,
      schema: { body: ClaimTokenGiven, response: { 200: LinkState } },
      handler: (request) =>
        identity.beginLink(sessions.require(request as FastifyRequest).actor, {
          token: request.body.token.trim(),
        }),
    }),
    route({
      method: 'POST',
      url: '/api/link/registered',
      access: 'adminHere',
      tag: 'link',
      summary: 'Link to the account whose console knows the fingerprint of this gateway',
      rateLimit: 30,
      schema: { response: { 200: LinkState } },
      handler: (request) =>
        identity.beginLink(sessions.require(request as FastifyRequest).actor, 'registered'),
    }),
    route({
      method: 'DELETE',
      url: '/api/link',
      access: 'anybody',
      tag: 'link',
      summary: 'Give the running link request up',
      schema: { response: { 204: NoContent } },
      handler: async (request, reply) => {
        await identity.cancelLink(actorOf(deps, request as FastifyRequest));
        return reply.code(204).send();
      },
    }),
    route({
      method: 'GET',
      url: '/api/key',
      access: 'signedIn',
      tag: 'link',
      summary: 'The fingerprint of the device key, and how far its change is',
      schema: { response: { 200: KeyView } },
      handler: () => deviceKey.view(),
    }),
    route({
      method: 'POST',
      url: '/api/key/rotate',
      access: 'adminHere',
      tag: 'link',
      summary: 'Change the device key; an interrupted change goes on by itself',
      rateLimit: 10,
      schema: { response: { 200: KeyView } },
      handler: (request) => deviceKey.rotate(sessions.require(request as FastifyRequest).actor),
    }),
    route({
      method: 'POST',
      url: '/api/unlink',
      access: 'adminHere',
      tag: 'link',
      summary: 'Unlink this gateway from its account',
      schema: { response: { 204: NoContent } },
      handler: async (request, reply) => {
        await identity.unlink(sessions.require(request as FastifyRequest).actor);
        return reply.code(204).send();
      },
    }),
    route({
      method: 'GET',
      url: '/api/setup-code',
      access: 'adminHere',
      tag: 'link',
      summary: 'The set-up code, on the control socket only',
      schema: { response: { 200: Type.Object({ setupCode: Type.Optional(Type.String()) }) } },
      handler: (request) => {
        if (viaOf(request.raw).kind !== 'cli') throw fail('NOT_ALLOWED');
        const setupCode = identity.setupCode();
        return setupCode === undefined ? {} : { setupCode };
      },
    }),
  ];
}
