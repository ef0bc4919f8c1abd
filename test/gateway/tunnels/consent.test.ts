/** The customer's consent: who is let in without a question, who answers one, and how one ends. */
import { test } from 'tap';
import { checkedPolicy, isOwn, letInBy } from '../../../src/gateway/features/tunnels/consent-rules.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { INSTALLER, REMOTE, SESSION, tunnelWorld } from '../../helpers/tunnel-world.ts';

const PORTAL = 'gateway-portal';
const CLI = { id: 'cli', name: 'Command line', via: 'cli' } as const;
const CLOUD = { id: 'p9', name: 'Ada', via: 'cloud' } as const;
const id = (n: number) => SESSION.replace(/1$/, String(n));
const ada = { id: SESSION, name: 'Ada', email: 'ada@example.org' };

async function started(t: Parameters<typeof tunnelWorld>[0], db?: Parameters<typeof tunnelWorld>[1]) {
  const world = tunnelWorld(t, db);
  await world.tunnels.start();
  await world.tunnels.onLinked(world.self('g1'));
  await world.tunnels.settled(PORTAL);
  const { tunnels, audit } = world;
  const only = () => {
    const [request, ...more] = tunnels.waitingRequests();
    if (!request || more.length > 0) throw new Error(`${more.length + (request ? 1 : 0)} questions wait`);
    return request;
  };
  const told = (action: string) => audit.filter((event) => event.action === action);
  return { ...world, only, told };
}

test('the rules: each policy, with and without what opens it', async (t) => {
  const nothing = { person: ada, held: undefined, claimed: false };
  const policy = (mode: 'ask' | 'hour' | 'always', people: string[] = []) => ({ mode, people });
  t.equal(letInBy({ ...nothing, policy: policy('ask') }), undefined);
  t.equal(
    letInBy({ ...nothing, policy: policy('ask'), held: 'Ina' }),
    undefined,
    'each time means each time',
  );
  t.equal(letInBy({ ...nothing, policy: policy('hour') }), undefined);
  t.match(letInBy({ ...nothing, policy: policy('hour'), held: 'Ina' }), /Ina/);
  t.equal(letInBy({ ...nothing, policy: policy('always', ['bob@example.org']) }), undefined);
  t.match(letInBy({ ...nothing, policy: policy('always', ['ada@example.org']) }), /names this person/);
  const shouting = { ...ada, email: ' ADA@Example.org ' };
  t.match(letInBy({ ...nothing, person: shouting, policy: policy('always', ['ada@example.org']) }), /names/);
  t.match(letInBy({ ...nothing, policy: policy('ask'), claimed: true }), /set-up code/);

  t.strictSame(checkedPolicy({ mode: 'always', people: ['B@x', 'a@x', 'b@x '] }, 'browser').people, [
    'a@x',
    'b@x',
  ]);
  t.strictSame(
    checkedPolicy({ mode: 'hour', people: ['a@x'] }, 'browser').people,
    [],
    'names without use go',
  );
  for (const [mode, people, use] of [
    ['always', [], 'browser'],
    ['always', ['not an address'], 'browser'],
    ['off', [], 'browser'],
    ['ask', [], 'service'],
  ] as const)
    t.throws(
      () => checkedPolicy({ mode, people: [...people] }, use),
      { code: 'BAD_INPUT' },
      `${mode} ${use}`,
    );

  const request = { personName: 'Ada Byron', personEmail: 'ada@example.org' };
  const local = (name: string) => ({ id: 'x', name, via: 'local' }) as const;
  t.ok(isOwn(local('ADA@example.org'), request));
  t.ok(isOwn(local('ada byron'), request), 'a namesake is not taken for somebody else');
  t.notOk(isOwn(local('Ina'), request));
});

