/** Server-sent events for open pages: something of yours changed, read it again (WHATWG HTML §9.2). */
import type { ServerResponse } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Clock } from '../../../base/clock.ts';
import { route } from '../../../base/runtime/http.ts';
import { AccountNumber } from '../../../contract/common.ts';
import { fail } from '../../core/errors.ts';
import type { Change, Live } from '../../core/live.ts';
import type { SignedIn } from '../../core/model.ts';
import type { AccountStore } from '../../core/ports/stores.ts';
import type { Access } from '../access.ts';
import type { ConsoleAuth } from '../console-auth.ts';

const LiveQuery = Type.Object({ account: Type.Optional(AccountNumber) });
/** Keeps proxies from closing an idle stream, and notices a session that has ended. */
const BEAT_MS = 20_000;

export function liveRoutes(deps: {
  readonly auth: ConsoleAuth;
  readonly live: Live;
  readonly accounts: AccountStore;
  readonly clock: Clock;
}) {
  const { auth, live, accounts, clock } = deps;

  const stream = (me: SignedIn, out: ServerResponse, only: string | undefined) => {
    /** Accounts are never moved, so an answer stays right. */
    const mine = new Map<string, Promise<boolean>>();
    const isMine = (accountId: string) => {
      const known = mine.get(accountId) ?? accounts.within(me, accountId);
      mine.set(accountId, known);
      return known;
    };
    return live.listen((change: Change) => {
      const { accountId, kind, id } = change;
      if (accountId === undefined || (only !== undefined && accountId !== only)) return;
      isMine(accountId).then(
        (yes) => yes && out.write(`event: changed\ndata: ${JSON.stringify({ kind, id })}\n\n`),
        (error) => out.destroy(error),
      );
    });
  };

  const beat = (request: FastifyRequest, out: ServerResponse) => {
    let cancel: () => void = () => undefined;
    const next = () => {
      cancel = clock.after(BEAT_MS, () => {
        auth.current(request).then(
          (still) => {
            if (!still) {
              out.end();
              return;
            }
            out.write(': beat\n\n');
            next();
          },
          (error) => out.destroy(error),
        );
      });
    };
    next();
    return () => cancel();
  };

  return [
    route<Access, undefined, typeof LiveQuery, undefined>({
      method: 'GET',
      url: '/api/live',
      access: 'administrator',
      summary: 'Server-sent events: `changed` { kind, id } says what to read again.',
      tag: 'events',
      schema: { querystring: LiveQuery, response: { 200: Type.String() } },
      handler: async (request, reply) => {
        const { me } = auth.of(request);
        const { account: number } = request.query;
        const account = number === undefined ? undefined : await accounts.byNumber(me, number);
        if (number !== undefined && !account) throw fail('ACCOUNT_UNKNOWN');
        const headers = reply.getHeaders() as Record<string, string>;
        reply.hijack();
        const out = reply.raw;
        out.writeHead(200, { ...headers, 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
        out.write(': open\n\n');
        const stopListening = stream(me, out, account?.id);
        const stopBeat = beat(request as unknown as FastifyRequest, out);
        out.on('close', () => {
          stopListening();
          stopBeat();
        });
        return reply;
      },
    }),
  ];
}
