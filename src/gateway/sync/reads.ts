import { type Db, isCorrupt } from '../../base/runtime/sqlite.ts';
import { fail } from '../core/errors.ts';
import type { FindingDigests } from '../core/ports/finding-digests.ts';
import type { SyncDecisions } from '../core/ports/sync-decisions.ts';
import type { Page, SyncQueries } from '../core/ports/sync-queries.ts';
import { type ChainHead, EMPTY_CHAIN } from '../core/ports/sync-store.ts';
import { hasSyncDatabase, openSyncReader, openSyncWriter } from '../store/sync/database.ts';
import { createSyncQueries, readState } from '../store/sync/queries.ts';
import { createDecisions } from '../store/sync/queue.ts';
import { lookInto } from './look.ts';

const NOTHING: Page<never> = { items: [], total: 0 };

const emptyChain = (kept: ChainHead) => (kept.count > 0 ? { ...EMPTY_CHAIN, brokenAt: 1 } : EMPTY_CHAIN);

/**
 * Writes people's decisions into sync.db, whether or not a cycle is running. Each write is one short transaction.
 *
 * @param folder of the link of this moment
 */
export function createSyncDecisions(folder: () => string): SyncDecisions {
  /** `nothing` while there is no database, or one of another version. */
  function write<T>(f: (decisions: SyncDecisions) => T, nothing: () => T): T {
    const db = openSyncWriter(folder());
    if (!db) return nothing();
    try {
      return f(createDecisions(db));
    } finally {
      db.close();
    }
  }
  // nobody has been detained yet
  const stale = (): never => {
    throw fail('PLAN_STALE');
  };
  return {
    write: (order) => write((d) => d.write(order), stale),
    revoke: (ids) => write((d) => d.revoke(ids), stale),
    revokeOrder: (order) =>
      write(
        (d) => d.revokeOrder(order),
        () => 0,
      ),
    // before the first sync nobody of the remote is ours
    changedAtRemote: (remoteId, by, at) =>
      write(
        (d) => d.changedAtRemote(remoteId, by, at),
        () => undefined,
      ),
  };
}

/** @param folder of the link of this moment */
export function createFindingDigests(folder: () => string): FindingDigests {
  const look = lookInto(folder, createSyncQueries);
  return {
    untold: () => look((q) => q.untoldDigests(), []),
    told(id) {
      const db = openSyncWriter(folder());
      if (!db) return;
      try {
        db.prepare('UPDATE digest SET sent = 1 WHERE id = ?').run(id);
      } finally {
        db.close();
      }
    },
  };
}

/**
 * Reads of sync.db for the gateway's pages.
 *
 * @param folder of the link of this moment
 */
export function createSyncReads(folder: () => string): SyncQueries {
  const look = lookInto(folder, createSyncQueries);
  const glance = lookInto(folder, readState);
  return {
    state: () => glance((state) => state, {}),
    changes: (query) => look((q) => q.changes(query), NOTHING),
    irregular: (query) => look((q) => q.irregular(query), NOTHING),
    detained: (query) => look((q) => q.detained(query), { ...NOTHING, codes: [], actions: [] }),
    detainedOne: (id) => look((q) => q.detainedOne(id), undefined),
    decisions: (query) => look((q) => q.decisions(query), NOTHING),
    people: (query) => look((q) => q.people(query), NOTHING),
    person: (id) => look((q) => q.person(id), undefined),
    summary: (query) => look((q) => q.summary(query), NOTHING),
    findings: (query) => look((q) => q.findings(query), { ...NOTHING, codes: [] }),
    untoldDigests: () => look((q) => q.untoldDigests(), []),
    runs: (query) => look((q) => q.runs(query), NOTHING),
    run: (id) => look((q) => q.run(id), undefined),
    runChanges: (id, query) => look((q) => q.runChanges(id, query), NOTHING),
    undo: (id) => look((q) => q.undo(id), undefined),
    undone: (id) => look((q) => q.undone(id), undefined),
    async auditChain(base, kept) {
      let db: Db | undefined;
      try {
        db = openSyncReader(folder());
        if (db) return await createSyncQueries(db).auditChain(base, kept);
        // a file of an older version is not readable yet; one that is not there is an empty chain
        return hasSyncDatabase(folder()) ? undefined : emptyChain(kept);
      } catch (error) {
        if (isCorrupt(error)) return undefined;
        throw error;
      } finally {
        db?.close();
      }
    },
  };
}
