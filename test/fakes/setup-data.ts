/** Data sets for the gateway's pages: a typical site, an empty one, errors, no cloud, thousands of rows. */
import type { AccessVerdict } from '../../src/contract/access-log.ts';
import type { LicenceInput } from '../../src/contract/inventory.ts';
import type {
  AccessLine,
  CheckView,
  DebugFacts,
  InventoryView,
  IrregularUser,
  Licences,
  LinkState,
  Me,
  Overview,
  OwnSession,
  PbxLink,
  PbxTestResult,
  PbxTypes,
  PersonView,
  PlanChange,
  Signpost,
  Site,
  SiteView,
  SyncView,
  Target,
} from '../../src/contract/local-api.ts';

import { setupOf } from '../../src/gateway/core/setup-steps.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const SITE: Site = {
  name: 'Ballad Industries',
  address: '240 Sparks Street',
  city: 'Ottawa',
  country: 'CA',
  province: 'Ontario',
  postalCode: 'K1P 6C9',
  zone: 'America/Toronto',
};

export function siteView(time: number): SiteView {
  return { ...SITE, saved: { version: 7, at: time - 2 * MINUTE, by: 'Dana Whitfield' } };
}

const FINGERPRINT = 'fR7c9Kd2Qm0xVtLw4hZsY8bN1pJeUaG6rX3oCi5kWzE';
const CERTIFICATE = '8f3ac91e07b25d6640aa31c98e5f7712d4b06c3e19fa8852b7c0d1e2f3a49586';
const OTHER_CERTIFICATE = '11d2e09c5b7a48f36ec20d91b85f4a6702c3d8e96fb41a5870e3c6d9a2b5f814';

export function checks(time: number): CheckView[] {
  const at = time - 8 * SECOND;
  const ok = (code: string, title: string): CheckView => ({ code, title, state: 'ok', facts: title, at });
  return [
    ok('DNS', 'Name server answers'),
    ok('CLOCK', 'Clock is right to 0.02 s'),
    ok('CLOUD', 'Cloud reached, port 443'),
    ok('TLS', 'No TLS inspection found'),
  ];
}

export function pbxChecks(time: number): CheckView[] {
  return [
    ...checks(time),
    {
      code: 'MICOLLAB_NAME',
      title: 'MiCollab name leads outside',
      state: 'warning',
      facts: 'micollab.ballad.example is 203.0.113.40 here, a public address.',
      remedy: 'Add an entry for its LAN address to your name server, or enter that address.',
      at: time - 4 * SECOND,
    },
    { code: 'PBX', title: 'PBX', state: 'unknown', facts: 'Waits for an address.' },
  ];
}

export function linkWaiting(time: number, qr: { path: string; size: number }): LinkState {
  return {
    state: 'waiting',
    userCode: 'KTRH-PWVX',
    verificationUri: 'https://console.cloudlink.example/link',
    verificationUriComplete: 'https://console.cloudlink.example/link?code=KTRH-PWVX',
    qrPath: qr.path,
    qrSize: qr.size,
    expiresAt: time + 12 * MINUTE + 20 * SECOND,
  };
}

export function signpost(time: number, link: LinkState): Signpost {
  return {
    name: 'cloudlink.local',
    kind: 'standalone',
    kindTitle: 'Standalone appliance',
    version: '0.1.0',
    lanAddress: '192.168.10.24',
    fingerprint: FINGERPRINT,
    linked: false,
    httpsUrl: 'https://192.168.10.24:443/',
    certificateFingerprint: CERTIFICATE,
    checks: checks(time),
    link,
    time,
  };
}

export const SIGNED_IN: Me = {
  signedIn: true,
  name: 'Priya Nair',
  role: 'admin',
  via: 'local',
  needsFirstAdmin: false,
  csrf: 'a-token-of-the-fake',
};
export const NOBODY: Me = { signedIn: false, needsFirstAdmin: true };
export const SIGNED_OUT: Me = { signedIn: false, needsFirstAdmin: false };

function target(time: number, over: Partial<Target> & Pick<Target, 'id' | 'component' | 'tunnel'>): Target {
  return {
    description: '',
    use: 'browser',
    application: 'msl',
    protocol: 'https',
    host: '192.168.10.30',
    port: 443,
    fingerprint: CERTIFICATE,
    confirmed: true,
    builtIn: false,
    state: 'started',
    since: time - 3 * DAY,
    tunnelUp: { up: true, at: time - 12 * SECOND },
    targetUp: { up: true, at: time - 12 * SECOND },
    sessions: 0,
    consent: { mode: over.use === 'service' ? 'off' : 'ask', people: [] },
    ...over,
  };
}

function stopped(time: number): Pick<Target, 'state' | 'since'> {
  return { state: 'stopped', since: time - 70 * DAY };
}

