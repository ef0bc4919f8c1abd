/**
 * The cloud's looks at the customer's data that are no target (docs/decisions/consent.md): the gateway's logs, traces of
 * calls. Each has a policy as a target has, and each look is a line of the access log.
 */
import type { Clock } from '../../../base/clock.ts';
import type { ConsentPolicy, LookPolicy } from '../../../contract/local-api.ts';
import { LOOK_NAME, LOOKS, type Look, lookId } from '../../../contract/look.ts';
import type { CommandAnswer, LookGate, LookOrder } from '../../core/commands.ts';
import { fail } from '../../core/errors.ts';
import type { Actor, EventBus } from '../../core/events.ts';
import type { AccessLog } from '../../core/ports/targets.ts';
import type { Consent, ConsentSubject } from './consent.ts';

export type LooksDeps = {
  readonly consent: Consent;
  readonly accessLog: AccessLog;
  readonly clock: Clock;
  readonly events: EventBus;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
};

export type Looks = ReturnType<typeof createLooks>;

/** What is wanted, by whom and why. */
type Wish = Omit<LookOrder, 'signal' | 'waits'>;

/** Where a request has its method, in the access log. */
export const LOOK_METHOD = 'ORDER';

const subjectOfLook = (look: Look): ConsentSubject => ({
  id: lookId(look),
  name: LOOK_NAME[look],
  use: 'look',
});

export function createLooks({ consent, accessLog, clock, events, log }: LooksDeps) {
  const view = (look: Look): LookPolicy => ({ look, consent: consent.policyOf(subjectOfLook(look)) });

  /** Nobody looks unseen: what cannot be written down is not done. */
  const begin = async (look: Look, { id, name, args }: Wish): Promise<number> => {
    const { person, reason, ticket } = args;
    try {
      return await accessLog.begin({
        at: clock.now(),
        sessionId: id,
        person: person.name,
        ...(reason === undefined ? {} : { reason }),
        ...(ticket === undefined ? {} : { ticket }),
        targetId: lookId(look),
        method: LOOK_METHOD,
        path: `/${name}`,
      });
    } catch (cause) {
      throw fail('ACCESS_LOG_FAILED', { cause });
    }
  };
  const ended = async (line: number, end: { readonly status: number; readonly bytes: number }) => {
    try {
      await accessLog.end(line, { at: clock.now(), ...end });
    } catch (error) {
      log('the end of a look could not be written down', { line, error });
    }
  };
  const told = (look: Look, { name, args }: Wish, by: string) => {
    const { person, reason, ticket } = args;
    events.emit('audit', {
      action: look === 'logs' ? 'Logs read from the cloud' : 'Call trace ordered from the cloud',
      eventType: 'Security',
      actor: { id: person.id, name: person.name, via: 'cloud' },
      asset: LOOK_NAME[look],
      propertiesChanged: [],
      details: {
        order: name,
        email: person.email,
        ...(reason === undefined ? {} : { reason }),
        ...(ticket === undefined ? {} : { ticket }),
        consent: by,
      },
    });
  };

  /**
   * Does what was ordered once the policy lets it, or somebody on site has said yes; that may take ten minutes.
   * @throws AppError those of `Consent.ask`, ACCESS_LOG_FAILED, and what `act` throws
   */
  const gate: LookGate = async (look, order, act) => {
    const by = await consent.ask({ ...order.args, sessionId: order.id }, subjectOfLook(look), {
      signal: order.signal,
      waits: order.waits,
    });
    return await written(look, order, act, by);
  };

  /**
   * The same from within a remote session on the gateway's own pages: nobody waits there for ten minutes, so what needs a
   * question is refused.
   * @throws AppError CONSENT_OFF, CONSENT_NEEDED, ACCESS_LOG_FAILED, and what `act` throws
   */
  const inSession = async (
    look: Look,
    order: Wish,
    act: () => Promise<CommandAnswer>,
  ): Promise<CommandAnswer> => {
    const by = consent.free(order.args, subjectOfLook(look), true);
    if (by === undefined) throw fail('CONSENT_NEEDED');
    return await written(look, order, act, by);
  };

  const written = async (
    look: Look,
    order: Wish,
    act: () => Promise<CommandAnswer>,
    by: string,
  ): Promise<CommandAnswer> => {
    const line = await begin(look, order);
    told(look, order, by);
    let answer: CommandAnswer;
    try {
      answer = await act();
    } catch (error) {
      await ended(line, { status: 500, bytes: 0 });
      throw error;
    }
    const text = answer.value === undefined ? '' : JSON.stringify(answer.value);
    await ended(line, { status: 200, bytes: new TextEncoder().encode(text).byteLength });
    return answer;
  };

  return {
    gate,
    inSession,
    list: (): LookPolicy[] => LOOKS.map(view),
    /** On site only. @throws AppError NOT_OVER_TUNNEL, BAD_INPUT */
    setConsent(look: Look, policy: ConsentPolicy, actor: Actor): LookPolicy {
      consent.setPolicy(subjectOfLook(look), policy, actor);
      events.emit('consent.changed', { requestId: lookId(look) });
      return view(look);
    },
    /** The subject of a question, if it is about a look. */
    subject(id: string): ConsentSubject | undefined {
      const look = LOOKS.find((one) => lookId(one) === id);
      return look && subjectOfLook(look);
    },
  };
}
