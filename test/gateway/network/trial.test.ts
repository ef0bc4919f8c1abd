/** Settings on trial: every way they can end. The host is a fake; the real one is in test/system. */
import { type Test, test } from 'tap';
import { Value } from 'typebox/value';
import type { PortInput } from '../../../src/contract/network-api.ts';
import { NetworkView } from '../../../src/contract/network-api.ts';
import { fail } from '../../../src/gateway/core/errors.ts';
import { createEventBus } from '../../../src/gateway/core/events.ts';
import { createNetwork, type Network } from '../../../src/gateway/features/network/network.ts';
import { readAuthorities } from '../../../src/gateway/platform/authorities.ts';
import { createCrypto } from '../../../src/gateway/platform/crypto.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createSecrets, createSettings } from '../../../src/gateway/store/settings.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { fakeNetworkHost } from '../../fakes/network-host.ts';

const ANNA = { id: 'anna', name: 'Anna', via: 'local' } as const;
const STATIC: PortInput = {
  port: 'eth0',
  mode: 'static',
  address: '192.168.77.50',
  mask: '/24',
  gateway: '192.168.77.1',
  dns: '192.168.77.1',
};
const OLD = '192.168.77.100';
const NEW = '192.168.77.50';

function world(t: Test) {
  const clock = manualClock();
  const { db } = openStateDatabase(':memory:', clock.now);
  const fake = fakeNetworkHost();
  const heard: string[] = [];
  const events = createEventBus((name, error) => t.fail(`${name}: ${String(error)}`));
  events.on('audit', (event) => heard.push(`${event.action} by ${event.actor.name}: ${event.asset}`));
  const start = (bootId = 'boot 1'): Network => {
    const network = createNetwork({
      ...fake,
      settings: createSettings(db, (key) => t.fail(`${key} does not fit`)),
      secrets: createSecrets(db),
      events,
      clock,
      crypto: createCrypto(clock.now),
      bootId,
      readAuthorities,
      configured: { proxy: () => undefined, ca: () => undefined },
      onChange: () => undefined,
      pageAt: (address) => `https://${address}/setup/network`,
      pageByName: () => 'https://cloudlink.local/setup/network',
      log: () => undefined,
    });
    network.start();
    return network;
  };
  const applied = async (network: Network, form: PortInput = STATIC) => {
    const { keepCode, network: view } = await network.apply(form, ANNA);
    t.ok(Value.Check(NetworkView, view), 'the view fits its schema');
    return keepCode;
  };
  return { ...fake, clock, heard, start, applied };
}

test('the answer goes out first; kept when the page is reached at the new address', async (t) => {
  const { start, applied, state, clock, heard } = world(t);
  const network = start();
  await applied(network);
  t.match(network.view().trial, { state: 'applying', inForce: false });
  t.notOk(state.asked.includes('apply'), 'the address is still there');
  await t.rejects(network.confirm(OLD, ANNA), { code: 'NETWORK_NOT_IN_FORCE' });

  await clock.advance(1_000);
  t.match(network.view().trial, {
    state: 'trial',
    inForce: true,
    endsAt: clock.now() + 120_000,
    urls: ['https://192.168.77.50/setup/network', 'https://cloudlink.local/setup/network'],
  });
  await t.rejects(
    network.confirm(OLD, ANNA),
    { code: 'NETWORK_NOT_IN_FORCE' },
    'by the address that is gone',
  );
  t.match((await network.confirm(NEW, ANNA)).last, { outcome: 'kept', why: 'confirmed' });
  t.equal(network.view().trial, undefined);
  t.match(state.kept.get('eth0'), { address: NEW });
  t.same(heard, [
    'Network settings tried by Anna: eth0: 192.168.77.50/24',
    'Network settings kept by Anna: eth0: 192.168.77.50/24',
  ]);
  await clock.advance(200_000);
  t.match(network.view().last, { outcome: 'kept' }, 'for good');
  t.match(network.view().ports[0]?.form, { mode: 'static', address: NEW, mask: '255.255.255.0' });
});

