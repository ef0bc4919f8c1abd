/**
 * The cloud's commands under kill -9 of the real gateway: before one is journalled, before it is begun, while it runs,
 * before and after its end is journalled, and once the cloud has stored it. Whenever it is, the command comes to an end
 * by itself, its deed is done at most once, and what may not be repeated is not. By itself at some moments of each, in
 * a minute, for which the suite has no room; `npm run command-kills` does all. The result stands in docs/operations.md.
 */
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Test, test } from 'tap';
import type { CommandView } from '../../src/contract/console-api.ts';
import { isInEngine } from '../../src/gateway/platform/kind.ts';
import { startDaemon } from '../helpers/daemon.ts';
import { killAt } from '../helpers/kill-at.ts';
import { bellOf, cloudOf, link } from '../helpers/linked.ts';
import { temporaryFolder } from '../helpers/uplink.ts';

const { values } = parseArgs({
  options: { every: { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
});
const RESTART = 75;
/** What is written of a command: its receipt, its end, and that the cloud has it; a moment lies before and after each. */
const JOURNAL = '^(INSERT INTO|UPDATE) command_journal';
const MOMENTS = [
  'received, not journalled',
  'journalled, not begun',
  'done, not journalled',
  'its end journalled, not told',
  'stored by the cloud, not journalled',
  'over',
] as const;

type Kind = {
  readonly name: string;
  /** Its right end. */
  readonly ends: object;
  /** Where that is another one, by moment. */
  readonly unlike?: Readonly<Record<number, object>>;
  /** Moments that the suite tries, and how many there are; `--every` tries all of them. */
  readonly moments: readonly number[];
  readonly most?: number;
};

const DONE = { state: 'done' };
const INTERRUPTED = { state: 'failed', error: { code: 'COMMAND_INTERRUPTED' } };
/** In a container it is refused. */
const REBOOTED = isInEngine() ? { state: 'failed', error: { code: 'REBOOT_CONTAINER' } } : DONE;
const KINDS: readonly Kind[] = [
  // no PBX is linked: it is tried, and says so
  { name: 'sync.run', ends: { state: 'failed', error: { code: 'SYNC_NO_SOURCE' } }, moments: [3] },
  { name: 'inventory.report', ends: DONE, moments: [1, 4] },
  { name: 'logs.collect', ends: DONE, moments: [2] },
  { name: 'update.check', ends: { state: 'failed', error: { code: 'UPDATE_NOT_HERE' } }, moments: [3] },
  // what comes later may come after the restart
  { name: 'restart', ends: DONE, moments: [2], most: 4 },
  // the boot_id of this host stays: what was begun and has not ended did not happen
  { name: 'reboot', ends: REBOOTED, unlike: { 2: INTERRUPTED, 3: INTERRUPTED }, moments: [2, 3] },
  // refused: its receipt is its end
  {
    name: 'trace.start',
    ends: { state: 'failed', error: { code: 'COMMAND_UNSUPPORTED' } },
    moments: [2],
    most: 4,
  },
];
const ENDS = new Set(['done', 'failed', 'unknown', 'expired']);

async function site(t: Test) {
  const cloud = await cloudOf(t);
  const bob = cloud.console;
  const folder = temporaryFolder(t);
  // labelled stand-in for the privileged helper: it counts what is asked of it, and boots nothing
  let reboots = 0;
  const helper = createServer((socket) => {
    socket.once('data', (data) => {
      if ((JSON.parse(String(data)) as { verb: string }).verb === 'reboot') reboots++;
      socket.end(`${JSON.stringify({ ok: true, sentence: 'The host reboots now.' })}\n`);
    });
  });
  await new Promise<void>((resolve) => helper.listen(join(folder, 'helper.sock'), resolve));
  t.teardown(() => helper.close());
  const start = (env: Record<string, string> = {}) =>
    startDaemon(t, { folder, env, settings: { CLOUD_URL: cloud.url, MDNS_ENABLED: 'false' } });

  const first = start();
  await first.line(/"msg":"ready"/);
  await link(first, bob, cloud.number);
  await first.local('PUT', '/api/looks/logs/consent', { mode: 'always', people: ['bob@customer.example'] });
  first.child.kill('SIGTERM');
  await first.ended;
  const id = String(((await bob.get('/api/gateways')).body.items as { id: string }[])[0]?.id);
  return {
    bell: bellOf(t, cloud.url, bob),
    start,
    reboots: () => reboots,
    order: async (name: string) =>
      (await bob.post(`/api/gateways/${id}/commands`, { name })).body as CommandView,
    view: async (command: string) => (await bob.get(`/api/commands/${command}`)).body as CommandView,
  };
}

test('each command comes to one end, whenever the gateway is killed', { timeout: 1_800_000 }, async (t) => {
  const { start, bell, reboots, order, view } = await site(t);
  const wanted = KINDS.filter(({ name }) => name.startsWith(values.only));
  for (const { name, ends, unlike = {}, moments, most = MOMENTS.length } of wanted)
    for (const at of values.every ? Array.from({ length: most }, (_, n) => n + 1) : moments) {
      const what = `${name}: ${MOMENTS[at - 1]}`;
      const before = reboots();
      const first = start(killAt({ sql: JOURNAL, at }));
      await first.line(/"msg":"ready"/);
      const { id } = await order(name);
      await first.ended;
      t.equal(first.child.signalCode, 'SIGKILL', `${what}: killed`);
      let restarts = 0;
      let daemon = start();
      let last: CommandView;
      for (;;) {
        const rung = bell.next();
        last = await view(id);
        if (ENDS.has(last.state)) break;
        await Promise.race([rung, daemon.ended]);
        const { exitCode } = daemon.child;
        if (exitCode === null) continue;
        // as a service manager does
        t.equal(exitCode, RESTART, `${what}: ended by itself`);
        restarts++;
        daemon = start();
      }
      t.match(last, unlike[at] ?? ends, `${what}: ${last.state} ${last.error?.code ?? ''}`);
      t.ok(reboots() - before <= 1, `${what}: ${reboots() - before} reboots`);
      t.ok(restarts <= 1, `${what}: ${restarts} restarts of its own`);
      daemon.child.kill('SIGTERM');
      await daemon.ended;
    }
});
