import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { type CsvColumn, sendCsv } from '../../../base/runtime/csv.ts';
import { hungUp } from '../../../base/runtime/http.ts';
import { AccessVerdict } from '../../../contract/access-log.ts';
import { AccessLine, PageOf } from '../../../contract/local-api.ts';
import { type LocalRoute, type RouteDeps, route } from './deps.ts';

const filter = {
  q: Type.Optional(Type.String({ maxLength: 200 })),
  targetId: Type.Optional(Type.String({ maxLength: 64 })),
  person: Type.Optional(Type.String({ maxLength: 200 })),
  sessionId: Type.Optional(Type.String({ maxLength: 64 })),
};
const CSV_PAGE = 500;

const instant = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());
const COLUMNS: readonly CsvColumn<AccessLine>[] = [
  ['Record', (line) => line.n],
  ['Time', (line) => instant(line.at)],
  ['Person', (line) => line.person],
  ['Reason', (line) => line.reason],
  ['Ticket', (line) => line.ticket],
  ['Target', (line) => line.targetId],
  ['Session', (line) => line.sessionId],
  ['Method', (line) => line.method],
  ['Path', (line) => line.path],
  ['Status', (line) => line.status],
  ['Bytes', (line) => line.bytes],
  ['Ended', (line) => instant(line.endedAt)],
];

/** Row G3: what came in through tunnels, for the customer. */
export function accessLogRoutes({ accessLog }: RouteDeps): LocalRoute[] {
  return [
    route({
      method: 'GET',
      url: '/api/access-log',
      access: 'signedIn',
      tag: 'tunnels',
      summary: 'Every request that came through a tunnel, newest first',
      schema: {
        querystring: Type.Object({
          ...filter,
          after: Type.Optional(Type.String({ maxLength: 64 })),
          limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
        }),
        response: { 200: PageOf(AccessLine) },
      },
      handler: (request) => accessLog.page(request.query),
    }),
    route({
      method: 'GET',
      url: '/api/access-log.csv',
      access: 'signedIn',
      tag: 'tunnels',
      summary: 'The same list as a file, as long as it is',
      schema: { querystring: Type.Object(filter), response: { 200: Type.String() } },
      handler: ({ query }, reply) =>
        sendCsv(reply, 'access-log', {
          columns: COLUMNS,
          read: (after) =>
            accessLog.page({ ...query, limit: CSV_PAGE, ...(after === undefined ? {} : { after }) }),
        }),
    }),
    route({
      method: 'GET',
      url: '/api/access-log.jsonl',
      access: 'signedIn',
      tag: 'tunnels',
      summary: 'Every record as it was hashed, with its hash',
      schema: { response: { 200: Type.String() } },
      handler: (_request, reply) =>
        reply
          .header('content-type', 'application/jsonl; charset=utf-8')
          .header('content-disposition', 'attachment; filename="access-log.jsonl"')
          .header('cache-control', 'no-store')
          .send(Readable.from(accessLog.export(hungUp(reply)))),
    }),
    route({
      method: 'POST',
      url: '/api/access-log/verify',
      access: 'signedIn',
      tag: 'tunnels',
      summary: 'Is the access log what was written, by itself and by what the cloud was told',
      schema: { response: { 200: AccessVerdict } },
      handler: (_request, reply) => accessLog.verify(hungUp(reply)),
    }),
  ];
}
