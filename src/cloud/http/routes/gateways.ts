/** Gateways and the orders given to them. */
import { Type } from 'typebox';
import { NoContent, route } from '../../../base/runtime/http.ts';
import { COMMANDS, type CommandName, lookOf } from '../../../contract/commands.ts';
import { Uuid } from '../../../contract/common.ts';
import { CommandView, GatewayView } from '../../../contract/console-api.ts';
import { PageOf } from '../../../contract/local-api.ts';
import { GatewayFigures } from '../../../contract/metrics.ts';
import { CONSENT_MS } from '../../../contract/tunnel.ts';
import { fail } from '../../core/errors.ts';
import type { Command } from '../../core/model.ts';
import type { CommandService } from '../../core/ports/commands.ts';
import type { CommandStore } from '../../core/ports/stores.ts';
import { isCommandName } from '../../features/commands/commands.ts';
import type { Gateways } from '../../features/gateways/gateways.ts';
import type { Metrics } from '../../features/metrics/metrics.ts';
import type { Resets } from '../../features/resets/resets.ts';
import type { Access } from '../access.ts';
import type { ConsoleAuth } from '../console-auth.ts';
import { AccountListQuery, given, ListQuery } from './query.ts';

const ById = Type.Object({ id: Uuid });
const Order = Type.Object(
  {
    name: Type.String({ maxLength: 64 }),
    args: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    /** Of an order that looks at the customer's data: the customer reads both. */
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    ticket: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  },
  { additionalProperties: false },
);

const Hours = Type.Object({
  /** Back from now. */
  hours: Type.Integer({ minimum: 1, maximum: 72, default: 24 }),
});

const Revert = Type.Object({ typed: Type.Literal('revert') }, { additionalProperties: false });
const Typed = Type.Object({ typed: Type.Literal('unlink') }, { additionalProperties: false });

/** Sessions are opened by Launch, links ended by their own pages, settings changed by theirs. */
const NOT_HERE: readonly CommandName[] = [
  'session.open',
  'session.end',
  'unlink',
  'factory.reset',
  'config.apply',
];

