/** What grows is found by its age. */
export const retention = {
  name: 'retention',
  up: `
CREATE INDEX event_at ON event (at);
CREATE INDEX command_issued ON command (issued_at);
CREATE INDEX sync_result_ended ON sync_result (ended_at);
`,
};
