import { test } from 'tap';
import { ownMslInterfaces } from '../../../src/gateway/core/msl-interfaces.ts';
import { TUNNEL } from '../../../src/gateway/features/tunnels/machine.ts';
import { sweep } from '../../base/machine-sweep.ts';
import { FP, INSTALLER, OTHER, REMOTE, SESSION, tunnelWorld as world } from '../../helpers/tunnel-world.ts';

const input = { component: 'MSL', tunnel: 'Server Manager', host: '10.0.0.5', port: 443 } as const;

test('the state table survives a power cut at every moment', async (t) => {
  const result = await sweep({
    table: TUNNEL,
    makeWorld() {
      let saved: keyof typeof TUNNEL.states | undefined = 'stopped';
      return {
        store: {
          load: async () => saved,
          save: async (state) => {
            saved = state;
          },
        },
        context: () => ({
          check: async () => 'ready' as const,
          open: async () => 'open' as const,
          close: async () => 'closed' as const,
        }),
        async drive(run) {
          await run.send('start');
          return run.settled();
        },
      };
    },
  });
  t.same(result.faults, []);
  t.ok(result.cuts > 5);
});

test('what is started stays started over a restart, and what is stopped stays stopped', async (t) => {
  const one = world(t);
  await one.tunnels.start();
  await one.tunnels.onLinked(one.self('g1'));
  await one.tunnels.settled('gateway-portal');
  const { id } = await one.tunnels.add({ ...input, protocol: 'http' }, INSTALLER);
  t.equal(id, 'msl-server-manager');
  await one.tunnels.startTunnel(id, INSTALLER);
  t.equal((await one.tunnels.settled(id)).state, 'started');
  await one.tunnels.stopTunnel('gateway-portal', INSTALLER);
  await one.tunnels.stop();

  const two = world(t, one.db);
  await two.tunnels.start();
  await two.tunnels.onLinked(two.self('g1'));
  t.equal((await two.tunnels.settled(id)).state, 'started');
  t.equal((await two.tunnels.settled('gateway-portal')).state, 'stopped', 'a person stopped it');

  await two.tunnels.onUnlinked();
  t.same(
    two.tunnels.list().map((x) => x.state),
    ['stopped', 'stopped'],
    'the next account starts from nothing',
  );
  await two.tunnels.onLinked(two.self('g2'));
  t.equal((await two.tunnels.settled('gateway-portal')).state, 'started', 'after a claim, by itself');
  t.equal((await two.tunnels.settled(id)).state, 'stopped');
  await two.tunnels.stop();
});

test('a certificate is confirmed by a person before anything goes through', async (t) => {
  const { tunnels, shown, self, audit, clock, certificates, db } = world(t);
  await tunnels.start();
  await tunnels.onLinked(self('g1'));
  shown.answer = { up: true, fingerprint: FP };
  const { id, seenFingerprint } = await tunnels.add({ ...input, protocol: 'https' }, INSTALLER);
  t.equal(seenFingerprint, FP);
  await tunnels.startTunnel(id, INSTALLER);
  t.match(await tunnels.settled(id), { state: 'failed', error: /[Nn]obody has confirmed/ });
  await t.rejects(tunnels.confirm(id, OTHER, INSTALLER), { code: 'BAD_INPUT' });
  await t.rejects(tunnels.confirm(id, undefined, INSTALLER), { code: 'BAD_INPUT' });
  await tunnels.confirm(id, FP.toLowerCase().replaceAll(':', ''), INSTALLER);
  t.match(await tunnels.settled(id), { state: 'started', fingerprint: FP });
  t.ok(audit.some((e) => e.action === 'Target confirmed'));

  shown.answer = { up: true, fingerprint: OTHER };
  await clock.advance(31_000);
  const changed = await tunnels.settled(id);
  t.match(changed, {
    state: 'failed',
    seenFingerprint: OTHER,
    error: /certificate/,
    targetUp: { up: false },
  });
  await clock.advance(120_000);
  t.equal((await tunnels.settled(id)).state, 'failed', 'nobody but a person ends this');
  const wrong = ['MSL: Server Manager'];
  t.same(certificates, [wrong], 'an alarm, and once; one that nobody confirmed yet was none');

  await tunnels.startTunnel(id, INSTALLER);
  await tunnels.settled(id);
  await clock.advance(1);
  t.equal((await tunnels.settled(id)).state, 'failed', 'starting it is no confirmation');
  shown.answer = { up: true, fingerprint: FP };
  await tunnels.startTunnel(id, INSTALLER);
  await tunnels.settled(id);
  await clock.advance(1);
  t.match(await tunnels.settled(id), { state: 'started', seenFingerprint: undefined }, 'the old one is back');
  t.same(certificates, [wrong, []], 'and the alarm is over');
  shown.answer = { up: true, fingerprint: OTHER };
  await clock.advance(31_000);
  await tunnels.settled(id);
  await tunnels.stop();
  const again = world(t, db);
  again.shown.answer = shown.answer;
  await again.tunnels.start();
  await again.tunnels.onLinked(self('g1'));
  t.same(again.certificates, [wrong], 'a restart says it again');
  await again.tunnels.confirm(id, OTHER, INSTALLER);
  t.equal((await again.tunnels.settled(id)).state, 'started');
  t.same(again.certificates, [wrong, []]);
  await again.tunnels.stop();
});

