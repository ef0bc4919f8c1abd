import { type Test, test } from 'tap';
import { Type } from 'typebox';
import { loadConfig } from '../../../src/base/runtime/config.ts';
import { CLOUD_PATH, GatewaySelf } from '../../../src/contract/claim.ts';
import { ConfigSchema } from '../../../src/gateway/config.ts';
import { openSigner } from '../../../src/gateway/platform/keystore.ts';
import { startMiniCloud } from '../../fakes/mini-cloud.ts';
import { makeUplink, temporaryFolder } from '../../helpers/uplink.ts';

async function linked(t: Test) {
  const cloud = await startMiniCloud();
  t.teardown(() => cloud.close());
  const signer = await openSigner(temporaryFolder(t));
  const self = cloud.adopt(signer.publicJwk, signer.thumbprint);
  const uplink = await makeUplink(t, { base: cloud.base, signer, gatewayId: () => self.gatewayId });
  const getSelf = () =>
    uplink.http.request({ method: 'GET', path: CLOUD_PATH.self, answer: GatewaySelf, auth: 'device' });
  return { cloud, self, ...uplink, getSelf };
}
const count = (cloud: Awaited<ReturnType<typeof startMiniCloud>>, path: string) =>
  cloud.requests.filter((r) => r.path === path).length;

test('a request with token, proof and nonce; proofs are verified by jose', async (t) => {
  const { cloud, self, getSelf } = await linked(t);
  t.same((await getSelf()).body, self);
  t.equal(count(cloud, CLOUD_PATH.token), 2, 'once refused for the nonce, once right');
  t.equal(count(cloud, CLOUD_PATH.self), 1, 'the nonce is known by then');
  await getSelf();
  t.equal(count(cloud, CLOUD_PATH.token), 2, 'the token is kept');
  t.match(cloud.requests.at(-1), { authorization: /^DPoP / });
});

test('a new nonce is taken up with one repeat', async (t) => {
  const { cloud, self, getSelf } = await linked(t);
  await getSelf();
  cloud.control.nonce = 'another-nonce';
  t.same((await getSelf()).body, self);
});

test('many at once fetch one token', async (t) => {
  const { cloud, getSelf } = await linked(t);
  cloud.control.requireNonce = false;
  await Promise.all(Array.from({ length: 10 }, getSelf));
  t.equal(count(cloud, CLOUD_PATH.token), 1);
});

test('a token that the cloud forgot is replaced', async (t) => {
  const { cloud, self, getSelf } = await linked(t);
  await getSelf();
  cloud.tokens.clear();
  t.same((await getSelf()).body, self);
});

test('a deactivated account', async (t) => {
  const { cloud, getSelf, told } = await linked(t);
  cloud.control.deactivated = true;
  await t.rejects(getSelf(), { code: 'ACCOUNT_DEACTIVATED', retryAfterMs: 900_000 });
  t.same(told, ['deactivated']);
  cloud.control.deactivated = false;
  await t.resolves(getSelf(), 'and back, with nobody on site');
});

test('what an answer can mean', async (t) => {
  const { cloud, getSelf, http } = await linked(t);
  await getSelf();
  const table = [
    [500, 'CLOUD_UNREACHABLE'],
    [503, 'CLOUD_UNREACHABLE'],
    [429, 'CLOUD_UNREACHABLE'],
    [407, 'PROXY_AUTH'],
    [404, 'CLOUD_REFUSED'],
    [403, 'CLOUD_REFUSED'],
    [302, 'CLOUD_ANSWER_BAD'],
  ] as const;
  for (const [status, code] of table) {
    cloud.control.break = { path: CLOUD_PATH.self, status, times: 1 };
    await t.rejects(getSelf(), { code }, `${status}`);
  }
  const wrong = Type.Object({ nothing: Type.String() });
  await t.rejects(http.request({ method: 'GET', path: CLOUD_PATH.hello, answer: wrong, auth: 'none' }), {
    code: 'CLOUD_ANSWER_BAD',
  });
  await t.rejects(http.request({ method: 'GET', path: '/nowhere', answer: Type.Unknown(), auth: 'none' }), {
    code: 'CLOUD_REFUSED',
    message: 'Nothing here.',
    facts: { status: 404, code: 'NOT_FOUND' },
  });
});

