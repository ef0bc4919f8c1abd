/** Rules C1–C10 of the SCIM client (03-sync: "rules learnt on real servers"), one by one, against a server that misbehaves. */
import { type Test, test } from 'tap';
import type { Clock } from '../../../../src/base/clock.ts';
import type { CanonicalUser } from '../../../../src/contract/scim.ts';
import type { RemoteOp, RemoteOutcome } from '../../../../src/gateway/core/ports/scim.ts';
import {
  bearerTransport,
  type CapabilityStore,
  createScimClient,
  type ScimCapabilities,
} from '../../../../src/gateway/uplink/scim/index.ts';
import { type NastyUser, startNastyScim, type Traits } from '../../../fakes/nasty-scim.ts';

const signal = new AbortController().signal;

/** Sleeps at once and remembers for how long. */
function swiftClock() {
  let at = 0;
  const slept: number[] = [];
  const timers = new Set<() => void>();
  const clock: Clock = {
    now: () => Date.UTC(2026, 10, 23) + at,
    monotonic: () => at,
    async sleep(ms) {
      slept.push(ms);
      at += ms;
    },
    after: (_ms, f) => {
      timers.add(f);
      return () => void timers.delete(f);
    },
  };
  /** All that is waited for has taken too long. */
  const expire = () => {
    for (const f of timers) f();
  };
  return { clock, slept, expire };
}

async function bench(t: Test, traits: Traits = {}, store?: CapabilityStore) {
  const server = await startNastyScim(traits);
  const request = bearerTransport({ token: 'token' });
  t.teardown(async () => {
    await request.close();
    await server.close();
  });
  const { clock, slept, expire } = swiftClock();
  const scim = createScimClient({
    baseUrl: `${server.url}/`,
    request,
    clock,
    random: () => 0.5,
    log: () => undefined,
    ...(store ? { capabilities: store } : {}),
  });
  await scim.open(signal);
  const since = () => server.requests.splice(0).map(({ method, path }) => `${method} ${path.split('?')[0]}`);
  since();
  return { server, scim, slept, since, expire };
}

function person(n: number, more: Partial<CanonicalUser> = {}): CanonicalUser {
  return {
    userName: `u${n}@example.com`,
    displayName: `User ${n}`,
    email: `u${n}@example.com`,
    phone: `+161355500${10 + n}`,
    active: true,
    ...more,
  };
}
const create = (n: number, more: Partial<CanonicalUser> = {}): RemoteOp => ({
  opId: `c${n}`,
  kind: 'create',
  externalId: `x${n}`,
  user: person(n, more),
});
const idOf = (outcome: RemoteOutcome | undefined): string => {
  if (outcome?.state !== 'done') throw new Error(`not done: ${JSON.stringify(outcome)}`);
  return outcome.remoteId;
};
const update = (n: number, remoteId: string, more: Partial<CanonicalUser>): RemoteOp => ({
  opId: `u${n}`,
  kind: 'update',
  remoteId,
  externalId: `x${n}`,
  user: person(n, more),
  fields: Object.keys(more) as (keyof CanonicalUser)[],
  confirmed: person(n),
});
const remove = (n: number, remoteId: string): RemoteOp => ({
  opId: `d${n}`,
  kind: 'delete',
  remoteId,
  userName: `u${n}`,
});

function onlyUser(users: Map<string, NastyUser>): NastyUser {
  const [user] = users.values();
  if (!user || users.size !== 1) throw new Error(`${users.size} users`);
  return user;
}
const numbers = (user: NastyUser) =>
  (user.phoneNumbers as { value: string }[]).map((one) => one.value).sort();

test('C1: a capability counts only once it was seen to work, and is kept', async (t) => {
  let kept: ScimCapabilities | undefined;
  const store: CapabilityStore = {
    load: () => kept,
    save: (c) => {
      kept = c;
    },
  };
  for (const etag of ['lies', 'honest'] as const) {
    kept = undefined;
    const { server, scim, since } = await bench(t, { etag }, store);
    t.match(kept, { bulk: 'unknown', etag: 'unknown' }, 'a claim proves nothing');
    const id = idOf((await scim.apply([create(1)], signal))[0]);
    t.match(await scim.apply([update(1, id, { phone: '+16135559999' })], signal), [{ state: 'done' }]);
    t.match(kept, { etag: etag === 'honest' ? 'proven' : 'absent' });
    const found = await scim.find({ remoteId: id }, signal);
    t.equal(
      found?.version !== undefined,
      etag === 'honest',
      'a version is only told where it means something',
    );
    since();
    if (etag === 'honest') {
      await scim.apply([update(1, id, { phone: '+16135558888' })], signal);
      t.match(server.requests.find((r) => r.method === 'PATCH')?.headers['if-match'], /^W\/"\d+"$/);
    }
    await scim.apply([create(2), create(3)], signal);
    t.match(kept, { bulk: 'proven' });
    since();
    await scim.open(signal);
    t.same(since(), [], 'what was proven today is not asked again');
  }
});

