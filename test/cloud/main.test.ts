import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { test } from 'tap';
import { send } from '../helpers/dpop-client.ts';

const MAIN = fileURLToPath(new URL('../../src/cloud/main.ts', import.meta.url));
const PASSWORD = 'correct horse battery';

function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], { env: { PATH: process.env.PATH, ...env } });
}

async function run(args: readonly string[], stdin = '', env: Record<string, string> = {}) {
  const child = start(args, env);
  child.stdin?.end(stdin);
  const [out, err, [code]] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { out, err, code };
}

/** Serves on a free port; the address stands in its first line on standard error. */
async function serving(data: string) {
  const child = start(['serve', '--data', data, '--listen', '127.0.0.1:0']);
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk));
  for await (const chunk of child.stderr ?? []) {
    said += chunk;
    const url = /at (http:\S+)/.exec(said)?.[1];
    if (url) return { child, url, said: () => said };
  }
  throw new Error(`it did not start: ${said}`);
}

test('from an empty folder to a signed-in administrator, a customer and its SCIM key', async (t) => {
  const data = mkdtempSync(join(tmpdir(), 'cloud-cli-'));
  t.teardown(() => rmSync(data, { recursive: true, force: true }));
  const at = ['--data', data];

  const early = await run([
    'account',
    'create',
    '--name',
    'A',
    '--admin-email',
    'a@b.c',
    '--admin-name',
    'A',
    ...at,
  ]);
  t.equal(early.code, 1);
  t.match(early.err, /^PARTNER_MISSING: .*cloudlink-cloud admin create/);

  const admin = ['admin', 'create', '--email', 'Ann@example.com', '--name', 'Ann', ...at];
  const weak = await run([...admin, '--password-stdin'], 'short\n');
  t.match(weak, { code: 1, err: /^PASSWORD_WEAK/ });
  const made = await run([...admin, '--password-stdin', '--json'], `${PASSWORD}\n`);
  t.match(made, { code: 0, err: '' });
  t.notMatch(made.out, PASSWORD);
  t.match(await run(admin), { code: 1, err: /^EMAIL_TAKEN/ });
  const second = await run([
    'admin',
    'create',
    '--email',
    'eve@example.com',
    '--name',
    'Eve',
    '--json',
    ...at,
  ]);
  t.match(JSON.parse(second.out).inviteUrl, /\/invite#token=[A-Za-z0-9_-]{43}$/);
  t.equal(JSON.parse(second.out).account, JSON.parse(made.out).account, 'one partner account');

  const account = await run([
    'account',
    'create',
    '--name',
    'Ballad',
    '--admin-email',
    'bob@example.com',
    '--admin-name',
    'Bob',
    '--json',
    ...at,
  ]);
  const { number } = JSON.parse(account.out);
  t.match(number, /^[1-9][0-9]{8}$/);
  const keys = JSON.parse((await run(['scim', 'keys', '--account', number, '--json', ...at])).out);

  const { child, url, said } = await serving(data);
  t.teardown(() => void child.kill('SIGKILL'));
  const signIn = (password: string) =>
    send(url, { method: 'POST', path: '/api/session', json: { email: 'ann@example.com', password } });
  t.equal((await signIn('wrong')).status, 401);
  t.match((await signIn(PASSWORD)).body, { person: { role: 'partner' } });
  const users = await send(url, {
    method: 'GET',
    path: `${new URL(keys.baseUrl).pathname}/Users`,
    headers: { authorization: `Bearer ${keys.token}` },
  });
  t.match(users, { status: 200, body: { totalResults: 0 } });
  t.equal(statSync(join(data, 'broker_host_key')).mode & 0o777, 0o600);
  const hostKey = readFileSync(join(data, 'broker_host_key'), 'utf8');

  child.kill('SIGTERM');
  t.same(await once(child, 'exit'), [0, null], 'stops in order');
  t.notMatch(said(), PASSWORD);
  t.notMatch(said(), keys.token);

  const again = await serving(data);
  t.equal(readFileSync(join(data, 'broker_host_key'), 'utf8'), hostKey, 'gateways pin it: it stays');
  again.child.kill('SIGTERM');
  await once(again.child, 'exit');
});

test('what is wrong is said in words, by exit code', async (t) => {
  const data = mkdtempSync(join(tmpdir(), 'cloud-cli-'));
  t.teardown(() => rmSync(data, { recursive: true, force: true }));
  t.match(await run(['serve', '--data', data], '', { CLOUDLINK_CLOUD_PUBLIC_ULR: 'x' }), {
    code: 78,
    err: /"CLOUDLINK_CLOUD_PUBLIC_ULR".*Did you mean "CLOUDLINK_CLOUD_PUBLIC_URL"\?/,
  });
  const file = join(data, 'config.json');
  writeFileSync(file, JSON.stringify({ lanchDomain: 'x', publicUrl: 'https://a.example/path' }));
  const bad = await run(['serve', '--config', file]);
  t.match(bad, { code: 78, err: /"lanchDomain".*Did you mean "launchDomain"\?/ });
  t.match(bad.err, /"publicUrl" must match/);
  t.match(await run(['serve', '--tls-cert', 'x.pem', '--data', data]), {
    code: 78,
    err: /tlsCert.*together/,
  });
  t.match(await run(['serv']), { code: 64 });
  t.match(await run(['serve', '--data', data, '--listen', '192.0.2.1:1']), { code: 74, err: /192\.0\.2\.1/ });
});
