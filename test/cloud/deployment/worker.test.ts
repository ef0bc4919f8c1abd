/** The queue between order and end: what is tried again, what a cut leaves behind, what it never loses. */
import { type Test, test } from 'tap';
import { createLive } from '../../../src/cloud/core/live.ts';
import { ATTEMPTS_MOST, createMailing } from '../../../src/cloud/core/mailing.ts';
import type { AuditEvent } from '../../../src/cloud/core/ports/audit.ts';
import type { DeploymentStore, Mail, MailOutcome } from '../../../src/cloud/core/ports/deployment.ts';
import { createDeployment } from '../../../src/cloud/features/deployment/order.ts';
import { createDeploymentWorker } from '../../../src/cloud/features/deployment/worker.ts';
import { recipientOf } from '../../../src/cloud/features/scim/recipient.ts';
import { derived } from '../../../src/cloud/features/scim/user-rules.ts';
import { createCrypto } from '../../../src/cloud/platform/crypto.ts';
import { openCloudDatabase } from '../../../src/cloud/store/database.ts';
import { createDeploymentStore } from '../../../src/cloud/store/deployment.ts';
import { createStores } from '../../../src/cloud/store/index.ts';
import { createScimStore } from '../../../src/cloud/store/scim.ts';
import { type Power, power } from '../../base/machine-sweep.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { ACCOUNT } from '../../helpers/cloud-rows.ts';

const ACTOR = { id: 'ada', name: 'Ada' };
const HOUR = 3_600_000;
const NEVER = power(Number.POSITIVE_INFINITY);
const GONE = { state: 'down', sentence: 'ECONNREFUSED' } as const;

type Reply = (mail: Mail, n: number) => MailOutcome;

async function world(t: Test) {
  const clock = manualClock();
  const { db, close } = openCloudDatabase(':memory:', clock.now);
  t.teardown(close);
  const stores = createStores(db);
  const users = createScimStore(db);
  const store = createDeploymentStore(db);
  const crypto = createCrypto(clock.now);
  const events: AuditEvent[] = [];
  const arrived: Mail[] = [];
  await stores.accounts.insert(ACCOUNT);
  const add = async (id: string, more: Readonly<Record<string, unknown>> = {}) => {
    const resource = {
      userName: id,
      displayName: `User ${id}`,
      emails: [{ type: 'work', value: `${id}@b.example` }],
      ...more,
    };
    const user = {
      ...derived(resource),
      id,
      accountId: 'a1',
      version: 1,
      createdAt: 1,
      changedAt: 1,
      resource,
    };
    await users.insert({ ...user, syncedFrom: 'gw', changedBy: 'gw' });
  };
  const account = async () => {
    const found = await stores.accounts.byId('a1');
    if (!found) throw new Error('no account');
    return found;
  };
  /** One run of the cloud on this database; the power may be cut in it. */
  const run = (reply: Reply = () => ({ state: 'sent' }), p: Power = NEVER) => {
    const watched: DeploymentStore = {
      ...store,
      queue: (mails, at) => p.around('queue', () => store.queue(mails, at)),
      end: (id, end) => p.around('end', () => store.end(id, end)),
      again: (id, next) => p.around('again', () => store.again(id, next)),
    };
    let n = 0;
    const deps = {
      store: watched,
      users,
      recipientOf,
      accounts: stores.accounts,
      pbxTypes: async () => () => '',
      crypto,
      clock,
      live: createLive(clock),
      audit: (event: AuditEvent) => p.around('audit', () => void events.push(event)),
    };
    const send = (mail: Mail) =>
      p.around('send', () => {
        const outcome = reply(mail, n++);
        if (outcome.state === 'sent') arrived.push(mail);
        return outcome;
      });
    return {
      deployment: createDeployment({ ...deps, canSend: true }),
      turn: createDeploymentWorker({
        ...deps,
        mailing: createMailing({ clock, random: () => 0.999, mailer: { send } }),
      }),
    };
  };
  return { clock, store, stores, users, events, arrived, add, account, run };
}