test('a certificate that changed is removed with its target, and the alarm with it', async (t) => {
  const { tunnels, shown, self, clock, certificates } = world(t);
  await tunnels.start();
  await tunnels.onLinked(self('g1'));
  shown.answer = { up: true, fingerprint: FP };
  const { id } = await tunnels.add({ ...input, protocol: 'https' }, INSTALLER);
  await tunnels.confirm(id, FP, INSTALLER);
  await tunnels.startTunnel(id, INSTALLER);
  await tunnels.settled(id);
  shown.answer = { up: true, fingerprint: OTHER };
  await clock.advance(31_000);
  await tunnels.settled(id);
  await tunnels.remove(id, INSTALLER);
  t.same(certificates, [['MSL: Server Manager'], []]);
  await tunnels.stop();
});

test('on an MSL host its own interfaces are proposed, and a link to it may name them by another address', async (t) => {
  const { tunnels, shown, self, db } = world(t, undefined, ownMslInterfaces());
  shown.answer = { up: true, fingerprint: FP };
  await tunnels.start();
  await tunnels.onLinked(self('g1'));
  const shownAs = () =>
    tunnels
      .list()
      .filter(({ application }) => application === 'msl')
      .map(({ component, tunnel, use, host, port, confirmed, state }) =>
        [component, tunnel, use, `${host}:${port}`, confirmed, state].join('|'),
      )
      .sort();
  const rows = (address: string) => [
    `MSL|MSL REST interface|service|${address}|false|stopped`,
    `MSL|Server Manager|browser|${address}|false|stopped`,
  ];
  t.same(shownAs(), rows('127.0.0.1:443'), 'proposals, which nobody has confirmed');
  await tunnels.propose([]);
  t.same(shownAs(), rows('127.0.0.1:443'), 'a PBX link without interfaces takes nothing away');
  const [manager, rest] = ownMslInterfaces();
  if (!manager || !rest) throw new Error('no rows');
  await tunnels.propose([
    { ...manager, host: '10.0.0.5' },
    { ...rest, host: '10.0.0.5' },
  ]);
  t.same(shownAs(), rows('10.0.0.5:443'));
  await tunnels.confirm(manager.id, FP, INSTALLER);
  await tunnels.startTunnel(manager.id, INSTALLER);
  t.equal((await tunnels.settled(manager.id)).state, 'started');
  await tunnels.stop();
  const again = world(t, db, ownMslInterfaces());
  await again.tunnels.start();
  t.match(
    again.tunnels.list().find(({ id }) => id === manager.id),
    { host: '10.0.0.5', confirmed: true },
    'a restart leaves it as it is',
  );
  await again.tunnels.stop();
});

test('a proposal that did not answer shows its certificate as soon as somebody wants to confirm it', async (t) => {
  const { tunnels, shown, self } = world(t, undefined, ownMslInterfaces());
  shown.answer = { up: false, code: 'TARGET_UNREACHABLE', sentence: 'not there' };
  await tunnels.start();
  await tunnels.onLinked(self('g1'));
  const id = 'msl-server-manager';
  await t.rejects(tunnels.confirm(id, FP, INSTALLER), { code: 'TARGET_UNREACHABLE' });
  shown.answer = { up: true, fingerprint: FP };
  await t.rejects(
    tunnels.confirm(id, FP, INSTALLER),
    { code: 'TARGET_NOT_CONFIRMED' },
    'unseen is unconfirmed',
  );
  t.match(
    tunnels.list().find((one) => one.id === id),
    { seenFingerprint: FP, confirmed: false },
  );
  t.match(await tunnels.confirm(id, FP, INSTALLER), { confirmed: true, fingerprint: FP });
  await tunnels.stop();
});

