import type { FastifyRequest } from 'fastify';
import { NoContent } from '../../../base/runtime/http.ts';
import {
  AuthoritiesInput,
  KeepCode,
  NetworkApplied,
  NetworkView,
  PortInput,
  ProxyInput,
  TimeServersInput,
} from '../../../contract/network-api.ts';
import { viaOf } from '../via.ts';
import { type LocalRoute, type RouteDeps, route } from './deps.ts';

/** The address of this host that a request came to; none on the control socket. */
function arrivedAt(request: FastifyRequest): string | undefined {
  if (viaOf(request.raw).kind === 'cli') return undefined;
  return (request.socket.localAddress ?? '').replace(/^::ffff:/, '');
}

/**
 * Row A4's network. None of it from afar: proxy and authorities by the contract, addresses and name servers because
 * whoever sets those decides where the PBX's password goes.
 */
export function networkRoutes({ network, sessions }: RouteDeps): LocalRoute[] {
  const actor = (request: unknown) => sessions.require(request as FastifyRequest).actor;
  const tag = 'network';
  return [
    route({
      method: 'GET',
      url: '/api/network',
      access: 'signedIn',
      tag,
      summary: 'The network of this gateway, without secrets',
      schema: { response: { 200: NetworkView } },
      handler: () => network.view(),
    }),
    route({
      method: 'POST',
      url: '/api/network/apply',
      access: 'adminHere',
      tag,
      summary: 'Try the settings of a port; they go back by themselves unless somebody keeps them',
      rateLimit: 30,
      schema: { body: PortInput, response: { 200: NetworkApplied } },
      handler: (request) => network.apply(request.body, actor(request)),
    }),
    route({
      method: 'POST',
      url: '/api/network/confirm',
      access: 'adminHere',
      tag,
      summary: 'Keep the settings on trial',
      schema: { response: { 200: NetworkView } },
      handler: (request) => network.confirm(arrivedAt(request as FastifyRequest), actor(request)),
    }),
    route({
      method: 'POST',
      url: '/api/network/keep',
      access: 'secure',
      tag,
      summary:
        'Keep them by the code that whoever applied them was given: a browser has no session at a new address',
      rateLimit: 10,
      schema: { body: KeepCode, response: { 204: NoContent } },
      handler: async (request, reply) => {
        await network.confirmByCode(request.body.code, arrivedAt(request as FastifyRequest));
        return reply.code(204).send();
      },
    }),
    route({
      method: 'POST',
      url: '/api/network/revert',
      access: 'adminHere',
      tag,
      summary: 'Take the settings on trial back',
      schema: { response: { 200: NetworkView } },
      handler: (request) => network.revert(actor(request)),
    }),
    route({
      method: 'PUT',
      url: '/api/network/time',
      access: 'adminHere',
      tag,
      summary: 'Set the time servers of this host',
      schema: { body: TimeServersInput, response: { 200: NetworkView } },
      handler: (request) => network.setTimeServers(request.body.servers, actor(request)),
    }),
    route({
      method: 'PUT',
      url: '/api/network/proxy',
      access: 'adminHere',
      tag,
      summary: 'Save the HTTP proxy; it is used at once',
      schema: { body: ProxyInput, response: { 200: NetworkView } },
      handler: (request) => network.saveProxy(request.body, actor(request)),
    }),
    route({
      method: 'DELETE',
      url: '/api/network/proxy',
      access: 'adminHere',
      tag,
      summary: 'Use the HTTP proxy of the configuration file, or none',
      schema: { response: { 200: NetworkView } },
      handler: (request) => network.forgetProxy(actor(request)),
    }),
    route({
      method: 'PUT',
      url: '/api/network/ca',
      access: 'adminHere',
      tag,
      summary: 'Believe these certificate authorities too, in place of those that were saved here before',
      schema: { body: AuthoritiesInput, response: { 200: NetworkView } },
      handler: (request) => network.saveAuthorities(request.body.pem, actor(request)),
    }),
    route({
      method: 'DELETE',
      url: '/api/network/ca',
      access: 'adminHere',
      tag,
      summary: 'Believe them no more',
      schema: { response: { 200: NetworkView } },
      handler: (request) => network.removeAuthorities(actor(request)),
    }),
  ];
}
