/** Consent to looks at the customer's data that are no target: the gateway's logs, traces of calls. */
import { test } from 'tap';
import type { CommandAnswer, LookOrder } from '../../../src/gateway/core/commands.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { INSTALLER, REMOTE, SESSION, tunnelWorld } from '../../helpers/tunnel-world.ts';

const CLI = { id: 'cli', name: 'Command line', via: 'cli' } as const;
const CLOUD = { id: 'p9', name: 'Ada', via: 'cloud' } as const;
const id = (n: number) => SESSION.replace(/1$/, String(n));
const person = { id: SESSION, name: 'Ada', email: 'ada@example.org' };

async function started(t: Parameters<typeof tunnelWorld>[0], db?: Parameters<typeof tunnelWorld>[1]) {
  const world = tunnelWorld(t, db);
  const { tunnels, audit, waited, stopping } = world;
  await tunnels.start();
  const only = () => {
    const [request, ...more] = tunnels.waitingRequests();
    if (!request || more.length > 0) throw new Error(`${more.length + (request ? 1 : 0)} questions wait`);
    return request;
  };
  const told = (action: string) => audit.filter((event) => event.action === action);
  const done: string[] = [];
  const act = async (): Promise<CommandAnswer> => {
    done.push('read');
    return { value: { lines: ['a', 'b'] } };
  };
  const read = (over: Partial<LookOrder> = {}, what = act) =>
    tunnels.looks.gate(
      'logs',
      {
        id: SESSION,
        name: 'logs.read',
        args: { person, reason: 'The sync ended early', ticket: 'INC-7' },
        signal: stopping.signal,
        waits: () => void waited.push('asked'),
        ...over,
      },
      what,
    );
  const lines = () => world.accessLog.page({ limit: 9 });
  return { ...world, only, told, done, read, lines };
}

test('ask, of a gateway where nobody has said anything: read after a yes on site, and not before', async (t) => {
  const { tunnels, only, told, done, read, lines, waited } = await started(t);
  t.same(tunnels.looks.list(), [
    { look: 'logs', consent: { mode: 'ask', people: [] } },
    { look: 'traces', consent: { mode: 'ask', people: [] } },
  ]);
  const reading = read();
  t.same(waited, ['asked'], 'the cloud is told that it waits');
  const request = only();
  t.match(request, {
    targetId: 'look:logs',
    targetName: 'CloudLink Gateway: Logs',
    personName: 'Ada',
    personEmail: 'ada@example.org',
    reason: 'The sync ended early',
    ticket: 'INC-7',
  });
  t.same(done, []);
  t.same(lines(), []);
  for (const actor of [REMOTE, CLOUD])
    t.throws(() => tunnels.approve(request.id, actor), { code: 'NOT_OVER_TUNNEL' });
  t.throws(() => tunnels.approve(request.id, { ...INSTALLER, name: 'ada' }), { code: 'CONSENT_OWN' });
  tunnels.approve(request.id, INSTALLER);
  t.same(await reading, { value: { lines: ['a', 'b'] } });
  t.match(lines(), [
    {
      sessionId: SESSION,
      person: 'Ada',
      reason: 'The sync ended early',
      ticket: 'INC-7',
      targetId: 'look:logs',
      method: 'ORDER',
      path: '/logs.read',
      status: 200,
      bytes: JSON.stringify({ lines: ['a', 'b'] }).length,
    },
  ]);
  t.match(told('Logs read from the cloud'), [
    { actor: { name: 'Ada', via: 'cloud' }, details: { consent: 'approved by Ina', ticket: 'INC-7' } },
  ]);

  const again = read({ id: id(2) });
  tunnels.deny(only().id, CLI);
  await t.rejects(again, { code: 'CONSENT_DENIED' });
  t.equal(done.length, 1);
  t.equal(told('Access denied').length, 1);

  const third = read({ id: id(3) });
  t.equal(tunnels.endSession(id(3), CLOUD), true, 'session.end with the order’s id takes the question back');
  await t.rejects(third, { code: 'CONSENT_ENDED', message: /withdrawn by Ada/ });
  await tunnels.stop();
});

test('off: refused with a code and an event, and nobody is asked; also when it is switched off meanwhile', async (t) => {
  const { tunnels, only, told, done, read, lines, waited } = await started(t);
  const open = read();
  const { id: question } = only();
  tunnels.looks.setConsent('logs', { mode: 'off', people: [] }, INSTALLER);
  t.match(told('Consent policy changed'), [
    { actor: { name: 'Ina' }, asset: 'CloudLink Gateway: Logs', details: { before: 'ask', now: 'off' } },
  ]);
  tunnels.approve(question, INSTALLER);
  await t.rejects(open, { code: 'CONSENT_OFF' });
  waited.length = 0;
  await t.rejects(read({ id: id(2) }), { code: 'CONSENT_OFF' });
  t.same([done, waited, lines()], [[], [], []]);
  t.match(told('Access refused by the policy'), [
    {},
    {
      actor: { name: 'Ada', via: 'cloud' },
      asset: 'CloudLink Gateway: Logs',
      details: { email: 'ada@example.org', reason: 'The sync ended early', ticket: 'INC-7' },
    },
  ]);
  t.equal(tunnels.looks.list()[1]?.consent.mode, 'ask', 'traces have a policy of their own');
  await tunnels.stop();
});

