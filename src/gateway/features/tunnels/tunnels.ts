/**
 * Reverse tunnels (rows B4, C6; contract: Tunnels): the allow-list, what is started, who is inside, and the log of it.
 */

import { Type } from 'typebox';
import type { Clock } from '../../../base/clock.ts';
import type { GatewaySelf } from '../../../contract/claim.ts';
import type { ServiceOpenArgs, SessionOpenArgs } from '../../../contract/commands.ts';
import type {
  AccessRequest,
  AllowedCall,
  ConsentPolicy,
  LocalSession,
  Target,
  TargetInput,
} from '../../../contract/local-api.ts';
import { PORTAL_TARGET, type TargetStatus } from '../../../contract/tunnel.ts';
import { fail } from '../../core/errors.ts';
import { type Actor, type EventBus, SYSTEM } from '../../core/events.ts';
import type { InterfaceProposal } from '../../core/ports/connector.ts';
import type { ConsentStore } from '../../core/ports/consent.ts';
import type { Crypto } from '../../core/ports/crypto.ts';
import type { Settings } from '../../core/ports/settings.ts';
import type { AccessLog, StoredTarget, TargetStore, TunnelSessionStore } from '../../core/ports/targets.ts';
import type { TunnelFront, TunnelLink } from '../../core/ports/tunnel.ts';
import { isHost, newId, normalFingerprint, portalTarget, proposedTarget, typedTarget } from './allow-list.ts';
import { mayCall } from './calls.ts';
import { createConsent, nameOf, subjectOf } from './consent.ts';
import { loggedPath } from './logged-path.ts';
import { createLooks } from './looks.ts';
import { SHOWN } from './machine.ts';
import { startTunnelRuntime, type TunnelRuntime } from './runtime.ts';
import { createSessions, type SessionStart } from './sessions.ts';

export type TunnelsDeps = {
  readonly targets: TargetStore;
  readonly sessionStore: TunnelSessionStore;
  readonly accessLog: AccessLog;
  readonly consentStore: ConsentStore;
  readonly link: TunnelLink;
  readonly front: TunnelFront;
  readonly events: EventBus;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly crypto: Crypto;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  readonly cloudNow: () => number | undefined;
  /** Hosts that the PBX link itself names; a connector's proposals are taken for these only. */
  readonly pbxHosts: () => readonly string[];
  /** Web interfaces of the host that this program runs on; proposals like those of a connector. */
  readonly ownInterfaces?: () => readonly InterfaceProposal[];
  /** This machine's name in the inventory. */
  readonly hostName: () => string;
};

export type Tunnels = ReturnType<typeof createTunnels>;

/** Stands where a person's id stands, for the cloud's own code. */
const SERVICE = 'service';

/** Settings key: the gateway id that the portal was last started for; a new claim starts it again, a restart does not. */
const PORTAL_STARTED_FOR = 'tunnels.portalStartedFor';

/** Confirmed once, and another certificate was seen since. */
const isChanged = ({ confirmed, fingerprint, seenFingerprint }: StoredTarget) =>
  confirmed && fingerprint !== undefined && seenFingerprint !== undefined && seenFingerprint !== fingerprint;

