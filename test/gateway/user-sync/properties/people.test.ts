/** Who is who and what each has, through edits, kills and changes of source (invariants 7, 9, 10, 17, 27; logins). */

import { test } from 'tap';
import { USER_FIELDS } from '../../../../src/contract/scim.ts';
import { evaluate } from '../../../../src/gateway/features/user-sync/mapping.ts';
import { KEPT } from '../../../../src/gateway/features/user-sync/merge.ts';
import { createPhone } from '../../../../src/gateway/sync/phone.ts';
import { fakeSource, type Row } from '../../../fakes/fake-source.ts';
import { fc } from '../../../helpers/fc.ts';
import { type Bench, recycled } from '../helpers/bench.ts';
import { clean, everybody, pick, row, some, userOf } from '../helpers/edits.ts';
import { meter, RUNS } from '../helpers/meter.ts';
import { isKilled, newLife } from '../helpers/mortal.ts';

const bench = recycled();

const number = {
  extension: pick('', '2001', '2002', 'own'),
  email: pick('own', 'own', 'p1@example.com', ''),
};
const ownValues = (rows: readonly Row[]): Row[] =>
  rows.map((it) => ({
    ...it,
    email: it.email === 'own' ? `${it.id}@example.com` : (it.email ?? ''),
    extension: it.extension === 'own' ? `300${it.id.slice(1)}` : (it.extension ?? ''),
  }));

test('9: killed at any write or request boundary: the same final state, and nobody twice', async (t) => {
  const { met, tell } = meter(
    'killed',
    'killed twice',
    'before a request',
    'after a request',
    'added',
    'exchange',
  );
  const world = fc.record({
    first: some(3, number, 9).map(ownValues),
    second: some(4, number, 9).map(ownValues),
    swap: fc.boolean(),
    kills: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 2 }),
  });
  const calmBench = recycled();
  await fc.assert(
    fc.asyncProperty(world, async ({ first, second, swap, kills }) => {
      const [one, two, ...rest] = first;
      // two people exchange what only one can have
      const after =
        swap && one && two
          ? [
              { ...one, email: two.email ?? '', extension: two.extension ?? '' },
              { ...two, email: one.email ?? '', extension: one.extension ?? '' },
              ...rest,
            ]
          : second;
      met('exchange', swap && one !== undefined && two !== undefined);
      const worlds = [bench(first), calmBench(first)] as const;
      for (const b of worlds) {
        // the remote takes everything: what is there twice, we have sent twice
        b.scim.careless = true;
        await b.cycle();
        b.source.rows = after;
      }
      const [b, calm] = worlds;
      let killed = 0;
      for (const at of kills) {
        const arrived = b.scim.arrived.length;
        try {
          await b.again(newLife(at)).cycle();
        } catch (thrown) {
          if (!isKilled(thrown)) throw thrown;
          killed++;
          met(b.scim.arrived.length > arrived ? 'after a request' : 'before a request');
        }
      }
      met('killed', killed > 0);
      met('killed twice', killed > 1);
      met(
        'added',
        after.some(({ id }) => !first.some((it) => it.id === id)),
      );
      for (const it of [b.again(newLife()), calm]) await clean(it);
      const [is, wanted] = worlds.map((it) => JSON.stringify([it.remote(), it.plan()]));
      if (is !== wanted) throw new Error(`${is}\n${wanted}`);
      if (b.scim.users.size !== Object.keys(b.remote()).length) throw new Error('somebody is there twice');
      if (b.scim.shared.length > 0) throw new Error(b.scim.shared.join('; '));
      if ((await b.again(newLife()).cycle()).counts.requests > 0)
        throw new Error('the next cycle sent something');
    }),
    { numRuns: RUNS },
  );
  tell(t);
});

