import { numbered } from '../../../base/runtime/sqlite.ts';

/**
 * Migrations of sync.db. Position is the number; a landed one is never edited.
 * Texts of hashes are SHA-256 in base64url; instants are ms since 1970.
 */
const first = {
  name: 'sync',
  up: `
    CREATE TABLE fact (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

    CREATE TABLE source (
      id TEXT PRIMARY KEY,
      fingerprint TEXT NOT NULL,
      mapping_hash TEXT NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE source_cursor (
      source_id TEXT PRIMARY KEY REFERENCES source (id),
      cursor TEXT NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE person (
      id INTEGER PRIMARY KEY,
      source_id TEXT NOT NULL,
      external_id TEXT NOT NULL UNIQUE,
      live INTEGER NOT NULL DEFAULT 1,
      name TEXT NOT NULL DEFAULT '',
      email TEXT,
      extension TEXT,
      phone TEXT,
      department TEXT,
      desired TEXT,
      desired_hash TEXT,
      issues TEXT,
      remote_id TEXT,
      remote_version TEXT,
      remote_active INTEGER NOT NULL DEFAULT 0,
      confirmed TEXT,
      written TEXT,
      settled_hash TEXT,
      adopted INTEGER NOT NULL DEFAULT 0,
      remote_gone INTEGER NOT NULL DEFAULT 0,
      disabled_at INTEGER,
      block TEXT,
      retry_at INTEGER,
      retry_cycle INTEGER,
      plan_kind TEXT,
      plan_code TEXT,
      plan_why TEXT,
      todo INTEGER NOT NULL DEFAULT 1
    );
    CREATE INDEX person_todo ON person (id) WHERE todo = 1;
    CREATE INDEX person_disabled ON person (disabled_at) WHERE disabled_at IS NOT NULL;
    CREATE INDEX person_blocked ON person (id) WHERE block IS NOT NULL;
    CREATE INDEX person_plan ON person (plan_kind, id) WHERE plan_kind IS NOT NULL;
    CREATE INDEX person_without_email ON person (id) WHERE live = 1 AND email IS NULL;

    CREATE TABLE src_record (
      id INTEGER PRIMARY KEY,
      source_id TEXT NOT NULL,
      anchor TEXT NOT NULL,
      hash TEXT NOT NULL,
      raw TEXT NOT NULL,
      fault TEXT,
      gone INTEGER NOT NULL DEFAULT 0,
      duplicate INTEGER NOT NULL DEFAULT 0,
      dirty INTEGER NOT NULL DEFAULT 1,
      person_id INTEGER REFERENCES person (id),
      UNIQUE (source_id, anchor)
    );
    CREATE INDEX src_record_dirty ON src_record (source_id, anchor) WHERE dirty = 1;
    CREATE INDEX src_record_person ON src_record (person_id);

    CREATE TABLE person_key (
      kind TEXT NOT NULL,
      value TEXT NOT NULL,
      person_id INTEGER NOT NULL REFERENCES person (id),
      desired INTEGER NOT NULL,
      applied INTEGER NOT NULL,
      PRIMARY KEY (kind, value, person_id)
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX person_key_applied ON person_key (kind, value) WHERE applied = 1;
    CREATE INDEX person_key_person ON person_key (person_id);

    CREATE TABLE op (
      op_id TEXT PRIMARY KEY,
      person_id INTEGER NOT NULL UNIQUE REFERENCES person (id),
      kind TEXT NOT NULL,
      state TEXT NOT NULL,
      user_name TEXT NOT NULL,
      sent_at INTEGER NOT NULL,
      hash TEXT NOT NULL,
      entry TEXT NOT NULL,
      confirmed INTEGER NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE cycle (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      mode TEXT NOT NULL,
      started_at INTEGER NOT NULL,
      ended_at INTEGER,
      outcome TEXT,
      counts TEXT,
      fault TEXT
    );

    CREATE TABLE audit (
      number INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      cycle_id TEXT NOT NULL,
      actor TEXT NOT NULL,
      source_id TEXT NOT NULL,
      external_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      fields TEXT NOT NULL,
      confirmed INTEGER NOT NULL,
      previous TEXT NOT NULL,
      hash TEXT NOT NULL
    );
    CREATE INDEX audit_removals ON audit (source_id, at) WHERE kind IN ('removed', 'disabled') AND confirmed = 0;
  `,
};

