import type { Db } from '../../../base/runtime/sqlite.ts';
import type { SyncStore } from '../../core/ports/sync-store.ts';
import { auditTable } from './audit-table.ts';
import { changeTable } from './change-table.ts';
import { cycleTable } from './cycle-table.ts';
import { decisionTable } from './decision-table.ts';
import { factTable } from './fact-table.ts';
import { findingTable } from './finding-table.ts';
import { opTable } from './op-table.ts';
import { personKeyTable } from './person-key-table.ts';
import { personTable } from './person-table.ts';
import { sourceTable } from './source-table.ts';
import { srcRecordTable } from './src-record-table.ts';

/** The engine's memory over an open sync.db. */
export function createSyncStore(db: Db): SyncStore {
  const tx: SyncStore['tx'] = (f) => (db.inTransaction ? f() : db.transaction(f).immediate());
  return {
    tx,
    txSoon(f) {
      if (db.inTransaction) return f();
      // WAL: without the wait for the disk; the order of commits stays, and the next waiting commit takes them along
      db.pragma('synchronous = NORMAL');
      try {
        return tx(f);
      } finally {
        db.pragma('synchronous = FULL');
      }
    },
    facts: factTable(db),
    sources: sourceTable(db),
    records: srcRecordTable(db),
    persons: personTable(db),
    keys: personKeyTable(db),
    findings: findingTable(db),
    decisions: decisionTable(db),
    changes: changeTable(db),
    ops: opTable(db),
    cycles: cycleTable(db),
    audit: auditTable(db),
  };
}
