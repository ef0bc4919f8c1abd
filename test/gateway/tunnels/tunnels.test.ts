import { type Test, test } from 'tap';
import { createEventBus, type Events } from '../../../src/gateway/core/events.ts';
import type { StoredTarget } from '../../../src/gateway/core/ports/targets.ts';
import type {
  ForwardHandlers,
  TargetCheck,
  TunnelDoor,
  TunnelFront,
  TunnelLink,
} from '../../../src/gateway/core/ports/tunnel.ts';
import { TUNNEL } from '../../../src/gateway/features/tunnels/machine.ts';
import { createTunnels } from '../../../src/gateway/features/tunnels/tunnels.ts';
import { createCrypto } from '../../../src/gateway/platform/crypto.ts';
import { createAccessLog } from '../../../src/gateway/store/access-log.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createTunnelSessionStore } from '../../../src/gateway/store/sessions.ts';
import { createSettings } from '../../../src/gateway/store/settings.ts';
import { createTargetStore } from '../../../src/gateway/store/targets.ts';
import { sweep } from '../../base/machine-sweep.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const INSTALLER = { id: 'p1', name: 'Ina', via: 'local' } as const;
const REMOTE = { id: 'p2', name: 'Ada', via: 'tunnel' } as const;
const FP = Array.from({ length: 32 }, () => 'AB').join(':');
const OTHER = Array.from({ length: 32 }, () => 'CD').join(':');
const SESSION = '01930000-0000-7000-8000-000000000001';

/** A link whose broker takes every forward as soon as the link is up. */
function fakeLink() {
  const forwards = new Map<string, ForwardHandlers>();
  let up = false;
  const link: TunnelLink = {
    start: () => set(true),
    stop: async () => set(false),
    forward(name, handlers) {
      forwards.set(name, handlers);
      handlers.onState(up ? 'open' : 'asked');
    },
    unforward: (name) => void forwards.delete(name),
    retryNow: () => undefined,
    get state() {
      return up ? 'up' : 'off';
    },
    onState: () => () => undefined,
  };
  const set = (next: boolean) => {
    up = next;
    for (const f of forwards.values()) f.onState(up ? 'open' : 'asked');
  };
  return { link, forwards, set };
}

function world(t: Test, db = openStateDatabase(':memory:', () => 0).db) {
  const clock = manualClock();
  const { link, forwards, set } = fakeLink();
  const shown = { answer: { up: true } as TargetCheck };
  const doors: TunnelDoor[] = [];
  const front: TunnelFront = {
    accept: (_channel, door) => void doors.push(door),
    drained: async () => undefined,
    check: async (target: StoredTarget) => {
      const { answer } = shown;
      const other = target.protocol === 'https' && answer.fingerprint !== target.fingerprint;
      if (!other || answer.fingerprint === undefined) return answer;
      return {
        up: false,
        code: 'TARGET_CERTIFICATE',
        sentence: 'another certificate',
        fingerprint: answer.fingerprint,
      };
    },
  };
  const events = createEventBus((name, error) => t.fail(`${name}: ${String(error)}`));
  const audit: Events['audit'][] = [];
  events.on('audit', (event) => audit.push(event));
  const accessLog = createAccessLog(db);
  const tunnels = createTunnels({
    targets: createTargetStore(db),
    sessionStore: createTunnelSessionStore(db),
    accessLog,
    link,
    front,
    events,
    settings: createSettings(db, () => undefined),
    clock,
    crypto: createCrypto(clock.now),
    log: () => undefined,
    cloudNow: () => clock.now() - 3_600_000,
    pbxHosts: () => ['10.0.0.5'],
    hostName: () => 'gw-1',
  });
  const door = (id: string): TunnelDoor => {
    forwards.get(`target/${id}`)?.onChannel({ destroy: () => undefined });
    const last = doors.at(-1);
    if (!last) throw new Error(`no forward of ${id}`);
    return last;
  };
  const self = (gatewayId: string) => ({
    gatewayId,
    account: { name: 'A', number: '100000001', region: 'Canada', state: 'active' as const },
    linkedAt: 0,
    linkedBy: 'Ada',
    baseUrl: 'https://cloud.example',
    brokerHostKeys: ['ssh-ed25519 AAAA'],
  });
  const open = (over: Record<string, unknown> = {}) =>
    tunnels.openSession({
      sessionId: SESSION,
      targetId: 'gateway-portal',
      secret: 'right',
      person: { id: SESSION, name: 'Ada', email: 'ada@example.org' },
      // the cloud's clock is an hour behind this gateway's
      expiresAt: clock.now() - 3_600_000 + 8 * 3_600_000,
      idleMs: 3_600_000,
      origin: 'https://abc.launch.example',
      ...over,
    });
  return { db, clock, tunnels, events, audit, shown, set, forwards, door, self, open, accessLog };
}

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
  const { tunnels, shown, self, audit, clock } = world(t);
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
  await tunnels.confirm(id, OTHER, INSTALLER);
  t.equal((await tunnels.settled(id)).state, 'started');
  await tunnels.stop();
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

test('a session: let in by its secret, ended by idleness, by time, by a person, by the tunnel', async (t) => {
  const { tunnels, self, open, door, clock, accessLog, db } = world(t);
  await tunnels.start();
  t.throws(() => open(), { code: 'TUNNEL_STOPPED' });
  await tunnels.onLinked(self('g1'));
  await tunnels.settled('gateway-portal');
  t.throws(() => open({ targetId: 'nothing' }), { code: 'TARGET_UNKNOWN' });
  t.throws(() => open({ origin: 'https://a.example/path' }), { code: 'BAD_INPUT' });
  t.throws(() => open({ expiresAt: clock.now() - 3_600_000 }), { code: 'COMMAND_EXPIRED' });

  const { expiresAt } = open();
  t.equal(expiresAt - clock.now(), 4 * 3_600_000, 'the gateway’s own hard limit holds');
  t.throws(() => open(), { code: 'BAD_INPUT' }, 'an id is opened once');
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
  open({ sessionId: second });
  const busy = door('gateway-portal').admit(second, 'right');
  for (let i = 0; i < 23; i++) {
    await clock.advance(10 * 60_000);
    busy?.touch();
  }
  t.equal(busy?.ended.aborted, false);
  await clock.advance(10 * 60_000);
  t.equal(busy?.ended.aborted, true, 'the hard end does not ask');

  const third = SESSION.replace(/1$/, '3');
  open({ sessionId: third });
  const cut = door('gateway-portal').admit(third, 'right');
  t.ok(tunnels.endSession(third, INSTALLER));
  t.notOk(tunnels.endSession(third, INSTALLER));
  t.equal(cut?.ended.aborted, true);

  const fourth = SESSION.replace(/1$/, '4');
  open({ sessionId: fourth });
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
  set(true);
  await clock.advance(0);
  t.equal(tunnels.statuses()[0]?.state, 'started');
  await tunnels.stop();
});

test('a deactivated account: sessions and link end, what is started is remembered', async (t) => {
  const { tunnels, self, open, door, clock, events } = world(t);
  await tunnels.start();
  await tunnels.onLinked(self('g1'));
  await tunnels.settled('gateway-portal');
  open();
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