const opFields = {
  name: 'fields of an operation',
  up: `ALTER TABLE op ADD COLUMN fields TEXT NOT NULL DEFAULT '[]'`,
};

const rowFindings = {
  name: 'findings of a row',
  up: 'ALTER TABLE src_record ADD COLUMN findings TEXT',
};

/** A person's row is wide: counting reads these instead. */
const counts = {
  name: 'indexes for counting people',
  up: `
    CREATE INDEX person_live ON person (source_id, phone) WHERE live = 1;
    CREATE INDEX person_applied ON person (source_id) WHERE remote_active = 1 AND disabled_at IS NULL;`,
};

/** Rows D7, D11, D16: the queue, what people decided, what each run changed. */
const queue = {
  name: 'detained queue, decisions, changes of a run',
  up: `
    ALTER TABLE person ADD COLUMN plan_action TEXT;
    ALTER TABLE person ADD COLUMN plan_since INTEGER;
    CREATE INDEX person_queue ON person (plan_code, plan_action, source_id, id)
      WHERE plan_kind IN ('detained', 'held');
    CREATE INDEX person_remote ON person (remote_id) WHERE remote_id IS NOT NULL;

    CREATE TABLE decision (
      id INTEGER PRIMARY KEY,
      external_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      by_name TEXT NOT NULL,
      at INTEGER NOT NULL,
      hash TEXT,
      vals TEXT,
      fresh INTEGER NOT NULL DEFAULT 1,
      revoked INTEGER NOT NULL DEFAULT 0,
      UNIQUE (external_id, kind)
    );
    CREATE INDEX decision_fresh ON decision (id) WHERE fresh = 1;

    CREATE TABLE change (
      id INTEGER PRIMARY KEY,
      cycle INTEGER NOT NULL,
      person_id INTEGER NOT NULL,
      external_id TEXT NOT NULL,
      source_id TEXT NOT NULL,
      name TEXT NOT NULL,
      kind TEXT NOT NULL,
      at INTEGER NOT NULL,
      fields TEXT NOT NULL,
      before TEXT
    );
    CREATE INDEX change_cycle ON change (cycle, kind, id);
    CREATE INDEX change_before ON change (cycle) WHERE before IS NOT NULL;

    ALTER TABLE cycle ADD COLUMN actor TEXT NOT NULL DEFAULT '';
    ALTER TABLE cycle ADD COLUMN undone_by TEXT;
  `,
};

/** Row D9: what is to be looked at, and in which digest each was told. Empty texts: there is none. */
const findings = {
  name: 'findings and their digests',
  up: `
    CREATE TABLE finding (
      id INTEGER PRIMARY KEY,
      person_id INTEGER NOT NULL,
      code TEXT NOT NULL,
      field TEXT NOT NULL,
      value TEXT NOT NULL,
      sentence TEXT NOT NULL,
      digest INTEGER NOT NULL,
      UNIQUE (person_id, code, field, value, sentence)
    );
    CREATE INDEX finding_newest ON finding (digest DESC, id);
    CREATE INDEX finding_code ON finding (code, digest DESC, id);
    CREATE INDEX person_issues ON person (id) WHERE issues IS NOT NULL;

    CREATE TABLE digest (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      at INTEGER NOT NULL,
      without_email INTEGER NOT NULL,
      shared_email INTEGER NOT NULL,
      sent INTEGER NOT NULL DEFAULT 0
    );
    -- people of an older file are looked at once
    DELETE FROM fact WHERE key IN ('findings', 'irregular');
  `,
};

/** One order over many rows is taken back by its id. `earlier`: JSON of what a person had set before it. */
const orders = {
  name: 'orders of decisions',
  up: `
    ALTER TABLE decision ADD COLUMN order_id TEXT;
    ALTER TABLE decision ADD COLUMN earlier TEXT;
    CREATE INDEX decision_order ON decision (order_id) WHERE order_id IS NOT NULL;`,
};

/** How the undo of a run goes, at the run that is taken back: values from before are forgotten by later runs. */
const undos = { name: 'results of undos', up: 'ALTER TABLE cycle ADD COLUMN undo TEXT' };

export const SYNC_MIGRATIONS = numbered([
  first,
  opFields,
  rowFindings,
  counts,
  queue,
  findings,
  orders,
  undos,
]);
