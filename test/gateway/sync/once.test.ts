import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { file, HEADER, line, lines, standAlone } from './stand-alone.ts';

test('adds, changes, removes; nothing but counts on stdout; 0, then 2 when something is held', async (t) => {
  const s = await standAlone(t);
  s.csv(file(lines(40)));
  const first = await s.json();
  t.equal(first.code, 0);
  t.same(Object.keys(first.counts), [
    'added',
    'changed',
    'removed',
    'detained',
    'held',
    'unchanged',
    'requests',
  ]);
  t.match(first.counts, { added: 40, changed: 0, removed: 0, detained: 0, held: 0, unchanged: 0 });
  t.equal(first.stderr, '');
  t.match(s.users().get('u7@example.com'), {
    externalId: 'u7',
    active: true,
    name: { familyName: 'Family7' },
  });

  const seen = s.server.requests().length;
  t.match(await s.json(), {
    code: 0,
    counts: { added: 0, changed: 0, removed: 0, unchanged: 40, requests: 0 },
  });
  t.equal(s.server.requests().length, seen, 'not one request');

  s.csv(file([...lines(38), line(39, { department: 'Sales', email: 'new@example.com' })]));
  t.match(await s.json(), { code: 0, counts: { changed: 1, removed: 1, unchanged: 38 } });
  t.match(s.users().get('new@example.com'), { externalId: 'u39' });
  t.match(s.users().get('u40@example.com'), { active: false }, 'disabled first');

  s.csv(file(lines(30)));
  const held = await s.json();
  t.match(held, { code: 2, counts: { removed: 0, held: 9 } });
  const [, hash = ''] = /--confirm (\S+)/.exec(held.stderr) ?? [];
  t.match(await s.json('--confirm', 'stale'), { code: 1, stderr: /PLAN_STALE/ });
  t.match(await s.json('--confirm', hash), { code: 0, counts: { removed: 9, held: 0 } });
  t.equal(s.server.users().filter((user) => user.active !== false).length, 30);
});

test('a preview sends nothing and says what a run does', async (t) => {
  const s = await standAlone(t);
  s.csv(file(lines(5)));
  t.match(await s.json('--preview'), { code: 0, counts: { added: 5, requests: 0 } });
  t.same(s.server.requests(), []);
  t.match(await s.run('--preview'), { stdout: /nothing was sent[\s\S]*added +Given1 Family1/ });
  t.match(await s.json(), { counts: { added: 5 } });
});

test('--check: compares within its budget, changes nothing; the next run puts right what is ours', async (t) => {
  const s = await standAlone(t);
  s.csv(file(lines(5)));
  t.match(await s.json('--check'), { code: 0, counts: { read: 0, of: 0 } }, 'before the first run');
  await s.json();
  t.match(await s.json('--check'), { code: 0, counts: { read: 5, of: 5, drifted: 0, missing: 0 } });
  const few = await s.json('--check', '--requests', '5');
  t.ok((few.counts.requests ?? 9) <= 5);
  const user = s.users().get('u3@example.com');
  await fetch(`${s.server.url}/Users/${user?.id}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${s.server.token}`, 'content-type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'name.givenName', value: 'Meddled' }],
    }),
  });
  const seen = s.server.requests().length;
  t.match(await s.run('--check'), {
    code: 2,
    stdout: /^Compared 5 of 5 users with \d+ requests: 1 changed, 0 missing/,
  });
  t.ok(
    s.server
      .requests()
      .slice(seen)
      .every(({ method }) => method === 'GET'),
  );
  t.match(await s.json(), { code: 0, counts: { changed: 1 } });
  t.match(s.users().get('u3@example.com'), { name: { givenName: 'Given3' } });
  t.match(await s.run('--check', '--requests', '0'), { code: 1, stderr: /BAD_INPUT: --requests takes 1 to/ });
  t.match(await s.run('--check', '--preview'), { code: 1, stderr: /exclude each other/ });
});

