/** `cloudlink sync run --config` with several sources: a CSV file before a real OpenLDAP server, into scimmy. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { needs } from '../../helpers/needs.ts';
import { start } from '../../peers/scimmy-server.ts';
import { type Slapd, startSlapd } from '../../peers/slapd.ts';
import { once } from './stand-alone.ts';

const ldap = ({ host, port, bindDn, password, baseDn }: Slapd) => ({
  name: 'directory',
  type: 'ldap',
  host,
  port,
  security: 'none',
  bindDn,
  bindPassword: password,
  baseDn,
});
const CSV = { name: 'pbx', type: 'csv', path: 'pbx.csv' };

const person = (n: number) => ({
  cn: `Ann ${n}`,
  sn: 'Directory',
  givenName: 'Ann',
  displayName: `Ann Directory ${n}`,
  mail: `m${n}@example.com`,
  departmentNumber: 'Law',
});

async function rig(t: Test, people: number) {
  const directory = await startSlapd({ people, person });
  t.teardown(() => directory.close());
  const server = await start();
  t.teardown(() => server.close());
  const config = (sources: readonly object[], more: object = {}) => ({
    sources,
    scim: { baseUrl: server.url, token: server.token },
    state: 'state',
    ...more,
  });
  const it = once(t, config([CSV, ldap(directory)]));
  const csv = (rows: readonly string[]) =>
    writeFileSync(join(it.folder, 'pbx.csv'), ['id,familyName,email,extension', ...rows, ''].join('\n'));
  const user = (name: string) => server.users().find((one) => one.userName === name);
  return { directory, server, it, csv, user, config };
}

test('two sources: one user each, the first wins, a source that is away holds the other up in nothing', async (t) => {
  if (!needs(t, 'slapd')) return;
  const { directory, server, it, csv, user, config } = await rig(t, 3);
  csv(['p0,Pbx,M0@example.com,2000', 'p9,Nine,nine@example.com,2009']);
  t.match(await it.json(), { code: 0, counts: { added: 4, detained: 0 }, stderr: '' });
  t.equal(server.users().length, 4, 'm0 is one person');
  t.match(user('m0@example.com'), {
    name: { familyName: 'Pbx', givenName: 'Ann' },
    phoneNumbers: [{ value: '2000', type: 'other' }],
  });
  t.match(await it.json(), { code: 0, counts: { requests: 0, unchanged: 4 } }, 'converged');

  it.configure(config([ldap(directory), CSV]));
  t.match(await it.json(), { code: 0, counts: { changed: 1 } }, 'the other order');
  t.match(user('m0@example.com'), { name: { familyName: 'Directory' } });

  it.configure(config([{ ...ldap(directory), port: 1 }, CSV]));
  csv(['p0,Pbx,M0@example.com,2000', 'p9,Neun,nine@example.com,2009']);
  const partial = await it.json();
  t.match(partial, { code: 2, counts: { changed: 1, removed: 0, held: 0 } });
  t.match(user('nine@example.com'), { name: { familyName: 'Neun' } });
  it.configure(config([ldap(directory), CSV]));
  t.match(await it.json(), { code: 0, counts: { requests: 0 } });
});

test('what is wrong with several sources is said before anything is read', async (t) => {
  const scim = { baseUrl: 'http://127.0.0.1:1/scim', token: 'geheim' };
  const it = once(t, {});
  const fails = async (config: object, expected: RegExp) => {
    it.configure({ scim, state: 'state', ...config });
    const { code, stderr } = await it.run('--json');
    t.equal(code, 1);
    t.match(stderr, expected);
  };
  await fails({}, /^CONFIG_INVALID: Give either “source” or “sources”/);
  await fails({ sources: [CSV, CSV] }, /^CONFIG_INVALID: Two sources have the name “pbx”/);
  await fails({ sources: [CSV], mapping: [] }, /“mapping” stands in the source/);
  const rule = { field: 'shoeSize', from: { attr: 'x' } };
  await fails({ sources: [{ ...CSV, mapping: [rule] }] }, /Rule 1 \(shoeSize\): there is no field/);
});
