import { critical, type HealthCheck, ok } from './check.ts';
import { networkRemedy } from './network-remedies.ts';

const names = (ports: readonly { readonly name: string }[]) => ports.map(({ name }) => name).join(', ');

/** One port with a link is enough: a second one that nobody uses is no fault. */
export const cable: HealthCheck = {
  code: 'CABLE',
  title: 'Network cable',
  async run({ probes, state }) {
    const ports = await probes.ports();
    if (ports.length === 0)
      return critical(
        'This host has no network port.',
        'Add a network port; give a virtual machine a network adapter.',
      );
    const linked = ports.filter(({ link }) => link === true);
    const dead = ports.filter(({ link }) => link === false);
    const spare = dead.length === 0 ? '' : ` No link on ${names(dead)}.`;
    if (linked.length > 0) return ok(`Link on ${names(linked)}.${spare}`);
    if (dead.length > 0)
      return critical(
        `No link on ${names(dead)}.`,
        'Plug the cable in at both ends and look for the light beside the socket; try another cable or another port of the switch.',
      );
    return critical(`Switched off: ${names(ports)}.`, networkRemedy(state, 'port'));
  },
};
