/** A gateway's identity over the real uplink and a real database, against the mini cloud. */
import { randomBytes } from 'node:crypto';
import type { Test } from 'tap';
import type { Db } from '../../../src/base/runtime/sqlite.ts';
import { type Actor, createEventBus, type EventBus, type Events } from '../../../src/gateway/core/events.ts';
import type { Signer } from '../../../src/gateway/core/ports/signer.ts';
import { createIdentity, type Identity } from '../../../src/gateway/features/identity/identity.ts';
import { IDENTITY_STATES, type IdentityState } from '../../../src/gateway/features/identity/machine.ts';
import { createCrypto } from '../../../src/gateway/platform/crypto.ts';
import { openSigner } from '../../../src/gateway/platform/keystore.ts';
import { qr } from '../../../src/gateway/platform/qr.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createMachineStore } from '../../../src/gateway/store/machine-state.ts';
import { createSecrets, createSettings } from '../../../src/gateway/store/settings.ts';
import { createUplink, type Uplink } from '../../../src/gateway/uplink/uplink.ts';
import { type ManualClock, manualClock } from '../../fakes/manual-clock.ts';
import { type MiniCloud, startMiniCloud } from '../../fakes/mini-cloud.ts';
import { temporaryFolder } from '../../helpers/uplink.ts';

export const INSTALLER: Actor = { id: 'p1', name: 'Ivy Installer', via: 'local' };

export type Program = {
  readonly identity: Identity;
  readonly uplink: Uplink;
  readonly events: EventBus;
  /** Event names and audit actions in order. */
  readonly told: string[];
  readonly stop: () => Promise<void>;
};

export type World = {
  readonly cloud: MiniCloud;
  readonly clock: ManualClock;
  readonly db: Db;
  readonly signer: Signer;
  /** Set-up codes as they were printed. */
  readonly codes: string[];
  readonly settings: ReturnType<typeof createSettings>;
  readonly secrets: ReturnType<typeof createSecrets>;
  /** Requests that are on their way to the cloud. */
  underWay(): number;
  /** Starts the program on what is stored, as after a boot. */
  boot(): Promise<Program>;
};

/** Events worth telling apart in a test. */
function listen(events: EventBus): string[] {
  const told: string[] = [];
  events.on('link.changed', ({ linked }) => told.push(linked ? 'linked' : 'unlinked'));
  events.on('account.state', ({ state }) => told.push(state));
  events.on('audit', (event: Events['audit']) => told.push(event.action));
  return told;
}

export async function makeWorld(t: Test): Promise<World> {
  const cloud = await startMiniCloud();
  t.teardown(() => cloud.close());
  const clock = manualClock(Date.now());
  const signer = await openSigner(temporaryFolder(t));
  const { db } = openStateDatabase(':memory:', () => clock.now());
  const settings = createSettings(db, (key) => t.fail(`${key} does not fit`));
  const secrets = createSecrets(db);
  const codes: string[] = [];
  let underWay = 0;
  const counted = ({ request }: Uplink['http']): Uplink['http'] => ({
    async request(asked) {
      underWay++;
      try {
        return await request(asked);
      } finally {
        underWay--;
      }
    },
  });

  const boot = async (): Promise<Program> => {
    const events = createEventBus((name, error) => t.fail(`${name}: ${String(error)}`));
    const told = listen(events);
    const uplink: Uplink = createUplink({
      baseUrl: () => identity.self()?.baseUrl ?? cloud.base,
      signer,
      gatewayId: () => identity.self()?.gatewayId,
      clock,
      random: () => 0,
      events,
      log: () => undefined,
      mayConnect: () => identity.mayTalk(),
      onUnlinked: () => void identity.noteUnlinked(),
      onDeactivated: () => identity.noteDeactivated(),
    });
    const identity: Identity = createIdentity({
      store: createMachineStore<IdentityState>({
        db,
        machine: 'identity',
        known: IDENTITY_STATES,
        onUnknown: (state) => t.fail(state),
        now: () => clock.now(),
      }),
      settings,
      secrets,
      http: counted(uplink.http),
      forgetTokens: uplink.forgetTokens,
      crypto: createCrypto(() => clock.now()),
      jkt: () => signer.thumbprint,
      clock,
      random: () => 0,
      events,
      qr,
      present: () => ({ name: 'cloudlink.local', kind: 'standalone', version: '0.1.0' }),
      onSetupCode: (code) => codes.push(code),
      log: () => undefined,
    });
    await identity.start();
    let stopped = false;
    const stop = async () => {
      if (stopped) return;
      stopped = true;
      await uplink.channel.stop();
      await identity.stop();
      await uplink.close();
    };
    t.teardown(stop);
    return { identity, uplink, events, told, stop };
  };
  return { cloud, clock, db, signer, codes, settings, secrets, underWay: () => underWay, boot };
}

/**
 * A second goes by: once no request is on its way, and not before the system has come round to another thread. On a busy
 * machine a quarter of an hour of this clock ran out otherwise while one code was being verified.
 */
export async function aSecond({ clock, underWay }: Pick<World, 'clock' | 'underWay'>): Promise<void> {
  while (underWay() > 0) await new Promise<void>((resolve) => setImmediate(resolve));
  await new Promise<void>((resolve) => randomBytes(1, () => resolve()));
  await clock.advance(1_000);
}

/** Resolves when the link page shows that state; moves the clock meanwhile, so that polls happen. */
export async function reaches(world: World, identity: Identity, state: string): Promise<void> {
  while (identity.state().state !== state) {
    await new Promise<void>((resolve) => {
      const off = identity.onState(() => {
        off();
        resolve();
      });
      aSecond(world).then(
        () => {
          off();
          resolve();
        },
        () => undefined,
      );
    });
  }
}

/** The newest request at the cloud. */
export function lastClaim(cloud: MiniCloud) {
  const claim = cloud.claims.at(-1);
  if (!claim) throw new Error('no claim');
  return claim;
}

/** The whole claim: link, code, typed, linked. */
export async function claim(world: World, { identity }: Program): Promise<void> {
  await identity.beginLink(INSTALLER);
  world.cloud.type(lastClaim(world.cloud), identity.setupCode.current() ?? '');
  await reaches(world, identity, 'linked');
}