test('C1: a page of a portal is no SCIM server', async (t) => {
  const { server, scim } = await bench(t);
  server.before = () => ({ status: 200, html: '<h1>Welcome to the hotel</h1>' });
  await t.rejects(scim.open(signal), { code: 'SCIM_ANSWER_BAD' });
  server.before = (request) =>
    request.path.startsWith('/Service') ? { status: 404, html: 'no' } : undefined;
  await scim.open(signal);
  t.pass('a server without ServiceProviderConfig is one, if /Users is SCIM');
});

test('C2: only singular paths and whole lists are sent, and values of others stay', async (t) => {
  const { server, scim, since } = await bench(t);
  const id = idOf((await scim.apply([create(1, { department: 'Sales' })], signal))[0]);
  const user = onlyUser(server.users);
  (user.phoneNumbers as unknown[]).push({
    value: '+16137770000',
    type: 'work',
    display: 'by an administrator',
  });
  (user.emails as unknown[]).push({ value: 'home@example.org', type: 'home' });
  since();
  const [outcome] = await scim.apply(
    [
      {
        ...update(1, id, { phone: '+16135559999', email: 'new@example.com', active: false }),
        fields: ['phone', 'email', 'active', 'department'],
        confirmed: person(1, { department: 'Sales' }),
      } as RemoteOp,
    ],
    signal,
  );
  t.match(outcome, { state: 'done' });
  const [read, patch] = server.requests;
  t.equal(read?.method, 'GET', 'read before a list is replaced');
  const operations = patch?.body?.Operations as { op: string; path: string; value?: unknown }[];
  t.same(operations.map(({ op, path }) => `${op} ${path}`).sort(), [
    'remove urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
    'replace active',
    'replace emails',
    'replace phoneNumbers',
  ]);
  const after = onlyUser(server.users);
  t.same(numbers(after), ['+16135559999', '+16137770000']);
  t.match(after.emails, [{ value: 'new@example.com' }, { value: 'home@example.org', type: 'home' }]);
  t.equal(after.active, false);
});

test('C2: after 412 the user is read again', async (t) => {
  const { server, scim } = await bench(t, { etag: 'honest' });
  const id = idOf((await scim.apply([create(1)], signal))[0]);
  await scim.apply([update(1, id, { phone: '+16135550001' })], signal);
  let meddled = false;
  server.before = (request) => {
    // somebody else writes between our GET and our PATCH
    const user = server.users.get(id);
    if (request.method === 'PATCH' && !meddled && user) {
      meddled = true;
      const phoneNumbers = [...(user.phoneNumbers as unknown[]), { value: '+16137770000', type: 'work' }];
      server.users.set(id, { ...user, phoneNumbers, meta: { version: 'W/"meddled"' } });
    }
    return undefined;
  };
  const change = {
    ...update(1, id, { phone: '+16135550002' }),
    confirmed: person(1, { phone: '+16135550001' }),
  } as RemoteOp;
  t.match(await scim.apply([change], signal), [{ state: 'done' }]);
  t.same(numbers(onlyUser(server.users)), ['+16135550002', '+16137770000']);
});

test('C3: what came back is compared; one PUT, then NOT_CONVERGED', async (t) => {
  for (const silent of [false, true]) {
    const { server, scim, since } = await bench(t, { mergesArrays: true, silent });
    const id = idOf((await scim.apply([create(1)], signal))[0]);
    since();
    t.match(await scim.apply([update(1, id, { phone: '+16135559999' })], signal), [{ state: 'done' }]);
    t.same(numbers(onlyUser(server.users)), ['+16135559999'], 'the list that was merged is put right');
    t.equal(since().filter((line) => line.startsWith('PUT')).length, 1);

    server.traits.putMergesArrays = true;
    const [outcome] = await scim.apply(
      [
        {
          ...update(1, id, { phone: '+16135558888' }),
          confirmed: person(1, { phone: '+16135559999' }),
        } as RemoteOp,
      ],
      signal,
    );
    t.match(outcome, {
      state: 'notConverged',
      remoteId: id,
      fault: { code: 'NOT_CONVERGED', sentence: /phone/ },
    });
    t.ok(since().filter((line) => line.startsWith('PUT')).length <= 1, 'and not for ever');
  }
});

