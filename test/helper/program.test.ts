/** The helper as a program, asked by the daemon's own client over a real socket. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Test, test } from 'tap';
import type { AppError } from '../../src/base/errors.ts';
import { HELPER_MAX_BYTES } from '../../src/contract/helper.ts';
import { createHelper } from '../../src/gateway/platform/helper.ts';
import { programFile } from '../helpers/programs.ts';

const MAIN = programFile('helper/main');

function folder(t: Test): string {
  const path = mkdtempSync(join(tmpdir(), 'helper-'));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Starts a program and waits until a line of its standard error matches. */
async function started(t: Test, command: string, args: string[], ready: RegExp) {
  const child: ChildProcess = spawn(command, args, { stdio: ['ignore', 'inherit', 'pipe'] });
  t.teardown(() => child.kill());
  const said: string[] = [];
  if (!child.stderr) throw new Error('no stderr');
  const lines = createInterface({ input: child.stderr });
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`${command} ended: ${said.join('\n')}`)));
    lines.on('line', (line) => {
      said.push(line);
      if (ready.test(line)) resolve();
    });
  });
  return { child, said };
}

async function dryRun(t: Test) {
  const path = join(folder(t), 'helper.sock');
  const { said } = await started(t, process.execPath, [MAIN, `--listen=${path}`, '--dry-run'], /listening/);
  return { path, said, helper: createHelper(path) };
}

/** Sends raw bytes, gives back everything that comes. */
async function raw(path: string, bytes: string): Promise<string> {
  const socket = connect(path);
  socket.setEncoding('utf8');
  let text = '';
  socket.on('data', (chunk: string) => {
    text += chunk;
  });
  // a refused peer may be cut off while it still writes
  socket.on('error', () => undefined);
  socket.end(bytes);
  await once(socket, 'close');
  return text;
}

const refusal = async (p: Promise<unknown>) =>
  p.then(
    () => undefined,
    (e: AppError) => ({ code: e.code, sentence: e.message, facts: e.facts }),
  );

test('the client and the program understand each other', async (t) => {
  const { helper, said } = await dryRun(t);
  t.equal(await helper.available(), true);
  t.equal(await helper.reboot(), 'This host reboots.');
  t.match(await helper.setClock(Date.UTC(2040, 0, 1) + 0.4), /2040-01-01T00:00:00\.000Z/);
  t.match(await helper.applyNetwork({ port: 'eth0', mode: 'dhcp' }), /120 seconds/);
  t.equal(await helper.confirmNetwork(), 'The settings are kept.');
  t.ok(said.includes('helper.dry: run /usr/bin/systemctl reboot --no-block'), 'it would have rebooted');
});

test('a refusal comes over with its reason', async (t) => {
  const { helper } = await dryRun(t);
  const clock = await refusal(helper.setClock(0));
  t.match(clock, { code: 'HELPER_REFUSED', facts: { code: 'CLOCK_ABSURD', verb: 'clock.set' } });
  t.match(await refusal(helper.confirmNetwork()), { facts: { code: 'NO_TRIAL' } });
});

test('bad lines are answered, the next one still works', async (t) => {
  const { path } = await dryRun(t);
  const answers = (await raw(path, 'hello\n[]\n{"verb":1}\n{"verb":"ping","args":{}}\n'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  t.same(
    answers.map((a) => (a.ok ? a.sentence : a.error.code)),
    ['REQUEST_BAD', 'REQUEST_BAD', 'REQUEST_BAD', 'The helper is here.'],
  );
});

test('a line without an end is not collected for ever', async (t) => {
  const { path, helper } = await dryRun(t);
  t.match(await raw(path, 'x'.repeat(HELPER_MAX_BYTES + 1)), /REQUEST_LONG/);
  t.equal(await helper.available(), true, 'others are still served');
});

test('without a helper', async (t) => {
  const dir = folder(t);
  const none = createHelper(join(dir, 'none.sock'));
  t.equal(await none.available(), false);
  t.match(await refusal(none.reboot()), { code: 'HELPER_UNAVAILABLE' });
});

test('something else that answers nonsense, or nothing', async (t) => {
  const path = join(folder(t), 'other.sock');
  const answers = ['hello\n', '{"ok":true}\n', ''];
  const server = createServer((socket) => {
    socket.once('data', () => socket.end(answers.shift() ?? ''));
  });
  server.listen(path);
  await once(server, 'listening');
  t.teardown(() => server.close());
  const helper = createHelper(path);
  for (const what of ['no JSON', 'no answer of ours', 'nothing'])
    t.match(await refusal(helper.reboot()), { code: 'HELPER_UNAVAILABLE' }, what);
});

test('it never listens with the real host behind it', async (t) => {
  const path = join(folder(t), 'helper.sock');
  const child = spawn(process.execPath, [MAIN, `--listen=${path}`], { stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  t.equal(code, 64);
  t.notOk(existsSync(path));
});

const ACTIVATE = '/usr/bin/systemd-socket-activate';

test('a connection passed by systemd is served for the right peer only', async (t) => {
  if (!existsSync(ACTIVATE)) return t.pass('', { skip: 'systemd-socket-activate is not installed' });
  for (const [peer, expected] of [
    ['0-1-0', /The helper is here/],
    ['0-1-65534', /PEER_REFUSED/],
    ['0-unknown', /PEER_REFUSED/],
  ] as const) {
    const path = join(folder(t), 'helper.sock');
    const args = ['--accept', '-l', path, process.execPath, MAIN, `--peer=${peer}`, '--dry-run'];
    await started(t, ACTIVATE, args, /Listening on/);
    chmodSync(path, 0o600);
    t.match(await raw(path, '{"verb":"ping","args":{}}\n'), expected, `peer ${peer}`);
  }
  return undefined;
});
