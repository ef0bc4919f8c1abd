/** Composition root of the reference cloud: the only file that builds anything; top to bottom is the start order. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../base/clock.ts';
import { freePort } from '../base/runtime/free-port.ts';
import { thumbprintOf } from '../base/runtime/jwk.ts';
import type { Logger } from '../base/runtime/logger.ts';
import { sshStream } from '../base/runtime/ssh-stream.ts';
import { readBuild } from '../base/runtime/version.ts';
import type { CLOSE_CODE } from '../contract/channel.ts';
import { CLOUD_PATH } from '../contract/claim.ts';
import { serveAuthorizedKeys } from './broker/authorized-keys.ts';
import { createBroker } from './broker/broker.ts';
import { createLaunchHost } from './broker/launch-host.ts';
import { createOpenSshBroker } from './broker/openssh.ts';
import type { Broker, BrokerBase } from './broker/port.ts';
import { createServiceLine } from './broker/service-line.ts';
import { createSshDoor } from './broker/ssh-door.ts';
import { sshdConfig } from './broker/sshd-config.ts';
import { type Config, listenAddress, mailServerOf } from './config.ts';
import { fail } from './core/errors.ts';
import { every } from './core/every.ts';
import { createLive } from './core/live.ts';
import { createMailing } from './core/mailing.ts';
import type { Actor, Gateway } from './core/model.ts';
import { createAccessHeads } from './features/access-heads/access-heads.ts';
import { createAccounts } from './features/accounts/accounts.ts';
import { createApprove } from './features/claiming/approve.ts';
import { createAsk } from './features/claiming/ask.ts';
import { createClaimTokens } from './features/claiming/claim-tokens.ts';
import { createChannels } from './features/commands/channels.ts';
import { createCommands } from './features/commands/commands.ts';
import { createMemoryArgs } from './features/commands/memory-args.ts';
import { createDeployment } from './features/deployment/order.ts';
import { createPbxTypes } from './features/deployment/pbx-types.ts';
import { createDeploymentWorker } from './features/deployment/worker.ts';
import { createAudit } from './features/events/audit.ts';
import { createFindingsMail } from './features/findings-mail/findings-mail.ts';
import { createDeviceKeys } from './features/gateways/device-keys.ts';
import { createGateways } from './features/gateways/gateways.ts';
import { createInventory } from './features/inventory/inventory.ts';
import { createLaunch } from './features/launch/launch.ts';
import { createMetrics } from './features/metrics/metrics.ts';
import { createIngest } from './features/outbox/ingest.ts';
import { createOverview } from './features/overview/overview.ts';
import { createSignIn } from './features/people/sign-in.ts';
import { createReleases } from './features/releases/releases.ts';
import { createResets } from './features/resets/resets.ts';
import { createRollouts } from './features/rollouts/rollouts.ts';
import { createScimProvider } from './features/scim/provider.ts';
import { recipientOf } from './features/scim/recipient.ts';
import { etag } from './features/scim/representation.ts';
import type { UserChange } from './features/scim/write.ts';
import { createScimKeys } from './features/scim-keys/scim-keys.ts';
import { createServices } from './features/services/services.ts';
import { createSupportUploads } from './features/support/support.ts';
import { createSupportMails } from './features/support-logs/mail.ts';
import { createSupportLogs } from './features/support-logs/support-logs.ts';
import { createTokens } from './features/tokens/tokens.ts';
import { accessTable } from './http/access.ts';
import { verifyAssertion } from './http/assertion.ts';
import { createChannelPolls } from './http/channel-poll.ts';
import { createChannelSockets } from './http/channel-socket.ts';
import { createConsoleAuth } from './http/console-auth.ts';
import { createDeviceAuth } from './http/device-auth.ts';
import { createDpop } from './http/dpop.ts';
import { verifyKeyProof } from './http/key-proof.ts';
import { accountRoutes } from './http/routes/accounts.ts';
import { claimRoutes } from './http/routes/claims.ts';
import { deploymentRoutes } from './http/routes/deployment.ts';
import { deviceRoutes } from './http/routes/device.ts';
import { eventRoutes } from './http/routes/events.ts';
import { findingsMailRoutes } from './http/routes/findings-mail.ts';
import { gatewayRoutes } from './http/routes/gateways.ts';
import { inventoryRoutes } from './http/routes/inventory.ts';
import { launchRoutes } from './http/routes/launch.ts';
import { liveRoutes } from './http/routes/live.ts';
import { oauthRoutes } from './http/routes/oauth.ts';
import { overviewRoutes } from './http/routes/overview.ts';
import { releaseRoutes } from './http/routes/releases.ts';
import { rolloutRoutes } from './http/routes/rollouts.ts';
import { serviceRoutes } from './http/routes/services.ts';
import { sessionRoutes } from './http/routes/session.ts';
import { supportRoutes } from './http/routes/support.ts';
import { supportLogRoutes } from './http/routes/support-logs.ts';
import { userRoutes } from './http/routes/users.ts';
import { scimMounts } from './http/scim-mounts.ts';
import { buildCloudServer } from './http/server.ts';
import { createUpgrades } from './http/upgrades.ts';
import { createCrypto, createPasswordHasher, sha256HexOf } from './platform/crypto.ts';
import { loadHostKey } from './platform/host-key.ts';
import { isOnDomain, launchDomainFaults } from './platform/launch-domain.ts';
import { createReleaseFolder } from './platform/release-folder.ts';
import { createMailer } from './platform/smtp.ts';
import { zipStream } from './platform/zip.ts';
import { openCloudDatabase } from './store/database.ts';
import { createDeploymentStore } from './store/deployment.ts';
import { createFindingsMailStore } from './store/findings-mail.ts';
import { createStores } from './store/index.ts';
import { createLaunchStore } from './store/launch.ts';
import { createRolloutStore } from './store/rollouts.ts';
import { createScimStore } from './store/scim.ts';
import { createTunnelAddressStore } from './store/tunnel-addresses.ts';

const SWEEP_MS = 5_000;
const ROLLOUT_MS = 10_000;
const PRUNE_MS = 10 * 60_000;
const DAY_MS = 24 * 3_600_000;
/** Ended claims are kept for so long: their gateway may still poll, their person still look. */
const CLAIM_KEPT_MS = DAY_MS;

