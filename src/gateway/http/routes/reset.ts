import type { FastifyRequest } from 'fastify';
import { ResetOrder, ResetSettings, ResetView } from '../../../contract/factory-reset.ts';
import { viaOf } from '../via.ts';
import { type LocalRoute, type RouteDeps, route } from './deps.ts';

/** Back to factory default (row A10), by people on the site; the cloud has its own order. */
export function resetRoutes({ reset, sessions }: RouteDeps): LocalRoute[] {
  const actor = (request: unknown) => sessions.require(request as FastifyRequest).actor;
  return [
    route({
      method: 'GET',
      url: '/api/factory-reset',
      access: 'signedIn',
      tag: 'reset',
      summary: 'What a factory reset erases and what stays, and whether one is announced',
      schema: { response: { 200: ResetView } },
      handler: () => reset.view(),
    }),
    route({
      method: 'POST',
      url: '/api/factory-reset',
      access: 'adminHere',
      tag: 'reset',
      summary: 'Erase the data of this gateway and start it as it left the factory',
      rateLimit: 6,
      schema: { body: ResetOrder, response: { 200: ResetView } },
      async handler(request) {
        const by = viaOf((request as FastifyRequest).raw).kind === 'cli' ? 'cli' : 'page';
        await reset.order(by, request.body.keepWay ?? false, actor(request));
        return reset.view();
      },
    }),
    route({
      method: 'DELETE',
      url: '/api/factory-reset',
      access: 'adminHere',
      tag: 'reset',
      summary: 'Cancel the announced one',
      schema: { response: { 200: ResetView } },
      async handler(request) {
        await reset.cancel(actor(request));
        return reset.view();
      },
    }),
    route({
      method: 'PUT',
      url: '/api/factory-reset/settings',
      access: 'adminHere',
      tag: 'reset',
      summary: 'How long an order of the cloud is announced before it is obeyed',
      schema: { body: ResetSettings, response: { 200: ResetView } },
      handler(request) {
        reset.setAnnounce(request.body.announceMinutes, actor(request));
        return reset.view();
      },
    }),
  ];
}
