/** Who is behind a request: a signed-in person, somebody on the control socket, or a launch session. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../core/errors.ts';
import type { Actor } from '../core/events.ts';
import type { Crypto } from '../core/ports/crypto.ts';
import type { Access, OpenedSession } from '../features/access/access.ts';
import { isLoopback } from './hosts.ts';
import { viaOf } from './via.ts';

/** `__Host-` needs Secure, which a browser keeps on https only; loopback http has its own name. */
const COOKIE = { secure: '__Host-cloudlink', plain: 'cloudlink' } as const;

export type Principal = {
  readonly actor: Actor;
  readonly role: 'admin' | 'support';
  readonly csrf: string | undefined;
};

export type Sessions = ReturnType<typeof createSessions>;

export function createSessions(access: Access, crypto: Crypto) {
  // a launch session has no cookie of ours: its csrf token is made from its id, for this run of the program
  const key = crypto.randomBytes(32);
  const csrfOfLaunch = (sessionId: string) => crypto.base64url(crypto.hmacSha256(key, sessionId));

  const isSecure = (request: FastifyRequest) => viaOf(request.raw).kind === 'https';
  const tokenOf = (request: FastifyRequest) =>
    request.cookies[isSecure(request) ? COOKIE.secure : COOKIE.plain];

  const sessions = {
    /** Plain HTTP from anywhere but this machine: no secret and no page but the signpost. */
    isPlain: (request: FastifyRequest): boolean =>
      viaOf(request.raw).kind === 'http' && !isLoopback(request.socket?.remoteAddress),

    /** @param how `look`: what a page does by itself is no use of the session */
    principal(request: FastifyRequest, how: 'use' | 'look' = 'use'): Principal | undefined {
      const via = viaOf(request.raw);
      if (via.kind === 'cli')
        return { actor: { id: 'cli', name: 'Command line', via: 'cli' }, role: 'admin', csrf: undefined };
      if (via.kind === 'tunnel')
        return { actor: { ...via.person, via: 'tunnel' }, role: 'admin', csrf: csrfOfLaunch(via.sessionId) };
      if (sessions.isPlain(request)) return undefined;
      const token = tokenOf(request);
      const signedIn = token === undefined ? undefined : access.of(token, how);
      return (
        signedIn && {
          actor: { id: signedIn.person.id, name: signedIn.person.name, via: 'local' },
          role: signedIn.person.role,
          csrf: signedIn.csrf,
        }
      );
    },

    /** @throws NOT_SIGNED_IN, NOT_ALLOWED (csrf) */
    require(request: FastifyRequest): Principal {
      const principal = sessions.principal(request);
      if (!principal) throw fail('NOT_SIGNED_IN');
      if (request.method !== 'GET' && principal.csrf !== undefined) {
        const given = request.headers['x-csrf-token'];
        const sent = new TextEncoder().encode(typeof given === 'string' ? given : '');
        if (!crypto.equal(sent, new TextEncoder().encode(principal.csrf)))
          throw fail('NOT_ALLOWED', {
            sentence: 'The page is too old or the request came from elsewhere.',
            remedy: 'Load the page again.',
          });
      }
      return principal;
    },

    /** A change without a session (the signpost's buttons): refused when another site sent it. */
    requireSameOrigin(request: FastifyRequest): void {
      const { origin, host } = request.headers;
      const site = request.headers['sec-fetch-site'];
      // `null` is what a sandboxed or redirected page sends: it is no origin, and not ours
      const foreign = origin !== undefined && URL.parse(origin)?.host !== host;
      if (foreign || (site !== undefined && site !== 'same-origin' && site !== 'none'))
        throw fail('NOT_ALLOWED', { sentence: 'The request came from another site.' });
    },

    begin(request: FastifyRequest, reply: FastifyReply, session: OpenedSession): void {
      const secure = isSecure(request);
      reply.setCookie(secure ? COOKIE.secure : COOKIE.plain, session.token, {
        httpOnly: true,
        sameSite: 'strict',
        secure,
        path: '/',
      });
    },

    /** The token of a signed-in person's own session. */
    token: tokenOf,

    end(request: FastifyRequest, reply: FastifyReply): void {
      const token = tokenOf(request);
      if (token !== undefined) access.signOut(token);
      reply.clearCookie(isSecure(request) ? COOKIE.secure : COOKIE.plain, {
        path: '/',
        secure: isSecure(request),
      });
    },
  };
  return sessions;
}
