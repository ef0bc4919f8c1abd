/** Which numbers belong together, by what the PBX says now (rows 1, 3–10). Pure; no order of reading shows. */
import {
  byNumber,
  type Cluster,
  type Device,
  type DeviceId,
  type Finding,
  type Group,
  type Hold,
  lowestFirst,
  numberOf,
  numbersOf,
} from './types.ts';

/** Empty after trim and the markers of an emptied field (004). */
const isBlank = (text: string) => /^(|-|<blank>)$/.test(text.trim());
const isNameless = (device: Device) => isBlank(device.first) && isBlank(device.last);
/** For sentences only: a name may be of any length. */
const nameOf = ({ first, last }: Device) =>
  [...[first, last].filter((part) => !isBlank(part)).join(' ')].slice(0, 80).join('');

/** Row 3: byte for byte. */
const nameKey = ({ first, last, department }: Device) => JSON.stringify([first, last, department]);
/** Row 4: what differs in case, space or accents only is the same here. */
const nearKey = (device: Device) =>
  nameKey(device)
    .normalize('NFKD')
    .replace(/[\p{M}\s]/gu, '')
    .toLowerCase();
const emailKey = (device: Device) =>
  isBlank(device.email) ? '' : device.email.trim().normalize('NFC').toLowerCase();

const idsOf = (group: Group) => [...new Set([group.pilot, ...group.members])];

const cluster = (devices: readonly Device[], more: Partial<Omit<Cluster, 'devices'>> = {}): Cluster => ({
  devices: lowestFirst(devices),
  group: undefined,
  hold: undefined,
  findings: [],
  ...more,
});

function unreadable(devices: readonly Device[]): Hold | undefined {
  const bad = devices.find((device) => device.unreadable !== undefined);
  return bad?.unreadable === undefined ? undefined : { code: 'ROW_UNREADABLE', sentence: bad.unreadable };
}

function namelessHold(device: Device): Hold | undefined {
  if (!isNameless(device)) return undefined;
  return { code: 'LASTNAME_MISSING', sentence: `${numberOf(device.id)} has neither first nor last name.` };
}

/** Rows 7, 8, 9: why nothing can be made of a group. */
function groupHold(
  group: Group,
  devices: readonly Device[],
  groupsOf: ReadonlyMap<DeviceId, readonly Group[]>,
): Hold | undefined {
  const twice = devices.find(({ id }) => (groupsOf.get(id)?.length ?? 0) > 1);
  if (twice) {
    const names = (groupsOf.get(twice.id) ?? []).map(({ name }) => name).sort();
    return { code: 'IN_TWO_GROUPS', sentence: `${numberOf(twice.id)} is in ${names.join(' and ')}.` };
  }
  const pilot = devices.find(({ id }) => id === group.pilot);
  if (!pilot) {
    const sentence = `The pilot ${numberOf(group.pilot)} of ${group.name} is not among the numbers of the PBX.`;
    return { code: 'PILOT_MISSING', sentence };
  }
  return unreadable(devices) ?? namelessHold(pilot);
}

function missingMembers(group: Group, byId: ReadonlyMap<DeviceId, Device>): Finding[] {
  const missing = group.members.filter((id) => !byId.has(id)).sort(byNumber);
  if (missing.length === 0) return [];
  const numbers = [...new Set(missing)].map(numberOf).join(', ');
  const sentence = `${group.name} names ${numbers}, which is not among the numbers of the PBX.`;
  return [{ code: 'MEMBER_MISSING', sentence }];
}

type Grouped = { readonly clusters: readonly Cluster[]; readonly taken: ReadonlySet<DeviceId> };

/**
 * One cluster a group; groups that share a number are one cluster, so that each number is in one only. A group without
 * any of the numbers is empty.
 */
function clustersOfGroups(groups: readonly Group[], byId: ReadonlyMap<DeviceId, Device>): Grouped {
  const real = groups
    .filter((group) => idsOf(group).some((id) => byId.has(id)))
    .sort((a, b) => byNumber(a.pilot, b.pilot) || (a.name < b.name ? -1 : 1));
  const groupsOf = new Map<DeviceId, Group[]>();
  for (const group of real)
    for (const id of idsOf(group)) if (byId.has(id)) groupsOf.set(id, [...(groupsOf.get(id) ?? []), group]);
  const taken = new Set<DeviceId>();
  const clusters = real.flatMap((group) => {
    const all = lowestFirst(idsOf(group).flatMap((id) => byId.get(id) ?? []));
    const hold = groupHold(group, all, groupsOf);
    const devices = all.filter(({ id }) => !taken.has(id));
    for (const { id } of devices) taken.add(id);
    if (devices.length === 0) return [];
    return [cluster(devices, { group, hold, findings: missingMembers(group, byId) })];
  });
  return { clusters, taken };
}

