/**
 * The set-up code: proof of standing in front of the gateway. Made on the device, printed on label, console and
 * journal, single use, never in a support bundle. Whoever holds it may claim the gateway or make its first
 * administrator.
 */
import {
  groupSetupCode,
  normaliseSetupCode,
  SETUP_CODE_ALPHABET,
  SETUP_CODE_ATTEMPTS,
  SETUP_CODE_LENGTH,
  SETUP_CODE_MAC_PREFIX,
  type SetupCodeChallenge,
} from '../../../contract/claim.ts';
import { fail } from '../../core/errors.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { Secrets, Settings } from '../../core/ports/settings.ts';
import { KEY, SetupCodeRecord } from './records.ts';

export type SetupCode = {
  /** The code in groups; undefined once used. */
  current(): string | undefined;
  /** Makes a code at the first start, or when the last one is used; otherwise keeps the one that is printed. */
  ensure(): string;
  /** Makes a new code, whatever was before. */
  renew(): string;
  /**
   * Whether the typed code is right. It stays good until {@link consume}.
   * @throws AppError SETUP_CODE_USED, and RATE_LIMITED for 15 minutes after five wrong ones in a row
   */
  verify(typed: string): boolean;
  /** The single use. */
  consume(by: 'claim' | 'admin'): void;
  /** Whether a challenge was made from this code (contract/claim.ts: SetupCodeChallenge). */
  answers(challenge: SetupCodeChallenge, jkt: string): boolean;
};

export type SetupCodeOptions = {
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly crypto: Crypto;
  readonly now: () => number;
  /** A new code was made: print it on the console and into the journal. */
  readonly onNew: (code: string) => void;
};

const LOCK_MS = 15 * 60_000;

export function createSetupCode(options: SetupCodeOptions): SetupCode {
  const { settings, secrets, crypto, now, onNew } = options;
  const bytes = (text: string) => new TextEncoder().encode(text);

  const record = () => settings.get(KEY.setupCode, SetupCodeRecord);
  const change = (part: Partial<SetupCodeRecord>) =>
    settings.set(KEY.setupCode, { madeAt: now(), wrong: 0, ...record(), ...part });
  const stored = () => (record()?.usedBy === undefined ? secrets.get(KEY.setupCode) : undefined);

  const renew = () => {
    // 32 letters: five bits of each byte, evenly
    const code = [...crypto.randomBytes(SETUP_CODE_LENGTH)].map((b) => SETUP_CODE_ALPHABET[b & 31]).join('');
    secrets.set(KEY.setupCode, code);
    settings.set(KEY.setupCode, { madeAt: now(), wrong: 0 } satisfies SetupCodeRecord);
    onNew(groupSetupCode(code));
    return groupSetupCode(code);
  };

  const current = () => {
    const code = stored();
    return code === undefined ? undefined : groupSetupCode(code);
  };

  const refuseWhileLocked = () => {
    const until = record()?.lockedUntil ?? 0;
    // a clock that stepped back must not lock for twenty years
    const wait = Math.min(until - now(), LOCK_MS);
    if (wait > 0) throw fail('RATE_LIMITED', { retryAfterMs: wait });
  };

  const countWrong = () => {
    const wrong = (record()?.wrong ?? 0) + 1;
    if (wrong < SETUP_CODE_ATTEMPTS) change({ wrong });
    else change({ wrong: 0, lockedUntil: now() + LOCK_MS });
  };

  return {
    current,
    ensure: () => current() ?? renew(),
    renew,
    verify(typed) {
      const code = stored();
      if (code === undefined) throw fail('SETUP_CODE_USED');
      refuseWhileLocked();
      // of equal length, so that the comparison is constant in time
      const same = crypto.equal(crypto.sha256(normaliseSetupCode(typed)), crypto.sha256(code));
      if (!same) countWrong();
      else if ((record()?.wrong ?? 0) > 0) change({ wrong: 0 });
      return same;
    },
    consume(by) {
      secrets.delete(KEY.setupCode);
      change({ usedBy: by });
    },
    answers(challenge, jkt) {
      const code = stored();
      if (code === undefined) return false;
      const message = `${SETUP_CODE_MAC_PREFIX}${challenge.nonce}\n${jkt}`;
      const right = crypto.hmacSha256(bytes(code), bytes(message));
      return crypto.equal(right, crypto.fromBase64url(challenge.mac));
    },
  };
}
