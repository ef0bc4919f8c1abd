/** Reads the settings of this host's network: our own files, and what systemd-networkd says of its ports. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import type { PlatformKind } from '../../contract/common.ts';
import {
  keptNetworkFile,
  NETWORK_TRIAL_FILE,
  NetworkSettings,
  TIME_SERVERS_FILE,
} from '../../contract/helper.ts';
import type { HostPort, NetworkHost } from '../core/ports/network-host.ts';
import { defaultRoutes } from './network.ts';
import { readPorts } from './network-probes.ts';

/** Made by systemd-networkd while it runs. */
const NETWORKD = 'run/systemd/netif';

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // absent, or gone since: it says nothing
    return '';
  }
}

/** The helper writes what was asked for as JSON into the second line. */
function settingsIn(text: string): NetworkSettings | undefined {
  const json = /^# (\{.*\})$/m.exec(text)?.[1];
  if (json === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return Value.Check(NetworkSettings, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const fieldOf = (text: string, name: string) => new RegExp(`^${name}=(.+)$`, 'm').exec(text)?.[1] ?? '';

export type NetworkHostOptions = {
  readonly kind: PlatformKind;
  /** The helper's socket: systemd makes it. */
  readonly helperSocket: string;
  /** `/`, or a fixture. */
  readonly root?: string;
  readonly readPorts?: typeof readPorts;
};

export function createNetworkHost(options: NetworkHostOptions): NetworkHost {
  const { kind, helperSocket, root = '/', readPorts: ports = readPorts } = options;
  const at = (path: string) => join(root, path);
  /**
   * systemd calls these files private; its own tools read them by sd-network. They only say what a form is filled with
   * before anything was set here, and one that has changed its shape leaves it empty.
   */
  const stateOf = (name: string) => {
    const index = textOf(at(`sys/class/net/${name}/ifindex`)).trim();
    return {
      byDhcp: index !== '' && existsSync(at(`${NETWORKD}/leases/${index}`)),
      dns: fieldOf(textOf(at(`${NETWORKD}/links/${index}`)), 'DNS')
        .split(' ')
        .filter(Boolean),
    };
  };
  return {
    obstacle() {
      if (kind === 'msl' || kind === 'smbc') return 'kind';
      if (!existsSync(helperSocket)) return 'helper';
      return existsSync(at(`${NETWORKD}/state`)) ? undefined : 'networkd';
    },
    ports() {
      const routes = defaultRoutes(textOf(at('proc/net/route')));
      return ports().map(
        ({ name, link, addresses }): HostPort => ({
          name,
          link,
          addresses,
          gateway: routes.find((route) => route.port === name)?.address,
          ...stateOf(name),
        }),
      );
    },
    trial: () => settingsIn(textOf(at(NETWORK_TRIAL_FILE))),
    kept: (port) => settingsIn(textOf(at(keptNetworkFile(port)))),
    timeServers: () =>
      // the first NTP= is the empty one
      [...textOf(at(TIME_SERVERS_FILE)).matchAll(/^NTP=(.+)$/gm)].flatMap(
        ([, list]) => list?.split(' ') ?? [],
      ),
  };
}
