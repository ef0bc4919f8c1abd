import { createHash } from 'node:crypto';
import { test } from 'tap';
import { Value } from 'typebox/value';
import type { AppError } from '../../../src/base/errors.ts';
import {
  canonicalJson as canonical,
  InventoryReport,
  type LicenceInput,
  type Platform,
  swaStatus,
} from '../../../src/contract/inventory.ts';
import { OutboxItem } from '../../../src/contract/outbox.ts';
import { type Actor, createEventBus, type Events, SYSTEM } from '../../../src/gateway/core/events.ts';
import type { HostFacts } from '../../../src/gateway/core/ports/host-facts.ts';
import type { Settings } from '../../../src/gateway/core/ports/settings.ts';
import {
  createInventory,
  type InventoryItem,
  type InventoryOptions,
} from '../../../src/gateway/features/inventory/inventory.ts';
import { createInventoryOnChange, GATHER_MS } from '../../../src/gateway/features/inventory/on-change.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { fc } from '../../helpers/fc.ts';

const PLATFORM = {
  host: 'mivb1.ballad.example',
  platformType: 'msl',
  platformName: 'Mitel Standard Linux',
  systemFamily: 'linux',
  version: '11.0.110.0',
  platformId: '2f1c4e1e-5b1a-4b7e-9a52-2f7d3c1f5f10',
  licence: { number: '76408312', type: 'perpetual', expiresOn: '2027-03-31' },
  memoryBytes: 8_000_000_000,
  processor: 'Intel(R) Xeon(R) Gold 5218 CPU @ 2.30GHz',
  partitions: [{ id: '/dev/dm-0', basePath: '/', fileSystemType: 'xfs', capacityBytes: 16_000_000_000 }],
} as const satisfies Omit<HostFacts, 'packaged'>;
const HOST: HostFacts = { ...PLATFORM, packaged: [] };
const PBX: Platform = { ...PLATFORM, collectedBy: 'connector', host: 'mxone', applications: [] };

/** Keeps what is set as JSON, like the real table does. */
function memorySettings(): Settings {
  const rows = new Map<string, string>();
  return {
    get: (key, schema) => {
      const text = rows.get(key);
      const value: unknown = text === undefined ? undefined : JSON.parse(text);
      return Value.Check(schema, value) ? value : undefined;
    },
    set: (key, value) => void rows.set(key, JSON.stringify(value)),
    delete: (key) => void rows.delete(key),
  };
}

function inventory(more: Partial<InventoryOptions> = {}) {
  const clock = manualClock();
  const sent: InventoryItem[] = [];
  const audits: Events['audit'][] = [];
  const events = createEventBus((_, error) => {
    throw error;
  });
  events.on('audit', (event) => audits.push(event));
  const crypto = {
    sha256: (data: string | Uint8Array) => new Uint8Array(createHash('sha256').update(data).digest()),
    hex: (data: Uint8Array) => Buffer.from(data).toString('hex'),
  };
  const options: InventoryOptions = {
    facts: { read: async () => structuredClone(HOST) },
    settings: memorySettings(),
    enqueue: (item) => sent.push(item),
    clock,
    crypto,
    events,
    zone: () => 'America/New_York',
    version: '0.1.0',
    onboardsPbx: () => false,
    log: () => undefined,
    ...more,
  };
  return { inventory: createInventory(options), options, clock, sent, audits };
}

test('the first report goes up whole and fits the contract', async (t) => {
  const { inventory: it, sent, clock } = inventory();
  const { changed, report } = await it.report('hourly', SYSTEM);
  t.equal(changed, true);
  t.same(sent, [{ kind: 'inventory', body: report }]);
  const item = { id: '00000000-0000-7000-8000-000000000000', at: clock.now(), ...sent[0] };
  t.ok(Value.Check(OutboxItem, item));
  t.ok(Value.Check(InventoryReport, report));
  t.same(report.platforms[0]?.applications, [{ type: 'cloudlink-daemon', version: '0.1.0', interfaces: [] }]);
});

