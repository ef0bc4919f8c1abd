/** The engine over a real database in memory, a fake source and a fake remote. */
import { hash } from 'node:crypto';
import { type Db, openDatabase } from '../../../../src/base/runtime/sqlite.ts';
import { uuidv7 } from '../../../../src/base/runtime/uuid.ts';
import type { Verb } from '../../../../src/contract/sync-api.ts';
import type {
  DecisionOrder,
  DecisionsWritten,
  SyncDecisions,
} from '../../../../src/gateway/core/ports/sync-decisions.ts';
import type { SyncQueries } from '../../../../src/gateway/core/ports/sync-queries.ts';
import type { SyncStore } from '../../../../src/gateway/core/ports/sync-store.ts';
import type { CycleOptions, CycleReport } from '../../../../src/gateway/core/sync-cycle.ts';
import { createSyncEngine } from '../../../../src/gateway/features/user-sync/cycle.ts';
import { createSyncStore } from '../../../../src/gateway/store/sync/index.ts';
import { SYNC_MIGRATIONS } from '../../../../src/gateway/store/sync/migrations.ts';
import { createSyncQueries } from '../../../../src/gateway/store/sync/queries.ts';
import { createDecisions } from '../../../../src/gateway/store/sync/queue.ts';
import { createPhone } from '../../../../src/gateway/sync/phone.ts';
import { type FakeScim, fakeScim } from '../../../fakes/fake-scim.ts';
import { type FakeSource, fakeSource, type Row } from '../../../fakes/fake-source.ts';
import { type ManualClock, manualClock } from '../../../fakes/manual-clock.ts';
import { type Life, mortal, newLife } from './mortal.ts';

export const RUN: CycleOptions = {
  mode: 'run',
  onDemand: true,
  approve: true,
  actor: 'test',
  graceDays: 30,
  incompleteChanges: true,
};

export type Bench = {
  readonly db: Db;
  readonly store: SyncStore;
  readonly scim: FakeScim;
  readonly source: FakeSource;
  readonly clock: ManualClock;
  /** The next process over the same files and the same world. */
  again(life?: Life, sources?: readonly FakeSource[]): Bench;
  cycle(options?: Partial<CycleOptions>): Promise<CycleReport>;
  /** Decides as a person at the page does: rows by external id. */
  decide(verb: Verb, rows: readonly string[], values?: DecisionOrder['values']): DecisionsWritten;
  readonly decisions: SyncDecisions;
  readonly queries: SyncQueries;
  /** What the remote has, by external id, without ids. */
  remote(): Record<string, unknown>;
  /** Page texts of the plan, by external id. */
  plan(): Record<string, string>;
};

export type Given = {
  db?: Db;
  /** Over `db`: to prepare its statements anew is most of what a short run costs. It keeps nothing in memory. */
  store?: SyncStore;
  scim?: FakeScim;
  source?: FakeSource;
  clock?: ManualClock;
  life?: Life;
  remote?: string;
  /** In place of the one source. */
  sources?: readonly FakeSource[];
  log?: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
};

