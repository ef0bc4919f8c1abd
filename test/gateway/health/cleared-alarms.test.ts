/** Alarms that were cleared: one row a code, for seven days, over a restart. */
import { test } from 'tap';
import type { ClearedAlarm } from '../../../src/contract/local-api.ts';
import { createEventBus } from '../../../src/gateway/core/events.ts';
import { createAlarms, keptAlarms } from '../../../src/gateway/features/health/alarms.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createSettings } from '../../../src/gateway/store/settings.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const DAY = 86_400_000;
const FACTS = { severity: 'warning', title: 'Disk is filling', facts: '91 %', remedy: 'Make room.' } as const;

function world() {
  const clock = manualClock();
  const { db } = openStateDatabase(':memory:', clock.now);
  const settings = createSettings(db, (key) => {
    throw new Error(`setting ${key} does not fit`);
  });
  const events = createEventBus((_name, error) => {
    throw error;
  });
  const start = () => createAlarms({ clock, events, kept: keptAlarms(settings) });
  return { clock, start };
}
const brief = (rows: readonly ClearedAlarm[]) => rows.map(({ code, times }) => `${code} ${times}`);

test('what stands is not in it; what was cleared is, the last one first, and outlives a restart', async (t) => {
  const { clock, start } = world();
  const alarms = start();
  alarms.raise('DISK', FACTS);
  t.same(alarms.cleared(), []);
  const since = clock.now();
  await clock.advance(5000);
  alarms.clear('DISK');
  alarms.clear('DISK');
  const first = { code: 'DISK', severity: 'warning', title: FACTS.title, since, clearedAt: since + 5000 };
  t.same(alarms.cleared(), [{ ...first, times: 1 }]);
  alarms.raise('DNS', FACTS);
  alarms.clear('DNS');
  alarms.raise('DISK', FACTS);
  t.same(brief(alarms.cleared()), ['DNS 1'], 'it stands again');

  const again = start();
  t.same(brief(again.cleared()), ['DNS 1', 'DISK 1'], 'a restart forgets what stood, not what was');
});

test('a line that breaks all the time is one row with a count; after seven days it is gone', async (t) => {
  const { clock, start } = world();
  const alarms = start();
  alarms.raise('DNS', FACTS);
  alarms.clear('DNS');
  for (let n = 0; n < 300; n++) {
    alarms.raise('CL_CONNECT_FAILURE', FACTS);
    await clock.advance(1000);
    alarms.clear('CL_CONNECT_FAILURE');
  }
  t.same(brief(alarms.cleared()), ['CL_CONNECT_FAILURE 300', 'DNS 1']);
  await clock.advance(7 * DAY);
  t.same(alarms.cleared(), []);
  t.same(start().cleared(), []);
});