test('C3: a server without PATCH gets PUT', async (t) => {
  const { server, scim, since } = await bench(t, { noPatch: true });
  const id = idOf((await scim.apply([create(1)], signal))[0]);
  t.match(await scim.apply([update(1, id, { displayName: 'New' })], signal), [{ state: 'done' }]);
  since();
  t.match(await scim.apply([update(1, id, { displayName: 'Newer' })], signal), [{ state: 'done' }]);
  t.same(since(), [`GET /Users/${id}`, `PUT /Users/${id}`], 'PATCH is not tried again');
  t.equal(onlyUser(server.users).displayName, 'Newer');
});

test('C4: a POST whose answer was lost is looked up, never sent blindly', async (t) => {
  const { server, scim } = await bench(t);
  let cut = 0;
  server.cuts = (request) => request.method === 'POST' && cut++ === 0;
  const [outcome] = await scim.apply([create(1)], signal);
  t.match(outcome, { state: 'done', remoteId: onlyUser(server.users).id });
  t.equal((outcome as { adopted?: true }).adopted, undefined, 'it is ours');
  t.equal(cut, 1, 'one POST');
});

test('C4: an existing user is adopted only if its externalId is ours or empty, and administrators never', async (t) => {
  const { server, scim } = await bench(t);
  const seed = (id: string, more: object) =>
    server.users.set(id, { id, userName: `U1@example.com`, displayName: 'Old', active: true, ...more });

  seed('empty', {});
  t.match(await scim.apply([create(1)], signal), [{ state: 'done', remoteId: 'empty', adopted: true }]);
  t.match(onlyUser(server.users), { externalId: 'x1', displayName: 'User 1' });

  server.users.clear();
  seed('ours', { externalId: 'x1' });
  const [ours] = await scim.apply([create(1)], signal);
  t.match(ours, { state: 'done', remoteId: 'ours' });
  t.notOk((ours as { adopted?: true }).adopted);

  server.users.clear();
  seed('other', { externalId: 'somebody else' });
  t.match(await scim.apply([create(1)], signal), [
    { state: 'conflict', holder: 'U1@example.com', fault: { code: 'REMOTE_CONFLICT' } },
  ]);

  server.users.clear();
  seed('boss', { roles: [{ value: 'Account Admin', primary: true }] });
  t.match(await scim.apply([create(1)], signal), [
    { state: 'conflict', fault: { sentence: /administrator/ } },
  ]);
  t.match(onlyUser(server.users), { displayName: 'Old' }, 'nothing was changed');
});

test('C5: bulk results as text, as number and as { code }', async (t) => {
  for (const bulkStatus of ['text', 'number', 'code'] as const) {
    const { server, scim, since } = await bench(t, { bulkStatus });
    const outcomes = await scim.apply(
      Array.from({ length: 100 }, (_, n) => create(n)),
      signal,
    );
    t.same(since(), ['POST /Bulk'], `${bulkStatus}: a hundred people are one request`);
    t.same(
      outcomes.map((o) => server.users.get(idOf(o))?.userName),
      Array.from({ length: 100 }, (_, n) => `u${n}@example.com`),
    );
    const again = await scim.apply([create(100), create(5)], signal);
    t.match(
      again,
      [{ state: 'done' }, { state: 'done', remoteId: idOf(outcomes[5]) }],
      'a 409 inside is looked up',
    );
  }
});

test('C5: a result that is missing is unknown until it was looked up', async (t) => {
  const { server, scim } = await bench(t, { bulkForgets: 3, allowsTwins: true });
  const outcomes = await scim.apply(
    Array.from({ length: 10 }, (_, n) => create(n)),
    signal,
  );
  t.equal(server.users.size, 10, 'nobody twice');
  t.same(
    outcomes.map((o) => server.users.get(idOf(o))?.externalId),
    outcomes.map((_, n) => `x${n}`),
  );
  const removed = await scim.apply(
    outcomes.map((o, n) => remove(n, idOf(o))),
    signal,
  );
  t.same(new Set(removed.map((o) => o.state)), new Set(['done']));
  t.equal(server.users.size, 0);
});

