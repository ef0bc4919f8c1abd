/**
 * `Collect logs` with the real programs: the gateway makes a support bundle and sends it; one of many pieces is cut by a
 * kill in the middle and goes on after the start; the console has the file as it was made, and only the account's own.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { test } from 'tap';
import { freePort } from '../../src/base/runtime/free-port.ts';
import type { CommandView } from '../../src/contract/console-api.ts';
import {
  SUPPORT_PIECE_BYTES,
  type SupportBundle,
  type UploadedBundle,
  type UploadedBundles,
} from '../../src/contract/support.ts';
import { startDaemon } from '../helpers/daemon.ts';
import { cloudOf, link, overviewIs } from '../helpers/linked.ts';

/** What stands between gateway and cloud. Once told to, it lets so many bytes up and nothing more until it is mended. */
async function line(target: number) {
  let left = Number.POSITIVE_INFINITY;
  let broken = Promise.withResolvers<void>();
  const sockets = new Set<Socket>();
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    broken.resolve();
  };
  const server: Server = createServer((client) => {
    if (left <= 0) return void client.destroy();
    const up = connect(target, '127.0.0.1');
    for (const socket of [client, up]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    up.pipe(client);
    client.pipe(up);
    client.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left <= 0) cut();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    breakAfter(bytes: number): Promise<void> {
      broken = Promise.withResolvers<void>();
      left = bytes;
      return broken.promise;
    },
    mend: () => {
      left = Number.POSITIVE_INFINITY;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('a bundle that the cloud orders arrives whole, through a power cut too', {
  timeout: 180_000,
}, async (t) => {
  const port = await freePort();
  const way = await line(port);
  t.teardown(way.close);
  const { url, number, console } = await cloudOf(t, { listen: `127.0.0.1:${port}`, publicUrl: way.url });
  const settings = { CLOUD_URL: url };
  const first = startDaemon(t, { settings });
  await first.line(/"msg":"ready"/);
  await link(first, console, number);
  const { body: list } = await console.get('/api/gateways');
  const gatewayId = (list as { items: { id: string }[] }).items[0]?.id ?? '';
  const base = `/api/gateways/${gatewayId}`;
  const order = async (): Promise<CommandView> =>
    (await console.post(`${base}/commands`, { name: 'logs.collect', reason: '3104 does not ring' }))
      .body as CommandView;
  const until = async (id: string, wanted: (view: CommandView) => boolean): Promise<CommandView> => {
    for (;;) {
      const view = (await console.get(`/api/commands/${id}`)).body as CommandView;
      if (wanted(view)) return view;
    }
  };
  const ended = (id: string) => until(id, ({ endedAt }) => endedAt !== undefined);
  const kept = async (): Promise<UploadedBundle[]> =>
    ((await console.get(`${base}/support`)).body as UploadedBundles).bundles;
  const file = async (id: string) => {
    const answer = await fetch(`${url}${base}/support/${id}/file`, { headers: { cookie: console.cookie } });
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
  };
  await first.local('PUT', '/api/looks/logs/consent', { mode: 'always', people: ['bob@customer.example'] });

  // ---- made by the gateway, and small
  const made = await order();
  const done = await ended(made.id);
  t.match(done, { state: 'done', value: { lines: Array, bundle: { sha256: String } } }, 'the order says it');
  const [here] = (await first.local<{ bundles: SupportBundle[] }>('GET', '/api/support')).bundles;
  const [there] = await kept();
  t.equal(here?.id, made.id, 'a bundle has the id of its order');
  t.match(there, { id: made.id, name: here?.name, size: here?.size, sha256: here?.sha256 });
  const got = await file(made.id);
  t.equal(sha256(got.bytes), here?.sha256, 'what the console downloads is what the gateway has');

  // ---- one of many pieces, and the power goes in the middle
  first.child.kill('SIGKILL');
  await first.ended;
  const large = await order();
  const bytes = randomBytes(48 * SUPPORT_PIECE_BYTES + 5);
  const folder = join(first.folder, 'data', 'support');
  mkdirSync(folder, { recursive: true });
  const facts: SupportBundle = {
    ...(here as SupportBundle),
    id: large.id,
    size: bytes.length,
    sha256: sha256(bytes),
  };
  writeFileSync(join(folder, `${large.id}.zip`), bytes);
  writeFileSync(join(folder, `${large.id}.json`), JSON.stringify(facts));
  const broken = way.breakAfter(20 * SUPPORT_PIECE_BYTES);
  const second = startDaemon(t, { settings, folder: first.folder });
  await broken;
  second.child.kill('SIGKILL');
  await second.ended;
  way.mend();
  t.equal((await kept()).length, 1, 'half a bundle is none');
  t.equal((await file(large.id)).status, 404);
  const { percent = 0 } = await until(large.id, () => true);
  t.ok(percent >= 10 && percent < 60, `it had come to ${percent} %`);
  const third = startDaemon(t, { settings, folder: first.folder });
  await third.line(/"msg":"ready"/);
  await overviewIs(third, ({ cloud }) => cloud.online);
  t.match(await ended(large.id), { state: 'done' });
  t.equal(sha256((await file(large.id)).bytes), facts.sha256, 'whole, as it was made');
  t.equal((await kept()).length, 2);
  t.same(
    readdirSync(folder).filter((name) => name.endsWith('.part')),
    [],
  );

  // ---- who may have it, and what is told
  const { body: history } = await console.get('/api/events?q=bundle');
  const actions = (history.items as { action: string }[]).map(({ action }) => action);
  for (const action of ['Support bundle received', 'Support bundle downloaded', 'Support bundle created'])
    t.ok(actions.includes(action), `${action}: ${actions.join(', ')}`);
  const stranger = await fetch(`${url}${base}/support/${made.id}/file`);
  t.equal(stranger.status, 401, 'nobody without a sign-in');
  t.ok(readFileSync(join(folder, `${large.id}.zip`)).equals(bytes));
});
