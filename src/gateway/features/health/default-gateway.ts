import type { DefaultGateway } from '../../core/ports/probes.ts';
import { type CheckOutcome, critical, type HealthCheck, type HealthState, ok } from './check.ts';

/** On a network of its own, with a proxy or the cloud beside it, a gateway needs no router. */
function withoutRouter(state: HealthState): CheckOutcome {
  if (state.proxy()) return ok('There is no default gateway; the way to the cloud is the proxy.');
  if (state.channel()?.online) return ok('There is no default gateway; the cloud is reached without one.');
  return critical(
    'There is no default gateway, so nothing beyond this network can be reached.',
    'Enter the router’s address as default gateway under Appliance Ethernet Configuration, or let the DHCP server give it.',
  );
}

function routed({ port, address, answers, mac }: DefaultGateway): CheckOutcome {
  if (address === undefined) return ok(`The way out is ${port}.`);
  if (answers !== false) return ok(`${address} answers on ${port}${mac === undefined ? '' : ` (${mac})`}.`);
  return critical(
    `The default gateway ${address} does not answer on ${port}.`,
    'Check the default gateway and the subnet mask under Appliance Ethernet Configuration, and that the router is switched on and on this network.',
  );
}

export const defaultGateway: HealthCheck = {
  code: 'DEFAULT_GATEWAY',
  title: 'Default gateway',
  async run({ probes, state }) {
    const found = await probes.gateway();
    return found ? routed(found) : withoutRouter(state);
  },
};
