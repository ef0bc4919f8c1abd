/** Numbers of a PBX and the people they make (spec: MiVoice Business, device → user). */

/** `node/number`: a number is unique on its node only. */
export type DeviceId = string;

/** MINET: MiNet softphone; UCE: MiCollab Client endpoint; SIP: a SIP device; DESK: any other telephone. */
export type DeviceClass = 'DESK' | 'SIP' | 'MINET' | 'UCE';

export type Raw = Readonly<Record<string, string | readonly string[]>>;

export type Device = {
  readonly id: DeviceId;
  readonly class: DeviceClass;
  readonly first: string;
  readonly last: string;
  readonly department: string;
  readonly email: string;
  readonly raw: Raw;
  /** The row could not be read: whoever has this number is left as he is. */
  readonly unreadable?: string;
};

/** A Personal Ring Group or Multi Device User Group. */
export type Group = {
  /** `PRG 2000` or `MDUG 2000`. */
  readonly name: string;
  readonly pilot: DeviceId;
  /** The pilot may be among them, or not. */
  readonly members: readonly DeviceId[];
};

/** A person that earlier cycles made of this source. */
export type Known = {
  readonly anchor: string;
  readonly devices: readonly DeviceId[];
  /** Set when a group made this person. */
  readonly pilot: DeviceId | undefined;
  /** There is a good state to keep; false for what was only ever detained. */
  readonly good: boolean;
  /** The remote has this person. */
  readonly applied: boolean;
  readonly raw: Raw;
};

/** In the order in which one stands for a person that has several. */
export const HOLDS = [
  'ROW_UNREADABLE',
  'IN_TWO_GROUPS',
  'PILOT_MISSING',
  'LASTNAME_MISSING',
  'MULTI_DEVICE_NO_GROUP',
  'NAME_COLLISION',
  'SPLIT',
  'MERGE',
] as const;
export type HoldCode = (typeof HOLDS)[number];
export type Hold = { readonly code: HoldCode; readonly sentence: string };

export type FindingCode = 'NEAR_MATCH' | 'BOTH_SOFTPHONES' | 'MEMBER_MISSING' | 'NUMBER_KEPT';
export type Finding = { readonly code: FindingCode; readonly sentence: string };

/** Numbers that belong together, as the PBX alone says it. */
export type Cluster = {
  readonly devices: readonly Device[];
  readonly group: Group | undefined;
  /** Whoever is linked to one of these numbers stays as he is; the other numbers wait. */
  readonly hold: Hold | undefined;
  readonly findings: readonly Finding[];
};

/** One person as the rules want it: in order, or held as he was. */
export type DevicePerson = {
  readonly anchor: string;
  /** Numbers of this person that the PBX has, lowest first. */
  readonly devices: readonly Device[];
  readonly group: Group | undefined;
  readonly hold: Hold | undefined;
  readonly findings: readonly Finding[];
  /** Set when an earlier cycle made this person. */
  readonly known: Known | undefined;
};

/** Lower numbers first: 200 before 1000. Total, so that no order of reading shows. */
export function byNumber(a: DeviceId, b: DeviceId): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
export const lowestFirst = (devices: readonly Device[]) => [...devices].sort((a, b) => byNumber(a.id, b.id));
/** `n1/2001` → `2001`. */
export const numberOf = (id: DeviceId) => id.slice(id.lastIndexOf('/') + 1);

const MANY = 10;
/** `2001, 2002 and 3 more`: a sentence stays one. */
export function numbersOf(devices: readonly Device[]): string {
  const numbers = lowestFirst(devices).map(({ id }) => numberOf(id));
  const more = numbers.length - MANY;
  return more > 0 ? `${numbers.slice(0, MANY).join(', ')} and ${more} more` : numbers.join(', ');
}
