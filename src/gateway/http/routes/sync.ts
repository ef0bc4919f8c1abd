import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { type CsvColumn, sendCsv } from '../../../base/runtime/csv.ts';
import { IrregularUser, PageOf, PlanChange, SyncAudit, SyncView } from '../../../contract/local-api.ts';
import type { ChainReport } from '../../core/ports/sync-queries.ts';
import { expectedOf } from '../precondition.ts';
import { type LocalRoute, type RouteDeps, route } from './deps.ts';

export const listQuery = {
  q: Type.Optional(Type.String({ maxLength: 200 })),
  after: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
};

const List = Type.Enum(['none', 'shared']);

/** How many rows are read for the file at a time. */
const CSV_PAGE = 500;
const CSV_NAME = { none: 'users-without-email', shared: 'users-sharing-an-email' } as const;
const CSV_COLUMNS: readonly CsvColumn<Static<typeof IrregularUser>>[] = [
  ['Name', (user) => user.name],
  ['Extension', (user) => user.extension],
  ['Department', (user) => user.department],
  ['E-mail', (user) => user.email],
];

function auditView(found: ChainReport | undefined): SyncAudit {
  const { count: rows = 0, brokenAt } = found ?? {};
  return { known: found !== undefined, rows, ...(brokenAt === undefined ? {} : { brokenAt }) };
}

/** User synchronisation: what it would do, what it did, and the buttons. */
export function syncRoutes({ sync, sessions }: RouteDeps): LocalRoute[] {
  const actor = (request: unknown) => sessions.require(request as FastifyRequest).actor;
  return [
    route({
      method: 'GET',
      url: '/api/sync',
      access: 'signedIn',
      tag: 'sync',
      summary: 'State, counts and plan',
      schema: { response: { 200: SyncView } },
      handler: () => sync.view(),
    }),
    route({
      method: 'POST',
      url: '/api/sync/run',
      access: 'admin',
      tag: 'sync',
      summary: 'Sync now; the first one approves the first plan',
      schema: {
        querystring: Type.Object({ wait: Type.Optional(Type.Boolean()) }),
        response: { 200: SyncView },
      },
      handler: async (request) => {
        // the page watches the progress; the command line waits for the end
        if (!request.query.wait) return sync.run(actor(request));
        await sync.runToEnd(actor(request));
        return sync.view();
      },
    }),
    route({
      method: 'POST',
      url: '/api/sync/preview',
      access: 'admin',
      tag: 'sync',
      summary: 'Read and plan; nothing is sent',
      schema: { response: { 200: SyncView } },
      handler: async (request) => {
        await sync.previewToEnd(actor(request));
        return sync.view();
      },
    }),
    route({
      method: 'POST',
      url: '/api/sync/confirm',
      access: 'admin',
      tag: 'sync',
      summary: 'Release the removals that are held, of this plan only',
      schema: {
        querystring: Type.Object({ wait: Type.Optional(Type.Boolean()) }),
        body: Type.Object({ planHash: Type.String({ maxLength: 128 }) }, { additionalProperties: false }),
        response: { 200: SyncView },
      },
      handler: async (request) => {
        const { planHash } = request.body;
        if (!request.query.wait) return sync.confirm(planHash, actor(request));
        await sync.runToEnd(actor(request), undefined, planHash);
        return sync.view();
      },
    }),
    route({
      method: 'PUT',
      url: '/api/sync/schedule',
      access: 'admin',
      tag: 'sync',
      summary: 'PBX Sync Schedule (in minutes)',
      schema: {
        body: Type.Object(
          { minutes: Type.Integer({ minimum: 5, maximum: 1440 }) },
          { additionalProperties: false },
        ),
        response: { 200: SyncView },
      },
      handler: (request) =>
        sync.setSchedule(request.body.minutes, actor(request), expectedOf(request.headers)),
    }),
    route({
      method: 'GET',
      url: '/api/sync/changes',
      access: 'signedIn',
      tag: 'sync',
      summary: 'The changes of the current plan',
      schema: {
        querystring: Type.Object({
          ...listQuery,
          kind: Type.Optional(
            Type.Enum(['added', 'changed', 'removed', 'disabled', 'enabled', 'detained', 'held']),
          ),
        }),
        response: { 200: PageOf(PlanChange) },
      },
      handler: (request) => sync.changes(request.query),
    }),
    route({
      method: 'GET',
      url: '/api/sync/irregular',
      access: 'signedIn',
      tag: 'sync',
      summary: 'Users without an e-mail address, or without one of their own',
      schema: {
        querystring: Type.Object({ ...listQuery, list: List }),
        response: { 200: PageOf(IrregularUser) },
      },
      handler: (request) => sync.irregular(request.query),
    }),
    route({
      method: 'GET',
      url: '/api/sync/irregular.csv',
      access: 'signedIn',
      tag: 'sync',
      summary: 'The same list as a file, as long as it is',
      schema: {
        querystring: Type.Object({ q: listQuery.q, list: List }),
        response: { 200: Type.String() },
      },
      handler: ({ query: { list, q } }, reply) =>
        sendCsv(reply, CSV_NAME[list], {
          columns: CSV_COLUMNS,
          read: (after) =>
            sync.irregular({
              list,
              limit: CSV_PAGE,
              ...(q === undefined ? {} : { q }),
              ...(after === undefined ? {} : { after }),
            }),
        }),
    }),
    route({
      method: 'GET',
      url: '/api/sync/audit',
      access: 'signedIn',
      tag: 'sync',
      summary: 'Is the audit chain what was written',
      schema: { response: { 200: SyncAudit } },
      handler: async () => auditView(await sync.verifyAudit()),
    }),
    route({
      method: 'POST',
      url: '/api/sync/audit/accept',
      access: 'adminHere',
      tag: 'sync',
      summary: 'Let a chain that was changed count from its present end on',
      schema: { response: { 200: SyncAudit } },
      handler: async (request) => auditView(await sync.acceptAudit(actor(request))),
    }),
  ];
}
