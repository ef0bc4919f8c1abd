/** Loopback addresses on the host of an OpenSSH broker. Rows stay, so that no number is ever another gateway's. */
export const tunnelAddress = {
  name: 'tunnel-address',
  up: `
CREATE TABLE tunnel_address (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  gateway_id TEXT NOT NULL UNIQUE
) STRICT;
`,
};
