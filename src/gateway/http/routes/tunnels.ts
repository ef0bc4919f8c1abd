import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { NoContent } from '../../../base/runtime/http.ts';
import { Uuid } from '../../../contract/common.ts';
import {
  AccessRequest,
  ConsentPolicy,
  LocalSession,
  LookName,
  LookPolicy,
  Target,
  TargetInput,
} from '../../../contract/local-api.ts';
import { type LocalRoute, type RouteDeps, route } from './deps.ts';

const byId = Type.Object({ id: Type.String({ maxLength: 64 }) });
const requestId = Type.Object({ id: Uuid });
const targets = Type.Object({ targets: Type.Array(Target) });

/** Row B4, sessions. Targets are added and confirmed on the site only. */
export function tunnelRoutes({ tunnels, sessions }: RouteDeps): LocalRoute[] {
  const actor = (request: unknown) => sessions.require(request as FastifyRequest).actor;
  return [
    route({
      method: 'GET',
      url: '/api/tunnels',
      access: 'signedIn',
      tag: 'tunnels',
      summary: 'All targets and their tunnels',
      schema: { response: { 200: targets } },
      handler: () => ({ targets: tunnels.list() }),
    }),
    route({
      method: 'POST',
      url: '/api/tunnels',
      access: 'adminHere',
      tag: 'tunnels',
      summary: 'Add a target by hand',
      schema: { body: TargetInput, response: { 200: Target } },
      handler: (request) => tunnels.add(request.body, actor(request)),
    }),
    route({
      method: 'DELETE',
      url: '/api/tunnels/:id',
      access: 'adminHere',
      tag: 'tunnels',
      summary: 'Remove a target',
      schema: { params: byId, response: { 204: NoContent } },
      handler: async (request, reply) => {
        await tunnels.remove(request.params.id, actor(request));
        return reply.code(204).send();
      },
    }),
    route({
      method: 'POST',
      url: '/api/tunnels/:id/confirm',
      access: 'adminHere',
      tag: 'tunnels',
      summary: 'Accept a proposed target, or the certificate that was seen',
      schema: {
        params: byId,
        body: Type.Object(
          { fingerprint: Type.Optional(Type.String({ maxLength: 128 })) },
          { additionalProperties: false },
        ),
        response: { 200: Target },
      },
      handler: (request) => tunnels.confirm(request.params.id, request.body.fingerprint, actor(request)),
    }),
    route({
      method: 'POST',
      url: '/api/tunnels/:id/start',
      access: 'admin',
      tag: 'tunnels',
      summary: 'Start a tunnel',
      schema: { params: byId, response: { 200: Target } },
      handler: (request) => tunnels.startTunnel(request.params.id, actor(request)),
    }),
    route({
      method: 'POST',
      url: '/api/tunnels/:id/stop',
      access: 'admin',
      tag: 'tunnels',
      summary: 'Stop a tunnel',
      schema: { params: byId, response: { 200: Target } },
      handler: (request) => tunnels.stopTunnel(request.params.id, actor(request)),
    }),
    route({
      method: 'POST',
      url: '/api/tunnels/start-all',
      access: 'admin',
      tag: 'tunnels',
      summary: 'Start all tunnels',
      schema: { response: { 200: targets } },
      handler: async (request) => {
        await tunnels.startAll(actor(request));
        return { targets: tunnels.list() };
      },
    }),
    route({
      method: 'POST',
      url: '/api/tunnels/stop-all',
      access: 'admin',
      tag: 'tunnels',
      summary: 'Stop all tunnels',
      schema: { response: { 200: targets } },
      handler: async (request) => {
        await tunnels.stopAll(actor(request));
        return { targets: tunnels.list() };
      },
    }),
    route({
      method: 'PUT',
      url: '/api/tunnels/:id/consent',
      access: 'adminHere',
      tag: 'tunnels',
      summary: 'Who is asked before a remote session to this target may open',
      schema: { params: byId, body: ConsentPolicy, response: { 200: Target } },
      handler: (request) => tunnels.setConsent(request.params.id, request.body, actor(request)),
    }),
    route({
      method: 'GET',
      url: '/api/looks',
      access: 'signedIn',
      tag: 'tunnels',
      summary: 'Who is asked before the cloud looks at logs or traces of calls',
      schema: { response: { 200: Type.Object({ looks: Type.Array(LookPolicy) }) } },
      handler: () => ({ looks: tunnels.looks.list() }),
    }),
    route({
      method: 'PUT',
      url: '/api/looks/:look/consent',
      access: 'adminHere',
      tag: 'tunnels',
      summary: 'Set who is asked before the cloud looks at logs or traces of calls',
      schema: { params: Type.Object({ look: LookName }), body: ConsentPolicy, response: { 200: LookPolicy } },
      handler: (request) => tunnels.looks.setConsent(request.params.look, request.body, actor(request)),
    }),
    route({
      method: 'GET',
      url: '/api/access-requests',
      access: 'signedIn',
      tag: 'tunnels',
      summary: 'Questions for consent: those that wait, then the last that were answered',
      schema: { response: { 200: Type.Object({ requests: Type.Array(AccessRequest) }) } },
      handler: () => ({ requests: tunnels.requests() }),
    }),
    route({
      method: 'POST',
      url: '/api/access-requests/:id/approve',
      access: 'adminHere',
      tag: 'tunnels',
      summary: 'Let the remote session in',
      schema: { params: requestId, response: { 200: AccessRequest } },
      handler: (request) => tunnels.approve(request.params.id, actor(request)),
    }),
    route({
      method: 'POST',
      url: '/api/access-requests/:id/deny',
      access: 'adminHere',
      tag: 'tunnels',
      summary: 'Do not let the remote session in',
      schema: { params: requestId, response: { 200: AccessRequest } },
      handler: (request) => tunnels.deny(request.params.id, actor(request)),
    }),
    route({
      method: 'GET',
      url: '/api/sessions',
      access: 'signedIn',
      tag: 'tunnels',
      summary: 'Remote sessions, open ones first',
      schema: { response: { 200: Type.Object({ sessions: Type.Array(LocalSession) }) } },
      handler: () => ({ sessions: tunnels.sessions() }),
    }),
    route({
      method: 'POST',
      url: '/api/sessions/:id/end',
      access: 'adminHere',
      tag: 'tunnels',
      summary: 'End a remote session now',
      schema: { params: byId, response: { 204: NoContent } },
      handler: async (request, reply) => {
        await tunnels.endSession(request.params.id, actor(request));
        return reply.code(204).send();
      },
    }),
  ];
}
