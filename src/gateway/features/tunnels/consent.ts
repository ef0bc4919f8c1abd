/**
 * The customer's consent to remote sessions (docs/decisions/consent.md): a policy for each target, and the questions
 * that somebody on site answers. Neither the cloud nor a remote session changes a policy or answers a question.
 */
import { Type } from 'typebox';
import type { Clock } from '../../../base/clock.ts';
import type { AskerArgs } from '../../../contract/commands.ts';
import type { AccessRequest, ConsentPolicy } from '../../../contract/local-api.ts';
import { CONSENT_MS, PORTAL_TARGET } from '../../../contract/tunnel.ts';
import { type ErrorCode, fail } from '../../core/errors.ts';
import { type Actor, type EventBus, SYSTEM } from '../../core/events.ts';
import type { ConsentAnswer, ConsentStore, StoredRequest } from '../../core/ports/consent.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { Settings } from '../../core/ports/settings.ts';
import type { StoredTarget } from '../../core/ports/targets.ts';
import { DAY_MS, RETENTION } from '../../core/retention.ts';
import { type ConsentUse, checkedPolicy, DEFAULT_POLICY, HOUR_MS, isOwn, letInBy } from './consent-rules.ts';

export type ConsentDeps = {
  readonly store: ConsentStore;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly crypto: Crypto;
  readonly events: EventBus;
};

export type Consent = ReturnType<typeof createConsent>;

/** What a policy is of, and how questions and history call it. */
export type ConsentSubject = { readonly id: string; readonly name: string; readonly use: ConsentUse };

/** Who wants in. `sessionId`: what the cloud knows the wish by. */
export type Asker = AskerArgs & { readonly sessionId: string };

/** How many questions may wait: of one person, so that nobody is worn down by them, and of all. */
const MAX_OF_PERSON = 3;
const MAX_WAITING = 16;
/** How many answered questions the page shows. */
const SHOWN = 50;

/** Settings key: who linked this gateway with the set-up code, and until when that opens its own pages. */
const CLAIMED = 'tunnels.claimedOnSite';
const Claimed = Type.Object({ personId: Type.String(), until: Type.Integer() });

/** What the order in the cloud hears when a question ended without a yes. */
const CODE: Readonly<Record<Exclude<AccessRequest['state'], 'waiting' | 'approved'>, ErrorCode>> = {
  denied: 'CONSENT_DENIED',
  unanswered: 'CONSENT_UNANSWERED',
  ended: 'CONSENT_ENDED',
};
const ACTION: Readonly<Record<ConsentAnswer['state'], string>> = {
  approved: 'Access approved',
  denied: 'Access denied',
  unanswered: 'Access request not answered',
  ended: 'Access request ended',
};

type Waiting = {
  readonly request: StoredRequest;
  readonly settle: (answer: ConsentAnswer) => void;
  readonly cancel: () => void;
};

const shown = (request: StoredRequest): AccessRequest => {
  const { personId: _, holdsUntil: __, ...rest } = request;
  return rest;
};

export const subjectOf = (target: StoredTarget): ConsentSubject => ({
  id: target.id,
  name: nameOf(target),
  use: target.use,
});

export const nameOf = (target: Pick<StoredTarget, 'component' | 'tunnel'>) =>
  `${target.component}: ${target.tunnel}`;

