/** Features behind the routes, as small as a test of the doors needs them. */

import { fail } from '../../../src/gateway/core/errors.ts';
import { createEventBus } from '../../../src/gateway/core/events.ts';
import { createAccess } from '../../../src/gateway/features/access/access.ts';
import { createNetwork } from '../../../src/gateway/features/network/network.ts';
import { createOnboarding } from '../../../src/gateway/features/onboarding/onboarding.ts';
import { createSynchronisers } from '../../../src/gateway/features/synchronisers/synchronisers.ts';
import {
  attributesOfRules,
  rulesInWords,
  wrongRules,
} from '../../../src/gateway/features/user-sync/rules.ts';
import type { RouteDeps } from '../../../src/gateway/http/routes/deps.ts';
import { createSessions } from '../../../src/gateway/http/session.ts';
import { CONNECTORS } from '../../../src/gateway/pbx/index.ts';
import { readAuthorities } from '../../../src/gateway/platform/authorities.ts';
import { createCrypto } from '../../../src/gateway/platform/crypto.ts';
import { argon2id } from '../../../src/gateway/platform/password.ts';
import { openStateDatabase } from '../../../src/gateway/store/database.ts';
import { createLocalPeople } from '../../../src/gateway/store/local-people.ts';
import { createSecrets, createSettings } from '../../../src/gateway/store/settings.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { fakeNetworkHost } from '../../fakes/network-host.ts';
import { fakeUpdate } from '../../fakes/update.ts';

export const SETUP_CODE = '0123-4567-89AB';

