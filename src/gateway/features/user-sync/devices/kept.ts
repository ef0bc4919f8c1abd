/**
 * Row 11: a number that the PBX does not have any more stays with its person while something refers to it: an
 * administrator who added it, or a dynamic status. It holds its role until a live device of its class appears.
 */
import {
  byNumber,
  type Device,
  type DeviceClass,
  type DeviceId,
  type Finding,
  type Known,
  numberOf,
  type Raw,
} from './types.ts';

export const REFERENCES = ['admin', 'dynamicStatus'] as const;
export type Reference = (typeof REFERENCES)[number];
/** What refers to a number, by the number. */
export type References = ReadonlyMap<DeviceId, ReadonlySet<Reference>>;

/** What a person's row keeps of the classes of the numbers that play its roles; they cannot be asked for later. */
const CLASS_OF = { deskphone: 'deskphoneClass', softphone: 'softphoneClass' } as const;
export type RoleName = keyof typeof CLASS_OF;

/** @returns attributes of a person's row */
export function classAttributes(roles: Readonly<Partial<Record<RoleName, Device | undefined>>>): Raw {
  const given = Object.entries(CLASS_OF).flatMap(([role, name]) => {
    const device = roles[role as RoleName];
    return device ? [[name, device.class] as const] : [];
  });
  return Object.fromEntries(given);
}

const one = (raw: Raw, name: string): string => [raw[name] ?? ''].flat()[0] ?? '';
const CLASSES: readonly string[] = ['DESK', 'SIP', 'MINET', 'UCE'] satisfies DeviceClass[];

/** The class that a number had as it played its role; undefined for one that played none. */
function classOfKept(raw: Raw, number: string): DeviceClass | undefined {
  const role = (['deskphone', 'softphone'] as const).find((name) => one(raw, name) === number);
  const found = role ? one(raw, CLASS_OF[role]) : '';
  return CLASSES.includes(found) ? (found as DeviceClass) : undefined;
}

/** What a person's row says that is the person's, for when no live number says it. */
const OF_PERSON = ['node', 'firstName', 'lastName', 'department', 'email', 'mobile', 'location', 'active'];

function rawOfKept({ raw }: Known, number: string): Raw {
  const own = OF_PERSON.flatMap((name) => (raw[name] === undefined ? [] : [[name, raw[name]] as const]));
  const isMain = one(raw, 'number') === number;
  return { ...Object.fromEntries(own), ...(isMain && raw.did !== undefined ? { did: raw.did } : {}) };
}

export type Kept = {
  readonly device: Device;
  /** It had a role; one that had none is one of the others. */
  readonly hasRole: boolean;
  readonly references: ReadonlySet<Reference>;
};

/** The numbers of a person that are kept, lowest first. */
export function keptOf(
  known: Known,
  isHere: (id: DeviceId) => boolean,
  isLinked: (id: DeviceId) => boolean,
  references: References,
): readonly Kept[] {
  return [...known.devices].sort(byNumber).flatMap((id) => {
    const refers = references.get(id);
    if (!refers || isHere(id) || !isLinked(id)) return [];
    const number = numberOf(id);
    const found = classOfKept(known.raw, number);
    const raw = rawOfKept(known, number);
    const text = (name: string) => one(raw, name);
    const device: Device = {
      id,
      class: found ?? 'DESK',
      first: text('firstName'),
      last: text('lastName'),
      department: text('department'),
      email: text('email'),
      raw,
    };
    return [{ device, hasRole: found !== undefined, references: refers }];
  });
}

/** Kept numbers that go on in their role: no live device is of their class. */
export function withRole(kept: readonly Kept[], live: readonly Device[]): readonly Device[] {
  const classes = new Set(live.map((device) => device.class));
  return kept.filter(({ hasRole, device }) => hasRole && !classes.has(device.class)).map((one) => one.device);
}

const WHO: Readonly<Record<Reference, string>> = {
  admin: 'an administrator added it',
  dynamicStatus: 'a dynamic status refers to it',
};

export function keptFindings(kept: readonly Kept[]): readonly Finding[] {
  return kept.map(({ device, references }) => {
    const why = REFERENCES.filter((one) => references.has(one)).map((one) => WHO[one]);
    const sentence = `${numberOf(device.id)} is not on the PBX any more and is kept: ${why.join(', and ')}.`;
    return { code: 'NUMBER_KEPT', sentence };
  });
}
