/** The cloud's orders about tunnels and sessions (contract/commands.ts), as handlers. */
import type { Static } from 'typebox';
import type {
  ServiceOpenArgs,
  SessionEndArgs,
  SessionOpenArgs,
  TunnelStartArgs,
} from '../../../contract/commands.ts';
import { WAITS_FOR_CONSENT } from '../../../contract/consent-words.ts';
import type { CommandHandlers } from '../../core/commands.ts';
import { fail } from '../../core/errors.ts';
import type { Tunnels } from './tunnels.ts';

const openedBy = (consent = '') => `The session was opened: ${consent}.`;

/** Arguments are checked against the contract before a handler is called. */
export function tunnelCommands(tunnels: Tunnels): CommandHandlers {
  return {
    'tunnel.start': {
      async run(args, { actor, signal }) {
        const { targetId } = args as Static<typeof TunnelStartArgs>;
        await tunnels.startTunnel(targetId, actor);
        const aborted = new Promise<never>((_, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
        );
        const target = await Promise.race([tunnels.settled(targetId), aborted]);
        if (target.state === 'started') return { sentence: `${target.tunnel} is started.` };
        throw fail('TUNNEL_STOPPED', target.error === undefined ? {} : { sentence: target.error });
      },
    },
    'tunnel.stop': {
      async run(args, { actor }) {
        const target = await tunnels.stopTunnel((args as Static<typeof TunnelStartArgs>).targetId, actor);
        return { sentence: `${target.tunnel} is stopped.` };
      },
    },
    'session.open': {
      async run(args, { signal, progress }) {
        if ('service' in args) {
          const { session, calls } = tunnels.openService(args as ServiceOpenArgs);
          const { id: sessionId, expiresAt, consent } = session;
          return { sentence: openedBy(consent), value: { sessionId, expiresAt, consent, calls } };
        }
        const { id, expiresAt, consent } = await tunnels.openSession(args as SessionOpenArgs, {
          signal,
          waits: () => progress(0, WAITS_FOR_CONSENT),
        });
        return { sentence: openedBy(consent), value: { sessionId: id, expiresAt, consent } };
      },
      // the session's secret went with the memory: whatever it was, it is not open
      async verify() {
        throw fail('CONSENT_ENDED', { sentence: 'The gateway was restarted before the session was open.' });
      },
    },
    'session.end': {
      async run(args, { actor }) {
        const { sessionId } = args as Static<typeof SessionEndArgs>;
        const ended = tunnels.endSession(sessionId, actor);
        return { sentence: ended ? 'The session has ended.' : 'The session was not open.' };
      },
    },
  };
}
