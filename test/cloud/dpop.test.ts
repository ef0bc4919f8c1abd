import { createHash, generateKeyPairSync } from 'node:crypto';
import { test } from 'tap';
import { createDpop, type ProofRequest } from '../../src/cloud/http/dpop.ts';
import { createCrypto } from '../../src/cloud/platform/crypto.ts';
import { openCloudDatabase } from '../../src/cloud/store/database.ts';
import { createReplayStore } from '../../src/cloud/store/tokens.ts';
import { manualClock } from '../fakes/manual-clock.ts';
import { type ProofParts, proof, signJwt, testKey } from '../helpers/dpop-client.ts';

const HTU = 'https://cloud.example/v1/gateway/self';
const MINUTE = 60_000;

function rig(t: { teardown(f: () => Promise<void>): void }) {
  const clock = manualClock();
  const opened = openCloudDatabase(':memory:', clock.now);
  t.teardown(opened.close);
  const node = (secret = 'shared') =>
    createDpop({
      clock,
      crypto: createCrypto(clock.now),
      replays: createReplayStore(opened.db),
      secret,
      athOf: (token) => createHash('sha256').update(token).digest('base64url'),
    });
  const dpop = node();
  const key = testKey();
  const made = (parts: Partial<ProofParts> = {}) =>
    proof(key, { method: 'GET', url: HTU, now: clock.now(), nonce: dpop.nonce(), ...parts });
  const verify = (header: ProofRequest['header'], more: Partial<ProofRequest> = {}) =>
    dpop.verify({ method: 'GET', htu: HTU, header, ...more });
  return { clock, dpop, node, key, made, verify };
}

test('a right proof tells the key', async (t) => {
  const { key, made, verify } = rig(t);
  t.match(await verify(made()), { jkt: key.jkt, publicJwk: key.jwk });
  t.match(await verify(made({ claims: { htu: `${HTU}?wait=25#x` } })), { jkt: key.jkt }, 'without query');
  t.match(await verify(made({ claims: { htu: 'HTTPS://Cloud.Example:443/v1/gateway/self' } })), {
    jkt: key.jkt,
  });
  const accessToken = 'token';
  t.match(await verify(made({ accessToken }), { accessToken }), { jkt: key.jkt });
});

test('a proof for something else is refused', async (t) => {
  const { clock, made, verify } = rig(t);
  const bad = (parts: Partial<ProofParts>, more: Partial<ProofRequest> = {}) =>
    t.rejects(verify(made(parts), more), { code: 'DPOP_INVALID' }, JSON.stringify({ parts, more }));
  await bad({ method: 'POST' });
  await bad({ url: 'https://cloud.example/v1/gateway/outbox' });
  await bad({ url: 'https://evil.example/v1/gateway/self' });
  await bad({ claims: { htu: 'not an address' } });
  await bad({ claims: { jti: '' } });
  await bad({ claims: { iat: 'now' } });
  await bad({ now: clock.now() - 6 * MINUTE });
  await bad({ now: clock.now() + 6 * MINUTE });
  await bad({}, { accessToken: 'token' });
  await bad({ accessToken: 'other' }, { accessToken: 'token' });
});

test('what is no proof is refused', async (t) => {
  const { key, dpop, clock, made, verify } = rig(t);
  const claims = { jti: 'a'.repeat(20), htm: 'GET', htu: HTU, iat: clock.now() / 1000, nonce: dpop.nonce() };
  const refused = (header: ProofRequest['header'], words: string) =>
    t.rejects(verify(header), { code: 'DPOP_INVALID' }, words);
  await refused(undefined, 'none');
  await refused('', 'empty');
  await refused([made(), made()], 'two');
  await refused(`${made()}, ${made()}`, 'two, joined');
  await refused('a.b.c', 'no JWS');
  await refused('x'.repeat(10_000), 'too long');
  await refused(signJwt(key, { typ: 'JWT', jwk: key.jwk }, claims), 'another type');
  await refused(signJwt(key, { typ: 'dpop+jwt', jwk: key.jwk, alg: 'none' }, claims), 'alg none');
  await refused(signJwt(key, { typ: 'dpop+jwt', jwk: key.jwk, alg: 'HS256' }, claims), 'alg HS256');
  await refused(signJwt(key, { typ: 'dpop+jwt' }, claims), 'no key');
  await refused(signJwt(key, { typ: 'dpop+jwt', jwk: testKey().jwk }, claims), 'another key');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await refused(
    signJwt(key, { typ: 'dpop+jwt', jwk: privateKey.export({ format: 'jwk' }) }, claims),
    'a private key',
  );
  const offCurve = { ...key.jwk, x: key.jwk.y };
  await refused(signJwt(key, { typ: 'dpop+jwt', jwk: offCurve }, claims), 'a point off the curve');
});

test('nonces are the server’s, and live 5 to 10 minutes', async (t) => {
  const { clock, dpop, node, made, verify } = rig(t);
  const nonce = dpop.nonce();
  await t.rejects(verify(made({ nonce: undefined })), { code: 'DPOP_NONCE' });
  await t.rejects(verify(made({ nonce: node('another secret').nonce() })), { code: 'DPOP_NONCE' });
  t.equal(node().nonce(), nonce, 'every node makes the same');
  await clock.advance(5 * MINUTE);
  await verify(made({ nonce }));
  await clock.advance(5 * MINUTE);
  await t.rejects(verify(made({ nonce })), { code: 'DPOP_NONCE' });
});

test('a proof is good once, on all nodes', async (t) => {
  const { node, made, verify } = rig(t);
  const header = made();
  await verify(header);
  await t.rejects(verify(header), { code: 'DPOP_INVALID', message: 'The proof was used before.' });
  await t.rejects(node().verify({ method: 'GET', htu: HTU, header }), { code: 'DPOP_INVALID' });
  const racing = made();
  const outcomes = await Promise.allSettled([
    verify(racing),
    node().verify({ method: 'GET', htu: HTU, header: racing }),
  ]);
  t.equal(outcomes.filter((o) => o.status === 'fulfilled').length, 1, 'also at the same moment');
});
