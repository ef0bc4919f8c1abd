/** A whole cloud on a free port with a manual clock, people to sign in, and gateways to claim. */
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { Clock } from '../../src/base/clock.ts';
import { createLogger } from '../../src/base/runtime/logger.ts';
import { createCloud, createOperator, type Operator } from '../../src/cloud/cloud.ts';
import type { Config } from '../../src/cloud/config.ts';
import { readConfig } from '../../src/cloud/config.ts';
import { ASSERTION_TYPE, GRANT_CLIENT_CREDENTIALS, GRANT_DEVICE_CODE } from '../../src/contract/claim.ts';
import { type ManualClock, manualClock } from '../fakes/manual-clock.ts';
import { type Answer, type DpopClient, dpopClient, send, type TestKey } from '../helpers/dpop-client.ts';

export const PASSWORD = 'correct horse battery';
export const SETUP_CODE = 'ABCD-EFGH-JKMN';

export type Console = {
  get(path: string): Promise<Answer>;
  post(path: string, json?: unknown): Promise<Answer>;
  remove(path: string, json?: unknown): Promise<Answer>;
  readonly cookie: string;
  readonly csrf: string;
};

export type TestCloud<C extends Clock = ManualClock> = {
  readonly url: string;
  readonly clock: C;
  readonly config: Config;
  /** The operator at the machine, with the stores. */
  readonly op: Operator;
  /** Signed in, with cookie and csrf token. */
  signIn(email: string, password?: string): Promise<Console>;
  /** A partner with an administrator. */
  partner(email: string): Promise<{ number: string; id: string }>;
  /** A customer of a partner (or the first one) with an administrator who has chosen a password. */
  customer(email: string, partner?: string): Promise<{ number: string; id: string }>;
  gateway(key?: TestKey): DpopClient;
  /** Claims a gateway by an administrator's hand, all the way. */
  claim(console: Console, account: string, gateway?: DpopClient): Promise<Claimed>;
  token(gateway: DpopClient, gatewayId: string): Promise<string>;
  restart(): Promise<void>;
  /** Stops it, until `restart`. */
  stop(): Promise<void>;
};
export type Claimed = { readonly gateway: DpopClient; readonly gatewayId: string; readonly token: string };

/** What the gateway computes of the challenge (contract/claim.ts). */
export function setupMac(code: string, nonce: string, jkt: string): string {
  return createHmac('sha256', code.replaceAll('-', ''))
    .update(`cloudlink-setup-code\n${nonce}\n${jkt}`)
    .digest('base64url');
}

export function ask(gateway: DpopClient, more: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const form = {
    client_id: 'cloudlinkd',
    dpop_jkt: gateway.key.jkt,
    name: 'cloudlink.local',
    kind: 'virtual',
    version: '0.1.0',
    lan_address: '192.168.1.20',
    return_uri: 'http://cloudlink.local/linked',
    ...more,
  };
  return gateway.send({ method: 'POST', path: '/oauth/device_authorization', form });
}

export function poll(gateway: DpopClient, deviceCode: string): Promise<Answer> {
  const form = { grant_type: GRANT_DEVICE_CODE, device_code: deviceCode, client_id: 'cloudlinkd' };
  return gateway.send({ method: 'POST', path: '/oauth/token', form });
}

export function verdict(
  gateway: DpopClient,
  deviceCode: string,
  said: { readonly id: string; readonly right: boolean },
): Promise<Answer> {
  const form = {
    device_code: deviceCode,
    client_id: 'cloudlinkd',
    challenge_id: said.id,
    verdict: said.right ? 'right' : 'wrong',
  };
  return gateway.send({ method: 'POST', path: '/oauth/device_authorization/verdict', form });
}

/** Polls until a challenge comes, judges it by the real code, and tells the verdict. */
export async function judge(gateway: DpopClient, deviceCode: string): Promise<boolean> {
  for (;;) {
    const { body } = await poll(gateway, deviceCode);
    const challenge = body.challenge as { id: string; nonce: string; mac: string } | undefined;
    if (!challenge) continue;
    const right = setupMac(SETUP_CODE, challenge.nonce, gateway.key.jkt) === challenge.mac;
    await verdict(gateway, deviceCode, { id: challenge.id, right });
    return right;
  }
}

