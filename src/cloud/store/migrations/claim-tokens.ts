/** The second way of claiming. Of a token only its hash is here; a row without one is for the holder of a key. */
export const claimTokens = {
  name: 'claim-tokens',
  up: `
CREATE TABLE claim_token (
  id TEXT PRIMARY KEY,
  token_hash TEXT UNIQUE,
  jkt TEXT,
  account_id TEXT NOT NULL REFERENCES account (id),
  created_by_id TEXT NOT NULL,
  created_by_name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  claim_id TEXT REFERENCES claim (id) ON DELETE SET NULL,
  used INTEGER NOT NULL DEFAULT 0,
  CHECK ((token_hash IS NULL) <> (jkt IS NULL))
) STRICT;
CREATE INDEX claim_token_key ON claim_token (jkt) WHERE jkt IS NOT NULL;
CREATE INDEX claim_token_account ON claim_token (account_id);
CREATE INDEX claim_token_expiry ON claim_token (expires_at);
CREATE INDEX gateway_any_key ON gateway (jkt);
`,
};
