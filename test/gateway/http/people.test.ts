/** Local people: who may sign in, what becomes of their sessions, and that somebody can always let others in. */
import { test } from 'tap';
import type { OwnSession, PersonView } from '../../../src/contract/local-api.ts';
import { SESSION_IDLE_MS } from '../../../src/gateway/features/access/access.ts';
import { passwordRefusal } from '../../../src/gateway/features/access/passwords.ts';
import { SETUP_CODE } from './fake-deps.ts';
import { serve } from './serve.ts';

const PASSWORD = 'correct horse battery';
const OTHER = 'purple elephant dancing';

async function world() {
  const served = await serve();
  const { ask, door } = served;
  door({ kind: 'https' });
  /** A browser in which somebody is signed in. */
  const browserOf = (answer: Awaited<ReturnType<typeof ask>>) => {
    const more = {
      cookies: { '__Host-cloudlink': answer.cookies[0]?.value ?? '' },
      headers: { 'x-csrf-token': String(answer.json().csrf) },
    };
    return (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: object) =>
      ask(method, url, body, more);
  };
  const made = await ask('POST', '/api/admin', { setupCode: SETUP_CODE, name: 'Priya', password: PASSWORD });
  const signIn = async (name: string, password: string) =>
    browserOf(await ask('POST', '/api/session', { name, password }));
  return { ...served, priya: browserOf(made), signIn, browserOf };
}

test('an administrator adds a support person, who reads and changes nothing', async (t) => {
  const { priya, signIn } = await world();
  const added = await priya('POST', '/api/people', { name: 'Sam', role: 'support', password: OTHER });
  t.match(added.json(), { name: 'Sam', role: 'support', sessions: 0, you: false });
  t.notMatch(added.body, /argon2|purple/);
  const sam = await signIn('sam', OTHER);
  t.match((await sam('GET', '/api/me')).json(), { name: 'Sam', role: 'support' });
  t.equal((await sam('GET', '/api/pbx/types')).statusCode, 200);
  for (const [method, url] of [
    ['GET', '/api/people'],
    ['POST', '/api/people'],
    ['PUT', `/api/people/${added.json().id}`],
    ['DELETE', `/api/people/${added.json().id}`],
    ['DELETE', '/api/pbx'],
  ] as const)
    t.equal((await sam(method, url)).json().code, 'NOT_ALLOWED', `${method} ${url}`);

  const { people } = (await priya('GET', '/api/people')).json() as { people: PersonView[] };
  t.match(people, [
    { name: 'Priya', role: 'admin', sessions: 1, you: true },
    { name: 'Sam', role: 'support', sessions: 1, you: false },
  ]);
  const again = { name: 'SAM', role: 'admin', password: 'another long password' };
  t.match((await priya('POST', '/api/people', again)).json(), {
    code: 'PERSON_EXISTS',
    errors: [{ field: 'name' }],
  });

  t.match((await priya('PUT', `/api/people/${added.json().id}`, { role: 'admin' })).json(), {
    role: 'admin',
  });
  t.equal((await sam('GET', '/api/people')).statusCode, 200, 'a role holds from the next request');
  t.equal((await sam('DELETE', `/api/people/${added.json().id}`)).statusCode, 204);
  t.equal((await sam('GET', '/api/people')).json().code, 'NOT_SIGNED_IN', 'gone with the sessions');
  t.equal((await priya('DELETE', '/api/people/none')).json().code, 'PERSON_UNKNOWN');
});

test('the last administrator stays, whoever asks', async (t) => {
  const { priya, ask, door } = await world();
  const [me] = ((await priya('GET', '/api/people')).json() as { people: PersonView[] }).people;
  const path = `/api/people/${me?.id}`;
  await priya('POST', '/api/people', { name: 'Sam', role: 'support', password: OTHER });
  t.equal((await priya('DELETE', path)).json().code, 'LAST_ADMIN');
  t.equal((await priya('PUT', path, { role: 'support' })).json().code, 'LAST_ADMIN');
  const both = { role: 'support', password: OTHER };
  t.equal((await priya('PUT', path, both)).json().code, 'LAST_ADMIN');
  t.equal((await priya('GET', '/api/people')).statusCode, 200, 'and the password with it is not taken');
  door({ kind: 'cli' });
  t.equal((await ask('DELETE', path)).json().code, 'LAST_ADMIN');
  t.equal((await ask('PUT', path, { role: 'support' })).json().code, 'LAST_ADMIN');
});

test('the command line makes the first administrator; a support person alone is none', async (t) => {
  const { ask, door } = await serve();
  door({ kind: 'cli' });
  await ask('POST', '/api/people', { name: 'Sam', role: 'support', password: OTHER });
  t.match((await ask('GET', '/api/me')).json(), { needsFirstAdmin: true });
  door({ kind: 'https' });
  const sam = { setupCode: SETUP_CODE, name: 'Sam', password: PASSWORD };
  t.equal((await ask('POST', '/api/admin', sam)).json().code, 'PERSON_EXISTS', 'the set-up code is kept');
  t.equal((await ask('POST', '/api/admin', { ...sam, name: 'Priya' })).statusCode, 200);
  for (const path of ['/api/me/password', '/api/me/sessions']) {
    door({ kind: 'cli' });
    const method = path.endsWith('password') ? 'POST' : 'GET';
    t.equal((await ask(method, path, undefined)).json().code, 'NOT_A_PERSON', path);
  }
});

