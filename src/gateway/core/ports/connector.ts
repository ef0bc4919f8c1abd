/**
 * The contract of a PBX type or directory: one folder in pbx/, one row in pbx/index.ts. One contract test runs on
 * every row.
 */
import type { TObject } from 'typebox';
import type { Fault, PlatformKind } from '../../../contract/common.ts';
import type { Platform } from '../../../contract/inventory.ts';
import type { UserField } from '../../../contract/scim.ts';
import type { PbxLinkStatus } from '../../../contract/status.ts';
import type { Endpoint } from './probes.ts';

/** One person (or number) as the source has it. Attribute names as the source spells them; binary values as base64. */
export type SourceRecord = {
  /** Stable identity within the source: entryUUID, objectGUID, CSV `id`, node + DN … never a name. */
  readonly anchor: string;
  /** Every value as text; several values as a list. */
  readonly raw: Readonly<Record<string, string | readonly string[]>>;
  /**
   * Another text wherever `raw` is another one (and perhaps elsewhere too). A source that has it spares an unchanged row
   * the reading of `raw`, which may then be made when it is asked for.
   */
  readonly fingerprint?: string;
  /** Set when this row could not be read: it is kept as an error, its neighbours are not held up. */
  readonly fault?: Fault & { readonly where: string };
  /** What somebody should look at; the row is taken all the same. */
  readonly findings?: readonly { readonly code: string; readonly sentence: string }[];
};

/** How a read ended. An error is never an absence: anything but `complete` removes nobody. */
export type ReadEnd =
  | {
      readonly kind: 'complete';
      readonly cursor?: string;
      /** DDI (DID) numbers that the source has, where it can tell (row A6). */
      readonly didNumbers?: number;
    }
  | {
      readonly kind: 'delta';
      readonly cursor?: string;
      readonly deleted: readonly string[];
      /** Set where the source named all who are there: who neither came nor is among these is gone too. */
      readonly present?: ReadonlySet<string>;
    }
  | { readonly kind: 'incomplete'; readonly fault: Fault };

/** Pages of records; the generator's return value says how it ended. It does not throw for what the source did wrong. */
export type UserPages = AsyncGenerator<readonly SourceRecord[], ReadEnd>;

/** One mapping rule: how a field of the canonical user is made from raw attributes. A data form, shown and edited on pages. */
export type MappingRule = {
  readonly field: UserField | 'active' | 'externalId';
  readonly from: MappingValue;
};
export type MappingValue =
  | { readonly attr: string }
  | { readonly text: string }
  | { readonly concat: readonly MappingValue[]; readonly separator?: string }
  | { readonly firstOf: readonly MappingValue[] }
  | { readonly lower: MappingValue }
  | { readonly trim: MappingValue }
  | { readonly nfc: MappingValue }
  /** National or international number → E.164 by ISO country; not convertible → the raw value, found by validation. */
  | { readonly e164: MappingValue; readonly country?: string }
  | {
      readonly switch: MappingValue;
      readonly cases: Readonly<Record<string, string>>;
      readonly otherwise?: string;
    }
  | { readonly match: string; readonly of: MappingValue; readonly group?: number }
  /** Truth of a text: `true 1 yes y active enabled` in any case; bit test for userAccountControl. */
  | { readonly truth: MappingValue; readonly otherwise: boolean }
  | { readonly bitClear: MappingValue; readonly bit: number; readonly otherwise: boolean };

export type TestStep = {
  readonly title: string;
  /** `clock`: whether source and gateway agree on the time. */
  readonly about?: 'clock';
  readonly ok: boolean;
  readonly facts: string;
  /** Why it failed; beside `ok`, a warning. */
  readonly fault?: Fault;
};

/**
 * Host → what its certificate was verified by: `ca`, or the SHA-256 of a self-signed one, `AB:CD:…`. Kept with a saved
 * link, so that a self-signed certificate is accepted once, while a person looks, and never exchanged unseen.
 */
export type Pins = Readonly<Record<string, string>>;

