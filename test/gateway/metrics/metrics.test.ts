/** Numbers for a monitoring system: the format, what they say, and that no name is in a label. */
import { test } from 'tap';
import type { CheckView, Overview } from '../../../src/contract/local-api.ts';
import type { OutflowView } from '../../../src/contract/outflow.ts';
import { metricsOf } from '../../../src/gateway/features/metrics/metrics.ts';
import { createProcessMeter } from '../../../src/gateway/platform/process-meter.ts';
import { prometheus } from '../../../src/gateway/platform/prometheus.ts';
import * as data from '../../fakes/setup-data.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const CHECKS: CheckView[] = [
  { code: 'DISK', title: 'Disk space', state: 'critical', facts: 'secret-host is full' },
  { code: 'DNS', title: 'DNS', state: 'unknown', facts: '' },
];
const outflow: OutflowView = {
  at: NOW,
  since: NOW,
  destinations: ['a.example', 'b.example'].map((host) => ({
    use: 'pbx',
    host,
    port: 1,
    place: 'site',
    connections: 1,
    failed: 0,
    up: 10,
    down: 20,
    lastAt: NOW,
  })) as OutflowView['destinations'],
  data: [],
  days: [],
};
const series = (overview: Overview) =>
  metricsOf({
    overview: () => overview,
    checks: () => CHECKS,
    outflow: () => outflow,
    accessRecords: () => 7,
    process: () => ({
      memoryBytes: 125_000_000,
      processorSeconds: 12.5,
      delaySeconds: { '0.5': 0.001, '0.99': 0.004, '1': 0.09 },
    }),
  });
/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
const LINE =
  /^(# (HELP|TYPE) [a-z_:][\w:]* .+|[a-z_:][\w:]*(\{[a-z_]\w*="[^"\n]*"(,[a-z_]\w*="[^"\n]*")*\})? [-+0-9.eNaInf]+)$/i;

test('the text format, with what this gateway and this process are like', async (t) => {
  const { contentType, text } = await prometheus();
  t.match(contentType, /^text\/plain/);
  const found = await text(series(data.overviewTypical(NOW)));
  for (const line of found
    .trim()
    .split('\n')
    .filter((one) => one !== ''))
    t.match(line, LINE, line);
  for (const wanted of [
    /^cloudlink_linked 1$/m,
    /^cloudlink_access_log_records 7$/m,
    /^cloudlink_check_state\{code="DISK"\} 2$/m,
    /^cloudlink_alarms\{severity="warning"\} 1$/m,
    /^cloudlink_network_bytes_total\{use="pbx",direction="down"\} 40$/m,
    /^cloudlink_memory_bytes 125000000$/m,
    /^cloudlink_loop_delay_seconds\{quantile="0.99"\} 0.004$/m,
    /^process_resident_memory_bytes \d+$/m,
    /^nodejs_eventloop_lag_p99_seconds /m,
  ])
    t.match(found, wanted);
  t.notMatch(found, /code="DNS"/, 'what is not known has no number');
  t.equal(
    (await text(series(data.overviewTypical(NOW)))).match(/^cloudlink_linked /gm)?.length,
    1,
    'asked again',
  );
});

test('no name of a person, host, PBX, site or account; as many series as the tables have rows', async (t) => {
  for (const overview of [data.overviewTypical(NOW), data.overviewFull(NOW), data.overviewEmpty(NOW)]) {
    const all = series(overview);
    const labels = all.flatMap(({ values }) => values.flatMap((one) => Object.values(one.labels)));
    for (const label of labels) t.match(label, /^[A-Za-z0-9_.+-]{1,40}$/);
    const text = JSON.stringify(all);
    const names = [
      overview.account?.name,
      overview.account?.number,
      overview.site?.name,
      overview.pbx?.name,
      overview.lanAddress,
      ...overview.targets.map((target) => target.host),
      ...overview.sessions.map((session) => session.personName),
      'a.example',
      'secret-host',
    ];
    for (const name of names) if (name !== undefined && name !== '') t.notOk(text.includes(name), name);
    t.ok(labels.length < 120, `${labels.length} labels`);
  }
});

test('this process: how late its loop was, until that is forgotten', async (t) => {
  const meter = createProcessMeter();
  t.teardown(meter.stop);
  const turn = () => new Promise((resolve) => setTimeout(resolve, 60));
  await turn();
  for (const until = performance.now() + 400; performance.now() < until; );
  await turn();
  const { memoryBytes, processorSeconds, delaySeconds } = meter.now();
  t.ok(memoryBytes > 10_000_000);
  t.ok(processorSeconds > 0.3);
  t.ok(delaySeconds['1'] > 0.2, `${delaySeconds['1']} s`);
  meter.forget();
  t.strictSame(meter.now().delaySeconds, { '0.5': 0, '0.99': 0, '1': 0 });
});