export function targets(time: number): Target[] {
  const down = { up: false, at: time - 41 * SECOND, error: 'Refuses connections, see the alarm above.' };
  return [
    target(time, {
      id: 'gateway-portal',
      component: 'CloudLink gateway',
      tunnel: 'Own pages',
      description: 'These pages, with a reduced role.',
      application: 'cloudlink-gateway',
      protocol: 'internal',
      host: 'localhost',
      builtIn: true,
    }),
    target(time, {
      id: 'msl-manager',
      component: 'MSL',
      tunnel: 'Server Manager',
      description: 'Manage this host. Asks you each time.',
    }),
    target(time, {
      id: 'msl-rest',
      component: 'MSL',
      tunnel: 'MSL REST interface',
      use: 'service',
      ...stopped(time),
    }),
    target(time, {
      id: 'mivb-admin',
      component: 'MiVoice Business',
      tunnel: 'Administration web interface',
      description: 'Users, phones, groups.',
      application: 'mivoice-business',
      sessions: 1,
      tunnelUp: { up: true, at: time - 9 * SECOND },
      targetUp: { up: true, at: time - 9 * SECOND },
    }),
    target(time, {
      id: 'micollab-admin',
      component: 'MiCollab',
      tunnel: 'Administration',
      application: 'micollab',
      host: 'micollab.ballad.example',
      tunnelUp: { up: true, at: time - 4 * SECOND },
      targetUp: down,
    }),
    target(time, {
      id: 'mbg-admin',
      component: 'MBG',
      tunnel: 'Administration',
      application: 'mitel-border-gateway',
      host: 'mbg-ott.ballad.example',
      description: 'Test is late: MBG answers slowly.',
      tunnelUp: { up: true, at: time - 21 * SECOND },
      targetUp: { up: true, at: time - 6 * MINUTE },
    }),
  ];
}

/** A proposal of a connector, and a target whose certificate changed. */
export function unconfirmedTargets(time: number): Target[] {
  const { fingerprint: _, ...proposal } = target(time, {
    id: 'mivb-2',
    component: 'MiVoice Business',
    tunnel: 'Administration web interface',
    host: '192.168.10.31',
    confirmed: false,
    seenFingerprint: OTHER_CERTIFICATE,
    ...stopped(time),
  });
  const changed = target(time, {
    id: 'micollab-2',
    component: 'MiCollab',
    tunnel: 'Client deployment',
    host: 'micollab.ballad.example',
    seenFingerprint: OTHER_CERTIFICATE,
    state: 'failed',
    since: time - 20 * MINUTE,
    error: 'It shows another certificate.',
  });
  return [proposal, changed];
}

export function sync(time: number): SyncView {
  return {
    state: 'attention',
    scheduleMinutes: 20,
    lastRunAt: time - 6 * MINUTE,
    lastDurationMs: 6200,
    nextRunAt: time + 14 * MINUTE,
    users: 244,
    didNumbers: 180,
    withoutEmail: 4,
    sharedEmail: 6,
    counts: { added: 2, changed: 5, removed: 0, unchanged: 225, detained: 12, held: 0, requests: 3 },
    plan: {
      hash: '9c41e07b55aa0f3d',
      madeAt: time - 6 * MINUTE,
      approved: true,
      added: 0,
      changed: 0,
      removed: 0,
      detained: 12,
      unchanged: 232,
    },
  };
}

/** The first sync waits for an approval and its removals are held. */
export function syncHeld(time: number): SyncView {
  return {
    state: 'awaitingApproval',
    scheduleMinutes: 20,
    users: 244,
    didNumbers: 180,
    withoutEmail: 4,
    sharedEmail: 6,
    plan: {
      hash: '9c41e07b55aa0f3d',
      madeAt: time - 40 * SECOND,
      approved: false,
      added: 11,
      changed: 23,
      removed: 0,
      detained: 0,
      unchanged: 200,
      held: {
        count: 38,
        of: 271,
        limit: 13,
        sentence:
          '36 of them have extensions 31xx that were on node mivb-ott-02, and that node is not linked to this gateway. It is more likely missing than empty.',
      },
    },
  };
}

export function syncRunning(time: number): SyncView {
  return {
    ...sync(time),
    state: 'running',
    progress: {
      stage: 'plan',
      step: 3,
      steps: 5,
      done: 183,
      total: 244,
      sentence: 'Read 244, matched 244, checked 244. Then it applies changes and records them.',
    },
  };
}

const NEVER: SyncView = {
  state: 'never',
  scheduleMinutes: 20,
  users: 0,
  didNumbers: 0,
  withoutEmail: 0,
  sharedEmail: 0,
};