export function bench(rows: readonly Row[] = [], given: Given = {}): Bench {
  const clock = given.clock ?? manualClock();
  const db = given.db ?? openDatabase(':memory:', { migrations: SYNC_MIGRATIONS, now: clock.now }).db;
  const store = given.store ?? createSyncStore(db);
  const scim = given.scim ?? fakeScim();
  const source = given.source ?? given.sources?.[0] ?? fakeSource(rows);
  const life = given.life ?? newLife();
  scim.onStep = () => life.step();
  // most runs ask neither, and to prepare their statements costs as much as a cycle
  let queries: SyncQueries | undefined;
  let decisions: SyncDecisions | undefined;
  const engine = createSyncEngine({
    store: mortal(store, life),
    scim,
    sources: given.sources ?? [source],
    remote: given.remote ?? 'here',
    phone: createPhone(),
    now: clock.now,
    digest: (text) => hash('sha256', text, 'base64url'),
    newId: () => uuidv7(clock.now()),
    breathe: async () => undefined,
    log: given.log ?? (() => undefined),
    progress: () => undefined,
  });
  return {
    db,
    store,
    scim,
    source,
    clock,
    again(life, sources = given.sources) {
      const { life: _old, sources: _before, ...same } = given;
      const next = { ...(life ? { life } : {}), ...(sources ? { sources } : {}) };
      return bench([], { ...same, db, scim, source, clock, ...next });
    },
    cycle: (options = {}) => engine.cycle({ ...RUN, ...options }, new AbortController().signal),
    decide: (verb, rows, values) =>
      createDecisions(db).write({
        verb,
        ids: rows.map((externalId) =>
          String(db.prepare('SELECT id FROM person WHERE external_id = ?').pluck().get(externalId) ?? 0),
        ),
        ...(values ? { values } : {}),
        by: 'Ann',
        at: clock.now(),
      }),
    get decisions() {
      decisions ??= createDecisions(db);
      return decisions;
    },
    get queries() {
      queries ??= createSyncQueries(db);
      return queries;
    },
    remote: () => remoteOf(scim),
    plan: () =>
      Object.fromEntries(
        db
          .prepare<[], { external_id: string; kind: string; code: string | null }>(
            'SELECT external_id, plan_kind AS kind, plan_code AS code FROM person WHERE plan_kind IS NOT NULL ORDER BY external_id',
          )
          .all()
          .map((r) => [r.external_id, r.code ? `${r.kind} ${r.code}` : r.kind]),
      ),
  };
}

export function remoteOf(scim: FakeScim): Record<string, unknown> {
  const users = [...scim.users.values()].map((u) => [u.externalId ?? u.user.userName, u.user] as const);
  return Object.fromEntries(users.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export const person = (n: number, more: Record<string, string> = {}): Row => ({
  id: `p${n}`,
  givenName: `Given${n}`,
  familyName: `Family${n}`,
  email: `p${n}@example.com`,
  extension: String(2000 + n),
  ...more,
});
export const people = (count: number): Row[] => Array.from({ length: count }, (_, i) => person(i + 1));

/**
 * A database in memory and its prepared statements for the thousand runs of a property, one after the other: each call
 * empties it.
 */
export function recycledStore(): () => { readonly db: Db; readonly store: SyncStore } {
  const { db } = openDatabase(':memory:', { migrations: SYNC_MIGRATIONS, now: Date.now });
  const prepared = createSyncStore(db);
  // made once: to make one for each of some hundred thousand transactions takes longer than they do
  const once = db.transaction((f: () => unknown) => f());
  const tx = <T>(f: () => T): T => (db.inTransaction ? f() : (once.immediate(f) as T));
  // nothing here reaches a disk: there is no wait to spare
  const store = { ...prepared, tx, txSoon: tx };
  const full = db
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all()
    .filter((name) => Number(db.prepare(`SELECT count(*) FROM "${name}"`).pluck().get()) === 0);
  const empty = ['op', 'src_record', 'source_cursor', 'person_key', ...full].map((name) =>
    db.prepare(`DELETE FROM "${name}"`),
  );
  const emptied = db.transaction(() => {
    for (const table of empty) table.run();
  });
  return () => {
    emptied();
    return { db, store };
  };
}

/** Benches for a property of a thousand runs, over one {@link recycledStore}. */
export function recycled(): (rows?: readonly Row[], given?: Omit<Given, 'db' | 'store'>) => Bench {
  const emptied = recycledStore();
  return (rows = [], given = {}) => bench(rows, { ...given, ...emptied() });
}

/** What would be told, and is told with it. */
export function tell(b: Bench): string[] {
  const told = b.queries.untoldDigests();
  b.db.exec('UPDATE digest SET sent = 1');
  return told.flatMap(({ people: named }) => named.map(({ name, code }) => `${name}: ${code}`));
}
