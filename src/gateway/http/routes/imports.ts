import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { bytesOf, NoContent } from '../../../base/runtime/http.ts';
import { PageOf } from '../../../contract/local-api.ts';
import {
  ImportChoice,
  ImportRow,
  ImportRowDone,
  ImportRowEdit,
  ImportTake,
  ImportView,
  Synchroniser,
} from '../../../contract/sync-api.ts';
import { type LocalRoute, type RouteDeps, route } from './deps.ts';
import { listQuery } from './sync.ts';

const params = Type.Object({ id: Type.String({ minLength: 1, maxLength: 128 }) });

/** Import of people from files. An administrator may do it from a remote session too: it changes nobody before the plan that it leads to is let go. */
export function importRoutes({ imports, sessions }: RouteDeps): LocalRoute[] {
  const actor = (request: unknown) => sessions.require(request as FastifyRequest).actor;
  return [
    route({
      method: 'GET',
      url: '/api/imports',
      access: 'signedIn',
      tag: 'imports',
      summary: 'Uploaded files, newest first',
      schema: { response: { 200: Type.Object({ imports: Type.Array(ImportView) }) } },
      handler: () => ({ imports: imports.list() }),
    }),
    route({
      method: 'POST',
      url: '/api/imports',
      access: 'admin',
      tag: 'imports',
      summary: 'Upload a CSV, LDIF or Excel file, 256 MiB at most; nobody changes by it',
      takesBytes: true,
      schema: {
        querystring: Type.Object({ name: Type.String({ minLength: 1, maxLength: 1024 }) }),
        response: { 200: ImportView },
      },
      handler: (request) => imports.upload(request.query.name, bytesOf(request), actor(request)),
    }),
    route({
      method: 'GET',
      url: '/api/imports/:id',
      access: 'signedIn',
      tag: 'imports',
      summary: 'How the file is read, and what is in it',
      schema: { params, response: { 200: ImportView } },
      handler: (request) => imports.view(request.params.id),
    }),
    route({
      method: 'GET',
      url: '/api/imports/:id/rows',
      access: 'signedIn',
      tag: 'imports',
      summary: 'Its rows, each with what is wrong with it',
      schema: {
        params,
        querystring: Type.Object({
          ...listQuery,
          only: Type.Optional(Type.Enum(['errors'])),
          row: Type.Optional(Type.Integer({ minimum: 1 })),
        }),
        response: { 200: PageOf(ImportRow) },
      },
      handler: (request) => imports.rows(request.params.id, request.query),
    }),
    route({
      method: 'PUT',
      url: '/api/imports/:id',
      access: 'admin',
      tag: 'imports',
      summary: 'Read it in another way: encoding, sheet, columns, identity, values for many rows',
      schema: { params, body: ImportChoice, response: { 200: ImportView } },
      handler: (request) => imports.choose(request.params.id, request.body),
    }),
    route({
      method: 'PUT',
      url: '/api/imports/:id/rows/:row',
      access: 'admin',
      tag: 'imports',
      summary: 'Correct one row, leave it out or put it back; the file is checked again at once',
      schema: {
        params: Type.Object({ ...params.properties, row: Type.Integer({ minimum: 1 }) }),
        body: ImportRowEdit,
        response: { 200: ImportRowDone },
      },
      handler: ({ params: { id, row }, body }) => imports.editRow(id, row, body),
    }),
    route({
      method: 'POST',
      url: '/api/imports/:id/take',
      access: 'admin',
      tag: 'imports',
      summary: 'Make its rows the people of a synchroniser',
      schema: { params, body: ImportTake, response: { 200: Synchroniser } },
      handler: (request) => imports.take(request.params.id, request.body, actor(request)),
    }),
    route({
      method: 'DELETE',
      url: '/api/imports/:id',
      access: 'admin',
      tag: 'imports',
      summary: 'Delete an uploaded file; one that was taken over stays with its synchroniser',
      schema: { params, response: { 204: NoContent } },
      handler: async (request, reply) => {
        await imports.remove(request.params.id, actor(request));
        return reply.code(204).send();
      },
    }),
  ];
}
