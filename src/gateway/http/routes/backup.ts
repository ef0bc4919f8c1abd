import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { bytesOf, NoContent } from '../../../base/runtime/http.ts';
import { BackupMade, BackupPlan, BackupScheduleInput, BackupView } from '../../../contract/backup.ts';
import { Ordered } from '../../../contract/local-api.ts';
import { type LocalRoute, type RouteDeps, route } from './deps.ts';

const params = Type.Object({ name: Type.String({ minLength: 1, maxLength: 255, pattern: '^[^/]+$' }) });
/** The name of a backup in the schedule's folder; left out, the uploaded one. */
const Chosen = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 255, pattern: '^[^/]+$' })),
    /** Passphrase, or an identity of the age format. */
    secret: Type.String({ minLength: 1, maxLength: 8192, secret: true }),
  },
  { additionalProperties: false },
);
const ChosenTyped = Type.Object(
  { ...Chosen.properties, typed: Type.Literal('restore') },
  { additionalProperties: false },
);

/** Backups (row G8). They hold every secret of this gateway: none of it through a tunnel. */
export function backupRoutes({ backup, sessions }: RouteDeps): LocalRoute[] {
  const actor = (request: unknown) => sessions.require(request as FastifyRequest).actor;
  return [
    route({
      method: 'GET',
      url: '/api/backup',
      access: 'adminHere',
      tag: 'backup',
      summary: 'Backups: schedule, the last one and its age, files, what runs, how the last restore ended',
      schema: { response: { 200: BackupView } },
      handler: () => backup.view(),
    }),
    route({
      method: 'PUT',
      url: '/api/backup/schedule',
      access: 'adminHere',
      tag: 'backup',
      summary: 'Where, how often, how many are kept, and what opens them',
      schema: { body: BackupScheduleInput, response: { 200: BackupView } },
      async handler(request) {
        await backup.setSchedule(request.body, actor(request));
        return backup.view();
      },
    }),
    route({
      method: 'DELETE',
      url: '/api/backup/schedule',
      access: 'adminHere',
      tag: 'backup',
      summary: 'Make none by schedule any more; those that were made stay',
      schema: { response: { 204: NoContent } },
      async handler(request, reply) {
        backup.endSchedule(actor(request));
        return reply.code(204).send();
      },
    }),
    route({
      method: 'POST',
      url: '/api/backup',
      access: 'adminHere',
      tag: 'backup',
      summary: 'Make one now in the chosen folder, and verify it by restoring it into a temporary folder',
      rateLimit: 30,
      schema: { response: { 200: BackupMade } },
      handler: (request) => backup.makeNow(actor(request)),
    }),
    route({
      method: 'GET',
      url: '/api/backup/files/:name',
      access: 'adminHere',
      tag: 'backup',
      summary: 'A backup as it lies in the folder: encrypted',
      schema: { params, response: { 200: Type.String() } },
      async handler(request, reply) {
        const bytes = await backup.download(request.params.name);
        return reply
          .type('application/octet-stream')
          .header(
            'content-disposition',
            `attachment; filename="${request.params.name.replace(/["\\]/g, '')}"`,
          )
          .header('cache-control', 'no-store')
          .send(Readable.from(bytes));
      },
    }),
    route({
      method: 'DELETE',
      url: '/api/backup/files/:name',
      access: 'adminHere',
      tag: 'backup',
      summary: 'Delete a backup',
      schema: { params, response: { 204: NoContent } },
      async handler(request, reply) {
        await backup.removeFile(request.params.name, actor(request));
        return reply.code(204).send();
      },
    }),
    route({
      method: 'POST',
      url: '/api/backup/upload',
      access: 'adminHere',
      tag: 'backup',
      summary: 'Upload a backup for one restore; nothing changes by it',
      takesBytes: true,
      schema: { response: { 204: NoContent } },
      async handler(request, reply) {
        await backup.receive(bytesOf(request));
        return reply.code(204).send();
      },
    }),
    route({
      method: 'POST',
      url: '/api/backup/plan',
      access: 'adminHere',
      tag: 'backup',
      summary: 'What a restore would replace, and with what; nothing changes by it',
      rateLimit: 30,
      schema: { body: Chosen, response: { 200: BackupPlan } },
      handler: (request) => backup.plan(request.body),
    }),
    route({
      method: 'POST',
      url: '/api/backup/restore',
      access: 'adminHere',
      tag: 'backup',
      summary:
        'Check a backup whole, then start the program again with it; what is there now is kept until it has started',
      rateLimit: 10,
      schema: { body: ChosenTyped, response: { 200: Ordered } },
      async handler(request) {
        const { typed: _, ...chosen } = request.body;
        await backup.restore(chosen, actor(request));
        return { sentence: 'The program restarts now, with the data of the backup.' };
      },
    }),
  ];
}
