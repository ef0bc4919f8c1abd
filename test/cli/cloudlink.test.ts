/** The operator's command as a process, against a real daemon over its control socket, linked to a real cloud. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { test } from 'tap';
import type { InventoryView, LinkState, Overview, SyncView, Target } from '../../src/contract/local-api.ts';
import { type Daemon, startDaemon } from '../helpers/daemon.ts';
import { PLAIN_ENV } from '../helpers/environment.ts';
import { approve, cloudOf, link, overviewIs } from '../helpers/linked.ts';
import { programFile } from '../helpers/programs.ts';
import { temporaryFolder } from '../helpers/uplink.ts';

const MAIN = programFile('cli/main');

type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/** `heard` sees everything it has printed so far, whenever it prints more. */
function start(socket: string, args: readonly string[], heard: (out: string) => void = () => undefined) {
  const env = { ...PLAIN_ENV, CLOUDLINK_SOCKET: socket };
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (piece) => {
    said.out += piece;
    heard(said.out);
  });
  child.stderr.setEncoding('utf8').on('data', (piece) => {
    said.err += piece;
  });
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ ...said, code })));
  return { ended };
}

const socketOf = (folder: string) => join(folder, 'run', 'control.sock');

/** The command of one daemon: what it says, and what it says with `--json`, which is one document. */
function commandOf({ folder }: Daemon) {
  const run = (...args: string[]) => start(socketOf(folder), args).ended;
  const json = async <T>(...args: string[]): Promise<T> =>
    JSON.parse((await run('--json', ...args)).out) as T;
  return { run, json };
}

test('the daemon does not run: said with a remedy, exit 1, nothing on standard output', {
  timeout: 120_000,
}, async (t) => {
  const socket = join(temporaryFolder(t), 'none.sock');
  const commands = [
    ['status'],
    ['--json', 'status'],
    ['link'],
    ['unlink'],
    ['setup-code'],
    ['sync', 'run'],
    ['sync', 'preview'],
    ['sync', 'status'],
    ['inventory'],
    ['tunnels'],
    ['logs'],
  ];
  for (const args of commands)
    t.match(
      await start(socket, args).ended,
      {
        code: 1,
        out: '',
        err: /^DAEMON_UNREACHABLE: The gateway program does not answer on its control socket\.\nCheck that cloudlinkd runs \(systemctl status cloudlinkd\).*--socket\.\n$/,
      },
      args.join(' '),
    );
});

test('wrong arguments: exit 64 and what is wrong with them', { timeout: 120_000 }, async (t) => {
  const table: [string[], RegExp][] = [
    [['stat'], /unknown command 'stat'\n\(Did you mean status\?\)/],
    [['status', '--jsn'], /unknown option '--jsn'/],
    [['status', 'extra'], /too many arguments/],
    [['logs', '-n', 'many'], /'many' is invalid.*whole number of at least 1/],
    [['logs', '-n', '0'], /whole number of at least 1/],
    [['sync', 'preview', '--limit', '-1'], /whole number of at least 1/],
    [['sync', 'confirm', 'a', 'b'], /too many arguments/],
    [['tunnels', 'start'], /missing required argument 'id'/],
    [
      ['tunnels', 'add', 'pbx.example', '--component', 'A', '--tunnel', 'B'],
      /Give an address like https:\/\/192\.168\.1\.10:443/,
    ],
    [['tunnels', 'add', 'ftp://pbx.example', '--component', 'A', '--tunnel', 'B'], /Give an address like/],
    [['tunnels', 'add', 'http://pbx.example'], /required option '--component <name>' not specified/],
  ];
  for (const [args, said] of table)
    t.match(await start('/nonexistent', args).ended, { code: 64, out: '', err: said }, args.join(' '));
  t.match(await start('/nonexistent', ['--help']).ended, {
    code: 0,
    out: /operates the gateway on this host/,
  });
});

test('from a new gateway to a linked one and back', { timeout: 240_000 }, async (t) => {
  const { url, number, console } = await cloudOf(t);
  const daemon = startDaemon(t, { settings: { CLOUD_URL: url } });
  await daemon.line(/"msg":"ready"/);
  const { run, json } = commandOf(daemon);

  t.match(await run('status'), {
    code: 0,
    err: '',
    out: /^This gateway works and is not linked yet\.\n\nGateway /,
  });
  t.match(await json<Overview>('status'), { linked: false, cloud: { online: false } });
  t.match(await run('sync', 'run'), { code: 1, out: '', err: /^[A-Z_]+: .+\n.+\n$/ });
  const { setupCode } = await json<{ setupCode: string }>('setup-code');
  t.match(await run('setup-code'), { code: 0, out: `${setupCode}\n` });

  // the code alone, then the same request waited for
  const early = JSON.parse((await run('--json', 'link', '--no-wait')).out) as LinkState;
  t.match(early, { state: 'waiting', userCode: /^[A-Z]{4}-[A-Z]{4}$/, verificationUri: `${url}/link` });
  const linkBy = async (...args: string[]) => {
    let shown: (code: string) => void = () => undefined;
    const asked = new Promise<string>((resolve) => {
      shown = resolve;
    });
    const waiting = start(socketOf(daemon.folder), args, (out) => {
      const code = /[A-Z]{4}-[A-Z]{4}/.exec(out)?.[0];
      if (code !== undefined) shown(code);
    });
    const code = await Promise.race([asked, waiting.ended]);
    if (typeof code === 'string') await approve(daemon, console, number, code);
    return waiting.ended;
  };
  const linked = await linkBy('link');
  t.match(linked, { code: 0, err: '', out: /[▀▄█]/ }, 'with a QR code');
  t.match(linked.out, new RegExp(`and enter +${early.userCode}[\\s\\S]*\\nLinked\\.\\n$`));
  await overviewIs(daemon, ({ cloud }) => cloud.online);
  t.match(await run('status'), { code: 0, out: new RegExp(`Linked to Customer [\\s\\S]*\\(${number}\\)`) });
  t.match(await run('setup-code'), { code: 0, out: /The set-up code was used/ });
  t.match(await run('link'), { code: 1, out: '', err: /^ALREADY_LINKED: .+\n.+\n$/ });

  t.match(await run('unlink'), { code: 0, err: '', out: /^Unlinked\./ });
  t.match(await json<Overview>('status'), { linked: false });
  t.match(await run('--json', 'unlink'), { code: 1, out: '', err: /^NOT_LINKED: / }, 'twice is refused');

  const again = await linkBy('--json', 'link');
  t.match(again, { code: 0, err: '' });
  const lines = again.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LinkState);
  t.match(lines, [{ state: 'waiting' }, { state: 'linked' }], 'a line of JSON each');
  t.same(await json('unlink'), { unlinked: true });
});

