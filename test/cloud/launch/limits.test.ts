import { type Test, test } from 'tap';
import { createLive } from '../../../src/cloud/core/live.ts';
import { createLaunch } from '../../../src/cloud/features/launch/launch.ts';
import { launchOrigins, newLabel } from '../../../src/cloud/features/launch/origins.ts';
import { createCrypto } from '../../../src/cloud/platform/crypto.ts';
import { openCloudDatabase } from '../../../src/cloud/store/database.ts';
import { insertGateway } from '../../../src/cloud/store/gateways.ts';
import { createStores } from '../../../src/cloud/store/index.ts';
import { createLaunchStore } from '../../../src/cloud/store/launch.ts';
import type { CommandResult } from '../../../src/contract/channel.ts';
import type { CommandName } from '../../../src/contract/commands.ts';
import type { GatewayStatus } from '../../../src/contract/status.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { ACCOUNT, gatewayRow } from '../../helpers/cloud-rows.ts';

const GATEWAY = '01930000-0000-7000-8000-0000000000f1';
const ADA = { id: '01930000-0000-7000-8000-0000000000aa', name: 'Ada', email: 'ada@example.org' };
const MINUTE = 60_000;

async function world(t: Test) {
  const clock = manualClock();
  const { db, close } = openCloudDatabase(':memory:', clock.now);
  t.teardown(close);
  const stores = createStores(db);
  const crypto = createCrypto(clock.now);
  const sent: { name: CommandName; args: Readonly<Record<string, unknown>> }[] = [];
  const told: string[] = [];
  let refuse = false;
  const target = {
    id: 'msl',
    component: 'MSL',
    tunnel: 'Server Manager',
    description: '',
    use: 'browser',
    application: 'msl',
    host: 'pbx',
    state: 'started',
    since: 1,
  } as const;
  await stores.accounts.insert(ACCOUNT);
  await insertGateway(db, gatewayRow(GATEWAY, { online: true }));
  await stores.gateways.setStatus(GATEWAY, { tunnels: [target] } as unknown as GatewayStatus);
  const answer = (): CommandResult =>
    refuse
      ? { ok: false, error: { code: 'TUNNEL_STOPPED', sentence: 'Not started.', remedy: 'Start it.' } }
      : { ok: true };
  /** While it is on, somebody on site is asked; `say` is the answer. */
  const { promise, resolve: say, reject: fall } = Promise.withResolvers<CommandResult>();
  const waits = { on: false, answer: promise, say, fall };
  const make = () =>
    createLaunch({
      store: createLaunchStore(db),
      gateways: stores.gateways,
      commands: {
        async issue({ name, args }) {
          sent.push({ name, args });
          return { id: 'c' };
        },
        first: async () => (waits.on ? 'progress' : answer()),
        result: async () => (waits.on ? waits.answer : answer()),
      },
      audit: async ({ action }) => void told.push(action),
      live: createLive(clock),
      clock,
      crypto,
      launchUrl: 'https://launch.example',
      log: (message) => t.comment(message),
    });
  const launch = make();
  const scope = { accountId: 'a1' };
  const ask = () =>
    launch.open({
      scope,
      gatewayId: GATEWAY,
      targetId: 'msl',
      person: ADA,
      reason: 'No dial tone',
      ticket: 'INC-1',
    });
  const open = async () => {
    const ticket = await ask();
    if (ticket.state === 'waiting') throw new Error('somebody on site is asked');
    return ticket;
  };
  const enter = async () => {
    const ticket = await open();
    const label = launch.door.labelOf(new URL(ticket.url).host) ?? '';
    const cookie = (await launch.door.spend(label, ticket.token)) ?? '';
    return { ticket, label, cookie, entry: () => launch.door.admit(label, [cookie]) };
  };
  const because = async () => (await launch.list(scope, ADA.id))[0]?.endedBecause;
  return {
    clock,
    db,
    launch,
    make,
    scope,
    open,
    enter,
    sent,
    told,
    because,
    refuse: () => (refuse = true),
    ask,
    waits,
  };
}