export type Surroundings = { readonly clock: Clock; readonly logger: Logger };

/** Opens the store in the data folder: what the server and the operator's commands both stand on. */
export function openCore(config: Config, { clock, logger }: Surroundings) {
  mkdirSync(config.data, { recursive: true, mode: 0o750 });
  const opened = openCloudDatabase(join(config.data, 'cloud.db'), () => clock.now());
  if (opened.setAside !== undefined)
    logger.error({ file: opened.setAside }, 'the database was damaged; it was kept aside and a new one made');
  const crypto = createCrypto(() => clock.now());
  const live = createLive(clock);
  const stores = createStores(opened.db);
  const audit = createAudit({ events: stores.events, crypto, clock, live });
  return { db: opened.db, crypto, live, stores, audit, hasher: createPasswordHasher(), close: opened.close };
}
export type Core = ReturnType<typeof openCore>;

type AccountEffects = Pick<Parameters<typeof createAccounts>[0], 'disconnect' | 'selfChanged' | 'reset'>;

/** The parts that the server and the operator's commands share; only what a change does to gateways differs. */
function createAdministration(
  { config, clock, core, publicUrl }: { config: Config; clock: Clock; core: Core; publicUrl: string },
  effects: AccountEffects,
) {
  const { stores, crypto, live, audit } = core;
  return {
    accounts: createAccounts({ stores, crypto, clock, audit, live, region: config.region, ...effects }),
    scimKeys: createScimKeys({ stores, crypto, clock, audit, publicUrl }),
  };
}

/** The origin that launch host names are below: the public URL's scheme and port, the launch domain's name. */
export function launchUrlOf(publicUrl: string, launchDomain: string): string {
  const { protocol, port } = new URL(publicUrl);
  return `${protocol}//${launchDomain}${port === '' ? '' : `:${port}`}`;
}

