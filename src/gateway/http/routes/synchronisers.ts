import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { PbxTestResult } from '../../../contract/local-api.ts';
import {
  Mapping,
  MappingInput,
  MappingTrial,
  Synchroniser,
  SynchroniserEnd,
  SynchroniserInput,
  SynchroniserOrder,
  Synchronisers,
} from '../../../contract/sync-api.ts';
import { expectedOf } from '../precondition.ts';
import { type LocalRoute, type RouteDeps, route } from './deps.ts';

const params = Type.Object({ id: Type.String({ minLength: 1, maxLength: 128 }) });
const URL = '/api/synchronisers';

/** Sources of people, their order, their mapping (rows D1, D8, D14, D19). */
export function synchroniserRoutes({ synchronisers, sessions }: RouteDeps): LocalRoute[] {
  const actor = (request: unknown) => sessions.require(request as FastifyRequest).actor;
  return [
    route({
      method: 'GET',
      url: URL,
      access: 'signedIn',
      tag: 'sync',
      summary: 'Synchronisers, in order of precedence',
      schema: { response: { 200: Synchronisers } },
      handler: () => synchronisers.list(),
    }),
    route({
      method: 'POST',
      url: URL,
      access: 'admin',
      tag: 'sync',
      summary: 'Add a synchroniser',
      schema: { body: SynchroniserInput, response: { 200: Synchroniser } },
      handler: (request) => synchronisers.add(request.body, actor(request)),
    }),
    route({
      method: 'PUT',
      url: `${URL}/order`,
      access: 'admin',
      tag: 'sync',
      summary: 'Precedence: the first named wins',
      schema: { body: SynchroniserOrder, response: { 200: Synchronisers } },
      handler: (request) => synchronisers.order(request.body.ids, actor(request)),
    }),
    route({
      method: 'POST',
      url: `${URL}/test`,
      access: 'adminHere',
      tag: 'sync',
      summary: 'Test typed settings, or those of a saved synchroniser',
      rateLimit: 60,
      schema: { body: SynchroniserInput, response: { 200: PbxTestResult } },
      handler: (request) => synchronisers.test(request.body),
    }),
    route({
      method: 'GET',
      url: `${URL}/:id`,
      access: 'signedIn',
      tag: 'sync',
      summary: 'One synchroniser, without its secrets',
      schema: { params, response: { 200: Synchroniser } },
      handler: (request) => synchronisers.one(request.params.id),
    }),
    route({
      method: 'PUT',
      url: `${URL}/:id`,
      access: 'admin',
      tag: 'sync',
      summary: 'Save a synchroniser',
      schema: { params, body: SynchroniserInput, response: { 200: Synchroniser } },
      handler: (request) =>
        synchronisers.edit(request.params.id, request.body, actor(request), expectedOf(request.headers)),
    }),
    route({
      method: 'DELETE',
      url: `${URL}/:id`,
      access: 'admin',
      tag: 'sync',
      summary: 'Delete a synchroniser: its people move to another one, or leave by plan and guard',
      schema: { params, body: SynchroniserEnd, response: { 200: Synchronisers } },
      handler: (request) => synchronisers.remove(request.params.id, request.body, actor(request)),
    }),
    route({
      method: 'POST',
      url: `${URL}/:id/keep`,
      access: 'admin',
      tag: 'sync',
      summary: 'Take a deletion back while it is not carried out',
      schema: { params, response: { 200: Synchroniser } },
      handler: (request) => synchronisers.keep(request.params.id, actor(request)),
    }),
    route({
      method: 'POST',
      url: `${URL}/:id/reinitialise`,
      access: 'admin',
      tag: 'sync',
      summary: 'The next cycle reads everything anew',
      schema: { params, response: { 200: Synchroniser } },
      handler: (request) => synchronisers.reinitialise(request.params.id, actor(request)),
    }),
    route({
      method: 'GET',
      url: `${URL}/:id/mapping`,
      access: 'signedIn',
      tag: 'sync',
      summary: 'Mapping rules, as data and in words',
      schema: { params, response: { 200: Mapping } },
      handler: (request) => synchronisers.mapping(request.params.id),
    }),
    route({
      method: 'PUT',
      url: `${URL}/:id/mapping`,
      access: 'admin',
      tag: 'sync',
      summary: 'Save mapping rules; null takes the type’s own back',
      schema: { params, body: MappingInput, response: { 200: Mapping } },
      handler: (request) =>
        synchronisers.saveMapping(
          request.params.id,
          request.body.rules,
          actor(request),
          expectedOf(request.headers),
        ),
    }),
    route({
      method: 'POST',
      url: `${URL}/:id/mapping/try`,
      access: 'admin',
      tag: 'sync',
      summary: 'What rules make of rows that were read; nothing is saved',
      rateLimit: 60,
      schema: { params, body: MappingInput, response: { 200: MappingTrial } },
      handler: (request) => synchronisers.tryMapping(request.params.id, request.body.rules),
    }),
  ];
}
