import { test } from 'tap';
import { clockFloor, correction, mayRecord } from '../../../src/gateway/features/identity/clock-floor.ts';
import { createClockGuard } from '../../../src/gateway/features/identity/clock-guard.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createSettings } from '../../../src/gateway/store/settings.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const at = (year: number) => Date.UTC(year, 5, 1);
const BUILT = at(2026);
const LAST = at(2027);

test('the floor', (t) => {
  t.equal(clockFloor({ builtAt: BUILT }), BUILT);
  t.equal(clockFloor({ builtAt: BUILT, synchronisedAt: LAST }), LAST);
  t.equal(clockFloor({ builtAt: BUILT, synchronisedAt: at(2020) }), BUILT, 'an older record');
  t.equal(clockFloor({ builtAt: BUILT, synchronisedAt: at(2090) }), BUILT, 'an impossible record');
  t.end();
});

test('1970, 2045, a step back of twenty years', (t) => {
  const facts = { builtAt: BUILT, synchronisedAt: LAST };
  const table: [string, number, number | undefined][] = [
    ['1970', 0, LAST],
    ['a step back of twenty years', at(2007), LAST],
    ['just before the floor', LAST - 1, LAST],
    ['the floor', LAST, undefined],
    ['right', at(2028), undefined],
    ['2045: only a certificate can tell', at(2045), undefined],
  ];
  for (const [name, now, expected] of table) t.equal(correction(now, facts), expected, name);
  t.equal(mayRecord(at(2028), facts), true);
  t.equal(mayRecord(at(2050), facts), false, 'a far future is never stored as last seen');
  t.equal(mayRecord(at(2026), facts), false, 'it never goes back');
  t.end();
});

function world(now: number, verifies: (now: number) => boolean | Promise<boolean>, canSet = true) {
  const clock = manualClock(now);
  const { db } = openStateDatabase(':memory:', clock.now);
  const lines: string[] = [];
  const guard = createClockGuard({
    settings: createSettings(db, () => undefined),
    clock,
    builtAt: BUILT,
    ...(canSet ? { setClock: async (to: number) => clock.step(to) } : {}),
    verify: async () => verifies(clock.now()),
    log: (message) => lines.push(message),
  });
  return { clock, guard, lines };
}

test('1970 at start: set to the floor', async (t) => {
  const { clock, guard, lines } = world(0, () => true);
  await guard.start();
  t.equal(clock.now(), BUILT);
  t.same(lines, ['the clock was set']);
});

test('2045: an offered time counts only when a full verification succeeds with it', async (t) => {
  const { clock, guard } = world(at(2045), (now) => now === at(2027));
  t.equal(await guard.consider(at(2028)), false);
  t.equal(clock.now(), at(2045), 'taken back');
  t.equal(await guard.consider(at(2027)), true);
  t.equal(clock.now(), at(2027));
  t.equal(guard.floor(), at(2027), 'recorded while synchronised');
  t.equal(await guard.consider(at(2026)), false, 'below the floor it is not even tried');
});

test('a verification that offers a time itself does not go round in a circle', async (t) => {
  const inner: boolean[] = [];
  const { clock, guard } = world(at(2045), async () => {
    inner.push(await guard.consider(at(2028)));
    return false;
  });
  t.equal(await guard.consider(at(2027)), false);
  t.same(inner, [false]);
  t.equal(clock.now(), at(2045));
});

test('nobody may set the clock here', async (t) => {
  const { clock, guard } = world(0, () => true, false);
  await guard.start();
  t.equal(await guard.consider(at(2027)), false);
  t.equal(clock.now(), 0);
});

test('what is confirmed is the next floor; written once an hour', (t) => {
  const { clock, guard } = world(LAST, () => true);
  guard.confirm();
  t.equal(guard.floor(), LAST);
  clock.step(LAST + 60_000);
  guard.confirm();
  t.equal(guard.floor(), LAST);
  clock.step(LAST + 3_600_000);
  guard.confirm();
  t.equal(guard.floor(), LAST + 3_600_000);
  t.end();
});
