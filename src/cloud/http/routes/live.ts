/** Server-sent events for open pages: something of yours changed, read it again (WHATWG HTML §9.2). */
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Clock } from '../../../base/clock.ts';
import { eventStream } from '../../../base/runtime/event-stream.ts';
import { route } from '../../../base/runtime/http.ts';
import { AccountNumber } from '../../../contract/common.ts';
import { fail } from '../../core/errors.ts';
import type { Change, Live } from '../../core/live.ts';
import type { SignedIn } from '../../core/model.ts';
import type { AccountStore } from '../../core/ports/stores.ts';
import type { Access } from '../access.ts';
import type { ConsoleAuth } from '../console-auth.ts';

const LiveQuery = Type.Object({ account: Type.Optional(AccountNumber) });

export function liveRoutes(deps: {
  readonly auth: ConsoleAuth;
  readonly live: Live;
  readonly accounts: AccountStore;
  readonly clock: Clock;
}) {
  const { auth, live, accounts, clock } = deps;

  /** Accounts are never moved, so an answer stays right. */
  const scopeOf = (me: SignedIn) => {
    const mine = new Map<string, Promise<boolean>>();
    return (accountId: string) => {
      const known = mine.get(accountId) ?? accounts.within(me, accountId);
      mine.set(accountId, known);
      return known;
    };
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
        const isMine = scopeOf(me);
        const stream = eventStream(reply, {
          clock,
          allowed: async () =>
            (await auth.current(request as unknown as FastifyRequest, 'look')) !== undefined,
          onEnd: () => stop(),
        });
        const tell = async ({ accountId, kind, id }: Change) => {
          if (accountId === undefined || (account && accountId !== account.id)) return;
          if (await isMine(accountId)) stream.send('changed', () => ({ kind, id }));
        };
        const stop = live.listen((change) => {
          tell(change).catch((error) => request.log.error({ err: error }, 'a change could not be told'));
        });
        return reply;
      },
    }),
  ];
}
