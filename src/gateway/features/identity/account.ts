/** The account's state as the cloud says it: a deactivated one makes the gateway quiet until it is active again. */
import type { Clock } from '../../../base/clock.ts';
import { toAppError } from '../../../base/errors.ts';
import { CLOUD_PATH, GatewaySelf } from '../../../contract/claim.ts';
import type { EventBus } from '../../core/events.ts';
import type { CloudHttp } from '../../core/ports/cloud.ts';
import type { Settings } from '../../core/ports/settings.ts';
import { KEY, SelfVersion } from './records.ts';
import { isUsableBase } from './usable-base.ts';

/** "Asks again every 15 min" (contract: The account's end). */
export const ASK_AGAIN_MS = 15 * 60_000;

export type Account = {
  self(): GatewaySelf | undefined;
  isActive(): boolean;
  /** Goes on asking after a restart in the deactivated state. */
  start(): void;
  stop(): void;
  /** Reads the gateway's facts again. Never throws; false: they could not be read. */
  refresh(): Promise<boolean>;
  /** The cloud named the version of our facts: they are read again when it is another than the one we have. */
  noteVersion(version: number): Promise<void>;
  /** The cloud said it, in whatever answer. */
  noteDeactivated(retryAfterMs?: number): void;
};

export type AccountOptions = {
  readonly http: CloudHttp;
  readonly settings: Settings;
  readonly events: EventBus;
  readonly clock: Clock;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
};

export function createAccount(options: AccountOptions): Account {
  const { http, settings, events, clock, log } = options;
  let cancel: () => void = () => undefined;
  let stopping = new AbortController();

  const self = () => settings.get(KEY.self, GatewaySelf);
  const isActive = () => self()?.account.state === 'active';

  const planAsking = (ms: number) => {
    cancel();
    cancel = clock.after(ms, () => void refresh());
  };

  /** Stores what changed and tells it; asks again later while deactivated. */
  const take = (next: GatewaySelf, retryAfterMs?: number) => {
    const before = self();
    // unlinked meanwhile: an answer that was under way must not link again
    if (!before || before.gatewayId !== next.gatewayId) return;
    if (!isUsableBase(next.baseUrl)) {
      log('the gateway’s facts name an address that is not usable', { baseUrl: next.baseUrl });
      return;
    }
    const { state } = next.account;
    settings.set(KEY.self, next);
    if (JSON.stringify(before) !== JSON.stringify(next)) events.emit('account.changed', {});
    if (state === 'deactivated') planAsking(Math.min(retryAfterMs ?? ASK_AGAIN_MS, ASK_AGAIN_MS));
    if (before.account.state === state) return;
    log('the account changed its state', { state });
    events.emit('account.state', { state });
  };

  const noteDeactivated = (retryAfterMs?: number) => {
    const now = self();
    if (now) take({ ...now, account: { ...now.account, state: 'deactivated' } }, retryAfterMs);
  };

  const refresh = async (): Promise<boolean> => {
    if (!self() || stopping.signal.aborted) return false;
    try {
      const { body } = await http.request({
        method: 'GET',
        path: CLOUD_PATH.self,
        answer: GatewaySelf,
        auth: 'device',
        signal: stopping.signal,
      });
      take(body);
      return true;
    } catch (thrown) {
      if (stopping.signal.aborted) return false;
      const error = toAppError(thrown);
      if (error.code === 'ACCOUNT_DEACTIVATED') noteDeactivated(error.retryAfterMs);
      else {
        log('the gateway’s facts could not be read', { code: error.code, sentence: error.message });
        if (!isActive()) planAsking(ASK_AGAIN_MS);
      }
      return false;
    }
  };

  const noteVersion = async (version: number) => {
    const gatewayId = self()?.gatewayId;
    const known = settings.get(KEY.selfVersion, SelfVersion);
    if (gatewayId === undefined || (known?.gatewayId === gatewayId && known.version === version)) return;
    // kept only once they are read: until then every new channel asks again
    if (await refresh()) settings.set(KEY.selfVersion, { gatewayId, version });
  };

  return {
    self,
    isActive,
    noteDeactivated,
    refresh,
    noteVersion,
    start() {
      stopping = new AbortController();
      if (self()?.account.state === 'deactivated') void refresh();
    },
    stop() {
      cancel();
      stopping.abort(new Error('stopped'));
    },
  };
}