const hasTwoOfAClass = (devices: readonly Device[]) =>
  new Set(devices.map((device) => device.class)).size < devices.length;

type KeyOf = (device: Device) => string | undefined;

/** Sets of numbers that hang together by any of the keys; a key that is undefined joins nothing. */
function joined(devices: readonly Device[], ...keys: readonly KeyOf[]): Device[][] {
  const above = new Map<Device, Device>();
  const top = (device: Device): Device => {
    let at = device;
    for (let next = above.get(at); next; next = above.get(at)) at = next;
    return at;
  };
  for (const key of keys) {
    const firsts = new Map<string, Device>();
    for (const device of devices) {
      const value = key(device);
      const first = value === undefined ? device : (firsts.get(value) ?? device);
      if (value !== undefined && first === device) firsts.set(value, device);
      if (top(first) !== top(device)) above.set(top(device), top(first));
    }
  }
  return [...Map.groupBy(devices, top).values()];
}

export type LinkOf = (id: DeviceId) => string | undefined;

/** Rows 5 and 10: who is linked already stays and goes on; what is new waits. */
function undecided(devices: readonly Device[], hold: Hold, linkOf: LinkOf, ...keys: KeyOf[]): Cluster[] {
  const sets = joined(devices, ({ id }) => linkOf(id), ...keys);
  return sets.map((set) =>
    set.some(({ id }) => linkOf(id) !== undefined) ? cluster(set) : cluster(set, { hold }),
  );
}

/** Rows 3, 5, 10: numbers without a group under one name. */
function clustersOfName(devices: readonly Device[], linkOf: LinkOf): Cluster[] {
  const [first] = devices;
  if (!first || devices.length === 1) return [cluster(devices)];
  const who = `${numbersOf(devices)} are all called “${nameOf(first)}”`;
  if (hasTwoOfAClass(devices)) {
    const sentence = `${who} and no ring group says which belong together.`;
    return undecided(devices, { code: 'MULTI_DEVICE_NO_GROUP', sentence }, linkOf);
  }
  const emails = new Set(devices.map(emailKey).filter((email) => email !== ''));
  if (emails.size < 2) return [cluster(devices)];
  const hold: Hold = {
    code: 'NAME_COLLISION',
    sentence: `${who}, but their e-mail addresses differ.`,
  };
  return undecided(devices, hold, linkOf, (device) => emailKey(device) || undefined);
}

/** Row 4: names that differ in case, space or accents are two people, and somebody should look. */
function nearMatches(devices: readonly Device[]): ReadonlyMap<DeviceId, Finding> {
  const found = new Map<DeviceId, Finding>();
  for (const near of Map.groupBy(devices, nearKey).values()) {
    if (new Set(near.map(nameKey)).size < 2 || hasTwoOfAClass(near)) continue;
    const sentence = `The names of ${numbersOf(near)} differ in case, spaces or accents only; they are not merged.`;
    for (const { id } of near) found.set(id, { code: 'NEAR_MATCH', sentence });
  }
  return found;
}

function clustersOfLoose(devices: readonly Device[], linkOf: LinkOf): Cluster[] {
  const readable = devices.filter((device) => device.unreadable === undefined);
  const named = readable.filter((device) => !isNameless(device));
  const alone = devices.filter((device) => !named.includes(device));
  const near = nearMatches(named);
  const clusters = [...Map.groupBy(named, nameKey).values()].flatMap((same) => clustersOfName(same, linkOf));
  const withFindings = clusters.map((one) => {
    const finding = one.devices.map(({ id }) => near.get(id)).find((f) => f !== undefined);
    return finding ? { ...one, findings: [finding] } : one;
  });
  return [
    ...withFindings,
    ...alone.map((device) => cluster([device], { hold: unreadable([device]) ?? namelessHold(device) })),
  ];
}

/**
 * Every number in exactly one cluster.
 * @param linkOf the person that an earlier cycle gave a number to
 */
export function clustersOf(
  devices: readonly Device[],
  groups: readonly Group[],
  linkOf: LinkOf,
): readonly Cluster[] {
  const byId = new Map(devices.map((device) => [device.id, device]));
  const { clusters, taken } = clustersOfGroups(groups, byId);
  const loose = lowestFirst(devices.filter(({ id }) => !taken.has(id)));
  return [...clusters, ...clustersOfLoose(loose, linkOf)];
}
