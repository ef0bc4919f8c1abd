/** The second net of a support bundle: what it takes out of a text, and what it leaves. */
import { test } from 'tap';
import { createRedactor } from '../../../src/gateway/features/support/redact.ts';
import { fc } from '../../helpers/fc.ts';

const SECRET = 'c4nary-Value.7';
const none = createRedactor([]);

const PEM = `-----BEGIN PRIVATE KEY-----\n${'QUJD'.repeat(20)}\n-----END PRIVATE KEY-----`;

/** Text with the secret in it → what remains. */
const CASES: readonly (readonly [rule: string, text: string, left: string])[] = [
  ['named', `password=${SECRET} port=5`, 'password=[removed: named] port=5'],
  ['named', `"bindPassword": "${SECRET}",`, '"bindPassword": "[removed: named]",'],
  ['named', `{"msg":"{\\"token\\":\\"${SECRET}\\"}"}`, '{"msg":"{\\"token\\":\\"[removed: named]\\"}"}'],
  ['named', `client_secret='${SECRET}'`, "client_secret='[removed: named]'"],
  ['named', `"setupCode":"${SECRET}`, '"setupCode":"[removed: named]"'],
  [
    'named',
    `https://a.example/?access_token=${SECRET}&x=1`,
    'https://a.example/?access_token=[removed: named]&x=1',
  ],
  ['header', `Authorization: Bearer ${SECRET}`, 'Authorization: [removed: header]'],
  ['header', `"authorization":"DPoP ${SECRET}","x":1`, '"authorization":"[removed: header]","x":1'],
  ['header', `cookie: a=1; __Host-session=${SECRET}\nnext`, 'cookie: [removed: header]\nnext'],
  ['header', `sent Bearer ${SECRET} away`, 'sent Bearer [removed: header] away'],
  ['token', `got eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.${SECRET.replace('.', '_')}`, 'got [removed: token]'],
  [
    'url',
    `through http://user:${SECRET}@proxy.example:3128/`,
    'through http://[removed: url]proxy.example:3128/',
  ],
  ['key', `before\n${PEM}\nafter`, 'before\n[removed: key]\nafter'],
  ['key', `before ${JSON.stringify(PEM).slice(0, -60)}`, 'before "[removed: key]'],
  ['key', `{"kty":"EC","d":"${'a'.repeat(43)}"}`, '{"kty":"EC","d":[removed: key]}'],
  [
    'setupCode',
    'the set-up code of this gateway is 0123-4567-89AB',
    'the set-up code of this gateway is [removed: setupCode]',
  ],
  ['email', 'nobody has ann.o+x@mail.example.com yet', 'nobody has [removed: email] yet'],
  ['phone', 'calls +16135551234 now', 'calls [removed: phone] now'],
];

test('each rule takes out its own, and the manifest counts it', async (t) => {
  for (const [rule, text, left] of CASES) {
    const { text: found, removed } = none(text);
    t.equal(found, left, text.slice(0, 60));
    t.match(removed, { [rule]: 1 }, `counted as ${rule}`);
  }
});

test('what is no secret stays as it is', async (t) => {
  for (const text of [
    '"hasPassword":true,"tokens":3,"secret":"[secret]","passwordSet":false,"token":null',
    'the token expired; the password is wrong',
    '01930000-0000-7000-8000-00000000ABCD 2026-11-26T13:24:00+0000 fe80::1%eth0',
    'sha256-AB:CD:EF, 10.0.0.1:8443, https://cloud.example/a@b',
    '"cookie":"","authorization":""',
  ])
    t.same(none(text), { text, removed: {} }, text);
});

test('a known secret is found wherever and however it is written', async (t) => {
  const secret = 'p"ä ss/w&rd';
  const redact = createRedactor([secret, 'ab', 'four', JSON.stringify({ device_code: 'inner-secret' })]);
  for (const form of [
    secret,
    JSON.stringify(secret),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
  ])
    t.match(redact(`x${form}y`), { text: /^x"?\[removed: known\]"?y$/, removed: { known: 1 } }, form);
  t.match(
    redact('is inner-secret there'),
    { text: 'is [removed: known] there' },
    'a field of a stored record',
  );
  t.same(redact('fourteen cab').removed, {}, 'a short word inside another one is no secret');
  t.same(redact('it is four.').text, 'it is [removed: known].');
});

test('whatever stands around it, a known secret is gone', async (t) => {
  const secret = fc.string({ minLength: 6, maxLength: 40, unit: 'grapheme' });
  fc.assert(
    fc.property(
      secret,
      fc.string({ maxLength: 60 }),
      fc.string({ maxLength: 60 }),
      (value, before, after) => {
        // the mark's own words are no leak
        fc.pre(
          !'[removed: setupCode][removed: known][removed: header]'.includes(value) && value.trim().length > 5,
        );
        return !createRedactor([value])(`${before}${value}${after}`)
          .text.replaceAll(/\[removed: \w+\]/g, '')
          .includes(value);
      },
    ),
    { numRuns: 1000 },
  );
  t.pass('1,000 texts');
});

test('long lines without end take no longer than they are long', { timeout: 30_000 }, async (t) => {
  for (const unit of [
    'a',
    '"',
    '\\',
    '@',
    'a.',
    'password',
    'eyJ',
    '-----BEGIN PRIVATE KEY-----',
    '://',
    '0123-',
    'Bearer ',
    'a@a.',
  ])
    none(unit.repeat(Math.ceil(200_000 / unit.length)));
  t.pass('read');
});