test('where it onboards a PBX it is a gateway too, and the PBX on its own box is a platform', async (t) => {
  const { inventory: it } = inventory({
    onboardsPbx: () => true,
    linkedPlatform: async () => PBX,
    interfaces: (type) => (type === 'cloudlink-gateway' ? ['gateway-portal'] : []),
  });
  const { report } = await it.report('hourly', SYSTEM);
  t.same(
    report.platforms.map((p) => [p.collectedBy, p.host, p.applications.map((a) => a.type)]),
    [
      ['self', 'mivb1.ballad.example', ['cloudlink-daemon', 'cloudlink-gateway']],
      ['connector', 'mxone', []],
    ],
  );
  t.same(report.platforms[0]?.applications[1]?.interfaces, ['gateway-portal']);
});

test('a PBX that does not answer for an hour has not gone away; an unlinked one has', async (t) => {
  let answer = async (): Promise<Platform | undefined> => PBX;
  const logged: string[] = [];
  const { inventory: it } = inventory({
    linkedPlatform: async () => answer(),
    log: (message) => logged.push(message),
  });
  await it.report('hourly', SYSTEM);
  answer = async () => {
    throw new Error('ECONNREFUSED');
  };
  t.equal((await it.report('hourly', SYSTEM)).changed, false);
  t.equal(logged.length, 1);
  answer = async () => undefined;
  const { changed, report } = await it.report('hourly', SYSTEM);
  t.equal(changed, true);
  t.equal(report.platforms.length, 1);
});

test('the same again is told by its digest, in one small request', async (t) => {
  const { inventory: it, sent, clock } = inventory();
  await it.report('hourly', SYSTEM);
  const first = it.view();
  await clock.advance(3_600_000);
  t.equal((await it.report('hourly', SYSTEM)).changed, false);
  t.match(sent[1], { kind: 'inventory.same', body: { digest: /^[0-9a-f]{64}$/ } });
  t.ok(JSON.stringify(sent[1]).length < 200);
  const view = it.view();
  t.match(view, {
    lastWasSame: true,
    lastChangedAt: first.lastAt ?? 0,
    lastAt: (first.lastAt ?? 0) + 3_600_000,
  });
});

const DANA: Actor = { id: 'p1', name: 'Dana', via: 'local' };

test('a licence that somebody entered goes before what the host says, until it is removed', async (t) => {
  const { inventory: it, sent, audits, clock } = inventory({ linkedPlatform: async () => PBX });
  await it.report('hourly', SYSTEM);
  const licence = { number: '51316006', type: 'subscription', expiresOn: '2026-12-01' } as const;
  const view = await it.setLicence(licence, DANA);
  const entered = { ...licence, enteredAt: clock.now() };
  t.same(view.report?.platforms[0]?.licence, entered, 'reported at once');
  t.same(view.report?.platforms[1]?.licence, PBX.licence, 'the licence of the PBX is its own');
  t.same(view.entered, { licence, at: clock.now(), by: 'Dana' });
  t.match(sent[1], { kind: 'inventory', body: { platforms: [{ licence: entered }] } });
  t.match(audits, [
    {
      action: 'Licence entered by hand',
      eventType: 'Admin',
      actor: DANA,
      propertiesChanged: ['number', 'type', 'expiresOn'],
      details: licence,
    },
  ]);
  await it.setLicence({ ...licence, expiresOn: '2027-12-01' }, DANA);
  t.same(audits[1]?.propertiesChanged, ['expiresOn']);
  const after = await it.setLicence(undefined, DANA);
  t.same(after.report?.platforms[0]?.licence, HOST.licence);
  t.equal(after.entered, undefined);
  t.match(audits[2], { action: 'Licence entered by hand removed', actor: DANA });
  await it.setLicence(undefined, DANA);
  t.equal(audits.length, 3, 'what is gone is not removed again');
});