/** Its clock is a manual one. */
export const startCloud = async (
  t: Pick<Test, 'teardown'>,
  settings: Record<string, unknown> = {},
  clock = manualClock(),
): Promise<TestCloud> => startCloudBy(clock, t, settings);

/** @param clock of the real time where a real gateway talks to it, which believes the Date header */
export async function startCloudBy<C extends Clock>(
  clock: C,
  t: Pick<Test, 'teardown'>,
  settings: Record<string, unknown> = {},
): Promise<TestCloud<C>> {
  const data = mkdtempSync(join(tmpdir(), 'cloud-'));
  const surroundings = { clock, logger: createLogger({ level: 'silent', name: 'test' }) };
  const config = readConfig(undefined, { data, listen: '127.0.0.1:0', 'log.level': 'silent', ...settings });
  let cloud = createCloud(config, surroundings);
  await cloud.start();
  const { url } = cloud;
  const fixed = { ...config, listen: url.replace('http://', '') };
  const op = createOperator(fixed, surroundings);
  t.teardown(async () => {
    await op.close();
    await cloud.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const choosePassword = async (personId: string) =>
    op.stores.people.setPassword(personId, await op.hasher.hash(PASSWORD));

  const signIn = async (email: string, password = PASSWORD): Promise<Console> => {
    const answer = await send(url, { method: 'POST', path: '/api/session', json: { email, password } });
    if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}`);
    const cookie = String(answer.headers['set-cookie']?.[0]).split(';')[0] ?? '';
    const csrf = String(answer.body.csrf);
    const headers = { cookie, 'x-csrf-token': csrf, origin: url };
    return {
      cookie,
      csrf,
      get: (path) => send(url, { method: 'GET', path, headers: { cookie } }),
      post: (path, json) =>
        send(url, { method: 'POST', path, headers, ...(json === undefined ? {} : { json }) }),
      remove: (path, json) =>
        send(url, { method: 'DELETE', path, headers, ...(json === undefined ? {} : { json }) }),
    };
  };

  const gateway = (key?: TestKey) => dpopClient(url, clock.now, key);
  const token: TestCloud['token'] = async (client, gatewayId) => {
    const form = {
      grant_type: GRANT_CLIENT_CREDENTIALS,
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: client.assertion(gatewayId),
    };
    const { status, body } = await client.send({ method: 'POST', path: '/oauth/token', form });
    if (status !== 200) throw new Error(`the token endpoint answered ${status} ${JSON.stringify(body)}`);
    return String(body.access_token);
  };

  return {
    url,
    clock,
    config: fixed,
    op,
    signIn,
    gateway,
    token,
    async partner(email) {
      const draft = {
        kind: 'partner',
        name: `Partner ${email}`,
        region: 'Local',
        supportContacts: [],
      } as const;
      const id = op.stores && `p-${email}`;
      const number = String(
        100_000_000 + [...email].reduce((n, c) => (n * 31 + c.charCodeAt(0)) % 899_999_999, 7),
      );
      await op.stores.accounts.insert({ ...draft, id, number, state: 'active', createdAt: clock.now() });
      const account = await op.find(number);
      const { personId } = await op.accounts.addPerson(op.operator, account, {
        name: 'Ann',
        email,
        role: 'partner',
      });
      await choosePassword(personId);
      return { number, id };
    },
    async customer(email, partner) {
      const { account } = await op.accounts.createCustomer(op.operator, await op.partnerOf(partner), {
        name: `Customer ${email}`,
        supportContacts: [email],
        admin: { name: 'Bob', email },
      });
      const person = await op.stores.people.byEmail(email);
      await choosePassword(person?.id ?? '');
      return { number: account.number, id: account.id };
    },
    async claim(console, account, client = gateway()) {
      const { body } = await ask(client);
      const deviceCode = String(body.device_code);
      const judged = judge(client, deviceCode);
      const path = `/api/claims/${body.user_code}/approve`;
      const view = await console.post(path, { account, setupCode: SETUP_CODE });
      await judged;
      if (view.body.state !== 'approved') throw new Error(`claim: ${JSON.stringify(view.body)}`);
      const granted = await poll(client, deviceCode);
      const self = granted.body.gateway as unknown as { gatewayId: string };
      return { gateway: client, gatewayId: self.gatewayId, token: String(granted.body.access_token) };
    },
    stop: () => cloud.stop(),
    async restart() {
      await cloud.stop();
      cloud = createCloud(fixed, surroundings);
      await cloud.start();
    },
  };
}
