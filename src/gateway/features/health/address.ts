import type { NetworkPort } from '../../core/ports/probes.ts';
import { critical, type HealthCheck, ok, unknown } from './check.ts';
import { networkRemedy } from './network-remedies.ts';

/** RFC 3927 and RFC 4291 §2.5.6: what a host gives itself, good for its own cable only. */
const isLinkLocal = (address: string) => /^(169\.254\.|fe[89ab])/i.test(address);

const listed = (ports: readonly NetworkPort[], fits: (address: string) => boolean) =>
  ports.flatMap(({ name, addresses }) => addresses.filter(fits).map((a) => `${a} on ${name}`)).join(', ');

/** A network of IPv6 alone is no fault; an address that the host gave itself is. */
export const address: HealthCheck = {
  code: 'ADDRESS',
  title: 'IP address',
  async run({ probes, state }) {
    const ports = (await probes.ports()).filter(({ link }) => link === true);
    if (ports.length === 0) return unknown('Known once a port has a link.');
    const good = listed(ports, (a) => !isLinkLocal(a));
    if (good !== '') return ok(`${good}.`);
    const own = listed(ports, (a) => a.startsWith('169.254.'));
    const where = ports.map(({ name }) => name).join(', ');
    const facts =
      own === ''
        ? `No IP address on ${where}.`
        : `Only ${own}, which a host gives itself when no DHCP server answers.`;
    return critical(facts, networkRemedy(state, 'address'));
  },
};
