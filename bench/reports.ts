/**
 * Reports of many gateways into one cloud node: each says its status and hands over a batch of its outbox (an event, the
 * result of a sync, an unchanged inventory), two requests, both proven by its own key.
 *
 *     node bench/reports.ts [gateways]
 *
 * The cloud is the built program on a database that knows every gateway. Proofs are signed before the clock starts: a
 * gateway does that on its own machine. Requests come over 64 connections from 64 loopback addresses, since the cloud
 * counts requests by address, and there are 64 on their way at any time. The peer (reports-peer.mjs) gets the same
 * bodies from the same sender in the same way. It ends by itself after five minutes.
 */
import type { ChildProcess } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'undici';
import { unitEnvironment } from '../scripts/demo-parts/process.ts';
import { systemClock } from '../src/base/runtime/clock.ts';
import { freePort } from '../src/base/runtime/free-port.ts';
import { createLogger } from '../src/base/runtime/logger.ts';
import { openCore } from '../src/cloud/cloud.ts';
import { readConfig } from '../src/cloud/config.ts';
import { insertGateway } from '../src/cloud/store/gateways.ts';
import { CLOUD_PATH } from '../src/contract/claim.ts';
import type { GatewayStatus } from '../src/contract/status.ts';
import { ACCOUNT, gatewayRow } from '../test/helpers/cloud-rows.ts';
import { proof, type TestKey, testKey } from '../test/helpers/dpop-client.ts';
import { ROOT } from './gateway.ts';
import { cpuS, figure, rssMb, said, startAndWait, stop } from './lib.ts';

const COUNT = Number(process.argv[2] ?? 10_000);
const CONNECTIONS = 64;
const LIMIT_MS = 5 * 60_000;
/** A gateway says its status once a minute: so long may all of them take. */
const MINUTE_S = 60;

setTimeout(() => {
  process.stderr.write('it took too long\n');
  process.exit(1);
}, LIMIT_MS).unref();

type Sender = { readonly id: string; readonly key: TestKey; readonly token: string };
type Request = {
  readonly path: string;
  readonly body: string;
  readonly headers: Record<string, string>;
};

const digest = 'd'.repeat(64);
const COUNTS = { added: 0, changed: 1, removed: 0, unchanged: 232, detained: 0, held: 0, requests: 2 };

function statusOf(at: number): GatewayStatus {
  return {
    at,
    version: '3.2.0',
    kind: 'standalone',
    name: 'cloudlink-ott',
    lanAddress: '192.168.10.24',
    bootId: 'b1',
    startedAt: at - 1_000_000,
    site: { name: 'Head office', city: 'Ottawa', country: 'CA', zone: 'America/Toronto' },
    onboarding: { siteSaved: true, completed: true },
    pbxLink: {
      type: 'MiVoice Business',
      name: 'mivb-ott-01',
      onboarded: true,
      connected: true,
      checkedAt: at,
    },
    sync: {
      state: 'inSync',
      lastRunAt: at,
      users: 233,
      withoutEmail: 0,
      sharedEmail: 0,
      counts: COUNTS,
    },
    tunnels: [],
    outbox: { waiting: 3, dropped: 0 },
    alarms: [],
    accessLog: { count: 1204, head: 'b8f1c09a77d24e61'.repeat(4) },
  };
}

