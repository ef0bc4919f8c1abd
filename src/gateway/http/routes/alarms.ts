import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { Cured } from '../../../contract/alarms.ts';
import { ClearedAlarm } from '../../../contract/local-api.ts';
import { AlarmStatus } from '../../../contract/status.ts';
import { type LocalRoute, type RouteDeps, route } from './deps.ts';

/** What is wrong, what to do about it, and the one click that does it. */
export function alarmRoutes({ alarms, sessions }: RouteDeps): LocalRoute[] {
  return [
    route({
      method: 'GET',
      url: '/api/alarms',
      access: 'signedIn',
      tag: 'state',
      summary: 'The alarms that stand, and those of the last 7 days that were cleared',
      schema: {
        response: {
          200: Type.Object({ alarms: Type.Array(AlarmStatus), cleared: Type.Array(ClearedAlarm) }),
        },
      },
      handler: () => ({ alarms: alarms.list(), cleared: alarms.cleared() }),
    }),
    route({
      method: 'POST',
      url: '/api/alarms/:code/cure',
      access: 'admin',
      tag: 'state',
      summary: 'Do what one click can do about an alarm',
      rateLimit: 20,
      schema: {
        params: Type.Object({ code: Type.String({ pattern: '^[A-Z0-9_ ]{1,60}$' }) }),
        response: { 200: Cured },
      },
      handler: (request) =>
        alarms.cure(request.params.code, sessions.require(request as FastifyRequest).actor),
    }),
  ];
}
