/**
 * Random histories with everything that people do in between: decisions and their revocation, undo, edits and deletions
 * at the remote, deferral, reading anew, previews, the slow check; over a source that is read whole or tells changes.
 */

import { checkShadow } from '../../../../src/gateway/features/user-sync/shadow.ts';
import type { FakeFault } from '../../../fakes/fake-scim.ts';
import { type FakeSource, fakeSource, type Row } from '../../../fakes/fake-source.ts';
import { fc } from '../../../helpers/fc.ts';
import { type Bench, recycled } from './bench.ts';
import { faults, inTurn } from './edits.ts';
import { isKilled, newLife } from './mortal.ts';
import { arbitraryStep, complaints, handRound, type Step } from './scenario.ts';

const HOUR = 3_600_000;
const EDITED = ['givenName', 'location', 'active', 'department', 'extension'] as const;

export type Act =
  | { readonly do: 'read'; readonly step: Step }
  | { readonly do: 'again'; readonly confirm: boolean; readonly hours: number; readonly world: World }
  | { readonly do: 'decide'; readonly pick: number; readonly verb: number; readonly world: World }
  | { readonly do: 'undo'; readonly world: World }
  | {
      readonly do: 'edit';
      readonly pick: number;
      readonly field: (typeof EDITED)[number];
      readonly told: boolean;
    }
  | { readonly do: 'delete'; readonly pick: number; readonly told: boolean }
  | { readonly do: 'revoke'; readonly pick: number }
  | { readonly do: 'defer'; readonly on: boolean }
  | { readonly do: 'check' | 'anew' | 'preview' };

/** What the world does to one cycle. */
type World = { readonly faults: readonly FakeFault[]; readonly killAt: number };

const world: fc.Arbitrary<World> = fc.record({
  faults: faults('none', 'none', 'lost', 'dropped', 'refuse', 'busy', 'down', 'stubborn'),
  killAt: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) },
  ),
});
const pick = fc.nat(8);
const told = fc.boolean();

export const arbitraryAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('read' as const), step: arbitraryStep }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('again' as const),
      confirm: fc.boolean(),
      hours: fc.constantFrom(0, 1, 25, 800),
      world,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('decide' as const), pick, verb: fc.nat(5), world }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), world }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('edit' as const), pick, field: fc.constantFrom(...EDITED), told }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), pick, told }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('revoke' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('defer' as const), on: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('check' as const, 'anew' as const, 'preview' as const) }),
  },
);

/** How often what happened: a history that never meets the hard cases proves nothing. */
export type Met = Record<string, number>;
const countIn = (met: Met) => (what: string) => {
  met[what] = (met[what] ?? 0) + 1;
};

type Seen = { readonly id: string; readonly text: string };
const bench = recycled();
type Source = FakeSource & { deferAll: boolean; reinitialise: boolean };

/** A source that may tell changes in place of everything: its cursor is the number of a state that it remembers. */
function tellingSource(tells: boolean, count: (what: string) => void): Source {
  const states: Seen[][] = [];
  const source: Source = { ...fakeSource(), deferAll: false, reinitialise: false };
  const plain = fakeSource();
  const text = (row: Row) => JSON.stringify([row, source.faulty.has(row.id)]);
  const changes = (since: readonly Seen[][]) => {
    const here = new Set(source.rows.map(({ id }) => id));
    const wasOther = (row: Row) =>
      since.some((state) => state.find(({ id }) => id === row.id)?.text !== text(row));
    const ever = new Set(since.flat().map(({ id }) => id));
    return { changed: source.rows.filter(wasOther), deleted: [...ever].filter((id) => !here.has(id)) };
  };
  source.users = async function* (signal, cursor) {
    states.push(source.rows.map((row) => ({ id: row.id, text: text(row) })));
    const now = String(states.length - 1);
    const isDelta = tells && cursor !== undefined;
    count(isDelta ? 'read of changes' : 'whole read');
    const { rows, faulty, pageSize, breakAfter } = source;
    const delta = isDelta ? { ...changes(states.slice(Number(cursor))), cursor: now } : undefined;
    Object.assign(plain, { rows, faulty, pageSize, breakAfter, delta });
    const end = yield* plain.users(signal, cursor);
    return end.kind === 'complete' ? { ...end, cursor: now } : end;
  };
  return source;
}