test('wherever the power goes: nobody is left out, nobody gets it more than twice', async (t) => {
  const replies: Reply = (_mail, n) =>
    n === 0 ? { state: 'again', sentence: '451 later' } : { state: 'sent' };
  const whole = async (p: Power) => {
    const w = await world(t);
    for (const id of ['ann', 'bea']) await w.add(id);
    const life = async () => {
      const { deployment, turn } = w.run(replies, p);
      await deployment.order(ACTOR, await w.account(), { all: true });
      for (let i = 0; i < 3; i++) {
        await turn();
        w.clock.step(w.clock.now() + HOUR);
      }
    };
    await Promise.race([life(), p.cut]);
    return w;
  };
  const uncut = power(Number.POSITIVE_INFINITY);
  const w = await whole(uncut);
  t.equal(w.arrived.length, 2);
  t.ok(uncut.moments.length >= 14, `${uncut.moments.length} moments`);
  for (const [index, moment] of uncut.moments.entries()) {
    const w = await whole(power(index));
    const { deployment, turn } = w.run();
    // the administrator who got no answer orders again
    await deployment.order(ACTOR, await w.account(), { all: true });
    for (let i = 0; i < 4; i++) {
      w.clock.step(w.clock.now() + HOUR);
      await turn();
    }
    const got = (id: string) => w.arrived.filter(({ to }) => to === `${id}@b.example`).length;
    for (const id of ['ann', 'bea']) t.ok(got(id) >= 1 && got(id) <= 2, `${moment}: ${id} got ${got(id)}`);
    t.match(await w.store.counts('a1'), { waiting: 0, failed: 0 }, moment);
  }
});

test('a cut between the 250 and its record sends the same mail again, not another one', async (t) => {
  const w = await world(t);
  await w.add('ann');
  await w.run().deployment.order(ACTOR, await w.account(), { all: true });
  const p = power(1); // moments: before send, after send
  await Promise.race([w.run(undefined, p).turn(), p.cut]);
  t.match(await w.store.counts('a1'), { waiting: 1, sent: 0 });
  await w.run().turn();
  t.equal(w.arrived.length, 2);
  t.equal(w.arrived[0]?.id, w.arrived[1]?.id);
  t.match(await w.store.counts('a1'), { waiting: 0, sent: 1 });
});

test('4yz is tried again until it is given up, 5yz is final', async (t) => {
  const w = await world(t);
  for (const id of ['ann', 'bea']) await w.add(id);
  const { deployment, turn } = w.run(({ to }) =>
    to.startsWith('ann')
      ? { state: 'refused', sentence: '550 no such user' }
      : { state: 'again', sentence: '450 busy' },
  );
  await deployment.order(ACTOR, await w.account(), { all: true });
  for (let i = 0; i < 2; i++) await turn();
  t.match(await deployment.progress(await w.account()), {
    waiting: 1,
    failed: 1,
    waitingBecause: '450 busy',
    failures: [{ userId: 'ann', name: 'User ann', address: 'ann@b.example', sentence: '550 no such user' }],
  });
  await turn();
  t.match(await w.store.counts('a1'), { waiting: 1 }, 'not at once');
  for (let i = 1; i < ATTEMPTS_MOST; i++) {
    w.clock.step(w.clock.now() + HOUR);
    await turn();
  }
  t.match(await w.store.counts('a1'), { waiting: 0, failed: 2 });
  const failed = w.events.filter(({ action }) => action === 'Deployment e-mail failed');
  t.match(failed, [
    { asset: 'ann', actor: ACTOR, details: { answer: '550 no such user' } },
    { asset: 'bea', details: { answer: '450 busy' } },
  ]);
});

