/**
 * Invariants 21 and 23 of 03-sync: the whole engine with the real client against servers that misbehave, each in its own
 * way. The same people everywhere, or NOT_CONVERGED said of them; nobody twice; and never asked before a server said so.
 */
import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { test } from 'tap';
import type { Clock } from '../../../src/base/clock.ts';
import { USER_FIELDS } from '../../../src/contract/scim.ts';
import { createSyncEngine } from '../../../src/gateway/features/user-sync/cycle.ts';
import { createPhone } from '../../../src/gateway/sync/phone.ts';
import { retryAfterMs } from '../../../src/gateway/uplink/scim/http.ts';
import { createScimClient, type ScimTransport } from '../../../src/gateway/uplink/scim/index.ts';
import { fakeSource, type Row } from '../../fakes/fake-source.ts';
import { createNastyScim, type NastyRequest, type Traits } from '../../fakes/nasty-scim.ts';
import { fc } from '../../helpers/fc.ts';
import { RUN, recycledStore } from './helpers/bench.ts';
import { wanted } from './helpers/scenario.ts';

const signal = new AbortController().signal;
const phone = createPhone();

/** Sleeps are over at once, and the clock has moved. */
function swiftClock() {
  let at = 0;
  const clock: Clock = {
    now: () => Date.UTC(2026, 10, 23) + at,
    monotonic: () => at,
    async sleep(ms) {
      at += ms;
    },
    after: () => () => undefined,
  };
  const pass = (ms: number) => {
    at += ms;
  };
  return { clock, pass };
}

/** What becomes of one request. */
const FAULTS = [
  'none',
  'none',
  'none',
  'cut',
  'reset',
  'seconds',
  'date',
  'busy',
  'broken',
  'portal',
] as const;
type Fault = (typeof FAULTS)[number];

const emptied = recycledStore();

function world(traits: Traits) {
  const { clock, pass } = swiftClock();
  const server = createNastyScim(traits);
  const { db, store } = emptied();
  const source = fakeSource();
  let serial = 0;
  const early: string[] = [];
  let notBefore = 0;
  let faults: readonly Fault[] = [];
  let n = 0;
  const fault = (): Fault => faults[n++] ?? 'none';
  let now: Fault = 'none';
  server.before = (request: NastyRequest) => {
    if (clock.monotonic() < notBefore) early.push(`${request.method} ${request.path}`);
    now = fault();
    const wait = 1000 * (1 + (n % 7));
    const later = (retryAfter: string) => ({ status: 429, headers: { 'retry-after': retryAfter } });
    if (now === 'seconds') return later(String(wait / 1000));
    if (now === 'date') {
      // dates have whole seconds: the clock is set to one, so that the date is exact
      pass((1000 - (clock.now() % 1000)) % 1000);
      return later(new Date(clock.now() + wait).toUTCString());
    }
    if (now === 'busy') return { status: 503 };
    if (now === 'broken') return { status: 502 };
    return now === 'portal' ? { status: 200, html: '<h1>Welcome to the hotel</h1>' } : undefined;
  };
  server.cuts = () => now === 'cut';
  server.resets = () => now === 'reset';

  /** What is on its way already when the answer comes is not too early. */
  const request: ScimTransport = async (ask) => {
    const answer = await server.request(ask);
    await setImmediate();
    const ms = retryAfterMs(answer.headers['retry-after'] as string | undefined, clock.now());
    if (ms !== undefined) notBefore = Math.max(notBefore, clock.monotonic() + ms);
    return answer;
  };

  /** One cycle, by a process of its own. */
  async function cycle(confirm?: string) {
    const scim = createScimClient({
      baseUrl: server.url,
      request,
      clock,
      random: () => 0.5,
      log: () => undefined,
      capabilities: {
        load: () => JSON.parse(store.facts.get('capabilities') ?? 'null'),
        save: (proven) => store.facts.set('capabilities', JSON.stringify(proven)),
      },
    });
    const engine = createSyncEngine({
      store,
      scim,
      sources: [source],
      remote: 'here',
      phone,
      now: clock.now,
      digest: (text) => hash('sha256', text, 'base64url'),
      newId: () => `op${++serial}`,
      breathe: async () => undefined,
      log: () => undefined,
      progress: () => undefined,
    });
    const report = await engine.cycle({ ...RUN, ...(confirm === undefined ? {} : { confirm }) }, signal);
    return { report, requests: scim.requests };
  }

  const detained = () =>
    new Map(
      db
        .prepare<[], { id: string; code: string }>(
          "SELECT external_id AS id, plan_code AS code FROM person WHERE plan_kind = 'detained'",
        )
        .all()
        .map(({ id, code }) => [id, code]),
    );

  async function shown(externalId: string) {
    const scim = createScimClient({
      baseUrl: server.url,
      request,
      clock,
      random: () => 0.5,
      log: () => undefined,
    });
    return scim.find({ externalId }, signal);
  }

  return {
    server,
    source,
    early,
    cycle,
    detained,
    shown,
    plan: (next: readonly Fault[]) => {
      faults = next;
      n = 0;
    },
    pass,
  };
}
type World = ReturnType<typeof world>;

/** The traits that no client can do anything about: then it has to be said. */
const mayNotConverge = ({ putMergesArrays, cutsAt }: Traits) =>
  putMergesArrays === true || cutsAt !== undefined;

const folded = (value: string | undefined) => value?.toLowerCase();

