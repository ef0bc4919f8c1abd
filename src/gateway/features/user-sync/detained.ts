/** The detained queue in the daemon (row D7): what people see of it, and what they decide about its rows. */
import type { Clock } from '../../../base/clock.ts';
import { USER_FIELDS, type UserField } from '../../../contract/scim.ts';
import type {
  DetainedDetail,
  DetainedDone,
  DetainedPage,
  DetainedVerb,
  ValidationProfile,
} from '../../../contract/sync-api.ts';
import { fail } from '../../core/errors.ts';
import type { Actor, EventBus } from '../../core/events.ts';
import type { Phone } from '../../core/ports/phone.ts';
import type { DecisionFailure, DecisionsWritten, SyncDecisions } from '../../core/ports/sync-decisions.ts';
import type { DetainedQuery, SyncQueries } from '../../core/ports/sync-queries.ts';
import { detains, sentenceOf } from '../../core/sync-reasons.ts';
import { validate } from './validate.ts';

export type DetainedOptions = {
  readonly queries: Pick<SyncQueries, 'detained' | 'detainedOne' | 'decisions'>;
  readonly decisions: SyncDecisions;
  /** Starts a cycle that carries decisions out; false when none can begin now. */
  readonly carryOut: (actor: Actor) => boolean;
  /** Loaded when a value is checked. */
  readonly phone: () => Promise<Phone>;
  /** Everything of these synchronisers that was deferred is let go now. @returns names of those whose first plan that approves */
  readonly approve?: (sources: readonly string[], actor: Actor) => readonly string[];
  /** What people called a synchroniser. */
  readonly nameOf: (source: string) => string;
  /** ISO country of national numbers. */
  readonly country: () => string | undefined;
  /** Field rules of a source. Without it: those of the cloud. */
  readonly validation?: (sourceId: string) => ValidationProfile | undefined;
  readonly events: EventBus;
  readonly clock: Pick<Clock, 'now'>;
  /** Of an order. */
  readonly newId: () => string;
};

const FAILED: Record<DecisionFailure['code'], string> = {
  NOT_FOUND: 'This row is not in the queue any more.',
  VERB_NOT_HERE: 'This cannot be done with this row.',
};

export type DetainedQueue = ReturnType<typeof createDetained>;

export function createDetained(options: DetainedOptions) {
  const { queries, decisions, events } = options;

  function audit(action: string, actor: Actor, details: Record<string, unknown>, fields: string[]): void {
    const about = { action, eventType: 'Sync', asset: 'User sync' } as const;
    events.emit('audit', { ...about, actor, propertiesChanged: fields, details });
  }

  /** The field rules hold for a value that a person sets as for one of a source. */
  async function checkValues(id: string, values: NonNullable<DetainedVerb['values']>): Promise<void> {
    const detail = queries.detainedOne(id);
    if (!detail) throw fail('NOT_FOUND', { sentence: FAILED.NOT_FOUND });
    const { userName = '', active = true, ...rest } = detail.desired ?? detail.applied ?? {};
    const user: Record<string, unknown> = { ...rest, userName, active };
    for (const field of USER_FIELDS) {
      const value = values[field]?.trim();
      if (value) user[field] = value;
      else if (value === '') delete user[field];
    }
    const desired = { user: { userName, active, ...user }, cleared: [], provenance: {} };
    const issues = validate(desired, {
      phone: await options.phone(),
      country: options.country(),
      profile: options.validation?.(detail.source),
    });
    const wrong = issues.filter(({ code, field }) => detains(code) && field !== undefined && field in values);
    if (wrong.length === 0) return;
    const fields = wrong.map(({ code, field = '', sentence }) => ({
      field: `values.${field}`,
      sentence: sentence ?? sentenceOf(code),
    }));
    throw fail('BAD_INPUT', { sentence: fields[0]?.sentence ?? '', fields });
  }

  const trimmed = (values: DetainedVerb['values']): Partial<Record<UserField, string | null>> =>
    Object.fromEntries(Object.entries(values ?? {}).map(([field, value]) => [field, value?.trim() ?? null]));

  function answer(written: DecisionsWritten, actor: Actor, orderId?: string): DetainedDone {
    const failed = written.failed.map((row) => ({ ...row, sentence: FAILED[row.code] }));
    const { done, through = [] } = written;
    const named = orderId === undefined || done === 0 ? {} : { orderId };
    // before the cycle begins: it is the first that defers nothing more of them
    const approved = through.length > 0 ? [...(options.approve?.(through, actor) ?? [])] : [];
    const started = done > 0 && options.carryOut(actor);
    return { done, failed, started, ...named, ...(approved.length > 0 ? { approved } : {}) };
  }

  return {
    list(query: DetainedQuery): DetainedPage {
      const page = queries.detained(query);
      return {
        ...page,
        items: page.items.map((row) => ({ ...row, sourceName: options.nameOf(row.source) })),
      };
    },
    /** @throws AppError NOT_FOUND when it is not in the queue any more */
    one(id: string): DetainedDetail {
      const found = queries.detainedOne(id);
      if (!found) throw fail('NOT_FOUND', { sentence: FAILED.NOT_FOUND });
      const raw = found.raw.map((record) => ({ ...record, sourceName: options.nameOf(record.source) }));
      return { ...found, sourceName: options.nameOf(found.source), raw };
    },
    decisions: queries.decisions,
    /** @throws AppError BAD_INPUT (a value that breaks a field rule), PLAN_STALE (another number of rows than was seen) */
    async decide({ verb, ids, all, values }: DetainedVerb, actor: Actor): Promise<DetainedDone> {
      if ((ids === undefined) === (all === undefined))
        throw fail('BAD_INPUT', { sentence: 'Name the rows, or a filter; one of the two.' });
      if (verb === 'modify') {
        const [id] = ids ?? [];
        if (id === undefined || ids?.length !== 1 || Object.keys(values ?? {}).length === 0)
          throw fail('BAD_INPUT', { sentence: 'Modify takes one row and at least one value.' });
        await checkValues(id, values ?? {});
      }
      const order = options.newId();
      const written = decisions.write({
        verb,
        order,
        ...(ids ? { ids } : {}),
        ...(all ? { all } : {}),
        ...(verb === 'modify' ? { values: trimmed(values) } : {}),
        by: actor.name,
        at: options.clock.now(),
      });
      if (written.done > 0)
        audit(
          'Detained updates decided',
          actor,
          { verb, rows: written.done, order },
          Object.keys(values ?? {}),
        );
      return answer(written, actor, order);
    },
    /** Exactly what one order decided. @throws AppError NOT_FOUND when nothing of it holds any more */
    revokeOrder(order: string, actor: Actor): DetainedDone {
      const done = decisions.revokeOrder(order);
      if (done === 0) throw fail('NOT_FOUND', { sentence: 'Nothing of this order holds any more.' });
      audit('Decisions revoked', actor, { rows: done, order }, []);
      return answer({ done, failed: [] }, actor);
    },
    revoke(ids: readonly string[], actor: Actor): DetainedDone {
      const written = decisions.revoke(ids);
      if (written.done > 0) audit('Decisions revoked', actor, { rows: written.done }, []);
      return answer(written, actor);
    },
  };
}
