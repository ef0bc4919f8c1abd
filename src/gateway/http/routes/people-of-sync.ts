import { type Static, Type } from 'typebox';
import { type CsvColumn, sendCsv } from '../../../base/runtime/csv.ts';
import { PageOf } from '../../../contract/local-api.ts';
import {
  Explanation,
  FindingPage,
  PersonState,
  SyncPerson,
  type UserSummary,
} from '../../../contract/sync-api.ts';
import { type LocalRoute, type RouteDeps, route } from './deps.ts';
import { listQuery } from './sync.ts';

/** How many rows are read for the file at a time. */
const CSV_PAGE = 500;
/** Row F2: first, last, e-mail, bundle or role, department, location. */
const COLUMNS: readonly CsvColumn<UserSummary>[] = [
  ['First name', (user) => user.givenName],
  ['Last name', (user) => user.familyName],
  ['E-mail', (user) => user.email],
  ['Role', (user) => user.role],
  ['Department', (user) => user.department],
  ['Location', (user) => user.location],
];
const Id = Type.Object({ id: Type.String({ maxLength: 128 }) });
const q = (query: { readonly q?: string }) => (query.q === undefined ? {} : { q: query.q });

/** Who the sources have, why each value is what it is, and what is merely to be looked at. */
export function syncPeopleRoutes({ syncPeople }: RouteDeps): LocalRoute[] {
  return [
    route({
      method: 'GET',
      url: '/api/sync/people',
      access: 'signedIn',
      tag: 'sync',
      summary: 'People of the sources, with how each stands',
      schema: {
        querystring: Type.Object({
          ...listQuery,
          state: Type.Optional(PersonState),
          source: Type.Optional(Type.String({ maxLength: 128 })),
        }),
        response: { 200: PageOf(SyncPerson) },
      },
      handler: (request) => syncPeople.list(request.query),
    }),
    route({
      method: 'GET',
      url: '/api/sync/people/:id',
      access: 'signedIn',
      tag: 'sync',
      summary: 'Why a person has these values',
      schema: { params: Id, response: { 200: Explanation } },
      handler: (request) => syncPeople.explain(request.params.id),
    }),
    route({
      method: 'GET',
      url: '/api/sync/people.csv',
      access: 'signedIn',
      tag: 'sync',
      summary: 'The user summary as a file',
      schema: { querystring: Type.Object({ q: listQuery.q }), response: { 200: Type.String() } },
      handler: ({ query }: { query: Static<typeof Search> }, reply) =>
        sendCsv(reply, 'users', {
          columns: COLUMNS,
          read: (after) =>
            syncPeople.summary({ limit: CSV_PAGE, ...q(query), ...(after === undefined ? {} : { after }) }),
        }),
    }),
    route({
      method: 'GET',
      url: '/api/sync/findings',
      access: 'signedIn',
      tag: 'sync',
      summary: 'What is to be looked at and holds nothing back',
      schema: {
        querystring: Type.Object({ ...listQuery, code: Type.Optional(Type.String({ maxLength: 64 })) }),
        response: { 200: FindingPage },
      },
      handler: (request) => syncPeople.findings(request.query),
    }),
  ];
}

const Search = Type.Object({ q: listQuery.q });
