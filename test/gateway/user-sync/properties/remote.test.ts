/** What happens at the remote without us, and what must never be sent there (invariants 16, 18, 24, 25, 26). */

import { test } from 'tap';
import type { CanonicalUser } from '../../../../src/contract/scim.ts';
import { verifyAudit } from '../../../../src/gateway/store/sync/audit-table.ts';
import type { FakeFault } from '../../../fakes/fake-scim.ts';
import { type FakeSource, fakeSource, type Row } from '../../../fakes/fake-source.ts';
import { fc } from '../../../helpers/fc.ts';
import { type Bench, recycled, tell as tellOf } from '../helpers/bench.ts';
import { clean, editAtRemote, everybody, faults, inTurn, pick, some, userOf } from '../helpers/edits.ts';
import { meter, RUNS } from '../helpers/meter.ts';
import { isKilled, newLife } from '../helpers/mortal.ts';

const bench = recycled();

test('16: a role or DN that a directory edits never reaches a patch, whoever else knows the person', async (t) => {
  const { met, tell } = meter(
    'role edited',
    'directory is second',
    'other edits',
    'role of the PBX',
    'fault',
  );
  const role = pick('', 'User', 'Boss');
  const step = fc.record({
    directory: everybody(2, { role }),
    pbx: fc.record({
      id: fc.constant('x1'),
      email: fc.constant('p1@example.com'),
      extension: pick('2001', '2002'),
      role: pick('', '', 'Operator'),
    }),
    faults: faults('lost', 'dropped'),
  });
  // by the order of the ids, either of them may be the one that made the person
  const ids = pick('a', 'z');
  const history = fc.array(step, { minLength: 2, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.boolean(), ids, history, async (isFirst, id, steps) => {
      const ad = fakeSource([], { id, precedence: isFirst ? 0 : 1, frozen: ['role'] });
      const pbx = fakeSource([], { id: 'pbx', precedence: isFirst ? 1 : 0 });
      const b = bench([], { sources: [ad, pbx] });
      met('directory is second', !isFirst);
      let pbxSays = false;
      for (const [n, { directory, pbx: own, faults: list }] of steps.entries()) {
        const before = ad.rows;
        ad.rows = directory;
        pbx.rows = [own as Row];
        pbxSays ||= own.role !== '';
        if (n > 0) {
          met(
            'role edited',
            directory.some((r, at) => r.role !== before[at]?.role),
          );
          met(
            'other edits',
            directory.some((r, at) => r.department !== before[at]?.department),
          );
        }
        inTurn(b, list, () => met('fault'));
        const at = b.scim.arrived.length;
        await b.cycle();
        for (const op of b.scim.arrived.slice(at)) {
          if (op.kind !== 'update' || !op.fields.includes('role')) continue;
          // p1 is known to the PBX too, which may say a role, and take it back
          const isOfThePbx = op.user.role === (own.role || undefined) && pbxSays;
          met('role of the PBX', isOfThePbx);
          if (!isOfThePbx) throw new Error(`${op.externalId}: the role ${op.user.role} was sent`);
        }
      }
      await clean(b);
      for (const { id: anchor, department } of ad.rows)
        if (
          userOf(b, anchor === 'p1' && id === 'z' ? 'x1' : anchor)?.department !== (department || undefined)
        )
          throw new Error(`${anchor}: the rest was not applied`);
    }),
    { numRuns: RUNS },
  );
  tell(t);
});

test('18: numbers and values that an administrator added survive', async (t) => {
  const { met, tell } = meter(
    'number added',
    'survived an edit',
    'survived a soft delete',
    'source took it over',
    'fault',
  );
  const location = pick('', '', 'Bern', '-');
  const edit = fc.record({
    who: fc.constantFrom('p1', 'p2'),
    change: fc.constantFrom<Partial<CanonicalUser>>(
      { phone: '+41310000001' },
      { mobile: '+41790000001' },
      { location: 'Room 7' },
    ),
  });
  const step = fc.record({
    rows: some(2, { location }),
    edit: fc.option(edit, { nil: undefined }),
    faults: faults('lost', 'busy'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 4 }), async (steps) => {
      const b = bench();
      /** Per person: what an administrator set, as long as no source says anything about it. */
      const added = new Map<string, Record<string, string>>();
      for (const { rows, edit: change, faults: list } of steps) {
        const before = b.source.rows;
        b.source.rows = rows;
        inTurn(b, list, () => met('fault'));
        await b.cycle();
        await clean(b);
        for (const { id, location: said } of rows) {
          const own = added.get(id);
          if (!own?.location || said === '') continue;
          met('source took it over');
          delete own.location;
        }
        for (const [id, values] of added)
          for (const [field, value] of Object.entries(values)) {
            const now = userOf(b, id)?.[field as keyof CanonicalUser];
            if (now !== value) throw new Error(`${id} ${field}: ${now} in place of ${value}`);
            const [old, fresh] = [before, rows].map((all) => JSON.stringify(all.find((r) => r.id === id)));
            met('survived an edit', fresh !== undefined && old !== fresh);
            met('survived a soft delete', fresh === undefined);
          }
        const user = change && userOf(b, change.who);
        const [[field, value] = ['', '']] = Object.entries(change?.change ?? {});
        if (!change || !user || user[field as keyof CanonicalUser] !== undefined) continue;
        editAtRemote(b, change.who, change.change);
        added.set(change.who, { ...added.get(change.who), [field]: String(value) });
        met('number added', field !== 'location');
      }
    }),
    { numRuns: RUNS },
  );
  tell(t);
});

