/**
 * The user directory. The resource is kept whole as JSON; unique values lie in a table of their own, because
 * an attribute such as a phone number has many and because a clash must name what clashed.
 */
export const scim = {
  name: 'scim',
  up: `
CREATE TABLE scim_user (
  id TEXT NOT NULL PRIMARY KEY,
  account_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  active INTEGER NOT NULL,
  sort_name TEXT NOT NULL,
  search_text TEXT NOT NULL,
  synced_from TEXT NOT NULL,
  gateway_id TEXT,
  changed_by TEXT NOT NULL,
  keys TEXT NOT NULL,
  emails TEXT NOT NULL,
  resource TEXT NOT NULL
);
CREATE INDEX scim_user_created ON scim_user (account_id, created_at, id);
CREATE INDEX scim_user_name ON scim_user (account_id, sort_name, id);

CREATE TABLE scim_unique (
  account_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  user_id TEXT NOT NULL,
  PRIMARY KEY (account_id, kind, value)
) WITHOUT ROWID;

CREATE TABLE scim_email (
  account_id TEXT NOT NULL,
  value TEXT NOT NULL,
  user_id TEXT NOT NULL,
  PRIMARY KEY (account_id, value, user_id)
) WITHOUT ROWID;
`,
};