test('kept by the code of the link, once, without a session', async (t) => {
  const { start, applied, clock, heard } = world(t);
  const network = start();
  const code = await applied(network);
  await clock.advance(1_000);
  await t.rejects(network.confirmByCode('a guess that is long', NEW), { code: 'KEEP_CODE_WRONG' });
  await t.rejects(network.confirmByCode(code, OLD), { code: 'NETWORK_NOT_IN_FORCE' });
  await network.confirmByCode(code, NEW);
  t.match(network.view().last, { outcome: 'kept' });
  t.match(heard.at(-1), /kept by Link to the new address/);
  await t.rejects(network.confirmByCode(code, NEW), { code: 'KEEP_CODE_WRONG' }, 'not twice');
});

test('the code is stored as a digest, and another trial has another', async (t) => {
  const { start, applied, clock } = world(t);
  const network = start();
  const first = await applied(network);
  await clock.advance(1_000);
  network.revert(ANNA);
  await clock.advance(1_000);
  t.match(network.view().last, { outcome: 'reverted', why: 'undone' });
  t.not(await applied(network), first);
  await clock.advance(1_000);
  await t.rejects(network.confirmByCode(first, NEW), { code: 'KEEP_CODE_WRONG' });
});

test('nobody comes: the helper’s timer takes them back, and the page says so', async (t) => {
  const { start, applied, clock, gone, heard } = world(t);
  const network = start();
  await applied(network);
  await clock.advance(1_000 + 120_000);
  gone();
  await clock.advance(5_000);
  t.match(heard.at(-1), /taken back by Gateway/, 'told without anybody looking');
  t.match(network.view(), { last: { outcome: 'reverted', why: 'timeout' } });
  t.equal(network.view().trial, undefined);
});

test('a power cut ends it; the page says so', async (t) => {
  const { start, applied, clock, gone } = world(t);
  const before = start();
  await applied(before);
  await clock.advance(10_000);
  before.stop();
  gone();
  t.match(start('boot 2').view(), { last: { outcome: 'reverted', why: 'restart' } });
});

test('the program ends at any moment: what is true lies in the host', async (t) => {
  await t.test('before the helper was asked', async (t) => {
    const { start, applied, state } = world(t);
    const first = start();
    await applied(first);
    first.stop();
    t.match(start().view(), { last: { outcome: 'reverted', why: 'undone' } });
    t.notOk(state.asked.includes('apply'));
  });
  await t.test('during the trial: it goes on, and the code still keeps it', async (t) => {
    const { start, applied, clock } = world(t);
    const first = start();
    const code = await applied(first);
    await clock.advance(30_000);
    first.stop();
    const second = start();
    t.match(second.view().trial, { state: 'trial', inForce: true, endsAt: clock.now() + 91_000 });
    await second.confirmByCode(code, NEW);
    t.match(second.view().last, { outcome: 'kept' });
  });
  await t.test('after the helper had kept them', async (t) => {
    const { start, applied, clock, helper } = world(t);
    const first = start();
    await applied(first);
    await clock.advance(1_000);
    first.stop();
    await helper.confirmNetwork();
    t.match(start().view(), { last: { outcome: 'kept', why: 'confirmed' } });
  });
});

test('a step of the clock changes nothing: a time server may come with the new network', async (t) => {
  const { start, applied, clock, gone } = world(t);
  const network = start();
  await applied(network);
  await clock.advance(1_000);
  clock.step(Date.UTC(2045, 0, 1));
  t.equal(network.view().trial?.endsAt, clock.now() + 120_000);
  clock.step(0);
  t.equal(network.view().trial?.endsAt, 120_000);
  await clock.advance(120_000);
  gone();
  await clock.advance(5_000);
  t.match(network.view().last, { why: 'timeout' });
});

test('the helper refuses: nothing changed, and its words are shown', async (t) => {
  const { start, applied, state, clock } = world(t);
  const network = start();
  await applied(network);
  state.refuse = fail('HELPER_REFUSED', { sentence: 'networkctl failed: no such port' });
  await clock.advance(1_000);
  t.match(network.view(), {
    last: { outcome: 'failed', why: 'refused', error: { sentence: 'networkctl failed: no such port' } },
  });
  t.equal(network.view().trial, undefined);
});

