/** Prints what the network checks find on the host it runs on, one line of JSON: `node network-program.ts`. */
import { systemClock } from '../../src/base/runtime/clock.ts';
import { createEventBus } from '../../src/gateway/core/events.ts';
import type { HealthState } from '../../src/gateway/features/health/check.ts';
import { createHealth } from '../../src/gateway/features/health/health.ts';
import { createProbes } from '../../src/gateway/platform/probes.ts';

const nothing = () => undefined;
const state: HealthState = {
  cloud: nothing,
  proxy: nothing,
  channel: nothing,
  cloudNow: nothing,
  setsNetwork: () => true,
  clockFloor: () => 0,
  hello: () => Promise.reject(new Error('there is no cloud')),
  mdns: () => ({ state: 'off', name: 'cloudlink.local', configured: 'cloudlink.local' }),
  pbx: nothing,
  pbxTest: async () => undefined,
  syncAudit: async () => undefined,
  accessLog: () => Promise.reject(new Error('there is no log')),
  sync: nothing,
  tunnelsDown: () => [],
  licences: () => [],
};
const probes = createProbes({
  dataDir: '/',
  databases: () => [],
  env: {},
  proxy: nothing,
  ca: () => '',
  doors: () => [],
});
const events = createEventBus((_name, error) => {
  throw error;
});
const health = createHealth({ probes, state, clock: systemClock, events });
const views = await health.run(['CABLE', 'ADDRESS', 'DEFAULT_GATEWAY']);
const found = views.map(({ code, state, facts, remedy }) => [code, { state, facts, remedy }]);
process.stdout.write(`${JSON.stringify(Object.fromEntries(found))}\n`);
