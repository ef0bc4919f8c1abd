/** The device key that a gateway has offered and not used yet. */
export const nextKey = {
  name: 'next-key',
  up: `
ALTER TABLE gateway ADD COLUMN next_jkt TEXT;
ALTER TABLE gateway ADD COLUMN next_public_jwk TEXT;
CREATE INDEX gateway_next_key ON gateway (next_jkt) WHERE next_jkt IS NOT NULL;
`,
};
