/** One view of everything: what the dashboard, the command line, the signpost and the cloud's status are made of. */
import type { GatewaySelf } from '../../../contract/claim.ts';
import { PLATFORM_KIND_TITLE, type PlatformKind } from '../../../contract/common.ts';
import type {
  AccessRequest,
  CheckView,
  ClearedAlarm,
  InventoryView,
  JobView,
  LinkState,
  LocalSession,
  LookPolicy,
  Overview,
  PbxLink,
  Signpost,
  Site,
  SyncView,
  Target,
} from '../../../contract/local-api.ts';
import type { AlarmStatus, GatewayStatus, PbxLinkStatus, SyncStatus } from '../../../contract/status.ts';
import type { TargetStatus } from '../../../contract/tunnel.ts';
import type { UpdateStatus } from '../../../contract/update.ts';
import { setupOf } from '../../core/setup-steps.ts';

export type OverviewSources = {
  readonly now: () => number;
  readonly version: string;
  readonly name: () => string;
  readonly kind: () => PlatformKind;
  readonly startedAt: number;
  readonly bootId: string;
  readonly fingerprint: () => string;
  readonly lanAddress: () => string | undefined;
  readonly addresses: () => string[];
  readonly pageUrl: () => string;
  readonly self: () => (GatewaySelf & { readonly deactivated?: boolean }) | undefined;
  readonly cloud: () => Overview['cloud'];
  readonly link: () => LinkState;
  readonly site: () => Site | undefined;
  readonly networkTrial: () => Overview['networkTrial'];
  readonly reset: () => Overview['reset'];
  readonly drafts: () => Overview['drafts'];
  readonly progress: () => Overview['onboarding'];
  readonly pbx: () => PbxLink | undefined;
  readonly pbxStatus: () => PbxLinkStatus | undefined;
  readonly pbxTitle: (type: string) => string;
  readonly sync: () => SyncView;
  readonly targets: () => Target[];
  readonly targetStatuses: () => TargetStatus[];
  readonly sessions: () => LocalSession[];
  readonly sessionsEnded: () => NonNullable<GatewayStatus['sessionsEnded']>;
  readonly looks: () => LookPolicy[];
  readonly accessRequests: () => AccessRequest[];
  readonly inventory: () => InventoryView;
  readonly alarms: () => AlarmStatus[];
  readonly clearedAlarms: () => ClearedAlarm[];
  /** What the signpost shows. */
  readonly prechecks: () => CheckView[];
  readonly jobs: () => JobView[];
  readonly outbox: () => Overview['outbox'];
  readonly update: () => UpdateStatus;
  readonly accessHead: () => { readonly count: number; readonly head: string };
  readonly https: () => { readonly url: string; readonly fingerprint: string } | undefined;
};

const optional = <K extends string, V>(key: K, value: V) =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: Exclude<V, undefined> };

function syncStatus(view: SyncView): SyncStatus {
  return {
    state: view.state,
    users: view.users,
    withoutEmail: view.withoutEmail,
    sharedEmail: view.sharedEmail,
    ...optional('lastRunAt', view.lastRunAt),
    ...optional('nextRunAt', view.nextRunAt),
    ...optional('counts', view.counts),
    ...optional('error', view.error?.sentence),
  };
}

function accountOf(self: GatewaySelf | undefined): Overview['account'] {
  return (
    self && {
      name: self.account.name,
      number: self.account.number,
      region: self.account.region,
      state: self.account.state,
      linkedAt: self.linkedAt,
      linkedBy: self.linkedBy,
      ...optional('address', self.account.address),
      usersUrl: `${self.baseUrl}/users?account=${self.account.number}`,
    }
  );
}

export function createOverview(s: OverviewSources) {
  const identity = () => ({
    name: s.name(),
    kind: s.kind(),
    version: s.version,
    ...optional('lanAddress', s.lanAddress()),
  });

  const pbx = (): Overview['pbx'] => {
    const status = s.pbxStatus();
    if (!status) return undefined;
    const { type, name, connected, checkedAt, error } = status;
    return {
      type,
      title: s.pbxTitle(type),
      name,
      connected,
      ...optional('checkedAt', checkedAt),
      ...optional('error', error),
    };
  };

  const inventory = (): Overview['inventory'] => {
    const { lastAt, nextAt, lastWasSame, report } = s.inventory();
    const platforms = report?.platforms ?? [];
    return {
      ...optional('lastAt', lastAt),
      ...optional('nextAt', nextAt),
      ...optional('lastWasSame', lastWasSame),
      platforms: platforms.length,
      applications: platforms.reduce((sum, p) => sum + p.applications.length, 0),
    };
  };

  return {
    overview(): Overview {
      const self = s.self();
      return {
        time: s.now(),
        ...identity(),
        kindTitle: PLATFORM_KIND_TITLE[s.kind()],
        startedAt: s.startedAt,
        addresses: s.addresses(),
        pageUrl: s.pageUrl(),
        fingerprint: s.fingerprint(),
        linked: self !== undefined,
        ...optional('account', accountOf(self)),
        cloud: s.cloud(),
        ...optional('site', s.site()),
        onboarding: s.progress(),
        setup: setupOf(s.kind(), s.progress()),
        ...optional('networkTrial', s.networkTrial()),
        ...optional('reset', s.reset()),
        drafts: s.drafts(),
        ...optional('pbx', pbx()),
        sync: s.sync(),
        targets: s.targets(),
        sessions: s.sessions(),
        looks: s.looks(),
        accessRequests: s.accessRequests(),
        inventory: inventory(),
        alarms: s.alarms(),
        clearedAlarms: s.clearedAlarms(),
        jobs: s.jobs(),
        outbox: s.outbox(),
      };
    },

    signpost(): Signpost {
      const self = s.self();
      const https = s.https();
      return {
        ...identity(),
        kindTitle: PLATFORM_KIND_TITLE[s.kind()],
        fingerprint: s.fingerprint(),
        linked: self !== undefined,
        ...optional('accountName', self?.account.name),
        ...optional('consoleUrl', self?.baseUrl),
        ...optional('httpsUrl', https?.url),
        ...optional('certificateFingerprint', https?.fingerprint),
        checks: s.prechecks(),
        link: s.link(),
        time: s.now(),
      };
    },

    /** What goes up the command channel. */
    status(): GatewayStatus {
      const site = s.site();
      const { siteSaved, completed } = s.progress();
      const { waiting, dropped } = s.outbox();
      return {
        at: s.now(),
        ...identity(),
        bootId: s.bootId,
        startedAt: s.startedAt,
        ...optional(
          'site',
          site && { name: site.name, city: site.city, country: site.country, zone: site.zone },
        ),
        onboarding: { siteSaved, completed },
        ...optional('pbxLink', s.pbxStatus()),
        sync: syncStatus(s.sync()),
        tunnels: s.targetStatuses(),
        sessionsEnded: s.sessionsEnded(),
        outbox: { waiting, dropped },
        update: s.update(),
        alarms: s.alarms(),
        accessLog: s.accessHead(),
      };
    },
  };
}
