/** Why a session ended: the cloud is told after a restart too, and the customer reads it. */
export const sessionEnds = {
  name: 'session ends',
  up: `
    ALTER TABLE tunnel_session ADD COLUMN ended_because TEXT;
    CREATE INDEX tunnel_session_ended ON tunnel_session (ended_at);
  `,
};