/** Runs one history, and leaves a world without faults in which nobody decided anything. */
export async function live(acts: readonly Act[], tells: boolean, met: Met): Promise<Bench> {
  const count = countIn(met);
  const source = tellingSource(tells, count);
  let b = bench([], { source });
  for (const act of acts) {
    b = await perform(b, source, act, count);
    if (b.scim.shared.length > 0) throw new Error(`shared: ${b.scim.shared.join('; ')}`);
  }
  Object.assign(source, { breakAfter: undefined, faulty: new Set(), deferAll: false });
  b.scim.fault = () => 'none';
  return b.again();
}

async function cycle(from: Bench, world: World, options: Parameters<Bench['cycle']>[0], count: Count) {
  const b = from.again(newLife(world.killAt));
  inTurn(b, world.faults, (fault) => count(`fault ${fault}`));
  try {
    const report = await b.cycle(options);
    if (report.counts.held > 0) count('held');
  } catch (thrown) {
    if (!isKilled(thrown)) throw thrown;
    count('kill');
  }
  return from.again();
}
type Count = (what: string) => void;
const KIND: World = { faults: ['none'], killAt: 0 };

function at<T>(items: readonly T[], pick: number): T | undefined {
  return items[pick % Math.max(1, items.length)];
}
const ours = (b: Bench) => [...b.scim.users.values()].filter((user) => user.externalId !== undefined);

/** One turn of the slow check over everybody. */
async function check(b: Bench): Promise<void> {
  b.scim.fault = () => 'none';
  const deps = { store: b.store, scim: b.scim, remote: 'here', now: b.clock.now };
  await checkShadow(deps, b.scim.requests + 1000, new AbortController().signal);
}

async function perform(b: Bench, source: Source, act: Act, count: Count): Promise<Bench> {
  switch (act.do) {
    case 'read': {
      const { step } = act;
      await b.clock.advance(step.hours * HOUR);
      const isRound = step.handRound > 0 && source.rows.length > 0;
      const { faulty, breakAfter, pageSize } = step;
      const rows = isRound ? handRound(source.rows, step.handRound) : step.rows;
      Object.assign(source, { rows, faulty: new Set(faulty), breakAfter, pageSize });
      return cycle(b, step, {}, count);
    }
    case 'again': {
      await b.clock.advance(act.hours * HOUR);
      const { plan, counts } = await b.cycle({ mode: 'preview' });
      if (!act.confirm || counts.held === 0) return cycle(b, act.world, { onDemand: false }, count);
      count('confirmed');
      return cycle(b, act.world, { confirm: plan.hash }, count);
    }
    case 'decide':
      return decide(b, act, count);
    case 'undo': {
      const run = b.queries.runs({}).items.find(({ canUndo }) => canUndo)?.id;
      const planHash = run === undefined ? undefined : b.queries.undo(run)?.planHash;
      if (run === undefined || planHash === undefined) return b;
      count('undo');
      return cycle(b, act.world, { mode: 'undo', onDemand: false, undo: { run, planHash } }, count);
    }
    case 'edit':
    case 'delete':
      changeThere(b, act, count);
      return b;
    case 'revoke': {
      const decision = at(b.queries.decisions({ limit: 50 }).items, act.pick);
      if (!decision) return b;
      count('revoked');
      b.decisions.revoke([decision.id]);
      return b;
    }
    case 'defer':
      source.deferAll = act.on;
      if (act.on) count('deferred');
      return b;
    case 'check':
      count('slow check');
      await check(b);
      return b;
    case 'anew': {
      count('read anew');
      source.reinitialise = true;
      const next = await cycle(b, KIND, {}, count);
      source.reinitialise = false;
      return next;
    }
    case 'preview': {
      count('preview');
      const before = b.scim.arrived.length;
      const next = await cycle(b, KIND, { mode: 'preview' }, count);
      if (b.scim.arrived.length > before) throw new Error('a preview sent something');
      return next;
    }
  }
}

