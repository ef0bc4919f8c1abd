/** `cloudlink health` against the real daemon, which has a PBX (a labelled simulator) to sign in at. */
import { execFile } from 'node:child_process';
import { request } from 'node:http';
import { join } from 'node:path';
import { test } from 'tap';
import type { CheckView } from '../../src/contract/local-api.ts';
import { startMivoiceBusiness } from '../fakes/mivoice-business.ts';
import { startDaemon } from '../helpers/daemon.ts';
import { PLAIN_ENV } from '../helpers/environment.ts';
import { programFile } from '../helpers/programs.ts';

const CLOUDLINK = programFile('cli/main');
const PASSWORD = 'the MBG’s password';
const WRONG = 'one that is wrong';

type Ended = { readonly code: number | string; readonly out: string; readonly err: string };

function cloudlink(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const env = PLAIN_ENV;
    execFile(process.execPath, [CLOUDLINK, ...args], { env }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    );
  });
}

function contentType(socketPath: string, path: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path, headers: { host: 'localhost' } }, (response) => {
      response.resume();
      resolve(response.headers['content-type']);
    });
    asked.on('error', reject);
    asked.end();
  });
}

test('every check is run, the sign-in at the PBX once; the text has all of it and no secret', {
  timeout: 120_000,
}, async (t) => {
  const sim = await startMivoiceBusiness({ people: 2, password: PASSWORD });
  t.teardown(() => sim.close());
  const daemon = startDaemon(t);
  await daemon.line(/"msg":"ready"/);
  const socket = join(daemon.folder, 'run', 'control.sock');
  const save = (mbgPassword: string) =>
    daemon.local('PUT', '/api/pbx', {
      type: 'mivoice-business',
      name: 'Ottawa',
      values: { host: sim.address, mbgHost: sim.address, mbgPassword },
    });
  await save(PASSWORD);
  const check = async () => {
    const { code, out, err } = await cloudlink('--socket', socket, 'health', '--json');
    t.equal(err, '');
    const { checks } = JSON.parse(out) as { checks: CheckView[] };
    return { code, of: (name: string) => checks.find((c) => c.code === name), checks };
  };

  const well = await check();
  t.match(well.of('PBX_SIGN_IN'), { state: 'ok', facts: /Sign in at the MBG: the MBG Password is right/ });
  t.match(well.of('PBX_CLOCK'), { state: 'ok' });
  t.match(well.of('PBX'), { state: 'ok', facts: `Ottawa answers at ${sim.address}.` });
  t.match(well.of('REST_CONNECT_FAILURE'), { state: 'ok' });
  for (const name of ['CABLE', 'ADDRESS', 'DEFAULT_GATEWAY'])
    t.ok(well.of(name)?.at, `${name} was looked at`);
  const signIns = sim.log.filter((line) => line === 'mbg sign in accepted');
  t.equal(signIns.length, 1, 'two checks, one sign-in');

  sim.state.clockAhead = 600;
  const ahead = await check();
  t.match(ahead.of('PBX_CLOCK'), { state: 'warning', facts: /600 s ahead/, remedy: /same time server/ });
  t.match(ahead.of('PBX_SIGN_IN'), { state: 'ok' });

  sim.state.mayRead = false;
  t.match((await check()).of('PBX_SIGN_IN'), { state: 'critical', remedy: /right to read/ });

  await save(WRONG);
  const { code, out } = await cloudlink('--socket', socket, 'health', '--text');
  t.equal(code, 2, 'something is wrong');
  t.match(out, /^CloudLink gateway \S+, version \d+\.\d+\.\d+\nHealth report of \d{4}-/);
  t.match(
    out,
    /\n\[CRITICAL\] PBX credentials and permission \(PBX_SIGN_IN\), checked .*\n.*\n {2}What to do: Enter/,
  );
  for (const { code: name } of well.checks) t.match(out, `(${name})`);
  for (const secret of [PASSWORD, WRONG]) t.notOk(out.includes(secret));
  t.equal(await contentType(socket, '/api/health/report'), 'text/plain; charset=utf-8');

  const table = await cloudlink('--socket', socket, 'health');
  t.match(table, { code: 2, out: /^Check +State +Found\n/ });
  t.match(table.out, /\nPBX credentials and permission: Enter the right credentials and test again\.\n/);
});

test('without a daemon: words and 1', async (t) => {
  t.match(await cloudlink('--socket', '/nonexistent', 'health', '--text'), {
    code: 1,
    out: '',
    err: /^DAEMON_UNREACHABLE/,
  });
});
