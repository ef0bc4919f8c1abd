/** What leaves the building, summed by day; `kind` is `flow` (a destination) or `data`. */
export const outflow = {
  name: 'outflow',
  up: `
    CREATE TABLE outflow (
      day TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('flow', 'data')),
      use TEXT NOT NULL,
      host TEXT NOT NULL,
      port INTEGER NOT NULL,
      via TEXT NOT NULL,
      place TEXT NOT NULL,
      connections INTEGER NOT NULL,
      failed INTEGER NOT NULL,
      up INTEGER NOT NULL,
      down INTEGER NOT NULL,
      last_at INTEGER NOT NULL,
      PRIMARY KEY (day, kind, use, host, port, via, place)
    ) WITHOUT ROWID;
  `,
};