test('hour, always: as of a target; set on site only, and gone with the link', async (t) => {
  const { db } = openStateDatabase(':memory:', () => 0);
  const { tunnels, only, read, clock, done } = await started(t, db);
  const { setConsent } = tunnels.looks;
  for (const actor of [REMOTE, CLOUD])
    t.throws(() => setConsent('logs', { mode: 'hour', people: [] }, actor), { code: 'NOT_OVER_TUNNEL' });
  t.throws(() => setConsent('logs', { mode: 'on', people: [] }, INSTALLER), { code: 'BAD_INPUT' });
  setConsent('logs', { mode: 'hour', people: [] }, INSTALLER);
  const first = read();
  tunnels.approve(only().id, INSTALLER);
  await first;
  await read({ id: id(2) });
  t.equal(done.length, 2, 'the yes holds');
  await clock.advance(3_600_000);
  const late = read({ id: id(3) });
  tunnels.deny(only().id, INSTALLER);
  await t.rejects(late, { code: 'CONSENT_DENIED' });

  setConsent('logs', { mode: 'always', people: ['ADA@example.org'] }, INSTALLER);
  await read({ id: id(4) });
  const bob = read({ id: id(5), args: { person: { ...person, email: 'bob@example.org' } } });
  tunnels.deny(only().id, INSTALLER);
  await t.rejects(bob, { code: 'CONSENT_DENIED' });

  await tunnels.onUnlinked();
  t.equal(tunnels.looks.list()[0]?.consent.mode, 'ask', 'the next account inherits nothing');
  await tunnels.stop();
});

test('what cannot be written down is not read; what fails is written down', async (t) => {
  const { tunnels, read, lines, accessLog, done, told } = await started(t);
  tunnels.looks.setConsent('logs', { mode: 'always', people: [person.email] }, INSTALLER);
  await t.rejects(
    read({}, async () => {
      throw new Error('the journal is gone');
    }),
    /journal/,
  );
  t.match(lines(), [{ path: '/logs.read', status: 500, bytes: 0 }]);
  const begin = accessLog.begin.bind(accessLog);
  Object.assign(accessLog, { begin: () => Promise.reject(new Error('disk full')) });
  await t.rejects(read({ id: id(2) }), { code: 'ACCESS_LOG_FAILED' });
  Object.assign(accessLog, { begin });
  t.same(done, []);
  t.equal(told('Logs read from the cloud').length, 1);
  await tunnels.stop();
});

test('a remote session on the gateway’s own pages reads the log under the same policy, and is asked nothing', async (t) => {
  const { tunnels, open, named, lines, self, events, stopping } = await started(t);
  await tunnels.onLinked(self('g1'));
  await tunnels.settled('gateway-portal');
  named();
  await open({ reason: 'Set-up', ticket: 'INC-9' });
  const read = () => tunnels.logsInSession(SESSION, async () => ['a line']);
  await t.rejects(read(), { code: 'CONSENT_NEEDED' }, 'let in to the pages is not let in to the log');
  t.same(tunnels.waitingRequests(), []);
  tunnels.looks.setConsent('logs', { mode: 'off', people: [] }, INSTALLER);
  await t.rejects(read(), { code: 'CONSENT_OFF' });
  t.same(lines(), []);
  tunnels.looks.setConsent('logs', { mode: 'always', people: [person.email] }, INSTALLER);
  t.same(await read(), ['a line']);
  t.match(lines(), [{ sessionId: SESSION, path: '/logs.read', targetId: 'look:logs', ticket: 'INC-9' }]);
  tunnels.looks.setConsent('logs', { mode: 'ask', people: [] }, INSTALLER);
  events.emit('claim.onSite', { person: { id: person.id, name: person.name } });
  t.same(await read(), ['a line'], 'who linked on site stands in front of it');
  const ordered = tunnels.looks.gate(
    'logs',
    { id: id(8), name: 'logs.collect', args: { person }, signal: stopping.signal, waits: () => undefined },
    async () => ({}),
  );
  t.equal(tunnels.waitingRequests().length, 1, 'an order of the cloud is asked for all the same');
  tunnels.deny(tunnels.waitingRequests()[0]?.id ?? '', INSTALLER);
  await t.rejects(ordered, { code: 'CONSENT_DENIED' });
  await t.rejects(
    tunnels.logsInSession(id(9), async () => []),
    { code: 'SESSION_UNKNOWN' },
  );
  await tunnels.stop();
});