const drop = (b: Bench, externalId: string): string | undefined => {
  for (const [id, user] of b.scim.users)
    if (user.externalId === externalId) {
      b.scim.users.delete(id);
      return id;
    }
  return undefined;
};

test('25: a person deleted in the cloud comes back only by a person’s act', async (t) => {
  const { met, tell } = meter(
    'deleted',
    'told',
    'detained',
    'left',
    'created again',
    'fault',
    're-initialised',
  );
  const act = fc.record({
    who: fc.constantFrom('p1', 'p2', 'p3'),
    what: fc.constantFrom('delete', 'delete and tell', 'leave', 'recreate', 're-initialise', 'nothing'),
  });
  const step = fc.record({
    rows: everybody(3, { email: pick('', 'p1@example.com', 'x@example.com') }),
    act,
    faults: faults('lost', 'busy', 'dropped'),
  });
  // each keeps an address of their own in most rows, so that keys are not what keeps them away
  const steps = fc.array(step, { minLength: 2, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), async (history, keepAddresses) => {
      const b = bench();
      const deleted = new Set<string>();
      for (const {
        rows,
        act: { who, what },
        faults: list,
      } of history) {
        b.source.rows = keepAddresses ? rows.map((r) => ({ ...r, email: `${r.id}@example.com` })) : rows;
        inTurn(b, list, () => met('fault'));
        const source: FakeSource =
          what === 're-initialise' ? fakeSource(b.source.rows, { reinitialise: true }) : b.source;
        met('re-initialised', source !== b.source && deleted.size > 0);
        const next = b.again(undefined, [source]);
        await next.cycle();
        await clean(next);
        for (const id of deleted) if (userOf(b, id)) throw new Error(`${id} is back`);
        met('detained', Object.values(b.plan()).includes('detained REMOTE_DELETED'));
        if (what.startsWith('delete')) {
          const id = drop(b, who);
          if (id === undefined) continue;
          deleted.add(who);
          met('deleted');
          if (what === 'delete') continue;
          b.decisions.changedAtRemote(id, 'Priya', b.clock.now());
          met('told');
        } else if (what === 'leave' || what === 'recreate') {
          if (!b.plan()[who]?.includes('REMOTE_DELETED')) continue;
          if (b.decide(what, [who]).done === 0) continue;
          if (what === 'leave') met('left');
          else deleted.delete(who);
        }
        if (what !== 'recreate') continue;
        await clean(b.again());
        const waits = b.plan()[who];
        met('created again', userOf(b, who) !== undefined);
        if (!userOf(b, who) && !waits?.startsWith('detained DUP'))
          throw new Error(`${who} was not made: ${waits}`);
      }
    }),
    { numRuns: RUNS },
  );
  tell(t);
});

