import { test } from 'tap';
import { pairs, valuesOf } from '../../../src/base/headers.ts';
import { forBrowser, forTarget, moved, originOf } from '../../../src/gateway/http/front/rewrite.ts';

const origins = { launch: 'https://k3v.launch.example', target: 'https://10.0.0.5:8443' };

test('URL references', (t) => {
  const rows: readonly [string, string, string][] = [
    ['of the target', 'https://10.0.0.5:8443/a?b=1#c', 'https://k3v.launch.example/a?b=1#c'],
    ['the bare origin', 'https://10.0.0.5:8443', 'https://k3v.launch.example/'],
    ['the target believes in http', 'http://10.0.0.5:8443/a', 'https://k3v.launch.example/a'],
    ['without scheme', '//10.0.0.5:8443/a', 'https://k3v.launch.example/a'],
    ['relative', '/a', '/a'],
    ['relative, no slash', 'a/b', 'a/b'],
    ['another port is another server', 'https://10.0.0.5/a', 'https://10.0.0.5/a'],
    ['another host', 'https://10.0.0.6:8443/a', 'https://10.0.0.6:8443/a'],
    [
      'a host that only begins so',
      'https://10.0.0.5:8443.evil.example/',
      'https://10.0.0.5:8443.evil.example/',
    ],
    ['user info is no host', 'https://10.0.0.5:8443@evil.example/', 'https://10.0.0.5:8443@evil.example/'],
    ['no URL at all', 'https://[', 'https://['],
    ['another scheme', 'mailto:a@10.0.0.5', 'mailto:a@10.0.0.5'],
  ];
  for (const [name, from, to] of rows) t.equal(moved(from, origins), to, name);
  t.equal(originOf({ protocol: 'https', host: 'fe80::1', port: 443 }), 'https://[fe80::1]');
  t.equal(originOf({ protocol: 'http', host: 'pbx.local', port: 80 }), 'http://pbx.local');
  t.end();
});

test('headers for the target', (t) => {
  const made = forTarget(
    [
      ...['Host', 'k3v.launch.example', 'Origin', 'https://k3v.launch.example'],
      ...['Referer', 'https://k3v.launch.example/x?y', 'Connection', 'keep-alive, X-Secret-Hop'],
      ...[
        'X-Secret-Hop',
        '1',
        'Cloudlink-Session-Secret',
        's',
        'X-Forwarded-For',
        '8.8.8.8',
        'TE',
        'trailers',
      ],
      ...[
        'Accept-Encoding',
        'gzip, br',
        'cookie',
        'a=1',
        'Transfer-Encoding',
        'chunked',
        'Expect',
        '100-continue',
      ],
    ],
    origins,
  );
  t.same(
    [...pairs(made)].map(([, value, name]) => `${name}: ${value}`),
    [
      'Host: 10.0.0.5:8443',
      'Origin: https://10.0.0.5:8443',
      'Referer: https://10.0.0.5:8443/x?y',
      'Accept-Encoding: gzip, br',
      'cookie: a=1',
    ],
  );
  const foreign = forTarget(['Origin', 'https://k3v.launch.example.evil'], origins);
  t.same(valuesOf(foreign, 'origin'), ['https://k3v.launch.example.evil'], 'a foreign origin stays foreign');
  t.end();
});

