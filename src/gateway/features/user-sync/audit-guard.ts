/**
 * Watches the hash chain of what was done at the remote. The chain lies in sync.db; its end is kept in state.db, because
 * a chain whose last rows were cut off, or that was made anew as a whole, verifies by itself.
 */
import { type Static, Type } from 'typebox';
import type { Actor, EventBus } from '../../core/events.ts';
import type { Settings } from '../../core/ports/settings.ts';
import type { ChainReport, SyncQueries } from '../../core/ports/sync-queries.ts';
import { EMPTY_CHAIN } from '../../core/ports/sync-store.ts';

const Head = Type.Object({ count: Type.Integer({ minimum: 0 }), head: Type.String() });
/** `base`: what a person accepted as it was; rows up to there are not looked at again. */
const Kept = Type.Object({ base: Head, end: Head });
type Kept = Static<typeof Kept>;
const KEY = 'sync.audit';

export type AuditGuard = {
  /** After a cycle: keeps the new end, provided that the chain goes on from the end that is kept. */
  extend(): Promise<void>;
  /** undefined: it cannot be known now. */
  verify(): Promise<ChainReport | undefined>;
  /** Another link has another chain. */
  forget(): void;
  /** A person looked at what is wrong: the chain counts from its present end on. */
  accept(actor: Actor): Promise<ChainReport | undefined>;
};

export function createAuditGuard(options: {
  readonly settings: Settings;
  readonly queries: Pick<SyncQueries, 'auditChain'>;
  readonly events: EventBus;
}): AuditGuard {
  const { settings, queries, events } = options;
  const kept = (): Kept => settings.get(KEY, Kept) ?? { base: EMPTY_CHAIN, end: EMPTY_CHAIN };
  const verify = async () => {
    const { base, end } = kept();
    return queries.auditChain(base, end);
  };
  return {
    async extend() {
      const { base, end } = kept();
      const found = await queries.auditChain(end, end);
      if (!found || found.brokenAt !== undefined || found.count === end.count) return;
      settings.set(KEY, { base, end: { count: found.count, head: found.head } });
    },
    verify,
    forget: () => settings.delete(KEY),
    async accept(actor) {
      const found = await verify();
      if (found?.brokenAt === undefined) return found;
      const end = { count: found.count, head: found.head };
      settings.set(KEY, { base: end, end });
      events.emit('audit', {
        action: 'Audit chain accepted',
        eventType: 'Sync',
        actor,
        asset: 'User sync',
        propertiesChanged: [],
        details: { brokenAt: found.brokenAt, count: found.count },
      });
      return verify();
    },
  };
}