test('26: an edit in the cloud converges in one clean cycle and sends no second message', async (t) => {
  const own = { department: pick('Sales', 'Law') };
  const { met, tell } = meter(
    'ours edited',
    'not ours',
    'switched off',
    'told twice',
    'edited at the source too',
    'fault before',
  );
  const value = fc.record(
    {
      givenName: pick('Other', 'Ann'),
      department: pick('Other', 'Law'),
      email: fc.constant('other@example.com'),
      location: fc.constant('Room 7'),
      active: fc.constant(false),
    },
    { requiredKeys: [] },
  );
  const world = fc.record({
    before: everybody(2, own),
    after: fc.option(everybody(2, own), { nil: undefined }),
    edits: fc.array(fc.tuple(fc.constantFrom('p1', 'p2'), value, fc.integer({ min: 1, max: 2 })), {
      minLength: 1,
      maxLength: 2,
    }),
    first: faults('down', 'lost', 'dropped', 'busy'),
  });
  await fc.assert(
    fc.asyncProperty(world, async ({ before, after, edits, first }) => {
      const b = bench(before);
      await b.cycle();
      const foreign = new Map<string, string>();
      for (const [who, change, times] of edits) {
        const id = editAtRemote(b, who, change);
        for (let n = 0; n < times; n++) b.decisions.changedAtRemote(id ?? '', 'Priya', b.clock.now());
        if (change.location) foreign.set(who, change.location);
        met(
          'ours edited',
          Object.keys(change).some((field) => field !== 'location'),
        );
        met('not ours', change.location !== undefined);
        met('switched off', change.active === false);
        met('told twice', times > 1);
      }
      if (after) b.source.rows = after;
      met('edited at the source too', after !== undefined);
      inTurn(b, first, () => met('fault before'));
      await b.cycle();
      await clean(b);
      for (const { id, givenName, department, email } of b.source.rows) {
        const user = userOf(b, id);
        const told = [user?.givenName, user?.department ?? '', user?.email, user?.active, user?.location];
        const wanted = [givenName, department, email, true, foreign.get(id)];
        if (JSON.stringify(told) !== JSON.stringify(wanted))
          throw new Error(`${id}: ${told} is not ${wanted}`);
      }
      const arrived = b.scim.arrived.length;
      tellOf(b);
      const quiet = await b.cycle();
      if (quiet.counts.requests > 0 || b.scim.arrived.length > arrived)
        throw new Error('it sent something again');
      if (tellOf(b).length > 0) throw new Error('it was told a second time');
    }),
    { numRuns: RUNS },
  );
  tell(t);
});

test('24: the audit chain verifies after any history, one altered row is found, and no value is in a row or a log', async (t) => {
  const { met, tell } = meter('kill', 'fault', 'refused', 'altered', 'rows');
  /** A value that must not be read anywhere but where people are kept. */
  const SECRET = 'qzx7secret';
  const secret = (n: number): Row => ({
    id: `p${n}`,
    givenName: `${SECRET}-given`,
    familyName: `${SECRET}-family`,
    email: `${SECRET}${n}@example.com`,
    department: SECRET,
  });
  const step = fc.record({
    here: fc.subarray([1, 2, 3, 4]),
    department: pick('', SECRET, `${SECRET}2`, `bad${SECRET}\u0000`),
    faults: faults('lost', 'dropped', 'refuse', 'busy', 'down'),
    killAt: fc.oneof(
      { weight: 2, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 25 }) },
    ),
  });
  const steps = fc.array(step, { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(
      steps,
      fc.nat(),
      pick('at', 'actor', 'external_id', 'kind', 'fields', 'confirmed', 'previous', 'hash'),
      async (history, which, column) => {
        const logged: string[] = [];
        const log = (message: string, facts?: object) =>
          void logged.push(`${message} ${JSON.stringify(facts ?? {})}`);
        let b = bench([], { log });
        for (const { here, department, faults: list, killAt } of history) {
          b = b.again(newLife(killAt));
          b.source.rows = here.map((n) => ({ ...secret(n), department }));
          inTurn(b, list, () => met('fault'));
          met(
            'refused',
            list.some((fault: FakeFault) => fault === 'refuse'),
          );
          try {
            await b.cycle();
          } catch (thrown) {
            if (!isKilled(thrown)) throw thrown;
            met('kill');
          }
        }
        await clean(b.again(newLife()));
        const verify = () =>
          verifyAudit(b.db, { count: 0, head: '' }, { count: 0, head: '' }, async () => undefined);
        const sound = await verify();
        if (sound.brokenAt !== undefined) throw new Error(`broken at ${sound.brokenAt}`);
        const told = [
          ...logged,
          ...['audit', 'cycle', 'op', 'fact'].map((table) =>
            JSON.stringify(b.db.prepare(`SELECT * FROM ${table}`).all()),
          ),
        ];
        const leak = told.find((text) => text.includes(SECRET));
        if (leak !== undefined) throw new Error(`a value is in ${leak}`);
        if (sound.count === 0) return;
        met('rows');
        const number = 1 + (which % sound.count);
        const change = column === 'at' || column === 'confirmed' ? `${column} + 1` : `${column} || 'x'`;
        b.db.exec(`UPDATE audit SET ${column} = ${change} WHERE number = ${number}`);
        met('altered');
        const found = (await verify()).brokenAt;
        if (found === undefined || found > number)
          throw new Error(`row ${number} was altered, found ${found}`);
      },
    ),
    { numRuns: RUNS },
  );
  tell(t);
});