test('what is detained has a reason; its neighbours go on', async (t) => {
  const s = await standAlone(t);
  const rows = [
    line(1),
    line(2, { email: 'no-address' }),
    line(3, { phone: '044 123 45 67' }),
    line(4, { givenName: '', familyName: '' }),
    line(5, { extension: '7777' }),
    line(6, { extension: '7777' }),
    line(7, { email: '' }),
    'u8,too,few',
  ];
  s.csv(file(rows));
  const { code, stdout } = await s.run();
  t.equal(code, 2);
  for (const reason of ['BAD_EMAIL', 'NOT_E164', 'NAME_MISSING', 'DUP_EXTENSION', 'ROW_COLUMNS'])
    t.match(stdout, reason);
  t.same(
    [...s.users().keys()].sort(),
    ['u1@example.com', 'u7'],
    'without an address the id is the user name',
  );
});

test('failures: code, sentence and remedy on stderr, and 1', async (t) => {
  const s = await standAlone(t);
  const fails = async (text: string | RegExp, ...more: string[]) => {
    const { code, stdout, stderr } = await s.run('--json', ...more);
    t.equal(code, 1);
    t.match(stderr, text);
    t.equal(stderr.trim().split('\n').length, 2, 'code: sentence, and the remedy below');
    if (stdout !== '') t.match(JSON.parse(stdout), { removed: 0 });
  };
  await fails(/SOURCE|PBX/);
  s.csv('givenName,email\nAnn,ann@example.com\n');
  await fails(/^SOURCE_FILE: .*id/);
  s.csv(`${HEADER},email\n`);
  await fails(/^SOURCE_FILE: .*email/);
  await fails(/^BAD_INPUT: /, '--colour');

  const config = join(s.folder, 'sync.json');
  const good = {
    source: { type: 'csv', path: 'users.csv' },
    scim: { baseUrl: s.server.url, token: 'geheim' },
    state: 'state',
  };
  s.csv(file(lines(3)));
  writeFileSync(config, JSON.stringify(good));
  await fails(/^SCIM_AUTH: /);
  const wrong = [
    [{ ...good, scim: { baseUrl: 'http://127.0.0.1:1/scim', token: 'geheim' } }, /^SCIM_UNREACHABLE: /],
    [{ ...good, sate: 'x' }, /^CONFIG_INVALID: .*“sate”.*“state”/],
    [{ ...good, source: { type: 'telex' } }, /^BAD_INPUT: .*telex|type/],
    [{ ...good, state: 'sync.json' }, /^CONFIG_INVALID: .*state folder/],
    [{ ...good, scim: { baseUrl: 'ftp://x', token: 'geheim' } }, /^CONFIG_INVALID: .*baseUrl/],
  ] as const;
  for (const [content, expected] of wrong) {
    writeFileSync(config, JSON.stringify(content));
    const { stderr } = await s.run();
    t.match(stderr, expected);
    t.notMatch(stderr, 'geheim');
  }
});

test('a reader that goes away does not make the sync fail', async (t) => {
  const s = await standAlone(t);
  s.csv(file(lines(5)));
  const { child, ended } = s.spawn();
  child.stdout?.destroy();
  t.match(await ended, { code: 0, stderr: '' });
  t.equal(s.users().size, 5);
});

test('a second process on the same state is refused', async (t) => {
  let release: (() => void) | undefined;
  const arrived = Promise.withResolvers<void>();
  const s = await standAlone(t, {
    before: (_request, response) => {
      if (release) return false;
      release = () => response.writeHead(503, { 'retry-after': '0' }).end();
      arrived.resolve();
      return true;
    },
  });
  s.csv(file(lines(3)));
  const first = s.spawn('--json');
  await arrived.promise;
  t.match(await s.run('--json'), { code: 1, stderr: /^SYNC_LOCKED: / });
  release?.();
  t.match(await first.ended, { code: 0 });
});

test('a damaged database is kept aside and told; the run begins anew', async (t) => {
  const s = await standAlone(t);
  s.csv(file(lines(3)));
  t.match(await s.json(), { code: 0, counts: { added: 3 } });
  const garbage = 'no database '.repeat(1000);
  writeFileSync(join(s.folder, 'state', 'sync.db'), garbage);
  const again = await s.json();
  t.equal(again.code, 0);
  t.equal(s.server.users().length, 3, 'nobody twice');
  t.match(again.stderr, /^SYNC_STORE_CORRUPT: .*sync\.db\.corrupt-/);
  const [, aside = ''] = /It is (\S+)\.\n?/.exec(again.stderr) ?? [];
  t.equal(readFileSync(aside.replace(/\.$/, ''), 'utf8'), garbage);
});
