/** Rows of a PBX's numbers and groups → rows of people, one a person, which the other stages take like any source's. */
import type { Fault } from '../../../../contract/common.ts';
import type { DeviceRules, SourceRecord, UserPages } from '../../../core/ports/connector.ts';
import { type ClassRules, classOf, rolesOf } from './classes.ts';
import { clustersOf } from './clusters.ts';
import {
  classAttributes,
  type Kept,
  keptFindings,
  keptOf,
  REFERENCES,
  type Reference,
  type References,
  withRole,
} from './kept.ts';
import { linksOf, settle } from './settle.ts';
import {
  byNumber,
  type Device,
  type DevicePerson,
  type Group,
  type HoldCode,
  type Known,
  lowestFirst,
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
const OF_DEVICE = new Set(['kind', 'type', 'mac', 'dynamicExtension']);
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

/** Live numbers say who a person is; kept ones only fill what none of them says. */
function liveRecord(person: DevicePerson, kept: readonly Kept[]): SourceRecord {
  const { anchor, devices: live, group, findings } = person;
  const roleHolders = withRole(kept, live);
  const roles = rolesOf([...live, ...roleHolders], group?.pilot);
  const { deskphone, softphone } = roles;
  const without = kept.map(({ device }) => device).filter((device) => !roleHolders.includes(device));
  const others = lowestFirst([...roles.others, ...without]);
  const roleOrder = [deskphone, softphone, ...others].filter((device) => device !== undefined);
  const numbers = roleOrder.map(({ id }) => numberOf(id));
  const first = live.find(({ id }) => id === group?.pilot);
  const liveOrder = roleOrder.filter((device) => live.includes(device) && device !== first);
  const keptOrder = roleOrder.filter((device) => !live.includes(device));
  const raw: Raw = {
    ...attributesOf([...(first ? [first] : []), ...liveOrder, ...keptOrder]),
    number: numbers[0] ?? '',
    did: roleOrder.flatMap((device) => many(device.raw, 'did')).slice(0, 1),
    devices: [...live, ...kept.map(({ device }) => device)].map(({ id }) => id).sort(byNumber),
    ...(deskphone ? { deskphone: numberOf(deskphone.id) } : {}),
    ...(softphone ? { softphone: numberOf(softphone.id) } : {}),
    ...classAttributes(roles),
    ...(others.length > 0 ? { otherNumbers: others.map(({ id }) => numberOf(id)) } : {}),
    ...(group ? { pilot: group.pilot } : {}),
  };
  return { anchor, raw, findings: [...findings, ...roles.findings, ...keptFindings(kept)] };
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

function recordOf(person: DevicePerson, kept: readonly Kept[], here: Here): SourceRecord {
  const { hold } = person;
  return hold ? heldRecord(person, { ...hold, remedy: REMEDY[hold.code] }, here) : liveRecord(person, kept);
}

function referencesOf(rows: readonly SourceRecord[]): References {
  const found = new Map<string, Set<Reference>>();
  for (const { raw } of rows) {
    const id = `${one(raw, 'node')}/${one(raw, 'number')}`;
    const by = REFERENCES.find((name) => name === one(raw, 'by'));
    if (by) found.set(id, (found.get(id) ?? new Set()).add(by));
  }
  return found;
}

/** 002, "Synchronize Dynamic Extensions only". Whoever is held as he was stays: what is not clear is no absence. */
function isWanted(
  { devices, hold, known }: DevicePerson,
  kept: readonly Kept[],
  rules: DeviceRules,
): boolean {
  if (!rules.onlyDynamic || kept.length > 0 || (hold && known)) return true;
  return devices.some(({ raw }) => one(raw, 'dynamicExtension') === 'true');
}

/** People none of whose numbers is on the PBX any more, while something refers to one of them. */
function onlyKept(people: readonly DevicePerson[], known: readonly Known[]): readonly DevicePerson[] {
  const going = new Set(people.map((person) => person.known));
  return known
    .filter((one) => one.good && !going.has(one))
    .map((one) => ({
      anchor: one.anchor,
      devices: [],
      group: undefined,
      hold: undefined,
      findings: [],
      known: one,
    }));
}

/**
 * Everybody that a PBX's numbers and groups make, one record a person.
 * @param rows `raw.kind` is `device`, `group` or `reference`; a device's anchor is `node/number`
 * @param known who earlier cycles made of this source
 */
export function peopleOf(
  rows: readonly SourceRecord[],
  known: readonly Known[],
  rules: DeviceRules,
): readonly SourceRecord[] {
  const ofKind = (kind: string) => rows.filter(({ raw }) => raw.kind === kind);
  const devices = ofKind('device').map((row) => deviceOf(row, rules));
  const groups = ofKind('group').map(groupOf);
  const references = referencesOf(ofKind('reference'));
  const links = linksOf(known);
  const clusters = clustersOf(devices, groups, (id) => links.get(id)?.anchor);
  const here = new Set(devices.map(({ id }) => id));
  const isHere = (id: string) => here.has(id);
  const keptBy = (one: Known | undefined) =>
    one?.good ? keptOf(one, isHere, (id) => links.get(id) === one, references) : [];
  const live = settle(clusters, known);
  const all = [...live, ...onlyKept(live, known).filter((person) => keptBy(person.known).length > 0)];
  return all
    .filter((person) => isWanted(person, keptBy(person.known), rules))
    .sort((a, b) => byNumber(a.anchor, b.anchor))
    .map((person) => recordOf(person, keptBy(person.known), here));
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
  rules: DeviceRules,
): UserPages {
  const rows: SourceRecord[] = [];
  let step = await pages.next();
  for (; !step.done; step = await pages.next()) rows.push(...step.value);
  if (step.value.kind === 'complete') yield peopleOf(rows, known(), rules);
  return step.value;
}
