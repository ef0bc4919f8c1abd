import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { test } from 'tap';
import { dataFolder, run, serving } from './cli.ts';

test('what is wrong is said in words, by exit code', async (t) => {
  const data = dataFolder(t);
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
  for (const url of ['https://launch.example', 'https://www.launch.example:8443'])
    t.match(await run(['serve', '--data', data, '--public-url', url, '--launch-domain', 'launch.example']), {
      code: 78,
      err: /launchDomain.*console/,
    });
  t.match(await run(['serv']), { code: 64 });
  t.match(await run(['serve', '--data', data, '--listen', '192.0.2.1:1']), { code: 74, err: /192\.0\.2\.1/ });
});

test('an address that somebody else has, a folder that is none, a database of a newer version', async (t) => {
  const data = dataFolder(t);
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  t.teardown(() => other.close());
  const { port } = other.address() as AddressInfo;
  t.match(await run(['serve', '--data', data, '--listen', `127.0.0.1:${port}`]), {
    code: 74,
    err: /^ADDRESS_UNUSABLE: .*EADDRINUSE.*--listen/,
  });
  const file = join(data, 'a-file');
  writeFileSync(file, '');
  t.match(await run(['serve', '--data', file, '--listen', '127.0.0.1:0']), {
    code: 74,
    err: /^DATA_UNUSABLE: .*a-file.*--data/,
  });
  const newer = join(data, 'newer');
  mkdirSync(newer);
  const db = new Database(join(newer, 'cloud.db'));
  db.pragma('user_version = 9999');
  db.close();
  t.match(await run(['serve', '--data', newer, '--listen', '127.0.0.1:0']), {
    code: 65,
    err: /STORE_NEWER: .*schema 9999/,
  });
});

test('with a certificate it speaks https, and its cookie is a __Host- one', async (t) => {
  const data = dataFolder(t);
  const [cert, key] = [join(data, 'cert.pem'), join(data, 'key.pem')];
  const subject = [
    '-subj',
    '/CN=127.0.0.1',
    '-days',
    '1',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
  ];
  execFileSync('openssl', ['req', '-x509', '-nodes', ...subject, '-keyout', key, '-out', cert], {
    stdio: 'ignore',
  });
  const password = 'correct horse battery';
  const admin = ['admin', 'create', '--email', 'a@b.example', '--name', 'A', '--password-stdin'];
  t.equal((await run([...admin, '--data', data], password)).code, 0);
  const { child, url, end } = await serving(data, ['--tls-cert', cert, '--tls-key', key]);
  t.teardown(() => void child.kill('SIGKILL'));
  t.match(url, /^https:/);
  const body = JSON.stringify({ email: 'a@b.example', password });
  const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
    const options = {
      method: 'POST',
      rejectUnauthorized: false,
      headers: { 'content-type': 'application/json', 'content-length': body.length },
    };
    request(`${url}/api/session`, options, (response) => {
      response.resume();
      resolve(response.headers);
    })
      .on('error', reject)
      .end(body);
  });
  t.match(
    String(headers['set-cookie']),
    /^__Host-session=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  );
  t.match(headers['strict-transport-security'], /max-age=31536000/);
  t.match(await end(), { code: 0 });
});
