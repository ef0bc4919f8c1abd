import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { NoContent } from '../../../base/runtime/http.ts';
import { Uuid } from '../../../contract/common.ts';
import { SupportBundle, SupportBundles, SupportManifest } from '../../../contract/support.ts';
import { type LocalRoute, type RouteDeps, route } from './deps.ts';

const params = Type.Object({ id: Uuid });

/** Support bundles (row A8). Whoever comes through a tunnel has asked for the log already, so they are as the log is. */
export function supportRoutes({ support, sessions }: RouteDeps): LocalRoute[] {
  const actor = (request: unknown) => sessions.require(request as FastifyRequest).actor;
  return [
    route({
      method: 'GET',
      url: '/api/support',
      access: 'admin',
      tag: 'state',
      summary: 'Support bundles on this gateway, newest first',
      schema: { response: { 200: SupportBundles } },
      handler: async () => ({ bundles: await support.list() }),
    }),
    route({
      method: 'POST',
      url: '/api/support/preview',
      access: 'admin',
      tag: 'state',
      summary: 'What a support bundle would have now; nothing is stored',
      rateLimit: 30,
      schema: { response: { 200: SupportManifest } },
      handler: () => support.preview(),
    }),
    route({
      method: 'POST',
      url: '/api/support',
      access: 'admin',
      tag: 'state',
      summary: 'Make a support bundle and keep it on this gateway',
      rateLimit: 30,
      schema: { response: { 200: SupportBundle } },
      handler: (request) => support.create(actor(request)),
    }),
    route({
      method: 'GET',
      url: '/api/support/:id/file',
      access: 'admin',
      tag: 'state',
      summary: 'A support bundle as a zip file',
      schema: { params, response: { 200: Type.String() } },
      async handler(request, reply) {
        const { bundle, bytes } = await support.open(request.params.id);
        return reply
          .type('application/zip')
          .header('content-length', bundle.size)
          .header('content-disposition', `attachment; filename="${bundle.name}"`)
          .header('cache-control', 'no-store')
          .send(Readable.from(bytes));
      },
    }),
    route({
      method: 'DELETE',
      url: '/api/support/:id',
      access: 'admin',
      tag: 'state',
      summary: 'Delete a support bundle',
      schema: { params, response: { 204: NoContent } },
      async handler(request, reply) {
        await support.remove(request.params.id, actor(request));
        return reply.code(204).send();
      },
    }),
  ];
}
