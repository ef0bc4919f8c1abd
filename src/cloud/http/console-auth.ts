/** Who a console request comes from: session cookie, csrf token, origin, role. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../core/errors.ts';
import type { Role } from '../core/model.ts';
import type { Crypto } from '../core/ports/crypto.ts';
import type { Current, SignIn } from '../features/people/sign-in.ts';

const SAFE = ['GET', 'HEAD'];

export type ConsoleAuth = {
  /**
   * The person behind the cookie; undefined when nobody is signed in.
   * @param how `look`: what a page does by itself is no use of the session
   */
  current(request: FastifyRequest, how?: 'use' | 'look'): Promise<Current | undefined>;
  /** Access check that wants one of these roles. */
  want(roles: readonly Role[]): (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  /** Access check of what nobody is signed in for yet: only the origin. */
  sameOrigin(request: FastifyRequest): Promise<void>;
  of(request: object): Current;
  setCookie(reply: FastifyReply, token: string): void;
  clearCookie(reply: FastifyReply): void;
  tokenOf(request: FastifyRequest): string | undefined;
};

export function createConsoleAuth(deps: {
  readonly signIn: SignIn;
  readonly crypto: Crypto;
  readonly publicUrl: string;
  readonly secure: boolean;
}): ConsoleAuth {
  const known = new WeakMap<object, Current>();
  // RFC 6265bis §4.1.3.2: the prefix makes browsers refuse the cookie from a neighbour or over plain HTTP
  const name = deps.secure ? '__Host-session' : 'session';
  const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure: deps.secure } as const;

  const tokenOf = (request: FastifyRequest) => request.cookies[name];

  const current: ConsoleAuth['current'] = async (request, how) => {
    const token = tokenOf(request);
    return token === undefined ? undefined : deps.signIn.current(token, how);
  };

  /** Browsers send Origin with every change; programs send none and carry no cookie by accident. */
  const sameOrigin = async (request: FastifyRequest) => {
    if (SAFE.includes(request.method)) return;
    const { origin } = request.headers;
    const site = request.headers['sec-fetch-site'];
    if (origin !== undefined && origin !== new URL(deps.publicUrl).origin) throw fail('REQUEST_FORGED');
    if (site !== undefined && site !== 'same-origin') throw fail('REQUEST_FORGED');
  };

  const checkCsrf = (request: FastifyRequest, csrf: string) => {
    if (SAFE.includes(request.method)) return;
    const given = request.headers['x-csrf-token'];
    if (typeof given !== 'string' || !deps.crypto.equal(given, csrf)) throw fail('REQUEST_FORGED');
  };

  return {
    current,
    sameOrigin,
    tokenOf,
    want: (roles) => async (request) => {
      await sameOrigin(request);
      const found = await current(request);
      if (!found) throw fail('NOT_SIGNED_IN');
      checkCsrf(request, found.me.csrf);
      if (!roles.includes(found.me.role)) throw fail('NOT_ALLOWED');
      known.set(request, found);
    },
    of(request) {
      const found = known.get(request);
      if (!found) throw new TypeError('this route has no console access check');
      return found;
    },
    setCookie: (reply, token) => void reply.setCookie(name, token, cookie),
    clearCookie: (reply) => void reply.clearCookie(name, cookie),
  };
}