test('a token is good for a minute, once', async (t) => {
  const { clock, launch, open, because, sent } = await world(t);
  const ticket = await open();
  const label = launch.door.labelOf(new URL(ticket.url).host) ?? '';
  t.equal(ticket.expiresAt - clock.now(), MINUTE);
  await clock.advance(MINUTE);
  t.equal(await launch.door.spend(label, ticket.token), undefined);
  t.equal(await because(), 'not used');
  t.equal(sent.at(-1)?.name, 'session.end', 'the gateway’s side does not stay open either');
});

test('what is stored opens nothing', async (t) => {
  const { db, enter, sent } = await world(t);
  const { ticket, cookie } = await enter();
  const text = JSON.stringify(await db.selectFrom('launch_session').selectAll().execute());
  const secret = String(sent[0]?.args.secret);
  for (const value of [ticket.token, cookie, secret]) {
    t.equal(Buffer.from(value, 'base64url').length, 32, '256 bits');
    t.notMatch(text, value);
  }
});

test('idle end after 15 minutes, hard end after 4 hours', async (t) => {
  const { clock, enter, because } = await world(t);
  const first = await enter();
  for (let i = 0; i < 5; i++) {
    await clock.advance(10 * MINUTE);
    first.entry()?.touch();
  }
  const { ended } = first.entry() ?? {};
  await clock.advance(15 * MINUTE);
  t.equal(ended?.aborted, true);
  t.equal(first.entry(), undefined);
  t.equal(await because(), 'idle');

  const second = await enter();
  for (let i = 0; i < 23; i++) {
    await clock.advance(10 * MINUTE);
    second.entry()?.touch();
  }
  t.ok(second.entry());
  await clock.advance(10 * MINUTE);
  t.equal(second.entry(), undefined);
  t.equal(await because(), 'expired');
});

test('a restart of the cloud ends every session, and tells the gateways', async (t) => {
  const { enter, make, launch, because, sent, scope } = await world(t);
  const { ticket } = await enter();
  await launch.stop();
  const again = make();
  await again.start();
  t.equal(await because(), 'the cloud was restarted');
  t.same(sent.at(-1), { name: 'session.end', args: { sessionId: ticket.sessionId } });
  await t.rejects(again.end({ accountId: 'a2' }, ticket.sessionId, ADA), { code: 'NOT_FOUND' });
  await again.end(scope, ticket.sessionId, ADA);
  t.equal(await because(), 'the cloud was restarted', 'ending twice changes nothing');
});

test('whoever ends it first ends it, and alone', async (t) => {
  const { enter, launch, because, sent, told, scope } = await world(t);
  const { ticket, entry } = await enter();
  const door = entry();
  const bob = { id: 'b', name: 'Bob' };
  // two requests at the same moment were told that the gateway does not know the session
  door?.lost();
  door?.lost();
  await Promise.all([
    launch.end(scope, ticket.sessionId, ADA),
    launch.end(scope, ticket.sessionId, bob),
    launch.endGateway(GATEWAY, 'unlinked'),
  ]);
  await settled();
  t.equal(await because(), 'ended at the gateway');
  t.equal(sent.filter(({ name }) => name === 'session.end').length, 1, 'the gateway is told once');
  t.same(told, ['Session opened', 'Session ended'], 'and the history says it once');
});

test('the gateway’s refusal is told in its own words, and leaves nothing behind', async (t) => {
  const { open, refuse, launch, scope } = await world(t);
  refuse();
  await t.rejects(open(), { code: 'LAUNCH_REFUSED', message: 'Not started.', remedy: 'Start it.' });
  t.same(await launch.list(scope, ADA.id), []);
});

/** Lets what was begun in the store come to its end. */
async function settled() {
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
}

