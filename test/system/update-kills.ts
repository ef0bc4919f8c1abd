/**
 * Updates of real gateways under kill -9 and with bad releases: too long for the suite. `npm run update-kills`, or with
 * `-- --kills 20` for more kills. The last result stands in docs/updates.md.
 */
import { parseArgs } from 'node:util';
import { type Test, test } from 'tap';
import { updateSite } from '../helpers/update-site.ts';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '10' } } });
const kills = Number(values.kills);

/** Between the order and the end on a quiet machine, with some more. Milliseconds. */
const SPAN_MS = 9_000;

const after = (ms: number, f: () => void) => setTimeout(f, ms);

async function killedAt(t: Test, ms: number): Promise<void> {
  const site = await updateSite(t, { trialSeconds: 2 });
  await site.gateway('2.0.0');
  const mark = site.mark();
  await site.local('POST', '/api/update/install', { version: '2.0.0', when: 'now' });
  after(ms, () => site.kill('SIGKILL'));
  await site.line(/"msg":"update: committed"/, mark);
  const reached = site
    .said()
    .split('\n')
    .slice(mark)
    .filter((line) => line.includes('"msg":"update: '))
    .map((line) => /update: (\w+)/.exec(line)?.[1]);
  t.match(
    await site.view(),
    { state: 'committed', running: '2.0.0' },
    `killed after ${ms} ms: ${reached.join(' ')}`,
  );
}

for (let n = 0; n < kills; n++)
  test(`killed: ${n + 1} of ${kills}`, (t) => killedAt(t, Math.round((SPAN_MS * n) / kills)));

const BAD: readonly (readonly [string, string, RegExp])[] = [
  ['eats memory', 'globalThis.eaten = Buffer.alloc(400e6, 1);\n', /UPDATE_WORSE/],
  [
    'loses the network',
    "const os = (await import('node:os')).default; os.networkInterfaces = () => ({}); (await import('node:module')).syncBuiltinESMExports();\n",
    /UPDATE_WORSE/,
  ],
  ['hangs', 'for (;;);\n', /UPDATE_HUNG/],
  ['ends with exit code 0', 'process.exit(0);\n', /UPDATE_CRASHED/],
  ['crashes after some seconds', 'setTimeout(() => process.exit(1), 1500);\n', /UPDATE_CRASHED/],
];
for (const [what, before, code] of BAD)
  test(`a release that ${what}`, async (t) => {
    const site = await updateSite(t, { trialSeconds: 6, launcherSeconds: 12 });
    await site.gateway('2.0.0', before);
    const view = await site.order('2.0.0', /"msg":"update: rolledBack"/);
    t.match(view, { state: 'rolledBack', running: '1.0.0', reason: { code } }, view.reason?.sentence ?? '');
  });