const NUMBER = '7640830';
/** What is entered, SWA status on 2026-11-25. Every row and edge day of the status itself: contract/inventory.test.ts. */
const ENTERED: readonly (readonly [LicenceInput, string])[] = [
  [{ type: 'unlicensed' }, 'Not Indicated'],
  [{ type: 'perpetual', number: NUMBER }, 'Not Indicated'],
  [{ type: 'perpetual', number: NUMBER, expiresOn: '2027-02-24' }, 'Active'],
  [{ type: 'perpetual', number: NUMBER, expiresOn: '2027-02-23' }, 'Expiring soon'],
  [{ type: 'perpetual', number: NUMBER, expiresOn: '2026-11-25' }, 'Expiring soon'],
  [{ type: 'perpetual', number: NUMBER, expiresOn: '2026-11-24' }, 'Expired'],
  [{ type: 'subscription', number: NUMBER, expiresOn: '2026-11-25' }, 'Active'],
  [{ type: 'subscription', number: NUMBER, expiresOn: '2026-11-24' }, 'Inactive'],
];

test('an entered licence has its SWA status by the same rule', async (t) => {
  for (const [licence, status] of ENTERED) {
    const { inventory: it } = inventory();
    const { report } = await it.setLicence(licence, DANA);
    const reported = report?.platforms[0]?.licence ?? { type: 'none' };
    t.equal(swaStatus(reported, '2026-11-25'), status, JSON.stringify(licence));
  }
});

const CANNOT_BE: readonly (readonly [LicenceInput, readonly string[]])[] = [
  [{ type: 'perpetual' }, ['number']],
  [{ type: 'subscription', expiresOn: '2027-02-30' }, ['number', 'expiresOn']],
  [{ type: 'perpetual', number: '76 40' }, ['number']],
  [{ type: 'perpetual', number: '7640\n' }, ['number']],
  [{ type: 'unlicensed', number: NUMBER, expiresOn: '2027-03-31' }, ['number', 'expiresOn']],
  [{ type: 'perpetual', number: NUMBER, expiresOn: '' }, ['expiresOn']],
  [{ type: 'perpetual', number: NUMBER, expiresOn: '31.03.2027' }, ['expiresOn']],
];

test('a licence that cannot be is refused by code, sentence, remedy and field; nothing is changed', async (t) => {
  const { inventory: it, sent, audits } = inventory();
  for (const [licence, fields] of CANNOT_BE) {
    const thrown = await it.setLicence(licence, DANA).then(
      () => undefined,
      (error: AppError) => error,
    );
    t.match(thrown, { code: 'BAD_INPUT', remedy: /Correct the named field/ }, JSON.stringify(licence));
    t.same(
      thrown?.fields.map(({ field }) => field),
      fields,
    );
    t.ok(thrown?.fields.every(({ sentence }) => /\. [A-Z]|\. It /.test(sentence)));
  }
  t.same([sent, audits, it.view().entered], [[], [], undefined]);
});

test('any fact that changes makes a new report', async (t) => {
  let host = HOST;
  let zone = 'America/New_York';
  const { inventory: it } = inventory({ facts: { read: async () => host }, zone: () => zone });
  await it.report('hourly', SYSTEM);
  host = { ...HOST, version: '12.1' };
  t.equal((await it.report('hourly', SYSTEM)).changed, true, 'a version');
  host = { ...host, partitions: [] };
  t.equal((await it.report('hourly', SYSTEM)).changed, true, 'a partition');
  host = { ...host, packaged: [{ type: 'micollab', version: '9.6-2' }] };
  const { changed, report } = await it.report('hourly', SYSTEM);
  t.equal(changed, true, 'an application by a package of the host');
  t.same(report.platforms[0]?.applications.at(-1), { type: 'micollab', version: '9.6-2', interfaces: [] });
  t.notOk(Object.hasOwn(report.platforms[0] ?? {}, 'packaged'));
  zone = 'UTC';
  t.equal((await it.report('hourly', SYSTEM)).changed, true, 'the zone: days of expiry are days there');
  t.equal((await it.report('hourly', SYSTEM)).changed, false);
});