const HOST_KEY = 'broker_host_key';

/** What `sshd` is started with beside this cloud. */
export const sshdConfigOf = (config: Config): string =>
  sshdConfig({
    ...config.openssh,
    sshd: listenAddress(config.openssh.sshd),
    hostKeyFile: resolve(config.data, HOST_KEY),
  });

/** How gateways are told to come: plain SSH where it listens for that, else in a WebSocket. */
function tunnelWayOf({ ssh }: Config, publicUrl: string): BrokerBase['way'] {
  if (ssh.listen === '') return { kind: 'websocket' };
  const host = ssh.publicHost || new URL(publicUrl).hostname.replace(/^\[|\]$/g, '');
  return { kind: 'ssh', host, port: ssh.publicPort || listenAddress(ssh.listen).port };
}

type TunnelParts = {
  readonly config: Config;
  readonly core: Core;
  readonly hostKey: string;
  readonly base: BrokerBase;
  readonly activeGateway: (gatewayId: string) => Promise<Gateway | undefined>;
};

/** The broker, and what it listens on beside the server; `start` throws when that cannot be used. */
function createTunnelEnd({ config, core, hostKey, base, activeGateway }: TunnelParts) {
  const { keysFolder, user, sshd } = config.openssh;
  const openssh =
    config.brokerKind === 'openssh'
      ? createOpenSshBroker({
          ...base,
          sshd: listenAddress(sshd),
          user,
          addresses: createTunnelAddressStore(core.db),
          async gatewayOf(key) {
            const gateway = await core.stores.gateways.byKey(thumbprintOf(key));
            return gateway && (await activeGateway(gateway.id))?.id;
          },
        })
      : undefined;
  const broker: Broker =
    openssh ??
    createBroker({
      ...base,
      hostKey,
      keyOf: async (gatewayId) => (await activeGateway(gatewayId))?.publicJwk,
    });
  let keys: Awaited<ReturnType<typeof serveAuthorizedKeys>> | undefined;
  let door: Server | undefined;
  return {
    broker,
    async start() {
      if (!config.broker) return;
      if (openssh) {
        const { authorizedKey } = openssh;
        keys = await serveAuthorizedKeys({ folder: keysFolder, authorizedKey, log: base.log });
      }
      if (config.ssh.listen === '') return;
      const server = createSshDoor({ ...base, accept: broker.accept });
      await new Promise<void>((done, failed) => {
        server.once('error', failed);
        server.listen(listenAddress(config.ssh.listen), done);
      });
      door = server;
    },
    async stop() {
      door?.close();
      broker.stop();
      await keys?.stop();
    },
  };
}