test('Start all and Stop all: what nobody confirmed stays where it is', async (t) => {
  const { tunnels, self, db } = world(t);
  await tunnels.start();
  await tunnels.onLinked(self('g1'));
  const first = await tunnels.add({ ...input, protocol: 'http' }, INSTALLER);
  await tunnels.add({ ...input, tunnel: 'REST interface', use: 'service', protocol: 'http' }, INSTALLER);
  await tunnels.propose([
    { ...input, id: 'p', description: '', use: 'browser', application: 'x', protocol: 'http' },
  ]);
  const states = (of = tunnels) => of.list().map(({ id, state }) => `${id} ${state}`);
  await tunnels.startAll(INSTALLER);
  for (const { id } of tunnels.list()) await tunnels.settled(id);
  const started = [
    'gateway-portal started',
    'msl-server-manager started',
    'msl-rest-interface started',
    'p stopped',
  ];
  t.same(states().sort(), started.sort());
  t.equal(first.id, 'msl-server-manager');
  await tunnels.stop();
  const again = world(t, db);
  await again.tunnels.start();
  await again.tunnels.onLinked(self('g1'));
  for (const { id } of again.tunnels.list()) await again.tunnels.settled(id);
  t.same(states(again.tunnels).sort(), started, 'over a restart');
  await again.tunnels.stopAll(INSTALLER);
  t.ok(again.tunnels.list().every(({ state }) => state === 'stopped'));
  await again.tunnels.stop();
});

test('who may not change the allow-list, and what cannot be in it', async (t) => {
  const { tunnels, self } = world(t);
  await tunnels.start();
  await tunnels.onLinked(self('g1'));
  const add = (host: string) => tunnels.add({ ...input, protocol: 'http', host }, INSTALLER);
  for (const host of ['10.0.0.5:22', 'a/b', 'user@host', '-x', '', 'a b'])
    await t.rejects(add(host), { code: 'BAD_INPUT' }, host);
  for (const actor of [REMOTE, { id: 'c', name: 'Ada', via: 'cloud' } as const]) {
    await t.rejects(tunnels.add({ ...input, protocol: 'http' }, actor), { code: 'NOT_OVER_TUNNEL' });
    await t.rejects(tunnels.confirm('gateway-portal', undefined, actor), { code: 'NOT_OVER_TUNNEL' });
    await t.rejects(tunnels.remove('gateway-portal', actor), { code: 'NOT_OVER_TUNNEL' });
  }
  await t.rejects(tunnels.remove('gateway-portal', INSTALLER), { code: 'TARGET_BUILT_IN' });
  await t.rejects(tunnels.startTunnel('nothing', INSTALLER), { code: 'TARGET_UNKNOWN' });
  await tunnels.stop();
});

test('a connector’s proposals wait for a person, on the PBX link’s own hosts only', async (t) => {
  const { tunnels, self } = world(t);
  await tunnels.start();
  await tunnels.onLinked(self('g1'));
  const proposal = {
    id: 'mivb-web',
    component: 'MiVoice Business',
    tunnel: 'System Administration Tool',
    description: '',
    use: 'browser',
    application: 'mivoice-business',
    protocol: 'http',
    host: '10.0.0.5',
    port: 80,
  } as const;
  await tunnels.propose([proposal, { ...proposal, id: 'elsewhere', host: '10.0.0.99' }]);
  t.same(
    tunnels.list().map((x) => [x.id, x.confirmed]),
    [
      ['gateway-portal', true],
      ['mivb-web', false],
    ],
  );
  t.same(
    tunnels.statuses().map((x) => x.id),
    ['gateway-portal'],
    'the cloud does not hear of it yet',
  );
  await t.rejects(tunnels.startTunnel('mivb-web', INSTALLER), { code: 'TARGET_NOT_CONFIRMED' });
  await tunnels.confirm('mivb-web', undefined, INSTALLER);
  await tunnels.startTunnel('mivb-web', INSTALLER);
  t.equal((await tunnels.settled('mivb-web')).state, 'started');

  await tunnels.propose([proposal]);
  t.match(tunnels.list()[1], { confirmed: true, state: 'started' }, 'the same again changes nothing');
  await tunnels.propose([{ ...proposal, port: 8080 }]);
  t.match(tunnels.list()[1], { confirmed: false, state: 'stopped' }, 'another address is another proposal');
  await tunnels.propose([]);
  t.same(
    tunnels.list().map((x) => x.id),
    ['gateway-portal'],
    'unconfirmed ones go with their connector',
  );
  await tunnels.stop();
});

