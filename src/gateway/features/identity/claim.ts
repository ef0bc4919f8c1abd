/** The effects of claiming: device authorization (RFC 8628), the set-up code's check, the grant. */
import { type Static, Type } from 'typebox';
import { backoffMs } from '../../../base/backoff.ts';
import type { Clock, Random } from '../../../base/clock.ts';
import { type AppError, toAppError, toFault } from '../../../base/errors.ts';
import {
  CLAIM_GRACE_MS,
  CLIENT_ID,
  CLOUD_PATH,
  DeviceAuthorizationResponse,
  type GatewaySelf,
  GRANT_DEVICE_CODE,
  SETUP_CODE_ATTEMPTS,
  TokenError,
  TokenResponse,
} from '../../../contract/claim.ts';
import type { PlatformKind } from '../../../contract/common.ts';
import { fail } from '../../core/errors.ts';
import type { CloudHttp } from '../../core/ports/cloud.ts';
import type { Secrets, Settings } from '../../core/ports/settings.ts';
import { ClaimRecord, KEY } from './records.ts';
import type { SetupCode } from './setup-code.ts';
import { isUsableBase } from './usable-base.ts';

/** How this gateway shows itself to the person at the cloud. */
export type Presentation = {
  readonly name: string;
  readonly kind: PlatformKind;
  readonly version: string;
  readonly lanAddress?: string;
  /** Where the browser comes back to; a private address or a `.local` name. */
  readonly returnUri?: string;
};

export type ClaimOptions = {
  readonly http: CloudHttp;
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly setupCode: SetupCode;
  /** Thumbprint of the device key of this moment. */
  readonly jkt: () => string;
  readonly present: () => Presentation;
  readonly clock: Clock;
  readonly random: Random;
  readonly onChange: () => void;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
};

/** The second way of claiming: no person types anything at the cloud. */
export type UnattendedBy = { readonly token: string } | 'registered';

export type Claim = {
  record(): ClaimRecord | undefined;
  begin(startedBy: string, by?: UnattendedBy): void;
  drop(): void;
  request(signal: AbortSignal): Promise<'waiting' | 'failed'>;
  poll(signal: AbortSignal): Promise<'challenge' | 'granted' | 'failed'>;
  check(signal: AbortSignal): Promise<'told' | 'failed'>;
};

/** RFC 8628 §3.5: `slow_down` adds five seconds, for good. */
const SLOW_DOWN_SECONDS = 5;
const NETWORK_RETRY = { firstMs: 1_000, maxMs: 30_000 };
const REQUEST_TRIES = 4;
/** The cloud may hold a poll for 20 s. */
const POLL_TIMEOUT_MS = 45_000;

const PollAnswer = Type.Union([TokenResponse, TokenError]);
type PollAnswer = Static<typeof PollAnswer>;

/** Why the cloud ended the request, as a row of ours; undefined: it goes on. */
export function refusalOf(answer: TokenError): AppError | undefined {
  const said = answer.error_description;
  switch (answer.error) {
    case 'authorization_pending':
    case 'slow_down':
    case 'use_dpop_nonce':
    case 'temporarily_unavailable':
      return undefined;
    case 'expired_token':
      return fail('LINK_EXPIRED');
    case 'access_denied':
      return answer.code === 'SETUP_CODE_ATTEMPTS'
        ? fail('SETUP_CODE_ATTEMPTS')
        : fail('LINK_DENIED', said === undefined ? {} : { sentence: said });
    case 'account_deactivated':
      return fail('ACCOUNT_DEACTIVATED');
    default:
      return fail('CLOUD_REFUSED', {
        ...(said === undefined ? {} : { sentence: said }),
        facts: { error: answer.error, code: answer.code ?? '' },
      });
  }
}

