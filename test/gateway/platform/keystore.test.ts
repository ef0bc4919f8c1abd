import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, importPKCS8 } from 'jose';
import { test } from 'tap';
import { writeFileAtomic } from '../../../src/gateway/platform/atomic-file.ts';
import { createCrypto } from '../../../src/gateway/platform/crypto.ts';
import {
  KEY_FILE,
  NEXT_KEY_FILE,
  openDeviceKeys,
  openSigner,
} from '../../../src/gateway/platform/keystore.ts';
import { qr } from '../../../src/gateway/platform/qr.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';

test('a key is made once, readable by its owner only, and signs ES256', async (t) => {
  const folder = join(temporaryFolder(t), 'data');
  const first = await openSigner(folder);
  const again = await openSigner(folder);
  t.same(again.publicJwk, first.publicJwk);
  t.equal(first.thumbprint, await calculateJwkThumbprint(first.publicJwk), 'as jose counts it');
  t.equal(statSync(join(folder, KEY_FILE)).mode & 0o777, 0o600);
  t.same(readdirSync(folder), [KEY_FILE], 'nothing temporary is left');
  t.ok(await importPKCS8(readFileSync(join(folder, KEY_FILE), 'utf8'), 'ES256'), 'PKCS#8, by jose');

  const bytes = Buffer.from('what is signed');
  const signature = await first.sign(bytes);
  t.equal(signature.byteLength, 64);
  const key = createPublicKey({ key: { ...first.publicJwk }, format: 'jwk' });
  t.ok(verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature));
  t.notSame(Object.keys(first.publicJwk), ['d'], 'no private part');
  t.same(Object.keys(first.publicJwk).sort(), ['crv', 'kty', 'x', 'y']);
});

for (const [name, content] of [
  ['empty', ''],
  ['cut off', '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n'],
  ['another kind of key', undefined],
] as const)
  test(`a key file that is ${name} is kept, copied aside, and never replaced`, async (t) => {
    const folder = temporaryFolder(t);
    const file = join(folder, KEY_FILE);
    const { generateKeyPairSync } = await import('node:crypto');
    const rsa = () =>
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const damaged = content ?? rsa();
    writeFileSync(file, damaged);
    for (let n = 0; n < 2; n++) {
      const error = await openSigner(folder).catch((e) => e);
      t.match(error, { code: 'KEY_UNREADABLE', message: /is damaged/ });
      t.notMatch(JSON.stringify(error.facts), /MIGH/, 'nothing of the key in it');
    }
    t.equal(readFileSync(file, 'utf8'), damaged);
    t.same(readdirSync(folder), [KEY_FILE, `${KEY_FILE}.unreadable-1`], 'one copy, not one a start');
    t.equal(readFileSync(`${file}.unreadable-1`, 'utf8'), damaged);
  });

test('a key that cannot be read', async (t) => {
  // a folder in its place: what no rights help against, so that root sees it too
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, KEY_FILE));
  await t.rejects(openSigner(folder), { code: 'KEY_UNREADABLE', message: /cannot be opened/ });
});

test('atomic files: whole, with their mode, and exclusive where wanted', (t) => {
  const file = join(temporaryFolder(t), 'x');
  writeFileAtomic(file, 'one', { mode: 0o640 });
  writeFileAtomic(file, 'two', { mode: 0o600 });
  t.equal(readFileSync(file, 'utf8'), 'two');
  t.equal(statSync(file).mode & 0o777, 0o600);
  t.throws(() => writeFileAtomic(file, 'three', { mode: 0o600, exclusive: true }), { code: 'EEXIST' });
  t.equal(readFileSync(file, 'utf8'), 'two');
  t.end();
});

test('the crypto port', (t) => {
  const crypto = createCrypto(() => 1_790_000_000_000);
  t.equal(crypto.hex(crypto.sha256('abc')), createHash('sha256').update('abc').digest('hex'));
  // RFC 4231, test case 2
  t.equal(
    crypto.hex(crypto.hmacSha256('Jefe', 'what do ya want for nothing?')),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
  t.equal(crypto.equal(Buffer.from('ab'), Buffer.from('ab')), true);
  t.equal(crypto.equal(Buffer.from('ab'), Buffer.from('ac')), false);
  t.equal(crypto.equal(Buffer.from('ab'), Buffer.from('abc')), false, 'other lengths are no error');
  t.equal(crypto.base64url(Buffer.from([255, 254, 253])), '__79');
  t.same([...crypto.fromBase64url('__79')], [255, 254, 253]);
  t.equal(crypto.randomBytes(32).byteLength, 32);
  const ids = Array.from({ length: 100 }, () => crypto.uuidv7());
  t.same(ids, [...ids].sort(), 'in order');
  t.end();
});

test('a QR code as a path draws exactly its dark modules', (t) => {
  const { path, size } = qr('https://cloud.example/link?code=BCDF-GHJK');
  const grid = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g))
    for (let n = 0; n < Number(width); n++) (grid[Number(y)] ?? [])[Number(x) + n] = true;
  const finder = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'];
  const corner = (row: number, column: number) =>
    Array.from({ length: 7 }, (_, y) =>
      Array.from({ length: 7 }, (_, x) => (grid[row + y]?.[column + x] ? '1' : '0')).join(''),
    );
  t.same(corner(0, 0), finder);
  t.same(corner(0, size - 7), finder);
  t.same(corner(size - 7, 0), finder);
  t.equal(path.replace(/M\d+ \d+h\d+v1h-\d+z/g, ''), '', 'nothing else in it');
  t.end();
});

test('the next key is made beside the one in use, kept, and takes its place for good', async (t) => {
  const folder = join(temporaryFolder(t), 'data');
  const keys = await openDeviceKeys(folder);
  const { signer } = keys;
  const first = signer.thumbprint;
  t.equal(await keys.next(), undefined);
  await keys.promote();
  t.equal(signer.thumbprint, first, 'nothing to promote');
  const next = await keys.makeNext();
  t.not(next.thumbprint, first);
  t.equal((await keys.makeNext()).thumbprint, next.thumbprint, 'the cloud may know it already: it is kept');
  t.equal((await (await openDeviceKeys(folder)).next())?.thumbprint, next.thumbprint, 'over a restart');
  t.equal(statSync(join(folder, NEXT_KEY_FILE)).mode & 0o777, 0o600);
  t.equal(signer.thumbprint, first);

  await keys.promote();
  t.equal(signer.thumbprint, next.thumbprint, 'everybody who holds the signer signs with it');
  t.same(signer.publicJwk, next.publicJwk);
  const key = createPublicKey({ key: { ...next.publicJwk }, format: 'jwk' });
  const bytes = Buffer.from('x');
  t.ok(verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, await signer.sign(bytes)));
  t.same(readdirSync(folder), [KEY_FILE]);
  t.equal((await openSigner(folder)).thumbprint, next.thumbprint);

  await keys.makeNext();
  await keys.dropNext();
  await keys.dropNext();
  t.equal(await keys.next(), undefined);
  t.equal(signer.thumbprint, next.thumbprint);
});
