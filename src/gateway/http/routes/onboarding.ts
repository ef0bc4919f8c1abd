import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { NoContent } from '../../../base/runtime/http.ts';
import {
  Draft,
  DraftForm,
  DraftInput,
  Overview,
  PbxLink,
  PbxLinkInput,
  PbxTestResult,
  PbxTypes,
  Site,
  SiteView,
} from '../../../contract/local-api.ts';
import { fail } from '../../core/errors.ts';
import { expectedOf } from '../precondition.ts';
import { type LocalRoute, type RouteDeps, route } from './deps.ts';

/** Of a form with every field full, and nothing beside it. */
const DRAFT_BYTES = 32 * 1024;

/** Rows A4 to A7: site, PBX link, connect, complete. */
export function onboardingRoutes(deps: RouteDeps): LocalRoute[] {
  const { onboarding, sessions, sync, synchronisers, overview } = deps;
  const actor = (request: unknown) => sessions.require(request as FastifyRequest).actor;
  const found = <T>(value: T | undefined): T => {
    if (value === undefined) throw fail('NOT_FOUND');
    return value;
  };
  const form = Type.Object({ form: DraftForm });
  return [
    route({
      method: 'GET',
      url: '/api/site',
      access: 'signedIn',
      tag: 'onboarding',
      summary: 'The site',
      schema: { response: { 200: SiteView } },
      handler: () => found(onboarding.site()),
    }),
    route({
      method: 'PUT',
      url: '/api/site',
      access: 'admin',
      tag: 'onboarding',
      summary: 'Save the site',
      schema: { body: Site, response: { 200: SiteView } },
      handler: (request) => onboarding.saveSite(request.body, actor(request), expectedOf(request.headers)),
    }),
    route({
      method: 'GET',
      url: '/api/pbx/types',
      access: 'signedIn',
      tag: 'onboarding',
      summary: 'PBX types with the forms of their settings',
      schema: { response: { 200: PbxTypes } },
      handler: () => onboarding.pbxTypes(),
    }),
    route({
      method: 'GET',
      url: '/api/pbx',
      access: 'signedIn',
      tag: 'onboarding',
      summary: 'The PBX link, without its secrets',
      schema: { response: { 200: PbxLink } },
      handler: () => found(onboarding.pbx()),
    }),
    route({
      method: 'PUT',
      url: '/api/pbx',
      access: 'admin',
      tag: 'onboarding',
      summary: 'Save the PBX link',
      schema: { body: PbxLinkInput, response: { 200: PbxLink } },
      handler: (request) => onboarding.savePbx(request.body, actor(request), expectedOf(request.headers)),
    }),
    route({
      method: 'DELETE',
      url: '/api/pbx',
      access: 'admin',
      tag: 'onboarding',
      summary: 'Remove the PBX link',
      schema: { response: { 204: NoContent } },
      handler: (request, reply) => {
        synchronisers.removeLink(actor(request));
        return reply.code(204).send();
      },
    }),
    route({
      method: 'POST',
      url: '/api/pbx/test',
      access: 'adminHere',
      tag: 'onboarding',
      summary: 'Test typed settings (or the saved ones) without storing anything',
      rateLimit: 60,
      schema: {
        body: Type.Optional(Type.Union([PbxLinkInput, Type.Null()])),
        response: { 200: PbxTestResult },
      },
      handler: (request) => onboarding.test((request.body as PbxLinkInput | null | undefined) ?? undefined),
    }),
    route({
      method: 'POST',
      url: '/api/pbx/connect',
      access: 'admin',
      tag: 'onboarding',
      summary: 'Test the saved link, then read its users once and make the plan; nothing is sent',
      schema: { response: { 200: PbxTestResult } },
      handler: async (request) => {
        const result = await onboarding.test();
        if (!result.ok) return result;
        await sync.previewToEnd(actor(request));
        const { users, didNumbers } = sync.view();
        return { ...result, users, didNumbers };
      },
    }),
    route({
      method: 'POST',
      url: '/api/onboarding/complete',
      access: 'admin',
      tag: 'onboarding',
      summary: 'Complete the onboarding',
      schema: { response: { 200: Overview } },
      handler: (request) => {
        onboarding.complete(actor(request));
        return overview();
      },
    }),
    route({
      method: 'GET',
      url: '/api/drafts/:form',
      access: 'signedIn',
      tag: 'onboarding',
      summary: 'What was typed into a form and is not saved',
      schema: { params: form, response: { 200: Draft } },
      handler: (request) => found(onboarding.drafts.get(request.params.form)),
    }),
    route({
      method: 'PUT',
      url: '/api/drafts/:form',
      access: 'admin',
      tag: 'onboarding',
      summary: 'Keep what is typed into a form, secrets excepted, for another browser',
      bodyLimit: DRAFT_BYTES,
      schema: { params: form, body: DraftInput, response: { 200: Draft } },
      handler: (request) =>
        onboarding.drafts.put(request.params.form, request.body, actor(request), expectedOf(request.headers)),
    }),
    route({
      method: 'DELETE',
      url: '/api/drafts/:form',
      access: 'admin',
      tag: 'onboarding',
      summary: 'Forget what was typed into a form',
      schema: { params: form, response: { 204: NoContent } },
      handler: (request, reply) => {
        // signed in is asked first
        actor(request);
        onboarding.drafts.drop(request.params.form);
        return reply.code(204).send();
      },
    }),
  ];
}