test('10: a new name, place or address keeps the person; the same address with a new anchor is REUSED_KEY', async (t) => {
  const { met, tell } = meter('renamed', 'moved', 'new address', 'new anchor', 'came after the grace period');
  const edit = fc.record(
    {
      givenName: pick('New', 'Other'),
      familyName: pick('Name', 'Other'),
      location: pick('Bern', 'Zug'),
      email: pick('one@example.com', 'ONE@example.com', 'two@example.com'),
    },
    { requiredKeys: [] },
  );
  const world = fc.record({
    edits: fc.array(edit, { minLength: 1, maxLength: 2 }),
    recreated: fc.boolean(),
    days: fc.constantFrom(1, 31),
  });
  await fc.assert(
    fc.asyncProperty(world, async ({ edits, recreated, days }) => {
      const others: Row[] = [2, 3].map((n) => ({
        id: `p${n}`,
        familyName: `F${n}`,
        email: `p${n}@example.com`,
      }));
      let one: Row = { id: 'p1', givenName: 'Ann', familyName: 'One', email: 'p1@example.com' };
      const b = bench([one, ...others]);
      await b.cycle();
      const ids = [...b.scim.users.keys()].join();
      for (const change of edits) {
        one = { ...one, ...change };
        b.source.rows = [...others, one];
        const { counts } = await b.cycle();
        met('renamed', change.givenName !== undefined || change.familyName !== undefined);
        met('moved', change.location !== undefined);
        met('new address', change.email !== undefined);
        if (counts.added + counts.removed + counts.detained > 0) throw new Error(JSON.stringify(counts));
        if ([...b.scim.users.keys()].join() !== ids) throw new Error('it is another user');
        const user = userOf(b, 'p1');
        for (const field of ['givenName', 'familyName', 'location'] as const)
          if (user?.[field] !== one[field]) throw new Error(`${field} ${user?.[field]}`);
        if (user?.email?.toLowerCase() !== one.email?.toLowerCase()) throw new Error(`email ${user?.email}`);
      }
      if (!recreated) return;
      b.source.rows = [...others, { ...one, id: 'new1' }];
      const { counts } = await b.cycle();
      met('new anchor');
      if (b.plan().new1 !== 'detained REUSED_KEY' || counts.removed !== 1)
        throw new Error(JSON.stringify([b.plan(), counts]));
      await b.clock.advance(days * 86_400_000);
      await b.cycle();
      // the address is free when the account is gone: the next one has it
      await b.cycle();
      const isOver = days > 30;
      met('came after the grace period', isOver);
      if ((userOf(b, 'new1') !== undefined) !== isOver)
        throw new Error(`after ${days} days: ${JSON.stringify(b.plan())}`);
      if ((userOf(b, 'p1') === undefined) !== isOver) throw new Error('the old account is there too');
    }),
    { numRuns: RUNS },
  );
  tell(t);
});

const says = {
  department: pick('', 'Law', '-'),
  location: pick('', 'Bern', ' Bern ', '-'),
  mobile: pick('', 'own'),
};
const mine = (prefix: string, absence: number) =>
  fc.tuple(...[1, 2].map((n) => fc.option(row(n, says), { nil: undefined, freq: absence }))).map((rows) =>
    rows.flatMap((it): Row[] => {
      if (!it) return [];
      const { mobile, ...rest } = it;
      const n = it.id.slice(1);
      return [{ ...rest, id: `${prefix}${n}`, mobile: mobile === 'own' ? `+4179000000${n}` : '' }];
    }),
  );
const emailOf = (user: unknown) => (user as { email?: string }).email;

