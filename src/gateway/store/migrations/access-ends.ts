/** A request is written down when it is let in; how it ended is a record of its own that names the line. */
export const accessEnds = {
  name: 'access ends',
  up: `
    ALTER TABLE access_line ADD COLUMN ends INTEGER;
    CREATE UNIQUE INDEX access_line_ends ON access_line (ends) WHERE ends IS NOT NULL;
  `,
};
