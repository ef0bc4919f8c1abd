/** The connector against the simulator over TCP: frames, reads, every way of breaking off, test steps, facts. */
import { type Test, test } from 'tap';
import { Value } from 'typebox/value';
import { Platform } from '../../../../src/contract/inventory.ts';
import type { ReadEnd, SourceRecord } from '../../../../src/gateway/core/ports/connector.ts';
import { createMivoiceOffice250 } from '../../../../src/gateway/pbx/mivoice-office-250/index.ts';
import { createFrames, fieldsOf } from '../../../../src/gateway/pbx/mivoice-office-250/wire.ts';
import { madeUpNode, type OaiMischief, startMivoiceOffice250 } from '../../../fakes/mivoice-office-250.ts';

const SECRET = 'a password that nobody may see';

async function rig(t: Test, people = 3) {
  const sim = await startMivoiceOffice250({ people, password: SECRET });
  t.teardown(() => sim.close());
  const values = { host: sim.host, port: sim.port, username: 'cloudlink', password: SECRET };
  const logged: unknown[] = [];
  const open = (given: Record<string, unknown> = values, timeoutMs = 10_000) =>
    createMivoiceOffice250({ timeoutMs }).open(given, {
      log: (...line) => logged.push(line),
      signal: new AbortController().signal,
    });
  const read = async (given?: Record<string, unknown>, timeoutMs?: number) => {
    const session = await open(given, timeoutMs);
    const records: SourceRecord[] = [];
    const pages = session.users(new AbortController().signal);
    let step = await pages.next();
    for (; !step.done; step = await pages.next()) records.push(...step.value);
    const details = session.details?.() ?? [];
    await session.close();
    const end = step.value as ReadEnd;
    t.notMatch(JSON.stringify([end, details, logged, sim.log]), SECRET);
    return { records, end, details };
  };
  const steps = async (given?: Record<string, unknown>, timeoutMs?: number) => {
    const session = await open(given, timeoutMs);
    const done = await session.test(new AbortController().signal);
    await session.close();
    t.notMatch(JSON.stringify([done, logged]), SECRET);
    return done;
  };
  return { sim, values, open, read, steps };
}

test('people of every node, over several pages, with what their telephone says', async (t) => {
  const { sim, read } = await rig(t, 230);
  sim.nodes.push(madeUpNode(2, 2));
  sim.nodes[1]?.stations.pop();
  Object.assign(sim.nodes[1]?.users[0] ?? {}, { extension: '2:2000', last: 'Brown, Charlie', email: '' });
  const { records, end, details } = await read();
  t.same(end, { kind: 'complete' });
  t.equal(records.length, 232);
  t.same(records[0], {
    anchor: '1/1000',
    raw: {
      node: '1',
      number: '1000',
      firstName: 'Ann',
      lastName: 'Meier 0',
      email: 'user1-0@example.com',
      login: 'user1-0',
      stationName: 'Ann M.',
      stationDescription: 'Meier 0, Ann',
      deviceType: '0',
      physicalType: '38',
    },
  });
  t.match(records.at(-2), { anchor: '2/2000', raw: { lastName: 'Brown, Charlie', email: undefined } });
  t.same(records.at(-1)?.raw.physicalType, undefined, 'a user whose telephone is elsewhere comes without it');
  t.same(details, [
    { label: 'Host', text: `127.0.0.1:${sim.port}` },
    { label: 'Version', text: 'V6.0.11.113' },
    { label: 'Protocol', text: 'OAI V10.20' },
    { label: 'Node', text: '1 Node 1, 2 Node 2' },
    { label: 'Users', text: '232' },
  ]);
  t.same(sim.log.slice(0, 4), [
    'login of cloudlink accepted',
    '_QN,1,',
    '_QX,2,1:,21,F,2,100',
    '_QX,3,1:,1,503,2,100',
  ]);
});

test('no users is an empty list; an extension that cannot be read is one row’s error', async (t) => {
  const { sim, read } = await rig(t, 0);
  t.match(await read(), { records: [], end: { kind: 'complete' } });
  const [node] = sim.nodes;
  Object.assign(node ?? {}, madeUpNode(1, 2));
  Object.assign(node?.users[0] ?? {}, { extension: 'Ann' });
  const { records, end } = await read();
  t.equal(end.kind, 'complete');
  t.match(records, [{ fault: { code: 'ROW_NO_ID' } }, { anchor: '1/1001' }]);
});