test('17: each value that was applied has one provenance row, and its rule makes the value again', async (t) => {
  const { met, tell } = meter(
    'of the first',
    'of the second',
    'added by somebody',
    'of nobody any more',
    'fault',
    'precedence turned',
  );
  const step = fc.record({
    first: mine('a', 6),
    second: mine('b', 3),
    turned: fc.boolean(),
    lost: fc.boolean(),
  });
  const mapper = { rules: [], phone: createPhone(), country: undefined };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 3 }), async (steps) => {
      let b = bench([], { sources: [] });
      let last = false;
      for (const { first, second, turned, lost } of steps) {
        const sources = [
          fakeSource(first, { id: 'a', precedence: turned ? 1 : 0 }),
          fakeSource(second, { id: 'b', precedence: turned ? 0 : 1 }),
        ];
        met('precedence turned', turned !== last);
        last = turned;
        b = b.again(undefined, sources);
        met('fault', lost);
        b.scim.fault = () => (lost ? 'lost' : 'none');
        await b.cycle();
        await clean(b);
        for (const { externalId, user } of b.scim.users.values()) {
          const known = b.store.persons.byExternalId(externalId ?? '');
          if (!known?.live) continue;
          if (known.plan) continue;
          for (const field of USER_FIELDS) {
            const from = known.written[field];
            if (user[field] === undefined) {
              if (from !== undefined)
                throw new Error(`${externalId} ${field}: of ${from.source}, and not there`);
              continue;
            }
            if (field === 'phone') {
              met('added by somebody');
              if (from) throw new Error('a number of an administrator has a provenance');
              continue;
            }
            const source = sources.find(({ id }) => id === from?.source);
            const rule = source?.mapping[from?.rule ?? -1];
            const raw = b.store.records
              .ofPerson(known.id)
              .find((r) => r.sourceId === source?.id && !r.gone)?.raw;
            if (!from || !rule || !raw || rule.field !== field)
              throw new Error(`${externalId} ${field} ${JSON.stringify(from)}`);
            met(source === sources[0] ? 'of the first' : 'of the second');
            const made = evaluate(rule.from, raw, mapper);
            // case of names and addresses is as it was written first (C10)
            const text = typeof made === 'string' ? made.trim() : '';
            const isMade =
              field === 'email' ? text.toLowerCase() === user.email?.toLowerCase() : text === user[field];
            if (!isMade) throw new Error(`${externalId} ${field}: ${String(made)} is not ${user[field]}`);
          }
        }
        met(
          'of nobody any more',
          [...b.scim.users.values()].some(({ user }) => !user.active),
        );
        for (const [id, it] of b.scim.users)
          if (!it.user.phone)
            b.scim.users.set(id, { ...it, user: { ...it.user, phone: `+4131000000${id.slice(1)}` } });
      }
    }),
    { numRuns: RUNS },
  );
  tell(t);
});