test('C5: a bulk answer that is lost leaves nobody twice', async (t) => {
  const { server, scim } = await bench(t);
  let cut = 0;
  server.cuts = (request) => request.path === '/Bulk' && cut++ === 0;
  const outcomes = await scim.apply(
    Array.from({ length: 20 }, (_, n) => create(n)),
    signal,
  );
  t.same(new Set(outcomes.map((o) => o.state)), new Set(['done']));
  t.equal(server.users.size, 20);
});

test('C5: a bulk answer that makes no sense leaves everything unknown until it was looked up', async (t) => {
  const senseless = [
    '<h1>Welcome to the hotel</h1>',
    '{"Operations": [{"method": "POST", "status": "20',
    '[]',
    '"OK"',
    '{"Operations": null}',
    '{"Operations": {"status": "201"}}',
    '{"Operations": [null, 201, "201", [], {"status": {}}, {"method": 5, "status": "abc"}]}',
  ];
  for (const html of senseless) {
    const { server, scim } = await bench(t, { allowsTwins: true });
    server.before = (request) => (request.path === '/Bulk' ? { status: 200, html } : undefined);
    const outcomes = await scim.apply(
      Array.from({ length: 6 }, (_, n) => create(n)),
      signal,
    );
    t.same(
      outcomes.map((o) => server.users.get(idOf(o))?.externalId),
      ['x0', 'x1', 'x2', 'x3', 'x4', 'x5'],
      html,
    );
    t.equal(server.users.size, 6, 'nobody twice');
  }
});

test('C5: 413 halves, and the size is kept', async (t) => {
  const { server, scim, since } = await bench(t, { bulkMost: 30 });
  const outcomes = await scim.apply(
    Array.from({ length: 100 }, (_, n) => create(n)),
    signal,
  );
  t.same(new Set(outcomes.map((o) => o.state)), new Set(['done']));
  t.equal(server.users.size, 100);
  since();
  await scim.apply(
    Array.from({ length: 25 }, (_, n) => create(200 + n)),
    signal,
  );
  t.same(since(), ['POST /Bulk']);
  await scim.apply(
    Array.from({ length: 50 }, (_, n) => create(300 + n)),
    signal,
  );
  t.same(since(), ['POST /Bulk', 'POST /Bulk'], 'no further 413');
});

test('C5: no bulk, said or not, means single requests', async (t) => {
  for (const bulk of ['missing', 'unclaimed'] as const) {
    const { server, scim, since } = await bench(t, { bulk });
    const outcomes = await scim.apply([create(1), create(2), create(3)], signal);
    t.same(
      outcomes.map((o) => o.state),
      ['done', 'done', 'done'],
    );
    t.equal(server.users.size, 3);
    const posts = since();
    t.equal(posts.filter((line) => line === 'POST /Bulk').length, bulk === 'missing' ? 1 : 0);
    await scim.apply([create(4), create(5)], signal);
    t.same(since(), ['POST /Users', 'POST /Users'], 'and it is remembered');
  }
});

test('C5: changes by bulk are read before and compared after', async (t) => {
  const { server, scim } = await bench(t, { mergesArrays: true });
  const made = await scim.apply(
    Array.from({ length: 10 }, (_, n) => create(n)),
    signal,
  );
  const outcomes = await scim.apply(
    made.map((o, n) => update(n, idOf(o), { phone: `+161355599${10 + n}` })),
    signal,
  );
  t.same(new Set(outcomes.map((o) => o.state)), new Set(['done']));
  t.same(
    [...server.users.values()].map(numbers),
    made.map((_, n) => [`+161355599${10 + n}`]),
  );
});

test('C5: an answer that never comes makes the next bulk requests smaller', async (t) => {
  const { server, scim, since } = await bench(t);
  let cut = 0;
  server.cuts = (request) => request.path === '/Bulk' && cut++ === 0;
  const hundred = (from: number) => Array.from({ length: 100 }, (_, n) => create(from + n));
  await scim.apply(hundred(0), signal);
  t.equal(server.users.size, 100);
  since();
  await scim.apply(hundred(100), signal);
  t.same(since(), ['POST /Bulk', 'POST /Bulk']);
  t.equal(server.users.size, 200);
});

