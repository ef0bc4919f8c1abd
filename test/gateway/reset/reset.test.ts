/** Who may order a reset and who may not; announcing it, cancelling it, and the button. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { RESET_TYPE, type ResetClaims } from '../../../src/contract/factory-reset.ts';
import { createEventBus } from '../../../src/gateway/core/events.ts';
import { createReset, HOLD_MS } from '../../../src/gateway/features/reset/reset.ts';
import { verifyByOpensshKey } from '../../../src/gateway/platform/ssh-signature.ts';
import { resetRecord } from '../../../src/gateway/reset/record.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createSettings } from '../../../src/gateway/store/settings.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';

const GATEWAY = '0190a000-0000-7000-8000-000000000001';
const CLOUD = { id: 'ann', name: 'Ann', via: 'cloud' } as const;
const BOB = { id: 'bob', name: 'Bob', via: 'local' } as const;
const NEVER = new AbortController().signal;

const openssh = (key: KeyObject) => {
  const { x = '' } = key.export({ format: 'jwk' });
  const head = Buffer.from('0000000b7373682d6564323535313900000020', 'hex');
  return `ssh-ed25519 ${Buffer.concat([head, Buffer.from(x, 'base64url')]).toString('base64')}`;
};
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
function signed(claims: object, key: KeyObject, header: object = { alg: 'EdDSA', typ: RESET_TYPE }): string {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
}

function world(t: Test) {
  const folder = temporaryFolder(t);
  const { db } = openStateDatabase(join(folder, 'state.db'), () => 0);
  t.teardown(() => db.close());
  const clock = manualClock();
  const pinned = generateKeyPairSync('ed25519');
  const seen = { restarts: 0, left: 0, press: (_: boolean): void => undefined };
  const make = () =>
    createReset({
      record: resetRecord(folder),
      judge: { verify: verifyByOpensshKey, fromBase64Url: (text) => Buffer.from(text, 'base64url') },
      own: () => ({ gatewayId: GATEWAY, jkt: 'this-key', keys: [openssh(pinned.publicKey)] }),
      settings: createSettings(db, () => undefined),
      clock,
      events: createEventBus(() => undefined),
      facts: () => ({ name: 'cloudlink.local', customer: 'Example Works', address: '192.0.2.7' }),
      leave: async () => void seen.left++,
      restart: () => void seen.restarts++,
      button: {
        watch(on) {
          seen.press = on;
          return () => undefined;
        },
      },
      onChange: () => undefined,
      log: () => undefined,
    });
  const claims: ResetClaims = { gatewayId: GATEWAY, jkt: 'this-key', why: 'integration', at: 1 };
  return { make, clock, seen, key: pinned.privateKey, claims };
}

test('an order that is not signed for this link and this key erases nothing', async (t) => {
  const { make, seen, key, claims, clock } = world(t);
  const reset = make();
  await reset.start();
  const stranger = generateKeyPairSync('ed25519').privateKey;
  const good = signed(claims, key);
  for (const [what, order] of [
    ['another signer', signed(claims, stranger)],
    [
      'another link: a cloud that was restored',
      signed({ ...claims, gatewayId: GATEWAY.replace(/1$/, '2') }, key),
    ],
    ['another device key', signed({ ...claims, jkt: 'another' }, key)],
    ['no key', signed({ ...claims, jkt: '' }, key)],
    ['another kind of signature', signed(claims, key, { alg: 'none', typ: RESET_TYPE })],
    ['another kind of order', signed(claims, key, { alg: 'EdDSA', typ: 'JWT' })],
    ['claims that were changed', good.replace(/\.[^.]+\./, `.${part({ ...claims, why: 'account' })}.`)],
    ['no signature', `${good.split('.').slice(0, 2).join('.')}.`],
    ['nothing', ''],
  ] as const)
    await t.rejects(reset.byCloud(order, CLOUD, NEVER), { code: 'RESET_ORDER_INVALID' }, what);
  t.equal(reset.view().state, 'idle');
  await clock.advance(24 * 3_600_000);
  t.strictSame([seen.restarts, seen.left], [0, 0]);
  await reset.stop();
});

test('the cloud’s order is announced for ten minutes, and obeyed when the cloud knows', async (t) => {
  const { make, seen, key, claims, clock } = world(t);
  const first = make();
  await first.start();
  const waiting = new AbortController();
  const cut = first.byCloud(signed(claims, key), CLOUD, waiting.signal).catch(() => 'stopped');
  await new Promise(setImmediate);
  t.match(first.view(), { state: 'announced', who: 'Ann', by: 'cloud', dueAt: clock.now() + 600_000 });
  // the program starts again in the middle: the time goes on, it does not begin anew
  await clock.advance(400_000);
  waiting.abort();
  await cut;
  await first.stop();
  const second = make();
  await second.start();
  const done = second.resumed(NEVER);
  await clock.advance(199_000);
  t.equal(second.view().state, 'announced');
  await clock.advance(1_000);
  t.equal(await done, true);
  t.equal(seen.restarts, 0, 'the cloud is told first');
  await second.obey();
  t.equal(seen.restarts, 1);
  t.equal(second.view().state, 'ordered');
  t.equal(seen.left, 0, 'it was the cloud that ended the link');
  await second.stop();
});

test('somebody on the site cancels it', async (t) => {
  const { make, seen, key, claims, clock } = world(t);
  const reset = make();
  await reset.start();
  await t.rejects(reset.cancel(BOB), { code: 'RESET_NOT_ANNOUNCED' });
  const ordered = t.rejects(reset.byCloud(signed(claims, key), CLOUD, NEVER), { code: 'RESET_CANCELLED' });
  await new Promise(setImmediate);
  await reset.cancel(BOB);
  await ordered;
  await clock.advance(24 * 3_600_000);
  t.strictSame([reset.view().state, seen.restarts], ['idle', 0]);
  await reset.obey();
  t.equal(seen.restarts, 0);
  await reset.stop();
});

test('the announced time is a setting; a person’s own order waits for nobody', async (t) => {
  const { make, seen, key, claims, clock } = world(t);
  const reset = make();
  await reset.start();
  reset.setAnnounce(0, BOB);
  const done = reset.byCloud(signed(claims, key), CLOUD, NEVER);
  await clock.advance(0);
  await done;
  await reset.obey();
  t.equal(seen.restarts, 1);
  await reset.stop();

  const other = world(t);
  const page = other.make();
  await page.start();
  await page.order('page', true, BOB);
  t.strictSame([other.seen.restarts, other.seen.left], [1, 1]);
  t.match(page.view(), { state: 'ordered', by: 'page', who: 'Bob', keepWay: true });
  await page.stop();
});

test('a button that is held for ten seconds orders it; a shorter press does not (simulated)', async (t) => {
  const { make, seen, clock } = world(t);
  const reset = make();
  await reset.start();
  seen.press(true);
  await clock.advance(HOLD_MS - 1);
  seen.press(false);
  await clock.advance(HOLD_MS);
  t.equal(seen.restarts, 0);
  seen.press(true);
  await clock.advance(HOLD_MS);
  await new Promise(setImmediate);
  t.equal(seen.restarts, 1);
  t.match(reset.view(), { state: 'ordered', by: 'button' });
  await reset.stop();
});
