/** Signing in and out of the console, and choosing a password by invitation. */
import { Type } from 'typebox';
import type { Clock } from '../../../base/clock.ts';
import { NoContent, route } from '../../../base/runtime/http.ts';
import { ConsoleMe, InviteView } from '../../../contract/console-api.ts';
import { PASSWORD_MIN } from '../../features/people/passwords.ts';
import type { Current, SignIn } from '../../features/people/sign-in.ts';
import type { Access } from '../access.ts';
import type { ConsoleAuth } from '../console-auth.ts';

const Credentials = Type.Object(
  { email: Type.String({ maxLength: 254 }), password: Type.String({ maxLength: 1024 }) },
  { additionalProperties: false },
);
const Invitation = Type.Object(
  { token: Type.String({ maxLength: 128 }), password: Type.String({ maxLength: 1024 }) },
  { additionalProperties: false },
);

const InviteToken = Type.Object({ token: Type.String({ maxLength: 128 }) }, { additionalProperties: false });

export function sessionRoutes(deps: {
  readonly signIn: SignIn;
  readonly auth: ConsoleAuth;
  readonly clock: Clock;
}) {
  const { signIn, auth, clock } = deps;
  const meOf = ({ me, account }: Current): ConsoleMe => {
    const { id, name, email, role, csrf } = me;
    return {
      signedIn: true,
      person: { id, name, email, role },
      account: { number: account.number, name: account.name, kind: account.kind },
      csrf,
      time: clock.now(),
    };
  };
  return [
    route<Access, undefined, undefined, undefined>({
      method: 'GET',
      url: '/api/me',
      access: 'public',
      summary: 'Who is signed in, and the csrf token for changes.',
      tag: 'session',
      schema: { response: { 200: ConsoleMe } },
      handler: async (request, reply) => {
        reply.header('cache-control', 'no-store');
        const current = await auth.current(request as never);
        return current ? meOf(current) : { signedIn: false, time: clock.now() };
      },
    }),
    route<Access, undefined, undefined, typeof Credentials>({
      method: 'POST',
      url: '/api/session',
      access: 'console',
      summary: 'Signs in.',
      tag: 'session',
      rateLimit: 30,
      schema: { body: Credentials, response: { 200: ConsoleMe } },
      handler: async (request, reply) => {
        const session = await signIn.signIn({ ...request.body, address: request.ip });
        auth.setCookie(reply, session.token);
        return meOf(session);
      },
    }),
    route<Access, undefined, undefined, undefined>({
      method: 'DELETE',
      url: '/api/session',
      access: 'signedIn',
      summary: 'Signs out.',
      tag: 'session',
      schema: { response: { 204: NoContent } },
      handler: async (request, reply) => {
        const token = auth.tokenOf(request as never);
        if (token !== undefined) await signIn.signOut(token);
        auth.clearCookie(reply);
        return reply.code(204).send();
      },
    }),
    route<Access, undefined, undefined, typeof InviteToken>({
      method: 'POST',
      url: '/api/invite/look',
      access: 'console',
      summary: 'Whose a one-time invitation is, and the rule of the password; it is not spent.',
      tag: 'session',
      rateLimit: 30,
      schema: { body: InviteToken, response: { 200: InviteView } },
      handler: async (request) => {
        const { person, account } = await signIn.lookInvite(request.body.token);
        return {
          name: person.name,
          email: person.email,
          account: { number: account.number, name: account.name },
          passwordMin: PASSWORD_MIN,
        };
      },
    }),
    route<Access, undefined, undefined, typeof Invitation>({
      method: 'POST',
      url: '/api/invite',
      access: 'console',
      summary: 'Chooses a password by a one-time invitation and signs in.',
      tag: 'session',
      rateLimit: 30,
      schema: { body: Invitation, response: { 200: ConsoleMe } },
      handler: async (request, reply) => {
        const session = await signIn.useInvite(request.body);
        auth.setCookie(reply, session.token);
        return meOf(session);
      },
    }),
  ];
}
