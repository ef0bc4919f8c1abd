/**
 * The real gateway program on a host whose clock is wrong, and the real cloud behind TLS. libfaketime is the clock; what
 * would be root's helper writes the file that libfaketime reads, so that a step is seen at once, as from the kernel.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { globalAgent } from 'node:https';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createServer as createTlsServer } from 'node:tls';
import { type Test, test } from 'tap';
import { freePort } from '../../src/base/runtime/free-port.ts';
import { EARLIEST } from '../../src/base/runtime/version.ts';
import type { CheckView, JobView, LinkState, Site } from '../../src/contract/local-api.ts';
import { makeAuthority, makeServer } from '../helpers/certificates.ts';
import { type Daemon, startDaemon } from '../helpers/daemon.ts';
import { cloudOf, link, overviewIs } from '../helpers/linked.ts';
import { needs } from '../helpers/needs.ts';
import { sourceFile } from '../helpers/programs.ts';
import { temporaryFolder } from '../helpers/uplink.ts';

const SITE: Site = {
  name: 'HQ',
  city: 'Ottawa',
  country: 'CA',
  province: 'ON',
  postalCode: 'K1P',
  zone: 'America/Toronto',
};
const LIMIT_MS = 120_000;

/** A cloud whose certificate began yesterday and ends in three months: right only now. */
async function startCloud(t: Test) {
  const port = await freePort();
  const upstream = await freePort();
  const authority = await makeAuthority('Test CA');
  const { key, cert } = await makeServer({ authority, host: 'localhost' });
  const edge = createTlsServer({ key, cert }, (socket) => {
    const inner = connect(upstream, '127.0.0.1');
    socket.on('error', () => inner.destroy()).pipe(inner);
    inner.on('error', () => socket.destroy()).pipe(socket);
  });
  await new Promise<void>((done) => edge.listen(port, 'localhost', done));
  t.teardown(() => edge.close());
  // what the person's requests trust
  globalAgent.options.ca = authority.pem;
  const publicUrl = `https://localhost:${port}`;
  const cloud = await cloudOf(t, {
    listen: `127.0.0.1:${upstream}`,
    publicUrl,
    launchDomain: 'launch.localhost',
  });
  return { ...cloud, url: publicUrl, ca: authority.pem };
}

type Host = {
  readonly daemon: Daemon;
  /** Times that the helper was asked to set, milliseconds since 1970. */
  readonly set: readonly number[];
};

/** @param offsetMs of the host's clock from the right time @param maySet whether there is a helper */
async function startHost(t: Test, cloud: { url: string; ca: string }, offsetMs: number, maySet: boolean) {
  const folder = temporaryFolder(t);
  const file = join(folder, 'offset');
  const offset = (ms: number) => writeFileSync(file, `${ms < 0 ? '' : '+'}${(ms / 1000).toFixed(3)}\n`);
  offset(offsetMs);
  const set: number[] = [];
  if (maySet) {
    const helper = createServer((socket) => {
      createInterface({ input: socket }).on('line', (line) => {
        const { verb, args } = JSON.parse(line) as { verb: string; args: { to?: number } };
        if (verb === 'clock.set' && args.to !== undefined) {
          offset(args.to - Date.now());
          set.push(args.to);
        }
        socket.end(`${JSON.stringify({ ok: true, sentence: 'Done.' })}\n`);
      });
    });
    await new Promise<void>((done) => helper.listen(join(folder, 'helper.sock'), done));
    t.teardown(() => helper.close());
  }
  writeFileSync(join(folder, 'ca.pem'), cloud.ca);
  const daemon = startDaemon(t, {
    folder,
    settings: { CLOUD_URL: cloud.url, CLOUD_CA: join(folder, 'ca.pem') },
    // what was built a minute ago knows its time, and 1970 is then set to that minute
    program: sourceFile('gateway/main'),
    within: [
      'env',
      'LD_PRELOAD=/usr/$LIB/faketime/libfaketime.so.1',
      `FAKETIME_TIMESTAMP_FILE=${file}`,
      'FAKETIME_NO_CACHE=1',
      'FAKETIME_DONT_FAKE_MONOTONIC=1',
    ],
  });
  await daemon.line(/"msg":"ready"/);
  t.teardown(() => rmSync(file));
  return { daemon, set } satisfies Host;
}

const DAY_MS = 24 * 3_600_000;
const jobs = async (daemon: Daemon) => (await daemon.local<{ jobs: JobView[] }>('GET', '/api/jobs')).jobs;
const away = (year: number) => Date.UTC(year, 5, 1) - Date.now();
const near = (at: number) => Math.abs(at - Date.now()) < LIMIT_MS;

for (const year of [1970, 2045])
  test(`a clock in ${year}: set right by what the cloud’s certificate proves`, {
    timeout: LIMIT_MS,
  }, async (t) => {
    if (!needs(t, 'faketime')) return;
    const cloud = await startCloud(t);
    const { daemon, set } = await startHost(t, cloud, away(year), true);
    await link(daemon, cloud.console, cloud.number);
    const { time } = await overviewIs(daemon, (overview) => overview.cloud.online);
    t.ok(near(time), `the gateway says ${new Date(time).toISOString()}`);
    // a tick brings due times of another age to now + period
    const isDueSoon = ({ dueAt }: JobView) => dueAt < Date.now() + 2 * DAY_MS;
    while (!(await jobs(daemon)).every(isDueSoon)) await daemon.local('POST', '/api/health/run');
    t.pass('jobs go on');
    if (year === 1970) t.equal(set[0], EARLIEST, 'first to the floor');
    t.ok(near(set.at(-1) ?? 0), 'then to the time that a full verification held');
  });

test('a clock in 1970 that nobody may set: said with a remedy, nothing lost, the pages work', {
  timeout: LIMIT_MS,
}, async (t) => {
  if (!needs(t, 'faketime')) return;
  const cloud = await startCloud(t);
  const { daemon } = await startHost(t, cloud, away(1970), false);
  await daemon.local('POST', '/api/health/run');
  const { checks } = await daemon.local<{ checks: CheckView[] }>('GET', '/api/health');
  const check = (code: string) => checks.find((c) => c.code === code);
  t.match(check('CLOCK'), { state: 'critical', facts: /past for certain/, remedy: /time server/ });
  t.match(check('CLOUD'), { state: 'critical', facts: /^The clock says 1970/, remedy: /time server/ });
  await daemon.local('PUT', '/api/site', SITE);
  t.match(await daemon.local<Site>('GET', '/api/site'), SITE, 'what is typed is kept');
  const { code, sentence, remedy } = await daemon
    .local<LinkState>('POST', '/api/link')
    .then(() => daemon.until(async () => (await daemon.local<LinkState>('GET', '/api/link')).error));
  t.match({ code, sentence, remedy }, { code: 'CLOCK_WRONG', sentence: /1970/, remedy: String });
});
