/**
 * A booted host with one network port and systemd-networkd, and beside it a LAN with a router that is a DHCP server and
 * a name server (the real dnsmasq), all inside one container.
 */
import type { ChildProcess } from 'node:child_process';
import type { Test } from 'tap';
import { bootMachine, type Machine, type MachineOptions } from './nspawn.ts';

export const ROUTER = '192.168.77.1';
/** The DHCP server gives this one address, so that a test knows it. */
export const BY_DHCP = '192.168.77.100';

const ACCOUNTS = 'u messagebus - -\nu dnsmasq - -\n';

export type Site = {
  readonly machine: Machine;
  /** Runs a program in the LAN, as a neighbour of the host. */
  lan(program: string, ...args: string[]): Promise<string>;
  /** Plugs the cable in and starts the DHCP server: after a boot they are not there. */
  plug(): Promise<void>;
  /** Resolves when the host has an address on its port. */
  has(address: string): Promise<void>;
  /** IPv4 addresses of the host's port. */
  addresses(): Promise<string[]>;
};

const NETNS = ['ip', 'netns', 'exec', 'lan'] as const;

async function makeLan(machine: Machine): Promise<void> {
  const lines = [
    'ip netns add lan',
    'ip link add eth0 type veth peer name lan0 netns lan',
    'ip netns exec lan ip link set lo up',
    `ip netns exec lan ip address add ${ROUTER}/24 dev lan0`,
    'ip netns exec lan ip link set lan0 up',
  ];
  await machine.run('sh', '-ec', lines.join('\n'));
}

function startDnsmasq(machine: Machine): ChildProcess {
  return machine.spawn(
    ...NETNS,
    ...['dnsmasq', '--keep-in-foreground', '--conf-file=/dev/null', '--log-facility=-', '--user=root'],
    ...['--interface=lan0', '--bind-interfaces', '--no-resolv', '--no-hosts', '--no-ping'],
    ...[`--dhcp-range=${BY_DHCP},${BY_DHCP},255.255.255.0,2m`, `--dhcp-option=option:router,${ROUTER}`],
    ...['--dhcp-leasefile=/run/dnsmasq.leases', `--address=/answers.test/${ROUTER}`],
  );
}

async function addresses(machine: Machine): Promise<string[]> {
  const text = await machine.run('ip', '-4', '-o', 'address', 'show', 'dev', 'eth0');
  return [...text.matchAll(/inet ([\d.]+)\//g)].map((found) => found[1] ?? '');
}

/** Looks again and again: `ip monitor` says nothing of what came while it was starting. */
async function has(machine: Machine, address: string): Promise<void> {
  while (!(await addresses(machine)).includes(address));
}

/** @param options more files of the host */
export async function bootSite(t: Test, options: MachineOptions = {}): Promise<Site> {
  const machine = await bootMachine(t, {
    files: {
      'etc/sysusers.d/network-test.conf': ACCOUNTS,
      'etc/systemd/network/50-image.network': '[Match]\nName=eth0\n\n[Network]\nDHCP=yes\n',
      ...options.files,
    },
  });
  let dnsmasq: ChildProcess | undefined;
  const plug = async () => {
    await makeLan(machine);
    dnsmasq?.kill();
    dnsmasq = startDnsmasq(machine);
    await machine.run('systemctl', 'start', 'dbus.socket', 'systemd-networkd.service');
  };
  await plug();
  return {
    machine,
    plug,
    lan: async (program, ...args) => machine.run(...NETNS, program, ...args),
    has: async (address) => has(machine, address),
    addresses: async () => addresses(machine),
  };
}
