/** MX-ONE and MiVoice Office 400 against their simulators over TLS: sign-in, reads, every fault, test steps, facts. */
import { type Test, test } from 'tap';
import { Value } from 'typebox/value';
import { Platform } from '../../../src/contract/inventory.ts';
import type { Pins, ReadEnd, SourceRecord } from '../../../src/gateway/core/ports/connector.ts';
import { MIVOICE_OFFICE_400 } from '../../../src/gateway/pbx/mivoice-office-400/index.ts';
import { MX_ONE } from '../../../src/gateway/pbx/mx-one/index.ts';
import { createOwnUsers } from '../../../src/gateway/pbx/own-users.ts';
import { type OwnMischief, type OwnUsersKind, startOwnUsers } from '../../fakes/own-users.ts';
import { makeSelfSigned } from '../../helpers/certificates.ts';

const SECRET = 'a password that nobody may see';
const CERTIFICATE = makeSelfSigned('127.0.0.1');
const TYPES = [MX_ONE, MIVOICE_OFFICE_400];

async function rig(t: Test, kind: string, people = 3) {
  const type = TYPES.find((one) => one.type === kind) ?? MX_ONE;
  const certificate = await CERTIFICATE;
  const sim = await startOwnUsers({ kind: kind as OwnUsersKind, people, password: SECRET, certificate });
  t.teardown(() => sim.close());
  const values = { host: sim.host, port: sim.port, username: 'cloudlink', password: SECRET };
  type World = { timeoutMs?: number; trusted?: boolean; pins?: Pins };
  const open = (given: Record<string, unknown> = values, world: World = {}) => {
    const { timeoutMs = 10_000, trusted = true, pins } = world;
    return createOwnUsers(type, { timeoutMs }).open(given, {
      log: () => undefined,
      signal: new AbortController().signal,
      ...(trusted ? { ca: certificate.cert } : {}),
      ...(pins ? { pins } : {}),
    });
  };
  const read = async (given?: Record<string, unknown>, world?: World) => {
    const session = await open(given, world);
    const records: SourceRecord[] = [];
    const pages = session.users(new AbortController().signal);
    let step = await pages.next();
    for (; !step.done; step = await pages.next()) records.push(...step.value);
    const details = session.details?.() ?? [];
    await session.close();
    const end = step.value as ReadEnd;
    t.notMatch(JSON.stringify([end, details, sim.log]), new RegExp(`${SECRET}|token-\\d`));
    return { records, end, details };
  };
  const steps = async (given?: Record<string, unknown>, world?: World) => {
    const session = await open(given, world);
    const done = await session.test(new AbortController().signal);
    const facts = session.facts?.() ?? {};
    await session.close();
    t.notMatch(JSON.stringify([done, facts]), new RegExp(`${SECRET}|token-\\d`));
    return { done, last: done.at(-1), facts };
  };
  return { sim, values, open, read, steps };
}