test('it survives a restart: the same facts stay the same report', async (t) => {
  const { inventory: it, options } = inventory();
  await it.report('hourly', SYSTEM);
  t.equal((await createInventory(options).report('hourly', SYSTEM)).changed, false);
});

test('the cloud wants it in full', async (t) => {
  const { inventory: it, sent } = inventory();
  it.wanted('00');
  t.same(sent, [], 'nothing was reported yet');
  const { report } = await it.report('hourly', SYSTEM);
  await it.report('hourly', SYSTEM);
  const digest = sent[1]?.kind === 'inventory.same' ? sent[1].body.digest : '';
  it.wanted('11'.repeat(32));
  t.equal(sent.length, 2, 'one that was overtaken');
  it.wanted(digest);
  t.same(sent[2]?.body, { ...report, collectedAt: it.view().lastAt });
});

test('a person’s request is in the event history, the hourly one is not', async (t) => {
  const { inventory: it, audits } = inventory();
  await it.report('hourly', SYSTEM);
  t.same(audits, []);
  const actor = { id: '1', name: 'Anna', via: 'local' as const };
  await it.report('demand', actor);
  t.match(audits, [{ action: 'Inventory reported', actor: { name: 'Anna' }, details: { changed: false } }]);
});

test('nothing is sent when the facts cannot be read', async (t) => {
  const read = async () => {
    throw new Error('no /proc');
  };
  const { inventory: it, sent } = inventory({ facts: { read } });
  await t.rejects(it.report('hourly', SYSTEM), /no \/proc/);
  t.same(sent, []);
  t.same(it.view(), {});
});

test('the canonical text does not depend on the order of keys', async (t) => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      t.same(JSON.parse(canonical(value)), JSON.parse(JSON.stringify(value)));
      return canonical(value) === canonical(reversed);
    }),
    { numRuns: 50 },
  );
  t.not(canonical([1, 2]), canonical([2, 1]), 'the order of a list counts');
});

test('on a change: gathered, sent when it is one, and silent when it is none or nobody is linked', async (t) => {
  let host = HOST;
  const { inventory: it, options, sent, clock } = inventory({ facts: { read: async () => host } });
  const { events } = options;
  let linked = true;
  let asked = 0;
  const onChange = createInventoryOnChange({
    events,
    clock,
    isLinked: () => linked,
    report() {
      asked++;
      void it.report('change', SYSTEM);
    },
  });
  onChange.start();
  await it.report('hourly', SYSTEM);
  for (let n = 0; n < 20; n++) events.emit('tunnel.changed', { targetId: 'a' });
  await clock.advance(GATHER_MS);
  t.same([asked, sent.length], [1, 1], 'nothing of it had changed');
  host = { ...HOST, version: '12' };
  events.emit('pbx.saved', { type: 'ldap', hostChanged: true });
  await clock.advance(GATHER_MS);
  t.same([asked, sent.length], [2, 2]);
  t.equal(sent[1]?.kind, 'inventory');
  linked = false;
  events.emit('link.changed', { linked: false });
  await clock.advance(GATHER_MS);
  t.equal(asked, 2);
  onChange.stop();
  t.equal(clock.pending, 0);
});

test('a report that was told to end reports nothing', async (t) => {
  const abort = new AbortController();
  let heard: AbortSignal | undefined;
  const { inventory: it, sent } = inventory({
    linkedPlatform: async (signal) => {
      heard = signal;
      abort.abort(new Error('too long'));
      throw new Error('ended');
    },
  });
  await t.rejects(it.report('hourly', SYSTEM, abort.signal), { message: 'too long' });
  t.equal(heard, abort.signal, 'the PBX is told, too');
  t.same(sent, []);
});
