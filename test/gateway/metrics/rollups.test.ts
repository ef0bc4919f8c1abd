/** What of the figures goes to the cloud, and over what time each counts. */
import { test } from 'tap';
import type { MetricRollup } from '../../../src/contract/metrics.ts';
import type { Series } from '../../../src/gateway/core/ports/metrics.ts';
import { createRollups } from '../../../src/gateway/features/metrics/rollups.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const MINUTES_5 = 300_000;
const SENT = { use: 'cloud', direction: 'up' };

function rig() {
  const clock = manualClock();
  const state = { waiting: 3, sent: 100, processor: 1 };
  const sent: MetricRollup[] = [];
  let forgotten = 0;
  const gauge = (name: string, value: number): Series => ({
    ...{ name: `cloudlink_${name}`, help: '', kind: 'gauge', values: [{ labels: {}, value }] },
  });
  const rollups = createRollups({
    series: () => [
      gauge('outbox_waiting', state.waiting),
      gauge('access_log_records', 7),
      {
        name: 'cloudlink_network_bytes_total',
        help: '',
        kind: 'counter',
        values: [
          { labels: SENT, value: state.sent },
          { labels: { ...SENT, direction: 'down' }, value: 50 },
        ],
      },
      {
        ...gauge('processor_seconds_total', 0),
        kind: 'counter',
        values: [{ labels: {}, value: state.processor }],
      },
    ],
    onRolled: () => forgotten++,
    enqueue: ({ body }) => sent.push(body),
    clock,
  });
  return { clock, state, sent, rollups, forgotten: () => forgotten };
}

test('gauges as they are, counters by what they went up, and nothing else', async (t) => {
  const { clock, state, sent, rollups, forgotten } = rig();
  rollups.start();
  const from = clock.now();
  await clock.advance(MINUTES_5);
  Object.assign(state, { waiting: 5, sent: 340, processor: 1.123456789 });
  t.equal(rollups.roll(), '3 figures');
  t.strictSame(sent, [
    {
      from,
      to: from + MINUTES_5,
      series: [
        { name: 'cloudlink_outbox_waiting', labels: {}, kind: 'gauge', value: 5 },
        { name: 'cloudlink_network_bytes_total', labels: SENT, kind: 'counter', value: 240 },
        { name: 'cloudlink_processor_seconds_total', labels: {}, kind: 'counter', value: 0.123457 },
      ],
    },
  ]);
  t.equal(forgotten(), 2, 'delays are measured anew from the start, and from each roll-up');
  await clock.advance(MINUTES_5);
  rollups.roll();
  t.match(sent[1], { from: from + MINUTES_5, to: from + 2 * MINUTES_5 });
  t.equal(sent[1]?.series.length, 1, 'a counter that stood still is left out');
});

test('a counter that began anew, and a clock that was set back', async (t) => {
  const { clock, state, sent, rollups } = rig();
  rollups.start();
  state.sent = 30;
  clock.step(clock.now() - MINUTES_5);
  rollups.roll();
  const [only] = sent;
  t.equal(only?.from, only?.to, 'of no length');
  t.match(only?.series[1], { labels: SENT, value: 30 });
});