test('calls that go on meanwhile disturb nobody', async (t) => {
  const { sim, read } = await rig(t, 230);
  sim.state.mischief = 'chatter';
  t.match(await read(), { end: { kind: 'complete' }, records: { length: 230 } });
});

test('every way of breaking off is incomplete, and nobody comes', async (t) => {
  const { sim, read } = await rig(t, 230);
  const table: [OaiMischief, string, RegExp][] = [
    ['silent', 'PBX_UNREACHABLE', /does not answer in time/],
    ['http', 'PBX_PRODUCT', /does not speak the OAI protocol/],
    ['half', 'SOURCE_INCOMPLETE', /broke off/],
    ['noLast', 'PBX_UNREACHABLE', /does not answer in time/],
    ['skips', 'SOURCE_INCOMPLETE', /is missing between/],
    ['fewer', 'PBX_ANSWER_BAD', /says 101 rows/],
    ['moves', 'SOURCE_INCOMPLETE', /two rows for 1000/],
    ['noUserList', 'PBX_VERSION', /does not know this list/],
    ['refuses', 'PBX_PERMISSION', /outcome 1/],
    ['noEmails', 'PBX_VERSION', /leaves email out/],
    ['openText', 'PBX_ANSWER_BAD', /text without an end/],
  ];
  for (const [mischief, code, sentence] of table) {
    sim.state.mischief = mischief;
    const isSlow = mischief === 'silent' || mischief === 'noLast';
    const { records, end } = await read(undefined, isSlow ? 200 : 10_000);
    t.match(end, { kind: 'incomplete', fault: { code, sentence, remedy: String } }, mischief);
    t.same(records, [], mischief);
  }
});

test('a port where nobody listens, a wrong password, an old protocol', async (t) => {
  const { sim, values, read, steps } = await rig(t);
  t.match(await read({ ...values, password: 'wrong' }), { end: { fault: { code: 'PBX_CREDENTIALS' } } });
  t.match((await steps({ ...values, password: 'wrong' })).at(-1), {
    title: 'Sign in at the PBX',
    ok: false,
    fault: { remedy: /System OAI is switched on/ },
  });
  sim.state.protocol = 'V05.00';
  t.match((await steps()).at(-1), { title: 'Version', ok: false, fault: { code: 'PBX_VERSION' } });
  const { port } = values;
  await sim.close();
  t.match((await steps({ ...values, port })).at(-1), {
    title: 'Reach the PBX',
    ok: false,
    fault: { code: 'PBX_UNREACHABLE', sentence: /nothing listens/ },
  });
});

test('the test says what it found, step by step', async (t) => {
  const { steps } = await rig(t);
  const facts = (await steps()).map(({ title, ok, facts }) => [title, ok, facts.replace(/:\d+$/, '')]);
  t.same(facts, [
    ['Reach the PBX', true, '127.0.0.1'],
    ['Sign in at the PBX', true, 'OAI V10.20'],
    ['Version', true, 'V6.0.11.113'],
    ['Read users', true, '3 users on 1 nodes'],
  ]);
});

test('inventory and web interface', async (t) => {
  const { open } = await rig(t);
  const session = await open();
  const platform = await session.inventory(new AbortController().signal);
  t.ok(Value.Check(Platform, platform));
  t.match(platform, { version: 'V6.0.11.113', licence: { number: undefined } });
  t.match(session.interfaces(), [{ host: '127.0.0.1', port: 443, application: 'mivoice-office-250' }]);
  await session.close();
});

test('frames and fields: cut anywhere, texts with commas', async (t) => {
  const bytes = Buffer.from('\x05\0\0\0a,|b\r\x04\0\0\0,|c\n', 'latin1');
  const frames = createFrames('pbx');
  const messages = [...bytes].flatMap((byte) => frames.push(Buffer.from([byte])));
  t.same(messages, ['a,|b', ',|c']);
  t.same(fieldsOf('001,|Doe, John|,,|x|'), ['001', 'Doe, John', '', 'x']);
  t.throws(() => fieldsOf('001,|Doe'), { code: 'PBX_ANSWER_BAD' });
});
