/**
 * A host whose network lives in memory, and the helper that changes it: the part of both that the feature sees. The
 * real ones are shown in test/system/network-settings.test.ts.
 */
import type { NetworkSettings } from '../../src/contract/helper.ts';
import { fail } from '../../src/gateway/core/errors.ts';
import type { Helper } from '../../src/gateway/core/ports/helper.ts';
import type { HostPort, NetworkHost } from '../../src/gateway/core/ports/network-host.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export function fakeNetworkHost() {
  const port: Writable<HostPort> = {
    name: 'eth0',
    link: true,
    addresses: ['192.168.77.100/24', 'fe80::1/64'],
    byDhcp: true,
    gateway: '192.168.77.1',
    dns: ['192.168.77.1'],
  };
  const second: HostPort = {
    ...port,
    name: 'eth1',
    link: false,
    addresses: ['10.0.0.5/24'],
    gateway: undefined,
  };
  const before = port.addresses;
  const state = {
    obstacle: undefined as ReturnType<NetworkHost['obstacle']>,
    trial: undefined as NetworkSettings | undefined,
    kept: new Map<string, NetworkSettings>(),
    timeServers: [] as readonly string[],
    /** Address → sentence of whoever has it. */
    taken: new Map<string, string>(),
    refuse: undefined as Error | undefined,
    asked: [] as string[],
  };
  const host: NetworkHost = {
    obstacle: () => state.obstacle,
    ports: () => [port, second],
    trial: () => state.trial,
    kept: (name) => state.kept.get(name),
    timeServers: () => state.timeServers,
  };
  /** What the helper's timer and a power cut do. */
  const gone = () => {
    state.trial = undefined;
    port.addresses = before;
  };
  const helper: Helper = {
    available: async () => true,
    reboot: async () => '',
    restartService: async () => '',
    setClock: async () => '',
    rauc: async () => '',
    async applyNetwork(settings) {
      state.asked.push('apply');
      if (state.refuse) throw state.refuse;
      state.trial = settings;
      port.addresses = [
        settings.mode === 'static' ? `${settings.address}/${settings.prefix}` : '192.168.77.100/24',
      ];
      return 'On trial.';
    },
    async confirmNetwork() {
      state.asked.push('confirm');
      if (!state.trial) throw fail('HELPER_REFUSED');
      state.kept.set(state.trial.port, state.trial);
      state.trial = undefined;
      return 'Kept.';
    },
    async revertNetwork() {
      state.asked.push('revert');
      if (state.refuse) throw state.refuse;
      gone();
      return 'Back.';
    },
    async probeAddress(name, address) {
      state.asked.push(`probe ${name} ${address}`);
      if (state.refuse) throw state.refuse;
      const sentence = state.taken.get(address);
      return { taken: sentence !== undefined, sentence: sentence ?? 'Nobody else has it.' };
    },
    async setTimeServers(servers) {
      state.timeServers = servers;
      return '';
    },
  };
  return { host, helper, state, port, gone };
}
