/** What is done with one attempt to send an e-mail: the same for every queue. */
import { backoffMs } from '../../base/backoff.ts';
import type { Clock, Random } from '../../base/clock.ts';
import type { Mail, Mailer } from './ports/deployment.ts';

/** A mail that was put off so often is given up: with the waits below that is after two to five hours. */
export const ATTEMPTS_MOST = 10;
const AGAIN = { firstMs: 60_000, maxMs: 3_600_000 };
/** No mail server answers: the whole queue waits. */
const DOWN = { firstMs: 5_000, maxMs: 300_000 };

export type Attempted =
  | { readonly state: 'sent' }
  | { readonly state: 'failed'; readonly error: string }
  | { readonly state: 'later'; readonly error: string; readonly attempts: number; readonly dueAt: number };

export type Mailing = {
  /** Nobody answers at the moment: it is too soon to ask again. */
  isDown(): boolean;
  /** @param attempts that ended in a "try again" before */
  attempt(mail: Mail, attempts: number): Promise<Attempted>;
};

export function createMailing(deps: {
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly random: Random;
}): Mailing {
  const { mailer, clock, random } = deps;
  let down = { times: 0, until: 0 };
  return {
    isDown: () => clock.monotonic() < down.until,
    async attempt(mail, before) {
      const outcome = await mailer.send(mail);
      const later = (error: string, attempts: number, ms: number): Attempted => ({
        state: 'later',
        error,
        attempts,
        dueAt: clock.now() + ms,
      });
      if (outcome.state === 'down') {
        const ms = backoffMs(down.times, random, DOWN);
        down = { times: down.times + 1, until: clock.monotonic() + ms };
        return later(outcome.sentence, before, 0);
      }
      down = { times: 0, until: 0 };
      if (outcome.state === 'sent') return { state: 'sent' };
      const attempts = before + 1;
      if (outcome.state === 'refused' || attempts >= ATTEMPTS_MOST)
        return { state: 'failed', error: outcome.sentence };
      return later(outcome.sentence, attempts, backoffMs(before, random, AGAIN));
    },
  };
}