function batchOf(at: number) {
  const item = (kind: string, body: object) => ({ id: randomUUID(), at, kind, body });
  return {
    items: [
      item('event', {
        action: 'Sync finished',
        eventType: 'Sync',
        actor: { id: 'gateway', name: 'cloudlink-ott' },
        asset: 'User sync',
        propertiesChanged: [],
        details: { changed: 1 },
      }),
      item('sync.result', {
        cycleId: randomUUID(),
        startedAt: at - 900,
        endedAt: at,
        outcome: 'inSync',
        counts: COUNTS,
      }),
      item('inventory.same', { digest }),
    ],
  };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const data = mkdtempSync(join(tmpdir(), 'cloudlink-bench-'));
mkdirSync(data, { recursive: true });

/** A database that knows all gateways: linked, each with an access token and a report of what is installed. */
async function prepare(): Promise<Sender[]> {
  const config = readConfig(undefined, { data, listen: '127.0.0.1:0', 'log.level': 'silent' });
  const core = openCore(config, {
    clock: systemClock,
    logger: createLogger({ level: 'silent', name: 'bench' }),
  });
  const now = Date.now();
  await core.stores.accounts.insert({ ...ACCOUNT, createdAt: now });
  const senders: Sender[] = [];
  for (let i = 0; i < COUNT; i++) {
    const sender = { id: randomUUID(), key: testKey(), token: randomBytes(32).toString('base64url') };
    const { jwk: publicJwk, jkt } = sender.key;
    senders.push(sender);
    await insertGateway(core.db, gatewayRow(sender.id, { jkt, publicJwk, linkedAt: now }));
    await core.db
      .insertInto('access_token')
      .values({ hash: sha256(sender.token), gateway_id: sender.id, jkt, expires_at: now + 600_000 })
      .execute();
    await core.stores.inventory.put({
      gatewayId: sender.id,
      accountId: ACCOUNT.id,
      digest,
      collectedAt: now,
      reportedAt: now,
      zone: 'UTC',
      platforms: [],
    });
  }
  await core.close();
  return senders;
}

/** Both requests of each gateway, ready to be sent. */
function reportsOf(senders: readonly Sender[], url: string, nonce: string): Request[][] {
  const now = Date.now();
  const request = ({ key, token }: Sender, path: string, body: object): Request => ({
    path,
    body: JSON.stringify(body),
    headers: {
      'content-type': 'application/json',
      authorization: `DPoP ${token}`,
      dpop: proof(key, { method: 'POST', url: url + path, nonce, accessToken: token, now }),
    },
  });
  return senders.map((sender) => [
    request(sender, CLOUD_PATH.channelPoll, { messages: [{ type: 'status', status: statusOf(now) }] }),
    request(sender, CLOUD_PATH.outbox, batchOf(now)),
  ]);
}

type Sent = { readonly seconds: number; readonly answersMs: readonly number[] };

/** @throws when something is not answered as it should be */
async function sendAll(port: number, reports: readonly Request[][]): Promise<Sent> {
  const clients = Array.from(
    { length: CONNECTIONS },
    (_, i) => new Client(`http://127.0.0.1:${port}`, { localAddress: `127.0.0.${i + 2}` }),
  );
  const answersMs: number[] = [];
  let next = 0;
  const begin = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      for (let requests = reports[next++]; requests; requests = reports[next++]) {
        for (const { path, body, headers } of requests) {
          const sent = performance.now();
          const answer = await client.request({ method: 'POST', path, body, headers });
          const text = await answer.body.text();
          answersMs.push(performance.now() - sent);
          const isWhole = answer.statusCode === 204 || (JSON.parse(text).accepted ?? []).length === 3;
          if (!isWhole) throw new Error(`${path}: ${answer.statusCode} ${text}`);
        }
      }
    }),
  );
  const seconds = (performance.now() - begin) / 1000;
  await Promise.all(clients.map((client) => client.destroy()));
  return { seconds, answersMs: answersMs.sort((a, b) => a - b) };
}

const at = ({ answersMs }: Sent, part: number) =>
  answersMs[Math.floor(answersMs.length * part)] ?? Number.NaN;

/** However this ends, nothing of it goes on. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
});

const senders = await prepare();

const peerPort = await freePort();
const peerArgs = [join(import.meta.dirname, 'reports-peer.mjs'), String(peerPort), join(data, 'peer.db')];
const { child: peer } = await startAndWait(peerArgs, {}, peerPort, '/v1/hello');
running.add(peer);
const plain = await sendAll(peerPort, reportsOf(senders, 'http://peer', 'none'));
const peerCpu = cpuS(peer.pid ?? 0);
await stop(peer);
running.delete(peer);

const port = await freePort();
const url = `http://localhost:${port}`;
const { child: cloud } = await startAndWait(
  [
    join(ROOT, 'dist/cloud/main.js'),
    ...['serve', '--data', data, '--listen', `127.0.0.1:${port}`, '--public-url', url],
    ...['--launch-domain', 'launch.localhost'],
  ],
  unitEnvironment('cloudlink-cloud'),
  port,
  '/v1/hello',
);
running.add(cloud);
const pid = cloud.pid ?? 0;
const refused = await fetch(url + CLOUD_PATH.self, { headers: { authorization: 'DPoP x', dpop: 'x' } });
const reports = reportsOf(senders, url, refused.headers.get('dpop-nonce') ?? '');
const [cpuBefore, rssBefore] = [cpuS(pid), rssMb(pid)];
const ours = await sendAll(port, reports);
const [cpu, rss] = [cpuS(pid) - cpuBefore, rssMb(pid)];
await stop(cloud);
running.delete(cloud);

const rate = ({ seconds }: Sent) => COUNT / seconds;
process.stdout.write(
  `${COUNT} gateways, two requests each, ${CONNECTIONS} at once: ${rate(ours).toFixed(0)} reports/s, the bare route ${rate(plain).toFixed(0)}/s\n`,
);
const reached = figure('all have reported', ours.seconds, MINUTE_S, 's', 1);
said('half of the answers', at(ours, 0.5), at(plain, 0.5));
said('99 of 100 answers', at(ours, 0.99), at(plain, 0.99));
process.stdout.write(
  `        processor of the server: ${cpu.toFixed(1)} s : ${peerCpu.toFixed(1)} s; memory of the cloud ${rssBefore.toFixed(0)} MB, then ${rss.toFixed(0)} MB\n`,
);
process.exitCode = reached ? 0 : 1;