test('C4: carried out, and answered after we stopped waiting', async (t) => {
  const { server, scim, expire } = await bench(t);
  let stalled = 0;
  server.stalls = (request) => {
    if (request.method !== 'POST' || stalled++ > 0) return false;
    expire();
    return true;
  };
  t.match(await scim.apply([create(1)], signal), [{ state: 'done', remoteId: onlyUser(server.users).id }]);
  t.equal(stalled, 1, 'one POST');
});

test('C3: a long value that the server cuts is told, also in a first sync by bulk', async (t) => {
  const { server, scim, since } = await bench(t, { cutsAt: 45 });
  const long = 'A displayed name of some fifty characters, or more';
  const outcomes = await scim.apply([create(1), create(2, { displayName: long }), create(3)], signal);
  t.match(outcomes, [
    { state: 'done' },
    {
      state: 'notConverged',
      fault: { sentence: /displayName/ },
      confirmed: { displayName: long.slice(0, 45) },
    },
    { state: 'done' },
  ]);
  server.traits.cutsAt = 64;
  since();
  await scim.apply([create(4, { displayName: long }), create(5)], signal);
  t.equal(since().length, 2, 'looked at');
  await scim.apply([create(6, { displayName: long }), create(7)], signal);
  t.same(since(), ['POST /Bulk'], 'once proven it is not looked at again');
});

test('C6: a 404 for a change never makes the user again', async (t) => {
  const { server, scim, since } = await bench(t);
  const id = idOf((await scim.apply([create(1)], signal))[0]);
  const was = onlyUser(server.users);
  server.users.clear();
  since();
  t.match(await scim.apply([update(1, id, { displayName: 'New' })], signal), [
    { state: 'gone', fault: { code: 'REMOTE_DELETED' } },
  ]);
  t.notOk(since().some((line) => line.startsWith('POST')));
  t.equal(server.users.size, 0);

  server.users.set('moved', { ...was, id: 'moved' });
  t.match(await scim.apply([update(1, id, { displayName: 'New' })], signal), [
    { state: 'done', remoteId: 'moved' },
  ]);
  server.users.set('moved', { ...was, id: 'moved', externalId: 'somebody else' });
  t.match(await scim.apply([update(1, id, { displayName: 'New' })], signal), [{ state: 'conflict' }]);
});

test('C6: a removal that finds nobody is done, also where the server answers 500 to it', async (t) => {
  for (const secondDelete of [404, 500] as const) {
    const { server, scim } = await bench(t, { secondDelete });
    const [a, b] = (await scim.apply([create(1), create(2)], signal)).map(idOf);
    t.match(await scim.apply([remove(1, a ?? '')], signal), [{ state: 'done' }]);
    t.match(
      await scim.apply([remove(1, a ?? '')], signal),
      [{ state: 'done' }],
      `${secondDelete} to the second`,
    );
    let cut = 0;
    server.cuts = (request) => request.method === 'DELETE' && cut++ === 0;
    t.match(await scim.apply([remove(2, b ?? '')], signal), [{ state: 'done' }], 'its answer was lost');
    t.equal(server.users.size, 0);
  }
});

test('C7: 429 waits as told, 503 with full jitter, and then the pace is kept down', async (t) => {
  const { server, scim, slept } = await bench(t);
  const answers = [{ status: 429, headers: { 'retry-after': '7' } }, { status: 503 }, { status: 503 }];
  server.before = () => answers.shift();
  t.match(await scim.apply([create(1)], signal), [{ state: 'done' }]);
  t.ok(slept.includes(7000), 'Retry-After');
  const jitter = slept.filter((ms) => ms === 500 || ms === 1000);
  t.same(jitter, [500, 1000], 'half (random is 0.5) of 500·2ⁿ');
  slept.length = 0;
  for (let n = 2; n < 12; n++) await scim.apply([create(n)], signal);
  t.ok(slept.length > 0, 'the token bucket holds requests back for a while');
});

test('C7: too long a Retry-After is left to the next cycle, with an outcome for every operation', async (t) => {
  const { server, scim } = await bench(t, { bulk: 'unclaimed' });
  let n = 0;
  server.before = () => (n++ < 1 ? undefined : { status: 429, headers: { 'retry-after': '3600' } });
  const error = await scim.apply([create(1), create(2), create(3)], signal).then(
    () => undefined,
    (e: unknown) => e as { code: string; retryAfterMs: number; facts: { outcomes: RemoteOutcome[] } },
  );
  t.match(error, { code: 'SCIM_UNREACHABLE', retryAfterMs: 3_600_000 });
  t.match(error?.facts.outcomes, [
    { state: 'done' },
    { state: 'unknown' },
    { state: 'failed', retryable: true },
  ]);
});

