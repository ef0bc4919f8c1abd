/** The gateway's tunnels feature over a real store, with a broker, a front and a clock that the test moves. */
import type { Test } from 'tap';
import type { SessionOpenArgs } from '../../src/contract/commands.ts';
import { createEventBus, type Events } from '../../src/gateway/core/events.ts';
import type { InterfaceProposal } from '../../src/gateway/core/ports/connector.ts';
import type { StoredTarget } from '../../src/gateway/core/ports/targets.ts';
import type {
  ForwardHandlers,
  TargetCheck,
  TunnelDoor,
  TunnelFront,
  TunnelLink,
} from '../../src/gateway/core/ports/tunnel.ts';
import { createTunnels } from '../../src/gateway/features/tunnels/tunnels.ts';
import { createCrypto } from '../../src/gateway/platform/crypto.ts';
import { createAccessLog } from '../../src/gateway/store/access-log.ts';
import { createConsentStore } from '../../src/gateway/store/consent.ts';
import { openStateDatabase } from '../../src/gateway/store/database.ts';
import { createTunnelSessionStore } from '../../src/gateway/store/sessions.ts';
import { createSettings } from '../../src/gateway/store/settings.ts';
import { createTargetStore } from '../../src/gateway/store/targets.ts';
import { manualClock } from '../fakes/manual-clock.ts';

export const INSTALLER = { id: 'p1', name: 'Ina', via: 'local' } as const;
export const REMOTE = { id: 'p2', name: 'Ada', via: 'tunnel' } as const;
export const FP = Array.from({ length: 32 }, () => 'AB').join(':');
export const OTHER = Array.from({ length: 32 }, () => 'CD').join(':');
export const SESSION = '01930000-0000-7000-8000-000000000001';

/** A link whose broker takes every forward as soon as the link is up. */
function fakeLink() {
  const forwards = new Map<string, ForwardHandlers>();
  let up = false;
  const link: TunnelLink = {
    start: () => set(true),
    stop: async () => set(false),
    forward(name, handlers) {
      forwards.set(name, handlers);
      handlers.onState(up ? 'open' : 'asked');
    },
    unforward: (name) => void forwards.delete(name),
    retryNow: () => undefined,
    get state() {
      return up ? 'up' : 'off';
    },
    onState: () => () => undefined,
  };
  const set = (next: boolean) => {
    up = next;
    for (const f of forwards.values()) f.onState(up ? 'open' : 'asked');
  };
  return { link, forwards, set };
}

export function tunnelWorld(
  t: Test,
  db = openStateDatabase(':memory:', () => 0).db,
  own: readonly InterfaceProposal[] = [],
) {
  const clock = manualClock();
  const { link, forwards, set } = fakeLink();
  const shown = { answer: { up: true } as TargetCheck };
  const doors: TunnelDoor[] = [];
  const front: TunnelFront = {
    accept: (_channel, door) => void doors.push(door),
    drained: async () => undefined,
    check: async (target: StoredTarget) => {
      const { answer } = shown;
      const other = target.protocol === 'https' && answer.fingerprint !== target.fingerprint;
      if (!other || answer.fingerprint === undefined) return answer;
      return {
        up: false,
        code: 'TARGET_CERTIFICATE',
        sentence: 'another certificate',
        fingerprint: answer.fingerprint,
      };
    },
  };
  const events = createEventBus((name, error) => t.fail(`${name}: ${String(error)}`));
  const audit: Events['audit'][] = [];
  events.on('audit', (event) => audit.push(event));
  const accessLog = createAccessLog(db);
  const tunnels = createTunnels({
    targets: createTargetStore(db),
    sessionStore: createTunnelSessionStore(db),
    accessLog,
    consentStore: createConsentStore(db),
    link,
    front,
    events,
    settings: createSettings(db, () => undefined),
    clock,
    crypto: createCrypto(clock.now),
    log: () => undefined,
    cloudNow: () => clock.now() - 3_600_000,
    pbxHosts: () => ['10.0.0.5'],
    ownInterfaces: () => own,
    hostName: () => 'gw-1',
  });
  const certificates: (readonly string[])[] = [];
  events.on('target.certificate', ({ targets }) => certificates.push(targets));
  const door = (id: string): TunnelDoor => {
    forwards.get(`target/${id}`)?.onChannel({ destroy: () => undefined });
    const last = doors.at(-1);
    if (!last) throw new Error(`no forward of ${id}`);
    return last;
  };
  const self = (gatewayId: string) => ({
    gatewayId,
    account: { name: 'A', number: '100000001', region: 'Canada', state: 'active' as const },
    linkedAt: 0,
    linkedBy: 'Ada',
    baseUrl: 'https://cloud.example',
    brokerHostKeys: ['ssh-ed25519 AAAA'],
  });
  const waited: string[] = [];
  const stopping = new AbortController();
  const open = (over: Record<string, unknown> = {}) => {
    const args = {
      sessionId: SESSION,
      targetId: 'gateway-portal',
      secret: 'right',
      person: { id: SESSION, name: 'Ada', email: 'ada@example.org' },
      // the cloud's clock is an hour behind this gateway's
      expiresAt: clock.now() - 3_600_000 + 8 * 3_600_000,
      idleMs: 3_600_000,
      origin: 'https://abc.launch.example',
      ...over,
    } as SessionOpenArgs;
    const waits = () => void waited.push(args.sessionId);
    return tunnels.openSession(args, { signal: stopping.signal, waits });
  };
  /** Ada needs no question. */
  const named = (targetId = 'gateway-portal') =>
    tunnels.setConsent(targetId, { mode: 'always', people: ['ada@example.org'] }, INSTALLER);
  return {
    certificates,
    db,
    clock,
    tunnels,
    events,
    audit,
    shown,
    set,
    forwards,
    door,
    self,
    open,
    accessLog,
    named,
    waited,
    stopping,
  };
}
