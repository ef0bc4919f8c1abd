/** What linked gateways call. */
import { Type } from 'typebox';
import { hungUp, NoContent, route } from '../../../base/runtime/http.ts';
import { AccessHeads } from '../../../contract/access-log.ts';
import { CloudMessage } from '../../../contract/channel.ts';
import { CLOUD_PATH, GatewaySelf, KeyOffer } from '../../../contract/claim.ts';
import { Instant } from '../../../contract/common.ts';
import { OutboxBatch, OutboxReceipt } from '../../../contract/outbox.ts';
import { TunnelPlan, TunnelPlanRequest } from '../../../contract/tunnel.ts';
import { fail } from '../../core/errors.ts';
import type { Gateway } from '../../core/model.ts';
import type { Gateways } from '../../features/gateways/gateways.ts';
import type { Ingest } from '../../features/outbox/ingest.ts';
import type { Access } from '../access.ts';
import { type ChannelPolls, POLL_MAX_S } from '../channel-poll.ts';
import { readGatewayMessage } from '../channel-socket.ts';
import type { DeviceAuth } from '../device-auth.ts';

/** Requests a minute from one address: a whole fleet may stand behind one, and come back at once. */
export const GATEWAY_RATE = 6000;

const Hello = Type.Object({
  name: Type.String(),
  region: Type.String(),
  version: Type.String(),
  time: Instant,
});
const HeadsQuery = Type.Object({ after: Type.Integer({ minimum: 0, default: 0 }) });
const PollQuery = Type.Object({ wait: Type.Integer({ minimum: 0, maximum: POLL_MAX_S, default: 0 }) });
const Messages = Type.Object({ messages: Type.Array(CloudMessage) });
/** Each is checked by itself, so that one of an unknown type does not stop the others. */
const Given = Type.Object({ messages: Type.Array(Type.Unknown(), { maxItems: 200 }) });

export function deviceRoutes(deps: {
  readonly auth: DeviceAuth;
  readonly gateways: Gateways;
  readonly ingest: Ingest;
  readonly polls: ChannelPolls;
  readonly accessHeads: (gatewayId: string, after: number) => Promise<AccessHeads>;
  /** @throws AppError KEY_OFFER_BAD, KEY_TAKEN */
  readonly offerKey: (gateway: Gateway, proof: string) => Promise<void>;
  /** How the gateway's next tunnel connection goes. @throws AppError TUNNEL_PLAN_OLD */
  readonly tunnelPlan: (gatewayId: string, asked: TunnelPlanRequest) => Promise<TunnelPlan>;
  readonly hello: () => { name: string; region: string; version: string; time: number };
}) {
  const { auth, gateways, ingest, polls } = deps;
  return [
    route<Access, undefined, undefined, undefined>({
      method: 'GET',
      url: CLOUD_PATH.hello,
      access: 'public',
      summary: 'Says which cloud this is, where, and what time it is.',
      tag: 'gateway',
      rateLimit: GATEWAY_RATE,
      schema: { response: { 200: Hello } },
      handler: () => deps.hello(),
    }),
    route<Access, undefined, undefined, undefined>({
      method: 'GET',
      url: CLOUD_PATH.self,
      access: 'device',
      summary: 'What this gateway may know of its account.',
      tag: 'gateway',
      rateLimit: GATEWAY_RATE,
      schema: { response: { 200: GatewaySelf } },
      handler: (request) => {
        const { gateway, account } = auth.of(request);
        return gateways.self(gateway, account);
      },
    }),
    route<Access, undefined, undefined, undefined>({
      method: 'DELETE',
      url: CLOUD_PATH.unlink,
      access: 'device',
      summary: 'Unlinks this gateway.',
      tag: 'gateway',
      rateLimit: GATEWAY_RATE,
      schema: { response: { 204: NoContent } },
      handler: async (request, reply) => {
        const { gateway } = auth.of(request);
        await gateways.unlink({ id: gateway.id, name: gateway.name }, gateway, 'unlinked at the gateway');
        return reply.code(204).send();
      },
    }),
    route<Access, undefined, undefined, typeof KeyOffer>({
      method: 'PUT',
      url: CLOUD_PATH.key,
      access: 'device',
      summary: 'Names the next device key of this gateway; both are valid until it is used.',
      tag: 'gateway',
      rateLimit: GATEWAY_RATE,
      schema: { body: KeyOffer, response: { 204: NoContent } },
      handler: async (request, reply) => {
        const { gateway } = auth.of(request);
        await deps.offerKey(gateway, request.body.proof);
        return reply.code(204).send();
      },
    }),
    route<Access, undefined, undefined, typeof TunnelPlanRequest>({
      method: 'POST',
      url: CLOUD_PATH.tunnelPlan,
      access: 'device',
      summary: 'Says how the next tunnel connection goes, and where the broker listens for which target.',
      tag: 'gateway',
      rateLimit: GATEWAY_RATE,
      schema: { body: TunnelPlanRequest, response: { 200: TunnelPlan } },
      handler: (request) => deps.tunnelPlan(auth.of(request).gateway.id, request.body),
    }),
    route<Access, undefined, typeof PollQuery, undefined>({
      method: 'GET',
      url: CLOUD_PATH.channelPoll,
      access: 'device',
      summary: 'Command channel by long polling: what waits for this gateway.',
      tag: 'gateway',
      rateLimit: GATEWAY_RATE,
      schema: { querystring: PollQuery, response: { 200: Messages } },
      handler: async (request, reply) => {
        const { gateway } = auth.of(request);
        return { messages: await polls.take(gateway, request.query.wait, hungUp(reply)) };
      },
    }),
    route<Access, undefined, undefined, typeof Given>({
      method: 'POST',
      url: CLOUD_PATH.channelPoll,
      access: 'device',
      summary: 'Command channel by long polling: what this gateway has to say.',
      tag: 'gateway',
      rateLimit: GATEWAY_RATE,
      schema: { body: Given, response: { 204: NoContent } },
      handler: async (request, reply) => {
        const messages = request.body.messages.flatMap((value) => {
          const read = readGatewayMessage(value);
          if ('malformed' in read)
            throw fail('BAD_INPUT', { sentence: `A message is malformed: ${read.malformed}.` });
          return read.message ? [read.message] : [];
        });
        await polls.give(auth.of(request).gateway, messages);
        return reply.code(204).send();
      },
    }),
    route<Access, undefined, typeof HeadsQuery, undefined>({
      method: 'GET',
      url: CLOUD_PATH.accessHeads,
      access: 'device',
      summary: 'What this gateway said of its access log, so that it can be compared with what is there.',
      tag: 'gateway',
      rateLimit: GATEWAY_RATE,
      schema: { querystring: HeadsQuery, response: { 200: AccessHeads } },
      handler: (request) => deps.accessHeads(auth.of(request).gateway.id, request.query.after),
    }),
    route<Access, undefined, undefined, typeof OutboxBatch>({
      method: 'POST',
      url: CLOUD_PATH.outbox,
      access: 'device',
      summary: 'Takes events, inventory and sync results; an id that is known is acknowledged again.',
      tag: 'gateway',
      rateLimit: GATEWAY_RATE,
      bodyLimit: 8 * 1024 * 1024,
      schema: { body: OutboxBatch, response: { 200: OutboxReceipt } },
      handler: (request) => ingest.take(auth.of(request).gateway, request.body),
    }),
  ];
}
