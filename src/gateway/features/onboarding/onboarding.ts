/** The set-up pages' state: the site, the PBX link and how far the person came. */
import { type Static, Type } from 'typebox';
import type { Clock } from '../../../base/clock.ts';
import { toFault } from '../../../base/errors.ts';
import type { PlatformKind } from '../../../contract/common.ts';
import type { Platform } from '../../../contract/inventory.ts';
import {
  type PbxLink,
  type PbxLinkInput,
  type PbxTestResult,
  type PbxTypes,
  Site,
  type SiteView,
} from '../../../contract/local-api.ts';
import { PbxLinkStatus } from '../../../contract/status.ts';
import { fail } from '../../core/errors.ts';
import type { Actor, EventBus } from '../../core/events.ts';
import type {
  Connector,
  ConnectorSession,
  InterfaceProposal,
  LinkFacts,
  Pins,
} from '../../core/ports/connector.ts';
import type { Secrets, Settings } from '../../core/ports/settings.ts';
import { createSavedMarks, type Expected } from '../../core/saved.ts';
import { checkValues, hostKeys, secretKeys, stillWanted, withoutSecrets } from '../../core/settings-form.ts';
import { completed, type Values } from '../../core/settings-schema.ts';
import { createDrafts } from './drafts.ts';
import { createRemoteHosts } from './remote-hosts.ts';

const Stored = Type.Object({
  type: Type.String(),
  name: Type.String(),
  values: Type.Record(Type.String(), Type.Unknown()),
  savedAt: Type.Integer(),
  connected: Type.Boolean(),
  onboarded: Type.Boolean(),
  checkedAt: Type.Optional(Type.Integer()),
  error: Type.Optional(Type.String()),
  /** Certificates that the last test went by. */
  pins: Type.Optional(Type.Record(Type.String(), Type.String())),
  /** What the last test found. */
  facts: Type.Optional(Type.Pick(PbxLinkStatus, ['mbg', 'micollab', 'placement', 'nodes'])),
});
type Stored = Static<typeof Stored>;
const Progress = Type.Object({ completed: Type.Boolean() });

const PBX = 'pbx.link';
const SITE = 'site';
const PROGRESS = 'onboarding';
/** Where an embedded PBX answers. */
const THIS_HOST = '127.0.0.1';
const secretName = (key: string) => `pbx.link.${key}`;
const TEST_MS = 30_000;

export type OnboardingDeps = {
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly connectors: readonly Connector[];
  readonly kind: PlatformKind;
  readonly events: EventBus;
  readonly clock: Clock;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  /** PEM of the customer's CA. */
  readonly ca: () => string | undefined;
  /** The only folder that files are read from. */
  readonly importDir: string;
  /** Whether every address of a host is one of the customer's own network, loopback and link-local apart. */
  readonly isOnSite: (host: string) => Promise<boolean>;
  /** Validates an IANA zone. */
  readonly isZone: (zone: string) => boolean;
};

export type Onboarding = ReturnType<typeof createOnboarding>;

