/** `cloudlink setup --file` against a real gateway and a real cloud: once, twice, cut off, and with everything wrong. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import type { Overview, PersonView, Target } from '../../src/contract/local-api.ts';
import { EXAMPLE, SetupFile } from '../../src/contract/setup-file.ts';
import { startMivoiceBusiness } from '../fakes/mivoice-business.ts';
import { command, type Given } from '../helpers/command.ts';
import { startDaemon } from '../helpers/daemon.ts';
import { approve, cloudOf } from '../helpers/linked.ts';
import { wrongSchemas } from '../helpers/schemas.ts';

const SITE = {
  name: 'HQ',
  city: 'Ottawa',
  country: 'CA',
  province: 'ON',
  postalCode: 'K1P',
  zone: 'America/Toronto',
};
const PASSWORD = 'correct horse battery';

/** Writes set-up files and runs them. */
function setupIn(folder: string, socket: string) {
  let n = 0;
  const write = (value: unknown, mode = 0o600) => {
    const path = join(folder, `site-${++n}.json`);
    writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value), { mode });
    chmodSync(path, mode);
    return path;
  };
  const run = (path: string, args: readonly string[] = [], given: Given = {}) =>
    command(socket, ['setup', '--file', path, ...args], given);
  return { write, run };
}

async function gatewayOf(t: Test, settings: Record<string, string> = {}) {
  const daemon = startDaemon(t, { settings });
  await daemon.line(/"msg":"ready"/);
  const socket = join(daemon.folder, 'run', 'control.sock');
  return { daemon, socket, ...setupIn(daemon.folder, socket) };
}

type Event = {
  readonly step: string;
  readonly state: string;
  readonly sentence: string;
  readonly n?: number;
};
const lines = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Event);
const states = (out: string) =>
  Object.fromEntries(lines(out).map(({ step, state }) => [step, state] as const));

test('everything that is wrong is named at once, and nothing is done', { timeout: 120_000 }, async (t) => {
  const { daemon, write, run, socket } = await gatewayOf(t);
  const wrong = async (value: unknown, ...said: RegExp[]) => {
    const { code, out, err } = await run(write(value));
    t.equal(code, 65, err);
    t.equal(out, '');
    for (const words of said) t.match(err, words);
    t.notMatch(err, /canary/, 'no secret in it');
  };
  t.match(await command(socket, ['setup']), { code: 64, err: /Give --file/ });
  t.match(await run('/nonexistent'), {
    code: 65,
    err: /^SETUP_FILE: \/nonexistent cannot be read \(ENOENT\)/,
  });
  await wrong('{ "pbx": "canary', /is no JSON/);
  await wrong([], /\(the whole file\) must be object/);
  await wrong(
    {
      link: { method: 'tokn', token: { fromFile: 5, canary: 1 }, account: '12' },
      site: { ...SITE, city: '', postalCod: 'K1P', country: 'Canada' },
      sync: { scheduleMinutes: 3, aproveFirstSync: true },
      tunels: [],
    },
    /things are wrong in .*; nothing was changed\.\n/,
    /link\.method is none of the right words\. Give one of: token, registered, code\./,
    /link\.token is no secret\. Give a text, \{ "fromFile"/,
    /link\.account must match/,
    /site\.postalCod is not known\. Did you mean postalCode\?/,
    /site\.city must not have fewer/,
    /sync\.scheduleMinutes must be >= 5/,
    /sync\.aproveFirstSync is not known\. Did you mean approveFirstSync\?/,
    /tunels is not known\. Did you mean tunnels\?/,
  );
  await wrong(
    {
      link: { method: 'token' },
      site: { ...SITE, zone: 'Nowhere' },
      sync: { approveFirstSync: true },
      tunnels: [
        { component: 'A', tunnel: 'B', url: 'ftp://x', fingerprint: 'abc' },
        { component: 'A', tunnel: 'B' },
      ],
      people: [
        { name: 'Sam', role: 'admin', password: { fromFile: '/nonexistent' } },
        { name: 'sam', role: 'admin', password: { fromEnv: 'NOT_THERE' } },
      ],
    },
    /link\.token is missing/,
    /site\.zone is not a time zone/,
    /There is no PBX in the file/,
    /tunnels\.0\.url is no address/,
    /tunnels\.0\.fingerprint is no SHA-256/,
    /tunnels\.1 is the same tunnel as tunnels\.0/,
    /people\.1\.name stands in the file twice/,
    /people\.0\.password: The file \/nonexistent cannot be read \(ENOENT\)/,
    /people\.1\.password: The environment has no NOT_THERE/,
  );
  await wrong(
    { pbx: { type: 'abacus', name: 'X', values: {} } },
    /There is no PBX type abacus\. Give one of/,
  );
  const ldap = { host: '192.0.2.1', security: 'none', bindDn: 'cn=a', port: 'many', bas: 'dc=a' };
  await wrong(
    { pbx: { type: 'ldap', name: 'X', values: { ...ldap, bindPassword: { fromEnv: 'NOT_THERE' } } } },
    /pbx\.values\.port must be integer/,
    /pbx\.values\.bas is not known\./,
    /pbx\.values\.baseDn is missing/,
    /pbx\.values\.bindPassword: The environment has no NOT_THERE/,
  );
  const two = { fromStdin: true };
  await wrong(
    {
      people: [
        { name: 'A', role: 'admin', password: two },
        { name: 'B', role: 'admin', password: two },
      ],
    },
    /Only one secret can be the first line/,
  );
  t.notOk((await daemon.local<Overview>('GET', '/api/overview')).site, 'nothing was done');
});

test('a clear secret in a file that others can read is refused', { timeout: 120_000 }, async (t) => {
  const { write, run, daemon } = await gatewayOf(t);
  const ldap = {
    host: '192.0.2.1',
    security: 'none',
    bindDn: 'cn=a',
    bindPassword: 'canary',
    baseDn: 'dc=a',
  };
  const file = {
    pbx: { type: 'ldap', name: 'Directory', values: ldap },
    people: [{ name: 'Sam', role: 'admin', password: PASSWORD }],
    complete: false,
  };
  const { code, err } = await run(write(file, 0o644));
  t.equal(code, 65);
  t.match(err, /pbx\.values\.bindPassword stands in the file in clear.*chmod o-r/);
  t.match(err, /people\.0\.password stands in the file in clear/);
  t.notMatch(err, /canary|horse/);
  const secret = join(daemon.folder, 'secret');
  writeFileSync(secret, `${PASSWORD}\n`);
  const named = {
    ...file,
    pbx: undefined,
    people: [{ name: 'Sam', role: 'admin', password: { fromFile: secret } }],
  };
  t.match(
    await run(write(named, 0o644)),
    { code: 0, out: /Person Sam: Added as admin\./ },
    'a place is no secret',
  );
  t.match(await run(write({ ...file, pbx: undefined }, 0o640)), { code: 0, out: /Nothing changed\.\n$/ });
  t.notMatch(daemon.said(), /canary|horse/);
});

test('schema, example and document agree', async (t) => {
  const printed = await command('/nonexistent', ['setup', '--example']);
  t.equal(printed.code, 0);
  t.same(JSON.parse(printed.out), EXAMPLE);
  t.same(
    JSON.parse((await command('/nonexistent', ['setup', '--schema'])).out),
    JSON.parse(JSON.stringify(SetupFile)),
  );
  t.same(wrongSchemas([['the set-up file', SetupFile]]), []);
  const page = readFileSync(join(import.meta.dirname, '../../docs/setup-file.md'), 'utf8');
  t.same(JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? ''), EXAMPLE);
});

