/**
 * The composition root: the only file that builds anything. Top to bottom is the order in which things are built and
 * started; they are stopped the other way round.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { type AppError, toAppError } from '../base/errors.ts';
import { createJobRunner, type JobRow } from '../base/jobs.ts';
import { systemClock } from '../base/runtime/clock.ts';
import { settingsOf } from '../base/runtime/config.ts';
import { createLogger, standardOutputAnd } from '../base/runtime/logger.ts';
import type { Build } from '../base/runtime/version.ts';
import { CLOUD_PATH } from '../contract/claim.ts';
import { isLocalUrl } from '../contract/local-url.ts';
import { createBackupProcess } from './backup/process.ts';
import { restoreFacts } from './backup/restore-facts.ts';
import { type Config, ConfigSchema, type Environment } from './config.ts';
import type { CommandHandlers } from './core/commands.ts';
import { fail, setAside } from './core/errors.ts';
import { type Actor, createEventBus, SYSTEM } from './core/events.ts';
import { ownMslInterfaces } from './core/msl-interfaces.ts';
import type { SyncRunner } from './core/ports/sync-runner.ts';
import { hostKeys, hostOf } from './core/settings-form.ts';
import { setsNetwork } from './core/setup-steps.ts';
import type { SourceRead } from './core/sync-cycle.ts';
import { createAccess } from './features/access/access.ts';
import { createAccessLogFeature } from './features/access-log/access-log.ts';
import { createBackup } from './features/backup/backup.ts';
import { createBanner } from './features/banner/banner.ts';
import { createConfiguration } from './features/configuration/configuration.ts';
import { keptAlarms } from './features/health/alarms.ts';
import { IN_THE_PAST } from './features/health/clock.ts';
import { createCures } from './features/health/cures.ts';
import { createHealth } from './features/health/health.ts';
import { createMemoryCeiling } from './features/health/memory-ceiling.ts';
import { healthReport } from './features/health/report.ts';
import { RESERVE_SPENT } from './features/health/reserve.ts';
import { IN_SAFE_MODE } from './features/health/safe-mode.ts';
import { createTunnelWatch, licencesOf, syncFacts } from './features/health/state.ts';
import { createClockGuard } from './features/identity/clock-guard.ts';
import { createIdentity, type Identity } from './features/identity/identity.ts';
import { KEY_STATES } from './features/identity/key-machine.ts';
import { createKeyRotation } from './features/identity/key-rotation.ts';
import { IDENTITY_STATES } from './features/identity/machine.ts';
import { createImports } from './features/imports/imports.ts';
import { createInventory } from './features/inventory/inventory.ts';
import { createInventoryOnChange } from './features/inventory/on-change.ts';
import { metricsOf } from './features/metrics/metrics.ts';
import { createRollups } from './features/metrics/rollups.ts';
import { createNetwork } from './features/network/network.ts';
import { createOnboarding } from './features/onboarding/onboarding.ts';
import { createOperations } from './features/operations/operations.ts';
import { mustOwnHost } from './features/operations/power.ts';
import { createOutbox } from './features/outbox/outbox.ts';
import { createOutflow } from './features/outflow/outflow.ts';
import { createOverview } from './features/overview/overview.ts';
import { createChanges, createReporter } from './features/overview/reporter.ts';
import { createReset } from './features/reset/reset.ts';
import { shownSettings } from './features/support/configuration.ts';
import { networkFacts, runFacts, SUPPORT_RUNS, statusFacts } from './features/support/facts.ts';
import { createSupport } from './features/support/support.ts';
import { createSupportUpload } from './features/support/upload.ts';
import { createSynchronisers, PBX_LINK } from './features/synchronisers/synchronisers.ts';
import { tunnelCommands } from './features/tunnels/commands.ts';
import { createTunnels } from './features/tunnels/tunnels.ts';
import { createUpdateFacts } from './features/update/facts.ts';
import { createUpdate, UPDATE_MACHINE_STATES } from './features/update/update.ts';
import { createDetained } from './features/user-sync/detained.ts';
import { createDigests } from './features/user-sync/digests.ts';
import { attributesOfRules, rulesInWords, wrongRules } from './features/user-sync/rules.ts';
import { createUserSync } from './features/user-sync/service.ts';
import { createSyncPeople } from './features/user-sync/sync-people.ts';
import { tellProgress } from './features/user-sync/tell-progress.ts';
import { tryRules } from './features/user-sync/trial.ts';
import { createFront } from './http/front/front.ts';
import { pageUrl } from './http/hosts.ts';
import { createLocalServer, type LocalServer, type LocalServerOptions } from './http/server.ts';
import { createSessions } from './http/session.ts';
import { jobs as jobTable, type Need } from './jobs/index.ts';
import { CONNECTORS } from './pbx/index.ts';
import { readAuthorities } from './platform/authorities.ts';
import { createBackupFiles } from './platform/backup-files.ts';
import { readBootId } from './platform/boot.ts';
import { createCrypto } from './platform/crypto.ts';
import { createDiskReserve } from './platform/disk-reserve.ts';
import { createGpioButton } from './platform/gpio-button.ts';
import { createHelper } from './platform/helper.ts';
import { createHostFacts } from './platform/host-facts.ts';
import { createImportFiles } from './platform/import-files.ts';
import { createIssueFile } from './platform/issue.ts';
import { createLogRing, createLogTail } from './platform/journal.ts';
import { lockedKeys, openDeviceKeys } from './platform/keystore.ts';
import { detectKind, isInEngine } from './platform/kind.ts';
import { createMdns } from './platform/mdns/mdns.ts';
import { createNetworkWatch, isServedAt, lanAddress, lanAddresses, readNetwork } from './platform/network.ts';
import { createNetworkHost } from './platform/network-host.ts';
import { createOutflowMeter } from './platform/outflow-meter.ts';
import { type OwnDoor, reachedAt } from './platform/own-doors.ts';
import { argon2id } from './platform/password.ts';
import { createProbes } from './platform/probes.ts';
import { createProcessMeter } from './platform/process-meter.ts';
import { fileSizes, programFacts, readLicences } from './platform/program-facts.ts';
import { prometheus } from './platform/prometheus.ts';
import { qr } from './platform/qr.ts';
import { readSbom, sbomDigest } from './platform/sbom.ts';
import { openDeviceCertificate } from './platform/self-signed.ts';
import { isOnSite } from './platform/site-network.ts';
import { verifyByOpensshKey } from './platform/ssh-signature.ts';
import { databaseFacts, environmentFacts } from './platform/support-facts.ts';
import { createSupportFiles } from './platform/support-files.ts';
import { createServiceManager, createWatchdog, movedSinceAsked } from './platform/systemd.ts';
import { createUpdatePlatform } from './platform/update/index.ts';
import { goBackIfNewer } from './platform/update/snapshots.ts';
import { resetRecord } from './reset/record.ts';
import { createAccessLog } from './store/access-log.ts';
import { createCommandJournal } from './store/command-journal.ts';
import { createConsentStore } from './store/consent.ts';
import { openStateDatabase } from './store/database.ts';
import { createJobStore } from './store/jobs.ts';
import { createLocalPeople } from './store/local-people.ts';
import { createMachineStore } from './store/machine-state.ts';
import { MIGRATIONS } from './store/migrations/index.ts';
import { createOutboxStore } from './store/outbox.ts';
import { createOutflowStore } from './store/outflow.ts';
import { createTunnelSessionStore } from './store/sessions.ts';
import { createSecrets, createSettings } from './store/settings.ts';
import { explainStorage } from './store/sync/database.ts';
import { SYNC_MIGRATIONS } from './store/sync/migrations.ts';
import { createTargetStore } from './store/targets.ts';
import { createSyncFolders } from './sync/folders.ts';
import { createImportReader } from './sync/import/reader.ts';
import { createFindingDigests, createSyncDecisions, createSyncReads } from './sync/reads.ts';
import { createSyncRunner, type SyncRunnerOptions } from './sync/runner.ts';
import { createSourceReads } from './sync/source-reads.ts';
import { accessHeads } from './uplink/access-heads.ts';
import { cloudAnswers, hello } from './uplink/hello.ts';
import { proxyTo } from './uplink/proxy.ts';
import type { ScimTransport } from './uplink/scim/index.ts';
import { createSshLink } from './uplink/ssh/link.ts';
import { createUplink } from './uplink/uplink.ts';

export type Surroundings = {
  readonly build: Build;
  readonly environment: Environment;
  /** Ends this program with the exit code that makes the service manager start it again. */
  readonly restart: () => void;
  /** Set after crashes in a row: pages, tunnels and logs only. */
  readonly safeMode?: {
    readonly crashes: number;
    /** It is left by itself after so long, ms. */
    readonly forMs: number;
    /** The next start is one with everything. */
    readonly leave: () => void;
  };
  /** The data was put in place from a backup with a device key that another device may have, too. */
  readonly changeKey?: boolean;
  /** Told before the routes are added: `cloudlinkd openapi` describes them. */
  readonly describe?: LocalServerOptions['describe'];
  /** Another time than the real one, in which months pass in minutes; cycles then run in this process (test/system/offline.ts). */
  readonly simulated?: {
    readonly clock: Clock;
    readonly syncRunner: (options: SyncRunnerOptions) => SyncRunner;
    /** Calls `tick` in place of an interval. `isBusy`: a job runs. @returns what ends it */
    readonly every: (tick: () => void, isBusy: () => boolean) => () => void;
  };
};

