/** Which calls of the cloud's own code pass: by method and path, and nothing that two servers could read differently. */
import { test } from 'tap';
import { mayCall, plainPath, READ_ONLY } from '../../../src/gateway/features/tunnels/calls.ts';
import { fc } from '../../helpers/fc.ts';

const API = [
  { method: 'GET', path: '/api' },
  { method: 'POST', path: '/api/jobs/' },
] as const;

test('a path stands for what is below it, a method for itself', async (t) => {
  for (const [method, url, wanted] of [
    ['GET', '/api', true],
    ['GET', '/api?all=1', true],
    ['GET', '/api/', true],
    ['GET', '/api/users/7?x=/../y', true],
    ['GET', '/api/M%C3%BCller', true],
    ['GET', '/apis', false],
    ['GET', '/', false],
    ['HEAD', '/api', false],
    ['POST', '/api/jobs', false],
    ['POST', '/api/jobs/1', true],
    ['POST', '/api/users', false],
    ['DELETE', '/api/jobs/1', false],
    ['get', '/api', false],
  ] as const)
    t.equal(mayCall(API, method, url), wanted, `${method} ${url}`);
  t.ok(mayCall(READ_ONLY, 'GET', '/anything/at?all'));
  t.notOk(mayCall(READ_ONLY, 'POST', '/'));
  t.notOk(mayCall([], 'GET', '/'));
});

test('tricks with the path pass nowhere', async (t) => {
  for (const url of [
    '/api/../admin',
    '/api/./x',
    '/api/%2e%2e/admin',
    '/api/%2E./admin',
    '/api/..%2fadmin',
    '/api/..%5cadmin',
    '/api\\..\\admin',
    '/api/..;/admin',
    '/api/%252e%252e/admin',
    '/api//admin',
    '//other.example/api',
    'http://other.example/api',
    '/api/%00',
    '/api/%0d%0a',
    '/api/%',
    '/api/%ff',
    '*',
    '',
    'api',
  ])
    t.notOk(mayCall([...READ_ONLY, ...API], 'GET', url), url);
});

test('what passes is below an allowed path, however it is written', async (t) => {
  const part = fc.constantFrom(
    'api',
    'x',
    '..',
    '.',
    '%2e',
    '%2e%2e',
    '%2f',
    '%5c',
    ';',
    '%25',
    '',
    'ü',
    '%C3%BC',
    'a b',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const url = `/${parts.join('/')}`;
      if (!mayCall(API, 'GET', url)) return;
      // as the strictest and the laxest server would read it
      const lax = new URL(
        `http://x${url.replaceAll('%2e', '.').replaceAll('%2f', '/').replaceAll('%5c', '/')}`,
      );
      t.ok(lax.pathname === '/api' || lax.pathname.startsWith('/api/'), url);
      t.ok(plainPath(url)?.startsWith('/api'), url);
    }),
    { numRuns: 2000 },
  );
});
