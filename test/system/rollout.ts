/**
 * Releases that the cloud distributes and orders, and gateways that install them: real programs on both sides, a real
 * directory, the vendor's own script. One good release, one that loses the cloud, one that loses the PBX.
 */
import { execFile } from 'node:child_process';
import { existsSync, readlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Test, test } from 'tap';
import { until } from '../../scripts/demo-parts/world.ts';
import type { EventView, GatewayView } from '../../src/contract/console-api.ts';
import type { Overview, PbxTestResult, SyncView } from '../../src/contract/local-api.ts';
import type { RolloutGateway, RolloutView } from '../../src/contract/rollouts.ts';
import type { Console } from '../cloud/harness.ts';
import { startDaemon } from '../helpers/daemon.ts';
import { cloudOf, link } from '../helpers/linked.ts';
import { needs } from '../helpers/needs.ts';
import { updateSite } from '../helpers/update-site.ts';
import { startSlapd } from '../peers/slapd.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const BUILT = join(ROOT, 'dist');
/** The cloud looks at its rollouts every ten seconds, and a gateway says how it stands when it is online again. */
const PATIENCE_MS = 120_000;
const run = promisify(execFile);
const vendor = (...args: string[]) =>
  run(process.execPath, [join(ROOT, 'scripts/lib/make-release-repository.ts'), ...args]);

async function good<T>(answer: Promise<{ status: number; body: unknown }>): Promise<T> {
  const { status, body } = await answer;
  if (status >= 400) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body as T;
}

/** A site with a directory, linked to a cloud that has the releases; and one more gateway of that customer. */
async function world(t: Test) {
  const directory = await startSlapd({ people: 3 });
  t.teardown(() => directory.close());
  let cloud: Awaited<ReturnType<typeof cloudOf>> | undefined;
  const site = await updateSite(t, {
    built: BUILT,
    // so long a bad one may try, and a good one has to come online again on a busy machine
    trialSeconds: 30,
    async serve(releases) {
      cloud = await cloudOf(t, { releases });
      return { base: cloud.url };
    },
  });
  if (!cloud) throw new Error('there is no cloud');
  const { number, console, partner, url } = cloud;
  const other = startDaemon(t, { settings: { CLOUD_URL: url, MDNS_ENABLED: 'false' } });
  await other.line(/"msg":"ready"/);
  await link({ local: site.local, until: site.untilChanged }, console, number);
  t.comment('linked');
  const gateways = async () =>
    (await good<{ items: GatewayView[] }>(console.get(`/api/gateways?account=${number}`))).items;
  const [mine] = await gateways();
  await link(other, console, number);
  const theirs = (await gateways()).find(({ id }) => id !== mine?.id);

  const { host, port, bindDn, password, baseDn } = directory;
  const values = { host, port, security: 'none', bindDn, bindPassword: password, baseDn };
  await site.local('PUT', '/api/pbx', { type: 'ldap', name: 'Directory', values });
  const { steps } = await site.local<PbxTestResult>('POST', '/api/pbx/connect');
  t.ok(steps.every(({ ok }) => ok));
  const synced = await site.local<SyncView>('POST', '/api/sync/run?wait=true');
  t.equal(synced.counts?.added, 3);
  t.comment('set up');
  return { site, console, number, ann: await partner(), mine: mine?.id ?? '', theirs: theirs?.id ?? '' };
}

/** Two rings: this gateway, and the other one when a person says so. @param end of the gateway's own update */
async function roll(ann: Console, version: string, mine: string, end: () => Promise<unknown>) {
  const rings = [
    { name: 'First', percent: 0, gateways: [mine] },
    { name: 'Others', percent: 100, gateways: [] },
  ];
  const input = { version, rings, when: { kind: 'now' }, maxFailedPercent: 0 };
  const { id } = await good<RolloutView>(ann.post('/api/rollouts', input));
  await end();
  const view = await until(
    `the end of the first ring of ${version}`,
    async () => {
      const now = await good<RolloutView>(ann.get(`/api/rollouts/${id}`));
      return now.state === 'running' ? undefined : now;
    },
    PATIENCE_MS,
  );
  const { items } = await good<{ items: RolloutGateway[] }>(ann.get(`/api/rollouts/${id}/gateways`));
  const abort = () => good(ann.post(`/api/rollouts/${id}/abort`, { revision: view.revision }));
  return { view, abort, of: (gatewayId: string) => items.find((one) => one.gatewayId === gatewayId) };
}

