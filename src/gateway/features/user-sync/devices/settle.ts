/**
 * Clusters and the people of earlier cycles → people (rows 5, 7, 8, 10, 12, 13). The name is never what tells a person:
 * whoever was applied keeps his anchor, and where that would join or part people, nothing moves until somebody decides.
 */
import {
  byNumber,
  type Cluster,
  type Device,
  type DeviceId,
  type DevicePerson,
  HOLDS,
  type Hold,
  type Known,
  lowestFirst,
  numbersOf,
} from './types.ts';

/** A cluster while it is decided about. */
type Work = { readonly cluster: Cluster; devices: Device[]; hold: Hold | undefined };
type Linked = (id: DeviceId) => Known | undefined;
type Frozen = Map<Known, Hold>;

/** The one of the two that stands for both; never the one that came first. */
function graver(a: Hold, b: Hold | undefined): Hold {
  if (!b) return a;
  const order = HOLDS.indexOf(a.code) - HOLDS.indexOf(b.code) || (a.sentence < b.sentence ? -1 : 1);
  return order <= 0 ? a : b;
}

const appliedFirst = (a: Known, b: Known) =>
  Number(b.applied) - Number(a.applied) || byNumber(a.anchor, b.anchor);

/** Known people by number; what was only ever detained binds nobody. */
export function linksOf(known: readonly Known[]): ReadonlyMap<DeviceId, Known> {
  const links = new Map<DeviceId, Known>();
  for (const person of [...known].sort(appliedFirst))
    if (person.good) for (const id of person.devices) if (!links.has(id)) links.set(id, person);
  return links;
}

function knownIn(devices: readonly Device[], linked: Linked): Set<Known> {
  return new Set(devices.flatMap(({ id }) => linked(id) ?? []));
}

function freezeHeld(works: readonly Work[], linked: Linked): Frozen {
  const frozen: Frozen = new Map();
  for (const { devices, hold } of works)
    if (hold)
      for (const known of knownIn(devices, linked)) frozen.set(known, graver(hold, frozen.get(known)));
  return frozen;
}

function worksByKnown(works: readonly Work[], linked: Linked): Map<Known, Work[]> {
  const found = new Map<Known, Work[]>();
  for (const work of works)
    for (const known of knownIn(work.devices, linked)) found.set(known, [...(found.get(known) ?? []), work]);
  return found;
}

/** Row 12: numbers that were merged by name have different names now. A group that dissolved, or took one, is no split. */
function freezeSplits(works: readonly Work[], linked: Linked, frozen: Frozen): void {
  for (const [known, own] of worksByKnown(works, linked)) {
    const byGroup = known.pilot !== undefined || own.some(({ cluster }) => cluster.group);
    if (frozen.has(known) || !known.applied || byGroup || own.length < 2) continue;
    const all = own.flatMap(({ devices }) => devices).filter(({ id }) => linked(id) === known);
    const sentence = `${numbersOf(all)} were one person and do not have the same name any more.`;
    frozen.set(known, { code: 'SPLIT', sentence });
  }
}

/** Numbers of people who are left as they are do not go along by name; what is new beside them waits too. */
function strip(works: readonly Work[], linked: Linked, frozen: Frozen): void {
  for (const work of works) {
    if (work.hold || work.cluster.group) continue;
    const holds = [...knownIn(work.devices, linked)].flatMap((known) => frozen.get(known) ?? []);
    const [first, ...more] = holds;
    if (!first) continue;
    const isFree = ({ id }: Device) => {
      const known = linked(id);
      return known !== undefined && !frozen.has(known);
    };
    if (work.devices.some(isFree)) work.devices = work.devices.filter(({ id }) => !frozenAt(id));
    else work.hold = more.reduce((gravest, hold) => graver(hold, gravest), first);
  }
  function frozenAt(id: DeviceId): boolean {
    const known = linked(id);
    return known !== undefined && frozen.has(known);
  }
}

/** Which of its clusters a person goes on in: the pilot's, then the one of its first number, then a group, then the lowest. */
function choose(known: Known, own: readonly Work[]): Work | undefined {
  const has = (work: Work, id: DeviceId | undefined) => work.devices.some((device) => device.id === id);
  const rank = (work: Work) => {
    if (has(work, known.pilot)) return 0;
    if (has(work, known.anchor)) return 1;
    return work.cluster.group ? 2 : 3;
  };
  const lowest = (work: Work) => work.devices[0]?.id ?? '';
  return [...own].sort((a, b) => rank(a) - rank(b) || byNumber(lowest(a), lowest(b)))[0];
}