/** Everything of one cloud at a known address, built and not yet listening. */
export async function buildCloud(
  config: Config,
  surroundings: Surroundings & { readonly core: Core; readonly publicUrl: string },
) {
  const { clock, logger, core, publicUrl } = surroundings;
  const { db, crypto, live, stores, audit } = core;
  const { version } = readBuild();
  const secure = publicUrl.startsWith('https:');
  const log = (message: string, facts: object = {}) => logger.info(facts, message);
  const hostKey = loadHostKey(config.data);

  const users = createScimStore(db);
  const scim = createScimProvider({
    store: users,
    now: () => clock.now(),
    newId: () => crypto.uuidv7(),
    accountNumber: async (id) => (await stores.accounts.byId(id))?.number ?? '',
    onChange: (change) => onUserChange(change),
  });

  const memoryArgs = createMemoryArgs();
  const metrics = createMetrics({ store: stores.metrics, clock });
  const accessHeads = createAccessHeads({ store: stores.accessHeads, audit, clock });
  const channels = createChannels({
    stores,
    memoryArgs,
    clock,
    live,
    audit,
    accessHeads,
    onReset: (gatewayId) => resets.obeyed(gatewayId),
    sessionsEnded: (gatewayId, ends) => launch.endedAtGateway(gatewayId, ends),
  });
  const commands = createCommands({
    stores,
    crypto,
    clock,
    live,
    audit,
    memoryArgs,
    deliver: channels.deliver,
  });

  const activeGateway = async (gatewayId: string) => {
    const gateway = await stores.gateways.byId(gatewayId);
    const account = gateway && (await stores.accounts.byId(gateway.accountId));
    return account?.state === 'active' ? gateway : undefined;
  };
  const tunnelBase: BrokerBase = {
    way: tunnelWayOf(config, publicUrl),
    // a gateway names its own targets; which there are is its allow-list's business, not ours
    mayForward: async (gatewayId) => (await activeGateway(gatewayId)) !== undefined,
    clock,
    randomToken: () => crypto.randomToken(32),
    log,
    onChange(gatewayId) {
      stores.gateways.byId(gatewayId).then(
        (gateway) => gateway && live.tell({ kind: 'gateway', id: gatewayId, accountId: gateway.accountId }),
        (error) => logger.error({ err: error }, 'a tunnel change could not be told'),
      );
    },
  };
  const tunnelEnd = createTunnelEnd({
    config,
    core,
    hostKey: hostKey.privateKey,
    base: tunnelBase,
    activeGateway,
  });
  const { broker } = tunnelEnd;
  const launch = createLaunch({
    store: createLaunchStore(db),
    gateways: stores.gateways,
    commands,
    audit,
    live,
    clock,
    crypto,
    launchUrl: launchUrlOf(publicUrl, config.launchDomain),
    log,
  });
  const launchHost = createLaunchHost({
    door: launch.door,
    connect: broker.connect,
    consoleOrigin: new URL(publicUrl).origin,
    log,
  });

  const services = createServices({
    gateways: stores.gateways,
    commands,
    line: createServiceLine(broker.connect),
    audit,
    clock,
    crypto,
    log,
  });

  const disconnect = async (gatewayId: string, why: keyof typeof CLOSE_CODE) => {
    await stores.tokens.removeOfGateway(gatewayId);
    await channels.close(gatewayId, why);
    broker.closeGateway(gatewayId);
    await launch.endGateway(gatewayId, why);
  };
  const selfChanged = async (accountId: string) => {
    await stores.gateways.bumpSelf(accountId);
    for (const { id, selfVersion } of await stores.gateways.ofAccount(accountId))
      channels.tell(id, { type: 'self.changed', selfVersion });
  };
  const onUserChange = async ({ accountId, userId, version, kind, actor, ...change }: UserChange) => {
    live.tell({ kind: 'user', id: userId, accountId });
    for (const { id } of await stores.gateways.ofAccount(accountId)) {
      if (id === actor.gatewayId) continue; // no echo (row D18)
      channels.tell(id, {
        type: 'user.changed',
        remoteId: userId,
        version: etag(version),
        actor: actor.name,
      });
    }
    // what a sync does is one row of its own; what somebody else does is told one by one
    if (actor.gatewayId !== undefined) return;
    await audit({
      accountId,
      actor,
      action: `User ${kind}`,
      eventType: 'Admin',
      asset: change.userName,
      propertiesChanged: change.propertiesChanged,
    });
  };

  const { accounts, scimKeys } = createAdministration(
    { config, clock, core, publicUrl },
    { disconnect, selfChanged, reset: (actor, gateway) => resets.order(actor, gateway, 'account') },
  );
  const gateways = createGateways({
    stores,
    clock,
    live,
    audit,
    userCount: scim.countUsers,
    publicUrl,
    brokerHostKeys: [hostKey.publicKey],
    tunnelFacts: broker.of,
    disconnect,
  });
  const resets = createResets({
    stores,
    commands,
    clock,
    sign: (text) => hostKey.sign(text).toString('base64url'),
    base64url: (text) => Buffer.from(text).toString('base64url'),
    unlink: gateways.unlink,
  });
  const signIn = createSignIn({
    stores,
    hasher: core.hasher,
    crypto,
    clock,
    audit,
    limits: { idleMs: config.session.idleMinutes * 60_000, hardMs: config.session.hardHours * 3_600_000 },
  });
  const claiming = {
    stores,
    crypto,
    clock,
    live,
    audit,
    onEnded: (gateway: Gateway, reason: string) =>
      gateways.ended({ id: gateway.id, name: gateway.name }, gateway, reason),
  };
  const ask = createAsk(claiming);
  const approve = createApprove(claiming);
  const tokens = createTokens({ stores, crypto, clock });
  const mailServer = mailServerOf(config);
  const mailing =
    mailServer && createMailing({ mailer: createMailer(mailServer), clock, random: Math.random });
  const findingsMail = createFindingsMail({
    store: createFindingsMailStore(db),
    accounts: stores.accounts,
    mailing,
    crypto,
    clock,
    audit,
    publicUrl,
  });
  const supportMails = createSupportMails({
    store: stores.supportLogs,
    accounts: stores.accounts,
    mailing,
    crypto,
    clock,
    publicUrl,
  });
  const supportLogs = createSupportLogs({
    store: stores.supportLogs,
    commands: stores.commands,
    people: stores.people,
    mails: supportMails.mails,
    crypto,
    clock,
    audit,
    live,
  });
  const supportUploads = createSupportUploads({
    store: stores.support,
    audit,
    clock,
    sha256: sha256HexOf,
    stored: supportLogs.bundleStored,
  });
  const ingest = createIngest({ stores, crypto, clock, live, onFindings: findingsMail.take });
  const inventory = createInventory({ stores, clock });
  const overview = createOverview({ stores, clock });

  const releaseFolder = createReleaseFolder(config.releases || join(config.data, 'releases'));
  const releases = createReleases(releaseFolder);
  const rollouts = createRollouts({
    store: createRolloutStore(db),
    accounts: stores.accounts,
    commands,
    mustBeReleased: releases.mustBeReleased,
    audit,
    live,
    clock,
    crypto,
    log,
  });

  const mails = {
    store: createDeploymentStore(db),
    users,
    recipientOf,
    accounts: stores.accounts,
    pbxTypes: createPbxTypes(stores.gateways),
    crypto,
    clock,
    audit,
    live,
  };
  const deployment = createDeployment({ ...mails, canSend: mailing !== undefined });
  const sendDeployment = mailing && createDeploymentWorker({ ...mails, mailing });
  // one e-mail a turn, whatever it is about; those about support logs and findings are few
  const sendMail =
    sendDeployment &&
    (async () => {
      if ((await supportMails.turn()) || (await findingsMail.turn())) return;
      await sendDeployment();
    });

  const dpop = createDpop({
    clock,
    crypto,
    replays: stores.replays,
    secret: await stores.secrets.getOrCreate('dpop-nonce', () => crypto.randomToken(32)),
    athOf: (token) => createHash('sha256').update(token).digest('base64url'),
  });
  const deviceKeys = createDeviceKeys({
    stores,
    audit,
    async reconnect(gatewayId) {
      await stores.tokens.removeOfGateway(gatewayId);
      await channels.close(gatewayId, 'tokenExpired');
      broker.closeGateway(gatewayId);
    },
  });
  const offerKey = async (gateway: Gateway, proof: string) => {
    const { id: gatewayId, jkt } = gateway;
    const audience = publicUrl + CLOUD_PATH.key;
    await deviceKeys.offer(gateway, jkt, await verifyKeyProof(proof, { gatewayId, jkt, audience, clock }));
  };
  const device = createDeviceAuth({ dpop, tokens, publicUrl });
  const auth = createConsoleAuth({ signIn, crypto, publicUrl, secure });
  const polls = createChannelPolls({ channels, clock });
  const sockets = createChannelSockets({ channels, clock, logger });
  const upgrades = createUpgrades({
    auth: device,
    logger,
    clock,
    front: launchHost,
    channel: sockets.accept,
    tunnel: (socket, gateway) => {
      if (config.broker) broker.accept(sshStream(socket), gateway.id);
      else socket.close(1013, 'no broker here');
    },
  });

  const selfOf = async (gatewayId: string) => {
    const gateway = await stores.gateways.byId(gatewayId);
    const account = gateway && (await stores.accounts.byId(gateway.accountId));
    return gateway && account && gateways.self(gateway, account);
  };
  const assertion = (jwt: string) =>
    verifyAssertion(
      {
        gateways: stores.gateways,
        replays: stores.replays,
        crypto,
        clock,
        audience: [publicUrl + CLOUD_PATH.token, publicUrl],
      },
      jwt,
    );

  const app: FastifyInstance = await buildCloudServer({
    version,
    logger,
    access: accessTable(auth, device),
    routes: [
      ...oauthRoutes({ ask, tokens, selfOf, dpop, assertion, keyUsed: deviceKeys.used, publicUrl }),
      ...deviceRoutes({
        auth: device,
        gateways,
        ingest,
        polls,
        accessHeads: accessHeads.list,
        offerKey,
        tunnelPlan: (gatewayId, asked) => broker.plan(gatewayId, asked),
        hello: () => ({ name: config.name, region: config.region, version, time: clock.now() }),
      }),
      ...sessionRoutes({ signIn, auth, clock }),
      ...overviewRoutes({ auth, overview }),
      ...accountRoutes({
        auth,
        store: stores.accounts,
        accounts,
        gateways,
        scimKeys,
        claimTokens: createClaimTokens(claiming),
        publicUrl,
      }),
      ...claimRoutes({ auth, approve }),
      ...gatewayRoutes({ auth, gateways, commands, store: stores.commands, resets, metrics }),
      ...supportRoutes({ auth, device, gateways, uploads: supportUploads }),
      ...supportLogRoutes({ auth, accounts: stores.accounts, gateways, supportLogs, clock, zip: zipStream }),
      ...launchRoutes({ auth, launch }),
      ...serviceRoutes({ auth, services }),
      ...inventoryRoutes({ auth, inventory, clock }),
      ...eventRoutes({ auth, events: stores.events, accounts: stores.accounts, clock }),
      ...userRoutes({ auth, accounts: stores.accounts, scim }),
      ...findingsMailRoutes({ auth, accounts: stores.accounts, findingsMail }),
      ...releaseRoutes({ releases, folder: releaseFolder }),
      ...rolloutRoutes({ auth, rollouts }),
      ...deploymentRoutes({ auth, accounts: stores.accounts, deployment }),
      ...liveRoutes({ auth, live, accounts: stores.accounts, clock }),
    ],
    secure,
    launchDomain: config.launchDomain,
    webDir: config.webDir || fileURLToPath(new URL('../../dist/web', import.meta.url)),
    trustProxy: config.trustProxy,
    ...(config.tlsCert === ''
      ? {}
      : { tls: { cert: readFileSync(config.tlsCert, 'utf8'), key: readFileSync(config.tlsKey, 'utf8') } }),
    intercept(request, response) {
      const { host } = request.headers;
      if (launchHost.matches(host)) launchHost.handle(request, response);
      // the console is never shown on the domain where launched pages live
      else if (isOnDomain(host, config.launchDomain)) response.writeHead(404).end();
      else {
        // gateways go by it where their own clock is wrong
        response.setHeader('date', new Date(clock.now()).toUTCString());
        return false;
      }
      return true;
    },
    plugins: [scimMounts({ provider: scim, keys: scimKeys, device, publicUrl })],
  });
  app.server.on('upgrade', upgrades.handle);

  const prune = async () => {
    const now = clock.now();
    await stores.replays.prune(now);
    await ask.endUnfetched();
    await stores.claims.prune(now - CLAIM_KEPT_MS);
    await stores.claimTokens.prune(now - CLAIM_KEPT_MS);
    await tokens.prune();
    await signIn.prune();
    await ingest.prune();
    await findingsMail.prune();
    await accessHeads.prune();
    await metrics.prune();
    await supportUploads.prune();
    await launch.prune();
    const { eventDays, commandDays, supportLogDays, syncResultDays } = config.retention;
    await supportLogs.prune(supportLogDays);
    await stores.events.prune(now - eventDays * DAY_MS);
    await stores.commands.prune(now - commandDays * DAY_MS);
    await stores.outbox.pruneResults(now - syncResultDays * DAY_MS);
  };

  return { app, channels, upgrades, tunnelEnd, launch, prune, rollouts, sendMail };
}