export function gatewayRoutes(deps: {
  readonly auth: ConsoleAuth;
  readonly gateways: Gateways;
  readonly commands: CommandService;
  readonly store: CommandStore;
  readonly resets: Resets;
  readonly metrics: Metrics;
}) {
  const { auth, gateways, commands, store } = deps;
  return [
    route<Access, undefined, typeof AccountListQuery, undefined>({
      method: 'GET',
      url: '/api/gateways',
      access: 'administrator',
      summary: 'Linked gateways.',
      tag: 'gateways',
      schema: { querystring: AccountListQuery, response: { 200: PageOf(GatewayView) } },
      handler: (request) => gateways.list(auth.of(request).me, given(request.query)),
    }),
    route<Access, typeof ById, undefined, undefined>({
      method: 'GET',
      url: '/api/gateways/:id',
      access: 'administrator',
      summary: 'One gateway with its last status.',
      tag: 'gateways',
      schema: { params: ById, response: { 200: GatewayView } },
      handler: (request) => gateways.view(auth.of(request).me, request.params.id),
    }),
    route<Access, typeof ById, typeof Hours, undefined>({
      method: 'GET',
      url: '/api/gateways/:id/metrics',
      access: 'administrator',
      summary: 'Figures of one gateway, put together from its five-minute roll-ups.',
      tag: 'gateways',
      schema: { params: ById, querystring: Hours, response: { 200: GatewayFigures } },
      handler: async (request) => {
        const gateway = await gateways.find(auth.of(request).me, request.params.id);
        return deps.metrics.figures(gateway, request.query.hours);
      },
    }),
    route<Access, typeof ById, undefined, typeof Typed>({
      method: 'DELETE',
      url: '/api/gateways/:id',
      access: 'administrator',
      summary: 'Unlinks a gateway; its channels end at once.',
      tag: 'gateways',
      schema: { params: ById, body: Typed, response: { 204: NoContent } },
      handler: async (request, reply) => {
        const { me } = auth.of(request);
        const gateway = await gateways.find(me, request.params.id);
        await gateways.unlink({ id: me.id, name: me.name }, gateway, `unlinked by ${me.name}`);
        return reply.code(204).send();
      },
    }),
    route<Access, typeof ById, undefined, typeof Revert>({
      method: 'POST',
      url: '/api/gateways/:id/factory-reset',
      access: 'administrator',
      summary:
        'Deletes the integration: the gateway is ordered to reset to factory default, and is unlinked when it obeys.',
      tag: 'gateways',
      schema: { params: ById, body: Revert, response: { 200: CommandView } },
      handler: async (request) => {
        const { me } = auth.of(request);
        const gateway = await gateways.find(me, request.params.id);
        const id = await deps.resets.order({ id: me.id, name: me.name }, gateway, 'integration');
        const command = await store.byId(id);
        if (!command) throw fail('NOT_FOUND');
        return commandView(command);
      },
    }),
    route<Access, typeof ById, undefined, typeof Order>({
      method: 'POST',
      url: '/api/gateways/:id/commands',
      access: 'administrator',
      summary: 'Orders something; it waits until the gateway is online.',
      tag: 'commands',
      schema: { params: ById, body: Order, response: { 200: CommandView } },
      handler: async (request) => {
        const { me } = auth.of(request);
        const { name, args = {}, reason, ticket } = request.body;
        if (!isCommandName(name)) throw fail('COMMAND_UNKNOWN');
        if (NOT_HERE.includes(name)) throw fail('COMMAND_NOT_HERE');
        const gateway = await gateways.find(me, request.params.id);
        const person = { id: me.id, name: me.name, email: me.email };
        // who asks is our word, whatever stands in the request
        const asker = lookOf(name) === undefined ? {} : { person, ...given({ reason, ticket }) };
        const { id } = await commands.issue({
          gatewayId: gateway.id,
          name,
          args: { ...args, ...asker },
          issuedBy: me,
        });
        const command = await store.byId(id);
        if (!command) throw fail('NOT_FOUND');
        return commandView(command);
      },
    }),
    route<Access, typeof ById, typeof ListQuery, undefined>({
      method: 'GET',
      url: '/api/gateways/:id/commands',
      access: 'administrator',
      summary: 'What was ordered of a gateway, newest first.',
      tag: 'commands',
      schema: { params: ById, querystring: ListQuery, response: { 200: PageOf(CommandView) } },
      handler: async (request) => {
        const gateway = await gateways.find(auth.of(request).me, request.params.id);
        const page = await store.list(gateway.id, given(request.query));
        // a value may be a thousand lines of a log: it is read with its own order
        return { ...page, items: page.items.map((command) => withoutValue(commandView(command))) };
      },
    }),
    route<Access, typeof ById, undefined, undefined>({
      method: 'POST',
      url: '/api/commands/:id/withdraw',
      access: 'administrator',
      summary: 'Takes the question back that an order for logs or a trace waits for at the site.',
      tag: 'commands',
      schema: { params: ById, response: { 204: NoContent } },
      handler: async (request, reply) => {
        const { me } = auth.of(request);
        const command = await store.inScope(me, request.params.id);
        if (!command) throw fail('NOT_FOUND');
        if (lookOf(command.name) === undefined) throw fail('COMMAND_NOT_HERE');
        // the gateway knows the question by the order's id
        await commands.issue({
          gatewayId: command.gatewayId,
          name: 'session.end',
          args: { sessionId: command.id },
          issuedBy: { id: me.id, name: me.name },
          ttlMs: CONSENT_MS,
        });
        return reply.code(204).send();
      },
    }),
    route<Access, typeof ById, undefined, undefined>({
      method: 'GET',
      url: '/api/commands/:id',
      access: 'administrator',
      summary: 'One order with its progress.',
      tag: 'commands',
      schema: { params: ById, response: { 200: CommandView } },
      handler: async (request) => {
        const command = await store.inScope(auth.of(request).me, request.params.id);
        if (!command) throw fail('NOT_FOUND');
        return commandView(command);
      },
    }),
  ];
}

function withoutValue({ value: _, ...view }: CommandView): CommandView {
  return view;
}

/** Without the arguments: those of a session hold its secret. */
function commandView(command: Command): CommandView {
  const { id, gatewayId, name, issuedAt, expiresAt, state } = command;
  const { percent, sentence, endedAt, error, value } = command;
  return {
    ...{ id, gatewayId, name, issuedAt, expiresAt, state },
    title: COMMANDS[name].title,
    issuedBy: command.issuedBy.name,
    ...given({ percent, sentence, endedAt, error }),
    ...(value === undefined ? {} : { value }),
  };
}
