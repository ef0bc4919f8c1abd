/** Rows of a PBX's numbers and groups → rows of people, one a person, which the other stages take like any source's. */
import type { Fault } from '../../../../contract/common.ts';
import type { SourceRecord, UserPages } from '../../../core/ports/connector.ts';
import { type ClassRules, classOf, rolesOf } from './classes.ts';
import { clustersOf } from './clusters.ts';
import { linksOf, settle } from './settle.ts';
import {
  byNumber,
  type Device,
  type DevicePerson,
  type Group,
  type HoldCode,
  type Known,
  numberOf,
  type Raw,
} from './types.ts';

const REMEDY: Readonly<Record<HoldCode, string>> = {
  ROW_UNREADABLE: 'Correct the number on the PBX.',
  IN_TWO_GROUPS: 'Take the number out of one of the groups on the PBX.',
  PILOT_MISSING: 'Correct the pilot of the group on the PBX.',
  LASTNAME_MISSING: 'Enter a last name for the number on the PBX.',
  MULTI_DEVICE_NO_GROUP:
    'Put the numbers of one person into a Personal Ring Group or Multi Device User Group.',
  NAME_COLLISION: 'Give the numbers of one person one e-mail address, or put them into a group.',
  SPLIT: 'Rename the other numbers too, or put those that belong together into a group.',
  MERGE: 'Remove one of the users at the PBX first, or correct the names or the group.',
};

const one = (raw: Raw, name: string): string => [raw[name] ?? ''].flat()[0] ?? '';
const many = (raw: Raw, name: string): readonly string[] => [raw[name] ?? []].flat();

function deviceOf({ anchor, raw, fault }: SourceRecord, rules: ClassRules): Device {
  return {
    id: anchor,
    class: classOf(one(raw, 'type'), one(raw, 'mac'), rules),
    first: one(raw, 'firstName'),
    last: one(raw, 'lastName'),
    department: one(raw, 'department'),
    email: one(raw, 'email'),
    raw,
    ...(fault ? { unreadable: fault.sentence } : {}),
  };
}

function groupOf({ raw }: SourceRecord): Group {
  const id = (number: string) => `${one(raw, 'node')}/${number}`;
  const pilot = one(raw, 'pilot');
  return {
    name: `${one(raw, 'group')} ${pilot}`,
    pilot: id(pilot),
    members: many(raw, 'members').map(id),
  };
}

/** Attributes of the telephone itself: they are no person's. */
const OF_DEVICE = new Set(['kind', 'type', 'mac']);
/** Attributes that identify: of the pilot in a group, the same everywhere without one. */
const OF_IDENTITY = ['firstName', 'lastName', 'department'];

/** What a person's numbers say: those of the pilot or the deskphone first; the identity from there alone. */
function attributesOf(devices: readonly Device[]): Raw {
  const [main] = devices;
  const all: Record<string, string | readonly string[]> = {};
  for (const { raw } of [...devices].reverse())
    for (const [name, value] of Object.entries(raw)) if (value.length > 0) all[name] = value;
  for (const name of OF_IDENTITY) all[name] = main ? one(main.raw, name) : '';
  return Object.fromEntries(Object.entries(all).filter(([name]) => !OF_DEVICE.has(name)));
}

function liveRecord({ anchor, devices, group, findings }: DevicePerson): SourceRecord {
  const roles = rolesOf(devices, group?.pilot);
  const { deskphone, softphone, others } = roles;
  const pilot = devices.find(({ id }) => id === group?.pilot);
  const roleOrder = [deskphone, softphone, ...others].filter((device) => device !== undefined);
  const numbers = roleOrder.map(({ id }) => numberOf(id));
  const raw: Raw = {
    ...attributesOf(pilot ? [pilot, ...roleOrder.filter((d) => d !== pilot)] : roleOrder),
    number: numbers[0] ?? '',
    did: roleOrder.flatMap((device) => many(device.raw, 'did')).slice(0, 1),
    devices: devices.map(({ id }) => id),
    ...(deskphone ? { deskphone: numberOf(deskphone.id) } : {}),
    ...(softphone ? { softphone: numberOf(softphone.id) } : {}),
    ...(others.length > 0 ? { otherNumbers: others.map(({ id }) => numberOf(id)) } : {}),
    ...(group ? { pilot: group.pilot } : {}),
  };
  return { anchor, raw, findings: [...findings, ...roles.findings] };
}

function heldRecord({ anchor, devices, hold, known }: DevicePerson, fault: Fault, here: Here): SourceRecord {
  const ids = devices.map(({ id }) => id);
  const away = (known?.devices ?? []).filter((id) => !here.has(id));
  const raw = known?.raw ?? attributesOf(devices);
  const where = devices.map(({ id }) => numberOf(id)).join(', ');
  return {
    anchor,
    raw: { ...raw, devices: [...ids, ...away].sort(byNumber) },
    fault: { ...fault, code: hold?.code ?? fault.code, where },
  };
}

type Here = ReadonlySet<string>;

function recordOf(person: DevicePerson, here: Here): SourceRecord {
  const { hold } = person;
  return hold ? heldRecord(person, { ...hold, remedy: REMEDY[hold.code] }, here) : liveRecord(person);
}

/**
 * Everybody that a PBX's numbers and groups make, one record a person.
 * @param rows `raw.kind` is `device` or `group`; a device's anchor is `node/number`
 * @param known who earlier cycles made of this source
 */
export function peopleOf(
  rows: readonly SourceRecord[],
  known: readonly Known[],
  rules: ClassRules,
): readonly SourceRecord[] {
  const isGroup = ({ raw }: SourceRecord) => raw.kind === 'group';
  const devices = rows.filter((row) => !isGroup(row)).map((row) => deviceOf(row, rules));
  const groups = rows.filter(isGroup).map(groupOf);
  const links = linksOf(known);
  const clusters = clustersOf(devices, groups, (id) => links.get(id)?.anchor);
  const here = new Set(devices.map(({ id }) => id));
  return settle(clusters, known).map((person) => recordOf(person, here));
}

/** What an earlier cycle stored about a person of this source. */
export function knownOf(stored: {
  readonly anchor: string;
  readonly raw: Raw;
  readonly good: boolean;
  readonly applied: boolean;
}): Known {
  const pilot = one(stored.raw, 'pilot');
  return { ...stored, devices: many(stored.raw, 'devices'), pilot: pilot === '' ? undefined : pilot };
}

/** Reads all numbers and groups, then hands out the people. Half a list says nothing about people: then nobody comes. */
export async function* peoplePages(
  pages: UserPages,
  known: () => readonly Known[],
  rules: ClassRules,
): UserPages {
  const rows: SourceRecord[] = [];
  let step = await pages.next();
  for (; !step.done; step = await pages.next()) rows.push(...step.value);
  if (step.value.kind === 'complete') yield peopleOf(rows, known(), rules);
  return step.value;
}