export function createTunnels(deps: TunnelsDeps) {
  const {
    targets,
    link,
    front,
    events,
    settings,
    clock,
    log,
    pbxHosts,
    ownInterfaces = () => [],
    hostName,
  } = deps;
  const runtimes = new Map<string, TunnelRuntime>();
  let identity: { readonly user: string; readonly hostKeys: readonly string[] } | undefined;
  let unlisten: (() => void)[] = [];

  const audit = (action: string, actor: Actor, asset: string, propertiesChanged: string[] = []) =>
    events.emit('audit', { action, eventType: 'Security', actor, asset, propertiesChanged, details: {} });

  const sessions = createSessions({
    ...deps,
    store: deps.sessionStore,
    onChange(row, state, because) {
      const target = targets.get(row.targetId);
      events.emit('session.changed', { sessionId: row.id, state });
      events.emit('tunnel.changed', { targetId: row.targetId });
      events.emit('audit', {
        action: state === 'open' ? 'Session opened' : 'Session ended',
        eventType: 'Security',
        actor: { id: row.personId, name: row.personName, via: 'cloud' },
        // a target that is taken away ends its sessions
        asset: target ? nameOf(target) : row.targetId,
        propertiesChanged: [],
        details: {
          ...(row.reason === undefined ? {} : { reason: row.reason }),
          ...(row.ticket === undefined ? {} : { ticket: row.ticket }),
          ...(row.consent === undefined ? {} : { consent: row.consent }),
          ...(because === undefined ? {} : { because }),
        },
      });
    },
  });

  const consent = createConsent({ ...deps, store: deps.consentStore });
  const looks = createLooks({ ...deps, consent });
  /** What ends the sessions of a target ends the questions for it. */
  const inside = {
    ...sessions,
    endOf(targetId: string, because: string) {
      consent.endOf(targetId, because);
      sessions.endOf(targetId, because);
    },
  };
  const endAll = (because: string) => {
    consent.endAll(because);
    sessions.endAll(because);
  };

  const stored = (id: string): StoredTarget => {
    const row = targets.get(id);
    if (!row) throw fail('TARGET_UNKNOWN');
    return row;
  };
  const subjectNamed = (id: string) => looks.subject(id) ?? subjectOf(stored(id));
  const runtime = (id: string): TunnelRuntime => {
    const found = runtimes.get(id);
    if (!found) throw fail('TARGET_UNKNOWN');
    return found;
  };
  const name = nameOf;
  const here = (actor: Actor) => {
    if (actor.via === 'tunnel' || actor.via === 'cloud') throw fail('NOT_OVER_TUNNEL');
  };

  const view = (row: StoredTarget): Target => {
    const { proposed: _, state, ...rest } = row;
    return {
      ...rest,
      state: SHOWN[state],
      ...runtimes.get(row.id)?.facts(),
      sessions: sessions.countOf(row.id),
      consent: consent.policyOf(row),
    };
  };
  const status = (row: StoredTarget): TargetStatus => ({
    id: row.id,
    component: row.component,
    tunnel: row.tunnel,
    description: row.description,
    use: row.use,
    application: row.application,
    host: row.builtIn ? hostName() : row.host,
    state: SHOWN[row.state],
    since: row.since,
    ...runtimes.get(row.id)?.facts(),
    ...(row.error === undefined ? {} : { error: row.error }),
  });

  const begin = async (id: string) =>
    void runtimes.set(id, await startTunnelRuntime(id, { ...deps, sessions: inside }));
  const put = async (row: StoredTarget) => {
    targets.put(row);
    if (!runtimes.has(row.id)) await begin(row.id);
    events.emit('tunnel.changed', { targetId: row.id });
  };
  const drop = async (id: string) => {
    const found = runtime(id);
    await found.send('stop');
    await found.settled();
    await found.stop();
    runtimes.delete(id);
    targets.remove(id);
    consent.forget(id);
    events.emit('tunnel.changed', { targetId: id });
  };

  let told = '';
  /** For the alarm; a restart says it again. */
  const tellCertificates = () => {
    const changed = targets.list().filter(isChanged).map(name);
    if (told === changed.join('\n')) return;
    told = changed.join('\n');
    events.emit('target.certificate', { targets: changed });
  };

  /** A new proposal, or one whose address is another; what is confirmed under the same address stays. */
  const offer = async (proposal: InterfaceProposal) => {
    const row = proposedTarget(proposal, targets.get(proposal.id), clock.now());
    if (!row || targets.get(proposal.id)?.builtIn) return;
    if (runtimes.has(row.id)) await drop(row.id);
    await put(row);
    void runtime(row.id).learnCertificate();
  };

  const startOne = async (row: StoredTarget, actor: Actor) => {
    if (!row.confirmed) throw fail('TARGET_NOT_CONFIRMED');
    if (SHOWN[row.state] !== 'stopped' && row.state !== 'failed' && row.state !== 'blocked') return;
    audit('Tunnel started', actor, name(row));
    await runtime(row.id).send('start');
  };
  const stopOne = async (row: StoredTarget, actor: Actor) => {
    if (SHOWN[row.state] === 'stopped') return;
    audit('Tunnel stopped', actor, name(row));
    await runtime(row.id).send('stop');
    await runtime(row.id).settled();
  };

  /** @throws AppError TARGET_UNKNOWN, TUNNEL_STOPPED, BAD_INPUT */
  const openable = (args: SessionOpenArgs): StoredTarget => {
    const row = stored(args.targetId);
    if (row.state !== 'started') throw fail('TUNNEL_STOPPED', { facts: { target: row.id } });
    if (row.use !== 'browser')
      throw fail('BAD_INPUT', { sentence: 'This target is for services and has no page.' });
    if (!/^https?:\/\/[a-z0-9.-]+(:\d+)?$/.test(args.origin))
      throw fail('BAD_INPUT', { sentence: 'The launch origin is no origin.' });
    return row;
  };

  const onAccount = async (state: 'active' | 'deactivated') => {
    if (state === 'active') {
      if (identity) link.start(identity);
      return;
    }
    endAll('account deactivated');
    await link.stop();
  };

  return {
    /** Continues every tunnel where it was; those that were started are opened again as soon as the link is up. */
    async start(): Promise<void> {
      sessions.begin();
      consent.begin();
      if (!targets.get(PORTAL_TARGET)) targets.put(portalTarget(clock.now()));
      for (const row of targets.list()) await begin(row.id);
      for (const own of ownInterfaces()) if (!targets.get(own.id)) await offer(own);
      tellCertificates();
      unlisten = [
        events.on('tunnel.changed', tellCertificates),
        events.on('account.state', ({ state }) => {
          onAccount(state).catch((error) => log('the tunnel link did not follow the account', { error }));
        }),
        events.on('network.changed', ({ change }) => {
          // nobody can be asked by a way that is gone
          if (change !== 'lost') link.retryNow(change === 'back');
        }),
        events.on('claim.onSite', ({ person }) => consent.claimedOnSite(person)),
      ];
    },
    async stop(): Promise<void> {
      for (const f of unlisten) f();
      unlisten = [];
      endAll('the gateway stops');
      await Promise.all([...runtimes.values()].map((r) => r.stop()));
      runtimes.clear();
      await link.stop();
      await front.drained();
    },

    /** This gateway belongs to an account: at every start, after a claim, and when its facts changed. */
    async onLinked(self: GatewaySelf): Promise<void> {
      const next = { user: self.gatewayId, hostKeys: self.brokerHostKeys };
      if (identity && JSON.stringify(identity) !== JSON.stringify(next)) await link.stop();
      identity = next;
      if (self.account.state === 'active') link.start(next);
      const before = settings.get(PORTAL_STARTED_FOR, Type.String());
      if (before === self.gatewayId) return;
      settings.set(PORTAL_STARTED_FOR, self.gatewayId);
      await startOne(stored(PORTAL_TARGET), SYSTEM);
    },
    /** The next account must not come in by what this one started. */
    async onUnlinked(): Promise<void> {
      identity = undefined;
      settings.delete(PORTAL_STARTED_FOR);
      endAll('unlinked');
      consent.forgetAll();
      for (const row of targets.list()) await stopOne(row, SYSTEM);
      await link.stop();
    },

    list: (): Target[] => targets.list().map(view),
    /** What the cloud may know: confirmed targets, without their addresses' ports. */
    statuses: (): TargetStatus[] =>
      targets
        .list()
        .filter((row) => row.confirmed)
        .map(status),

    async add(input: TargetInput, actor: Actor): Promise<Target> {
      here(actor);
      if (!isHost(input.host))
        throw fail('BAD_INPUT', { fields: [{ field: 'host', sentence: 'Give a host name or an address.' }] });
      const id = newId([input.component, input.tunnel], (taken) => targets.get(taken) !== undefined);
      const row = typedTarget(input, id, clock.now());
      await put(row);
      audit('Target added', actor, name(row), ['host', 'port', 'protocol']);
      await runtime(id).learnCertificate();
      return view(stored(id));
    },
    async remove(id: string, actor: Actor): Promise<void> {
      here(actor);
      const row = stored(id);
      if (row.builtIn) throw fail('TARGET_BUILT_IN');
      await drop(id);
      audit('Target removed', actor, name(row));
    },
    /** Accepts a proposed target, or the certificate that was seen. */
    async confirm(id: string, fingerprint: string | undefined, actor: Actor): Promise<Target> {
      here(actor);
      const { protocol, fingerprint: before, seenFingerprint: waits } = stored(id);
      if (protocol === 'https' && before === undefined && waits === undefined) {
        // it did not answer when it was proposed: there is nothing to compare before it does
        await runtime(id).learnCertificate();
        throw fail(stored(id).seenFingerprint === undefined ? 'TARGET_UNREACHABLE' : 'TARGET_NOT_CONFIRMED');
      }
      const { seenFingerprint, ...row } = stored(id);
      if (row.protocol === 'https') {
        const typed = normalFingerprint(fingerprint ?? '');
        const known = seenFingerprint ?? row.fingerprint;
        if (typed === undefined || typed !== known)
          throw fail('BAD_INPUT', {
            fields: [
              { field: 'fingerprint', sentence: 'This is not the fingerprint that the target shows.' },
            ],
          });
        await put({ ...row, fingerprint: typed, confirmed: true });
      } else await put({ ...row, confirmed: true });
      audit('Target confirmed', actor, name(row), row.protocol === 'https' ? ['fingerprint'] : []);
      if (row.state === 'blocked') await runtime(id).send('start');
      return view(stored(id));
    },
    /** What the connector knows of the PBX; on its own hosts only, and nothing is reachable before a person agrees. */
    async propose(proposals: readonly InterfaceProposal[]): Promise<void> {
      const hosts = new Set(pbxHosts());
      const taken = proposals.filter((p) => hosts.has(p.host));
      if (taken.length < proposals.length)
        log('proposals for other hosts than the PBX link’s own were refused', {
          ids: proposals.filter((p) => !hosts.has(p.host)).map((p) => p.id),
        });
      const ids = new Set(taken.map(({ id }) => id));
      // a PBX link to this very host names the same ones, by an address that the administrator chose
      const own = ownInterfaces().filter(({ id }) => !ids.has(id));
      for (const proposal of [...taken, ...own]) await offer(proposal);
      const named = new Set([...taken, ...own].map((p) => p.id));
      for (const row of targets.list())
        if (row.proposed && !row.confirmed && !named.has(row.id)) await drop(row.id);
    },

    async startTunnel(id: string, actor: Actor): Promise<Target> {
      await startOne(stored(id), actor);
      return view(stored(id));
    },
    async stopTunnel(id: string, actor: Actor): Promise<Target> {
      await stopOne(stored(id), actor);
      return view(stored(id));
    },
    async startAll(actor: Actor): Promise<void> {
      for (const row of targets.list()) if (row.confirmed) await startOne(row, actor);
    },
    async stopAll(actor: Actor): Promise<void> {
      for (const row of targets.list()) await stopOne(row, actor);
    },
    /** Resolves with the target's view when its tunnel neither starts nor stops any more. */
    async settled(id: string): Promise<Target> {
      await runtime(id).settled();
      return view(stored(id));
    },

    /**
     * Opens when the customer's policy lets the person in, or somebody on site has said yes; that may take ten minutes.
     * @param how `waits` is called when somebody on site is asked
     * @throws AppError TARGET_UNKNOWN, TUNNEL_STOPPED, BAD_INPUT, COMMAND_EXPIRED, RATE_LIMITED, CONSENT_DENIED,
     *   CONSENT_UNANSWERED, CONSENT_ENDED, CONSENT_OFF
     */
    async openSession(
      args: SessionOpenArgs,
      how: { readonly signal: AbortSignal; readonly waits: () => void },
    ): Promise<LocalSession> {
      sessions.check(args);
      const by = await consent.ask(args, subjectOf(openable(args)), how);
      // while the question waited the tunnel may have been stopped, or the target be another
      openable(args);
      return sessions.open(args, by);
    },
    /**
     * Lets the cloud's own code in, where the policy of the target for services is on. Which calls pass is looked at with
     * each of them, so a policy that is changed meanwhile counts at once.
     * @returns the session, and the calls that pass now
     * @throws AppError TARGET_UNKNOWN, TUNNEL_STOPPED, BAD_INPUT, COMMAND_EXPIRED, RATE_LIMITED, CONSENT_OFF
     */
    openService(args: ServiceOpenArgs): { readonly session: LocalSession; readonly calls: AllowedCall[] } {
      const { service, ...rest } = args;
      const row = stored(args.targetId);
      if (row.state !== 'started') throw fail('TUNNEL_STOPPED', { facts: { target: row.id } });
      if (row.use !== 'service')
        throw fail('BAD_INPUT', { sentence: 'This target has pages and is not for services.' });
      const subject = subjectOf(row);
      const who = { person: { id: SERVICE, name: service.name }, reason: service.purpose };
      const asker = { ...who, person: { ...who.person, email: '' } };
      consent.mustBeOn(asker, subject);
      const calls = () => consent.policyOf(subject).calls ?? [];
      const start: SessionStart = {
        ...rest,
        ...who,
        check(method, url) {
          consent.mustBeOn(asker, subject);
          if (mayCall(calls(), method, url)) return;
          events.emit('audit', {
            action: 'Call of the cloud refused',
            eventType: 'Security',
            actor: { id: SERVICE, name: service.name, via: 'cloud' },
            asset: subject.name,
            propertiesChanged: [],
            details: { method: method.slice(0, 16), path: loggedPath(url), reason: service.purpose },
          });
          throw fail('CALL_NOT_ALLOWED');
        },
      };
      const session = sessions.open(start, 'the policy lets the cloud’s own code in');
      return { session, calls: [...calls()] };
    },
    /** `false` when it was not open, and did not wait for consent (any more): ending twice is no error. */
    endSession(id: string, actor: Actor = SYSTEM): boolean {
      const because = `ended by ${actor.name}`;
      return consent.withdraw(id, `withdrawn by ${actor.name}`) || sessions.end(id, because);
    },
    /** On site only (docs/decisions/consent.md). */
    setConsent(id: string, policy: ConsentPolicy, actor: Actor): Target {
      consent.setPolicy(subjectOf(stored(id)), policy, actor);
      if (consent.policyOf(stored(id)).mode === 'off') inside.endOf(id, 'the policy was changed');
      events.emit('tunnel.changed', { targetId: id });
      return view(stored(id));
    },
    /** What the cloud can look at besides targets. */
    looks,
    /**
     * Lines of the log for somebody who is on the gateway's own pages from afar: under the policy of the logs.
     * @throws AppError SESSION_UNKNOWN, CONSENT_OFF, CONSENT_NEEDED, ACCESS_LOG_FAILED
     */
    async logsInSession(sessionId: string, read: () => Promise<string[]>): Promise<string[]> {
      const row = sessions.get(sessionId);
      if (!row) throw fail('SESSION_UNKNOWN');
      const { personId: id, personName: name, personEmail: email = '', reason, ticket } = row;
      const args = {
        person: { id, name, email },
        ...(reason === undefined ? {} : { reason }),
        ...(ticket === undefined ? {} : { ticket }),
      };
      let lines: string[] = [];
      await looks.inSession('logs', { id: sessionId, name: 'logs.read', args }, async () => {
        lines = await read();
        return { value: { lines } };
      });
      return lines;
    },
    requests: (): AccessRequest[] => consent.list(),
    waitingRequests: (): AccessRequest[] => consent.waiting(),
    approve: (id: string, actor: Actor): AccessRequest => consent.approve(id, subjectNamed, actor),
    deny: (id: string, actor: Actor): AccessRequest => consent.deny(id, actor),
    sessions: (): LocalSession[] => sessions.list(),
    /** Sessions that ended lately, for the cloud. */
    sessionsEnded: sessions.ends,
    /** Forgets sessions of long ago; answers how many. The access log stays. */
    prune: (): number => sessions.prune() + consent.prune(),
  };
}