test('27: a change of source alone clears nothing and removes nobody', async (t) => {
  const { met, tell } = meter(
    'unknown to the new one',
    'known to both',
    'kept a value',
    'cleared on purpose',
    'to the first in order',
    'killed',
    'another edit later',
  );
  const world = fc.record({
    old: mine('o', 9),
    fresh: mine('n', 2),
    isFirst: fc.boolean(),
    killAt: fc.constantFrom(0, 0, 2, 4, 6, 9),
    later: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(world, async ({ old, fresh, isFirst, killAt, later }) => {
      const from = fakeSource(old, { id: 'old', precedence: 1 });
      const to = fakeSource(fresh, { id: 'new', precedence: isFirst ? 0 : 2 });
      const b = bench([], { sources: [from, to] });
      await b.cycle();
      const before = b.remote();
      const going = fakeSource([], { id: 'old', leaving: { people: 'move', to: 'new' } });
      met('to the first in order', isFirst);
      try {
        await b.again(newLife(killAt), [going, to]).cycle();
      } catch (thrown) {
        if (!isKilled(thrown)) throw thrown;
        met('killed');
        await b.again(newLife(), [going, to]).cycle();
      }
      const end = b.again(newLife(), [to]);
      const settled = await end.cycle();
      if (settled.counts.removed > 0 || settled.counts.held > 0) throw new Error('somebody was removed');
      if (later) {
        to.rows = fresh.map((it) => ({ ...it, givenName: 'Later' }));
        await end.cycle();
        met('another edit later', fresh.length > 0);
      }
      const after = end.remote();
      if (Object.keys(after).join() !== Object.keys(before).join())
        throw new Error('somebody is another one');
      for (const [id, user] of Object.entries(before)) {
        const now = after[id] as Record<string, unknown>;
        const said = fresh.find((it) => it.email === emailOf(user)) as Record<string, string> | undefined;
        met(said ? 'known to both' : 'unknown to the new one');
        for (const field of Object.keys(user as object)) {
          const isCleared = said?.[field] === '-';
          met('cleared on purpose', isCleared);
          if (isCleared) continue;
          if (now[field] === undefined) throw new Error(`${id} ${field} was cleared`);
          const provenance = b.store.persons.byExternalId(id)?.desired?.provenance;
          met('kept a value', provenance?.[field as 'mobile']?.rule === KEPT);
        }
        if (now.active !== true) throw new Error(`${id} is switched off`);
      }
      if ((await b.again(newLife(), [to]).cycle()).counts.requests > 0)
        throw new Error('it sent something once more');
    }),
    { numRuns: RUNS },
  );
  tell(t);
});

// ---- the MiCollab profile

const NAMES = [
  'ann@a.ch',
  'ANN@b.ch',
  'ann@c.ch',
  'bob@a.ch',
  'b@a.ch',
  'änn@a.ch',
  `${'x'.repeat(22)}@a.ch`,
];

/** S4: two to 21 printable signs of ASCII, no `@`, comma or space. */
function loginCode(login: string): string | undefined {
  if (![...login].every((sign) => sign > ' ' && sign <= '~' && sign !== '@' && sign !== ','))
    return 'LOGIN_CHAR';
  if (login.length < 2) return 'LOGIN_TOO_SHORT';
  return login.length > 21 ? 'LOGIN_TOO_LONG' : undefined;
}

test('7, 8: logins of the MiCollab profile: the holder keeps one, newcomers wait; of no holder, all; no two at any moment', async (t) => {
  const { met, tell } = meter(
    'DUP_LOGIN',
    'LOGIN_CHAR',
    'LOGIN_TOO_SHORT',
    'LOGIN_TOO_LONG',
    'holder keeps',
    'handed on',
    'cloud profile',
  );
  const rows = everybody(3, { email: pick(...NAMES), familyName: pick('One', 'Two') });
  const history = fc.array(rows, { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(history, fc.boolean(), async (steps, isCloud) => {
      const source = fakeSource([], isCloud ? {} : { validation: 'micollab' });
      const b = bench([], { sources: [source] });
      met('cloud profile', isCloud);
      for (const now of steps) {
        source.rows = now;
        const keyOf = (email?: string) => (isCloud ? email?.toLowerCase() : loginOf(email));
        const held = new Map([...b.scim.users.values()].map((u) => [keyOf(u.user.email), u.externalId]));
        const at = b.scim.arrived.length;
        await clean(b);
        if (!isCloud) watchLogins(b, at);
        const plan = b.plan();
        for (const it of now) {
          const login = loginOf(it.email);
          const own = isCloud ? undefined : loginCode(it.email?.split('@')[0] ?? '');
          const sharesMail = now.some(
            (o) => o.id !== it.id && o.email?.toLowerCase() === it.email?.toLowerCase(),
          );
          const sharers = now.filter((o) => o.id !== it.id && loginOf(o.email) === login);
          const code = plan[it.id]?.replace('detained ', '');
          if (own) {
            met(own as 'LOGIN_CHAR');
            if (code !== own) throw new Error(`${it.id} ${it.email}: ${code} in place of ${own}`);
            continue;
          }
          const holder = held.get(keyOf(it.email));
          met('holder keeps', !isCloud && holder === it.id && sharers.length > 0);
          met('handed on', !isCloud && holder !== undefined && holder !== it.id && code === undefined);
          if (code === 'DUP_LOGIN') met('DUP_LOGIN');
          if (code === undefined) {
            const account = userOf(b, it.id);
            if (account?.email?.toLowerCase() !== it.email?.toLowerCase())
              throw new Error(`${it.id} has ${account?.email}`);
            const isFree = isCloud ? !sharesMail : sharers.length === 0;
            if (!isFree && holder !== it.id) throw new Error(`${it.id} took ${it.email} beside another`);
            continue;
          }
          // somebody else wants the same, or has it and cannot move on
          const other = [...b.scim.users.values()].some(
            ({ externalId, user }) =>
              externalId !== it.id &&
              (isCloud
                ? user.email?.toLowerCase() === it.email?.toLowerCase()
                : loginOf(user.email) === login),
          );
          if (!other && (isCloud ? !sharesMail : sharers.length === 0))
            throw new Error(`${it.id} waits: ${code}`);
          if (isCloud && code === 'DUP_LOGIN') throw new Error('a login in the cloud profile');
        }
      }
    }),
    { numRuns: RUNS },
  );
  tell(t);
});

const loginOf = (email: string | undefined) => (email?.split('@')[0] ?? '').toLowerCase();

/** The requests of this cycle, one after the other, never gave a login to two. */
function watchLogins(b: Bench, from: number): void {
  const logins = new Map<string, string>();
  const all = b.scim.arrived;
  for (const [at, op] of all.entries()) {
    if (op.kind === 'delete') continue;
    const isNamed = op.kind === 'create' || op.fields.includes('userName');
    if (!isNamed) continue;
    logins.set(op.externalId, loginOf(op.user.userName));
    const same = [...logins].filter(([, login]) => login === loginOf(op.user.userName));
    if (at >= from && same.length > 1) throw new Error(`two have the login ${loginOf(op.user.userName)}`);
  }
}
