/**
 * Updates of real gateways under kill -9 and with bad releases: too long for the suite. `npm run update-kills`, or with
 * `-- --kills 20` for more kills, with `-- --only 'killed: 11'` for those whose name has that. The last result stands in
 * docs/updates.md.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Test, test } from 'tap';
import { updateSite } from '../helpers/update-site.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '12' }, only: { type: 'string', default: '' } },
});
const kills = Number(values.kills);
const one = (name: string, run: (t: Test) => Promise<void>) =>
  test(name, { skip: !name.includes(values.only) }, run);

/** Compiled once: a start takes a third of what it takes from the sources. */
const built = mkdtempSync(join(tmpdir(), 'cloudlink-built-'));
execFileSync('npx', ['tsc', '-p', 'tsconfig.json', '--outDir', built]);
process.on('exit', () => rmSync(built, { recursive: true, force: true }));

/** Lines of the log between an order and its end; every one of them is a moment. */
const LINES = 12;

/** Killed as soon as the gateway has said so many lines since the order: that goes by its work, not by the clock. */
async function killedAt(t: Test, lines: number): Promise<void> {
  const site = await updateSite(t, { trialSeconds: 2, built });
  await site.gateway('2.0.0');
  const mark = site.mark();
  const end = site.line(/"event":"update.state".*"to":"committed"/, mark);
  void site.lines(mark + lines).then(() => site.kill('SIGKILL'));
  // the order itself may be what the kill hits
  await site.local('POST', '/api/update/install', { version: '2.0.0', when: 'now' }).catch(() => undefined);
  await end;
  await site.line(/"msg":"ready"/, mark);
  const said = site.said().split('\n').slice(mark);
  const states = said.flatMap((line) => /"event":"update.state".*"to":"(\w+)"/.exec(line)?.[1] ?? []);
  const view = await site.until(async () => await site.view().catch(() => undefined));
  t.match(view, { state: 'committed', running: '2.0.0' }, `killed after line ${lines}: ${states.join(' ')}`);
  t.comment(`${site.kills()} kill`);
}

for (let n = 0; n < kills; n++) {
  const lines = Math.max(1, Math.round((LINES * n) / kills));
  one(`killed: ${n + 1} of ${kills}`, (t) => killedAt(t, lines));
}

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
  one(`a release that ${what}`, async (t) => {
    const site = await updateSite(t, { trialSeconds: 6, launcherSeconds: what === 'hangs' ? 8 : 120, built });
    await site.gateway('2.0.0', before);
    const view = await site.order('2.0.0', /"event":"update.state".*"to":"rolledBack"/);
    t.match(view, { state: 'rolledBack', running: '1.0.0', reason: { code } }, view.reason?.sentence ?? '');
  });
