/**
 * What the console's lists are filtered and ordered by, as columns, and indices in the order of the pages: a page
 * costs the same however long the list is. `partner_id` is the partner above the account, or the partner itself, so
 * that a view over all customers is one equality.
 *
 * Terms that fall due at the site's midnight need its zone, which SQL does not know: here they are set by UTC, and the
 * emptied digest makes every gateway send its report again.
 */
export const lists = {
  name: 'lists',
  up: `
ALTER TABLE event ADD COLUMN partner_id TEXT NOT NULL DEFAULT '';
UPDATE event SET partner_id = (
  SELECT coalesce(partner_id, id) FROM account WHERE account.id = event.account_id);
CREATE INDEX event_partner ON event (partner_id, at, id, account_id);
CREATE INDEX event_account_type ON event (account_id, event_type, at, id);
CREATE INDEX event_account_action ON event (account_id, action, at, id);
CREATE INDEX event_account_asset ON event (account_id, asset, at, id);
CREATE INDEX event_account_actor ON event (account_id, actor_id, at, id);
CREATE INDEX event_id ON event (id);

CREATE TABLE event_kind (
  account_id TEXT NOT NULL REFERENCES account (id),
  partner_id TEXT NOT NULL,
  event_type TEXT NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (account_id, event_type, action)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_kind_partner ON event_kind (partner_id);
INSERT INTO event_kind SELECT DISTINCT account_id, partner_id, event_type, action FROM event;

ALTER TABLE platform ADD COLUMN partner_id TEXT NOT NULL DEFAULT '';
ALTER TABLE platform ADD COLUMN system_family TEXT NOT NULL DEFAULT '';
ALTER TABLE platform ADD COLUMN platform_id TEXT NOT NULL DEFAULT '';
ALTER TABLE platform ADD COLUMN licence_number TEXT NOT NULL DEFAULT '';
ALTER TABLE platform ADD COLUMN licence_type TEXT NOT NULL DEFAULT '';
ALTER TABLE platform ADD COLUMN swa_rule TEXT NOT NULL DEFAULT 'none';
ALTER TABLE platform ADD COLUMN swa_soon_at INTEGER;
ALTER TABLE platform ADD COLUMN swa_end_at INTEGER;
UPDATE platform SET
  partner_id = (SELECT coalesce(partner_id, id) FROM account WHERE account.id = platform.account_id),
  system_family = coalesce(body ->> '$.systemFamily', ''),
  platform_id = coalesce(body ->> '$.platformId', ''),
  licence_number = coalesce(body ->> '$.licence.number', ''),
  licence_type = CASE WHEN coalesce(body ->> '$.licence.number', '') = '' THEN 'unlicensed'
    ELSE body ->> '$.licence.type' END,
  swa_end_at = 1000 * unixepoch(body ->> '$.licence.expiresOn', '+1 day'),
  swa_soon_at = 1000 * unixepoch(body ->> '$.licence.expiresOn', '-90 days');
UPDATE platform SET swa_rule = CASE
  WHEN licence_type = 'unlicensed' THEN 'none'
  WHEN licence_type NOT IN ('perpetual', 'subscription') THEN 'unknown'
  WHEN body ->> '$.licence.expiresOn' IS NULL THEN 'none'
  WHEN swa_end_at IS NULL THEN 'unknown'
  ELSE licence_type END;
CREATE INDEX platform_account_host ON platform (account_id, host, id);
CREATE INDEX platform_partner_host ON platform (partner_id, host, id);
UPDATE inventory SET digest = '';

ALTER TABLE application ADD COLUMN partner_id TEXT NOT NULL DEFAULT '';
UPDATE application SET partner_id = (
  SELECT coalesce(partner_id, id) FROM account WHERE account.id = application.account_id);
CREATE INDEX application_account_type ON application (account_id, type, id);
CREATE INDEX application_partner_type ON application (partner_id, type, id);

CREATE INDEX scim_user_active ON scim_user (account_id, active, sort_name, id);
CREATE INDEX scim_user_gateway ON scim_user (account_id, sort_name, id) WHERE gateway_id IS NOT NULL;
CREATE INDEX scim_user_changed ON scim_user (account_id, changed_at, id);
`,
};
