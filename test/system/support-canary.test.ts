/**
 * A secret is planted in every secret place of a real gateway. None of them is in a bundle, in the log, in an event that
 * waits for the cloud, or in an answer; with the daemon, and of the data folder alone.
 */

import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import Database from 'better-sqlite3';
import { type Test, test } from 'tap';
import { SUPPORT_SOURCES, type SupportBundle, type SupportManifest } from '../../src/contract/support.ts';
import { type Daemon, startDaemon } from '../helpers/daemon.ts';
import { PLAIN_ENV } from '../helpers/environment.ts';
import { programFile } from '../helpers/programs.ts';
import { unzipped } from '../helpers/unzipped.ts';

const CLI = programFile('cli/main');

const CANARY = {
  pbx: 'canary-pbx-password-1',
  second: 'canary-second-source-2',
  proxy: 'canary-proxy-password-3',
  person: 'canary person password 4',
  session: 'canary-session-token-5',
  bearer: 'canary-bearer-token-6',
  claim: 'canaryclaimtoken7canaryclaimtoken7canaryclai',
  stored: 'canary-of-a-record-8',
  file: 'canary-of-the-configuration-9',
  tested: 'canary-only-tested-10',
};

/** Over the control socket, whatever the answer is. */
function raw(daemon: Daemon, method: string, path: string, headers: object = {}, body = ''): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        socketPath: join(daemon.folder, 'run/control.sock'),
        method,
        path,
        headers: { host: 'localhost', 'content-type': 'application/json', ...headers },
      },
      (response) => void buffer(Readable.from(response)).then(resolve, reject),
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

const LDAP = {
  type: 'ldap',
  name: 'Directory',
  values: {
    host: '127.0.0.1',
    port: 9,
    security: 'none',
    bindDn: 'cn=a',
    bindPassword: CANARY.pbx,
    baseDn: 'dc=a',
  },
};

/** Every place that keeps or carries a secret. @returns those that the gateway made itself, and what it answered */
async function plant(daemon: Daemon) {
  const answers: string[] = [];
  const put = async (method: string, path: string, value: unknown = {}, headers: object = {}) => {
    answers.push((await raw(daemon, method, path, headers, JSON.stringify(value))).toString());
  };
  const withSecret = (bindPassword: string) => ({ ...LDAP, values: { ...LDAP.values, bindPassword } });
  await put('PUT', '/api/pbx', LDAP);
  await put('PUT', '/api/drafts/pbx', { values: LDAP.values, tab: 'x' });
  await put('POST', '/api/synchronisers', { ...withSecret(CANARY.second), name: 'Second' });
  const proxy = { host: '127.0.0.1', port: '9', user: 'edge', password: CANARY.proxy, bypass: '' };
  await put('PUT', '/api/network/proxy', proxy);
  await put('POST', '/api/people', { name: 'Priya', role: 'admin', password: CANARY.person });
  // what is wrong is refused, and the refusal is logged
  await put('POST', '/api/pbx/test', withSecret(CANARY.tested));
  const carried = { cookie: `__Host-cloudlink=${CANARY.session}`, authorization: `Bearer ${CANARY.bearer}` };
  await put('POST', '/api/pbx', {}, carried);
  await put('POST', '/api/session', { name: 'Priya', password: CANARY.person, more: 1 }, carried);
  await put('POST', '/api/link/token', { token: CANARY.claim });
  await put('POST', '/api/health/run');
  const { setupCode } = await daemon.local<{ setupCode: string }>('GET', '/api/setup-code');
  const db = new Database(join(daemon.folder, 'data/state.db'));
  const secret = db.prepare('INSERT INTO secret (key, value) VALUES (?, ?)');
  secret.run('canary', JSON.stringify({ device_code: CANARY.stored }));
  // a sentence of a job, as a careless library might bring it about
  const careless = `failed with ${CANARY.stored}, Bearer ${CANARY.bearer}, password=${CANARY.session}`;
  db.prepare(`INSERT INTO job (name, due_at, last_sentence) VALUES ('x', 0, ?)`).run(careless);
  const hashes = db.prepare<[], { h: string }>('SELECT password_hash AS h FROM local_person').all();
  db.close();
  const kept = readFileSync(join(daemon.folder, 'data/state.db')).length;
  if (hashes.length === 0 || kept === 0) throw new Error('nothing was planted');
  return { made: [setupCode, setupCode.replaceAll('-', ''), ...hashes.map(({ h }) => h)], answers };
}

const secretsOf = (made: readonly string[]) => [...Object.values(CANARY), ...made];

/** Every table but those that are made to keep secrets: settings, journals, the outbox, the access log. */
function tablesOf(file: string): string {
  const db = new Database(file, { readonly: true });
  const names = db.prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
  const rows = names
    .filter(({ name }) => !['secret', 'local_person', 'local_session', 'job'].includes(name))
    .map(({ name }) => [name, db.prepare(`SELECT * FROM "${name}"`).all()]);
  db.close();
  return JSON.stringify(rows);
}

function noneIn(t: Test, text: string, secrets: readonly string[], where: string): void {
  const found = secrets.filter((secret) => text.includes(secret));
  t.same(found, [], `no secret in ${where} (${text.length} characters)`);
}