export type Cloud = {
  /** Listens. @throws when the address or the data folder cannot be used */
  start(): Promise<void>;
  /** Orderly, within 5 s. */
  stop(): Promise<void>;
  /** The public URL; known after `start`. */
  readonly url: string;
};

export function createCloud(config: Config, surroundings: Surroundings): Cloud {
  const { clock, logger } = surroundings;
  let url = config.publicUrl;
  let stopAll: () => Promise<void> = async () => undefined;

  const address = async () => {
    const { host, port } = listenAddress(config.listen);
    return { host, port: port === 0 ? await freePort(host) : port };
  };

  return {
    get url() {
      return url;
    },
    async start() {
      const { host, port } = await address();
      const scheme = config.tlsCert === '' ? 'http' : 'https';
      if (url === '') url = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
      url = new URL(url).origin;
      for (const fault of launchDomainFaults(url, config.launchDomain))
        logger.warn(
          { publicUrl: url, launchDomain: config.launchDomain, fault },
          'the launch domain is not as it should be',
        );

      const core = openCore(config, surroundings);
      const { app, channels, upgrades, tunnelEnd, launch, prune, rollouts, sendMail } = await buildCloud(
        config,
        {
          ...surroundings,
          core,
          publicUrl: url,
        },
      );
      const failed = (error: unknown) => logger.error({ err: error }, 'upkeep failed');
      await core.stores.gateways.allOffline(clock.now());
      await launch.start();
      await app.listen({ host, port });
      await tunnelEnd.start();
      const stopSweep = every(clock, SWEEP_MS, channels.sweep, failed);
      const stopPrune = every(clock, PRUNE_MS, prune, failed);
      const stopRollouts = every(clock, ROLLOUT_MS, rollouts.drive, failed);
      let sending = Promise.resolve();
      const sendNext = () => {
        sending = sendMail?.() ?? sending;
        return sending;
      };
      const stopMail = sendMail
        ? every(clock, 60_000 / config.smtp.perMinute, sendNext, failed)
        : () => undefined;
      logger.info({ url, listen: `${host}:${port}` }, 'the cloud listens');

      stopAll = async () => {
        stopSweep();
        stopPrune();
        stopRollouts();
        stopMail();
        // what the mail server takes now is still marked as sent
        await sending.catch(failed);
        await launch.stop();
        await tunnelEnd.stop();
        upgrades.stop();
        await app.close();
        await channels.stop();
        await core.close();
      };
    },
    async stop() {
      await stopAll();
      stopAll = async () => undefined;
    },
  };
}

/** What the operator does at the machine, without the server. */
export function createOperator(config: Config, surroundings: Surroundings) {
  const core = openCore(config, surroundings);
  const { clock } = surroundings;
  const { stores, hasher } = core;
  const operator: Actor = { id: 'operator', name: 'Operator' };
  const publicUrl = new URL(config.publicUrl || `http://${config.listen}`).origin;
  // the running server's channels are its own; the operator's commands unlink and deactivate nothing
  const nothing = async () => undefined;
  const { accounts, scimKeys } = createAdministration(
    { config, clock, core, publicUrl },
    { disconnect: nothing, selfChanged: nothing, reset: nothing },
  );

  const find = async (number: string) => {
    const account = await stores.accounts.anyByNumber(number);
    if (!account) throw fail('ACCOUNT_UNKNOWN');
    return account;
  };
  const partnerOf = async (number: string | undefined) => {
    const [first] = await stores.accounts.partners();
    const partner = number === undefined ? first : await find(number);
    if (!partner) throw fail('PARTNER_MISSING');
    return partner;
  };
  return { operator, publicUrl, accounts, scimKeys, stores, hasher, find, partnerOf, close: core.close };
}
export type Operator = ReturnType<typeof createOperator>;