/**
 * What the job runner and the watchdog need. A plain interval, since it goes by the monotonic clock: a cron ticker makes
 * up for every second that a step of the wall clock leaves out (docs/decisions/dependencies.md).
 */
const TICK_MS = 1_000;
/** What another proxy or authority may change. */
const WAY_CHECKS = ['PROXY', 'TLS', 'CLOUD', 'WEBSOCKET'];
/** A command's result is sent before what it ordered ends this program. */
const RESTART_AFTER_MS = 1_000;
/** Of the log, in a support bundle. */
const SUPPORT_LINES = 10_000;

/** What safe mode starts: whatever brings a person to the page, by the LAN or a tunnel, and to the logs. */
const SAFE_FEATURES = new Set([
  ...['health', 'clock', 'identity', 'operations', 'support', 'tunnels', 'channel', 'reporter'],
  ...['network', 'network settings', 'mdns', 'banner', 'disk reserve', 'memory'],
  // what a sick gateway may need
  ...['reset', 'backup'],
  // a version on trial that came to this is taken back, and a newer one may be the cure
  'update',
]);

export type Gateway = {
  start(): Promise<void>;
  /** Within 5 s; state is on the disk at any moment. */
  stop(): Promise<void>;
  log(message: string): void;
  /** OpenAPI 3.1 of its own API; needs no start. */
  openApi(): object;
};

/** A read that ended, or brought rows without identity: the PBX was there all the same. */
const isReached = ({ end, rows, fault }: SourceRead) =>
  end !== 'incomplete' || (rows > 0 && fault?.code === 'SOURCE_INCOMPLETE');

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

