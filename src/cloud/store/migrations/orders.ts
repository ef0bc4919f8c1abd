/** The dashboard asks for the orders of the last day that failed: few among many. */
export const orders = {
  name: 'orders',
  up: `
CREATE INDEX command_failed ON command (ended_at, id) WHERE state IN ('failed', 'unknown', 'expired');
`,
};
