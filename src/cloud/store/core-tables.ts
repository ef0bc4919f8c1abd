/** Columns of the core tables, for Kysely. Texts named so hold JSON; instants are ms since 1970. */
import type { Generated } from 'kysely';

type AccountTable = {
  id: string;
  number: string;
  kind: 'partner' | 'customer';
  partner_id: string | null;
  name: string;
  state: 'active' | 'deactivated';
  region: string;
  /** JSON */
  address: string | null;
  /** JSON */
  support_contacts: string;
  created_at: number;
  /** Of e-mails to its people whose own is not known. */
  language: Generated<string>;
  deleted_at: number | null;
};

type PersonTable = {
  id: string;
  account_id: string;
  name: string;
  email: string;
  role: 'partner' | 'admin' | 'user';
  password_hash: string | null;
  created_at: number;
};

type InviteTable = { token_hash: string; person_id: string; expires_at: number };

type SessionTable = {
  token_hash: string;
  person_id: string;
  csrf: string;
  created_at: number;
  last_used_at: number;
  expires_at: number;
};

type AttemptTable = { key: string; failures: number; last_at: number; locked_until: number };
type SecretTable = { name: string; value: string };
type ReplayTable = { key: string; expires_at: number };

type GatewayTable = {
  id: string;
  account_id: string;
  jkt: string;
  /** JSON */
  public_jwk: string;
  name: string;
  kind: string;
  version: string;
  lan_address: string | null;
  public_address: string;
  linked_at: number;
  linked_by: string;
  linked_by_id: string | null;
  self_version: number;
  online: number;
  since: number;
  transport: string | null;
  /** JSON */
  status: string | null;
  unlinked_at: number | null;
  unlinked_because: string | null;
  next_jkt: Generated<string | null>;
  /** JSON */
  next_public_jwk: Generated<string | null>;
};

type ClaimTable = {
  id: string;
  device_code_hash: string;
  user_code: string;
  jkt: string;
  /** JSON */
  public_jwk: string;
  name: string;
  kind: string;
  version: string;
  lan_address: string | null;
  public_address: string;
  return_uri: string | null;
  asked_at: number;
  expires_at: number;
  state: string;
  change: number;
  told_change: number;
  polled_at: number;
  seen_by: string | null;
  account_id: string | null;
  approver_id: string | null;
  approver_name: string | null;
  challenge_id: string | null;
  challenge_nonce: string | null;
  challenge_mac: string | null;
  challenged_at: number | null;
  wrong_codes: number;
  gateway_id: string | null;
};

type ClaimTokenTable = {
  id: string;
  token_hash: string | null;
  jkt: string | null;
  account_id: string;
  created_by_id: string;
  created_by_name: string;
  created_at: number;
  expires_at: number;
  /** Gone with the claim; `used` stays. */
  claim_id: string | null;
  used: Generated<number>;
};

type AccessTokenTable = { hash: string; gateway_id: string; jkt: string; expires_at: number };

type CommandTable = {
  id: string;
  gateway_id: string;
  account_id: string;
  name: string;
  /** JSON; emptied when the command ends. */
  args: string;
  issued_by_id: string;
  issued_by_name: string;
  issued_at: number;
  expires_at: number;
  sent_at: number | null;
  state: string;
  percent: number | null;
  sentence: string | null;
  ended_at: number | null;
  /** JSON */
  value: string | null;
  /** JSON */
  error: string | null;
};

type EventTable = {
  id: string;
  account_id: string;
  /** The partner above the account, or the account itself where it is a partner; so in every list. */
  partner_id: string;
  /** Empty for what the cloud itself wrote. */
  gateway_id: string;
  at: number;
  actor_id: string;
  actor_name: string;
  action: string;
  event_type: string;
  asset: string;
  /** JSON */
  properties_changed: string;
  /** JSON */
  details: string;
};

/** Which actions an account has had, for the choices of the filter builder. */
type EventKindTable = { account_id: string; partner_id: string; event_type: string; action: string };

type InventoryTable = {
  gateway_id: string;
  account_id: string;
  digest: string;
  collected_at: number;
  reported_at: number;
  zone: string;
};

type PlatformTable = {
  id: string;
  gateway_id: string;
  account_id: string;
  partner_id: string;
  host: string;
  platform_type: string;
  platform_name: string;
  version: string;
  system_family: string;
  platform_id: string;
  /** Empty when there is none. */
  licence_number: string;
  licence_type: string;
  /** How the SWA status follows from the two instants; core/swa-terms.ts. */
  swa_rule: string;
  swa_soon_at: number | null;
  swa_end_at: number | null;
  /** JSON of contract Platform */
  body: string;
};

type ApplicationTable = {
  id: string;
  platform_id: string;
  gateway_id: string;
  account_id: string;
  partner_id: string;
  type: string;
  version: string;
};

type OutboxSeenTable = { gateway_id: string; id: string; at: number };

type SyncResultTable = {
  id: string;
  gateway_id: string;
  account_id: string;
  started_at: number;
  ended_at: number;
  outcome: string;
  /** JSON */
  counts: string;
  error: string | null;
};

type ScimKeyTable = { token_hash: string; account_id: string; created_at: number; created_by: string };

export type CoreTables = {
  account: AccountTable;
  person: PersonTable;
  invite: InviteTable;
  session: SessionTable;
  attempt: AttemptTable;
  secret: SecretTable;
  replay: ReplayTable;
  gateway: GatewayTable;
  claim: ClaimTable;
  claim_token: ClaimTokenTable;
  access_token: AccessTokenTable;
  command: CommandTable;
  event: EventTable;
  event_kind: EventKindTable;
  inventory: InventoryTable;
  platform: PlatformTable;
  application: ApplicationTable;
  outbox_seen: OutboxSeenTable;
  sync_result: SyncResultTable;
  scim_key: ScimKeyTable;
};
