/** Rollouts of releases; a partner's matter. */
import { Type } from 'typebox';
import { route } from '../../../base/runtime/http.ts';
import { Uuid } from '../../../contract/common.ts';
import { PageOf } from '../../../contract/local-api.ts';
import {
  RolloutGateway,
  RolloutGatewayState,
  RolloutInput,
  RolloutPreview,
  RolloutStep,
  RolloutView,
} from '../../../contract/rollouts.ts';
import type { Rollouts } from '../../features/rollouts/rollouts.ts';
import type { Access } from '../access.ts';
import type { ConsoleAuth } from '../console-auth.ts';
import { given, ListQuery } from './query.ts';

const ById = Type.Object({ id: Uuid });
const GatewaysQuery = Type.Object({
  ring: Type.Optional(Type.Integer({ minimum: 0, maximum: 64 })),
  state: Type.Optional(RolloutGatewayState),
  after: Type.Optional(Type.String({ maxLength: 1000 })),
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
});

const STEPS = {
  approve: 'The next ring begins.',
  resume: 'The ring that stopped goes on in spite of its failures.',
  abort: 'No further gateway is ordered, and what waits is given up.',
} as const;

export function rolloutRoutes(deps: { readonly auth: ConsoleAuth; readonly rollouts: Rollouts }) {
  const { auth, rollouts } = deps;
  const step = (kind: keyof typeof STEPS) =>
    route<Access, typeof ById, undefined, typeof RolloutStep>({
      method: 'POST',
      url: `/api/rollouts/:id/${kind}`,
      access: 'partner',
      summary: STEPS[kind],
      tag: 'updates',
      schema: { params: ById, body: RolloutStep, response: { 200: RolloutView } },
      handler: (request) =>
        rollouts.step(auth.of(request).me, request.params.id, kind, request.body.revision),
    });
  return [
    route<Access, undefined, typeof ListQuery, undefined>({
      method: 'GET',
      url: '/api/rollouts',
      access: 'partner',
      summary: 'Rollouts, newest first.',
      tag: 'updates',
      schema: { querystring: ListQuery, response: { 200: PageOf(RolloutView) } },
      handler: (request) => rollouts.list(auth.of(request).me, given(request.query)),
    }),
    route<Access, undefined, undefined, typeof RolloutInput>({
      method: 'POST',
      url: '/api/rollouts',
      access: 'partner',
      summary: 'Starts a rollout: its first ring begins at once.',
      tag: 'updates',
      schema: { body: RolloutInput, response: { 200: RolloutView } },
      handler: (request) => rollouts.start(auth.of(request).me, request.body),
    }),
    route<Access, undefined, undefined, typeof RolloutInput>({
      method: 'POST',
      url: '/api/rollouts/preview',
      access: 'partner',
      summary: 'How many gateways each ring would have; nothing is stored.',
      tag: 'updates',
      schema: { body: RolloutInput, response: { 200: RolloutPreview } },
      handler: (request) => rollouts.preview(auth.of(request).me, request.body),
    }),
    route<Access, typeof ById, undefined, undefined>({
      method: 'GET',
      url: '/api/rollouts/:id',
      access: 'partner',
      summary: 'One rollout with the counts of its rings.',
      tag: 'updates',
      schema: { params: ById, response: { 200: RolloutView } },
      handler: (request) => rollouts.view(auth.of(request).me, request.params.id),
    }),
    route<Access, typeof ById, typeof GatewaysQuery, undefined>({
      method: 'GET',
      url: '/api/rollouts/:id/gateways',
      access: 'partner',
      summary: 'The gateways of a rollout, and how far each is.',
      tag: 'updates',
      schema: { params: ById, querystring: GatewaysQuery, response: { 200: PageOf(RolloutGateway) } },
      handler: (request) => rollouts.gateways(auth.of(request).me, request.params.id, given(request.query)),
    }),
    step('approve'),
    step('resume'),
    step('abort'),
  ];
}