test('without a mail server nothing is given up, and it is not asked all the time', async (t) => {
  const w = await world(t);
  await w.add('ann');
  let asked = 0;
  let isDown = true;
  const { deployment, turn } = w.run(() => {
    asked += 1;
    return isDown ? GONE : { state: 'sent' };
  });
  await deployment.order(ACTOR, await w.account(), { all: true });
  for (let i = 0; i < 1000; i++) {
    await turn();
    await w.clock.advance(1000);
  }
  t.ok(asked > 3 && asked < 20, `asked ${asked} times in 1000 s`);
  t.match(await w.store.counts('a1'), { waiting: 1, failed: 0, waitingBecause: GONE.sentence });
  isDown = false;
  await w.clock.advance(300_000);
  await turn();
  t.match(await w.store.counts('a1'), { waiting: 0, sent: 1 });
});

test('who gets none, with the reason', async (t) => {
  const w = await world(t);
  await w.add('ann');
  await w.add('none', { emails: [] });
  await w.add('bad', { emails: [{ type: 'work', value: 'not an address' }] });
  await w.add('two', { emails: [{ type: 'work', value: 'a@b.example, c@d.example' }] });
  await w.add('gone', { active: false });
  await w.add('desk', { emails: [{ type: 'work', value: 'Desk@b.example' }] });
  await w.add('boss', { emails: [{ type: 'home', value: 'desk@B.example' }] });
  const { deployment } = w.run();
  const account = await w.account();
  const dry = await deployment.order(ACTOR, account, { all: true, dryRun: true });
  t.match(await w.store.counts('a1'), { waiting: 0 }, 'a dry run queues nothing');
  t.same(w.events, []);
  const answer = await deployment.order(ACTOR, account, { all: true });
  t.same(answer, dry, 'it says what is then done');
  t.equal(answer.queued, 1);
  t.same(Object.fromEntries(answer.skipped.map(({ userId, reason }) => [userId, reason])), {
    none: 'noEmail',
    bad: 'badEmail',
    two: 'badEmail',
    gone: 'inactive',
    desk: 'sharedEmail',
    boss: 'noEmail',
  });
  const again = await deployment.order(ACTOR, account, { userIds: ['ann', 'ann', 'nobody'] });
  t.same(again.reasons, { waiting: 1, unknown: 1 }, 'one mail a user');
  await t.rejects(deployment.order(ACTOR, account, {}), { code: 'BAD_INPUT' });
  await t.rejects(deployment.order(ACTOR, account, { all: true, userIds: ['ann'] }), { code: 'BAD_INPUT' });
});

test('a mail goes with its user; a deactivated account’s waits', async (t) => {
  const w = await world(t);
  for (const id of ['ann', 'bea']) await w.add(id);
  const { deployment, turn } = w.run();
  await deployment.order(ACTOR, await w.account(), { all: true });
  const ann = await w.users.read('a1', 'ann');
  if (ann) await w.users.remove(ann);
  t.match(await w.store.counts('a1'), { waiting: 1 });
  await w.stores.accounts.setState('a1', 'deactivated');
  await turn();
  t.equal(w.arrived.length, 0);
  await w.stores.accounts.setState('a1', 'active');
  await turn();
  t.match(w.arrived, [{ to: 'bea@b.example' }]);
});

test('the person’s language, else the account’s; nothing secret of the directory', async (t) => {
  const w = await world(t);
  const password = 'canary-c2VjcmV0';
  await w.add('ann', { preferredLanguage: 'de-CH', password, 'urn:x:phone': { pin: password } });
  await w.add('bea', { password });
  const { deployment, turn } = w.run();
  await deployment.order(ACTOR, await w.account(), { all: true, language: 'fr' });
  for (let i = 0; i < 2; i++) await turn();
  t.match(w.arrived, [
    { to: 'ann@b.example', language: 'de', subject: /^Willkommen/ },
    { to: 'bea@b.example', language: 'fr', subject: /^Bienvenue/ },
  ]);
  t.notMatch(JSON.stringify([w.arrived, w.events]), password);
  t.match(await deployment.progress(await w.account()), { language: 'fr', sent: 2, orderedBy: 'Ada' });
});