/** How far somebody came, and the steps that follow from it. */
export function reached(
  onboarding: Overview['onboarding'],
  kind: Overview['kind'] = 'standalone',
): Pick<Overview, 'onboarding' | 'setup'> {
  return { onboarding, setup: setupOf(kind, onboarding) };
}

export function overviewTypical(time: number): Overview {
  return {
    time,
    name: 'cloudlink.local',
    kind: 'standalone',
    kindTitle: 'Standalone appliance',
    version: '0.1.0',
    startedAt: time - 41 * DAY,
    lanAddress: '192.168.10.24',
    fingerprint: FINGERPRINT,
    linked: true,
    account: {
      name: 'Ballad Industries',
      number: '482917305',
      region: 'Canada',
      state: 'active',
      linkedAt: time - 70 * DAY,
      linkedBy: 'Priya Nair',
      address: { street: '240 Sparks Street', city: 'Ottawa', country: 'CA', postalCode: 'K1P 6C9' },
      usersUrl: 'https://console.cloudlink.example/users?account=482917305',
    },
    cloud: {
      url: 'https://ca.cloudlink.example',
      online: true,
      transport: 'WebSocket',
      since: time - 3 * HOUR,
    },
    site: SITE,
    ...reached({ siteSaved: true, pbxSaved: true, connected: true, completed: true }),
    drafts: [],
    pbx: {
      type: 'mivoice-business',
      title: 'MiVoice Business',
      name: 'Ottawa head office',
      connected: true,
      checkedAt: time - 6 * MINUTE,
    },
    sync: syncRunning(time),
    targets: targets(time),
    looks: [
      { look: 'logs', consent: { mode: 'hour', people: [] } },
      { look: 'traces', consent: { mode: 'ask', people: [] } },
    ],
    sessions: [
      {
        id: '0199-session',
        targetId: 'mivb-admin',
        personName: 'Dana Whitfield',
        personEmail: 'dana@ballad.example',
        reason: '3104 does not ring',
        ticket: 'INC-20417',
        openedAt: time - 30 * MINUTE,
        expiresAt: time + 30 * MINUTE + 20 * SECOND,
        lastUsedAt: time - 8 * SECOND,
        requests: 214,
      },
    ],
    inventory: {
      lastAt: time - 32 * MINUTE,
      nextAt: time + 28 * MINUTE,
      lastWasSame: true,
      platforms: 3,
      applications: 7,
    },
    alarms: [
      {
        code: 'TARGET_DOWN',
        severity: 'warning',
        title: 'MiCollab does not answer',
        facts:
          'Every connection to micollab.ballad.example port 443 is refused. The host itself answers, so its web server is most likely stopped. Launch to MiCollab fails until then; users and calls are not affected.',
        remedy: 'Start the web server in MSL Server Manager on that host. This alarm then clears by itself.',
        since: time - 41 * MINUTE,
      },
    ],
    clearedAlarms: [
      {
        code: 'CL_CONNECT_FAILURE',
        severity: 'critical',
        title: 'The cloud is not reached',
        since: time - 3 * HOUR - 4 * MINUTE,
        clearedAt: time - 3 * HOUR,
        times: 3,
      },
      {
        code: 'DNS',
        severity: 'warning',
        title: 'Name server (DNS)',
        since: time - 2 * DAY - 8 * HOUR,
        clearedAt: time - 2 * DAY,
        times: 1,
      },
    ],
    jobs: [
      {
        name: 'records',
        title: 'Old records',
        running: false,
        dueAt: time + 4 * SECOND,
        lastStartedAt: time - 2 * DAY,
        lastEndedAt: time - 2 * DAY,
        lastOutcome: 'skipped',
        lastSentence: 'The disk is nearly full.',
      },
      {
        name: 'certificate',
        title: 'Device certificate',
        running: false,
        dueAt: time + 20 * HOUR,
        lastStartedAt: time - 4 * HOUR,
        lastEndedAt: time - 4 * HOUR,
        lastOutcome: 'timeout',
        lastSentence: 'It did not end within 60 s.',
      },
      {
        name: 'inventory',
        title: 'Inventory report',
        running: false,
        dueAt: time + 28 * MINUTE,
        lastStartedAt: time - 32 * MINUTE,
        lastEndedAt: time - 32 * MINUTE,
        lastOutcome: 'ok',
        lastSentence: 'Nothing had changed; one small request was sent.',
      },
      {
        name: 'health',
        title: 'Health checks',
        running: false,
        dueAt: time + 20 * MINUTE,
        lastStartedAt: time - 40 * MINUTE,
        lastEndedAt: time - 40 * MINUTE,
        lastOutcome: 'ok',
        lastSentence: '8 checks, 1 warning.',
      },
    ],
    outbox: { waiting: 0, bytes: 0, dropped: 0 },
  };
}