test('why a session ended is told to the cloud after a restart too, and to the customer', async (t) => {
  const one = world(t);
  await one.tunnels.start();
  await one.tunnels.onLinked(one.self('g1'));
  await one.tunnels.settled('gateway-portal');
  one.named();
  const [byHand, byStop, byCrash] = ['2', '3', '4'].map((last) => SESSION.replace(/1$/, last));
  for (const sessionId of [byHand, byStop]) await one.open({ sessionId });
  await one.clock.advance(1000);
  t.ok(one.tunnels.endSession(byHand ?? '', INSTALLER));
  const [ended] = one.audit.filter(({ action }) => action === 'Session ended');
  t.equal(ended?.asset, 'CloudLink Gateway: Gateway portal', 'by its name, as people know it');
  await one.clock.advance(1000);
  await one.tunnels.stop();

  const two = world(t, one.db);
  await two.tunnels.start();
  const said = [
    { id: byStop, because: 'the gateway stops' },
    { id: byHand, because: 'ended by Ina' },
  ];
  t.same(two.tunnels.sessionsEnded(), said, 'the last status before the stop may not have come');
  await two.tunnels.onLinked(two.self('g1'));
  await two.tunnels.settled('gateway-portal');
  await two.open({ sessionId: byCrash });
  await two.clock.advance(1000);
  t.match(
    two.tunnels.sessions().map((session) => session.endedBecause),
    [undefined, 'the gateway stops', 'ended by Ina'],
  );

  // no stop: the power went
  const three = world(t, one.db);
  await three.clock.advance(4000);
  await three.tunnels.start();
  t.same(three.tunnels.sessionsEnded(), [{ id: byCrash, because: 'the gateway was restarted' }, ...said]);
  await three.clock.advance(4 * 3_600_000);
  t.same(three.tunnels.sessionsEnded(), [], 'by then none is open at the cloud');
  await three.tunnels.stop();
  await two.tunnels.stop();
});