test('from a new gateway to a complete one; twice changes nothing', { timeout: 240_000 }, async (t) => {
  const { url, number, console } = await cloudOf(t);
  const made = await console.post(`/api/accounts/${number}/claim-tokens`, {});
  const token = String((made.body as { token: string }).token);
  const target = createServer((_request, response) => response.end('here'));
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  t.teardown(() => target.close());
  const { daemon, write, run } = await gatewayOf(t, { CLOUD_URL: url });
  const users = join(daemon.folder, 'data', 'import', 'users.csv');
  mkdirSync(join(daemon.folder, 'data', 'import'), { recursive: true });
  writeFileSync(users, 'id,email,givenName,familyName\n1,ada@example.com,Ada,Lovelace\n');
  const file = {
    link: { method: 'token', token: { fromEnv: 'CLAIM_TOKEN' }, account: number },
    site: SITE,
    pbx: { type: 'csv', name: 'File', values: { path: users } },
    sync: { scheduleMinutes: 30, approveFirstSync: true },
    tunnels: [
      { component: 'PBX', tunnel: 'web', url: `http://127.0.0.1:${(target.address() as AddressInfo).port}` },
      { component: 'CloudLink Gateway', tunnel: 'Gateway portal' },
    ],
    people: [{ name: 'Priya', role: 'admin', password: { fromStdin: true } }],
  };
  const given = { input: PASSWORD, env: { CLAIM_TOKEN: token } };
  const path = write(file);

  const dry = await run(path, ['--json', '--dry-run'], given);
  t.match(dry, { code: 2, err: '' });
  t.match(states(dry.out), {
    link: 'would',
    site: 'would',
    pbx: 'would',
    test: 'unchanged',
    connect: 'would',
    person: 'would',
    complete: 'would',
  });
  t.match(await daemon.local('GET', '/api/overview'), { linked: false, onboarding: { siteSaved: false } });

  // cut off: the first part alone, as after a Ctrl-C
  const { link, site } = file;
  t.match(await run(write({ link, site, complete: false }), [], given), {
    code: 0,
    err: '',
    out: new RegExp(
      `^1/2 {2}Link: Linked to Customer.* \\(${number}\\)\\.\\n2/2 {2}Site: Successfully updated site HQ\\.\\n2 of 2 steps changed`,
    ),
  });
  const first = await run(path, ['--json'], given);
  t.match(first, { code: 0, err: '' });
  t.match(states(first.out), {
    link: 'unchanged',
    site: 'unchanged',
    pbx: 'done',
    test: 'done',
    connect: 'done',
    schedule: 'done',
    person: 'done',
    firstSync: 'done',
    complete: 'done',
    end: 'done',
  });
  t.match(
    lines(first.out).find((l) => l.step === 'firstSync' && l.state === 'done')?.sentence,
    /^1 users added/,
  );
  t.match(await daemon.local<Overview>('GET', '/api/overview'), {
    linked: true,
    site: { name: 'HQ' },
    pbx: { name: 'File', connected: true },
    sync: { state: 'inSync', scheduleMinutes: 30 },
    onboarding: { completed: true },
  });
  const { targets } = await daemon.local<{ targets: Target[] }>('GET', '/api/tunnels');
  t.match(
    targets
      .filter(({ state }) => state !== 'stopped')
      .map(({ component }) => component)
      .sort(),
    ['CloudLink Gateway', 'PBX'],
  );
  const { people } = await daemon.local<{ people: PersonView[] }>('GET', '/api/people');
  t.match(people, [{ name: 'Priya', role: 'admin' }]);

  const twice = await run(path, ['--json'], given);
  t.match(twice, { code: 0, err: '' });
  t.same(
    lines(twice.out)
      .filter(({ state }) => state !== 'unchanged')
      .map(({ step }) => step),
    ['test', 'end'],
    'a test changes nothing',
  );
  t.match(lines(twice.out).at(-1), { sentence: 'Nothing changed.' });
  t.match(await run(path, ['--dry-run'], given), { code: 0, out: /Nothing would change\.\n$/ });
  t.match(await run(write({ ...file, site: { ...SITE, city: 'Kanata' } }), ['--dry-run'], given), {
    code: 2,
    out: /Site: would: Save HQ: city\./,
  });
  t.match(await run(write({ ...file, link: { ...link, account: '999999999' } }), [], given), {
    code: 1,
    err: /^SETUP_OTHER_ACCOUNT: This gateway is linked to the account \d{9}, and the file names 999999999\./,
  });
  t.notMatch(daemon.said(), new RegExp(`${token}|horse`), 'no secret in the log');
});

