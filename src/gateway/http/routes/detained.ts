import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { PageOf } from '../../../contract/local-api.ts';
import {
  Decision,
  DecisionsRevoke,
  DetainedAction,
  DetainedDetail,
  DetainedDone,
  DetainedPage,
  DetainedVerb,
  RunChange,
  SyncRun,
  UndoInput,
  UndoView,
} from '../../../contract/sync-api.ts';
import { fail } from '../../core/errors.ts';
import { type LocalRoute, type RouteDeps, route } from './deps.ts';
import { listQuery } from './sync.ts';

const Id = Type.Object({ id: Type.String({ maxLength: 128 }) });

/** The detained queue, what people decided about it, and what each run did. */
export function detainedRoutes({ detained, sync, sessions }: RouteDeps): LocalRoute[] {
  const actor = (request: unknown) => sessions.require(request as FastifyRequest).actor;
  return [
    route({
      method: 'GET',
      url: '/api/sync/detained',
      access: 'signedIn',
      tag: 'sync',
      summary: 'The detained queue, with how many rows each reason and action has',
      schema: {
        querystring: Type.Object({
          ...listQuery,
          action: Type.Optional(DetainedAction),
          code: Type.Optional(Type.String({ maxLength: 64 })),
          source: Type.Optional(Type.String({ maxLength: 128 })),
        }),
        response: { 200: DetainedPage },
      },
      handler: (request) => detained.list(request.query),
    }),
    route({
      method: 'GET',
      url: '/api/sync/detained/:id',
      access: 'signedIn',
      tag: 'sync',
      summary: 'One row: what is wanted, what the account has, and what stands at the sources',
      schema: { params: Id, response: { 200: DetainedDetail } },
      handler: (request) => detained.one(request.params.id),
    }),
    route({
      method: 'POST',
      url: '/api/sync/detained/verb',
      access: 'admin',
      tag: 'sync',
      summary: 'Apply, modify, cancel, ignore, create again or leave rows of the queue',
      schema: { body: DetainedVerb, response: { 200: DetainedDone } },
      handler: (request) => detained.decide(request.body, actor(request)),
    }),
    route({
      method: 'GET',
      url: '/api/sync/decisions',
      access: 'signedIn',
      tag: 'sync',
      summary: 'What people decided and what still holds',
      schema: { querystring: Type.Object(listQuery), response: { 200: PageOf(Decision) } },
      handler: (request) => detained.decisions(request.query),
    }),
    route({
      method: 'POST',
      url: '/api/sync/decisions/revoke',
      access: 'admin',
      tag: 'sync',
      summary: 'Take decisions back',
      schema: {
        body: DecisionsRevoke,
        response: { 200: DetainedDone },
      },
      handler(request) {
        const { body } = request;
        // the request itself: a copy of it is nobody's
        if ('ids' in body) return detained.revoke(body.ids, actor(request));
        return detained.revokeOrder(body.orderId, actor(request));
      },
    }),
    route({
      method: 'GET',
      url: '/api/sync/runs',
      access: 'signedIn',
      tag: 'sync',
      summary: 'Runs, the newest first',
      schema: { querystring: Type.Object(listQuery), response: { 200: PageOf(SyncRun) } },
      handler: (request) => sync.runs(request.query),
    }),
    route({
      method: 'GET',
      url: '/api/sync/runs/:id',
      access: 'signedIn',
      tag: 'sync',
      summary: 'One run',
      schema: { params: Id, response: { 200: SyncRun } },
      handler: (request) => sync.oneRun(request.params.id) ?? notFound(),
    }),
    route({
      method: 'POST',
      url: '/api/sync/undo',
      access: 'admin',
      tag: 'sync',
      summary: 'Take the last run back; without planHash only say what would be done',
      schema: { body: UndoInput, response: { 200: UndoView } },
      handler(request) {
        const { runId, preview, planHash, wait = true } = request.body;
        const confirmed = preview === true || planHash === undefined ? {} : { planHash };
        // the request itself: a copy of it is nobody's
        return sync.undo({ runId, wait, ...confirmed }, actor(request));
      },
    }),
    route({
      method: 'GET',
      url: '/api/sync/runs/:id/undo',
      access: 'signedIn',
      tag: 'sync',
      summary: 'What undoing a run would do, how far it is, or how it ended',
      schema: { params: Id, response: { 200: UndoView } },
      handler: (request) => sync.undoOf(request.params.id) ?? noUndo(),
    }),
    route({
      method: 'GET',
      url: '/api/sync/runs/:id/changes',
      access: 'signedIn',
      tag: 'sync',
      summary: 'What one run changed; with values for the last one that changed anybody',
      schema: {
        params: Id,
        querystring: Type.Object({ ...listQuery, kind: Type.Optional(Type.String({ maxLength: 32 })) }),
        response: { 200: PageOf(RunChange) },
      },
      handler: (request) => sync.runChanges(request.params.id, request.query),
    }),
  ];
}

function noUndo(): never {
  throw fail('NOT_FOUND', { sentence: 'This run cannot be undone.' });
}

function notFound(): never {
  throw fail('NOT_FOUND', { sentence: 'There is no such run.' });
}
