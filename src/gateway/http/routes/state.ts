import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { eventStream } from '../../../base/runtime/event-stream.ts';
import { LicenceInput } from '../../../contract/inventory.ts';
import {
  CheckView,
  DebugFacts,
  InventoryView,
  JobView,
  Licences,
  Ordered,
  Overview,
} from '../../../contract/local-api.ts';
import { OutflowDay, OutflowView } from '../../../contract/outflow.ts';
import { fail } from '../../core/errors.ts';
import { viaOf } from '../via.ts';
import { type LocalRoute, type RouteDeps, route } from './deps.ts';

/** Server-sent events: `overview` at once and on every change. */
function live(deps: RouteDeps, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { overview, onChange, sessions, clock } = deps;
  const stream = eventStream(reply, {
    clock,
    allowed: () => sessions.principal(request, 'look') !== undefined,
    onEnd: () => end(),
  });
  const send = () => stream.send('overview', overview);
  const end = onChange(send);
  send();
  return reply;
}

/** The dashboard: everything about this gateway, live; inventory, jobs, checks, logs. */
export function stateRoutes(deps: RouteDeps): LocalRoute[] {
  const { overview, inventory, health, host, jobs, logs, sessions, debug, licences, tunnels } = deps;
  const actor = (request: unknown) => sessions.require(request as FastifyRequest).actor;
  const checks = Type.Object({ checks: Type.Array(CheckView) });
  return [
    route({
      method: 'GET',
      url: '/api/overview',
      access: 'signedIn',
      tag: 'state',
      summary: 'Everything about this gateway',
      schema: { response: { 200: Overview } },
      handler: () => overview(),
    }),
    route({
      method: 'GET',
      url: '/api/events/live',
      access: 'signedIn',
      tag: 'state',
      summary: 'The overview as server-sent events',
      rateLimit: 60,
      schema: { response: { 200: Type.String() } },
      handler: (request, reply) => live(deps, request as FastifyRequest, reply),
    }),
    route({
      method: 'GET',
      url: '/api/debug',
      access: 'signedIn',
      tag: 'state',
      summary: 'Raw facts beside the overview: memory, databases, the access log’s chain',
      schema: { response: { 200: DebugFacts } },
      handler: () => debug(),
    }),
    route({
      method: 'GET',
      url: '/api/licences',
      access: 'signedIn',
      tag: 'state',
      summary: 'What this program is made of, and under which licences',
      schema: { response: { 200: Licences } },
      handler: () => licences(),
    }),
    route({
      method: 'GET',
      url: '/metrics',
      access: 'signedIn',
      tag: 'state',
      summary: 'Numbers in the text format of Prometheus; labels hold no name of a person, host or account',
      rateLimit: 60,
      schema: { response: { 200: Type.String() } },
      async handler(_request, reply) {
        const { contentType, text } = await deps.metrics();
        return (reply as FastifyReply).type(contentType).send(text);
      },
    }),
    route({
      method: 'GET',
      url: '/api/sbom',
      access: 'signedIn',
      tag: 'state',
      summary: 'What this program is made of, as CycloneDX 1.5; the inventory reports its SHA-256',
      schema: { response: { 200: Type.String() } },
      async handler(_request, reply) {
        const text = await deps.sbom();
        if (text === undefined) throw fail('NOT_FOUND');
        return (reply as FastifyReply).type('application/vnd.cyclonedx+json; version=1.5').send(text);
      },
    }),
    route({
      method: 'GET',
      url: '/api/outflow',
      access: 'signedIn',
      tag: 'state',
      summary: 'What leaves this building: destinations and kinds of data, counted from the real connections',
      schema: {
        querystring: Type.Object({ day: Type.Optional(OutflowDay) }),
        response: { 200: OutflowView },
      },
      handler: (request) => deps.outflow(request.query.day),
    }),
    route({
      method: 'GET',
      url: '/api/inventory',
      access: 'signedIn',
      tag: 'state',
      summary: 'The last inventory report',
      schema: { response: { 200: InventoryView } },
      handler: () => inventory.view(),
    }),
    route({
      method: 'POST',
      url: '/api/inventory/report',
      access: 'admin',
      tag: 'state',
      summary: 'Report the inventory now',
      schema: { response: { 200: InventoryView } },
      handler: async (request) => {
        await inventory.report(actor(request));
        return inventory.view();
      },
    }),
    route({
      method: 'PUT',
      url: '/api/inventory/licence',
      access: 'admin',
      tag: 'state',
      summary: 'Enter the licence of this host by hand; it goes before what its files say',
      schema: { body: LicenceInput, response: { 200: InventoryView } },
      handler: (request) => inventory.setLicence(request.body, actor(request)),
    }),
    route({
      method: 'DELETE',
      url: '/api/inventory/licence',
      access: 'admin',
      tag: 'state',
      summary: 'Remove what was entered by hand; what the host’s files say counts again',
      schema: { response: { 200: InventoryView } },
      handler: (request) => inventory.setLicence(undefined, actor(request)),
    }),
    route({
      method: 'GET',
      url: '/api/jobs',
      access: 'signedIn',
      tag: 'state',
      summary: 'What this gateway is doing',
      schema: { response: { 200: Type.Object({ jobs: Type.Array(JobView) }) } },
      handler: () => ({ jobs: jobs() }),
    }),
    route({
      method: 'GET',
      url: '/api/health',
      access: 'signedIn',
      tag: 'state',
      summary: 'The last results of the checks',
      schema: { response: { 200: checks } },
      handler: () => ({ checks: health.views() }),
    }),
    route({
      method: 'POST',
      url: '/api/health/run',
      access: 'admin',
      tag: 'state',
      summary: 'Run every check now',
      schema: { response: { 200: checks } },
      handler: async () => ({ checks: await health.run() }),
    }),
    route({
      method: 'GET',
      url: '/api/health/report',
      access: 'signedIn',
      tag: 'state',
      summary: 'The last results of the checks as plain text, for a ticket',
      schema: { response: { 200: Type.String() } },
      handler: () => health.report(),
    }),
    route({
      method: 'POST',
      url: '/api/restart',
      access: 'admin',
      tag: 'state',
      summary: 'Start the gateway’s program again',
      rateLimit: 6,
      schema: { response: { 200: Ordered } },
      handler: (request) => host.restart(actor(request)),
    }),
    route({
      method: 'POST',
      url: '/api/reboot',
      access: 'admin',
      tag: 'state',
      summary: 'Start the host again',
      rateLimit: 6,
      schema: { response: { 200: Ordered } },
      handler: (request) => host.reboot(actor(request)),
    }),
    route({
      method: 'GET',
      url: '/api/logs',
      access: 'admin',
      tag: 'state',
      summary: 'The last lines of the log',
      schema: {
        querystring: Type.Object({ lines: Type.Integer({ minimum: 1, maximum: 1000, default: 200 }) }),
        response: { 200: Type.Object({ lines: Type.Array(Type.String()) }) },
      },
      handler: async (request) => {
        const read = () => logs(request.query.lines);
        const via = viaOf((request as FastifyRequest).raw);
        return {
          lines: via.kind === 'tunnel' ? await tunnels.logsInSession(via.sessionId, read) : await read(),
        };
      },
    }),
  ];
}