test('rollouts to a gateway that installs them', async (t) => {
  if (!needs(t, 'slapd')) return;
  if (!existsSync(join(BUILT, 'gateway/main.js'))) return void t.pass('', { skip: 'it is not built' });
  const packed = join(t.testdir({}), 'cloudlink-2.0.0.zip');
  const packing = vendor('pack', '--version', '2.0.0', '--out', packed);
  const { site, ann, console, number, mine, theirs } = await world(t);
  const { stdout } = await packing;
  t.match(stdout, /bytes unpacked/);
  const running = () => readlinkSync(join(site.program, 'current'));
  const ended = (mark: number) => () =>
    site.line(/"event":"update.state".*"to":"(committed|rolledBack|failed)"/, mark);
  /** What stands on the page and at the cloud after a version was taken back. */
  const assertTakenBack = async (t: Test, version: string, sentence: RegExp, log: RegExp) => {
    const view = await site.view();
    const reason = { code: 'UPDATE_WORSE', sentence, remedy: /The version before runs again/ };
    t.match(view, { state: 'rolledBack', running: '2.0.0', version, reason });
    t.match(view.reason?.logExcerpt, log, 'the last lines of the log are told');
    const { alarms } = await site.local<Overview>('GET', '/api/overview');
    t.match(
      alarms.find(({ code }) => code === 'UPDATE_FAILED'),
      { facts: new RegExp(version) },
    );
    const atCloud = await until(
      `the end of ${version} at the cloud`,
      async () => {
        const { status } = await good<GatewayView>(console.get(`/api/gateways/${mine}`));
        return status?.update?.state === 'rolledBack' && status.update.version === version
          ? status.update
          : undefined;
      },
      PATIENCE_MS,
    );
    t.match(atCloud, { reason: { ...reason, logExcerpt: log } }, 'the cloud shows the same');
    t.equal(running(), 'releases/2.0.0');
  };

  await t.test('a good one, as the vendor packs it', async (t) => {
    const repository = join(site.folder, 'repository');
    const keys = join(site.folder, 'keys');
    await vendor('add', repository, '--keys', keys, '--file', packed, '--version', '2.0.0');
    const { view, of, abort } = await roll(ann, '2.0.0', mine, ended(site.mark()));
    t.match(view, {
      state: 'waiting',
      ring: 0,
      rings: [{ counts: { done: 1 } }, { counts: { waiting: 1 } }],
    });
    t.match(of(mine), { state: 'done', version: '2.0.0' });
    t.match(of(theirs), { state: 'waiting', ring: 1 });
    t.notOk(of(theirs)?.orderedAt);
    t.match(await site.view(), { state: 'committed', running: '2.0.0', from: '1.0.0' });
    t.ok(existsSync(join(site.program, 'current/node_modules/fastify')), 'with packages of its own');
    await abort();
  });

  await t.test('one that does not find the cloud any more stops its rollout', async (t) => {
    await site.gateway('3.0.0', '', [
      ['built/contract/claim.js', "'/v1/gateway/channel'", "'/v9/gateway/channel'"],
      ['built/contract/claim.js', "'/v1/gateway/messages'", "'/v9/gateway/messages'"],
    ]);
    const { view, of, abort } = await roll(ann, '3.0.0', mine, ended(site.mark()));
    t.match(view, {
      state: 'stopped',
      ring: 0,
      rings: [{ counts: { failed: 1 } }, { counts: { waiting: 1 } }],
    });
    t.match(of(mine), { state: 'failed', version: '2.0.0', reason: { code: 'UPDATE_WORSE' } });
    t.match(of(theirs), { state: 'waiting', ring: 1 });
    t.notOk(of(theirs)?.orderedAt, 'the other one was never ordered');
    await assertTakenBack(t, '3.0.0', /the line to the cloud/, /WebSocket was refused \(status 404\)/);
    await abort();
  });

  await t.test('one that does not get into the directory any more', async (t) => {
    await site.gateway('4.0.0', '', [
      [
        'built/gateway/pbx/ldap/directory.js',
        'client.bind(bindDn, bindPassword)',
        "client.bind(bindDn, 'x')",
      ],
    ]);
    await site.order('4.0.0', /"event":"update.state".*"to":"rolledBack"/);
    await assertTakenBack(t, '4.0.0', /: the PBX\.$/, /PBX_CREDENTIALS/);
    const test = await site.local<PbxTestResult>('POST', '/api/pbx/connect');
    t.ok(test.ok, 'the version before gets in');
  });

  const { items } = await good<{ items: EventView[] }>(
    console.get(`/api/events?account=${number}&limit=100`),
  );
  const actions = items.map(({ action }) => action);
  for (const action of ['Update installed', 'Update rolled back']) t.ok(actions.includes(action), action);
});