test('a changed password ends every other session, and this one goes on as a new one', async (t) => {
  const { priya, signIn, browserOf, ask } = await world();
  const elsewhere = await signIn('Priya', PASSWORD);
  const change = { current: PASSWORD, password: OTHER };
  t.match((await priya('POST', '/api/me/password', { ...change, current: 'wrong' })).json(), {
    code: 'BAD_INPUT',
    errors: [{ field: 'current' }],
  });
  t.equal((await elsewhere('GET', '/api/people')).statusCode, 200, 'a wrong one changes nothing');
  const changed = await priya('POST', '/api/me/password', change);
  t.match(changed.json(), { signedIn: true, name: 'Priya' });
  t.equal((await elsewhere('GET', '/api/people')).json().code, 'NOT_SIGNED_IN');
  t.equal((await priya('GET', '/api/people')).json().code, 'NOT_SIGNED_IN', 'the old token is void, too');
  t.equal((await browserOf(changed)('GET', '/api/people')).statusCode, 200);
  const old = await ask('POST', '/api/session', { name: 'Priya', password: PASSWORD });
  t.equal(old.json().code, 'NOT_SIGNED_IN');
  t.equal((await ask('POST', '/api/session', { name: 'Priya', password: OTHER })).statusCode, 200);
});

test('guesses at the own password count like those at the sign-in', async (t) => {
  const { priya, ask } = await world();
  for (let i = 0; i < 10; i++)
    await priya('POST', '/api/me/password', { current: `guess ${i}`, password: OTHER });
  const locked = await priya('POST', '/api/me/password', { current: PASSWORD, password: OTHER });
  t.equal(locked.json().code, 'RATE_LIMITED');
  t.ok(Number(locked.headers['retry-after']) > 0);
  t.equal((await ask('POST', '/api/session', { name: 'Priya', password: PASSWORD })).statusCode, 429);
});

test('an administrator gives a new password: the person is signed out', async (t) => {
  const { priya, signIn } = await world();
  const { id } = (
    await priya('POST', '/api/people', { name: 'Sam', role: 'support', password: OTHER })
  ).json();
  const sam = await signIn('Sam', OTHER);
  t.equal((await priya('PUT', `/api/people/${id}`, { password: 'yet another long one' })).statusCode, 200);
  t.equal((await sam('GET', '/api/pbx/types')).json().code, 'NOT_SIGNED_IN');
  const back = await signIn('Sam', 'yet another long one');
  t.equal((await back('GET', '/api/pbx/types')).statusCode, 200);
  t.equal((await priya('DELETE', `/api/people/${id}/sessions`)).statusCode, 204);
  t.equal((await back('GET', '/api/pbx/types')).json().code, 'NOT_SIGNED_IN');
  t.equal((await priya('GET', '/api/people')).statusCode, 200, 'nobody else');
});

test('where one is signed in, and out of everywhere', async (t) => {
  const { priya, signIn, clock } = await world();
  await clock.advance(60_000);
  const elsewhere = await signIn('Priya', PASSWORD);
  const { sessions } = (await elsewhere('GET', '/api/me/sessions')).json() as { sessions: OwnSession[] };
  t.match(sessions, [{ here: true }, { here: false }]);
  t.equal(sessions[0]?.endsAt, clock.now() + SESSION_IDLE_MS);
  t.equal((await elsewhere('DELETE', '/api/me/sessions')).statusCode, 204);
  for (const browser of [priya, elsewhere])
    t.equal((await browser('GET', '/api/me/sessions')).json().code, 'NOT_SIGNED_IN');
});

test('a session that is over by idleness is none of the list', async (t) => {
  const { priya, signIn, clock } = await world();
  await clock.advance(SESSION_IDLE_MS / 2);
  const fresh = await signIn('Priya', PASSWORD);
  t.equal((await fresh('GET', '/api/me/sessions')).json().sessions.length, 2);
  t.match((await fresh('GET', '/api/people')).json().people, [{ sessions: 2 }]);
  await clock.advance(SESSION_IDLE_MS / 2 + 1);
  t.equal((await fresh('GET', '/api/me/sessions')).json().sessions.length, 1);
  t.match((await fresh('GET', '/api/people')).json().people, [{ sessions: 1 }]);
  t.equal((await priya('GET', '/api/people')).statusCode, 401);
});

test('passwords: length, and nothing that is tried first; no rules of composition', async (t) => {
  const { priya } = await world();
  const add = async (password: string, name = 'Samantha Reed') =>
    (await priya('POST', '/api/people', { name, role: 'support', password })).json();
  t.match(await add('elevenchars'), { code: 'BAD_INPUT', errors: [{ field: 'password' }] });
  t.match(await add('samantha reed'), {
    errors: [{ field: 'password', sentence: 'The password must not be the name.' }],
  });
  t.match(await add('Reed-Samantha1'), { errors: [{ sentence: /hardly more than the name/ }] });
  for (const name of ['', ' Sam', 'Sam ', 'Sam\u0007', 'a'.repeat(65)])
    t.match(await add(OTHER, name), { code: 'BAD_INPUT', errors: [{ field: 'name' }] }, JSON.stringify(name));
  for (const weak of [
    'aaaaaaaaaaaa',
    '123456789012',
    'abcdefghijklm',
    'zyxwvutsrqpon',
    'passwordpassword',
    'Administrator1!',
    'Cloudlink 22',
  ])
    t.ok(passwordRefusal(weak, 'Priya') !== undefined, weak);
  for (const good of [
    PASSWORD,
    'all lower case words',
    '８つの言葉で作った合言葉です',
    '😀🎈🐘🌵 twelve of them',
    'Tr0ub4dor&3xyz',
    '840562971335',
  ])
    t.equal(passwordRefusal(good, 'Priya'), undefined, good);
});
