/** The words that pages make of facts: numbers, ages, the dashboard's first line, the way here. */
import { test } from 'tap';
import { normaliseSetupCode } from '../../../src/contract/claim.ts';
import type { Overview } from '../../../src/contract/local-api.ts';
import { headline as headlineOf, syncPart } from '../../../web-ui/setup/parts/sentences.ts';
import { isLoopback, isSignpostOnly } from '../../../web-ui/setup/place.ts';
import { normaliseSetupCode as folded } from '../../../web-ui/setup/setup-code.ts';
import { nextStep, setupSteps } from '../../../web-ui/setup/steps.ts';
import {
  accountNumber,
  age,
  bytes,
  clockTime,
  count,
  date,
  duration,
  groups,
  memory,
} from '../../../web-ui/shared/format.ts';
import * as data from '../../fakes/setup-data.ts';

const headline = (overview: Overview) => headlineOf(overview, (english) => english);
const NOW = new Date(2026, 10, 23, 14, 47, 30).getTime();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test('numbers and sizes', async (t) => {
  t.equal(accountNumber('482917305'), '482\u00a0917\u00a0305');

  t.equal(count(1440), '1,440');
  t.equal(bytes(0), '0 bytes');
  t.equal(bytes(41_000), '41 kB');
  t.equal(bytes(6_100_000), '6.1 MB');
  t.equal(memory(4 * 1024 ** 3), '4 GiB');
  t.same(groups('fR7c9Kd2Qm'), ['fR7c', '9Kd2', 'Qm']);
  t.same(groups('8F:3A:C9'), ['8F3A', 'C9'], 'separators of a fingerprint do not count');
});

test('ages never run backwards and never hide their size', async (t) => {
  t.equal(age(NOW - 12_400, NOW), '12 s ago');
  t.equal(age(NOW - 41 * MINUTE, NOW, 'for'), 'for 41 min');
  t.equal(age(NOW - 72 * MINUTE, NOW), '1 h 12 min ago');
  t.equal(age(NOW - 41 * DAY, NOW), '41 days ago');
  t.equal(age(NOW + 12 * MINUTE, NOW, 'in'), 'in 12 min');
  t.equal(age(NOW + 5 * MINUTE, NOW), 'now', 'a time to come is no age');
  t.equal(age(NOW - 5 * MINUTE, NOW, 'in'), 'now', 'what was due is due now');
  t.equal(age(NOW - HOUR, NOW, 'since'), 'since 13:47');
  t.equal(age(new Date(2026, 8, 14).getTime(), NOW, 'since'), 'since 14 Sep');
  t.equal(duration(59_999), '59 s');
});

test('dates', async (t) => {
  t.equal(date(new Date(2026, 8, 14).getTime()), '14 Sep 2026');
  t.equal(clockTime(NOW, NOW), '14:47');
  t.equal(clockTime(NOW, NOW, true), '14:47:30');
  t.equal(clockTime(NOW - 2 * DAY, NOW), '21 Nov, 14:47');
  t.equal(clockTime(new Date(2025, 8, 14, 9, 20).getTime(), NOW), '14 Sep 2025, 09:20');
});

/** State → its sentences after the first, and where the one button leads. */
const FIRST_LINES: readonly [name: string, Overview, string, string | undefined][] = [
  ['all is well', data.overviewQuiet(NOW), '244 users in sync.', undefined],
  ['never linked', data.overviewUnlinked(NOW), 'This gateway is not linked yet.', '/about'],
  ['deactivated', data.overviewDeactivated(NOW), 'Sync, reports and tunnels are paused.', undefined],
  ['no PBX', data.overviewNoPbx(NOW), 'Set-up goes on with PBX.', '/setup/pbx'],
  ['failing sync', data.overviewFailed(NOW), 'The last user sync failed.', '/sync'],
  ['detained updates', data.overviewTypical(NOW), '232 users in sync, 12 need attention.', '/sync/detained'],
  ['held removals', data.overviewGuarded(NOW), '38 removals are held until somebody decides.', '/sync'],
  ['a tunnel that is down', data.overviewTunnelDown(NOW), '1 tunnel does not work.', '/tunnels'],
  ['a full disk', data.overviewDiskFull(NOW), 'Alarm: Disk space, and 1 more.', '#alarms'],
];

