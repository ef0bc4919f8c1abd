/** People of the sources in the daemon: lists, the explanation of one, findings. */
import type { Explanation } from '../../../contract/sync-api.ts';
import { fail } from '../../core/errors.ts';
import type { Phone } from '../../core/ports/phone.ts';
import type { SyncQueries } from '../../core/ports/sync-queries.ts';
import { type ExplainContext, explain } from './explain.ts';

export type SyncPeopleOptions = Omit<ExplainContext, 'phone' | 'order'> & {
  readonly queries: Pick<SyncQueries, 'people' | 'person' | 'summary' | 'findings'>;
  /** Ids of the synchronisers, the first wins. */
  readonly order: () => readonly string[];
  /** Loaded when somebody asks. */
  readonly phone: () => Promise<Phone>;
};

export function createSyncPeople({ queries, phone, order, ...context }: SyncPeopleOptions) {
  return {
    list: queries.people,
    summary: queries.summary,
    findings: queries.findings,
    /** @throws AppError NOT_FOUND */
    async explain(id: string): Promise<Explanation> {
      const whole = queries.person(id);
      if (!whole) throw fail('NOT_FOUND', { sentence: 'There is no such person.' });
      return explain(whole, { ...context, order: order(), phone: await phone() });
    },
  };
}