export function createClaim(options: ClaimOptions): Claim {
  const { http, settings, secrets, setupCode, jkt, present, clock, random, onChange, log } = options;

  const record = () => settings.get(KEY.claim, ClaimRecord);
  const change = (part: Partial<ClaimRecord>) => {
    settings.set(KEY.claim, { wrongCodes: 0, startedBy: 'system', ...record(), ...part });
    onChange();
  };
  const forgetSecrets = () => {
    secrets.delete(KEY.deviceCode);
    secrets.delete(KEY.claimToken);
  };

  const end = (error: unknown): 'failed' => {
    log('the link request ended', { ...toFault(error) });
    forgetSecrets();
    change({ error: toFault(error) });
    return 'failed';
  };

  /** Network troubles are no answer: tried again until the code runs out (RFC 8628 §3.5). */
  const waitAfter = async (error: AppError, attempt: number, signal: AbortSignal) => {
    log('the cloud could not be asked', { code: error.code, sentence: error.message });
    await clock.sleep(
      Math.max(error.retryAfterMs ?? 0, 500 + backoffMs(attempt, random, NETWORK_RETRY)),
      signal,
    );
  };

  /** What takes the place of a person's approval. @throws AppError CLAIM_TOKEN_WRONG */
  const unattended = (): Record<string, string> => {
    const by = record()?.by;
    if (by === undefined) return {};
    if (by === 'registered') return { registered: 'yes' };
    const token = secrets.get(KEY.claimToken);
    if (token === undefined) throw fail('CLAIM_TOKEN_WRONG');
    return { claim_token: token };
  };

  const requestCode = async (signal: AbortSignal) => {
    const { name, kind, version, lanAddress, returnUri } = present();
    const { body } = await http.request({
      method: 'POST',
      path: CLOUD_PATH.deviceAuthorization,
      form: {
        client_id: CLIENT_ID,
        dpop_jkt: jkt(),
        name,
        kind,
        version,
        ...(lanAddress === undefined ? {} : { lan_address: lanAddress }),
        ...(returnUri === undefined ? {} : { return_uri: returnUri }),
        ...unattended(),
      },
      answer: DeviceAuthorizationResponse,
      auth: 'proof',
      signal,
    });
    return body;
  };

  const pollOnce = async (deviceCode: string, signal: AbortSignal): Promise<PollAnswer> => {
    const { body } = await http.request({
      method: 'POST',
      path: CLOUD_PATH.token,
      form: { grant_type: GRANT_DEVICE_CODE, device_code: deviceCode, client_id: CLIENT_ID },
      answer: PollAnswer,
      accept: [400, 401],
      auth: 'proof',
      timeoutMs: POLL_TIMEOUT_MS,
      signal,
    });
    return body;
  };

  /** What one answer means: an outcome of the state, or undefined to go on polling. */
  const read = (answer: PollAnswer): 'challenge' | 'granted' | 'failed' | undefined => {
    if ('access_token' in answer) {
      if (!answer.gateway || !isUsableBase(answer.gateway.baseUrl)) return end(fail('CLOUD_ANSWER_BAD'));
      settings.set(KEY.self, answer.gateway satisfies GatewaySelf);
      return 'granted';
    }
    const refused = refusalOf(answer);
    if (refused) return end(refused);
    const now = record();
    if (answer.error === 'slow_down') change({ interval: (now?.interval ?? 5) + SLOW_DOWN_SECONDS });
    if (answer.seen_by !== undefined && answer.seen_by !== now?.seenBy) change({ seenBy: answer.seen_by });
    if (!answer.challenge || answer.challenge.id === now?.judged) return undefined;
    change({ challenge: answer.challenge });
    return 'challenge';
  };

  const isOver = () => {
    const { expiresAt = 0, right = false } = record() ?? {};
    return expiresAt + (right ? CLAIM_GRACE_MS : 0) <= clock.now();
  };

  /** Judges a challenge once; a repeated one, after a power cut, gets the same verdict. */
  const judge = (now: ClaimRecord, challenge: NonNullable<ClaimRecord['challenge']>): boolean => {
    const right = setupCode.answers(challenge, jkt());
    if (now.judged !== challenge.id)
      change({ judged: challenge.id, wrongCodes: now.wrongCodes + (right ? 0 : 1) });
    return right;
  };

  const tell = async (challengeId: string, deviceCode: string, right: boolean, signal: AbortSignal) => {
    await http.request({
      method: 'POST',
      path: CLOUD_PATH.setupCodeVerdict,
      form: {
        device_code: deviceCode,
        client_id: CLIENT_ID,
        challenge_id: challengeId,
        verdict: right ? 'right' : 'wrong',
      },
      answer: Type.Unknown(),
      // a verdict that was told already may be refused: the next poll says how it stands
      accept: [400, 404, 409, 410],
      auth: 'proof',
      signal,
    });
  };

  return {
    record,
    begin(startedBy, by) {
      forgetSecrets();
      if (typeof by === 'object') secrets.set(KEY.claimToken, by.token);
      const way = by === undefined ? {} : { by: by === 'registered' ? by : ('token' as const) };
      settings.set(KEY.claim, { wrongCodes: 0, startedBy, ...way } satisfies ClaimRecord);
      onChange();
    },
    drop() {
      forgetSecrets();
      settings.delete(KEY.claim);
      onChange();
    },

    async request(signal) {
      for (let attempt = 0; ; attempt++) {
        try {
          const given = await requestCode(signal);
          secrets.set(KEY.deviceCode, given.device_code);
          change({
            userCode: given.user_code,
            verificationUri: given.verification_uri,
            verificationUriComplete: given.verification_uri_complete,
            expiresAt: clock.now() + given.expires_in * 1000,
            interval: given.interval,
          });
          return 'waiting';
        } catch (thrown) {
          if (signal.aborted) throw thrown;
          const error = toAppError(thrown);
          if (!error.retryable || attempt + 1 >= REQUEST_TRIES) return end(error);
          await waitAfter(error, attempt, signal);
        }
      }
    },

    async poll(signal) {
      const deviceCode = secrets.get(KEY.deviceCode);
      if (deviceCode === undefined) return end(fail('LINK_EXPIRED'));
      for (let attempt = 0; ; ) {
        if (isOver()) return end(fail('LINK_EXPIRED'));
        try {
          const outcome = read(await pollOnce(deviceCode, signal));
          if (outcome) return outcome;
          attempt = 0;
          await clock.sleep((record()?.interval ?? 5) * 1000, signal);
        } catch (thrown) {
          if (signal.aborted) throw thrown;
          const error = toAppError(thrown);
          if (!error.retryable) return end(error);
          await waitAfter(error, attempt++, signal);
        }
      }
    },

    async check(signal) {
      const now = record();
      const deviceCode = secrets.get(KEY.deviceCode);
      if (!now?.challenge || deviceCode === undefined) return 'told';
      const right = judge(now, now.challenge);
      for (let attempt = 0; ; attempt++) {
        try {
          await tell(now.challenge.id, deviceCode, right, signal);
          if (right) change({ right });
          const wrong = record()?.wrongCodes ?? 0;
          return !right && wrong >= SETUP_CODE_ATTEMPTS ? end(fail('SETUP_CODE_ATTEMPTS')) : 'told';
        } catch (thrown) {
          if (signal.aborted) throw thrown;
          const error = toAppError(thrown);
          if (!error.retryable || isOver()) return end(error);
          await waitAfter(error, attempt, signal);
        }
      }
    },
  };
}