export async function createGateway(
  config: Config,
  { build, environment, restart, safeMode, changeKey, describe, simulated }: Surroundings,
): Promise<Gateway> {
  const clock = simulated?.clock ?? systemClock;
  const { random } = Math;
  const startedAt = clock.now();
  const { version, builtAt, fromSource } = build;
  const builtWhen = {
    version,
    ...(fromSource ? { fromSource } : { builtAt: new Date(builtAt).toISOString() }),
  };
  const bootId = readBootId();

  // ---- log
  const ring = createLogRing();
  const logger = createLogger({ level: config.log.level, name: 'cloudlinkd' }, standardOutputAnd(ring));
  const logOf = (part: string) => (message: string, facts?: Readonly<Record<string, unknown>>) =>
    logger.info({ part, ...facts }, message);
  const failed = (part: string) => (error: unknown) => logger.error({ part, err: error }, 'it failed');
  const logTail = createLogTail({
    ring,
    unit: environment.JOURNAL_STREAM === undefined ? undefined : 'cloudlinkd.service',
    onError: failed('journal'),
  });

  // ---- store (fatal when it fails)
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  mkdirSync(config.runDir, { recursive: true, mode: 0o750 });
  const newerState = goBackIfNewer(config.dataDir, join(config.dataDir, 'state.db'), MIGRATIONS.length);
  const opened = openStateDatabase(join(config.dataDir, 'state.db'), clock.now);
  const { db } = opened;
  const settings = createSettings(db, (key) =>
    logger.warn({ key }, 'a stored setting does not fit this version and is ignored'),
  );
  const secrets = createSecrets(db);

  // ---- core
  const events = createEventBus((name, error) => logger.error({ of: name, err: error }, 'a listener failed'));
  const crypto = createCrypto(clock.now);
  const changes = createChanges(events, clock);
  const featureFailed = (feature: string, error: unknown) => {
    const { code, message, remedy } = toAppError(error);
    logger.error({ feature, err: error }, 'a part of this program does not work');
    events.emit('feature.failed', { feature, code, sentence: message, remedy });
  };

  // ---- platform
  let keyFault: AppError | undefined;
  const deviceKeys = await openDeviceKeys(config.dataDir).catch((error: unknown) => {
    keyFault = toAppError(error);
    return lockedKeys(keyFault);
  });
  const { signer } = deviceKeys;
  const helper = createHelper(config.helperSocket);
  const manager = createServiceManager({ env: environment, pid: process.pid, onError: failed('systemd') });
  const kind = detectKind(config.kind, '/', config.msl.root);
  const serves = isServedAt(config.http.host);
  const servedAddresses = () => lanAddresses().flatMap(({ address }) => (serves(address) ? [address] : []));
  const mdns = createMdns({
    enabled: config.mdns.enabled,
    configured: config.name,
    services: () => [
      { type: '_http._tcp', port: ports.port, txt: ['txtvers=1', 'path=/'] },
      { type: '_https._tcp', port: ports.httpsPort, txt: ['txtvers=1', 'path=/'] },
    ],
    serves,
    settings,
    events,
    clock,
    random,
    log: logOf('mdns'),
  });
  const names = () => [
    mdns.name(),
    config.name,
    hostname(),
    `${hostname()}.local`,
    ...config.http.allowHosts,
  ];
  const openCertificate = () =>
    openDeviceCertificate(
      join(config.dataDir, 'certificate'),
      [...names(), ...lanAddresses().map((a) => a.address)],
      clock.now(),
    );

  let certificate = openCertificate();
  const renewCertificate = () => {
    certificate = openCertificate();
    if (certificate.fault !== undefined) throw explainStorage(certificate.fault, config.dataDir);
    if (certificate.renewed) server.setCertificate(certificate);
  };

  // ---- uplink and identity
  /** The account's own once linked, else the configured one; empty while none is set. */
  const cloudUrl = () => identity.self()?.baseUrl ?? config.cloud.url;
  const network = createNetwork({
    host: createNetworkHost({ kind, helperSocket: config.helperSocket }),
    helper,
    settings,
    secrets,
    events,
    clock,
    crypto,
    bootId,
    readAuthorities,
    configured: {
      proxy: () => {
        const { proxy: url, proxyUser: user, proxyPassword: password, noProxy: bypass } = config.cloud;
        return url === '' ? undefined : { url, user, password, bypass };
      },
      ca: () => (config.cloud.ca === '' ? undefined : readFileSync(config.cloud.ca, 'utf8')),
    },
    onChange: () => {
      uplink.remake();
      // to what keeps connections it is another network
      events.emit('network.changed', { addresses: readNetwork().addresses, change: 'other' });
      follow('health', health.run(WAY_CHECKS));
    },
    pageAt: (address) => networkPage(address),
    pageByName: () => networkPage(mdns.name()),
    log: logOf('network'),
  });
  const networkPage = (host: string) =>
    new URL(
      '/setup/network',
      pageUrl({ scheme: 'https', port: ports.httpsPort, listens: host, lan: host, name: host }),
    ).href;
  const { proxy, ca } = network;
  const uplink = createUplink({
    baseUrl: cloudUrl,
    gatewayId: () => identity.self()?.gatewayId,
    signer,
    clock,
    random,
    events,
    log: logOf('uplink'),
    proxy,
    ca,
    clockFloor: () => clockGuard.floor(),
    onClockWrong: (candidate) => void clockGuard.consider(candidate).catch(failed('clock')),
    mayConnect: () => identity.mayTalk(),
    onUnlinked: () => void identity.noteUnlinked().catch(failed('identity')),
    onDeactivated: () => identity.noteDeactivated(),
    userAgent: `cloudlinkd/${build.version}`,
    onData: (data, bytes) => outflow.sent(data, bytes),
  });
  const { channel } = uplink;
  const identity: Identity = createIdentity({
    store: createMachineStore({
      db,
      machine: 'identity',
      known: IDENTITY_STATES,
      onUnknown: (state) => logger.warn({ state }, 'a stored state of claiming is not known'),
      now: clock.now,
    }),
    settings,
    secrets,
    http: uplink.http,
    forgetTokens: uplink.forgetTokens,
    crypto,
    jkt: () => signer.thumbprint,
    clock,
    random,
    events,
    qr,
    present: () => ({ name: mdns.name(), kind, version: build.version, ...presentAddress() }),
    // the one place where the code is printed: console and journal of this machine
    onSetupCode: (code) => process.stdout.write(`cloudlinkd: the set-up code of this gateway is ${code}\n`),
    log: logOf('identity'),
  });
  const presentAddress = () => {
    const address = lanAddress()?.address;
    const page = pageAddress('http', ports.port);
    // a network of public addresses has none that the cloud sends a browser back to
    const back = isLocalUrl(page) ? { returnUri: page } : {};
    return { ...(address === undefined ? {} : { lanAddress: address }), ...back };
  };
  const keyRotation = createKeyRotation({
    store: createMachineStore({
      db,
      machine: 'key',
      known: KEY_STATES,
      onUnknown: (state) => logger.warn({ state }, 'a stored state of the change of keys is not known'),
      now: clock.now,
    }),
    keys: deviceKeys,
    exchange: uplink.keys,
    settings,
    clock,
    random,
    events,
    isLinked: () => identity.self() !== undefined,
    onPromoted() {
      uplink.forgetTokens();
      channel.nudge();
      sshLink.retryNow();
    },
    onChange: changes.changed,
    log: logOf('key'),
  });
  const sshLink = createSshLink({ ...uplink.tunnel, signer, clock, random, log: logOf('ssh') });
  const clockGuard = createClockGuard({
    settings,
    clock,
    builtAt: build.builtAt,
    setClock: (to) => helper.setClock(to),
    verify: () => cloudAnswers(uplink.http),
    log: logOf('clock'),
  });
  const outbox = createOutbox({
    store: createOutboxStore(db),
    http: uplink.http,
    events,
    clock,
    random,
    crypto,
    maySend: () => identity.mayTalk(),
    isLinked: () => identity.self() !== undefined,
    budgetBytes: config.outbox.budgetBytes,
    onWanted: (digests) => digests.forEach(inventory.wanted),
    log: logOf('outbox'),
  });

  // ---- features
  const outflow = createOutflow({
    meter: createOutflowMeter({ now: clock.now }),
    store: createOutflowStore(db),
    clock,
    zone: () => zone(),
    onError: failed('outflow'),
  });
  const importDir = join(config.dataDir, 'import');
  mkdirSync(importDir, { recursive: true, mode: 0o750 });
  const onboarding = createOnboarding({
    settings,
    secrets,
    connectors: CONNECTORS,
    kind,
    events,
    clock,
    log: logOf('pbx'),
    ca,
    importDir,
    isOnSite,
    isZone,
  });
  const zone = () => onboarding.site()?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const pbxHosts = () => {
    if (!onboarding.pbx()) return [];
    const { connector, values } = onboarding.source();
    return hostKeys(connector.settings).flatMap((key) => hostOf(values[key]) ?? []);
  };
  const linkId = () => identity.self()?.gatewayId;
  const syncFolders = createSyncFolders(join(config.dataDir, 'sync'));
  const syncFolder = () => syncFolders.of(linkId());
  /** Carries SCIM requests for one link; what is left of its last run reaches no other account. */
  const scimOfLink = (): ScimTransport => {
    const begunUnder = linkId();
    return async (request) => {
      if (begunUnder === undefined || linkId() !== begunUnder) throw fail('NOT_LINKED');
      return uplink.scim(request);
    };
  };
  const syncReads = createSyncReads(syncFolder);
  const synchronisers = createSynchronisers({
    settings,
    secrets,
    connectors: CONNECTORS,
    queries: createSourceReads(syncFolder),
    link: {
      view: onboarding.pbx,
      source: onboarding.source,
      save: onboarding.savePbx,
      remove: onboarding.removePbx,
      test: onboarding.test,
    },
    rules: {
      wrong: wrongRules,
      words: rulesInWords,
      attributes: attributesOfRules,
      trial: async (rules, rows, how) => {
        const { createPhone } = await import('./sync/phone.ts');
        return tryRules(rules, rows, { ...how, phone: createPhone() });
      },
    },
    runTest: onboarding.runTest,
    checkRemoteHost: onboarding.checkRemoteHost,
    country: () => onboarding.site()?.country,
    events,
    clock,
    newId: crypto.uuidv7,
  });
  const sync = createUserSync({
    isOnline: () => channel.state === 'online',
    runner: (simulated?.syncRunner ?? createSyncRunner)({
      job: () => {
        const pem = ca();
        return {
          folder: syncFolder(),
          remote: identity.self()?.gatewayId ?? '',
          sources: synchronisers.sources().map((source) => ({
            ...source,
            importDir,
            ...(pem === undefined ? {} : { ca: pem }),
          })),
          scim: {
            kind: 'main',
            baseUrl: new URL(CLOUD_PATH.scim, cloudUrl()).href,
          },
        };
      },
      transport: scimOfLink,
      env: environment.forChildren,
      clock,
      log: logOf('sync'),
      onOutflow: outflow.note,
      onSetAside: (file) => featureFailed('sync store', setAside('SYNC_STORE_CORRUPT', file)),
    }),
    queries: syncReads,
    newId: crypto.uuidv7,
    obstacle: () =>
      safeMode ? 'SAFE_MODE' : (identity.obstacle() ?? (synchronisers.any() ? undefined : 'SYNC_NO_SOURCE')),
    nextRunAt: () => jobs.list().find((job) => job.name === 'sync')?.dueAt,
    onAuditError: failed('audit chain'),
    onReport(report) {
      synchronisers.noteCycle(report);
      const read = report.reads.find(({ source }) => source === PBX_LINK);
      if (read && onboarding.pbx()) onboarding.noteConnection(isReached(read), read.fault?.sentence);
    },
    settings,
    events,
    clock,
  });
  // its tables of numbers are wanted when somebody types or asks for one
  const phone = async () => (await import('./sync/phone.ts')).createPhone();
  const syncPeople = createSyncPeople({
    queries: syncReads,
    nameOf: (id) => synchronisers.nameOf(id) ?? id,
    rulesOf: synchronisers.rulesOf,
    countryOf: () => onboarding.site()?.country,
    order: () => synchronisers.list().items.map(({ id }) => id),
    phone,
  });
  const decisions = createSyncDecisions(syncFolder);
  const detained = createDetained({
    queries: syncReads,
    decisions,
    nameOf: (id) => synchronisers.nameOf(id) ?? id,
    carryOut: sync.carryOutDecisions,
    approve: synchronisers.approve,
    phone,
    country: () => onboarding.site()?.country,
    validation: synchronisers.validationOf,
    events,
    clock,
    newId: crypto.uuidv7,
  });
  const tellDigests = createDigests({ digests: createFindingDigests(syncFolder), enqueue: outbox.enqueue });
  const uploadDir = join(config.dataDir, 'imports');
  const imports = createImports({
    files: createImportFiles(uploadDir, importDir),
    reader: createImportReader(uploadDir, environment.forChildren),
    takers: synchronisers.takers,
    connectors: CONNECTORS,
    settings,
    events,
    clock,
    newId: crypto.uuidv7,
    country: () => onboarding.site()?.country,
  });
  const inventory = createInventory({
    facts: createHostFacts({
      kind: config.kind,
      mslRoot: config.msl.root,
      mslPackages: config.msl.packages,
      licenceFile: config.licence,
      fallbackId: () => signer.thumbprint,
      warn: (message, facts) => logger.warn({ part: 'inventory', ...facts }, message),
    }),
    settings,
    enqueue: outbox.enqueue,
    clock,
    crypto,
    events,
    zone,
    version: build.version,
    onboardsPbx: () => onboarding.pbx() !== undefined,
    interfaces: (application) =>
      tunnels
        .statuses()
        .filter((t) => t.application === application)
        .map((t) => t.id),
    linkedPlatform: onboarding.linkedPlatform,
    sbomDigest: sbomDigest(),
    nextAt: () => jobs.list().find((job) => job.name === 'inventory')?.dueAt,
    log: logOf('inventory'),
  });
  const inventoryOnChange = createInventoryOnChange({
    events,
    clock,
    isLinked: () => identity.mayTalk() === true,
    report: () => follow('inventory', inventory.report('change', SYSTEM)),
  });
  const accessRecords = createAccessLog(db);
  const accessLog = createAccessLogFeature({
    log: accessRecords,
    heads: async (after, signal) =>
      identity.self() ? await accessHeads(uplink.http, after, signal) : undefined,
    clock,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  });
  const tunnels = createTunnels({
    targets: createTargetStore(db),
    sessionStore: createTunnelSessionStore(db),
    accessLog: accessRecords,
    consentStore: createConsentStore(db),
    link: sshLink,
    front: createFront({
      portal: (request, response, session) => server.portal(request, response, session),
      ownPorts: () => [ports.port, ports.httpsPort],
      log: logOf('front'),
      onData: outflow.sent,
    }),
    events,
    settings,
    clock,
    crypto,
    log: logOf('tunnels'),
    cloudNow: () => channel.cloudNow(),
    pbxHosts,
    ownInterfaces: () => (kind === 'msl' ? ownMslInterfaces() : []),
    hostName: hostname,
  });
  const cloudEndpoint = () => {
    const text = cloudUrl();
    if (!URL.canParse(text)) return undefined;
    const { hostname: host, port, protocol } = new URL(text);
    const tls = protocol === 'https:';
    return { host, port: port === '' ? (tls ? 443 : 80) : Number(port), tls };
  };
  /** The proxy on the way to the cloud, as the uplink takes it; none while no cloud is set. */
  const proxyEndpoint = () => {
    const cloud = cloudEndpoint();
    return cloud && proxyTo(proxy(), cloud);
  };
  let testing: ReturnType<typeof onboarding.test> | undefined;
  /** The checks that ask for it run together: one sign-in answers them all. */
  const pbxTest = async () => {
    if (!onboarding.pbx()) return undefined;
    testing ??= onboarding.test().finally(() => {
      testing = undefined;
    });
    return await testing;
  };
  const databaseFiles = () => [join(config.dataDir, 'state.db'), join(syncFolder(), 'sync.db')];
  const tunnelWatch = createTunnelWatch(clock.now);
  const health = createHealth({
    cleared: keptAlarms(settings),
    probes: createProbes({
      dataDir: config.dataDir,
      databases: databaseFiles,
      env: environment.forChildren,
      proxy: proxyEndpoint,
      probeAddress: (port, address) => helper.probeAddress(port, address),
      ca: () => ca() ?? '',
      doors: () => doors(),
    }),
    state: {
      cloud: cloudEndpoint,
      proxy: proxyEndpoint,
      channel: () =>
        identity.self()
          ? { online: channel.state === 'online', transport: channel.transport, since: channel.since }
          : undefined,
      cloudNow: () => channel.cloudNow(),
      clockFloor: clockGuard.floor,
      setsNetwork: () => setsNetwork(kind),
      mdns: mdns.status,
      hello: (signal) => hello(uplink.http, signal),
      pbx: () => {
        if (!onboarding.pbx()) return undefined;
        const { connector, name, values } = onboarding.source();
        return connector.endpoint && { ...connector.endpoint(values), name };
      },
      syncAudit: sync.verifyAudit,
      accessLog: (signal) => accessLog.verify(signal),
      pbxTest,
      sync: () => syncFacts(sync.view()),
      tunnelsDown: () => tunnelWatch(tunnels.statuses()),
      licences: () => licencesOf(inventory.view().report, clock.now()),
    },
    clock,
    events,
    onError: (code, error) => logger.warn({ check: code, err: error }, 'a health check could not look'),
  });
  const update = createUpdate({
    ...createUpdatePlatform({
      settings: config.update,
      dataDir: config.dataDir,
      version,
      bootId,
      way: uplink.releases,
      helper,
      databases: databaseFiles,
      restart,
      clock,
    }),
    running: version,
    store: createMachineStore({
      db,
      machine: 'update',
      known: UPDATE_MACHINE_STATES,
      onUnknown: (state) => logger.warn({ state }, 'a stored state of updates is not known'),
      now: clock.now,
    }),
    facts: createUpdateFacts({
      async page() {
        // a version that only lives without its parts does not stay
        if (safeMode) return false;
        const [check] = await health.run(['REST_CONNECT_FAILURE']);
        return check?.state === 'ok';
      },
      network: () => lanAddress() !== undefined,
      channel: () => (identity.self() ? channel.state === 'online' : undefined),
      tunnels: () => tunnels.statuses().flatMap(({ tunnelUp }) => (tunnelUp ? [tunnelUp.up] : [])),
      pbx: pbxTest,
      sync() {
        const { state } = sync.view();
        return state === 'never' || state === 'running' ? undefined : state !== 'failed';
      },
      memoryBytes: () => process.memoryUsage.rss(),
      clock,
      log: logOf('update'),
    }),
    logTail,
    settleMs: config.update.trialSeconds * 200,
    limitMs: config.update.trialSeconds * 1_000,
    log: logOf('update'),
    settings,
    events,
    clock,
    random,
    newId: crypto.uuidv7,
    zone: () => onboarding.site()?.zone ?? 'UTC',
    asset: mdns.name,
  });
  const configured = (key: string) =>
    key.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], config);
  const configuration = createConfiguration({
    known: settingsOf(ConfigSchema),
    own: configured,
    effects: {
      'log.level': (level) => {
        logger.level = String(level);
      },
    },
    settings,
    events,
  });
  const access = createAccess({
    people: createLocalPeople(db),
    passwords: argon2id,
    crypto,
    clock,
    events,
    spendSetupCode(typed) {
      if (!identity.setupCode.verify(typed)) throw fail('SETUP_CODE_WRONG');
      identity.setupCode.consume('admin');
    },
  });

  const backupOf = () => ({ dataDir: config.dataDir, name: mdns.name(), kind });
  const backup = createBackup({
    of: backupOf,
    run: createBackupProcess(() => ({ ...backupOf(), version: build.version }), environment.forChildren),
    files: createBackupFiles(join(config.dataDir, 'backup-upload')),
    restoreFacts: () => restoreFacts(config.dataDir),
    settings,
    secrets,
    clock,
    events,
    restart: () => void restartSoon(),
    onChange: changes.changed,
  });

  const reset = createReset({
    record: resetRecord(config.dataDir),
    judge: {
      verify: verifyByOpensshKey,
      fromBase64Url: (text) => Buffer.from(text, 'base64url'),
    },
    own: () => ({
      gatewayId: linkId(),
      jkt: signer.thumbprint,
      keys: identity.self()?.brokerHostKeys ?? [],
    }),
    settings,
    clock,
    events,
    facts() {
      const account = identity.self()?.account;
      const address = lanAddress()?.address;
      return {
        name: mdns.name(),
        ...(account === undefined ? {} : { customer: account.name }),
        ...(address === undefined ? {} : { address }),
      };
    },
    leave: (actor) =>
      identity.self() ? identity.unlink(actor).catch(failed('identity')) : Promise.resolve(),
    restart: () => void restartSoon(),
    ...(config.reset.button === ''
      ? {}
      : {
          button: createGpioButton({
            line: config.reset.button,
            reader: config.reset.reader,
            env: environment.forChildren,
            log: logOf('button'),
          }),
        }),
    onChange: changes.changed,
    log: logOf('reset'),
  });

  // ---- jobs
  const prune = async () =>
    tunnels.prune() +
    outflow.prune() +
    (await accessLog.prune()) +
    (await operations.prune()) +
    (await imports.prune()) +
    (await support.prune());
  const wholeOnly = (rows: readonly JobRow<Need>[]) =>
    safeMode ? rows.map((row) => ({ ...row, needs: ['whole', ...row.needs] as const })) : rows;
  const jobs = createJobRunner<Need>({
    rows: wholeOnly(
      jobTable({
        sync: {
          run: (signal) => sync.runScheduled(signal),
          check: (signal) => sync.checkUsers(signal),
          scheduleMs: () => sync.scheduleMinutes() * 60_000,
        },
        inventory: {
          report: (actor, signal) => inventory.report('hourly', actor, signal),
          words: () => (inventory.view().lastWasSame ? 'nothing had changed' : 'sent in full'),
        },
        health,
        metrics: { roll: () => rollups.roll() },
        certificate: {
          renew() {
            renewCertificate();
            return certificate.renewed ? 'A new certificate was made.' : 'The certificate is good.';
          },
        },
        retention: { prune: () => prune() },
        backup,
      }),
    ),
    needs: {
      whole: () => safeMode === undefined || IN_SAFE_MODE,
      claimed: () => identity.self() !== undefined || 'This gateway is not linked yet.',
      active: () => identity.mayTalk(),
      online: () => channel.state === 'online' || 'The cloud is not reached at the moment.',
      source: () => synchronisers.any() || 'No PBX link is saved yet.',
      // a step back is known at once; what only the cloud knows, with the next check
      clock: () => (clock.now() < clockGuard.floor() ? IN_THE_PAST : health.allows('CLOCK')),
      disk: () => health.allows('DISK'),
    },
    store: createJobStore(db),
    clock,
    random,
    onEnd: changes.changed,
    onStoreError: failed('jobs'),
  });

  // ---- views
  const overview = createOverview({
    now: clock.now,
    version: build.version,
    name: mdns.name,
    kind: () => kind,
    startedAt,
    bootId,
    fingerprint: () => signer.thumbprint,
    lanAddress: () => lanAddress()?.address,
    addresses: servedAddresses,
    pageUrl: () => pageAddress('http', ports.port),
    self: () => identity.self(),
    cloud: () => ({
      ...(config.cloud.url === '' ? {} : { url: cloudUrl() }),
      online: channel.state === 'online',
      ...(channel.state === 'online' ? { transport: channel.transport } : {}),
      since: channel.since,
      ...(cloudReason === undefined ? {} : { reason: cloudReason }),
    }),
    link: identity.state,
    site: onboarding.site,
    progress: onboarding.progress,
    networkTrial: network.trial,
    reset: reset.announced,
    drafts: onboarding.drafts.list,
    pbx: onboarding.pbx,
    pbxStatus: onboarding.pbxStatus,
    pbxTitle: (type) => CONNECTORS.find((c) => c.type === type)?.title ?? type,
    sync: sync.view,
    targets: tunnels.list,
    targetStatuses: tunnels.statuses,
    sessions: tunnels.sessions,
    sessionsEnded: tunnels.sessionsEnded,
    looks: tunnels.looks.list,
    accessRequests: tunnels.waitingRequests,
    inventory: inventory.view,
    alarms: health.alarms,
    clearedAlarms: health.cleared,
    prechecks: health.prechecks,
    jobs: jobs.list,
    outbox: outbox.stats,
    update: update.status,
    accessHead: accessLog.head,
    https: () => httpsAddress(),
  });
  const processMeter = createProcessMeter();
  const figures = () =>
    metricsOf({
      overview: overview.overview,
      checks: health.views,
      outflow: () => outflow.view(),
      accessRecords: () => accessLog.head().count,
      process: processMeter.now,
    });
  const rollups = createRollups({
    series: figures,
    onRolled: processMeter.forget,
    enqueue: outbox.enqueue,
    clock,
  });
  const supportFiles = createSupportFiles(join(config.dataDir, 'support'));
  const support = createSupport({
    readers: {
      environment: async () => ({ kind, bootId, ...(await environmentFacts(build, config.dataDir)) }),
      health: () => ({ checks: health.views(), alarms: health.alarms(), cleared: health.cleared() }),
      database: (signal) => databaseFacts(databaseFiles(), { env: environment.forChildren, signal }),
      configuration: () => shownSettings(settingsOf(ConfigSchema).keys(), configured),
      status: () => ({ ...statusFacts(overview.overview()), accessLog: accessLog.head() }),
      jobs: () => jobs.list(),
      sync: () => syncReads.runs({ limit: SUPPORT_RUNS }).items.map(runFacts),
      inventory: () => inventory.view(),
      network: async () => networkFacts(await network.view(), outflow.view()),
      journal: async () => (await logTail(SUPPORT_LINES)).map((line) => `${line}\n`).join(''),
    },
    secrets: () => [...secrets.values(), config.cloud.proxyPassword, identity.setupCode.current() ?? ''],
    files: supportFiles,
    clock,
    version: build.version,
    by: 'daemon',
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    newId: crypto.uuidv7,
    name: mdns.name,
    events,
  });
  const sendBundle = createSupportUpload({ http: uplink.http, files: supportFiles, clock, random });
  const reporter = createReporter({ channel, changes, clock, status: overview.status });
  let cloudReason: string | undefined;
  channel.onState((state, reason) => {
    cloudReason = state === 'online' ? undefined : reason;
    if (state === 'online') clockGuard.confirm();
  });

  // ---- commands
  const restartSoon = () => {
    clock.after(RESTART_AFTER_MS, restart);
    return { sentence: 'The program restarts now.' };
  };
  const leaveSafeMode = () => {
    safeMode?.leave();
    return restartSoon();
  };
  const ordered = (action: string, actor: Actor) =>
    events.emit('audit', {
      action,
      eventType: 'Admin',
      actor,
      asset: mdns.name(),
      propertiesChanged: [],
      details: {},
    });
  const reboot = async () => {
    mustOwnHost({ kind, inEngine: isInEngine() });
    return { sentence: await helper.reboot() };
  };
  const cures = createCures({
    alarms: health.alarms,
    events,
    look: (codes) => health.run(codes),
    doing: {
      retryCloud: () => channel.nudge(),
      retryTunnels: () => sshLink.retryNow(),
      syncNow: (actor) => sync.run(actor),
      freeSpace: async (actor) => {
        await prune();
        await support.keepNewest(actor);
        db.pragma('wal_checkpoint(TRUNCATE)');
      },
      reportInventory: (actor) => inventory.report('demand', actor),
      restart(actor) {
        ordered('Restart ordered', actor);
        restartSoon();
      },
      leaveSafeMode: () => leaveSafeMode(),
    },
  });
  const handlers: CommandHandlers = {
    ...tunnelCommands(tunnels),
    ...update.commands,
    'sync.run': {
      async run(_args, { actor, signal, progress }) {
        const told = tellProgress({ events, clock, view: () => sync.view().progress, progress });
        return await sync.runToEnd(actor, signal).finally(told);
      },
    },
    'inventory.report': {
      async run(_args, { actor }) {
        const { changed } = await inventory.report('demand', actor);
        return { sentence: changed ? 'Reported; it had changed.' : 'Reported; nothing had changed.' };
      },
    },
    'pbx.test': {
      async run() {
        const result = await onboarding.test();
        return { value: result, sentence: result.ok ? 'The PBX link works.' : 'The PBX link does not work.' };
      },
    },
    'pbx.connect': {
      async run(_args, { actor }) {
        await sync.previewToEnd(actor);
        return { sentence: `${sync.view().users} users read.` };
      },
    },
    'logs.read': {
      run: async (args) => ({ value: { lines: await logTail(args.lines as number) } }),
    },
    'logs.collect': {
      async run(_args, { id, actor, signal, progress }) {
        const bundle = await support.ordered(id, actor);
        await sendBundle(bundle, { signal, progress });
        const { name, size, sha256 } = bundle;
        return {
          value: { lines: await logTail(1000), bundle: { name, size, sha256 } },
          sentence: 'The support bundle was sent; here are the last 1,000 lines of the log.',
        };
      },
    },
    'config.apply': {
      async run({ set }, { actor }) {
        return { sentence: configuration.apply(set as Record<string, unknown>, actor) };
      },
    },
    restart: {
      async run() {
        // the result must be stored first; what the journal says after the restart is asked of `verify`
        return restartSoon();
      },
      verify: async (_args, { startedAt: ordered }) =>
        startedAt > ordered ? { sentence: 'Restarted.' } : undefined,
    },
    reboot: {
      run: reboot,
      verify: async (_args, { bootId: before }) =>
        before === bootId ? undefined : { sentence: 'Rebooted.' },
    },
    'factory.reset': {
      async run({ order }, { actor, signal }) {
        await reset.byCloud(String(order), actor, signal);
        return { sentence: 'The gateway is reset now.' };
      },
      verify: async (_args, { signal }) =>
        (await reset.resumed(signal)) ? { sentence: 'The gateway is reset now.' } : undefined,
      stored: reset.obey,
    },
    unlink: {
      run: async () => ({ sentence: 'Unlinked.' }),
      // forgotten any sooner, the result could not be sent
      stored: () => identity.noteUnlinked(),
    },
  };
  const operations = createOperations({
    journal: createCommandJournal(db),
    channel,
    handlers,
    look: tunnels.looks.gate,
    events,
    bootId,
    clock,
    log: logOf('commands'),
  });

  // ---- pages
  let ports = { port: config.http.port, httpsPort: config.http.httpsPort };
  let isServing = false;
  const doors = (): readonly OwnDoor[] => {
    if (!isServing) return [];
    const host = reachedAt(config.http.host);
    return [
      { name: 'the control socket', socketPath },
      { name: `port ${ports.port}`, host, port: ports.port },
      { name: `port ${ports.httpsPort}`, host, port: ports.httpsPort, certificate: certificate.cert },
    ];
  };
  const pageAddress = (scheme: 'http' | 'https', port: number) => {
    const lan = lanAddress()?.address;
    return pageUrl({
      scheme,
      port,
      listens: config.http.host,
      lan: lan !== undefined && serves(lan) ? lan : undefined,
      name: mdns.name(),
    });
  };
  const httpsAddress = () => ({
    url: pageAddress('https', ports.httpsPort),
    fingerprint: certificate.fingerprint,
  });
  const socketPath = join(config.runDir, 'control.sock');
  const server: LocalServer = await createLocalServer({
    ...(describe ? { describe } : {}),
    deps: {
      clock,
      sessions: createSessions(access, crypto),
      access,
      onboarding,
      network,
      identity: { ...identity, setupCode: () => identity.setupCode.current() },
      deviceKey: keyRotation,
      sync,
      detained,
      syncPeople,
      imports,
      synchronisers,
      tunnels,
      accessLog,
      inventory: { ...inventory, report: (actor) => inventory.report('demand', actor) },
      health: {
        ...health,
        report: () =>
          healthReport({
            name: mdns.name(),
            version: build.version,
            now: clock.now(),
            checks: health.views(),
          }),
      },
      alarms: { list: health.alarms, cleared: health.cleared, cure: cures.cure },
      jobs: jobs.list,
      host: {
        restart(actor) {
          ordered('Restart ordered', actor);
          return restartSoon();
        },
        async reboot(actor) {
          const answer = await reboot();
          ordered('Reboot ordered', actor);
          return answer;
        },
      },
      overview: overview.overview,
      signpost: overview.signpost,
      outflow: outflow.view,
      debug: async () => ({
        at: clock.now(),
        bootId,
        ...programFacts(),
        databases: await fileSizes(databaseFiles()),
        accessLog: accessLog.head(),
      }),
      licences: () => readLicences(),
      sbom: () => readSbom(),
      async metrics() {
        const { contentType, text } = await prometheus();
        return { contentType, text: await text(figures()) };
      },
      // what is typed is of interest to other pages, and not to the cloud
      onChange(f) {
        const ends = [changes.subscribe(f), events.on('draft.changed', f)];
        return () => {
          for (const end of ends) end();
        };
      },
      logs: logTail,
      support,
      update,
      backup,
      reset,
    },
    logger,
    webDir: config.http.webDir === '' ? resolve(import.meta.dirname, '../../dist/web') : config.http.webDir,
    host: config.http.host,
    port: config.http.port,
    httpsPort: config.http.httpsPort,
    socketPath,
    names,
  });

  const pruneSync = () => {
    const removed = syncFolders.prune(linkId(), clock.now());
    if (removed.length > 0) logger.info({ part: 'sync', removed }, 'sync folders of earlier links are gone');
  };

  // ---- what follows what
  const follow = (part: string, work: Promise<unknown>) => void work.catch(failed(part));
  events.on('link.changed', ({ linked }) => {
    const self = identity.self();
    if (linked && self) {
      follow('tunnels', tunnels.onLinked(self));
      pruneSync();
    } else {
      follow('tunnels', tunnels.onUnlinked());
      onboarding.forget();
      synchronisers.forget();
    }
    channel.nudge();
  });
  events.on('mdns.name', () => {
    renewCertificate();
    changes.changed();
  });
  events.on('mdns.state', () => follow('health', health.run(['MDNS'])));
  identity.onState(changes.changed);
  events.on('sync.ended', (result) => {
    outbox.enqueue({ kind: 'sync.result', body: result });
    tellDigests();
  });
  events.on('pbx.saved', synchronisers.noteLinkSaved);
  events.on('pbx.connected', ({ connected }) => {
    if (connected) follow('tunnels', onboarding.proposals().then(tunnels.propose));
  });
  channel.onState((state) => {
    // what was read meanwhile is not left until the next one is due
    if (state === 'online' && sync.owes()) follow('sync', jobs.runNow('sync'));
  });
  channel.onMessage((message) => {
    if (message.type === 'user.changed')
      decisions.changedAtRemote(message.remoteId, message.actor, clock.now());
    if (message.type === 'welcome' || message.type === 'self.changed')
      follow('identity', identity.noteSelfVersion(message.selfVersion));
  });
  events.on('account.changed', () => {
    const self = identity.self();
    if (self) follow('tunnels', tunnels.onLinked(self));
    changes.changed();
  });

  const networkWatch = createNetworkWatch({
    clock,
    onChange({ addresses, lan }, change) {
      const facts = { part: 'network', lan: lan.map((a) => a.cidr), change };
      logger.info(facts, 'the network of this host has changed');
      events.emit('network.changed', { addresses, change });
      follow('certificate', jobs.runNow('certificate'));
    },
  });
  const banner = createBanner({
    facts: () => ({
      name: mdns.name(),
      pageUrl: pageAddress('http', ports.port),
      addresses: servedAddresses(),
      fingerprint: signer.thumbprint,
      certificateFingerprint: certificate.fingerprint,
      setupCode: identity.setupCode.current(),
    }),
    write: createIssueFile(join(config.runDir, 'cloudlinkd.issue')),
    clock,
    onError: failed('banner'),
  });
  const watchdog = createWatchdog({
    manager,
    clock,
    alive: movedSinceAsked(() => jobs.lastTick),
    onStalled: () => logger.error('the job runner stands still; the watchdog is not fed'),
  });
  const memoryCeiling = createMemoryCeiling({
    rss: () => process.memoryUsage.rss(),
    ceiling: config.memory.ceilingMiB * 1024 * 1024,
    clock,
    settings,
    events,
    restart,
    log: logOf('memory'),
  });
  const diskReserve = createDiskReserve({
    folder: config.dataDir,
    clock,
    onState(state) {
      const facts = state === 'spent' ? { facts: RESERVE_SPENT } : {};
      events.emit('alarm.told', { code: 'DISK_RESERVE', ...facts });
      // what waits for room is told at once, and done
      follow('health', health.run(['DISK']));
      if (state === 'laid') follow('certificate', jobs.runNow('certificate'));
    },
    onError: failed('disk reserve'),
  });
  /** Features in the order they start. One that does not becomes an alarm; the others go on. */
  const features: readonly (readonly [string, () => unknown, () => unknown])[] = [
    ['outflow', outflow.start, outflow.stop],
    ['health', health.start, health.stop],
    ['figures', rollups.start, processMeter.stop],
    ['disk reserve', diskReserve.start, diskReserve.stop],
    ['memory', memoryCeiling.start, memoryCeiling.stop],
    ['configuration', configuration.start, () => undefined],
    ['clock', clockGuard.start, () => undefined],
    ['key', keyRotation.start, keyRotation.stop],
    ['outbox', outbox.start, outbox.stop],
    ['findings', tellDigests, () => undefined],
    ['identity', identity.start, identity.stop],
    ['reset', reset.start, reset.stop],
    ['operations', operations.start, operations.stop],
    ['sync', sync.start, sync.stop],
    ['inventory', inventoryOnChange.start, inventoryOnChange.stop],
    ['imports', imports.start, () => undefined],
    ['support', support.start, () => undefined],
    ['update', update.start, update.stop],
    ['backup', backup.start, backup.stop],
    ['tunnels', tunnels.start, tunnels.stop],
    ['channel', channel.start, channel.stop],
    ['reporter', reporter.start, reporter.stop],
    ['network', networkWatch.start, networkWatch.stop],
    ['network settings', network.start, network.stop],
    ['mdns', mdns.start, mdns.stop],
    ['banner', banner.start, banner.stop],
  ];
  const isBegun = (name: string) => safeMode === undefined || SAFE_FEATURES.has(name);
  const begin = async (name: string, start: () => unknown): Promise<void> => {
    try {
      await start();
    } catch (error) {
      featureFailed(name, error);
    }
  };
  const every =
    simulated?.every ??
    ((f) => {
      const timer = setInterval(f, TICK_MS);
      return () => clearInterval(timer);
    });
  let endTicks: () => void = () => undefined;
  let endSafeMode: (() => void) | undefined;

  return {
    log: (message) => logger.info(message),
    openApi: () => server.app.swagger(),
    async start() {
      changes.start();
      goBackIfNewer(config.dataDir, join(syncFolder(), 'sync.db'), SYNC_MIGRATIONS.length);
      ports = await server.start(certificate);
      isServing = true;
      for (const [name, start] of features) if (isBegun(name)) await begin(name, start);
      if (safeMode) events.emit('alarm.told', { code: 'CRASH_LOOP', facts: IN_SAFE_MODE });
      endSafeMode = safeMode && clock.after(safeMode.forMs, leaveSafeMode);
      if (keyFault) featureFailed('device key', keyFault);
      if (certificate.fault !== undefined) failed('certificate')(certificate.fault);
      if (newerState !== undefined)
        logger.warn(
          { newerState },
          'the database of a newer version is put aside; its copy from before is used',
        );
      if (opened.setAside !== undefined) featureFailed('store', setAside('STORE_CORRUPT', opened.setAside));
      const self = identity.self();
      if (self) await begin('tunnels', () => tunnels.onLinked(self));
      if (changeKey && self) await begin('device key', () => keyRotation.rotate(SYSTEM));
      pruneSync();
      endTicks = every(jobs.tick, () => jobs.list().some(({ running }) => running));
      watchdog.start();
      await manager.ready();
      const linked = self !== undefined;
      logger.info({ ...ports, ...builtWhen, kind, linked, ...(safeMode && { safeMode: true }) }, 'ready');
    },
    async stop() {
      await manager.stopping();
      watchdog.stop();
      endTicks();
      endSafeMode?.();
      changes.stop();
      await jobs.stop();
      for (const [name, , stop] of [...features].reverse()) if (isBegun(name)) await stop();
      await server.stop();
      await uplink.close();
      db.close();
      logger.info('stopped');
      logger.flush();
    },
  };
}
