/** Row D13: `Generate keys` voids the older token while a sync is at work. */
import { test } from 'tap';
import { createDeviceScim } from '../../../src/gateway/uplink/scim/device.ts';
import type { Tokens } from '../../../src/gateway/uplink/tokens.ts';
import type { Wire } from '../../../src/gateway/uplink/wire.ts';
import { file, lines, standAlone } from './stand-alone.ts';

test('C7: a token that is voided in the middle ends the run with a clear fault; the next one goes on with the new token', async (t) => {
  let bulks = 0;
  const it = await standAlone(t, {
    before: (request, response) => {
      if (!request.url?.endsWith('/Bulk') || ++bulks <= 2) return false;
      if (request.headers.authorization !== `Bearer ${it.server.token}`) return false;
      // from the third batch on the server knows this token no more
      if (!voided) return false;
      response.writeHead(401, { 'content-type': 'application/scim+json' }).end('{"status":"401"}');
      return true;
    },
  });
  let voided = true;
  it.csv(file(lines(500)));
  const first = await it.json();
  t.equal(first.code, 1);
  t.match(first.stderr, /^SCIM_AUTH: /m);
  t.notMatch(first.stderr, it.server.token);
  t.match(first.counts, { added: 200, detained: 0 }, 'what was done counts, and nobody is blamed');
  t.equal(it.users().size, 200);

  // the new pair
  voided = false;
  t.match(await it.json(), { code: 0, counts: { added: 300, changed: 0, detained: 0 } });
  t.equal(it.users().size, 500);
  t.match(await it.json(), { code: 0, counts: { unchanged: 500, requests: 0 } });
});

test('C7: with the gateway’s own token a 401 is answered by one with a fresh token, once', async (t) => {
  const sent: string[] = [];
  let valid = 'two';
  let token = 'one';
  let forgotten = 0;
  const wire = {
    url: (path: string) => new URL(path, 'https://cloud.example'),
    exchange: async ({ accessToken }: { accessToken: string }) => {
      sent.push(accessToken);
      return { status: accessToken === valid ? 200 : 401, headers: {}, text: '{}' };
    },
  } as unknown as Wire;
  const tokens = {
    access: async () => token,
    forget() {
      forgotten++;
      token = 'two';
    },
  } as unknown as Tokens;
  const request = createDeviceScim({ wire, tokens });
  const ask = () =>
    request({
      method: 'GET',
      url: 'https://cloud.example/scim/v2/Users',
      headers: {},
      signal: new AbortController().signal,
    });
  t.match(await ask(), { status: 200 });
  t.same(sent, ['one', 'two']);
  valid = 'three';
  t.match(await ask(), { status: 401 }, 'a link that is void is told, and not asked for ever');
  t.same(sent, ['one', 'two', 'two', 'two']);
  t.equal(forgotten, 2);
});