test('a session: let in by its secret, ended by idleness, by time, by a person, by the tunnel', async (t) => {
  const { tunnels, self, open, door, clock, accessLog, db, named } = world(t);
  await tunnels.start();
  await t.rejects(open(), { code: 'TUNNEL_STOPPED' });
  await tunnels.onLinked(self('g1'));
  await tunnels.settled('gateway-portal');
  named();
  await t.rejects(open({ targetId: 'nothing' }), { code: 'TARGET_UNKNOWN' });
  await t.rejects(open({ origin: 'https://a.example/path' }), { code: 'BAD_INPUT' });
  await t.rejects(open({ expiresAt: clock.now() - 3_600_000 }), { code: 'COMMAND_EXPIRED' });

  const { expiresAt } = await open();
  t.equal(expiresAt - clock.now(), 4 * 3_600_000, 'the gateway’s own hard limit holds');
  await t.rejects(open(), { code: 'BAD_INPUT' }, 'an id is opened once');
  const gate = door('gateway-portal');
  t.equal(gate.admit(SESSION, 'wrong'), undefined);
  t.equal(gate.admit(SESSION, ''), undefined);
  const admission = gate.admit(SESSION, 'right');
  const ended = await admission?.record({ method: 'GET', path: '/a?b=hush' });
  t.strictSame(accessLog.page({ limit: 1 }), [
    {
      n: 1,
      at: clock.now(),
      sessionId: SESSION,
      person: 'Ada',
      targetId: 'gateway-portal',
      method: 'GET',
      path: '/a?b=…',
    },
  ]);
  await clock.advance(1000);
  await ended?.({ status: 200, bytes: 3 });
  t.match(accessLog.page({ limit: 1 })[0], { n: 1, status: 200, bytes: 3, endedAt: clock.now() });
  const full = db.pragma('page_count', { simple: true });
  db.pragma(`max_page_count = ${full}`);
  const long = 'x'.repeat(500);
  await t.rejects(
    async () => {
      for (let i = 0; i < 1000; i++) await admission?.record({ method: 'GET', path: `/${long}` });
    },
    { code: 'ACCESS_LOG_FAILED', cause: { code: 'SQLITE_FULL' } },
    'a full disk lets nobody in',
  );
  db.pragma('max_page_count = 1000000');

  for (let i = 0; i < 3; i++) {
    await clock.advance(10 * 60_000);
    admission?.touch();
  }
  t.equal(admission?.ended.aborted, false, 'in use');
  await clock.advance(15 * 60_000);
  t.equal(admission?.ended.aborted, true, 'idle for a quarter of an hour, whatever the cloud asked for');
  t.equal(gate.admit(SESSION, 'right'), undefined);
  t.match(tunnels.sessions()[0], { id: SESSION, requests: accessLog.lines(), endedAt: clock.now() });

  const second = SESSION.replace(/1$/, '2');
  await open({ sessionId: second });
  const busy = door('gateway-portal').admit(second, 'right');
  for (let i = 0; i < 23; i++) {
    await clock.advance(10 * 60_000);
    busy?.touch();
  }
  t.equal(busy?.ended.aborted, false);
  await clock.advance(10 * 60_000);
  t.equal(busy?.ended.aborted, true, 'the hard end does not ask');

  const third = SESSION.replace(/1$/, '3');
  await open({ sessionId: third });
  const cut = door('gateway-portal').admit(third, 'right');
  t.ok(tunnels.endSession(third, INSTALLER));
  t.notOk(tunnels.endSession(third, INSTALLER));
  t.equal(cut?.ended.aborted, true);

  const fourth = SESSION.replace(/1$/, '4');
  await open({ sessionId: fourth });
  const stopped = door('gateway-portal').admit(fourth, 'right');
  await tunnels.stopTunnel('gateway-portal', INSTALLER);
  t.equal(stopped?.ended.aborted, true);
  await tunnels.stop();
});

test('tunnel up is a fact with an age: only a probe whose answer arrived counts', async (t) => {
  const { tunnels, self, door, clock, set } = world(t);
  await tunnels.start();
  await tunnels.onLinked(self('g1'));
  await tunnels.settled('gateway-portal');
  const up = () => tunnels.statuses()[0]?.tunnelUp;
  t.equal(up(), undefined, 'started is not up');
  const gate = door('gateway-portal');
  gate.probed('n1', undefined);
  gate.probed('n2', 'something else');
  t.equal(up(), undefined, 'one way is not both ways');
  gate.probed('n3', 'n2');
  t.match(up(), { up: true, at: clock.now() });
  await clock.advance(30_000);
  t.equal(up()?.up, true);
  await clock.advance(1_000);
  t.equal(up()?.up, false);
  set(false);
  await clock.advance(0);
  t.equal(tunnels.statuses()[0]?.state, 'starting', 'the line is down');
  t.match(up(), { up: false, at: clock.now() }, 'which is known at every moment');
  await clock.advance(120_000);
  t.match(up(), { up: false, at: clock.now() });
  const { targetUp } = tunnels.statuses()[0] ?? {};
  t.ok(
    targetUp?.up && clock.now() - targetUp.at <= 30_000,
    'and the target is a fact of its own, asked further',
  );
  set(true);
  await clock.advance(0);
  t.equal(tunnels.statuses()[0]?.state, 'started');
  await tunnels.stop();
});

test('a deactivated account: sessions and link end, what is started is remembered', async (t) => {
  const { tunnels, self, open, door, clock, events, named } = world(t);
  await tunnels.start();
  await tunnels.onLinked(self('g1'));
  await tunnels.settled('gateway-portal');
  named();
  await open();
  const admission = door('gateway-portal').admit(SESSION, 'right');
  events.emit('account.state', { state: 'deactivated' });
  await clock.advance(0);
  t.equal(admission?.ended.aborted, true);
  t.equal(tunnels.list()[0]?.state, 'starting');
  events.emit('account.state', { state: 'active' });
  await clock.advance(0);
  t.equal(tunnels.list()[0]?.state, 'started');
  await tunnels.stop();
});