test('no secret is in a bundle, an event, the log or an answer', { timeout: 120_000 }, async (t) => {
  const daemon = startDaemon(t, {
    settings: {
      CLOUD_PROXY: `http://127.0.0.1:9`,
      CLOUD_PROXY_USER: 'edge',
      CLOUD_PROXY_PASSWORD: CANARY.file,
      LOG_LEVEL: 'trace',
    },
  });
  const data = join(daemon.folder, 'data');
  await daemon.line(/"msg":"ready"/);
  const { made, answers } = await plant(daemon);
  const device = readFileSync(join(data, 'device-key.pem'), 'utf8').split('\n')[1] ?? '';
  const certificate = readdirSync(join(data, 'certificate'))
    .map((name) => readFileSync(join(data, 'certificate', name), 'utf8'))
    .filter((pem) => pem.includes('PRIVATE'))
    .map((pem) => pem.split('\n')[1] ?? '');
  t.ok(device.length > 40 && certificate.length > 0, 'keys are read');
  const secrets = secretsOf([...made, device, ...certificate]);

  const bundle = await daemon.local<SupportBundle>('POST', '/api/support');
  const parts = await unzipped(await raw(daemon, 'GET', `/api/support/${bundle.id}/file`));
  t.same(Object.keys(parts).length, Object.keys(SUPPORT_SOURCES).length + 1, 'every source is in it');
  t.same(
    bundle.manifest.sources.filter(({ error }) => error),
    [],
    'and none has failed',
  );
  noneIn(t, JSON.stringify(parts), secrets, 'the bundle');
  t.match(parts['journal.log'], /request refused/, 'the log is in it');
  const preview = await daemon.local<SupportManifest>('POST', '/api/support/preview');
  noneIn(t, JSON.stringify({ bundle, preview }), secrets, 'manifests');
  noneIn(t, answers.join('\n'), secrets, 'answers and errors');
  for (const path of ['overview', 'health', 'debug', 'pbx', 'network', 'inventory', 'jobs', 'synchronisers'])
    noneIn(t, (await raw(daemon, 'GET', `/api/${path}`)).toString(), secrets, `/api/${path}`);
  // the one line that says the set-up code to whoever stands at the console
  const said = daemon.said().replace(/^cloudlinkd: the set-up code of this gateway is .*$/m, '');
  noneIn(t, said, secrets, 'the log');
  noneIn(t, tablesOf(join(data, 'state.db')), secrets, 'events, settings and journals');

  // ---- the daemon dies, and the command reads its folder
  daemon.child.kill('SIGKILL');
  await daemon.ended;
  const cli = (...args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const env = { ...PLAIN_ENV, CLOUDLINKD_DATA_DIR: data, CLOUDLINKD_CLOUD_PROXY_PASSWORD: CANARY.file };
      const all = [CLI, '--json', '--socket', join(daemon.folder, 'run/control.sock'), 'support', ...args];
      execFile(process.execPath, all, { env }, (error, out, err) =>
        resolve({ code: Number(error?.code ?? 0), out, err }),
      );
    });
  const offline = JSON.parse((await cli('create')).out) as SupportBundle;
  const failed = (b: SupportBundle) => b.manifest.sources.flatMap(({ name, error }) => (error ? [name] : []));
  t.equal(offline.manifest.by, 'offline');
  const without = failed(offline).filter((name) => name !== 'journal');
  t.same(without, ['health'], 'what only the daemon knows is named (a host without systemd has no journal)');
  const zip = join(daemon.folder, 'saved.zip');
  t.match(await cli('save', offline.id, zip), { code: 0, err: /its data folder is read instead/ });
  const found = await unzipped(readFileSync(zip));
  noneIn(t, JSON.stringify({ found, offline }), secrets, 'the bundle without the daemon');
  t.match(JSON.parse(found['environment.json'] ?? '{}'), { storedSecretsKnown: true });
  t.equal((JSON.parse((await cli('list')).out) as SupportBundle[]).length, 2, 'both are kept');
  t.match(await cli('delete', offline.id), { code: 0 });
  t.match(await cli('delete', offline.id), { code: 1, err: /SUPPORT_UNKNOWN/ });

  // ---- and its database is sick
  for (const end of ['-wal', '-shm']) rmSync(join(data, `state.db${end}`), { force: true });
  writeFileSync(join(data, 'state.db'), 'this is no database, and long enough to be read as one'.repeat(200));
  const sick = JSON.parse((await cli('create')).out) as SupportBundle;
  t.strictSame(
    failed(sick).filter((name) => name !== 'journal'),
    ['health', 'status', 'jobs', 'sync', 'inventory'],
    'what was in it is named as missing',
  );
  await cli('save', sick.id, zip);
  const rest = await unzipped(readFileSync(zip));
  t.match(JSON.parse(rest['database.json'] ?? '{}'), {
    databases: [{ name: 'state.db', integrity: /not a database/ }],
  });
  t.match(JSON.parse(rest['environment.json'] ?? '{}'), { storedSecretsKnown: false });
  noneIn(t, JSON.stringify({ rest, sick }), secrets, 'the bundle of a sick database');
});
