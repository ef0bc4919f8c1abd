/** Releases and rollouts over HTTP: the files with Range, whose rollouts are whose. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { rangeOf } from '../../../src/cloud/http/byte-range.ts';
import { startCloud } from '../harness.ts';
import { writeRepository } from './repository.ts';

test('ranges of bytes', async (t) => {
  const of = (range: string, condition?: string) => rangeOf({ range, 'if-range': condition }, 10, '"a"');
  t.same(of('bytes=0-'), { start: 0, end: 10 });
  t.same(of('bytes=4-'), { start: 4, end: 10 });
  t.same(of('bytes=4-6'), { start: 4, end: 7 });
  t.same(of('bytes=4-600'), { start: 4, end: 10 });
  t.same(of('bytes=-3'), { start: 7, end: 10 });
  t.same(of('bytes=-30'), { start: 0, end: 10 });
  t.equal(of('bytes=10-'), 'unsatisfiable');
  t.equal(of('bytes=-0'), 'unsatisfiable');
  for (const whole of ['bytes=6-4', 'bytes=-', 'bytes=1-2,4-5', 'lines=1-2', 'bytes=a-b'])
    t.equal(of(whole), undefined, whole);
  t.same(of('bytes=4-', '"a"'), { start: 4, end: 10 });
  t.equal(of('bytes=4-', '"b"'), undefined, 'it is another file now');
  t.equal(of('bytes=4-', 'Thu, 26 Nov 2026 15:00:00 GMT'), undefined);
});

test('the cloud serves a repository as it lies there', async (t) => {
  const folder = t.testdir();
  const cloud = await startCloud(t, { releases: folder });
  await cloud.partner('ann@one.example');
  await cloud.customer('a@c.example');
  const admin = await cloud.signIn('a@c.example');
  t.match((await admin.get('/api/releases')).body, { releases: [] }, 'none yet');
  mkdirSync(join(folder, 'metadata'));
  writeFileSync(join(folder, 'metadata', 'timestamp.json'), 'torn');
  t.match((await admin.get('/api/releases')).body, {
    releases: [],
    problem: { code: 'RELEASES_UNREADABLE' },
  });

  const contents = 'release '.repeat(40_000);
  const names = writeRepository(folder, [
    { version: '1.9.0', contents: 'old' },
    { version: '1.10.0', contents },
  ]);
  const list = (await admin.get('/api/releases')).body;
  t.match(list, {
    releases: [
      { version: '1.10.0', notes: 'Notes of 1.10.0.', files: [{ present: true, bytes: contents.length }] },
      { version: '1.9.0' },
    ],
    metadata: { timestampExpiresAt: Date.parse('2027-01-01T00:00:00Z') },
  });
  rmSync(join(folder, 'targets', names[0] ?? ''));
  const ann = await cloud.signIn('ann@one.example');
  const input = {
    version: '1.9.0',
    rings: [{ name: 'All', percent: 100, gateways: [] }],
    when: { kind: 'now' },
    maxFailedPercent: 0,
  };
  t.match((await ann.post('/api/rollouts', { ...input, version: '7.0.0' })).body, {
    code: 'RELEASE_UNKNOWN',
  });

  t.match((await ann.post('/api/rollouts', input)).body, { code: 'RELEASE_INCOMPLETE' });

  const url = `${cloud.url}/v1/updates/targets/${names[1]}`;
  const whole = await fetch(url);
  t.equal(whole.status, 200);
  t.equal(await whole.text(), contents);
  const etag = whole.headers.get('etag') ?? '';
  t.match(etag, /^"[0-9a-f]{64}"$/);
  t.match(whole.headers.get('cache-control'), /immutable/);
  const rest = await fetch(url, { headers: { range: 'bytes=200000-', 'if-range': etag } });
  t.equal(rest.status, 206);
  t.equal(rest.headers.get('content-range'), `bytes 200000-${contents.length - 1}/${contents.length}`);
  t.equal(await rest.text(), contents.slice(200_000));
  t.equal((await fetch(url, { headers: { range: 'bytes=200000-', 'if-range': '"other"' } })).status, 200);
  const beyond = await fetch(url, { headers: { range: `bytes=${contents.length}-` } });
  t.equal(beyond.status, 416);
  t.equal(beyond.headers.get('content-range'), `bytes */${contents.length}`);
  t.equal((await fetch(url, { headers: { 'if-none-match': etag } })).status, 304);
  const head = await fetch(url, { method: 'HEAD' });
  t.equal(head.headers.get('content-length'), String(contents.length));
  const timestamp = await fetch(`${cloud.url}/v1/updates/metadata/timestamp.json`);
  t.equal(timestamp.headers.get('cache-control'), 'no-cache');
  t.match(await timestamp.json(), { signed: { meta: {} } });

  writeFileSync(join(folder, 'secret'), 'not for you');
  symlinkSync('/etc', join(folder, 'targets', '.etc'));
  for (const path of ['..%2fsecret', '%2e%2e/secret', '.etc/passwd', 'cloudlinkd', '', 'a//b', 'none.tar.gz'])
    t.equal((await fetch(`${cloud.url}/v1/updates/targets/${path}`)).status, 404, path);
});

test('a rollout is its partner’s, and reaches its customers only', async (t) => {
  const folder = t.testdir();
  writeRepository(folder, [{ version: '2.0.0', contents: 'two' }]);
  const cloud = await startCloud(t, { releases: folder });
  const one = await cloud.partner('ann@one.example');
  const two = await cloud.partner('zoe@two.example');
  const a = await cloud.customer('a@c.example', one.number);
  await cloud.customer('b@c.example', two.number);
  const ofA = await cloud.signIn('a@c.example');
  const ofB = await cloud.signIn('b@c.example');
  await cloud.claim(ofA, a.number);
  const ann = await cloud.signIn('ann@one.example');
  const zoe = await cloud.signIn('zoe@two.example');
  const input = {
    version: '2.0.0',
    rings: [{ name: 'All', percent: 100, gateways: [] }],
    when: { kind: 'schedule' },
    maxFailedPercent: 0,
  };
  t.match((await zoe.post('/api/rollouts/preview', input)).body, { rings: [{ gateways: 0 }], already: 0 });
  t.match((await zoe.post('/api/rollouts', input)).body, { code: 'ROLLOUT_EMPTY' });
  t.match(await zoe.post('/api/rollouts', { ...input, account: a.number }), { status: 404 });
  const { status, body } = await ann.post('/api/rollouts', input);
  t.equal(status, 200);
  t.match(body, { state: 'running', rings: [{ name: 'All', counts: { waiting: 1 } }] });
  for (const other of [zoe, ofA, ofB]) {
    t.not((await other.get(`/api/rollouts/${body.id}`)).status, 200);
    t.not((await other.get(`/api/rollouts/${body.id}/gateways`)).status, 200);
    for (const step of ['approve', 'resume', 'abort'])
      t.not((await other.post(`/api/rollouts/${body.id}/${step}`, { revision: 1 })).status, 200);
  }
  t.equal((await ofA.get('/api/rollouts')).status, 403);
  t.match((await zoe.get('/api/rollouts')).body, { total: 0 });
  t.match((await ann.get(`/api/rollouts/${body.id}/gateways?ring=0`)).body, {
    items: [{ online: false, state: 'waiting' }],
  });
  const events = JSON.stringify((await ann.get('/api/events')).body);
  t.match(events, 'Rollout started');
  t.notMatch(JSON.stringify((await zoe.get('/api/events')).body), 'Rollout started');
});