test('not linked, not known at the cloud, no address, a plain address far away', async (t) => {
  const { cloud, signer } = await linked(t);
  const ask = { method: 'GET', path: CLOUD_PATH.self, answer: Type.Unknown(), auth: 'device' } as const;
  const cases = [
    [{ base: cloud.base }, 'NOT_LINKED'],
    [{ base: cloud.base, gatewayId: () => '019a0000-0000-7000-8000-000000000000' }, 'CLOUD_REFUSED'],
    [{ base: '', gatewayId: () => 'x' }, 'CONFIG_INVALID'],
    [{ base: 'not a url', gatewayId: () => 'x' }, 'CONFIG_INVALID'],
    [{ base: 'http://cloud.example', gatewayId: () => 'x' }, 'CONFIG_INVALID'],
  ] as const;
  for (const [options, code] of cases) {
    const { http } = await makeUplink(t, { signer, ...options });
    await t.rejects(http.request(ask), { code }, code);
  }
});

test('the remedy for a missing cloud address names a variable that is read', async (t) => {
  const { http } = await makeUplink(t, { base: '', gatewayId: () => 'x' });
  const ask = http.request({ method: 'GET', path: CLOUD_PATH.hello, answer: Type.Unknown(), auth: 'none' });
  const { remedy } = await ask.then(
    () => ({ remedy: '' }),
    (thrown: { remedy: string }) => thrown,
  );
  const name = /\b[A-Z]+(_[A-Z]+)+\b/.exec(remedy)?.[0] ?? '';
  const schema = ConfigSchema;
  const env = { [name]: 'https://cloud.example' };
  const config = loadConfig({
    schema,
    file: '/nonexistent',
    fileRequired: false,
    env,
    envPrefix: 'CLOUDLINKD_',
    options: {},
  });
  t.equal(config.cloud.url, 'https://cloud.example', name);
});

test('a refused connection and a name that nobody knows', async (t) => {
  const { cloud, signer } = await linked(t);
  const { port } = cloud;
  await cloud.close();
  const hello = { method: 'GET', path: CLOUD_PATH.hello, answer: Type.Unknown(), auth: 'none' } as const;
  const refused = await makeUplink(t, { base: `http://127.0.0.1:${port}`, signer });
  await t.rejects(refused.http.request(hello), { code: 'CLOUD_UNREACHABLE', message: /refuses/ });
  const unknown = await makeUplink(t, { base: 'https://cloud.invalid', signer });
  await t.rejects(unknown.http.request(hello), {
    code: 'CLOUD_UNREACHABLE',
    facts: { host: 'cloud.invalid' },
  });
});

test('whoever asked can give up', async (t) => {
  const { http } = await linked(t);
  const gone = new Error('gone');
  const hello = { method: 'GET', path: CLOUD_PATH.hello, answer: Type.Unknown(), auth: 'none' } as const;
  await t.rejects(http.request({ ...hello, signal: AbortSignal.abort(gone) }), { message: 'gone' });
});

test('no secret in an error', async (t) => {
  const { cloud, http } = await linked(t);
  cloud.control.break = { path: CLOUD_PATH.token, status: 500, times: 9 };
  const asked = { method: 'GET', path: CLOUD_PATH.self, answer: Type.Unknown(), auth: 'device' } as const;
  const error = await http.request(asked).then(
    () => undefined,
    (e) => e,
  );
  const text = JSON.stringify(error) + String(error.stack) + JSON.stringify(error.facts);
  t.notMatch(text, /eyJ/, 'neither assertion nor proof');
});
