/**
 * The slow check of what we take for confirmed (rule C8). A cycle never lists the remote, so what somebody changed there
 * without a word to us is found here: one look at the total, then some people a turn, by id, on and on. It repairs
 * nothing itself: whoever differs is planned again, and the next cycle puts it right by the rules that hold for all.
 */
import type { UserField } from '../../../contract/scim.ts';
import type { Person } from '../../core/ports/sync-store.ts';
import type { ShadowReport } from '../../core/sync-cycle.ts';
import { patched } from './diff.ts';
import { type Cycle, type EngineDeps, openScim, sourceOf } from './engine.ts';
import { keysFor } from './outcome.ts';

export type ShadowDeps = Pick<EngineDeps, 'store' | 'scim' | 'remote' | 'now'> & {
  /** Fields that this source never writes again: what somebody made of them stays. Absent: none. */
  readonly frozenOf?: (sourceId: string) => readonly UserField[];
  /** Absent: what somebody holds as a login is noted by the next cycle. */
  readonly sources?: EngineDeps['sources'];
};

const OVERWRITTEN = 'OVERWRITTEN';
/** The next cycle sends nothing for them (decisions.ts). */
const QUIET: ReadonlySet<string> = new Set(['ignored', 'left', 'cancelled', 'undone']);

/** D18: somebody changed what is ours, and it will be written again. It is news each time. */
function noteOverwritten(
  { store, frozenOf }: Pick<ShadowDeps, 'store' | 'frozenOf'>,
  person: Person,
  fields: readonly string[],
): void {
  // a value is frozen by whose word it is
  const isFrozen = (field: string) => {
    const from = person.desired?.provenance[field as UserField] ?? person.written[field as UserField];
    return frozenOf?.(from?.source ?? person.sourceId).some((one) => one === field) ?? false;
  };
  const isQuiet = store.decisions
    .all()
    .some(({ externalId, kind }) => externalId === person.externalId && QUIET.has(kind));
  if (!person.live || isQuiet || fields.every(isFrozen)) return;
  store.findings.forget(person.id, OVERWRITTEN);
  person.issues = [...person.issues.filter(({ code }) => code !== OVERWRITTEN), { code: OVERWRITTEN }];
}

/** Key of the fact that says where the next turn goes on: the id of the last person who was compared. */
const PLACE = 'shadowAt';
const PAGE = 50;

/** Somebody is missing for certain when the remote has fewer users than are ours: then the whole budget is used. */
const SLOW_SHARE = 0.4;

function planAgain(deps: ShadowDeps, person: Person): void {
  const { store } = deps;
  person.settledHash = undefined;
  person.todo = true;
  store.persons.save(person);
  const held = keysFor({ sources: deps.sources ?? [] }, person, person.confirmed);
  store.keys.setApplied(person.id, person.remoteGone ? [] : held);
  store.facts.set('planOpen', '1');
}

/** D17: gone without our doing. Who left the sources as well is no concern of anybody's any more. */
function noteMissing(deps: ShadowDeps, person: Person): void {
  const { store, now } = deps;
  const { sourceId, externalId } = person;
  const actor = 'comparison with the remote';
  const entry = { at: now(), cycleId: '', actor, sourceId, externalId, kind: 'gone', fields: [] } as const;
  store.audit.append({ ...entry, confirmed: false });
  if (!person.live) {
    store.keys.setApplied(person.id, []);
    store.persons.remove(person.id);
    return;
  }
  person.remoteGone = true;
  person.confirmed = undefined;
  planAgain(deps, person);
}

/** @returns what was found about one person; whoever differs is planned again */
async function compare(
  deps: ShadowDeps,
  person: Person,
  signal: AbortSignal,
): Promise<'same' | 'drifted' | 'missing'> {
  const { store, scim } = deps;
  const { remoteId, confirmed } = person;
  // an open operation is looked up by the next cycle
  if (remoteId === undefined || !confirmed || store.ops.ofPerson(person.id)) return 'same';
  const drift = await scim.compare(remoteId, confirmed, signal);
  if (drift?.fields.length === 0) return 'same';
  store.tx(() => {
    if (!drift) return noteMissing(deps, person);
    const { found, fields } = drift;
    person.confirmed = patched(confirmed, found.user, fields);
    person.remoteVersion = found.version;
    if (person.disabledAt !== undefined && found.user.active) person.disabledAt = undefined;
    noteOverwritten(deps, person, fields);
    return planAgain(deps, person);
  });
  return drift ? 'drifted' : 'missing';
}

/**
 * D18: users that somebody changed in the cloud. What is ours is read again, so that the plan of this cycle overwrites
 * it; what is not ours stays.
 * @throws AppError SCIM_UNREACHABLE, SCIM_AUTH; those not yet looked at wait for the next cycle
 */
export async function lookAtChanged(cycle: Cycle): Promise<void> {
  const { decisions, persons } = cycle.store;
  const stale = decisions.fresh().filter(({ kind }) => kind === 'stale');
  if (stale.length === 0) return;
  await openScim(cycle);
  const deps = { ...cycle, frozenOf: (id: string) => sourceOf(cycle, id)?.frozen ?? [] };
  for (const { id, externalId } of stale) {
    const person = persons.byExternalId(externalId);
    if (person) await compare(deps, person, cycle.signal);
    decisions.drop(id);
  }
}

/**
 * One turn. Sends nothing that changes anything.
 * @param budget requests, at most
 * @throws AppError SCIM_UNREACHABLE, SCIM_AUTH, SCIM_ANSWER_BAD; what was compared until then is kept
 */
export async function checkShadow(
  deps: ShadowDeps,
  budget: number,
  signal: AbortSignal,
): Promise<ShadowReport> {
  const { store, scim } = deps;
  const of = store.persons.countAtRemote();
  const found = { read: 0, drifted: 0, missing: 0 };
  // ids of another account mean nothing here: the next cycle forgets them
  if (of === 0 || store.facts.get('remote') !== deps.remote) return { ...found, of, requests: 0 };
  await scim.open(signal);
  const total = await scim.total(signal);
  const most = total !== undefined && total < of ? budget : Math.ceil(budget * SLOW_SHARE);
  let place = Number(store.facts.get(PLACE) ?? 0);
  while (found.read < of && scim.requests < most) {
    const page = store.persons.atRemote(place, Math.min(PAGE, most - scim.requests, of - found.read));
    for (const person of page) {
      place = person.id;
      // before the request: one whom the remote cannot show must not hold up all who come after
      store.txSoon(() => store.facts.set(PLACE, String(place)));
      const what = await compare(deps, person, signal);
      found.read++;
      if (what !== 'same') found[what]++;
    }
    // after the last one it begins anew
    if (page.length === 0) place = 0;
  }
  return { ...found, of, requests: scim.requests };
}
