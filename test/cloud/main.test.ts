import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { send } from '../helpers/dpop-client.ts';
import { dataFolder, run, serving } from './cli.ts';

const PASSWORD = 'correct horse battery';

test('from an empty folder to a signed-in administrator, a customer and its SCIM key', async (t) => {
  const data = dataFolder(t);
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

  const { child, url, said, end } = await serving(data);
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

  t.match(await end(), { code: 0 }, 'stops in order');
  t.notMatch(said(), PASSWORD);
  t.notMatch(said(), keys.token);

  const again = await serving(data);
  t.equal(readFileSync(join(data, 'broker_host_key'), 'utf8'), hostKey, 'gateways pin it: it stays');
  t.match(await again.end(), { code: 0 });
});