/** Linked a minute ago, nothing set up yet. */
export function overviewEmpty(time: number): Overview {
  const { site: _site, pbx: _pbx, ...rest } = overviewTypical(time);
  return {
    ...rest,
    startedAt: time - 4 * MINUTE,
    account: { ...(rest.account as NonNullable<Overview['account']>), linkedAt: time - MINUTE },
    cloud: { ...rest.cloud, since: time - MINUTE },
    ...reached({ siteSaved: false, pbxSaved: false, connected: false, completed: false }),
    sync: NEVER,
    targets: [],
    sessions: [],
    alarms: [],
    jobs: [],
    inventory: { platforms: 0, applications: 0 },
  };
}

export function overviewSmbc(time: number): Overview {
  const onboarding = { siteSaved: true, pbxSaved: false, connected: false, completed: false };
  return {
    ...overviewEmpty(time),
    kind: 'smbc',
    kindTitle: 'SMBC (embedded)',
    site: SITE,
    ...reached(onboarding, 'smbc'),
  };
}

/** On an SMBC the PBX is on the same controller. */
export function proposing({ types }: PbxTypes): PbxTypes {
  const proposed = { host: '127.0.0.1', mbgHost: '127.0.0.1' };
  return { types: types.map((one) => (one.type === 'mivoice-business' ? { ...one, proposed } : one)) };
}

export function overviewHeld(time: number): Overview {
  const typical = overviewTypical(time);
  const onboarding = { ...typical.onboarding, completed: false };
  return {
    ...typical,
    ...reached(onboarding),
    sync: syncHeld(time),
    sessions: [],
    alarms: [],
    pbx: { ...(typical.pbx as NonNullable<Overview['pbx']>), checkedAt: time - 40 * SECOND },
    targets: [...typical.targets, ...unconfirmedTargets(time)],
  };
}

export function overviewOffline(time: number): Overview {
  const typical = overviewTypical(time);
  const since = time - 72 * MINUTE;
  return {
    ...typical,
    sync: sync(time),
    cloud: {
      url: 'https://ca.cloudlink.example',
      online: false,
      since,
      reason: 'The name server does not know ca.cloudlink.example.',
    },
    sessions: [],
    alarms: [
      {
        code: 'CL_CONNECT_FAILURE',
        severity: 'critical',
        title: 'The cloud cannot be reached',
        facts: 'The name server 192.168.10.1 does not know ca.cloudlink.example.',
        remedy:
          'Check the Internet connection and the name server. It clears by itself when the cloud answers.',
        since,
      },
    ],
    outbox: { waiting: 41, bytes: 88_000, dropped: 0 },
  };
}

/** A site with more than 50,000 users, most of which the PBX no longer has. */
export function overviewFull(time: number): Overview {
  const typical = overviewTypical(time);
  const held = syncHeld(time);
  const plan = held.plan as NonNullable<SyncView['plan']>;
  return {
    ...typical,
    sync: {
      ...held,
      users: 50_000,
      didNumbers: 48_211,
      withoutEmail: 1204,
      sharedEmail: 388,
      plan: {
        ...plan,
        held: {
          count: 50_000,
          of: 100_000,
          limit: 500,
          sentence: '50000 of 100000 users would be removed; 500 at most go without a confirmation.',
        },
      },
    },
  };
}

const allUp = (targets: readonly Target[]): Target[] =>
  targets.map(({ error: _error, ...target }) => ({
    ...target,
    ...(target.state === 'started'
      ? {
          tunnelUp: { up: true, at: target.tunnelUp?.at ?? 0 },
          targetUp: { up: true, at: target.tunnelUp?.at ?? 0 },
        }
      : {}),
  }));

/** Nothing wants anybody. */
export function overviewQuiet(time: number): Overview {
  const typical = overviewTypical(time);
  const { plan: _plan, ...inSync } = sync(time);
  return {
    ...typical,
    sync: { ...inSync, state: 'inSync', withoutEmail: 0, sharedEmail: 0, counts: NO_CHANGE },
    targets: allUp(typical.targets),
    sessions: [],
    alarms: [],
    clearedAlarms: [],
  };
}

const NO_CHANGE = { added: 0, changed: 0, removed: 0, unchanged: 244, detained: 0, held: 0, requests: 0 };

/** Set up with its own sign-in, never linked. */
export function overviewUnlinked(time: number): Overview {
  const { account: _account, ...rest } = overviewEmpty(time);
  return {
    ...rest,
    linked: false,
    site: SITE,
    ...reached({ siteSaved: true, pbxSaved: false, connected: false, completed: true }),
    cloud: { online: false, since: time - 4 * MINUTE },
  };
}

