/** The network routes over the doors: who may, by which way, and where the request must have arrived. */
import { test } from 'tap';
import { serve } from './serve.ts';

const STATIC = {
  port: 'eth0',
  mode: 'static',
  address: '192.168.77.50',
  mask: '255.255.255.0',
  gateway: '192.168.77.1',
  dns: '',
};
const PROXY = { host: 'proxy.example', port: '3128', user: 'u', password: 'a secret', bypass: '' };

test('a wrong form is refused with one sentence a field', async (t) => {
  const { ask, door } = await serve();
  door({ kind: 'cli' });
  const answer = await ask('POST', '/api/network/apply', { ...STATIC, address: '::1', gateway: '10.0.0.1' });
  t.equal(answer.statusCode, 400);
  t.match(answer.json(), { code: 'BAD_INPUT', errors: [{ field: 'address', sentence: /IPv6/ }] });
  const long = await ask('POST', '/api/network/apply', { ...STATIC, address: 'x'.repeat(300) });
  t.match(long.json(), { errors: [{ field: 'address', sentence: /not an IPv4 address/ }] });
  t.match((await ask('POST', '/api/network/apply', { ...STATIC, port: '../x' })).json(), {
    code: 'BAD_INPUT',
  });
  t.match((await ask('PUT', '/api/network/ca', { pem: 'nothing' })).json(), {
    errors: [{ field: 'pem', sentence: /no certificate/ }],
  });
});

test('kept by the link’s code: over https, without a session; not over plain HTTP, not by guessing', async (t) => {
  const { ask, door, clock, network } = await serve();
  door({ kind: 'cli' });
  const { keepCode } = (await ask('POST', '/api/network/apply', STATIC)).json();
  await clock.advance(1_000);
  // what inject has as its own end of the connection
  network.port.addresses = ['192.168.77.50/24', '127.0.0.1/8'];
  const keep = (code: string) => ask('POST', '/api/network/keep', { code });

  door({ kind: 'http' });
  t.match((await keep(keepCode)).json(), { code: 'NOT_OVER_HTTP' });
  t.equal((await ask('POST', '/api/network/confirm')).statusCode, 403, 'nor by a session over plain HTTP');
  door({ kind: 'https' });
  t.match((await ask('POST', '/api/network/confirm')).json(), { code: 'NOT_SIGNED_IN' });
  t.match(
    (
      await ask(
        'POST',
        '/api/network/keep',
        { code: keepCode },
        { headers: { origin: 'https://evil.example' } },
      )
    ).json(),
    { code: 'NOT_ALLOWED' },
    'not from another site',
  );
  t.match((await keep('a'.repeat(22))).json(), { code: 'KEEP_CODE_WRONG' });
  for (let n = 0; n < 10; n++) await keep('a'.repeat(22));
  t.match((await keep('a'.repeat(22))).json(), { code: 'RATE_LIMITED' });
});

test('no answer shows a secret, and each is as its schema says', async (t) => {
  const { ask, door, clock } = await serve();
  door({ kind: 'cli' });
  t.match((await ask('GET', '/api/network')).json(), {
    ports: [{ name: 'eth0', form: { mode: 'dhcp', address: '192.168.77.100', mask: '255.255.255.0' } }, {}],
    proxy: { source: 'none' },
  });
  const saved = await ask('PUT', '/api/network/proxy', PROXY);
  t.match(saved.json().proxy, { source: 'page', host: 'proxy.example', port: 3128, hasPassword: true });
  const { keepCode } = (await ask('POST', '/api/network/apply', STATIC)).json();
  const view = await ask('GET', '/api/network');
  t.notMatch(saved.body + view.body, /a secret/);
  t.notOk(view.body.includes(keepCode), 'the code goes to whoever applied, and to nobody else');
  t.match(view.json().trial, { state: 'applying' });
  await clock.advance(1_000);
  t.match((await ask('POST', '/api/network/revert')).json().trial, { state: 'ending' });
  await clock.advance(1_000);
  t.match((await ask('GET', '/api/network')).json(), { last: { outcome: 'reverted', why: 'undone' } });
  t.match((await ask('POST', '/api/network/confirm')).json(), { code: 'NETWORK_NO_TRIAL' });
  t.match((await ask('DELETE', '/api/network/proxy')).json().proxy, { source: 'none' });
  t.match((await ask('PUT', '/api/network/time', { servers: 'a.example' })).json(), {
    timeServers: ['a.example'],
  });
});

test('on the control socket the settings are kept without an address to arrive at', async (t) => {
  const { ask, door, clock } = await serve();
  door({ kind: 'cli' });
  await ask('POST', '/api/network/apply', STATIC);
  t.match((await ask('POST', '/api/network/confirm')).json(), { code: 'NETWORK_NOT_IN_FORCE' });
  await clock.advance(1_000);
  t.match((await ask('POST', '/api/network/confirm')).json(), { last: { outcome: 'kept' } });
});