export function createConsent({ store, settings, clock, crypto, events }: ConsentDeps) {
  const waiting = new Map<string, Waiting>();

  const audit = (action: string, actor: Actor, asset: string, details: Record<string, unknown>) =>
    events.emit('audit', {
      action,
      eventType: 'Security',
      actor,
      asset,
      propertiesChanged: action === POLICY_CHANGED ? ['consent'] : [],
      details,
    });
  const visit = ({ personName, personEmail, reason, ticket }: StoredRequest) => ({
    person: personName,
    email: personEmail,
    ...(reason === undefined ? {} : { reason }),
    ...(ticket === undefined ? {} : { ticket }),
  });

  const policyOf = ({ id, use }: Pick<ConsentSubject, 'id' | 'use'>): ConsentPolicy =>
    store.policy(id) ?? { ...DEFAULT_POLICY[use], people: [] };

  /** @throws AppError CONSENT_OFF, after it is in the history */
  const mustBeOn = ({ person, reason, ticket }: AskerArgs, subject: ConsentSubject): void => {
    if (policyOf(subject).mode !== 'off') return;
    const { id, name } = person;
    audit('Access refused by the policy', { id, name, via: 'cloud' }, subject.name, {
      person: name,
      email: person.email,
      ...(reason === undefined ? {} : { reason }),
      ...(ticket === undefined ? {} : { ticket }),
    });
    throw fail('CONSENT_OFF');
  };

  /** A clock that was set back must not make the hour longer. */
  const claimedBy = (personId: string): boolean => {
    const claimed = settings.get(CLAIMED, Claimed);
    const left = (claimed?.until ?? 0) - clock.now();
    return claimed?.personId === personId && left > 0 && left <= HOUR_MS;
  };

  const written = (request: StoredRequest, answer: ConsentAnswer, actor: Actor) => {
    store.answer(request.id, answer);
    audit(ACTION[answer.state], actor, request.targetName, {
      ...visit(request),
      because: answer.answeredBy,
    });
    events.emit('consent.changed', { requestId: request.id });
  };

  /** The first answer counts. @returns whether it was this one */
  const settle = (id: string, answer: ConsentAnswer, actor: Actor = SYSTEM): boolean => {
    const entry = waiting.get(id);
    if (!entry) return false;
    waiting.delete(id);
    entry.cancel();
    try {
      written(entry.request, answer, actor);
    } catch (error) {
      // what cannot be written down lets nobody in
      entry.settle({ state: 'ended', answeredAt: clock.now(), answeredBy: 'the answer could not be stored' });
      throw error;
    }
    entry.settle(answer);
    return true;
  };
  const ended = (id: string, because: string) =>
    settle(id, { state: 'ended', answeredAt: clock.now(), answeredBy: because });

  /**
   * In words why this person needs no question; undefined: somebody on site is asked.
   * @param ownPages whether it is about the gateway's own pages, which are open to who linked it on site
   * @throws AppError CONSENT_OFF
   */
  const free = (args: AskerArgs, subject: ConsentSubject, ownPages: boolean): string | undefined => {
    mustBeOn(args, subject);
    const { id } = args.person;
    return letInBy({
      policy: policyOf(subject),
      person: args.person,
      held: store.held({ targetId: subject.id, personId: id, now: clock.now() })?.answeredBy,
      claimed: ownPages && claimedBy(id),
    });
  };

  const checkRoom = (args: Asker) => {
    const all = [...waiting.values()].map(({ request }) => request);
    if (all.some(({ sessionId }) => sessionId === args.sessionId))
      throw fail('BAD_INPUT', { sentence: 'This session waits for consent already.' });
    const own = all.filter(({ personId }) => personId === args.person.id).length;
    if (own >= MAX_OF_PERSON || all.length >= MAX_WAITING)
      throw fail('RATE_LIMITED', { sentence: 'Too many questions wait for an answer on site.' });
  };

  const newRequest = (args: Asker, subject: ConsentSubject): StoredRequest => {
    const askedAt = clock.now();
    return {
      id: crypto.uuidv7(),
      sessionId: args.sessionId,
      targetId: subject.id,
      targetName: subject.name,
      personId: args.person.id,
      personName: args.person.name,
      personEmail: args.person.email,
      ...(args.reason === undefined ? {} : { reason: args.reason }),
      ...(args.ticket === undefined ? {} : { ticket: args.ticket }),
      askedAt,
      expiresAt: askedAt + CONSENT_MS,
      state: 'waiting',
    };
  };

  /** Resolves with the answer, whatever it is. */
  const question = (request: StoredRequest, signal: AbortSignal): Promise<ConsentAnswer> =>
    new Promise((resolve) => {
      const late = clock.after(CONSENT_MS, () =>
        settle(request.id, {
          state: 'unanswered',
          answeredAt: clock.now(),
          answeredBy: 'nobody answered within 10 minutes',
        }),
      );
      const stop = () => void ended(request.id, 'the gateway stops');
      const cancel = () => {
        late();
        signal.removeEventListener('abort', stop);
      };
      waiting.set(request.id, { request, settle: resolve, cancel });
      signal.addEventListener('abort', stop, { once: true });
      const { id, name } = { id: request.personId, name: request.personName };
      audit('Access requested', { id, name, via: 'cloud' }, request.targetName, visit(request));
      events.emit('consent.changed', { requestId: request.id });
    });

  const refusal = ({ state, answeredBy }: ConsentAnswer) => {
    if (state === 'approved') throw new TypeError('an approval is no refusal');
    return fail(CODE[state], state === 'unanswered' ? {} : { sentence: sentenceOf(state, answeredBy) });
  };

  const found = (id: string): Waiting => {
    const entry = waiting.get(id);
    if (entry) return entry;
    throw store.recent(1000).some((request) => request.id === id) ? fail('CONSENT_OVER') : fail('NOT_FOUND');
  };
  const here = (actor: Actor) => {
    if (actor.via === 'tunnel' || actor.via === 'cloud') throw fail('NOT_OVER_TUNNEL');
  };
  const answered = (id: string, answer: ConsentAnswer, actor: Actor): AccessRequest => {
    const { request } = found(id);
    settle(id, answer, actor);
    return shown({ ...request, ...answer });
  };

  return {
    /** After a start: the secrets of what waited are gone, so no answer could open anything. */
    begin(): void {
      for (const request of store.waiting())
        written(
          request,
          { state: 'denied', answeredAt: clock.now(), answeredBy: 'the gateway was restarted' },
          SYSTEM,
        );
    },
    policyOf,
    mustBeOn,
    free,

    /** @throws AppError NOT_OVER_TUNNEL, BAD_INPUT */
    setPolicy(subject: ConsentSubject, input: ConsentPolicy, actor: Actor): void {
      here(actor);
      const before = policyOf(subject);
      const policy = checkedPolicy(input, subject.use);
      store.setPolicy(subject.id, policy);
      audit(POLICY_CHANGED, actor, subject.name, { before: wordsOf(before), now: wordsOf(policy) });
    },
    /** The target is gone; one with the same id asks anew. */
    forget: (targetId: string): void => store.forget(targetId),
    /** Unlinked: the next account gets in by nothing that this one was allowed. */
    forgetAll(): void {
      store.forgetAll();
      settings.delete(CLAIMED);
    },
    /** Somebody linked the gateway with the code that is printed on it: they stand in front of it. */
    claimedOnSite(person: { readonly id: string; readonly name: string }): void {
      settings.set(CLAIMED, { personId: person.id, until: clock.now() + HOUR_MS });
      audit('Own pages opened for who linked', { ...person, via: 'cloud' }, 'CloudLink Gateway', {
        until: new Date(clock.now() + HOUR_MS).toISOString(),
        because: 'linked with the set-up code on site',
      });
    },

    /**
     * Resolves, in words, with what lets the person in, once something does.
     * @param waits called when somebody on site is asked
     * @throws AppError CONSENT_DENIED, CONSENT_UNANSWERED, CONSENT_ENDED, CONSENT_OFF, RATE_LIMITED, BAD_INPUT
     */
    async ask(
      args: Asker,
      subject: ConsentSubject,
      how: { readonly signal: AbortSignal; readonly waits: () => void },
    ): Promise<string> {
      const needless = free(args, subject, subject.id === PORTAL_TARGET);
      if (needless !== undefined) return needless;
      checkRoom(args);
      const request = newRequest(args, subject);
      store.add(request);
      const asked = question(request, how.signal);
      how.waits();
      const answer = await asked;
      if (answer.state !== 'approved') throw refusal(answer);
      // while it waited somebody may have switched it off
      mustBeOn(args, subject);
      return `approved by ${answer.answeredBy}`;
    },

    /** @throws AppError NOT_OVER_TUNNEL, CONSENT_OWN, CONSENT_OVER, NOT_FOUND */
    approve(id: string, subject: (targetId: string) => ConsentSubject, actor: Actor): AccessRequest {
      here(actor);
      const { request } = found(id);
      if (isOwn(actor, request)) {
        audit('Access approval refused', actor, request.targetName, {
          ...visit(request),
          because: 'nobody approves their own session',
        });
        throw fail('CONSENT_OWN');
      }
      const at = clock.now();
      const holds = policyOf(subject(request.targetId)).mode === 'hour' ? { holdsUntil: at + HOUR_MS } : {};
      return answered(id, { state: 'approved', answeredAt: at, answeredBy: actor.name, ...holds }, actor);
    },
    /** @throws AppError NOT_OVER_TUNNEL, CONSENT_OVER, NOT_FOUND */
    deny(id: string, actor: Actor): AccessRequest {
      here(actor);
      return answered(id, { state: 'denied', answeredAt: clock.now(), answeredBy: actor.name }, actor);
    },
    /** Who asked does not want it any more, by the cloud's word. @returns whether a question waited */
    withdraw(sessionId: string, because: string): boolean {
      const entry = [...waiting.values()].find(({ request }) => request.sessionId === sessionId);
      return entry ? ended(entry.request.id, because) : false;
    },
    endOf(targetId: string, because: string): void {
      for (const { request } of [...waiting.values()])
        if (request.targetId === targetId) ended(request.id, because);
    },
    endAll(because: string): void {
      for (const id of [...waiting.keys()]) ended(id, because);
    },

    /** What waits, the oldest first. */
    waiting: (): AccessRequest[] => [...waiting.values()].map(({ request }) => shown(request)),
    /** What waits, and then what was answered, the newest first. */
    list(): AccessRequest[] {
      const over = store.recent(SHOWN + waiting.size).filter((request) => request.state !== 'waiting');
      return [...[...waiting.values()].map(({ request }) => request), ...over].map(shown);
    },
    prune: (): number => store.prune(clock.now() - RETENTION.sessionDays * DAY_MS),
  };
}

const POLICY_CHANGED = 'Consent policy changed';

function wordsOf({ mode, people, calls = [] }: ConsentPolicy): string {
  if (mode === 'always') return `always: ${people.join(', ')}`;
  return calls.length === 0 ? mode : `${mode}: ${calls.map((one) => `${one.method} ${one.path}`).join(', ')}`;
}

const sentenceOf = (state: 'denied' | 'ended', by: string) =>
  state === 'denied' ? `Denied on site by ${by}.` : `The question was not answered: ${by}.`;
