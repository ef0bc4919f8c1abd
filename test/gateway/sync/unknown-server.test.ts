/** `cloudlink sync run --config` against a SCIM server that nobody here wrote and that our code does not know. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { startBetterAuthScim } from '../../peers/better-auth-scim.ts';
import { file, line, lines, once } from './stand-alone.ts';

test('Better Auth’s SCIM service: everybody arrives, a second run sends nothing, changes and removals converge', async (t) => {
  const server = await startBetterAuthScim();
  t.teardown(() => server.close());
  const scim = { baseUrl: server.url, token: server.token };
  const it = once(t, { source: { type: 'csv', path: 'users.csv' }, scim, state: 'state' });
  const csv = (rows: readonly string[]) => writeFileSync(join(it.folder, 'users.csv'), file(rows));
  csv(lines(40));
  t.match(await it.json(), { code: 0, counts: { added: 40, changed: 0, removed: 0, detained: 0, held: 0 } });
  const users = await server.users();
  t.equal(users.length, 40);
  t.match(
    users.find((user) => user.userName === 'u7@example.com'),
    { externalId: 'u7', active: true, emails: [{ value: 'u7@example.com' }] },
  );

  const before = server.requests().length;
  t.match(await it.json(), { code: 0, counts: { unchanged: 40, requests: 0 } });
  t.equal(server.requests().length, before, 'the server was not asked at all');

  csv([
    line(1, { familyName: 'Changed', phone: '+16135550001', department: 'Sales' }),
    line(2, { email: 'renamed@example.com' }),
    line(3, { active: 'false' }),
    ...lines(39).slice(3),
  ]);
  t.match(await it.json(), { code: 0, counts: { changed: 3, removed: 1, detained: 0, held: 0 } });
  const after = new Map((await server.users()).map((user) => [user.externalId, user]));
  t.match(after.get('u1'), { name: { familyName: 'Changed' }, phoneNumbers: [{}, {}] });
  t.match(after.get('u2'), { userName: 'renamed@example.com' });
  t.match(after.get('u3'), { active: false });
  t.match(after.get('u40'), { active: false }, 'soft delete first');
  t.equal(after.size, 40, 'nobody twice');
  t.match(await it.json(), { code: 0, counts: { changed: 0, removed: 0, requests: 0 } });
});
