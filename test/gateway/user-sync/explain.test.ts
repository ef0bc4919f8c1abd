/** Row D16: who says so, by which rule, from what; the list of people, the user summary, findings. */
import { test } from 'tap';
import { explain } from '../../../src/gateway/features/user-sync/explain.ts';
import { createPhone } from '../../../src/gateway/sync/phone.ts';
import { ROW_MAPPING } from '../../fakes/fake-source.ts';
import { type Bench, bench, people, person } from './helpers/bench.ts';

const CONTEXT = {
  nameOf: (id: string) => (id === 'main' ? 'Head office' : id),
  rulesOf: () => ROW_MAPPING,
  countryOf: () => undefined,
  order: ['main'],
  phone: createPhone(),
};

function explained(b: Bench, externalId: string) {
  const id = String(b.db.prepare('SELECT id FROM person WHERE external_id = ?').pluck().get(externalId));
  const whole = b.queries.person(id);
  if (!whole) throw new Error(`${externalId} is not there`);
  const found = explain(whole, CONTEXT);
  return { ...found, field: (name: string) => found.fields.find(({ field }) => field === name) };
}

test('each value says who says so', async (t) => {
  const b = bench([person(1), person(2, { mobile: '079' })]);
  await b.cycle();
  const ann = explained(b, 'p1');
  t.match(ann.field('extension'), {
    applied: '2001',
    desired: '2001',
    owner: 'source',
    sourceName: 'Head office',
    rule: 'extension',
    raw: '2001',
    code: 'RULE',
    losers: [],
  });
  t.match(ann.links, [{ source: 'main', sourceName: 'Head office', anchor: 'p1', code: 'MADE' }]);
  t.match(ann, { decisions: [], unconfirmed: [], remoteId: /./ }, 'the cloud confirmed all of it');
  t.notOk(ann.plan, 'and there is nothing to do');
  t.match(explained(b, 'p2'), {
    plan: { kind: 'detained', action: 'add', code: 'NOT_E164', sentence: /international/ },
    issues: [{ code: 'NOT_E164' }],
  });
  t.match(ann.history, [{ kind: 'added', actor: 'test' }]);
  t.match(ann.raw, [{ sourceName: 'Head office', present: true, values: { extension: '2001' } }]);

  for (const [id, user] of b.scim.users)
    if (user.externalId === 'p1')
      b.scim.users.set(id, { ...user, user: { ...user.user, location: 'Room 7' } });
  b.source.rows = [person(1, { department: 'Sales' }), person(2, { mobile: '079' })];
  await b.cycle();
  t.match(explained(b, 'p1').field('location'), { applied: 'Room 7', owner: 'admin', code: 'ADMIN' });

  b.decide('modify', ['p2'], { mobile: '+41790000001' });
  await b.cycle({ mode: 'decide', approve: false });
  t.match(explained(b, 'p2').field('mobile'), {
    desired: '+41790000001',
    owner: 'person',
    code: 'PERSON',
    by: 'Ann',
  });
});

test('people: how each stands, searched and filtered', async (t) => {
  const rows = [
    ...people(4),
    person(5, { mobile: '079' }),
    person(6, { active: 'no' }),
    person(7, { email: 'bad@' }),
  ];
  const b = bench(rows);
  await b.cycle();
  b.decide('ignore', ['p7']);
  const states = Object.fromEntries(
    b.queries.people({}).items.map(({ email, name, state }) => [email ?? name, state]),
  );
  t.match(states, {
    'p1@example.com': 'synced',
    'p5@example.com': 'detained',
    'p6@example.com': 'disabled',
    'bad@': 'ignored',
  });
  t.equal(b.queries.people({ state: 'synced' }).total, 4);
  t.match(b.queries.people({ q: 'Given6' }).items, [{ sources: ['main'], state: 'disabled' }]);
  t.equal(b.queries.people({ source: 'other' }).total, 0);
  const first = b.queries.people({ limit: 3 });
  t.equal(first.items.length, 3);
  t.equal(b.queries.people({ limit: 10, after: first.next ?? '' }).items.length, 4);
  t.match(b.queries.summary({ limit: 2 }), {
    items: [{ givenName: 'Given1', familyName: 'Family1', email: 'p1@example.com' }, {}],
    next: /./,
  });
  t.equal(b.queries.person('999'), undefined);
});

test('findings hold nothing back, and are listed by reason', async (t) => {
  const b = bench([
    person(1, { email: '' }),
    person(2, { email: '' }),
    person(3, { mobile: '079' }),
    person(4),
  ]);
  await b.cycle();
  t.equal(b.scim.users.size, 3);
  const found = b.queries.findings({ limit: 1 });
  t.match(found, {
    total: 2,
    codes: [{ code: 'NO_EMAIL', count: 2 }],
    items: [{ name: 'Given1 Family1', code: 'NO_EMAIL', remedy: /Nothing is held back/ }],
  });
  t.match(b.queries.findings({ after: found.next ?? '' }).items, [{ name: 'Given2 Family2' }]);
  t.equal(b.queries.findings({ code: 'NOT_E164' }).total, 0, 'what detains is no finding');
  t.equal(b.queries.findings({ q: 'Given2' }).total, 1);
});
