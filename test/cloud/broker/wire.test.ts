/** Bytes that no browser sends, at both doors of a launch: what one of them reads, the other reads the same. */
import { type Test, test } from 'tap';
import { frontOf, hostOf, SESSION } from '../../helpers/raw-doors.ts';
import { rawClient, rawServer } from '../../helpers/raw-http.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const HIDDEN = 'GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n';
const DOORS = { 'launch host': hostOf, front: frontOf } as const;
const whole = (text: string): string | undefined => (/\r\n\r\n/.test(text) ? OK : undefined);

async function behind(t: Test, door: keyof typeof DOORS, answer = whole) {
  const next = await rawServer(t, answer);
  const { port } = await DOORS[door](t, next.port);
  const got = () => next.received.join('');
  const say = (text: string) => {
    const client = rawClient(t, port);
    client.send(text);
    return client;
  };
  const ask = (line: string, headers = '', body = '') =>
    say(`${line} HTTP/1.1\r\nHost: x\r\n${SESSION}${headers}\r\n${body}`);
  return { next, got, ask, say };
}

for (const door of ['launch host', 'front'] as const) {
  test(`${door}: a request that can be read in two ways is refused`, async (t) => {
    const POST = 'POST /a';
    const CHUNKED = 'Transfer-Encoding: chunked\r\n';
    for (const [name, line, headers, body] of [
      ['length and coding', POST, `Content-Length: 4\r\n${CHUNKED}`, '0\r\n\r\n'],
      ['coding and length', POST, `${CHUNKED}Content-Length: 4\r\n`, '0\r\n\r\n'],
      ['two lengths', POST, 'Content-Length: 5\r\nContent-Length: 38\r\n', 'hello'],
      ['the same length twice', POST, 'Content-Length: 5\r\nContent-Length: 5\r\n', 'hello'],
      ['a list of lengths', POST, 'Content-Length: 5, 5\r\n', 'hello'],
      ['a hexadecimal length', POST, 'Content-Length: 0x5\r\n', 'hello'],
      ['a negative length', POST, 'Content-Length: -5\r\n', 'hello'],
      ['another coding', POST, 'Transfer-Encoding: xchunked\r\n', '0\r\n\r\n'],
      ['two codings, chunked first', POST, 'Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n', ''],
      ['a folded coding', POST, 'Transfer-Encoding:\r\n\tchunked\r\nContent-Length: 5\r\n', 'hello'],
      ['a blank before the colon', POST, 'Transfer-Encoding : chunked\r\n', '0\r\n\r\n'],
      ['a chunk size that is none', POST, CHUNKED, 'x\r\nhello\r\n0\r\n\r\n'],
      ['a chunk size with 0x', POST, CHUNKED, '0x5\r\nhello\r\n0\r\n\r\n'],
      ['a negative chunk size', POST, CHUNKED, '-5\r\nhello\r\n0\r\n\r\n'],
      ['a chunk size past 64 bits', POST, CHUNKED, '10000000000000005\r\nhello\r\n0\r\n\r\n'],
      ['a chunk that is longer than it says', POST, CHUNKED, '3\r\nhello\r\n0\r\n\r\n'],
      ['a chunk that ends with a bare line feed', POST, CHUNKED, '5\nhello\n0\n\n'],
      ['a bare carriage return in a value', 'GET /a', 'X-A: b\rTransfer-Encoding: chunked\r\n', ''],
      ['a zero byte in a value', 'GET /a', 'X-A: b\0c\r\n', ''],
      ['a name that is no token', 'GET /a', 'X(A): b\r\n', ''],
      ['a blank in the path', 'GET /a b', '', ''],
      ['no host', 'GET /a', '', ''],
    ] as const) {
      const { got, ask, say } = await behind(t, door, () => undefined);
      const client =
        name === 'no host' ? say(`GET /a HTTP/1.1\r\n${SESSION}\r\n`) : ask(line, headers, body + HIDDEN);
      // a body that goes wrong after its header was passed on: the connections are cut, nothing is made up
      const said = await client.closed;
      t.match(said, /^(HTTP\/1\.1 400 |$)/, `${name}: ${JSON.stringify(said.slice(0, 40))}`);
      t.notMatch(got(), /hidden|^POST [\s\S]*\r\n0\r\n\r\n$/, `${name}: nothing hidden, nothing completed`);
    }
  });

  test(`${door}: paths go as they are, and stay paths`, async (t) => {
    const { got, ask } = await behind(t, door);
    for (const [asked, seen] of [
      ['/../../etc', '/../../etc'],
      ['//other.example/a', '//other.example/a'],
      ['/%2e%2e/%2f?a=%00', '/%2e%2e/%2f?a=%00'],
      ['/a\\..\\b', '/a\\..\\b'],
      ['http://other.example:99/a?b', '/a?b'],
      ['HTTP://u:p@other.example', '/'],
      ['http://other.example?x', '/?x'],
    ] as const) {
      await ask(`GET ${asked}`, 'Connection: close\r\n').until(/ok/);
      t.ok(got().includes(`GET ${seen} HTTP/1.1\r\n`), asked);
    }
    await ask('OPTIONS *', 'Connection: close\r\n').until(/ok/);
    t.match(got(), /OPTIONS \* HTTP/);
    t.notMatch(got(), /other\.example(?!\/a HTTP)/, 'no other server is named');
  });

  test(`${door}: no way to another server, and no mirror`, async (t) => {
    const { next, ask } = await behind(t, door);
    t.equal(await ask('CONNECT 10.0.0.1:22').closed, '', 'CONNECT is hung up on');
    t.match(await ask('TRACE /', 'Connection: close\r\n').closed, /^HTTP\/1\.1 400 /);
    t.equal(next.sockets.length, 0);
    const said = await ask('GET /', 'Connection: Upgrade, close\r\nUpgrade: h2c\r\n').until(/ok/);
    t.match(said, /^HTTP\/1\.1 200 /, 'another protocol is a wish that is not granted');
    t.notMatch(next.received[0], /upgrade/i);
  });

  test(`${door}: a second Host names nothing`, async (t) => {
    const { got, ask } = await behind(t, door);
    await ask('GET /', 'Host: other.example\r\nConnection: close\r\n').until(/ok/);
    if (door === 'front') t.equal(got().match(/\r\nhost:/gi)?.length, 1);
    t.match(got(), /^GET \/ HTTP\/1\.1\r\n/);
  });

  test(`${door}: many and large headers`, async (t) => {
    const { got, ask } = await behind(t, door);
    const cookie = `Cookie: a=${'x'.repeat(40_000)}\r\n`;
    t.match(await ask('GET /', cookie).until(/ok/), /^HTTP\/1\.1 200 /, 'as large as 40 KB');
    t.ok(got().includes('x'.repeat(40_000)));
    t.match(await ask('GET /', 'a: b\r\n'.repeat(900)).until(/ok/), /^HTTP\/1\.1 200 /, '900 of them');
    t.match(await ask('GET /', 'a: b\r\n'.repeat(3000)).closed, /^HTTP\/1\.1 431 /, 'refused, not cut');
    t.match(await ask('GET /', `Cookie: ${'x'.repeat(70_000)}\r\n`).closed, /^HTTP\/1\.1 431 /);
  });

  test(`${door}: an answer that can be read in two ways is an error, not an answer`, async (t) => {
    for (const [name, head] of [
      ['length and coding', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n'],
      ['two lengths', 'Content-Length: 2\r\nContent-Length: 3\r\n\r\nok'],
      ['a name that is no token', 'X(A): b\r\nContent-Length: 2\r\n\r\nok'],
      ['a folded coding', 'Content-Length: 2\r\nTransfer-Encoding:\r\n chunked\r\n\r\nok'],
    ] as const) {
      const { ask } = await behind(t, door, () => `HTTP/1.1 200 OK\r\n${head}`);
      t.match(await ask('GET /', 'Connection: close\r\n').closed, /^HTTP\/1\.1 502 /, name);
    }
  });

  test(`${door}: interim answers, trailers, and answers without a body`, async (t) => {
    const answers: Record<string, string> = {
      '/hint':
        'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\nX-Other: 1\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: nonsense\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n' +
        OK,
      '/trailers':
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\nSet-Cookie: a=1\r\nCloudlink-Fault: X\r\nLocation: /\r\n\r\n',
      '/head': 'HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n',
      '/none': 'HTTP/1.1 204 No Content\r\n\r\n',
      '/same': 'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\nContent-Length: 999\r\n\r\n',
    };
    const { got, ask } = await behind(t, door, (text) => {
      const path = [...text.matchAll(/(?:GET|HEAD|PUT) (\S+) HTTP/g)].at(-1)?.[1];
      return answers[path ?? ''] ?? (text.endsWith('0\r\nX-End: 1\r\n\r\n') ? OK : undefined);
    });
    const hinted = await ask('GET /hint').until(/ok/);
    t.match(hinted, /^HTTP\/1\.1 103 Early Hints\r\nlink: <\/a\.css>; rel=preload\r\n\r\nHTTP\/1\.1 200 /i);
    const summed = await ask('GET /trailers').until(/\r\n0\r\n[\s\S]*\r\n\r\n/);
    t.match(
      summed,
      /\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n$/,
      'trailers that frame or sign in stay behind',
    );
    const head = await ask('HEAD /head', 'Connection: close\r\n').closed;
    t.match(head, /^HTTP\/1\.1 200 [\s\S]*content-length: 999\r\n[\s\S]*\r\n\r\n$/i);
    t.match(await ask('GET /none', 'Connection: close\r\n').closed, /^HTTP\/1\.1 204 [^\0]*\r\n\r\n$/);
    const same = await ask('GET /same', 'Connection: close\r\n').closed;
    t.match(same, /^HTTP\/1\.1 304 [\s\S]*content-length: 999\r\n[\s\S]*\r\n\r\n$/i);
    for (const said of [head, same]) t.notMatch(said, /transfer-encoding/i);

    const up = ask('PUT /up', 'Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n');
    t.match(await up.until(/\r\n\r\n/), /^HTTP\/1\.1 100 Continue\r\n/, 'curl waits for this');
    up.send('5\r\nhello\r\n0\r\nX-End: 1\r\nHost: evil\r\n\r\n');
    t.match(await up.until(/ok/), /HTTP\/1\.1 200 /);
    t.match(got(), /PUT \/up[\s\S]*\r\n\r\n5\r\nhello\r\n0\r\nX-End: 1\r\n\r\n/);
    t.notMatch(got(), /expect|evil/i);
    t.match(await ask('PUT /up', 'Expect: miracles\r\n').until(/\r\n\r\n/), /^HTTP\/1\.1 417 /);
  });
}

test('an upload may take hours: the cloud’s server has no time limit for a whole request', async (t) => {
  const next = await rawServer(t, () => undefined);
  const { server } = await hostOf(t, next.port);
  t.match(server, { requestTimeout: 0, headersTimeout: 60_000 });
});