for (const [name, overview, sentence, href] of FIRST_LINES)
  test(`the first line: ${name}`, async (t) => {
    const { sentences, next } = headline(overview);
    t.equal(sentences.at(-1), sentence);
    t.equal(next?.href, href);
    t.ok(sentences.length <= 3);
  });

test('the first line: what is worse goes before what is not', async (t) => {
  const full = data.overviewDiskFull(NOW);
  const { alarms } = data.overviewTypical(NOW);
  t.equal(headline({ ...full, sync: data.syncHeld(NOW) }).next?.href, '#alarms', 'no disk, no sync');
  t.match(headline({ ...data.overviewQuiet(NOW), alarms }), {
    sentences: ['Linked to Ballad Industries.', '244 users in sync.', '1 alarm needs attention.'],
    next: { href: '#alarms' },
  });
  t.equal(headline({ ...data.overviewGuarded(NOW), alarms }).next?.href, '/sync', 'a warning waits');
  const down = data.overviewTunnelDown(NOW);
  const cloud = { ...down.cloud, online: false };
  t.same(
    headline({ ...down, cloud }).sentences.slice(1),
    ['The cloud is not reached.', '244 users in sync.'],
    'without the cloud no tunnel is up: said once',
  );
});

test('the first line of the dashboard says the state and the one next thing', async (t) => {
  t.same(headline(data.overviewOffline(NOW)), {
    sentences: [
      'Linked to Ballad Industries.',
      'The cloud is not reached.',
      '232 users in sync, 12 need attention.',
    ],
    next: { href: '/sync/detained', words: 'Review 12 detained updates' },
  });
  t.same(headline(data.overviewEmpty(NOW)).next, {
    href: '/setup/gateway',
    words: 'Continue set-up: Gateway',
  });
  t.match(headline(data.overviewFailed(NOW)).sentences[1], /failed/);
  const held = syncPart({ sync: data.syncHeld(NOW) });
  t.equal(held.sentence, '38 removals are held until somebody decides.');
  const typical = data.overviewTypical(NOW);
  const account = {
    ...typical.account,
    state: 'deactivated',
  } as typeof typical.account;
  t.match(headline({ ...typical, ...(account ? { account } : {}) }).sentences[0], /deactivated/);
  const { account: _, ...unlinked } = { ...typical, linked: false };
  t.equal(headline(unlinked).next?.href, '/about');
});

test('set-up steps', async (t) => {
  const empty = data.overviewEmpty(NOW);
  t.equal(nextStep(empty), 'gateway');
  t.equal(nextStep(data.overviewTypical(NOW)), undefined);
  const held = setupSteps(data.overviewHeld(NOW), 'connect');
  t.same(
    held.map(({ title, state, open }) => [title, state, open]),
    [
      ['Gateway', 'done', false],
      ['PBX', 'done', false],
      ['Connect', 'here', false],
      ['Deployment', 'later', true],
    ],
  );
});

test('secrets may be typed over TLS, or on this very computer', async (t) => {
  t.ok(isSignpostOnly({ protocol: 'http:', hostname: '192.168.10.24' }));
  t.ok(isSignpostOnly({ protocol: 'http:', hostname: 'cloudlink.local' }));
  t.ok(
    isSignpostOnly({ protocol: 'http:', hostname: '127.example.com' }),
    'a name that begins like loopback',
  );
  t.notOk(isSignpostOnly({ protocol: 'https:', hostname: '192.168.10.24' }));
  for (const name of ['localhost', '127.0.0.1', '[::1]', 'gateway.localhost']) t.ok(isLoopback(name), name);
});

test('the set-up code is folded as the gateway folds it', async (t) => {
  for (const typed of ['k7mo-il2u-9xyz', ' K7M0 1120 9XYZ ', 'O0Il1uU_-ß'])
    t.equal(folded(typed), normaliseSetupCode(typed));
});
