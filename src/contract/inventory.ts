/** The inventory report (S3:2369-2556, 4495), schema version 1, and the SWA status computed from it. */
import { type Static, Type } from 'typebox';
import { Instant } from './common.ts';

export const INVENTORY_SCHEMA = 1;

export const APPLICATION_TYPES = [
  'mivoice-business',
  'mivoice-5000',
  'mx-one',
  'mivoice-office-400',
  'mivoice-office-250',
  'cloudlink-daemon',
  'cloudlink-gateway',
  'mitel-border-gateway',
  'micollab',
  'micc-business',
  'asterisk',
  'freepbx',
  '3cx',
] as const;

export const LICENCE_TYPES = ['perpetual', 'subscription', 'unlicensed'] as const;
export const LicenceType = Type.Enum([...LICENCE_TYPES]);
export type LicenceType = Static<typeof LicenceType>;

export const Licence = Type.Object({
  /** 5 to 9 digits seen, not validated (04-mitel-facts §5). Absent: unlicensed. */
  number: Type.Optional(Type.String()),
  type: Type.String(),
  /** Calendar day `YYYY-MM-DD` in the site's zone; absent: no expiry; empty or unreadable: SWA `Unknown`. */
  expiresOn: Type.Optional(Type.String()),
});
export type Licence = Static<typeof Licence>;

/** A licence in a report: as it was read or, with the moment, as a person entered it at the gateway. */
export const ReportedLicence = Type.Object({ ...Licence.properties, enteredAt: Type.Optional(Instant) });
export type ReportedLicence = Static<typeof ReportedLicence>;

/** What a person may enter for the host in place of what its files say. */
export const LicenceInput = Type.Object(
  {
    number: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
    type: LicenceType,
    /** Its last day, `YYYY-MM-DD`; absent: no end. */
    expiresOn: Type.Optional(Type.String({ maxLength: 40 })),
  },
  { additionalProperties: false },
);
export type LicenceInput = Static<typeof LicenceInput>;

/** What somebody entered, when and who. */
export const EnteredLicence = Type.Object({ licence: LicenceInput, at: Instant, by: Type.String() });
export type EnteredLicence = Static<typeof EnteredLicence>;

/** Every word that the gateway says of an entered licence that cannot be. */
export const LICENCE_WRONG = {
  numberMissing: 'The licence number is missing. Enter it, or choose unlicensed.',
  numberOdd: 'This is no licence number. It has letters, digits, dots and hyphens, and no spaces.',
  numberTooMuch: 'What is unlicensed has no licence number. Leave it empty, or choose another type.',
  dayTooMuch: 'What is unlicensed does not end. Leave the day empty, or choose another type.',
  noSuchDay: 'There is no such day. Enter one like 2027-03-31.',
} as const;

export type LicenceField = 'number' | 'expiresOn';
export type LicenceWrong = { readonly field: LicenceField; readonly sentence: string };

function wrongNumber({ number, type }: LicenceInput): string | undefined {
  if (type === 'unlicensed') return number === undefined ? undefined : LICENCE_WRONG.numberTooMuch;
  if (number === undefined) return LICENCE_WRONG.numberMissing;
  return /^[A-Za-z0-9.-]+$/.test(number) ? undefined : LICENCE_WRONG.numberOdd;
}

function wrongDay({ type, expiresOn }: LicenceInput): string | undefined {
  if (expiresOn === undefined) return undefined;
  if (type === 'unlicensed') return LICENCE_WRONG.dayTooMuch;
  return dayNumber(expiresOn) === undefined ? LICENCE_WRONG.noSuchDay : undefined;
}

/** What cannot be in a licence that somebody enters; empty when it can. */
export function wrongLicence(licence: LicenceInput): LicenceWrong[] {
  const found = [
    { field: 'number', sentence: wrongNumber(licence) },
    { field: 'expiresOn', sentence: wrongDay(licence) },
  ] as const;
  return found.filter((wrong): wrong is LicenceWrong => wrong.sentence !== undefined);
}

export const Partition = Type.Object({
  /** `/dev/dm-0`; may repeat (bind mounts). */
  id: Type.String(),
  basePath: Type.String(),
  fileSystemType: Type.String(),
  capacityBytes: Type.Integer({ minimum: 0 }),
});
export type Partition = Static<typeof Partition>;

export const Application = Type.Object({
  type: Type.String(),
  /** Opaque: `1.7.8+52`, `2.4.6-05`, `10.0.17763 Build 17763`. */
  version: Type.String(),
  /** Target ids of its web interfaces. */
  interfaces: Type.Array(Type.String()),
});
export type Application = Static<typeof Application>;