/** Set up long ago, and a sync that would remove more than a machine may. */
export function overviewGuarded(time: number): Overview {
  const held = syncHeld(time);
  const plan = { ...(held.plan as NonNullable<SyncView['plan']>), approved: true };
  return { ...overviewQuiet(time), sync: { ...held, state: 'attention', plan } };
}

export function overviewDeactivated(time: number): Overview {
  const quiet = overviewQuiet(time);
  return {
    ...quiet,
    account: { ...(quiet.account as NonNullable<Overview['account']>), state: 'deactivated' },
    sync: { ...quiet.sync, state: 'paused' },
    targets: quiet.targets.map((target) => ({ ...target, state: 'stopped' as const })),
  };
}

/** The site is saved, a PBX is not. */
export function overviewNoPbx(time: number): Overview {
  const empty = overviewEmpty(time);
  return { ...empty, site: SITE, ...reached({ ...empty.onboarding, siteSaved: true }) };
}

export function overviewTunnelDown(time: number): Overview {
  const quiet = overviewQuiet(time);
  const at = time - 20 * SECOND;
  return {
    ...quiet,
    targets: quiet.targets.map((target, i) =>
      i === 1
        ? { ...target, tunnelUp: { up: false, at }, targetUp: { up: true, at: time - 6 * MINUTE } }
        : target,
    ),
  };
}

export function overviewDiskFull(time: number): Overview {
  return {
    ...overviewQuiet(time),
    alarms: [
      {
        code: 'DISK',
        severity: 'critical',
        title: 'Disk space',
        facts: '/var/lib/cloudlinkd is 98 % full; 210 MB are left.',
        remedy: 'Make room on the disk. Sync and reports wait until then; nothing is lost.',
        since: time - 12 * MINUTE,
        cure: 'freeSpace',
      },
      {
        code: 'CLOCK',
        severity: 'critical',
        title: 'Time',
        facts: 'The clock is 14 minutes behind the cloud.',
        remedy: 'Set a time server.',
        since: time - 10 * MINUTE,
        cure: 'lookAgain',
      },
      {
        code: 'SYNC_DETAINED',
        severity: 'warning',
        title: 'Detained users',
        facts: 'Users who are detained and not in the cloud: 3.',
        remedy: 'Look at each on the page of detained users; it says what is wrong and what helps.',
        since: time - 3 * DAY,
      },
    ],
    clearedAlarms: overviewTypical(time).clearedAlarms ?? [],
    outbox: { waiting: 1204, bytes: 48_000_000, dropped: 31 },
  };
}

/** Everything failed that can. */
export function overviewFailed(time: number): Overview {
  const typical = overviewTypical(time);
  return {
    ...typical,
    sync: {
      ...sync(time),
      state: 'failed',
      error: {
        code: 'SOURCE_UNREACHABLE',
        sentence: 'The PBX at 192.168.10.30 refuses connections.',
        remedy: 'Check that its LDAP interface is on. Nobody was removed; the next sync tries again.',
      },
    },
    pbx: {
      ...(typical.pbx as NonNullable<Overview['pbx']>),
      error: 'The PBX at 192.168.10.30 refuses connections.',
    },
  };
}

export const PBX_TYPES: PbxTypes = {
  types: [
    {
      type: 'mivoice-business',
      title: 'MiVoice Business',
      note: 'Field names are the vendor’s; how the values are stored is ours.',
      notice: 'Please ensure that you are using a Cloudlink gateway blade with the MIVB',
      schema: {
        type: 'object',
        required: ['host', 'mbgHost', 'mbgPassword'],
        dependentRequired: { micollabHost: ['micollabPassword'], micollabPassword: ['micollabHost'] },
        properties: {
          host: {
            type: 'string',
            title: 'PBX IP Address or FQDN',
            description: 'Its address on this network.',
            examples: ['192.168.10.30'],
            order: 1,
            minLength: 1,
            maxLength: 253,
          },
          mbgHost: {
            type: 'string',
            title: 'MBG IP Address or FQDN',
            description: 'The Mitel Border Gateway that serves this PBX.',
            order: 2,
            maxLength: 253,
          },
          mbgPassword: {
            type: 'string',
            title: 'MBG Password',
            description: 'Kept encrypted on this gateway. It is not sent to the cloud and not shown again.',
            secret: true,
            order: 3,
          },
          micollab: {
            type: 'boolean',
            title: 'There is a MiCollab',
            description: 'Needed for presence from Microsoft Teams.',
            default: false,
            order: 4,
          },
          micollabHost: {
            type: 'string',
            title: 'MiCollab IP Address or FQDN',
            order: 5,
            maxLength: 253,
            showIf: { key: 'micollab', equals: true },
          },
          micollabPassword: {
            type: 'string',
            title: 'MiCollab Password',
            secret: true,
            order: 6,
            showIf: { key: 'micollab', equals: true },
          },
        },
      },
    },
    {
      type: 'ldap',
      title: 'Directory (LDAP or Active Directory)',
      note: 'Works with every directory that speaks LDAP version 3.',
      schema: {
        type: 'object',
        required: ['host', 'baseDn', 'encryption'],
        dependentRequired: { bindDn: ['password'], password: ['bindDn'] },
        properties: {
          host: { type: 'string', title: 'IP Address or FQDN', order: 1 },
          encryption: {
            anyOf: [
              { const: 'ldaps', title: 'LDAPS' },
              { const: 'starttls', title: 'StartTLS' },
              { const: 'none', title: 'None' },
            ],
            title: 'Encryption',
            default: 'ldaps',
            order: 2,
          },
          port: { type: 'integer', title: 'Port', minimum: 1, maximum: 65_535, default: 636, order: 3 },
          baseDn: {
            type: 'string',
            title: 'Base DN',
            description: 'Where the search for people begins.',
            examples: ['ou=people,dc=ballad,dc=example'],
            order: 4,
          },
          bindDn: { type: 'string', title: 'Bind DN', order: 5 },
          password: { type: 'string', title: 'Password', secret: true, order: 6 },
        },
      },
    },
  ],
};