export function fakeDeps() {
  const clock = manualClock();
  const { db } = openStateDatabase(':memory:', clock.now);
  const crypto = createCrypto(clock.now);
  const events = createEventBus((_name, error) => {
    throw error;
  });
  let spent = false;
  const access = createAccess({
    people: createLocalPeople(db),
    passwords: argon2id,
    crypto,
    clock,
    events,
    spendSetupCode(typed) {
      if (spent) throw fail('SETUP_CODE_USED');
      if (typed !== SETUP_CODE) throw fail('SETUP_CODE_WRONG');
      spent = true;
    },
  });
  const settings = createSettings(db, (key) => {
    throw new Error(`setting ${key} does not fit`);
  });
  const secrets = createSecrets(db);
  const onboarding = createOnboarding({
    settings,
    secrets,
    connectors: CONNECTORS,
    kind: 'standalone',
    events,
    clock,
    log: () => undefined,
    ca: () => undefined,
    importDir: '/nonexistent',
    isOnSite: async (host) => host.startsWith('10.'),
    isZone: (zone) => zone.includes('/'),
  });
  /** Sources of which somebody is known. */
  const known: { is(id: string): boolean } = { is: () => false };
  const synchronisers = createSynchronisers({
    settings,
    secrets,
    connectors: CONNECTORS,
    queries: { counts: () => [], knows: (id) => known.is(id), rows: () => [] },
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
      trial: async () => ({ rows: [] }),
    },
    runTest: onboarding.runTest,
    checkRemoteHost: onboarding.checkRemoteHost,
    country: () => undefined,
    events,
    clock,
    newId: crypto.uuidv7,
  });
  events.on('pbx.saved', synchronisers.noteLinkSaved);
  const { host, helper, ...network } = fakeNetworkHost();
  const networkFeature = createNetwork({
    host,
    helper,
    settings,
    secrets,
    events,
    clock,
    crypto,
    bootId: 'boot',
    readAuthorities,
    configured: { proxy: () => undefined, ca: () => undefined },
    onChange: () => undefined,
    pageAt: (address) => `https://${address}/setup/network`,
    pageByName: () => 'https://cloudlink.local/setup/network',
    log: () => undefined,
  });
  const unused = () => {
    throw new Error('not part of this test');
  };
  /** What was ordered of the host. */
  const orders: string[] = [];
  const deps: RouteDeps = {
    clock,
    access,
    onboarding,
    network: networkFeature,
    sessions: createSessions(access, crypto),
    identity: {
      state: () => ({ state: 'unlinked' }),
      beginLink: async () => ({ state: 'starting' }),
      cancelLink: async () => undefined,
      unlink: async () => undefined,
      setupCode: () => SETUP_CODE,
    },
    deviceKey: { view: unused, rotate: unused },
    sync: {
      view: unused,
      run: unused,
      runToEnd: unused,
      previewToEnd: unused,
      confirm: unused,
      setSchedule: unused,
      changes: unused,
      irregular: unused,
      runs: unused,
      oneRun: unused,
      undo: unused,
      undoOf: unused,
      runChanges: unused,
      verifyAudit: unused,
      acceptAudit: unused,
    },
    synchronisers,
    syncPeople: { list: unused, explain: unused, summary: unused, findings: unused },
    detained: {
      list: unused,
      one: unused,
      decisions: unused,
      decide: unused,
      revoke: unused,
      revokeOrder: unused,
    },
    imports: {
      list: () => [],
      view: unused,
      rows: () => ({ items: [], total: 0 }),
      upload: async (name, bytes) => {
        for await (const _ of bytes);
        throw fail('IMPORT_TOO_MANY', { sentence: `“${name}” came.` });
      },
      choose: unused,
      editRow: unused,
      take: unused,
      remove: async () => undefined,
    },
    tunnels: {
      list: () => [],
      add: unused,
      remove: unused,
      confirm: unused,
      startTunnel: unused,
      stopTunnel: unused,
      startAll: unused,
      stopAll: unused,
      sessions: () => [],
      endSession: unused,
      setConsent: unused,
      looks: { list: () => [], setConsent: unused },
      logsInSession: (_id, read) => read(),
      requests: () => [],
      approve: unused,
      deny: unused,
    },
    accessLog: { page: unused, verify: unused, export: unused },
    inventory: { view: () => ({}), report: async () => undefined, setLicence: async () => ({}) },
    health: { views: () => [], run: async () => [], report: () => 'all is well\n' },
    alarms: { list: () => [], cleared: () => [], cure: async () => ({ sentence: 'Done.' }) },
    host: {
      restart(actor) {
        orders.push(`restart by ${actor.name}`);
        return { sentence: 'The program restarts now.' };
      },
      async reboot() {
        throw fail('HELPER_UNAVAILABLE');
      },
    },
    jobs: () => [],
    overview: unused,
    signpost: () => ({
      name: 'cloudlink.local',
      kind: 'standalone',
      kindTitle: 'Standalone appliance',
      version: '0',
      fingerprint: 'f',
      linked: false,
      checks: [],
      link: { state: 'unlinked' },
      time: clock.now(),
    }),
    debug: unused,
    licences: unused,
    sbom: async () => '{}',
    metrics: async () => ({ contentType: 'text/plain; version=0.0.4', text: '' }),
    outflow: () => ({ at: 0, since: 0, destinations: [], data: [], days: [] }),
    onChange: () => () => undefined,
    logs: async () => [],
    reset: {
      view: () => ({ state: 'idle', goes: [], stays: [], announceMinutes: 10 }),
      order: unused,
      cancel: unused,
      setAnnounce: unused,
    },
    backup: {
      view: async () => ({
        files: [],
        stale: false,
        staged: false,
        of: { dataDir: '/var/lib/cloudlink', name: 'cloudlink.local', kind: 'standalone' },
      }),
      setSchedule: unused,
      endSchedule: unused,
      makeNow: unused,
      receive: unused,
      download: unused,
      removeFile: unused,
      plan: unused,
      restore: unused,
    },
    support: { preview: unused, create: unused, list: async () => [], open: unused, remove: unused },
    update: fakeUpdate({ settings, events, clock }),
  };
  return { deps, clock, db, orders, network, known };
}
