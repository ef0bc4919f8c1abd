/** Event History (row C9). */
import { type Static, Type } from 'typebox';
import type { Clock } from '../../../base/clock.ts';
import { type CsvColumn, sendCsv } from '../../../base/runtime/csv.ts';
import { route } from '../../../base/runtime/http.ts';
import { EventView } from '../../../contract/console-api.ts';
import {
  EventExportQuery,
  EventFacetQuery,
  EventFacets,
  EventListQuery,
  PAGE_MOST,
} from '../../../contract/console-lists.ts';
import { PageOf } from '../../../contract/local-api.ts';
import type { CloudEvent, Scope } from '../../core/model.ts';
import type { AccountStore, EventFilter, EventQuery, EventStore } from '../../core/ports/stores.ts';
import type { Access } from '../access.ts';
import type { ConsoleAuth } from '../console-auth.ts';
import { given } from './query.ts';

function filterOf(query: Static<typeof EventFacetQuery>): EventFilter {
  const { account, q, type, action, asset, assetHas, actorId, actorHas, from, until } = query;
  return given({
    accounts: account,
    q,
    types: type,
    actions: action,
    assets: asset,
    assetPart: assetHas,
    actorId,
    actorPart: actorHas,
    from,
    until,
  });
}

/** S3:2155-2214: a nameless actor is `Unknown`; tags are what the search finds an event by. */
function toView(event: CloudEvent, account: string): EventView {
  const { id, gatewayId, actor, action, eventType, asset, at, propertiesChanged, details } = event;
  return {
    id,
    account,
    actorName: actor.name || 'Unknown',
    actorId: actor.id,
    action,
    eventType,
    asset,
    at,
    propertiesChanged: [...propertiesChanged],
    details: { ...details },
    extraDetails: { account, ...(gatewayId === undefined ? {} : { gatewayId }) },
    logTags: [eventType, action, ...(gatewayId === undefined ? [] : [gatewayId])],
  };
}

const json = (value: unknown): string => JSON.stringify(value);

const COLUMNS: readonly CsvColumn<EventView>[] = [
  ['Event ID', (e) => e.id],
  ['Account', (e) => e.account],
  ['Actor Name', (e) => e.actorName],
  ['Actor ID', (e) => e.actorId],
  ['Action', (e) => e.action],
  ['Event Type', (e) => e.eventType],
  ['Asset', (e) => e.asset],
  ['Event Date', (e) => new Date(e.at).toISOString()],
  ['Properties Changed', (e) => (e.propertiesChanged.length === 0 ? '' : json(e.propertiesChanged))],
  ['Core Details', (e) => (Object.keys(e.details).length === 0 ? '' : json(e.details))],
  ['Extra Details', (e) => json(e.extraDetails)],
  ['Log Tags', (e) => json(e.logTags)],
];

export function eventRoutes(deps: {
  readonly auth: ConsoleAuth;
  readonly events: EventStore;
  readonly accounts: AccountStore;
  readonly clock: Clock;
}) {
  const { auth, events, accounts, clock } = deps;

  /** 9-digit numbers of the accounts of one page. */
  const numbersOf = async (ids: readonly string[]) => {
    const numbers = new Map<string, string>();
    for (const id of new Set(ids)) numbers.set(id, (await accounts.byId(id))?.number ?? '');
    return numbers;
  };

  const list = async (scope: Scope, query: EventQuery) => {
    const page = await events.list(scope, query);
    const numbers = await numbersOf(page.items.map((e) => e.accountId));
    return { ...page, items: page.items.map((e) => toView(e, numbers.get(e.accountId) ?? '')) };
  };

  return [
    route<Access, undefined, typeof EventListQuery, undefined>({
      method: 'GET',
      url: '/api/events',
      access: 'administrator',
      summary: 'The event history, newest first.',
      tag: 'events',
      schema: { querystring: EventListQuery, response: { 200: PageOf(EventView) } },
      handler: (request) => {
        const { after, limit, order, id, ...filter } = request.query;
        return list(auth.of(request).me, { ...filterOf(filter), ...given({ ids: id, after, limit, order }) });
      },
    }),
    route<Access, undefined, typeof EventFacetQuery, undefined>({
      method: 'GET',
      url: '/api/events/facets',
      access: 'administrator',
      summary: 'How many events there are since when, and what further filters can be chosen from.',
      tag: 'events',
      schema: { querystring: EventFacetQuery, response: { 200: EventFacets } },
      handler: (request) => events.facets(auth.of(request).me, filterOf(request.query)),
    }),
    route<Access, undefined, typeof EventExportQuery, undefined>({
      method: 'GET',
      url: '/api/events.csv',
      access: 'administrator',
      summary: 'All matching events, or the named ones, as CSV.',
      tag: 'events',
      schema: { querystring: EventExportQuery, response: { 200: Type.String() } },
      handler: (request, reply) => {
        const { me } = auth.of(request);
        const { id, order, ...filter } = request.query;
        const query = { ...filterOf(filter), ...given({ ids: id, order }), limit: PAGE_MOST };
        return sendCsv(reply, `events-${new Date(clock.now()).toISOString().slice(0, 10)}`, {
          columns: COLUMNS,
          read: (after) => list(me, { ...query, ...given({ after }) }),
        });
      },
    }),
  ];
}
