/** Who saved a thing last, and which version of it that is: two people at one form do not overwrite each other. */
import type { Clock } from '../../base/clock.ts';
import { Saved } from '../../contract/local-api.ts';
import { fail } from './errors.ts';
import type { Actor } from './events.ts';
import type { Settings } from './ports/settings.ts';

/**
 * What the writer had read: a version, or `none` when there was nothing yet (RFC 9110 §13.1). Undefined: it does not
 * say, and the last one wins (the command line).
 */
export type Expected = number | 'none' | undefined;

const keyOf = (thing: string) => `saved.${thing}`;

/** What was saved before there were versions. */
const UNMARKED = 0;

export type SavedMarks = {
  /** Undefined: nobody saved it, or an older program did. */
  of(thing: string): Saved | undefined;
  /**
   * To be called right before the thing is stored. A power cut between the two leaves the old thing under a new
   * version: the next writer is asked once too often, and nothing is lost.
   *
   * @param exists whether the thing is stored already
   * @throws AppError CHANGED_MEANWHILE
   */
  mark(thing: string, actor: Actor, expected: Expected, exists: boolean): Saved;
  forget(thing: string): void;
};

export function createSavedMarks(settings: Settings, clock: Pick<Clock, 'now'>): SavedMarks {
  const of = (thing: string) => settings.get(keyOf(thing), Saved);
  return {
    of,
    mark(thing, actor, expected, exists) {
      const before = of(thing);
      const current = exists ? (before?.version ?? UNMARKED) : 'none';
      if (expected !== undefined && expected !== current) throw fail('CHANGED_MEANWHILE');
      const at = clock.now();
      // the time, so that a page of an earlier account never names a version of this one
      const saved = { version: Math.max(at, (before?.version ?? UNMARKED) + 1), at, by: actor.name };
      settings.set(keyOf(thing), saved);
      return saved;
    },
    forget: (thing) => settings.delete(keyOf(thing)),
  };
}