/** What a test found out beside its steps: facts for the account, no secrets (contract: status.pbxLink). */
export type LinkFacts = Pick<PbxLinkStatus, 'mbg' | 'micollab' | 'placement' | 'nodes'> & {
  readonly pins?: Pins;
};

export type InterfaceProposal = {
  readonly id: string;
  readonly component: string;
  readonly tunnel: string;
  readonly description: string;
  readonly use: 'browser' | 'service';
  readonly application: string;
  readonly protocol: 'http' | 'https';
  readonly host: string;
  readonly port: number;
};

/** One line of the synchroniser's page (contract: sync-api, Synchroniser.details): a label that is translated, a text that is not. */
export type SourceDetail = { readonly label: string; readonly text: string };

export type ConnectorSession = {
  /** Reachable, credentials, permission, version: each a step, with a remedy when it fails. Stops at the first failure. */
  test(signal: AbortSignal): Promise<readonly TestStep[]>;
  users(signal: AbortSignal, cursor?: string): UserPages;
  /**
   * Anchors of everybody, without their values: finds the deletes that a delta of this source cannot see. Ends `complete`
   * or `incomplete`, as a read does. An anchor that is not known yet calls for a whole read.
   */
  ids?(signal: AbortSignal): AsyncGenerator<readonly string[], ReadEnd>;
  /** The PBX host as an inventory platform; undefined when the source is no PBX (a file, a directory). */
  inventory(signal: AbortSignal): Promise<Platform | undefined>;
  interfaces(): readonly InterfaceProposal[];
  /** What the last `test` of this session found; absent where a type has none. */
  facts?(): LinkFacts;
  /** What the last `test` or `users` of this session found out about the source, in the order of the page; no secrets. */
  details?(): readonly SourceDetail[];
  close(): Promise<void>;
};

export type ConnectorContext = {
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  readonly signal: AbortSignal;
  /** PEM of the customer's CA, when one is set. */
  readonly ca?: string;
  /** Certificates that the saved link goes by. */
  readonly pins?: Pins;
  /** Raw attributes that the mapping in force reads, where it is another than the connector's own. */
  readonly attributes?: readonly string[];
  /** The only folder that files are read from. Absent where the person's own rights decide (the stand-alone run). */
  readonly importDir?: string;
  /** PBX types: only numbers that are dynamic extensions make people (row D3). */
  readonly dynamicOnly?: boolean;
};

export type Connector = {
  readonly type: string;
  readonly title: string;
  /** What of its protocol is public fact and what is our own shape. One sentence, shown on the page. */
  readonly note: string;
  /** What whoever chooses this type must have done before; shown above the form. */
  readonly notice?: string;
  /**
   * JSON Schema of the settings: drives form, validation, redaction and docs. Per property `title`, `description`,
   * `examples`, `default`; ours: `secret: true`, `host: true`, `order`, `showIf: { key, equals }`. Settings that need
   * each other: `dependentRequired`. An optional text that is empty counts as left out.
   */
  readonly settings: TObject;
  /** Host settings that mean this very host, by kind of gateway: the page proposes the loopback address for them. */
  readonly sameHost?: Partial<Readonly<Record<PlatformKind, readonly string[]>>>;
  readonly capabilities: {
    readonly delta: boolean;
    readonly inventory: boolean;
    readonly interfaces: boolean;
  };
  readonly mapping: readonly MappingRule[];
  /** LDAP and PBX: an attribute that is absent clears the field. SCIM-in: absent keeps it (03-sync, "blank"). */
  readonly absent: 'clear' | 'keep';
  /** Set when `users` hands out numbers and groups, not people: the device rules make people of them (row D5). */
  readonly devices?: {
    /** Does the MAC prefix of the softphones also bind `App Server Port`? (002 can be read both ways.) */
    readonly macBindsAppServerPort: boolean;
  };
  /** Where its host listens, by the saved settings; absent where a type has no host (a file). */
  readonly endpoint?: (values: Readonly<Record<string, unknown>>) => Endpoint;
  open(values: Readonly<Record<string, unknown>>, context: ConnectorContext): Promise<ConnectorSession>;
};
