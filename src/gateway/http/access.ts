/** Every way a route can be guarded; a route names one of these rows. */
import type { FastifyRequest } from 'fastify';
import { fail } from '../core/errors.ts';
import type { Sessions } from './session.ts';
import { viaOf } from './via.ts';

export const ACCESS_NAMES = ['anybody', 'secure', 'signedIn', 'signedInHere', 'admin', 'adminHere'] as const;
export type AccessName = (typeof ACCESS_NAMES)[number];

export function createAccessTable(
  sessions: Sessions,
): Record<AccessName, (request: FastifyRequest) => Promise<void>> {
  const secure = (request: FastifyRequest) => {
    if (sessions.isPlain(request)) throw fail('NOT_OVER_HTTP');
  };
  const here = (request: FastifyRequest) => {
    if (viaOf(request.raw).kind === 'tunnel') throw fail('NOT_OVER_TUNNEL');
  };
  const admin = (request: FastifyRequest) => {
    secure(request);
    if (sessions.require(request).role !== 'admin') throw fail('NOT_ALLOWED');
  };
  return {
    /** Also over plain HTTP: the signpost. Changes must come from our own page. */
    anybody: async (request) => {
      if (request.method !== 'GET' && viaOf(request.raw).kind !== 'cli') sessions.requireSameOrigin(request);
    },
    /**
     * No session yet, but a way that nobody reads: https, loopback, the control socket. A remote session has its person
     * already; what is asked here are passwords and the set-up code, and it could only guess them.
     */
    secure: async (request) => {
      here(request);
      secure(request);
      if (viaOf(request.raw).kind !== 'cli') sessions.requireSameOrigin(request);
    },
    signedIn: async (request) => {
      secure(request);
      sessions.require(request);
    },
    /** What belongs to a local person: a remote session's person is known to the cloud alone, the command line is nobody. */
    signedInHere: async (request) => {
      here(request);
      secure(request);
      sessions.require(request);
      if (viaOf(request.raw).kind === 'cli') throw fail('NOT_A_PERSON');
    },
    admin: async (request) => admin(request),
    /** An administrator who is on the site, not in a remote session. */
    adminHere: async (request) => {
      here(request);
      admin(request);
    },
  };
}