for (const { type: kind, title } of TYPES) {
  test(`${kind}: people over several pages, DID numbers, details`, async (t) => {
    const { sim, read } = await rig(t, kind, 1203);
    const { records, end, details } = await read();
    t.same(end, { kind: 'complete', didNumbers: 12 });
    t.equal(records.length, 1203);
    t.same(records[0], {
      anchor: 'pbx-1/u0000',
      raw: {
        userId: 'u0000',
        number: '2000',
        firstName: 'Ann',
        lastName: 'Meier 0',
        email: 'user0@example.com',
        did: ['+441355500000'],
      },
    });
    t.match(details, [
      { label: 'Host', text: `127.0.0.1:${sim.port}` },
      { label: 'Product', text: title },
      { label: 'Version', text: '7.5.SP1.HF2' },
      { label: 'Node', text: 'Bern' },
      { label: 'Users', text: '1203' },
      { label: 'DID numbers', text: '12' },
    ]);
  });

  test(`${kind}: a token that runs out in the middle is renewed; one that is never good is not asked for ever`, async (t) => {
    const { sim, read } = await rig(t, kind, 1203);
    sim.state.tokenRequests = 2;
    t.match(await read(), { end: { kind: 'complete' }, records: { length: 1203 } });
    t.equal(sim.log.filter((line) => line.startsWith('sign in')).length, 2);
    sim.state.tokenRequests = 0;
    t.match(await read(), { end: { kind: 'incomplete', fault: { code: 'PBX_CREDENTIALS' } } });
  });

  test(`${kind}: every fault is incomplete, and nobody comes`, async (t) => {
    const { sim, read } = await rig(t, kind, 600);
    const table: [OwnMischief, string][] = [
      ['silent', 'PBX_UNREACHABLE'],
      ['half', 'SOURCE_INCOMPLETE'],
      ['noJson', 'PBX_ANSWER_BAD'],
      ['otherShape', 'PBX_ANSWER_BAD'],
      ['goesRound', 'SOURCE_INCOMPLETE'],
      ['fewer', 'SOURCE_INCOMPLETE'],
      ['moves', 'SOURCE_INCOMPLETE'],
      ['otherProduct', 'PBX_PRODUCT'],
      [{ status: 401 }, 'PBX_CREDENTIALS'],
      [{ status: 403 }, 'PBX_PERMISSION'],
      [{ status: 404 }, 'PBX_PRODUCT'],
      [{ status: 500 }, 'PBX_ANSWER_BAD'],
    ];
    for (const [mischief, code] of table) {
      sim.state.mischief = mischief;
      const { records, end } = await read(undefined, { timeoutMs: mischief === 'silent' ? 300 : 10_000 });
      t.match(
        end,
        { kind: 'incomplete', fault: { code, sentence: String, remedy: String } },
        JSON.stringify(mischief),
      );
      t.same(records, []);
    }
  });

  test(`${kind}: a row that cannot be read holds up nobody else; one without its id may be anybody's`, async (t) => {
    const { sim, read } = await rig(t, kind);
    Object.assign(sim.users[1] ?? {}, { extension: 'Ann' });
    const { records, end } = await read();
    t.equal(end.kind, 'complete');
    t.match(records[1], { anchor: 'pbx-1/u0001', fault: { code: 'ROW_UNREADABLE', where: 'u0001' } });
    t.equal(records.filter(({ fault }) => fault).length, 1);
    sim.users.push({ firstName: 'Nobody' });
    sim.changed();
    t.match(await read(), { records: [], end: { fault: { code: 'SOURCE_INCOMPLETE' } } });
  });

  test(`${kind}: the test, step by step; a self-signed certificate is taken once, by a person who looks`, async (t) => {
    const { sim, values, steps, read } = await rig(t, kind);
    const { done, facts } = await steps(undefined, { trusted: false });
    t.match(
      done.map(({ title, ok, facts }) => [title, ok, facts]),
      [
        ['Reach the PBX', true, `127.0.0.1:${sim.port}`],
        ['Certificate of the PBX', true, /^self-signed, SHA-256 /],
        ['Sign in at the PBX', true, 'cloudlink'],
        ['Version', true, '7.5.SP1.HF2'],
        ['Read users', true, '3 users, 12 DID numbers'],
      ],
    );
    const unseen = await read(undefined, { trusted: false });
    t.match(
      unseen.end,
      { kind: 'incomplete', fault: { code: 'PBX_TLS' } },
      'not in a sync that nobody watches',
    );
    const { pins = {} } = facts;
    t.match((await read(undefined, { trusted: false, pins })).end, { kind: 'complete' });
    const signIns = sim.log.filter((line) => line.startsWith('sign in')).length;
    const swapped = { [`127.0.0.1:${sim.port}`]: 'AA:BB' };
    t.match((await read(undefined, { trusted: false, pins: swapped })).end, { fault: { code: 'PBX_TLS' } });
    t.equal(sim.log.filter((line) => line.startsWith('sign in')).length, signIns, 'and no password was sent');
    const wrong = await steps({ ...values, password: 'wrong' });
    t.match(wrong.last, { title: 'Sign in at the PBX', ok: false, fault: { code: 'PBX_CREDENTIALS' } });
  });

  test(`${kind}: inventory and web interface`, async (t) => {
    const { open } = await rig(t, kind);
    const session = await open();
    const platform = await session.inventory(new AbortController().signal);
    t.ok(Value.Check(Platform, platform));
    t.match(platform, { version: '7.5.SP1.HF2', platformId: 'pbx-1', applications: [{ type: kind }] });
    t.match(session.interfaces(), [{ component: title, port: 443, application: kind }]);
    await session.close();
  });
}

test('mx-one: only who has a CloudLink extension comes; an old version is refused', async (t) => {
  const { sim, read, steps } = await rig(t, 'mx-one');
  Object.assign(sim.users[0] ?? {}, { cloudLink: false });
  delete sim.users[1]?.cloudLink;
  t.same(
    (await read()).records.map(({ anchor }) => anchor),
    ['pbx-1/u0002'],
  );
  sim.state.version = '6.3.SP1';
  t.match((await steps()).last, { title: 'Version', ok: false, fault: { code: 'PBX_VERSION' } });
});

test('mivoice-office-400: no password goes to another product', async (t) => {
  const { sim, read } = await rig(t, 'mivoice-office-400');
  sim.state.mischief = 'otherProduct';
  await read();
  t.notOk(sim.log.some((line) => line.startsWith('sign in')));
});
