/** The network of this gateway (row A4): ports on trial, time servers, and the way to the cloud. */

import { toAppError, toFault } from '../../../base/errors.ts';
import type { NetworkSettings } from '../../../contract/helper.ts';
import {
  checkPort,
  checkTimeServers,
  listOf,
  maskText,
  NETWORK_WRONG,
  type NetworkWrong,
  settingsOf,
} from '../../../contract/network.ts';
import type {
  NetworkApplied,
  NetworkView,
  PortInput,
  PortView,
  ProxyInput,
} from '../../../contract/network-api.ts';
import { fail } from '../../core/errors.ts';
import type { Actor } from '../../core/events.ts';
import type { Helper } from '../../core/ports/helper.ts';
import type { HostPort } from '../../core/ports/network-host.ts';
import { type ArrivedAt, createTrial, type TrialDeps } from './trial.ts';
import { createWay, type WayDeps } from './way.ts';

export type NetworkDeps = Omit<TrialDeps, 'helper'> & WayDeps & { readonly helper: Helper };
export type Network = ReturnType<typeof createNetwork>;

const OBSTACLE = {
  kind: 'NETWORK_KIND',
  helper: 'HELPER_UNAVAILABLE',
  networkd: 'NETWORK_NO_NETWORKD',
} as const;

const bare = (cidr: string) => cidr.replace(/\/.*$/, '');
const isOwnIpv4 = (cidr: string) => !cidr.includes(':') && !cidr.startsWith('169.254.');

const wrongField = (field: string, code: NetworkWrong) =>
  fail('BAD_INPUT', { fields: [{ field, sentence: NETWORK_WRONG[code] }] });

/** What the form begins with: what was kept, else what the port has. */
function formOf(port: HostPort, kept: NetworkSettings | undefined): PortInput {
  const { name, addresses, byDhcp, dns } = port;
  const listed = (servers: readonly string[] = []) => servers.join(', ');
  if (kept?.mode === 'static') {
    const { mode, address, prefix, gateway = '' } = kept;
    return { port: name, mode, address, mask: maskText(prefix), gateway, dns: listed(kept.dns) };
  }
  const [address = '', prefix = ''] = addresses.find(isOwnIpv4)?.split('/') ?? [];
  // fixed addresses begin with those that the port has: whoever changes to Static mostly keeps them
  const fixed = {
    address,
    mask: prefix === '' ? '' : maskText(Number(prefix)),
    gateway: port.gateway ?? '',
  };
  if (kept) return { port: name, mode: 'dhcp', ...fixed, dns: listed(kept.dns) };
  const isStatic = !byDhcp && address !== '';
  const own = dns.filter((server) => !server.includes(':')).slice(0, 4);
  return { port: name, mode: isStatic ? 'static' : 'dhcp', ...fixed, dns: isStatic ? listed(own) : '' };
}

export function createNetwork(deps: NetworkDeps) {
  const { host, helper, clock, events, log } = deps;
  const trial = createTrial(deps);
  const way = createWay(deps);

  const obstacle = () => {
    const why = host.obstacle();
    return why === undefined ? undefined : fail(OBSTACLE[why]);
  };
  const portView = (port: HostPort): PortView => {
    const { name, link, addresses } = port;
    return {
      name,
      ...(link === undefined ? {} : { link }),
      addresses: [...addresses],
      form: formOf(port, host.kept(name)),
    };
  };
  const view = (): NetworkView => {
    const why = obstacle();
    return {
      time: clock.now(),
      ...(why === undefined ? {} : { obstacle: toFault(why) }),
      ports: host.ports().map(portView),
      ...trial.view(),
      timeServers: [...host.timeServers()],
      ...way.view(),
    };
  };
  const changeable = () => {
    const why = obstacle();
    if (why) throw why;
  };

  /** RFC 5227, asked before anything changes. Where it cannot be asked, the trial still shows whether it works. */
  const assertFree = async ({ name, addresses, link }: HostPort, address: string): Promise<void> => {
    if (addresses.map(bare).includes(address)) return;
    const others = host.ports().filter((other) => other.name !== name);
    if (others.some((other) => other.addresses.map(bare).includes(address)))
      throw wrongField('address', 'ADDRESS_OTHER_PORT');
    if (link !== true) return;
    try {
      const { taken, sentence } = await helper.probeAddress(name, address);
      if (!taken) return;
      const { remedy } = fail('NETWORK_ADDRESS_TAKEN');
      throw fail('NETWORK_ADDRESS_TAKEN', {
        sentence,
        fields: [{ field: 'address', sentence: `${sentence} ${remedy}` }],
      });
    } catch (error) {
      if (toAppError(error).code === 'NETWORK_ADDRESS_TAKEN') throw error;
      log('whether the address is free could not be asked', { err: error });
    }
  };

  return {
    view,
    proxy: way.proxy,
    ca: way.ca,
    /** For every page: what is on trial goes by itself at `endsAt`. */
    trial(): { readonly endsAt: number } | undefined {
      const now = trial.view().trial;
      return now && { endsAt: now.endsAt };
    },

    /** @throws AppError BAD_INPUT, NETWORK_ADDRESS_TAKEN, NETWORK_TRIAL_RUNNING, or why it cannot be changed here */
    async apply(form: PortInput, actor: Actor): Promise<NetworkApplied> {
      changeable();
      if (trial.view().trial) throw fail('NETWORK_TRIAL_RUNNING');
      const port = host.ports().find(({ name }) => name === form.port);
      if (!port) throw wrongField('port', 'PORT_UNKNOWN');
      const wrong = checkPort(form);
      if (wrong.length > 0)
        throw fail('BAD_INPUT', {
          fields: wrong.map(({ field, code }) => ({ field, sentence: NETWORK_WRONG[code] })),
        });
      const settings = settingsOf(form);
      if (settings.mode === 'static') await assertFree(port, settings.address);
      const keepCode = trial.apply(settings, actor);
      return { network: view(), keepCode };
    },

    async confirm(arrivedAt: ArrivedAt, actor: Actor): Promise<NetworkView> {
      await trial.confirm(arrivedAt, actor);
      return view();
    },
    confirmByCode: trial.confirmByCode,
    revert(actor: Actor): NetworkView {
      trial.revert(actor);
      return view();
    },

    /** @throws AppError BAD_INPUT, or why it cannot be changed here */
    async setTimeServers(text: string, actor: Actor): Promise<NetworkView> {
      changeable();
      const wrong = checkTimeServers(text);
      if (wrong !== undefined) throw wrongField('servers', wrong);
      const servers = listOf(text);
      await helper.setTimeServers(servers);
      events.emit('audit', {
        action: 'Time servers saved',
        eventType: 'Admin',
        actor,
        asset: servers.join(', ') || 'of the host',
        propertiesChanged: ['timeServers'],
        details: {},
      });
      return view();
    },

    saveProxy(input: ProxyInput, actor: Actor): NetworkView {
      way.saveProxy(input, actor);
      return view();
    },
    forgetProxy(actor: Actor): NetworkView {
      way.forgetProxy(actor);
      return view();
    },
    saveAuthorities(pem: string, actor: Actor): NetworkView {
      way.saveAuthorities(pem, actor);
      return view();
    },
    removeAuthorities(actor: Actor): NetworkView {
      way.removeAuthorities(actor);
      return view();
    },
    start: trial.start,
    stop: trial.stop,
  };
}