test('sync, inventory, tunnels and logs of a linked gateway', { timeout: 240_000 }, async (t) => {
  const { url, number, console } = await cloudOf(t);
  const daemon = startDaemon(t, { settings: { CLOUD_URL: url } });
  await daemon.line(/"msg":"ready"/);
  await link(daemon, console, number);
  const { run, json } = commandOf(daemon);
  const users = join(daemon.folder, 'data', 'import', 'users.csv');
  mkdirSync(dirname(users), { recursive: true });
  const people = (...rows: string[]) =>
    writeFileSync(users, ['id,email,givenName,familyName,extension', ...rows, ''].join('\n'));
  people('1,ada@example.com,Ada,Lovelace,2001', '2,alan@example.com,Alan,Turing,2002');
  await daemon.local('PUT', '/api/pbx', {
    type: 'csv',
    name: 'File',
    values: { path: users, encoding: 'auto' },
  });

  await t.test('sync', async (t) => {
    t.match(await run('sync', 'preview'), {
      code: 0,
      err: '',
      out: /Change +User [\s\S]*added +Ada Lovelace +2001/,
    });
    const preview = await json<SyncView & { changes: { total: number } }>('sync', 'preview', '--limit', '1');
    t.match(preview, { state: 'awaitingApproval', changes: { total: 2, items: [{ kind: 'added' }] } });
    t.match(await run('sync', 'preview', '--limit', '1'), { out: /\n1 of 2 shown; --all shows all\n$/ });
    t.match(await run('sync', 'run'), { code: 0, err: '', out: /Changes +2 added, 0 changed, 0 removed/ });
    t.match(await json<SyncView>('sync', 'run'), { state: 'inSync', counts: { unchanged: 2, requests: 0 } });
    t.match(await run('sync', 'status'), { code: 0, out: /^State +inSync\nUsers +2\n/ });
    t.match(await json<SyncView>('sync', 'status'), { state: 'inSync', users: 2 });
    t.match(await run('sync', 'confirm', 'stale'), { code: 1, err: /^PLAN_STALE: .+\n.+\n$/ });
    people('1,ada@example.com,Ada,Lovelace,2001', '2,ada@example.com,Alan,Turing,2002');
    t.match(await run('sync', 'run'), { code: 2, err: '', out: /[1-9] detained/ }, 'something is detained');
    writeFileSync(users, '');
    t.match(await run('sync', 'run'), { code: 1, out: '', err: /^SYNC_FAILED: .+\n.+\n$/ });
  });

  await t.test('inventory', async (t) => {
    t.match(await run('inventory', '--report'), {
      code: 0,
      err: '',
      out: /Platform [\s\S]*cloudlink-daemon/,
    });
    t.match(await json<InventoryView>('inventory'), { report: { platforms: [{ collectedBy: 'self' }] } });
  });

  await t.test('tunnels', async (t) => {
    const server = createServer((_request, response) => response.end('here'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.teardown(() => server.close());
    const { port } = server.address() as AddressInfo;
    const address = `http://127.0.0.1:${port}`;
    t.match(await run('tunnels'), { code: 0, err: '', out: /^Id +Component [\s\S]*this gateway\n$/ });
    const added = await json<Target>('tunnels', 'add', address, '--component', 'PBX', '--tunnel', 'web');
    t.match(added, { component: 'PBX', tunnel: 'web', state: 'stopped', host: '127.0.0.1', port });
    t.match(await run('tunnels', 'start', added.id), {
      code: 0,
      err: '',
      out: new RegExp(`${added.id} .*${address}`),
    });
    await daemon.until(async () => {
      const { targets } = await json<{ targets: Target[] }>('tunnels', 'list');
      return targets.find((target) => target.id === added.id && target.state === 'started');
    });
    t.match(await json<Target>('tunnels', 'stop', added.id), { id: added.id, state: 'stopped' });
    t.match(await run('tunnels', 'remove', added.id), { code: 0, out: `Removed ${added.id}.\n` });
    t.match(await run('tunnels', 'remove', added.id), {
      code: 1,
      out: '',
      err: /^TARGET_UNKNOWN: .+\n.+\n$/,
    });
    t.match(await run('tunnels', 'confirm', 'x', '--fingerprint', 'y'), {
      code: 1,
      err: /^TARGET_UNKNOWN: /,
    });
  });

  await t.test('logs', async (t) => {
    const { out, code } = await run('logs', '-n', '3');
    t.equal(code, 0);
    t.equal(out.trimEnd().split('\n').length, 3);
    const { lines } = await json<{ lines: string[] }>('logs');
    t.ok(lines.some((line) => line.includes('ready')));
  });
});