export function pbxLink(time: number): PbxLink {
  return {
    type: 'mivoice-business',
    name: 'Ottawa head office',
    values: { host: '192.168.10.30', mbgHost: 'mbg-ott.ballad.example', micollab: false },
    secretsSet: ['mbgPassword'],
    savedAt: time - 40 * DAY,
    connected: true,
  };
}

export const TEST_OK: PbxTestResult = {
  ok: true,
  steps: [
    { title: 'The name leads to an address', ok: true, facts: 'mbg-ott.ballad.example is 192.168.10.32.' },
    { title: 'The PBX answers', ok: true, facts: 'Port 636, TLS 1.3, 3 ms.' },
    { title: 'It accepts the password', ok: true, facts: '' },
    { title: 'Users can be read', ok: true, facts: '244 entries in 0.4 s.' },
  ],
  users: 244,
  didNumbers: 180,
};

export const TEST_FAILED: PbxTestResult = {
  ok: false,
  steps: [
    { title: 'The name leads to an address', ok: true, facts: 'mbg-ott.ballad.example is 192.168.10.32.' },
    {
      title: 'The PBX answers',
      ok: false,
      facts: '192.168.10.30, port 636.',
      error: {
        code: 'SOURCE_UNREACHABLE',
        sentence: 'The PBX at 192.168.10.30 refuses connections.',
        remedy: 'Check that its LDAP interface is on and that no firewall is in between.',
      },
    },
  ],
};

const FIRST = [
  'Amélie',
  'Daniel',
  'Grace',
  'Teo',
  'Ann',
  'Marc',
  'Jo',
  'Lin',
  'Olivier',
  'Priya',
  'Sam',
  'Noor',
];
const LAST = [
  'Bouchard',
  'Okafor',
  'Lindqvist',
  'Marchetti',
  'Cole',
  'Roy',
  'Price',
  'Wu',
  'Tremblay',
  'Nair',
  'Reed',
];

function person(i: number): { name: string; email: string; extension: string } {
  const first = FIRST[i % FIRST.length] ?? 'Ann';
  const last = LAST[i % LAST.length] ?? 'Cole';
  const local = `${first}.${last}`
    .normalize('NFD')
    .replace(/[^A-Za-z.]/g, '')
    .toLowerCase();
  return { name: `${first} ${last}`, email: `${local}@ballad.example`, extension: String(3100 + i) };
}

export function planChanges(view: SyncView): PlanChange[] {
  const { plan } = view;
  if (!plan) return [];
  const make = (kind: PlanChange['kind'], n: number, why: string, more: (i: number) => Partial<PlanChange>) =>
    Array.from(
      { length: n },
      (_, i): PlanChange => ({
        id: `${kind}-${i}`,
        kind,
        ...person(i + kind.length * 3),
        why,
        fields: [],
        ...more(i),
      }),
    );
  return [
    ...make('added', plan.added, 'New in the PBX', () => ({})),
    ...make('changed', plan.changed, 'Changed in the PBX', (i) => ({
      fields: [{ field: 'department', from: 'Sales', to: i % 2 ? 'Service' : 'Sales East' }],
    })),
    ...make('removed', plan.removed, 'No longer in the PBX', () => ({})),
    ...make('held', plan.held?.count ?? 0, 'Node mivb-ott-02 not read', () => ({})),
    ...make('detained', plan.detained, 'Ann Cole has this address too.', () => ({ code: 'DUP_EMAIL' })),
  ];
}

