/** Who this gateway is to the cloud: claiming, the account it belongs to, and the way out of it again. */
import { Type } from 'typebox';
import type { Clock, Random } from '../../../base/clock.ts';
import { toAppError } from '../../../base/errors.ts';
import { type MachineRun, type MachineStore, startMachine } from '../../../base/machine.ts';
import { CLOUD_PATH, type GatewaySelf } from '../../../contract/claim.ts';
import type { LinkState } from '../../../contract/local-api.ts';
import { ERRORS, fail } from '../../core/errors.ts';
import { type Actor, type EventBus, SYSTEM } from '../../core/events.ts';
import type { CloudHttp } from '../../core/ports/cloud.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { Qr } from '../../core/ports/qr.ts';
import type { Secrets, Settings } from '../../core/ports/settings.ts';
import { type Account, createAccount } from './account.ts';
import { type Claim, createClaim, type Presentation, type UnattendedBy } from './claim.ts';
import { IDENTITY, type IdentityEffects, type IdentityState } from './machine.ts';
import { KEY } from './records.ts';
import { createSetupCode, type SetupCode } from './setup-code.ts';

export type IdentityOptions = {
  readonly store: MachineStore<IdentityState>;
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly http: CloudHttp;
  readonly forgetTokens: () => void;
  readonly crypto: Crypto;
  /** Thumbprint of the device key of this moment. */
  readonly jkt: () => string;
  readonly clock: Clock;
  readonly random: Random;
  readonly events: EventBus;
  readonly qr: Qr;
  readonly present: () => Presentation;
  /** A new set-up code: for console and journal, nowhere else. */
  readonly onSetupCode: (code: string) => void;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
};

export type Identity = {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** What the link page shows. */
  state(): LinkState;
  onState(f: () => void): () => void;
  /**
   * Starts a device authorization, or gives the running one. Resolves when a code is there or it failed.
   * @param by a claim token, or "the console knows this key": takes the place of a running request
   * @throws AppError ALREADY_LINKED
   */
  beginLink(actor: Actor, by?: UnattendedBy): Promise<LinkState>;
  /** Gives a running request up; nothing happens when there is none. */
  cancelLink(): Promise<void>;
  /**
   * Ends the link on both sides; resolves when this side has forgotten the account. A cloud that cannot be reached
   * does not hold it up.
   * @throws AppError NOT_LINKED
   */
  unlink(actor: Actor): Promise<void>;
  /** The cloud unlinked this gateway and said so on its authenticated channel. Keeps all data but the link. */
  noteUnlinked(): Promise<void>;
  self(): GatewaySelf | undefined;
  /** Why nothing may be sent to the account; undefined when it is linked and active. A row of the error table. */
  obstacle(): 'NOT_LINKED' | 'ACCOUNT_DEACTIVATED' | undefined;
  /** Linked and the account is active; otherwise why not, in words. */
  mayTalk(): true | string;
  noteDeactivated(retryAfterMs?: number): void;
  /** Reads GatewaySelf again. */
  refreshSelf(): Promise<unknown>;
  /** The cloud named the version of this gateway's facts (`welcome`, `self.changed`): another one is read. */
  noteSelfVersion(version: number): Promise<void>;
  readonly setupCode: SetupCode;
};

const VIEW: Readonly<Record<IdentityState, LinkState['state']>> = {
  unlinked: 'unlinked',
  requesting: 'starting',
  waiting: 'waiting',
  checking: 'checking',
  linking: 'checking',
  linked: 'linked',
  unlinking: 'linked',
  failed: 'failed',
};
const UNLINK_TIMEOUT_MS = 10_000;
const ANSWER_WAIT_MS = 5_000;