export const Platform = Type.Object({
  collectedBy: Type.Enum(['self', 'connector']),
  host: Type.String(),
  platformType: Type.Enum(['msl', 'windows', 'linux']),
  platformName: Type.String(),
  systemFamily: Type.Enum(['linux', 'windows']),
  version: Type.String(),
  platformId: Type.String(),
  licence: ReportedLicence,
  memoryBytes: Type.Optional(Type.Integer({ minimum: 0 })),
  processor: Type.Optional(Type.String()),
  partitions: Type.Array(Partition),
  applications: Type.Array(Application),
});
export type Platform = Static<typeof Platform>;

export const InventoryReport = Type.Object({
  schema: Type.Literal(INVENTORY_SCHEMA),
  collectedAt: Instant,
  /** IANA zone of the site; days of expiry are days there. */
  zone: Type.String(),
  platforms: Type.Array(Platform),
  sbomDigest: Type.Optional(Type.String()),
});
export type InventoryReport = Static<typeof InventoryReport>;

/** JSON with the keys of every object in order, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`);
  return `{${pairs.join(',')}}`;
}

/**
 * What the digest of a report is made of: everything but the moment it was collected. The digest of an
 * `inventory.same` is the SHA-256 of this text, in lower-case hex.
 */
export function inventoryDigestText(report: InventoryReport): string {
  const { collectedAt: _, ...facts } = report;
  return canonicalJson(facts);
}

export const SWA_STATUS = [
  'Not Indicated',
  'Active',
  'Inactive',
  'Expiring soon',
  'Expired',
  'Unknown',
] as const;
export type SwaStatus = (typeof SWA_STATUS)[number];

const DAY_MS = 86_400_000;

/** Day number of a calendar day `YYYY-MM-DD`, or undefined when it is none. */
function dayNumber(day: string): number | undefined {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!m) return undefined;
  const [y, mo, d] = [Number(m[1]), Number(m[2]), Number(m[3])];
  const ms = Date.UTC(y, mo - 1, d);
  const back = new Date(ms);
  return back.getUTCMonth() === mo - 1 && back.getUTCDate() === d ? ms / DAY_MS : undefined;
}

/** More than there are zones; their names come from gateways and may be written in any case. */
const MOST_FORMATS = 1000;
/** Making one takes a hundred times as long as using it. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();

function dayFormat(zone: string): Intl.DateTimeFormat {
  const known = dayFormats.get(zone);
  if (known) return known;
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const fresh = new Intl.DateTimeFormat('en-CA', { timeZone: zone, ...parts });
  if (dayFormats.size >= MOST_FORMATS) dayFormats.clear();
  dayFormats.set(zone, fresh);
  return fresh;
}

/**
 * The calendar day `YYYY-MM-DD` that an instant falls on in an IANA zone.
 *
 * @throws RangeError when there is no such zone
 */
export function dayInZone(instant: number, zone: string): string {
  return dayFormat(zone).format(instant);
}

/**
 * Days until a licence or its software assurance ends: 0 on its last day, negative after it. Undefined when it has no
 * end, or none that can be read.
 *
 * @param today `YYYY-MM-DD` in the site's zone
 */
export function daysLeft(licence: Licence, today: string): number | undefined {
  if (!licence.number || (licence.type !== 'perpetual' && licence.type !== 'subscription')) return undefined;
  const end = dayNumber(licence.expiresOn ?? '');
  const now = dayNumber(today);
  return end === undefined || now === undefined ? undefined : end - now;
}

/**
 * SWA status from licence and today's calendar day at the site (contract: Inventory report; S3:2498-2505).
 * The expiry day itself still counts as valid; exactly 90 days left is `Expiring soon`.
 *
 * @param today `YYYY-MM-DD` in the site's zone, see {@link dayInZone}
 */
export function swaStatus(licence: Licence, today: string): SwaStatus {
  if (!licence.number || licence.type === 'unlicensed') return 'Not Indicated';
  if (licence.type !== 'perpetual' && licence.type !== 'subscription') return 'Unknown';
  if (licence.expiresOn === undefined) return 'Not Indicated';
  const end = dayNumber(licence.expiresOn);
  const now = dayNumber(today);
  if (end === undefined || now === undefined) return 'Unknown';
  const left = end - now;
  if (licence.type === 'subscription') return left >= 0 ? 'Active' : 'Inactive';
  if (left < 0) return 'Expired';
  return left > 90 ? 'Active' : 'Expiring soon';
}
