/** What the set-up pages do, done by the command against a real gateway that no cloud knows. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { command } from '../helpers/command.ts';
import { type Daemon, startDaemon } from '../helpers/daemon.ts';

const PASSWORD = 'correct horse battery';

function commandOf({ folder }: Daemon) {
  const socket = join(folder, 'run', 'control.sock');
  return {
    run: (...args: string[]) => command(socket, args),
    given: (input: string, args: readonly string[], env: Record<string, string> = {}) =>
      command(socket, args, { input, env }),
  };
}

test('a gateway is set up by commands alone', { timeout: 240_000 }, async (t) => {
  const daemon = startDaemon(t);
  await daemon.line(/"msg":"ready"/);
  const { given, run } = commandOf(daemon);

  await t.test('site', async (t) => {
    t.match(await run('site'), { code: 1, err: /^NOT_FOUND/ });
    t.match(await run('site', 'set', '--name', 'HQ'), { code: 64, err: /A site also needs: City, Country/ });
    const whole = ['--city', 'Ottawa', '--country', 'CA', '--province', 'ON', '--postal-code', 'K1P'];
    const zone = ['--zone', 'America/Toronto'];
    t.match(await run('site', 'set', '--name', 'HQ', ...whole, ...zone), {
      code: 0,
      err: '',
      out: /^Site name +HQ\nCity +Ottawa\n/,
    });
    t.match(await run('site', 'set', '--name', 'Head\u001b[2J office'), {
      code: 0,
      out: /^Site name +Head·\[2J office\n/,
    });
    t.match(JSON.parse((await run('--json', 'site')).out), { name: 'Head\u001b[2J office', city: 'Ottawa' });
    t.match(await run('site', 'set', '--zone', 'Nowhere'), { code: 1, err: /^BAD_INPUT: .*not a time zone/ });
  });

  await t.test('pbx', async (t) => {
    t.match(await run('pbx', 'types'), { code: 0, out: /^Type +PBX +Note\n[\s\S]*\nldap / });
    t.match(await run('pbx', 'types', 'ldap'), {
      code: 0,
      out: /\nhost +string +yes [\s\S]*bindPassword +secret/,
    });
    t.match(await run('pbx', 'types', 'abacus'), {
      code: 64,
      err: /There is no PBX type abacus.*\nGive one of/,
    });
    t.match(await run('pbx', 'set', '--set', 'host=192.0.2.1'), { code: 64, err: /needs a type and a name/ });
    const ldap = ['pbx', 'set', '--type', 'ldap', '--name', 'Directory'];
    const set = ['host=192.0.2.10', 'port=1389', 'security=none', 'bindDn=cn=a', 'baseDn=dc=a'].flatMap(
      (s) => ['--set', s],
    );
    t.match(await run(...ldap, ...set, '--set', 'bindPassword=canary'), {
      code: 64,
      out: '',
      err: /bindPassword is a secret[\s\S]*file:PATH/,
    });
    t.match(await run(...ldap, ...set, '--secret', 'bindPassword=canary'), { code: 64, err: /no argument/ });
    t.match(await run(...ldap, ...set, '--secret', 'bindPassword=file:/nonexistent'), {
      code: 65,
      err: /^SECRET_UNREADABLE: The file \/nonexistent cannot be read \(ENOENT\)/,
    });
    const saved = await given('canary-secret', [...ldap, ...set, '--secret', 'bindPassword=-']);
    t.match(saved, { code: 0, err: '', out: /port +1389\n[\s\S]*bindPassword +\(stored\)\n$/ });
    t.notMatch(saved.out, /canary/);
    t.match(await run('pbx', 'set', '--set', 'port=389'), { code: 0, out: /port +389\n[\s\S]*\(stored\)/ });
    t.match(await run('pbx', 'set', '--set', 'host=192.0.2.11'), { code: 1, err: /Enter Password/ });
    const environment = await given(
      '',
      ['pbx', 'set', '--set', 'host=192.0.2.11', '--secret', 'bindPassword=env:LDAP_PASSWORD'],
      { LDAP_PASSWORD: 'another' },
    );
    t.match(environment, { code: 0, out: /host +192\.0\.2\.11\n/ });
    t.match(await run('pbx', 'remove'), { code: 0, out: /^Removed the PBX link/ });

    const users = join(daemon.folder, 'data', 'import', 'users.csv');
    mkdirSync(join(daemon.folder, 'data', 'import'), { recursive: true });
    writeFileSync(users, 'id,email,givenName,familyName\n1,ada@example.com,Ada,Lovelace\n');
    const csv = ['--type', 'csv', '--name', 'File', '--set', `path=${users}`];
    t.match(await run('pbx', 'test', ...csv), { code: 0, out: /^Step +Result +Found\n/ });
    t.match(await run('pbx', 'show'), { code: 1, err: /^NOT_FOUND/ }, 'a test stores nothing');
    t.match(await run('pbx', 'set', ...csv), { code: 0, out: /^Name +File\n/ });
    t.match(await run('pbx', 'test'), { code: 0, out: / ok / });
    t.match(await run('pbx', 'connect'), { code: 1, err: /^NOT_LINKED/ });
    t.match(await run('complete'), { code: 0, out: 'Onboarding is complete.\n' });
  });

  await t.test('people', async (t) => {
    t.match(await run('people'), { code: 0, out: /^Nobody may sign in here yet/ });
    t.match(await given(PASSWORD, ['people', 'add', 'Priya Nair', '--role', 'admin']), {
      code: 0,
      err: '',
      out: /^Name +Role[\s\S]*\nPriya Nair +admin .* +no\n$/,
    });
    t.match(await run('people', 'add', 'Sam'), { code: 64, err: /required option '--role <role>'/ });
    t.match(await run('people', 'add', 'Sam', '--role', 'king'), { code: 64, err: /Allowed choices/ });
    t.match(await run('people', 'add', 'Sam', '--role', 'support'), { code: 65, err: /no first line/ });
    t.match(await given('priya nair', ['people', 'password', 'priya nair']), {
      code: 1,
      err: /^BAD_INPUT: [\s\S]*(at least|fewer|characters)/,
    });
    t.match(await run('people', 'role', 'priya nair', 'support'), { code: 1, err: /^LAST_ADMIN/ });
    t.match(await run('people', 'remove', 'Nobody'), { code: 64, err: /Nobody on this gateway is called/ });
    t.match(await run('people', 'sign-out', 'Priya Nair'), { code: 0, out: /^Signed Priya Nair out/ });
    const { people } = JSON.parse((await run('--json', 'people')).out);
    t.match(people, [{ name: 'Priya Nair', role: 'admin', sessions: 0 }]);
    t.notMatch(daemon.said(), /correct horse|canary/, 'no secret in the log');
  });

  await t.test('what the gateway does', async (t) => {
    t.match(await run('jobs'), { code: 0, err: '', out: /^Job +State +Last +Next +Result\n/ });
    t.match(await run('sessions'), { code: 0, out: 'Nobody came in through a tunnel yet.\n' });
    t.match(await run('access'), { code: 0, out: 'Nobody came in through a tunnel yet.\n' });
    t.match(await run('access', 'log', '--search', 'x'), { code: 0, out: 'There is no such request.\n' });
    t.match(JSON.parse((await run('--json', 'access', 'log')).out), { items: [], total: 0 });
    t.match(await run('access', 'verify'), { code: 2, out: /Nobody came in .*\n.*not asked: .*not linked/ });
    t.match(await run('access', 'verify', '--offline'), { code: 0 });
    t.match(await run('access', 'export'), { code: 0, out: /^\{"start":\{"n":0,/ });
    t.match(await run('access', 'export', '--csv'), { code: 0, out: /^\uFEFF?Record,Time,Person/ });
    t.match(await run('sync', 'schedule', '30'), {
      code: 0,
      out: 'Users are synchronised every 30 minutes.\n',
    });
    t.match(await run('sync', 'schedule', '4'), { code: 1, err: /^BAD_INPUT/ });
    t.match(await run('sync', 'schedule', 'often'), { code: 64, err: /whole number/ });
    t.match(await run('sync', 'changes', '--kind', 'held'), { code: 0, out: 'There are no such changes.\n' });
    t.match(await run('sync', 'irregular', 'none'), { code: 0, out: 'There are none.\n' });
    t.match(await run('link', 'status'), { code: 0, out: /^State +unlinked\n/ });
    t.match(await run('tunnels', 'stop-all'), { code: 0, out: /Gateway portal/ });
    const last = await run('health', '--last');
    t.match(last.out, /^Check +State +Found\n/);
  });

  await t.test('help for each', async (t) => {
    for (const line of ['', 'link', 'site set', 'pbx set', 'sync irregular', 'tunnels add', 'people add'])
      t.match(
        await run(...line.split(' ').filter(Boolean), '--help'),
        { code: 0, out: /^Usage: cloudlink/ },
        line,
      );
  });
});