/** Cluster → the people who would go on in it, the one whose anchor it takes first. */
function heirs(works: readonly Work[], linked: Linked, frozen: Frozen): Map<Work, Known[]> {
  const found = new Map<Work, Known[]>();
  const live = works.filter(({ hold }) => !hold);
  for (const [known, own] of [...worksByKnown(live, linked)].sort(([a], [b]) => appliedFirst(a, b))) {
    const work = frozen.has(known) ? undefined : choose(known, own);
    if (work) found.set(work, [...(found.get(work) ?? []), known]);
  }
  return found;
}

/** Row 13: a cluster in which two people would go on who are both at the remote. */
function freezeMerges(inherited: ReadonlyMap<Work, readonly Known[]>, frozen: Frozen): void {
  for (const [work, known] of inherited) {
    const applied = known.filter((one) => one.applied);
    if (applied.length < 2) continue;
    const how = work.cluster.group ? work.cluster.group.name : 'One name';
    const sentence = `${how} would join people that exist already: ${numbersOf(work.devices)}.`;
    work.hold = { code: 'MERGE', sentence };
    for (const one of known) frozen.set(one, work.hold);
  }
}

/** A free anchor for a new person: that of the number, unless another person still goes by it. */
function anchors(known: readonly Known[]) {
  const used = new Set(known.filter(({ good }) => good).map(({ anchor }) => anchor));
  return (id: DeviceId): string => {
    for (let n = 1; ; n++) {
      const anchor = n === 1 ? id : `${id}~${n}`;
      if (used.has(anchor)) continue;
      used.add(anchor);
      return anchor;
    }
  };
}

/** A number that waits is nobody yet: under its own anchor it might bring back a person who left. */
const waitingAnchor = (id: DeviceId) => `${id}?`;

type Pending = { person: Omit<DevicePerson, 'devices'>; devices: Device[] };

/** Deals the numbers out: everybody gets what was decided, and each number goes to one person. */
function deal(
  works: readonly Work[],
  inherited: ReadonlyMap<Work, readonly Known[]>,
  linked: Linked,
  frozen: Frozen,
  anchorFor: (id: DeviceId) => string,
): DevicePerson[] {
  const people: Pending[] = [];
  const of = new Map<Known, Pending>();
  const add = (person: Pending['person'], devices: readonly Device[] = []): Pending => {
    const pending = { person, devices: [...devices] };
    people.push(pending);
    if (person.known) of.set(person.known, pending);
    return pending;
  };
  const bare = { group: undefined, findings: [] };
  for (const [known, hold] of frozen) add({ ...bare, anchor: known.anchor, hold, known });
  for (const work of works) {
    const [first] = work.devices;
    if (work.hold || !first) continue;
    const heir = inherited.get(work)?.[0];
    const { group, findings } = work.cluster;
    const anchor = heir?.anchor ?? anchorFor(group?.pilot ?? first.id);
    add({ anchor, group, findings, hold: undefined, known: heir }, work.devices);
  }
  const dealt = new Set(people.flatMap(({ devices }) => devices));
  for (const { cluster, hold } of works) {
    for (const device of cluster.devices) {
      if (dealt.has(device)) continue;
      const known = linked(device.id);
      const stays = known && of.get(known);
      if (stays) stays.devices.push(device);
      else add({ ...bare, anchor: waitingAnchor(device.id), hold, known: undefined }, [device]);
    }
  }
  return people.map(({ person, devices }) => ({ ...person, devices: lowestFirst(devices) }));
}

/**
 * Everybody, by anchor; each number belongs to exactly one.
 * @param clusters as {@link clustersOf} makes them with the links of `known`
 */
export function settle(clusters: readonly Cluster[], known: readonly Known[]): readonly DevicePerson[] {
  const links = linksOf(known);
  const linked: Linked = (id) => links.get(id);
  const works: Work[] = clusters.map((cluster) => ({
    cluster,
    devices: [...cluster.devices],
    hold: cluster.hold,
  }));
  const frozen = freezeHeld(works, linked);
  freezeSplits(works, linked, frozen);
  strip(works, linked, frozen);
  const inherited = heirs(works, linked, frozen);
  freezeMerges(inherited, frozen);
  strip(works, linked, frozen);
  const people = deal(works, inherited, linked, frozen, anchors(known));
  return people.sort((a, b) => byNumber(a.anchor, b.anchor));
}
