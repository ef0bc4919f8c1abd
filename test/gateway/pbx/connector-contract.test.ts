/** What every PBX type promises (core/ports/connector.ts). Each row of CONNECTORS has a working source and a broken one here. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { type Test, test } from 'tap';
import { PBX_TYPE_TITLES } from '../../../src/contract/pbx-types.ts';
import { USER_FIELDS } from '../../../src/contract/scim.ts';
import type {
  Connector,
  MappingValue,
  ReadEnd,
  SourceRecord,
} from '../../../src/gateway/core/ports/connector.ts';
import { hostKeys } from '../../../src/gateway/core/settings-form.ts';
import { DETAIL_LABELS } from '../../../src/gateway/pbx/connector.ts';
import { CONNECTORS, connectorOf } from '../../../src/gateway/pbx/index.ts';
import { CONNECTOR_BENCHES as BENCHES, SECRET } from '../../helpers/connector-benches.ts';
import { naughtyRelay } from '../../helpers/naughty-relay.ts';

async function read(connector: Connector, values: Record<string, unknown>, trust: { ca?: string }) {
  const signal = new AbortController().signal;
  const logged: unknown[] = [];
  const session = await connector.open(values, {
    log: (...line) => logged.push(line),
    signal,
    ...trust,
  });
  const records: SourceRecord[] = [];
  const pages = session.users(signal);
  for (;;) {
    const step = await pages.next();
    if (step.done) {
      await session.close();
      return { records, end: step.value as ReadEnd, logged };
    }
    records.push(...step.value);
  }
}

function attributesOf(value: MappingValue): string[] {
  if ('attr' in value) return [value.attr];
  return Object.values(value).flatMap((inner) =>
    [inner].flat().flatMap((one) => (typeof one === 'object' ? attributesOf(one as MappingValue) : [])),
  );
}

test('the console calls each type what the gateway calls it', async (t) => {
  t.strictSame(PBX_TYPE_TITLES, Object.fromEntries(CONNECTORS.map(({ type, title }) => [type, title])));
});

for (const connector of CONNECTORS) {
  test(`connector ${connector.type}`, async (t) => {
    const bench = BENCHES[connector.type];
    if (!bench) {
      t.fail('every row of CONNECTORS needs a bench in this test');
      return;
    }
    const { working, broken, ca } = await bench(t);
    const trust = ca === undefined ? {} : { ca };
    const signal = new AbortController().signal;

    await t.test('its settings can be shown as a form', async (t) => {
      const properties = Object.entries(connector.settings.properties) as [string, Record<string, unknown>][];
      const orders = properties.map(([, property]) => property.order);
      t.equal(new Set(orders).size, orders.length, 'each has a place of its own');
      for (const [key, property] of properties) {
        t.type(property.title, 'string', `${key} has a title`);
        t.type(property.order, 'number', `${key} has a place`);
        const isSecret = /password|secret|token/i.test(key);
        t.equal(property.secret === true, isSecret, `${key} is ${isSecret ? '' : 'not '}marked as secret`);
      }
      t.ok(JSON.parse(JSON.stringify(connector.settings)), 'and can be sent to a page');
    });

    await t.test('its mapping fills known fields, among them the name to sign in with', async (t) => {
      const fields = connector.mapping.map((rule) => rule.field);
      const known = new Set<string>([...USER_FIELDS, 'active', 'externalId']);
      t.same(
        fields.filter((field) => !known.has(field)),
        [],
      );
      t.ok(fields.includes('userName'));
      t.ok(fields.includes('active'));
      for (const rule of connector.mapping)
        t.ok(attributesOf(rule.from).length > 0, `${rule.field} comes from somewhere`);
    });

    await t.test('where its host listens, without its being asked', async (t) => {
      t.equal(connector.endpoint !== undefined, hostKeys(connector.settings).length > 0);
      if (!connector.endpoint) return;
      const { host, port } = connector.endpoint(working);
      const socket = connect({ host, port });
      await once(socket, 'connect');
      socket.destroy();
      const { port: _, ...named } = { port: undefined, ...working, host: 'pbx.example' };
      t.match(connector.endpoint(named), { host: 'pbx.example', port: Number }, 'with a port of its own');
    });

    await t.test('it reads people, each with an anchor that stays', async (t) => {
      const first = await read(connector, working, trust);
      t.match(first.end, { kind: connector.capabilities.delta ? /complete|delta/ : 'complete' });
      t.equal(first.records.length, 3);
      t.same(
        first.records.filter((record) => record.fault || record.anchor === ''),
        [],
      );
      t.equal(new Set(first.records.map((record) => record.anchor)).size, 3);
      const second = await read(connector, working, trust);
      t.same(second.records, first.records, 'the same people, the same anchors');
    });

    await t.test('its test passes, step by step', async (t) => {
      const session = await connector.open(working, { log: () => undefined, signal, ...trust });
      const steps = await session.test(signal);
      await session.close();
      t.ok(steps.length > 0);
      t.same(
        steps.filter((step) => !step.ok || step.fault),
        [],
      );
    });

    await t.test('a broken source is an incomplete end with a remedy, not an exception', async (t) => {
      const { end, records, logged } = await read(connector, broken, trust);
      t.match(end, { kind: 'incomplete', fault: { code: /^[A-Z_]+$/, sentence: String, remedy: String } });
      t.not((end as { fault: { code: string } }).fault.code, 'INTERNAL');
      t.same(records, []);
      t.notOk(JSON.stringify([end, logged]).includes(SECRET), 'no secret in it');
      const session = await connector.open(broken, { log: () => undefined, signal, ...trust });
      const steps = await session.test(signal);
      await session.close();
      t.equal(steps.at(-1)?.ok, false, 'the last step is the one that failed');
      t.ok(steps.at(-1)?.fault?.remedy);
      t.notOk(JSON.stringify(steps).includes(SECRET));
    });

    await t.test('wrong settings are named and their values are not repeated', async (t) => {
      const wrong = { ...working, nonsense: SECRET };
      const error = await connector.open(wrong, { log: () => undefined, signal, ...trust }).then(
        () => undefined,
        (e: unknown) => e as { code: string; fields: { field: string }[]; message: string },
      );
      t.match(error, { code: 'BAD_INPUT', fields: [{ field: 'nonsense' }] });
      t.notOk(JSON.stringify([error?.fields, error?.message]).includes(SECRET));
      await t.rejects(connector.open({}, { log: () => undefined, signal, ...trust }), { code: 'BAD_INPUT' });
    });

    await t.test('what it says of its source: labels that are translated, no secrets', async (t) => {
      const session = await connector.open(working, { log: () => undefined, signal, ...trust });
      await session.test(signal);
      const details = session.details?.() ?? [];
      await session.close();
      const known = new Set<string>(Object.values(DETAIL_LABELS));
      t.same(
        details.filter(({ label, text }) => !known.has(label) || text === ''),
        [],
      );
      t.notOk(JSON.stringify(details).includes(SECRET));
    });

    await t.test('it stops when told to', async (t) => {
      const stop = new AbortController();
      stop.abort(new Error('stop'));
      const session = await connector.open(working, { log: () => undefined, signal, ...trust });
      await t.rejects(session.users(stop.signal).next(), /stop/);
      await session.close();
    });
  });
}

/** Bytes that no protocol here begins with; TLS and text alike. */
const GARBAGE = Buffer.from([0xff, 0x00, 0x3c, 0x0d, 0x0a, 0x0d, 0x0a, 0x7f, 0x80, 0x0a]);