test('by a code: it is printed, and a person approves', { timeout: 240_000 }, async (t) => {
  const { url, number, console } = await cloudOf(t);
  const { daemon, write, run } = await gatewayOf(t, { CLOUD_URL: url });
  const ended = run(write({ link: { method: 'code' }, complete: false }), ['--json']);
  const code = await daemon.until(
    async () => (await daemon.local<{ userCode?: string }>('GET', '/api/link')).userCode,
  );
  await approve(daemon, console, number, code);
  const { out, ...rest } = await ended;
  t.match(rest, { code: 0, err: '' });
  t.match(lines(out), [
    { step: 'link', state: 'running', link: { userCode: code } },
    { step: 'link', state: 'done' },
    { step: 'end' },
  ]);
});

test('a password that was changed at the PBX and in the file is saved; a wrong one ends the set-up', {
  timeout: 120_000,
}, async (t) => {
  const sim = await startMivoiceBusiness({ people: 2, password: PASSWORD });
  t.teardown(() => sim.close());
  const { daemon, write, run } = await gatewayOf(t);
  const file = (password: string, more: object = {}) => ({
    pbx: {
      type: 'mivoice-business',
      name: 'Ottawa',
      values: { host: sim.address, mbgHost: sim.address, mbgPassword: password },
    },
    complete: false,
    ...more,
  });
  const wrong = await run(write(file('canary')));
  t.match(wrong, { code: 1, err: /^PBX_CREDENTIALS: .+\n.+\n$/ });
  t.match(wrong.out, /2\/4 {2}Test of the PBX connection: /);
  t.notMatch(wrong.out + wrong.err, /canary/);
  const right = await run(write(file(PASSWORD)));
  t.match(
    right.out,
    /PBX link: unchanged: [\s\S]*The stored secrets were refused; those of the file are saved\./,
  );
  t.match(right, { code: 1, err: /^NOT_LINKED/ }, 'it goes as far as it can');
  t.match(await daemon.local('GET', '/api/pbx'), { connected: true, secretsSet: ['mbgPassword'] });
  t.match(await run(write(file('another')), ['--write-secrets']), { code: 1, err: /^PBX_CREDENTIALS/ });
});