export const WITHOUT_EMAIL: IrregularUser[] = [
  { name: 'Boardroom East', extension: '3190', department: 'Facilities' },
  { name: 'Lobby phone', extension: '3100', department: 'Facilities' },
  { name: 'Night bell', extension: '3199' },
  { name: 'Olivier Tremblay', extension: '3147', department: 'Warehouse' },
];
export const SHARED_EMAIL: IrregularUser[] = [
  { name: 'Dock 1', extension: '3170', email: 'dock@ballad.example' },
  { name: 'Dock 2', extension: '3171', email: 'dock@ballad.example' },
  { name: 'Ann Cole', extension: '3104', email: 'sales@ballad.example' },
  { name: 'Marc Roy', extension: '3105', email: 'sales@ballad.example' },
  { name: 'Jo Price', extension: '3121', email: 'support@ballad.example' },
  { name: 'Lin Wu', extension: '3120', email: 'support@ballad.example' },
];

/** The first are those above; more are made. */
const upTo = (n: number, first: readonly IrregularUser[], more: (i: number) => IrregularUser) => [
  ...first.slice(0, n),
  ...Array.from({ length: Math.max(0, n - first.length) }, (_, i) => more(i)),
];
export const withoutEmail = (n: number) =>
  upTo(n, WITHOUT_EMAIL, (i) => ({ name: `Room ${i}`, extension: String(40_000 + i) }));
export const sharedEmail = (n: number) =>
  upTo(n, SHARED_EMAIL, (i) => ({
    name: `Desk ${i}`,
    extension: String(40_000 + i),
    email: `desk${Math.floor(i / 2)}@ballad.example`,
  }));

export function overviewMany(time: number): Overview {
  const held = overviewHeld(time);
  return {
    ...held,
    sync: { ...held.sync, users: 100_300, withoutEmail: 50_000, sharedEmail: 50_000 },
  };
}

export function accessLines(time: number, n: number): AccessLine[] {
  const paths = ['/', '/main/index.html', '/api/users?page=2', '/static/app.css', '/api/session'];
  return Array.from({ length: n }, (_, i) => ({
    n: n - i,
    at: time - (8 + i * 7) * SECOND,
    sessionId: '0199-session',
    person: 'Dana Whitfield',
    reason: '3104 does not ring',
    ...(i % 3 === 0 ? { ticket: 'INC-20423' } : {}),
    targetId: 'mivb-admin',
    method: i % 9 === 4 ? 'POST' : 'GET',
    path: paths[i % paths.length] ?? '/',
    // the newest is still open
    ...(i === 0
      ? {}
      : {
          status: i % 17 === 3 ? 404 : 200,
          bytes: 1200 + ((i * 7919) % 90_000),
          endedAt: time - (7 + i * 7) * SECOND,
        }),
  }));
}

export const accessVerdict = (time: number): AccessVerdict => ({
  at: time,
  ok: true,
  records: 428,
  first: 1,
  faults: [],
  cloud: { compared: 37, newestAt: time - 40 * SECOND },
});

export const ENTERED: LicenceInput = { number: '7640830', type: 'subscription', expiresOn: '2027-03-31' };

/** @param licence as somebody entered it; undefined: nobody did */
export function inventory(time: number, licence: LicenceInput | undefined): InventoryView {
  const enteredAt = time - 2 * DAY;
  return {
    ...(licence ? { entered: { licence, at: enteredAt, by: 'Wolfgang Hohenstein' } } : {}),
    lastAt: time - 32 * MINUTE,
    lastChangedAt: time - 3 * DAY,
    lastWasSame: true,
    nextAt: time + 28 * MINUTE,
    report: {
      schema: 1,
      collectedAt: time - 32 * MINUTE,
      zone: 'America/Toronto',
      platforms: [
        {
          collectedBy: 'self',
          host: 'clg-0417',
          platformType: 'linux',
          platformName: 'CloudLink gateway appliance',
          systemFamily: 'linux',
          version: '0.1.0',
          platformId: 'CLG-0417-93AC',
          licence: licence ? { ...licence, enteredAt } : { type: 'unlicensed' },
          memoryBytes: 4 * 1024 ** 3,
          processor: 'ARM Cortex-A72, 4 cores',
          partitions: [
            { id: '/dev/mmcblk0p2', basePath: '/', fileSystemType: 'ext4', capacityBytes: 3_900_000_000 },
            {
              id: '/dev/mmcblk0p5',
              basePath: '/var/lib/cloudlinkd',
              fileSystemType: 'ext4',
              capacityBytes: 24_000_000_000,
            },
          ],
          applications: [
            { type: 'cloudlink-daemon', version: '0.1.0', interfaces: [] },
            { type: 'cloudlink-gateway', version: '0.1.0', interfaces: ['gateway-portal'] },
          ],
        },
        {
          collectedBy: 'connector',
          host: 'mivb-ott-01.ballad.example',
          platformType: 'msl',
          platformName: 'Ottawa head office',
          systemFamily: 'linux',
          version: '11.0.116.0',
          platformId: 'MSL-7A33-0192',
          licence: { number: '48211903', type: 'perpetual', expiresOn: dayIn(time, 41) },
          memoryBytes: 8 * 1024 ** 3,
          partitions: [],
          applications: [
            { type: 'mivoice-business', version: '10.2.1.12', interfaces: ['mivb-admin'] },
            { type: 'mitel-border-gateway', version: '12.0.0.280', interfaces: ['mbg-admin'] },
          ],
        },
      ],
    },
  };
}

