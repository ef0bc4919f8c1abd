/** Flow control end to end: a reader that stalls costs so much memory and no more, on both brokers. */
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Test, test } from 'tap';
import { startSmallApp } from '../../helpers/small-app.ts';
import {
  KINDS,
  type Kind,
  kindName,
  launchInto,
  needsKind,
  startCloudEnd,
  startGatewayEnd,
  startTarget,
} from '../../helpers/tunnel-rig.ts';

const MIB = 1024 * 1024;
/** What is on the way to a reader that reads nothing: our buffers and SSH's windows. */
const HELD_MAX = 20 * MIB;

const BIG = 100 * MIB;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of buffers in this process, which is browser, cloud, gateway and target in one. */
function memory(): number {
  // what the first one found dead is given back beside it; the second waits for that
  collect();
  collect();
  return process.memoryUsage().arrayBuffers;
}

/**
 * Bytes that wait in the TCP connections of this process, at both of their ends: how many the system takes is its own
 * affair (`tcp_rmem`, `tcp_wmem`). What others on this machine send is not among them.
 */
function inSockets(): number {
  const own = new Set(openSockets());
  const rows = ['tcp', 'tcp6']
    .flatMap((file) => readFileSync(`/proc/net/${file}`, 'latin1').trim().split('\n').slice(1))
    .map((row) => row.trim().split(/\s+/));
  const ours = new Set(
    rows
      .filter((row) => own.has(row[9] ?? ''))
      .flatMap(([, near, far]) => [`${near} ${far}`, `${far} ${near}`]),
  );
  let bytes = 0;
  for (const [, near, far, , queues = ''] of rows)
    if (ours.has(`${near} ${far}`))
      for (const waits of queues.split(':')) bytes += Number.parseInt(waits, 16);
  return bytes;
}

/** Inodes of the sockets of this process. */
function openSockets(): string[] {
  const links = readdirSync('/proc/self/fd').map((fd) => `/proc/self/fd/${fd}`);
  // the reading of the folder was one of them
  return links.filter(existsSync).flatMap((link) => /^socket:\[(\d+)\]$/.exec(readlinkSync(link))?.[1] ?? []);
}

async function bytesOf(asked: ClientRequest): Promise<number> {
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  let bytes = 0;
  for await (const chunk of answer) bytes += (chunk as Buffer).length;
  return bytes;
}

/** Sends BIG bytes as fast as they are taken. @returns how many were taken so far */
function upload(asked: ClientRequest): () => number {
  const piece = Buffer.alloc(MIB, 7);
  let taken = 0;
  const more = () => {
    if (taken >= BIG) return void asked.end();
    taken += piece.length;
    asked.write(piece, () => more());
  };
  more();
  return () => taken;
}

/** A reader that stopped holds so much and no more, while others go on; then it reads the rest. */
function stalledTestsOf(kind: Kind): void {
  const on = (title: string, f: (t: Test) => Promise<void>) =>
    test(`${kindName(kind)}: ${title}`, { timeout: 100_000 }, async (t) => {
      if (needsKind(t, kind)) await f(t);
    });

  const world = async (t: Test) => {
    const app = await startSmallApp();
    t.teardown(() => app.close());
    const cloud = await startCloudEnd(t, kind);
    const gateway = await startGatewayEnd(t, cloud);
    const { origin, cookie } = await launchInto(cloud, gateway, await startTarget(gateway, app.port));
    const ask = (path: string, method = 'GET') =>
      request({
        host: '127.0.0.1',
        port: cloud.port,
        path,
        method,
        agent: false,
        headers: {
          host: new URL(origin).host,
          cookie,
          ...(method === 'PUT' ? { 'content-length': BIG } : {}),
        },
      });
    return { app, ask, memory: memory() };
  };
  const held = (before: number) => memory() - before;

  on('a browser that does not read', async (t) => {
    const { app, ask, memory: before } = await world(t);
    const stalled = ask('/big').end();
    const [answer] = (await once(stalled, 'response')) as [IncomingMessage];
    answer.pause();
    t.equal(await bytesOf(ask('/big').end()), BIG, 'another one goes on');
    const sent = app.flow.sent - BIG - inSockets();
    t.ok(sent < HELD_MAX, `${Math.round(sent / MIB)} MiB of the target are in our programs`);
    const kept = held(before);
    t.ok(kept < HELD_MAX, `${Math.round(kept / MIB)} MiB in this process`);
    let rest = 0;
    for await (const chunk of answer) rest += (chunk as Buffer).length;
    t.equal(rest, BIG, 'and gets everything in the end');
  });

  on('a target that does not read', async (t) => {
    const { ask, memory: before } = await world(t);
    const stalled = ask('/hang', 'PUT');
    stalled.on('error', () => undefined);
    const taken = upload(stalled);
    const other = ask('/upload', 'PUT');
    void upload(other);
    const [answer] = (await once(other, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of answer) text += chunk;
    t.match(JSON.parse(text), { bytes: BIG }, 'another one goes on');
    const sent = taken() - inSockets();
    t.ok(sent < HELD_MAX, `${Math.round(sent / MIB)} MiB of the browser are in our programs`);
    const kept = held(before);
    t.ok(kept < HELD_MAX, `${Math.round(kept / MIB)} MiB in this process`);
    stalled.destroy();
  });
}

for (const kind of [KINDS[0], KINDS[3]]) if (kind) stalledTestsOf(kind);
