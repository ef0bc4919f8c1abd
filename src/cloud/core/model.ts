/** What the cloud keeps, as its features see it. Instants are milliseconds since 1970. */
import type { CommandName } from '../../contract/commands.ts';
import type { P256PublicJwk, PlatformKind } from '../../contract/common.ts';
import type { GatewayStatus } from '../../contract/status.ts';

export type AccountKind = 'partner' | 'customer';
export type AccountState = 'active' | 'deactivated';
export type Address = {
  street?: string;
  city?: string;
  country?: string;
  province?: string;
  postalCode?: string;
};

export type Account = {
  /** UUIDv7; never leaves the cloud but in the SCIM base address. */
  readonly id: string;
  /** The 9-digit Account ID that people see. */
  readonly number: string;
  readonly kind: AccountKind;
  /** The partner above a customer; absent for a partner. */
  readonly partnerId?: string;
  readonly name: string;
  readonly state: AccountState;
  /** Where the data is kept, in words. */
  readonly region: string;
  readonly address?: Address;
  readonly supportContacts: readonly string[];
  readonly createdAt: number;
  /** Deleted, and deactivated for everybody; its gateways are still heard, so that they can obey. */
  readonly deletedAt?: number;
};

/** `user` may see who he is and nothing else. */
export type Role = 'partner' | 'admin' | 'user';

export type Person = {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  /** Lower case. */
  readonly email: string;
  readonly role: Role;
  /** PHC string of argon2id; absent until the invitation was used. */
  readonly passwordHash?: string;
  readonly createdAt: number;
};

/** Who does something: the words for the event history, and the account whose view it has. */
export type Actor = {
  readonly id: string;
  readonly name: string;
};

/** A signed-in person. `accountId` is the tenant: itself and, for a partner, the customers below it. */
export type SignedIn = Actor & {
  readonly email: string;
  readonly role: Role;
  readonly accountId: string;
  readonly csrf: string;
};

/** What a reader may see: this account and the accounts directly below it. Every query takes one. */
export type Scope = { readonly accountId: string };

/** What a gateway showed of itself when it asked to be linked, and from where. */
export type DeviceFacts = {
  /** RFC 7638 thumbprint of the device key. */
  readonly jkt: string;
  readonly publicJwk: P256PublicJwk;
  readonly name: string;
  readonly kind: PlatformKind;
  readonly version: string;
  readonly lanAddress?: string;
  readonly publicAddress: string;
};

export type DeviceKey = Pick<DeviceFacts, 'jkt' | 'publicJwk'>;

export type Gateway = DeviceFacts & {
  /** Offered to take the place of its key, and not used yet. */
  readonly nextKey?: DeviceKey;
  readonly id: string;
  readonly accountId: string;
  readonly linkedAt: number;
  readonly linkedBy: string;
  /** Absent of links of before this was kept. */
  readonly linkedById?: string;
  /** Counts up whenever what the gateway knows of its account changes. */
  readonly selfVersion: number;
  readonly online: boolean;
  /** Since when it is online, or when it was last seen. */
  readonly since: number;
  readonly transport?: 'websocket' | 'poll';
  readonly status?: GatewayStatus;
};

export type ClaimState = 'waiting' | 'checking' | 'wrongCode' | 'approved' | 'denied' | 'ended';

/** A device authorization on its way (contract/claim.ts). `expired` is not stored: it follows from the time. */
export type Claim = DeviceFacts & {
  readonly id: string;
  readonly deviceCodeHash: string;
  readonly userCode: string;
  readonly returnUri?: string;
  readonly askedAt: number;
  readonly expiresAt: number;
  readonly state: ClaimState;
  /** Counts every change; the poll waits while it equals `toldChange`. */
  readonly change: number;
  readonly toldChange: number;
  /** When the last poll was answered; 0 before the first. */
  readonly polledAt: number;
  readonly seenBy?: string;
  /** Chosen at approval. */
  readonly accountId?: string;
  readonly approver?: Actor;
  readonly challenge?: { readonly id: string; readonly nonce: string; readonly mac: string };
  /** When the challenge was made. */
  readonly challengedAt?: number;
  readonly wrongCodes: number;
  readonly gatewayId?: string;
};

/** The second way of claiming: a token, or the key of one gateway; one of both. */
export type ClaimToken = {
  readonly id: string;
  readonly tokenHash?: string;
  /** Thumbprint of the key that may use it without a token. */
  readonly jkt?: string;
  readonly accountId: string;
  readonly createdBy: Actor;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** The claim that it was used for. */
  readonly claimId?: string;
};

export type CommandState = 'waiting' | 'sent' | 'running' | 'done' | 'failed' | 'unknown' | 'expired';

export type Command = {
  readonly id: string;
  readonly gatewayId: string;
  readonly accountId: string;
  readonly name: CommandName;
  readonly args: Readonly<Record<string, unknown>>;
  readonly issuedBy: Actor;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly sentAt?: number;
  readonly state: CommandState;
  readonly percent?: number;
  readonly sentence?: string;
  readonly endedAt?: number;
  readonly value?: unknown;
  readonly error?: { readonly code: string; readonly sentence: string; readonly remedy: string };
};

export type EventType = 'Admin' | 'Gateway' | 'Sync' | 'Security';

/** One row of the event history (row C9). */
export type CloudEvent = {
  readonly id: string;
  readonly accountId: string;
  readonly gatewayId?: string;
  readonly at: number;
  readonly actor: Actor;
  readonly action: string;
  readonly eventType: EventType;
  readonly asset: string;
  readonly propertiesChanged: readonly string[];
  readonly details: Readonly<Record<string, unknown>>;
};

/** One page of rows; `next` is the cursor of the row after the last. */
export type Page<T> = { readonly items: readonly T[]; readonly total: number; readonly next?: string };
export type PageQuery = { readonly after?: string; readonly limit: number };
