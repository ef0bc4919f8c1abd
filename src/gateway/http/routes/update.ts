import type { FastifyRequest } from 'fastify';
import { bytesOf, NoContent } from '../../../base/runtime/http.ts';
import {
  UpdateInstallInput,
  UpdatePauseInput,
  UpdateScheduleInput,
  UpdateUploaded,
  UpdateView,
} from '../../../contract/update.ts';
import { fail } from '../../core/errors.ts';
import { type LocalRoute, type RouteDeps, route } from './deps.ts';

/** `bytes 0-99/200` (RFC 9110 §14.4). @throws AppError BAD_INPUT */
function pieceOf(header: string | undefined): { start: number; total: number } {
  const [, start, , total] = /^bytes (\d{1,12})-(\d{1,12})\/(\d{1,12})$/.exec(header ?? '') ?? [];
  if (start === undefined || total === undefined)
    throw fail('BAD_INPUT', {
      fields: [
        { field: 'content-range', sentence: 'Content-Range says which bytes these are, and of how many.' },
      ],
    });
  return { start: Number(start), total: Number(total) };
}

/** Updates (rows A8, B2, B5). The cloud orders the same by commands, so that a remote session may, too. */
export function updateRoutes({ update, sessions }: RouteDeps): LocalRoute[] {
  const actor = (request: unknown) => sessions.require(request as FastifyRequest).actor;
  const act = (url: string, summary: string, run: (request: FastifyRequest) => unknown): LocalRoute =>
    route({
      method: 'POST',
      url,
      access: 'admin',
      tag: 'update',
      summary,
      schema: { response: { 200: UpdateView } },
      async handler(request) {
        await run(request as unknown as FastifyRequest);
        return update.view();
      },
    });
  return [
    route({
      method: 'GET',
      url: '/api/update',
      access: 'signedIn',
      tag: 'update',
      summary: 'How updates stand, and when they are due',
      schema: { response: { 200: UpdateView } },
      handler: () => update.view(),
    }),
    route({
      method: 'PUT',
      url: '/api/update/schedule',
      access: 'admin',
      tag: 'update',
      summary: 'When updates are looked for and installed, in the site’s zone',
      schema: { body: UpdateScheduleInput, response: { 200: UpdateView } },
      handler(request) {
        update.setSchedule(request.body, actor(request));
        return update.view();
      },
    }),
    act('/api/update/check', 'Look for updates now', () => update.check()),
    route({
      method: 'POST',
      url: '/api/update/install',
      access: 'admin',
      tag: 'update',
      summary: 'Install a version: now, or in the next window',
      schema: { body: UpdateInstallInput, response: { 200: UpdateView } },
      async handler(request) {
        await update.install(request.body, actor(request));
        return update.view();
      },
    }),
    act('/api/update/postpone', 'Leave what waits for the window after the next', (request) =>
      update.postpone(actor(request)),
    ),
    route({
      method: 'POST',
      url: '/api/update/pause',
      access: 'admin',
      tag: 'update',
      summary: 'Pause updates, until a time or until somebody resumes them',
      schema: { body: UpdatePauseInput, response: { 200: UpdateView } },
      handler(request) {
        update.pause(request.body.until, actor(request));
        return update.view();
      },
    }),
    act('/api/update/resume', 'End the pause', (request) => update.resume(actor(request))),
    act('/api/update/cancel', 'Give up an update that is not installing yet', (request) =>
      update.cancel(actor(request)),
    ),
    route({
      method: 'GET',
      url: '/api/update/file',
      access: 'adminHere',
      tag: 'update',
      summary: 'How much of an update file is here',
      schema: { response: { 200: UpdateUploaded } },
      handler: () => update.uploaded(),
    }),
    route({
      method: 'PUT',
      url: '/api/update/file',
      access: 'adminHere',
      tag: 'update',
      summary: 'One piece of an update file, with Content-Range',
      takesBytes: true,
      rateLimit: false,
      schema: { response: { 200: UpdateUploaded } },
      handler: (request) => update.upload(pieceOf(request.headers['content-range']), bytesOf(request)),
    }),
    route({
      method: 'DELETE',
      url: '/api/update/file',
      access: 'adminHere',
      tag: 'update',
      summary: 'Delete the update file',
      schema: { response: { 204: NoContent } },
      async handler(_request, reply) {
        await update.forgetUpload();
        return reply.code(204).send();
      },
    }),
  ];
}