test('ask: the session opens when somebody on site says yes, and not before', async (t) => {
  const { tunnels, open, only, told, waited, door, audit } = await started(t);
  const opening = open({ reason: 'Extension 4711', ticket: 'INC-1' });
  t.same(waited, [SESSION], 'the cloud is told that it waits');
  const request = only();
  t.match(request, {
    sessionId: SESSION,
    targetId: PORTAL,
    targetName: 'CloudLink Gateway: Gateway portal',
    personName: 'Ada',
    personEmail: 'ada@example.org',
    reason: 'Extension 4711',
    ticket: 'INC-1',
    state: 'waiting',
  });
  t.equal(request.expiresAt - request.askedAt, 600_000);
  t.equal(door(PORTAL).admit(SESSION, 'right'), undefined, 'no request gets in while the question waits');
  await t.rejects(open(), { code: 'BAD_INPUT' }, 'the same session asks once');

  for (const actor of [REMOTE, CLOUD]) {
    t.throws(() => tunnels.approve(request.id, actor), { code: 'NOT_OVER_TUNNEL' });
    t.throws(() => tunnels.deny(request.id, actor), { code: 'NOT_OVER_TUNNEL' });
    t.throws(() => tunnels.setConsent(PORTAL, { mode: 'hour', people: [] }, actor), {
      code: 'NOT_OVER_TUNNEL',
    });
  }
  for (const name of ['ada', 'Ada@example.org'])
    t.throws(() => tunnels.approve(request.id, { id: 'l', name, via: 'local' }), { code: 'CONSENT_OWN' });
  t.equal(told('Access approval refused').length, 2);
  t.throws(() => tunnels.approve(id(9), INSTALLER), { code: 'NOT_FOUND' });

  t.match(tunnels.approve(request.id, INSTALLER), { state: 'approved', answeredBy: 'Ina' });
  await opening;
  t.ok(door(PORTAL).admit(SESSION, 'right'));
  t.throws(() => tunnels.approve(request.id, INSTALLER), { code: 'CONSENT_OVER' });
  t.match(tunnels.sessions()[0], {
    consent: 'approved by Ina',
    ticket: 'INC-1',
    personEmail: 'ada@example.org',
  });
  const details = { person: 'Ada', email: 'ada@example.org', reason: 'Extension 4711', ticket: 'INC-1' };
  t.match(told('Access requested'), [{ actor: { name: 'Ada' }, details }]);
  t.match(told('Access approved'), [{ actor: { name: 'Ina' }, details: { ...details, because: 'Ina' } }]);
  t.match(told('Session opened'), [{ details: { consent: 'approved by Ina', ticket: 'INC-1' } }]);
  t.notMatch(JSON.stringify(audit), /right"/, 'no secret in the history');

  const again = open({ sessionId: id(2) });
  tunnels.deny(only().id, CLI);
  await t.rejects(again, { code: 'CONSENT_DENIED', message: 'Denied on site by Command line.' });
  await tunnels.stop();
});

test('a question ends: nobody answers, it is withdrawn, the tunnel stops, the gateway stops', async (t) => {
  const { tunnels, open, only, told, clock, stopping, events, db } = await started(t);
  const late = open();
  await clock.advance(599_000);
  t.equal(only().state, 'waiting');
  const lost = t.rejects(late, { code: 'CONSENT_UNANSWERED' });
  await clock.advance(1_000);
  await lost;
  t.equal(told('Access request not answered').length, 1);

  const withdrawn = open({ sessionId: id(2) });
  t.equal(tunnels.endSession(id(2), CLOUD), true, 'session.end takes the question back');
  await t.rejects(withdrawn, { code: 'CONSENT_ENDED', message: /withdrawn by Ada/ });
  t.equal(tunnels.endSession(id(2), CLOUD), false);

  const stopped = open({ sessionId: id(3) });
  const refused = t.rejects(stopped, { code: 'CONSENT_ENDED' });
  await tunnels.stopTunnel(PORTAL, INSTALLER);
  await refused;
  await tunnels.startTunnel(PORTAL, INSTALLER);
  await tunnels.settled(PORTAL);

  const quiet = open({ sessionId: id(4) });
  const ended = t.rejects(quiet, { code: 'CONSENT_ENDED' });
  events.emit('account.state', { state: 'deactivated' });
  await ended;
  events.emit('account.state', { state: 'active' });
  await clock.advance(0);

  const cut = t.rejects(open({ sessionId: id(5) }), { code: 'CONSENT_ENDED' });
  stopping.abort(new Error('stopped'));
  await cut;
  t.same(tunnels.waitingRequests(), []);
  t.same(
    tunnels.requests().map((request) => request.state),
    ['ended', 'ended', 'ended', 'ended', 'unanswered'],
  );
  await tunnels.stop();

  // what a power cut leaves
  db.prepare("UPDATE consent_request SET state = 'waiting', answered_at = NULL WHERE session_id = ?").run(
    id(5),
  );
  const after = await started(t, db);
  t.match(after.tunnels.requests()[0], {
    sessionId: id(5),
    state: 'denied',
    answeredBy: 'the gateway was restarted',
  });
  t.equal(after.told('Access denied').length, 1);
  await after.tunnels.stop();
});

test('hour: an approval holds for the same person and target, for one hour', async (t) => {
  const { tunnels, open, only, clock, told } = await started(t);
  const { id: target } = await tunnels.add(
    { component: 'MSL', tunnel: 'Server Manager', protocol: 'http', host: '10.0.0.5', port: 80 },
    INSTALLER,
  );
  await tunnels.startTunnel(target, INSTALLER);
  await tunnels.settled(target);
  tunnels.setConsent(PORTAL, { mode: 'hour', people: [] }, INSTALLER);
  tunnels.setConsent(target, { mode: 'hour', people: [] }, INSTALLER);
  t.match(told('Consent policy changed')[0], {
    actor: { name: 'Ina' },
    details: { before: 'ask', now: 'hour' },
  });
  const first = open();
  tunnels.approve(only().id, INSTALLER);
  await first;
  await clock.advance(3_599_000);
  t.match(await open({ sessionId: id(2) }), { consent: 'approved by Ina within the last hour' });

  const elsewhere = open({ sessionId: id(3), targetId: target });
  tunnels.deny(only().id, INSTALLER);
  await t.rejects(elsewhere, { code: 'CONSENT_DENIED' }, 'another target');
  const bob = open({ sessionId: id(4), person: { ...ada, id: id(8), name: 'Bob' } });
  tunnels.deny(only().id, INSTALLER);
  await t.rejects(bob, { code: 'CONSENT_DENIED' }, 'another person');

  await clock.advance(1_000);
  const late = open({ sessionId: id(5) });
  tunnels.approve(only().id, INSTALLER);
  await late;
  tunnels.setConsent(PORTAL, { mode: 'hour', people: [] }, INSTALLER);
  const anew = open({ sessionId: id(6) });
  tunnels.deny(only().id, INSTALLER);
  await t.rejects(anew, { code: 'CONSENT_DENIED' }, 'a policy that is set again begins anew');
  await tunnels.stop();
});

test('always: the named people; and neither another target nor the next account inherits it', async (t) => {
  const { tunnels, open, only, named, self } = await started(t);
  named();
  t.match(await open(), { consent: 'the policy names this person' });
  const bob = open({ sessionId: id(2), person: { ...ada, email: 'bob@example.org' } });
  tunnels.deny(only().id, INSTALLER);
  await t.rejects(bob, { code: 'CONSENT_DENIED' });

  const input = {
    component: 'MSL',
    tunnel: 'Manager',
    protocol: 'http',
    host: '10.0.0.5',
    port: 80,
  } as const;
  const { id: target } = await tunnels.add(input, INSTALLER);
  named(target);
  await tunnels.remove(target, INSTALLER);
  t.same(
    (await tunnels.add(input, INSTALLER)).consent,
    { mode: 'ask', people: [] },
    'the same id, another target',
  );

  await tunnels.onUnlinked();
  await tunnels.onLinked(self('g2'));
  await tunnels.settled(PORTAL);
  t.same(tunnels.list()[0]?.consent, { mode: 'ask', people: [] });
  await tunnels.stop();
});

test('a service target is off until it is on, whatever the others say', async (t) => {
  const { tunnels, open } = await started(t);
  const { id: target, consent } = await tunnels.add(
    { component: 'MSL', tunnel: 'REST', protocol: 'http', host: '10.0.0.5', port: 80, use: 'service' },
    INSTALLER,
  );
  t.same(consent, { mode: 'off', people: [] });
  await tunnels.startTunnel(target, INSTALLER);
  await tunnels.settled(target);
  await t.rejects(open({ targetId: target }), { code: 'BAD_INPUT' }, 'no person comes in');
  t.throws(() => tunnels.setConsent(target, { mode: 'ask', people: [] }, INSTALLER), { code: 'BAD_INPUT' });
  tunnels.setConsent(target, { mode: 'on', people: [] }, INSTALLER);
  await t.rejects(open({ targetId: target }), { code: 'BAD_INPUT' }, 'it has no page all the same');
  await tunnels.stop();
});

test('who linked on site gets to the gateway’s own pages for one hour', async (t) => {
  const { db } = openStateDatabase(':memory:', () => 0);
  const { tunnels, open, only, events, clock, told } = await started(t, db);
  const { id: target } = await tunnels.add(
    { component: 'MSL', tunnel: 'Server Manager', protocol: 'http', host: '10.0.0.5', port: 80 },
    INSTALLER,
  );
  await tunnels.startTunnel(target, INSTALLER);
  await tunnels.settled(target);
  events.emit('claim.onSite', { person: { id: ada.id, name: ada.name } });
  t.equal(told('Own pages opened for who linked').length, 1);
  t.match(await open(), { consent: /set-up code/ });
  const elsewhere = open({ sessionId: id(2), targetId: target });
  tunnels.deny(only().id, INSTALLER);
  await t.rejects(elsewhere, { code: 'CONSENT_DENIED' }, 'its own pages only');
  const bob = open({ sessionId: id(3), person: { ...ada, id: id(8) } });
  tunnels.deny(only().id, INSTALLER);
  await t.rejects(bob, { code: 'CONSENT_DENIED' }, 'this person only');
  await clock.advance(3_600_000);
  const late = open({ sessionId: id(4) });
  tunnels.deny(only().id, INSTALLER);
  await t.rejects(late, { code: 'CONSENT_DENIED' }, 'one hour only');
  await tunnels.stop();
});

test('nobody is worn down: three questions of a person wait at most, sixteen in all', async (t) => {
  const { tunnels, open, stopping } = await started(t);
  const session = (n: number) => SESSION.replace(/01$/, String(n).padStart(2, '0'));
  const asked: Promise<unknown>[] = [];
  const person = (n: number) => ({ ...ada, id: session(50 + n) });
  for (let n = 1; n <= 16; n++) asked.push(open({ sessionId: session(n), person: person(Math.ceil(n / 3)) }));
  await t.rejects(open({ sessionId: session(20), person: person(1) }), { code: 'RATE_LIMITED' });
  await t.rejects(open({ sessionId: session(21), person: person(9) }), { code: 'RATE_LIMITED' });
  const all = Promise.allSettled(asked);
  stopping.abort(new Error('stopped'));
  t.ok((await all).every((one) => one.status === 'rejected'));
  await tunnels.stop();
});