export const debugFacts = (time: number): DebugFacts => ({
  at: time,
  runtime: '24.9.0',
  bootId: '5b0f5a3e-8c11-4c1e-9a7e-0c1d5a2f9b10',
  memory: { rss: 98 * 1024 ** 2, heapUsed: 31 * 1024 ** 2, heapTotal: 44 * 1024 ** 2 },
  databases: [
    { name: 'state.db', bytes: 4_300_000 },
    { name: 'sync.db', bytes: 38_000_000 },
  ],
  accessLog: { count: 428, head: '9f2c4d1e7a03b5c8d6e1f4a2907b3c5d8e6f1a2b4c7d9e0f3a5b6c8d1e2f4a7b' },
});

const MIT = 'MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy…';

/** As many as there are. */
export const LICENCES: Licences = {
  packages: [
    { name: 'cloudlink-edge', version: '0.1.0', licence: 'Apache-2.0', text: 'Apache License, Version 2.0' },
    { name: '@fastify/static', version: '10.1.11', licence: 'MIT', text: MIT },
    { name: 'abstract-logging', version: '2.0.1', licence: 'MIT' },
    ...Array.from({ length: 168 }, (_, i) => ({
      name: `package-${String(i).padStart(3, '0')}`,
      version: '1.0.0',
      licence: i % 9 === 0 ? 'BSD-3-Clause' : 'MIT',
      text: MIT,
    })),
  ],
};

function dayIn(time: number, days: number): string {
  return new Date(time + days * DAY).toISOString().slice(0, 10);
}

export const people = (time: number): PersonView[] => [
  {
    id: 'p1',
    name: 'Priya Nair',
    role: 'admin',
    createdAt: time - 9e9,
    sessions: 2,
    lastUsedAt: time - 4000,
    you: true,
  },
  {
    id: 'p2',
    name: 'Samantha Reed',
    role: 'support',
    createdAt: time - 9e8,
    sessions: 1,
    lastUsedAt: time - 9e5,
    you: false,
  },
  { id: 'p3', name: 'Wolfgang Hohenstein', role: 'admin', createdAt: time - 9e8, sessions: 0, you: false },
];

export const ownSessions = (time: number): OwnSession[] => [
  { openedAt: time - 9e5, usedAt: time - 4000, endsAt: time + 1.7e6, here: true },
  { openedAt: time - 5e6, usedAt: time - 1e6, endsAt: time + 8e5, here: false },
];

/** Lee waits for consent while Dana is in. */
export function overviewAsked(time: number): Overview {
  const overview = overviewTypical(time);
  return {
    ...overview,
    targets: overview.targets.map((one) =>
      one.id === 'mivb-admin'
        ? {
            ...one,
            consent: { mode: 'always', people: ['dana@ballad.example', 'lee.park@meridian.example'] },
          }
        : one,
    ),
    accessRequests: [
      {
        id: '01930000-0000-7000-8000-00000000a5c0',
        sessionId: '01930000-0000-7000-8000-00000000a5c1',
        targetId: 'gateway-portal',
        targetName: 'CloudLink gateway: Own pages',
        personName: 'Lee Park',
        personEmail: 'lee.park@meridian.example',
        reason: 'Set the sync schedule for the night shift',
        ticket: 'INC-20423',
        askedAt: time - 2 * MINUTE,
        expiresAt: time + 8 * MINUTE,
        state: 'waiting',
      },
      {
        id: '01930000-0000-7000-8000-00000000a5c2',
        sessionId: '01930000-0000-7000-8000-00000000a5c3',
        targetId: 'look:logs',
        targetName: 'CloudLink Gateway: Logs',
        personName: 'Noor Haddad',
        personEmail: 'noor.haddad@meridian.example',
        reason: 'The night sync ended early',
        askedAt: time - MINUTE,
        expiresAt: time + 9 * MINUTE,
        state: 'waiting',
      },
    ],
  };
}