test('C7: 401 and 403 stop the job, not the record', async (t) => {
  for (const status of [401, 403]) {
    const { server, scim, since } = await bench(t, { bulk: 'unclaimed' });
    let n = 0;
    server.before = () => (n++ < 1 ? undefined : { status });
    await t.rejects(scim.apply([create(1), create(2), create(3), create(4)], signal), { code: 'SCIM_AUTH' });
    t.equal(since().length, 2, 'nothing more is sent');
  }
});

test('C7: a server that is away is asked a few times, with pauses that grow', async (t) => {
  const { server, scim, slept } = await bench(t);
  server.cuts = () => true;
  await t.rejects(scim.find({ remoteId: 'x' }, signal), { code: 'SCIM_UNREACHABLE' });
  t.same(slept, [250, 500, 1000]);
});

test('C8: the remote is never listed for an operation', async (t) => {
  const { server, scim } = await bench(t);
  const made = await scim.apply(
    Array.from({ length: 5 }, (_, n) => create(n)),
    signal,
  );
  await scim.apply(
    made.map((o, n) => update(n, idOf(o), { email: `new${n}@example.com` })),
    signal,
  );
  await scim.apply([create(3)], signal);
  await scim.apply(
    made.map((o, n) => remove(n, idOf(o))),
    signal,
  );
  const lists = server.requests.filter(
    (r) => r.method === 'GET' && /^\/Users(\?|$)/.test(r.path) && !r.path.includes('filter='),
  );
  t.same(lists, []);
});

test('C8: a server that ignores filters proves nobody absent', async (t) => {
  const { server, scim } = await bench(t);
  await scim.apply(
    Array.from({ length: 30 }, (_, n) => create(n)),
    signal,
  );
  server.traits.ignoresFilter = true;
  await t.rejects(scim.find({ userName: 'nobody@example.com' }, signal), { code: 'SCIM_ANSWER_BAD' });
});

test('C9: pages advance by what came; an empty page, a repeated first user and totalResults end them', async (t) => {
  const ids = async (traits: Traits) => {
    const { server, scim, since } = await bench(t);
    await scim.apply(
      Array.from({ length: 25 }, (_, n) => create(n)),
      signal,
    );
    server.traits = traits;
    since();
    const seen: string[] = [];
    for await (const page of scim.pages(signal)) seen.push(...page.map((user) => user.id));
    return { seen, requests: since().length, all: [...server.users.keys()] };
  };
  const capped = await ids({ pageCap: 10 });
  t.same(capped.seen, capped.all, 'ten at a time, though a hundred were asked for');
  t.equal(capped.requests, 3);
  const stuck = await ids({ pageCap: 10, ignoresStartIndex: true });
  t.equal(stuck.seen.length, 10);
  t.equal(stuck.requests, 2, 'and not for ever');
});

test('C10: names and values are compared without regard to case', async (t) => {
  const { scim, since } = await bench(t, { manglesCase: true });
  const id = idOf((await scim.apply([create(1)], signal))[0]);
  const found = await scim.find({ userName: 'u1@EXAMPLE.com' }, signal);
  t.match(found, { id, externalId: 'x1', user: { displayName: 'User 1', phone: '+16135550011' } });
  since();
  t.match(await scim.apply([update(1, id, { displayName: 'New' })], signal), [{ state: 'done' }]);
  t.notOk(
    since().some((line) => line.startsWith('PUT')),
    'no mismatch is seen',
  );
});

test('secrets stay out of errors, and being told to stop gives every operation an outcome', async (t) => {
  const { server, scim } = await bench(t, { bulk: 'unclaimed' });
  const stop = new AbortController();
  server.before = (request) => {
    if (request.body?.userName === 'u2@example.com') stop.abort(new Error('stop'));
    return undefined;
  };
  const error = await scim.apply([create(1), create(2), create(3)], stop.signal).then(
    () => undefined,
    (e: unknown) => e as { code: string; facts: { outcomes: RemoteOutcome[] } },
  );
  t.match(error?.facts.outcomes, [
    { state: 'done' },
    { state: 'unknown' },
    { state: 'failed', retryable: true },
  ]);
  t.notMatch(JSON.stringify(error), /Bearer|token"/);
});