const isWhole = ({ kind }: ReadEnd) => kind !== 'incomplete';

for (const connector of CONNECTORS.filter(({ endpoint }) => endpoint !== undefined))
  test(`connector ${connector.type}: the same faults on its real socket`, async (t) => {
    const bench = await BENCHES[connector.type]?.(t);
    const target = bench && connector.endpoint?.(bench.working);
    if (!bench || !target) {
      t.fail('every row of CONNECTORS needs a bench in this test');
      return;
    }
    const { working, ca } = bench;
    const trust = ca === undefined ? {} : { ca };
    const relay = await naughtyRelay(target);
    t.teardown(() => relay.close());
    const through = bench.through ?? ((host: string, port: number) => ({ ...working, host, port }));
    const relayed = through('127.0.0.1', relay.port);
    const whole = await read(connector, relayed, trust);
    const size = relay.passed();
    t.ok(isWhole(whole.end) && whole.records.length === 3, 'through the relay it reads as without');
    await relay.allClosed();

    /** An end that removes nobody, said with a remedy and without a secret; and no connection is left. */
    const refused = async (t: Test, { end, logged }: Awaited<ReturnType<typeof read>>) => {
      t.match(end, { kind: 'incomplete', fault: { code: /^[A-Z_]+$/, sentence: String, remedy: String } });
      if (end.kind === 'incomplete') t.not(end.fault.code, 'INTERNAL', end.fault.sentence);
      t.notOk(JSON.stringify([end, logged]).includes(SECRET), 'no secret in it');
      await relay.allClosed();
    };

    await t.test('nothing listens', async (t) => {
      const gone = await naughtyRelay(target);
      await gone.close();
      await refused(t, await read(connector, through('127.0.0.1', gone.port), trust));
    });

    // a type without certificates, or whose simulator has no such switch, makes no such promise here
    if (ca !== undefined)
      await t.test('a certificate for another name', async (t) => {
        const found = await read(connector, through('localhost', relay.port), trust);
        await refused(t, found);
        t.match(found.end, { fault: { code: 'PBX_TLS' } });
      });

    await t.test('cut at any point: never fewer people and yet whole', async (t) => {
      for (let part = 0; part < 16; part++) {
        relay.cutAfter(Math.floor((size * part) / 16));
        const found = await read(connector, relayed, trust);
        if (isWhole(found.end)) t.same(found.records, whole.records, `${part}/16: all that matters had come`);
        else await refused(t, found);
        await relay.allClosed();
      }
      relay.reset();
    });

    await t.test('garbage in place of an answer', async (t) => {
      relay.answerWith(GARBAGE, 'ends');
      await refused(t, await read(connector, relayed, trust));
      relay.reset();
    });

    await t.test(
      'a peer that says nothing: closing the session ends the read and its connection',
      async (t) => {
        relay.answerWith(Buffer.alloc(0), 'silent');
        const { signal } = new AbortController();
        const session = await connector.open(relayed, { log: () => undefined, signal, ...trust });
        const connected = relay.connected();
        const next = session.users(signal).next();
        await connected;
        await session.close();
        await t.rejects(next, /closed/);
        await relay.allClosed();
        relay.reset();
      },
    );

    const { empty, forbid } = bench;
    if (empty)
      await t.test('nobody there', async (t) => {
        empty();
        const { end, records } = await read(connector, relayed, trust);
        t.ok(isWhole(end), 'an empty list is a whole answer');
        t.same(records, []);
      });

    if (forbid)
      await t.test('no right to read', async (t) => {
        forbid();
        const found = await read(connector, relayed, trust);
        await refused(t, found);
        t.match(found.end, { fault: { code: 'PBX_PERMISSION' } });
      });
  });

test('connectorOf names the types that there are', async (t) => {
  t.equal(connectorOf('csv').type, 'csv');
  t.throws(() => connectorOf('cvs'), {
    code: 'BAD_INPUT',
    fields: [{ field: 'type', sentence: /ldap,.* csv/ }],
  });
  t.equal(new Set(CONNECTORS.map((c) => c.type)).size, CONNECTORS.length);
});