/** What is wrong with the end; empty when all is well. */
async function complaints(w: World, traits: Traits): Promise<string[]> {
  const found: string[] = [];
  const ids = [...w.server.users.values()].map((user) => String(user.externalId));
  if (new Set(ids).size !== ids.length) found.push(`somebody is there twice: ${ids.join(' ')}`);
  const detained = w.detained();
  for (const [id, code] of detained)
    if (code !== 'NOT_CONVERGED' || !mayNotConverge(traits)) found.push(`${id} is detained ${code}`);
  for (const row of w.source.rows) {
    const user = (await w.shown(row.id))?.user;
    const want = { ...wanted(row), ...(row.phone ? { phone: row.phone } : {}) };
    if (detained.has(row.id)) continue;
    if (!user) found.push(`${row.id} is not there`);
    else if (user.active !== want.active) found.push(`${row.id} active ${user.active}`);
    for (const field of USER_FIELDS)
      if (user && folded(user[field]) !== folded(want[field]))
        found.push(`${row.id} ${field}: ${user[field]} in place of ${want[field]}`);
  }
  const present = new Set(w.source.rows.map((row) => row.id));
  for (const user of w.server.users.values()) {
    const id = String(user.externalId);
    if (!present.has(id) && user.active !== false && !detained.has(id)) found.push(`${id} is still active`);
  }
  if (w.early.length > 0) found.push(`before Retry-After: ${w.early.join(', ')}`);
  return found;
}

/** Without faults now, what the guard holds confirmed, and past the day after which a refusal is tried again. */
async function settle(w: World): Promise<number> {
  w.plan([]);
  for (let turn = 0; turn < 3; turn++) {
    w.pass(25 * 3_600_000);
    const { report, requests } = await w.cycle();
    if (report.counts.held > 0) await w.cycle(report.plan.hash);
    else if (requests === 0) break;
  }
  return (await w.cycle()).requests;
}

const LONG = 'A displayed name of some fifty characters, or more';
const arbitraryRow = (n: number): fc.Arbitrary<Row | undefined> =>
  fc.option(
    fc.record({
      id: fc.constant(`p${n}`),
      givenName: fc.constantFrom('Ann', 'Bob'),
      familyName: fc.constantFrom('Meier', 'Frei'),
      displayName: fc.constantFrom('Shown', LONG),
      email: fc.constantFrom(`p${n}@example.com`, `P${n}.new@example.com`),
      extension: fc.constant(String(2000 + n)),
      mobile: fc.constantFrom('', `+4179000010${n}`),
      phone: fc.constantFrom('', `+4144000010${n}`, `+4144000020${n}`),
      department: fc.constantFrom('', 'Sales', 'Law'),
      active: fc.constantFrom('true', 'true', 'true', 'false'),
    }),
    { nil: undefined, freq: 5 },
  );
const arbitraryRows = fc
  .tuple(...[1, 2, 3, 4].map(arbitraryRow))
  .map((rows) => rows.filter((row) => row !== undefined));

const some = fc.constantFrom(undefined, undefined, true);
const arbitraryTraits = fc
  .record({
    mergesArrays: some,
    putMergesArrays: fc.constantFrom(undefined, undefined, undefined, true),
    etag: fc.constantFrom('none' as const, 'honest' as const, 'lies' as const),
    bulk: fc.constantFrom('works' as const, 'works' as const, 'missing' as const, 'unclaimed' as const),
    bulkStatus: fc.constantFrom('text' as const, 'code' as const, 'number' as const),
    bulkForgets: fc.constantFrom(undefined, undefined, 1),
    bulkMost: fc.constantFrom(undefined, undefined, 2),
    bulkBodies: some,
    secondDelete: fc.constantFrom(404 as const, 500 as const),
    silent: some,
    manglesCase: some,
    allowsTwins: some,
    noPatch: some,
    lowersUserName: some,
    cutsAt: fc.constantFrom(undefined, undefined, undefined, 40),
    refusesWith200: some,
  })
  .map((traits) => Object.fromEntries(Object.entries(traits).filter(([, v]) => v !== undefined)) as Traits);

const arbitraryStep = fc.record({
  rows: arbitraryRows,
  faults: fc.oneof(fc.constant<Fault[]>([]), fc.array(fc.constantFrom(...FAULTS), { maxLength: 8 })),
});

test('21, 23: any server, any faults: the same people or NOT_CONVERGED, nobody twice, Retry-After honoured', async (t) => {
  const met = { faults: 0, notConverged: 0, bulk: 0, told: 0 };
  await fc.assert(
    fc.asyncProperty(
      arbitraryTraits,
      fc.array(arbitraryStep, { minLength: 1, maxLength: 3 }),
      async (traits, steps) => {
        const w = world(traits);
        for (const { rows, faults } of steps) {
          w.source.rows = rows;
          w.plan(faults);
          await w.cycle();
          met.faults += faults.filter((fault) => fault !== 'none').length;
          met.told += faults.filter((fault) => fault === 'seconds' || fault === 'date').length;
        }
        const requests = await settle(w);
        const wrong = await complaints(w, traits);
        if (requests > 0) wrong.push(`${requests} requests without a change`);
        if (wrong.length > 0) throw new Error(wrong.join('\n'));
        if (w.detained().size > 0) met.notConverged++;
        if (w.server.requests.some((request) => request.path === '/Bulk')) met.bulk++;
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 1000) },
  );
  for (const [what, count] of Object.entries(met)) t.ok(count > 50, `${what}: ${count}`);
});
