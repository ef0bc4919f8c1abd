import { createHmac } from 'node:crypto';
import { test } from 'tap';
import { createSetupCode } from '../../../src/gateway/features/identity/setup-code.ts';
import { createCrypto } from '../../../src/gateway/platform/crypto.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createSecrets, createSettings } from '../../../src/gateway/store/settings.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

function world() {
  const clock = manualClock();
  const { db } = openStateDatabase(':memory:', clock.now);
  const printed: string[] = [];
  const make = () =>
    createSetupCode({
      settings: createSettings(db, () => undefined),
      secrets: createSecrets(db),
      crypto: createCrypto(clock.now),
      now: clock.now,
      onNew: (code) => printed.push(code),
    });
  const stored = () => db.prepare('SELECT key FROM secret').all();
  return { clock, printed, make, stored };
}

test('made once, kept over a restart, single use', (t) => {
  const { make, printed, stored } = world();
  const code = make().ensure();
  t.equal(make().ensure(), code, 'the label stays right');
  t.same(printed, [code]);
  t.equal(make().verify(code.toLowerCase()), true);
  t.equal(make().verify(code), true, 'looking does not use it up');
  make().consume('admin');
  t.equal(make().current(), undefined);
  t.same(stored(), [], 'not kept where it is of no use');
  t.throws(() => make().verify(code), { code: 'SETUP_CODE_USED' });
  t.not(make().ensure(), code, 'the next one is another');
  t.equal(printed.length, 2);
  t.end();
});

test('look-alikes are folded', (t) => {
  const { make } = world();
  const setup = make();
  let code = setup.renew();
  while (!/[01]/.test(code)) code = setup.renew();
  t.ok(setup.verify(code.replaceAll('0', 'o').replaceAll('1', 'l')));
  t.end();
});

test('five wrong in a row lock for 15 minutes, over a restart, not for twenty years', (t) => {
  const { make, clock } = world();
  const code = make().ensure();
  const wrong = () => make().verify('0000-0000-0000');
  for (let n = 0; n < 4; n++) t.equal(wrong(), false);
  t.equal(make().verify(code), true, 'a right one forgives');
  for (let n = 0; n < 5; n++) wrong();
  t.throws(() => make().verify(code), { code: 'RATE_LIMITED', retryAfterMs: 900_000 });
  const then = clock.now();
  clock.step(then - 20 * 365 * 24 * 3600_000);
  t.throws(() => make().verify(code), { code: 'RATE_LIMITED', retryAfterMs: 900_000 }, 'a stepped clock');
  clock.step(then + 900_000);
  t.equal(make().verify(code), true);
  t.end();
});

test('a challenge is answered by the code and the key only', (t) => {
  const { make } = world();
  const setup = make();
  const key = setup.ensure().replaceAll('-', '');
  const nonce = 'bm9uY2U';
  const mac = (by: string, jkt: string) =>
    createHmac('sha256', by).update(`cloudlink-setup-code\n${nonce}\n${jkt}`).digest('base64url');
  const ask = (by: string, jkt: string) =>
    setup.answers({ id: '019a0000-0000-7000-8000-000000000000', nonce, mac: mac(by, jkt) }, 'this-key');
  t.equal(ask(key, 'this-key'), true);
  t.equal(ask(key, 'another-key'), false);
  t.equal(ask('0'.repeat(12), 'this-key'), false);
  setup.consume('claim');
  t.equal(ask(key, 'this-key'), false, 'a used code answers nothing');
  t.end();
});