export function createOnboarding(deps: OnboardingDeps) {
  const { settings, secrets, connectors, kind, events, clock, log, ca, importDir, isOnSite, isZone } = deps;
  const marks = createSavedMarks(settings, clock);
  const drafts = createDrafts({ settings, marks, connectors, events });

  const connectorOf = (type: string): Connector => {
    const connector = connectors.find((c) => c.type === type);
    if (!connector)
      throw fail('BAD_INPUT', { fields: [{ field: 'type', sentence: `There is no PBX type ${type}.` }] });
    return connector;
  };
  const stored = () => settings.get(PBX, Stored);
  const secretsOf = (connector: Connector): Values =>
    Object.fromEntries(
      secretKeys(connector.settings)
        .map((key) => [key, secrets.get(secretName(key))] as const)
        .filter(([, value]) => value !== undefined),
    );
  const audit = (action: string, actor: Actor, asset: string, propertiesChanged: string[] = []) =>
    events.emit('audit', { action, eventType: 'Admin', actor, asset, propertiesChanged, details: {} });

  /** Typed values with the stored secrets that were left out, unless the host changed. */
  const merged = (connector: Connector, input: Values): { values: Values; hostChanged: boolean } => {
    const old = stored();
    const same = old?.type === connector.type;
    const values = completed(connector.settings, input);
    const hostChanged = !same || hostKeys(connector.settings).some((key) => old?.values[key] !== values[key]);
    const kept = hostChanged ? {} : stillWanted(connector.settings, secretsOf(connector), values);
    return { values: completed(connector.settings, { ...kept, ...values }), hostChanged };
  };

  const view = (link: Stored): PbxLink => {
    const connector = connectorOf(link.type);
    return {
      type: link.type,
      name: link.name,
      values: link.values,
      secretsSet: Object.keys(secretsOf(connector)),
      savedAt: link.savedAt,
      connected: link.connected,
      ...savedOf(PBX),
    };
  };

  const savedOf = (thing: string) => {
    const saved = marks.of(thing);
    return saved === undefined ? {} : { saved };
  };
  const proposed = ({ sameHost }: Connector): Values =>
    Object.fromEntries((sameHost?.[kind] ?? []).map((key) => [key, THIS_HOST]));
  const site = (): SiteView | undefined => {
    const stored = settings.get(SITE, Site);
    return stored && { ...stored, ...savedOf(SITE) };
  };

  const put = (link: Stored) => settings.set(PBX, link);

  const withSession = async <T>(
    connector: Connector,
    values: Values,
    pins: Pins | undefined,
    use: (session: ConnectorSession, signal: AbortSignal) => Promise<T>,
    outer?: AbortSignal,
  ): Promise<T> => {
    const abort = new AbortController();
    const cancel = clock.after(TEST_MS, () => abort.abort(fail('PBX_UNREACHABLE')));
    const signal = outer ? AbortSignal.any([abort.signal, outer]) : abort.signal;
    const pem = ca();
    try {
      const session = await connector.open(values, {
        log,
        signal,
        importDir,
        ...(pem === undefined ? {} : { ca: pem }),
        ...(pins === undefined ? {} : { pins }),
      });
      try {
        return await use(session, signal);
      } finally {
        await session.close();
      }
    } finally {
      cancel();
    }
  };

  const runTest = async (
    connector: Connector,
    values: Values,
    pins: Pins | undefined,
    onFacts: (facts: LinkFacts) => void = () => undefined,
  ): Promise<PbxTestResult> => {
    try {
      const steps = await withSession(connector, values, pins, async (session, signal) => {
        const tested = await session.test(signal);
        onFacts(session.facts?.() ?? {});
        return tested;
      });
      return {
        ok: steps.every((s) => s.ok),
        steps: steps.map((s) => ({
          title: s.title,
          ...(s.about ? { about: s.about } : {}),
          ok: s.ok,
          facts: s.facts,
          ...(s.fault ? { error: s.fault } : {}),
        })),
      };
    } catch (error) {
      const fault = toFault(error);
      return {
        ok: false,
        steps: [{ title: 'Open the connection', ok: false, facts: fault.sentence, error: fault }],
      };
    }
  };

  /** A step that failed early says nothing of later hosts: their certificates stay as they were known. */
  const noteFacts = ({ pins, ...facts }: LinkFacts): void => {
    const link = stored();
    if (!link) return;
    const { facts: _old, ...rest } = link;
    put({
      ...rest,
      ...(pins || link.pins ? { pins: { ...link.pins, ...pins } } : {}),
      ...(Object.keys(facts).length > 0 ? { facts } : {}),
    });
  };

  const remote = createRemoteHosts({
    settings,
    isOnSite,
    proposed,
    isCompleted: () => settings.get(PROGRESS, Progress)?.completed ?? false,
  });

  const onboarding = {
    site,
    drafts,
    /** For other sources than the link: what a test of such settings finds. Nothing is stored. */
    runTest,
    /** Where a remote session may point a source. @throws AppError NOT_OVER_TUNNEL */
    checkRemoteHost: remote.check,

    /** Row A4. @throws BAD_INPUT; CHANGED_MEANWHILE */
    saveSite(typed: Site, actor: Actor, expected?: Expected): SiteView {
      if (!isZone(typed.zone))
        throw fail('BAD_INPUT', {
          fields: [{ field: 'zone', sentence: `${typed.zone} is not a time zone.` }],
        });
      const saved = marks.mark(SITE, actor, expected, settings.get(SITE, Site) !== undefined);
      settings.set(SITE, typed);
      drafts.drop('site');
      audit('Site saved', actor, typed.name, Object.keys(typed));
      events.emit('site.saved', { name: typed.name });
      return { ...typed, saved };
    },

    pbxTypes: (): PbxTypes => ({
      types: connectors.map((c) => ({
        type: c.type,
        title: c.title,
        note: c.note,
        ...(c.notice === undefined ? {} : { notice: c.notice }),
        schema: c.settings,
        ...(c.sameHost?.[kind] ? { proposed: proposed(c) } : {}),
      })),
    }),

    pbx(): PbxLink | undefined {
      const link = stored();
      return link && view(link);
    },

    /** Row A5. @throws BAD_INPUT; CHANGED_MEANWHILE; NOT_OVER_TUNNEL for a host that a remote session may not choose */
    async savePbx(input: PbxLinkInput, actor: Actor, expected?: Expected): Promise<PbxLink> {
      const connector = connectorOf(input.type);
      const { values, hostChanged } = merged(connector, input.values);
      checkValues(connector.settings, values);
      if (actor.via === 'tunnel') await remote.check(connector, { typed: values, known: stored() });
      const before = stored();
      marks.mark(PBX, actor, expected, before !== undefined);
      if (before)
        for (const key of secretKeys(connectorOf(before.type).settings)) secrets.delete(secretName(key));
      for (const key of secretKeys(connector.settings)) {
        const value = values[key];
        if (typeof value === 'string') secrets.set(secretName(key), value);
      }
      put({
        type: input.type,
        name: input.name,
        values: withoutSecrets(connector.settings, values),
        savedAt: clock.now(),
        connected: false,
        onboarded: hostChanged ? false : (before?.onboarded ?? false),
      });
      drafts.drop('pbx-type');
      drafts.drop(`pbx.${input.type}`);
      audit('PBX link saved', actor, input.name, ['type', 'name', ...Object.keys(values)]);
      events.emit('pbx.saved', { type: input.type, hostChanged });
      const link = stored();
      if (!link) throw fail('BAD_INPUT');
      return view(link);
    },

    removePbx(actor: Actor): void {
      const link = stored();
      if (!link) return;
      for (const key of secretKeys(connectorOf(link.type).settings)) secrets.delete(secretName(key));
      settings.delete(PBX);
      audit('PBX link removed', actor, link.name);
      events.emit('pbx.connected', { connected: false });
    },

    /** Tests typed values, or the saved link. Nothing is stored but the result of testing the saved one. */
    async test(input?: PbxLinkInput): Promise<PbxTestResult> {
      if (input) {
        const connector = connectorOf(input.type);
        const { values, hostChanged } = merged(connector, input.values);
        checkValues(connector.settings, values);
        return runTest(connector, values, hostChanged ? undefined : stored()?.pins);
      }
      const { connector, values, pins } = onboarding.source();
      const result = await runTest(connector, values, pins, noteFacts);
      onboarding.noteConnection(result.ok, result.steps.find((s) => !s.ok)?.facts);
      return result;
    },

    /** Stores whether the saved link works; a sync's read tells it too. */
    noteConnection(connected: boolean, error?: string): void {
      const link = stored();
      if (!link) return;
      const { error: _old, ...rest } = link;
      put({
        ...rest,
        connected,
        onboarded: link.onboarded || connected,
        checkedAt: clock.now(),
        ...(error === undefined ? {} : { error }),
      });
      if (link.connected !== connected) events.emit('pbx.connected', { connected });
    },

    /** The saved link with its secrets, for the sync and the tests. @throws SYNC_NO_SOURCE */
    source(): {
      connector: Connector;
      type: string;
      name: string;
      values: Values;
      pins: Pins | undefined;
    } {
      const link = stored();
      if (!link) throw fail('SYNC_NO_SOURCE');
      const connector = connectorOf(link.type);
      return {
        connector,
        type: link.type,
        name: link.name,
        values: { ...link.values, ...secretsOf(connector) },
        pins: link.pins,
      };
    },

    /** Web interfaces that the linked PBX has; proposals until confirmed. */
    async proposals(): Promise<readonly InterfaceProposal[]> {
      const { connector, values, pins } = onboarding.source();
      if (!connector.capabilities.interfaces) return [];
      return withSession(connector, values, pins, async (session) => session.interfaces());
    },

    /** The PBX's host for the inventory, where it stands on another box. */
    async linkedPlatform(ended?: AbortSignal): Promise<Platform | undefined> {
      if (!stored()) return undefined;
      const { connector, values, pins } = onboarding.source();
      if (!connector.capabilities.inventory) return undefined;
      const read = (session: ConnectorSession, signal: AbortSignal) => session.inventory(signal);
      return withSession(connector, values, pins, read, ended);
    },

    pbxStatus(): PbxLinkStatus | undefined {
      const link = stored();
      return (
        link && {
          type: link.type,
          name: link.name,
          onboarded: link.onboarded,
          connected: link.connected,
          ...(link.checkedAt === undefined ? {} : { checkedAt: link.checkedAt }),
          ...(link.error === undefined ? {} : { error: link.error }),
          ...link.facts,
        }
      );
    },

    progress: () => ({
      siteSaved: settings.get(SITE, Site) !== undefined,
      pbxSaved: stored() !== undefined,
      connected: stored()?.onboarded ?? false,
      completed: settings.get(PROGRESS, Progress)?.completed ?? false,
    }),

    /** Row A7's `Complete`. */
    complete(actor: Actor): void {
      settings.set(PROGRESS, { completed: true });
      audit('Onboarding completed', actor, settings.get(SITE, Site)?.name ?? 'Gateway');
      events.emit('site.saved', { name: settings.get(SITE, Site)?.name ?? '' });
    },

    /** After unlinking: the next account starts with empty pages. */
    forget(): void {
      const link = stored();
      if (link)
        for (const key of secretKeys(connectorOf(link.type).settings)) secrets.delete(secretName(key));
      for (const key of [PBX, SITE, PROGRESS]) settings.delete(key);
      for (const key of [PBX, SITE]) marks.forget(key);
      drafts.forget();
      remote.forget();
    },
  };
  return onboarding;
}