export function createIdentity(options: IdentityOptions): Identity {
  const { settings, secrets, http, crypto, clock, events, qr, log } = options;
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const f of listeners) f();
  };
  const setupCode = createSetupCode({
    settings,
    secrets,
    crypto,
    now: () => clock.now(),
    onNew: options.onSetupCode,
  });
  const claim: Claim = createClaim({ ...options, setupCode, onChange: changed });
  const account: Account = createAccount({ http, settings, events, clock, log });
  let run: MachineRun<IdentityState> | undefined;
  let lastQr: { text: string; path: string; size: number } | undefined;
  /** Set while the cloud has unlinked us already: it need not be told. */
  let cloudKnows = false;

  const now = (): IdentityState => run?.state ?? 'unlinked';

  const obstacle = () => {
    if (now() !== 'linked' || !account.self()) return 'NOT_LINKED';
    return account.isActive() ? undefined : 'ACCOUNT_DEACTIVATED';
  };

  const audit = (action: string, actor: Actor, details: Record<string, unknown>) =>
    events.emit('audit', {
      action,
      eventType: 'Gateway',
      actor,
      asset: options.present().name,
      propertiesChanged: [],
      details,
    });

  const tellCloud = async (signal: AbortSignal) => {
    try {
      await http.request({
        method: 'DELETE',
        path: CLOUD_PATH.unlink,
        answer: Type.Unknown(),
        accept: [404],
        auth: 'device',
        timeoutMs: UNLINK_TIMEOUT_MS,
        signal,
      });
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      const error = toAppError(thrown);
      log('the cloud could not be told of the unlinking', { code: error.code, sentence: error.message });
    }
  };

  const effects: IdentityEffects = {
    request: (signal) => claim.request(signal),
    poll: (signal) => claim.poll(signal),
    check: (signal) => claim.check(signal),
    async link() {
      const record = claim.record();
      setupCode.consume('claim');
      // the record goes last: after a power cut it says that the event is still to be told
      if (record)
        audit(
          'Gateway linked',
          { ...SYSTEM, name: account.self()?.linkedBy ?? SYSTEM.name },
          { startedBy: record.startedBy },
        );
      const { linkedBy, linkedById } = account.self() ?? {};
      claim.drop();
      events.emit('link.changed', { linked: true });
      // a token or a registration proves nobody's presence; the code on the label does
      if (record?.right && record.by === undefined && linkedBy !== undefined && linkedById !== undefined)
        events.emit('claim.onSite', { person: { id: linkedById, name: linkedBy } });
      return 'linked';
    },
    async unlink(signal) {
      // after a power cut here the account may be forgotten already
      if (account.self() && !cloudKnows) await tellCloud(signal);
      settings.delete(KEY.self);
      options.forgetTokens();
      claim.drop();
      setupCode.renew();
      events.emit('link.changed', { linked: false });
      return 'unlinked';
    },
  };

  const machine = (): MachineRun<IdentityState> => {
    if (!run) throw new TypeError('the identity is not started');
    return run;
  };

  /** Resolves when the machine has left a state. */
  const left = (state: IdentityState) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (now() === state) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
    });

  const qrPart = (text: string): Partial<LinkState> => {
    if (lastQr?.text !== text) lastQr = { text, ...qr(text) };
    return { qrPath: lastQr.path, qrSize: lastQr.size };
  };

  /** Only while a request lives are its code and address of any use. */
  const requestPart = (): Partial<LinkState> => {
    const record = claim.record();
    const { userCode, verificationUri, verificationUriComplete, expiresAt, seenBy, wrongCodes } =
      record ?? {};
    return {
      ...(userCode === undefined ? {} : { userCode }),
      ...(verificationUri === undefined ? {} : { verificationUri }),
      ...(verificationUriComplete === undefined
        ? {}
        : { verificationUriComplete, ...qrPart(verificationUriComplete) }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(seenBy === undefined ? {} : { seenBy }),
      ...(wrongCodes === undefined ? {} : { wrongCodes }),
    };
  };

  const state = (): LinkState => {
    const view = VIEW[now()];
    const error = claim.record()?.error;
    if (view === 'waiting' || view === 'checking') return { state: view, ...requestPart() };
    return { state: view, ...(view === 'failed' && error ? { error } : {}) };
  };

  const forget = async () => {
    await machine().send('unlink');
    await left('unlinking');
  };

  const cancel = async () => {
    if (await machine().send('cancel')) claim.drop();
  };

  return {
    setupCode,
    state,
    self: account.self,
    refreshSelf: account.refresh,
    noteSelfVersion: account.noteVersion,
    noteDeactivated: account.noteDeactivated,
    obstacle,
    mayTalk() {
      const code = obstacle();
      return code === undefined ? true : ERRORS[code].sentence;
    },
    onState(f) {
      listeners.add(f);
      return () => listeners.delete(f);
    },
    async start() {
      if (account.self() === undefined) setupCode.ensure();
      run = await startMachine<IdentityState, IdentityEffects>({
        table: IDENTITY,
        context: effects,
        store: options.store,
        after: clock.after,
        onChange: changed,
        onError: (at, error) => log('the identity failed', { state: at, err: error }),
      });
      account.start();
    },
    async stop() {
      account.stop();
      await run?.stop();
    },
    async beginLink(actor, by) {
      if (VIEW[now()] === 'linked') throw fail('ALREADY_LINKED');
      if (by !== undefined) await cancel();
      const at = now();
      if (at === 'unlinked' || at === 'failed') {
        claim.begin(actor.name, by);
        // a used code would leave nothing to type at the cloud
        setupCode.ensure();
        await machine().send('link');
      }
      // an unreachable cloud is asked several times; the page then shows "starting" and looks again
      const waited = new AbortController();
      await Promise.race([
        left('requesting'),
        clock.sleep(ANSWER_WAIT_MS, waited.signal).catch(() => undefined),
      ]);
      waited.abort();
      return state();
    },
    cancelLink: cancel,
    async unlink(actor) {
      if (now() !== 'linked') throw fail('NOT_LINKED');
      log('the gateway is unlinked', { by: actor.name, via: actor.via });
      cloudKnows = false;
      await forget();
    },
    async noteUnlinked() {
      if (now() !== 'linked') return;
      log('the cloud has unlinked this gateway');
      cloudKnows = true;
      await forget();
    },
  };
}
