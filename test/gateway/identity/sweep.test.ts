/** The power is cut before and after every effect and every save of a claim; the gateway is linked all the same. */

import { createHmac } from 'node:crypto';
import { type Test, test } from 'tap';
import type { GatewaySelf } from '../../../src/contract/claim.ts';
import type { CloudHttp } from '../../../src/gateway/core/ports/cloud.ts';
import { createClaim } from '../../../src/gateway/features/identity/claim.ts';
import {
  IDENTITY,
  type IdentityEffects,
  type IdentityState,
} from '../../../src/gateway/features/identity/machine.ts';
import { createSetupCode } from '../../../src/gateway/features/identity/setup-code.ts';
import { createCrypto } from '../../../src/gateway/platform/crypto.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createSecrets, createSettings } from '../../../src/gateway/store/settings.ts';
import { type Power, power, type SweepWorld, sweep } from '../../base/machine-sweep.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const JKT = 'the-key';
const SELF: GatewaySelf = {
  gatewayId: '019a0000-0000-7000-8000-000000000001',
  account: { name: 'Contoso', number: '123456789', region: 'Canada', state: 'active' },
  linkedAt: 1,
  linkedBy: 'Ada',
  baseUrl: 'https://cloud.example',
  brokerHostKeys: ['ssh-ed25519 AAAA'],
};

/** The other side, which no power cut here touches. Answers as the contract says, over the {@link CloudHttp} port. */
function otherSide(codeOf: () => string) {
  let verdict: string | undefined;
  let asked = 0;
  const answer = (path: string, form: Readonly<Record<string, string>>): unknown => {
    if (path.endsWith('/verdict')) {
      verdict = form.verdict;
      return {};
    }
    if (path.endsWith('/device_authorization')) {
      asked += 1;
      return {
        device_code: `d${asked}`,
        user_code: 'BCDF-GHJK',
        verification_uri: 'https://cloud.example/link',
        verification_uri_complete: 'https://cloud.example/link?c',
        expires_in: 900,
        interval: 1,
      };
    }
    if (verdict === 'right') return { access_token: 't', token_type: 'DPoP', expires_in: 600, gateway: SELF };
    const nonce = 'bm9uY2U';
    const mac = createHmac('sha256', codeOf())
      .update(`cloudlink-setup-code\n${nonce}\n${JKT}`)
      .digest('base64url');
    return {
      error: 'authorization_pending',
      challenge: { id: '019a0000-0000-7000-8000-000000000002', nonce, mac },
    };
  };
  const http = (p: Power): CloudHttp => ({
    request: async ({ path, form = {} }) => ({
      status: 200,
      body: await p.around(`request ${path}`, () => answer(path, form) as never),
    }),
  });
  return { http, verdict: () => verdict };
}

function world(t: Test): SweepWorld<IdentityState, IdentityEffects> {
  const clock = manualClock();
  const { db } = openStateDatabase(':memory:', clock.now);
  const settings = createSettings(db, (key) => t.fail(key));
  const secrets = createSecrets(db);
  const setupCode = createSetupCode({
    settings,
    secrets,
    crypto: createCrypto(clock.now),
    now: clock.now,
    onNew: () => undefined,
  });
  const code = setupCode.ensure().replaceAll('-', '');
  const other = otherSide(() => code);
  const saved: { state?: IdentityState } = {};
  return {
    store: {
      load: async () => saved.state,
      save: async (state) => {
        saved.state = state;
      },
    },
    context(p) {
      const claim = createClaim({
        http: other.http(p),
        settings,
        secrets,
        setupCode,
        jkt: () => JKT,
        present: () => ({ name: 'cloudlink.local', kind: 'standalone', version: '1' }),
        clock: { ...clock, sleep: async () => undefined },
        random: () => 0,
        onChange: () => undefined,
        log: () => undefined,
      });
      if (claim.record() === undefined && saved.state === undefined) claim.begin('Ivy');
      return {
        request: claim.request,
        poll: claim.poll,
        check: claim.check,
        async link() {
          setupCode.consume('claim');
          await p.at('between using the code up and forgetting the request');
          claim.drop();
          return 'linked';
        },
        unlink: async () => 'unlinked',
      };
    },
    async drive(run) {
      // a person presses the button once more when the power went before it was taken
      if (run.state === 'unlinked') await run.send('link');
      return run.settled();
    },
    check() {
      if (settings.get('identity.self', {} as never) === undefined) throw new Error('linked to nobody');
      if (setupCode.current() !== undefined) throw new Error('the set-up code is still good');
      if (other.verdict() !== 'right') throw new Error('no verdict');
    },
  };
}

test('a claim survives a power cut at every step', async (t) => {
  const { cuts, faults } = await sweep({ table: IDENTITY, makeWorld: () => world(t) });
  t.same(faults, []);
  t.ok(cuts > 25, `${cuts} cuts`);
});

test('a wrong code is counted once, also when the power goes while it is judged', async (t) => {
  const clock = manualClock();
  const { db } = openStateDatabase(':memory:', clock.now);
  const settings = createSettings(db, (key) => t.fail(key));
  const secrets = createSecrets(db);
  const setupCode = createSetupCode({
    settings,
    secrets,
    crypto: createCrypto(clock.now),
    now: clock.now,
    onNew: () => undefined,
  });
  setupCode.ensure();
  const claimWith = (p: Power) =>
    createClaim({
      http: { request: async () => p.around('verdict', () => ({ status: 200, body: {} as never })) },
      settings,
      secrets,
      setupCode,
      jkt: () => JKT,
      present: () => ({ name: 'x', kind: 'standalone', version: '1' }),
      clock,
      random: () => 0,
      onChange: () => undefined,
      log: () => undefined,
    });
  secrets.set('identity.device-code', 'd');
  const challenge = { id: '019a0000-0000-7000-8000-000000000003', nonce: 'bm9uY2U', mac: 'd3Jvbmc' };
  settings.set('identity.claim', {
    wrongCodes: 0,
    startedBy: 'x',
    challenge,
    expiresAt: clock.now() + 60_000,
  });
  for (const cutAt of [0, 1]) {
    const p = power(cutAt);
    await Promise.race([claimWith(p).check(new AbortController().signal), p.cut]);
  }
  t.equal(await claimWith(power(Number.POSITIVE_INFINITY)).check(new AbortController().signal), 'told');
  t.equal(claimWith(power(0)).record()?.wrongCodes, 1);
});
