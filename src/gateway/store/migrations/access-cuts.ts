/**
 * Old records may go: the chain then begins behind `access_start`, and a record of the chain itself says so. `kind` is
 * there to be searched, as `ends` is.
 */
export const accessCuts = {
  name: 'access cuts',
  up: `
    ALTER TABLE access_line ADD COLUMN kind TEXT NOT NULL DEFAULT 'line';
    UPDATE access_line SET kind = 'end' WHERE ends IS NOT NULL;
    CREATE INDEX access_line_lines ON access_line (n) WHERE kind = 'line';
    CREATE INDEX access_line_cuts ON access_line (n) WHERE kind = 'cut';
    CREATE TABLE access_start (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      n INTEGER NOT NULL,
      hash TEXT NOT NULL
    ) STRICT;
  `,
};
