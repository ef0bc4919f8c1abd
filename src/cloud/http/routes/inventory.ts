/** System Inventory (rows C4, C5) and Event History (row C9). */
import { Type } from 'typebox';
import { route } from '../../../base/runtime/http.ts';
import { ApplicationView, EventView, PlatformView } from '../../../contract/console-api.ts';
import { PageOf } from '../../../contract/local-api.ts';
import type { AccountStore, EventStore } from '../../core/ports/stores.ts';
import type { Inventory } from '../../features/inventory/inventory.ts';
import type { Access } from '../access.ts';
import type { ConsoleAuth } from '../console-auth.ts';
import { AccountListQuery, given } from './query.ts';

const ById = Type.Object({ id: Type.String({ maxLength: 600 }) });

export function inventoryRoutes(deps: {
  readonly auth: ConsoleAuth;
  readonly inventory: Inventory;
  readonly events: EventStore;
  readonly accounts: AccountStore;
}) {
  const { auth, inventory, events, accounts } = deps;

  /** 9-digit numbers of the accounts of one page. */
  const numbersOf = async (ids: readonly string[]) => {
    const numbers = new Map<string, string>();
    for (const id of new Set(ids)) numbers.set(id, (await accounts.byId(id))?.number ?? '');
    return numbers;
  };

  return [
    route<Access, undefined, typeof AccountListQuery, undefined>({
      method: 'GET',
      url: '/api/inventory/platforms',
      access: 'administrator',
      summary: 'Platforms, with licence and SWA status.',
      tag: 'inventory',
      schema: { querystring: AccountListQuery, response: { 200: PageOf(PlatformView) } },
      handler: (request) => inventory.platforms(auth.of(request).me, given(request.query)),
    }),
    route<Access, typeof ById, undefined, undefined>({
      method: 'GET',
      url: '/api/inventory/platforms/:id',
      access: 'administrator',
      summary: 'One platform.',
      tag: 'inventory',
      schema: { params: ById, response: { 200: PlatformView } },
      handler: (request) => inventory.platform(auth.of(request).me, request.params.id),
    }),
    route<Access, undefined, typeof AccountListQuery, undefined>({
      method: 'GET',
      url: '/api/inventory/applications',
      access: 'administrator',
      summary: 'Applications.',
      tag: 'inventory',
      schema: { querystring: AccountListQuery, response: { 200: PageOf(ApplicationView) } },
      handler: (request) => inventory.applications(auth.of(request).me, given(request.query)),
    }),
    route<Access, undefined, typeof AccountListQuery, undefined>({
      method: 'GET',
      url: '/api/events',
      access: 'administrator',
      summary: 'The event history, newest first.',
      tag: 'events',
      schema: { querystring: AccountListQuery, response: { 200: PageOf(EventView) } },
      handler: async (request) => {
        const page = await events.list(auth.of(request).me, given(request.query));
        const numbers = await numbersOf(page.items.map((e) => e.accountId));
        const items = page.items.map((event) => ({
          id: event.id,
          account: numbers.get(event.accountId) ?? '',
          // a nameless actor is shown as the vendor shows it (S3:2155-2330)
          actorName: event.actor.name || 'Unknown',
          actorId: event.actor.id,
          action: event.action,
          eventType: event.eventType,
          asset: event.asset,
          at: event.at,
          propertiesChanged: event.propertiesChanged,
          details: event.details,
        }));
        return { ...page, items };
      },
    }),
  ];
}