test('headers for the browser', (t) => {
  const one = (name: string, value: string, o = origins) =>
    valuesOf(forBrowser([name, value], o), name.toLowerCase())[0];
  const named = { ...origins, target: 'https://pbx.example.org' };
  const plain = { ...origins, launch: 'http://k3v.localhost:8080' };
  const rows: readonly [string, string, string | undefined, typeof origins?][] = [
    ['Set-Cookie', 'a=1; Domain=10.0.0.5; Path=/x; HttpOnly', 'a=1; Path=/x; HttpOnly; Secure'],
    ['Set-Cookie', 'a=1; Secure; SameSite=None', 'a=1; Secure'],
    ['Set-Cookie', 'a=1; SameSite=Strict', 'a=1; SameSite=Strict; Secure'],
    ['Set-Cookie', 'a=1; Secure', 'a=1', plain],
    ['Set-Cookie', '__Host-a=1; Secure; Path=/', '__Host-a=1; Secure; Path=/', plain],
    ['Refresh', '0;URL="https://10.0.0.5:8443/x"', '0;URL="https://k3v.launch.example/x"'],
    ['Refresh', '30', '30'],
    ['Link', '<https://10.0.0.5:8443/a>; rel=next, </b>', '<https://k3v.launch.example/a>; rel=next, </b>'],
    [
      'Content-Security-Policy',
      "img-src 'self' https://10.0.0.5:8443/i/ https://10.0.0.5:84430; connect-src wss://10.0.0.5:8443",
      "img-src 'self' https://k3v.launch.example/i/ https://10.0.0.5:84430; connect-src wss://k3v.launch.example",
    ],
    ['Access-Control-Allow-Origin', 'https://10.0.0.5:8443', 'https://k3v.launch.example'],
    [
      'Content-Security-Policy',
      "frame-ancestors HTTPS://10.0.0.5:8443; report-uri https://10.0.0.5:8443/csp; script-src 'nonce-a' 10.0.0.5:8443/js/\t10.0.0.5:* 10.0.0.6:8443, form-action http://10.0.0.5:8443; upgrade-insecure-requests",
      "frame-ancestors https://k3v.launch.example; report-uri https://k3v.launch.example/csp; script-src 'nonce-a' https://k3v.launch.example/js/\thttps://k3v.launch.example 10.0.0.6:8443, form-action https://k3v.launch.example",
    ],
    ['Content-Security-Policy', 'img-src * https: data: blob:', 'img-src * https: data: blob:'],
    [
      'Content-Security-Policy',
      'img-src https://pbx.example.org:443 *.example.org *.example.com pbx.example.org:8443',
      'img-src https://k3v.launch.example *.example.org https://k3v.launch.example *.example.com pbx.example.org:8443',
      named,
    ],
    [
      'Reporting-Endpoints',
      'csp="https://10.0.0.5:8443/csp", b="/b"',
      'csp="https://k3v.launch.example/csp", b="/b"',
    ],
    [
      'Report-To',
      '{"group":"a","max_age":1,"endpoints":[{"url":"https://10.0.0.5:8443/r"}]}',
      '{"group":"a","max_age":1,"endpoints":[{"url":"https://k3v.launch.example/r"}]}',
    ],
    ['NEL', '{"report_to":"a","max_age":1}', undefined],
    ['Service-Worker-Allowed', '/', '/'],
    ['Refresh', '0; https://10.0.0.5:8443/x', '0; https://k3v.launch.example/x'],
    ['Refresh', "1.5,url='https://10.0.0.5:8443/x'", "1.5,url='https://k3v.launch.example/x'"],
    ['Location', 'http://pbx.example.org/x', 'https://k3v.launch.example/x', named],
    ['Location', 'http://pbx.example.org:8080/x', 'http://pbx.example.org:8080/x', named],
    ['Content-Location', 'https://10.0.0.5:8443/x', 'https://k3v.launch.example/x'],
    ['Set-Cookie', 'a=1; domain = .example; DOMAIN=10.0.0.5; Partitioned', 'a=1; Secure'],
    ['Access-Control-Allow-Origin', 'http://10.0.0.5:8443', 'https://k3v.launch.example'],
    ['Access-Control-Allow-Origin', 'https://other.example', 'https://other.example'],
    ['Access-Control-Allow-Origin', 'null', 'null'],
    ['Timing-Allow-Origin', 'https://10.0.0.5:8443', 'https://k3v.launch.example'],
    ['Access-Control-Allow-Origin', '*', '*'],
    ['Clear-Site-Data', '"cache", "cookies"', '"cache"'],
    ['Clear-Site-Data', '"cookies"', undefined],
    ['Clear-Site-Data', '"*"', '"cache", "storage"'],
    ['Clear-Site-Data', '"*", "*"', '"cache", "storage", "cache", "storage"'],
    ['Strict-Transport-Security', 'max-age=1', undefined],
    ['Alt-Svc', 'h3=":443"', undefined],
    ['Cloudlink-Fault', 'X', undefined],
    ['Content-Encoding', 'gzip', 'gzip'],
  ];
  for (const [name, from, to, o] of rows) t.equal(one(name, from, o), to, `${name}: ${from}`);
  t.end();
});

test('a plain server that leads to its https listener is not led back', (t) => {
  const http = { launch: origins.launch, target: 'http://10.0.0.7' };
  t.equal(moved('https://10.0.0.7/a', http), 'https://10.0.0.7/a');
  t.equal(moved('http://10.0.0.7/a', http), 'https://k3v.launch.example/a');
  t.end();
});

test('a header of nothing but brackets takes no time', (t) => {
  const brackets = '<'.repeat(60_000);
  let links = 0;
  // a pattern that looks for each bracket’s end to the end of the header would read it 1.8 thousand million times
  for (; links < 200; links++) t.same(valuesOf(forBrowser(['Link', brackets], origins), 'link'), [brackets]);
  t.end();
});