test('what is refused before anything changes', async (t) => {
  const { start, applied, state, clock } = world(t);
  const network = start();
  const refused = (more: Partial<PortInput>) => network.apply({ ...STATIC, ...more }, ANNA);
  await t.rejects(refused({ port: 'eth9' }), { code: 'BAD_INPUT', fields: [{ field: 'port' }] });
  await t.rejects(refused({ gateway: '10.0.0.1' }), { code: 'BAD_INPUT', fields: [{ field: 'gateway' }] });
  await t.rejects(refused({ address: '10.0.0.5', mask: '/24', gateway: '' }), {
    code: 'BAD_INPUT',
    fields: [{ field: 'address', sentence: /Another port/ }],
  });
  state.taken.set(NEW, `${NEW} belongs to another device on eth0, 02:00:00:00:00:01.`);
  await t.rejects(refused({}), {
    code: 'NETWORK_ADDRESS_TAKEN',
    message: /02:00:00:00:00:01/,
    fields: [{ field: 'address' }],
  });
  t.equal(network.view().trial, undefined, 'nothing is on trial');
  t.same(state.asked, [`probe eth0 ${NEW}`], 'and nothing was done');

  state.taken.clear();
  await applied(network);
  await t.rejects(refused({}), { code: 'NETWORK_TRIAL_RUNNING' });
  await clock.advance(1_000);
  await t.rejects(refused({}), { code: 'NETWORK_TRIAL_RUNNING' });
});

test('an address that the port has already is not asked for; one that cannot be asked for is tried', async (t) => {
  const { start, state } = world(t);
  const network = start();
  await network.apply({ ...STATIC, address: OLD }, ANNA);
  t.same(state.asked, []);
  const other = world(t);
  other.state.refuse = fail('HELPER_REFUSED', { sentence: 'arping is not installed' });
  await other.start().apply(STATIC, ANNA);
  t.same(other.state.asked, [`probe eth0 ${NEW}`]);
});

test('where the network is not ours to set, the page says why and the rest remains', async (t) => {
  const { start, state } = world(t);
  const network = start();
  for (const [obstacle, code] of [
    ['kind', 'NETWORK_KIND'],
    ['helper', 'HELPER_UNAVAILABLE'],
    ['networkd', 'NETWORK_NO_NETWORKD'],
  ] as const) {
    state.obstacle = obstacle;
    t.match(network.view().obstacle, { code });
    await t.rejects(network.apply(STATIC, ANNA), { code });
    await t.rejects(network.setTimeServers('a.example', ANNA), { code });
    t.match(network.saveProxy({ host: '', port: '', user: '', bypass: '' }, ANNA).proxy, { source: 'page' });
  }
});

test('time servers', async (t) => {
  const { start, state, heard } = world(t);
  const network = start();
  await t.rejects(network.setTimeServers('http://x', ANNA), {
    code: 'BAD_INPUT',
    fields: [{ field: 'servers' }],
  });
  t.same((await network.setTimeServers('a.example, 192.0.2.1', ANNA)).timeServers, [
    'a.example',
    '192.0.2.1',
  ]);
  t.match(heard.at(-1), 'Time servers saved by Anna: a.example, 192.0.2.1');
  await network.setTimeServers('', ANNA);
  t.same(state.timeServers, []);
});

test('DHCP: in force when the server has given an address', async (t) => {
  const { start, clock, port } = world(t);
  const network = start();
  await network.apply({ ...STATIC, mode: 'dhcp', dns: '' }, ANNA);
  await clock.advance(1_000);
  port.addresses = ['169.254.1.2/16', 'fe80::1/64'];
  t.match(network.view().trial, { inForce: false, urls: ['https://cloudlink.local/setup/network'] });
  port.addresses = ['192.168.77.101/24'];
  t.match(network.view().trial, { inForce: true });
  t.match((await network.confirm('192.168.77.101', ANNA)).last, { outcome: 'kept' });
});
