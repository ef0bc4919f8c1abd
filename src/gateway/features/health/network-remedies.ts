/**
 * What to do about the network of this host, by kind of installation (row A2): an appliance sets its own addresses on
 * its page; on an MSL host and an SMB Controller the platform's administration does, and that page is not there.
 */
import type { HealthState } from './check.ts';

export const NETWORK_REMEDIES = {
  address: {
    page: 'Check that a DHCP server serves this network, or choose Static under Appliance Ethernet Configuration.',
    platform:
      'Check that a DHCP server serves this network, or give this host a fixed address in the administration of its platform.',
  },
  port: {
    page: 'Set the port up under Appliance Ethernet Configuration, or switch it on in the host’s own network settings.',
    platform: 'Switch the port on in the administration of the platform of this host.',
  },
  noDefaultGateway: {
    page: 'Enter the router’s address as default gateway under Appliance Ethernet Configuration, or let the DHCP server give it.',
    platform:
      'Enter the router’s address as default gateway in the administration of the platform of this host.',
  },
  defaultGateway: {
    page: 'Check the default gateway and the subnet mask under Appliance Ethernet Configuration, and that the router is switched on and on this network.',
    platform:
      'Check the default gateway and the subnet mask in the administration of the platform of this host, and that the router is switched on and on this network.',
  },
  dns: {
    page: 'Check the name servers under Appliance Ethernet Configuration; none answers.',
    platform: 'Check the name servers in the administration of the platform of this host; none answers.',
  },
  duplicate: {
    page: 'Give the other device another address, or this gateway one under Appliance Ethernet Configuration; two devices with one address lose each other’s packets.',
    platform:
      'Give the other device another address, or this host one in the administration of its platform; two devices with one address lose each other’s packets.',
  },
} as const;

export const networkRemedy = (state: HealthState, what: keyof typeof NETWORK_REMEDIES): string =>
  NETWORK_REMEDIES[what][state.setsNetwork() ? 'page' : 'platform'];