test('where somebody on site is asked the launch waits, and its launcher alone gets the ticket', async (t) => {
  const { ask, waits, launch, scope, told, clock, because, sent } = await world(t);
  waits.on = true;
  const waiting = await ask();
  t.match(waiting, { state: 'waiting', expiresAt: clock.now() + 10 * MINUTE });
  t.notMatch(JSON.stringify(waiting), /token/);
  t.match(sent[0]?.args, { reason: 'No dial tone', ticket: 'INC-1', person: { email: ADA.email } });
  const id = waiting.sessionId;
  const view = async (reader: string) => (await launch.list(scope, reader))[0];
  t.match(await view(ADA.id), { state: 'waiting', mine: true, reason: 'No dial tone', ticket: 'INC-1' });
  t.match(await view('b'), { mine: false });
  await t.rejects(launch.ticket(scope, id, ADA), { code: 'LAUNCH_WAITS' });
  await t.rejects(launch.ticket({ accountId: 'a2' }, id, ADA), { code: 'NOT_FOUND' });

  waits.say({ ok: true, value: { consent: 'approved by Ina' } });
  await settled();
  t.match(await view(ADA.id), { state: 'opening' });
  t.same(told, ['Access requested', 'Session opened']);
  await t.rejects(launch.ticket(scope, id, { id: 'b' }), { code: 'NOT_ALLOWED' }, 'only who launched');
  const first = await launch.ticket(scope, id, ADA);
  const ticket = await launch.ticket(scope, id, ADA);
  const label = launch.door.labelOf(new URL(ticket.url).host) ?? '';
  t.equal(await launch.door.spend(label, first.token), undefined, 'the newest ticket is the only one');
  t.ok(await launch.door.spend(label, ticket.token));
  t.match(await view(ADA.id), { state: 'open' });
  await t.rejects(launch.ticket(scope, id, ADA), { code: 'LAUNCH_ENDED' }, 'one browser, once');
  t.equal(await because(), undefined);
});

test('a question that ends without a yes: denied, withdrawn, not collected, and a gateway that falls silent', async (t) => {
  for (const how of ['denied', 'withdrawn', 'not collected', 'silent', 'yes too late'] as const)
    await t.test(how, async (t) => {
      const { ask, waits, launch, scope, told, clock, because, sent } = await world(t);
      waits.on = true;
      const { sessionId } = await ask();
      const sentence = 'Denied on site by Ina.';
      const yes: CommandResult = { ok: true };
      if (how === 'denied')
        waits.say({ ok: false, error: { code: 'CONSENT_DENIED', sentence, remedy: 'x' } });
      if (how === 'withdrawn') await launch.end(scope, sessionId, ADA);
      if (how === 'not collected') waits.say(yes);
      if (how === 'silent') waits.fall(new Error('silent'));
      if (how === 'yes too late') {
        await launch.end(scope, sessionId, ADA);
        waits.say(yes);
      }
      await settled();
      if (how === 'not collected') await clock.advance(5 * MINUTE);
      await settled();
      t.equal(
        await because(),
        {
          denied: 'denied on site by Ina',
          withdrawn: 'withdrawn by Ada',
          'not collected': 'not used',
          silent: 'the gateway did not answer',
          'yes too late': 'withdrawn by Ada',
        }[how],
      );
      t.equal(told.length, how === 'not collected' ? 3 : 2, 'the history says both ends');
      const last = sent.at(-1);
      if (how === 'denied') t.equal(last?.name, 'session.open', 'the gateway knows it');
      else t.same(last, { name: 'session.end', args: { sessionId } });
      await t.rejects(launch.ticket(scope, sessionId, ADA), { code: 'LAUNCH_ENDED' });
    });
});

test('a restart of the cloud takes a question back', async (t) => {
  const { ask, waits, launch, make, because, sent } = await world(t);
  waits.on = true;
  const { sessionId } = await ask();
  await launch.stop();
  await make().start();
  t.equal(await because(), 'the cloud was restarted');
  t.same(sent.at(-1), { name: 'session.end', args: { sessionId } });
});

test('launch host names', (t) => {
  const demo = launchOrigins('http://localhost:8080');
  const label = newLabel((below) => below - 1);
  t.match(label, /^[a-z][a-z2-7]{25}$/);
  t.equal(demo.originOf(label), `http://${label}.localhost:8080`);
  t.equal(demo.labelOf(`${label.toUpperCase()}.localhost:8080`), label);
  for (const host of [
    undefined,
    'localhost:8080',
    `${label}.localhost`,
    `a.${label}.localhost:8080`,
    `x.localhost:8080`,
  ])
    t.equal(demo.labelOf(host), undefined, String(host));
  t.end();
});