async function decide(b: Bench, act: Extract<Act, { do: 'decide' }>, count: Count): Promise<Bench> {
  const row = at(b.queries.detained({ limit: 50 }).items, act.pick);
  const verb = row && at(row.verbs, act.verb);
  if (!row || !verb) return b;
  count(verb);
  const mine = {
    mobile: `+415000000${act.pick}`,
    email: `m${row.id}@example.com`,
    displayName: 'By a person',
  };
  const values = verb === 'modify' ? { values: mine } : {};
  b.decisions.write({ verb, ids: [row.id], by: 'Ann', at: b.clock.now(), ...values });
  return cycle(b, act.world, { mode: 'decide', onDemand: false }, count);
}

/** An administrator of the remote does something to one of our users; we are told, or not. */
function changeThere(b: Bench, act: Extract<Act, { do: 'edit' | 'delete' }>, count: Count): void {
  const user = at(ours(b), act.pick);
  if (!user) return;
  if (act.do === 'delete') b.scim.users.delete(user.id);
  else {
    const now = user.user[act.field];
    // what no source has stays where an administrator added it; it is looked at in `location`
    if (now === undefined && act.field !== 'location') return;
    const value = act.field === 'active' ? !now : act.field === 'extension' ? undefined : 'Edited';
    const { [act.field]: _before, ...rest } = user.user;
    const edited = { ...rest, ...(value === undefined ? {} : { [act.field]: value }) } as typeof user.user;
    b.scim.users.set(user.id, { ...user, user: edited });
  }
  count(`${act.do} there${act.told ? ', told' : ''}`);
  if (act.told) b.decisions.changedAtRemote(user.id, 'Priya', b.clock.now());
}

/** Everything that people decided is taken back; who vanished is made again, who was given up is tried again. */
export async function takeBack(b: Bench, met: Met): Promise<void> {
  const count = countIn(met);
  b.decisions.revoke(b.queries.decisions({ limit: 50 }).items.map(({ id }) => id));
  await b.cycle({ mode: 'decide', onDemand: false });
  await check(b);
  await b.clock.advance(25 * HOUR);
  for (let turn = 0; turn < 3; turn++) {
    const report = await b.cycle();
    if (report.fault) throw new Error(`${report.fault.code}: ${report.fault.sentence}`);
    const held = report.counts.held > 0 ? await b.cycle({ confirm: report.plan.hash }) : report;
    if (held !== report && held.counts.held > 0) throw new Error('held after it was confirmed');
    const waiting = b.queries
      .detained({ limit: 50 })
      .items.filter(({ code }) => code === 'REMOTE_DELETED' || code === 'GAVE_UP');
    if (waiting.length === 0) return;
    for (const { id, code } of waiting) {
      count(code);
      const verb = code === 'GAVE_UP' ? 'apply' : 'recreate';
      b.decisions.write({ verb, ids: [id], by: 'Ann', at: b.clock.now() });
    }
    await b.cycle({ mode: 'decide', onDemand: false });
  }
}

/** What is wrong at the end; a place that an administrator added at the remote is no business of ours. */
export function wrongAtTheEnd(b: Bench, met: Met): string[] {
  for (const [id, user] of b.scim.users) {
    const { location, ...rest } = user.user;
    if (location === undefined) continue;
    countIn(met)('added there, kept');
    b.scim.users.set(id, { ...user, user: rest });
  }
  return complaints(b);
}
