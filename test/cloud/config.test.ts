/** The mail server's settings. */
import { inspect } from 'node:util';
import { test } from 'tap';
import { mailServerOf, readConfig } from '../../src/cloud/config.ts';

const FROM = { 'smtp.from': 'CloudLink <cloudlink@cloud.example>' };
const SECRET = 'canary-c2VjcmV0';

test('the mail server, by parts or by URL', async (t) => {
  const of = (settings: Record<string, unknown>) =>
    mailServerOf(readConfig(undefined, { ...FROM, ...settings }));
  t.equal(of({}), undefined);
  t.match(of({ 'smtp.host': 'mail' }), { host: 'mail', port: 587, security: 'starttls', user: undefined });
  t.match(of({ 'smtp.host': 'mail', 'smtp.security': 'tls' }), { port: 465 });
  t.match(of({ 'smtp.host': 'mail', 'smtp.security': 'none', 'smtp.port': 2525 }), { port: 2525 });
  const parts = of({ 'smtp.host': 'mail', 'smtp.user': 'u', 'smtp.password': SECRET });
  const url = of({ 'smtp.url': `smtps://u%40x:${SECRET}%2F@mail:4650` });
  t.match(url, { host: 'mail', port: 4650, security: 'tls', user: 'u@x' });
  t.equal(url?.password?.reveal(), `${SECRET}/`);
  t.equal(parts?.password?.reveal(), SECRET);
  for (const server of [parts, url])
    t.notMatch(JSON.stringify(server) + inspect(server), SECRET, 'it is never printed');
  t.match(of({ 'smtp.url': 'smtp://[::1]:2525', 'smtp.security': 'none' }), { host: '::1', port: 2525 });
});

test('settings that do not go together are named, and no value is', async (t) => {
  const cases: [Record<string, unknown>, RegExp][] = [
    [{ 'smtp.host': 'mail', 'smtp.from': '' }, /smtp\.from/],
    [{ 'smtp.host': 'mail', 'smtp.user': 'u' }, /smtp\.password/],
    [{ 'smtp.host': 'mail', 'smtp.password': SECRET }, /smtp\.password/],
    [
      { 'smtp.host': 'mail', 'smtp.user': 'u', 'smtp.password': SECRET, 'smtp.security': 'none' },
      /in the clear/,
    ],
    [{ 'smtp.url': `smtp://u:${SECRET}@mail`, 'smtp.host': 'mail' }, /smtp\.url/],
    [{ 'smtp.url': `smtp://u:${SECRET}%zz@mail` }, /smtp\.url/],
    [{ 'smtp.url': `http://u:${SECRET}@mail` }, /smtp\.url/],
    [{ 'smtp.host': 'mail', 'smtp.from': 'a@b.example\r\nBcc: c@d.example' }, /smtp\.from/],
    [{ 'smtp.host': 'mail', 'smtp.perMinute': 0 }, /perMinute/],
  ];
  for (const [settings, sentence] of cases) {
    const read = () => readConfig(undefined, { ...FROM, ...settings });
    try {
      read();
      t.fail(`${sentence} was not said`);
    } catch (error) {
      t.match((error as Error).message, sentence);
      t.notMatch((error as Error).message, SECRET);
    }
  }
});
